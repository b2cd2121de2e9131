//! What a user asked of a check: which rules, at which levels, on which day.

use std::collections::BTreeMap;

use super::{FAMILIES, rules};
use crate::finding::Level;
use crate::period::Date;
use crate::policy::{Round, Rounds};

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

/// A setting that makes the check milder, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lowered {
    /// The setting, as it is written: `metrics = "warning"`, `--warn metrics`.
    pub what: String,
    /// The file it is written in; none for the command line.
    pub path: Option<String>,
    /// The line of the file, counted from 1.
    pub line: Option<u32>,
    /// The rule or family it is about, with the level it gives; none for the level that fails.
    pub about: Option<(Selector, Option<Level>)>,
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
    /// The level the project names, where an option names another.
    pub strictest: Option<Level>,
    /// Whether a draft that is not complete fails.
    pub complete: bool,
    /// Whether the day is another than today by request.
    pub day_is_asked: bool,
    /// The settings that might make the check milder, and where each is written.
    pub lowered: Vec<Lowered>,
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
            strictest: None,
            complete: false,
            day_is_asked: false,
            lowered: Vec::new(),
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

    /// Returns whether a rule is run.
    pub fn runs(&self, family: &str, id: &str) -> bool {
        self.wants(family, id) && self.level(family, id) != Some(None)
    }

    /// Returns the settings that do make the check of a plan of `round` milder.
    pub(super) fn lowering(&self, round: Option<&Round>) -> Vec<Lowered> {
        let lowers = |lowered: &&Lowered| {
            let Some((selector, level)) = &lowered.about else { return true };
            rules().any(|(family, rule)| {
                let applies = round.is_none_or(|round| rule.level_in(round).is_some());
                let decides = selector.covers(family.id, rule.id) && self.level(family.id, rule.id) == Some(*level);
                decides && applies && level.is_none_or(|level| level < rule.level)
            })
        };
        self.lowered.iter().filter(lowers).cloned().collect()
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
