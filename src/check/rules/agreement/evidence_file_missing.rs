//! `evidence-file-missing`: a file that evidence names is not beside the plan.

use crate::check::files::is_file;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "evidence-file-missing",
    level: Level::Error,
    lenient_in_drafts: true,
    ground: Ground::Itself,
    summary: "a file that evidence names is not beside the plan",
    why: "Evidence nobody can open is no evidence; a file renamed on the last day is found missing by the assurers otherwise.",
    fix: "Put the file where `where` says it is, seen from the plan's folder, or correct the name.",
    example: r#"
[[evidence]]
for = "governance"
where = "a file that is not there.pdf"
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ there is no file `a file that is not there.pdf` beside the plan
#       mend: "governance.pdf"
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let entries = facts.plan.evidence.iter();
    let named: Vec<(&str, NodeId)> =
        entries.filter_map(|entry| Facts::reference(&entry.place)).filter(|(place, _)| is_file(place)).collect();
    let missing = match &facts.surroundings.missing {
        Some(missing) => missing,
        None if named.is_empty() => return tests.pass_lot(false, 0, "files named as evidence"),
        None => {
            return tests.not_evaluated(Case::of("files named as evidence"), "the plan was not read from a file");
        }
    };
    let mut failed = false;
    for (place, node) in named.iter().filter(|(place, _)| missing.contains(*place)) {
        failed = true;
        let message = format!("there is no file `{}` beside the plan", shortened(place));
        let failure = Failure::new(Case::of(shortened(place)), *node, message);
        tests.fail(failure.help("put the file there, or correct its name; the name is seen from the plan's folder, and nothing outside the repository is looked at"));
    }
    tests.pass_lot(failed, named.len(), "files named as evidence");
}
