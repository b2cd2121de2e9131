//! The differences that a plan's `[[accepted]]` say are known.

use super::document::{Document, Section};
use super::tie::{Figure, Found};
use crate::finding::{Finding, Level, Status, Waiver};
use crate::plan::{Accepted, Plan, shortened};

/// An accepted difference that is not there.
pub const UNUSED: &str = "accepted-unused";
/// The family of the findings.
const FAMILY: &str = "narrative";

/// Marks the findings that are accepted, and returns a finding for each entry that accepts none.
pub(super) fn accept(plan: &Plan, document: &Document, figures: &[Figure], found: &mut [Found]) -> Vec<Finding> {
    let mut unused = Vec::new();
    for entry in &plan.accepted {
        let Some(wanted) = Wanted::of(entry) else { continue };
        let mut covers = false;
        for found in found.iter_mut() {
            let Some(figure) = figures.get(found.figure as usize) else { continue };
            if wanted.is_of(document, figure) {
                covers = true;
                found.finding.status = Status::Waived(waiver(plan, entry));
            }
        }
        if !covers {
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

    /// Returns whether a figure is among the words, in the section.
    fn is_of(&self, document: &Document, figure: &Figure) -> bool {
        let Some(piece) = document.piece(figure.at.piece) else { return false };
        let in_section =
            self.place.is_none_or(|place| document.sections_of(piece).any(|section| is_called(section, place)));
        in_section && covers(&piece.text, self.text, (figure.at.within.start as usize, figure.at.within.end as usize))
    }
}

/// Returns whether words stand in a text so that they have these bytes of it. Blanks are all one, and letters are alike in
/// either case.
fn covers(text: &str, words: &str, (start, end): (usize, usize)) -> bool {
    let (text, places) = plain(text);
    let (words, _) = plain(words.trim());
    if words.is_empty() {
        return false;
    }
    let first = |at: usize| places.partition_point(|place| *place < at);
    let (start, end) = (first(start), first(end));
    text.match_indices(&words).any(|(at, words)| at <= start && end <= at + words.len())
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
        let at = |n: usize| text.match_indices("£2.6m").nth(n).map(|(at, own)| (at, at + own.len())).unwrap();
        let of = |words: &str| [covers(text, words, at(0)), covers(text, words, at(1))];
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
