//! The message of a finding and the lines it is about, drawn in the look of miette, which draws faults: a report of
//! thousands of findings spends its time here.

use std::fmt::Write;
use std::ops::Range;

use crate::finding::{Finding, Level};
use crate::report::View;
use crate::report::excerpt::{DrawnRow, Excerpt};
use crate::text::escape::{columns_of, shown};
use crate::text::wrap::indented;

/// The characters of the drawing.
struct Glyphs {
    across: char,
    down: char,
    /// Beside what belongs to the line above.
    beside: char,
    /// In place of lines that are left out.
    gap: char,
    top: char,
    bottom: char,
    underline: char,
    /// In the underline, above its label.
    hook: char,
    /// At a place of no width.
    point: char,
}

const UNICODE: Glyphs = Glyphs {
    across: '─',
    down: '│',
    beside: '·',
    gap: '⋮',
    top: '╭',
    bottom: '╰',
    underline: '─',
    hook: '┬',
    point: '▲',
};

const ASCII: Glyphs = Glyphs {
    across: '-',
    down: '|',
    beside: ':',
    gap: ':',
    top: ',',
    bottom: '`',
    underline: '^',
    hook: '|',
    point: '^',
};

/// Colour of the name of a file, underlined.
const LINK: &str = "36;1;4";
/// Colour of the number of a line.
const NUMBER: &str = "2";

/// Returns the colour of a level.
const fn color_of(level: Level) -> &'static str {
    match level {
        Level::Error => "31",
        Level::Warning => "33",
        Level::Advice => "36",
    }
}

/// A mark of a row, with what it is called.
type Mark<'a> = (Range<usize>, bool, Option<&'a str>);

/// A picture in the making.
struct Pen {
    out: String,
    glyphs: &'static Glyphs,
    color: bool,
    /// The colour of the primary mark.
    primary: &'static str,
    /// Columns of the numbers of lines.
    margin: usize,
}

/// Returns the picture of a finding: its message, wrapped, and its excerpt.
pub(super) fn picture(finding: &Finding, message: &str, excerpt: &Excerpt, view: View) -> String {
    picture_of((&format!("{}[{}]:", finding.level, finding.rule), finding.level), message, excerpt, view)
}

/// Returns the picture of lines, with a message behind what heads it in the colour of a level.
pub(super) fn picture_of((head, level): (&str, Level), message: &str, excerpt: &Excerpt, view: View) -> String {
    let mut pen = Pen::new(level, excerpt, view);
    pen.message(head, message, view.width.max(40) - 2);
    pen.lines(excerpt);
    pen.out
}

/// Returns the picture of a finding that is in one text and of lines of another: its message, both excerpts.
pub(crate) fn picture_of_two(finding: &Finding, first: &Excerpt, second: Option<&Excerpt>, view: View) -> String {
    let mut out = picture(finding, &shown(&finding.message), first, view);
    if let Some(second) = second {
        let mut pen = Pen::new(finding.level, second, view);
        pen.lines(second);
        out.push_str(&pen.out);
    }
    out
}

impl Pen {
    /// Returns a pen for an excerpt.
    fn new(level: Level, excerpt: &Excerpt, view: View) -> Self {
        Self {
            out: String::with_capacity(1024),
            glyphs: if view.unicode { &UNICODE } else { &ASCII },
            color: view.color,
            primary: color_of(level),
            margin: excerpt.margin(),
        }
    }

    /// Draws the lines of an excerpt in their box.
    fn lines(&mut self, excerpt: &Excerpt) {
        let (margin, Glyphs { top, across, bottom, gap, .. }) = (self.margin, self.glyphs);
        let _ = write!(self.out, "{:margin$}  {top}{across}[", "");
        self.painted(LINK, &excerpt.place());
        self.out.push_str("]\n");
        for row in excerpt.rows() {
            if row.is_after_gap {
                let _ = writeln!(self.out, " {:margin$} {gap}", "");
            }
            self.row(&row);
        }
        let _ = writeln!(self.out, "{:margin$}  {bottom}{across}{across}{across}{across}", "");
    }

