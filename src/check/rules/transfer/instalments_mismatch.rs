//! `instalments-mismatch`: the payments of the section 256 agreement are not the transfer.

use crate::check::prelude::*;
use crate::check::rules::money::{Comparison, is_swap, units_apart};

pub(crate) static RULE: Rule = Rule {
    id: "instalments-mismatch",
    level: Level::Error,
    clauses: Clauses::One("instalments"),
    ground: Ground::Itself,
    bearing: Bearing::Required,
    summary: "the instalments do not add up to the transfer",
    why: "What the agreement pays is what there is to spend; a plan for another sum plans with money that does not come, or leaves some of it out.",
    fix: "Correct the payments of `[section_256]`, or the transfer.",
    example: r#"
[plan]
format = 1
round = "nhs-transfer-2013-14"
status = "submitted"
submitted = 2013-12-05

[area]
name = "Exampleton"

[[sources]]
id = "transfer"
kind = "nhs-transfer"
partner = "nhs-england"
amount = { 2013-14 = 8_641_000 }

[section_256]
payments = [{ on = "2013-12", amount = 6_480_000 }, { on = "2014-01", amount = 2_611_000 }]
#                                      ^^^^^^^^^ the instalments come to £9,091,000, £450,000 more than the transfer
#                                      of £8,641,000: two digits of an instalment are swapped (£2,611,000 for
#                                      £2,161,000)
#                                                                              ^^^^^^^^^ edit: 2_161_000
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let case = Case::of("instalments").sum_of("section_256.payments");
    let payments = &facts.plan.section_256.payments;
    if payments.damaged {
        let reason = Reason::from("something in `section_256.payments` cannot be read");
        return tests.not_evaluated(case, reason.lacking("section_256.payments"));
    }
    if payments.is_empty() {
        return tests.not_evaluated(case, Reason::free("the plan lists no payments in `[section_256]`"));
    }
    if let Some(reason) = facts.sources_lost() {
        return tests.not_evaluated(case, reason);
    }
    let before_pool = facts.round.streams.iter().filter(|stream| stream.before_pool);
    let sources: Vec<&Source> = before_pool.flat_map(|stream| facts.sources_of(&stream.id)).collect();
    let transfer = Sum::of(sources.iter().flat_map(|source| facts.years().map(|year| source.amount.at(year))));
    let paid = Sum::of(payments.iter().map(|payment| payment.amount));
    if let Some(node) = transfer.unreadable.or(paid.unreadable) {
        return tests.not_evaluated(case, facts.blocked_by(node, "cannot be read"));
    }
    if transfer.is_empty() || transfer.unstated {
        return tests.not_evaluated(case, "the plan does not state the transfer");
    }
    if let Some(payment) = payments.iter().find(|payment| payment.amount.is_absent()) {
        return tests.not_evaluated(case, facts.blocked_by(payment.node, "does not state its amount"));
    }
    if paid.agrees_with(&transfer) {
        return tests.pass_sum(case, &paid, transfer.total, paid.room(&transfer));
    }
    fail(facts, tests, case, &paid, &transfer);
}

fn fail(facts: &Facts<'_>, tests: &mut Tests<'_>, case: Case, paid: &Sum, transfer: &Sum) {
    let Some(at) = paid.largest(facts.plan) else { return };
    let room = paid.room(transfer);
    let off = (paid.total - transfer.total).abs();
    let how = if paid.total < transfer.total { "less" } else { "more" };
    let mut message =
        format!("the instalments come to {}, {off} {how} than the transfer of {}", paid.total, transfer.total);
    if let Some(why) = explain(facts, (paid, at), transfer, room) {
        message.push_str(": ");
        message.push_str(&why);
    }
    let mut failure = Failure::new(case, at, message).help("correct the instalment that is wrong, or the transfer");
    for (node, pounds) in &transfer.lines {
        failure = failure.label(*node, format!("{pounds} of transfer"));
    }
    let own = paid.lines.iter().find(|(node, _)| *node == at).map_or(Money::ZERO, |(_, pounds)| *pounds);
    let (mended_at, mended) = match swapped(paid, transfer) {
        Some((node, _, right)) => (node, right),
        None => (at, own + transfer.total - paid.total),
    };
    if mended >= Money::ZERO {
        failure = failure.set(facts, mended_at, mended);
    }
    tests.fail(failure.sum(paid, transfer.total, room));
}

/// Returns what would explain that the instalments are not the transfer, as a stated total is explained by its parts.
fn explain(facts: &Facts<'_>, (paid, at): (&Sum, NodeId), transfer: &Sum, room: Money) -> Option<String> {
    let stated = Amount { pounds: paid.total, precision: Money::POUND, slack: paid.slack };
    let wrong = Comparison {
        case: Case::default(),
        year: facts.round.first_year(),
        stated: (stated, at),
        sum: transfer.clone(),
        room,
    };
    if let Some((times, size)) = units_apart(&wrong) {
        return Some(format!("they are {times} times too {size}, so their unit is wrong"));
    }
    let off = (paid.total - transfer.total).abs();
    let matching = paid.lines.iter().filter(|(_, pounds)| paid.lines.len() > 1 && wrong.is_difference(*pounds));
    let instalment = matching.min_by_key(|(_, pounds)| (off - *pounds).abs());
    let how = if paid.total > transfer.total { "is listed twice" } else { "is left out" };
    let miscounted = instalment.map(|(_, pounds)| format!("an instalment of {pounds} {how}"));
    let swapped = || {
        let (_, pounds, right) = swapped(paid, transfer)?;
        Some(format!("two digits of an instalment are swapped ({pounds} for {right})"))
    };
    miscounted.or_else(swapped)
}

/// Returns the instalment of which two neighbouring digits have changed places, where that makes the difference, with
/// its amount and the right one.
fn swapped(paid: &Sum, transfer: &Sum) -> Option<(NodeId, Money, Money)> {
    let off = transfer.total - paid.total;
    let (node, pounds) = paid.lines.iter().find(|(_, pounds)| is_swap(*pounds, *pounds + off))?;
    Some((*node, *pounds, *pounds + off))
}
