//! A narrative as it is looked at: the figures and periods of each piece, its sentences, and the words around a figure.

use super::document::{Document, Piece, Role};
use super::index::{Around, Index};
use super::lex::{self, Lexed, Read};
use super::things::Measure;
use super::tie::Measured;
use super::words::{self, WordId};
use crate::period::Period;

/// A piece as it is looked at.
#[derive(Debug, Default)]
pub(super) struct Sight {
    pub read: Read,
    /// Its words: where each begins, and what it is.
    words: Vec<(u32, WordId)>,
    /// Where each of its sentences ends.
    ends: Vec<u32>,
}

/// Words that tell what a figure is to a plan, in general English, and words that take away from a figure.
#[derive(Debug)]
pub(super) struct Signs {
    target: Vec<WordId>,
    reached: Vec<WordId>,
    away: Vec<WordId>,
    change: Vec<WordId>,
    quarter: WordId,
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

/// What the words around a figure say of it.
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
}

/// Looks at every piece of a document.
pub(super) fn look(document: &Document, index: &Index) -> Vec<Sight> {
    let mut sights: Vec<Sight> = document.pieces.iter().map(|piece| Sight::of(piece, index)).collect();
    contents(document, &mut sights);
    for (at, piece) in document.pieces.iter().enumerate() {
        scale(document, piece, &mut sights[at].read.figures);
    }
    sights
}

impl Sight {
    fn of(piece: &Piece, index: &Index) -> Self {
        let in_cell = matches!(piece.role, Role::Cell { .. });
        let read = lex::read(&piece.text, in_cell);
        let spoken = words::spoken(&piece.text);
        let known = |spoken: &words::Spoken| Some((u32::try_from(spoken.start).ok()?, index.words.get(&spoken.word)?));
        Self { read, words: spoken.iter().filter_map(known).collect(), ends: sentences(&piece.text) }
    }

    /// Returns the sentence that holds a byte.
    pub(super) fn sentence(&self, at: u32) -> (u32, u32) {
        let n = self.ends.partition_point(|end| *end <= at);
        let start = n.checked_sub(1).map_or(0, |n| self.ends[n]);
        (start, self.ends.get(n).copied().unwrap_or(u32::MAX))
    }

    /// Returns the words from one byte to another.
    fn words_in(&self, (from, to): (u32, u32)) -> &[(u32, WordId)] {
        let start = self.words.partition_point(|(at, _)| *at < from);
        let end = self.words.partition_point(|(at, _)| *at < to);
        self.words.get(start..end).unwrap_or_default()
    }
}

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
        if ends_here {
            ends.push(u32::try_from(after).unwrap_or(u32::MAX));
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
fn is_alone(piece: &Piece, figure: &Lexed) -> bool {
    let span = figure.span.range();
    let rest = [piece.text.get(..span.start), piece.text.get(span.end..)];
    rest.iter().flatten().all(|text| text.chars().all(|c| !c.is_alphanumeric()))
}

/// Everything that is needed to look around a figure.
pub(super) struct Scene<'a> {
    pub document: &'a Document,
    pub index: &'a Index,
    pub signs: &'a Signs,
    pub sights: &'a [Sight],
    /// The paragraph that leads to each piece of a list.
    pub leads: &'a [Option<u32>],
}

/// How near the words of a zone are, from 0 to 10.
mod zone {
    pub(super) const BESIDE: u8 = 10;
    pub(super) const SENTENCE: u8 = 8;
    pub(super) const HEADER: u8 = 9;
    pub(super) const GROUP: u8 = 7;
    pub(super) const PIECE: u8 = 4;
    pub(super) const LEAD: u8 = 5;
    pub(super) const HEADING: u8 = 5;
    pub(super) const ABOVE: u8 = 3;
}

/// How many words beside a figure count as near it.
const BESIDE: usize = 8;

