//! `bcf docs`

use super::args::{DocsArgs, DocsOf};
use super::config::here;
use super::exit::Exit;
use super::fault::Fault;
use super::io::Io;
use super::known_rounds::{every_round, one_round};
use super::print::{no_verdict, print};
use super::screen::Screen;
use crate::check::EXAMPLE_ROUND;
use crate::policy::Round;
use crate::report::format;

/// Prints a reference.
pub(super) fn run(args: &DocsArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let known = match here(&args.project, &io.disk) {
        Ok(config) => config.rounds.clone(),
        Err(faults) => return Ok(no_verdict(&faults, screen, io)),
    };
    let rounds = every_round(&known)?;
    let rounds: Vec<&Round> = rounds.iter().map(|round| &**round).collect();
    let example = one_round(&known, EXAMPLE_ROUND)?;
    print(io, |out| match args.of {
        DocsOf::Format => format::markdown(&rounds, &example, out),
    })?;
    Ok(Exit::Clean)
}
