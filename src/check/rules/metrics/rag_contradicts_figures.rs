//! `rag-contradicts-figures`: a rating that its own target and outturn do not bear out.

use super::measure::{self, Figures, Measure, figure};
use crate::check::prelude::*;
use crate::plan::{Direction, Number, Rag};

pub(crate) static RULE: Rule = Rule {
    id: "rag-contradicts-figures",
    level: Level::Warning,
    ground: Ground::Itself,
    summary: "green where the target is missed, or red or amber where it is met",
    why: "\"Exceeded\" is good for one metric and bad for the next. A rating the wrong way round hides what the last plan did not achieve.",
    fix: "Correct the rating, or the figure it belongs to.",
    example: r#"
[[metrics]]
kind = "residential-admissions"
target = { 2016-17 = 606.4 }
outturn = { 2016-17 = 633.5 }
rag = { 2016-17 = "green" }
#                 ^^^^^^^ `residential-admissions` is rated green for 2016/17, but an outturn of 633.5 is above the
#                 target of 606.4, which is missed: lower is better
#                 mend: "red"
"#,
    cases: &[
        r#"
# A target just met is met.
[[metrics]]
kind = "residential-admissions"
target = { 2016-17 = 606.4 }
outturn = { 2016-17 = 606.4 }
rag = { 2016-17 = "amber" }
#                 ^^^^^^^ `residential-admissions` is rated amber for 2016/17, but an outturn of 606.4 is just the
#                 target of 606.4, which is met: lower is better
#                 edit: "green"
"#,
        r#"
# Figures that agree once the finer is rounded contradict nothing.
[[metrics]]
kind = "residential-admissions"
target = { 2016-17 = 606 }
outturn = { 2016-17 = 606.4 }
rag = { 2016-17 = "green" }
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
    let mut any = false;
    for measure in Measure::all(facts) {
        let [targets, outturns] = [&measure.metric.target, &measure.metric.outturn].map(Figures::of);
        for (period, rag) in &measure.metric.rag.entries {
            any = true;
            let case = Case::in_period(*period, measure.key());
            match judged(facts, &measure, *period, *rag, &targets, &outturns) {
                Err(reason) => tests.not_evaluated(case, reason),
                Ok(None) => tests.pass(case),
                Ok(Some(wrong)) => tests.fail(failure(&measure, *period, case, &wrong)),
            }
        }
    }
    if !any {
        tests.not_applicable(Case::default(), "no metric gives a rating");
    }
}

/// A rating its figures do not bear out.
struct ContradictedRating {
    rag: (Rag, NodeId),
    target: (Number, NodeId),
    outturn: (Number, NodeId),
    better: Direction,
}

fn judged(
    facts: &Facts<'_>,
    measure: &Measure<'_>,
    period: Period,
    rag: Field<Rag>,
    targets: &Figures,
    outturns: &Figures,
) -> Result<Option<ContradictedRating>, String> {
    let better = measure.better()?;
    let Field::Is(colour, at) = rag else {
        return Err(format!("the rating of {} for {} cannot be read", measure.name(), period.prose()));
    };
    let given = |what: &str, field: Field<Number>| match field {
        Field::Is(number, node) => Ok((number, node)),
        Field::Unreadable(node) => Err(facts.blocked_by(node, "cannot be read").into()),
        Field::Absent => Err(format!("{} has no {what} for {}", measure.name(), period.prose())),
    };
    let (target, outturn) = (given("target", targets.at(period))?, given("outturn", outturns.at(period))?);
    let too_large = || "the figures are too large to calculate with".to_owned();
    let ahead = outturn.0.value.checked_sub(target.0.value).ok_or_else(too_large)?;
    let met = match better {
        Direction::Lower => ahead <= Decimal::ZERO,
        Direction::Higher => ahead >= Decimal::ZERO,
    };
    // Two figures that agree once the finer is rounded prove neither a miss nor, unless equal, a hit.
    let same_precision = target.0.value.scale() == outturn.0.value.scale();
    let close = !same_precision && !ahead.is_zero() && ahead.abs() <= target.0.slack().max(outturn.0.slack());
    let contradicts = !close && (colour == Rag::Green) != met;
    Ok(contradicts.then_some(ContradictedRating { rag: (colour, at), target, outturn, better }))
}

fn failure(measure: &Measure<'_>, period: Period, case: Case, wrong: &ContradictedRating) -> Failure {
    let (target, outturn) = (wrong.target.0.value, wrong.outturn.0.value);
    let side = match outturn.cmp(&target) {
        std::cmp::Ordering::Less => "below",
        std::cmp::Ordering::Equal => "just",
        std::cmp::Ordering::Greater => "above",
    };
    let (rag, at) = wrong.rag;
    let missed = rag == Rag::Green;
    let verdict = if missed { "missed" } else { "met" };
    let message = format!(
        "{} is rated {} for {}, but an outturn of {} is {side} the target of {}, which is {verdict}: {} is better",
        measure.name(),
        rag.word(),
        period.prose(),
        figure(outturn),
        figure(target),
        wrong.better.word(),
    );
    let failure = Failure::new(case, at, message)
        .clause_if(measure.direction_clause())
        .label(wrong.target.1, "the target")
        .label(wrong.outturn.1, "the outturn");
    if missed {
        failure.help("rate it amber or red, or correct the figures")
    } else {
        failure.help("rate it green, or correct the figures").edit(at, "\"green\"")
    }
}
