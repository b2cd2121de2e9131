//! Streams that a plan gives in one figure, without a split: what is of which cannot be said, what they come to together can.

use foldhash::HashMap;

use crate::plan::Source;
use crate::span::NodeId;

/// The reason why nothing can be said of one of the streams, as the end of a sentence about the place that names them.
pub(super) const SPLIT: &str = "holds several streams in one figure and does not state their split";

/// The sources that hold several streams in one figure.
#[derive(Default)]
pub(super) struct Mixed<'a> {
    /// The first of each stream.
    of_stream: HashMap<&'a str, &'a Source>,
    /// The places where they name their streams.
    places: Vec<NodeId>,
    /// The first of the streams that each stream is held together with, directly or by way of others.
    first: HashMap<&'a str, &'a str>,
}

impl<'a> Mixed<'a> {
    /// Returns those among some sources. `is_known` says which streams the round has: no other is counted with any.
    pub(super) fn among(sources: &'a [Source], is_known: impl Fn(&str) -> bool) -> Self {
        let mut mixed = Self::default();
        for source in sources.iter().filter(|source| source.is_mixed()) {
            mixed.places.push(source.streams_at());
            let streams = || source.streams().filter(|stream| is_known(stream));
            let Some(first) = streams().next().map(|stream| mixed.group(stream).unwrap_or(stream)) else { continue };
            for stream in streams() {
                mixed.of_stream.entry(stream).or_insert(source);
                let other = mixed.first.insert(stream, first).filter(|other| *other != first);
                if let Some(other) = other {
                    mixed.first.values_mut().filter(|group| **group == other).for_each(|group| *group = first);
                }
            }
        }
        mixed.places.sort_unstable();
        mixed
    }

    /// Returns the first source that holds a stream together with others.
    pub(super) fn with(&self, stream: &str) -> Option<&'a Source> {
        self.of_stream.get(stream).copied()
    }

    /// Returns the first of the streams that a stream is held together with.
    pub(super) fn group(&self, stream: &str) -> Option<&'a str> {
        self.first.get(stream).copied()
    }

    /// Returns whether there is none, as in nearly every plan.
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Returns whether a source names its streams here and holds several in one figure.
    pub(super) fn is_named_at(&self, node: NodeId) -> bool {
        self.places.binary_search(&node).is_ok()
    }
}