    /// Writes a text in a colour.
    fn painted(&mut self, color: &str, text: &str) {
        if self.color {
            let _ = write!(self.out, "\x1b[{color}m{text}\x1b[0m");
        } else {
            self.out.push_str(text);
        }
    }

    /// Ends a line, with nothing after its last character.
    fn end_line(&mut self) {
        self.out.truncate(self.out.trim_end().len());
        self.out.push('\n');
    }

    /// Writes the message behind what heads it.
    fn message(&mut self, head: &str, message: &str, width: usize) {
        let indent = |pen: &Self, text: &str| {
            if pen.color { format!("  \x1b[{}m{text}\x1b[0m ", pen.primary) } else { format!("  {text} ") }
        };
        let down = self.glyphs.down.encode_utf8(&mut [0; 4]).to_owned();
        let (first, rest) = (indent(self, head), indent(self, &down));
        indented(message, width, [&first, &rest], [head.len() + 3, 4], |indent, line| {
            self.out.push_str(indent);
            self.out.push_str(line);
            self.end_line();
        });
    }

    /// Writes a line of the excerpt, its marks and what these are called.
    fn row(&mut self, row: &DrawnRow<'_>) {
        let margin = self.margin;
        self.out.push(' ');
        self.painted(NUMBER, &format!("{:>margin$}", row.name));
        let _ = write!(self.out, " {} {}", self.glyphs.down, row.text);
        self.end_line();
        if row.marks.is_empty() {
            return;
        }
        self.beside();
        let hooks = self.underlines(row);
        self.end_line();
        for (mark, (_, _, said)) in row.marks.iter().enumerate().rev() {
            if let Some(said) = said {
                self.label(row, mark, said, &hooks);
            }
        }
    }

    fn beside(&mut self) {
        let margin = self.margin;
        let _ = write!(self.out, " {:margin$} {} ", "", self.glyphs.beside);
    }

    /// Returns the colour of a mark.
    fn color(&self, (_, is_primary, _): &Mark<'_>) -> &'static str {
        if *is_primary { self.primary } else { color_of(Level::Advice) }
    }

    /// Underlines the marks of a row. Returns the column of each where its label hangs.
    fn underlines(&mut self, row: &DrawnRow<'_>) -> Vec<usize> {
        let mut reached = 0;
        let mut hooks = Vec::with_capacity(row.marks.len());
        for mark in &row.marks {
            let (range, _, said) = mark;
            let start = columns_of(&row.text[..range.start]).max(reached);
            let end = if range.is_empty() { start } else { columns_of(&row.text[..range.end]) }.max(start + 1);
            let hook = usize::midpoint(start, end);
            let Glyphs { underline, hook: hooked, point, .. } = self.glyphs;
            let at_hook = match (range.is_empty(), said) {
                (true, _) => point,
                (false, Some(_)) => hooked,
                (false, None) => underline,
            };
            let mut line = " ".repeat(start - reached);
            line.extend((start..end).map(|column| if column == hook { at_hook } else { underline }));
            self.painted(self.color(mark), &line);
            reached = end;
            hooks.push(hook);
        }
        hooks
    }

    /// Writes the label of a mark, beside the lines that lead to the labels of the marks before it.
    fn label(&mut self, row: &DrawnRow<'_>, mark: usize, said: &str, hooks: &[usize]) {
        self.beside();
        let mut column = 0;
        for (other, hook) in row.marks.iter().zip(hooks) {
            let _ = write!(self.out, "{:gap$}", "", gap = hook.saturating_sub(column));
            column = column.max(*hook);
            let color = self.color(other);
            let (range, _, text) = other;
            if (range, text) == (&row.marks[mark].0, &row.marks[mark].2) {
                let color = self.color(&row.marks[mark]);
                let Glyphs { bottom, across, .. } = self.glyphs;
                let said = if self.color { format!("\x1b[{color}m{said}\x1b[0m") } else { said.to_owned() };
                self.painted(color, &format!("{bottom}{across}{across} {said}"));
                break;
            }
            self.painted(color, self.glyphs.down.encode_utf8(&mut [0; 4]));
            column += 1;
        }
        self.end_line();
    }
}
