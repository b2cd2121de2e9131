//! `bcf check`

use std::io::{self, Write};
use std::path::Path;

use rayon::prelude::*;

use super::args::{CheckArgs, FailOn, Format, Target};
use super::fault::Fault;
use super::input::{self, Input};
use super::output::{append_file, write_file};
use super::repository::from_root;
use super::screen::Screen;
use super::{Exit, Io, print, since, watch};
use crate::check::{Checked, Selector, Settings, check_text, rules};
use crate::finding::Level;
use crate::report::words::list;
use crate::report::{Run, View, concise, github, gitlab, human, json, junit, markdown, sarif};

/// Check the plans and report; the exit status is decided before anything is written.
pub(super) fn run(args: &CheckArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    if args.watch {
        return watch::run(args, screen, io);
    }
    let settings = settings(args, io)?;
    let targets = targets(&args.format, io)?;
    let (inputs, mut faults) = input::find(&args.paths, args.stdin_filename.as_deref(), io);
    let inputs = if args.plans_only { inputs.into_iter().map(Input::if_plan).collect() } else { inputs };
    let (mut plans, unread) = check_all(&inputs, &settings);
    since::mark(args.since.as_deref(), &inputs, &mut plans, &settings)?;
    faults.extend(unread);
    if plans.is_empty() && faults.is_empty() && !args.plans_only {
        return Err(nothing(args));
    }
    let exit = verdict(&plans, !faults.is_empty(), args.fail_on);
    for fault in &faults {
        fault.tell(screen, io);
    }
    let files = files(&plans);
    let run = Run {
        plans: &plans,
        files: &files,
        unread: faults.len(),
        today: settings.today,
        fail_on: args.fail_on.level(),
        view: view(args, screen.view),
    };
    let written = write_all(&run, &targets, view(args, screen.file), io);
    // The operating system is faster at giving the memory back.
    std::mem::forget(plans);
    written.map(|()| exit)
}

pub(super) fn verdict(plans: &[Checked], faults: bool, fail_on: FailOn) -> Exit {
    match plans.iter().any(|plan| plan.fails(fail_on.level())) {
        _ if faults => Exit::NoVerdict,
        true => Exit::Findings,
        false => Exit::Clean,
    }
}

pub(super) fn view(args: &CheckArgs, view: View) -> View {
    View { quiet: args.quiet, verbose: args.verbose, all: args.all, evidence: args.evidence, statistics: args.statistics, ..view }
}

/// Read and check every input, in its order: several at once when there are several.
pub(super) fn check_all(inputs: &[Input], settings: &Settings) -> (Vec<Checked>, Vec<Fault>) {
    let one = |input: &Input| {
        let text = input.read()?;
        Ok(text.map(|text| check_text(input.name.clone(), text, settings)))
    };
    let all: Vec<Result<Option<Checked>, Fault>> =
        if inputs.len() > 1 { inputs.par_iter().map(one).collect() } else { inputs.iter().map(one).collect() };
    let (mut plans, mut faults) = (Vec::new(), Vec::new());
    for result in all {
        match result {
            Ok(plan) => plans.extend(plan),
            Err(fault) => faults.push(fault),
        }
    }
    (plans, faults)
}

fn nothing(args: &CheckArgs) -> Fault {
    let places: Vec<String> = args.paths.iter().map(|path| path.display().to_string()).collect();
    let places = if places.is_empty() { "this folder".to_owned() } else { list(&places) };
    Fault::new(format!("there is nothing to check: no file in {places} has a [plan] table"))
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

/// What each plan is called from the root of its repository.
fn files(plans: &[Checked]) -> Vec<String> {
    let here = std::env::current_dir().unwrap_or_default();
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

/// What the options ask of the engine.
pub(super) fn settings(args: &CheckArgs, io: &Io<'_>) -> Result<Settings, Fault> {
    let mut settings = Settings::on(args.today.unwrap_or(io.today));
    settings.waivers = !args.no_waivers;
    settings.select = selectors(&args.select)?;
    settings.ignore = selectors(&args.ignore)?;
    for selector in &args.ignore {
        refuse_statutory(selector, None, "ignored")?;
    }
    let changes = [(&args.deny, Some(Level::Error)), (&args.warn, Some(Level::Warning)), (&args.allow, None)];
    for (names, level) in changes {
        for (name, selector) in names.iter().zip(selectors(names)?) {
            refuse_statutory(name, level, if level.is_some() { "lowered to a warning" } else { "allowed" })?;
            if settings.levels.insert(selector, level).is_some_and(|before| before != level) {
                return Err(
                    Fault::new(format!("`{name}` is given two levels")).help("keep one of --deny, --warn and --allow for it")
                );
            }
        }
    }
    Ok(settings)
}

fn selectors(names: &[String]) -> Result<Vec<Selector>, Fault> {
    let parse = |name: &String| {
        Selector::parse(name.trim())
            .map_err(|unknown| Fault::unknown("rule and no family", &unknown.name, unknown.nearest, "`bcf rules` lists them all"))
    };
    names.iter().map(parse).collect()
}

/// A statutory rule can be neither switched off nor lowered here, alone or with its family.
fn refuse_statutory(name: &str, level: Option<Level>, verb: &str) -> Result<(), Fault> {
    let meant = rules().filter(|(family, rule)| family.id == name.trim() || rule.id == name.trim());
    let statutory: Vec<String> = meant
        .filter(|(_, rule)| rule.statutory && level.is_none_or(|level| level < rule.level))
        .map(|(_, rule)| format!("`{}`", rule.id))
        .collect();
    if statutory.is_empty() {
        return Ok(());
    }
    let rest = rules().filter(|(family, rule)| family.id == name.trim() && !rule.statutory).count();
    let message = if statutory == [format!("`{}`", name.trim())] {
        format!("`{}` is statutory and cannot be {verb}", name.trim())
    } else {
        let are = if statutory.len() == 1 { "is" } else { "are" };
        format!("`{}` cannot be {verb} as a whole: {} {are} statutory", name.trim(), list(&statutory))
    };
    let waiver = "only a [[waivers]] entry in the plan, by the body its clause names, sets a statutory rule aside; `bcf explain RULE` says who that is";
    let help = if rest > 0 { format!("name the other rules of the family one by one; {waiver}") } else { waiver.to_owned() };
    Err(Fault::new(message).help(help))
}
