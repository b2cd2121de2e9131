//! The engine and the rules. Nothing in here prints, reads files, looks at the clock or returns an error.

mod applies;
mod cover;
mod covered;
mod dates;
mod determinations;
mod doubts;
mod engine;
mod example;
mod facts;
mod files;
mod findings;
mod floors;
mod grant_parts;
mod history;
mod in_sheets;
mod joint;
mod judged;
mod lists;
mod mixed;
mod needed;
mod not_asked;
mod own_round;
mod passporting;
mod prelude;
mod ranges;
mod reason;
mod recorder;
mod rule;
pub(crate) mod rules;
mod scale;
mod sections;
mod sent;
mod settings;
mod submissions;
mod sum;
mod together;
mod verdict;
mod vocabulary;
mod waiver_use;
mod waivers;
mod watch;
mod years;

use std::sync::LazyLock;

use foldhash::HashMap;

use crate::finding::{Diagnosis, Finding, Level, LikelyCause, Outcome, Status, Test};
use crate::plan::Plan;
use crate::plan::syntax::Tree;
use crate::policy::RoundRef;
pub use covered::covered;
pub use engine::{check, check_text, check_watched};
pub use example::{EXAMPLE_DAY, EXAMPLE_ROUND, Example, example_plan};
pub use facts::{Draw, Facts, Previous, SpendLine, Surroundings};
pub use files::files_named;
pub(crate) use floors::uplifted_to;
pub use floors::{FloorTest, Held, Spot, floor_rules, floors_of, subject_name};
pub use judged::{for_a_person, is_for_a_person};
pub use lists::{Choice, Lists};
pub use not_asked::{not_in_template, part_of};
pub use rule::{Aspect, Bearing, Clauses, Family, FloorOf, Ground, Phase, Rule};
#[cfg(feature = "workbook")]
pub(crate) use rules::is_placeholder;
#[cfg(feature = "workbook")]
pub(crate) use rules::placeholder_signs;
pub use rules::{FAMILIES, Signature, signatures};
pub(crate) use rules::{beds_kept_from, delays_kept_from};
#[cfg(feature = "workbook")]
pub(crate) use sections::has_use_for;
pub use settings::{Levels, Lowered, Overruled, Selector, Settings, UnknownSelector, Written};
pub use sum::Sum;
pub use verdict::{Grounds, LeftOut, Terms, Verdict, Word, untested};
pub use vocabulary::{clause_of, published_keys, words_of};
pub use waivers::{Givers, givers, is_about};
pub use watch::{Patient, Watch};

/// Returns every rule, family by family.
pub fn rules() -> impl Iterator<Item = (&'static Family, &'static Rule)> {
    FAMILIES.iter().flat_map(|family| family.rules.iter().map(move |rule| (*family, *rule)))
}

/// Returns the rule with this id, and its family.
pub fn rule(id: &str) -> Option<(&'static Family, &'static Rule)> {
    // Every test of a report asks.
    static BY_ID: LazyLock<HashMap<&'static str, (&'static Family, &'static Rule)>> =
        LazyLock::new(|| rules().map(|(family, rule)| (rule.id, (family, rule))).collect());
    BY_ID.get(id).copied()
}

/// A plan with the result of its check: findings, tests, and what bears on the verdict.
#[derive(Debug)]
pub struct Checked {
    /// The path as it is shown.
    pub path: String,
    /// The plan, with its source.
    pub plan: Plan,
    /// The round it was checked under, if the program knows it.
    pub round: Option<String>,
    /// The round the plan names, known or not. It is checked under another one only where that was asked for.
    pub named_round: Option<String>,
    /// The round it was checked under with its data, if it is known: the one of `round`.
    pub under: Option<RoundRef>,
    /// True when it is a draft.
    pub draft: bool,
    /// Failed tests, in the order of the file.
    pub findings: Vec<Finding>,
    /// The bytes that what was found may still take. Where there are none, not all findings are there, and nothing may be
    /// concluded from those that are.
    pub room: Option<usize>,
    /// Tests that did not fail.
    pub tests: Vec<Test>,
    /// The request, as far as it bears on the verdict.
    pub terms: Terms,
    /// The likely causes of its findings, where they were looked for.
    pub diagnosis: Diagnosis,
}

/// The numbers of findings and tests of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Findings that count, at level error.
    pub error: usize,
    /// Findings that count, at level warning.
    pub warning: usize,
    /// Findings that count, at level advice.
    pub advice: usize,
    /// Findings a waiver covers.
    pub waived: usize,
    /// Findings that are known: a baseline or an earlier revision has them.
    pub baselined: usize,
    /// Tests that held.
    pub passed: usize,
    /// Tests whose inputs could not be read or are not given.
    pub not_evaluated: usize,
    /// Those of them that the verdict needs.
    pub required_not_evaluated: usize,
    /// Tests with nothing to apply to.
    pub not_applicable: usize,
}

/// The parts of a checked plan that are still asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hold {
    /// The figures that sum across plans, the verdict, and the findings with the text around them.
    Findings,
    /// Its text and the sums of its tests too.
    Text,
    /// Everything.
    All,
}

impl Checked {
    /// Gives up what is not asked for any more, so that a run of many plans does not hold each of them whole.
    pub fn lighten(&mut self, hold: Hold) {
        if hold == Hold::All {
            return;
        }
        self.plan.lighten();
        self.tests.shrink_to_fit();
        if hold == Hold::Findings {
            for test in &mut self.tests {
                test.ledger = None;
            }
        }
        if self.findings.is_empty() {
            match hold {
                Hold::Findings => self.plan.tree = Tree::default(),
                _ => self.plan.tree.give_up_nodes(),
            }
        }
    }

    /// Returns the findings that count: no waiver covers them, and they are not known.
    pub fn counting(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.status == Status::Failed)
    }

    /// Returns the likely cause of one of its findings.
    pub fn cause_of(&self, finding: &Finding) -> Option<&LikelyCause> {
        let is_it = |n: &usize| self.findings.get(*n).is_some_and(|own| std::ptr::eq(own, finding));
        self.diagnosis.causes.iter().find(|cause| cause.explains.iter().any(is_it))
    }

    /// Returns the plan's own round, where the plan names one and was checked under another.
    pub fn other_round(&self) -> Option<&str> {
        self.named_round.as_deref().filter(|named| self.round.as_deref().is_some_and(|round| round != *named))
    }

    /// Returns how many findings and tests of each kind there are.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for finding in &self.findings {
            let slot = match (&finding.status, finding.level) {
                (Status::Waived(_), _) => &mut counts.waived,
                (Status::Baselined, _) => &mut counts.baselined,
                (Status::Failed, Level::Error) => &mut counts.error,
                (Status::Failed, Level::Warning) => &mut counts.warning,
                (Status::Failed, Level::Advice) => &mut counts.advice,
            };
            *slot += 1;
        }
        for test in &self.tests {
            let slot = match test.outcome {
                Outcome::Passed => &mut counts.passed,
                Outcome::NotEvaluated(_) => &mut counts.not_evaluated,
                Outcome::NotApplicable(_) => &mut counts.not_applicable,
            };
            *slot += 1;
            counts.required_not_evaluated += usize::from(test.is_lacking());
        }
        counts
    }
}
