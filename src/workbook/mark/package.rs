//! The parts a workbook is made of: those that are changed are written anew, every other is copied as it is packed.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

use super::relations::Relations;
use super::xml::{Broken, Edited, Outline, attribute, unmarked};
use crate::archive::relations::relations_of;
use crate::workbook::fault::CellFault;

/// The part that says what every other is.
const TYPES: &str = "[Content_Types].xml";

/// The parts of a workbook, and what is to be written in their place.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// The number of each part by its name in small letters: the names of parts differ by more than their case.
    numbers: HashMap<String, usize>,
    changed: BTreeMap<usize, String>,
    /// New parts, with the type of each that has one of its own.
    added: Vec<(String, Option<&'static str>, String)>,
    /// Types of files by their endings.
    endings: Vec<(&'static str, &'static str)>,
}

impl<'b> Package<'b> {
    /// Opens the parts of a workbook.
    ///
    /// # Errors
    /// When it is damaged.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, CellFault> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("the workbook"))?;
        let numbers = archive.file_names().enumerate().filter_map(|(n, name)| Some((folded(&name.ok()?), n))).collect();
        Ok(Self { archive, numbers, changed: BTreeMap::new(), added: Vec::new(), endings: Vec::new() })
    }

    /// Returns the names of the parts, in small letters and in order.
    pub(super) fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.numbers.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    /// Returns whether there is a part.
    pub(super) fn has(&self, name: &str) -> bool {
        self.numbers.contains_key(&folded(name))
            || self.added.iter().any(|(added, ..)| added.eq_ignore_ascii_case(name))
    }

    /// Returns the text of a part, as it is to be written.
    ///
    /// # Errors
    /// When it is not there or no text.
    pub(super) fn text(&mut self, name: &str) -> Result<String, CellFault> {
        let number = *self.numbers.get(&folded(name)).ok_or_else(|| damaged(name))?;
        if let Some(text) = self.changed.get(&number) {
            return Ok(text.clone());
        }
        let mut text = String::new();
        let mut file = self.archive.by_index(number).map_err(|_| damaged(name))?;
        file.read_to_string(&mut text).map_err(|_| damaged(name))?;
        Ok(unmarked(&text).to_owned())
    }

    /// Writes another text in the place of a part's own.
    pub(super) fn change(&mut self, name: &str, text: String) {
        if let Some(number) = self.numbers.get(&folded(name)) {
            self.changed.insert(*number, text);
        } else if let Some((.., added)) = self.added.iter_mut().find(|(added, ..)| added == name) {
            *added = text;
        }
    }

    /// Adds a part; its type is that of its ending where it has none of its own.
    pub(super) fn add(&mut self, name: String, kind: Option<&'static str>, text: String) {
        self.added.push((name, kind, text));
    }

    /// Says what files of an ending are, where nothing has said so yet.
    pub(super) fn ending(&mut self, ending: &'static str, kind: &'static str) {
        if !self.endings.contains(&(ending, kind)) {
            self.endings.push((ending, kind));
        }
    }

    /// Returns the first name with a number that no part has: `xl/comments3.xml`.
    pub(super) fn free(&self, before: &str, after: &str) -> String {
        let mut names = (1_usize..).map(|n| format!("{before}{n}{after}"));
        names.find(|name| !self.has(name)).unwrap_or_default()
    }

    /// Returns the relations of a part.
    ///
    /// # Errors
    /// When they cannot be read.
    pub(super) fn relations(&mut self, part: &str) -> Result<Relations, CellFault> {
        let name = relations_of(part);
        let text = if self.has(&name) { Some(self.text(&name)?) } else { None };
        Relations::read(part, text).map_err(|Broken| damaged(&name))
    }

    /// Writes the relations of a part, where one was added.
    pub(super) fn relate(&mut self, part: &str, relations: &Relations) -> Result<(), CellFault> {
        let name = relations_of(part);
        let Some(text) = relations.written().map_err(|Broken| damaged(&name))? else { return Ok(()) };
        if self.has(&name) {
            self.change(&name, text);
        } else {
            self.add(name, None, text);
        }
        Ok(())
    }

    /// Returns whether a part has a type that `is` a certain one.
    ///
    /// # Errors
    /// When nothing says what the parts are.
    pub(super) fn has_type(&mut self, is: impl Fn(&str) -> bool) -> Result<bool, CellFault> {
        let text = self.text(TYPES)?;
        let outline = Outline::of(&text).map_err(|Broken| damaged(TYPES))?;
        Ok(outline.parts.iter().any(|part| part.open.get("ContentType").is_some_and(|kind| is(&kind))))
    }

    /// Says in the list of types what the new parts are.
    fn say_types(&mut self) -> Result<(), CellFault> {
        let text = self.text(TYPES)?;
        let outline = Outline::of(&text).map_err(|Broken| damaged(TYPES))?;
        let prefix = outline.root.open.prefix();
        let known = |ending: &str| {
            outline
                .parts
                .iter()
                .any(|part| part.open.get("Extension").is_some_and(|own| own.eq_ignore_ascii_case(ending)))
        };
        let endings = self.endings.iter().filter(|(ending, _)| !known(ending));
        let endings =
            endings.map(|(ending, kind)| format!("<{prefix}Default Extension=\"{ending}\" ContentType=\"{kind}\"/>"));
        let own = self.added.iter().filter_map(|(name, kind, _)| kind.map(|kind| (name, kind)));
        let own = own.map(|(name, kind)| {
            format!("<{prefix}Override PartName=\"/{}\" ContentType=\"{kind}\"/>", attribute(name))
        });
        let mut edited = Edited::new(&text);
        edited.grow(&outline.root, &[], &endings.collect::<String>(), &own.collect::<String>());
        let text = edited.finish();
        self.change(TYPES, text);
        Ok(())
    }

    /// Returns the bytes of the changed workbook.
    ///
    /// # Errors
    /// When a part cannot be copied.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, CellFault> {
        self.say_types()?;
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        // The same workbook and findings give the same bytes, whatever the day.
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
        for n in 0..self.archive.len() {
            let file = self.archive.by_index_raw(n).map_err(|_| damaged("the workbook"))?;
            let Some(text) = self.changed.get(&n) else {
                zip.raw_copy_file(file).map_err(|_| damaged("the workbook"))?;
                continue;
            };
            let name = file.name().map(Cow::into_owned).map_err(|_| damaged("the workbook"))?;
            zip.start_file(name.as_str(), options).map_err(|_| damaged(&name))?;
            zip.write_all(text.as_bytes()).map_err(|_| damaged(&name))?;
        }
        for (name, _, text) in &self.added {
            zip.start_file(name.as_str(), options).map_err(|_| damaged(name))?;
            zip.write_all(text.as_bytes()).map_err(|_| damaged(name))?;
        }
        zip.finish().map(Cursor::into_inner).map_err(|_| damaged("the workbook"))
    }
}

/// Returns the name of a part as all its spellings have it.
fn folded(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_ascii_lowercase()
}

/// Returns the fault of a part that cannot be read, or cannot be added to.
pub(super) fn damaged(part: &str) -> CellFault {
    CellFault::whole(
        format!("{part} cannot be read, so that no copy of the workbook can be marked"),
        "open the workbook in the spreadsheet program, save it anew as Excel workbook (.xlsx), and mark that",
    )
}
