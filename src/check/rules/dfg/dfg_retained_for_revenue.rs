//! `dfg-retained-for-revenue`: grant the county keeps is not for social care capital.

use crate::check::passporting;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "dfg-retained-for-revenue",
    level: Level::Error,
    clauses: Clauses::One("dfg-capital-only"),
    statutory: true,
    bearing: Bearing::Required,
    summary: "grant the county keeps is not for social care capital",
    why: "What districts agree may be kept can be used only for other social care capital projects: not for staff, and not for nothing in particular.",
    fix: "Say what capital project it is for in `use` and set `capital = true`, or pass it on.",
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
district = "ashby"
amount = { 2017-18 = 550, 2018-19 = 660 }

[[dfg.districts]]
district = "barwell"
amount = { 2017-18 = 350, 2018-19 = 440 }

[[dfg.retained]]
amount = { 2017-18 = 100, 2018-19 = 0 }
districts = ["ashby", "barwell"]
agreed_by = ["ashby", "barwell"]
capital = false
#         ^^^^^ grant is kept back and it is not said to be capital
#         mend: true
use = "equipment store"
"#,
    cases: &[r#"
# What it is for is asked beside whether it is capital.
[area]
name = "Exampleshire"
tiers = "two"

[[partners]]
id = "ashby"
name = "Ashby District Council"
kind = "district"

[allocations]
dfg = { 2017-18 = 1_000, 2018-19 = 1_100 }

[[dfg.retained]]
#^^^^^^^^^^^^^^^ grant is kept back and it is not said what it is for
amount = { 2017-18 = 100 }
districts = ["ashby"]
agreed_by = ["ashby"]
capital = true
use = " "

[[dfg.retained]]
#^^^^^^^^^^^^^^^ grant is kept back and it is neither said to be capital nor what it is for
amount = { 2017-18 = 100 }
districts = ["ashby"]
agreed_by = ["ashby"]
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if let Some(reason) = passporting::not_two_tier(facts) {
        return tests.not_applicable(Case::of("dfg"), reason);
    }
    for kept in &facts.plan.dfg.retained {
        let case = Case::of("retained amount");
        if let Some(node) =
            [kept.capital.is_unreadable().then_some(kept.node), kept.usage.is_unreadable().then_some(kept.node)]
                .into_iter()
                .flatten()
                .next()
        {
            tests.not_evaluated(case, facts.blocked_by(node, "cannot be read in full"));
            continue;
        }
        let capital = kept.capital.get() == Some(&true);
        let usage = kept.usage.str().is_some_and(|text| !text.trim().is_empty());
        let lacks = match (capital, usage) {
            (true, true) => {
                tests.pass(case);
                continue;
            }
            (false, true) => "it is not said to be capital",
            (true, false) => "it is not said what it is for",
            (false, false) => "it is neither said to be capital nor what it is for",
        };
        let at = if capital { None } else { kept.capital.node() };
        let place = at.map_or(Place::Absent(kept.node, if capital { "use" } else { "capital" }.into()), Place::from);
        let failure = Failure::new(case, place, format!("grant is kept back and {lacks}"))
            .label_if(kept.amount.node, "kept by the county");
        let failure = failure
            .help("say in `use` what social care capital project it is for and set `capital = true`, or pass it on");
        // No edit is proposed: spending does not become capital by being called so.
        tests.fail(failure);
    }
    if facts.plan.dfg.retained.is_empty() {
        tests.not_applicable(Case::of("retained amount"), "the county keeps nothing");
    }
}
