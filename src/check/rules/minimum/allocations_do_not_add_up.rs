//! `allocations-do-not-add-up`: the partners' published shares do not make the area's allocation.

use crate::check::prelude::*;
use crate::policy::Stream;

pub(crate) static RULE: Rule = Rule {
    id: "allocations-do-not-add-up",
    level: Level::Warning,
    clauses: Clauses::One("pool-minimum"),
    summary: "the published shares of the partners do not add up to the area's allocation",
    why: "Both were copied from what government published; one of them was copied wrongly, and the plan is checked against it.",
    fix: "Compare the figures with the published document.",
    example: r#"
[allocations]
nhs-minimum = { 2017-18 = 20_000 }
#                         ^^^^^^ the partners' shares of the NHS minimum contribution come to £19,000 in 2017/18,
#                         £1,000 less than the area's £20,000
by_partner.east-ccg.nhs-minimum = { 2017-18 = 12_000 }
by_partner.west-ccg.nhs-minimum = { 2017-18 = 7_000 }
#                                             ^^^^^ mend: 8_000

[[sources]]
id = "minimum"
kind = "nhs-minimum"
partners = ["east-ccg", "west-ccg"]
amount = { 2017-18 = 20_000 }
"#,
    cases: &[r#"
# A pound too much is found as well, and a year that adds up is not.
[allocations]
nhs-minimum = { 2017-18 = 20_000, 2018-19 = 20_380 }
#                                           ^^^^^^ the partners' shares of the NHS minimum contribution come to
#                                           £20,381 in 2018/19, £1 more than the area's £20,380
by_partner.east-ccg.nhs-minimum = { 2017-18 = 12_000, 2018-19 = 12_380 }
by_partner.west-ccg.nhs-minimum = { 2017-18 = 8_000, 2018-19 = 8_001 }

[[sources]]
id = "minimum"
kind = "nhs-minimum"
partners = ["east-ccg", "west-ccg"]
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if facts.plan.allocations.by_partner.is_empty() {
        return tests.not_applicable(Case::default(), "no partner's share is given");
    }
    let mut any = false;
    for stream in &facts.round.streams {
        for year in facts.years().filter(|year| Facts::has_stream(stream, *year)) {
            let (shares, complete) = facts.published_shares(stream, year);
            let has_shares = !shares.is_empty() || shares.unreadable.is_some();
            let (Field::Is(area, at), true) = (facts.allocation(&stream.id, year), has_shares) else {
                continue;
            };
            any = true;
            test(facts, tests, (stream, year), (area, at), (&shares, complete));
        }
    }
    if !any {
        tests.not_applicable(Case::default(), "no share stands beside an amount of the whole area");
    }
}

fn test(
    facts: &Facts<'_>,
    tests: &mut Tests<'_>,
    (stream, year): (&Stream, Year),
    (area, at): (Amount, NodeId),
    (shares, complete): (&Sum, bool),
) {
    let case = Case::in_year(year, stream.name.as_str());
    if let Some(node) = shares.unreadable {
        return tests.not_evaluated(case, facts.blocked_by(node, "cannot be read or is of no partner of the plan"));
    }
    if !complete {
        return tests.not_evaluated(case, "not every partner's share is given");
    }
    let room = shares.room(&Sum::of([Field::Is(area, at)]));
    if shares.agrees(area) {
        return tests.pass_sum(case, shares, area.pounds, room);
    }
    let off = (shares.total - area.pounds).abs();
    let how = if shares.total < area.pounds { "less" } else { "more" };
    let message = format!(
        "the partners' shares of the {} come to {} in {}, {off} {how} than the area's {}",
        stream.name,
        shares.total,
        year.prose(),
        area.pounds,
    );
    let mut failure = Failure::new(case, at, message).help("compare these figures with the published document");
    if let Some(clause) = &stream.clause {
        failure = failure.clause(clause);
    }
    tests.fail(failure.sum(shares, area.pounds, room).against(Against::Publication));
}
