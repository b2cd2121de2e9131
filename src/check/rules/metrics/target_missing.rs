//! `target-missing`: a year or month for which the round asks a target and the plan has none.

use super::measure::{self, Figures, LOCAL, Measure};
use crate::check::prelude::*;
use crate::policy::Frequency;

pub(crate) static RULE: Rule = Rule {
    id: "target-missing",
    level: Level::Error,
    clauses: Clauses::One("metrics"),
    lenient_in_drafts: true,
    summary: "no target for a year or month of the round that needs one",
    why: "A metric without a target sets the area no aim, and nobody can say afterwards whether the fund did what it was for.",
    fix: "State the target of every year the round names, and of every month where it asks for months.",
    example: r#"
[[metrics]]
kind = "reablement"
target = { 2017-18 = 87.0 }
#^^^^^ `reablement` has no target for 2018/19
#                    ^^^^ mend: 87.0, 2018-19 = 87.5
"#,
    cases: &[r#"
# A metric may be given twice, in two units, with the targets in either; what neither has is missing in the first.
[[metrics]]
#^^^^^^^^^^ `delayed-transfers` has no target for any month of 2017/18
kind = "delayed-transfers"
unit = "days"

[[metrics]]
kind = "delayed-transfers"
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let blocked = measure::blocked(facts, tests);
    of_updates(facts, blocked, tests);
    if blocked {
        return;
    }
    local(facts, tests);
    for national in facts.round.metrics.iter().filter(|national| !national.supporting) {
        let entries = Measure::of(facts, national);
        let targets: Vec<Figures> = entries.iter().map(|entry| Figures::of(&entry.metric.target)).collect();
        let asked = facts.asked_targets(national);
        if asked.is_empty() && !national.target_years.is_empty() {
            tests.not_applicable(Case::of(&national.id).under(&national.clause), OTHER_YEARS);
        }
        for (year, clause) in asked {
            let case = Case::in_year(year, &national.id).under(clause);
            let Some(entry) = entries.first() else {
                tests.not_evaluated(case, format!("the plan has no metric `{}`", national.id));
                continue;
            };
            match national.targets {
                Frequency::Year => any_period(tests, case, year, entry, &entries, clause),
                Frequency::Month => every_month(tests, case, year, entry, &targets, clause),
            }
        }
    }
}

/// The reason why a metric needs no targets in this plan.
const OTHER_YEARS: &str = "its targets are for years that the plan does not cover";

/// Records that the clauses of updates which the plan is not and has not ask nothing of it, and that those of others
/// cannot be tested where the plan has no metrics.
fn of_updates(facts: &Facts<'_>, blocked: bool, tests: &mut Tests<'_>) {
    for update in &facts.round.updates {
        let Some(clause) = update.metrics_clause.as_deref() else { continue };
        let case = Case::of("update").under(clause);
        if !facts.has_update(update) {
            tests.not_applicable(case, "the plan has no update that sets targets");
        } else if blocked {
            tests.not_evaluated(case, measure::missing());
        }
    }
}

/// Tests the targets of the area's own metrics, where the round asks for such.
fn local(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(asked) = &facts.round.local_metrics else { return };
    let entries = Measure::local(facts);
    for year in asked.target_years.iter().filter(|year| facts.covers(**year)) {
        let case = Case::in_year(*year, LOCAL).under(&asked.clause);
        match entries.first() {
            None => tests.not_evaluated(case, "the plan has no local metric"),
            Some(entry) => any_period(tests, case, *year, entry, &entries, &asked.clause),
        }
    }
}

/// Tests for a target for the year or for any period in it.
fn any_period(
    tests: &mut Tests<'_>,
    case: Case,
    year: Year,
    entry: &Measure<'_>,
    entries: &[Measure<'_>],
    clause: &str,
) {
    let series = || entries.iter().map(|entry| &entry.metric.target);
    let stated = || {
        series().flat_map(|s| &s.entries).filter(|(period, _)| period.financial_year() == year).map(|(_, field)| field)
    };
    if stated().any(|field| field.get().is_some()) {
        tests.pass(case);
    } else if stated().any(Field::is_unreadable) || series().any(|series| series.damaged) {
        tests.not_evaluated(case, format!("a target of {} cannot be read", entry.name()));
    } else {
        let message = format!("{} has no target for {}", entry.name(), year.prose());
        let failure = Failure::new(case, place(entry, year.into()), message).clause(clause);
        tests.fail(failure.help(format!("add `{year} = …` to its `target`")));
    }
}

/// Tests for a target for each month: one finding, at the first that has none.
fn every_month(tests: &mut Tests<'_>, case: Case, year: Year, entry: &Measure<'_>, targets: &[Figures], clause: &str) {
    let stated = |month: Month| targets.iter().any(|figures| figures.at(Period::Month(month)).get().is_some());
    let lost = |month: Month| targets.iter().any(|figures| figures.at(Period::Month(month)).is_unreadable());
    let gaps: Vec<Month> = year.months().filter(|month| !stated(*month)).collect();
    let missing: Vec<Month> = gaps.iter().copied().filter(|month| !lost(*month)).collect();
    let Some(first) = missing.first() else {
        return match gaps.first() {
            None => tests.pass(case),
            Some(month) => tests
                .not_evaluated(case, format!("the target of {} for {} cannot be read", entry.name(), month.prose())),
        };
    };
    let which = match missing.len() {
        1 => first.prose(),
        12 => format!("any month of {}", year.prose()),
        2 => format!("{} and 1 more month of {}", first.prose(), year.prose()),
        count => format!("{} and {} more months of {}", first.prose(), count - 1, year.prose()),
    };
    let coarser = entry
        .metric
        .target
        .entries
        .iter()
        .any(|(period, _)| !matches!(period, Period::Month(_)) && period.financial_year() == year);
    let help = if coarser {
        "the round asks for every month of the year, not for the year or its quarters"
    } else {
        "the round asks for every month of the year"
    };
    let message = format!("{} has no target for {which}", entry.name());
    tests.fail(Failure::new(case, place(entry, Period::Month(*first)), message).clause(clause).help(help));
}

/// Returns the place of the target, or where it would be.
fn place(entry: &Measure<'_>, period: Period) -> Place {
    match entry.metric.target.node {
        Some(table) => Place::Absent(table, period.to_string()),
        None => Place::Absent(entry.metric.node, format!("target.{period}")),
    }
}
