//! `bcf rules`

use super::args::{ListFormat, RulesArgs};
use super::fault::Fault;
use super::rounds::{every_round, one_round};
use super::screen::Screen;
use super::{Exit, Io, print};
use crate::report::rules;

/// Show the rule book, or the part of it that one round has.
pub(super) fn run(args: &RulesArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let rounds = match &args.round {
        Some(id) => vec![one_round(id)?],
        None => every_round()?,
    };
    let entries = rules::entries(&rounds, args.round.is_none());
    print(io, |out| match args.format {
        ListFormat::Human => rules::human(&entries, rounds.len(), screen.view, out),
        ListFormat::Json => rules::json(&entries, out),
        ListFormat::Markdown => rules::markdown(&entries, rounds.len(), out),
    })?;
    Ok(Exit::Clean)
}
