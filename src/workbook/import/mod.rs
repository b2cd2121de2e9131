//! A workbook back to a plan's text. Everything that is wrong is reported, each thing with its sheet and cell.
//!
//! What cannot be read is never left out: it becomes something in the text that cannot be read either, so that whoever
//! checks the plan finds it at its cell and concludes nothing from it.

pub(super) mod cells;
mod companion;
mod form;
pub(super) mod headers;
pub(super) mod reading;
mod table;

use std::sync::Arc;

use sha2::Digest;

use super::fault::CellFault;
use super::format::{self, Sheet};
use super::grid::CellPlace;
use super::national::{self, National};
use super::open::{Raw, open};
use super::sheets::{LISTS, NEVER_READ, Shape};
use crate::cells::{CellAt, CellSheet, Cells, letters};
use crate::check::is_placeholder;
use crate::finding::hex;
use crate::plan::syntax::Kind;
use crate::plan::{Complaint, ComplaintKind, HEADER, Place, Plan, nearest};
pub use companion::Companion;
use reading::Reading;

/// A workbook as the text of a plan.
#[derive(Clone, Debug)]
pub struct Book {
    /// The text.
    pub text: String,
    /// The cells it was made from.
    pub cells: Arc<Cells>,
    /// The notes on what was read in a way that somebody may want to know of.
    pub notes: Vec<String>,
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
    let raws = open(bytes).map_err(|fault| vec![fault])?;
    let (mut reading, mut sheets, not_asked) = match national(&raws) {
        Some(taken) => of_template(taken?, &raws),
        None => of_ours(&raws)?,
    };
    if let Some(companion) = companion {
        let sheet = companion::merge(&mut reading, companion, sheets.len()).map_err(|fault| vec![fault])?;
        sheets.push(sheet);
    }
    let (text, mut cells) = cells::told(&mut reading, sheets);
    cells.not_asked = not_asked;
    (cells.sha256, cells.length) = (hex(&sha2::Sha256::digest(bytes)), bytes.len());
    Ok(Book { text, cells: Arc::new(cells), notes: reading.notes })
}

