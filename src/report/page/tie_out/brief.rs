//! The page in one sentence: how many figures agree, and how many differ.

use super::sheet::{Sheet, Weight};
use crate::narrative::Status;
use crate::report::page::html::Html;
use crate::report::page::words::plural;

/// Writes the section.
pub(super) fn section(sheet: &Sheet<'_>, html: &mut Html) {
    html.tag("section", &[("id", "brief"), ("aria-labelledby", "brief-title")], |html| {
        let differ: Vec<Weight<'_>> = sheet.of_status(Status::Differs).map(|n| sheet.weight(n)).collect();
        let count = |wanted: fn(&Weight<'_>) -> bool| differ.iter().filter(|weight| wanted(weight)).count();
        let accepted = count(|weight| matches!(weight, Weight::Accepted(..)));
        let wrong = count(|weight| *weight == Weight::Differs);
        let is_own = sheet.of.tie.is_of_this_plan;
        let word = if wrong > 0 {
            "fail"
        } else if is_own && differ.len() == accepted {
            "pass"
        } else {
            "incomplete"
        };
        html.tag("div", &[("class", "verdict"), ("data-verdict", word), ("data-known", "no")], |html| {
            html.leaf("h2", &[("id", "brief-title")], &headline(is_own, differ.len() - accepted));
            html.leaf("p", &[], &counted(sheet, accepted));
            html.leaf("p", &[], "Agrees means same value, name and year. It does not mean right.");
        });
    });
}

fn headline(is_own: bool, differ: usize) -> String {
    match (is_own, differ) {
        (false, _) => "This is not this plan's narrative: too few of its figures are there".to_owned(),
        (true, 0) => "No figure of the narrative differs from the plan".to_owned(),
        (true, n) => plural(n, "figure of the narrative differs", "figures of the narrative differ"),
    }
}

/// Returns `153 of 227 figures agree, 11 differ, 10 have the same value only, 53 are not in the plan.`
fn counted(sheet: &Sheet<'_>, accepted: usize) -> String {
    let counts = sheet.of.tie.counts;
    let known = if accepted > 0 { format!(" ({accepted} of them accepted)") } else { String::new() };
    format!(
        "{} of {} agree, {} differ{known}, {} have the same value only, {} are not in the plan.",
        counts.agrees,
        plural(counts.all(), "figure", "figures"),
        counts.differs,
        counts.same_value,
        counts.not_in_plan
    )
}
