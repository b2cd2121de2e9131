//! `bcf --version --verbose`: which bcf this is, for whoever reports something about it.

use std::env::consts::{ARCH, OS};
use std::ffi::OsString;
use std::fmt::Write;

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, CommandFactory};

use super::args::Cli;
use crate::period::Year;
use crate::policy::{round, round_ids};
use crate::text::words::list;

/// The commit the program was built from, where whoever built it said so: a release does.
const COMMIT: Option<&str> = option_env!("BCF_COMMIT");

/// The features of `Cargo.toml`, each with whether it is in.
const FEATURES: [(&str, bool); 5] = [
    ("terminal", cfg!(feature = "terminal")),
    ("workbook", cfg!(feature = "workbook")),
    ("document", cfg!(feature = "document")),
    ("lsp", cfg!(feature = "lsp")),
    ("book", cfg!(feature = "book")),
];

/// Returns whether a command line that asks for the version asks for all that is known of it.
pub(super) fn is_asked(error: &clap::Error, args: &[OsString]) -> bool {
    if error.kind() != ErrorKind::DisplayVersion {
        return false;
    }
    // The version ends the reading of the arguments, so what follows it is read once more.
    let version = Arg::new("version").short('V').long("version").action(ArgAction::SetTrue);
    let again = Cli::command().subcommand_required(false).disable_version_flag(true).arg(version);
    again.try_get_matches_from(args).is_ok_and(|matches| matches.get_flag("verbose"))
}

/// Returns what is known of this program: its commit, what it was built for, what is in it.
pub(super) fn whole() -> String {
    let environment = environment();
    let features: Vec<&str> = FEATURES.iter().filter(|(_, is_in)| *is_in).map(|(name, _)| *name).collect();
    let features = if features.is_empty() { "none".to_owned() } else { list(&features) };
    let mut text = format!(
        "bcf {}\ncommit: {}\ntarget: {ARCH} {OS}{environment}\nfeatures: {features}\nrounds:\n",
        env!("CARGO_PKG_VERSION"),
        COMMIT.unwrap_or("unknown"),
    );
    let widest = round_ids().map(str::len).max().unwrap_or_default();
    for id in round_ids() {
        let days = round(id).map_or_else(|error| error.to_string(), |round| days(&round.years));
        // A text takes whatever is written to it.
        let _ = writeln!(text, "  {id:widest$}  {days}");
    }
    text
}

/// Returns the library of the system that the program was built for, where a target names one.
const fn environment() -> &'static str {
    if cfg!(target_env = "musl") {
        " musl"
    } else if cfg!(target_env = "gnu") {
        " gnu"
    } else if cfg!(target_env = "msvc") {
        " msvc"
    } else {
        ""
    }
}

/// Returns the first and the last day of a round's years.
fn days(years: &[Year]) -> String {
    let first = years.first().and_then(|year| year.months().next()).map(|month| month.first_day().prose());
    let last = years.last().and_then(|year| year.months().last()).map(|month| month.last_day().prose());
    first.into_iter().chain(last).collect::<Vec<_>>().join(" to ")
}