/// What was read of a workbook: the plan, its sheets, and what it does not ask.
type Taken = (Reading<'static>, Vec<CellSheet>, Vec<(String, Vec<String>)>);

fn of_template(taken: National, raws: &[Raw]) -> Taken {
    let National { reading, headers, not_asked } = taken;
    let sheets = cells::of_book(&reading, raws, &headers);
    (reading, sheets, not_asked)
}

fn of_ours(raws: &[Raw]) -> Result<Taken, Vec<CellFault>> {
    let mut reading = Reading::new(format::of_every_round());
    reading.all(raws);
    if !reading.faults.is_empty() {
        return Err(reading.sorted(raws));
    }
    let sheets = cells::of_format(&reading, raws);
    Ok((reading, sheets, Vec::new()))
}

/// Returns the text of the plan in a workbook that nothing accompanies, as [`import_with`] does.
///
/// # Errors
/// Everything in the workbook that cannot be taken over exactly, or that is no plan.
pub fn import(bytes: &[u8]) -> Result<String, Vec<CellFault>> {
    import_with(bytes, None).map(|book| book.text)
}

/// Returns the plan in a workbook, with the text beside it where there is one.
///
/// # Errors
/// Everything in the workbook that cannot be taken over exactly, or that is no plan.
pub fn import_with(bytes: &[u8], companion: Option<Companion<'_>>) -> Result<Book, Vec<CellFault>> {
    let book = read_with(bytes, companion)?;
    let plan = Plan::read(book.text.clone()).made_from(&book.cells);
    let mut faults: Vec<(Option<CellAt>, CellFault)> =
        plan.complaints.iter().filter(|c| !is_gap(&plan, c)).map(|c| fault(&plan, &book.cells, c)).collect();
    if faults.is_empty() {
        return Ok(book);
    }
    faults.sort_by_key(|(at, _)| at.unwrap_or(CellAt { sheet: u32::MAX, ..CellAt::default() }));
    Err(faults.into_iter().map(|(_, fault)| fault).collect())
}

/// Returns whether a complaint is about what somebody has still to write: that is taken over as it stands.
fn is_gap(plan: &Plan, complaint: &Complaint) -> bool {
    matches!(complaint.at, Place::Value(node) if plan.tree.kind(node) == Kind::String && is_placeholder(plan.tree.raw(node)))
}

/// Returns a complaint of the reader of plans as a fault of the cell its text came from, with the cell.
fn fault(plan: &Plan, cells: &Cells, complaint: &Complaint) -> (Option<CellAt>, CellFault) {
    let site = plan.site(&complaint.at);
    let help = complaint.help.clone().unwrap_or_default();
    let Some(at) = cells.of(&site.path, site.span) else {
        let fault = match &complaint.at {
            Place::Absent(_, key) => CellFault::sheet(key, complaint.message.clone(), "fill in the sheet of that name"),
            _ => CellFault::whole(complaint.message.clone(), help),
        };
        return (None, fault);
    };
    let name = cells.name(at);
    if cells.sheets.get(at.sheet as usize).is_some_and(|sheet| sheet.is_text) {
        return (Some(at), CellFault::whole(format!("{name}: {}", complaint.message), help));
    }
    let place = (at.row as usize, at.column as usize);
    let fault = match &complaint.at {
        Place::Absent(_, key) if complaint.kind == ComplaintKind::MissingKey => {
            let help = format!("every row of this sheet needs a value under `{key}`");
            CellFault::at(&name.sheet, place, format!("`{key}` is not filled in"), help)
        }
        _ => CellFault::at(&name.sheet, place, complaint.message.clone(), help),
    };
    (Some(at), fault)
}

/// Returns what a national template says; nothing of a workbook that is none, or that has a sheet of our own by which it
/// is a plan.
fn national(raws: &[Raw]) -> Option<Result<National, Vec<CellFault>>> {
    if raws.iter().any(|raw| raw.is_called(HEADER)) { None } else { national::read(raws) }
}

impl Reading<'_> {
    /// Reads every sheet of a workbook.
    fn all(&mut self, raws: &[Raw]) {
        self.strangers(raws);
        // A workbook somebody made by hand may have only what he needs.
        let exported = raws.iter().any(|raw| raw.is_called(LISTS));
        for (n, sheet) in self.sheets.iter().enumerate() {
            if exported && !sheet.seldom && !raws.iter().any(|raw| raw.is_called(&sheet.name)) {
                // A sheet that was deleted may have held half the plan; one that is empty says that there is nothing.
                let help = "put it back, empty if the plan has nothing of it; `bcf export` writes all of them";
                self.faults.push(CellFault::sheet(&sheet.name, "the sheet is missing", help));
            }
            for (twice, raw) in raws.iter().filter(|raw| raw.is_called(&sheet.name)).enumerate() {
                if twice > 0 {
                    self.faults.push(CellFault::sheet(&raw.name, "there are two such sheets", "keep one of the two"));
                }
                self.read(sheet, n, raw);
            }
        }
        if !exported && !raws.iter().any(|raw| raw.is_called("plan")) {
            let help = "`bcf export PLAN -o plan.xlsx` writes a workbook that can be imported; fill in that";
            self.faults.push(CellFault::whole("there is no sheet `plan`", help));
        }
    }

    /// Sheets that are no section's. The content of one would be lost, so it is reported unless its name says that it
    /// is no part.
    fn strangers(&mut self, raws: &[Raw]) {
        for raw in raws {
            let name = raw.name.trim();
            let known = NEVER_READ.into_iter().chain(self.sheets.iter().map(|sheet| sheet.name.as_str()));
            if name.starts_with('_') || known.clone().any(|known| raw.is_called(known)) || raw.rows.is_empty() {
                continue;
            }
            let near = nearest(name, known).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
            let help = format!("{near}A sheet of your own is left alone when its name begins with _");
            self.faults.push(CellFault::sheet(name, "the plan format has no such sheet", help));
        }
    }

    fn read(&mut self, sheet: &Sheet, n: usize, raw: &Raw) {
        if let Some(why) = &raw.broken {
            let message = format!("the sheet cannot be read: {why}");
            self.faults.push(CellFault::sheet(&sheet.name, message, "open the workbook and save it anew"));
            return;
        }
        for at in &raw.uncalculated {
            let help = "open the workbook in a spreadsheet program, save it there, and import it again";
            let at = CellPlace { sheet: n, row: at.0, column: at.1 };
            self.stray(at, "a formula here has never been calculated", help);
        }
        let used = raw.rows.last().map_or(0, |(row, _)| *row);
        for region in raw.merged.iter().filter(|region| region.start.0 as usize <= used) {
            let (start, end) = (region.start, region.end);
            let at = CellPlace { sheet: n, row: start.0 as usize, column: start.1 as usize };
            let message = format!("cells are merged up to {}{}", letters(end.1 as usize), end.0 as usize + 1);
            self.stray(at, message, "unmerge them; each cell stands for itself");
        }
        if raw.rows.is_empty() {
            return;
        }
        match sheet.shape {
            Shape::Form => form::read(self, sheet, n, raw),
            Shape::Table | Shape::Nested(_) | Shape::Series(_) => table::read(self, sheet, n, raw),
        }
    }

    /// Returns the faults in the order of the workbook.
    fn sorted(self, raws: &[Raw]) -> Vec<CellFault> {
        let mut faults = self.faults;
        let order = |fault: &CellFault| {
            let sheet = fault.sheet.as_deref().unwrap_or_default();
            raws.iter().position(|raw| raw.is_called(sheet)).unwrap_or(usize::MAX)
        };
        faults.sort_by_key(order);
        faults
    }
}
