//! `year-outside-round`: a year the round does not have.

use crate::check::prelude::*;
use crate::check::walk::{self, AmountKind};
use crate::plan::Series;

pub(super) static RULE: Rule = Rule {
    id: "year-outside-round",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "a year or period the round does not have",
    why: "An amount under a year outside the round is in no sum, and is most often a slip of the year. Baselines, outturns and the past of a metric may be earlier.",
    fix: "Move the figure under the year it belongs to, or take it out.",
    fails: r#"
[totals]
pool = { 2016-17 = 27_500 }
"#,
    passes: r#"
[totals]
pool = { 2017-18 = 27_500 }
"#,
    check,
    ..Rule::PLAIN
};

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if facts.round.years.is_empty() {
        return tests.not_evaluated(Case::default(), "the plan's round is not known");
    }
    let mut outside: Vec<(Period, NodeId)> = Vec::new();
    walk::amounts(facts.plan, |kind, _, amounts| match kind {
        AmountKind::Baseline => outside.extend(later(facts, amounts)),
        _ => outside.extend(years(facts, amounts)),
    });
    if let Some(contingency) = facts.plan.contingency() {
        outside.extend(years(facts, &contingency.reductions));
    }
    for metric in &facts.plan.metrics {
        // Earlier periods of a metric are history; later ones belong to no plan of this round.
        for series in [&metric.target, &metric.operating_plan, &metric.additional_reduction] {
            outside.extend(later(facts, series));
        }
    }
    if facts.is_of_another_round() {
        return under_another(facts, &outside, tests);
    }
    let failed = !outside.is_empty() | without_stream(facts, tests);
    for (period, node) in &outside {
        let years: Vec<String> = facts.years().map(Year::prose).collect();
        let message = format!("{} is not a year of {}", period.prose(), facts.round.id);
        let failure = Failure::new(Case::in_period(*period, "year"), Place::Key(*node), message);
        let are = if years.len() == 1 { "the round's only year is" } else { "the round's years are" };
        tests.fail(failure.help(format!("{are} {}", years.join(" and "))));
    }
    tests.pass_lot(failed, 1, "set of years");
}

/// Money of a year in which the round does not have its stream: it would be in no balance.
fn without_stream(facts: &Facts<'_>, tests: &mut Tests<'_>) -> bool {
    let streams = facts.streams_of_entries();
    if streams.is_empty() {
        return false;
    }
    let mut failed = false;
    walk::amounts(facts.plan, |_, entry, amounts| {
        let Some(stream) = entry.and_then(|entry| streams.get(&entry)).and_then(|id| facts.round.stream(id)) else {
            return;
        };
        for (year, amount, node) in amounts.readable() {
            if Facts::has_stream(stream, year) || !facts.round.has_year(year) || amount.pounds == Money::ZERO {
                continue;
            }
            failed = true;
            let years: Vec<String> = stream.years.iter().map(|year| year.prose()).collect();
            let message = format!("the {} is not in {} in {}", stream.name, facts.round.id, year.prose());
            let failure = Failure::new(Case::in_year(year, "year"), Place::Key(node), message);
            let help = format!("the round has it in {}; write 0 or leave the year out", years.join(" and "));
            tests.fail(failure.clause_if(stream.clause.as_deref()).help(help));
        }
    });
    failed
}

/// A plan that is checked under another round than its own has years of its own: that is told once, not of each figure.
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

fn years<T>(facts: &Facts<'_>, series: &Series<Year, T>) -> Vec<(Period, NodeId)> {
    let outside = series.entries.iter().filter(|(year, _)| !facts.round.has_year(*year));
    outside.filter_map(|(year, field)| Some(((*year).into(), field.node()?))).collect()
}

/// Only what is after the round.
fn later<K: Copy + Into<Period>, T>(facts: &Facts<'_>, series: &Series<K, T>) -> Vec<(Period, NodeId)> {
    let last = facts.round.last_year();
    let period = |key: K| -> Period { key.into() };
    let outside = series.entries.iter().filter(|(key, _)| period(*key).financial_year() > last);
    outside.filter_map(|(key, field)| Some((period(*key), field.node()?))).collect()
}
