//! A workbook back to a plan's text. Everything that is wrong is reported, each thing with its sheet and cell.
//!
//! What cannot be read is never left out: it becomes something in the text that cannot be read either, so that whoever
//! checks the plan finds it at its cell and concludes nothing from it.

pub(super) mod cells;
mod columns;
mod companion;
mod form;
mod frame;
pub(super) mod headers;
mod known;
pub(super) mod reading;
mod table;
mod told;
mod totals;
mod ways;

use std::collections::HashMap;
use std::sync::Arc;

use sha2::Digest;

use super::fault::CellFault;
use super::format::{self, Sheet};
use super::kind::is_exported;
use super::labels::owner;
use super::national::{self, National};
use super::open::{Raw, TOO_MUCH, open, plain};
use super::room::Room;
use super::sheets::{NEVER_READ, Shape};
use crate::cells::{CellAt, CellSheet, Cells};
use crate::check::is_placeholder;
use crate::finding::hex;
use crate::plan::syntax::{Kind, Tree};
use crate::plan::{Complaint, ComplaintKind, HEADER, Place, Plan, nearest, shortened};
use crate::policy;
use crate::text::escape::shown;
use crate::text::words::count;
pub use companion::Companion;
use reading::Reading;
pub(super) use told::of_sheet;

/// The most faults that are told of one workbook.
const FAULTS: usize = 1_000;
/// The most notes that are told of one workbook.
const NOTES: usize = 40;

/// A workbook as the text of a plan.
#[derive(Clone, Debug)]
pub struct Book {
    /// The text.
    pub text: String,
    /// The cells it was made from.
    pub cells: Arc<Cells>,
    /// The notes on what was read in a way that somebody may want to know of.
    pub notes: Vec<String>,
    /// The place in the workbook of each sheet of the cells.
    order: Vec<usize>,
}

/// Reads a workbook that nothing accompanies, as [`read_with`] does.
///
/// # Errors
/// Everything that keeps the workbook, or a whole sheet of it, from being read.
pub fn read(bytes: &[u8]) -> Result<Book, Vec<CellFault>> {
    read_with(bytes, None)
}

/// Reads a workbook, with the text beside it where there is one. A cell that cannot be read is left as something in the text that cannot be read either.
///
/// # Errors
/// Everything that keeps the workbook, or a whole sheet of it, from being read.
pub fn read_with(bytes: &[u8], companion: Option<Companion<'_>>) -> Result<Book, Vec<CellFault>> {
    let (raws, room) = open(bytes).map_err(|fault| vec![fault])?;
    let mut taken = match national(&raws, room) {
        Some(taken) => of_template(taken?, &raws),
        None => of_ours(&raws, room, is_exported(bytes))?,
    };
    if let Some(companion) = companion {
        let (reading, sheets, _) = &mut taken;
        reading.room = reading.room.and(companion.text.len() as u64);
        let sheet = companion::merge(reading, companion, sheets.len()).map_err(|fault| vec![fault])?;
        sheets.push(sheet);
    }
    let places = places(&raws);
    // What is still to be made of the plan needs the room.
    drop(raws);
    told(taken, &places, bytes)
}

/// Returns what was taken of the sheets of a file, of which these are the bytes, given their places in it.
///
/// # Errors
/// When there is more of it than there is room for.
fn told(
    (mut reading, sheets, not_asked): Taken,
    places: &HashMap<String, usize>,
    bytes: &[u8],
) -> Result<Book, Vec<CellFault>> {
    if let Some(n) = reading.full {
        return Err(vec![unreadable(sheets.get(n).map_or("", |sheet| &sheet.name), TOO_MUCH)]);
    }
    let (text, mut cells) = cells::told(&mut reading, sheets);
    cells.not_asked = not_asked;
    cells.room = Some(reading.room.after());
    (cells.sha256, cells.length) = (hex(&sha2::Sha256::digest(bytes)), bytes.len());
    if reading.notes.len() > NOTES {
        let more = reading.notes.split_off(NOTES).len();
        reading.notes.push(format!("and {more} more of what was not taken as it stands"));
    }
    let order =
        cells.sheets.iter().map(|sheet| places.get(&plain(&sheet.name)).copied().unwrap_or(usize::MAX)).collect();
    Ok(Book { text, cells: Arc::new(cells), notes: reading.notes, order })
}

/// Returns the fault of a sheet that cannot be read to its end.
fn unreadable(sheet: &str, why: &str) -> CellFault {
    let help = "open the workbook in a spreadsheet program, delete what is no part of the plan, and save it anew";
    CellFault::sheet(sheet, format!("the sheet cannot be read: {why}"), help)
}

/// Returns the place in the workbook of each sheet, by its plain name; of several of a name that of the first.
fn places(raws: &[Raw]) -> HashMap<String, usize> {
    raws.iter().enumerate().rev().map(|(n, raw)| (plain(&raw.name), n)).collect()
}

