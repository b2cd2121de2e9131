//! What a user asked of a check: which rules, at which levels, on which day.

use std::collections::BTreeMap;

use super::{FAMILIES, rules};
use crate::finding::Level;
use crate::period::Date;
use crate::policy::Rounds;

/// A rule's id or a family's, known to exist.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Selector(&'static str);

/// A selector that names no rule and no family.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule and no family `{name}`")]
pub struct UnknownSelector {
    /// What was asked for.
    pub name: String,
    /// The nearest id there is.
    pub nearest: Option<&'static str>,
}

impl Selector {
    /// The rule or family called `name`.
    ///
    /// # Errors
    /// When there is neither.
    pub fn parse(name: &str) -> Result<Self, UnknownSelector> {
        let ids = || FAMILIES.iter().map(|family| family.id).chain(rules().map(|(_, rule)| rule.id));
        ids()
            .find(|id| *id == name)
            .map(Self)
            .ok_or_else(|| UnknownSelector { name: name.to_owned(), nearest: crate::plan::nearest(name, ids()) })
    }

    /// Whether it means the rule `id` of `family`.
    pub fn covers(&self, family: &str, id: &str) -> bool {
        self.0 == family || self.0 == id
    }

    /// Whether it names one rule rather than a family.
    pub fn is_rule(&self) -> bool {
        !FAMILIES.iter().any(|family| family.id == self.0)
    }
}

/// What a user asked of a check.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The day of the check.
    pub today: Date,
    /// Only these; empty means all.
    pub select: Vec<Selector>,
    /// Not these.
    pub ignore: Vec<Selector>,
    /// Changed levels; `None` switches off. A rule's own entry beats its family's.
    pub levels: BTreeMap<Selector, Option<Level>>,
    /// The same from the project's config: each is heard only where `levels` says nothing.
    pub project: BTreeMap<Selector, Option<Level>>,
    /// The level from which a finding fails a plan; none means nothing does.
    pub fail_on: Option<Level>,
    /// Whether waivers in the plan are honoured.
    pub waivers: bool,
    /// The rounds there are.
    pub rounds: Rounds,
    /// The round to check under instead of a plan's own; one that is not among `rounds` is no round.
    pub round: Option<String>,
}

impl Settings {
    /// Every rule at its own level, on this day.
    pub fn on(today: Date) -> Self {
        Self {
            today,
            select: Vec::new(),
            ignore: Vec::new(),
            levels: BTreeMap::new(),
            project: BTreeMap::new(),
            fail_on: Some(Level::Error),
            waivers: true,
            rounds: Rounds::default(),
            round: None,
        }
    }

    /// Whether the user wants to hear of a rule. A rule named by itself beats a family: `--select dfg --ignore
    /// dfg-passported-late` and `--ignore dfg --select dfg-not-passported` both do what they say.
    pub fn wants(&self, family: &str, id: &str) -> bool {
        let rank =
            |list: &[Selector]| list.iter().filter(|s| s.covers(family, id)).map(|s| 1 + u8::from(s.is_rule())).max();
        let selected = if self.select.is_empty() { Some(0) } else { rank(&self.select) };
        match (selected, rank(&self.ignore)) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(select), Some(ignore)) => select > ignore,
        }
    }

    /// The level the user gave a rule, if any; `Some(None)` is off.
    pub fn level(&self, family: &str, id: &str) -> Option<Option<Level>> {
        let find = |list: &BTreeMap<Selector, Option<Level>>| {
            let entry = |is_rule| list.iter().find(|(s, _)| s.is_rule() == is_rule && s.covers(family, id));
            entry(true).or_else(|| entry(false)).map(|(_, level)| *level)
        };
        let asked_for = || self.select.iter().any(|s| s.is_rule() && s.covers(family, id));
        // Who selects a rule by its name wants it run, though the project has switched it off.
        find(&self.levels).or_else(|| find(&self.project).filter(|level| level.is_some() || !asked_for()))
    }
}
