//! `bcf docs book`

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::args::{DocsArgs, SchemaOf};
use super::config::NAME;
use super::disk::Disk;
use super::fault::Fault;
use super::io::Io;
use super::kept::read_for;
use super::known_rounds::{every_round, one_round, shown};
use super::output_folder::write_folder;
use super::program::{commands, full_name, program};
use super::repository;
use super::schema::printed;
use super::wrote::{Said, typed};
use crate::check::EXAMPLE_ROUND;
use crate::policy::Rounds;
use crate::report::BOOK_COLUMNS;
use crate::report::book::{CommandHelp, FRAME_FILE, Matter, book, is_frame};

/// Writes the book into a folder of its own.
///
/// # Errors
/// When a round cannot be read, or the folder cannot or must not be written into.
pub(super) fn write(args: &DocsArgs, known: &Rounds, folder: &Path, io: &mut Io<'_>) -> Result<(), Fault> {
    refuse_another(folder, &*io.disk)?;
    let rounds = every_round(known)?;
    let rounds = shown(&rounds, known);
    let matter = Matter {
        rounds: &rounds,
        example: &*one_round(known, EXAMPLE_ROUND)?,
        commands: &told(),
        schemas: &schemas(),
        today: io.today,
    };
    let files: Vec<(PathBuf, Vec<u8>)> =
        book(&matter).into_iter().map(|leaf| (PathBuf::from(leaf.path), leaf.text.into_bytes())).collect();
    let disk = io.disk.clone();
    let read = || read_for(&args.project, [Path::new(NAME)], [], &disk);
    let first = typed(&folder.join("src/index.md"));
    let next = format!("it begins with {first}; `mdbook build {}` makes pages of it", typed(folder));
    write_folder(folder, &files, read, &Said::next(next), io)
}

/// Refuses a folder that holds something else than a book of this program.
fn refuse_another(folder: &Path, disk: &dyn Disk) -> Result<(), Fault> {
    let Ok(entries) = disk.list(folder) else { return Ok(()) };
    let ours = disk.bytes(&folder.join(FRAME_FILE)).is_ok_and(|bytes| is_frame(&bytes));
    if ours || entries.is_empty() {
        return Ok(());
    }
    let message = format!("{} holds something else than this book", repository::name(folder));
    Err(Fault::new(message).help("name a folder of its own, such as -o book; nothing was written"))
}

/// Returns the commands with what their help says, those of a command behind it.
fn told() -> Vec<CommandHelp> {
    let program = program();
    let all = commands(&program).flat_map(|command| std::iter::once(command).chain(commands(command)));
    let told = |command: &clap::Command| CommandHelp {
        name: full_name(command).trim_start_matches("bcf ").to_owned(),
        says: command.get_about().map(ToString::to_string).unwrap_or_default(),
        help: command.clone().term_width(BOOK_COLUMNS).render_long_help().to_string(),
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
