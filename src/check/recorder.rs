//! The recorder: a rule records every test it makes, and findings are the failed ones.

use std::fmt::Write;

use super::facts::Facts;
use super::reason::Reason;
use super::rule::Ground;
use super::sum::Sum;
use crate::finding::{
    Against, Cause, ClauseRef, Edit, Figures, Finding, Label, Ledger, LedgerLine, Level, Need, Outcome, Site, Status,
    Tally, Test, Trial,
};
use crate::money::Money;
use crate::period::{Period, Year};
use crate::plan::{Place, Plan};
use crate::policy::Clause;
use crate::span::NodeId;

pub(super) use super::rule::Tests;

/// The subject of a test: a period and a name, either of which may be absent.
#[derive(Clone, Debug, Default)]
pub struct Case {
    year: Option<Period>,
    subject: Option<String>,
    clause: Option<Box<str>>,
    at: Option<NodeId>,
    place: Option<Box<str>>,
    about: Option<Box<str>>,
}

impl Case {
    /// Returns the same case as the test of a sum under the key `place`. A finding of it keeps its identity even when
    /// its caret moves from one figure of the sum to another.
    #[must_use]
    pub fn sum_of(mut self, place: impl Into<Box<str>>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// Returns the same case, about the entry with this id. It tells apart the findings of several entries that are all
    /// at one place.
    #[must_use]
    pub fn about(mut self, id: &str) -> Self {
        self.about = Some(id.into());
        self
    }

    /// Returns the case of a test that is made once, whatever the year.
    pub fn of(subject: impl Into<String>) -> Self {
        Self { subject: Some(subject.into()), ..Self::default() }
    }

    /// Returns the case of a test of something in a financial year.
    pub fn in_year(year: Year, subject: impl Into<String>) -> Self {
        Self { year: Some(year.into()), subject: Some(subject.into()), ..Self::default() }
    }

    /// Returns the case of a test of something in a period.
    pub fn in_period(period: Period, subject: impl Into<String>) -> Self {
        Self { year: Some(period), subject: Some(subject.into()), ..Self::default() }
    }

    /// Returns the same case under a clause other than the rule's.
    #[must_use]
    pub fn under(mut self, clause: &str) -> Self {
        self.clause = Some(clause.into());
        self
    }

    /// Returns the same case under a clause other than the rule's, where there is one.
    #[must_use]
    pub fn under_if(self, clause: Option<&str>) -> Self {
        match clause {
            Some(clause) => self.under(clause),
            None => self,
        }
    }

    /// Returns the same case, of what is at one place.
    #[must_use]
    pub fn at(mut self, node: Option<NodeId>) -> Self {
        self.at = node;
        self
    }
}

/// A failed test being written down.
#[derive(Debug)]
#[must_use = "a failure counts only when it is given to `Tests::fail`"]
pub struct Failure {
    case: Case,
    at: Place,
    message: String,
    help: Option<String>,
    level: Option<Level>,
    clause: Option<String>,
    is_arithmetic: bool,
    labels: Vec<(Place, String)>,
    ledger: Option<(Tally, bool)>,
    against: Against,
    edit: Option<(Place, String)>,
    together: Vec<(NodeId, String)>,
}

impl Failure {
    /// Returns a failed test with its caret at `at` that says `message`.
    pub fn new(case: Case, at: impl Into<Place>, message: impl Into<String>) -> Self {
        Self {
            case,
            at: at.into(),
            message: message.into(),
            help: None,
            level: None,
            clause: None,
            is_arithmetic: false,
            labels: Vec::new(),
            ledger: None,
            against: Against::Requirement,
            edit: None,
            together: Vec::new(),
        }
    }

    /// Sets the help: what to do next.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets a level other than the rule's.
    pub fn level(mut self, level: Level) -> Self {
        self.level = Some(level);
        self
    }

    /// Sets the id of a clause other than the rule's.
    pub fn clause(mut self, id: &str) -> Self {
        self.clause = Some(id.to_owned());
        self
    }

    /// Sets the id of a clause other than the rule's, where there is one.
    pub fn clause_if(self, id: Option<&str>) -> Self {
        match id {
            Some(id) => self.clause(id),
            None => self,
        }
    }

    /// Marks it as resting on the plan's own figures, so that the basis of its rule's clause does not matter.
    pub fn arithmetic(mut self) -> Self {
        self.is_arithmetic = true;
        self
    }

    /// Adds another place that belongs to it, with a fragment that reads under its caret.
    pub fn label(mut self, at: impl Into<Place>, text: impl Into<String>) -> Self {
        self.labels.push((at.into(), text.into()));
        self
    }

    /// Labels a place, where it is there.
    pub fn label_if(self, at: Option<NodeId>, text: impl Into<String>) -> Self {
        match at {
            Some(node) => self.label(node, text),
            None => self,
        }
    }

    /// Sets the sum that proves it: its lines become the ledger and, except the one at the caret, labels.
    pub fn sum(mut self, sum: &Sum, required: Money, slack: Money) -> Self {
        let tally = Tally { lines: sum.lines.clone(), actual: sum.total, required, slack };
        self.ledger = Some((tally, true));
        self
    }

