//! `delay-parts-mismatch`: a target is not the sum of its parts.

use super::measure::{self, Figures, Measure, figure};
use super::metric_out_of_range;
use crate::check::prelude::*;
use crate::money::rewrite_number;
use crate::plan::Number;
use crate::unit::Quantity;

pub(crate) static RULE: Rule = Rule {
    id: "delay-parts-mismatch",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "the target for delayed transfers is not the sum of its parts",
    why: "Each body answers for its own part. Parts that do not make the target leave delays that nobody has undertaken to reduce.",
    fix: "Correct the part or the target that is wrong.",
    example: r#"
[[metrics]]
kind = "delayed-transfers"
target = { 2017-11 = 254.0 }
#                    ^^^^^ the target of `delayed-transfers` for November 2017 is 254.0; `nhs` 145.0, `social-care`
#                    80.0 and `joint` 20.0 make 245.0
#                    edit: 245.0
parts.nhs = { 2017-11 = 145.0 }
parts.social-care = { 2017-11 = 80.0 }
parts.joint = { 2017-11 = 20.0 }
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if measure::blocked(facts, tests) {
        return;
    }
    let mut any = false;
    for measure in Measure::all(facts).filter(|measure| !measure.metric.parts.is_empty()) {
        let metric = measure.metric;
        let parts: Vec<(&str, Figures)> =
            metric.parts.iter().map(|(name, _, series)| (&**name, Figures::of(series))).collect();
        for (period, field) in &metric.target.entries {
            let case = Case::in_period(*period, measure.key());
            let Field::Is(target, at) = field else {
                tests.not_evaluated(
                    case,
                    format!("the target of {} for {} cannot be read", measure.name(), period.prose()),
                );
                continue;
            };
            any = true;
            match compare(&measure, *period, *target, &parts) {
                Err(reason) => tests.not_evaluated(case, reason),
                Ok(None) => tests.pass(case),
                Ok(Some(wrong)) => tests.fail(failure(facts, &measure, *period, case, (*target, *at), &wrong)),
            }
        }
    }
    if !any {
        tests.not_applicable(Case::default(), "no metric gives its target in parts");
    }
}

/// The parts of a target they do not make.
struct PartsMismatch {
    parts: Vec<(String, Number, NodeId)>,
    sum: Decimal,
    /// The parts that are not stated; then those stated come to more than the target as it is.
    without: Vec<String>,
}

fn compare(
    measure: &Measure<'_>,
    period: Period,
    target: Number,
    series: &[(&str, Figures)],
) -> Result<Option<PartsMismatch>, String> {
    let unit = measure.unit()?;
    let mut parts = Vec::new();
    let mut without = absent_parts(measure, series);
    for (name, figures) in series {
        match figures.at(period) {
            Field::Is(number, node) => parts.push(((*name).to_owned(), number, node)),
            Field::Unreadable(_) => return Err(format!("`{}` for {} cannot be read", shortened(name), period.prose())),
            Field::Absent => without.push((*name).to_owned()),
        }
    }
    let too_large = || "the figures are too large to calculate with".to_owned();
    let numbers = || parts.iter().map(|(_, number, _)| *number);
    if numbers().chain([target]).any(|number| number.value < Decimal::ZERO) {
        return Err(format!("a figure for {} is out of range ({})", period.prose(), metric_out_of_range::RULE.id));
    }
    let sum =
        numbers().map(|number| number.value).try_fold(Decimal::ZERO, Decimal::checked_add).ok_or_else(too_large)?;
    // Counts are exact; a rate is as precise as its last digit.
    let exact = unit.quantity() == Quantity::Count;
    let slack = numbers().chain([target]).map(Number::slack).try_fold(Decimal::ZERO, Decimal::checked_add);
    let slack = if exact { Decimal::ZERO } else { slack.ok_or_else(too_large)? };
    let over = sum.checked_sub(target.value).ok_or_else(too_large)?;
    // What is left over may be the part nobody stated, and what is too much cannot.
    if over > slack || (without.is_empty() && over.abs() > slack) {
        return Ok(Some(PartsMismatch { parts, sum, without }));
    }
    match &without[..] {
        [] => Ok(None),
        missing => Err(format!("{} has no figure of {} for {}", measure.name(), listed(missing), period.prose())),
    }
}

/// Returns the parts a round asks for that the plan does not have at all; and the rest, where it has no others.
fn absent_parts(measure: &Measure<'_>, series: &[(&str, Figures)]) -> Vec<String> {
    let required = measure.national.map_or(&[][..], |national| national.parts_required.as_slice());
    let has = |name: &str| series.iter().any(|(known, _)| *known == name);
    let mut absent: Vec<String> = required.iter().filter(|name| !has(name)).map(String::from).collect();
    let others = series.iter().any(|(name, _)| !required.iter().any(|known| known == name));
    if !required.is_empty() && !others {
        absent.push("the remaining delays".into());
    }
    absent
}

fn listed(names: &[String]) -> String {
    let names: Vec<String> = names
        .iter()
        .map(|name| if name.contains(' ') { name.clone() } else { format!("`{}`", shortened(name)) })
        .collect();
    names.join(" and ")
}

fn failure(
    facts: &Facts<'_>,
    measure: &Measure<'_>,
    period: Period,
    case: Case,
    (target, at): (Number, NodeId),
    wrong: &PartsMismatch,
) -> Failure {
    let sum: Vec<String> =
        wrong.parts.iter().map(|(name, number, _)| format!("`{}` {}", shortened(name), figure(number.value))).collect();
    let sum = match sum.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => sum.concat(),
    };
    let verb = match (wrong.without.is_empty(), wrong.parts.len()) {
        (true, 1) => "makes",
        (true, _) => "make",
        (false, 1) => "alone makes",
        (false, _) => "alone make",
    };
    let (name, when) = (measure.name(), period.prose());
    let message =
        format!("the target of {name} for {when} is {}; {} {verb} {}", figure(target.value), sum, figure(wrong.sum));
    let help = match measure::slip(target, wrong.sum, None) {
        Some(why) => format!("{why}: write {}, or correct a part", figure(wrong.sum)),
        None => format!("write {}, or correct a part", figure(wrong.sum)),
    };
    let failure =
        Failure::new(case, at, message).help(help).edit(at, rewrite_number(wrong.sum, facts.plan.tree.raw(at)));
    wrong.parts.iter().fold(failure, |failure, (name, _, node)| failure.label(*node, shortened(name)))
}
