//! Finds the sheets of a template by what stands on them.

use super::page::Page;
use crate::policy::templates::{Known, SheetMarks, SheetRole};
use crate::text::words::list;
use crate::workbook::fault::CellFault;

/// The sheets of a template by their parts.
#[derive(Default)]
pub(super) struct Roles<'p, 'r> {
    found: Vec<(SheetRole, &'p Page<'r>)>,
}

impl<'p, 'r> Roles<'p, 'r> {
    /// Finds the sheets; a part that two could have is a fault that names both.
    pub(super) fn find(pages: &'p [Page<'r>], known: Known<'_>) -> Result<Self, Vec<CellFault>> {
        let (mut roles, mut faults) = (Self::default(), Vec::new());
        for marks in known.all(|layout| &layout.sheets) {
            let mut best: Vec<&Page<'_>> = Vec::new();
            let mut most = marks.least;
            for page in pages.iter().filter(|page| !page.raw.hidden) {
                let hits = hits(page, marks);
                if hits > most {
                    best.clear();
                }
                if hits >= most {
                    most = hits;
                    best.push(page);
                }
            }
            match best.as_slice() {
                [] => {}
                [only] => roles.found.push((marks.role, only)),
                several => faults.push(two(several)),
            }
        }
        if faults.is_empty() { Ok(roles) } else { Err(faults) }
    }

    /// Returns the sheet of a part.
    pub(super) fn get(&self, role: SheetRole) -> Option<&'p Page<'r>> {
        self.found.iter().find(|(own, _)| *own == role).map(|(_, page)| *page)
    }
}

/// Returns how many of the labels stand on a page.
fn hits(page: &Page<'_>, marks: &SheetMarks) -> usize {
    let there = |label: &str| {
        let is_it = |own: &str| own == label || without_number(own) == label;
        page.rows.iter().flat_map(|row| &row.labels).any(|(_, own)| is_it(own))
    };
    let begun = |label: &str| page.rows.iter().flat_map(|row| &row.labels).any(|(_, own)| own.starts_with(label));
    marks.marks.is.iter().filter(|label| there(label.text())).count()
        + marks.marks.begins.iter().filter(|label| begun(label.text())).count()
}

/// Returns a heading without the number before it: `8 1 falls`.
pub(super) fn without_number(label: &str) -> &str {
    label.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ')
}

fn two(pages: &[&Page<'_>]) -> CellFault {
    let names: Vec<String> = pages.iter().map(|page| format!("`{}`", page.raw.name.trim())).collect();
    CellFault::whole(
        format!("{} sheets look the same to whoever reads the template: {}", pages.len(), list(&names)),
        "keep the one that counts, and delete or hide the others",
    )
}
