//! A sheet with a row a series of figures by period.

use super::collect::{Found, TEXT, full, leaf_of, period, text, values};
use super::{CellPlace, Grid, GridColumn, GridRow, Layout, Places, SERIES, VALUE, owner_column, plain_column};
use crate::period::Period;
use crate::workbook::cell::Cell;
use crate::workbook::format::{Kind, Leaf, Sheet};
use crate::workbook::given::to_cell;
use crate::workbook::labels::owner;
use crate::workbook::words::dotted;

impl Layout<'_> {
    pub(super) fn series<'f>(&self, sheet: &'f Sheet, n: usize, places: &mut Places) -> Grid<'f> {
        let entries = self.entries(sheet);
        let values: Vec<Vec<Found<'_>>> = entries.iter().map(|(_, _, entry)| values(sheet, entry)).collect();
        let mut periods: Vec<Period> = values.iter().flatten().filter_map(period).collect();
        periods.extend(self.years().into_iter().chain(self.months()));
        periods.sort_unstable();
        periods.dedup();
        let whole = values.iter().flatten().any(|found| found.period.is_none());
        let first = 2 + usize::from(whole);
        let mut columns: Vec<GridColumn<'f>> =
            owner(sheet).iter().map(|(above, of)| GridColumn { ids: None, ..owner_column(above, of) }).collect();
        columns.push(GridColumn { required: true, ..plain_column(SERIES) });
        columns.extend(whole.then(|| plain_column(VALUE)));
        columns.extend(periods.iter().map(|period| plain_column(&period.to_string())));
        let mut rows: Vec<GridRow<'f>> = Vec::new();
        for ((way, label, _), found) in entries.iter().zip(&values) {
            let mut names: Vec<(Vec<String>, &'f Leaf)> = Vec::new();
            for key in sheet.keys.iter().filter(|key| ["baseline", "target"].contains(&key.name.as_str())) {
                let Kind::By { each, .. } = &key.kind else { continue };
                names.push((vec![key.name.clone()], each));
            }
            for found in found {
                if names.iter().all(|(known, _)| *known != found.path) {
                    names.push((found.path.clone(), leaf_of(sheet, found)));
                }
            }
            names.sort_by_key(|(path, _)| sheet.keys.iter().position(|key| Some(&key.name) == path.first()));
            for (path, leaf) in names {
                let label = label.as_deref().unwrap_or_default();
                let label = to_cell(&TEXT, &text(label), self.unit);
                let mut cells = vec![(0, label), (1, Cell::Text(dotted(&path)))];
                for found in found.iter().filter(|found| found.path == path) {
                    let beside = period(found).and_then(|own| periods.iter().position(|known| *known == own));
                    let column = beside.map_or(2, |n| n + first);
                    cells.push((column, to_cell(found.leaf, found.value, self.unit)));
                    places.insert(full(way, found), CellPlace { sheet: n, row: rows.len() + 1, column });
                }
                rows.push(GridRow { leaf: Some(leaf), cells, ..GridRow::default() });
            }
        }
        Grid { sheet, columns, rows, comment: None }
    }
}
