//! Candidates that take out an entry which is there twice.

use super::candidate::{Candidate, Ground, Mistake};
use super::trial::Before;
use crate::plan::syntax::Tree;
use crate::span::{NodeId, Span};

/// The most copies that are tried.
const COPIES: usize = 10;

/// Returns the candidates that take out the second of two entries that are written alike.
pub(super) fn candidates(before: &Before<'_>) -> Vec<Candidate> {
    let tree = &before.plan.plan.tree;
    let copies = tree.copies().into_iter().take(COPIES);
    copies.map(|(copy, _)| Candidate::new(block(tree, copy), String::new(), Ground::Slip, Mistake::Copy)).collect()
}

/// Returns the bytes of an entry: with a header up to the end of its last line, inline up to the next entry.
fn block(tree: &Tree, entry: NodeId) -> Span {
    let source = tree.source();
    let span = tree.span(entry);
    let is_inline = source.as_bytes().get(span.start as usize) == Some(&b'{');
    let last = if is_inline { span.end } else { last_byte(tree, entry) } as usize;
    let rest = source.get(last..).unwrap_or_default();
    let more = if is_inline {
        // The comma and the blanks after it go too, or those before it where it is the last.
        let after = rest.trim_start();
        after.strip_prefix(',').map_or(0, |next| rest.len() - next.trim_start_matches([' ', '\n', '\r', '\t']).len())
    } else {
        rest.find('\n').map_or(rest.len(), |end| end + 1)
    };
    Span::new(span.start as usize, last + more)
}

/// Returns the end of what stands last in a table.
fn last_byte(tree: &Tree, node: NodeId) -> u32 {
    let below = tree.children(node).map(|child| last_byte(tree, child));
    below.chain([tree.span(node).end]).max().unwrap_or_default()
}
