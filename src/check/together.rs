//! The money of streams that a plan gives together, for the rules that count it.

use super::facts::{Facts, SpendLine};
use crate::plan::Source;
use crate::policy::Stream;

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
        let is_drawn = |line: &&SpendLine<'a>| {
            line.mixed_source().is_some_and(|source| source.streams().any(|stream| streams.contains(&stream)))
        };
        self.lines.iter().filter(move |_| !self.mixed.is_empty()).filter(is_drawn)
    }
}
