//! `bcf report`

use std::path::Path;

use super::args::{BesideArgs, PictureArgs, ProjectArgs, ReportArgs};
use super::exit::Exit;
use super::extension::Content;
use super::fault::Fault;
use super::io::Io;
use super::loss::{Output, refuse_loss};
use super::output::write_result;
use super::screen::Screen;
use super::show;
use super::wrote::{Said, verify};
use crate::period::Date;
use crate::report::page;

/// Writes the page, over an older one too. A page of a plan that fails is still a page.
pub(super) fn run(args: &ReportArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let today = args.today.unwrap_or(io.today);
    let asked = asked(&args.plan, today, &args.beside, &args.project);
    let Some(seen) = show::look(&asked, screen, io)? else { return Ok(Exit::NoVerdict) };
    if let Some(file) = &args.output {
        refuse_loss(&[Output::report(file, &[Content::Page])], &*io.disk, || seen.read(&args.project, &io.disk))?;
    }
    let page = page::page(&seen.checked, page::Asked { today, sign_off: args.sign_off });
    let to = args.output.as_deref().unwrap_or(Path::new("-"));
    write_result(to, page.as_bytes(), &said(to, args), io)?;
    Ok(Exit::Clean)
}

/// Returns what is said of a page that was written.
fn said(page: &Path, args: &ReportArgs) -> Said {
    let holds = if args.sign_off {
        "print it from a browser, or save it from there as PDF"
    } else {
        "a page to open in a browser"
    };
    let verify = verify(page, &[&args.plan], &args.beside, &args.project);
    let next = verify.map(|verify| format!("{verify} proves what it is of")).unwrap_or_default();
    Said { holds: holds.to_owned(), next }
}

/// Returns how a page looks at its plan: with its waivers, on a day.
pub(super) fn asked(plan: &Path, today: Date, beside: &BesideArgs, project: &ProjectArgs) -> PictureArgs {
    let (plan, beside, project) = (plan.to_owned(), beside.clone(), project.clone());
    PictureArgs { plan, no_waivers: false, today: Some(today), stdin_filename: None, causes: true, beside, project }
}
