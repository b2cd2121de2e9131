//! `bcf check --watch`: check again on every save and say what changed, until Ctrl-C or until nobody listens.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::args::CheckArgs;
use super::companion;
use super::config::Configs;
use super::config_files::watched;
use super::disk::{Disk, FileState, Nature};
use super::exit::Exit;
use super::fault::Fault;
use super::formats::Format;
use super::gather::{Asked, Gathered};
use super::input::{self, Input};
use super::io::Io;
use super::print::say;
use super::screen::Screen;
use super::settings::settings;
use super::since;
use super::small::SMALL;
use super::verdict::{verdict, view};
use crate::check::{Checked, Hold, Settings};
use crate::compare::Findings;
use crate::finding::Finding;
use crate::report::watch::{self as report, Away, Before};
use crate::report::{Beside, Excluded, Run, Unread, View, concise, human};

/// The pause between two looks at the files.
const PAUSE: Duration = Duration::from_millis(300);
/// The most looks at a file that keeps changing.
const SETTLE: usize = 5;
/// Clears a terminal, what was scrolled away included, and goes to its first line.
const CLEAR: &str = "\x1b[2J\x1b[3J\x1b[H";

/// A state of the files, to compare with another: each with its size and the time of its last change.
pub(super) type Snapshot = Vec<(String, Option<FileState>)>;

/// Checks, waits for a change, and checks again.
pub(super) fn run(args: &CheckArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    if SMALL {
        return Err(Fault::not_in_small("watch plans"));
    }
    let settings = settings(args, io)?;
    let format = format(args, &*io.disk)?;
    let mut known: Option<LastCheck> = None;
    loop {
        // What is saved while the plans are read is seen at the next look.
        let before = snapshot(args, &io.disk);
        let round = Round::new(args, &settings, io);
        let exit = verdict(&round.plans, !round.faults.is_empty(), false);
        let mut text = Vec::new();
        if known.is_some() && io.columns.is_some() && (io.env)("TERM").as_deref() != Some("dumb") {
            text.extend_from_slice(CLEAR.as_bytes());
        }
        let run = Run {
            plans: &round.plans,
            beside: Beside { unread: &round.unread, gone: &[], excluded: &round.excluded },
            files: &[],
            across: &[],
            today: settings.today,
            view: view(args, screen.view),
        };
        // Writing to memory cannot fail.
        let _ = match &known {
            None if format == Format::Concise => {
                let verdicts = Run { view: View { quiet: true, ..run.view }, ..run };
                concise::write(&run, &mut text).and_then(|()| human::write(&verdicts, &mut text))
            }
            None => human::write(&run, &mut text),
            Some(known) => report::write(&run, &known.before(&round), format == Format::Concise, &mut text),
        };
        if !say(&text, io)? {
            return Ok(exit);
        }
        round.faults.iter().for_each(|fault| fault.tell(screen, io));
        known = Some(known.unwrap_or_default().then(round));
        if !poll(&before, &|| snapshot(args, &io.disk), io.wait) {
            return Ok(exit);
        }
    }
}

/// Waits until the files are no longer as they were, and what changed has settled; says whether to go on.
fn poll(before: &Snapshot, look: &dyn Fn() -> Snapshot, wait: &dyn Fn(Duration) -> bool) -> bool {
    let mut seen = look();
    while seen == *before {
        if !wait(PAUSE) {
            return false;
        }
        seen = look();
    }
    for _ in 0..SETTLE {
        if !wait(PAUSE / 3) {
            return false;
        }
        let again = look();
        if again == seen {
            break;
        }
        seen = again;
    }
    true
}

/// Returns the format, which must be one for people.
fn format(args: &CheckArgs, disk: &dyn Disk) -> Result<Format, Fault> {
    let is_piped = |path: &PathBuf| path.as_os_str() == "-" || matches!(disk.nature(path), Ok(Nature::OpenPipe));
    if args.paths.iter().any(is_piped) {
        return Err(Fault::new("standard input cannot be watched, nor can another pipe")
            .help("name the files or folders to watch"));
    }
    match args.format.as_slice() {
        [] => Ok(Format::Human),
        [only] if only.file.is_none() && matches!(only.format, Format::Human | Format::Concise) => Ok(only.format),
        _ => Err(Fault::new("--watch tells people what changed: its format is human or concise, on standard output")
            .help("leave --format out, or run `bcf check` without --watch for other programs")),
    }
}

