//! A line of a text as its layout shows it: stretches of words and figures with blanks between.

use crate::narrative::number;
use crate::narrative::period;
use crate::narrative::suffix::Suffix;
use crate::narrative::written::Number;

/// A stretch of a line with two blanks or more on either side, or one figure of several that stand closer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch<'s> {
    /// The first column it is in, from 0.
    pub from: usize,
    /// One past the last.
    pub to: usize,
    /// The byte of the text it begins at.
    pub start: usize,
    pub text: &'s str,
    pub kind: Kind,
}

/// The kinds of stretches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A figure alone.
    Figure,
    /// A year or another period alone.
    Period,
    /// A dash or a word in the place of a figure.
    Nothing,
    /// A figure without its last digit, or that digit, which stands on another line.
    Cut,
    Words,
}

/// The longest line of a table, in bytes.
const LONGEST: usize = 1_000;
/// The number of figures, or of periods, that stand a blank apart only where they are cells.
const ROW: usize = 3;
/// The most bytes of a period that is cut: `2017/`.
const SHORT: usize = 5;
/// The most blanks between a pound sign and its figure.
const APART: usize = 16;

/// A word of a line.
#[derive(Clone, Copy)]
struct Word {
    from: usize,
    to: usize,
    start: usize,
    end: usize,
    kind: Kind,
}

/// Returns the stretches of a line that begins at a byte of the text; nothing for one that is too long for a table.
pub(super) fn stretches(start: usize, line: &str) -> Vec<Stretch<'_>> {
    if line.len() > LONGEST {
        return Vec::new();
    }
    let words = words(line);
    let stretch = |words: &[Word]| -> Option<Stretch<'_>> {
        let (first, last) = (words.first()?, words.last()?);
        let text = line.get(first.start..last.end)?;
        let kind = if words.len() == 1 { first.kind } else { Kind::Words };
        Some(Stretch { from: first.from, to: last.to, start: start + first.start, text, kind })
    };
    let mut found = Vec::new();
    for near in words.chunk_by(|a, b| b.from - a.to < 2) {
        let mut begun = 0;
        let mut here = 0;
        while here < near.len() {
            let alike = run(&near[here..]);
            // Two are cells where they have no words beside them.
            if alike < ROW && (alike < 2 || alike < near.len()) {
                here += 1;
                continue;
            }
            found.extend(stretch(&near[begun..here]));
            found.extend(near[here..here + alike].chunks(1).filter_map(stretch));
            here += alike;
            begun = here;
        }
        found.extend(stretch(&near[begun..]));
    }
    found
}

/// Returns how many words from the first on are all figures, or all periods.
fn run(words: &[Word]) -> usize {
    let count = |is: fn(Kind) -> bool| words.iter().take_while(|word| is(word.kind)).count();
    count(|kind| kind == Kind::Period).max(count(|kind| matches!(kind, Kind::Figure | Kind::Nothing)))
}

/// Returns the words of a line; a figure has its pound sign and its unit.
fn words(line: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut begun: Option<(usize, usize)> = None;
    for (column, (at, c)) in line.char_indices().chain([(line.len(), ' ')]).enumerate() {
        match (is_blank(c), begun) {
            (false, None) => begun = Some((column, at)),
            (true, Some((from, start))) => {
                begun = None;
                add(line, Word { from, to: column, start, end: at, kind: kind(&line[start..at]) }, &mut words);
            }
            _ => {}
        }
    }
    words
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{c}')
}

/// Adds a word, to the one before it where both are one figure.
fn add(line: &str, word: Word, words: &mut Vec<Word>) {
    if let Some(last) = words.last_mut() {
        let is_sign = &line[last.start..last.end] == "£" && word.kind == Kind::Figure && word.from - last.to <= APART;
        let unit = (last.kind == Kind::Figure).then(|| Suffix::behind(&line[last.end..])).flatten();
        let is_unit = unit.is_some_and(|unit| last.end + unit.bytes == word.end);
        if is_sign || is_unit {
            *last = Word { to: word.to, end: word.end, kind: Kind::Figure, ..*last };
            return;
        }
    }
    words.push(word);
}

fn kind(word: &str) -> Kind {
    match word {
        "-" | "–" | "—" | "−" | "n/a" | "N/A" | "nil" | "Nil" | "tbc" | "TBC" => Kind::Nothing,
        _ if !word.bytes().any(|b| b.is_ascii_digit()) => Kind::Words,
        _ if is_figure(word) => Kind::Figure,
        _ if is_period(word) => Kind::Period,
        _ => Kind::Words,
    }
}

