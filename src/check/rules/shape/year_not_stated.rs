//! `year-not-stated`: an amount leaves out a year of the round.

use std::collections::BTreeSet;

use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "year-not-stated",
    level: Level::Error,
    lenient_in_drafts: true,
    ground: Ground::Itself,
    summary: "an amount leaves out a year of the round",
    why: "Nothing said is not nil: a sum with an amount nobody stated proves nothing, so what rests on it is not evaluated.",
    fix: "State every year of the round; write 0 where there is nothing.",
    example: r#"
[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000 }
#^^^^^ the amount of 2018/19 is not stated
#                    ^^^^^^ mend: 20_000, 2018-19 = 0
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let mut gaps = Vec::new();
    let mut count = 0;
    let streams = facts.streams_of_entries();
    // In a round whose streams are not in every year, nobody can say in which a source of no known stream is.
    let is_unplaced = |source: &&Source| !facts.is_placed(source);
    let unplaced = facts.plan.sources.iter().filter(|_| !streams.is_empty()).filter(is_unplaced);
    let unplaced: BTreeSet<NodeId> = unplaced.map(|source| source.node).collect();
    // Under another round than its own a plan may lack a year altogether, which is one finding.
    let other = facts.years_of_no_figure();
    for series in facts.plan.notes.series().filter(|series| series.role.is_complete() && !series.damaged) {
        count += 1;
        let stream = streams.get(&series.entry);
        for year in facts.years().filter(|year| !other.contains(year)) {
            if series.lacks(year.into()) && stream.is_none_or(|stream| facts.is_in_round(stream, year)) {
                if unplaced.contains(&series.entry) {
                    let reason = facts.blocked_by(series.entry, "is of no stream of the round");
                    tests.not_evaluated(Case::in_year(year, "amount"), reason);
                    continue;
                }
                gaps.push((series.entry, series.table, year));
            }
        }
    }
    for year in &other {
        tests.not_evaluated(
            Case::in_year(*year, "amount"),
            "the plan is of another round and has no figures for this year",
        );
    }
    for (entry, table, year) in &gaps {
        let place = match table {
            Some(table) => Place::Absent(*table, year.to_string()),
            None => Place::Absent(*entry, format!("amount.{year}")),
        };
        let message = format!("the amount of {} is not stated", year.prose());
        let failure = Failure::new(Case::in_year(*year, "amount"), place, message);
        tests.fail(failure.help(format!("add `{year} = …`; write 0 if there is nothing in that year")));
    }
    tests.pass_lot(!gaps.is_empty(), count, "amounts by year");
}
