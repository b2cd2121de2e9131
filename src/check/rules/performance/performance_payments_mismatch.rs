//! `performance-payments-mismatch`: the payments are not the part of the fund they pay.

use super::{part, payments};
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "performance-payments-mismatch",
    level: Level::Error,
    clauses: Clauses::One("performance"),
    ground: Ground::Itself,
    bearing: Bearing::Required,
    summary: "the payments do not add up to the performance-related part",
    why: "The payments are the part, paid in two: what they do not come to is promised to nobody, or promised twice.",
    fix: "Correct the payments, or the part.",
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
payments = [{ on = 2015-04-01, amount = 1_842_000 }, { on = "2015-16-H2", amount = 1_482_000 }]
#                                       ^^^^^^^^^ the payments for performance come to £3,324,000, £360,000 less than
#                                       the performance-related part of £3,684,000
#                                       edit: 2_202_000
#                                                                                  ^^^^^^^^^ mend: 1_842_000
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let case = Case::of("payments for performance").sum_of("performance.payments");
    let (paid, part) = match payments(facts).and_then(|paid| Ok((paid, part(facts)?))) {
        Ok(known) => known,
        Err(reason) => return tests.not_evaluated(case, reason),
    };
    let room = paid.room(&part);
    if paid.agrees_with(&part) {
        return tests.pass_sum(case, &paid, part.total, room);
    }
    let Some(at) = paid.largest(facts.plan) else { return };
    let off = (paid.total - part.total).abs();
    let how = if paid.total < part.total { "less" } else { "more" };
    let message = format!(
        "the payments for performance come to {}, {off} {how} than the performance-related part of {}",
        paid.total, part.total
    );
    let mut failure = Failure::new(case, at, message).help("correct the payment that is wrong, or the part");
    for (node, pounds) in &part.lines {
        failure = failure.label(*node, format!("{pounds} is for performance"));
    }
    let own = paid.lines.iter().find(|(node, _)| *node == at).map_or(Money::ZERO, |(_, pounds)| *pounds);
    let mended = own + part.total - paid.total;
    if mended >= Money::ZERO {
        failure = failure.set(facts, at, mended);
    }
    tests.fail(failure.sum(&paid, part.total, room));
}