/// Returns whether a word goes on on the next line: `May-`.
pub(super) fn is_cut(word: &str) -> bool {
    word.strip_suffix(['-', '/']).is_some_and(|word| word.ends_with(char::is_alphanumeric))
}

/// Returns whether a word is a figure and nothing else: no number of an entry, of a telephone or of a section.
fn is_figure(word: &str) -> bool {
    let Some(first) = word.find(|c: char| c.is_ascii_digit()).filter(|_| number::leads(word)) else { return false };
    let number = Number::at(word.as_bytes(), first);
    let tail = &word[number.end..];
    let tail = &tail[Suffix::behind(tail).map_or(0, |suffix| suffix.bytes)..];
    let digits = &word[first..number.end];
    let leads_with_nil = digits.starts_with('0') && digits.len() > 1 && number.point != Some(first + 1);
    !leads_with_nil && tail.chars().all(|c| matches!(c, ')' | '*' | '†'))
}

fn is_period(word: &str) -> bool {
    matches!(period::all(word)[..], [named] if named.span.range() == (0..word.len()))
}

impl Stretch<'_> {
    /// Returns whether it holds a figure of a column, or what stands for one.
    pub(super) const fn is_value(&self) -> bool {
        matches!(self.kind, Kind::Figure | Kind::Nothing)
    }

    /// Returns whether it is a figure that ends in decimals.
    pub(super) fn has_decimals(&self) -> bool {
        self.kind == Kind::Figure
            && self.text.rsplit_once('.').is_some_and(|(_, rest)| rest.bytes().all(|b| b.is_ascii_digit()))
    }

    /// Returns the columns that it has of those from one to another.
    pub(super) fn within(&self, from: usize, to: usize) -> usize {
        self.to.min(to).saturating_sub(self.from.max(from))
    }

    /// Returns whether it goes on with a sentence or a name that began above it.
    pub(super) fn goes_on(&self) -> bool {
        self.text.starts_with(|c: char| c.is_lowercase() || matches!(c, '(' | '&' | '/'))
    }

    /// Returns whether it says of which period, or in which unit, the figures below it are.
    pub(super) fn names_figures(&self) -> bool {
        let is_cut = self.text.len() <= SHORT && is_cut(self.text);
        self.kind == Kind::Period || is_cut || self.text.contains(['£', '%']) || !period::all(self.text).is_empty()
    }

    /// Returns the number of columns of its first word.
    pub(super) fn first_word(&self) -> usize {
        self.text.split(' ').next().unwrap_or_default().chars().count()
    }

    /// Returns the same stretch so that it ends at a column.
    pub(super) fn ending_at(self, to: usize) -> Self {
        Self { from: to.saturating_sub(self.to - self.from), to, ..self }
    }

    /// Returns the same stretch so that it begins at a column.
    pub(super) fn beginning_at(self, from: usize) -> Self {
        Self { from, to: from + (self.to - self.from), ..self }
    }

    /// Returns the part of it from one of its bytes to another, without blanks around.
    fn part(&self, from: usize, to: usize) -> Self {
        let text = &self.text[from..to];
        let first = from + (text.len() - text.trim_start().len());
        let text = text.trim();
        let column = self.from + self.text[..first].chars().count();
        let kind = if text.contains(' ') { Kind::Words } else { kind(text) };
        Self { from: column, to: column + text.chars().count(), start: self.start + first, text, kind }
    }

    /// Returns the two parts of it on either side of a blank, of those from one column to another the nearest to the
    /// last; nothing where there is none.
    pub(super) fn split_within(&self, from: usize, to: usize) -> Option<(Self, Self)> {
        let columns = self.text.char_indices().enumerate().skip(from.saturating_sub(self.from));
        let inside = columns.take_while(|(column, _)| self.from + column <= to);
        let blanks = inside.filter(|(column, (_, c))| *c == ' ' && *column > 0);
        let (_, (at, _)) = blanks.min_by_key(|(column, _)| (self.from + column + 1).abs_diff(to))?;
        Some((self.part(0, at), self.part(at, self.text.len()))).filter(|(_, after)| !after.text.is_empty())
    }

    /// Returns the names that a stretch is made of where each ends, or each begins, with a period or is cut, and all have as
    /// many words: `Target 2017/18 Target 2018/19`, `May- Jun-`.
    pub(super) fn names(&self) -> Vec<Self> {
        let words: Vec<&str> = self.text.split(' ').collect();
        let is_name = |word: &str| kind(word) == Kind::Period || is_cut(word);
        let periods: Vec<usize> = (0..words.len()).filter(|n| is_name(words[*n])).collect();
        let count = words.len().checked_div(periods.len()).unwrap_or(0);
        let (Some(first), true) = (periods.first(), periods.len() > 1) else { return vec![*self] };
        let is_even = words.len() == count * periods.len()
            && periods.iter().enumerate().all(|(n, at)| *at == n * count + first)
            && (*first == 0 || first + 1 == count);
        if !is_even {
            return vec![*self];
        }
        let length = |words: &[&str]| words.iter().map(|word| word.len() + 1).sum::<usize>();
        let parts = (0..periods.len()).map(|n| {
            let from = length(&words[..n * count]);
            self.part(from, from + length(&words[n * count..(n + 1) * count]) - 1)
        });
        parts.collect()
    }

    /// Returns its words and the figure it ends with, where that is all there is behind them.
    pub(super) fn split_tail(&self) -> Option<(Self, Self)> {
        let at = self.text.rfind(' ').filter(|_| self.kind == Kind::Words)?;
        let (words, figure) = (self.part(0, at), self.part(at, self.text.len()));
        (figure.kind == Kind::Figure && !words.text.is_empty()).then_some((words, figure))
    }
}