/// One check of everything.
struct Round {
    plans: Vec<Checked>,
    faults: Vec<Fault>,
    /// The faults as the reports count them.
    unread: Vec<Unread>,
    excluded: Vec<Excluded>,
    /// The files there are, checked or not.
    here: BTreeSet<String>,
}

impl Round {
    fn new(args: &CheckArgs, settings: &Settings, io: &mut Io<'_>) -> Self {
        let mut sought = input::find_files(&args.paths, &io.disk);
        sought.with(args.beside.with.as_ref());
        let (inputs, mut faults) = (sought.inputs, sought.faults);
        let here = inputs.iter().map(|input| input.name.clone()).collect();
        let asked = Asked { settings, fail_on: args.fail_on, stdin_name: None, hold: Hold::All };
        let (mut plans, mut excluded) = (Vec::new(), Vec::new());
        match Configs::new(&args.project, &io.disk) {
            Ok(mut configs) => {
                let mut gathered = Gathered::of(&inputs, &asked, &mut configs, io);
                faults.append(&mut gathered.faults);
                faults.extend(since::mark(args, settings, &mut gathered).err().into_iter().flatten());
                if !args.no_causes && !args.quiet {
                    gathered.diagnose(io);
                }
                (plans, excluded) = (gathered.plans, gathered.excluded);
            }
            Err(more) => faults.extend(more),
        }
        if plans.is_empty() && faults.is_empty() {
            faults.push(Fault::new("there is nothing to check now").help("a plan that is saved here will be"));
        }
        let unread = faults.iter().map(|fault| Unread::new(String::new(), fault.to_string())).collect();
        Self { plans, faults, unread, excluded, here }
    }
}

/// The findings of each plan when it was last checked, and the plans of which it has been said that they have no
/// verdict.
#[derive(Default)]
struct LastCheck {
    findings: BTreeMap<String, Vec<Finding>>,
    away: BTreeMap<String, Away>,
}

impl LastCheck {
    /// Returns what this check is compared with. A plan that is gone is reported once.
    fn before(&self, round: &Round) -> Before<'_> {
        let away = self.away(round).filter(|(path, away)| self.away.get(*path) != Some(away));
        let findings = self.findings.iter().map(|(path, findings)| (path.as_str(), findings.as_slice()));
        Before { away: away.collect(), findings: findings.collect() }
    }

    /// Finds the plans without a verdict now.
    fn away(&self, round: &Round) -> impl Iterator<Item = (&str, Away)> {
        let checked: BTreeSet<&str> = round.plans.iter().map(|plan| plan.path.as_str()).collect();
        let away = self.findings.keys().map(String::as_str).filter(move |path| !checked.contains(path));
        away.map(|path| (path, if round.here.contains(path) { Away::Unread } else { Away::Gone }))
    }

    /// Takes in what a check found. A plan that is not there or cannot be read just now keeps what was known of it: an
    /// editor may be saving it. So does what of a plan could not be looked for.
    fn then(mut self, round: Round) -> Self {
        self.away = self.away(&round).map(|(path, away)| (path.to_owned(), away)).collect();
        for plan in round.plans {
            let known = self.findings.remove(&plan.path).unwrap_or_default();
            let open: Vec<Finding> = Findings::while_written(&known, &plan).open.into_iter().cloned().collect();
            self.findings.insert(plan.path, plan.findings.into_iter().chain(open).collect());
        }
        self
    }
}

/// Returns the files as they are.
fn snapshot(args: &CheckArgs, disk: &Arc<dyn Disk>) -> Snapshot {
    let state = |path: &std::path::Path| disk.state(path);
    let input::Sought { inputs, faults, .. } = input::find_files(&args.paths, disk);
    let beside = inputs.iter().filter_map(Input::path).map(companion::near);
    let beside = beside.chain(args.beside.with.clone()).map(|path| (path.to_string_lossy().into_owned(), state(&path)));
    let files = inputs.iter().filter_map(|input| Some((input.name.clone(), state(input.path()?)))).chain(beside);
    // A config, or a custom round, changes what is found as much as a plan does.
    let folder = |path: &'_ std::path::Path| path.parent().map(std::path::Path::to_owned);
    let folders: Vec<_> = inputs.iter().filter_map(|input| folder(input.path()?)).collect();
    let settings = watched(&args.project, folders.iter().map(std::path::PathBuf::as_path), disk);
    let settings = settings.into_iter().map(|path| (path.to_string_lossy().into_owned(), state(&path)));
    files.chain(settings).chain(faults.iter().map(|fault| (fault.to_string(), None))).collect()
}
