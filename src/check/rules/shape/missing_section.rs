//! `missing-section`: a section the round needs is not there.

use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "missing-section",
    level: Level::Error,
    lenient_in_drafts: true,
    ground: Ground::Itself,
    summary: "a section the round needs is not there",
    why: "Without the section none of the rules on its entries can be tested, and a plan that says nothing would pass them all.",
    fix: "Add the section; the example plans show what each holds.",
    example: r#"
#^^^^^ the plan has no `metrics`: what the plan is to achieve
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
# + [transfers_of_care]
# + lead = "A&E delivery board"
"#,
    check,
    ..Rule::PLAIN
};

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    for (section, what) in facts.needed_sections() {
        if !facts.lacks_section(section) {
            tests.pass(Case::of(section));
            continue;
        }
        let written =
            if section == "transfers_of_care" { "[transfers_of_care]".to_owned() } else { format!("[[{section}]]") };
        let failure = Failure::new(
            Case::of(section),
            facts.absent(None, section),
            format!("the plan has no `{section}`: {what}"),
        );
        let asked = facts.round.condition_of_section(section).map(|condition| condition.clause.as_str());
        tests.fail(failure.clause_if(asked).help(format!("add {written}; nothing that rests on it has been tested")));
    }
}
