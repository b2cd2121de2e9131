//! `bcf rules`

use super::args::{ListFormat, RulesArgs};
use super::config::here;
use super::exit::Exit;
use super::fault::Fault;
use super::io::Io;
use super::known_rounds::{every_round, one_round};
use super::print::{no_verdict, print};
use super::screen::Screen;
use crate::policy::Round;
use crate::report::rules;

/// Shows the rule book, or the part of it that one round has.
pub(super) fn run(args: &RulesArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let known = match here(&args.project, &io.disk) {
        Ok(config) => config.rounds.clone(),
        Err(faults) => return Ok(no_verdict(&faults, screen, io)),
    };
    let rounds = match &args.round {
        Some(id) => vec![one_round(&known, id)?],
        None => every_round(&known)?,
    };
    let rounds: Vec<&Round> = rounds.iter().map(|round| &**round).collect();
    let entries = rules::entries(&rounds, args.round.is_none());
    print(io, |out| match args.format {
        ListFormat::Human => rules::human(&entries, rounds.len(), screen.view, out),
        ListFormat::Json => rules::json(&entries, out),
        ListFormat::Markdown => rules::markdown(&entries, rounds.len(), out),
    })?;
    Ok(Exit::Clean)
}
