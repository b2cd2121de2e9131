//! The deadlines that a plan had to keep on the days it was sent in, and the targets that come with an update.

use super::facts::Facts;
use super::sent::Sent;
use crate::period::{Date, Year};
use crate::plan::{Field, PlanDate, SentFor};
use crate::policy::{Deadline, Metric, Update};

impl<'a> Facts<'a> {
    /// Returns the days on which the plan was sent in, in the order of the file: those of its list, else the one day
    /// that its header names.
    pub(super) fn submissions(&self) -> &[Sent<'a>] {
        &self.sent.all
    }

    /// Returns the last submission that is no repetition.
    pub(super) fn last_sent(&self) -> Option<&Sent<'a>> {
        self.sent.last.as_ref()
    }

    /// Returns the day on which the plan, or its update, was sent in last. One sent in once more is the same plan.
    pub(super) fn sent_in(&self) -> &'a Field<PlanDate> {
        self.last_sent().map_or(&self.plan.header.submitted, |sent| sent.on)
    }

    /// Returns the deadline that a submission had to keep; one sent in once more has none.
    pub(super) fn deadline_of(&self, sent: &Sent<'_>) -> Option<&'a Deadline> {
        match self.update_in(sent) {
            Some(update) => Some(&update.submission),
            None if sent.is_repeated() => None,
            None => self.round.submission.as_ref(),
        }
    }

    /// Returns the deadline of a plan that is sent in on `day`.
    pub(super) fn deadline_on(&self, day: Date) -> Option<&'a Deadline> {
        let of_years = self.update_it_is().map(|update| &update.submission);
        of_years.or_else(|| self.round.submission_for(Some(day)))
    }

    /// Returns the update of the round that a submission is: as it says, else by its day or the years of the plan.
    pub(super) fn update_in(&self, sent: &Sent<'_>) -> Option<&'a Update> {
        match sent.entry.and_then(|entry| entry.for_what.get()) {
            Some(SentFor::Resubmission) => None,
            Some(SentFor::Plan) => self.update_it_is(),
            Some(SentFor::Update) => self.round.update_for(sent.day()),
            None => self.update_it_is().or_else(|| self.round.update_on(sent.day())),
        }
    }

    /// Returns the update that the whole plan is, by the years it covers.
    fn update_it_is(&self) -> Option<&'a Update> {
        self.round.update_of(&self.years().collect::<Vec<_>>())
    }

    /// Returns the years in which a metric needs targets, each with the clause that asks for them. Those that an update
    /// sets are asked of a plan that is the update or has it, and of no other.
    pub(super) fn asked_targets(&self, metric: &'a Metric) -> Vec<(Year, &'a str)> {
        let mut asked: Vec<(Year, &str)> =
            metric.target_years.iter().map(|year| (*year, metric.clause.as_str())).collect();
        let sets = |update: &&Update| update.metrics.contains(&metric.id) && self.has_update(update);
        for update in self.round.updates.iter().filter(sets) {
            let clause = update.metrics_clause.as_deref().unwrap_or(&metric.clause);
            asked.extend(update.years.iter().map(|year| (*year, clause)));
        }
        asked.retain(|(year, _)| self.covers(*year));
        asked
    }

    /// Returns whether the plan is an update of the round, by the years it covers, or has it, as its list says.
    pub(super) fn has_update(&self, update: &Update) -> bool {
        let listed = self.submissions().iter().filter(|sent| sent.entry.is_some());
        let mut own = self.update_it_is().into_iter().chain(listed.filter_map(|sent| self.update_in(sent)));
        own.any(|own| std::ptr::eq(own, update))
    }
}
