//! The money that comes in and goes out, stream by stream.

use crate::check::prelude::*;

/// A stream in a year.
pub(super) struct Balance<'a> {
    /// The stream; several where a source holds them in one figure.
    pub(super) streams: Vec<&'a str>,
    /// Its name in messages.
    pub(super) name: String,
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
    balanced.filter_map(move |stream| {
        let together = facts.together(stream);
        // Streams in one figure are balanced together, and once.
        let first = together.iter().find(|stream| !stream.adjustment && Facts::has_stream(stream, year));
        if first.is_none_or(|first| first.id != stream.id) {
            return None;
        }
        let streams: Vec<&str> = together.iter().map(|stream| stream.id.as_str()).collect();
        let names: Vec<&str> = together.iter().map(|stream| stream.name.as_str()).collect();
        let contingency = streams.iter().any(|stream| facts.holds_contingency(stream));
        let mut spent = Sum::of_year(lines_of(facts, &streams), year);
        if contingency {
            spent.add(facts.contingency(year));
        }
        let pool = Sum::of_year(facts.holding(&streams).map(|source| &source.amount), year);
        Some(Balance { name: names.join(" and the "), streams, year, pool, spent, contingency })
    })
}

/// Returns the amounts of the lines that draw on some of these streams.
fn lines_of<'f>(facts: &'f Facts<'_>, streams: &[&str]) -> impl Iterator<Item = &'f Amounts> {
    let own = streams.iter().flat_map(|stream| facts.lines_of(stream));
    own.chain(facts.lines_of_mixed(streams)).map(|line| &line.spend.amount)
}

impl Balance<'_> {
    /// Returns the name of the test.
    pub(super) fn case(&self) -> Case {
        Case::in_year(self.year, self.name.as_str()).sum_of(format!("sources.{}", self.streams.join("+")))
    }

    /// Returns whether what comes in and what goes out agree.
    pub(super) fn is_even(&self) -> bool {
        self.spent.agrees_with(&self.pool)
    }

    /// Returns why what comes in is not known, if it is not.
    pub(super) fn pool_unknown(&self, facts: &Facts<'_>) -> Option<Reason> {
        facts.not_whole(&self.pool, self.year, facts.holding(&self.streams).map(|source| &source.amount))
    }

    /// Returns why what goes out is not known, if it is not.
    pub(super) fn spent_unknown(&self, facts: &Facts<'_>) -> Option<Reason> {
        let lines = lines_of(facts, &self.streams);
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
