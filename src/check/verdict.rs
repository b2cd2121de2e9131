//! The verdict on a plan: the word, and whether it fails the check. It is decided here and nowhere else.

use std::collections::{BTreeMap, HashMap};

use schemars::JsonSchema;
use serde::Serialize;

use super::rule::Bearing;
use super::settings::{Lowered, Overruled, Settings};
use super::{Checked, FAMILIES, rule, rules};
use crate::finding::{Cause, Finding, Level, Need, Outcome, Site, Status, Test};
use crate::period::Date;
use crate::plan::Plan;
use crate::policy::Round;

/// The word a plan, or a run, gets; the worse one is the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// Everything the round requires of the plan was tested, and holds.
    Pass,
    /// Nothing tested is wrong, and not everything that is required is there or was tested.
    Incomplete,
    /// There is no verdict: something could not be read.
    None,
    /// Something is wrong that no valid waiver covers.
    Fail,
}

impl Word {
    /// Returns the word in capitals, for people.
    pub const fn capitals(self) -> &'static str {
        match self {
            Self::Pass => "PASS",
            Self::Incomplete => "INCOMPLETE",
            Self::None => "NONE",
            Self::Fail => "FAIL",
        }
    }

    /// Returns the word in lower case, for machine-readable formats.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Incomplete => "incomplete",
            Self::None => "none",
            Self::Fail => "fail",
        }
    }
}

/// The request of a check, as far as it bears on the verdict.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// The level from which a finding fails the plan; none means nothing does.
    pub fail_on: Option<Level>,
    /// The strictest such level that an option or the project names. It decides the word, so no option can better that.
    pub strictest: Option<Level>,
    /// True when a draft that is not complete fails.
    pub complete: bool,
    /// The day of the check, where it was asked for.
    pub day: Option<Date>,
    /// The settings that make the check milder.
    pub lowered: Vec<Lowered>,
    /// The settings in which two revisions differ, of which the stricter counts.
    pub overruled: Vec<Overruled>,
    /// The rules that were not run.
    pub left_out: LeftOut,
    /// The changes of a custom round to the national one that a reader of the verdict must know.
    pub own_round: Vec<String>,
}

/// The part of the rule book that was run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Families of which a rule was run.
    pub families: usize,
    /// Rules that were run.
    pub rules: usize,
    /// True when whole families were left out and nothing else.
    pub is_by_family: bool,
    /// True when a rule left out is an error in the plan's round, or makes a required test.
    pub matters: bool,
}

impl LeftOut {
    /// Counts what `settings` leave out for a plan of `round`.
    pub(super) fn of(settings: &Settings, round: Option<&Round>) -> Self {
        let mut left_out = Self { is_by_family: true, ..Self::default() };
        for family in FAMILIES {
            let run = family.rules.iter().filter(|rule| settings.runs(family.id, rule.id)).count();
            left_out.families += usize::from(run > 0);
            left_out.rules += run;
            left_out.is_by_family &= run == 0 || run == family.rules.len();
        }
        left_out.matters = rules().filter(|(family, rule)| !settings.runs(family.id, rule.id)).any(|(_, rule)| {
            let level = round.map_or(Some(rule.level), |round| rule.level_in(round));
            level == Some(Level::Error) || level.is_some() && rule.requires_tests()
        });
        left_out
    }

    /// Returns `2 of 16 families run`, or the same of the rules.
    pub fn prose(&self) -> String {
        if self.is_by_family {
            format!("{} of {} families run", self.families, FAMILIES.len())
        } else {
            format!("{} of {} rules run", self.rules, rules().count())
        }
    }
}

/// The verdict on a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The word.
    pub word: Word,
    /// True when everything that keeps the word from being a pass is known.
    pub is_known: bool,
    /// True when it makes the exit status 1.
    pub fails: bool,
    /// Its grounds.
    pub grounds: Grounds,
}

/// The grounds of a verdict, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grounds {
    /// Findings that make it fail and are known.
    pub known_failures: usize,
    /// Those of them that are of statutory rules.
    pub known_statutory: usize,
    /// Those of them that are milder than an error, where such a one fails the plan.
    pub known_milder: usize,
    /// Findings that are milder only because the plan is a draft: gaps to fill. Those that say that a floor cannot be
    /// tested are not among them: the floors are counted.
    pub gaps: usize,
    /// Those of them that are known.
    pub known_gaps: usize,
    /// Findings of a draft that only say that something cannot be tested, which is counted itself.
    pub untested_told: usize,
    /// Floors that were not tested and are required to be, each in each year.
    pub floors_untested: usize,
    /// The other required tests that were not made.
    pub others_untested: usize,
    /// Tests that were not made and whose clause is only recalled.
    pub to_be_confirmed: usize,
}

