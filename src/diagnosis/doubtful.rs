//! Proposed edits that make a finding go and are no mend: what is wrong is more likely somewhere else.

use foldhash::{HashMap, HashSet};

use super::figures::is_much_more;
use super::slips;
use crate::check::Checked;
use crate::finding::{Edit, Finding};
use crate::money::Money;
use crate::period::Period;
use crate::plan::shape::Role;
use crate::plan::syntax::Kind;
use crate::span::{NodeId, Span};

/// Returns the findings whose edit is not offered: of a stated total where another sum is off by as much, and of a line
/// of spending that is raised where an entry may be missing.
pub(super) fn edits(plan: &Checked, totals: &HashSet<Span>) -> HashSet<usize> {
    let gaps = gaps(plan);
    let lines = lines(plan);
    let is_doubtful = |finding: &Finding, edit: &Edit| {
        let is_shared = || key(finding).is_some_and(|gap| gaps.get(&gap).is_some_and(|count| *count > 1));
        let line = || lines.get(&edit.at.span);
        totals.contains(&edit.at.span) && is_shared() || line().is_some_and(|line| is_raised(plan, *line, &edit.with))
    };
    let own = plan.findings.iter().enumerate().filter_map(|(n, finding)| Some((n, finding, finding.edit.as_ref()?)));
    own.filter(|(_, finding, edit)| is_doubtful(finding, edit)).map(|(n, ..)| n).collect()
}

/// Returns what tells a gap from others: its period, and how much it is.
fn key(finding: &Finding) -> Option<(Option<Period>, Money)> {
    Some((finding.year, finding.size().filter(|size| *size > Money::ZERO)?))
}

/// Returns how many sums are off by as much.
fn gaps(plan: &Checked) -> HashMap<(Option<Period>, Money), usize> {
    let mut gaps: HashMap<_, usize> = HashMap::default();
    for gap in plan.counting().filter_map(key) {
        *gaps.entry(gap).or_default() += 1;
    }
    gaps
}

/// Returns the figures of spending, by their places.
fn lines(plan: &Checked) -> HashMap<Span, NodeId> {
    let series = plan.plan.notes.series().filter(|series| series.is_money && series.role == Role::Out);
    let figures = series.flat_map(|series| series.figures);
    figures.map(|figure| (plan.plan.span_of(figure.node), figure.node)).collect()
}

/// Returns whether an edit raises a figure by more than a slip of the hand explains.
fn is_raised(plan: &Checked, node: NodeId, with: &str) -> bool {
    let (tree, unit) = (&plan.plan.tree, plan.plan.unit());
    if !matches!(tree.kind(node), Kind::Integer | Kind::Float | Kind::String) {
        return false;
    }
    let amount = |text: &str| slips::amount(tree, node, text, unit);
    let (Some(own), Some(wanted)) = (amount(tree.raw(node)), amount(with)) else { return false };
    is_much_more(wanted.pounds, own.pounds) && slips::rounded(wanted.pounds, own.pounds, own.precision).is_none()
}
