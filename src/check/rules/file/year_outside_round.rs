//! `year-outside-round`: a year the round does not have.

use std::cell::LazyCell;

use crate::check::prelude::*;
use crate::plan::shape::Role;
use crate::plan::{SeriesNote, is_baseline};

pub(crate) static RULE: Rule = Rule {
    id: "year-outside-round",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "a year or period the round does not have",
    why: "An amount under a year outside the round is in no sum, and is most often a slip of the year. Baselines, outturns and the past of a metric may be earlier.",
    fix: "Move the figure under the year it belongs to, or take it out.",
    example: r#"
[totals]
pool = { 2016-17 = 27_500 }
#        ^^^^^^^ 2016/17 is not a year of bcf-2017-19
#        mend: 2017-18
"#,
    cases: &[
        r#"
# A figure of the past is history for as long as somebody can have counted it.
[area]
name = "Exampleton"
population.older = { 1997-98 = 120_000, 2018-19 = 147_300 }
"#,
        r#"
# A century off is a slip.
[area]
name = "Exampleton"
population.older = { 1917-18 = 143_900 }
#                    ^^^^^^^ 1917/18 is not a year of bcf-2017-19
#                    mend: 2017-18
"#,
        r#"
# What government changed is of a year of the round; what went before is of none.
[allocations]
dfg = { 2017-18 = 1_000, 2018-19 = 1_000 }

[[allocations.changes]]
stream = "dfg"
year = "2019-20"
#      ^^^^^^^^^ 2019/20 is not a year of bcf-2017-19
#      mend: "2018-19"
amount = 50
on = 2019-01-10

[totals.previous]
pool = { 2016-17 = 20_000, 2017-18 = 21_000 }
#                          ^^^^^^^ 2017/18 is a year of the round, and not one before it
#                          mend: 2015-16
better-care-of-old = { 2016-17 = 1_000 }
"#,
        r#"
# A month belongs to no year of the round.
[transfers_of_care]
bed_share = { 2071-03 = 3.4 }
#             ^^^^^^^ March 2071 is in no year of bcf-2017-19
#             mend: 2018-03
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if facts.round.years.is_empty() {
        return tests.not_evaluated(Case::default(), "the plan's round is not known");
    }
    let outside: Vec<(Period, NodeId)> = facts.plan.notes.series().flat_map(|series| outside(facts, series)).collect();
    if facts.is_of_another_round() {
        return under_another(facts, &outside, tests);
    }
    let mut failed = !outside.is_empty() | without_stream(facts, tests);
    failed |= years_covered(facts, tests) | changes(facts, tests) | not_before(facts, tests);
    for (period, node) in &outside {
        let years: Vec<String> = facts.years().map(Year::prose).collect();
        let is = if matches!(period, Period::Year(_)) { "is not a year" } else { "is in no year" };
        let message = format!("{} {is} of {}", period.prose(), facts.round.id);
        let failure = Failure::new(Case::in_period(*period, "year"), Place::Key(*node), message);
        let are = if years.len() == 1 { "the round's only year is" } else { "the round's years are" };
        let past = if is_long_past(facts, period.financial_year()) { PAST } else { "" };
        tests.fail(failure.help(format!("{are} {}{past}", years.join(" and "))));
    }
    tests.pass_lot(failed, 1, "set of years");
}

/// Reports the years that the plan says it covers and the round does not have; returns whether there is any.
fn years_covered(facts: &Facts<'_>, tests: &mut Tests<'_>) -> bool {
    let named = facts.plan.header.years.iter().filter_map(|year| Some((*year.get()?, year.node()?)));
    let mut failed = false;
    for (year, node) in named.filter(|(year, _)| !facts.round.has_year(*year)) {
        failed = true;
        let years: Vec<String> = facts.round.years.iter().map(|year| year.prose()).collect();
        let message = format!("{} is not a year of {}", year.prose(), facts.round.id);
        let help = format!("name some of {}, or leave `years` out for all of them", years.join(" and "));
        tests.fail(Failure::new(Case::in_year(year, "year"), node, message).help(help));
    }
    failed
}

/// Reports money of a year in which the round does not have its stream, as it would be in no balance; returns whether
/// there is any.
fn without_stream(facts: &Facts<'_>, tests: &mut Tests<'_>) -> bool {
    let streams = facts.streams_of_entries();
    if streams.is_empty() {
        return false;
    }
    let mut failed = false;
    for series in facts.plan.notes.series().filter(|series| series.is_money) {
        let Some(stream) = streams.get(&series.entry).and_then(|id| facts.round.stream(id)) else { continue };
        for figure in series.figures {
            let year = figure.period.financial_year();
            let nothing = figure.pounds.is_none_or(|pounds| pounds == Money::ZERO);
            if Facts::has_stream(stream, year) || !facts.round.has_year(year) || nothing {
                continue;
            }
            failed = true;
            let years: Vec<String> = stream.years.iter().map(|year| year.prose()).collect();
            let message = format!("the {} is not in {} in {}", stream.name, facts.round.id, year.prose());
            let failure = Failure::new(Case::in_year(year, "year"), Place::Key(figure.node), message);
            let help = format!("the round has it in {}; write 0 or leave the year out", years.join(" and "));
            tests.fail(failure.clause_if(stream.clause.as_deref()).help(help));
        }
    }
    failed
}

/// Reports changes of allocations that are for a year the round does not have; returns whether there is any.
fn changes(facts: &Facts<'_>, tests: &mut Tests<'_>) -> bool {
    let mut failed = false;
    for change in &facts.plan.allocations.changes {
        let Field::Is(year, at) = change.year else { continue };
        if facts.round.has_year(year) {
            continue;
        }
        failed = true;
        let years: Vec<String> = facts.years().map(Year::prose).collect();
        let message = format!("{} is not a year of {}", year.prose(), facts.round.id);
        let failure = Failure::new(Case::in_year(year, "year"), at, message);
        tests.fail(failure.help(format!("a change is of an allocation of the round: of {}", years.join(" or "))));
    }
    failed
}

/// Reports sums of years before the round that are of one of its own; returns whether there is any.
fn not_before(facts: &Facts<'_>, tests: &mut Tests<'_>) -> bool {
    let mut failed = false;
    for series in facts.plan.notes.series().filter(|series| !series.role.takes_the_round()) {
        for figure in series.figures.iter().filter(|figure| facts.round.has_year(figure.period.financial_year())) {
            failed = true;
            let message = format!("{} is a year of the round, and not one before it", figure.period.prose());
            let failure = Failure::new(Case::in_period(figure.period, "year"), Place::Key(figure.node), message);
            tests.fail(failure.help("state it in `[totals]`, or correct the year"));
        }
    }
    failed
}

/// Reports once, not at each figure, that a plan checked under another round than its own has other years.
fn under_another(facts: &Facts<'_>, outside: &[(Period, NodeId)], tests: &mut Tests<'_>) {
    let mut years: Vec<Year> = outside.iter().map(|(period, _)| period.financial_year()).collect();
    years.sort_unstable();
    years.dedup();
    let (Some(node), [_, ..]) = (facts.plan.header.round.node(), years.as_slice()) else {
        return tests.pass_lot(false, 1, "set of years");
    };
    let prose = |years: &[Year]| years.iter().map(|year| year.prose()).collect::<Vec<_>>().join(" and ");
    let (theirs, ours) = (prose(&years), prose(&facts.round.years));
    let message =
        format!("the plan has figures for {theirs}, which {} does not have: it is for {ours}", facts.round.id);
    let help = format!(
        "to see how the plan would stand there, give it the figures of {ours}; `bcf init --round {}` starts a plan for them",
        facts.round.id
    );
    tests.fail(Failure::new(Case::default(), node, message).help(help));
}

/// Returns the periods of a series that the round does not have, with their figures.
fn outside<'a>(facts: &'a Facts<'_>, series: SeriesNote<'a>) -> impl Iterator<Item = (Period, NodeId)> + 'a {
    let last = facts.round.last_year();
    let past = LazyCell::new(move || series.role.takes_the_past() || is_of_before(facts, &series));
    let is_outside =
        move |year: Year| !facts.round.has_year(year) && (year > last || !*past || is_long_past(facts, year));
    let figures = series.figures.iter().map(|figure| (figure.period, figure.node));
    figures.filter(move |(period, _)| is_outside(period.financial_year()))
}

/// The number of years before the round in which a figure can be meant to be history.
const HISTORY: u16 = 20;
/// The addition to the help for a figure that is not even history.
const PAST: &str = ", and no figure of the past goes back so far";

/// Returns whether a year is so long before the round that no figure of it can be meant.
fn is_long_past(facts: &Facts<'_>, year: Year) -> bool {
    year.start() < facts.round.first_year().start().saturating_sub(HISTORY)
}

/// Returns whether government published it as the figure of the year before the round, from which a floor is raised.
fn is_of_before(facts: &Facts<'_>, series: &SeriesNote<'_>) -> bool {
    series.role == Role::Published && facts.plan.key_of(series.entry).is_some_and(|key| is_baseline(&key))
}
