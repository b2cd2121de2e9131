//! The text of a Word file: the main part, or the notes.

use std::collections::HashMap;

use super::super::Refusal;
use super::super::block::Notes;
use super::super::flow::Flow;
use super::super::grid::Spanned;
use super::super::xml::{Go, Tag, Walker};
use super::numbering::Numbering;
use super::styles::{Styles, level};

/// The walk through a part with text.
pub(super) struct Body<'p> {
    flow: &'p mut Flow,
    styles: &'p Styles,
    numbering: &'p mut Numbering,
    /// The footnotes and the endnotes that may be referred to.
    notes: &'p mut [Notes; 2],
    /// The notes that were met, of a part that holds them.
    taken: Notes,
    note: String,
    /// The paragraphs that are open: one, and one more for each text box in another.
    paragraphs: Vec<Paragraph>,
    rows: Vec<Row>,
    cells: Vec<Spanned>,
    /// The properties that are open.
    properties: Vec<Properties>,
    run: Run,
    /// The text that is open: it comes in pieces.
    text: Option<String>,
    keeps_blanks: bool,
    /// For each choice that is open: whether one was taken.
    choices: Vec<bool>,
    /// For each control that is open: whether it is a table of contents.
    controls: Vec<bool>,
}

#[derive(Debug, Default)]
struct Paragraph {
    style: Option<String>,
    outline: Option<u32>,
    list: Option<String>,
    depth: Option<u32>,
    /// True where its end is deleted: the next one goes on in it.
    goes_on: bool,
}

#[derive(Debug, Default)]
struct Row {
    before: u32,
    deleted: bool,
}

/// The kinds of properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Properties {
    Paragraph,
    Run,
    Row,
    Cell,
}

#[derive(Debug, Default)]
struct Run {
    hidden: bool,
    raised: bool,
}

impl<'p> Body<'p> {
    pub(super) fn new(
        flow: &'p mut Flow,
        styles: &'p Styles,
        numbering: &'p mut Numbering,
        notes: &'p mut [Notes; 2],
    ) -> Self {
        Self {
            flow,
            styles,
            numbering,
            notes,
            taken: HashMap::new(),
            note: String::new(),
            paragraphs: Vec::new(),
            rows: Vec::new(),
            cells: Vec::new(),
            properties: Vec::new(),
            run: Run::default(),
            text: None,
            keeps_blanks: false,
            choices: Vec::new(),
            controls: Vec::new(),
        }
    }

    /// Returns the notes that were met.
    pub(super) fn into_notes(self) -> Notes {
        self.taken
    }

    /// Meets a property of what it is in.
    fn property(&mut self, of: Properties, tag: &Tag<'_>) -> Go {
        match (of, tag.name) {
            (Properties::Paragraph, name) => {
                let Some(paragraph) = self.paragraphs.last_mut() else { return Go::Past };
                match name {
                    "pStyle" => paragraph.style = tag.get("val"),
                    "outlineLvl" => paragraph.outline = tag.number("val"),
                    "numId" => paragraph.list = tag.get("val"),
                    "ilvl" => paragraph.depth = tag.number("val"),
                    "numPr" => {}
                    "rPr" => self.properties.push(Properties::Run),
                    _ => return Go::Past,
                }
            }
            (Properties::Run, name) => {
                let of_paragraph = self.properties.contains(&Properties::Paragraph);
                match name {
                    "del" | "moveFrom" if of_paragraph => {
                        if let Some(paragraph) = self.paragraphs.last_mut() {
                            paragraph.goes_on = true;
                        }
                    }
                    "vanish" | "webHidden" if !of_paragraph => self.run.hidden = name == "vanish" && tag.is_on(),
                    "vertAlign" if !of_paragraph => self.run.raised = tag.get("val").as_deref() == Some("superscript"),
                    _ => {}
                }
                return Go::Past;
            }
            (Properties::Row, name) => {
                let Some(row) = self.rows.last_mut() else { return Go::Past };
                match name {
                    "gridBefore" => row.before = tag.number("val").unwrap_or(0),
                    "del" => row.deleted = true,
                    _ => {}
                }
                return Go::Past;
            }
            (Properties::Cell, name) => {
                let Some(cell) = self.cells.last_mut() else { return Go::Past };
                match name {
                    "gridSpan" => cell.columns = tag.number("val").unwrap_or(1),
                    "vMerge" => cell.covered = tag.get("val").as_deref() != Some("restart"),
                    _ => {}
                }
                return Go::Past;
            }
        }
        Go::In
    }

