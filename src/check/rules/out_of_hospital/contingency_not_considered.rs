//! `contingency-not-considered`: fewer admissions are planned than the CCGs plan for, and nothing is held back.

use super::{additional_reductions, admissions_pools};
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "contingency-not-considered",
    level: Level::Warning,
    clauses: Clauses::One("contingency"),
    summary: "admissions are to fall beyond the operating plan, and a contingency is not considered",
    why: "If the further reduction does not come about, somebody pays for the admissions. A plan holds money back for that, or says why not.",
    fix: "Add `[out_of_hospital.contingency]`, or say in `no_contingency_because` why there is none.",
    example: r#"
[[metrics]]
kind = "non-elective-admissions"
additional_reduction = { 2017-18 = 420 }
#                                  ^^^ 420 fewer admissions are planned in 2017/18 than the CCGs plan for, and no
#                                  contingency is held or ruled out (to be confirmed)

# + [out_of_hospital]
# + no_contingency_because = "every reduction of the last two years was met"
"#,
    cases: &[r#"
# No further reduction asks for no contingency; to hold one is to consider it.
[[metrics]]
kind = "non-elective-admissions"
additional_reduction = { 2017-18 = 420 }

[out_of_hospital.contingency]
amount = { 2017-18 = 0 }
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let plan = &facts.plan.out_of_hospital;
    let case = Case::of("contingency");
    let Some((period, reduction, at)) = additional_reductions(facts).next() else {
        return tests.not_applicable(case, "no reduction beyond the operating plan is planned");
    };
    let considered = plan.contingency.is_some() || !plan.no_contingency_because.is_absent();
    if considered || admissions_pools(facts).next().is_some() {
        return tests.pass(case);
    }
    let message = format!(
        "{} fewer admissions are planned in {} than the CCGs plan for, and no contingency is held or ruled out",
        reduction.value.normalize(),
        period.prose(),
    );
    let failure = Failure::new(case, at, message);
    tests.fail(failure.help(
        "add `[out_of_hospital.contingency]`, or say why there is none in `out_of_hospital.no_contingency_because`",
    ));
}
