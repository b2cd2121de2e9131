//! The lines of a table as rows: labels that go on over several lines, titles between rows, and the names of columns.

use std::ops::Range;

use super::columns::Columns;
use super::line::Stretch;
use super::part::{LABEL, Part};
use super::source::{CellLines, Line};

/// A row: the stretches in it, line by line.
#[derive(Debug, Default)]
pub(super) struct Row {
    placed: Vec<Placed>,
    pub is_header: bool,
}

/// A stretch of a line, and the first and the last column that it is in.
#[derive(Clone, Copy, Debug)]
struct Placed {
    line: usize,
    nth: usize,
    first: usize,
    last: usize,
}

/// Reads the rows of a part.
pub(super) struct Reader<'a, 's> {
    part: &'a Part,
    columns: &'a Columns,
    lines: &'a [Line<'s>],
    stretches: &'a [Vec<Stretch<'s>>],
    /// One past the last column of the page that words have, column by column.
    edges: Vec<usize>,
    /// True where words go on over several lines.
    wraps: bool,
}

impl Row {
    /// Returns its cells, so many columns of them, each stretch in the column that `place` gives for its own.
    pub(super) fn cells<'s>(
        &self,
        stretches: &[Vec<Stretch<'s>>],
        place: impl Fn(usize) -> usize,
        columns: usize,
    ) -> Vec<CellLines<'s>> {
        let mut own = vec![Vec::new(); columns];
        let mut wide = vec![1; columns];
        for placed in &self.placed {
            let stretch = &stretches[placed.line][placed.nth];
            let (first, last) = (place(placed.first), place(placed.last));
            own[first].push((stretch.start, stretch.text));
            wide[first] = wide[first].max(last - first + 1);
        }
        let mut cells = Vec::with_capacity(columns);
        let mut column = 0;
        while column < columns {
            let free = own[column + 1..].iter().take_while(|lines| lines.is_empty()).count();
            let width = wide[column].min(free + 1);
            let lines = std::mem::take(&mut own[column]);
            cells.push(CellLines { lines, columns: u32::try_from(width).unwrap_or(1) });
            column += width;
        }
        cells
    }

    fn texts<'a>(&'a self, stretches: &'a [Vec<Stretch<'_>>]) -> impl Iterator<Item = &'a str> {
        self.placed.iter().map(|placed| stretches[placed.line][placed.nth].text)
    }
}

