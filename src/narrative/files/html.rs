//! Pages. Any tags in any order are read, as browsers read them: what is not closed is closed by what comes next.

use std::borrow::Cow;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::Refusal;
use super::flow::Flow;
use super::grid::Spanned;
use crate::narrative::document::Document;

/// Elements of which nothing is text that a reader sees, or that only say what is elsewhere.
const PAST: [&str; 19] = [
    "script",
    "style",
    "template",
    "title",
    "textarea",
    "select",
    "svg",
    "iframe",
    "object",
    "noscript",
    "nav",
    "del",
    "s",
    "strike",
    "rp",
    "rt",
    "datalist",
    "annotation",
    "annotation-xml",
];
/// Elements at whose beginning and end a paragraph ends.
const BLOCKS: [&str; 29] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "head",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "ol",
    "pre",
    "section",
    "summary",
    "ul",
];
/// Elements that hold nothing and have no end.
const VOID: [&str; 19] = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "keygen",
    "link", "meta", "param", "source", "track", "wbr",
];
/// Elements whose end may be left out, each with those that end it by their beginning.
const UNENDED: [(&str, &[&str]); 14] = [
    ("p", &["p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "td", "th"]),
    ("li", &["li"]),
    ("dt", &["dt", "dd"]),
    ("dd", &["dt", "dd"]),
    ("rp", &["rp", "rt"]),
    ("rt", &["rp", "rt"]),
    ("td", &["td", "th", "tr", "tbody", "tfoot", "thead"]),
    ("th", &["td", "th", "tr", "tbody", "tfoot", "thead"]),
    ("tr", &["tr", "tbody", "tfoot", "thead"]),
    ("tbody", &["tbody", "tfoot", "thead"]),
    ("tfoot", &["tbody", "tfoot", "thead"]),
    ("thead", &["tbody", "tfoot", "thead"]),
    ("head", &["body"]),
    ("caption", &["tr", "tbody", "tfoot", "thead"]),
];
/// The beginnings of the addresses of notes within a page, as programs write them.
const NOTES: [&str; 5] = ["#_ftn", "#_edn", "#sdfootnote", "#sdendnote", "#fn"];
/// The bytes at whose end a page has said how it is encoded.
const HEAD: usize = 1_024;

/// Reads a page.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Refusal> {
    let text = decoded(bytes);
    let mut page = Page::new();
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| page.meet(&event).err());
    emitter.naively_switch_states(true);
    if let Some(Ok(refusal)) = Tokenizer::new_with_emitter(&*text, emitter).next() {
        return Err(refusal);
    }
    page.finish()
}

/// Returns the text of a page, however it is encoded.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    if encoding_rs::Encoding::for_bom(bytes).is_none()
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return Cow::Borrowed(text);
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_lowercase();
    let named = head.split_once("charset=").map(|(_, name)| name.trim_start_matches(['"', '\'', ' ']));
    let named =
        named.map(|name| name.split(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c))).next().unwrap_or(""));
    let encoding = named.and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes()));
    // A page that says nothing, or what is not so, is as old programs wrote it.
    let encoding = encoding.filter(|encoding| *encoding != encoding_rs::UTF_8).unwrap_or(encoding_rs::WINDOWS_1252);
    encoding.decode(bytes).0
}

/// A tag in the making: its name, and those of its attributes that matter.
#[derive(Debug, Default)]
struct Tag {
    name: String,
    attribute: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn number(&self, name: &str) -> u32 {
        self.get(name).and_then(|value| value.trim().parse().ok()).unwrap_or(1)
    }

    /// Returns whether nothing in it is shown, or only what leads elsewhere: marks of notes, contents.
    fn is_past(&self) -> bool {
        let has = |name: &str, words: &[&str]| {
            self.get(name).is_some_and(|value| {
                let value = value.to_lowercase().replace(' ', "");
                words.iter().any(|word| value.contains(word))
            })
        };
        PAST.contains(&self.name.as_str())
            || self.get("hidden").is_some()
            || has("style", &["display:none", "mso-hide:all"])
            || has("id", &["tableofcontents"])
            || has("role", &["doc-toc", "doc-noteref", "doc-backlink"])
            || (self.name == "a" && self.get("href").is_some_and(|to| NOTES.iter().any(|note| to.starts_with(note))))
    }
}

