//! Tables as they are before anybody knows what they mean.

use crate::text::words::folded;
use crate::workbook::cell::Cell;
use crate::workbook::fault::CellFault;
use crate::workbook::open::{Raw, whole};
use crate::workbook::room::Room;
use crate::workbook::tables::text;

/// The bytes that a field of a text would have beside its own in a workbook that is unpacked.
const UNPACKED: u64 = 32;

/// A row: its number from 0, and its cells by column.
pub(super) type Row = (usize, Vec<(usize, Cell)>);

/// A table of a file.
#[derive(Clone, Debug)]
pub(super) struct OwnTable {
    /// The sheet it is; none of a file that is one table.
    pub(super) sheet: Option<String>,
    pub(super) rows: Vec<Row>,
}

/// The tables of a file.
#[derive(Clone, Debug)]
pub struct OwnTables {
    pub(super) tables: Vec<OwnTable>,
    /// The room there is for the plan in them.
    pub(super) room: Room,
}

impl OwnTables {
    /// Reads the sheets of a workbook.
    ///
    /// # Errors
    /// When it is none, or a sheet cannot be read to its end.
    pub fn of_workbook(bytes: &[u8]) -> Result<Self, CellFault> {
        let table = |raw: Raw| OwnTable { sheet: Some(raw.name), rows: raw.rows };
        let (raws, room) = whole(bytes)?;
        Ok(Self { tables: raws.into_iter().map(table).collect(), room })
    }

    /// Takes the rows of a text: each with its line, from 1, and its fields.
    pub fn of_rows<'r>(rows: impl Iterator<Item = (usize, Vec<&'r str>)>) -> Self {
        let cell = |(at, text): (usize, &str)| (!text.trim().is_empty()).then(|| (at, Cell::Text(text.to_owned())));
        let mut size = 0;
        let row = |(line, fields): (usize, Vec<&'r str>)| {
            size += fields.iter().map(|field| field.len() as u64 + UNPACKED).sum::<u64>();
            (line.saturating_sub(1), fields.into_iter().enumerate().filter_map(cell).collect())
        };
        let rows = rows.map(row).collect();
        Self { tables: vec![OwnTable { sheet: None, rows }], room: Room::of(size) }
    }

    /// Returns the table on a sheet; of a file that is one table, that.
    pub(super) fn on(&self, sheet: Option<&str>) -> Option<&OwnTable> {
        let is = |table: &&OwnTable| match (&table.sheet, sheet) {
            (Some(own), Some(wanted)) => folded(own) == folded(wanted),
            (None, _) => true,
            (Some(_), None) => self.tables.len() == 1,
        };
        self.tables.iter().find(is)
    }
}

/// Returns the texts of a row's cells, by column.
pub(super) fn headers(row: &Row) -> Vec<(usize, String)> {
    row.1.iter().map(|(at, cell)| (*at, text(cell).trim_end_matches('*').trim().to_owned())).collect()
}
