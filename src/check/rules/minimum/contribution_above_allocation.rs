//! `contribution-above-allocation`: more of a mandatory stream than government published for the area.

use super::contribution::{Contribution, Excess, Known, contributions};
use crate::check::grant_parts::merged;
use crate::check::prelude::*;
use crate::check::rules::grants::grant_parts_merged;

pub(crate) static RULE: Rule = Rule {
    id: "contribution-above-allocation",
    level: Level::Warning,
    clauses: Clauses::One("pool-minimum"),
    summary: "a mandatory stream is larger than its published allocation",
    why: "An area may pool more, but as a stream of its own: counted as a minimum, voluntary money raises the floors and looks as if it had to be there.",
    fix: "Show what goes beyond the allocation as a voluntary contribution, or correct the source.",
    example: r#"
[[partners]]
id = "ccg"
name = "NHS Exampleton CCG"
kind = "ccg"

[allocations]
nhs-minimum = { 2017-18 = 20_000, 2018-19 = 20_380 }

[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_500, 2018-19 = 20_380 }
#                    ^^^^^^ the NHS minimum contribution is £20,500 in 2017/18, £500 above its published allocation of
#                    £20,000
#                    edit: 20_000
# -
# + amount = { 2017-18 = 20_000, 2018-19 = 20_380 }
# +
# + [[sources]]
# + id = "additional"
# + kind = "nhs-additional"
# + partner = "ccg"
# + amount = { 2017-18 = 500, 2018-19 = 0 }
"#,
    cases: &[
        r#"
# More of a grant comes from government: the source that is the excess is named, and nothing is cut.
[allocations]
dfg = { 2017-18 = 1_000, 2018-19 = 1_100 }

[[sources]]
id = "grant"
kind = "dfg"
partner = "council"
amount = { 2017-18 = 1_000, 2018-19 = 1_100 }

[[sources]]
id = "in-year"
name = "In-year grant"
kind = "dfg"
partner = "council"
amount = { 2017-18 = 90, 2018-19 = 0 }
#                    ^^ the Disabled Facilities Grant is £1,090 in 2017/18, £90 above its published allocation of
#                    £1,000: that is `In-year grant`
"#,
        r#"
# What was determined before the plan was sent in may be in it; what came later cannot.
[plan]
format = 1
round = "bcf-2017-19"
status = "submitted"
submitted = 2017-09-11

[area]
name = "Exampleton"

[allocations]
dfg = { 2017-18 = 1_000, 2018-19 = 1_100 }

[[allocations.changes]]
stream = "dfg"
year = "2017-18"
amount = 90
on = 2017-06-30

[[allocations.changes]]
stream = "dfg"
year = "2018-19"
amount = 95
on = 2018-12-12

[[sources]]
id = "grant"
kind = "dfg"
partner = "council"
amount = { 2017-18 = 1_090, 2018-19 = 1_195 }
#                                     ^^^^^ the Disabled Facilities Grant is £1,195 in 2018/19, £95 above its published
#                                     allocation of £1,100: that is the determination of 12 December 2018, later than the plan
"#,
        r#"
# The allocation itself is not above it; a pound more is.
[allocations]
nhs-minimum = { 2017-18 = 20_000, 2018-19 = 20_380 }

[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_381 }
#                                      ^^^^^^ the NHS minimum contribution is £20,381 in 2018/19, £1 above its
#                                      published allocation of £20,380
#                                      edit: 20_380
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let above = |part: &Contribution<'_>| part.sum.total > part.published.total && !part.agrees();
    let merged = merged(facts).ok().flatten().map(|merged| merged.holder);
    contributions(facts, above, |known| match known {
        Known::Not(case, reason) => tests.not_evaluated(case, reason),
        Known::Both(part) if above(&part) && merged == Some(part.stream.id.as_str()) => {
            tests.not_evaluated(
                part.case(facts),
                format!("it holds both parts of the grant (`{}`)", grant_parts_merged::RULE.id),
            );
        }
        Known::Both(part) if above(&part) => fail(facts, tests, &part),
        Known::Both(part) => match &part.lost {
            Some(reason) => tests.not_evaluated(part.case(facts), reason.clone()),
            None => part.pass(facts, tests),
        },
    });
}

fn fail(facts: &Facts<'_>, tests: &mut Tests<'_>, part: &Contribution<'_>) {
    let Some(failure) = part.failure(facts, "above") else { return };
    let excess = part.sum.total - part.published.total;
    if let Excess::Later(..) = part.excess(facts) {
        return tests
            .fail(failure.help("leave out what was determined later, or give the date of the plan that has it"));
    }
    // More of a grant comes from government: no voluntary money of a council is what it is.
    if part.stream.grant {
        let help = "if government added it later, say so in `[[allocations.changes]]`; else correct the source";
        return tests.fail(failure.help(help));
    }
    let voluntary = facts.round.streams.iter().find(|s| s.is_voluntary() && s.payer == part.stream.payer);
    let help = match voluntary {
        Some(stream) => format!("show the {excess} beyond the allocation as a source of kind `{}`", stream.id),
        None => format!("show the {excess} beyond the allocation as voluntary money"),
    };
    tests.fail(failure.help(help));
}
