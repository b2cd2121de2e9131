//! The lines of a table on one page: rows whose figures stand one under the other.

use super::line::{Kind, Stretch, is_cut, is_row, name_number};
use super::source::Line;

/// The part of a table that one page has.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// The lines that have figures, one of each row.
    pub rows: Vec<usize>,
    /// The other lines that have figures of a row: those for which its first line had no room.
    pub others: Vec<usize>,
    /// The columns of figures: the first column of the page and one past the last, from left to right.
    pub figures: Vec<Band>,
    /// One past the last column of the words before the figures.
    pub label: usize,
}

/// A column of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Band {
    pub from: usize,
    pub to: usize,
    /// The rows that have a figure in it.
    pub hits: usize,
}

/// The most lines without figures between two rows, and of blank ones on end.
const OTHERS: usize = 12;
const BLANKS: usize = 4;
/// The most lines of a label over its figures, or below the last ones.
pub(super) const LABEL: usize = 6;
/// The lines over a number that it can end a name of.
const NAMES: usize = 2;
/// The least words of a line of prose.
const SENTENCE: usize = 3;
/// The longest name of a column, in columns of the page.
const NAME: usize = 40;
/// The most columns of figures.
const BANDS: usize = 64;
/// The most by which the right edges of figures in one column may stand apart.
const EDGE: usize = 2;

impl Part {
    /// Returns the column of figures that a stretch is most in.
    pub(super) fn band_of(&self, stretch: &Stretch<'_>) -> Option<usize> {
        let within = |band: &Band| stretch.within(band.from, band.to);
        (0..self.figures.len()).filter(|n| within(&self.figures[*n]) > 0).max_by_key(|n| within(&self.figures[*n]))
    }

