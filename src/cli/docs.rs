//! `bcf docs`

use std::path::Path;

use super::args::{DocsArgs, DocsOf};
use super::config::{NAME, here};
use super::exit::Exit;
use super::extension::Content;
use super::fault::Fault;
use super::io::Io;
use super::kept::read_for;
use super::known_rounds::{every_round, one_round};
use super::loss::{Output, refuse_loss};
use super::output::write_result;
use super::print::no_verdict;
use super::screen::Screen;
use super::wrote::Said;
use crate::check::EXAMPLE_ROUND;
use crate::policy::{Round, Rounds};
use crate::report::format;

/// Prints a reference, or writes it.
pub(super) fn run(args: &DocsArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let known = match here(&args.project, &io.disk) {
        Ok(config) => config.rounds.clone(),
        Err(faults) => return Ok(no_verdict(&faults, screen, io)),
    };
    let output = args.output.as_deref().unwrap_or(Path::new("-"));
    match args.of {
        DocsOf::Format => write_format(args, &known, output, io)?,
        #[cfg(feature = "book")]
        DocsOf::Book => super::docs_book::write(args, &known, output, io)?,
        #[cfg(not(feature = "book"))]
        DocsOf::Book => return Err(super::no_book::refused(output)),
    }
    Ok(Exit::Clean)
}

fn write_format(args: &DocsArgs, known: &Rounds, output: &Path, io: &mut Io<'_>) -> Result<(), Fault> {
    let rounds = every_round(known)?;
    let rounds: Vec<&Round> = rounds.iter().map(|round| &**round).collect();
    let mut text = Vec::new();
    // In memory this does not fail; what does is the writing.
    format::markdown(&rounds, &*one_round(known, EXAMPLE_ROUND)?, &mut text)
        .map_err(|error| Fault::unwritable("the reference", &error))?;
    let read = || read_for(&args.project, [Path::new(NAME)], [], &io.disk);
    refuse_loss(&[Output::report(output, &[Content::Text])], &*io.disk, read)?;
    write_result(output, &text, &Said::default(), io)
}
