//! Reads and checks every plan of a run, each under the config of its project.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::args::FailOn;
use super::config::{Config, Configs, NAME};
use super::fault::Fault;
use super::input::{Found, Input};
use super::io::Io;
use super::known_rounds::one_round;
use super::plan_text::PlanText;
use super::progress::with_progress;
use super::settings::with_config;
use super::surroundings::around;
use crate::cells::quoted;
use crate::check::{self, Checked, Hold, Settings, Surroundings};
use crate::compare::PartnerTotal;
use crate::plan::Plan;
use crate::report::{Excluded, Unread};

/// The results of reading and checking the inputs.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The plans, in the order of their names.
    pub(super) plans: Vec<Checked>,
    /// The inputs without a verdict, and why.
    pub(super) faults: Vec<Fault>,
    /// The same for the reports.
    pub(super) unread: Vec<Unread>,
    /// The plans of folders that the config leaves out.
    pub(super) excluded: Vec<Excluded>,
    /// The notes for the user beside the result.
    pub(super) notes: Vec<String>,
    /// The workbooks of folders that are no plans.
    pub(super) workbooks: usize,
    pub(super) origins: Vec<Origin>,
}

/// The file a plan came from and the settings it was checked with.
#[derive(Debug)]
pub(super) struct Origin {
    pub(super) file: Option<PathBuf>,
    /// True when the plan was read from that file, false when it is only named after it.
    pub(super) is_read: bool,
    pub(super) project: Arc<Project>,
}

/// A plan of this run: what it is called and how it ended.
pub(super) struct Member<'a> {
    /// The file it was read from; none for standard input.
    pub(super) file: Option<&'a Path>,
    /// The settings it was checked with.
    pub(super) settings: &'a Settings,
    /// The plan and its findings.
    pub(super) plan: &'a mut Checked,
}

/// A config with what it makes of the options.
#[derive(Debug)]
pub(super) struct Project {
    pub(super) config: Arc<Config>,
    /// The options with the config under them.
    pub(super) settings: Settings,
}

impl Project {
    /// Returns what a config makes of the options.
    pub(super) fn new(config: Arc<Config>, options: &Settings, fail_on: Option<FailOn>) -> Self {
        let settings = with_config(options, fail_on, &config);
        Self { config, settings }
    }
}

/// A plan to be checked.
struct Job<'a> {
    input: &'a Input,
    text: PlanText,
    project: Arc<Project>,
}

/// The options that apply to every plan.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    /// Everything but the level that fails.
    pub(super) settings: &'a Settings,
    /// The level that fails, if one is named.
    pub(super) fail_on: Option<FailOn>,
    /// The name of standard input.
    pub(super) stdin_name: Option<&'a str>,
    /// The parts of each plan that are needed once it is checked.
    pub(super) hold: Hold,
}

/// The number of plans that are read and checked together: enough to keep every core at work, few enough to hold.
pub(super) const TOGETHER: usize = 64;

impl Gathered {
    /// Reads and checks every input, in its order.
    pub(super) fn of(inputs: &[Input], asked: &Asked<'_>, configs: &mut Configs, io: &mut Io<'_>) -> Self {
        let all = |done: &AtomicUsize| {
            let (mut gathered, mut projects) = (Self::default(), Vec::new());
            // To give up a part of few plans takes longer than it is worth.
            let hold = if inputs.len() > TOGETHER { asked.hold } else { Hold::All };
            let asked = Asked { hold, ..*asked };
            for inputs in inputs.chunks(TOGETHER) {
                gathered.add(inputs, &asked, configs, &mut projects, done);
            }
            gathered
        };
        let say = |done: usize| match inputs {
            [one] => format!("checking {}", one.name),
            all => format!("checked {done} of {} plans", all.len()),
        };
        with_progress(io, say, all)
    }

