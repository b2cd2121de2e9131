//! `missing-section`: a section the round needs is not there.

use crate::check::prelude::*;
use crate::plan::format;
use crate::plan::shape::Shape;
use crate::plan::syntax::Tree;

pub(crate) static RULE: Rule = Rule {
    id: "missing-section",
    level: Level::Error,
    lenient_in_drafts: true,
    ground: Ground::Itself,
    summary: "a section the round needs is not there",
    why: "Without the section none of the rules on its entries can be tested, and a plan that says nothing would pass them all.",
    fix: "Add the section; the example plans show what each holds.",
    example: r#"
#^^^^^ the plan has no `engagement`: who was involved in drawing it up
#^^^^^ the plan has no `evidence`: where the narrative answers the conditions and topics of the round
#^^^^^ the plan has no `metrics`: what the plan is to achieve
#^^^^^ the plan has no `partners`: who takes part in it
#^^^^^ the plan has no `schemes`: what the money is spent on
#^^^^^ the plan has no `sign_offs`: who agreed the plan
#^^^^^ the plan has no `sources`: where the money comes from
#^^^^^ the plan has no `transfers_of_care`: how transfers out of hospital are managed
[totals]
# -
pool = { 2017-18 = 27_500 }
# -
# + [[partners]]
# + id = "ccg"
# + name = "NHS Exampleton CCG"
# + kind = "ccg"
# +
# + [[partners]]
# + id = "board"
# + name = "Exampleton Health and Wellbeing Board"
# + kind = "board"
# +
# + [[sources]]
# + id = "minimum"
# + kind = "nhs-minimum"
# + partner = "ccg"
# + amount = { 2017-18 = 20_000, 2018-19 = 20_380 }
# +
# + [[schemes]]
# + id = "home-care"
# + name = "Home care"
# +
# + [[metrics]]
# + kind = "reablement"
# +
# + [[sign_offs]]
# + partner = "board"
# +
# + [[engagement]]
# + partner = "ccg"
# +
# + [[evidence]]
# + for = "governance"
# + where = "section 8"
# +
# + [transfers_of_care]
# + lead = "A&E delivery board"
# + changes = [{ change = "home-first", current = "established" }]
"#,
    cases: &[r#"
# A county says what its districts are passed, and a plan where each high impact change stands.
[plan]
#^^^^^ the plan has no `dfg`: what the districts are passed of the Disabled Facilities Grant
format = 1
round = "bcf-2017-19"

[area]
name = "Exampleshire"
tiers = "two"

[[partners]]
id = "ashby"
name = "Ashby District Council"
kind = "district"

[[sources]]
id = "grant"
kind = "dfg"
partner = "ashby"
amount = { 2017-18 = 500, 2018-19 = 500 }

[[schemes]]
id = "homes"
name = "Homes"

[[metrics]]
kind = "reablement"

[[sign_offs]]
partner = "ashby"

[[engagement]]
partner = "ashby"

[[evidence]]
for = "governance"
where = "section 8"

[transfers_of_care]
#^^^^^^^^^^^^^^^^^^ the plan has no `changes`: where each high impact change stands
lead = "A&E delivery board"
# + changes = [{ change = "home-first", current = "established" }]
# +
# + [[dfg.districts]]
# + district = "ashby"
# + amount = { 2017-18 = 500, 2018-19 = 500 }
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    for needed in facts.needed_sections() {
        let section = needed.section;
        if !facts.lacks_section(section) {
            tests.pass(Case::of(section));
            continue;
        }
        let name = section.rsplit('.').next().unwrap_or(section);
        let written = if is_list(section) { format!("[[{section}]]") } else { format!("[{section}]") };
        let message = format!("the plan has no `{name}`: {}", needed.what);
        let failure = Failure::new(Case::of(section), place(facts, section), message);
        let failure = failure.level(needed.level).clause_if(needed.clause.as_deref());
        tests.fail(failure.help(format!("add `{written}`; nothing that rests on it has been tested")));
    }
}

/// Returns the place a section would have: within its table, where that is there.
fn place(facts: &Facts<'_>, section: &str) -> Place {
    let table = section.split_once('.').and_then(|(table, _)| facts.plan.tree.get(Tree::ROOT, table));
    facts.absent(table, section)
}

fn is_list(section: &str) -> bool {
    matches!(format().at(section.split('.')), Some(Shape::Entries(_)))
}
