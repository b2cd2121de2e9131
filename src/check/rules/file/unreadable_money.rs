//! `unreadable-money`: an amount of money that cannot be read exactly.

use super::complaints;
use crate::check::prelude::*;
use crate::plan::ComplaintKind;

pub(crate) static RULE: Rule = Rule {
    id: "unreadable-money",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "an amount of money that cannot be read exactly",
    why: "Money is never guessed: `£2,000,00` may be two hundred thousand pounds or two million, and a figure read wrongly is worse than none.",
    fix: "Write the amount in digits in the plan's unit, or as a string with its own unit such as \"£36,682k\".",
    example: r#"
[totals]
pool = { 2017-18 = "£2,000,00" }
#                  ^^^^^^^^^^^ `£2,000,00` is not an amount of money: its commas do not stand between groups of three
#                  digits
#                  mend: "£2,000,000"
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    complaints(facts, tests, ComplaintKind::UnreadableMoney);
}
