//! The floors of a checked plan: the least each sum may be, what the plan has of it, and how the test of it came out.
//! Every report that shows floors takes them from this one list.

use schemars::JsonSchema;
use serde::Serialize;

use rust_decimal::Decimal;

use crate::check::facts::Facts;
use crate::check::rule::{FloorOf, Rule};
use crate::check::{Checked, rule, rules};
use crate::finding::{ClauseRef, Finding, Outcome, Site, Status, Test};
use crate::money::Money;
use crate::period::Period;
use crate::policy::Round;
use crate::span::NodeId;

/// The ways in which a floor comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Held {
    /// The plan reaches it, if only within rounding.
    Met,
    /// The plan is short of it.
    Missed,
    /// The plan is short of it, and a waiver covers that.
    Waived,
    /// It could not be judged.
    NotEvaluated,
}

impl Held {
    /// Returns the word formats use.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "missed",
            Self::Waived => "waived",
            Self::NotEvaluated => "not-evaluated",
        }
    }
}

/// The place of the largest figure of a floor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// The place of the finding.
    Site(Site),
    /// At a node of the plan.
    Node(NodeId),
}

/// A floor in a period, as the engine recorded its test. `At` is how places are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FloorTest<At = Spot> {
    /// The subject of the floor, as its rule declares it.
    pub of: FloorOf,
    /// The id of the rule that tests it.
    pub rule: &'static str,
    /// The subject of the test, as the test records it: `social-care`, a stream's name, a district's id.
    pub subject: String,
    /// The name of the subject in prose.
    pub name: String,
    /// The period.
    pub year: Option<Period>,
    /// The result.
    pub held: Held,
    /// The least it may be, in pounds; none where it was not evaluated.
    pub required: Option<Money>,
    /// The plan's figure, in pounds; none where it was not evaluated.
    pub planned: Option<Money>,
    /// The most by which rounding could hold the two apart, in pounds.
    pub slack: Option<Money>,
    /// The reason why it was not evaluated; the finding's message where it is missed; the waiver's reason where it is
    /// waived.
    pub reason: Option<String>,
    /// The clause that asks for it.
    pub clause: Option<ClauseRef>,
    /// The place of its largest figure.
    pub at: Option<At>,
}

impl<At> FloorTest<At> {
    /// Returns what the plan has beyond the least, in pounds; negative when it is short.
    pub fn headroom(&self) -> Option<Money> {
        Some(self.planned? - self.required?)
    }

    /// Returns the headroom in percent of what is required, to a tenth; none where nothing is required.
    pub fn percent(&self) -> Option<Decimal> {
        let (headroom, required) = (self.headroom()?.to_decimal()?, self.required?.to_decimal()?);
        let percent = headroom.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(required)?;
        let mut percent = percent.round_dp_with_strategy(1, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        percent.rescale(1);
        Some(percent)
    }

    /// Returns whether it is met only since rounding can hold the figures that far apart.
    pub fn is_within_rounding(&self) -> bool {
        self.held == Held::Met && self.headroom().is_some_and(|headroom| headroom < Money::ZERO)
    }

    /// Returns the same floor with its place given another way.
    pub fn map_at<To>(self, to: impl FnOnce(At) -> To) -> FloorTest<To> {
        FloorTest {
            of: self.of,
            rule: self.rule,
            subject: self.subject,
            name: self.name,
            year: self.year,
            held: self.held,
            required: self.required,
            planned: self.planned,
            slack: self.slack,
            reason: self.reason,
            clause: self.clause,
            at: self.at.map(to),
        }
    }
}

/// Returns the rules whose tests hold a sum against the least it may be, in the order of the rule book.
pub fn floor_rules() -> impl Iterator<Item = (&'static Rule, FloorOf)> {
    rules().filter_map(|(_, rule)| Some((rule, rule.aspect.floor()?)))
}

/// Returns the floors of a checked plan that were tested or could not be: those missed first, each in the order of the
/// engine. `facts` are those of the plan and of the round it was checked under.
pub fn floors_of(checked: &Checked, facts: &Facts<'_>) -> Vec<FloorTest> {
    let missed = checked.findings.iter().filter_map(|finding| missed(facts, finding));
    missed.chain(checked.tests.iter().filter_map(|test| tested(facts, test))).collect()
}

fn missed(facts: &Facts<'_>, finding: &Finding) -> Option<FloorTest> {
    let of = rule(finding.rule)?.1.aspect.floor()?;
    let ledger = finding.ledger.as_ref()?;
    let subject = finding.subject.clone().unwrap_or_default();
    let (held, reason) = match &finding.status {
        Status::Waived(waiver) => (Held::Waived, waiver.reason.clone()),
        Status::Failed | Status::Baselined => (Held::Missed, finding.message.clone()),
    };
    Some(FloorTest {
        of,
        rule: finding.rule,
        name: called(facts, of, &subject),
        subject,
        year: finding.year,
        held,
        required: Some(ledger.required),
        planned: Some(ledger.actual),
        slack: Some(ledger.slack),
        reason: Some(reason),
        clause: finding.clause.clone(),
        at: Some(Spot::Site(finding.at.clone())),
    })
}

fn tested(facts: &Facts<'_>, test: &Test) -> Option<FloorTest> {
    let of = rule(test.rule)?.1.aspect.floor()?;
    let (held, reason) = match &test.outcome {
        Outcome::Passed => (Held::Met, None),
        Outcome::NotEvaluated(reason) => (Held::NotEvaluated, Some(reason.to_string())),
        Outcome::NotApplicable(_) => return None,
    };
    let ledger = test.ledger.as_ref();
    let largest =
        ledger.and_then(|tally| tally.lines.iter().max_by_key(|(node, pounds)| (*pounds, std::cmp::Reverse(*node))));
    let subject = test.subject.as_deref().unwrap_or_default().to_owned();
    Some(FloorTest {
        of,
        rule: test.rule,
        name: called(facts, of, &subject),
        subject,
        year: test.year,
        held,
        required: ledger.map(|tally| tally.required),
        planned: ledger.map(|tally| tally.actual),
        slack: ledger.map(|tally| tally.slack),
        reason,
        clause: citation(facts.round, test),
        at: largest.map(|(node, _)| Spot::Node(*node)),
    })
}

/// Returns the clause of a test: its own, else its rule's.
fn citation(round: &Round, test: &Test) -> Option<ClauseRef> {
    let id = test.clause.as_deref().or_else(|| rule(test.rule)?.1.clause())?;
    round.clause(id).map(|clause| round.citation(clause))
}

/// Returns the name in prose of the subject of a test of the rule `id`. A subject that is the id of a partner gets the
/// partner's name.
pub fn subject_name(facts: &Facts<'_>, id: &str, subject: &str) -> String {
    match rule(id).and_then(|(_, rule)| rule.aspect.floor()) {
        Some(floor) => called(facts, floor, subject),
        None => facts.partner_name(subject),
    }
}

fn called(facts: &Facts<'_>, of: FloorOf, subject: &str) -> String {
    match of {
        FloorOf::Spending(id) => {
            facts.round.floor(id.unwrap_or(subject)).map_or_else(|| subject.to_owned(), |floor| floor.name.to_string())
        }
        FloorOf::PassedOn => "DFG passed on to the districts".to_owned(),
        FloorOf::District => format!("DFG: {}", facts.partner_name(subject)),
        FloorOf::Contribution if subject.is_empty() => "contribution".to_owned(),
        FloorOf::Contribution | FloorOf::Earmark => facts.partner_name(subject),
    }
}
