//! `bcf check`

use std::path::{Path, PathBuf};

use super::args::CheckArgs;
use super::baseline::{Applied, KnownFindings};
use super::config::Configs;
use super::disk::Disk;
use super::exit::Exit;
use super::fault::Fault;
use super::formats::{self, Format, Target, contents, has_room_for_gone, hold, write};
use super::gather::{Asked, Gathered};
use super::input::{self, Input, Sought};
use super::io::Io;
use super::kept::{Kept, read_for};
use super::loss::{Output, refuse_loss};
#[cfg(feature = "workbook")]
use super::mark::marked;
#[cfg(not(feature = "workbook"))]
use super::no_mark::marked;
use super::output::{append_file, write_file};
use super::print::{no_verdict, print, print_as_it_is, tell};
use super::repository::from_root;
use super::screen::Screen;
use super::settings::settings;
use super::small::SMALL;
use super::staged::{self, PlansToCheck};
use super::store::Store;
use super::verdict::{verdict, view};
use super::wrote::{Said, tell_written, typed};
use super::{causes, gone, gone_staged, patch, since, waiver_for, watch};
use crate::check::{Checked, Hold, Settings};
use crate::compare::across;
use crate::report::{Beside, Excluded, Gone, Run, Unread, View, excluded, github};
use crate::text::words::{count, list};

/// Checks the plans and report; the exit status is decided before anything is written.
pub(super) fn run(args: &CheckArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    if args.watch {
        return watch::run(args, screen, io);
    }
    let settings = settings(args, io)?;
    let targets = targets(&args.format, io)?;
    let wanted = wanted(args, io)?;
    let mut configs =
        match Configs::in_store(wanted.store.clone(), args.project.config.as_deref(), args.project.isolated) {
            Ok(configs) => configs,
            Err(faults) => return Ok(no_verdict(&faults, screen, io)),
        };
    let baseline = KnownFindings::read(args, &*io.disk)?;
    let (inputs, mut gathered, mut gone) = match gather(args, &targets, wanted, &settings, &mut configs, io) {
        Ok(all) => all,
        Err(faults) => return Ok(no_verdict(&faults, screen, io)),
    };
    let summary = summary(&targets, io);
    let (known, renewed) = baseline.files();
    let read = || {
        let of_inputs: Vec<PathBuf> = inputs.iter().flat_map(Input::files).collect();
        read_for(&args.project, of_inputs.iter().map(PathBuf::as_path).chain(known), gathered.placed(), &io.disk)
    };
    refuse_loss(&outputs(args, &targets, renewed, summary.as_deref()), &*io.disk, read)?;
    let applied = baseline.apply(&mut gathered, &*io.disk)?;
    if causes::are_asked_for(args, &targets) {
        gathered.diagnose(io);
    }
    let marked = args.mark.as_deref().map(|to| marked(to, &inputs, &gathered)).transpose()?.flatten();
    if args.patch || args.waiver_for.is_some() {
        return write_instead(args, (&gathered, applied), screen, io);
    }
    let totals = gathered.totals();
    let Gathered { plans, excluded, mut unread, faults, .. } = gathered;
    let exit = verdict(&plans, !faults.is_empty(), gone.iter().any(|gone| gone.fails));
    no_verdict(&faults, screen, io);
    let exit = exit.max(tell_applied(args, applied, screen, io));
    if targets.iter().any(|target| !has_room_for_gone(target.format)) {
        tell(&gone.iter().map(Gone::line).collect::<Vec<_>>(), io);
    }
    let files = files(&plans, &mut unread, &mut gone, &*io.disk);
    let across = across(&plans, &totals);
    let run = Run {
        plans: &plans,
        files: &files,
        across: &across,
        beside: Beside { unread: &unread, gone: &gone, excluded: &excluded },
        today: settings.today,
        view: view(args, screen.view),
    };
    write_marked(args, marked, &plans, io)?;
    let written = write_all(&run, &targets, view(args, screen.file), summary.as_deref(), io);
    if io.ends_the_process {
        // The operating system is faster at giving the memory back.
        std::mem::forget(plans);
    }
    written.map(|()| exit)
}

/// Writes what is asked for in the place of a report: the waiver of a finding, or the patch of what was checked.
fn write_instead(
    args: &CheckArgs,
    (gathered, applied): (&Gathered, Applied),
    screen: &Screen,
    io: &mut Io<'_>,
) -> Result<Exit, Fault> {
    no_verdict(&gathered.faults, screen, io);
    if let Some(asked) = &args.waiver_for {
        let is_read = gathered.faults.is_empty();
        return if is_read {
            waiver_for::write(asked, gathered, io).map(|()| Exit::Clean)
        } else {
            Ok(Exit::NoVerdict)
        };
    }
    let exit = verdict(&gathered.plans, !gathered.faults.is_empty(), false);
    let exit = exit.max(tell_applied(args, applied, screen, io));
    let files = files(&gathered.plans, &mut [], &mut [], &*io.disk);
    patch::write(gathered, &files, io)?;
    Ok(exit)
}

