//! `bcf import`

use std::path::PathBuf;
use std::sync::Arc;

use super::args::ImportArgs;
use super::disk::Disk;
use super::exit::Exit;
use super::fault::Fault;
use super::input::{self, Input};
use super::io::Io;
use super::kept::Kept;
use super::loss::{Output, refuse_loss};
use super::output::write_result;
use super::own_tables;
use super::print::{self, MOST};
use super::progress::with_progress;
use super::repository;
use super::screen::Screen;
use super::wrote::{Said, typed};
use crate::text::words::count;
use crate::workbook::{CellFault, Companion, import_with};

/// A plan's text with the notes on how it was read, or what keeps it from being read.
type Imported = Result<(String, Vec<String>), Vec<CellFault>>;

/// Turns a workbook into a plan's text.
pub(super) fn run(args: &ImportArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let read = || files(args, &io.disk).into_iter().chain(args.map.clone()).collect();
    refuse_loss(&[Output::kept(&args.output, Kept::Plan, args.force)], &*io.disk, read)?;
    let name = repository::name(&args.workbook);
    let bytes = if args.workbook.as_os_str() == "-" {
        input::limited(&mut *io.stdin, 0, input::STDIN)?
    } else {
        input::file(&args.workbook, &name, &*io.disk)?
    };
    let imported = match &args.map {
        _ if args.guess => own_tables::guessed(&bytes, &name)?.map(|map| (map, Vec::new())),
        Some(map) => {
            let map = input::text(map, &*io.disk)?;
            own_tables::mapped(&bytes, &name, &map)?.map(|plan| (plan.text, of_file(&name, &plan.notes)))
        }
        None => {
            let disk = io.disk.clone();
            with_progress(io, |_| format!("reading {name}"), |_| with_companion(args, &bytes, &name, &disk))?
        }
    };
    match imported {
        Ok((text, notes)) => {
            print::tell(&notes, io);
            write_result(&args.output, text.as_bytes(), &said(args), io)?;
            Ok(Exit::Clean)
        }
        Err(faults) => {
            tell(&name, &faults, screen, io);
            Ok(Exit::NoVerdict)
        }
    }
}

/// Returns what is said of the plan, or of the map of tables, that was written.
fn said(args: &ImportArgs) -> Said {
    let written = typed(&args.output);
    if !args.guess {
        return Said::next(format!("`bcf check {written}` checks it"));
    }
    let read = format!("`bcf import {} --map {written}` then reads the tables by it", typed(&args.workbook));
    Said { holds: "a map to look through and to fill in where it has gaps".to_owned(), next: read }
}

/// Returns the text of a workbook with its companion, and the notes on how it was read.
fn with_companion(args: &ImportArgs, bytes: &[u8], name: &str, disk: &Arc<dyn Disk>) -> Result<Imported, Fault> {
    let mut input = Input::file(&args.workbook, disk);
    input.with(args.beside.with.as_ref());
    let (beside, note) = match input.companion()? {
        Ok(beside) => (beside, None),
        Err(note) => (None, Some(note)),
    };
    let companion = beside.as_ref().map(|beside| Companion { name: &beside.name, text: &beside.text });
    let notes = |notes: &[String]| of_file(name, notes).into_iter().chain(note).collect();
    Ok(import_with(bytes, companion).map(|book| (book.text, notes(&book.notes))))
}

/// Returns the notes on a file with its name.
fn of_file(name: &str, notes: &[String]) -> Vec<String> {
    notes.iter().map(|note| format!("{name}: {note}")).collect()
}

/// Returns the files that are read for it.
fn files(args: &ImportArgs, disk: &Arc<dyn Disk>) -> Vec<PathBuf> {
    let mut input = Input::file(&args.workbook, disk);
    input.with(args.beside.with.as_ref());
    input.files()
}

fn tell(name: &str, faults: &[CellFault], screen: &Screen, io: &mut Io<'_>) {
    for fault in faults.iter().take(MOST) {
        Fault::new(fault.to_string()).help_if(Some(&fault.help).filter(|help| !help.is_empty())).tell(screen, io);
    }
    let more = faults.len().saturating_sub(MOST);
    let more = if more > 0 { format!(", {more} of them not shown") } else { String::new() };
    let all = count(faults.len(), "thing", "things");
    let first = format!("{name} was not imported: {all} to mend{more}");
    Fault::new(first).help("nothing was written").tell(screen, io);
}
