//! The lines of the sheet of sums, each entry a formula with the value it has now.

use crate::cells::letters;
use crate::money::Unit;
use crate::workbook::words::of_unit;

/// The columns before the first figure.
const LABELS: usize = 2;

/// The lines of the sheet, and where on it the answers stand.
pub(in crate::workbook) struct Glance {
    pub(in crate::workbook) lines: Vec<Line>,
    pub(in crate::workbook) places: Places,
}

/// A line of the sheet.
#[derive(Debug)]
pub(in crate::workbook) enum Line {
    /// The title of a block.
    Title(&'static str),
    /// A sentence about it.
    Note(String),
    /// The headers of its columns.
    Head(Vec<String>),
    /// Two labels, and the entries after them.
    Row([Entry; LABELS], Vec<Entry>),
    Blank,
}

/// The content of a cell.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::workbook) enum Entry {
    Blank,
    Text(String),
    /// A text that follows another cell.
    Linked(String, String),
    /// Money in the plan's unit; blank where there is none.
    Figure(String, Option<f64>),
    /// Money that follows nothing.
    Fixed(f64),
    /// A number of things.
    Count(String, usize),
}

impl Entry {
    pub(super) fn figure(formula: String, value: Option<f64>) -> Self {
        Self::Figure(formula, value)
    }

    pub(super) fn count(formula: String, value: usize) -> Self {
        if formula.is_empty() { Self::Blank } else { Self::Count(formula, value) }
    }
}

/// The rows in which the answers stand, from 1; noughts where there are none.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::workbook) struct Places {
    /// The income, by year.
    pub(in crate::workbook) income: usize,
    /// The income less the spend, by year.
    pub(in crate::workbook) left: usize,
    /// The number of amounts that are text, by year.
    pub(in crate::workbook) texts: usize,
    /// The first and last source.
    pub(in crate::workbook) sources: (usize, usize),
    /// The first and last floor.
    pub(in crate::workbook) floors: (usize, usize),
    /// The number of years.
    pub(in crate::workbook) years: usize,
}

/// The sheet as it is being written.
pub(super) struct Page {
    lines: Vec<Line>,
    pub(super) places: Places,
}

impl Page {
    pub(super) fn new(unit: Unit) -> Self {
        let unit = of_unit(unit);
        let about = format!(
            "Every figure here is a formula over the other sheets, in {unit}, and follows what you type. Nothing on this sheet is read back."
        );
        Self { lines: vec![Line::Title("At a glance"), Line::Note(about)], places: Places::default() }
    }

    /// Returns the number of the next row, from 1.
    pub(super) fn next(&self) -> usize {
        self.lines.len() + 1
    }

    pub(super) fn title(&mut self, title: &'static str) {
        self.lines.push(Line::Blank);
        self.lines.push(Line::Title(title));
    }

    pub(super) fn note(&mut self, note: impl Into<String>) {
        self.lines.push(Line::Note(note.into()));
    }

    pub(super) fn head(&mut self, heads: impl IntoIterator<Item = String>) {
        self.lines.push(Line::Head(heads.into_iter().collect()));
    }

    pub(super) fn row(&mut self, label: &str, about: &str, entries: Vec<Entry>) {
        let labels = [label, about].map(|text| Entry::Text(text.to_owned()));
        self.lines.push(Line::Row(labels, entries));
    }

    /// Writes a row whose labels follow other cells.
    pub(super) fn linked(&mut self, cells: [Option<String>; LABELS], now: [String; LABELS], entries: Vec<Entry>) {
        let [a, b] = cells;
        let [now_a, now_b] = now;
        let labels = [(a, now_a), (b, now_b)].map(|(cell, now)| match cell {
            Some(cell) => Entry::Linked(format!("IF({cell}=\"\",\"\",{cell})"), now),
            None => Entry::Text(now),
        });
        self.lines.push(Line::Row(labels, entries));
    }

    pub(super) fn finish(self) -> Glance {
        Glance { lines: self.lines, places: self.places }
    }
}

/// Returns the letters of the column of the `n`th figure.
pub(in crate::workbook) fn column(n: usize) -> String {
    letters(n + LABELS)
}

/// Returns a formula rounded to the penny in the plan's unit: sums of a spreadsheet drift by less than that.
pub(super) fn round(unit: Unit, formula: &str) -> String {
    format!("ROUND({formula},{})", unit.decimals())
}

/// Returns the rounded figure of a formula.
pub(super) fn rounded(unit: Unit, formula: &str, value: f64) -> Entry {
    Entry::figure(round(unit, formula), Some(to_the_penny(unit, value)))
}

/// Returns the sum of a range; blank where there is none.
pub(super) fn sum(unit: Unit, range: Option<String>, value: f64) -> Entry {
    range.map_or(Entry::Blank, |range| rounded(unit, &format!("SUM({range})"), value))
}

/// Returns what a cell holds, if that is a number; blank where there is no such cell.
pub(super) fn cell(place: Option<String>, value: Option<f64>) -> Entry {
    place.map_or(Entry::Blank, |place| Entry::figure(format!("N({place})"), Some(value.unwrap_or_default())))
}

/// Returns a value in the plan's unit without what is finer than a penny.
pub(super) fn to_the_penny(unit: Unit, value: f64) -> f64 {
    let scale = 10_f64.powi(unit.decimals().cast_signed());
    let rounded = (value * scale).round() / scale;
    // No figure is shown as less than nought by nothing.
    if rounded == 0.0 { 0.0 } else { rounded }
}