    fn add(
        &mut self,
        inputs: &[Input],
        asked: &Asked<'_>,
        configs: &mut Configs,
        projects: &mut Vec<Arc<Project>>,
        done: &AtomicUsize,
    ) {
        let mut jobs = self.jobs(inputs, asked, configs, projects);
        let one = |job: &mut Job<'_>| {
            let mut result = check(job);
            if let Ok((plan, _)) = &mut result {
                plan.lighten(asked.hold);
            }
            done.fetch_add(1, Ordering::Relaxed);
            result
        };
        let results: Vec<_> =
            if jobs.len() > 1 { jobs.par_iter_mut().map(one).collect() } else { jobs.iter_mut().map(one).collect() };
        let names: Vec<&str> = jobs.iter().map(|job| job.input.name.as_str()).collect();
        self.take(jobs.into_iter().map(|job| job.origin(asked.stdin_name)).zip(names), results);
    }

    /// Returns what can be read and has a config that can be.
    fn jobs<'a>(
        &mut self,
        inputs: &'a [Input],
        asked: &Asked<'_>,
        configs: &mut Configs,
        projects: &mut Vec<Arc<Project>>,
    ) -> Vec<Job<'a>> {
        let read: Vec<_> = if inputs.len() > 1 {
            inputs.par_iter().map(Input::read).collect()
        } else {
            inputs.iter().map(Input::read).collect()
        };
        let mut jobs = Vec::new();
        for (input, text) in inputs.iter().zip(read) {
            match text {
                Ok(Found::Other { note }) => {
                    self.notes.extend(note);
                    continue;
                }
                Ok(Found::Workbook) => {
                    self.workbooks += 1;
                    continue;
                }
                _ => {}
            }
            let folder = configs.folder_of(place(input, asked.stdin_name).unwrap_or(Path::new("-")));
            let config = configs.of(&folder, &mut self.faults);
            if let Some(excluded) = config.as_ref().and_then(|config| excluded(input, config)) {
                self.excluded.extend(text.is_ok().then_some(excluded));
                continue;
            }
            match (text, config.map(|config| project(projects, config, asked))) {
                (Ok(Found::Plan(text)), Some(Ok(project))) => jobs.push(Job { input, text, project }),
                (Ok(Found::Other { .. } | Found::Workbook), _) => {}
                (Err(fault), _) | (_, Some(Err(fault))) => self.missed(&input.name, fault),
                (_, None) => {
                    let why = format!("the {NAME} that is in force for it cannot be used");
                    self.unread.push(Unread::new(input.name.clone(), why));
                }
            }
        }
        jobs
    }

    /// Notes a plan there is no verdict on. What each plan of a project would say is said once.
    fn missed(&mut self, name: &str, fault: Fault) {
        self.unread.push(Unread::new(name.to_owned(), fault.to_string()));
        if self.faults.iter().all(|told| told.to_string() != fault.to_string()) {
            self.faults.push(fault);
        }
    }

    fn take<'n>(
        &mut self,
        origins: impl Iterator<Item = (Origin, &'n str)>,
        results: Vec<Result<(Checked, Vec<String>), Fault>>,
    ) {
        for ((origin, name), result) in origins.zip(results) {
            match result {
                Ok((plan, notes)) => {
                    self.plans.push(plan);
                    self.notes.extend(notes);
                    self.origins.push(origin);
                }
                Err(fault) => self.missed(name, fault),
            }
        }
    }

    /// Returns what was published for partners as a whole, in the projects of all plans.
    pub(super) fn totals(&self) -> Vec<PartnerTotal> {
        let mut seen = HashSet::new();
        let projects = self.origins.iter().map(|origin| &origin.project);
        let projects = projects.filter(|project| seen.insert(Arc::as_ptr(project)));
        let allocations = projects.filter_map(|project| project.config.allocations.as_ref());
        allocations.flat_map(|allocations| allocations.value.totals()).collect()
    }

    /// Returns the file a plan came from, or is called after.
    pub(super) fn file(&self, n: usize) -> Option<PathBuf> {
        self.origins.get(n).and_then(|origin| origin.file.clone())
    }

    /// Returns the file a plan was read from.
    pub(super) fn file_read(&self, n: usize) -> Option<&Path> {
        self.origins.get(n).filter(|origin| origin.is_read).and_then(|origin| origin.file.as_deref())
    }

    /// Returns the config a plan was checked with.
    pub(super) fn config(&self, n: usize) -> &Arc<Config> {
        &self.origins[n].project.config
    }

    /// Puts a plan in the place of itself, checked with other settings.
    pub(super) fn replace(&mut self, n: usize, plan: Checked, project: Arc<Project>) {
        self.plans[n] = plan;
        self.origins[n].project = project;
    }

    /// Returns the plans that have a place, each with the file it came from or is called after.
    pub(super) fn placed(&self) -> impl Iterator<Item = (PathBuf, &Plan)> {
        let placed = self.plans.iter().zip(&self.origins);
        placed.filter_map(|(plan, origin)| Some((origin.file.clone()?, &plan.plan)))
    }

    /// Returns the plans with what a baseline asks of them.
    pub(super) fn members(&mut self) -> Vec<Member<'_>> {
        let both = self.plans.iter_mut().zip(&self.origins);
        both.map(|(plan, origin)| Member { file: origin.file.as_deref(), settings: &origin.project.settings, plan })
            .collect()
    }
}