/// Returns what the options mean: plans of the working tree, or of the index.
fn wanted(args: &CheckArgs, io: &mut Io<'_>) -> Result<PlansToCheck, Fault> {
    let mut wanted = if args.staged {
        staged::find(&args.paths)?
    } else {
        let sought = input::find(&args.paths, args.stdin_filename.as_deref(), io);
        PlansToCheck::of(Store::Folders(io.disk.clone()), sought)
    };
    wanted.sought.with(args.beside.with.as_ref());
    if args.plans_only {
        let inputs = std::mem::take(&mut wanted.sought.inputs);
        wanted.sought.inputs = inputs.into_iter().map(Input::if_plan).collect();
        wanted.may_be_none = true;
    }
    Ok(wanted)
}

/// Tells what a baseline made of the run; it fails where its stale entries are to.
fn tell_applied(args: &CheckArgs, applied: Applied, screen: &Screen, io: &mut Io<'_>) -> Exit {
    let stale = applied.stale();
    if let Some((path, way, said)) = applied.written.as_ref().filter(|_| !args.quiet) {
        tell_written(path, *way, said, io);
    }
    let mut notes = applied.notes;
    let exit = match stale {
        Some((words, help)) if args.fail_on_stale => {
            Fault::new(words).help(help).tell(screen, io);
            Exit::Findings
        }
        stale => {
            notes.extend(stale.map(|(words, help)| format!("{words}; {help}")));
            Exit::Clean
        }
    };
    if !args.quiet {
        tell(&notes, io);
    }
    exit
}

/// Reads and checks what is asked for, and finds what was there at the revision and is not among it.
fn gather(
    args: &CheckArgs,
    targets: &[Target],
    wanted: PlansToCheck,
    settings: &Settings,
    configs: &mut Configs,
    io: &mut Io<'_>,
) -> Result<(Vec<Input>, Gathered, Vec<Gone>), Vec<Fault>> {
    let Sought { inputs, mut faults, mut unread, ignored } = wanted.sought;
    let of_formats = targets.iter().map(|target| hold(target.format, args.evidence)).max();
    // Plans of another revision are compared with these by their text.
    let of_since = args.since.is_some().then_some(Hold::Text);
    let of_marks = args.mark.is_some().then_some(Hold::All);
    let hold = of_formats.max(of_since).max(of_marks).unwrap_or(Hold::Findings);
    let asked = Asked { settings, fail_on: args.fail_on, stdin_name: args.stdin_filename.as_deref(), hold };
    let mut gathered = Gathered::of(&inputs, &asked, configs, io);
    faults.append(&mut gathered.faults);
    unread.append(&mut gathered.unread);
    (gathered.faults, gathered.unread) = (faults, unread);
    gathered.notes.splice(0..0, wanted.notes);
    if args.verbose && gathered.workbooks > 0 {
        let all = count(gathered.workbooks, "workbook is no plan", "workbooks are no plans");
        gathered.notes.push(format!("{all} by what they say of themselves, and were passed over; name one to read it"));
    }
    let then = since::mark(args, settings, &mut gathered)?;
    let gone = match &args.since {
        Some(rev) if args.staged => gone_staged::find(args, rev),
        _ => gone::find(args, then, &gathered),
    };
    let gone = gone.map_err(|fault| vec![fault])?;
    if gathered.plans.is_empty() && gathered.faults.is_empty() && gone.is_empty() {
        if !wanted.may_be_none {
            return Err(vec![nothing(args, ignored.files_passed_over.len(), &gathered.excluded)]);
        }
        gathered.notes.extend((args.staged && args.paths.is_empty()).then(|| "no plan is staged".to_owned()));
    }
    Ok((inputs, gathered, gone))
}

fn nothing(args: &CheckArgs, ignored: usize, left_out: &[Excluded]) -> Fault {
    let places: Vec<String> = args.paths.iter().map(|path| path.display().to_string()).collect();
    let places = if places.is_empty() { "this folder".to_owned() } else { list(&places) };
    let mut passed_over = excluded(left_out);
    let ignored =
        (ignored > 0).then(|| format!("{} ignored by git", count(ignored, "untracked file", "untracked files")));
    passed_over.extend(ignored);
    let passed_over =
        if passed_over.is_empty() { String::new() } else { format!(" ({} passed over)", list(&passed_over)) };
    Fault::new(format!("there is nothing to check: no file in {places} has a [plan] table{passed_over}"))
        .help("name a plan, as in `bcf check plan.toml`, or a folder that has one")
}

