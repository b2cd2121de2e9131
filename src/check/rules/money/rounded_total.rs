//! `rounded-total`: a stated total differs from its parts, but no more than rounding explains.

use std::collections::HashSet;

use super::total_mismatch;
use super::totals::{Comparison, Total, Verdict};
use super::totals_alone::totals;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "rounded-total",
    level: Level::Advice,
    ground: Ground::Itself,
    summary: "a stated total differs from the sum of its parts within rounding",
    why: "Rounded parts need not add up to the rounded total. Nothing is wrong, but a reader who adds them up will ask.",
    fix: "Leave it, say in a footnote that figures are rounded, or state the parts more finely.",
    example: r#"
[plan]
format = 1
round = "bcf-2017-19"
money = "thousands"

[area]
name = "Exampleton"

[[sources]]
id = "east"
kind = "nhs-minimum"
partner = "east-ccg"
amount = { 2017-18 = 15_838 }

[[sources]]
id = "west"
kind = "nhs-minimum"
partner = "west-ccg"
amount = { 2017-18 = 20_843 }

[totals]
pool = { 2017-18 = 36_682 }
#                  ^^^^^^ the pool is stated as £36,682,000 in 2017/18 and its parts come to £36,681,000: £1,000
#                  apart, which rounding explains
#                  mend: 36_681
"#,
    cases: &[r#"
# What adds up was not rounded, and more than rounding explains is a mismatch.
[plan]
format = 1
round = "bcf-2017-19"
money = "thousands"

[area]
name = "Exampleton"

[[sources]]
id = "east"
kind = "nhs-minimum"
partner = "east-ccg"
amount = { 2017-18 = 15_838, 2018-19 = 16_000 }

[[sources]]
id = "west"
kind = "nhs-minimum"
partner = "west-ccg"
amount = { 2017-18 = 20_843, 2018-19 = 21_000 }

[totals]
pool = { 2017-18 = 36_681, 2018-19 = 37_003 }
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let totals = totals(facts);
    let verdicts: Vec<(&Total<'_>, Verdict)> = totals
        .iter()
        .flat_map(|total| total.verdicts(facts).into_iter().map(move |verdict| (total, verdict)))
        .collect();
    let wrong = verdicts.iter().filter_map(|(_, verdict)| match verdict {
        Verdict::Wrong(wrong) => Some(wrong.stated.1),
        _ => None,
    });
    let wrong: HashSet<NodeId> = wrong.collect();
    let is_wrong = |held: &Comparison| wrong.contains(&held.stated.1);
    for (total, verdict) in verdicts {
        match verdict {
            Verdict::Rounded(rounded) if is_wrong(&rounded) => {
                let rule = total_mismatch::RULE.id;
                tests.not_applicable(rounded.case, format!("it is wrong beside other parts (`{rule}`)"));
            }
            Verdict::Unknown(case, reason) => tests.not_evaluated(case, reason),
            Verdict::Exact(held) => tests.pass_sum(held.case, &held.sum, held.stated.0.pounds, held.room),
            Verdict::Rounded(rounded) => fail(tests, total, rounded),
            Verdict::Wrong(wrong) => {
                let rule = total_mismatch::RULE.id;
                let reason = format!("the difference is more than rounding explains (`{rule}`)");
                tests.not_applicable(wrong.case, reason);
            }
        }
    }
    if totals.is_empty() {
        tests.not_applicable(Case::default(), "the plan states no total");
    }
}

fn fail(tests: &mut Tests<'_>, total: &Total<'_>, rounded: Comparison) {
    let (stated, at) = rounded.stated;
    let difference = (stated.pounds - rounded.sum.total).abs();
    let (words, parts) = (&total.words, total.come_to(&rounded.sum));
    let message = format!(
        "{words} is stated as {} in {} and {parts} {}: {difference} apart, which rounding explains",
        stated.pounds,
        rounded.year.prose(),
        rounded.sum.total,
    );
    let failure =
        Failure::new(rounded.case, at, message).help("leave it, or state the parts to the precision of the total");
    tests.fail(failure.sum(&rounded.sum, stated.pounds, rounded.room).against(Against::Statement));
}
