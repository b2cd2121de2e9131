//! Each floor before and after, as the engine recorded its tests: nothing is calculated again.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::check::Checked;
use crate::finding::{Outcome, Status};
use crate::money::Money;
use crate::period::Period;

/// The rules whose tests hold a sum against the least it may be, in the order they are told.
pub const FLOORS: [&str; 5] = [
    "contribution-below-allocation",
    "social-care-below-minimum",
    "out-of-hospital-below-minimum",
    "dfg-not-passported",
    "earmark-below-share",
];

/// A floor on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Floor {
    /// The rule that tests it.
    pub rule: &'static str,
    /// What is tested.
    pub subject: String,
    /// The period.
    pub year: Option<Period>,
    /// Before; none where it was not tested.
    pub old: Option<State>,
    /// After; none where it is not tested any more.
    pub new: Option<State>,
}

impl Floor {
    /// Whether the two sides differ.
    pub fn is_changed(&self) -> bool {
        self.old != self.new
    }

    /// The change of headroom, where both sides know theirs.
    pub fn difference(&self) -> Option<Money> {
        Some(self.new.as_ref()?.headroom()? - self.old.as_ref()?.headroom()?)
    }
}

/// How a floor came out on one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Whether it is held.
    pub held: Held,
    /// The least it may be.
    pub required: Option<Money>,
    /// What the plan has.
    pub planned: Option<Money>,
    /// Why it was not evaluated, where it was not.
    pub reason: Option<String>,
}

impl State {
    /// What the plan has beyond the least; negative when it is short.
    pub fn headroom(&self) -> Option<Money> {
        Some(self.planned? - self.required?)
    }
}

/// Whether a floor is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Held {
    /// It is, within rounding.
    Met,
    /// It is not.
    Missed,
    /// It is not, and a waiver covers that.
    Waived,
    /// It could not be judged.
    NotEvaluated,
}

impl Held {
    /// The word formats use.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "missed",
            Self::Waived => "waived",
            Self::NotEvaluated => "not-evaluated",
        }
    }
}

/// In the order of [`FLOORS`], then by subject and year.
type Key = (usize, String, Option<Period>);

/// Every floor either side was tested against.
pub(super) fn floors(old: Option<&Checked>, new: Option<&Checked>) -> Vec<Floor> {
    let states = |checked: Option<&Checked>| checked.map(states).unwrap_or_default();
    let (mut old, new) = (states(old), states(new));
    let mut all: BTreeMap<Key, (Option<State>, Option<State>)> = BTreeMap::new();
    all.extend(new.into_iter().map(|(key, state)| (key, (None, Some(state)))));
    while let Some((key, state)) = old.pop_first() {
        all.entry(key).or_default().0 = Some(state);
    }
    let floor = |((rule, subject, year), (old, new)): (Key, _)| Floor { rule: FLOORS[rule], subject, year, old, new };
    all.into_iter().map(floor).collect()
}

fn states(checked: &Checked) -> BTreeMap<Key, State> {
    let mut states = BTreeMap::new();
    let key = |rule: &str, subject: Option<&String>, year| {
        Some((FLOORS.iter().position(|floor| *floor == rule)?, subject.cloned().unwrap_or_default(), year))
    };
    for finding in &checked.findings {
        let held = if matches!(finding.status, Status::Waived(_)) { Held::Waived } else { Held::Missed };
        let sums = finding.ledger.as_ref().map(|ledger| (ledger.required, ledger.actual));
        if let (Some(key), Some((required, planned))) =
            (key(finding.rule, finding.subject.as_ref(), finding.year), sums)
        {
            states.entry(key).or_insert(State { held, required: Some(required), planned: Some(planned), reason: None });
        }
    }
    for test in &checked.tests {
        let state = match (&test.outcome, &test.ledger) {
            (Outcome::Passed, Some(sum)) => {
                State { held: Held::Met, required: Some(sum.required), planned: Some(sum.actual), reason: None }
            }
            (Outcome::NotEvaluated(reason), sum) => State {
                held: Held::NotEvaluated,
                required: sum.as_ref().map(|sum| sum.required),
                planned: sum.as_ref().map(|sum| sum.actual),
                reason: Some(reason.clone()),
            },
            _ => continue,
        };
        if let Some(key) = key(test.rule, test.subject.as_ref(), test.year) {
            states.entry(key).or_insert(state);
        }
    }
    states
}