/// An element that is passed by.
#[derive(Debug)]
struct Past {
    name: String,
    /// The number of its name that are open.
    same: usize,
    /// The number of others open in it whose end must be written.
    others: usize,
}

impl Past {
    /// Meets the beginning of an element, and returns whether that ends what is passed by.
    fn start(&mut self, name: &str, self_closing: bool) -> bool {
        let unended = UNENDED.iter().find(|(unended, _)| *unended == self.name);
        if self.others == 0
            && unended.is_some_and(|(own, by)| by.contains(&name) || *own == "p" && BLOCKS.contains(&name))
        {
            return true;
        }
        if name == self.name {
            self.same += usize::from(!self_closing);
        } else {
            self.others += usize::from(must_end(name));
        }
        false
    }

    /// Meets the end of an element, and returns whether that ends what is passed by: its own end, or that of one it is in.
    fn end(&mut self, name: &str) -> Ended {
        if name == self.name {
            self.same = self.same.saturating_sub(1);
            return if self.same == 0 { Ended::Itself } else { Ended::No };
        }
        // The end of a row is that of its open cell too.
        let around_cell = matches!(self.name.as_str(), "td" | "th") && name == "tr";
        match self.others {
            0 if must_end(name) || around_cell => Ended::WithAnother,
            _ => {
                self.others -= usize::from(must_end(name));
                Ended::No
            }
        }
    }
}

/// The end of an element that is passed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    No,
    Itself,
    WithAnother,
}

/// Returns whether an element is a block whose end must be written.
fn must_end(name: &str) -> bool {
    (BLOCKS.contains(&name) || name == "table" || heading(name).is_some())
        && name != "html"
        && name != "body"
        && !VOID.contains(&name)
        && !UNENDED.iter().any(|(unended, _)| *unended == name)
}

/// A table that is open: whether a row of it is, and what its open cell is in.
#[derive(Debug, Default)]
struct Table {
    in_row: bool,
    cell: Option<Spanned>,
}

/// The walk through a page.
struct Page {
    flow: Flow,
    tag: Tag,
    tables: Vec<Table>,
    past: Option<Past>,
    in_paragraph: bool,
    heading: Option<u8>,
    raised: usize,
    as_it_stands: usize,
}

impl Page {
    fn new() -> Self {
        Self {
            flow: Flow::new(),
            tag: Tag::default(),
            tables: Vec::new(),
            past: None,
            in_paragraph: false,
            heading: None,
            raised: 0,
            as_it_stands: 0,
        }
    }

