//! Every test that was made of the plan, passed ones too, with its clause and its figures; those for which the plan has
//! nothing to test are counted and not listed.

use super::findings::with_code;
use super::html::Html;
use super::subject::Subject;
use super::words::{capital, plural};
use crate::check::{FAMILIES, Family, rule};
use crate::finding::{ClauseRef, Finding, Outcome, Status, Test};
use crate::money::Money;
use crate::period::Period;

/// A row of the table of evidence: one test and its result.
struct EvidenceRow<'a> {
    rule: &'static str,
    subject: Option<&'a str>,
    /// The path of the value that failed.
    path: Option<&'a str>,
    year: Option<Period>,
    /// The word its tag is chosen by, and the one people read.
    result: (&'static str, &'static str),
    reason: Option<&'a str>,
    sums: Option<[Money; 2]>,
    clause: String,
}

/// Writes the section.
pub(super) fn section(subject: &Subject<'_>, html: &mut Html) {
    let (idle, made): (Vec<&Test>, Vec<&Test>) = subject.checked.tests.iter().partition(|test| is_idle(test));
    let tests = made.len() + subject.checked.findings.len();
    html.tag("section", &[("id", "evidence"), ("aria-labelledby", "evidence-title")], |html| {
        html.leaf("h2", &[("id", "evidence-title")], &format!("Evidence: {}", plural(tests, "test", "tests")));
        for family in FAMILIES {
            let rows = rows(subject, &made, family);
            if !rows.is_empty() {
                table(family, &rows, html);
            }
        }
        if !idle.is_empty() {
            let many = plural(idle.len(), "test is", "tests are");
            html.leaf("p", &[], &format!("{} not applicable: there is nothing for them to look at.", capital(&many)));
        }
    });
}

/// Returns whether there was nothing to test.
fn is_idle(test: &Test) -> bool {
    matches!(test.outcome, Outcome::NotApplicable(_))
}

/// Returns the tests of a family, rule by rule, failed ones first.
fn rows<'a>(subject: &'a Subject<'_>, tests: &[&'a Test], family: &Family) -> Vec<EvidenceRow<'a>> {
    let own = |id: &str| family.rules.iter().position(|rule| rule.id == id);
    let failed = subject.checked.findings.iter().map(failed);
    let made = tests.iter().map(|test| made(subject, test));
    let mut rows: Vec<(usize, EvidenceRow<'_>)> =
        failed.chain(made).filter_map(|row| Some((own(row.rule)?, row))).collect();
    rows.sort_by_key(|(place, _)| *place);
    rows.into_iter().map(|(_, row)| row).collect()
}

fn failed(finding: &Finding) -> EvidenceRow<'_> {
    let result = match finding.status {
        Status::Failed => (finding.level.word(), "failed"),
        Status::Waived(_) => ("waived", "waived"),
        Status::Baselined => ("baselined", "failed, known"),
    };
    EvidenceRow {
        rule: finding.rule,
        subject: finding.subject.as_deref(),
        path: Some(&finding.at.path),
        year: finding.year,
        result,
        reason: Some(&finding.message),
        sums: finding.ledger.as_ref().map(|sum| [sum.actual, sum.required]),
        clause: finding.clause.as_ref().map(clause_of).unwrap_or_default(),
    }
}

fn made<'a>(subject: &Subject<'_>, test: &'a Test) -> EvidenceRow<'a> {
    let (result, reason) = match &test.outcome {
        Outcome::Passed => (("met", "passed"), None),
        Outcome::NotEvaluated(reason) => (("not-evaluated", "not evaluated"), Some(&**reason)),
        Outcome::NotApplicable(reason) => (("not-applicable", "not applicable"), Some(&**reason)),
    };
    let id = test.clause.as_deref().or_else(|| rule(test.rule).and_then(|(_, rule)| rule.clause()));
    let clause = id.and_then(|id| subject.round.clause(id));
    EvidenceRow {
        rule: test.rule,
        subject: test.subject.as_deref(),
        path: None,
        year: test.year,
        result,
        reason,
        sums: test.ledger.as_ref().map(|sum| [sum.actual, sum.required]),
        clause: clause.map_or_else(String::new, |clause| said(&clause.id, &clause.at, &clause.known())),
    }
}

fn clause_of(clause: &ClauseRef) -> String {
    said(&clause.id, &clause.at, &clause.known())
}

/// Returns `dfg-passed-in-full: letter of April 2017 (quoted)`
fn said(id: &str, at: &str, basis: &str) -> String {
    if at.is_empty() { format!("{id} ({basis})") } else { format!("{id}: {at} ({basis})") }
}

fn table(family: &Family, rows: &[EvidenceRow<'_>], html: &mut Html) {
    let name = if family.id.len() <= 3 { family.id.to_uppercase() } else { capital(&family.id.replace('-', " ")) };
    html.leaf("h3", &[], &name);
    html.tag("div", &[("class", "scroll"), ("tabindex", "0"), ("role", "group"), ("aria-label", &name)], |html| {
        html.tag("table", &[("class", "evidence")], |html| {
            html.leaf("caption", &[], &capital(&plural(rows.len(), "test", "tests")));
            html.tag("thead", &[], |html| {
                html.tag("tr", &[], |html| {
                    for head in ["Test", "Year", "Result"] {
                        html.leaf("th", &[("scope", "col")], head);
                    }
                    for head in ["In the plan", "Required", "Difference"] {
                        html.leaf("th", &[("scope", "col"), ("class", "amount")], head);
                    }
                    html.leaf("th", &[("scope", "col")], "Clause");
                });
            });
            html.tag("tbody", &[], |html| rows.iter().for_each(|row| write_row(row, html)));
        });
    });
}

fn write_row(row: &EvidenceRow<'_>, html: &mut Html) {
    html.tag("tr", &[], |html| {
        html.tag("th", &[("scope", "row")], |html| {
            html.leaf("code", &[], row.rule);
            for about in [row.subject, row.path].into_iter().flatten().filter(|about| !about.is_empty()) {
                html.leaf("span", &[("class", "line")], about);
            }
        });
        html.leaf("td", &[], &row.year.map(Period::prose).unwrap_or_default());
        html.tag("td", &[], |html| {
            html.leaf("span", &[("class", "tag"), ("data-kind", row.result.0)], &capital(row.result.1));
            if let Some(reason) = row.reason {
                html.tag("span", &[("class", "line")], |html| with_code(&capital(reason), html));
            }
        });
        let [actual, required] = row.sums.map_or([None; 2], |sums| sums.map(Some));
        let difference = row.sums.map(|[actual, required]| actual - required);
        for money in [actual, required, difference] {
            html.leaf("td", &[("class", "amount")], &money.map(|money| money.to_string()).unwrap_or_default());
        }
        html.leaf("td", &[], &row.clause);
    });
}
