//! The tables of numbers: plans, families of tests, rules by how often they found something.

use std::collections::BTreeMap;

use crate::check::{Checked, Counts, FAMILIES, rule, rules};
use crate::finding::{Finding, Level, Outcome, Status};
use crate::report::table::{Ruled, number};
use crate::report::{Run, View, words};
use crate::text::escape::{columns_of, shortened_within, shown};

/// Returns tests by family, the families with something to tell.
pub(super) fn families(plan: &Checked, view: View) -> String {
    let mut found: BTreeMap<&str, [usize; 6]> = BTreeMap::new();
    for finding in &plan.findings {
        let column = match finding.status {
            Status::Failed => 0,
            Status::Waived(_) => 2,
            Status::Baselined => 3,
        };
        found.entry(finding.family).or_default()[column] += 1;
    }
    let homes: BTreeMap<&str, &str> = rules().map(|(family, rule)| (rule.id, family.id)).collect();
    for test in &plan.tests {
        let column = match test.outcome {
            Outcome::Passed => 1,
            Outcome::NotEvaluated(_) => 4,
            Outcome::NotApplicable(_) => 5,
        };
        found.entry(homes.get(test.rule).copied().unwrap_or("other")).or_default()[column] += 1;
    }
    let baselined = found.values().any(|counts| counts[3] > 0);
    let keep = |column: &usize| *column != 3 || baselined;
    let names = ["failed", "passed", "waived", "in baseline", "not evaluated", "not applicable"];
    let header: Vec<&str> = std::iter::once("tests").chain((0..6).filter(keep).map(|n| names[n])).collect();
    let mut table = Ruled::new(view, &header).numbers_from(1);
    let order = FAMILIES.iter().map(|family| family.id).chain(std::iter::once("other"));
    for family in order {
        if let Some(counts) = found.get(family) {
            let cells = (0..6).filter(keep).map(|n| number(counts[n], view.unicode));
            table.row(std::iter::once(family.to_owned()).chain(cells));
        }
    }
    if table.is_empty() { String::new() } else { table.text() }
}

/// Returns how often each rule found something, most first.
pub(super) fn statistics(findings: &[Finding], view: View) -> String {
    let mut times: BTreeMap<&str, (usize, Level)> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.status == Status::Failed) {
        let entry = times.entry(finding.rule).or_insert((0, finding.level));
        *entry = (entry.0 + 1, entry.1.max(finding.level));
    }
    let mut rows: Vec<_> = times.into_iter().collect();
    rows.sort_by_key(|(id, (n, level))| (std::cmp::Reverse(*n), std::cmp::Reverse(*level), *id));
    let mut table = Ruled::new(view, &["times", "level", "rule", "what is wrong"]);
    for (id, (n, level)) in &rows {
        let summary = rule(id).map_or("", |(_, rule)| rule.summary);
        table.row([&format!("{n:>5}"), level.word(), *id, summary]);
    }
    if table.is_empty() { String::new() } else { table.text() }
}

/// Returns the columns of the table of plans, those first to go where there is no room last.
fn numbers(counts: &Counts) -> [(&'static str, usize); 7] {
    [
        ("errors", counts.error),
        ("warnings", counts.warning),
        ("advice", counts.advice),
        ("in baseline", counts.baselined),
        ("waived", counts.waived),
        ("not evaluated", counts.not_evaluated),
        ("passed", counts.passed),
    ]
}

/// Returns the plans, a row each; a column for what at least one of them has, as long as there is room for their names.
pub(super) fn plans(run: &Run<'_>) -> String {
    /// Columns between two columns.
    const GAP: usize = 3;
    /// Room enough to know a plan by.
    const NAME: usize = 30;
    let view = run.view;
    let total = numbers(&words::total(run.plans));
    let mut kept: Vec<usize> = (0..total.len()).filter(|&n| total[n].1 > 0 || n == 0).collect();
    let longest = run.plans.iter().map(|plan| columns_of(&shown(&plan.path))).max().unwrap_or(0);
    let wide = |n: &usize| total[*n].0.len().max(total[*n].1.to_string().len()) + GAP;
    let room =
        |kept: &[usize]| view.width.saturating_sub("verdict".len() + 2 * GAP + kept.iter().map(wide).sum::<usize>());
    while kept.len() > 1 && room(&kept) < longest.min(NAME) {
        kept.pop();
    }
    let header: Vec<&str> = ["plan", "verdict"].into_iter().chain(kept.iter().map(|&n| total[n].0)).collect();
    let mut table = Ruled::new(view, &header).numbers_from(2);
    for plan in run.plans {
        let counts = numbers(&plan.counts());
        let path = shortened_within(&plan.path, room(&kept).max(8), view.unicode).into_owned();
        let verdict = plan.verdict().capitals();
        table.row([path, verdict].into_iter().chain(kept.iter().map(|&n| number(counts[n].1, view.unicode))));
    }
    table.text()
}
