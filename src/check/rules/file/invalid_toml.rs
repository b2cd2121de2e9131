//! `invalid-toml`: the text is not TOML.

use super::complaints;
use crate::check::prelude::*;
use crate::plan::ComplaintKind;

pub(crate) static RULE: Rule = Rule {
    id: "invalid-toml",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "the text is not TOML",
    why: "A plan is a TOML file. Where its syntax is broken, what stands there cannot be read and nothing can be said of it; the rest is still checked.",
    fix: "Mend the place the caret points at. An amount such as `£1,200` needs quotes, a date is written 2017-06-30, and every quote and bracket that is opened is closed.",
    example: r#"
[[partners]]
id = "council
#    ^^^^^^^^ the quote is not closed on its line
#    mend: "council"
name = "Exampleton Council"
kind = "council"
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    complaints(facts, tests, ComplaintKind::InvalidToml);
}