impl Verdict {
    /// Returns the word in capitals, marked where all of its grounds are known: `FAIL (known)`.
    pub fn capitals(&self) -> String {
        format!("{}{}", self.word.capitals(), if self.is_known { " (known)" } else { "" })
    }

    /// Decides the verdict on several plans, of which `unread` could not be read: the worst word there is.
    pub fn of_all(plans: impl IntoIterator<Item = Self>, unread: usize) -> Self {
        let unread = (unread > 0).then_some(Word::None);
        let start = Self {
            word: unread.unwrap_or(Word::Pass),
            is_known: unread.is_none(),
            fails: false,
            grounds: Grounds::default(),
        };
        let mut all = plans.into_iter().fold(start, |all, one| Self {
            word: all.word.max(one.word),
            is_known: all.is_known && (one.is_known || one.word == Word::Pass),
            fails: all.fails || one.fails,
            grounds: all.grounds.and(one.grounds),
        });
        all.is_known &= all.word != Word::Pass;
        all
    }

    /// Returns the verdict on a run from which a plan that was there before is hidden. Nothing has checked that plan,
    /// so the run fails.
    #[must_use]
    pub fn with_hidden(self, hidden: bool) -> Self {
        if hidden { Self { word: Word::Fail, is_known: false, fails: true, ..self } } else { self }
    }
}

impl Grounds {
    const fn and(self, other: Self) -> Self {
        Self {
            known_failures: self.known_failures + other.known_failures,
            known_statutory: self.known_statutory + other.known_statutory,
            known_milder: self.known_milder + other.known_milder,
            gaps: self.gaps + other.gaps,
            known_gaps: self.known_gaps + other.known_gaps,
            untested_told: self.untested_told + other.untested_told,
            floors_untested: self.floors_untested + other.floors_untested,
            others_untested: self.others_untested + other.others_untested,
            to_be_confirmed: self.to_be_confirmed + other.to_be_confirmed,
        }
    }

    /// Returns how many required tests were not made.
    pub const fn untested(&self) -> usize {
        self.floors_untested + self.others_untested
    }
}

impl Checked {
    /// Decides the verdict.
    pub fn verdict(&self) -> Verdict {
        self.verdict_beside(&|_| false, &|_| false)
    }

    /// Decides the verdict where more findings and tests are known than those that are marked so: those for whose index
    /// in its list `finding` or `test` returns true.
    pub fn verdict_beside(&self, finding: &dyn Fn(usize) -> bool, test: &dyn Fn(usize) -> bool) -> Verdict {
        let mut tally = Tally::new(self);
        for (n, one) in self.findings.iter().enumerate() {
            tally.finding(one, finding(n));
        }
        let mut blocks = Blocks::new(&self.findings, finding);
        for (n, one) in self.tests.iter().enumerate().filter(|(_, test)| test.is_not_evaluated()) {
            tally.test(one, || one.known || test(n) || blocks.are_set_aside(&self.plan, &one.cause));
        }
        tally.verdict()
    }

    /// Returns whether it makes the exit status 1.
    pub fn fails(&self) -> bool {
        self.verdict().fails
    }

    /// Returns the required tests that were not made, in their order.
    pub fn lacking(&self) -> impl Iterator<Item = &Test> {
        self.tests.iter().filter(|test| test.is_lacking())
    }

    /// Returns a finding for a plan that fails although no finding of its own makes it: required tests were not made,
    /// or a draft that must be complete has gaps. It has the rule of the first of those, and is at `[plan]`.
    pub fn stand_in(&self) -> Option<Finding> {
        let verdict = self.verdict();
        if !verdict.fails || self.failing().next().is_some() {
            return None;
        }
        let lacking = self.lacking().next().and_then(|test| Some((rule(test.rule)?, untested(test), test.year)));
        let gap = self.counting().find(|finding| finding.is_gap);
        let gap = || gap.and_then(|gap| Some((rule(gap.rule)?, format!("to be filled in: {}", gap.message), gap.year)));
        let ((family, rule), first, year) = lacking.or_else(gap)?;
        let grounds = verdict.grounds;
        let of = |n: usize, what: &str| if n > 0 { format!("{n} {what}, ") } else { String::new() };
        let (untested, gaps) = (of(grounds.untested(), "required and not tested"), of(grounds.gaps, "to be filled in"));
        let message = format!("the plan is not complete: {untested}{gaps}the first of them: {first}");
        let at = Site { path: "plan".to_owned(), span: self.plan.plan_span() };
        Some(Finding {
            help: Some("`bcf check -v` lists what was not evaluated, and why".to_owned()),
            year,
            // Of the kind of what is wrong: the list of what is not there yet has each of those parts already.
            ..Finding::new(rule.id, family.id, Level::Error, message, at)
        })
    }

