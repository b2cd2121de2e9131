//! `bcf check --watch`: check again on every save and say what changed, until Ctrl-C or until nobody listens.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::time::{Duration, SystemTime};

use super::args::{CheckArgs, Format};
use super::check::{check_all, settings, targets, verdict, view};
use super::fault::Fault;
use super::input::{self, Input};
use super::screen::Screen;
use super::{Exit, Io, since};
use crate::check::{Checked, Settings};
use crate::finding::Finding;
use crate::report::{Run, watch as report};

/// How long between two looks at the files.
const PAUSE: Duration = Duration::from_millis(300);
/// How many looks a file that keeps changing is waited for.
const SETTLE: usize = 5;
/// Clears a terminal, what was scrolled away included, and goes to its first line.
const CLEAR: &str = "\x1b[2J\x1b[3J\x1b[H";

/// What tells one state of the files from another: each with its size and the time of its last change.
pub(super) type Snapshot = Vec<(String, Option<(u64, SystemTime)>)>;

/// Waits until the files are no longer as they were; says whether to go on.
type Wait<'a> = &'a mut dyn FnMut(&Snapshot, &dyn Fn() -> Snapshot) -> bool;

/// Check, wait for a change, check again.
pub(super) fn run(args: &CheckArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    watch(args, screen, io, &mut poll)
}

/// Look every now and then, and once more until what changed has settled.
fn poll(before: &Snapshot, look: &dyn Fn() -> Snapshot) -> bool {
    let mut seen = look();
    while seen == *before {
        std::thread::sleep(PAUSE);
        seen = look();
    }
    for _ in 0..SETTLE {
        std::thread::sleep(PAUSE / 3);
        let again = look();
        if again == seen {
            break;
        }
        seen = again;
    }
    true
}

fn watch(args: &CheckArgs, screen: &Screen, io: &mut Io<'_>, wait: Wait<'_>) -> Result<Exit, Fault> {
    let settings = settings(args, io)?;
    let format = format(args)?;
    let mut known: Option<Known> = None;
    loop {
        // What is saved while the plans are read is seen at the next look.
        let before = snapshot(args);
        let round = Round::new(args, &settings);
        let exit = verdict(&round.plans, !round.faults.is_empty(), args.fail_on);
        let mut text = Vec::new();
        if known.is_some() && io.columns.is_some() && (io.env)("TERM").as_deref() != Some("dumb") {
            text.extend_from_slice(CLEAR.as_bytes());
        }
        let run = Run {
            plans: &round.plans,
            unread: round.faults.len(),
            today: settings.today,
            fail_on: args.fail_on.level(),
            view: view(args, screen.view),
        };
        // Writing to memory cannot fail.
        let _ = match &known {
            None => super::check::write(&run, format, &mut text),
            Some(known) => report::write(&run, &known.0, format == Format::Concise, &mut text),
        };
        if !said(&text, io)? {
            return Ok(exit);
        }
        round.faults.iter().for_each(|fault| fault.tell(screen, io));
        known = Some(known.unwrap_or_default().then(round));
        if !wait(&before, &|| snapshot(args)) {
            return Ok(exit);
        }
    }
}

/// Whether there was somebody to say it to.
fn said(text: &[u8], io: &mut Io<'_>) -> Result<bool, Fault> {
    match io.stdout.write_all(text).and_then(|()| io.stdout.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(Fault::unwritable("standard output", &error)),
    }
}

/// The format, which must be one for people.
fn format(args: &CheckArgs) -> Result<Format, Fault> {
    if args.paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(Fault::new("standard input cannot be watched").help("name the files or folders to watch"));
    }
    let targets = targets(&args.format)?;
    match targets.as_slice() {
        [only] if only.file.is_none() && matches!(only.format, Format::Human | Format::Concise) => Ok(only.format),
        _ => Err(Fault::new("--watch tells people what changed: its format is human or concise, on standard output")
            .help("leave --format out, or run `bcf check` without --watch for other programs")),
    }
}

/// One check of everything.
struct Round {
    plans: Vec<Checked>,
    faults: Vec<Fault>,
    unread: Vec<String>,
}

impl Round {
    fn new(args: &CheckArgs, settings: &Settings) -> Self {
        let (inputs, mut faults) = input::find_files(&args.paths);
        let (mut plans, unread) = check_all(&inputs, settings);
        faults.extend(unread);
        faults.extend(since::mark(args.since.as_deref(), &inputs, &mut plans, settings).err());
        if plans.is_empty() && faults.is_empty() {
            faults.push(Fault::new("there is nothing to check now").help("a plan that is saved here will be"));
        }
        let read = |input: &&Input| plans.iter().any(|plan| plan.path == input.name);
        let unread = inputs.iter().filter(|input| !read(input)).map(|input| input.name.clone()).collect();
        Self { plans, faults, unread }
    }
}

/// The findings of each plan when it was last read.
#[derive(Default)]
struct Known(BTreeMap<String, Vec<Finding>>);

impl Known {
    /// A plan that cannot be read just now keeps what was known of it.
    fn then(mut self, round: Round) -> Self {
        self.0.retain(|path, _| round.unread.contains(path));
        self.0.extend(round.plans.into_iter().map(|plan| (plan.path, plan.findings)));
        self
    }
}

/// The files as they are.
fn snapshot(args: &CheckArgs) -> Snapshot {
    let state = |path: &std::path::Path| {
        let about = fs::metadata(path).ok()?;
        Some((about.len(), about.modified().ok()?))
    };
    let (inputs, faults) = input::find_files(&args.paths);
    let files = inputs.iter().filter_map(|input| Some((input.name.clone(), state(input.path()?))));
    files.chain(faults.iter().map(|fault| (fault.to_string(), None))).collect()
}