    fn meet(&mut self, event: &CallbackEvent<'_>) -> Result<(), Refusal> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match event {
            CallbackEvent::OpenStartTag { name } => self.tag = Tag { name: text(name), ..Tag::default() },
            CallbackEvent::AttributeName { name } => {
                self.tag.attribute = text(name);
                let wanted = ["id", "role", "style", "href", "hidden", "colspan", "rowspan"];
                if wanted.contains(&self.tag.attribute.as_str()) {
                    self.tag.attributes.push((self.tag.attribute.clone(), String::new()));
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some((name, known)) = self.tag.attributes.last_mut()
                    && *name == self.tag.attribute
                {
                    known.push_str(&text(value));
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                let tag = std::mem::take(&mut self.tag);
                self.start(&tag, *self_closing)?;
            }
            CallbackEvent::EndTag { name } => self.end(&text(name))?,
            CallbackEvent::String { value } if self.past.is_none() => self.text(&text(value))?,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Refusal> {
        if self.raised > 0 && text.chars().all(|c| !c.is_alphabetic()) {
            return Ok(());
        }
        if self.as_it_stands == 0 {
            return self.flow.words(text);
        }
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                self.flow.end_paragraph(None)?;
            }
            self.flow.text(line.trim_end_matches('\r'))?;
        }
        Ok(())
    }

    fn start(&mut self, tag: &Tag, self_closing: bool) -> Result<(), Refusal> {
        // What is drawn may end itself; of other elements the slash means nothing.
        let is_whole = self_closing && tag.name == "svg" || VOID.contains(&tag.name.as_str());
        if let Some(past) = &mut self.past {
            if !past.start(&tag.name, is_whole) {
                return Ok(());
            }
            self.past = None;
        }
        if tag.is_past() {
            if !is_whole {
                self.past = Some(Past { name: tag.name.clone(), same: 1, others: 0 });
            }
            return Ok(());
        }
        match tag.name.as_str() {
            "p" => {
                self.block()?;
                self.in_paragraph = true;
            }
            name if heading(name).is_some() => {
                self.block()?;
                self.heading = heading(name);
            }
            "br" => self.line_break()?,
            "sup" => self.raised += 1,
            "table" => {
                self.block()?;
                self.flow.begin_table()?;
                self.tables.push(Table::default());
            }
            "tr" => self.row()?,
            "td" | "th" => self.cell(tag)?,
            name if BLOCKS.contains(&name) => {
                self.block()?;
                self.as_it_stands += usize::from(name == "pre");
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Refusal> {
        if let Some(past) = &mut self.past {
            let ended = past.end(name);
            if ended != Ended::No {
                self.past = None;
            }
            if ended != Ended::WithAnother {
                return Ok(());
            }
        }
        match name {
            // A paragraph without words is one all the same: it stands between others.
            "p" if self.in_paragraph => {
                self.in_paragraph = false;
                self.flow.end_paragraph(None)?;
            }
            name if heading(name).is_some() => self.block()?,
            "sup" => self.raised = self.raised.saturating_sub(1),
            "table" => self.end_table()?,
            "tr" => self.end_row()?,
            "td" | "th" => self.end_cell()?,
            name if BLOCKS.contains(&name) => {
                self.block()?;
                if name == "pre" {
                    self.as_it_stands = self.as_it_stands.saturating_sub(1);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Ends the paragraph or the heading that is open.
    fn block(&mut self) -> Result<(), Refusal> {
        self.in_paragraph = false;
        match self.heading.take() {
            Some(level) if !self.flow.is_blank() => self.flow.end_paragraph(Some(level)),
            _ => self.flow.break_paragraph(),
        }
    }

    fn line_break(&mut self) -> Result<(), Refusal> {
        if self.flow.ends_line() { self.flow.break_paragraph() } else { self.flow.text("\n") }
    }

    fn row(&mut self) -> Result<(), Refusal> {
        self.end_row()?;
        if let Some(table) = self.tables.last_mut() {
            table.in_row = true;
            self.flow.begin_row();
        }
        Ok(())
    }

    fn cell(&mut self, tag: &Tag) -> Result<(), Refusal> {
        self.end_cell()?;
        let Some(table) = self.tables.last_mut() else { return self.block() };
        if !std::mem::replace(&mut table.in_row, true) {
            self.flow.begin_row();
        }
        table.cell = Some(Spanned { columns: tag.number("colspan"), rows: tag.number("rowspan"), covered: false });
        self.flow.begin_cell()
    }

    fn end_cell(&mut self) -> Result<(), Refusal> {
        let Some(spanned) = self.tables.last_mut().and_then(|table| table.cell.take()) else { return Ok(()) };
        self.block()?;
        self.flow.end_cell(spanned)
    }

    fn end_row(&mut self) -> Result<(), Refusal> {
        self.end_cell()?;
        if let Some(table) = self.tables.last_mut() {
            table.in_row = false;
        }
        Ok(())
    }

    fn end_table(&mut self) -> Result<(), Refusal> {
        self.end_row()?;
        self.block()?;
        if self.tables.pop().is_some() { self.flow.end_table() } else { Ok(()) }
    }

    fn finish(mut self) -> Result<Document, Refusal> {
        while !self.tables.is_empty() {
            self.end_table()?;
        }
        self.block()?;
        self.flow.finish()
    }
}

/// Returns the level of the heading that an element is.
fn heading(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}
