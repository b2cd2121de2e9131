//! `dfg-retained-without-agreement`: the county keeps grant out of the share of a district that has not agreed.

use crate::check::passporting;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "dfg-retained-without-agreement",
    level: Level::Error,
    clauses: Clauses::One("dfg-consent"),
    statutory: true,
    bearing: Bearing::Required,
    summary: "the county keeps grant out of the share of a district that has not agreed",
    why: "Only the district itself can agree to its grant being used for something else; another district's agreement, or the board's, is not enough.",
    fix: "Get the district's express agreement and list it in `agreed_by`, or pass its share on.",
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
agreed_by = ["ashby"]
#           ^^^^^^^^^ grant is kept out of the shares of Barwell District Council, which has not agreed
#           mend: ["ashby", "barwell"]
capital = true
use = "equipment store"
"#,
    cases: &[r#"
# Where nobody is named, nobody has agreed. Of several districts each must have.
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

[[dfg.retained]]
#^^^^^^^^^^^^^^^ grant is kept back, and no district is named that has agreed
amount = { 2017-18 = 100 }
districts = []
capital = true
use = "equipment store"

[[dfg.retained]]
amount = { 2018-19 = 100 }
districts = ["ashby", "barwell"]
agreed_by = []
#           ^^ grant is kept out of the shares of Ashby District Council and Barwell District Council, which have not
#           agreed
capital = true
use = "equipment store"
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
        let disagreeing = passporting::disagreeing(kept);
        if kept.agreed_by.damaged && !disagreeing.is_empty() {
            tests.not_evaluated(case, facts.blocked_by(kept.node, "has an `agreed_by` that cannot be read"));
        } else if passporting::is_agreed(kept) {
            tests.pass(case);
        } else if disagreeing.is_empty() {
            let at = Place::Absent(kept.node, "agreed_by".into());
            let message = "grant is kept back, and no district is named that has agreed";
            let failure = Failure::new(case, at, message).label_if(kept.amount.node, "kept by the county");
            tests.fail(failure.help("list the districts it is kept from, and each in `agreed_by` once it has agreed"));
        } else {
            let names: Vec<String> =
                disagreeing.iter().map(|id| shortened(&facts.partner_name(id)).into_owned()).collect();
            let has = if names.len() == 1 { "has" } else { "have" };
            let message = format!("grant is kept out of the shares of {}, which {has} not agreed", names.join(" and "));
            let at = kept.agreed_by.node.map_or_else(|| Place::Absent(kept.node, "agreed_by".into()), Place::from);
            let failure = Failure::new(case, at, message).label_if(kept.districts.node, "kept out of these shares");
            tests.fail(
                failure.help("list each district in `agreed_by` once it has expressly agreed, or pass its share on"),
            );
        }
    }
    if facts.plan.dfg.retained.is_empty() {
        tests.not_applicable(Case::of("retained amount"), "the county keeps nothing");
    }
}
