//! A copy of a workbook with the findings of a check in it: a note and a shade on each cell that has one, and a sheet
//! that lists them all.
//!
//! The parts of the file that must say something else are changed where they must; every other byte is the user's own.

mod axis;
mod book;
mod drawing;
mod list;
mod marks;
mod notes;
mod package;
mod reference;
mod relations;
mod sheet;
mod styles;
mod wording;
mod xml;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::fault::CellFault;
use super::open;
use crate::cells::CellName;
use crate::finding::Level;
use book::{Listed, Sheets, Spaces};
use drawing::{Ids, Room};
pub use marks::{Mark, Marks};
use package::{Package, damaged};
use reference::{Cell, cell};
use relations::Relations;
use sheet::Sheet;
use styles::Styles;
use wording::{Run, note};
use xml::Broken;

const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
const STYLES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";
const NOTES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const DRAWING: (&str, &str) = ("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing");

/// Returns a copy of a workbook with marks in it; the same workbook and marks give the same bytes.
///
/// # Errors
/// When the file is no workbook, or one of which no marked copy can be made.
pub fn mark(bytes: &[u8], marks: &Marks) -> Result<Vec<u8>, CellFault> {
    // Whatever keeps a workbook from being read keeps a copy of it from being made.
    open::check(bytes)?;
    let mut package = Package::open(bytes)?;
    refuse(&mut package)?;
    let main = package.relations("")?.of_kind("/officeDocument").map(|to| to.part.clone());
    let main = main.ok_or_else(|| damaged("the workbook"))?;
    let mut relations = package.relations(&main)?;
    let text = package.text(&main)?;
    let sheets = Sheets::read(&text, &relations).map_err(|Broken| damaged(&main))?;
    if sheets.is_marked {
        return Err(marked_already());
    }
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let (styles_part, styles_text) = styles_of(&mut package, &mut relations, &sheets.spaces, &folder)?;
    let name = sheets.free_name();
    let mut marking = Marking {
        styles: Styles::read(&styles_text).map_err(|Broken| damaged(&styles_part))?,
        ids: Ids::default(),
        spaces: &sheets.spaces,
        folder: &folder,
        list: &name,
    };
    marking.ids_of(&mut package)?;
    let by_cell = by_cell(marks);
    for listed in &sheets.all {
        marking.sheet(&mut package, listed, by_cell.get(listed.name.as_str()))?;
    }
    let there: HashSet<&str> =
        sheets.all.iter().filter(|sheet| sheet.has_cells).map(|sheet| sheet.name.as_str()).collect();
    let is_linked =
        |mark: &Mark| mark.place.as_ref().is_some_and(|at| there.contains(&*at.sheet) && cell(&at.cell).is_some());
    let list = list::written(marks, &is_linked, &marking.styles, &sheets);
    let part = package.free(&inside(&folder, "worksheets/sheet"), ".xml");
    let id = relations.add(format!("{}/worksheet", sheets.spaces.relations), &part);
    package.add(part, Some(SHEET), list);
    package.change(&styles_part, marking.styles.finish());
    package.relate(&main, &relations)?;
    let text = sheets.with_first(&text, &name, &id).map_err(|Broken| damaged(&main))?;
    package.change(&main, text);
    package.finish()
}

/// Refuses a workbook that a changed copy would spoil.
fn refuse(package: &mut Package<'_>) -> Result<(), CellFault> {
    let is_signed = package.names().iter().any(|name| name.starts_with("_xmlsignatures/"));
    if is_signed {
        return Err(CellFault::whole(
            "the workbook has a digital signature, which no changed copy can keep",
            "save a copy without the signature, and mark that",
        ));
    }
    let has_macros = package.names().iter().any(|name| name.ends_with("vbaproject.bin"));
    if has_macros || package.has_type(|kind| kind.to_ascii_lowercase().contains("macro"))? {
        return Err(CellFault::whole(
            "the workbook has macros, and a copy of it would run them under another name",
            "save a copy as Excel workbook (.xlsx), which has none, and mark that",
        ));
    }
    Ok(())
}

fn marked_already() -> CellFault {
    CellFault::whole(
        "the workbook is a marked copy itself: its notes and shades would stay beside the new ones",
        "make the changes in the workbook it was made from, and mark that; or delete its sheet of findings first",
    )
}

/// Returns the name of a part below the folder of the workbook.
fn inside(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// Returns the part of the looks and its text; a new one where a workbook has none.
fn styles_of(
    package: &mut Package<'_>,
    relations: &mut Relations,
    spaces: &Spaces,
    folder: &str,
) -> Result<(String, String), CellFault> {
    if let Some(part) = relations.of_kind("/styles").map(|to| to.part.clone()) {
        let text = package.text(&part)?;
        return Ok((part, text));
    }
    let part = package.free(&inside(folder, "styles"), ".xml");
    relations.add(format!("{}/styles", spaces.relations), &part);
    let text = Styles::plain(&spaces.main);
    package.add(part.clone(), Some(STYLES), text.clone());
    Ok((part, text))
}

/// The marks of the cells of a sheet.
type ByCell<'m> = BTreeMap<Cell, Vec<&'m Mark>>;

/// Returns the marks that count by sheet and cell, those of a cell in their order.
fn by_cell(marks: &Marks) -> HashMap<&str, ByCell<'_>> {
    let mut all: HashMap<&str, ByCell<'_>> = HashMap::new();
    for mark in marks.findings.iter().filter(|mark| mark.counts()) {
        let Some(CellName { sheet, cell: name }) = &mark.place else { continue };
        if let Some(at) = cell(name) {
            all.entry(sheet).or_default().entry(at).or_default().push(mark);
        }
    }
    all
}

