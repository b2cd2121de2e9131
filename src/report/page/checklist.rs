//! The checklist of an assurer: each thing the round asks, how it is, and on what evidence.

use super::findings::{with_code, written};
use super::html::Html;
use super::subject::Subject;
use super::words::{capital, plural};
use crate::view::{Checklist, Group, Requirement, State};

/// The most proofs of a requirement that are shown.
const PROOFS: usize = 3;

/// Writes the section.
pub(super) fn section(subject: &Subject<'_>, html: &mut Html) {
    let checklist = &subject.picture.checklist;
    html.tag("section", &[("id", "checklist"), ("aria-labelledby", "checklist-title")], |html| {
        html.leaf("h2", &[("id", "checklist-title")], &title(checklist));
        if checklist.groups.is_empty() {
            html.leaf("p", &[], "The plan's round is not known to this program, so nothing can be asked of it.");
        }
        for group in &checklist.groups {
            write_group(group, html);
        }
        if !checklist.beside.is_empty() {
            let many = plural(checklist.beside.len(), "finding belongs", "findings belong");
            html.tag("p", &[], |html| {
                html.say(&format!(
                    "{} to no requirement: sums that do not add up, references, spelling. ",
                    capital(&many)
                ));
                html.leaf("a", &[("href", "#findings")], "All findings");
            });
        }
    });
}

/// Returns the title: "31 of 40 requirements are met; 5 are not, 4 are for a person to judge"
fn title(checklist: &Checklist) -> String {
    let counts = checklist.counts();
    if counts.asked() == 0 {
        return "No requirement could be looked at".to_owned();
    }
    let of = |state| counts.of(state);
    let mut parts =
        vec![format!("{} of {} met", of(State::Met), plural(counts.asked(), "requirement", "requirements"))];
    for (state, words) in [
        (State::NotMet, "not met"),
        (State::Waived, "waived"),
        (State::NotEvaluated, "not evaluated"),
        (State::Judged, "judged met"),
        (State::ForAPerson, "for a person to judge"),
    ] {
        if of(state) > 0 {
            parts.push(format!("{} {words}", of(state)));
        }
    }
    parts.join(", ")
}

fn write_group(group: &Group, html: &mut Html) {
    let name = match group.number {
        Some(number) => format!("Condition {number}: {}", group.name),
        None => capital(&group.name),
    };
    html.leaf("h3", &[], &name);
    let (asked, rest): (Vec<&Requirement>, Vec<&Requirement>) =
        group.requirements.iter().partition(|requirement| requirement.state != State::NotApplicable);
    if !asked.is_empty() {
        table(&name, &asked, html);
    }
    if !rest.is_empty() {
        html.tag("details", &[], |html| {
            let many = plural(rest.len(), "clause asks nothing of this plan", "clauses ask nothing of this plan");
            html.leaf("summary", &[], &capital(&many));
            html.tag("ul", &[], |html| rest.iter().for_each(|clause| html.leaf("li", &[], &clause.says)));
        });
    }
}

fn table(name: &str, asked: &[&Requirement], html: &mut Html) {
    html.tag("table", &[("class", "checklist"), ("role", "table")], |html| {
        html.leaf("caption", &[("class", "hidden")], name);
        html.tag("thead", &[("role", "rowgroup")], |html| {
            html.tag("tr", &[("role", "row")], |html| {
                for head in ["Status", "What is asked", "On what evidence"] {
                    html.leaf("th", &[("scope", "col"), ("role", "columnheader")], head);
                }
            });
        });
        html.tag("tbody", &[("role", "rowgroup")], |html| {
            for requirement in asked {
                row(requirement, html);
            }
        });
    });
}

fn row(requirement: &Requirement, html: &mut Html) {
    let state = requirement.state;
    html.tag("tr", &[("role", "row")], |html| {
        html.tag("td", &[("role", "cell")], |html| {
            html.leaf("span", &[("class", "tag"), ("data-kind", state.word())], &capital(state.prose()));
        });
        html.tag("th", &[("scope", "row"), ("role", "rowheader")], |html| {
            html.say(&requirement.says);
            html.tag("span", &[("class", "line")], |html| written(&requirement.clause, html));
        });
        html.tag("td", &[("role", "cell")], |html| evidence(requirement, html));
    });
}

fn evidence(requirement: &Requirement, html: &mut Html) {
    let count = |state| requirement.proofs.iter().filter(|proof| proof.state == state).count();
    let passed = count(State::Met);
    let failed: Vec<_> =
        requirement.proofs.iter().filter(|p| matches!(p.state, State::NotMet | State::Waived)).collect();
    html.tag("ul", &[("class", "plain")], |html| {
        for proof in failed.iter().take(PROOFS) {
            html.tag("li", &[], |html| with_code(&capital(proof.says.as_deref().unwrap_or(proof.rule)), html));
        }
        if failed.len() > PROOFS {
            html.leaf("li", &[], &format!("and {} more that failed", failed.len() - PROOFS));
        }
        if passed > 0 {
            html.leaf("li", &[], &capital(&plural(passed, "test passed", "tests passed")));
        }
        let is_said = |reason: &&String| failed.iter().all(|proof| proof.says.as_ref() != Some(*reason));
        if let Some(reason) = requirement.reason.as_ref().filter(is_said) {
            html.tag("li", &[], |html| with_code(&capital(reason), html));
        }
        for told in requirement.evidence.iter().take(PROOFS) {
            html.leaf(
                "li",
                &[],
                &format!("The plan points to {}", told.place.as_deref().unwrap_or("a place it does not name")),
            );
        }
    });
}
