//! A narrative as figures are put to their places: the round's names, and the words around a figure.

use super::asked::Paper;
use super::names::Names;
use crate::narrative::{Cell, Figure, Measured, Piece, Role};
use crate::period::{Period, Year};
use crate::policy::{Frequency, Metric};
use crate::span::floor;

use super::super::page::{amount, money, number};
use super::place::{Placed, Slot};

/// The most characters of a row's name that are told.
pub(super) const LONGEST: usize = 60;
/// The most bytes of what stands over or beside a figure that are looked at: what is longer is no name.
const NAMED: usize = 1_000;

/// The round's names, and the paper.
pub(super) struct Reader<'p> {
    pub(super) paper: &'p Paper<'p>,
    pub(super) streams: Names,
    pub(super) earmarks: Names,
    pub(super) floors: Names,
    pub(super) metrics: Names,
}

impl<'p> Reader<'p> {
    pub(super) fn new(paper: &'p Paper<'p>) -> Self {
        let round = paper.round;
        let counted = round.streams.iter().filter(|stream| !stream.adjustment);
        Self {
            streams: Names::of(counted.map(|stream| (&*stream.id, &*stream.name))),
            earmarks: Names::of(round.earmarks.iter().map(|earmark| (&*earmark.id, &*earmark.name))),
            floors: Names::of(round.floors.iter().map(|floor| (&*floor.id, &*floor.of))),
            metrics: Names::of(round.metrics.iter().map(|metric| (&*metric.id, &*metric.name))),
            paper,
        }
    }

    pub(super) fn piece(&self, figure: &Figure) -> Option<&'p Piece> {
        self.paper.document.piece(figure.at.piece)
    }

    pub(super) fn text(&self, piece: u32) -> &'p str {
        self.paper.document.piece(piece).map_or("", |piece| piece.text.as_str())
    }

    pub(super) fn texts(&self, pieces: &[u32]) -> String {
        pieces.iter().map(|piece| head(self.text(*piece))).collect::<Vec<_>>().join(" ")
    }

    /// Returns the name of the row a figure is in, without the marks of notes.
    pub(super) fn row(&self, cell: &Cell) -> String {
        // The first words of a row are its name, but for a number before them; `Nil` is a figure of another column.
        let is_name = |text: &&str| text.chars().filter(|c| c.is_alphabetic()).count() > 3;
        let texts = || cell.labels.iter().map(|piece| head(self.text(*piece)));
        let label = texts().find(is_name).or_else(|| texts().next_back()).unwrap_or_default();
        let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
        label.trim_matches(|c: char| matches!(c, '*' | ':' | '^')).trim().to_owned()
    }

    /// Returns where a figure was read.
    pub(super) fn where_read(&self, figure: &Figure) -> String {
        let section = if figure.at.section.is_empty() { "before the first section" } else { &figure.at.section };
        let row = self.cell(figure).map(|cell| self.row(cell)).filter(|row| !row.is_empty());
        match row {
            Some(row) => format!("{}, row \"{}\"", short(section), short(&row)),
            None => short(section),
        }
    }

    /// Returns a figure as the plan writes it, with its period.
    pub(super) fn placed(&self, figure: &Figure) -> Option<Placed> {
        let value = match figure.unit {
            Measured::Money => money(amount(figure)?),
            Measured::Percent | Measured::Number => number(figure),
            Measured::Date => return None,
        };
        Some(Placed {
            period: figure.year?,
            worth: figure.value,
            piece: figure.at.piece,
            value,
            read: self.where_read(figure),
        })
    }

    /// Returns the period of a value in its place: where a metric stands at the end of March is its value of the year.
    pub(super) fn period_in(&self, slot: &Slot, period: Period) -> Period {
        let Slot::Metric { kind, .. } = slot else { return period };
        let by_year =
            self.paper.round.metrics.iter().any(|metric| *metric.id == **kind && metric.targets == Frequency::Year);
        match period {
            Period::Month(month) if by_year && month.month == 3 => Period::Year(period.financial_year()),
            period => period,
        }
    }

    /// Returns the title of the section a figure stands in.
    pub(super) fn section(&self, figure: &Figure) -> &'p str {
        let section = self.piece(figure).and_then(|piece| self.paper.document.sections_of(piece).next());
        section.map_or("", |section| head(&section.title))
    }

    /// Returns the cell a figure stands in.
    pub(super) fn cell(&self, figure: &Figure) -> Option<&'p Cell> {
        self.piece(figure).and_then(|piece| self.paper.document.cell_of(piece))
    }

    /// Returns the row of its table a figure stands in.
    pub(super) fn row_of(&self, figure: &Figure) -> Option<u32> {
        match self.piece(figure)?.role {
            Role::Cell { row, .. } => Some(row),
            _ => None,
        }
    }

    /// Returns a metric of the round.
    pub(super) fn metric(&self, id: &str) -> Option<&'p Metric> {
        self.paper.round.metrics.iter().find(|metric| &*metric.id == id)
    }

    /// Returns whether a period is before the round.
    pub(super) fn is_before(&self, period: Period) -> bool {
        self.paper.round.years.first().is_some_and(|first| period.financial_year() < *first)
    }

    /// Returns the year of the round that a period is.
    pub(super) fn year_of_round(&self, period: Option<Period>) -> Option<Year> {
        match period {
            Some(Period::Year(year)) => self.paper.round.years.contains(&year).then_some(year),
            _ => None,
        }
    }
}

/// Returns the beginning of a text, as much as a name can be.
fn head(text: &str) -> &str {
    &text[..floor(text, NAMED)]
}

/// Returns a name as it is told.
fn short(name: &str) -> String {
    let end = name.char_indices().nth(LONGEST).map(|(end, _)| end);
    end.map_or_else(|| name.to_owned(), |end| format!("{}…", &name[..end]))
}
