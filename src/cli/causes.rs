//! The likely causes of the findings of a run's plans, and the edits that are safe.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use super::args::CheckArgs;
use super::formats::{Format, Target};
use super::gather::{Gathered, Origin, Project, TOGETHER, with_published};
use super::io::Io;
use super::progress::with_progress;
use super::surroundings::around;
use crate::check::{Checked, Patient, Surroundings, check_watched};
use crate::diagnosis::{Recheck, diagnose};
use crate::finding::Status;
use crate::plan::Plan;
use crate::plan::syntax::Tree;
use crate::text::words::count;

/// The most plans of a run that are looked into: whoever has more of them that fail has another question.
const PLANS: usize = 32;

/// Returns whether causes are to be looked for: not where no format of a check shows them, or they are not wanted.
pub(super) fn are_asked_for(args: &CheckArgs, targets: &[Target]) -> bool {
    let shows = |target: &Target| match target.format {
        Format::Human => !args.quiet && !args.statistics,
        // The summary of a step of GitHub Actions is Markdown.
        Format::Json | Format::Sarif | Format::Markdown | Format::Github => !args.quiet,
        Format::Concise | Format::Gitlab | Format::Junit => false,
    };
    // Where a waiver is printed in the place of the report nobody sees a cause.
    args.patch || !args.no_causes && args.waiver_for.is_none() && (args.mark.is_some() || targets.iter().any(shows))
}

impl Gathered {
    /// Looks for the causes of what was found in the first plans that have findings.
    pub(super) fn diagnose(&mut self, io: &mut Io<'_>) {
        let is_lightened = self.plans.len() > TOGETHER;
        let counts = |plan: &Checked| plan.findings.iter().any(|finding| finding.status == Status::Failed);
        let mut plans: Vec<_> = self.plans.iter_mut().zip(&self.origins).filter(|(plan, _)| counts(plan)).collect();
        plans.truncate(PLANS);
        let all = plans.len();
        let say =
            |done| format!("looked for the causes of what was found in {done} of {}", count(all, "plan", "plans"));
        with_progress(io, say, |done| {
            plans.into_par_iter().for_each(|(plan, origin)| {
                one(plan, origin, is_lightened);
                done.fetch_add(1, Ordering::Relaxed);
            });
        });
    }
}

fn one(plan: &mut Checked, origin: &Origin, is_lightened: bool) {
    let recheck = recheck(plan, origin);
    if is_lightened {
        let _ = on_a_copy(plan, &*recheck);
    } else {
        diagnose(plan, &*recheck);
    }
}

/// Returns what checks another text of a plan as the plan was checked, with the same files beside it.
pub(super) fn recheck(plan: &Checked, origin: &Origin) -> Box<Recheck<'static>> {
    let file = origin.is_read.then_some(origin.file.as_deref()).flatten();
    recheck_in(plan, file, origin.project.clone())
}

/// Returns the same of a plan that was read from a file, if from any, and checked as its project asks.
pub(super) fn recheck_in(plan: &Checked, file: Option<&Path>, project: Arc<Project>) -> Box<Recheck<'static>> {
    let store = &project.config.store;
    let surroundings = file.map_or_else(Surroundings::default, |path| around(store, path, &plan.plan));
    let name = plan.path.clone();
    Box::new(move |tree, watch| {
        let (again, _) = with_published(&name, &project, Plan::of(tree)).ok()?;
        check_watched(name.clone(), again, &surroundings, &project.settings, watch)
    })
}

/// Looks for the causes in a plan of which only the text was kept.
fn on_a_copy(plan: &mut Checked, recheck: &Recheck<'_>) -> Option<()> {
    let mut whole = recheck(Tree::parse(plan.plan.tree.source().to_owned()), &Patient)?;
    if whole.findings.len() != plan.findings.len() {
        return None;
    }
    for (copy, own) in whole.findings.iter_mut().zip(&plan.findings) {
        copy.status = own.status.clone();
    }
    diagnose(&mut whole, recheck);
    for (own, copy) in plan.findings.iter_mut().zip(whole.findings) {
        own.edit = copy.edit;
    }
    plan.diagnosis = whole.diagnosis;
    Some(())
}
