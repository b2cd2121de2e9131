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

/// Waits until the files are no longer as they were; says whether to go on.
type Wait<'a> = &'a mut dyn FnMut(&Snapshot, &dyn Fn() -> Snapshot) -> bool;

/// Checks, waits for a change, and checks again.
pub(super) fn run(args: &CheckArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    if SMALL {
        return Err(Fault::not_in_small("watch plans"));
    }
    watch(args, screen, io, &mut poll)
}

/// Looks every now and then, and once more until what changed has settled.
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
        if !wait(&before, &|| snapshot(args, &io.disk)) {
            return Ok(exit);
        }
    }
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{self, Write};
    use std::path::Path;

    use clap::Parser;

    use super::super::args::{Cli, Command};
    use super::super::folders::Folders;
    use super::*;
    use crate::check::Rule;
    use crate::check::rules::file::{invalid_toml, unknown_key, unknown_round, wrong_type};
    use crate::check::rules::money::total_mismatch;
    use crate::period::Date;

    /// A plan with one thing that cannot be read.
    const BROKEN: &str = "[plan]\nformat = 1\nround = \"bcf-2017-19\"\n[area]\nname = \"A\"\ncode = \"none\"\n";
    /// The same, mended.
    const MENDED: &str = "[plan]\nformat = 1\nround = \"bcf-2017-19\"\n[area]\nname = \"A\"\n";

    /// Returns an empty folder of its own for each test, which is gone when the test is over, with its path.
    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_owned();
        (folder, path)
    }

    /// Watches `folder` while `acts` happen to it one after the other. Returns what was written to stdout and to
    /// stderr.
    fn watched(folder: &Path, columns: Option<usize>, acts: &[&dyn Fn()]) -> (String, String) {
        watched_for("file", folder, columns, acts)
    }

    /// Returns the same, looking for other rules.
    fn watched_for(select: &str, folder: &Path, columns: Option<usize>, acts: &[&dyn Fn()]) -> (String, String) {
        let folder_name = folder.to_str().unwrap();
        let args = ["bcf", "check", "--watch", "--select", select, "--format", "concise", folder_name];
        let cli = Cli::parse_from(args);
        let Command::Check(args) = &cli.command else { unreachable!() };
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let mut io = Io {
            stdin: &mut io::empty(),
            stdout: &mut stdout,
            stderr: &mut stderr,
            env: &|_| None,
            disk: Arc::new(Folders),
            columns,
            stderr_is_terminal: false,
            ends_the_process: false,
            is_dropped: false,
            today: Date { year: 2018, month: 6, day: 1 },
        };
        let screen = Screen::new(&cli.look, &io);
        let mut acts = acts.iter();
        let mut wait = |before: &Snapshot, look: &dyn Fn() -> Snapshot| {
            let Some(act) = acts.next() else { return false };
            act();
            assert_ne!(look(), *before, "what happened cannot be seen");
            true
        };
        watch(args, &screen, &mut io, &mut wait).unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap().replace(&format!("{}/", folder.display()), "");
        (text(stdout), text(stderr))
    }

    #[test]
    fn what_is_saved_is_checked_again_and_what_changed_is_told() {
        let (_kept, folder) = folder();
        let plan = folder.join("a.toml");
        fs::write(&plan, MENDED).unwrap();
        let (said, stderr) = watched(
            &folder,
            None,
            &[&|| fs::write(&plan, BROKEN).unwrap(), &|| fs::write(&plan, format!("{MENDED}\n")).unwrap()],
        );
        assert!(
            said.contains(&format!("new: a.toml:6:8: error[{}]", wrong_type::RULE.id))
                && said.contains("1 new finding, 0 fixed, 0 as before\nFAIL a.toml"),
            "{said}"
        );
        assert!(
            said.contains(&format!("fixed: a.toml: error[{}]", wrong_type::RULE.id))
                && said.contains("\nINCOMPLETE a.toml (bcf-2017-19, draft): no findings; 8 tests passed, 1 not evaluated; 1 of 16 families run\n"),
            "{said}"
        );
        assert_eq!((stderr.as_str(), said.contains('\x1b')), ("", false));
    }

    #[test]
    fn a_plan_that_goes_away_is_half_written_or_unreadable_ends_nothing() {
        let (_kept, folder) = folder();
        let plan = folder.join("a.toml");
        fs::write(&plan, BROKEN).unwrap();
        let (said, stderr) = watched(
            &folder,
            None,
            &[
                &|| fs::remove_file(&plan).unwrap(),
                &|| fs::write(&plan, b"[plan]\nx = \"\xa3").unwrap(),
                &|| fs::write(&plan, BROKEN).unwrap(),
                &|| fs::write(folder.join("b.toml"), MENDED).unwrap(),
            ],
        );
        assert!(stderr.contains("nothing to check now") && stderr.contains("is not UTF-8"), "{stderr}");
        assert!(said.contains("a.toml is gone; it had 1 finding\nNONE"), "{said}");
        assert!(said.contains("a.toml cannot be checked now; it had 1 finding\nNONE"), "{said}");
        assert_eq!(said.matches("is gone").count(), 1, "{said}");
        assert_eq!(said.matches("0 new findings, 0 fixed, 1 as before").count(), 2, "{said}");
        assert!(
            said.contains("b.toml is checked for the first time")
                && !said.contains("a.toml is checked for the first time"),
            "{said}"
        );
    }

    #[test]
    fn what_the_config_says_is_heard_when_it_is_saved() {
        let (_kept, folder) = folder();
        fs::write(folder.join("a.toml"), MENDED.replace("bcf-2017-19", "ours")).unwrap();
        let config = folder.join("bcf.toml");
        let round = "id = \"ours\"\nname = \"Ours\"\nextends = \"bcf-2017-19\"\n";
        let (said, stderr) = watched(
            &folder,
            None,
            &[&|| fs::write(&config, "[[rounds]]\nfile = \"ours.toml\"\n").unwrap(), &|| {
                fs::write(folder.join("ours.toml"), round).unwrap();
            }],
        );
        assert!(said.contains("there is no planning round `ours`") && stderr.contains("there is no file"), "{stderr}");
        assert!(
            said.ends_with(
                "INCOMPLETE a.toml (ours, draft): no findings; 8 tests passed, 1 not evaluated; 1 of 16 families run\n"
            ),
            "{said}"
        );
    }

    #[test]
    fn nothing_is_called_fixed_while_the_text_is_broken_or_the_round_unknown() {
        let (_kept, folder) = folder();
        let plan = folder.join("a.toml");
        let source =
            "[[sources]]\nid = \"a\"\nkind = \"dfg\"\npartner = \"b\"\namount = { 2017-18 = 5, 2018-19 = 5 }\n";
        let whole = format!("{MENDED}{source}x = 1\n[totals]\npool = {{ 2017-18 = 7, 2018-19 = 7 }}\n");
        let write = |text: &str| fs::write(&plan, text).unwrap();
        write(&whole);
        let acts: [&dyn Fn(); 5] = [
            &|| write(&whole.replace("pool = ", "pool ")),
            &|| write(&whole.replace("bcf-2017-19", "bcf-2017")),
            &|| write(&format!("{whole}\n")),
            &|| write(&whole.replace("x = 1\n", "")),
            &|| write(MENDED),
        ];
        let (said, _) = watched_for(&format!("file,{}", total_mismatch::RULE.id), &folder, None, &acts);
        let counts: Vec<&str> = said.lines().filter(|line| line.contains(" new finding")).collect();
        assert_eq!(
            counts,
            [
                "1 new finding, 0 fixed, 1 as before, 2 cannot be looked for now",
                "1 new finding, 0 fixed, 1 as before, 3 cannot be looked for now",
                "0 new findings, 2 fixed, 3 as before",
                "0 new findings, 1 fixed, 2 as before",
                "0 new findings, 2 fixed, 0 as before",
            ],
            "{said}"
        );
        let fixed = |rule: &Rule| said.matches(&format!("fixed: a.toml: error[{}]", rule.id)).count();
        let rules = [&invalid_toml::RULE, &unknown_round::RULE, &unknown_key::RULE, &total_mismatch::RULE];
        assert_eq!(rules.map(fixed), [1, 1, 1, 2], "{said}");
    }

    #[test]
    fn a_broken_config_makes_no_plan_gone_and_nothing_fixed() {
        let (_kept, folder) = folder();
        fs::write(folder.join("a.toml"), BROKEN).unwrap();
        let config = folder.join("bcf.toml");
        let write = |text: &str| fs::write(&config, text).unwrap();
        let (said, stderr) = watched(
            &folder,
            None,
            &[&|| write("fail-on = \n"), &|| write("fail-on = \"\"\n"), &|| write("fail-on = \"never\"\n")],
        );
        assert_eq!(stderr.matches("error:").count(), 2, "{stderr}");
        assert_eq!(said.matches("a.toml cannot be checked now; it had 1 finding").count(), 1, "{said}");
        assert!(!said.contains("gone") && !said.contains("fixed:") && !said.contains("first time"), "{said}");
        assert!(said.contains("0 new findings, 0 fixed, 1 as before\nFAIL"), "{said}");
    }

    #[test]
    fn only_a_terminal_is_cleared_and_only_between_checks() {
        let (_kept, folder) = folder();
        let plan = folder.join("a.toml");
        fs::write(&plan, MENDED).unwrap();
        let (said, _) = watched(&folder, Some(80), &[&|| fs::write(&plan, BROKEN).unwrap()]);
        assert_eq!((said.matches(CLEAR).count(), said.starts_with(CLEAR)), (1, false));
    }

    #[test]
    fn it_ends_when_nobody_listens() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let (_kept, folder) = folder();
        fs::write(folder.join("a.toml"), BROKEN).unwrap();
        let cli = Cli::parse_from(["bcf", "check", "--watch", folder.to_str().unwrap()]);
        let Command::Check(args) = &cli.command else { unreachable!() };
        let mut io = Io {
            stdin: &mut io::empty(),
            stdout: &mut Closed,
            stderr: &mut io::sink(),
            env: &|_| None,
            disk: Arc::new(Folders),
            columns: None,
            stderr_is_terminal: false,
            ends_the_process: false,
            is_dropped: false,
            today: Date { year: 2018, month: 6, day: 1 },
        };
        let screen = Screen::new(&cli.look, &io);
        let exit = watch(args, &screen, &mut io, &mut |_, _| panic!("it waits for a reader that went away")).unwrap();
        assert_eq!(exit, Exit::Findings);
    }
}