impl Scene<'_> {
    /// Collects the words around a figure, and returns what they say of it.
    pub(super) fn around(&self, piece: u32, figure: usize, around: &mut Around) -> Said {
        around.clear(self.index);
        let (Some(own), Some(sight)) = (self.document.piece(piece), self.sights.get(piece as usize)) else {
            return Said::default();
        };
        let Some(lexed) = sight.read.figures.get(figure) else { return Said::default() };
        let mut said = Said { alone: is_alone(own, lexed), ..Said::default() };
        self.add_prose(sight, lexed, around);
        if let Some(cell) = self.document.cell_of(own) {
            let caption = self.document.table_of(own).map(|table| table.caption.as_slice()).unwrap_or_default();
            for (pieces, near) in [
                (cell.labels.as_slice(), zone::BESIDE),
                (cell.headers.as_slice(), zone::HEADER),
                (cell.groups.as_slice(), zone::GROUP),
                (caption, zone::LEAD),
            ] {
                pieces.iter().for_each(|piece| self.add_piece(*piece, near, around));
            }
            (said.measure, said.sure) = self.measure_of_cell(cell.labels.iter().chain(&cell.headers));
        }
        if let Some(lead) = self.leads.get(piece as usize).copied().flatten() {
            self.add_piece(lead, zone::LEAD, around);
        }
        self.add_headings(own, around);
        if said.measure.is_none() {
            said.measure = self.measure_of_prose(sight, lexed);
        }
        let sentence = sight.sentence(lexed.span.start);
        let has = |signs: &[WordId]| sight.words_in(sentence).iter().any(|(_, word)| signs.contains(word));
        let beside = |signs: &[WordId]| signs.iter().any(|word| around.near(*word) >= zone::GROUP);
        let away = sight.words_in(sentence).iter().map(|(_, word)| *word).filter(|word| self.signs.away.contains(word));
        said.away = away.collect();
        said.change = has(&self.signs.change) || beside(&self.signs.change);
        said.when = super::when::when(self, piece, figure);
        said
    }

    fn add_prose(&self, sight: &Sight, lexed: &Lexed, around: &mut Around) {
        let sentence = sight.sentence(lexed.span.start);
        for (_, word) in &sight.words {
            around.add(self.index, *word, zone::PIECE);
        }
        let words = sight.words_in(sentence);
        let at = words.partition_point(|(start, _)| *start < lexed.span.start);
        for (n, (_, word)) in words.iter().enumerate() {
            let distance = if n < at { at - n } else { n + 1 - at };
            around.add(self.index, *word, if distance <= BESIDE { zone::BESIDE } else { zone::SENTENCE });
        }
    }

    fn add_piece(&self, piece: u32, near: u8, around: &mut Around) {
        let words = self.sights.get(piece as usize).map(|sight| sight.words.as_slice()).unwrap_or_default();
        words.iter().for_each(|(_, word)| around.add(self.index, *word, near));
    }

    fn add_headings(&self, own: &Piece, around: &mut Around) {
        for (n, section) in self.document.sections_of(own).take(2).enumerate() {
            let near = if n == 0 { zone::HEADING } else { zone::ABOVE };
            for spoken in words::spoken(&section.title) {
                if let Some(word) = self.index.words.get(&spoken.word) {
                    around.add(self.index, word, near);
                }
            }
        }
    }

    /// Returns what the words of a row and a column say a figure is to the plan.
    fn measure_of_cell<'p>(&self, pieces: impl Iterator<Item = &'p u32>) -> (Option<Measure>, bool) {
        let mut found = None;
        for piece in pieces {
            let words = self.sights.get(*piece as usize).map(|sight| sight.words.as_slice()).unwrap_or_default();
            for (_, word) in words {
                found = self.sign(*word).or(found);
            }
        }
        (found, found.is_some())
    }

    /// Returns the same of the nearest word before a figure in its sentence, or of the one right behind it.
    fn measure_of_prose(&self, sight: &Sight, lexed: &Lexed) -> Option<Measure> {
        let (from, to) = sight.sentence(lexed.span.start);
        let behind = sight.words_in((lexed.span.end, to.min(lexed.span.end.saturating_add(12)))).first();
        let behind = behind.and_then(|(_, word)| self.sign(*word));
        behind.or_else(|| sight.words_in((from, lexed.span.start)).iter().rev().find_map(|(_, word)| self.sign(*word)))
    }

    fn sign(&self, word: WordId) -> Option<Measure> {
        if self.signs.target.contains(&word) {
            return Some(Measure::Target);
        }
        self.signs.reached.contains(&word).then_some(Measure::Reached)
    }

    /// Returns whether a piece speaks of quarters.
    pub(super) fn says_quarters(&self, sight: &Sight) -> bool {
        sight.words.iter().any(|(_, word)| *word == self.signs.quarter)
    }

    /// Returns the periods of a piece.
    pub(super) fn periods(&self, piece: u32) -> impl Iterator<Item = Period> + '_ {
        let named = self.sights.get(piece as usize).map(|sight| sight.read.periods.as_slice()).unwrap_or_default();
        named.iter().flat_map(|named| super::when::periods(named.time))
    }
}

/// Returns the paragraph that leads to each entry of a list: the last one before it that ends with a colon.
pub(super) fn leads(document: &Document) -> Vec<Option<u32>> {
    let mut lead = None;
    let mut leads = Vec::with_capacity(document.pieces.len());
    for (at, piece) in document.pieces.iter().enumerate() {
        let text = piece.text.trim();
        let is_entry = text.starts_with(['-', '•', '–', '✓']) || matches!(piece.role, Role::Cell { .. });
        if !is_entry {
            lead = None;
        }
        leads.push(lead);
        if piece.role == Role::Paragraph && text.ends_with(':') {
            lead = u32::try_from(at).ok();
        }
    }
    leads
}
