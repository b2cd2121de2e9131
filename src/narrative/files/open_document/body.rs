//! The text of an OpenDocument file.

use super::super::Refusal;
use super::super::flow::Flow;
use super::super::grid::Spanned;
use super::super::xml::{Go, Tag, Walker};
use super::styles::Styles;

/// The walk through the content.
pub(super) struct Body<'p> {
    flow: &'p mut Flow,
    /// The styles, to which the content adds its own before its text.
    styles: Styles,
    in_styles: bool,
    /// The paragraphs that are open: one, and one more for each text box or note in another.
    paragraphs: Vec<Paragraph>,
    /// The spans of text that are open.
    spans: Vec<Span>,
    cells: Vec<Spanned>,
    /// For each element that is open: whether its own characters are text. Those of a picture are its bytes or its title.
    told: Vec<bool>,
    /// The number of the last heading of each depth.
    counted: Vec<Option<u32>>,
}

#[derive(Debug, Default)]
struct Paragraph {
    /// The level of it, where it is a heading.
    heading: Option<u8>,
    /// The number it has as a heading.
    number: Option<String>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Span {
    raised: bool,
    hidden: bool,
}

impl<'p> Body<'p> {
    pub(super) fn new(flow: &'p mut Flow, styles: Styles) -> Self {
        Self {
            flow,
            styles,
            in_styles: false,
            paragraphs: Vec::new(),
            spans: Vec::new(),
            cells: Vec::new(),
            told: Vec::new(),
            counted: Vec::new(),
        }
    }

    fn begin_paragraph(&mut self, tag: &Tag<'_>) {
        let style = tag.get("style-name").unwrap_or_default();
        let own = if tag.name == "h" { Some(tag.number("outline-level").unwrap_or(1)) } else { None };
        let heading = match own {
            Some(level) => u8::try_from(level.clamp(1, 10)).ok(),
            None => self.styles.heading(&style),
        };
        let is_listed = tag.get("is-list-header").as_deref() != Some("true");
        // One without words is counted all the same.
        let number = own.filter(|_| is_listed).and_then(|level| self.number(level as usize));
        self.paragraphs.push(Paragraph { heading, number });
        self.spans.push(Span { raised: false, hidden: self.styles.is_hidden(&style) });
    }

    /// Counts a heading of a depth, and returns its number where it has one.
    fn number(&mut self, level: usize) -> Option<String> {
        let at = level.checked_sub(1)?;
        let numbered = self.styles.outline.get(at)?;
        self.counted.resize(self.styles.outline.len(), None);
        self.counted[at] = Some(self.counted[at].map_or(numbered.start, |n| n.saturating_add(1)));
        self.counted[at + 1..].fill(None);
        if !numbered.shown {
            return None;
        }
        let first = level.saturating_sub(numbered.depths);
        let numbers = (first..level).filter(|n| self.styles.outline[*n].shown);
        let numbers = numbers.map(|n| self.counted[n].unwrap_or(self.styles.outline[n].start).to_string());
        Some(numbers.collect::<Vec<_>>().join("."))
    }

    fn shown(&mut self, text: &str) -> Result<(), Refusal> {
        let Some(span) = self.spans.last() else { return Ok(()) };
        let is_mark = span.raised && text.chars().all(|c| !c.is_alphabetic());
        if span.hidden || is_mark { Ok(()) } else { self.flow.words(text) }
    }

    /// Adds a blank that counts.
    fn blank(&mut self, text: &str) -> Result<(), Refusal> {
        let hidden = self.spans.last().is_none_or(|span| span.hidden);
        if hidden { Ok(()) } else { self.flow.text(text) }
    }

    fn text_element(&mut self, tag: &Tag<'_>) -> Result<Go, Refusal> {
        match tag.name {
            "p" | "h" => self.begin_paragraph(tag),
            "span" => {
                let style = tag.get("style-name").unwrap_or_default();
                let around = self.spans.last().copied().unwrap_or_default();
                let (raised, hidden) = (self.styles.is_raised(&style), self.styles.is_hidden(&style));
                self.spans.push(Span { raised: around.raised || raised, hidden: around.hidden || hidden });
            }
            "s" => self.blank(" ")?,
            "tab" => self.blank("\t")?,
            "line-break" => self.blank("\n")?,
            "note" => self.flow.begin_aside()?,
            // What was deleted, the marks of notes, and lists of what is in the text.
            "tracked-changes" | "note-citation" | "table-of-content" | "illustration-index" | "table-index"
            | "object-index" | "user-index" | "alphabetical-index" | "bibliography" | "number" | "hidden-text"
            | "ruby-text" => return Ok(Go::Past),
            _ => {}
        }
        Ok(Go::In)
    }

    fn table_element(&mut self, tag: &Tag<'_>) -> Result<Go, Refusal> {
        match tag.name {
            "table" => self.flow.begin_table()?,
            "table-row" => self.flow.begin_row(),
            "table-cell" => {
                let columns = tag.number("number-columns-spanned").unwrap_or(1);
                let times = tag.number("number-columns-repeated").unwrap_or(1);
                let rows = tag.number("number-rows-spanned").unwrap_or(1);
                self.cells.push(Spanned { columns: columns.saturating_mul(times), rows, covered: false });
                self.flow.begin_cell()?;
            }
            // Found by the spans of the cells that cover it.
            "covered-table-cell" | "table-source" | "shapes" => return Ok(Go::Past),
            _ => {}
        }
        Ok(Go::In)
    }
}

impl Walker for Body<'_> {
    fn open(&mut self, tag: &Tag<'_>) -> Result<Go, Refusal> {
        if self.in_styles {
            return self.styles.open(tag);
        }
        let go = match (tag.language, tag.name) {
            ("office", "automatic-styles") => {
                self.in_styles = true;
                return Ok(Go::In);
            }
            ("text", _) => self.text_element(tag)?,
            ("table", _) => self.table_element(tag)?,
            ("draw", "text-box") => {
                self.flow.begin_aside()?;
                Go::In
            }
            ("office", "annotation" | "styles" | "forms" | "scripts" | "font-face-decls") => Go::Past,
            _ => Go::In,
        };
        if go == Go::In {
            self.told.push(matches!(tag.language, "text" | "loext"));
        }
        Ok(go)
    }

    fn close(&mut self, language: &'static str, name: &str) -> Result<(), Refusal> {
        if self.in_styles {
            self.in_styles = (language, name) != ("office", "automatic-styles");
            return self.styles.close(language, name);
        }
        self.told.pop();
        match (language, name) {
            ("text", "p" | "h") => {
                self.spans.pop();
                let paragraph = self.paragraphs.pop().unwrap_or_default();
                if let Some(number) = paragraph.number.filter(|_| !self.flow.is_blank()) {
                    self.flow.put_before(&number);
                }
                self.flow.end_paragraph(paragraph.heading)?;
            }
            ("text", "span") => drop(self.spans.pop()),
            ("text", "note") | ("draw", "text-box") => self.flow.end_aside()?,
            ("table", "table-cell") => {
                let spanned = self.cells.pop().unwrap_or_default();
                self.flow.end_cell(spanned)?;
            }
            ("table", "table") => self.flow.end_table()?,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Refusal> {
        if self.told.last() == Some(&true) { self.shown(text) } else { Ok(()) }
    }
}
