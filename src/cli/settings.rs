//! The settings of a check, from the options of the command line and the project's config.

use super::args::{CheckArgs, FailOn};
use super::config::{Config, LevelOf, level_word};
use super::fault::Fault;
use super::io::Io;
use super::selectors::{refuse_statutory, selectors};
use super::set::Set;
use crate::check::{Levels, Lowered, Settings, Written};
use crate::finding::Level;

/// Returns what the options ask. The config of a plan's project is laid under it by [`with_config`].
pub(super) fn settings(args: &CheckArgs, io: &Io<'_>) -> Result<Settings, Fault> {
    let mut settings = Settings::on(args.today.unwrap_or(io.today));
    settings.waivers = !args.no_waivers;
    settings.complete = args.complete;
    settings.day_is_asked = args.today.is_some();
    settings.round.clone_from(&args.round);
    settings.select = selectors(&args.select)?;
    settings.ignore = selectors(&args.ignore)?;
    for selector in &args.ignore {
        refuse_statutory(selector, None, "ignored")?;
    }
    let changes = [
        ("--deny", &args.deny, Some(Level::Error)),
        ("--warn", &args.warn, Some(Level::Warning)),
        ("--allow", &args.allow, None),
    ];
    for (option, names, level) in changes {
        for (name, selector) in names.iter().zip(selectors(names)?) {
            refuse_statutory(name, level, if level.is_some() { "lowered to a warning" } else { "allowed" })?;
            let what = format!("{option} {}", name.trim());
            let setting = Written { what, path: None, line: None };
            settings.lowered.push(Lowered { setting, about: Some((selector.clone(), level)) });
            if settings.levels.insert(selector, level).is_some_and(|before| before != level) {
                return Err(Fault::new(format!("`{name}` is given two levels"))
                    .help("keep one of --deny, --warn and --allow for it"));
            }
        }
    }
    Ok(settings)
}

/// Returns the same with a project's config under it: an option is heard first.
pub(super) fn with_config(options: &Settings, fail_on: Option<FailOn>, config: &Config) -> Settings {
    let by_config = config.levels.iter().map(|set| lowered_by(config, set));
    let lowered = options.lowered.iter().cloned().chain(by_config).chain(milder(fail_on, config)).collect();
    let strictest = config.fail_on.as_ref().and_then(|set| set.value.level());
    let fail_on = fail_on.unwrap_or(threshold(config)).level();
    let project = levels(config);
    Settings { fail_on, strictest, lowered, project, rounds: config.rounds.clone(), ..options.clone() }
}

/// Returns the level from which a finding fails a plan of a project, where no option says it.
pub(super) fn threshold(config: &Config) -> FailOn {
    config.fail_on.as_ref().map_or(FailOn::Error, |set| set.value)
}

/// Returns the levels a config gives.
pub(super) fn levels(config: &Config) -> Levels {
    config.levels.iter().map(|set| (set.value.selector.clone(), set.value.level)).collect()
}

/// Returns a level a config gives: one that makes a check milder is named in its verdict.
pub(super) fn lowered_by(config: &Config, set: &Set<LevelOf>) -> Lowered {
    let about = Some((set.value.selector.clone(), set.value.level));
    Lowered { setting: level_as_written(config, set), about }
}

/// Returns a level a config gives, as it writes it.
pub(super) fn level_as_written(config: &Config, set: &Set<LevelOf>) -> Written {
    let LevelOf { name, level, .. } = &set.value;
    Written { what: format!("{name} = \"{}\"", level_word(*level)), path: config.name.clone(), line: Some(set.line) }
}

/// Returns the level that fails, as a config writes it.
pub(super) fn threshold_as_written(config: &Config, set: &Set<FailOn>) -> Written {
    Written { what: format!("fail-on = \"{}\"", set.value.word()), path: config.name.clone(), line: Some(set.line) }
}

/// Returns the threshold, where it is milder than the program's own or the project's.
fn milder(asked: Option<FailOn>, config: &Config) -> Option<Lowered> {
    let rank = |fail_on: FailOn| fail_on.level().map_or(u8::MAX, |level| level as u8);
    let setting = match (asked, &config.fail_on) {
        (Some(asked), _) if rank(asked) > rank(threshold(config)) || asked == FailOn::Never => {
            Written { what: format!("--fail-on {}", asked.word()), path: None, line: None }
        }
        (None, Some(set)) if set.value == FailOn::Never => threshold_as_written(config, set),
        _ => return None,
    };
    Some(Lowered { setting, about: None })
}
