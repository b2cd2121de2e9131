//! `year-not-stated`: an amount leaves out a year of the round.

use crate::check::prelude::*;
use crate::check::walk::{self, AmountKind};

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
};

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let mut gaps = Vec::new();
    let mut count = 0;
    let streams = facts.streams_of_entries();
    // Under another round than its own a plan may lack a year altogether, which is told once.
    let other = facts.years_of_no_figure();
    walk::amounts(facts.plan, |kind, entry, amounts| {
        if !matches!(kind, AmountKind::Source | AmountKind::Use) || amounts.damaged {
            return;
        }
        count += 1;
        let stream = entry.and_then(|entry| streams.get(&entry).copied());
        for year in facts.years().filter(|year| !other.contains(year)) {
            if amounts.at(year).is_absent() && !facts.may_leave_out(stream, amounts, year) {
                gaps.push((entry, amounts.node, year));
            }
        }
    });
    for year in &other {
        tests.not_evaluated(
            Case::in_year(*year, "amount"),
            "the plan is of another round and has no figures for this year",
        );
    }
    for (entry, table, year) in &gaps {
        let place = match (table, entry) {
            (Some(table), _) => Place::Absent(*table, year.to_string()),
            (None, Some(entry)) => Place::Absent(*entry, format!("amount.{year}")),
            (None, None) => continue,
        };
        let message = format!("the amount of {} is not stated", year.prose());
        let failure = Failure::new(Case::in_year(*year, "amount"), place, message);
        tests.fail(failure.help(format!("add `{year} = …`; write 0 if there is nothing in that year")));
    }
    tests.pass_lot(!gaps.is_empty(), count, "amounts by year");
}
