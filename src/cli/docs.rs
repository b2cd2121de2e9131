//! `bcf docs`

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::args::{DocsArgs, DocsOf, ProjectArgs, SchemaOf};
use super::config::{NAME, here};
use super::exit::Exit;
use super::extension::Content;
use super::fault::Fault;
use super::io::Io;
use super::kept::read_for;
use super::known_rounds::{every_round, one_round};
use super::loss::{Output, refuse_loss};
use super::output::write_result;
use super::output_folder::write_folder;
use super::print::no_verdict;
use super::program::{commands, full_name, program};
use super::schema::printed;
use super::screen::Screen;
use super::wrote::{Said, typed};
use crate::check::EXAMPLE_ROUND;
use crate::policy::{Round, Rounds};
use crate::report::book::{CommandHelp, Matter, book};
use crate::report::format;
use crate::report::rounds::ShownRound;

/// The columns that a command's help fills in the book.
const COLUMNS: usize = 92;

/// Prints a reference, or writes it.
pub(super) fn run(args: &DocsArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let known = match here(&args.project, &io.disk) {
        Ok(config) => config.rounds.clone(),
        Err(faults) => return Ok(no_verdict(&faults, screen, io)),
    };
    let output = args.output.as_deref().unwrap_or(Path::new("-"));
    match args.of {
        DocsOf::Format => write_format(&known, output, &args.project, io)?,
        DocsOf::Book => write_book(&known, output, io)?,
    }
    Ok(Exit::Clean)
}

fn write_format(known: &Rounds, output: &Path, project: &ProjectArgs, io: &mut Io<'_>) -> Result<(), Fault> {
    let rounds = every_round(known)?;
    let rounds: Vec<&Round> = rounds.iter().map(|round| &**round).collect();
    let mut text = Vec::new();
    // In memory this does not fail; what does is the writing.
    format::markdown(&rounds, &*one_round(known, EXAMPLE_ROUND)?, &mut text)
        .map_err(|error| Fault::unwritable("the reference", &error))?;
    let read = || read_for(project, [Path::new(NAME)], [], &io.disk);
    refuse_loss(&[Output::report(output, &[Content::Text])], &*io.disk, read)?;
    write_result(output, &text, &Said::default(), io)
}

fn write_book(known: &Rounds, folder: &Path, io: &mut Io<'_>) -> Result<(), Fault> {
    let rounds = every_round(known)?;
    let rounds: Vec<ShownRound<'_>> =
        rounds.iter().map(|round| ShownRound { round, own: known.own(&round.id), base: None }).collect();
    let matter = Matter {
        rounds: &rounds,
        example: &*one_round(known, EXAMPLE_ROUND)?,
        commands: &told(),
        schemas: &schemas(),
        today: io.today,
    };
    let files: Vec<(PathBuf, Vec<u8>)> =
        book(&matter).into_iter().map(|leaf| (PathBuf::from(leaf.path), leaf.text.into_bytes())).collect();
    let next = format!("`mdbook build {}` makes pages of it", typed(folder));
    write_folder(folder, &files, &Said::next(next), io)
}

/// Returns the commands with what their help says, those of a command behind it.
fn told() -> Vec<CommandHelp> {
    let program = program();
    let all = commands(&program).flat_map(|command| std::iter::once(command).chain(commands(command)));
    let told = |command: &clap::Command| CommandHelp {
        name: full_name(command).trim_start_matches("bcf ").to_owned(),
        says: command.get_about().map(ToString::to_string).unwrap_or_default(),
        help: command.clone().term_width(COLUMNS).render_long_help().to_string(),
    };
    all.map(told).collect()
}

/// Returns the schemas by their names, with what each is of.
fn schemas() -> Vec<(String, String, &'static str)> {
    let named = |of: &SchemaOf| {
        let value = of.to_possible_value()?;
        let says = value.get_help().map(ToString::to_string).unwrap_or_default();
        Some((value.get_name().to_owned(), says, printed(*of)))
    };
    SchemaOf::value_variants().iter().filter_map(named).collect()
}