    /// Sets what the sum is compared with, where that is no requirement.
    pub fn against(mut self, against: Against) -> Self {
        self.against = against;
        self
    }

    /// Sets a ledger without lines that compares two figures, in pounds.
    pub fn compared(mut self, actual: Money, required: Money, slack: Money) -> Self {
        self.ledger = Some((Tally { lines: Figures::default(), actual, required, slack }, false));
        self
    }

    /// Offers an edit: the smallest change of the plan's text that makes the test pass.
    pub fn edit(mut self, at: impl Into<Place>, with: impl Into<String>) -> Self {
        self.edit = Some((at.into(), with.into()));
        self
    }

    /// Offers edits that make the test pass together, where no single one does.
    pub fn together(mut self, edits: impl IntoIterator<Item = (NodeId, String)>) -> Self {
        self.together.extend(edits);
        self
    }

    /// Offers an edit that sets the figure at `node` to `amount`, written in the way the present figure is.
    pub fn set(self, facts: &Facts<'_>, node: NodeId, amount: Money) -> Self {
        let with = crate::money::rewrite(amount, facts.plan.tree.raw(node), facts.plan.unit());
        self.edit(node, with)
    }
}

impl Tests<'_> {
    /// Records that the test held.
    pub fn pass(&mut self, case: Case) {
        self.record(case, Outcome::Passed, None);
    }

    /// Records that the money test held, with its figures in pounds, which feed the margins.
    pub fn pass_sum(&mut self, case: Case, sum: &Sum, required: Money, slack: Money) {
        let tally = Tally { lines: sum.lines.clone(), actual: sum.total, required, slack };
        self.record(case, Outcome::Passed, Some(tally));
    }

    /// Records that the test's inputs could not be read or are not given.
    pub fn not_evaluated(&mut self, case: Case, reason: impl Into<Reason>) {
        let (text, blocked_by, is_free) = reason.into().into_parts();
        self.record(case, Outcome::NotEvaluated(text.into()), None);
        if let Some(test) = self.made.last_mut() {
            test.cause = blocked_by;
            test.need = if is_free { Need::Free } else { test.need };
        }
    }

    /// Adds figures, in pounds, to the test that was recorded last: one whose figures are known but not known to be
    /// right.
    pub fn with_sum(&mut self, sum: &Sum, required: Money, slack: Money) {
        if let Some(test) = self.made.last_mut() {
            test.ledger = Some(Box::new(Tally { lines: sum.lines.clone(), actual: sum.total, required, slack }));
        }
    }

    /// Records that there is nothing to test.
    pub fn not_applicable(&mut self, case: Case, reason: impl Into<Box<str>>) {
        self.record(case, Outcome::NotApplicable(reason.into()), None);
    }

    /// Records one passed test for all `count` entries together, unless one of them failed. With no entries there was
    /// nothing to test. `what` names the entries, in the plural.
    pub fn pass_lot(&mut self, failed: bool, count: usize, what: &str) {
        if failed {
            return;
        }
        match count {
            0 => self.not_applicable(Case::default(), format!("the plan has no {what}")),
            count => self.pass(Case::of(format!("{count} {what}"))),
        }
    }

    fn record(&mut self, case: Case, outcome: Outcome, ledger: Option<Tally>) {
        let Case { year, subject, clause, at, place, about } = case;
        let place = place.or(about).filter(|_| matches!(outcome, Outcome::NotEvaluated(_)));
        let clause = clause.filter(|id| self.rule.clause() != Some(id));
        let need = match outcome {
            Outcome::NotApplicable(_) => Need::Free,
            Outcome::Passed | Outcome::NotEvaluated(_) => self.need(clause.as_deref()),
        };
        let rule = self.rule.id;
        self.made.push(Test {
            rule,
            outcome,
            year,
            subject: subject.map(Into::into),
            place,
            clause,
            at,
            ledger: ledger.map(Box::new),
            need,
            cause: Cause::Unknown,
            known: false,
        });
    }

    /// Returns whether the verdict needs a test of this rule. `own` is the clause of the test, where it is not the
    /// rule's.
    fn need(&self, own: Option<&str>) -> Need {
        if !self.rule.requires_tests() {
            return Need::Free;
        }
        let clause = own.or(self.rule.clause()).and_then(|id| self.facts.round.clause(id));
        let is_weak = clause.is_some_and(Clause::is_weak);
        if is_weak && (own.is_some() || self.rule.ground == Ground::Clause) {
            Need::ToBeConfirmed
        } else {
            Need::Required
        }
    }

