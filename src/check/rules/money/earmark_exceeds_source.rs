//! `earmark-exceeds-source`: the earmarks inside a source come to more than the source.

use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "earmark-exceeds-source",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "the earmarks inside a source come to more than the source",
    why: "An earmark is a part of the source that holds it, so all of them together cannot be more than the whole.",
    fix: "Correct the earmarks, or the source.",
    example: r#"
[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000 }
of_which.care-act = { 2017-18 = 20_100 }
#                               ^^^^^^ the one earmark comes to £20,100 in 2017/18, £100 more than the £20,000 of
#                               `minimum`
#                               edit: 20_000
#                               mend: 780
"#,
    cases: &[r#"
# The earmarks of a year count together, up to the source itself.
[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }
of_which.care-act = { 2017-18 = 12_000, 2018-19 = 12_000 }
#                                                 ^^^^^^
#   the earmarks come to £20,381 in 2018/19, £1 more than the £20,380 of `minimum`
#   edit: 11_999
of_which.reablement = { 2017-18 = 8_000, 2018-19 = 8_381 }
"#],
    check,
    ..Rule::PLAIN
};

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    for source in facts.plan.sources.iter().filter(|source| !source.of_which.is_empty()) {
        for year in facts.years().filter(|year| !facts.may_leave_out(source.kind.str(), &source.amount, *year)) {
            test(facts, tests, source, year);
        }
    }
}

fn test(facts: &Facts<'_>, tests: &mut Tests<'_>, source: &Source, year: Year) {
    let name = source.name.str().or(source.id.str()).unwrap_or("a source");
    let case = Case::in_year(year, name).sum_of(facts.plan.path_of(source.node));
    let earmarks = || source.of_which.iter().map(|(_, _, amounts)| amounts);
    let (parts, whole) = (Sum::of_year(earmarks(), year), Sum::of([source.amount.at(year)]));
    if let Some(reason) = facts.not_whole(&whole, year, [&source.amount]) {
        return tests.not_evaluated(case, reason);
    }
    if parts.total <= whole.total || parts.agrees_with(&whole) {
        return match facts.not_whole(&parts, year, earmarks()) {
            Some(reason) => tests.not_evaluated(case, reason),
            None => tests.pass_sum(case, &parts, whole.total, parts.room(&whole)),
        };
    }
    let Some(at) = parts.largest(facts.plan) else { return };
    let excess = parts.total - whole.total;
    let come = if parts.lines.len() == 1 { "the one earmark comes" } else { "the earmarks come" };
    let message = format!(
        "{come} to {} in {}, {excess} more than the {} of `{}`",
        parts.total,
        year.prose(),
        whole.total,
        shortened(name)
    );
    let mut failure = Failure::new(case, at, message).help("correct the earmark, or the source that holds it");
    failure = failure.label_if(source.amount.at(year).node(), format!("the source has {}", whole.total));
    let own = parts.lines.iter().find(|(node, _)| *node == at).map_or(Money::ZERO, |(_, pounds)| *pounds);
    if own >= excess {
        failure = failure.set(facts, at, own - excess);
    }
    tests.fail(failure.sum(&parts, whole.total, parts.room(&whole)).against(Against::Means));
}
