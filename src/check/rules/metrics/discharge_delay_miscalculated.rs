//! `discharge-delay-miscalculated`: an average delay is not what its two factors make it.

use super::measure::{self, Figures, Measure, figure};
use crate::check::prelude::*;
use crate::money::rewrite_number;
use crate::plan::Number;

pub(crate) static RULE: Rule = Rule {
    id: "discharge-delay-miscalculated",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "an average delay of discharges is not what its two factors make it",
    why: "The average over all discharges is the share of those not discharged on the day they were ready, times their average days: three figures, of which one is wrong where they do not agree.",
    fix: "Correct the average, the share or the days.",
    example: r#"
[plan]
format = 1
round = "bcf-2025-26"

[area]
name = "Exampleton"

[[metrics]]
kind = "discharge-delay"
target = { 2025-26 = 0.28 }
#                    ^^^^ the target of `discharge-delay` for 2025/26 is 0.28, but 86.5% on the day and 6.1 days for the
#                    rest makes 0.82
#                    edit: 0.82
same_day_share = { 2025-26 = 86.5 }
delayed_days = { 2025-26 = 6.1 }
"#,
    cases: &[
        r#"
# England's figures of 2024-25, as rounded as they are published, agree.
[plan]
format = 1
round = "bcf-2025-26"

[area]
name = "Exampleton"

[[metrics]]
kind = "discharge-delay"
baseline = { 2024-25 = 0.82 }
same_day_share = { 2024-25 = 86.5 }
delayed_days = { 2024-25 = 6.09 }
"#,
        r#"
# A share that is written as a fraction is told as one.
[plan]
format = 1
round = "bcf-2025-26"

[area]
name = "Exampleton"

[[metrics]]
kind = "discharge-delay"
target = { 2025-26 = 0.82 }
same_day_share = { 2025-26 = 0.865 }
#                            ^^^^^ the share of `discharge-delay` for 2025/26 is 0.865, a fraction and no percent
#                            edit: 86.5
delayed_days = { 2025-26 = 6.1 }
"#,
        r#"
# A small share that is no fraction of the right one is told as it stands, and in another unit nothing is known of factors.
[plan]
format = 1
round = "bcf-2025-26"

[area]
name = "Exampleton"

[[metrics]]
kind = "discharge-delay"
target = { 2025-26 = 0.41 }
#                    ^^^^ the target of `discharge-delay` for 2025/26 is 0.41, but 0.865% on the day and 6.1 days for the
#                    rest makes 6.05
#                    edit: 6.05
same_day_share = { 2025-26 = 0.865 }
delayed_days = { 2025-26 = 6.1 }

[[metrics]]
kind = "discharge-delay"
id = "share"
unit = "percent"
target = { 2025-26 = 28.0 }
same_day_share = { 2025-26 = 86.5 }
delayed_days = { 2025-26 = 6.1 }
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
        let Some(clause) = measure.national.and_then(|national| national.factors_clause.as_deref()) else { continue };
        for product in products(&measure) {
            any = true;
            let case = Case::in_period(product.period, measure.key()).under(clause);
            match judged(facts, &measure, &product, &case) {
                Err(reason) => tests.not_evaluated(case, reason),
                Ok(None) => tests.pass(case),
                Ok(Some(failure)) => tests.fail(failure),
            }
        }
    }
    if !any {
        tests.not_applicable(Case::default(), "no average delay is given with its factors");
    }
}

/// An average with the factors it is to be recomputed from.
struct Product {
    period: Period,
    of: &'static str,
    value: Field<Number>,
    share: Field<Number>,
    days: Field<Number>,
}

fn products(measure: &Measure<'_>) -> Vec<Product> {
    let metric = measure.metric;
    let series = metric.value_series().map(|(of, values)| (of, Figures::of(values)));
    let (shares, days) = (Figures::of(&metric.same_day_share), Figures::of(&metric.delayed_days));
    let more = metric.delayed_days.entries.iter().filter(|(period, _)| shares.at(*period).is_absent());
    let periods = metric.same_day_share.entries.iter().chain(more).map(|(period, _)| *period);
    let product = |period: Period| {
        let mut stated = series.iter().map(|(of, figures)| (*of, figures.at(period)));
        let (of, value) = stated.find(|(_, field)| !field.is_absent()).unwrap_or(("value", Field::Absent));
        Product { period, of, value, share: shares.at(period), days: days.at(period) }
    };
    periods.map(product).collect()
}

