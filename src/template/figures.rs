//! Figures, found by whom they are of and what.

use std::collections::HashMap;

use crate::plan::Published;

/// Figures of streams and floors, of the area as a whole or of a partner.
#[derive(Debug)]
pub(super) struct Figures<'a, F> {
    area: ByStream<'a, F>,
    partners: HashMap<&'a str, ByStream<'a, F>>,
}

#[derive(Debug)]
struct ByStream<'a, F> {
    figures: HashMap<&'a str, Vec<F>>,
    /// The streams and floors in the order of their first figures.
    streams: Vec<&'a str>,
}

impl<'a, F> Figures<'a, F> {
    /// Returns no figures.
    pub(super) fn none() -> Self {
        Self { area: ByStream::none(), partners: HashMap::new() }
    }

    /// Adds a figure behind the others.
    pub(super) fn add(&mut self, partner: Option<&'a str>, stream: &'a str, figure: F) {
        let by_stream = match partner {
            Some(partner) => self.partners.entry(partner).or_insert_with(ByStream::none),
            None => &mut self.area,
        };
        by_stream.add(stream, figure);
    }

    /// Returns the figures of a stream or a floor in their order.
    pub(super) fn of(&self, partner: Option<&str>, stream: &str) -> &[F] {
        let figures = self.by_stream(partner).and_then(|by_stream| by_stream.figures.get(stream));
        figures.map_or(&[], Vec::as_slice)
    }

    /// Returns the streams and floors there are figures of.
    pub(super) fn streams(&self, partner: Option<&str>) -> &[&'a str] {
        self.by_stream(partner).map_or(&[], |by_stream| &by_stream.streams)
    }

    fn by_stream(&self, partner: Option<&str>) -> Option<&ByStream<'a, F>> {
        partner.map_or(Some(&self.area), |partner| self.partners.get(partner))
    }
}

impl<'a, F> ByStream<'a, F> {
    fn none() -> Self {
        Self { figures: HashMap::new(), streams: Vec::new() }
    }

    fn add(&mut self, stream: &'a str, figure: F) {
        self.figures
            .entry(stream)
            .or_insert_with(|| {
                self.streams.push(stream);
                Vec::new()
            })
            .push(figure);
    }
}

impl<'a> Figures<'a, &'a Published> {
    /// Returns the figures government published.
    pub(super) fn published(list: &'a [Published]) -> Self {
        let mut figures = Self::none();
        for figure in list {
            figures.add(figure.partner.as_deref(), &figure.stream, figure);
        }
        figures
    }
}
