//! `bcf import`

use super::args::ImportArgs;
use super::exit::Exit;
use super::fault::Fault;
use super::input;
use super::io::Io;
use super::kept::Kept;
use super::loss::{Output, refuse_loss};
use super::output::write_result;
use super::own_tables;
use super::print::{self, MOST};
use super::repository;
use super::screen::Screen;
use crate::text::words::count;
use crate::workbook::{CellFault, import_book};

/// Turns a workbook into a plan's text.
pub(super) fn run(args: &ImportArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let read = || std::iter::once(&args.workbook).chain(&args.map).cloned().collect();
    refuse_loss(&[Output::kept(&args.output, Kept::Plan, args.force)], read)?;
    let name = repository::name(&args.workbook);
    let bytes = if args.workbook.as_os_str() == "-" {
        input::limited(&mut *io.stdin, 0, input::STDIN)?
    } else {
        input::file(&args.workbook, &name)?
    };
    let imported = match &args.map {
        _ if args.guess => own_tables::guessed(&bytes, &name)?,
        Some(map) => own_tables::mapped(&bytes, &name, map)?,
        None => import_book(&bytes).map(|book| {
            let notes: Vec<String> = book.notes.iter().map(|note| format!("{name}: {note}")).collect();
            print::tell(&notes, io);
            book.text
        }),
    };
    match imported {
        Ok(text) => {
            write_result(&args.output, text.as_bytes(), io)?;
            Ok(Exit::Clean)
        }
        Err(faults) => {
            tell(&name, &faults, screen, io);
            Ok(Exit::NoVerdict)
        }
    }
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