/// The parts that were read of a workbook: the plan, its sheets, and what it does not ask.
type Taken = (Reading<'static>, Vec<CellSheet>, Vec<(String, Vec<String>)>);

fn of_template(taken: National, raws: &[Raw]) -> Taken {
    let National { reading, not_asked } = taken;
    let sheets = cells::of_book(&reading, raws);
    (reading, sheets, not_asked)
}

fn of_ours(raws: &[Raw], room: Room, exported: bool) -> Result<Taken, Vec<CellFault>> {
    let mut reading = Reading::new(format::of_every_round(), room);
    reading.all(raws, exported);
    if !reading.faults.is_empty() {
        return Err(reading.sorted(raws));
    }
    let sheets = cells::of_format(&reading, raws);
    Ok((reading, sheets, Vec::new()))
}

/// Returns the text of the plan in a workbook that nothing accompanies, as [`import_with`] does.
///
/// # Errors
/// Everything in the workbook that cannot be taken over, or that is no plan.
pub fn import(bytes: &[u8]) -> Result<String, Vec<CellFault>> {
    import_with(bytes, None).map(|book| book.text)
}

/// Returns the plan in a workbook, with the text beside it where there is one.
///
/// # Errors
/// Everything in the workbook that cannot be taken over exactly, or that is no plan.
pub fn import_with(bytes: &[u8], companion: Option<Companion<'_>>) -> Result<Book, Vec<CellFault>> {
    whole(read_with(bytes, companion)?)
}

/// Returns the plan in the sheets of a workbook that is no file.
///
/// # Errors
/// Everything in them that cannot be taken over exactly, or that is no plan.
pub(super) fn import_sheets(raws: &[Raw], room: Room) -> Result<Book, Vec<CellFault>> {
    whole(told(of_ours(raws, room, false)?, &places(raws), &[])?)
}

/// Returns a workbook that was read, where everything in it can be taken over.
fn whole(book: Book) -> Result<Book, Vec<CellFault>> {
    let plan = Plan::read_made(book.text.clone(), &book.cells);
    let place = |at: CellAt| (book.order.get(at.sheet as usize).copied().unwrap_or(usize::MAX), at);
    let located = |complaint| {
        let at = cell_of(&plan, &book.cells, complaint);
        (at.map_or((usize::MAX, CellAt::default()), place), complaint)
    };
    if plan.cut {
        let message = "more of it is to be filled in or mended than a plan of its size can have";
        return Err(vec![CellFault::whole(message, "delete the rows that are no part of the plan")]);
    }
    let mut wrong: Vec<_> = plan.complaints.iter().filter(|c| !is_gap(&plan, c)).map(located).collect();
    if wrong.is_empty() {
        return Ok(book);
    }
    wrong.sort_by_key(|(place, _)| *place);
    let more = wrong.len().saturating_sub(FAULTS);
    let mut faults: Vec<_> = wrong.iter().take(FAULTS).map(|(_, c)| fault(&plan, &book.cells, c)).collect();
    if more > 0 {
        let message = format!("and {} more cannot be taken over", count(more, "thing", "things"));
        faults.push(CellFault::whole(message, "mend what many rows have in common first"));
    }
    Err(faults)
}

/// Returns whether a complaint is about what somebody has still to write: that is taken over as it stands.
fn is_gap(plan: &Plan, complaint: &Complaint) -> bool {
    matches!(complaint.at, Place::Value(node) if plan.tree.kind(node) == Kind::String && is_placeholder(plan.tree.raw(node)))
}

/// Returns the cell that the text came from of which a complaint of the reader of plans is.
fn cell_of(plan: &Plan, cells: &Cells, complaint: &Complaint) -> Option<CellAt> {
    let site = plan.site(&complaint.at);
    cells.of(&site.path, site.span)
}

/// Returns a complaint of the reader of plans as a fault of the cell its text came from.
fn fault(plan: &Plan, cells: &Cells, complaint: &Complaint) -> CellFault {
    let help = complaint.help.clone().unwrap_or_default();
    let Some(at) = cell_of(plan, cells, complaint) else {
        return match &complaint.at {
            Place::Absent(_, key) => CellFault::sheet(key, complaint.message.clone(), "fill in the sheet of that name"),
            _ => CellFault::whole(complaint.message.clone(), help),
        };
    };
    let name = cells.name(at);
    if cells.sheets.get(at.sheet as usize).is_some_and(|sheet| sheet.is_text) {
        return CellFault::whole(format!("{name}: {}", complaint.message), help);
    }
    let place = (at.row as usize, at.column as usize);
    match &complaint.at {
        Place::Absent(Tree::ROOT, key) => {
            CellFault::sheet(key, "nothing of it is filled in", "fill in the sheet of that name")
        }
        Place::Absent(_, key) if complaint.kind == ComplaintKind::MissingKey => {
            let help = format!("every row of this sheet needs a value under `{key}`");
            CellFault::at(&name.sheet, place, format!("`{key}` is not filled in"), help)
        }
        _ => CellFault::at(&name.sheet, place, complaint.message.clone(), help),
    }
}

/// Returns what a national template says; nothing of a workbook that is none, or that has a sheet of our own by which it
/// is a plan.
fn national(raws: &[Raw], room: Room) -> Option<Result<National, Vec<CellFault>>> {
    if raws.iter().any(|raw| raw.is_called(HEADER)) { None } else { national::read(raws, room) }
}

impl Reading<'_> {
    /// Reads every sheet of a workbook.
    fn all(&mut self, raws: &[Raw], exported: bool) {
        self.strangers(raws);
        // A workbook somebody made by hand may have only what he needs.
        for (n, sheet) in self.sheets.iter().enumerate() {
            if exported && !sheet.seldom && !raws.iter().any(|raw| raw.is_called(&sheet.name)) {
                self.missing(sheet);
            }
            for (twice, raw) in raws.iter().filter(|raw| raw.is_called(&sheet.name)).enumerate() {
                if twice > 0 {
                    self.faults.push(CellFault::sheet(&raw.name, "there are two such sheets", "keep one of the two"));
                }
                self.read(sheet, n, raw);
            }
        }
        if !exported && !raws.iter().any(|raw| raw.is_called(crate::plan::HEADER)) {
            let help = "`bcf export PLAN -o plan.xlsx` writes a workbook that can be imported; fill in that";
            self.faults.push(CellFault::whole("there is no sheet `plan`", help));
        }
    }

    /// Looks at a sheet that an exported workbook no longer has. One that was deleted may have held half the plan, unless
    /// the round has no use for it or what its rows belong to is not there.
    fn missing(&mut self, sheet: &Sheet) {
        let section = sheet.path.first().map(String::as_str).unwrap_or_default();
        let is_empty = owner(sheet).is_some() && self.owners(sheet).is_empty();
        if is_empty || !self.is_of_use(section) {
            self.notes.push(format!("there is no sheet `{}`; the plan is read as having nothing there", sheet.name));
            return;
        }
        let help = "put it back, empty if the plan has nothing of it; `bcf export` writes all of them";
        self.faults.push(CellFault::sheet(&sheet.name, "the sheet is missing", help));
    }

    /// Returns whether the plan's round has a use for a section: it asks for it, or says what belongs there. Of a round that
    /// nobody knows, every section is of use.
    fn is_of_use(&self, section: &str) -> bool {
        let named = self.plan.get(crate::plan::HEADER).and_then(|plan| plan.get("round")?.text());
        named.and_then(|id| policy::round(id).ok()).is_none_or(|round| crate::check::has_use_for(round, section))
    }

    /// Sheets that are no section's: a person's own, or one whose name is misspelt. The content of that would be lost.
    fn strangers(&mut self, raws: &[Raw]) {
        let known = || NEVER_READ.into_iter().chain(self.sheets.iter().map(|sheet| sheet.name.as_str()));
        let absent: Vec<&str> = known().filter(|known| !raws.iter().any(|raw| raw.is_called(known))).collect();
        for raw in raws {
            let name = raw.name.trim();
            if name.starts_with('_') || known().any(|known| raw.is_called(known)) {
                continue;
            }
            if raw.rows.is_empty() && raw.broken.is_none() {
                continue;
            }
            if let Some(near) = nearest(name, absent.iter().copied()) {
                let help = format!("did you mean `{near}`? A sheet of your own is left alone under another name");
                self.faults.push(CellFault::sheet(name, "the plan format has no such sheet", help));
            } else {
                let name = shortened(name);
                self.notes.push(format!("the sheet `{}` is no part of the plan and was left out", shown(&name)));
            }
        }
    }

    fn read(&mut self, sheet: &Sheet, n: usize, raw: &Raw) {
        if let Some(why) = &raw.broken {
            self.faults.push(unreadable(&sheet.name, why));
            return;
        }
        if raw.rows.is_empty() {
            return;
        }
        self.begin();
        match sheet.shape {
            Shape::Form => form::read(self, sheet, n, raw),
            Shape::Table | Shape::Nested(_) | Shape::Series(_) => table::read(self, sheet, n, raw),
        }
        self.notes.extend(told::of_cells(raw, &self.tally));
    }

    /// Returns the faults in the order of the workbook.
    fn sorted(self, raws: &[Raw]) -> Vec<CellFault> {
        let mut faults = self.faults;
        let places = places(raws);
        let order = |fault: &CellFault| places.get(&plain(fault.sheet.as_deref().unwrap_or_default())).copied();
        faults.sort_by_key(|fault| order(fault).unwrap_or(usize::MAX));
        faults
    }
}
