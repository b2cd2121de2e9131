//! `dfg-district-missing`: a district has no line.

use crate::check::passporting;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "dfg-district-missing",
    level: Level::Error,
    clauses: Clauses::One("dfg-passed-in-full"),
    lenient_in_drafts: true,
    summary: "a district has no line",
    why: "Every district is owed its part of the grant; one that is not listed cannot be seen to get it.",
    fix: "Add a `[[dfg.districts]]` line with the district's share; write 0 only in a year it has none.",
    example: r#"
[area]
name = "Exampleshire"
tiers = "two"

[[partners]]
id = "ashby"
name = "Ashby District Council"
kind = "district"

[[partners]]
id = "barwell"
name = "Barwell District Council"
kind = "district"

[allocations]
dfg = { 2017-18 = 1_000, 2018-19 = 1_100 }

[[dfg.districts]]
#^^^^^^^^^^^^^^^^ Barwell District Council is passed nothing: it has no line
district = "ashby"
amount = { 2017-18 = 600, 2018-19 = 660 }

# + [[dfg.districts]]
# + district = "barwell"
# + amount = { 2017-18 = 400, 2018-19 = 440 }
"#,
    cases: &[
        r#"
# A line of nothing is a line.
[area]
name = "Exampleshire"
tiers = "two"

[[partners]]
id = "ashby"
name = "Ashby District Council"
kind = "district"

[allocations]
dfg = { 2017-18 = 1_000, 2018-19 = 1_100 }

[[dfg.districts]]
district = "ashby"
amount = { 2017-18 = 0, 2018-19 = 0 }
"#,
        r#"
# Without any line the finding is at what is said of the grant.
[area]
name = "Exampleshire"
tiers = "two"

[[partners]]
id = "ashby"
name = "Ashby District Council"
kind = "district"

[allocations]
dfg = { 2017-18 = 1_000, 2018-19 = 1_100 }

[dfg]
#^^^^ Ashby District Council is passed nothing: it has no line
use = "adaptations"
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if let Some(reason) = passporting::not_two_tier(facts) {
        return tests.not_applicable(Case::of("dfg"), reason);
    }
    if let Some(reason) = passporting::not_set_out(facts) {
        return tests.not_evaluated(Case::of("districts"), reason);
    }
    let missing = passporting::without_line(facts);
    if !missing.is_empty() && passporting::has_unknown_line(facts) {
        return tests.not_evaluated(
            Case::of("districts"),
            "a line is for a district that is not known, and may be the one that is missing",
        );
    }
    for (district, partner) in &missing {
        let name = facts.partner_name(district);
        let message = format!("{} is passed nothing: it has no line", shortened(&name));
        let section = facts.plan.dfg.districts.node.or(facts.plan.dfg.node);
        let at = facts.absent(section, format!("dfg.districts.{}", crate::plan::segment(district)));
        let failure = Failure::new(Case::of(*district), at, message).label(*partner, "the district");
        tests.fail(failure.help(format!(
            "add a `[[dfg.districts]]` entry with `district = \"{district}\"` and its amount in each year"
        )));
    }
    let count = facts.partners_of(PartnerKind::District).count();
    tests.pass_lot(!missing.is_empty(), count, "districts");
}
