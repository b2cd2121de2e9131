//! `performance-halves-unequal`: the part is not paid half on the first day and half in the second half-year.

use super::{part, payments};
use crate::check::prelude::*;
use crate::plan::Payment;
use crate::policy::Halves;

pub(crate) static RULE: Rule = Rule {
    id: "performance-halves-unequal",
    level: Level::Warning,
    clauses: Clauses::One("performance-halves"),
    summary: "the performance-related part is not paid half at the start of the year and half in its second half",
    why: "Half is paid for what was reached the year before, half for what is reached in the year: another split puts more of the money at risk than the area need, or counts on it too early.",
    fix: "Split the part in two equal payments, or correct their days.",
    example: r#"
[plan]
format = 1
round = "bcf-2014-16"
status = "submitted"
submitted = 2014-09-19

[area]
name = "Exampleton"

[performance]
amount = { 2015-16 = 3_684_000 }
payments = [{ on = 2015-04-01, amount = 2_842_000 }, { on = "2015-16-H2", amount = 842_000 }]
#                                       ^^^^^^^^^ £2,842,000 is paid on 1 April 2015 and £842,000 in the second half
#                                       of the year, which are not half each
#                                       mend: 1_842_000
#                                                                                  ^^^^^^^ mend: 1_842_000
"#,
    cases: &[r#"
# A payment on a day of neither half is reported, and the halves are not compared.
[plan]
format = 1
round = "bcf-2014-16"
status = "submitted"
submitted = 2014-09-19

[area]
name = "Exampleton"

[performance]
amount = { 2015-16 = 3_684_000 }
payments = [{ on = 2015-07-01, amount = 1_842_000 }, { on = "2015-16-H2", amount = 1_842_000 }]
#                  ^^^^^^^^^^ a part is paid on 1 July 2015, neither on 1 April 2015 nor from 1 October 2015 to
#                  31 March 2016
#                  mend: 2015-04-01
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let case = Case::of("halves of the performance-related part").sum_of("performance.payments");
    let Some(halves) = facts.round.performance.as_ref().and_then(|performance| performance.halves.as_ref()) else {
        return tests.not_applicable(case, "the round's data does not say when the part is paid");
    };
    let paid = match part(facts).and_then(|_| payments(facts)) {
        Ok(paid) => paid,
        Err(reason) => return tests.not_evaluated(case, reason),
    };
    let (mut first, mut second) = (Sum::default(), Sum::default());
    for payment in &facts.plan.performance.payments {
        match half(payment, halves) {
            Ok(Half::First) => first.add(payment.amount),
            Ok(Half::Second) => second.add(payment.amount),
            Ok(Half::Neither(date, node)) => return elsewhere(tests, case, halves, date, node),
            Err(why) => return tests.not_evaluated(case, facts.blocked_by(payment.node, why)),
        }
    }
    // An odd part does not split evenly to the pound.
    let room = (first.slack + second.slack).max(Money::POUND);
    if (first.total - second.total).abs() <= room {
        return tests.pass_sum(case, &first, second.total, room);
    }
    let larger = if first.total > second.total { &first } else { &second };
    let Some(at) = larger.largest(facts.plan) else { return };
    let message = format!(
        "{} is paid on {} and {} in the second half of the year, which are not half each",
        first.total,
        halves.first_on.prose(),
        second.total,
    );
    let help = format!("pay {} each time, or correct the payments", paid.total.half());
    tests.fail(Failure::new(case, at, message).help(help).sum(&paid, paid.total, room));
}

/// The half of the performance-related part that a payment is.
enum Half {
    First,
    Second,
    /// A payment on a day that is in neither.
    Neither(PlanDate, NodeId),
}

fn half(payment: &Payment, halves: &Halves) -> Result<Half, &'static str> {
    let (date, node) = match payment.on {
        Field::Is(date, node) => (date, node),
        Field::Absent => return Err("does not say when it is paid"),
        Field::Unreadable(_) => return Err("does not say readably when it is paid"),
    };
    let (Some(from), Some(to)) = (date.earliest(), date.latest()) else { return Err("is paid on a day not known") };
    if from >= halves.second_from && to <= halves.second_by {
        return Ok(Half::Second);
    }
    // A month or half-year that holds the first day means it.
    if (from..=to).contains(&halves.first_on) {
        return Ok(Half::First);
    }
    let may_be_second = from <= halves.second_by && to >= halves.second_from;
    if may_be_second { Err("may be paid in the second half of the year or not") } else { Ok(Half::Neither(date, node)) }
}

fn elsewhere(tests: &mut Tests<'_>, case: Case, halves: &Halves, date: PlanDate, node: NodeId) {
    let when = match date {
        PlanDate::Day(day) => format!("on {}", day.prose()),
        other => format!("in {}", other.prose()),
    };
    let (first, from, by) = (halves.first_on.prose(), halves.second_from.prose(), halves.second_by.prose());
    let message = format!("a part is paid {when}, neither on {first} nor from {from} to {by}");
    tests.fail(Failure::new(case, node, message).help("correct the day"));
}
