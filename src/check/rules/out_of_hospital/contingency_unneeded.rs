//! `contingency-unneeded`: money is held against reductions nobody plans.

use super::{additional_reductions, admissions_pools};
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "contingency-unneeded",
    level: Level::Warning,
    clauses: Clauses::One("contingency"),
    summary: "a contingency or admissions risk pool without any reduction beyond the operating plan",
    why: "Money is held back against missing a reduction that the plan does not make. One of the two is out of date.",
    fix: "State the additional reduction, or release the money.",
    example: r#"
[[risk_pools]]
id = "admissions"
purpose = "admissions"
amount = { 2017-18 = 500, 2018-19 = 500 }
#                    ^^^ the admissions risk pool holds £500, and the plan makes no reduction of admissions beyond the
#                    operating plan (to be confirmed)

# + [[metrics]]
# + kind = "non-elective-admissions"
# + additional_reduction = { 2017-18 = 300, 2018-19 = 300 }
"#,
    cases: &[r#"
# A contingency counts like a pool; one of nothing insures against nothing.
[out_of_hospital.contingency]
amount = { 2017-18 = 0, 2018-19 = 1 }
#                                 ^ the contingency holds £1, and the plan makes no reduction of admissions beyond the
#                                 operating plan (to be confirmed)
reductions = { 2017-18 = 0 }

[[risk_pools]]
id = "admissions"
purpose = "admissions"
amount = { 2017-18 = 0, 2018-19 = 0 }
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let contingency = facts.plan.out_of_hospital.contingency.as_ref();
    let stated = contingency.is_some_and(|c| c.reductions.readable().any(|(_, number, _)| !number.value.is_zero()));
    let unreadable = contingency
        .is_some_and(|c| c.reductions.damaged || c.reductions.entries.iter().any(|(_, f)| f.is_unreadable()));
    let reduced = stated || unreadable || additional_reductions(facts).next().is_some();
    let held = contingency.map(|c| ("the contingency", c.node, &c.amount));
    let pools = admissions_pools(facts).map(|pool| ("the admissions risk pool", Some(pool.node), &pool.amount));
    let mut any = false;
    for (what, node, amount) in held.into_iter().chain(pools) {
        any = true;
        let case = Case::of(what);
        let Some((_, pounds, at)) = amount.readable().find(|(_, amount, _)| amount.pounds > Money::ZERO) else {
            tests.pass(case);
            continue;
        };
        if reduced {
            tests.pass(case);
            continue;
        }
        let message = format!(
            "{what} holds {}, and the plan makes no reduction of admissions beyond the operating plan",
            pounds.pounds
        );
        let failure = Failure::new(case, at, message).label_if(node, "nothing to insure against");
        tests.fail(failure.help("state the additional reduction of non-elective admissions, or release the money"));
    }
    if !any {
        tests.not_applicable(
            Case::of("contingency"),
            "the plan holds neither a contingency nor an admissions risk pool",
        );
    }
}