/// Returns whether rows begin with the names of columns that a header has.
pub(super) fn headers_are(rows: &[Row], header: &[Row], stretches: &[Vec<Stretch<'_>>]) -> bool {
    let own = rows.iter().take_while(|row| row.is_header);
    let texts = |rows: &mut dyn Iterator<Item = &Row>| -> Vec<String> {
        rows.flat_map(|row| row.texts(stretches)).map(str::to_owned).collect()
    };
    let (own, header) = (texts(&mut own.into_iter()), texts(&mut header.iter()));
    !header.is_empty() && own == header
}

impl<'a, 's> Reader<'a, 's> {
    pub(super) fn new(
        part: &'a Part,
        columns: &'a Columns,
        lines: &'a [Line<'s>],
        stretches: &'a [Vec<Stretch<'s>>],
    ) -> Self {
        let mut edges = vec![0; columns.count()];
        let (first, last) = (part.rows.first().copied().unwrap_or(0), part.last());
        let own = || (first..=last).filter(|at| !part.is_prose(&stretches[*at]));
        for stretch in own().flat_map(|at| &stretches[at]).filter(|stretch| !stretch.is_value()) {
            let edge = &mut edges[columns.place(stretch)];
            *edge = stretch.to.max(*edge);
        }
        let has_label = |row: &usize| stretches[*row].first().is_some_and(|first| !first.is_value());
        let goes_on = |at: usize| stretches[at].first().is_some_and(Stretch::goes_on);
        let wraps = own().any(goes_on) || !part.rows.iter().all(has_label);
        Self { part, columns, lines, stretches, edges, wraps }
    }

    /// Returns the rows, and the lines that they have. No line is before the one at which a table may begin.
    pub(super) fn read(&self, header: &[usize], begins: usize) -> (Vec<Row>, Range<usize>) {
        let own = &self.part.rows;
        let (Some(first), Some(last)) = (own.first().copied(), own.last().copied()) else {
            return (Vec::new(), begins..begins);
        };
        // The lines over the first row, between each two, and behind the last.
        let over = header.last().map_or_else(|| first.saturating_sub(LABEL).max(begins), |named| named + 1);
        let mut gaps = vec![self.others(over..first)];
        gaps.extend(own.windows(2).map(|pair| self.others(pair[0] + 1..pair[1])));
        gaps.push(self.trailing(last));
        let shares = self
            .padded(&gaps, !header.is_empty())
            .or_else(|| self.centred(&gaps))
            .unwrap_or_else(|| self.shares(&gaps));
        let mut rows = self.names(header);
        let mut lines = header.first().copied().unwrap_or(first)..last + 1;
        let mut label: Vec<usize> = Vec::new();
        for (n, (gap, (up, down))) in gaps.iter().zip(shares).enumerate() {
            let between = &gap[up..gap.len() - down];
            if let Some(row) = n.checked_sub(1) {
                label.push(own[row]);
                label.extend(&gap[..up]);
                rows.push(self.row(&label, false));
            }
            label = gap[gap.len() - down..].to_vec();
            // What is no label is a title or names columns; but not over a table without header, nor behind one.
            if n == own.len() {
                lines.end = gap[..up].last().map_or(lines.end, |line| line + 1);
            } else if n > 0 || !header.is_empty() {
                rows.extend(self.between(between));
            } else {
                lines.start = label.first().copied().unwrap_or(first);
            }
        }
        (rows, lines)
    }

    /// Returns of each gap how many lines go on with the row before, and how many begin the label of the next, by what the
    /// lines say.
    fn shares(&self, gaps: &[Vec<usize>]) -> Vec<(usize, usize)> {
        let mut shares: Vec<(usize, usize)> = Vec::with_capacity(gaps.len());
        for (n, gap) in gaps.iter().enumerate() {
            let before = n.checked_sub(1).map(|row| (self.part.rows[row], shares[row].1));
            let next = self.part.rows.get(n).copied();
            let mut up = before.map_or(0, |(row, over)| self.above(gap, row, over));
            let mut down = 0;
            if let Some(next) = next {
                // A row of figures alone has the label over it, unless that goes on with the one before.
                let is_free = |at: &usize| self.label(*at).is_some_and(|label| !label.goes_on());
                let wants = self.label(next).is_none() && gap.last().is_some_and(is_free);
                up = up.min(gap.len() - usize::from(wants));
                down = self.below(&gap[up..], next);
            }
            shares.push((up, down));
        }
        shares
    }

    /// Returns the same where blank lines stand between all rows: what stands right over a row or below it is its own.
    fn padded(&self, gaps: &[Vec<usize>], has_header: bool) -> Option<Vec<(usize, usize)>> {
        let rows = &self.part.rows;
        let inner = gaps.get(1..rows.len()).filter(|inner| inner.len() > 1)?;
        let is_apart = |(gap, pair): (&Vec<usize>, &[usize])| !Self::is_whole(&[&pair[..1], gap, &pair[1..]].concat());
        if !inner.iter().zip(rows.windows(2)).all(is_apart) {
            return None;
        }
        let share = |(n, gap): (usize, &Vec<usize>)| {
            let next = rows.get(n).copied();
            match (n.checked_sub(1).map(|before| rows[before]), next) {
                (Some(row), None) => (self.above(gap, row, 0), 0),
                // What stands over a table without header may be the end of a paragraph.
                (None, Some(next)) if !has_header => (0, self.below(gap, next)),
                (row, next) => {
                    let up =
                        row.map_or(0, |row| gap.iter().zip(row + 1..).take_while(|(line, at)| *line == at).count());
                    (up, next.map_or(0, |next| Self::beside(&gap[up..], next)))
                }
            }
        };
        Some(gaps.iter().enumerate().map(share).collect())
    }

    /// Returns the same where every row stands in the middle of its lines: as many are over its figures as below them.
    /// Nothing where that does not come out, or a row would begin in the middle of a sentence.
    fn centred(&self, gaps: &[Vec<usize>]) -> Option<Vec<(usize, usize)>> {
        let rows = &self.part.rows;
        if !self.wraps {
            return None;
        }
        let mut shares = Vec::with_capacity(gaps.len());
        let mut over = 0;
        for (n, gap) in gaps.iter().enumerate() {
            let up = over;
            if n == rows.len() {
                shares.push((up, 0));
                break;
            }
            let rest = gap.get(up..)?;
            over = if n == 0 { Self::beside(rest, rows[n]) } else { rest.len() };
            let lines = &gap[gap.len() - over..];
            let begins = lines.first().copied().unwrap_or(rows[n]);
            let is_one = Self::is_whole(&[lines, &rows[n..=n]].concat())
                && self.stretches[begins].first().is_some_and(|first| !first.goes_on());
            if !is_one || n > 0 && !Self::is_whole(&[&rows[n - 1..n], &gap[..up]].concat()) {
                return None;
            }
            shares.push((up, over));
        }
        let behind = gaps.last()?.get(..over)?;
        let is_whole = Self::is_whole(&[&rows[rows.len() - 1..], behind].concat());
        (is_whole && shares.iter().any(|(_, over)| *over > 0)).then_some(shares)
    }

    /// Returns how many of the lines over a row stand right over it.
    fn beside(over: &[usize], row: usize) -> usize {
        let mut next = row;
        for (n, line) in over.iter().rev().enumerate() {
            if next != line + 1 {
                return n;
            }
            next = *line;
        }
        over.len()
    }

    /// Returns the lines among others that are not blank.
    fn others(&self, range: Range<usize>) -> Vec<usize> {
        range.filter(|at| !self.lines[*at].is_blank()).collect()
    }

    /// Returns the lines right behind the last row that may go on with its label.
    fn trailing(&self, last: usize) -> Vec<usize> {
        let is_label = |at: &usize| {
            let line = &self.lines[*at];
            let own = &self.stretches[*at];
            let is_part = !line.is_blank() && !line.stops() && !line.begins_page && !line.lists();
            let is_known = self.part.others.binary_search(at).is_ok();
            let goes_on = own.first().is_some_and(Stretch::goes_on);
            let is_named = self.part.named_by(own) > 0 && !goes_on;
            let is_other = own.is_empty() || own.iter().any(Stretch::is_value) || is_named;
            let is_part = is_part && (is_known || !is_other);
            is_part && !self.part.is_prose(own)
        };
        (last + 1..self.lines.len()).take(LABEL).take_while(is_label).collect()
    }

    /// Returns the words that a line begins with.
    fn label(&self, at: usize) -> Option<&'a Stretch<'s>> {
        self.stretches[at].first().filter(|stretch| !stretch.is_value())
    }

    /// Returns whether a line goes on with words of the lines before: in the middle of a sentence, or with a word that had no
    /// room there.
    fn goes_on(&self, before: &[usize], line: usize) -> bool {
        let Some(first) = self.stretches[line].first() else { return false };
        if self.stretches[line].iter().any(Stretch::goes_on) {
            return true;
        }
        let column = self.columns.place(first);
        let is_over = |stretch: &&Stretch<'_>| !stretch.is_value() && self.columns.place(stretch) == column;
        let over = before.iter().rev().find_map(|line| self.stretches[*line].iter().find(is_over));
        let edge = self.edges[column];
        let had_no_room = |over: &Stretch<'_>| over.to + 1 + first.first_word() > edge && first.to <= edge;
        let is_open = |over: &Stretch<'_>| over.text.ends_with(['-', ',', '&', '/']);
        over.is_some_and(|over| is_open(over) || self.wraps && had_no_room(over))
    }

    /// Returns whether lines follow each other without one between.
    fn is_whole(lines: &[usize]) -> bool {
        lines.windows(2).all(|pair| pair[1] == pair[0] + 1)
    }

    /// Returns whether a line has nothing but what is in columns of figures.
    fn is_under_figures(&self, line: usize) -> bool {
        self.stretches[line].iter().all(|stretch| self.columns.has_figures(self.columns.place(stretch)))
    }

    /// Returns how many lines behind a row go on with its label, of which so many lines are over its figures.
    fn above(&self, behind: &[usize], row: usize, over: usize) -> usize {
        let is_centred = self.label(row).is_none();
        let mut block = vec![row];
        for (n, line) in behind.iter().enumerate() {
            let last = block.last().copied().unwrap_or(row);
            let is_own = *line == last + 1 && !self.part.is_prose(&self.stretches[*line]);
            let goes_on = || is_centred && n < over || self.is_under_figures(*line) || self.goes_on(&block, *line);
            if !is_own || !goes_on() {
                return n;
            }
            block.push(*line);
        }
        behind.len()
    }

    /// Returns how many lines before a row begin its label.
    fn below(&self, over: &[usize], row: usize) -> usize {
        let mut next = row;
        for (n, line) in over.iter().rev().enumerate() {
            let is_own = next == line + 1 && !self.part.is_prose(&self.stretches[*line]);
            let begins = || self.is_under_figures(*line) || self.goes_on(&[*line], next);
            if !is_own || self.label(next).is_some() && !begins() {
                return n;
            }
            next = *line;
        }
        over.len()
    }

    /// Returns the rows that lines between two rows of figures are: names of columns, or titles.
    fn between(&self, lines: &[usize]) -> Vec<Row> {
        let is_named = |at: &usize| {
            let line = &self.stretches[*at];
            self.part.is_named_by(line) && self.part.named_by(line) > 0
        };
        let mut rows = Vec::new();
        for alike in lines.chunk_by(|a, b| is_named(a) == is_named(b)) {
            if alike.first().is_some_and(is_named) {
                rows.extend(self.names(alike));
            } else {
                rows.extend(alike.iter().map(|at| self.row(&[*at], self.stretches[*at].len() == 1)));
            }
        }
        rows
    }

    /// Returns a row of lines; a title is in the first column, wherever it stands.
    fn row(&self, lines: &[usize], is_title: bool) -> Row {
        let stretches = lines.iter().flat_map(|line| (0..self.stretches[*line].len()).map(|nth| (*line, nth)));
        let placed = stretches.map(|(line, nth)| {
            let column = if is_title { 0 } else { self.columns.place(&self.stretches[line][nth]) };
            Placed { line, nth, first: column, last: column }
        });
        Row { placed: placed.collect(), is_header: false }
    }

    /// Returns the rows of lines that name columns: those over several columns at a time first, the others as one.
    fn names(&self, lines: &[usize]) -> Vec<Row> {
        let placed = |line: usize| -> Vec<Placed> {
            let spans = self.columns.spans(&self.stretches[line]);
            spans.into_iter().enumerate().map(|(nth, (first, last))| Placed { line, nth, first, last }).collect()
        };
        let lines: Vec<Vec<Placed>> =
            lines.iter().filter(|at| !self.lines[**at].is_blank()).map(|at| placed(*at)).collect();
        let is_wide = |line: &Vec<Placed>| line.iter().any(|placed| placed.last > placed.first);
        let wide = lines.iter().rposition(is_wide).map_or(0, |last| last + 1);
        let rows = lines[..wide].iter().cloned().chain([lines[wide..].concat()]);
        rows.filter(|placed| !placed.is_empty()).map(|placed| Row { placed, is_header: true }).collect()
    }
}
