//! `bcf narrative`

use std::path::{Path, PathBuf};

use super::args::{FailOn, NarrativeArgs, NarrativeFormat, PictureArgs};
use super::exit::Exit;
use super::extension::Content;
use super::fault::Fault;
use super::io::Io;
use super::loss::{Output, refuse_loss};
use super::output::write_result;
use super::paper::{self, Paper};
use super::print::print;
use super::screen::Screen;
use super::show::{Seen, look};
use super::wrote::{Said, verify};
use crate::narrative::{Flat, Tie, hold_with};
use crate::policy::Round;
use crate::report::narrative::{self as report, Told};
use crate::report::page::tie_out::{TieOut, tie_out};
use crate::template::statements;

/// Holds a narrative against its plan.
pub(super) fn run(args: &NarrativeArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let today = args.today.unwrap_or(io.today);
    let picture = PictureArgs {
        plan: args.plan.clone(),
        no_waivers: false,
        today: Some(today),
        stdin_filename: None,
        causes: false,
        beside: args.beside.clone(),
        project: args.project.clone(),
    };
    let Some(seen) = look(&picture, screen, io)? else { return Ok(Exit::NoVerdict) };
    let place = paper::place(args.narrative.as_ref(), &seen.checked, &args.plan, &io.disk)?;
    let Paper { name, sha256, document, text } = Paper::read(&place, io)?;
    let unknown = Round::default();
    let round = seen.checked.under.as_deref().unwrap_or(&unknown);
    if let Some(file) = &args.output {
        let read = || seen.read(&args.project, &io.disk).into_iter().chain([place.clone()]).collect();
        refuse_loss(&[Output::report(file, &[Content::Page])], &*io.disk, read)?;
    }
    let tie = hold_with(document, &seen.checked, round, &seen.picture);
    refuse(&name, &tie, &seen)?;
    if let Some(file) = &args.output {
        let of = TieOut { checked: &seen.checked, tie: &tie, narrative: &name, sha256: &sha256, today };
        write_result(file, tie_out(&of).as_bytes(), &said(file, args), io)?;
    }
    let flat = text.is_none().then(|| Flat::of(&tie.document));
    let told = Told {
        tie: &tie,
        plan: &seen.checked,
        name: &name,
        text: text.as_deref().or(flat.as_ref().map(|flat| flat.text.as_str())).unwrap_or_default(),
        flat: flat.as_ref(),
        today,
        view: screen.view,
        fail_on: args.fail_on.unwrap_or(FailOn::Warning).level(),
    };
    // On standard output the page stands alone.
    if args.output.as_ref().is_none_or(|file| file.as_os_str() != "-") {
        tell(args, &told, io)?;
    }
    Ok(if told.fails() { Exit::Findings } else { Exit::Clean })
}

/// Returns what is said of a page that was written.
fn said(page: &Path, args: &NarrativeArgs) -> Said {
    let of: Vec<&Path> = [&args.plan].into_iter().chain(&args.narrative).map(PathBuf::as_path).collect();
    let verify = verify(page, &of, &args.beside, &args.project);
    let next = verify.map(|verify| format!("{verify} proves what it is of")).unwrap_or_default();
    Said { holds: "every figure marked, to open in a browser".to_owned(), next }
}

/// Writes what came out.
fn tell(args: &NarrativeArgs, told: &Told<'_>, io: &mut Io<'_>) -> Result<(), Fault> {
    if args.statements {
        return print(io, |out| out.write_all(statements(told.tie).as_bytes()));
    }
    print(io, |out| match args.format {
        NarrativeFormat::Human => report::human(told, out),
        NarrativeFormat::Concise => report::concise(told, out),
        NarrativeFormat::Json => report::json(told, out),
        NarrativeFormat::Csv => report::csv(told, out),
        NarrativeFormat::Markdown => report::markdown(told, out),
    })
}

/// The number of figures of a narrative among which some are the plan's, whatever slips are in it.
const MANY: usize = 40;

/// Refuses a narrative of which nothing can be said.
fn refuse(name: &str, tie: &Tie, seen: &Seen) -> Result<(), Fault> {
    if tie.figures.is_empty() {
        return Err(Fault::new(format!("{name} has no figure in it")).help("check that it is the file you meant"));
    }
    // Where nothing was held against anything, nothing agrees; and of many figures some do.
    let is_another = tie.counts.agrees == 0 && (tie.counts.differs == 0 || tie.figures.len() >= MANY);
    if !tie.is_of_this_plan || is_another {
        let (plan, agree) = (&seen.checked.path, tie.counts.agrees);
        return Err(Fault::new(format!(
            "{name} is not this plan's narrative: too few figures of {plan} are in it ({agree} agree)"
        ))
        .help("check that the two are of the same area and years"));
    }
    Ok(())
}
