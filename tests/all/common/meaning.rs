//! What a plan says and what a check says of it, apart from how it is written: what a way through a workbook keeps.

use std::collections::BTreeSet;

use bcf::check::Checked;
use bcf::finding::Finding;
use bcf::plan::Plan;
use bcf::plan::syntax::Kind;
use bcf::span::NodeId;

/// Returns a finding as text, without its byte spans.
pub(crate) fn said(finding: &Finding) -> String {
    let year = finding.year.map(|year| year.to_string()).unwrap_or_default();
    let (level, status) = (finding.level.word(), finding.status.word());
    format!("{level} {} {status} {} {year}: {}", finding.rule, finding.at.path, finding.message)
}

/// Returns the values of a plan that are no tables.
pub(crate) fn leaves(plan: &Plan) -> Vec<NodeId> {
    plan.tree
        .nodes()
        .filter(|node| !matches!(plan.tree.kind(*node), Kind::Table | Kind::Array | Kind::Broken))
        .collect()
}

/// Returns a finding as text with its sums, without its edit, which quotes how the plan is written.
fn whole(finding: &Finding) -> String {
    let labels: Vec<(&str, &str)> = finding.labels.iter().map(|l| (l.text.as_str(), l.at.path.as_str())).collect();
    let ledger = finding.ledger.as_ref().map(|ledger| {
        let lines: Vec<(&str, String)> = ledger.lines.iter().map(|l| (l.text.as_str(), l.pounds.plain())).collect();
        (lines, ledger.actual, ledger.required, ledger.slack)
    });
    format!("{} {:?} {:?} {:?}", said(finding), finding.subject, labels, ledger)
}

/// Returns everything a check says of a plan, in no order. How many texts were searched for placeholders is left out:
/// money in quotes and in the plan's own unit comes back as a number.
pub(crate) fn verdict(checked: &Checked) -> BTreeSet<String> {
    let tests = checked.tests.iter().filter(|test| test.rule != "placeholder-left-in").map(|test| {
        let tally = test.ledger.as_ref().map(|tally| {
            let mut lines: Vec<_> =
                tally.lines.iter().map(|(node, money)| (checked.plan.path_of(*node), *money)).collect();
            lines.sort();
            (lines, tally.actual, tally.required, tally.slack)
        });
        format!("{} {:?} {:?} {:?} {tally:?}", test.rule, test.outcome, test.year, test.subject)
    });
    checked.findings.iter().map(whole).chain(tests).collect()
}

/// Returns every value of a plan with its place, digits without what separates them.
pub(crate) fn values(text: &str) -> BTreeSet<String> {
    let plan = Plan::read(text.to_owned());
    let leaf = |node| {
        let value = match plan.tree.kind(node) {
            Kind::Integer | Kind::Float => plan.tree.raw(node).replace('_', ""),
            _ => plan.tree.text(node).into_owned(),
        };
        format!("{} {:?} {value}", plan.path_of(node), plan.tree.kind(node))
    };
    leaves(&plan).into_iter().map(leaf).collect()
}

/// Returns the entries that one set has and the other has not.
pub(crate) fn differences(before: &BTreeSet<String>, after: &BTreeSet<String>) -> Vec<String> {
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>, sign: &str| -> Vec<String> {
        a.difference(b).map(|line| format!("{sign} {line}")).collect()
    };
    [only(before, after, "-"), only(after, before, "+")].concat()
}

/// Returns the values that were lost on the way. Money in quotes and in the plan's own unit comes back as a number.
pub(crate) fn lost(before: &BTreeSet<String>, after: &BTreeSet<String>) -> Vec<String> {
    let number = |value: &&String| {
        let (path, text) = value.split_once(" String ").unwrap_or_default();
        let is_one = |kind| {
            after
                .range(format!("{path} {kind:?} ")..)
                .next()
                .is_some_and(|other| other.starts_with(&format!("{path} {kind:?} ")))
        };
        text.contains('£') && [Kind::Integer, Kind::Float].into_iter().any(is_one)
    };
    before.difference(after).filter(|value| !number(value)).cloned().collect()
}
