//! `risk-log-missing`: no risk log, in the plan or in the narrative.

use std::collections::BTreeSet;

use crate::check::facts::Strays;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "risk-log-missing",
    level: Level::Warning,
    clauses: Clauses::One("risk-log"),
    absent: true,
    summary: "the plan has no risk log",
    why: "Assurers ask what may go wrong and who answers for it; a plan without a risk log has no answer.",
    fix: "Add `[[risks]]` with owner and mitigation, or `[[evidence]]` with `for = \"risk-log\"` and where the log is.",
    example: r#"
#^^^^^ the plan has no risk log: no `risks`, and no evidence of one (to be confirmed)
[[evidence]]
for = "governance"
#     ^^^^^^^^^^^^ mend: "risk-log"
where = "section 18"
#       ^^^^^^^^^^^^ mend: "appendix 10"
"#,
    check,
    ..Rule::PLAIN
}
.kept();

/// The topic under which a narrative has its risk log.
const TOPIC: &str = "risk-log";

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let case = Case::of("risk log");
    let (plan, round) = (facts.plan, facts.round);
    let told = || plan.evidence.iter().filter_map(|entry| entry.for_what.str());
    if !plan.risks.is_empty() || told().any(|word| word == TOPIC) {
        return tests.pass(case);
    }
    let topics = round.topics.iter().map(|topic| topic.id.as_str());
    let known: BTreeSet<&str> = round.conditions.iter().map(|condition| condition.id.as_str()).chain(topics).collect();
    let named = plan.evidence.iter().map(|entry| (&entry.for_what, entry.node));
    let strays = Strays::among(named, &known).or_damaged(&plan.evidence).or_damaged(&plan.risks);
    if let Some(reason) = strays.blocking(facts, TOPIC) {
        return tests.not_evaluated(case, reason);
    }
    let failure = Failure::new(
        case,
        facts.absent(plan.risks.node, "risks"),
        "the plan has no risk log: no `risks`, and no evidence of one",
    );
    tests.fail(failure.help(
        "add `[[risks]]` with owner and mitigation, or `[[evidence]]` with `for = \"risk-log\"` and where the log is",
    ));
}
