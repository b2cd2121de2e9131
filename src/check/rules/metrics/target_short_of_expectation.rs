//! `target-short-of-expectation`: a target does not reach the value the round expects.

use super::measure::{self, Measure, figure};
use crate::check::prelude::*;
use crate::plan::{Direction, Number};
use crate::policy::Expected;

pub(crate) static RULE: Rule = Rule {
    id: "target-short-of-expectation",
    level: Level::Warning,
    clauses: Clauses::One("metric-expectation"),
    summary: "a target does not reach the value the round expects",
    why: "The expectation is national. An area may set itself less, and then assurers ask why.",
    fix: "Raise the target, or say in `rationale` why the area sets itself less.",
    example: r#"
[plan]
format = 1
round = "bcf-2021-22"
status = "submitted"
submitted = 2021-11-16

[area]
name = "Exampleton"

[[metrics]]
kind = "discharge-to-usual-residence"
target = { 2021-22 = 93.0 }
#                    ^^^^ the target of `discharge-to-usual-residence` for 2021/22 is 93.0, and nationally 95 is
#                    expected
#                    mend: 95.0
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if measure::blocked(facts, tests) {
        return;
    }
    for national in &facts.round.metrics {
        let Some(expected) = &national.expected else { continue };
        let entries = Measure::of(facts, national);
        if entries.is_empty() {
            tests.not_evaluated(Case::of(&national.id), format!("the plan has no metric `{}`", national.id));
        }
        for entry in entries {
            one(facts, tests, &entry, expected);
        }
    }
}

fn one(facts: &Facts<'_>, tests: &mut Tests<'_>, entry: &Measure<'_>, expected: &Expected) {
    let case = |period| Case::in_period(period, entry.key());
    let better = match (entry.better(), entry.unit()) {
        (Ok(better), Ok(unit)) if entry.is_own_unit(unit) => better,
        (Err(reason), _) | (_, Err(reason)) => return tests.not_evaluated(Case::of(entry.key()), reason),
        _ => return tests.not_evaluated(Case::of(entry.key()), format!("{} is in another unit", entry.name())),
    };
    for (period, field) in &entry.metric.target.entries {
        if !facts.round.has_year(period.financial_year()) {
            continue;
        }
        match field {
            Field::Is(target, node) if falls_short(*target, better, expected) => {
                tests.fail(failure(entry, case(*period), (*period, *target, *node), expected));
            }
            Field::Is(..) => tests.pass(case(*period)),
            Field::Unreadable(node) => tests.not_evaluated(case(*period), facts.blocked_by(*node, "cannot be read")),
            Field::Absent => {}
        }
    }
}

/// Returns whether a target is on the wrong side, by more than its rounding.
fn falls_short(target: Number, better: Direction, expected: &Expected) -> bool {
    let gap = match better {
        Direction::Higher => expected.value.0.checked_sub(target.value),
        Direction::Lower => target.value.checked_sub(expected.value.0),
    };
    gap.is_some_and(|gap| gap > target.slack())
}

fn failure(
    entry: &Measure<'_>,
    case: Case,
    (period, target, at): (Period, Number, NodeId),
    expected: &Expected,
) -> Failure {
    let message = format!(
        "the target of {} for {} is {}, and nationally {} is expected",
        entry.name(),
        period.prose(),
        figure(target.value),
        expected.value.0.normalize(),
    );
    let failure = Failure::new(case, at, message).clause(&expected.clause);
    let reasoned = entry.metric.rationale.str().is_some_and(|text| !text.trim().is_empty());
    if reasoned {
        failure.level(Level::Advice).help("make sure that its rationale says why the area sets itself less")
    } else {
        failure.help("raise the target, or say in `rationale` why the area sets itself less")
    }
}
