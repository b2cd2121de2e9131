//! `bcf report`

use std::path::Path;

use super::args::{ProjectArgs, ReportArgs};
use super::fault::Fault;
use super::one;
use super::output::write_file;
use super::screen::Screen;
use super::{Exit, Io, print};
use crate::check::Checked;
use crate::period::Date;
use crate::report::page;

/// Write the page, over an older one too. A page of a plan that fails is still a page.
pub(super) fn run(args: &ReportArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let today = args.today.unwrap_or(io.today);
    let Some(checked) = one_plan(&args.plan, today, &args.project, screen, io) else { return Ok(Exit::NoVerdict) };
    let page = page::page(&checked, page::Asked { today, sign_off: args.sign_off });
    match args.output.as_deref().filter(|file| file.as_os_str() != "-") {
        Some(file) => write_file(file, |out| out.write_all(page.as_bytes()))?,
        None => print(io, |out| out.write_all(page.as_bytes()))?,
    }
    Ok(Exit::Clean)
}

/// Read one plan and check it as `check` does; nothing where it cannot be, of which everything has been told.
pub(super) fn one_plan(
    path: &Path,
    today: Date,
    project: &ProjectArgs,
    screen: &Screen,
    io: &mut Io<'_>,
) -> Option<Checked> {
    match one::checked(path, today, project, io) {
        Ok((checked, notes)) => {
            super::check::tell(&notes, io);
            Some(checked)
        }
        Err(faults) => {
            for fault in &faults {
                fault.tell(screen, io);
            }
            None
        }
    }
}
