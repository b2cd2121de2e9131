//! `bcf report`

use std::path::Path;

use super::args::{PictureArgs, ProjectArgs, ReportArgs};
use super::exit::Exit;
use super::fault::Fault;
use super::io::Io;
use super::kept::read_for;
use super::loss::{Output, refuse_loss};
use super::output::write_result;
use super::screen::Screen;
use super::show;
use crate::check::Checked;
use crate::period::Date;
use crate::report::page;

/// Writes the page, over an older one too. A page of a plan that fails is still a page.
pub(super) fn run(args: &ReportArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let today = args.today.unwrap_or(io.today);
    let Some(checked) = one_plan(&args.plan, today, &args.project, screen, io)? else { return Ok(Exit::NoVerdict) };
    if let Some(file) = &args.output {
        let plan = (args.plan.clone(), &checked.plan);
        refuse_loss(&[Output::report(file)], || read_for(&args.project, [args.plan.as_path()], [plan]))?;
    }
    let page = page::page(&checked, page::Asked { today, sign_off: args.sign_off });
    write_result(args.output.as_deref().unwrap_or(Path::new("-")), page.as_bytes(), io)?;
    Ok(Exit::Clean)
}

/// Reads one plan and checks it as `check` does, with its waivers. Returns none where that is not possible, after every
/// fault has been reported.
pub(super) fn one_plan(
    plan: &Path,
    today: Date,
    project: &ProjectArgs,
    screen: &Screen,
    io: &mut Io<'_>,
) -> Result<Option<Checked>, Fault> {
    let (plan, project) = (plan.to_owned(), project.clone());
    let asked = PictureArgs { plan, no_waivers: false, today: Some(today), stdin_filename: None, project };
    show::look(&asked, screen, io).map(|seen| seen.map(|seen| seen.checked))
}
