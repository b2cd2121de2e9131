//! A workbook back to a plan's text. Everything that is wrong is reported, each thing with its sheet and cell.

mod form;
mod headers;
mod reading;
mod table;

use std::collections::HashMap;

use super::fault::CellFault;
use super::format::{self, Sheet};
use super::open::{Raw, open};
use super::sheets::{CHECKS, LISTS, README, Shape};
use super::way::{letters, way};
use crate::plan::{Complaint, ComplaintKind, Place, Plan, nearest};
use crate::write::{Node, document};
use reading::Reading;

/// Returns the text of the plan in a workbook.
///
/// # Errors
/// Everything in the workbook that cannot be taken over exactly, or that is no plan.
pub fn import(bytes: &[u8]) -> Result<String, Vec<CellFault>> {
    let raws = open(bytes).map_err(|fault| vec![fault])?;
    let sheets = format::of_every_round();
    let mut reading = Reading { plan: Node::Table(Vec::new()), sheets, places: HashMap::new(), faults: Vec::new() };
    reading.strangers(&raws);
    // A workbook somebody made by hand may have only what he needs.
    let exported = raws.iter().any(|raw| is_called(raw, LISTS));
    for (n, sheet) in sheets.iter().enumerate() {
        if exported && !sheet.seldom && !raws.iter().any(|raw| is_called(raw, &sheet.name)) {
            // A sheet that was deleted may have held half the plan; one that is empty says that there is nothing.
            let help = "put it back, empty if the plan has nothing of it; `bcf export` writes all of them";
            reading.faults.push(CellFault::sheet(&sheet.name, "the sheet is missing", help));
        }
        let of_sheet = raws.iter().filter(|raw| is_called(raw, &sheet.name));
        for (twice, raw) in of_sheet.enumerate() {
            if twice > 0 {
                reading.faults.push(CellFault::sheet(&raw.name, "there are two such sheets", "keep one of the two"));
            }
            reading.read(sheet, n, raw);
        }
    }
    if !exported && !raws.iter().any(|raw| is_called(raw, "plan")) {
        let help = "`bcf export PLAN -o plan.xlsx` writes a workbook that can be imported; fill in that";
        reading.faults.push(CellFault::whole("there is no sheet `plan`", help));
    }
    if !reading.faults.is_empty() {
        return Err(reading.sorted(&raws));
    }
    let text = document(&reading.plan);
    reading.complaints(&Plan::read(text.clone()));
    if reading.faults.is_empty() { Ok(text) } else { Err(reading.sorted(&raws)) }
}

fn is_called(raw: &Raw, name: &str) -> bool {
    raw.name.trim().eq_ignore_ascii_case(name)
}

impl Reading<'_> {
    /// Sheets that are no section's. The content of one would be lost, so it is reported unless its name says that it
    /// is no part.
    fn strangers(&mut self, raws: &[Raw]) {
        let own = [README, CHECKS, LISTS];
        for raw in raws {
            let name = raw.name.trim();
            let known = own.into_iter().chain(self.sheets.iter().map(|sheet| sheet.name.as_str()));
            if name.starts_with('_') || known.clone().any(|known| is_called(raw, known)) || raw.rows.is_empty() {
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
            self.faults.push(CellFault::at(&sheet.name, *at, "a formula here has never been calculated", help));
        }
        let used = raw.rows.last().map_or(0, |(row, _)| *row);
        for region in raw.merged.iter().filter(|region| region.start.0 as usize <= used) {
            let (start, end) = (region.start, region.end);
            let at = (start.0 as usize, start.1 as usize);
            let message = format!("cells are merged up to {}{}", letters(end.1 as usize), end.0 as usize + 1);
            self.faults.push(CellFault::at(&sheet.name, at, message, "unmerge them; each cell stands for itself"));
        }
        if raw.rows.is_empty() {
            return;
        }
        match sheet.shape {
            Shape::Form => form::read(self, sheet, n, raw),
            Shape::Table | Shape::Nested(_) | Shape::Series(_) => table::read(self, sheet, n, raw),
        }
    }

    /// Adds the complaints of the reader of plans, each at the cell its text came from.
    fn complaints(&mut self, plan: &Plan) {
        for complaint in &plan.complaints {
            self.faults.push(self.complaint(plan, complaint));
        }
    }

    fn complaint(&self, plan: &Plan, complaint: &Complaint) -> CellFault {
        let (mut at, column) = match &complaint.at {
            Place::Value(node) | Place::Key(node) => (way(&plan.tree, *node), None),
            Place::Absent(node, key) => (way(&plan.tree, *node), Some(key.as_str())),
            Place::Bytes(..) => (Vec::new(), None),
        };
        let help = complaint.help.clone().unwrap_or_default();
        let place = loop {
            match self.places.get(&at) {
                Some(place) => break Some(*place),
                None if at.is_empty() => break None,
                None => drop(at.pop()),
            }
        };
        let missing = complaint.kind == ComplaintKind::MissingKey;
        match (place, column.filter(|_| missing)) {
            (Some(place), Some(key)) => {
                let sheet = &self.sheets[place.sheet];
                let help = format!("every row of this sheet needs a value under `{key}`");
                CellFault::at(&sheet.name, (place.row, place.column), format!("`{key}` is not filled in"), help)
            }
            (Some(place), None) => {
                let sheet = &self.sheets[place.sheet];
                CellFault::at(&sheet.name, (place.row, place.column), complaint.message.clone(), help)
            }
            (None, Some(key)) => CellFault::sheet(key, complaint.message.clone(), "fill in the sheet of that name"),
            (None, None) => CellFault::whole(complaint.message.clone(), help),
        }
    }

    /// Returns the faults in the order of the workbook.
    fn sorted(self, raws: &[Raw]) -> Vec<CellFault> {
        let mut faults = self.faults;
        let order = |fault: &CellFault| {
            let sheet = fault.sheet.as_deref().unwrap_or_default();
            raws.iter().position(|raw| is_called(raw, sheet)).unwrap_or(usize::MAX)
        };
        faults.sort_by_key(order);
        faults
    }
}
