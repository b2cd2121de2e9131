//! A narrative as it is looked at: the figures and periods of each piece, its sentences, and the words around a figure.

use super::builder;
use super::document::{Document, Piece, Role};
use super::index::Index;
use super::lex::{self, Lexed, Read};
use super::thing::Measure;
use super::tie::Measured;
use super::words::{Spoken, WordId};
use crate::period::Period;

/// A piece as it is looked at.
#[derive(Debug, Default)]
pub(super) struct Sight {
    pub read: Read,
    /// Its words: where each begins, and what it is.
    pub words: Vec<(u32, WordId)>,
    /// The end of each of its sentences.
    ends: Vec<u32>,
    /// True where it speaks of quarters.
    pub says_quarters: bool,
}

/// Words that tell what a figure is to a plan, in general English, and words that take away from a figure.
#[derive(Debug)]
pub(super) struct Signs {
    pub target: Vec<WordId>,
    pub reached: Vec<WordId>,
    pub away: Vec<WordId>,
    pub change: Vec<WordId>,
    pub quarter: WordId,
}

const TARGET: [&str; 8] = ["target", "trajectory", "ambition", "goal", "planned", "proposed", "expected", "maximum"];
const REACHED: [&str; 8] = ["performance", "outturn", "actual", "achieved", "position", "baseline", "result", "final"];
const AWAY: [&str; 8] = ["saving", "gap", "nationally", "national", "england", "shortfall", "deficit", "pressure"];
const CHANGE: [&str; 12] = [
    "increase",
    "decrease",
    "growth",
    "rise",
    "fall",
    "reduction",
    "change",
    "increased",
    "decreased",
    "reduced",
    "rose",
    "fell",
];

impl Signs {
    pub(super) fn new(index: &mut Index) -> Self {
        let quarter = index.know("quarter");
        let mut learn = |all: &[&str]| all.iter().map(|word| index.know(word)).collect();
        Self { quarter, target: learn(&TARGET), reached: learn(&REACHED), away: learn(&AWAY), change: learn(&CHANGE) }
    }
}

/// The periods a figure may be of.
#[derive(Clone, Debug, Default)]
pub(super) struct When {
    /// The periods, the likeliest first.
    pub periods: Vec<Period>,
    /// True where the figure's own words bind it to them, and not a heading over it.
    pub strong: bool,
}

/// The words around a figure, by what they say of it.
#[expect(clippy::struct_excessive_bools, reason = "each is a thing that the words may say")]
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub when: When,
    /// Target or reached, where the words say so.
    pub measure: Option<Measure>,
    /// True where the figure's own row or column says so.
    pub sure: bool,
    /// The words of the sentence that say it is none of the plan's figures, such as "savings".
    pub away: Vec<WordId>,
    /// True where the words speak of a change.
    pub change: bool,
    /// True where the figure is alone in its cell.
    pub alone: bool,
    /// True where its row has a name of its own.
    pub labelled: bool,
}

/// Looks at every piece of a document.
pub(super) fn look(document: &Document, spoken: &[Vec<Spoken>], index: &Index, signs: &Signs) -> Vec<Sight> {
    let pieces = document.pieces.iter().zip(spoken);
    let mut sights: Vec<Sight> = pieces.map(|(piece, spoken)| Sight::of(piece, spoken, index, signs)).collect();
    contents(document, &mut sights);
    for (at, piece) in document.pieces.iter().enumerate() {
        scale(document, piece, &mut sights[at].read.figures);
    }
    sights
}

impl Sight {
    fn of(piece: &Piece, spoken: &[Spoken], index: &Index, signs: &Signs) -> Self {
        let in_cell = matches!(piece.role, Role::Cell { .. });
        let read = lex::read(&piece.text, in_cell);
        let known = |spoken: &Spoken| Some((builder::index(spoken.start), index.words.get(&spoken.word)?));
        let words: Vec<(u32, WordId)> = spoken.iter().filter_map(known).collect();
        let says_quarters = words.iter().any(|(_, word)| *word == signs.quarter);
        Self { read, words, ends: sentences(&piece.text), says_quarters }
    }

    /// Returns the sentence that holds a byte.
    pub(super) fn sentence(&self, at: u32) -> (u32, u32) {
        let n = self.ends.partition_point(|end| *end <= at);
        let start = n.checked_sub(1).map_or(0, |n| self.ends[n]);
        (start, self.ends.get(n).copied().unwrap_or(u32::MAX))
    }

    /// Returns the figures of a sentence among those of the piece.
    pub(super) fn figures_in(&self, (from, to): (u32, u32)) -> std::ops::Range<usize> {
        let place = |at: u32| self.read.figures.partition_point(|figure| figure.span.start < at);
        place(from)..place(to)
    }

    /// Returns the periods of a sentence among those of the piece.
    pub(super) fn periods_in(&self, (from, to): (u32, u32)) -> std::ops::Range<usize> {
        let place = |at: u32| self.read.periods.partition_point(|named| named.span.start < at);
        place(from)..place(to)
    }

