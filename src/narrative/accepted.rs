//! The differences that a plan's `[[accepted]]` say are known.

use super::document::{Document, Piece, Section};
use super::tie::{Figure, Found};
use crate::finding::{Finding, Level, Status, Waiver};
use crate::plan::{Accepted, Plan, shortened};
use crate::span::Span;

/// An accepted difference that is not there.
pub const UNUSED: &str = "accepted-unused";
/// The family of the findings.
const FAMILY: &str = "narrative";

/// Marks the findings that are accepted, and returns a finding for each entry that accepts none.
pub(super) fn accept(plan: &Plan, document: &Document, figures: &[Figure], found: &mut [Found]) -> Vec<Finding> {
    let mut unused = Vec::new();
    for entry in &plan.accepted {
        let Some(wanted) = Wanted::of(entry) else { continue };
        let mut is_used = false;
        // The findings are in the order of the narrative.
        for found in found.chunk_by_mut(|a, b| piece_of(figures, a) == piece_of(figures, b)) {
            let Some(piece) = found.first().and_then(|first| document.piece(piece_of(figures, first)?)) else {
                continue;
            };
            if !wanted.is_in(document, piece) {
                continue;
            }
            let places = places_of(&piece.text, wanted.text);
            for found in found {
                let figure = figures.get(found.figure as usize);
                if figure.is_some_and(|figure| is_within(&places, figure.at.within)) {
                    is_used = true;
                    found.finding.status = Status::Waived(waiver(plan, entry));
                }
            }
        }
        if !is_used {
            unused.push(finding(plan, entry, &wanted));
        }
    }
    unused
}

/// An entry that can be read.
struct Wanted<'p> {
    text: &'p str,
    place: Option<&'p str>,
}

impl<'p> Wanted<'p> {
    /// Reads an entry; nothing where a part of it cannot be read, which the check of the plan reports.
    fn of(entry: &'p Accepted) -> Option<Self> {
        if entry.place.is_unreadable() || entry.because.str().is_none() || entry.by.str().is_none() {
            return None;
        }
        let text = entry.text.str().filter(|text| !text.trim().is_empty())?;
        Some(Self { text, place: entry.place.str() })
    }

    /// Returns whether a piece is in the section.
    fn is_in(&self, document: &Document, piece: &Piece) -> bool {
        self.place.is_none_or(|place| document.sections_of(piece).any(|section| is_called(section, place)))
    }
}

/// Returns the piece that a finding's figure stands in.
fn piece_of(figures: &[Figure], found: &Found) -> Option<u32> {
    figures.get(found.figure as usize).map(|figure| figure.at.piece)
}

/// Returns the bytes of a text at which words stand, in order. Blanks are all one, and letters are alike in either case.
fn places_of(text: &str, words: &str) -> Vec<Span> {
    let (plain_text, places) = plain(text);
    let (words, _) = plain(words.trim());
    if words.is_empty() {
        return Vec::new();
    }
    let own = |at: usize| places.get(at).copied().unwrap_or(text.len());
    plain_text.match_indices(&words).map(|(at, words)| Span::new(own(at), own(at + words.len()))).collect()
}

/// Returns whether one of the places, which are in order and apart, has these bytes in it.
fn is_within(places: &[Span], figure: Span) -> bool {
    let before = places.partition_point(|place| place.start <= figure.start);
    places[..before].last().is_some_and(|place| figure.end <= place.end)
}

/// Returns a text in small letters with one blank for several, and the byte of the text that each of its bytes is from.
fn plain(text: &str) -> (String, Vec<usize>) {
    let mut plain = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            if !plain.ends_with(' ') {
                plain.push(' ');
                places.push(at);
            }
            continue;
        }
        for c in c.to_lowercase() {
            plain.push(c);
            places.resize(plain.len(), at);
        }
    }
    (plain, places)
}

/// Returns whether a place names a section, by its number or its title: `12.4`, `section 12.4`, `Risk pools`.
fn is_called(section: &Section, place: &str) -> bool {
    let (place, _) = plain(place.trim());
    let is_number =
        |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).trim_end_matches(".0") == section.number;
    let by_number = !section.number.is_empty() && place.split(' ').any(is_number);
    let (title, _) = plain(section.title.trim());
    by_number || (!title.is_empty() && place.contains(&title))
}

fn waiver(plan: &Plan, entry: &Accepted) -> Waiver {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let at = plan.site(&entry.node.into());
    Waiver { reason: text(entry.because.str()), by: text(entry.by.str()), until: None, at }
}

fn finding(plan: &Plan, entry: &Accepted, wanted: &Wanted<'_>) -> Finding {
    let at = plan.site(&entry.node.into());
    let place = wanted.place.map(|place| format!(" in {}", shortened(place))).unwrap_or_default();
    let message = format!("no figure that differs is in the words `{}`{place}", shortened(wanted.text));
    Finding {
        help: Some("take it out, or correct the words or the section it names".to_owned()),
        ..Finding::new(UNUSED, FAMILY, Level::Warning, message, at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cover_the_figure_that_is_among_them_and_no_other() {
        let text = "An additional\n CCG contribution of £2.6m, and £2.6m more";
        let at = |n: usize| text.match_indices("£2.6m").nth(n).map(|(at, own)| Span::new(at, at + own.len())).unwrap();
        let of = |words: &str| [at(0), at(1)].map(|figure| is_within(&places_of(text, words), figure));
        assert_eq!(of("additional ccg contribution of £2.6m"), [true, false]);
        assert_eq!(of("£2.6m"), [true, true]);
        assert_eq!((of("£2.6m more"), of("contribution"), of(" ")), ([false, true], [false; 2], [false; 2]));
    }

    #[test]
    fn a_section_is_named_by_its_number_or_its_title() {
        let section =
            Section { number: "12.4".to_owned(), title: "Key Financial Matters".to_owned(), ..Section::default() };
        assert!(
            ["12.4", "section 12.4", "Section 12.4, table", "key financial matters"]
                .map(|place| is_called(&section, place))
                .iter()
                .all(|is| *is)
        );
        assert!(!["12", "12.40", "2.4", "section"].map(|place| is_called(&section, place)).iter().any(|is| *is));
        let unnumbered = Section { title: "Funds".to_owned(), ..Section::default() };
        assert!(is_called(&unnumbered, "Funds") && !is_called(&unnumbered, "section 1"));
    }
}