/// Returns where a plan is, or would be if it were not piped in.
fn place<'a>(input: &'a Input, stdin_name: Option<&'a str>) -> Option<&'a Path> {
    input.path().or(stdin_name.map(Path::new))
}

/// Returns a plan that its config leaves out, if it does and nobody named the plan.
fn excluded(input: &Input, config: &Config) -> Option<Excluded> {
    let file = input.path().filter(|_| !input.is_named())?;
    let line = config.exclude.line_for(file, config.store.disk())?;
    Some(Excluded { path: input.name.clone(), by: config.name.clone().unwrap_or_default(), line })
}

/// Returns the project of a config, made once.
fn project(projects: &mut Vec<Arc<Project>>, config: Arc<Config>, asked: &Asked<'_>) -> Result<Arc<Project>, Fault> {
    if let Some(known) = projects.iter().rev().find(|project| Arc::ptr_eq(&project.config, &config)) {
        return Ok(known.clone());
    }
    if let Some(id) = &asked.settings.round {
        one_round(&config.rounds, id)?;
    }
    projects.push(Arc::new(Project::new(config, asked.settings, asked.fail_on)));
    Ok(projects[projects.len() - 1].clone())
}

impl Job<'_> {
    fn origin(self, stdin_name: Option<&str>) -> Origin {
        let file = place(self.input, stdin_name).map(Path::to_owned);
        Origin { file, is_read: self.input.path().is_some(), project: self.project }
    }
}

/// Checks one plan; its findings, and what is reported beside them.
fn check(job: &mut Job<'_>) -> Result<(Checked, Vec<String>), Fault> {
    checked(&job.input.name, job.input.path(), &job.project, std::mem::take(&mut job.text))
}

/// Checks the text of a plan as its project asks; its findings, and what is reported beside them.
pub(super) fn checked(
    name: &str,
    file: Option<&Path>,
    project: &Project,
    text: PlanText,
) -> Result<(Checked, Vec<String>), Fault> {
    let (plan, notes) = read_as(name, project, text)?;
    let surroundings = file.map_or_else(Surroundings::default, |path| around(&project.config.store, path, &plan));
    let checked = check::check(name.to_owned(), plan, &surroundings, &project.settings);
    if checked.room == Some(0) { Err(too_many(&checked)) } else { Ok((checked, notes)) }
}

/// Returns the fault of a workbook in which more is wrong than its size explains: it names the sheet with the most.
fn too_many(checked: &Checked) -> Fault {
    let cells = checked.plan.cells.iter();
    let sheets =
        cells.flat_map(|cells| checked.findings.iter().map(|finding| cells.of(&finding.at.path, finding.at.span)));
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    sheets.flatten().for_each(|at| *counts.entry(at.sheet).or_default() += 1);
    let worst = counts.iter().max_by_key(|(_, count)| **count).map(|(sheet, _)| *sheet);
    let name = worst.and_then(|n| checked.plan.cells.as_ref()?.sheets.get(n as usize)).map(|sheet| &sheet.name);
    let most = name.map(|name| format!(", most of it on the sheet {}", quoted(name))).unwrap_or_default();
    Fault::new(format!(
        "{} cannot be checked: more is wrong in it than a plan of its size can have{most}",
        checked.path
    ))
    .help("delete the rows that are no part of the plan, and mend what many rows have in common")
}

/// Reads the text of a plan with the figures its project publishes; what is to be said of these.
///
/// # Errors
/// When the figures are none of the plan's.
pub(super) fn read_as(name: &str, project: &Project, mut text: PlanText) -> Result<(Plan, Vec<String>), Fault> {
    let mut notes = std::mem::take(&mut text.notes);
    let (plan, more) = with_published(name, project, text.read())?;
    notes.extend(more);
    Ok((plan, notes))
}

/// Gives a plan what its project says was published of its area, with a note on each figure that takes the place of another.
///
/// # Errors
/// When that cannot be read.
pub(super) fn with_published(name: &str, project: &Project, mut plan: Plan) -> Result<(Plan, Vec<String>), Fault> {
    let mut notes = Vec::new();
    if let Some(allocations) = &project.config.allocations {
        let round = project.settings.round.as_deref().or(plan.header.round.str());
        let round = round.and_then(|id| project.config.rounds.get(id).ok());
        let figures = round.map(|round| allocations.value.of_plan(&plan, &round)).transpose()?;
        for replaced in plan.publish(figures.unwrap_or_default()) {
            notes.push(format!(
                "{name}: `{}` is {} in the plan and {} in {}, which is used",
                replaced.path, replaced.own.pounds, replaced.published.pounds, replaced.origin
            ));
        }
    }
    Ok((plan, notes))
}
