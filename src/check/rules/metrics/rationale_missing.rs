//! `rationale-missing`: a metric without the reasons for its targets.

use super::measure::{self, Measure};
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "rationale-missing",
    level: Level::Warning,
    clauses: Clauses::One("metric-rationale"),
    absent: true,
    summary: "a metric does not say why its targets are what they are",
    why: "A target is judged by its reasons: what the schemes are to change, and what would happen without them.",
    fix: "Say in `rationale` what the targets rest on.",
    example: r#"
[[metrics]]
#^^^^^^^^^^ `reablement` has no rationale (to be confirmed)
kind = "reablement"
target = { 2017-18 = 87.0, 2018-19 = 87.5 }
# + rationale = "in line with the best of our neighbours"
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if measure::blocked(facts, tests) {
        return;
    }
    for measure in Measure::all(facts) {
        let case = Case::of(measure.key());
        let rationale = &measure.metric.rationale;
        match rationale {
            Field::Is(text, _) if !text.trim().is_empty() => tests.pass(case),
            Field::Unreadable(_) => {
                tests.not_evaluated(case, format!("the rationale of {} cannot be read", measure.name()));
            }
            Field::Is(..) | Field::Absent => {
                let place = rationale
                    .node()
                    .map_or_else(|| Place::Absent(measure.metric.node, "rationale".into()), Place::Value);
                let failure = Failure::new(case, place, format!("{} has no rationale", measure.name()));
                tests.fail(failure.help("say in `rationale` why its targets are what they are"));
            }
        }
    }
}
