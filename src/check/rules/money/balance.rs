//! The money that comes in and goes out, stream by stream.

use crate::check::prelude::*;

/// A stream in a year.
pub(super) struct Balance<'a> {
    /// The stream.
    pub(super) stream: &'a str,
    /// Its name in messages.
    pub(super) name: &'a str,
    /// The year.
    pub(super) year: Year,
    /// The sum of its sources.
    pub(super) pool: Sum,
    /// The sum of its lines, and of the contingency where it holds that.
    pub(super) spent: Sum,
    /// True when the contingency is among what is spent.
    pub(super) contingency: bool,
}

/// Returns the balance of every stream the round has in a year. Adjustments are not balanced.
pub(super) fn balances<'a>(facts: &'a Facts<'_>, year: Year) -> impl Iterator<Item = Balance<'a>> {
    let balanced =
        facts.round.streams.iter().filter(move |stream| !stream.adjustment && Facts::has_stream(stream, year));
    balanced.map(move |stream| {
        let contingency = facts.holds_contingency(&stream.id);
        let mut spent = Sum::of_year(facts.lines_of(&stream.id).map(|line| &line.spend.amount), year);
        if contingency {
            spent.add(facts.contingency(year));
        }
        Balance {
            stream: &stream.id,
            name: &stream.name,
            year,
            pool: facts.stream_sum(&stream.id, year),
            spent,
            contingency,
        }
    })
}

impl Balance<'_> {
    /// Returns the name of the test.
    pub(super) fn case(&self) -> Case {
        Case::in_year(self.year, self.name).sum_of(format!("sources.{}", self.stream))
    }

    /// Returns whether what comes in and what goes out agree.
    pub(super) fn is_even(&self) -> bool {
        self.spent.agrees_with(&self.pool)
    }

    /// Returns why what comes in is not known, if it is not.
    pub(super) fn pool_unknown(&self, facts: &Facts<'_>) -> Option<Reason> {
        facts.not_whole(&self.pool, self.year, facts.sources_of(self.stream).map(|source| &source.amount))
    }

    /// Returns why what goes out is not known, if it is not.
    pub(super) fn spent_unknown(&self, facts: &Facts<'_>) -> Option<Reason> {
        let lines = facts.lines_of(self.stream).map(|line| &line.spend.amount);
        let contingency = facts.plan.contingency().filter(|_| self.contingency);
        facts.not_whole(&self.spent, self.year, lines.chain(contingency.map(|contingency| &contingency.amount)))
    }
}

/// Records that the plan lacks a section the balance needs, where it does; returns whether it does.
pub(super) fn lacks_sections(facts: &Facts<'_>, tests: &mut Tests<'_>) -> bool {
    let lacking = ["sources", "schemes"].into_iter().find(|section| facts.lacks_section(section));
    if let Some(section) = lacking {
        tests.not_evaluated(Case::default(), Reason::from(format!("the plan has no `{section}`")).lacking(section));
    }
    lacking.is_some()
}