/// Takes the number of a row for one of its words.
pub(super) fn name_number(line: &mut [Stretch<'_>]) {
    if let [number, next, ..] = line {
        let is_number = number.text.len() <= 3 && number.text.bytes().all(|b| b.is_ascii_digit());
        if is_number && next.kind == Kind::Words {
            number.kind = Kind::Words;
        }
    }
}

/// Returns whether stretches can be a row of a table: a figure stands behind something else.
pub(super) fn is_row(line: &[Stretch<'_>]) -> bool {
    line.iter().skip(1).any(|stretch| stretch.kind == Kind::Figure)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Vec<(&str, Kind)> {
        stretches(0, line).iter().map(|stretch| (stretch.text, stretch.kind)).collect()
    }

    #[test]
    fn a_line_falls_into_words_and_figures() {
        use Kind::{Figure, Nothing, Period, Words};
        assert_eq!(
            read("Home care, new    £10,887,314   £    264,159  –"),
            [("Home care, new", Words), ("£10,887,314", Figure), ("£    264,159", Figure), ("–", Nothing)]
        );
        assert_eq!(
            read("transfers of 289.99 292.18 279.77"),
            [("transfers of", Words), ("289.99", Figure), ("292.18", Figure), ("279.77", Figure)]
        );
        assert_eq!(read("  2017/18 £000   Jul-17"), [("2017/18 £000", Words), ("Jul-17", Period)]);
        assert_eq!(read("We spend £5.6 million  83.3 %"), [("We spend £5.6 million", Words), ("83.3 %", Figure)]);
        for word in ["0116", "5.", "12/06/2017", "2017", "LE3", "18+", "1.2.3", "£000"] {
            assert_ne!(kind(word), Figure, "{word}");
        }
    }

    #[test]
    fn names_of_columns_that_stand_close_are_told_apart() {
        let names = |line: &str| -> Vec<String> {
            let stretches = stretches(0, line);
            stretches[0].names().iter().map(|name| format!("{} {}-{}", name.text, name.from, name.to)).collect()
        };
        assert_eq!(names("  Target 2017/18 Target 2018/19"), ["Target 2017/18 2-16", "Target 2018/19 17-31"]);
        assert_eq!(names("2017/18 £000 2018/19 £000"), ["2017/18 £000 0-12", "2018/19 £000 13-25"]);
        for whole in ["Change from 2016/17 to 2017/18", "Allocation 2017/18", "2016/17 to 2017/18"] {
            assert_eq!(names(whole).len(), 1, "{whole}");
        }
    }

    #[test]
    fn a_figure_a_blank_behind_its_words_can_be_taken_off() {
        let line = stretches(7, "  Care Act 1,480");
        let (words, figure) = line[0].split_tail().expect("a figure");
        assert_eq!((words.text, words.from, words.to, words.start), ("Care Act", 2, 10, 9));
        assert_eq!((figure.text, figure.from, figure.to, figure.start), ("1,480", 11, 16, 18));
    }
}