    /// Returns the findings that make the exit status 1.
    pub fn failing(&self) -> impl Iterator<Item = &Finding> {
        let threshold = self.terms.fail_on;
        let fails = move |finding: &&Finding| threshold.is_some_and(|least| finding.level >= least);
        self.counting().filter(fails)
    }
}

/// Returns the subject of a test that was not made, and the reason: `social-care in 2017/18: …`.
pub fn untested(test: &Test) -> String {
    let subject = test.subject.as_deref().unwrap_or(test.rule);
    let year = test.year.map(|year| format!(" in {}", year.prose())).unwrap_or_default();
    let why = match &test.outcome {
        Outcome::NotEvaluated(reason) => format!(": {reason}"),
        Outcome::Passed | Outcome::NotApplicable(_) => String::new(),
    };
    format!("{subject}{year}{why}")
}

/// The running count that becomes a verdict.
struct Tally<'a> {
    checked: &'a Checked,
    /// The level from which a finding makes the word FAIL, whatever the exit status.
    threshold: Level,
    grounds: Grounds,
    new_failures: usize,
    known_untested: usize,
    /// True when a finding that is not known reaches the level that fails.
    fails: bool,
}

impl<'a> Tally<'a> {
    fn new(checked: &'a Checked) -> Self {
        let threshold = checked.terms.strictest.map_or(Level::Error, |level| level.min(Level::Error));
        Self { checked, threshold, grounds: Grounds::default(), new_failures: 0, known_untested: 0, fails: false }
    }

    fn finding(&mut self, finding: &Finding, known: bool) {
        if matches!(finding.status, Status::Waived(_)) {
            return;
        }
        let known = known || finding.status == Status::Baselined;
        let counts = |yes: bool| usize::from(yes);
        let rule = rule(finding.rule).map(|(_, rule)| rule);
        if finding.level >= self.threshold {
            let statutory = rule.is_some_and(|rule| rule.statutory);
            self.grounds.known_failures += counts(known);
            self.grounds.known_statutory += counts(known && statutory);
            self.grounds.known_milder += counts(known && finding.level < Level::Error);
            self.new_failures += counts(!known);
        }
        let says_untested = rule.is_some_and(|rule| rule.bearing == Bearing::Untested);
        let gap = finding.is_gap && !says_untested;
        let is_milder = finding.level < self.threshold;
        self.grounds.untested_told += counts(finding.is_gap && says_untested && !known && is_milder);
        self.grounds.gaps += counts(gap);
        self.grounds.known_gaps += counts(gap && known);
        self.fails |= !known && self.checked.terms.fail_on.is_some_and(|least| finding.level >= least);
    }

    /// Counts a test that was not made.
    fn test(&mut self, test: &Test, known: impl FnOnce() -> bool) {
        match test.need {
            Need::Free => return,
            Need::ToBeConfirmed => return self.grounds.to_be_confirmed += 1,
            Need::Required => {}
        }
        match rule(test.rule) {
            Some((_, rule)) if rule.tests_spending_floor() => self.grounds.floors_untested += 1,
            _ => self.grounds.others_untested += 1,
        }
        self.known_untested += usize::from(known());
    }