    /// Meets what is in a paragraph.
    fn inside(&mut self, tag: &Tag<'_>) -> Result<Go, Refusal> {
        match tag.name {
            "r" => self.run = Run::default(),
            "rPr" => self.properties.push(Properties::Run),
            "t" | "delText" | "instrText" | "delInstrText" if tag.name != "t" || self.run.hidden => {
                return Ok(Go::Past);
            }
            "t" => {
                self.text = Some(String::new());
                self.keeps_blanks = tag.get("space").as_deref() == Some("preserve");
            }
            "tab" | "ptab" => self.shown("\t")?,
            "br" | "cr" => self.shown("\n")?,
            "noBreakHyphen" => self.shown("-")?,
            "footnoteReference" => self.refer(0, tag),
            "endnoteReference" => self.refer(1, tag),
            _ => return Ok(Go::In),
        }
        Ok(Go::In)
    }

    fn shown(&mut self, text: &str) -> Result<(), Refusal> {
        if self.run.hidden || self.paragraphs.is_empty() {
            return Ok(());
        }
        // A raised number behind a figure is the mark of a note.
        if self.run.raised && text.chars().all(|c| !c.is_alphabetic()) {
            return Ok(());
        }
        self.flow.text(text)
    }

    fn refer(&mut self, kind: usize, tag: &Tag<'_>) {
        let note = tag.get("id").and_then(|id| self.notes[kind].remove(&id));
        if let Some(note) = note {
            self.flow.add_aside(note);
        }
    }

    /// Meets what paragraphs and tables are in.
    fn around(&mut self, tag: &Tag<'_>) -> Result<Go, Refusal> {
        match tag.name {
            "p" => self.paragraphs.push(Paragraph::default()),
            "pPr" => self.properties.push(Properties::Paragraph),
            "trPr" => self.properties.push(Properties::Row),
            "tcPr" => self.properties.push(Properties::Cell),
            "tbl" => self.flow.begin_table()?,
            "tr" => {
                self.flow.begin_row();
                self.rows.push(Row::default());
            }
            "tc" => self.begin_cell()?,
            "txbxContent" => self.flow.begin_aside()?,
            "footnote" | "endnote" => {
                if tag.get("type").is_some_and(|kind| kind != "normal") {
                    return Ok(Go::Past);
                }
                self.note = tag.get("id").unwrap_or_default();
                self.flow.begin_aside()?;
            }
            "sdt" => self.controls.push(false),
            "docPartGallery" => {
                let contents = tag.get("val").is_some_and(|gallery| gallery.contains("Contents"));
                if let Some(control) = self.controls.last_mut() {
                    *control = contents;
                }
            }
            "sdtContent" if self.controls.last() == Some(&true) => return Ok(Go::Past),
            "del" | "moveFrom" | "pPrChange" | "rPrChange" | "tblPr" | "tblGrid" | "sectPr" | "tblPrEx" | "rt" => {
                return Ok(Go::Past);
            }
            _ => return self.inside(tag),
        }
        Ok(Go::In)
    }

