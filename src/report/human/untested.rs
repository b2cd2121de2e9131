//! Tests that were not made, and why.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use crate::check::{self, Bearing, Checked, part_of, rule, untested};
use crate::finding::{Outcome, Status, Test};
use crate::plan::COMPANION;
use crate::report::View;
use crate::report::paint::Ink;
use crate::text::escape::shown;
use crate::text::words::{count, list};
use crate::text::wrap::wrapped;

/// The most required tests that were not made that are listed.
const LACKING: usize = 8;

/// Writes a text of a list: its first line a little in, the others a little more.
fn hang(text: &str, view: View, out: &mut String) {
    for (n, line) in wrapped(text, view.width.saturating_sub(6).max(30)).into_iter().enumerate() {
        let _ = writeln!(out, "  {}{line}", if n == 0 { "" } else { "  " });
    }
}

/// Returns the required tests that were not made, where nothing above says so: what is not there yet says it of a
/// draft.
pub(super) fn lacking(plan: &Checked, view: View) -> String {
    let grounds = plan.verdict().grounds;
    let floors_told = plan
        .findings
        .iter()
        .filter(|finding| finding.status == Status::Failed)
        .any(|finding| rule(finding.rule).is_some_and(|(_, rule)| rule.bearing == Bearing::Untested));
    if grounds.untested() == 0 || grounds.gaps > 0 || floors_told {
        return String::new();
    }
    let others: Vec<&Test> = plan.lacking().filter(|test| part_of(test).is_none()).collect();
    if others.is_empty() {
        return String::new();
    }
    let mut out = format!("{}\n", view.paint().ink(Ink::Strong, "required, and not tested (-v lists all):"));
    for test in others.iter().take(LACKING) {
        let text = format!("{}: {}", test.rule, untested(test));
        hang(&shown(&text), view, &mut out);
    }
    let more = others.len().saturating_sub(LACKING);
    if more > 0 {
        let _ = writeln!(out, "  and {more} more");
    }
    out
}

/// Returns, in a line, what was not tested because the workbook does not ask for it.
pub(super) fn not_in_template(plan: &Checked, view: View) -> String {
    let names = check::not_in_template(plan);
    if names.is_empty() {
        return String::new();
    }
    let path = Path::new(&plan.path);
    let (book, beside) = (path.file_name().unwrap_or_default(), path.with_extension("toml"));
    let text = format!(
        "not in the template: {}; say it in {} beside it, which begins with [{COMPANION}] and of = \"{}\"",
        list(&names),
        beside.file_name().unwrap_or_default().display(),
        book.display(),
    );
    wrapped(&shown(&text), view.width).join("\n") + "\n"
}

/// Returns what was not evaluated and why, each reason of a rule once.
pub(super) fn not_evaluated(plan: &Checked, view: View) -> String {
    let mut reasons: BTreeMap<(&str, &str), Vec<&Test>> = BTreeMap::new();
    for test in &plan.tests {
        if let Outcome::NotEvaluated(reason) = &test.outcome {
            reasons.entry((test.rule, reason)).or_default().push(test);
        }
    }
    let mut out = String::new();
    for ((rule, reason), tests) in reasons {
        let times = if tests.len() > 1 { format!(" ({})", count(tests.len(), "test", "tests")) } else { String::new() };
        let text = format!("{rule}{times}: {}", shown(reason));
        hang(&text, view, &mut out);
    }
    if out.is_empty() { out } else { format!(" {}\n{out}", view.paint().ink(Ink::Strong, "not evaluated")) }
}
