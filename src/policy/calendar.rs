//! The deadlines that hold for a plan, by the day it is sent in.

use super::days::{Deadline, Update};
use super::round::Round;
use crate::period::{Date, Year};

impl Round {
    /// Returns the deadline that a plan sent in on `day` had to keep; the last one where the day is not known.
    pub fn submission_for(&self, day: Option<Date>) -> Option<&Deadline> {
        let update = self.update_on(day).map(|update| &update.submission);
        update.or(self.submission.as_ref())
    }

    /// Returns the last day of an agreement signed on `day`.
    pub fn section_75_for(&self, day: Option<Date>) -> Option<&Deadline> {
        let update = self.update_on(day).and_then(|update| update.section_75.as_ref());
        update.or_else(|| self.section_75.as_ref().and_then(|asked| asked.by.as_ref()))
    }

    /// Returns the update that a plan said to be one, sent in on `day`, is: the last that had begun, else the first.
    pub fn update_for(&self, day: Option<Date>) -> Option<&Update> {
        self.update_on(day).or_else(|| self.updates.first())
    }

    /// Returns the update that plans for these years of the round and for no other.
    pub fn update_of(&self, years: &[Year]) -> Option<&Update> {
        let plans_for_all = |update: &&Update| years.iter().all(|year| update.years.contains(year));
        self.updates.iter().filter(|_| !years.is_empty()).find(plans_for_all)
    }

    /// Returns every last day to send a plan in: the round's, then those of its updates.
    pub fn submissions(&self) -> impl Iterator<Item = &Deadline> {
        self.submission.iter().chain(self.updates.iter().map(|update| &update.submission))
    }

    /// Returns every last day to sign the agreement: the round's, then those of its updates.
    pub fn section_75_days(&self) -> impl Iterator<Item = &Deadline> {
        let first = self.section_75.iter().filter_map(|asked| asked.by.as_ref());
        first.chain(self.updates.iter().filter_map(|update| update.section_75.as_ref()))
    }

    /// Finds the last update that had begun on `day`; the last of all where the day is not known.
    pub fn update_on(&self, day: Option<Date>) -> Option<&Update> {
        let begun = |n: usize, day: Date| {
            let before = if n == 0 {
                self.submission.as_ref()
            } else {
                self.updates.get(n - 1).map(|update| &update.submission)
            };
            match self.updates[n].from {
                Some(from) => day >= from,
                None => before.is_none_or(|deadline| day > deadline.by),
            }
        };
        match day {
            Some(day) => (0..self.updates.len()).rev().find(|n| begun(*n, day)).map(|n| &self.updates[n]),
            None => self.updates.last(),
        }
    }
}
