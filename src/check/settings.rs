//! The settings of a check: its rules, their levels, and its day.

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
    /// The name that was asked for.
    pub name: String,
    /// The nearest id there is.
    pub nearest: Option<&'static str>,
}

impl Selector {
    /// Returns the rule or family called `name`.
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

    /// Returns whether it means the rule `id` of `family`.
    pub fn covers(&self, family: &str, id: &str) -> bool {
        self.0 == family || self.0 == id
    }

    /// Returns whether it names one rule rather than a family.
    pub fn is_rule(&self) -> bool {
        !FAMILIES.iter().any(|family| family.id == self.0)
    }
}

/// A setting, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The setting, as it is written: `metrics = "warning"`, `--warn metrics`.
    pub what: String,
    /// The file it is written in, or that does not have it; none for the command line.
    pub path: Option<String>,
    /// The line of the file, counted from 1.
    pub line: Option<u32>,
}

/// A setting that makes the check milder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lowered {
    /// The setting.
    pub setting: Written,
    /// The rule or family it is about, with the level it gives; none for the level that fails.
    pub about: Option<(Selector, Option<Level>)>,
}

/// A setting in which two revisions differ: the stricter counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overruled {
    /// The setting that counts.
    pub heard: Written,
    /// The setting that does not count.
    pub unheard: Written,
    /// True when for other rules it is the other way round.
    pub by_rule: bool,
    /// The rules they differ on; none where it is the level that fails.
    pub rules: Vec<&'static str>,
}

/// The level that rules or families are given; `None` switches off.
pub type Levels = BTreeMap<Selector, Option<Level>>;

/// The settings of a check.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The day of the check.
    pub today: Date,
    /// The only rules and families to be run; empty means all.
    pub select: Vec<Selector>,
    /// The rules and families that are left out.
    pub ignore: Vec<Selector>,
    /// Changed levels. A rule's own entry beats its family's.
    pub levels: Levels,
    /// The same from the project's config: each is heard only where `levels` says nothing.
    pub project: Levels,
    /// The same from the config of the revision a change is compared with: of the two the stricter counts.
    pub past: Option<Levels>,
    /// The settings in which the configs of the two revisions differ.
    pub overruled: Vec<Overruled>,
    /// The level from which a finding fails a plan; none means nothing does.
    pub fail_on: Option<Level>,
    /// The level the project names, where an option names another.
    pub strictest: Option<Level>,
    /// True when a draft that is not complete fails.
    pub complete: bool,
    /// True when the day is another than today by request.
    pub day_is_asked: bool,
    /// The settings that could make the check milder, each with its place.
    pub lowered: Vec<Lowered>,
    /// True when waivers in the plan are honoured.
    pub waivers: bool,
    /// The rounds there are.
    pub rounds: Rounds,
    /// The round to check under instead of a plan's own; one that is not among `rounds` is no round.
    pub round: Option<String>,
}

impl Settings {
    /// Returns the settings with every rule at its own level, on this day.
    pub fn on(today: Date) -> Self {
        Self {
            today,
            select: Vec::new(),
            ignore: Vec::new(),
            levels: BTreeMap::new(),
            project: BTreeMap::new(),
            past: None,
            overruled: Vec::new(),
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

    /// Returns whether the options select a rule. A rule named by itself beats a family: `--select dfg --ignore
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
        // Only settings switch a rule off, so any level will do for the question.
        self.wants(family, id) && self.judged(family, id, Level::Error).is_some()
    }

    /// Returns the settings that do make the check of a plan of `round` milder.
    pub(super) fn lowering(&self, round: Option<&Round>) -> Vec<Lowered> {
        let lowers = |lowered: &&Lowered| {
            let Some((selector, level)) = &lowered.about else { return true };
            rules().any(|(family, rule)| {
                let applies = round.is_none_or(|round| rule.level_in(round).is_some());
                let given = self.judged(family.id, rule.id, rule.level);
                let decides = selector.covers(family.id, rule.id) && given == level.map(|level| (level, true));
                decides && applies && level.is_none_or(|level| level < rule.level)
            })
        };
        self.lowered.iter().filter(lowers).cloned().collect()
    }

    /// Returns the settings in which the two revisions differ on what is tested in a plan of `round`.
    pub(super) fn overruling(&self, round: Option<&Round>) -> Vec<Overruled> {
        let matters = |id: &&'static str| {
            let applies = |rule: &super::Rule| round.is_none_or(|round| rule.level_in(round).is_some());
            super::rule(id).is_some_and(|(family, rule)| self.wants(family.id, id) && applies(rule))
        };
        let differ = |one: &&Overruled| one.rules.is_empty() || one.rules.iter().any(matters);
        self.overruled.iter().filter(differ).cloned().collect()
    }

    /// Returns the level of a finding whose rule makes it one of level `own`, and whether a setting gave it; none where
    /// the rule is switched off.
    pub(super) fn judged(&self, family: &str, id: &str, own: Level) -> Option<(Level, bool)> {
        let past = self.past.as_ref().and_then(|past| self.judged_by(past, family, id, own));
        let both = [self.judged_by(&self.project, family, id, own), past];
        // Of two equal levels the rule's own is kept, since it still says that a draft has a gap there.
        both.into_iter().flatten().max_by_key(|(level, is_set)| (*level, !is_set))
    }

    /// Returns the same under the config of one revision. An option on the command line beats the config.
    fn judged_by(&self, project: &Levels, family: &str, id: &str, own: Level) -> Option<(Level, bool)> {
        let find = |list: &Levels| {
            let entry = |is_rule| list.iter().find(|(s, _)| s.is_rule() == is_rule && s.covers(family, id));
            entry(true).or_else(|| entry(false)).map(|(_, level)| *level)
        };
        // A rule that is selected by its name is run even if the project has switched it off.
        let heard = |level: &Option<Level>| level.is_some() || !self.asks_for(family, id);
        match find(&self.levels).or_else(|| find(project).filter(heard)) {
            None => Some((own, false)),
            Some(level) => level.map(|level| (level, true)),
        }
    }

    /// Returns whether the user selected a rule by its name.
    pub fn asks_for(&self, family: &str, id: &str) -> bool {
        self.select.iter().any(|s| s.is_rule() && s.covers(family, id))
    }
}
