//! `earmark-below-share`: less is set aside than the area's published share.

use super::{may_be_more, stated, years};
use crate::check::prelude::*;
use crate::policy::Earmark;

pub(crate) static RULE: Rule = Rule {
    id: "earmark-below-share",
    level: Level::Warning,
    clauses: Clauses::Of(super::clauses),
    aspect: Aspect::Share(FloorOf::Earmark),
    summary: "less is set aside than the area's published share",
    why: "The area's share of the national amount is what the NHS minimum was raised by for the purpose.",
    fix: "Raise the amount to the published share, or correct the share in `[allocations]`.",
    example: r#"
[allocations]
carers-breaks = { 2017-18 = 740, 2018-19 = 744 }
#                           ^^^ mend: 730

[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }
of_which.carers-breaks = { 2017-18 = 730, 2018-19 = 744 }
#                                    ^^^ £730 for carers' breaks in 2017/18, £10 below the area's share of £740
#                                    edit: 740
"#,
    cases: &[r#"
# The share itself is enough; a pound less is not.
[allocations]
carers-breaks = { 2017-18 = 740, 2018-19 = 744 }

[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }
of_which.carers-breaks = { 2017-18 = 740, 2018-19 = 743 }
#                                                   ^^^
#   £743 for carers' breaks in 2018/19, £1 below the area's share of £744
#   edit: 744
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if facts.round.earmarks.is_empty() {
        return tests.not_applicable(Case::default(), "the round's data has no earmarks");
    }
    for earmark in &facts.round.earmarks {
        for year in years(facts, earmark) {
            compare(facts, tests, earmark, year);
        }
    }
}

fn compare(facts: &Facts<'_>, tests: &mut Tests<'_>, earmark: &Earmark, year: Year) {
    let case =
        Case::in_year(year, earmark.name.clone()).sum_of(format!("earmarks.{}", earmark.id)).under(&earmark.clause);
    let (share, published) = match facts.allocation(&earmark.id, year) {
        Field::Is(share, node) => (share, node),
        Field::Absent => {
            return tests.not_evaluated(case, format!("no share is published in `allocations.{}`", earmark.id));
        }
        Field::Unreadable(node) => return tests.not_evaluated(case, facts.blocked_by(node, "cannot be read")),
    };
    let sum = stated(facts, earmark, year);
    if let Some(node) = sum.unreadable {
        return tests.not_evaluated(case, facts.blocked_by(node, "cannot be read"));
    }
    let is_enough = sum.total >= share.pounds || sum.agrees(share);
    if let Some(reason) = may_be_more(facts, earmark).filter(|_| !is_enough) {
        return tests.not_evaluated(case, reason);
    }
    let Some(at) = sum.largest(facts.plan) else {
        return tests.not_evaluated(case, "the plan does not state it");
    };
    let slack = sum.slack + share.slack;
    if is_enough {
        return tests.pass_sum(case, &sum, share.pounds, slack);
    }
    let short = share.pounds - sum.total;
    let message = format!(
        "{} for {} in {}, {short} below the area's share of {}",
        sum.total,
        earmark.name,
        year.prose(),
        share.pounds
    );
    let largest = sum.lines.iter().find(|(node, _)| *node == at).map_or(Money::ZERO, |(_, pounds)| *pounds);
    let failure = Failure::new(case, at, message).clause(&earmark.clause).sum(&sum, share.pounds, slack);
    let failure = failure.label(published, "the published share").set(facts, at, largest + short);
    tests.fail(failure.help(format!("raise it by {short}, or correct the published share")));
}
