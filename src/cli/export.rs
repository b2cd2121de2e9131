//! `bcf export`

use super::args::ExportArgs;
use super::exit::Exit;
use super::fault::Fault;
use super::io::Io;
use super::kept::Kept;
use super::loss::{Output, refuse_loss};
use super::output::write_result;
use super::progress::with_progress;
use super::repository::name;
use super::screen::Screen;
use super::show::look;
use super::wrote::{Said, typed};
use crate::check::Checked;
use crate::period::Date;
use crate::report::places::Places;
use crate::report::words::sentence;
use crate::text::words::count;
use crate::workbook::{ExportError, export};

/// The most places that cannot be read that are reported.
const MOST: usize = 20;

/// Writes a plan as a workbook.
pub(super) fn run(args: &ExportArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    if args.output.as_os_str() == "-" && io.columns.is_some() {
        return Err(Fault::new("a workbook cannot be shown on a terminal").help("name a file: -o plan.xlsx"));
    }
    let Some(seen) = look(&args.picture, screen, io)? else { return Ok(Exit::NoVerdict) };
    let output = Output::kept(&args.output, Kept::Workbook, args.force);
    refuse_loss(&[output], &*io.disk, || seen.read(&args.picture.project, &io.disk))?;
    let next = format!("`bcf check {}` checks it once it is filled in or changed", typed(&args.output));
    let writing = |_| format!("writing {}", name(&args.output));
    let bytes = with_progress(io, writing, |_| workbook(&seen.checked, seen.today))?;
    write_result(&args.output, &bytes, &Said::next(next), io)?;
    Ok(Exit::Clean)
}

/// Returns the workbook of a checked plan.
///
/// # Errors
/// When something of it would be lost.
pub(super) fn workbook(checked: &Checked, today: Date) -> Result<Vec<u8>, Fault> {
    export(checked, &sentence(checked), checked.under.as_deref(), today).map_err(|error| refused(checked, &error))
}

fn refused(checked: &Checked, error: &ExportError) -> Fault {
    match error {
        ExportError::Unreadable(lost) => unreadable(checked, lost),
        other => Fault::new(format!("{} cannot be exported: {other}", checked.path)).help("shorten or divide it"),
    }
}

/// Returns the fault of a plan of which something would be lost: that is mended first.
fn unreadable(checked: &Checked, lost: &[usize]) -> Fault {
    let places = Places::of_plan(&checked.plan);
    let lines = lost.iter().take(MOST).filter_map(|n| checked.plan.complaints.get(*n)).map(|complaint| {
        let at = places.spot(&checked.plan.site(&complaint.at)).in_file(&checked.path);
        format!("{at}: {}", complaint.message)
    });
    let lines: Vec<String> = lines.collect();
    let all = count(lost.len(), "thing in it cannot be read", "things in it cannot be read");
    let more = lost.len().saturating_sub(MOST);
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    Fault::new(format!("{} cannot be exported without loss: {all}: {}{more}", checked.path, lines.join("; ")))
        .help("mend these first; `bcf check` shows each with its line and what to do")
}