/// Returns what is wrong with a product, if anything is, or why that cannot be said.
fn judged(facts: &Facts<'_>, measure: &Measure<'_>, product: &Product, case: &Case) -> Result<Option<Failure>, Reason> {
    let unit = measure.unit()?;
    if !measure.is_own_unit(unit) {
        return Err(format!("{} is in {}", measure.name(), unit.word()).into());
    }
    let given = |field: &Field<Number>, what: &str| measure::given(facts, product.period, field, what);
    let stated = given(&product.value, product.of)?;
    let share = given(&product.share, "share discharged on the day")?;
    let days = given(&product.days, "average days of the rest")?;
    let too_large = || Reason::from("the figures are too large to calculate with");
    let bounds = |share: Number| made(share, days.0).ok_or_else(too_large);
    let (low, right, high) = bounds(share.0)?;
    let slack = stated.0.slack();
    let most = stated.0.value.checked_add(slack).ok_or_else(too_large)?;
    let least = stated.0.value.checked_sub(slack).ok_or_else(too_large)?;
    let agrees = |low: Decimal, high: Decimal| low <= most && least <= high;
    let is_share = |value: Decimal| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&value);
    if is_share(share.0.value) && agrees(low, high) {
        return Ok(None);
    }
    let (name, when) = (measure.name(), product.period.prose());
    let hundredfold = share.0.value.checked_mul(Decimal::ONE_HUNDRED).map(|value| Number { value });
    if let Some(percent) = hundredfold.filter(|percent| share.0.value <= Decimal::ONE && is_share(percent.value)) {
        let (low, _, high) = bounds(percent)?;
        if agrees(low, high) {
            return Ok(Some(fraction(facts, case.clone(), (&name, &when), share, percent.value)));
        }
    }
    if !is_share(share.0.value) {
        let message = format!("the share of {name} for {when} is {}%, which no share is", figure(share.0.value));
        let help = "write the share of those discharged on the day they were ready, from 0 to 100";
        return Ok(Some(Failure::new(case.clone(), share.1, message).help(help)));
    }
    Ok(Some(wrong(facts, case.clone(), (product.of, &name, &when), stated, [share, days], right)))
}

/// Returns the average that two factors make: the least that their rounding allows, itself, and the most.
fn made(share: Number, days: Number) -> Option<(Decimal, Decimal, Decimal)> {
    let of = |share: Decimal, days: Decimal| {
        let rest = Decimal::ONE_HUNDRED.checked_sub(share)?.checked_div(Decimal::ONE_HUNDRED)?;
        rest.checked_mul(days)
    };
    let (share_slack, days_slack) = (share.slack(), days.slack());
    let low = of(share.value.checked_add(share_slack)?, days.value.checked_sub(days_slack)?)?;
    let high = of(share.value.checked_sub(share_slack)?, days.value.checked_add(days_slack)?)?;
    Some((low, of(share.value, days.value)?, high))
}

fn fraction(
    facts: &Facts<'_>,
    case: Case,
    (name, when): (&str, &str),
    (share, at): (Number, NodeId),
    percent: Decimal,
) -> Failure {
    let message = format!("the share of {name} for {when} is {}, a fraction and no percent", figure(share.value));
    let failure = Failure::new(case, at, message).help(format!("write {}", figure(percent.normalize())));
    failure.edit(at, rewrite_number(percent.normalize(), facts.plan.tree.raw(at)))
}

fn wrong(
    facts: &Facts<'_>,
    case: Case,
    (of, name, when): (&str, &str, &str),
    (stated, at): (Number, NodeId),
    [share, days]: [(Number, NodeId); 2],
    right: Decimal,
) -> Failure {
    let right = measure::to_scale(right, stated.value.scale());
    let message = format!(
        "the {of} of {name} for {when} is {}, but {}% on the day and {} days for the rest makes {}",
        figure(stated.value),
        figure(share.0.value),
        figure(days.0.value),
        figure(right)
    );
    let slip = measure::slip(stated, right, None).map(|why| format!("{why}: ")).unwrap_or_default();
    Failure::new(case, at, message)
        .help(format!("{slip}write {}, or correct the share or the days", figure(right)))
        .label(share.1, "the share discharged on the day")
        .label(days.1, "the average days of the rest")
        .edit(at, rewrite_number(right, facts.plan.tree.raw(at)))
}
