//! The trial of a mend: the plan is checked again with it, and its findings and tests are compared with those before.

use foldhash::{HashMap, HashMapExt, HashSet};

use super::candidate::Candidate;
use crate::check::{Checked, Watch};
use crate::finding::{Finding, Level, Outcome, Status, Test};
use crate::period::Period;
use crate::span::Span;

/// The identity of a finding from one version of a plan to the next.
type Identity<'a> = (&'static str, Option<Period>, &'a str);

/// The rule, the period and the subject of a test.
type Subject<'a> = (&'static str, Option<Period>, &'a str);

/// A checked plan, as trials are compared with it.
pub(super) struct Before<'a> {
    pub(super) plan: &'a Checked,
    findings: HashMap<Identity<'a>, (usize, Level)>,
    /// The findings that count at each place they name.
    by_span: HashMap<Span, Vec<usize>>,
    made: HashSet<Subject<'a>>,
    failed: HashSet<Subject<'a>>,
    /// The rules and periods of tests that could not be made: what they find once they can is no fault of a mend.
    blocked: HashSet<(&'static str, Option<Period>)>,
}

/// The effect of a mend on the findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a harm of its own, and a mend may do all of them")]
pub(super) struct Effect {
    /// The findings that count and are gone, in order.
    pub(super) gone: Vec<usize>,
    /// True when there is a finding that was not there before.
    pub(super) brings_any: bool,
    /// True when there is one at warning or above whose test could have been made before.
    pub(super) brings_grave: bool,
    /// True when a finding is graver than before, or a test that was made is not made any more.
    pub(super) is_worse: bool,
    /// True when a test that failed has nothing to apply to any more: it was evaded, not passed.
    pub(super) evades: bool,
}

impl Effect {
    /// Returns whether the mend does away with a finding and does no harm.
    pub(super) fn is_safe_for(&self, finding: usize) -> bool {
        self.gone.contains(&finding) && !self.brings_grave
    }
}

impl<'a> Before<'a> {
    pub(super) fn new(plan: &'a Checked) -> Self {
        let findings = &plan.findings;
        let mut by_span: HashMap<Span, Vec<usize>> = HashMap::new();
        for (n, finding) in findings.iter().enumerate().filter(|(_, finding)| finding.status == Status::Failed) {
            for span in places(finding) {
                let here = by_span.entry(span).or_default();
                if here.last() != Some(&n) {
                    here.push(n);
                }
            }
        }
        let made = plan.tests.iter().filter(|test| test.outcome == Outcome::Passed).map(subject);
        Self {
            plan,
            findings: findings.iter().enumerate().map(|(n, f)| (identity(f), (n, f.level))).collect(),
            by_span,
            made: made.collect(),
            failed: findings.iter().map(subject_of).collect(),
            blocked: plan.tests.iter().filter(|t| t.is_not_evaluated()).map(|t| (t.rule, t.year)).collect(),
        }
    }

    /// Returns the findings that stand at a place or label it.
    pub(super) fn at(&self, span: Span) -> &[usize] {
        self.by_span.get(&span).map_or(&[], Vec::as_slice)
    }

    /// Returns the places that findings name, each once, in the order of the file.
    pub(super) fn places(&self) -> Vec<Span> {
        let mut places: Vec<Span> = self.by_span.keys().copied().collect();
        places.sort_unstable();
        places
    }

    /// Returns the effect of a mend, given the plan checked with it.
    pub(super) fn effect(&self, after: &Checked) -> Effect {
        let mut effect = Effect::default();
        let mut left: HashSet<usize> = HashSet::default();
        for finding in &after.findings {
            if let Some((n, level)) = self.findings.get(&identity(finding)) {
                left.insert(*n);
                effect.is_worse |= finding.level > *level;
                continue;
            }
            let was_blocked = [finding.year, None].iter().any(|year| self.blocked.contains(&(finding.rule, *year)));
            effect.brings_any = true;
            effect.brings_grave |= finding.level >= Level::Warning && !was_blocked;
        }
        for test in &after.tests {
            effect.is_worse |= self.is_lost(test);
            effect.evades |= matches!(test.outcome, Outcome::NotApplicable(_)) && self.failed.contains(&subject(test));
        }
        let counting = self.plan.findings.iter().enumerate().filter(|(_, finding)| finding.status == Status::Failed);
        effect.gone = counting.map(|(n, _)| n).filter(|n| !left.contains(n)).collect();
        effect
    }

    /// Returns whether a test could not be made that was made before.
    fn is_lost(&self, test: &Test) -> bool {
        let was_made = || self.made.contains(&subject(test)) || self.failed.contains(&subject(test));
        test.is_not_evaluated() && was_made()
    }

    /// Returns the findings a mend at `places` explains; nothing where it is no cause of any.
    pub(super) fn explained(&self, places: &[Span], effect: &Effect) -> Option<Vec<usize>> {
        if effect.brings_any || effect.is_worse || effect.gone.is_empty() {
            return None;
        }
        let is_gone = |n: &usize| effect.gone.binary_search(n).is_ok();
        let all_gone = places.iter().flat_map(|place| self.at(*place)).all(is_gone);
        let names = |n: &usize| {
            let touches = |span: Span| places.iter().any(|place| span.start <= place.end && place.start <= span.end);
            self::places(&self.plan.findings[*n]).any(touches)
        };
        (all_gone && effect.gone.iter().any(names)).then(|| effect.gone.clone())
    }
}

/// The hope that a mend explains findings, which is given up as soon as that is not to be.
pub(super) struct Hope<'a> {
    before: &'a Before<'a>,
    /// The findings at its places: all are to go.
    to_go: Vec<usize>,
}

impl<'a> Hope<'a> {
    pub(super) fn of(before: &'a Before<'a>, candidate: &Candidate) -> Self {
        let to_go = candidate.places().iter().flat_map(|place| before.at(*place)).copied().collect();
        Self { before, to_go }
    }
}

impl Watch for Hope<'_> {
    fn is_first(&self, rule: &str) -> bool {
        self.to_go.iter().any(|n| self.before.plan.findings[*n].rule == rule)
    }

    fn goes_on(&self, findings: &[Finding], tests: &[Test]) -> bool {
        // Of several findings with one identity the first keeps it.
        let is_known_and_may_stay = |finding: &Finding| {
            self.before.findings.get(&identity(finding)).is_some_and(|(n, _)| !self.to_go.contains(n))
        };
        findings.iter().all(is_known_and_may_stay) && !tests.iter().any(|test| self.before.is_lost(test))
    }
}

fn identity(finding: &Finding) -> Identity<'_> {
    (finding.rule, finding.year, &finding.place)
}

fn subject(test: &Test) -> Subject<'_> {
    (test.rule, test.year, test.subject.as_deref().unwrap_or_default())
}

fn subject_of(finding: &Finding) -> Subject<'_> {
    (finding.rule, finding.year, finding.subject.as_deref().unwrap_or_default())
}

/// Returns every place a finding names: its own, its labels', its sum's.
fn places(finding: &Finding) -> impl Iterator<Item = Span> + '_ {
    let lines = finding.ledger.iter().flat_map(|ledger| &ledger.lines).filter_map(|line| line.at.as_ref());
    let labels = finding.labels.iter().map(|label| &label.at);
    std::iter::once(&finding.at).chain(labels).chain(lines).map(|site| site.span)
}
