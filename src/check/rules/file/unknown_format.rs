//! `unknown-format`: a version of the plan format this program does not read.

use super::complaints;
use crate::check::prelude::*;
use crate::plan::ComplaintKind;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-format",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "a version of the plan format this program does not read",
    why: "The number says which keys the file may have and what they mean. A program that does not know the version would misread the plan.",
    fix: "Write the version this program reads, or use a newer program.",
    example: r#"
[plan]
format = 2
#        ^ this is version 2 of the plan format, and this program reads version 1
#        mend: 1
round = "bcf-2017-19"

[area]
name = "Exampleton"
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    complaints(facts, tests, ComplaintKind::UnknownFormat);
}