    fn verdict(self) -> Verdict {
        let (terms, grounds) = (&self.checked.terms, self.grounds);
        let new_untested = grounds.untested() - self.known_untested;
        let new_gaps = grounds.gaps - grounds.known_gaps;
        let failures = self.new_failures + grounds.known_failures;
        let incomplete = grounds.gaps > 0 || grounds.untested() > 0 || terms.left_out.matters;
        // Where rules were left out, the exit status follows what was found by those that were run.
        let sent_in = self.checked.plan.is_sent_in() && !terms.left_out.matters;
        let unmade = sent_in && new_untested > 0;
        let unfinished = terms.complete && new_gaps + if terms.left_out.matters { 0 } else { new_untested } > 0;
        let (word, is_known) = match (failures, incomplete) {
            (1.., _) => (Word::Fail, self.new_failures == 0 && !unmade && !unfinished),
            (0, true) => (Word::Incomplete, new_gaps + new_untested == 0 && !terms.left_out.matters),
            (0, false) => (Word::Pass, false),
        };
        let fails = self.fails || terms.fail_on.is_some() && (unmade || unfinished);
        Verdict { word, is_known, fails, grounds }
    }
}

/// Marks tests as not needed by the verdict where a waived finding says that they cannot be made.
pub(super) fn free_waived(plan: &Plan, findings: &[Finding], tests: &mut [Test]) {
    if !findings.iter().any(|finding| matches!(finding.status, Status::Waived(_))) {
        return;
    }
    let mut blocks = Blocks::new(findings, &|_| false);
    for test in tests.iter_mut().filter(|test| test.is_lacking()) {
        if blocks.are_waived_for_good(plan, &test.cause) {
            test.need = Need::Free;
        }
    }
}

/// The state of the findings at a place.
#[derive(Clone, Copy, Debug)]
struct Standing {
    /// True when none counts: each is waived or known.
    set_aside: bool,
    /// True when each is waived, and only says that something cannot be tested.
    waived_for_good: bool,
}

impl Standing {
    const fn and(self, other: Self) -> Self {
        Self {
            set_aside: self.set_aside && other.set_aside,
            waived_for_good: self.waived_for_good && other.waived_for_good,
        }
    }
}

/// The findings by place, for tests that one of them keeps from being made.
struct Blocks<'a> {
    by_path: BTreeMap<&'a str, Standing>,
    asked: HashMap<(String, bool), Option<Standing>>,
}

impl<'a> Blocks<'a> {
    fn new(findings: &'a [Finding], known: &dyn Fn(usize) -> bool) -> Self {
        let mut by_path: BTreeMap<&str, Standing> = BTreeMap::new();
        let aside = |n: usize, finding: &Finding| finding.status != Status::Failed || known(n);
        // Where every finding counts, none is set aside, and an empty map answers faster.
        if !findings.iter().enumerate().any(|(n, finding)| aside(n, finding)) {
            return Self { by_path, asked: HashMap::new() };
        }
        for (n, finding) in findings.iter().enumerate() {
            let says_only = || rule(finding.rule).is_some_and(|(_, rule)| rule.bearing == Bearing::Untested);
            let waived = matches!(finding.status, Status::Waived(_));
            let standing = Standing { set_aside: aside(n, finding), waived_for_good: waived && says_only() };
            let slot = by_path.entry(&finding.at.path).or_insert(standing);
            *slot = slot.and(standing);
        }
        Self { by_path, asked: HashMap::new() }
    }

    fn are_set_aside(&mut self, plan: &Plan, cause: &Cause) -> bool {
        self.standing(plan, cause).is_some_and(|standing| standing.set_aside)
    }

    fn are_waived_for_good(&mut self, plan: &Plan, cause: &Cause) -> bool {
        self.standing(plan, cause).is_some_and(|standing| standing.waived_for_good)
    }

    /// Returns the state of the findings that keep a test from being made; nothing where no finding is known to.
    fn standing(&mut self, plan: &Plan, cause: &Cause) -> Option<Standing> {
        if self.by_path.is_empty() {
            return None;
        }
        let (path, above) = match cause {
            Cause::Unknown => return None,
            Cause::At(node) => (plan.path_of(*node), false),
            Cause::Path(path) => (path.to_string(), true),
        };
        let by_path = &self.by_path;
        let standing = |(path, above): &(String, bool)| {
            let below = by_path.range(path.as_str()..).take_while(|(at, _)| at.starts_with(path.as_str()));
            let below = below.filter(|(at, _)| matches!(at.as_bytes().get(path.len()), None | Some(b'.' | b'#')));
            let tables = path.match_indices('.').map(|(at, _)| &path[..at]).filter(|_| *above);
            let tables = tables.filter_map(|table| by_path.get(table));
            below.map(|(_, standing)| standing).chain(tables).copied().reduce(Standing::and)
        };
        *self.asked.entry((path, above)).or_insert_with_key(standing)
    }
}
