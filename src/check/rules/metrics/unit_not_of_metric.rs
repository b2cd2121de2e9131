//! `unit-not-of-metric`: a metric in a unit its round does not know.

use super::measure::{self, Measure};
use crate::check::prelude::*;
use crate::policy;
use crate::unit::Unit;

pub(crate) static RULE: Rule = Rule {
    id: "unit-not-of-metric",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "a national metric in a unit the round does not know",
    why: "A national metric is compared between areas, so all give it in the same unit. In another one its figures mean something else, and none of them can be tested.",
    fix: "Give the metric in a unit of the round, or leave `unit` out where its figures are in the metric's own.",
    example: r#"
[[metrics]]
kind = "reablement"
unit = "per-100k"
#      ^^^^^^^^^^ `reablement` is given in `per-100k`; the round has it in `percent`
#      edit: "percent"
target = { 2017-18 = 84.1 }
"#,
    cases: &[
        r#"
# Some metrics may be given in several units.
[[metrics]]
kind = "delayed-transfers"
unit = "days"
target = { 2017-18 = 5_400 }

[[metrics]]
kind = "delayed-transfers"
id = "delayed-share"
unit = "percent"
#      ^^^^^^^^^ `delayed-share` is given in `percent`; the round has it in `per-100k`, `per-100k-per-month` or `days`
target = { 2017-18 = 3.5 }
"#,
        r#"
# A unit that is only recalled is a ground for a warning.
[plan]
format = 1
round = "bcf-2025-26"

[area]
name = "Exampleton"

[[metrics]]
kind = "discharge-delay"
unit = "percent"
#      ^^^^^^^^^ `discharge-delay` is given in `percent`; the round has it in `days`
#      edit: "days"
target = { 2025-26 = 0.62 }

[[metrics]]
kind = "residential-admissions"
unit = "count"
#      ^^^^^^^ `residential-admissions` is given in `count`; the round has it in `per-100k` (to be confirmed)
#      edit: "per-100k"
target = { 2025-26 = 650 }
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if measure::blocked(facts, tests) {
        return;
    }
    let (mut failed, mut count) = (false, 0);
    for measure in Measure::all(facts) {
        let (Some(national), Field::Is(unit, node)) = (measure.national, &measure.metric.unit) else { continue };
        count += 1;
        if is_of(*unit, national) {
            continue;
        }
        failed = true;
        let units: Vec<Unit> = std::iter::once(national.unit).chain(national.other_units.iter().copied()).collect();
        let words = listed(&units);
        let message = format!("{} is given in `{}`; the round has it in {words}", measure.name(), unit.word());
        let failure = Failure::new(Case::of(measure.key()), *node, message).clause(clause(national));
        let failure = failure.help(format!("give it in {words}; where its figures are in {words}, correct the unit"));
        tests.fail(if let [only] = units[..] { failure.edit(*node, format!("\"{}\"", only.word())) } else { failure });
    }
    tests.pass_lot(failed, count, "units of national metrics");
}

/// Returns whether a metric of the round may be given in a unit.
fn is_of(unit: Unit, national: &policy::Metric) -> bool {
    unit == national.unit || national.other_units.contains(&unit)
}

/// Returns the clause of the units of a metric.
fn clause(national: &policy::Metric) -> &str {
    national.unit_clause.as_ref().or(national.definition_clause.as_ref()).unwrap_or(&national.clause)
}

/// Returns why nothing is tested of a metric's values by their unit: it is none of the round's, which is an error of its
/// own.
pub(super) fn blocks(facts: &Facts<'_>, measure: &Measure<'_>, unit: Unit) -> Option<String> {
    let national = measure.national.filter(|national| !is_of(unit, national))?;
    let known = facts.round.clause(clause(national)).is_some_and(|clause| !clause.is_weak());
    known.then(|| format!("{} has no values in `{}` (`{}`)", measure.name(), unit.word(), RULE.id))
}

/// Returns units in words: "`per-100k`, `per-100k-per-month` or `days`".
fn listed(units: &[Unit]) -> String {
    let words: Vec<String> = units.iter().map(|unit| format!("`{}`", unit.word())).collect();
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}
