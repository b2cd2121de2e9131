//! `no-district-listed`: a two-tier area lists no district.

use crate::check::passporting;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "no-district-listed",
    level: Level::Error,
    clauses: Clauses::One("both-tiers"),
    lenient_in_drafts: true,
    summary: "a two-tier area lists no district",
    why: "In a two-tier area the districts take part in the plan and are passed the grant; without them among the partners neither can be checked.",
    fix: "List every district council as a partner of kind `district`, or write `tiers = \"single\"`.",
    example: r#"
[area]
name = "Exampleshire"
tiers = "two"

[[partners]]
#^^^^^^^^^^^ the area has two tiers and Disabled Facilities Grant, and no district is listed
id = "county"
name = "Exampleshire County Council"
kind = "council"

# + [[partners]]
# + id = "ashby"
# + name = "Ashby District Council"
# + kind = "district"
# +
# + [[partners]]
# + id = "barwell"
# + name = "Barwell District Council"
# + kind = "district"
# +
[allocations]
dfg = { 2017-18 = 1_000, 2018-19 = 1_100 }
"#,
    cases: &[
        r#"
# One district is enough.
[area]
name = "Exampleshire"
tiers = "two"

[[partners]]
id = "ashby"
name = "Ashby District Council"
kind = "district"

[allocations]
dfg = { 2017-18 = 1_000, 2018-19 = 1_100 }
"#,
        r#"
# A county without the grant passes none on.
[area]
name = "Exampleshire"
tiers = "two"

[allocations]
dfg = { 2017-18 = 0, 2018-19 = 0 }
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let case = Case::of("districts");
    if let Some(reason) = passporting::not_two_tier(facts) {
        return tests.not_applicable(case, reason);
    }
    let listed = facts.partners_of(PartnerKind::District).count();
    if listed > 0 {
        return tests.pass(case);
    }
    if facts.lacks_section("partners") {
        return tests.not_evaluated(case, Reason::from("the plan has no `partners`").lacking("partners"));
    }
    if facts.plan.partners.damaged || facts.plan.partners.iter().any(|partner| partner.kind.is_unreadable()) {
        return tests.not_evaluated(case, "a partner whose kind cannot be read may be a district");
    }
    let message = "the area has two tiers and Disabled Facilities Grant, and no district is listed";
    let at = facts.absent(facts.plan.partners.node, "partners");
    let failure = Failure::new(case, at, message).label_if(facts.plan.area.tiers.node(), "two tiers");
    tests.fail(failure.help("list every district council as a partner of kind `district`"));
}
