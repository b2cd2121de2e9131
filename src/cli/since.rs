//! `bcf check --since REV`: what was found already where the branch left REV is known, and does not count.
//!
//! The past is judged by its own config, allocations and rounds. The plan as it is now is judged by its own too, but
//! for the level that fails and the levels of the rules: of these the stricter of the two revisions counts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::args::CheckArgs;
use super::config::{Config, Configs};
use super::fault::Fault;
use super::folders::Folders;
use super::gather::{Gathered, Project, checked};
use super::git::{Files, Repository};
use super::past_text::past_text;
use super::plan_text::PlanText;
use super::repository::repository;
use super::store::Store;
use super::stricter::stricter;
use crate::check::{Checked, Settings};
use crate::compare::{known, known_tests};
use crate::finding::{Finding, Known, Status};
use crate::money::Money;
use crate::plan::Plan;
use crate::text::escape::shown;

/// A repository with the files of the revision in it.
pub(super) type Then = (Repository, Arc<Files>);

/// The same, and their configs.
struct Past {
    repository: Repository,
    files: Arc<Files>,
    configs: Configs,
}

/// The versions of a plan to check: the old one, and the present one where the settings of the past differ.
struct PlanVersions {
    n: usize,
    /// The old version; none where it did not exist or was no text.
    before: Option<(PathBuf, PlanText)>,
    past: Project,
    now: Option<Arc<Project>>,
}

/// Marks the findings each plan had at the revision already. A plan that did not exist then is new throughout. A
/// finding that was waived then, or of a lesser level, is new too. Returns the repositories it met.
///
/// # Errors
/// When the revision, or a config of it, cannot be read.
pub(super) fn mark(args: &CheckArgs, options: &Settings, gathered: &mut Gathered) -> Result<Vec<Then>, Vec<Fault>> {
    let Some(rev) = &args.since else { return Ok(Vec::new()) };
    let mut since = Since { args, options, rev, pasts: Vec::new(), folders: BTreeMap::new(), both: Vec::new() };
    let from = format!("known since {}", shown(rev));
    let jobs: Vec<PlanVersions> =
        (0..gathered.plans.len()).map(|n| since.job(n, gathered)).collect::<Result<_, _>>()?;
    let done: Vec<Result<_, Fault>> = jobs.par_iter().map(|job| job.checked(gathered)).collect();
    for (job, done) in jobs.into_iter().zip(done) {
        let (before, now) = done.map_err(|fault| vec![fault])?;
        if let Some((now, project)) = now.zip(job.now) {
            gathered.replace(job.n, now, project);
        }
        if let Some(before) = before {
            set_aside(&before, &mut gathered.plans[job.n], &from);
        }
    }
    Ok(since.pasts.into_iter().map(|past| (past.repository, past.files)).collect())
}

fn set_aside(before: &Checked, now: &mut Checked, from: &str) {
    let (findings, tests) = (known(&before.findings, &now.findings), known_tests(before, now));
    for (finding, before) in now.findings.iter_mut().zip(findings) {
        mark_known(finding, before.is_known, before.change, from);
    }
    now.tests.iter_mut().zip(tests).for_each(|(test, known)| test.known |= known);
}

/// Marks a finding with what is known of it from before; one that got worse goes on counting.
pub(super) fn mark_known(finding: &mut Finding, is_known: bool, change: Option<(Money, Money)>, from: &str) {
    if finding.status != Status::Failed || !is_known && change.is_none() {
        return;
    }
    finding.known = Some(Known { from: from.to_owned(), change });
    if is_known {
        finding.status = Status::Baselined;
    }
}

/// The options under two configs together, where these are stricter than under the first alone.
struct Both {
    now: Arc<Config>,
    past: Arc<Config>,
    project: Option<Arc<Project>>,
}

/// The revisions of a run, each repository listed once.
struct Since<'a> {
    args: &'a CheckArgs,
    options: &'a Settings,
    rev: &'a str,
    pasts: Vec<Past>,
    /// By the root of the repository a plan is in, or its folder where there is none, which of them is its.
    folders: BTreeMap<PathBuf, usize>,
    both: Vec<Both>,
}