    /// Records that the test failed.
    pub fn fail(&mut self, failure: Failure) {
        if !self.findings.has_room() {
            return;
        }
        let facts = self.facts;
        let plan = facts.plan;
        let own = failure.clause.as_deref().or(failure.case.clause.as_deref());
        let clause =
            own.or(self.rule.clause()).and_then(|id| facts.round.clause(id)).map(|clause| facts.round.citation(clause));
        let help = with_origins(facts, &failure);
        let mut level = failure.level.unwrap_or(self.rule.level);
        let mut message = failure.message;
        let rests_on_it = own.is_some() || self.rule.ground == Ground::Clause;
        let is_weak = clause.as_ref().is_some_and(ClauseRef::is_weak);
        if is_weak && rests_on_it && !failure.is_arithmetic {
            level = level.min(Level::Warning);
            message.push_str(" (to be confirmed)");
        }
        let is_gap = level == Level::Error && self.rule.lenient_in_drafts && plan.is_draft();
        if is_gap {
            level = Level::Warning;
        }
        let at = plan.site(&failure.at);
        let place = identity(plan, (&failure.case, &failure.at), &at.path);
        if let Some(origin) = outside(facts, &failure.at) {
            let _ = write!(message, " ({origin})");
        }
        let inside = failure.labels.iter().filter(|(place, _)| outside(facts, place).is_none());
        let mut labels: Vec<Label> =
            inside.map(|(place, text)| Label { at: plan.site(place), text: text.clone() }).collect();
        let ledger = failure.ledger.map(|(tally, labelled)| {
            let lines: Vec<LedgerLine> =
                tally.lines.iter().map(|(node, pounds)| ledger_line(facts, *node, *pounds)).collect();
            if labelled {
                let own = lines.iter().filter_map(|line| line.at.as_ref().map(|at| (at, line)));
                let others =
                    own.filter(|(site, _)| site.span != at.span && !labels.iter().any(|l| l.at.span == site.span));
                let more: Vec<Label> = others
                    .map(|(site, line)| Label { at: site.clone(), text: format!("{} {}", line.pounds, line.text) })
                    .collect();
                labels.extend(more);
            }
            let Tally { actual, required, slack, .. } = tally;
            Ledger { lines, actual, required, slack, against: failure.against }
        });
        let edit = failure
            .edit
            .filter(|(place, _)| outside(facts, place).is_none())
            .map(|(place, with)| (plan.site(&place), place, with))
            .filter(|(site, place, _)| is_written_once(plan, site, place))
            .map(|(at, _, with)| edit_at(at, with));
        let together = failure.together.into_iter().filter(|(node, _)| !plan.is_outside(*node));
        self.findings.push(Finding {
            rule: self.rule.id,
            family: self.family.id,
            level,
            kind: self.rule.kind(),
            is_gap,
            status: Status::Failed,
            message,
            help,
            year: failure.case.year,
            subject: failure.case.subject,
            clause,
            at,
            place,
            labels,
            ledger,
            edit,
            together: together.map(|(node, with)| edit_at(plan.site(&node.into()), with)).collect(),
            known: None,
        });
    }
}

/// Returns the identity of a failure, by which it is recognised in another version of the plan.
fn identity(plan: &Plan, (case, at): (&Case, &Place), path: &str) -> String {
    let place = case.place.as_deref().map_or_else(|| plan.identity_of(at, path), str::to_owned);
    let year = case.year.map(|year| format!(".{year}")).unwrap_or_default();
    let place = place.strip_suffix(&year).unwrap_or(&place);
    case.about.as_deref().map_or_else(|| place.to_owned(), |about| format!("{place} {about}"))
}

/// Returns an edit that nobody tried.
const fn edit_at(at: Site, with: String) -> Edit {
    Edit { at, with, trial: Trial::Untried }
}

/// Returns whether what an edit replaces is all there is of it: a key that headers have, or that dots follow, may stand in
/// many places, and one edit would mend none.
fn is_written_once(plan: &Plan, site: &Site, place: &Place) -> bool {
    match place {
        Place::Key(node) => site.span.end <= plan.span_of(*node).start,
        Place::Value(_) | Place::Absent(..) | Place::Bytes(..) => true,
    }
}

fn ledger_line(facts: &Facts<'_>, node: NodeId, pounds: Money) -> LedgerLine {
    let at = (!facts.plan.is_outside(node)).then(|| facts.plan.site(&node.into()));
    LedgerLine { text: facts.plan.name_of(node), pounds, at }
}

/// Returns the origin of a place that is not in the plan's text; nothing for one that is.
fn outside<'a>(facts: &Facts<'a>, place: &Place) -> Option<&'a str> {
    match place {
        Place::Value(node) | Place::Key(node) => facts.plan.origin_of(*node),
        Place::Absent(..) | Place::Bytes(..) => None,
    }
}

/// Returns the help of a failure, which also names the origins of the published figures it rests on that are not in
/// the plan's text.
fn with_origins(facts: &Facts<'_>, failure: &Failure) -> Option<String> {
    let mut origins: Vec<&str> = failure.labels.iter().filter_map(|(place, _)| outside(facts, place)).collect();
    let mut seen = std::collections::BTreeSet::new();
    origins.retain(|origin| seen.insert(*origin));
    match (&failure.help, origins.as_slice()) {
        (help, []) => help.clone(),
        (None, origins) => Some(format!("what was published stands in {}", origins.join(", "))),
        (Some(help), origins) => Some(format!("{help}; what was published stands in {}", origins.join(", "))),
    }
}
