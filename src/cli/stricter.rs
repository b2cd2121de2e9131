//! The settings of two revisions heard together, so that no change can switch off what would fail it.
//!
//! Of the level that fails, and of the level of each rule, the stricter counts. An option of the command line beats
//! both.

use std::cmp::{Ordering, Reverse};

use super::args::FailOn;
use super::config::{Config, LevelOf};
use super::set::Set;
use super::settings::{level_as_written, levels, lowered_by, threshold, threshold_as_written, with_config};
use crate::check::{Family, Overruled, Rule, Settings, Written, rules};
use crate::finding::Level;

/// Returns what the options ask of the new side of a change, with its config and that of the past under them.
pub(super) fn stricter(options: &Settings, fail_on: Option<FailOn>, now: &Config, past: &Config) -> Settings {
    let mut settings = with_config(options, fail_on, now);
    if fail_on.is_none() {
        fails_as_both(&mut settings, now, past);
    }
    for differing in differing(options, now, past) {
        // What counts may make the check milder than the rule is, too.
        settings.lowered.extend(differing.past.filter(|_| !differing.by_now).map(|set| lowered_by(past, set)));
        settings.overruled.push(differing.told(now, past));
    }
    settings.past = Some(levels(past));
    settings
}

/// Returns how strict a level that fails is.
fn strictness(fail_on: FailOn) -> Option<Reverse<Level>> {
    fail_on.level().map(Reverse)
}

/// Sets the level that fails to the stricter of the two.
fn fails_as_both(settings: &mut Settings, now: &Config, past: &Config) {
    let (by_now, by_past) = (strictness(threshold(now)), strictness(threshold(past)));
    let (heard, unheard) = match by_now.cmp(&by_past) {
        Ordering::Equal => return,
        Ordering::Greater => (now, past),
        Ordering::Less => (past, now),
    };
    // What is not about a rule is about the level that fails; the stricter of two that differ is never `never`.
    settings.lowered.retain(|lowered| lowered.about.is_some());
    settings.fail_on = threshold(heard).level();
    let (heard, unheard) = (threshold_written(heard), threshold_written(unheard));
    settings.overruled.push(Overruled { heard, unheard, by_rule: false, rules: Vec::new() });
}

fn threshold_written(config: &Config) -> Written {
    match &config.fail_on {
        Some(set) => threshold_as_written(config, set),
        None => unwritten(config, format!("fail-on = \"{}\", the default", threshold(config).word())),
    }
}

/// Returns what a config does not say, with where it would say it.
fn unwritten(config: &Config, what: String) -> Written {
    Written { what, path: config.name.clone().or_else(|| config.store.rev().map(str::to_owned)), line: None }
}

/// Two entries that give the same rules different levels, or one where the other config has none.
struct Differing<'a> {
    now: Option<&'a Set<LevelOf>>,
    past: Option<&'a Set<LevelOf>>,
    rules: Vec<&'static str>,
    /// True when the level of now is the stricter for some.
    by_now: bool,
    /// True when the level of the past is the stricter for some.
    by_past: bool,
}

impl Differing<'_> {
    fn told(self, now: &Config, past: &Config) -> Overruled {
        let (by_now, by_past) = (written(now, self.now, self.past), written(past, self.past, self.now));
        // A level that is written is no less than a rule's own of the same name, which a draft may have lower.
        let is_past = self.by_past || !self.by_now && self.past.is_some();
        let (heard, unheard) = if is_past { (by_past, by_now) } else { (by_now, by_past) };
        Overruled { heard, unheard, by_rule: self.by_now && self.by_past, rules: self.rules }
    }
}

/// Returns an entry as it is written, or what represents it beside the `other`.
fn written(config: &Config, entry: Option<&Set<LevelOf>>, other: Option<&Set<LevelOf>>) -> Written {
    let what = |set: &Set<LevelOf>| {
        let own = if set.value.selector.is_rule() { "its own level" } else { "its rules' own levels" };
        format!("{} at {own}", set.value.name)
    };
    match entry {
        Some(set) => level_as_written(config, set),
        None => unwritten(config, other.map(what).unwrap_or_default()),
    }
}

/// Returns every two entries that differ, in the order of the rule book.
fn differing<'a>(options: &Settings, now: &'a Config, past: &'a Config) -> Vec<Differing<'a>> {
    let mut all: Vec<Differing<'a>> = Vec::new();
    let asked = |family: &Family, rule: &Rule| options.levels.keys().any(|one| one.covers(family.id, rule.id));
    for (family, rule) in rules().filter(|(family, rule)| !asked(family, rule)) {
        let [now, past] = [now, past].map(|config| entry(options, config, family, rule));
        let level = |set: Option<&Set<LevelOf>>| set.map_or(Some(rule.level), |set| set.value.level);
        if now.map(|set| set.value.level) == past.map(|set| set.value.level) {
            continue;
        }
        let name = |set: Option<&'a Set<LevelOf>>| set.map(|set| set.value.name.as_str());
        let same = all.iter().position(|one| name(one.now) == name(now) && name(one.past) == name(past));
        let at = same.unwrap_or_else(|| {
            all.push(Differing { now, past, rules: Vec::new(), by_now: false, by_past: false });
            all.len() - 1
        });
        all[at].rules.push(rule.id);
        all[at].by_now |= level(now) > level(past);
        all[at].by_past |= level(past) > level(now);
    }
    all
}

/// Returns the entry that decides the level of a rule: its own, or else its family's.
fn entry<'a>(options: &Settings, config: &'a Config, family: &Family, rule: &Rule) -> Option<&'a Set<LevelOf>> {
    let decides = |set: &&Set<LevelOf>| {
        let heard = set.value.level.is_some() || !options.asks_for(family.id, rule.id);
        set.value.selector.covers(family.id, rule.id) && heard
    };
    let mut all: Vec<&Set<LevelOf>> = config.levels.iter().filter(decides).collect();
    all.sort_by_key(|set| !set.value.selector.is_rule());
    all.first().copied()
}
