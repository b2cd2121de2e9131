//! The days on which a plan was sent in.

use crate::period::Date;
use crate::plan::{Field, Plan, PlanDate, SentFor, Submission};

/// A day on which the plan was sent in.
#[derive(Clone, Copy)]
pub(super) struct Sent<'a> {
    /// The day.
    pub(super) on: &'a Field<PlanDate>,
    /// The entry of the list, where it is from there.
    pub(super) entry: Option<&'a Submission>,
}

impl Sent<'_> {
    /// Returns the last day it can have been, where it says.
    pub(super) fn day(&self) -> Option<Date> {
        self.on.get().and_then(|date| date.latest())
    }

    /// Returns whether it was the same plan once more, after assurance.
    pub(super) fn is_repeated(&self) -> bool {
        self.entry.is_some_and(|entry| entry.for_what.get() == Some(&SentFor::Resubmission))
    }
}

/// The days on which a plan was sent in.
pub(super) struct Submissions<'a> {
    /// All of them, in the order of the file.
    pub(super) all: Vec<Sent<'a>>,
    /// The last one that is no repetition; one whose day cannot be read may be it.
    pub(super) last: Option<Sent<'a>>,
}

impl<'a> Submissions<'a> {
    /// Returns those of the plan's list, else the one day that its header names.
    pub(super) fn of(plan: &'a Plan) -> Self {
        let listed = plan.submissions.iter().map(|entry| Sent { on: &entry.on, entry: Some(entry) });
        let all: Vec<Sent<'a>> = match &plan.header.submitted {
            on if plan.submissions.is_empty() && !on.is_absent() => vec![Sent { on, entry: None }],
            _ => listed.collect(),
        };
        let firsts = || all.iter().copied().filter(|sent| !sent.is_repeated());
        let unreadable = firsts().find(|sent| sent.on.is_unreadable());
        let last = unreadable.or_else(|| firsts().max_by_key(Sent::day));
        Self { all, last }
    }
}