    /// Returns the words from one byte to another.
    pub(super) fn words_in(&self, (from, to): (u32, u32)) -> &[(u32, WordId)] {
        let start = self.words.partition_point(|(at, _)| *at < from);
        let end = self.words.partition_point(|(at, _)| *at < to);
        self.words.get(start..end).unwrap_or_default()
    }
}

/// The longest sentence, in bytes: what goes on for longer is no sentence.
const LONGEST: usize = 2_000;

/// Returns where each sentence of a text ends.
fn sentences(text: &str) -> Vec<u32> {
    let mut ends = Vec::new();
    let bytes = text.as_bytes();
    for (at, c) in text.char_indices() {
        let after = at + c.len_utf8();
        let rest = || text[after..].trim_start();
        let ends_here = match c {
            '.' | '!' | '?' => {
                bytes.get(after).is_none_or(u8::is_ascii_whitespace)
                    && !rest().starts_with(char::is_lowercase)
                    && !is_short(&text[..at])
            }
            ';' | '\n' | '•' | '✓' | '■' => true,
            _ => false,
        };
        let begun = ends.last().copied().unwrap_or(0) as usize;
        // Where there are no blanks, between characters.
        let room = if c == ' ' { LONGEST } else { 2 * LONGEST };
        if ends_here || after - begun > room {
            ends.push(builder::index(after));
        }
    }
    ends
}

/// Returns whether a full stop behind a text only shortens a word.
fn is_short(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    word.len() == 1 || ["approx", "eg", "ie", "no", "vs", "para", "p", "pp"].contains(&word)
}

/// Takes the numbers of rows out of tables, and those of sections and pages out of a table of contents.
fn contents(document: &Document, sights: &mut [Sight]) {
    for row in document.tables.iter().flat_map(|table| &table.rows) {
        let pieces: Vec<u32> = row.cells.iter().filter_map(|cell| cell.piece).collect();
        let ([first, .., last], Some(title)) = (&pieces[..], pieces.get(1)) else { continue };
        let text = |piece: u32| document.piece(piece).map_or("", |piece| piece.text.trim());
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let is_page = |text: &str| text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit());
        let is_section =
            is_number(text(*first)) && text(*first).contains('.') && text(*title).contains(char::is_alphabetic);
        // The number of a row stands before its name.
        let is_numbered = is_page(text(*first)) && text(*title).starts_with(char::is_alphabetic);
        if is_numbered {
            sights[*first as usize].read.figures.clear();
        }
        if is_section && (is_page(text(*last)) || last == title) {
            for piece in [first, last] {
                sights[*piece as usize].read.figures.clear();
            }
        }
    }
}

/// Gives the figures of a cell the scale that its column, its row or its table says: `£000`.
fn scale(document: &Document, piece: &Piece, figures: &mut [Lexed]) {
    let Some(cell) = document.cell_of(piece) else { return };
    let [figure] = figures else { return };
    if figure.scaled || figure.unit == Measured::Percent || !is_alone(piece, figure) {
        return;
    }
    let caption = document.table_of(piece).map(|table| table.caption.as_slice()).unwrap_or_default();
    let over = cell.headers.iter().rev().chain(&cell.labels).chain(cell.groups.iter().rev()).chain(caption);
    let texts = || over.clone().filter_map(|at| document.piece(*at)).map(|piece| piece.text.as_str());
    if let Some(power) = texts().find_map(money_of) {
        let Some(times) = 10_u64.checked_pow(power).map(rust_decimal::Decimal::from) else { return };
        if let (Some(value), Some(step)) = (figure.value.checked_mul(times), figure.step.checked_mul(times)) {
            (figure.value, figure.step, figure.unit) = (value, step, Measured::Money);
        }
    } else if cell.headers.iter().filter_map(|at| document.piece(*at)).any(|piece| piece.text.contains('%')) {
        figure.unit = Measured::Percent;
    }
}

/// Returns the power of ten by which a header says that amounts are written, where it has a pound sign.
fn money_of(text: &str) -> Option<u32> {
    let behind = text.split('£').nth(1)?;
    let unit: String = behind.chars().filter(|c| !matches!(c, '\'' | '’' | '‘' | ' ' | '(' | ')')).take(8).collect();
    let unit = unit.to_lowercase();
    if unit.starts_with("000") || unit.starts_with('k') || unit.starts_with("thousand") {
        return Some(3);
    }
    if unit.starts_with("million") || unit == "m" || unit.starts_with("ms") && unit.len() == 2 || unit == "mn" {
        return Some(6);
    }
    (!unit.starts_with(|c: char| c.is_ascii_digit())).then_some(0)
}

/// Returns whether a figure is all that its cell holds.
pub(super) fn is_alone(piece: &Piece, figure: &Lexed) -> bool {
    let span = figure.span.range();
    let rest = [piece.text.get(..span.start), piece.text.get(span.end..)];
    rest.iter().flatten().all(|text| text.chars().all(|c| !c.is_alphanumeric()))
}
