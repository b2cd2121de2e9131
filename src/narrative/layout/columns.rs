//! The columns of a table: those of figures, and those of words before, between and behind them.

use super::line::Stretch;
use super::part::Part;

/// The columns of a part, from left to right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    all: Vec<Column>,
}

/// A column: the first column of the page, one past the last, and whether it is one of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Column {
    from: usize,
    to: usize,
    has_figures: bool,
}

/// The most columns of a table.
const MOST: usize = 96;
/// The most by which the edges, or the middle, of a name may be off those of its column.
const OFF: usize = 2;

/// The number of lines that have something at a column of the page: of those with figures, and of all.
#[derive(Clone, Copy, Default)]
struct Taken {
    rows: usize,
    all: usize,
}

impl Columns {
    /// Finds the columns of a part with so many lines: words that stand apart in most of them are in columns of their own.
    /// Nothing where there are more than a page has.
    pub(super) fn of(part: &Part, lines: &[usize], stretches: &[Vec<Stretch<'_>>]) -> Option<Self> {
        let bands = part.figures.iter().map(|band| Column { from: band.from, to: band.to, has_figures: true });
        let mut all: Vec<Column> = bands.collect();
        let first = part.figures.first().map_or(0, |band| band.from);
        all.extend(labels(part, first, lines, stretches));
        let is_behind =
            |stretch: &&Stretch<'_>| !stretch.is_value() && part.band_of(stretch).is_none() && stretch.from >= first;
        let behind = part.rows.iter().flat_map(|row| &stretches[*row]).filter(is_behind);
        all.extend(behind.map(|stretch| Column { from: stretch.from, to: stretch.to, has_figures: false }));
        all.sort_by_key(|column| (column.from, column.to));
        let mut joined: Vec<Column> = Vec::new();
        for column in all {
            match joined.last_mut() {
                Some(last) if !last.has_figures && !column.has_figures && column.from < last.to => {
                    last.to = last.to.max(column.to);
                }
                _ => joined.push(column),
            }
        }
        (joined.len() <= MOST).then_some(Self { all: joined })
    }

    /// Returns how many there are.
    pub(super) fn count(&self) -> usize {
        self.all.len()
    }

    /// Returns whether a column is one of figures.
    pub(super) fn has_figures(&self, column: usize) -> bool {
        self.all.get(column).is_some_and(|column| column.has_figures)
    }

    /// Cuts words that run on from one column of words into the next.
    pub(super) fn cut(&self, line: &mut Vec<Stretch<'_>>) {
        let words = self.all.iter().take_while(|column| !column.has_figures);
        for (before, after) in words.clone().zip(words.skip(1)) {
            let is_over = |stretch: &Stretch<'_>| stretch.from < before.to && stretch.to > after.from + 1;
            let Some(at) = line.iter().position(|stretch| !stretch.is_value() && is_over(stretch)) else { continue };
            if let Some((one, other)) = line[at].split_within(before.to.saturating_sub(1), after.from) {
                line.splice(at..=at, [one, other]);
            }
        }
    }

    /// Returns the column a stretch is in: the one that has the most of it, else the nearest.
    pub(super) fn place(&self, stretch: &Stretch<'_>) -> usize {
        let nearness = |n: &usize| {
            let column = &self.all[*n];
            let apart = column.from.saturating_sub(stretch.to) + stretch.from.saturating_sub(column.to);
            // Words keep out of columns of figures that they only touch.
            let is_own = column.has_figures == stretch.is_value();
            (stretch.within(column.from, column.to), std::cmp::Reverse(apart), is_own, std::cmp::Reverse(*n))
        };
        (0..self.all.len()).max_by_key(nearness).unwrap_or(0)
    }

    /// Returns the first and the last of the columns that each name of a line is over. A name at the edge or over the middle
    /// of a column is of that one alone; the others share those that are left, each with the nearest.
    pub(super) fn spans(&self, line: &[Stretch<'_>]) -> Vec<(usize, usize)> {
        let places: Vec<usize> = line.iter().map(|name| self.place(name)).collect();
        let is_wide: Vec<bool> = line.iter().zip(&places).map(|(name, place)| self.is_wide(name, *place)).collect();
        let mut is_free: Vec<bool> = self.all.iter().map(|column| column.has_figures).collect();
        for (place, is_wide) in places.iter().zip(&is_wide) {
            is_free[*place] &= is_wide;
        }
        let wide: Vec<usize> = (0..line.len()).filter(|n| is_wide[*n]).collect();
        let mut spans: Vec<(usize, usize)> = places.iter().map(|place| (*place, *place)).collect();
        if let [name] = wide[..] {
            spans[name] = self.widest(&line[name], places[name], &is_free);
            return spans;
        }
        for column in (0..self.count()).filter(|n| is_free[*n]) {
            let (from, to) = self.cell(column);
            let apart = |n: &&usize| (line[**n].from + line[**n].to).abs_diff(from + to);
            if let Some(name) = wide.iter().min_by_key(apart) {
                let span = &mut spans[*name];
                *span = (span.0.min(column), span.1.max(column));
            }
        }
        spans
    }

    /// Returns whether a name over figures is of more than its own column: it stands neither at an edge of that nor over
    /// its middle.
    fn is_wide(&self, name: &Stretch<'_>, place: usize) -> bool {
        let column = &self.all[place];
        let near = |a: usize, b: usize| a.abs_diff(b) <= OFF;
        let is_one = near(name.to, column.to)
            || near(name.from, column.from)
            || near(name.from + name.to, column.from + column.to);
        column.has_figures && !is_one
    }

    /// Returns where the cell of a column begins, at the end of the column before, and where it ends.
    fn cell(&self, column: usize) -> (usize, usize) {
        let before = column.checked_sub(1).map_or(self.all[column].from, |before| self.all[before].to);
        (before.min(self.all[column].from), self.all[column].to)
    }

    /// Returns the most columns that are free and that a name stands over the middle of, wherever their first cell begins.
    fn widest(&self, name: &Stretch<'_>, own: usize, is_free: &[bool]) -> (usize, usize) {
        let begins = (0..=own).rev().take_while(|n| is_free[*n]).last().unwrap_or(own);
        let ends = (own..self.count()).take_while(|n| is_free[*n]).last().unwrap_or(own);
        let middle = name.from + name.to;
        let mut widest = (own, own);
        for from in begins..=own {
            for to in own..=ends {
                let (least, most) = (self.cell(from).0 + self.all[to].to, self.all[from].from + self.all[to].to);
                let is_over = (least..=most + 2 * OFF).contains(&(middle + OFF));
                if is_over && to - from > widest.1 - widest.0 {
                    widest = (from, to);
                }
            }
        }
        widest
    }

    /// Returns the place among these of each column of the same table on another page; nothing where it has others.
    pub(super) fn places_of(&self, other: &Self) -> Option<Vec<usize>> {
        let figures =
            |columns: &Self| -> Vec<usize> { (0..columns.count()).filter(|n| columns.all[*n].has_figures).collect() };
        let (own, others) = (figures(self), figures(other));
        if own.len() != others.len() {
            return None;
        }
        if self.count() == other.count() && own == others {
            return Some((0..self.count()).collect());
        }
        let place = |n: usize| match others.binary_search(&n) {
            Ok(nth) => own[nth],
            // Words stand before the figures that they stand before here.
            Err(nth) => own.get(nth).map_or(self.count() - 1, |next| next.saturating_sub(1)),
        };
        Some((0..other.count()).map(place).collect())
    }
}

/// Returns the columns of words before the figures: stretches of the page that most lines have something on. Words that run
/// on into the next column on some lines do not make the two one.
fn labels(part: &Part, first: usize, lines: &[usize], stretches: &[Vec<Stretch<'_>>]) -> Vec<Column> {
    let mut taken = vec![Taken::default(); first];
    for line in lines {
        let is_row = part.rows.binary_search(line).is_ok();
        for stretch in stretches[*line].iter().filter(|stretch| !stretch.is_value() && stretch.from < first) {
            for column in &mut taken[stretch.from..stretch.to.min(first)] {
                column.rows += usize::from(is_row);
                column.all += 1;
            }
        }
    }
    let (rows, all) = (part.rows.len() * 2 / 5, lines.len() / 4);
    let is_taken = |n: &usize| taken[*n].rows > rows || taken[*n].all > all;
    let mut columns: Vec<Column> = Vec::new();
    for at in (0..first).filter(is_taken) {
        match columns.last_mut() {
            Some(last) if last.to == at => last.to += 1,
            _ => columns.push(Column { from: at, to: at + 1, has_figures: false }),
        }
    }
    columns
}
