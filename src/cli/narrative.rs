//! `bcf narrative`

use std::io::Read;
use std::path::{Path, PathBuf};

use super::args::{FailOn, NarrativeArgs, NarrativeFormat, PictureArgs};
use super::exit::Exit;
use super::fault::Fault;
use super::input;
use super::io::Io;
use super::print::print;
use super::repository;
use super::screen::Screen;
use super::show::{Seen, look};
use super::utf8::utf8;
use crate::narrative::{self, Document, Tie, files, hold};
use crate::policy::Round;
use crate::report::narrative::{self as report, Told};
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
    let paper = Paper::read(&place(args, &seen)?, io)?;
    let unknown = Round::default();
    let round = seen.checked.under.as_deref().unwrap_or(&unknown);
    let tie = hold(paper.document.clone(), &seen.checked, round);
    paper.refuse(&tie, &seen)?;
    let flat = if paper.text.is_none() { tie.document.flat() } else { String::new() };
    let told = Told {
        tie: &tie,
        plan: &seen.checked,
        name: &paper.name,
        text: paper.text.as_deref().unwrap_or(&flat),
        is_text: paper.text.is_some(),
        today,
        view: screen.view,
        fail_on: args.fail_on.unwrap_or(FailOn::Warning).level(),
    };
    tell(args, &told, io)?;
    Ok(if told.fails() { Exit::Findings } else { Exit::Clean })
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

/// Returns the narrative's file: the one that is named, else the one the plan names, beside the plan.
fn place(args: &NarrativeArgs, seen: &Seen) -> Result<PathBuf, Fault> {
    if let Some(named) = &args.narrative {
        return Ok(named.clone());
    }
    let help = "name the narrative behind the plan, or its file under narrative in [plan]";
    let said = seen.checked.plan.header.narrative.str();
    let said = said.ok_or_else(|| Fault::new(format!("{} names no narrative", seen.checked.path)).help(help))?;
    if said.contains("://") {
        return Err(Fault::new(format!("{} names a narrative that is no file: {said}", seen.checked.path)).help(help));
    }
    Ok(args.plan.parent().unwrap_or(Path::new("")).join(said))
}

/// A narrative that was read.
struct Paper {
    name: String,
    document: Document,
    /// The file itself, where it is text.
    text: Option<String>,
}

impl Paper {
    /// Reads a narrative: a file, or `-` for standard input.
    fn read(path: &Path, io: &mut Io<'_>) -> Result<Self, Fault> {
        let name = repository::name(path);
        let bytes = if path.as_os_str() == "-" {
            input::limited(&mut *io.stdin as &mut dyn Read, 0, &name)?
        } else {
            input::bytes(path)?
        };
        let refused = |refusal: files::Refusal| Fault::new(format!("{name} {}", refusal.message)).help(refusal.help);
        if let Some(document) = files::unpack(&path.to_string_lossy(), &bytes).map_err(refused)? {
            return Ok(Self { name, document, text: None });
        }
        let text = utf8(bytes, &name)?;
        Ok(Self { document: narrative::text::read(&text), name, text: Some(text) })
    }

    /// Refuses a narrative of which nothing can be said.
    fn refuse(&self, tie: &Tie, seen: &Seen) -> Result<(), Fault> {
        let name = &self.name;
        if tie.figures.is_empty() {
            return Err(Fault::new(format!("{name} has no figure in it")).help("check that it is the file you meant"));
        }
        if !tie.is_of_this_plan {
            let plan = &seen.checked.path;
            return Err(Fault::new(format!(
                "{name} is not this plan's narrative: too few figures of {plan} are in it ({} agree)",
                tie.counts.agrees
            ))
            .help("check that the two are of the same area and years"));
        }
        Ok(())
    }
}
