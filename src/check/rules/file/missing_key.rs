//! `missing-key`: a required key is absent.

use super::complaints;
use crate::check::prelude::*;
use crate::plan::ComplaintKind;

pub(crate) static RULE: Rule = Rule {
    id: "missing-key",
    level: Level::Error,
    absent: true,
    ground: Ground::Itself,
    summary: "a required key is absent",
    why: "Some keys are needed to know what an entry is: a source without an amount or a partner without a kind cannot be placed.",
    fix: "Add the key below the header the finding points at.",
    example: r#"
[[partners]]
#^^^^^^^^^^^ the key `kind` is missing
id = "council"
name = "Exampleton Council"
# + kind = "council"
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    complaints(facts, tests, ComplaintKind::MissingKey);
}