/// Returns where each format goes: one to stdout, the rest to files of their own.
fn targets(named: &[Target], io: &Io<'_>) -> Result<Vec<Target>, Fault> {
    if named.is_empty() {
        if SMALL {
            return Err(formats::refused());
        }
        let in_actions = (io.env)("GITHUB_ACTIONS").as_deref() == Some("true");
        return Ok(vec![Target { format: if in_actions { Format::Github } else { Format::Human }, file: None }]);
    }
    if named.iter().filter(|target| target.file.is_none()).count() > 1 {
        return Err(Fault::new("two formats cannot both go to standard output")
            .help("give all but one a file of its own, as in `--format human --format json=out.json`"));
    }
    Ok(named.to_vec())
}

/// Returns the summary of the step of GitHub Actions that this runs in, where it is to be written to.
fn summary(targets: &[Target], io: &Io<'_>) -> Option<PathBuf> {
    let wanted = targets.iter().any(|target| target.format == Format::Github);
    (io.env)("GITHUB_STEP_SUMMARY").filter(|path| wanted && !path.is_empty()).map(PathBuf::from)
}

/// Returns every file that will be written.
fn outputs<'a>(
    args: &'a CheckArgs,
    targets: &'a [Target],
    baseline: Option<&'a Path>,
    summary: Option<&'a Path>,
) -> Vec<Output<'a>> {
    let baseline = baseline.map(|path| Output::kept(path, Kept::Baseline, true));
    // A marked copy is more particular about its name than other workbooks.
    let marked = args.mark.as_deref().map(|path| Output::kept(path, Kept::Workbook, args.force).named_later());
    let reports = targets.iter().filter_map(|target| Some((target.file.as_deref()?, contents(target.format))));
    // Where the summary goes is no choice of the user's.
    let reports = reports.chain(summary.map(|path| (path, &[][..])));
    let reports = reports.map(|(path, contents)| Output::report(path, contents));
    baseline.into_iter().chain(marked).chain(reports).collect()
}

fn write_all(
    run: &Run<'_>,
    targets: &[Target],
    in_file: View,
    summary: Option<&Path>,
    io: &mut Io<'_>,
) -> Result<(), Fault> {
    // Files first: a reader of stdout that goes away must not cost them.
    let (files, stdout): (Vec<_>, Vec<_>) = targets.iter().partition(|target| target.file.is_some());
    let mut written = Vec::new();
    for target in files {
        let run = Run { view: in_file, ..*run };
        let file = target.file.as_deref().unwrap_or(Path::new(""));
        written.push((file, write_file(file, &*io.disk, |out| write(&run, target.format, out))?));
    }
    if let Some(summary) = summary.filter(|_| !SMALL) {
        append_file(summary, &*io.disk, |taken| github::summary(run, taken))?;
    }
    if stdout.is_empty() && !run.view.quiet {
        // Silence would leave open whether anything was done.
        for (file, way) in written {
            tell_written(file, way, &Said::default(), io);
        }
    }
    stdout.into_iter().try_for_each(|target| match target.format {
        Format::Github if !SMALL => print_as_it_is(io, |out| github::write(run, out)),
        format => print(io, |out| write(run, format, out)),
    })
}

/// Writes the marked copy of the one workbook that was checked, where there is one, and says what is in it.
fn write_marked(args: &CheckArgs, marked: Option<Vec<u8>>, plans: &[Checked], io: &mut Io<'_>) -> Result<(), Fault> {
    let Some((to, bytes)) = args.mark.as_deref().zip(marked) else { return Ok(()) };
    let way = write_file(to, &*io.disk, |out| out.write_all(&bytes))?;
    let Some(plan) = plans.first().filter(|_| !args.quiet) else { return Ok(()) };
    let book = args.paths.first().map(|path| typed(path)).unwrap_or_default();
    let said = match plan.findings.len() {
        0 => Said { holds: format!("a copy of {book}, with nothing to mark"), next: String::new() },
        all => Said {
            holds: format!("a copy of {book}, its first sheet with {}", count(all, "finding", "findings")),
            next: format!("`bcf check {book}` checks it again once they are mended there"),
        },
    };
    tell_written(to, way, &said, io);
    Ok(())
}

/// Returns what each plan is called from the root of its repository; what is beside them is given its own.
fn files(plans: &[Checked], unread: &mut [Unread], gone: &mut [Gone], disk: &dyn Disk) -> Vec<String> {
    let here = disk.here().unwrap_or_default();
    for one in unread {
        one.file = from_root(&one.path, &here, disk);
    }
    for one in gone {
        one.file = from_root(&one.path, &here, disk);
    }
    plans.iter().map(|plan| from_root(&plan.path, &here, disk)).collect()
}
