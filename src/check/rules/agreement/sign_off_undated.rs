//! `sign-off-undated`: nobody can tell when it was signed.

use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "sign-off-undated",
    level: Level::Warning,
    clauses: Clauses::One("sign-off"),
    absent: true,
    summary: "a sign-off without its day",
    why: "Without the day nobody can tell whether the body signed before the plan was sent in.",
    fix: "Give the day in `on`, or the month in quotes where only the month is known.",
    example: r#"
[[partners]]
id = "board"
name = "Exampleton Health and Wellbeing Board"
kind = "board"

[[sign_offs]]
partner = "board"
on = "unknown"
#    ^^^^^^^^^ the sign-off of Exampleton Health and Wellbeing Board is of a day that is not known
#    mend: 2017-09-07
"#,
    cases: &[r#"
# A month is a date; no date at all is not.
[[sign_offs]]
partner = "board"
on = "2017-09"

[[sign_offs]]
#^^^^^^^^^^^^ the sign-off of ccg is not dated
partner = "ccg"
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if facts.lacks_section("sign_offs") {
        return tests.not_evaluated(Case::of("sign-offs"), "the plan has no `sign_offs`");
    }
    let mut failed = false;
    for sign_off in &facts.plan.sign_offs {
        let (place, why) = match &sign_off.on {
            Field::Absent => (Place::Absent(sign_off.node, "on".into()), "is not dated"),
            Field::Is(PlanDate::Unknown, node) => (Place::Value(*node), "is of a day that is not known"),
            Field::Is(..) => continue,
            Field::Unreadable(node) => {
                tests.not_evaluated(Case::of("sign-off"), facts.blocked_by(*node, "cannot be read"));
                continue;
            }
        };
        failed = true;
        let whose = sign_off
            .partner
            .str()
            .map_or_else(|| "the sign-off".into(), |id| format!("the sign-off of {}", super::name_of(facts, id)));
        let failure = Failure::new(Case::of(whose.clone()), place, format!("{whose} {why}"));
        tests.fail(failure.help("give the day in `on`, or the month in quotes: `on = \"2017-09\"`"));
    }
    tests.pass_lot(failed, facts.plan.sign_offs.items.len(), "sign-offs");
}