/// A workbook that is being marked.
struct Marking<'a, 'x> {
    styles: Styles<'x>,
    ids: Ids,
    spaces: &'a Spaces,
    folder: &'a str,
    /// The name of the sheet of findings.
    list: &'a str,
}

impl Marking<'_, '_> {
    /// Takes note of the shapes that there are in any drawing.
    fn ids_of(&mut self, package: &mut Package<'_>) -> Result<(), CellFault> {
        let is_drawing = |name: &&str| name.rsplit_once('.').is_some_and(|(_, ending)| ending == DRAWING.0);
        let parts: Vec<String> = package.names().into_iter().filter(is_drawing).map(str::to_owned).collect();
        for part in parts {
            self.ids.note(&package.text(&part)?);
        }
        Ok(())
    }

    /// Marks a sheet, which is not the one in view any longer.
    fn sheet(
        &mut self,
        package: &mut Package<'_>,
        listed: &Listed,
        marks: Option<&ByCell<'_>>,
    ) -> Result<(), CellFault> {
        if listed.part.is_empty() || !package.has(&listed.part) {
            return Ok(());
        }
        let text = package.text(&listed.part)?;
        let broken = |Broken| damaged(&listed.part);
        let marks = marks.filter(|_| listed.has_cells);
        if marks.is_none() && !text.contains("tabSelected") {
            return Ok(());
        }
        let mut sheet = Sheet::read(&text).map_err(broken)?;
        sheet.unselect().map_err(broken)?;
        if let Some(marks) = marks {
            let marks = seen(&sheet, marks).map_err(broken)?;
            let levels: BTreeMap<Cell, Level> = marks.iter().map(|(at, marks)| (*at, worst(marks))).collect();
            sheet.shade(&levels, &mut self.styles).map_err(broken)?;
            let notes = marks.iter().map(|(at, marks)| (*at, note(marks, self.list))).collect();
            self.notes(package, &listed.part, &mut sheet, &notes)?;
        }
        let text = sheet.finish();
        package.change(&listed.part, text);
        Ok(())
    }

    /// Adds notes to a sheet, and the boxes they are drawn in.
    fn notes(
        &mut self,
        package: &mut Package<'_>,
        part: &str,
        sheet: &mut Sheet<'_>,
        notes: &BTreeMap<Cell, Vec<Run>>,
    ) -> Result<(), CellFault> {
        let mut relations = package.relations(part)?;
        let kinds = &self.spaces.relations;
        let mut boxes = notes.clone();
        if let Some(to) = relations.of_kind("/comments").map(|to| to.part.clone()) {
            let text = package.text(&to)?;
            // Where nothing draws the notes, those that are there are drawn too.
            for cell in notes::there(&text).map_err(|Broken| damaged(&to))? {
                if sheet.drawing().is_none() {
                    boxes.entry(cell).or_default();
                }
            }
            package.change(&to, notes::added(&text, notes).map_err(|Broken| damaged(&to))?);
        } else {
            let to = package.free(&inside(self.folder, "comments"), ".xml");
            relations.add(format!("{kinds}/comments"), &to);
            package.add(to, Some(NOTES), notes::new(notes, &self.spaces.main));
        }
        let (columns, rows) = sheet.axes();
        let room = Room { columns, rows };
        let drawing = sheet.drawing().and_then(|id| relations.of_id(&id)).map(|to| to.part.clone());
        if let Some(to) = drawing.filter(|to| package.has(to)) {
            let text = package.text(&to)?;
            let text = drawing::added(&text, &boxes, &room, &mut self.ids).ok_or_else(|| damaged(&to))?;
            package.change(&to, text);
        } else {
            let to = package.free(&inside(self.folder, "drawings/vmlDrawing"), ".vml");
            let id = relations.add(format!("{kinds}/vmlDrawing"), &to);
            sheet.lead_to_drawing(&id, kinds);
            package.ending(DRAWING.0, DRAWING.1);
            package.add(to, None, drawing::new(&boxes, &room, &mut self.ids));
        }
        package.relate(part, &relations)
    }
}

/// Returns marks by the cells in which they are seen, those of each most severe first.
fn seen<'m>(sheet: &Sheet<'_>, marks: &ByCell<'m>) -> Result<ByCell<'m>, Broken> {
    let cells: BTreeSet<Cell> = marks.keys().copied().collect();
    let moved = sheet.seen_at(&cells)?;
    let mut seen = ByCell::new();
    for (at, marks) in marks {
        seen.entry(*moved.get(at).unwrap_or(at)).or_default().extend(marks);
    }
    for marks in seen.values_mut() {
        marks.sort_by_key(|mark| std::cmp::Reverse(mark.level));
    }
    Ok(seen)
}

/// Returns the level of the most severe mark.
fn worst(marks: &[&Mark]) -> Level {
    marks.iter().map(|mark| mark.level).max().unwrap_or(Level::Advice)
}
