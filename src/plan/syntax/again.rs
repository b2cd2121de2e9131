//! The tree of a text in which values are replaced, without all of it being read again.

use super::arena::{Arena, INLINE, PLAIN};
use super::kind::Kind;
use super::parse::{Parser, Place};
use super::{NodeId, Span, Tree};

/// A text to put in the place of what stands there.
type Replacement = (Span, String);

impl Tree {
    /// Returns the tree of its text with replacements, which are in the order of the text and do not overlap: what
    /// [`Tree::parse`] returns of that text, and sooner where each only puts one value in the place of another.
    #[must_use]
    pub fn with(&self, replacements: &[Replacement]) -> Self {
        let source = applied(&self.source, replacements);
        match self.moved(&source, replacements) {
            Some(arena) => Self { source, arena, errors: Vec::new() },
            None => Self::parse(source),
        }
    }

    /// Returns the nodes, moved to where they stand in the text with replacements; nothing where that may have other
    /// nodes.
    fn moved(&self, source: &str, replacements: &[Replacement]) -> Option<Arena> {
        if !self.errors.is_empty() || source.len() >= u32::MAX as usize {
            return None;
        }
        let nodes: Option<Vec<NodeId>> = replacements.iter().map(|(at, _)| self.value_at(*at)).collect();
        let nodes = nodes?;
        let moves = Moves::of(replacements);
        let mut arena = self.arena.moved(|place| moves.of_place(place));
        for (node, (_, with)) in nodes.into_iter().zip(replacements) {
            arena[node].flags &= !PLAIN;
            let (start, place) = (arena[node].span.start as usize, place_of(&arena, node));
            let mut parser = Parser::resumed(source, arena, start);
            parser.value(node, place);
            let is_one = is_value(parser.arena[node].kind) && parser.at == start + with.len();
            if !is_one || !parser.errors.is_empty() {
                return None;
            }
            arena = parser.arena;
        }
        Some(arena)
    }

    /// Returns the value that a span is all of, where it is one without brackets.
    fn value_at(&self, at: Span) -> Option<NodeId> {
        self.nodes().find(|node| self.span(*node) == at && is_value(self.kind(*node)))
    }
}

/// Returns a text with replacements, which are in its order and do not overlap.
fn applied(source: &str, replacements: &[Replacement]) -> String {
    let more: usize = replacements.iter().map(|(_, with)| with.len()).sum();
    let mut text = String::with_capacity(source.len() + more);
    let mut from = 0;
    for (at, with) in replacements {
        text.push_str(source.get(from..at.start as usize).unwrap_or_default());
        text.push_str(with);
        from = at.end as usize;
    }
    text.push_str(source.get(from..).unwrap_or_default());
    text
}

const fn is_value(kind: Kind) -> bool {
    matches!(kind, Kind::String | Kind::Integer | Kind::Float | Kind::Boolean | Kind::DateTime)
}

/// Returns the place of a value, by the brackets that are nearest around it.
fn place_of(arena: &Arena, node: NodeId) -> Place {
    let parent = |node: &NodeId| (*node != Tree::ROOT).then(|| arena[*node].parent);
    let mut around = std::iter::successors(parent(&node), parent);
    match around.find(|node| arena[*node].has(INLINE)).map(|node| arena[node].kind) {
        None => Place::Line,
        Some(Kind::Array) => Place::Array,
        Some(_) => Place::Inline,
    }
}

/// The way the bytes of a text move with replacements.
struct Moves {
    /// The end of each replaced text, and by how much what follows it moves; back where that is more than half of all.
    after: Vec<(u32, u32)>,
}

impl Moves {
    fn of(replacements: &[Replacement]) -> Self {
        let mut by = 0_u32;
        let after = replacements.iter().map(|(at, with)| {
            by = by.wrapping_add(u32::try_from(with.len()).unwrap_or_default()).wrapping_sub(at.end - at.start);
            (at.end, by)
        });
        Self { after: after.collect() }
    }

    /// Returns where a byte, which is inside of nothing that was replaced, is.
    fn of_place(&self, place: u32) -> u32 {
        let passed = match &self.after[..] {
            [only] => usize::from(only.0 <= place),
            all => all.partition_point(|(end, _)| *end <= place),
        };
        if passed == 0 { place } else { place.wrapping_add(self.after[passed - 1].1) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::seen;
    use super::Tree;

    #[test]
    fn values_that_are_put_in_the_place_of_others_are_read_by_themselves() {
        let tree = Tree::parse("a = 1\nb = { c = \"two\", d = [3, 4] }\ne = 5\n".to_owned());
        let at =
            |word: &str| tree.nodes().find(|node| tree.raw(*node) == word).map(|node| tree.span(node)).expect(word);
        let edits = [("1", "1_000"), ("\"two\"", "\"2\""), ("4", "4.5"), ("5", "2017-04-01")];
        let edits = edits.map(|(word, with)| (at(word), with.to_owned()));
        for several in 1..=edits.len() {
            let again = tree.with(&edits[..several]);
            assert_eq!(seen(&again), seen(&Tree::parse(again.source().to_owned())));
            assert!(tree.moved(again.source(), &edits[..several]).is_some(), "the first {several} are read anew");
        }
    }
}
