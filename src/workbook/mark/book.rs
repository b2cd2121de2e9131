//! The part that lists the sheets.

use super::relations::Relations;
use super::xml::{Broken, Edited, Outline, attribute, children};
use crate::workbook::kind::is_marked;
use crate::workbook::sheets::MARKED;

/// The name of the sheet of findings, where no other sheet is called so.
const NAME: &str = "findings";
/// The parts that come before the names, the last of them first.
const BEFORE_NAMES: [&str; 3] = ["externalReferences", "functionGroups", "sheets"];

/// The addresses that elements and relations of a workbook go by: there are two sets of them.
#[derive(Clone, Debug)]
pub(super) struct Spaces {
    /// The namespace of its elements.
    pub(super) main: String,
    /// The namespace of the ids of relations, with which their kinds begin too.
    pub(super) relations: String,
}

/// A sheet as it is listed.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) name: String,
    /// The part it is in; nothing where that is not known.
    pub(super) part: String,
    /// True where it has cells.
    pub(super) has_cells: bool,
}

/// The list of the sheets.
pub(super) struct Sheets {
    pub(super) spaces: Spaces,
    pub(super) all: Vec<Listed>,
    /// True when the workbook is a marked copy itself.
    pub(super) is_marked: bool,
    /// True when it says how it is seen, as its sheets then may too.
    pub(super) has_views: bool,
    highest: u32,
}

impl Sheets {
    /// Reads the list of sheets.
    ///
    /// # Errors
    /// When the text is no list of sheets.
    pub(super) fn read(text: &str, relations: &Relations) -> Result<Self, Broken> {
        let outline = Outline::of(text)?;
        let main = outline.root.open.namespace().ok_or(Broken)?;
        let mut sheets = Self {
            spaces: Spaces { main, relations: String::new() },
            all: Vec::new(),
            is_marked: is_marked(text),
            has_views: outline.part("bookViews").is_some(),
            highest: 0,
        };
        for sheet in children(text, outline.part("sheets").ok_or(Broken)?)? {
            let relation = sheet.open.get_prefixed("id").and_then(|id| relations.of_id(&id));
            let kind = relation.map_or("", |relation| relation.kind.as_str());
            if let Some((space, _)) = kind.rsplit_once('/') {
                space.clone_into(&mut sheets.spaces.relations);
            }
            sheets.highest = sheets.highest.max(sheet.open.number("sheetId").unwrap_or_default());
            sheets.all.push(Listed {
                name: sheet.open.get("name").unwrap_or_default(),
                part: relation.map(|relation| relation.part.clone()).unwrap_or_default(),
                has_cells: kind.ends_with("/worksheet"),
            });
        }
        if sheets.spaces.relations.is_empty() { Err(Broken) } else { Ok(sheets) }
    }

    /// Returns a name for the sheet of findings that no sheet has.
    pub(super) fn free_name(&self) -> String {
        let is_free = |name: &String| self.all.iter().all(|sheet| sheet.name.to_lowercase() != *name);
        let more = (2..).map(|n| format!("{NAME} {n}"));
        [NAME.to_owned()].into_iter().chain(more).find(is_free).unwrap_or_default()
    }

    /// Returns the list with the sheet of findings before the others, and in view when the workbook is opened.
    pub(super) fn with_first(&self, text: &str, name: &str, id: &str) -> Result<String, Broken> {
        let outline = Outline::of(text)?;
        let mut edited = Edited::new(text);
        let prefix = outline.root.open.prefix();
        let relations = &self.spaces.relations;
        let (ids, declared) = match outline.root.open.prefix_of(relations) {
            Some(prefix) => (prefix, String::new()),
            None => ("r:".to_owned(), format!(" xmlns:r=\"{relations}\"")),
        };
        let number = self.highest + 1;
        let sheet =
            format!("<{prefix}sheet{declared} name=\"{}\" sheetId=\"{number}\" {ids}id=\"{id}\"/>", attribute(name));
        edited.grow(outline.part("sheets").ok_or(Broken)?, &[], &sheet, "");
        if let Some(views) = outline.part("bookViews") {
            for view in children(text, views)? {
                edited.replace(view.open.place.clone(), view.open.with(&[("activeTab", None), ("firstSheet", None)]));
            }
        }
        let marked = format!(
            "<{prefix}definedName name=\"{MARKED}\" hidden=\"1\">{}!$A$1</{prefix}definedName>",
            super::xml::content(&crate::cells::quoted(name))
        );
        if let Some(names) = outline.part("definedNames") {
            for name in children(text, names)? {
                if let Some(sheet) = name.open.number("localSheetId") {
                    let next = (sheet + 1).to_string();
                    edited.replace(name.open.place.clone(), name.open.with(&[("localSheetId", Some(&next))]));
                }
            }
            edited.grow(names, &[], "", &marked);
        } else {
            let before = BEFORE_NAMES.iter().find_map(|part| outline.part(part)).ok_or(Broken)?;
            edited.insert(before.close.end, format!("<{prefix}definedNames>{marked}</{prefix}definedNames>"));
        }
        Ok(edited.finish())
    }
}
