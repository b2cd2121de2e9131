//! `contribution-below-allocation`: less of a mandatory stream than government published for the area.

use super::contribution::{Contribution, Known, contributions};
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "contribution-below-allocation",
    level: Level::Error,
    clauses: Clauses::One("pool-minimum"),
    aspect: Aspect::Floor(FloorOf::Contribution),
    statutory: true,
    bearing: Bearing::Required,
    summary: "a mandatory stream is smaller than its published allocation",
    why: "The pool must hold at least what government published for the area; a plan below it cannot be approved.",
    fix: "Raise the source to the allocation, or correct the allocation if it was copied wrongly.",
    example: r#"
[allocations]
nhs-minimum = { 2017-18 = 20_000, 2018-19 = 20_380 }

[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 19_999, 2018-19 = 20_380 }
#                    ^^^^^^ the NHS minimum contribution is £19,999 in 2017/18, £1 below its published allocation of
#                    £20,000
#                    edit: 20_000
"#,
    cases: &[
        r#"
# A later determination need not be pooled; less than the first is short all the same.
[allocations]
nhs-minimum = { 2017-18 = 0, 2018-19 = 0 }
dfg = { 2017-18 = 1_000, 2018-19 = 1_100 }

[[allocations.changes]]
stream = "dfg"
year = "2017-18"
amount = 90
on = 2017-06-30

[[allocations.changes]]
stream = "dfg"
year = "2018-19"
amount = 90
on = 2017-06-30

[[sources]]
id = "grant"
kind = "dfg"
partner = "council"
amount = { 2017-18 = 1_000, 2018-19 = 1_099 }
#                                     ^^^^^ the Disabled Facilities Grant is £1,099 in 2018/19, £1 below its published
#                                     allocation of £1,100
#                                     edit: 1_100
"#,
        r#"
# Of streams in one figure nobody can say which falls short.
[allocations]
nhs-minimum = { 2017-18 = 20_000, 2018-19 = 20_380 }
ibcf = { 2017-18 = 1_000, 2018-19 = 4_900 }
dfg = { 2017-18 = 1_000, 2018-19 = 1_100 }

[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }

[[sources]]
id = "grants"
kinds = ["ibcf", "dfg"]
partner = "council"
amount = { 2017-18 = 1_999, 2018-19 = 6_000 }
"#,
        r#"
# Where the shares of its partners are published, and no figure for the area, each pays its own.
[[partners]]
id = "north"
name = "North CCG"
kind = "ccg"

[[partners]]
id = "south"
name = "South CCG"
kind = "ccg"

[allocations.by_partner]
north = { nhs-minimum = { 2017-18 = 9_000, 2018-19 = 9_170 } }
south = { nhs-minimum = { 2017-18 = 11_000, 2018-19 = 11_210 } }

[[sources]]
id = "north-minimum"
kind = "nhs-minimum"
partner = "north"
amount = { 2017-18 = 9_001, 2018-19 = 9_170 }

[[sources]]
id = "south-minimum"
kind = "nhs-minimum"
partner = "south"
amount = { 2017-18 = 10_999, 2018-19 = 11_210 }
#                    ^^^^^^ the part of South CCG in the NHS minimum contribution is £10,999 in 2017/18, £1 below its
#                    published allocation of £11,000
#                    edit: 11_000
"#,
    ],
    check,
    ..Rule::PLAIN
};

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let below = |part: &Contribution<'_>| part.sum.total < part.published.total && !part.agrees();
    contributions(facts, below, |known| match known {
        Known::Not(case, reason) => tests.not_evaluated(case, reason),
        Known::Both(part) if below(&part) => match &part.lost {
            Some(reason) => tests.not_evaluated(part.case(facts), reason.clone()),
            None => fail(facts, tests, &part),
        },
        Known::Both(part) => part.pass(facts, tests),
    });
}

fn fail(facts: &Facts<'_>, tests: &mut Tests<'_>, part: &Contribution<'_>) {
    let Some(failure) = part.failure(facts, "below") else { return };
    let shortfall = part.published.total - part.sum.total;
    tests.fail(failure.help(format!("add the missing {shortfall} to the source")));
}