impl Since<'_> {
    fn job(&mut self, n: usize, gathered: &Gathered) -> Result<PlanVersions, Vec<Fault>> {
        // Standard input counts as the file it is called after.
        let Some(path) = gathered.file(n) else {
            let fault = Fault::new("what standard input was at a revision cannot be known");
            return Err(vec![fault.help("say which file it is: `--stdin-filename plan.toml`")]);
        };
        let store = &gathered.config(n).store;
        let of = self.past(&store.folder_of(&path))?;
        let past = &mut self.pasts[of];
        let inside = match store {
            Store::Folders(_) => past.repository.path_of(&path),
            Store::Git(_) => past.files.inside(&path),
        };
        let plan = &gathered.plans[n].plan;
        let with = self.args.beside.with.as_deref();
        let before =
            inside.as_deref().map(|inside| past.text(inside, plan, with)).transpose().map_err(|fault| vec![fault])?;
        let (was, before) = before.unwrap_or((inside.unwrap_or_default(), None));
        let was = past.repository.top().join(was);
        let mut faults = Vec::new();
        let config = past.configs.of(&past.configs.folder_of(&was), &mut faults).ok_or(faults)?;
        let now = self.now(gathered.config(n), &config);
        let project = Project::new(config, self.options, self.args.fail_on);
        Ok(PlanVersions { n, before: before.map(|text| (was, text)), past: project, now })
    }

    /// Returns the past of the repository a folder is in.
    fn past(&mut self, folder: &Path) -> Result<usize, Vec<Fault>> {
        let folder = repository(folder, &Folders).unwrap_or(folder);
        if let Some(known) = self.folders.get(folder) {
            return Ok(*known);
        }
        let one = |fault| vec![fault];
        let found = Repository::around(folder).map_err(one)?;
        let known = self.pasts.iter().position(|past| past.repository.top() == found.top());
        let n = known.unwrap_or(self.pasts.len());
        if known.is_none() {
            let files = Arc::new(found.files_since(self.rev).map_err(one)?);
            let configs = Configs::of_past(&Store::Git(files.clone()), &self.args.project)?;
            self.pasts.push(Past { repository: found, files, configs });
        }
        self.folders.insert(folder.to_owned(), n);
        Ok(n)
    }

    /// Returns what the config of a plan and that of its past make of the options, where the past has a say.
    fn now(&mut self, now: &Arc<Config>, past: &Arc<Config>) -> Option<Arc<Project>> {
        let is = |one: &Arc<Config>, other: &Arc<Config>| Arc::ptr_eq(one, other);
        if let Some(both) = self.both.iter().find(|both| is(&both.now, now) && is(&both.past, past)) {
            return both.project.clone();
        }
        let settings = stricter(self.options, self.args.fail_on, now, past);
        let differs = !settings.overruled.is_empty();
        let project = differs.then(|| Arc::new(Project { config: now.clone(), settings }));
        self.both.push(Both { now: now.clone(), past: past.clone(), project: project.clone() });
        project
    }
}

impl Past {
    /// Returns what a plan's path was at the revision, and its text then, which `now` may be still.
    fn text(&self, inside: &str, now: &Plan, with: Option<&Path>) -> Result<(String, Option<PlanText>), Fault> {
        let was = if self.files.has(inside) { Some(inside) } else { self.files.renamed(inside)? };
        let Some(was) = was else { return Ok((inside.to_owned(), None)) };
        if now.cells.is_none() && self.files.holds(was, now.tree.source().as_bytes()) {
            return Ok((was.to_owned(), Some(PlanText::of_plan(now))));
        }
        let bytes = self.files.read(was)?;
        let with = with.and_then(|with| self.repository.path_of(with));
        Ok((was.to_owned(), bytes.and_then(|bytes| past_text(&self.files, was, was, bytes, with.as_deref()).ok())))
    }
}

impl PlanVersions {
    /// Returns the plan as it was, and as it is where the past has a say in that.
    fn checked(&self, gathered: &Gathered) -> Result<(Option<Checked>, Option<Checked>), Fault> {
        let plan = &gathered.plans[self.n];
        let check = |file: Option<&Path>, project: &Project, text: PlanText| {
            checked(&plan.path, file, project, text).map(|(checked, _)| checked)
        };
        let before =
            self.before.as_ref().map(|(file, text)| check(Some(file), &self.past, text.clone())).transpose()?;
        let file = gathered.file_read(self.n);
        let now = self.now.as_ref().map(|project| check(file, project, PlanText::of_plan(&plan.plan))).transpose()?;
        Ok((before, now))
    }
}
