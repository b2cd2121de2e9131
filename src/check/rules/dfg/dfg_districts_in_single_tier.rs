//! `dfg-districts-in-single-tier`: grant lines for districts in a single-tier area.

use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "dfg-districts-in-single-tier",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "grant lines for districts in a single-tier area",
    why: "A single-tier council is the housing authority itself and passes the grant to nobody.",
    fix: "Take the lines out, or write `tiers = \"two\"`.",
    example: r#"
[area]
name = "Exampleton"
tiers = "single"

[[partners]]
id = "ashby"
name = "Ashby District Council"
kind = "district"

[[dfg.districts]]
#^^^^^^^^^^^^^^^^ the area has a single tier, and one line passes grant to a district
# -
district = "ashby"
# -
amount = { 2017-18 = 600, 2018-19 = 660 }
# -
"#,
    cases: &[
        r#"
# Two lines are one finding, at the first.
[area]
name = "Exampleton"
tiers = "single"

[[dfg.districts]]
#^^^^^^^^^^^^^^^^ the area has a single tier, and lines pass grant to a district
district = "ashby"
amount = { 2017-18 = 600, 2018-19 = 660 }

[[dfg.districts]]
district = "barwell"
amount = { 2017-18 = 400, 2018-19 = 440 }
"#,
        r#"
# An area of two tiers has such lines.
[area]
name = "Exampleshire"
tiers = "two"

[[dfg.districts]]
district = "ashby"
amount = { 2017-18 = 600, 2018-19 = 660 }
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let case = Case::of("districts");
    if facts.is_two_tier() {
        return tests.not_applicable(case, "the area has two tiers");
    }
    let lines = &facts.plan.dfg.districts;
    let Some(first) = lines.iter().next() else { return tests.pass(case) };
    let count = lines.items.len();
    let are = if count == 1 { "one line passes" } else { "lines pass" };
    let message = format!("the area has a single tier, and {are} grant to a district");
    let failure = Failure::new(case, first.node, message).label_if(facts.plan.area.tiers.node(), "a single tier");
    tests.fail(failure.help("take the lines out, or write `tiers = \"two\"` if the area has districts"));
}
