//! A part of a workbook, looked through from end to end before anything of it is kept.

use std::collections::HashMap;
use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::sheet::{SheetPart, SheetWalk};
use crate::archive::xml::{attribute, attributes};

/// The most fonts, fills and formats of cells a workbook may have, as every spreadsheet program has it.
const STYLES: usize = 65_490;

/// A part of a workbook.
#[derive(Debug)]
pub(super) enum Part {
    /// A sheet, or the reason it cannot be read.
    Sheet(Result<SheetPart, String>),
    /// The sheets of the workbook: the name of each, and what it goes by among the relations.
    Workbook(Vec<(String, String)>),
    /// The parts another goes by.
    Relations(Vec<Relation>),
    /// The list of the workbook's texts, and how many it says it has.
    Texts(u64),
    /// Anything else.
    Other,
    /// Nothing that can be read, for this reason.
    Broken(String),
}

/// A part by which another goes.
#[derive(Debug)]
pub(super) struct Relation {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) target: String,
}

/// Looks a part through.
pub(super) fn look(from: impl BufRead) -> Part {
    let mut reader = Reader::from_reader(from);
    reader.config_mut().expand_empty_elements = true;
    let mut walk = Walk::default();
    let read = walk.all(&mut reader);
    match (walk.kind, read) {
        (Kind::Sheet, read) => Part::Sheet(read.map(|()| walk.sheet.part)),
        (_, Err(why)) => Part::Broken(why),
        (Kind::Workbook, Ok(())) => Part::Workbook(walk.sheets),
        (Kind::Relations, Ok(())) => Part::Relations(walk.relations),
        (Kind::Other, Ok(())) => walk.texts.map_or(Part::Other, Part::Texts),
    }
}

/// The kind of a part by its first element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    Sheet,
    Workbook,
    Relations,
    #[default]
    Other,
}

/// A walk through a part.
#[derive(Debug, Default)]
struct Walk {
    kind: Kind,
    /// The number of elements that are open.
    depth: usize,
    begun: bool,
    sheet: SheetWalk,
    sheets: Vec<(String, String)>,
    relations: Vec<Relation>,
    styles: HashMap<String, usize>,
    texts: Option<u64>,
}

impl Walk {
    fn all(&mut self, reader: &mut Reader<impl BufRead>) -> Result<(), String> {
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(|_| "it is no whole part of a workbook".to_owned())? {
                Event::Start(tag) => self.start(&tag)?,
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.kind == Kind::Sheet {
                        self.sheet.end()?;
                    }
                }
                Event::Text(text) if self.kind == Kind::Sheet => self.sheet.text(&text),
                Event::CData(text) if self.kind == Kind::Sheet => self.sheet.text(&text),
                Event::GeneralRef(name) => {
                    if resolve_predefined_entity(&name).is_none() && !matches!(name.resolve_char_ref(), Ok(Some(_))) {
                        return Err("it holds a sign of its own".to_owned());
                    }
                    self.sheet.text("&");
                }
                Event::DocType(_) => return Err("it declares signs of its own".to_owned()),
                Event::Eof if self.depth == 0 => return Ok(()),
                Event::Eof => return Err("it ends in the middle".to_owned()),
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), String> {
        let name = tag.local_name();
        let name = name.as_ref();
        if self.depth == 0 {
            if std::mem::replace(&mut self.begun, true) {
                return Err("it is two parts in one".to_owned());
            }
            self.kind = match name {
                "worksheet" => Kind::Sheet,
                "workbook" => Kind::Workbook,
                "Relationships" => Kind::Relations,
                _ => Kind::Other,
            };
        }
        self.depth += 1;
        if tag.attributes().any(|attribute| attribute.is_err()) {
            return Err("a tag of it cannot be read".to_owned());
        }
        match (self.kind, name) {
            (Kind::Sheet, name) => return self.sheet.start(name, tag),
            (Kind::Workbook, "sheet") => {
                let id = attributes(tag).find(|(key, _)| key.rsplit(':').next() == Some("id"));
                let id = id.map(|(_, id)| id.to_owned()).unwrap_or_default();
                self.sheets.push((attribute(tag, "name")?.unwrap_or_default(), id));
            }
            (Kind::Relations, "Relationship") => {
                let of = |name| attribute(tag, name).map(Option::unwrap_or_default);
                self.relations.push(Relation { id: of("Id")?, kind: of("Type")?, target: of("Target")? });
            }
            (_, "sst") => {
                let said = attribute(tag, "uniqueCount")?;
                let said = said.map(|said| said.trim().parse().map_err(|_| "it does not say how many texts it has"));
                self.texts = Some(said.transpose()?.unwrap_or(0).max(self.texts.unwrap_or(0)));
            }
            (_, "xf" | "font" | "fill" | "border" | "numFmt" | "dxf" | "cellStyle") => {
                let count = self.styles.entry(name.to_owned()).or_default();
                *count += 1;
                if *count > STYLES {
                    return Err(format!("it has more than {STYLES} formats of cells"));
                }
            }
            _ => {}
        }
        Ok(())
    }
}
