//! `performance-share-wrong`: the part that depends on performance is not the area's share of it.

use super::part;
use crate::check::prelude::*;
use crate::policy::Performance;

pub(crate) static RULE: Rule = Rule {
    id: "performance-share-wrong",
    level: Level::Warning,
    clauses: Clauses::One("performance"),
    summary: "the performance-related part is not the area's share of the national one",
    why: "A part of the national fund is paid for performance, and of each area's pool the same proportion: another part puts too much or too little of the money at risk.",
    fix: "Work the part out again: the pool × the national part / the national fund.",
    example: r#"
[plan]
format = 1
round = "bcf-2014-16"
status = "submitted"
submitted = 2014-09-19

[area]
name = "Exampleton"

[totals]
pool = { 2015-16 = 14_000_000 }

[performance]
amount = { 2015-16 = 4_684_000 }
#                    ^^^^^^^^^ £4,684,000 of the pool of £14,000,000 is for performance; its share of £1,000,000,000
#                    in £3,800,000,000 is £3,684,211
#                    edit: 3_684_211
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(national) = &facts.round.performance else { return };
    let case = Case::in_year(national.year, "performance-related part");
    let (stated, at) = match facts.plan.performance.amount.at(national.year) {
        Field::Is(stated, at) => (stated, at),
        Field::Unreadable(node) => return tests.not_evaluated(case, facts.blocked_by(node, "cannot be read")),
        Field::Absent => {
            let why =
                part(facts).err().unwrap_or_else(|| format!("no part is stated for {}", national.year.prose()).into());
            return tests.not_evaluated(case, why);
        }
    };
    let pool = match pool(facts, national.year) {
        Ok(pool) => pool,
        Err(reason) => return tests.not_evaluated(case, reason),
    };
    let Some(share) = share(facts, national, &pool, stated) else {
        return tests.not_evaluated(case, "the pool is too large to calculate with");
    };
    let below = stated.pounds <= share.pounds + share.slack;
    if (stated.pounds - share.pounds).abs() <= share.slack || (below && sized(facts, national, stated)) {
        return tests.pass(case.at(Some(at)));
    }
    let message = format!(
        "{} of the pool of {} is for performance; its share of {} in {} is {}",
        stated.pounds, pool.total, national.part, national.fund, share.pounds
    );
    let mut failure = Failure::new(case, at, message).compared(stated.pounds, share.pounds, share.slack);
    for (node, pounds) in &pool.lines {
        failure = failure.label(*node, format!("{pounds} in the pool"));
    }
    tests.fail(failure.help(help(facts, national, share.pounds)).set(facts, at, share.pounds));
}

/// Returns what the area pools of the national fund: its mandatory streams; where it lists no sources, the pool it
/// states.
fn pool(facts: &Facts<'_>, year: Year) -> Result<Sum, String> {
    if let Some(reason) = facts.sources_lost() {
        return Err(reason.into());
    }
    if facts.plan.sources.is_empty() {
        let stated = named(&facts.plan.totals.named, "pool").map_or(Field::Absent, |totals| totals.at(year));
        let pool = Sum::of([stated]);
        return match pool.unreadable {
            Some(node) => Err(facts.blocked_by(node, "cannot be read").into()),
            None if pool.is_empty() => {
                Err(format!("neither sources nor `totals.pool` say what is in it in {}", year.prose()))
            }
            None => Ok(pool),
        };
    }
    let mut pool = Sum::default();
    for stream in facts.round.mandatory().filter(|stream| Facts::has_stream(stream, year)) {
        let sources = || facts.sources_of(&stream.id).map(|source| &source.amount);
        let sum = facts.stream_sum(&stream.id, year);
        let published = facts.published(stream, year);
        if !facts.has_source_of(&stream.id)
            && published.is_whole()
            && !published.is_empty()
            && published.total == Money::ZERO
        {
            continue;
        }
        if let Some(reason) = facts.not_whole(&sum, year, sources()) {
            return Err(reason.into());
        }
        if sum.is_empty() {
            return Err(format!("the plan has no source of the {}", stream.name));
        }
        pool = pool.with(&sum);
    }
    Ok(pool)
}

/// Returns the pool × the national part / the national fund, and how far the stated part may lie from it.
fn share(facts: &Facts<'_>, national: &Performance, pool: &Sum, stated: Amount) -> Option<Amount> {
    let ratio = national.part.to_decimal()?.checked_div(national.fund.to_decimal()?)?;
    let slack = stated.slack.max(stated.precision.half()) + pool.slack.times(ratio)? + facts.plan.precision().half();
    Some(Amount { pounds: pool.total.times(ratio)?.rounded_to(Money::POUND), precision: Money::POUND, slack })
}

/// Returns whether the part is the admissions avoided × what one costs, where the round lets areas size it so.
fn sized(facts: &Facts<'_>, national: &Performance, stated: Amount) -> bool {
    national.sized_clause.is_some()
        && avoided_cost(facts).is_some_and(|(cost, slack)| {
            (cost - stated.pounds).abs() <= slack + stated.slack.max(stated.precision.half())
        })
}

/// Returns what the admissions the plan avoids would cost, with what rounding may move it by. The reduction is as
/// precise as its last digit.
fn avoided_cost(facts: &Facts<'_>) -> Option<(Money, Money)> {
    let performance = &facts.plan.performance;
    let (baseline, reduction) = (performance.baseline.get()?, performance.reduction.get()?);
    let cost = performance.cost_per_admission.get()?;
    let per_percent = baseline.value.checked_div(Decimal::ONE_HUNDRED)?;
    let of_reduction = |percent: Decimal| cost.pounds.times(per_percent.checked_mul(percent)?);
    let count = per_percent.checked_mul(reduction.value)?;
    let slack = of_reduction(reduction.slack())? + cost.slack.times(count)? + facts.plan.precision().half();
    Some((of_reduction(reduction.value)?, slack))
}

fn help(facts: &Facts<'_>, national: &Performance, share: Money) -> String {
    match (national.sized_clause.is_some(), avoided_cost(facts)) {
        (false, _) => format!("state {share}, or correct the pool"),
        (true, None) => format!(
            "state {share}, or give `baseline`, `reduction` and `cost_per_admission` if it is sized by the admissions avoided"
        ),
        (true, Some((cost, _))) => {
            format!("state {share}, or {cost} for the admissions avoided if that is less than the share")
        }
    }
}
