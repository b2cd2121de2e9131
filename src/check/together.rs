//! The money of streams that a plan gives together, for the rules that count it.

use foldhash::HashSet;

use super::facts::{Facts, SpendLine};
use crate::plan::Source;
use crate::policy::Stream;
use crate::span::NodeId;

impl<'a> Facts<'a> {
    /// Returns the sources that hold some of these streams, alone or together with others.
    pub fn holding<'s, S: AsRef<str>>(&'s self, streams: &'s [S]) -> impl Iterator<Item = &'a Source> + use<'s, 'a, S> {
        let is_among = move |stream: &str| streams.iter().any(|wanted| wanted.as_ref() == stream);
        self.plan.sources.items.iter().filter(move |source| source.streams().any(is_among))
    }

    /// Returns whether some source holds a stream, alone or together with others.
    pub fn has_source_of(&self, stream: &str) -> bool {
        self.mixed_with(stream).is_some() || self.sources_of(stream).next().is_some()
    }

    /// Returns the streams of the round whose money can only be counted together with that of this one, which is among
    /// them: it alone in nearly every plan.
    pub fn together(&self, stream: &'a Stream) -> Vec<&'a Stream> {
        match self.mixed.group(&stream.id) {
            None => vec![stream],
            Some(first) => {
                let is_with = |other: &&Stream| self.mixed.group(&other.id) == Some(first);
                self.round.streams.iter().filter(is_with).collect()
            }
        }
    }

    /// Returns the lines that draw on a source which holds one of these streams together with others.
    pub fn lines_of_mixed(&self, streams: &[&str]) -> impl Iterator<Item = &SpendLine<'a>> {
        // A source may be of many kinds, and a great many lines may draw on it: its kinds are gone through once.
        let sources = if self.mixed.is_empty() { None } else { Some(self.holding(streams)) };
        let sources: HashSet<NodeId> = sources.into_iter().flatten().map(|source| source.node).collect();
        let lines = if sources.is_empty() { &[][..] } else { &self.lines[..] };
        let is_drawn =
            move |line: &&SpendLine<'a>| line.mixed_source().is_some_and(|source| sources.contains(&source.node));
        lines.iter().filter(is_drawn)
    }
}
