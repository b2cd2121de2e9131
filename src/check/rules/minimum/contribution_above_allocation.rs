//! `contribution-above-allocation`: more of a mandatory stream than government published for the area.

use super::contribution::{Contribution, Known, contributions};
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
    cases: &[r#"
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
"#],
    check,
    ..Rule::PLAIN
};

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
    let voluntary = facts.round.streams.iter().find(|s| !s.mandatory && !s.adjustment && s.payer == part.stream.payer);
    let help = match voluntary {
        Some(stream) => format!("show the {excess} beyond the allocation as a source of kind `{}`", stream.id),
        None => format!("show the {excess} beyond the allocation as voluntary money"),
    };
    tests.fail(failure.help(help));
}
