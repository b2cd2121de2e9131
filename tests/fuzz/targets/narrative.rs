//! Whatever bytes a narrative is, it is read as a document whose parts fit together, the same every time, or refused with
//! a reason that is fit to show. An input is the file, or the parts of one as text, so that what unpacks them is not all
//! that is tried.

use bcf::narrative::{Document, Role, files, text as plain};

use super::parts;
use super::workbook::packed;
use super::{holds, text};

pub(super) fn laws(bytes: &[u8]) -> Result<(), String> {
    let parts = text(bytes);
    let file = if parts.starts_with(parts::MARK) { packed(&parts::files(&parts))? } else { bytes.to_vec() };
    let read = || match files::unpack("narrative", &file) {
        Ok(None) => Ok(plain::read(&text(&file))),
        Ok(Some(document)) => Ok(document),
        Err(refusal) => Err(refusal),
    };
    let result = read();
    holds(result == read(), || "the same file gives other documents".into())?;
    match result {
        Ok(document) => fits_together(&document),
        Err(refusal) => holds(!refusal.message.is_empty() && !refusal.help.is_empty(), || "a reason is empty".into()),
    }
}

/// Checks that every place a document names is in it.
fn fits_together(document: &Document) -> Result<(), String> {
    for piece in &document.pieces {
        holds(!piece.text.trim().is_empty(), || "a piece is empty".into())?;
        holds(piece.section.is_none_or(|n| (n as usize) < document.sections.len()), || "no such section".into())?;
        if let Role::Cell { .. } = piece.role {
            let own = document.cell_of(piece).and_then(|cell| document.piece(cell.piece?));
            holds(own == Some(piece), || format!("the cell of {piece:?} is another one"))?;
        }
    }
    for row in document.tables.iter().flat_map(|table| &table.rows) {
        let mut column = 0;
        for cell in &row.cells {
            holds(cell.column == column && cell.columns > 0, || format!("a row has a hole before {cell:?}"))?;
            column += cell.columns;
            let named = [&cell.labels, &cell.headers, &cell.groups].into_iter().flatten();
            holds(named.chain(&cell.piece).all(|n| document.piece(*n).is_some()), || "no such piece".into())?;
        }
    }
    let above =
        |(n, section): (usize, &bcf::narrative::Section)| section.above.is_none_or(|above| (above as usize) < n);
    holds(document.sections.iter().enumerate().all(above), || "a section is part of a later one".into())
}
