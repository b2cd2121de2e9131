//! Each floor before and after, as the engine recorded its tests: nothing is calculated again.

use std::collections::BTreeMap;

use super::side::Side;
use crate::check::{self, Facts, FloorTest, Held};
use crate::money::Money;
use crate::period::Period;

/// A floor on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Floor {
    /// The rule that tests it.
    pub rule: &'static str,
    /// The subject of the test.
    pub subject: String,
    /// The same as people call it, by the new plan where that has the floor.
    pub name: String,
    /// The period.
    pub year: Option<Period>,
    /// Before; none where it was not tested.
    pub old: Option<FloorState>,
    /// After; none where it is not tested any more.
    pub new: Option<FloorState>,
}

impl Floor {
    /// Returns whether the two sides differ.
    pub fn is_changed(&self) -> bool {
        self.old != self.new
    }

    /// Returns the change of headroom in pounds, where both sides know theirs.
    pub fn difference(&self) -> Option<Money> {
        Some(self.new.as_ref()?.headroom()? - self.old.as_ref()?.headroom()?)
    }
}

/// The result of a floor on one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FloorState {
    /// The status of the floor.
    pub held: Held,
    /// The least it may be, in pounds.
    pub required: Option<Money>,
    /// The planned amount, in pounds.
    pub planned: Option<Money>,
    /// The reason it was not evaluated, where it was not.
    pub reason: Option<String>,
}

impl FloorState {
    /// Returns what the plan has beyond the least, in pounds; negative when it is short.
    pub fn headroom(&self) -> Option<Money> {
        Some(self.planned? - self.required?)
    }
}

impl From<FloorTest> for FloorState {
    fn from(test: FloorTest) -> Self {
        let reason = test.reason.filter(|_| test.held == Held::NotEvaluated);
        Self { held: test.held, required: test.required, planned: test.planned, reason }
    }
}

/// The place of the rule in the rule book, then the subject and the period.
type Key = (usize, String, Option<Period>);

/// Returns every floor either side was tested against, in the order of the rule book.
pub(super) fn floors(sides: [&Side<'_>; 2], facts: &[Facts<'_>; 2]) -> Vec<Floor> {
    let rules: Vec<&'static str> = check::floor_rules().map(|(rule, _)| rule.id).collect();
    let mut all: BTreeMap<Key, Floor> = BTreeMap::new();
    // The new plan comes first, as its names are the ones to show.
    for side in [1, 0] {
        let Some(checked) = sides[side].checked else { continue };
        for test in check::floors_of(checked, &facts[side]) {
            let Some(place) = rules.iter().position(|rule| *rule == test.rule) else { continue };
            let key = (place, test.subject.clone(), test.year);
            let floor = all.entry(key).or_insert_with(|| Floor {
                rule: test.rule,
                subject: test.subject.clone(),
                name: test.name.clone(),
                year: test.year,
                old: None,
                new: None,
            });
            let state = if side == 0 { &mut floor.old } else { &mut floor.new };
            state.get_or_insert_with(|| test.into());
        }
    }
    all.into_values().collect()
}
