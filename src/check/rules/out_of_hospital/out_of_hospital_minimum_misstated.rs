//! `out-of-hospital-minimum-misstated`: the minimum the plan states is not the published one.

use crate::check::floors;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "out-of-hospital-minimum-misstated",
    level: Level::Error,
    clauses: Clauses::One("out-of-hospital-services"),
    aspect: Aspect::Statement,
    summary: "the out-of-hospital minimum the plan states is not the published one",
    why: "The ring-fence is published for each area. A plan that states another one judges itself by the wrong measure.",
    fix: "State the published minimum.",
    example: r#"
[allocations]
out-of-hospital = { 2017-18 = 5_684 }

[out_of_hospital]
minimum = { 2017-18 = 5_648 }
#                     ^^^^^ the plan states an out-of-hospital minimum of £5,648 for 2017/18; the published one is
#                     £5,684
#                     edit: 5_684
"#,
    cases: &[r#"
# Stated in thousands, it is the published figure once that is rounded.
[allocations]
out-of-hospital = { 2017-18 = 5_684_200, 2018-19 = 5_792_000 }

[out_of_hospital]
minimum = { 2017-18 = "£5,684k", 2018-19 = 5_792_001 }
#                                          ^^^^^^^^^ the plan states an out-of-hospital minimum of £5,792,001 for
#                                          2018/19; the published one is £5,792,000
#                                          edit: 5_792_000
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(floor) = facts.round.floor(OUT_OF_HOSPITAL) else { return };
    for year in facts.years() {
        let case = Case::in_year(year, "out-of-hospital minimum");
        let published = floors::published(facts, floor, year);
        match (facts.plan.out_of_hospital.minimum.at(year), published) {
            (Field::Unreadable(node), _) => tests.not_evaluated(case, facts.blocked_by(node, "cannot be read")),
            (Field::Absent, _) => tests.not_evaluated(case, format!("the plan states no minimum for {}", year.prose())),
            (_, None) => {
                tests.not_evaluated(case, format!("no out-of-hospital minimum is published for {}", year.prose()));
            }
            (Field::Is(stated, at), Some(published)) => test(facts, tests, case, (year, stated, at), &published),
        }
    }
}

fn test(
    facts: &Facts<'_>,
    tests: &mut Tests<'_>,
    case: Case,
    (year, stated, at): (Year, Amount, NodeId),
    published: &floors::Required,
) {
    if stated.agrees(published.amount()) {
        return tests.pass(case);
    }
    let message = format!(
        "the plan states an out-of-hospital minimum of {} for {}; the published one is {}",
        stated.pounds,
        year.prose(),
        published.pounds
    );
    let mut failure = Failure::new(case, at, message).compared(stated.pounds, published.pounds, published.slack);
    for node in &published.nodes {
        failure = failure.label(*node, "the published minimum");
    }
    tests.fail(failure.help(format!("state {}", published.pounds)).set(facts, at, published.pounds));
}
