//! `duplicate-entry`: the same entry twice in a list.

use foldhash::{HashMap, HashSet};

use crate::check::doubts::told;
use crate::check::prelude::*;
use crate::plan::Doubt;

pub(crate) static RULE: Rule = Rule {
    id: "duplicate-entry",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "the same entry twice in a list, key by key",
    why: "An entry that was pasted twice counts twice: in what is spent, towards the floors, or in what districts are passed. Where it holds no money it only says nothing new, and the finding is advice.",
    fix: "Take one of the two out, or say in what they differ.",
    example: r#"
[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 8_200, 2018-19 = 8_356 }

[[schemes]]
id = "home-care"
name = "Home care"
spend = [
  { source = "minimum", amount = { 2017-18 = 8_200, 2018-19 = 8_356 } },
  { source = "minimum", amount = { 2017-18 = 8_200, 2018-19 = 8_356 } },
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this spend line is a copy of the one before
# -
]
"#,
    cases: &[
        r#"
# Where there is money for both, two lines may be alike.
[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 16_400, 2018-19 = 16_712 }

[[schemes]]
id = "home-care"
name = "Home care"
spend = [
  { source = "minimum", amount = { 2017-18 = 8_200, 2018-19 = 8_356 } },
  { source = "minimum", amount = { 2017-18 = 8_200, 2018-19 = 8_356 } },
]
"#,
        r#"
# A district is named. What holds no money is counted nowhere.
[area]
name = "Exampleshire"
tiers = "two"

[[partners]]
id = "ashby"
name = "Ashby District Council"
kind = "district"

[allocations]
dfg = { 2017-18 = 1_000, 2018-19 = 1_100 }
by_partner.ashby.dfg = { 2017-18 = 1_000, 2018-19 = 1_100 }

[[dfg.districts]]
district = "ashby"
amount = { 2017-18 = 1_000, 2018-19 = 1_100 }

[[dfg.districts]]
#^^^^^^^^^^^^^^^^ the share of Ashby District Council is there twice: this is a copy
district = "ashby"
amount = { 2017-18 = 1_000, 2018-19 = 1_100 }

[[evidence]]
for = "housing"
where = "section 4"

[[evidence]]
#^^^^^^^^^^^ this evidence is a copy of the one before
for = "housing"
where = "section 4"
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let (plan, tree) = (facts.plan, &facts.plan.tree);
    let told = told(facts, &RULE);
    let copies = || told.iter().filter(|(_, doubt)| matches!(doubt, Doubt::Copy(_)));
    if copies().next().is_none() {
        return tests.pass(Case::of("the whole file"));
    }
    // What has an id is told by it (`duplicate-id`).
    let with_id: HashSet<NodeId> = plan.notes.ids().iter().filter_map(|id| tree.parent(*id)).collect();
    let with_money: HashSet<NodeId> =
        plan.notes.series().filter(|series| series.is_money).map(|series| series.entry).collect();
    let shares = plan.dfg.districts.iter().filter_map(|share| Some((share.node, share.district.str()?)));
    let shares: HashMap<NodeId, &str> = shares.collect();
    let mut failed = false;
    for (entry, _) in copies().filter(|(entry, _)| !with_id.contains(entry)) {
        failed = true;
        let noun = tree.parent(entry).map_or("entry", |list| plan.noun_of(list));
        let message = match shares.get(&entry) {
            Some(id) => {
                format!("the share of {} is there twice: this is a copy", shortened(&facts.partner_name(id)))
            }
            None => format!("this {noun} is a copy of the one before"),
        };
        let failure = Failure::new(Case::of(noun), entry, message);
        let failure = failure.label_if(told.original_of(entry), "first here");
        tests.fail(if with_money.contains(&entry) {
            failure.help("take one of the two out; until then nothing that counts it has been tested")
        } else {
            failure.level(Level::Advice).help("take one of the two out")
        });
    }
    if !failed {
        tests.pass(Case::of("the whole file"));
    }
}
