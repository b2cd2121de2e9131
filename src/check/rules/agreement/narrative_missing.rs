//! `narrative-missing`: a topic the narrative should cover, and no evidence that it does.

use super::Evidenced;
use crate::check::prelude::*;
use crate::policy::Round;

pub(crate) static RULE: Rule = Rule {
    id: "narrative-missing",
    level: Level::Warning,
    clauses: Clauses::Of(clauses),
    aspect: Aspect::Pointer,
    lenient_in_drafts: true,
    summary: "no evidence for a topic the narrative should cover",
    why: "Assurers look for each topic in the narrative; what they cannot find they ask for, late in the day.",
    fix: "Add `[[evidence]]` for the topic with the section of the narrative that covers it.",
    example: r#"
[[evidence]]
#^^^^^^^^^^^ no evidence says where the narrative covers "action plan", as it should (to be confirmed)
for = "vision-2020"
where = "section 1.2"

[[evidence]]
for = "case-for-change"
where = "section 2"

[[evidence]]
for = "governance"
where = "section 8"

# + [[evidence]]
# + for = "action-plan"
# + where = "section 9"
"#,
    check,
    ..Rule::PLAIN
}
.kept();

/// Returns the clauses of the topics that are looked for.
fn clauses(round: &Round) -> Vec<&str> {
    round.topics.iter().filter(|topic| topic.listed).map(|topic| topic.clause.as_str()).collect()
}

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let evidenced = Evidenced::of(facts);
    let topics = || facts.round.topics.iter().filter(|topic| topic.listed);
    if topics().next().is_none() {
        return tests.not_applicable(Case::default(), "the round lists no topics of the narrative");
    }
    for topic in topics() {
        let case = Case::of(topic.name.clone()).under(&topic.clause);
        if evidenced.words.contains(topic.id.as_str()) {
            tests.pass(case);
        } else if facts.lacks_section("evidence") {
            tests.not_evaluated(case, Reason::from("the plan has no `evidence`").lacking("evidence"));
        } else if let Some(reason) = evidenced.strays.blocking(facts, &topic.id) {
            tests.not_evaluated(case, reason);
        } else {
            let level = if topic.must { Level::Error } else { Level::Warning };
            let place = facts.absent(facts.plan.evidence.node, format!("evidence.{}", topic.id));
            let asks = if topic.must { "must" } else { "should" };
            let (message, at) = if topic.document {
                (
                    format!("no evidence says where the {} is, which {asks} come with the plan", topic.name),
                    "file or place",
                )
            } else {
                (format!("no evidence says where the narrative covers \"{}\", as it {asks}", topic.name), "section")
            };
            let help = format!("add `[[evidence]]` with `for = \"{}\"` and the {at} in `where`", topic.id);
            tests.fail(Failure::new(case, place, message).level(level).clause(&topic.clause).help(help));
        }
    }
}