    /// Returns whether a line is prose beside this table: words that begin before the figures and run on under them.
    pub(super) fn is_prose(&self, line: &[Stretch<'_>]) -> bool {
        let Some(first) = self.figures.first() else { return false };
        let left = if self.label == 0 { first.from } else { self.label.min(first.from) };
        let runs_on = |stretch: &Stretch<'_>| stretch.from < left && stretch.to > first.from.midpoint(first.to);
        line.iter().any(|stretch| runs_on(stretch) && stretch.text.split(' ').count() >= SENTENCE)
    }

    /// Returns whether a line names columns: short words over figures, and no line of prose.
    pub(super) fn is_named_by(&self, line: &[Stretch<'_>]) -> bool {
        let (Some(first), Some(last)) = (self.figures.first(), self.figures.last()) else { return false };
        let over = |stretch: &&Stretch<'_>| stretch.to > first.from && stretch.from <= last.to;
        let mut names = line.iter().filter(over).peekable();
        let is_name = |stretch: &Stretch<'_>| {
            stretch.kind != Kind::Cut && stretch.to - stretch.from <= NAME && !stretch.text.ends_with('.')
        };
        names.peek().is_some() && names.all(is_name)
    }

    /// Returns how many words of a line name the periods or the units of figures below them.
    pub(super) fn named_by(&self, line: &[Stretch<'_>]) -> usize {
        line.iter().filter(|stretch| self.band_of(stretch).is_some() && stretch.names_figures()).count()
    }

    /// Returns whether the figures of a line stand under those of the rows before.
    fn fits(&self, line: &[Stretch<'_>]) -> bool {
        let values = line.iter().filter(|stretch| stretch.is_value());
        let (mut all, mut under) = (0, 0);
        for value in values {
            all += 1;
            under += usize::from(self.band_of(value).is_some());
        }
        under * 2 >= all && under > 0
    }

    /// Returns whether the figures of a line are one for each column of the rows before: a line of a page may be wider or
    /// narrower than others. `near`: nothing is between it and the last row.
    fn is_as_long(&self, line: &[Stretch<'_>], near: bool) -> bool {
        let values = line.iter().filter(|stretch| stretch.is_value()).count();
        let is_known = self.figures.iter().all(|band| band.hits >= 2);
        values >= 2 && values == self.figures.len() && (is_known || near)
    }

    /// Puts the figures of all rows that have one for each column under each other, by their right edges. `named`: how many
    /// columns have names of their own.
    pub(super) fn settle(&mut self, named: usize, stretches: &mut [Vec<Stretch<'_>>]) {
        let values = |row: &usize| stretches[*row].iter().filter(|stretch| stretch.is_value());
        let mut counts: Vec<usize> = self.rows.iter().map(|row| values(row).count()).collect();
        counts.sort_unstable();
        let Some(common) = counts.chunk_by(|a, b| a == b).max_by_key(|alike| alike.len()) else { return };
        let (count, rows) = (common[0], common.len());
        let known = self.figures.iter().filter(|band| band.hits >= 2).count();
        let is_even = rows == self.rows.len() || known <= count;
        if count < 2 || rows * 2 <= self.rows.len() || !is_even || named > count || !self.others.is_empty() {
            return;
        }
        let even: Vec<usize> = self.rows.iter().copied().filter(|row| values(row).count() == count).collect();
        let edge = |n: usize| {
            let mut edges: Vec<usize> =
                even.iter().filter_map(|row| values(row).nth(n)).map(|value| value.to).collect();
            edges.sort_unstable();
            edges.get(edges.len() / 2).copied().unwrap_or(0)
        };
        let edges: Vec<usize> = (0..count).map(edge).collect();
        for row in even {
            put(&mut stretches[row], &edges);
        }
        let rows = std::mem::take(self).rows;
        for row in rows {
            self.add(row, &stretches[row]);
        }
    }

    /// Returns the last line that has figures.
    pub(super) fn last(&self) -> usize {
        self.rows.last().max(self.others.last()).copied().unwrap_or(0)
    }

    /// Adds a line right behind the last to its row, where only one of the two has a label, or none, and no figure of it is
    /// under one of that row: a column was too narrow for a figure to stand on the line of the others.
    fn complete(&mut self, at: usize, stretches: &[Vec<Stretch<'_>>]) -> bool {
        let Some(row) = self.rows.last().copied().filter(|_| self.last() + 1 == at) else { return false };
        let has_label = |line: usize| stretches[line].first().is_some_and(|first| !first.is_value());
        let known = (row..at).flat_map(|line| &stretches[line]).filter(|stretch| stretch.is_value());
        let mut values = stretches[at].iter().filter(|stretch| stretch.is_value());
        let is_apart = |value: &Stretch<'_>| known.clone().all(|other| value.within(other.from, other.to) == 0);
        let has_figure = stretches[at].iter().any(|stretch| stretch.kind == Kind::Figure);
        if !has_figure || has_label(row) && has_label(at) || !values.all(is_apart) {
            return false;
        }
        if has_label(at) {
            self.rows.pop();
            self.others.push(row);
            self.add(at, &stretches[at]);
        } else {
            self.others.push(at);
            self.take(&stretches[at]);
        }
        true
    }

    /// Learns where the figures stand that are cut, on the lines of the rows and right before and behind them.
    pub(super) fn find_cut(&mut self, stretches: &[Vec<Stretch<'_>>]) {
        let first = self.rows.first().copied().unwrap_or(0).saturating_sub(NAMES);
        let last = (self.last() + 1 + NAMES).min(stretches.len());
        for at in (first..last).filter(|at| stretches[*at].iter().any(|stretch| stretch.kind == Kind::Cut)) {
            self.take(&stretches[at]);
            if let (Err(_), Err(place)) = (self.rows.binary_search(&at), self.others.binary_search(&at)) {
                self.others.insert(place, at);
            }
        }
    }

    /// Adds a row.
    fn add(&mut self, at: usize, line: &[Stretch<'_>]) {
        self.rows.push(at);
        self.take(line);
    }

    /// Learns where the figures of a line stand, and its label.
    fn take(&mut self, line: &[Stretch<'_>]) {
        let is_figure = |stretch: &&Stretch<'_>| stretch.is_value() || stretch.kind == Kind::Cut;
        let label = line.iter().take_while(|stretch| !is_figure(stretch)).last();
        self.label = self.label.max(label.map_or(0, |label| label.to));
        for value in line.iter().filter(is_figure) {
            if let Some(band) = self.band_of(value) {
                let band = &mut self.figures[band];
                (band.from, band.to, band.hits) = (band.from.min(value.from), band.to.max(value.to), band.hits + 1);
            } else if self.figures.len() < BANDS {
                let place = self.figures.partition_point(|band| band.from < value.from);
                self.figures.insert(place, Band { from: value.from, to: value.to, hits: 1 });
            }
        }
    }

    /// Takes off a figure that stands one blank behind the words of a row, where it stands under others.
    fn split(&self, line: &mut Vec<Stretch<'_>>) {
        for at in 0..line.len() {
            let Some((words, figure)) = line[at].split_tail() else { continue };
            let under = self.figures.iter().any(|band| figure.to.abs_diff(band.to) <= EDGE && words.to <= band.from);
            if under && self.band_of(&words).is_none() {
                line.splice(at..=at, [words, figure]);
                return;
            }
        }
    }

    /// Returns the lines that may have words of the table: from below its header, or a few over its first row, to its last
    /// one. None is above the line at which it may begin.
    pub(super) fn lines(
        &self,
        header: &[usize],
        begins: usize,
        lines: &[Line<'_>],
        stretches: &[Vec<Stretch<'_>>],
    ) -> Vec<usize> {
        let (Some(first), last) = (self.rows.first(), self.last()) else { return Vec::new() };
        let from = header.last().map_or_else(|| first.saturating_sub(LABEL).max(begins), |last| last + 1);
        (from..=last).filter(|at| !lines[*at].is_blank() && !self.is_prose(&stretches[*at])).collect()
    }

    /// Returns whether the rows are a table, and not a list of pages or figures that stand so by chance.
    pub(super) fn is_table(&self, header: &[usize], stretches: &[Vec<Stretch<'_>>]) -> bool {
        let is_label = |line: &Vec<Stretch<'_>>| line.first().is_some_and(|first| !first.is_value());
        let named: usize = header.iter().map(|line| self.named_by(&stretches[*line])).sum();
        if named < 2 && !self.rows.iter().any(|row| is_label(&stretches[*row])) {
            return false;
        }
        let common = self.figures.iter().filter(|band| band.hits >= 2).count();
        match self.rows.len() {
            0 => false,
            1 => named >= 2,
            2 => named >= 1 || common >= 2,
            _ if self.figures.len() == 1 => named >= 1 || !self.is_contents(stretches),
            _ => common >= 1,
        }
    }

    /// Returns whether the only figures are whole numbers that never fall, as those of pages do.
    fn is_contents(&self, stretches: &[Vec<Stretch<'_>>]) -> bool {
        let values = self.rows.iter().filter_map(|row| stretches[*row].iter().find(|stretch| stretch.is_value()));
        let pages: Option<Vec<u32>> =
            values.map(|value| value.text.parse().ok().filter(|page| *page < 1_000)).collect();
        pages.is_some_and(|pages| pages.is_sorted())
    }
}

/// The lines that were met since the last row of the part that is open.
#[derive(Default)]
struct Since {
    others: usize,
    blanks: usize,
    prose: usize,
    /// The most blank lines on end.
    apart: usize,
}

/// Returns the parts of tables that a text may have. Figures that stand a blank behind words are taken off them.
pub(super) fn parts(lines: &[Line<'_>], stretches: &mut [Vec<Stretch<'_>>]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut open: Option<Part> = None;
    let mut since = Since::default();
    for (at, line) in lines.iter().enumerate() {
        if line.begins_page || line.stops() && !line.is_blank() {
            parts.extend(open.take());
        }
        if line.is_blank() {
            since.blanks += 1;
            since.apart = since.apart.max(since.blanks);
            if since.blanks > BLANKS {
                parts.extend(open.take());
            }
            continue;
        }
        since.blanks = 0;
        name_number(&mut stretches[at]);
        name_what_goes_on(lines, stretches, at);
        name_what_is_cut(lines, stretches, at);
        if let Some(part) = &open {
            part.split(&mut stretches[at]);
        }
        let own = &stretches[at];
        let is_row = is_row(own) || own.len() > 1 && own.iter().all(Stretch::is_value);
        let near = since.others == 0 && since.apart == 0;
        if near && open.as_mut().is_some_and(|part| part.complete(at, stretches)) {
            continue;
        }
        let own = &stretches[at];
        let is_as_long = |part: &Part| since.prose == 0 && since.apart <= 1 && part.is_as_long(own, near);
        let fits = open.as_ref().is_some_and(|part| part.fits(own) || is_as_long(part));
        if !is_row || line.lists() && !fits {
            since.prose += usize::from(open.as_ref().is_some_and(|part| part.is_prose(own)));
            since.others += 1;
            // Where columns are named anew, another table begins.
            let is_new = |part: &Part| part.is_named_by(own) && part.named_by(own) > 0;
            if since.prose > 1 || since.others > OTHERS || open.as_ref().is_some_and(is_new) {
                parts.extend(open.take());
            }
            continue;
        }
        since = Since::default();
        if !fits {
            parts.extend(open.take());
        }
        open.get_or_insert_default().add(at, own);
    }
    parts.extend(open);
    parts
}

/// Puts the figures of a line at right edges; the words before them keep their part of the way.
fn put(line: &mut [Stretch<'_>], edges: &[usize]) {
    let first = line.iter().find(|stretch| stretch.is_value()).copied();
    let (Some(first), Some(edge)) = (first, edges.first()) else { return };
    let from = first.ending_at(*edge).from;
    for words in line.iter_mut().take_while(|stretch| !stretch.is_value()) {
        *words = words.beginning_at(words.from * from / first.from.max(1));
    }
    for (value, edge) in line.iter_mut().filter(|stretch| stretch.is_value()).zip(edges) {
        *value = value.ending_at(*edge);
    }
}

/// Makes words of the numbers on a line that end a name of the line above: `May-` over `17`.
fn name_what_goes_on(lines: &[Line<'_>], stretches: &mut [Vec<Stretch<'_>>], at: usize) {
    let above = (at.saturating_sub(NAMES)..at).rev().take_while(|above| !lines[*above].is_blank());
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut closed: Vec<&Stretch<'_>> = Vec::new();
    for stretch in above.flat_map(|above| &stretches[above]) {
        // What has its end on the line between is whole.
        let is_free = || closed.iter().all(|other| stretch.within(other.from, other.to) == 0);
        if is_cut(stretch.text) && is_free() {
            open.push((stretch.from, stretch.to));
        }
        closed.push(stretch);
    }
    for stretch in stretches[at].iter_mut().filter(|stretch| stretch.is_value()) {
        if open.iter().any(|(from, to)| stretch.within(*from, *to) > 0) {
            stretch.kind = Kind::Words;
        }
    }
}

/// Marks figures whose last digit stands on one of the next lines, in the same column, and those digits.
fn name_what_is_cut(lines: &[Line<'_>], stretches: &mut [Vec<Stretch<'_>>], at: usize) {
    let below = (at + 1..lines.len()).take(NAMES).take_while(|below| !lines[*below].is_blank());
    for below in below {
        let (above, rest) = stretches.split_at_mut(below);
        let (above, line) = (&mut above[at..], &mut rest[0]);
        let is_free = |first: &Stretch<'_>| first.is_value() || first.text.starts_with('(');
        let is_digit = |stretch: &Stretch<'_>| stretch.text.len() == 1 && stretch.kind == Kind::Figure;
        let values = || line.iter().filter(|stretch| stretch.is_value());
        if !line.first().is_some_and(is_free) || !values().all(is_digit) {
            continue;
        }
        for digit in line.iter_mut().filter(|stretch| stretch.is_value()) {
            let over =
                |stretch: &&mut Stretch<'_>| stretch.is_value() && digit.within(stretch.from, stretch.to + 1) > 0;
            // Of the lines over it the nearest.
            let figure = above.iter_mut().rev().find_map(|line| line.iter_mut().find(over));
            if let Some(figure) = figure.filter(|figure| figure.has_decimals()) {
                (figure.kind, digit.kind) = (Kind::Cut, Kind::Cut);
            }
        }
    }
}
