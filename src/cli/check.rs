//! `bcf check`

use std::io::{self, Write};
use std::path::Path;

use super::args::{CheckArgs, Format, Target};
use super::baseline::Known;
use super::config::Configs;
use super::fault::Fault;
use super::gather::{Asked, Gathered};
use super::input::{self, Input, Sought};
use super::output::{append_file, refuse_over, write_file};
use super::repository::from_root;
use super::screen::Screen;
use super::settings::settings;
use super::{Exit, Io, gone, no_verdict, print, since, tell, watch};
use crate::check::{Checked, Settings};
use crate::compare::across;
use crate::report::words::{count, list};
use crate::report::{
    Beside, Excluded, Gone, Run, Unread, View, concise, excluded, github, gitlab, human, json, junit, markdown, sarif,
};

/// Check the plans and report; the exit status is decided before anything is written.
pub(super) fn run(args: &CheckArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    if args.watch {
        return watch::run(args, screen, io);
    }
    let settings = settings(args, io)?;
    let targets = targets(&args.format, io)?;
    let mut configs = match Configs::new(args.project.config.as_deref(), args.project.isolated) {
        Ok(configs) => configs,
        Err(faults) => return Ok(no_verdict(&faults, screen, io)),
    };
    let baseline = Known::read(args)?;
    let (mut gathered, mut gone) = gather(args, &settings, &targets, &mut configs, io)?;
    let notes = baseline.apply(&mut gathered)?;
    let totals = gathered.totals();
    let Gathered { plans, excluded, mut unread, faults, .. } = gathered;
    let exit = verdict(&plans, !faults.is_empty(), gone.iter().any(|gone| gone.fails));
    no_verdict(&faults, screen, io);
    if !args.quiet {
        tell(&notes, io);
    }
    if targets.iter().any(|target| !has_room_for_gone(target.format)) {
        tell(&gone.iter().map(Gone::line).collect::<Vec<_>>(), io);
    }
    let files = files(&plans, &mut unread, &mut gone);
    let across = across(&plans, &totals);
    let run = Run {
        plans: &plans,
        files: &files,
        across: &across,
        beside: Beside { unread: &unread, gone: &gone, excluded: &excluded },
        today: settings.today,
        view: view(args, screen.view),
    };
    let written = write_all(&run, &targets, view(args, screen.file), io);
    // The operating system is faster at giving the memory back.
    std::mem::forget(plans);
    written.map(|()| exit)
}

/// Reads and checks what is asked for, and finds what was there at the revision and is not among it.
fn gather(
    args: &CheckArgs,
    settings: &Settings,
    targets: &[Target],
    configs: &mut Configs,
    io: &mut Io<'_>,
) -> Result<(Gathered, Vec<Gone>), Fault> {
    let Sought { inputs, mut faults, mut unread, ignored } =
        input::find(&args.paths, args.stdin_filename.as_deref(), io);
    let inputs: Vec<Input> = if args.plans_only { inputs.into_iter().map(Input::if_plan).collect() } else { inputs };
    for file in targets.iter().filter_map(|target| target.file.as_deref()) {
        refuse_over(file, inputs.iter().filter_map(Input::path))?;
    }
    let asked = Asked { settings, fail_on: args.fail_on, stdin_name: args.stdin_filename.as_deref() };
    let mut gathered = Gathered::of(&inputs, &asked, configs, io);
    faults.append(&mut gathered.faults);
    unread.append(&mut gathered.unread);
    (gathered.faults, gathered.unread) = (faults, unread);
    since::mark(args.since.as_deref(), &mut gathered)?;
    let gone = gone::find(args, &gathered)?;
    if gathered.plans.is_empty() && gathered.faults.is_empty() && gone.is_empty() && !args.plans_only {
        return Err(nothing(args, ignored, &gathered.excluded));
    }
    Ok((gathered, gone))
}

pub(super) fn verdict(plans: &[Checked], faults: bool, hidden: bool) -> Exit {
    match hidden || plans.iter().any(Checked::fails) {
        _ if faults => Exit::NoVerdict,
        true => Exit::Findings,
        false => Exit::Clean,
    }
}

pub(super) fn view(args: &CheckArgs, view: View) -> View {
    View {
        quiet: args.quiet,
        verbose: args.verbose,
        all: args.all,
        evidence: args.evidence,
        statistics: args.statistics,
        ..view
    }
}

/// Whether a format has a place for plans that are gone.
const fn has_room_for_gone(format: Format) -> bool {
    !matches!(format, Format::Concise | Format::Gitlab)
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

/// Where each format goes: one to stdout, the rest to files of their own.
fn targets(named: &[Target], io: &Io<'_>) -> Result<Vec<Target>, Fault> {
    if named.is_empty() {
        let in_actions = (io.env)("GITHUB_ACTIONS").as_deref() == Some("true");
        return Ok(vec![Target { format: if in_actions { Format::Github } else { Format::Human }, file: None }]);
    }
    for (n, target) in named.iter().enumerate() {
        if named[..n].iter().any(|before| before.file == target.file) {
            let to = target.file.as_deref().map_or("standard output".to_owned(), |file| file.display().to_string());
            return Err(Fault::new(format!("two formats cannot both go to {to}"))
                .help("give all but one a file of its own, as in `--format human --format json=out.json`"));
        }
    }
    Ok(named.to_vec())
}

fn write_all(run: &Run<'_>, targets: &[Target], in_file: View, io: &mut Io<'_>) -> Result<(), Fault> {
    // Files first: a reader of stdout that goes away must not cost them.
    let (files, stdout): (Vec<_>, Vec<_>) = targets.iter().partition(|target| target.file.is_some());
    for target in files {
        let run = Run { view: in_file, ..*run };
        write_file(target.file.as_deref().unwrap_or(Path::new("")), |out| write(&run, target.format, out))?;
    }
    if targets.iter().any(|target| target.format == Format::Github) {
        summarise(run, io)?;
    }
    stdout.into_iter().try_for_each(|target| print(io, |out| write(run, target.format, out)))
}

/// Into the summary of the step of GitHub Actions that this runs in, if in any.
fn summarise(run: &Run<'_>, io: &Io<'_>) -> Result<(), Fault> {
    match (io.env)("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) {
        Some(path) => append_file(Path::new(&path), |taken| github::summary(run, taken)),
        None => Ok(()),
    }
}

/// What each plan is called from the root of its repository; what is beside them is told its own.
fn files(plans: &[Checked], unread: &mut [Unread], gone: &mut [Gone]) -> Vec<String> {
    let here = std::env::current_dir().unwrap_or_default();
    unread.iter_mut().for_each(|one| one.file = from_root(&one.path, &here));
    gone.iter_mut().for_each(|one| one.file = from_root(&one.path, &here));
    plans.iter().map(|plan| from_root(&plan.path, &here)).collect()
}

fn write(run: &Run<'_>, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Human => human::write(run, out),
        Format::Concise => concise::write(run, out),
        Format::Json => json::write(run, out),
        Format::Sarif => sarif::write(run, out),
        Format::Github => github::write(run, out),
        Format::Gitlab => gitlab::write(run, out),
        Format::Junit => junit::write(run, out),
        Format::Markdown => markdown::write(run, out),
    }
}