    fn begin_cell(&mut self) -> Result<(), Refusal> {
        // Columns that a row leaves out at its left are an empty cell.
        let before = self.rows.last_mut().map_or(0, |row| std::mem::take(&mut row.before));
        if before > 0 {
            self.flow.begin_cell()?;
            self.flow.end_cell(Spanned { columns: before, ..Spanned::default() })?;
        }
        self.cells.push(Spanned::default());
        self.flow.begin_cell()
    }

    fn end_paragraph(&mut self) -> Result<(), Refusal> {
        let Some(paragraph) = self.paragraphs.pop() else { return Ok(()) };
        self.run = Run::default();
        let style = paragraph.style.as_deref();
        if style.is_some_and(|style| self.styles.is_contents(style)) {
            self.flow.drop_paragraph();
            return Ok(());
        }
        if paragraph.goes_on {
            return Ok(());
        }
        let heading = match paragraph.outline {
            Some(outline) => level(outline),
            None => style.and_then(|style| self.styles.heading(style)),
        };
        let number = self.number(&paragraph);
        if let Some(number) = number.filter(|_| heading.is_some() && !self.flow.is_blank()) {
            self.flow.put_before(&number);
        }
        self.flow.end_paragraph(heading)
    }

    /// Counts a paragraph in its list, and returns the number it has there.
    fn number(&mut self, paragraph: &Paragraph) -> Option<String> {
        let style = paragraph.style.as_deref();
        let by_style = style.and_then(|style| self.styles.list(style));
        let (list, depth, styled) = match (&paragraph.list, by_style) {
            (Some(list), _) => (list.as_str(), paragraph.depth, style),
            (None, Some((list, depth, styled))) => (list, paragraph.depth.or(depth), Some(styled)),
            (None, None) => return None,
        };
        // One without words is counted all the same.
        self.numbering.count(list, depth, styled)
    }
}

impl Walker for Body<'_> {
    fn open(&mut self, tag: &Tag<'_>) -> Result<Go, Refusal> {
        match tag.language {
            "mc" => match tag.name {
                "AlternateContent" => self.choices.push(false),
                // The same twice, for older programs: the first that is there counts.
                "Choice" | "Fallback" => {
                    if let Some(taken) = self.choices.last_mut()
                        && std::mem::replace(taken, true)
                    {
                        return Ok(Go::Past);
                    }
                }
                _ => {}
            },
            "m" if tag.name == "t" => (self.text, self.keeps_blanks) = (Some(String::new()), false),
            "w" => {
                return match self.properties.last().copied() {
                    Some(of) => Ok(self.property(of, tag)),
                    None => self.around(tag),
                };
            }
            _ => {}
        }
        Ok(Go::In)
    }

    fn close(&mut self, language: &'static str, name: &str) -> Result<(), Refusal> {
        match (language, name) {
            ("w" | "m", "t") => {
                let text = self.text.take().unwrap_or_default();
                // Blanks at its ends count where it says so.
                self.shown(if self.keeps_blanks { &text } else { text.trim() })?;
            }
            ("mc", "AlternateContent") => drop(self.choices.pop()),
            ("w", "pPr" | "rPr" | "trPr" | "tcPr") => drop(self.properties.pop()),
            ("w", "p") => self.end_paragraph()?,
            ("w", "tc") => {
                let spanned = self.cells.pop().unwrap_or_default();
                self.flow.end_cell(spanned)?;
            }
            ("w", "tr") => {
                let row = self.rows.pop();
                if row.is_some_and(|row| row.deleted) {
                    self.flow.drop_row();
                }
            }
            ("w", "tbl") => self.flow.end_table()?,
            ("w", "txbxContent") => self.flow.end_aside()?,
            ("w", "footnote" | "endnote") => {
                let blocks = self.flow.take_aside()?;
                self.taken.insert(std::mem::take(&mut self.note), blocks);
            }
            ("w", "sdt") => drop(self.controls.pop()),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Refusal> {
        if let Some(own) = &mut self.text {
            own.push_str(text);
        }
        Ok(())
    }
}
