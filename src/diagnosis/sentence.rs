//! A likely cause in a sentence.

use super::candidate::{Candidate, Mistake};
use super::rank::Choice;
use crate::check::Checked;
use crate::period::Period;
use crate::plan::syntax::Tree;
use crate::plan::{Plan, shortened};
use crate::span::{NodeId, Span};
use crate::text::words::count;

/// The key of the amounts that most entries have and nothing else.
const AMOUNT: &str = "amount";

/// Returns what may be wrong: lower case, no full stop.
pub(super) fn of(plan: &Checked, choice: &Choice<'_>) -> String {
    match choice.of[..] {
        [only] => one(plan, only),
        _ => format!("one of these {} is wrong", count(choice.of.len(), "place", "places")),
    }
}

fn one(plan: &Checked, candidate: &Candidate) -> String {
    let tree = &plan.plan.tree;
    let Some((at, with)) = candidate.edits.first() else { return String::new() };
    let old = at.of(tree.source());
    let name = node_at(&plan.plan, *at).map(|node| name(plan, node)).unwrap_or_default();
    match &candidate.mistake {
        Mistake::Figure(slip) => format!("{name} {}", slip.words()),
        Mistake::Contradicted => format!("{name} is contradicted by two other figures, which agree with each other"),
        Mistake::YearBefore(year) => format!("{name} seems to be meant as it was in {}", year.prose()),
        Mistake::Off => match candidate.edits.len() - 1 {
            0 => format!("{name} may be wrong"),
            more => format!("{name} and {} may be wrong", count(more, "figure more", "figures more")),
        },
        Mistake::Unit(unit) => format!("the figures of the plan seem to be in {unit}"),
        Mistake::Word => {
            let places = match candidate.edits.len() {
                1 => String::new(),
                several => format!(" in {several} places"),
            };
            format!("`{}` seems to be meant as `{}`{places}", shortened(old), shortened(with))
        }
        Mistake::Year => format!("the year `{}` seems to be meant as `{with}`", shortened(old)),
        Mistake::Copy => format!("{name} is there twice"),
    }
}

/// Returns what a figure is called: the entry it belongs to, and its year or its key.
fn name(plan: &Checked, node: NodeId) -> String {
    let tree = &plan.plan.tree;
    let key = tree.key(node).unwrap_or_default();
    let called = plan.plan.name_of(node);
    let bare = called.strip_suffix(&*key).and_then(|name| name.strip_suffix('.')).unwrap_or(&called);
    match Period::parse(&key) {
        _ if key.is_empty() => format!("`{}`", shortened(&called)),
        Some(period) => {
            // Of an entry with several series it is said which.
            let series = tree.parent(node).and_then(|series| tree.key(series)).unwrap_or_default();
            let is_said = series == AMOUNT || bare.ends_with(&*series);
            let of = if is_said { String::new() } else { format!("`{}` of ", shortened(&series)) };
            format!("{of}`{}` in {}", shortened(bare), period.prose())
        }
        None if bare == key => format!("`{}`", shortened(&key)),
        None => format!("`{}` of `{}`", shortened(&key), shortened(bare)),
    }
}

/// Returns the node of a place: the value or the key there, or the entry that begins there.
pub(super) fn node_at(plan: &Plan, at: Span) -> Option<NodeId> {
    let tree = &plan.tree;
    let is_there = |node: &NodeId| tree.span(*node) == at || tree.key_span(*node) == Some(at);
    let begins = |node: &NodeId| *node != Tree::ROOT && tree.span(*node).start == at.start;
    tree.nodes().find(is_there).or_else(|| tree.nodes().filter(begins).last())
}
