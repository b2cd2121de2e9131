//! `bcf show` and `bcf checklist`

use std::path::PathBuf;
use std::slice;
use std::sync::Arc;

use super::args::{ChecklistArgs, ChecklistFormat, PictureArgs, ProjectArgs, ShowArgs, ShowFormat};
use super::config::Configs;
use super::disk::Disk;
use super::exit::Exit;
use super::fault::Fault;
use super::gather::{Asked, Gathered};
use super::input::{self, Input, Sought};
use super::io::Io;
use super::kept::read_for;
use super::print::{no_verdict, print, tell};
use super::repository;
use super::screen::Screen;
use crate::check::{Checked, Hold, Settings};
use crate::period::Date;
use crate::policy::Round;
use crate::report::{checklist, show};
use crate::view::Picture;

/// Shows a plan as tables.
pub(super) fn run(args: &ShowArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let Some(seen) = look(&args.picture, screen, io)? else { return Ok(Exit::NoVerdict) };
    let (show, view) = (seen.show(), screen.view);
    print(io, |out| match args.format {
        ShowFormat::Human => show::human(&show, view, out),
        ShowFormat::Json => show::json(&show, out),
        ShowFormat::Csv => show::csv(&show, out),
        ShowFormat::Markdown => show::markdown(&show, out),
    })?;
    Ok(Exit::Clean)
}

/// Shows what an assurer goes through.
pub(super) fn run_checklist(args: &ChecklistArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let Some(seen) = look(&args.picture, screen, io)? else { return Ok(Exit::NoVerdict) };
    let (show, view) = (seen.show(), screen.view);
    print(io, |out| match args.format {
        ChecklistFormat::Human if args.todo => checklist::todo(&show, view, out),
        ChecklistFormat::Human => checklist::human(&show, view, out),
        ChecklistFormat::Json => checklist::json(&show, out),
        ChecklistFormat::Markdown => checklist::markdown(&show, out),
    })?;
    Ok(Exit::Clean)
}

/// A plan with its picture.
pub(super) struct Seen {
    /// The inputs it was read from, by which it can be looked at again: a pipe gives its plan once.
    inputs: Vec<Input>,
    /// The file it is, or is called after; `-` where it has no name.
    place: PathBuf,
    pub(super) checked: Checked,
    pub(super) picture: Picture,
    pub(super) today: Date,
}

impl Seen {
    /// Returns the files that were read for it or looked for beside it, whatever pattern named the plan.
    pub(super) fn read(&self, project: &ProjectArgs, disk: &Arc<dyn Disk>) -> Vec<PathBuf> {
        let files: Vec<PathBuf> = self.inputs.iter().flat_map(Input::files).collect();
        read_for(project, files.iter().map(PathBuf::as_path), [(self.place.clone(), &self.checked.plan)], disk)
    }

    /// Looks at the same plan again in another way, without asking a pipe for it a second time.
    pub(super) fn again(self, args: &PictureArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Option<Self>, Fault> {
        look_at(Some(self.inputs), args, screen, io)
    }

    pub(super) fn show(&self) -> show::Show<'_> {
        show::Show { picture: &self.picture, checked: &self.checked, today: self.today }
    }
}

/// Reads and check one plan as `check` does, so that no figure can differ from its. Nothing where it cannot be read:
/// that has been reported.
pub(super) fn look(args: &PictureArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Option<Seen>, Fault> {
    look_at(None, args, screen, io)
}

/// Returns the same of inputs that were found before.
fn look_at(
    found: Option<Vec<Input>>,
    args: &PictureArgs,
    screen: &Screen,
    io: &mut Io<'_>,
) -> Result<Option<Seen>, Fault> {
    let mut settings = Settings::on(args.today.unwrap_or(io.today));
    settings.waivers = !args.no_waivers;
    settings.day_is_asked = args.today.is_some();
    let mut faults = Vec::new();
    let (mut inputs, mut gathered) = (Vec::new(), Gathered::default());
    match Configs::new(&args.project, &io.disk) {
        Ok(mut configs) => {
            if io.disk.is_folder(&args.plan) {
                return Err(Fault::new(format!("{} is a folder", repository::name(&args.plan)))
                    .help("name the plan in it; this command shows one plan"));
            }
            let find = || input::find(slice::from_ref(&args.plan), args.stdin_filename.as_deref(), io);
            let mut sought = found.map_or_else(find, |inputs| Sought { inputs, ..Sought::default() });
            sought.with(args.beside.with.as_ref());
            inputs = sought.inputs;
            faults.extend(sought.faults);
            if inputs.len() > 1 {
                return Err(Fault::new(format!("{} names {} plans", repository::name(&args.plan), inputs.len()))
                    .help("name one of them; this command shows one plan"));
            }
            let asked = Asked {
                settings: &settings,
                fail_on: None,
                stdin_name: args.stdin_filename.as_deref(),
                hold: Hold::All,
            };
            gathered = Gathered::of(&inputs, &asked, &mut configs, io);
            if args.causes {
                gathered.diagnose(io);
            }
        }
        Err(unreadable) => faults.extend(unreadable),
    }
    faults.append(&mut gathered.faults);
    no_verdict(&faults, screen, io);
    tell(&gathered.notes, io);
    let place = gathered.file(0).unwrap_or_else(|| PathBuf::from("-"));
    let Some(checked) = gathered.plans.pop().filter(|_| faults.is_empty()) else { return Ok(None) };
    let unknown = Round::default();
    let round = checked.under.as_deref().unwrap_or(&unknown);
    let picture = Picture::of(&checked, round);
    Ok(Some(Seen { inputs, place, picture, checked, today: settings.today }))
}
