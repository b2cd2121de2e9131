//! `condition-unaddressed`: nothing in the plan speaks to a national condition.

use super::Evidenced;
use crate::check::facts::Strays;
use crate::check::prelude::*;
use crate::policy::{Condition, Round};

pub(crate) static RULE: Rule = Rule {
    id: "condition-unaddressed",
    level: Level::Error,
    clauses: Clauses::Of(clauses),
    aspect: Aspect::Pointer,
    lenient_in_drafts: true,
    summary: "nothing in the plan speaks to a national condition",
    why: "Plans are assured condition by condition: one that no evidence, section or scheme speaks to is not met on paper, whatever is done.",
    fix: "Say with `[[evidence]]` where the narrative meets the condition, or name it in the `conditions` of the schemes that serve it.",
    example: r#"
# + [[evidence]]
# + for = "jointly-agreed-plan"
# + where = "section 4.1"
# +
[[evidence]]
#^^^^^^^^^^^ nothing speaks to national condition 1, "Plans to be jointly agreed": no evidence, no section of its own,
# no scheme
for = "social-care-maintained"
where = "section 4.2"

[[evidence]]
for = "out-of-hospital-services"
where = "section 4.3"

[[evidence]]
for = "transfers-of-care"
where = "section 4.4"
"#,
    check,
    ..Rule::PLAIN
}
.kept();

/// Returns the clauses of the round's conditions.
fn clauses(round: &Round) -> Vec<&str> {
    round.conditions.iter().map(|condition| condition.clause.as_str()).collect()
}

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let round = facts.round;
    if round.conditions.is_empty() {
        return tests.not_applicable(Case::default(), "the round's data has no national conditions");
    }
    let evidenced = Evidenced::of(facts);
    let named =
        || facts.plan.schemes.iter().flat_map(|scheme| scheme.conditions.iter().map(move |field| (field, scheme.node)));
    let known = round.conditions.iter().map(|condition| condition.id.as_str()).collect();
    let mut strays = evidenced.strays.or(Strays::among(named(), &known).or_damaged(&facts.plan.schemes));
    for scheme in facts.plan.schemes.iter().filter(|scheme| scheme.conditions.damaged) {
        strays = strays.or_damaged(&scheme.conditions);
    }
    for condition in &round.conditions {
        let id = condition.id.as_str();
        let case = Case::of(condition.name.clone()).under(&condition.clause);
        if evidenced.words.contains(id) || facts.is_served(condition) {
            tests.pass(case);
        } else if facts.lacks_section("evidence") {
            tests.not_evaluated(case, Reason::from("the plan has no `evidence`").lacking("evidence"));
        } else if let Some(section) = condition.sections.iter().find(|section| facts.lacks_section(section)) {
            tests.not_evaluated(case, format!("the plan has no `{section}`"));
        } else if let Some(reason) = strays.blocking(facts, id) {
            tests.not_evaluated(case, reason);
        } else {
            report(facts, tests, condition);
        }
    }
}

fn report(facts: &Facts<'_>, tests: &mut Tests<'_>, condition: &Condition) {
    let place = facts.absent(facts.plan.evidence.node, format!("evidence.{}", condition.id));
    let name = &condition.name;
    let which = match condition.number {
        Some(number) => format!("national condition {number}, \"{name}\""),
        None => format!("the national condition \"{name}\""),
    };
    let without: Vec<&str> = facts.round.lists_without(condition).collect();
    let lists = match (facts.round.condition_lists.len(), without.len()) {
        (_, 0) => String::new(),
        (all, lacking) => format!(" (in {} of the {all} published lists)", all - lacking),
    };
    let message = format!("nothing speaks to {which}{lists}: no evidence, no section of its own, no scheme");
    let help = format!(
        "add `[[evidence]]` with `for = \"{}\"` and where the narrative meets it, or name it in a scheme's `conditions`",
        condition.id
    );
    let failure = Failure::new(Case::of(condition.name.clone()), place, message).clause(&condition.clause).help(help);
    tests.fail(if without.is_empty() { failure } else { failure.level(Level::Warning) });
}
