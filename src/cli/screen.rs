//! The abilities of the output: colour, unicode, width. It follows stdout.

use clap::builder::StyledStr;

use super::args::{Look, When};
use super::io::Io;
use crate::report::View;

/// Columns of what is no terminal.
const COLUMNS: usize = 100;

/// The abilities of stdout and stderr.
#[derive(Clone, Copy, Debug)]
pub(super) struct Screen {
    /// For results.
    pub(super) view: View,
    /// For a result in a file: never coloured.
    pub(super) file: View,
    /// True when stderr is coloured.
    pub(super) color_stderr: bool,
}

impl Screen {
    pub(super) fn new(look: &Look, io: &Io<'_>) -> Self {
        let width = width(look, io);
        let color = |terminal| colored(look.color, terminal, io.env);
        let view = View { color: color(io.columns.is_some()), unicode: unicode(io.env), ..View::plain(width) };
        let file = View::plain(look.width.map_or(COLUMNS, usize::from));
        Self { view, file, color_stderr: color(io.stderr_is_terminal) }
    }
}

/// Returns `--width`, else `COLUMNS`, else the terminal's, else 100.
fn width(look: &Look, io: &Io<'_>) -> usize {
    let named = || (io.env)("COLUMNS").and_then(|text| text.trim().parse().ok()).filter(|&columns| columns > 0);
    look.width.map(usize::from).or_else(named).or(io.columns).unwrap_or(COLUMNS).clamp(40, 1_000)
}

/// Decides whether to colour: an option is heard first, then `NO_COLOR`, then what forces colour, then what forbids it
/// (`FORCE_COLOR=0`, `CLICOLOR=0`), then whether anybody is looking.
pub(super) fn colored(when: When, terminal: bool, env: &dyn Fn(&str) -> Option<String>) -> bool {
    let set = |name| env(name).filter(|value| !value.is_empty());
    let off = |value: &String| matches!(value.as_str(), "0" | "false");
    let on = |name| set(name).is_some_and(|value| !off(&value));
    let forbids = |name| set(name).is_some_and(|value| off(&value));
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto if set("NO_COLOR").is_some() => false,
        When::Auto if on("CLICOLOR_FORCE") || on("FORCE_COLOR") => true,
        When::Auto if forbids("FORCE_COLOR") || forbids("CLICOLOR") => false,
        When::Auto => terminal && env("TERM").as_deref() != Some("dumb"),
    }
}

/// Returns what is said of the command line, coloured where it is to be.
#[cfg(feature = "terminal")]
pub(super) fn styled(text: &StyledStr, colored: bool) -> String {
    if colored { text.ansi().to_string() } else { text.to_string() }
}

/// Returns what is said of the command line. Where the program was built for no terminal it has no colours.
#[cfg(not(feature = "terminal"))]
pub(super) fn styled(text: &StyledStr, _: bool) -> String {
    text.to_string()
}

/// Returns whether Unicode may be used: unless the terminal is dumb or the locale says otherwise. Without a locale it
/// may.
fn unicode(env: &dyn Fn(&str) -> Option<String>) -> bool {
    let named = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| env(name).filter(|value| !value.is_empty()));
    let utf8 = named.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    });
    utf8 && env("TERM").as_deref() != Some("dumb")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env<'a>(set: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        |name| set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn colour_follows_the_option_then_the_environment_then_the_terminal() {
        let auto = |set: &[(&str, &str)], terminal| colored(When::Auto, terminal, &env(set));
        assert!(auto(&[], true) && !auto(&[], false));
        assert!(auto(&[("CLICOLOR_FORCE", "1")], false) && auto(&[("FORCE_COLOR", "1")], false));
        assert!(!auto(&[("FORCE_COLOR", "0")], false) && !auto(&[("TERM", "dumb")], true));
        assert!(!auto(&[("NO_COLOR", "1"), ("FORCE_COLOR", "1")], true) && auto(&[("NO_COLOR", "")], true));
        for forbids in [("CLICOLOR", "0"), ("FORCE_COLOR", "0"), ("FORCE_COLOR", "false")] {
            assert!(!auto(&[forbids], true), "{forbids:?}");
            assert!(auto(&[forbids, ("CLICOLOR_FORCE", "1")], false), "{forbids:?}");
            assert!(colored(When::Always, false, &env(&[forbids])), "{forbids:?}");
        }
        assert!(auto(&[("CLICOLOR", "1")], true) && !auto(&[("CLICOLOR", "1")], false));
        assert!(auto(&[("CLICOLOR", "")], true) && auto(&[("CLICOLOR_FORCE", "0")], true));
        assert!(auto(&[("CLICOLOR", "0"), ("FORCE_COLOR", "1")], false));
        assert!(colored(When::Always, false, &env(&[("NO_COLOR", "1")])) && !colored(When::Never, true, &env(&[])));
    }

    #[test]
    fn drawing_is_ascii_where_the_locale_is() {
        assert!(unicode(&env(&[])) && unicode(&env(&[("LANG", "en_GB.UTF-8")])));
        assert!(!unicode(&env(&[("LANG", "C")])) && !unicode(&env(&[("LC_ALL", "POSIX"), ("LANG", "en_GB.UTF-8")])));
        assert!(!unicode(&env(&[("TERM", "dumb")])));
    }
}
