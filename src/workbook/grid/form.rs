//! A sheet with a row a key.

use super::collect::{TEXT, find, full, leaf_of, named, period, text, values};
use super::{ABOUT, CellPlace, Grid, GridRow, KEY, Layout, Places, VALUE, plain_column};
use crate::period::Period;
use crate::workbook::cell::{Cell, is_total};
use crate::workbook::format::{Leaf, RAW, Sheet};
use crate::workbook::given::to_cell;
use crate::workbook::words::{dotted, header};
use crate::write::{Node, quoted};

impl Layout<'_> {
    pub(super) fn form<'f>(&self, sheet: &'f Sheet, n: usize, places: &mut Places) -> Grid<'f> {
        let section = self.section(&sheet.path);
        let found = section.map(|section| values(sheet, section)).unwrap_or_default();
        let mut keys: Vec<(Vec<String>, &'f Leaf)> = Vec::new();
        let mut periods: Vec<Period> = found.iter().filter_map(period).collect();
        for key in &sheet.keys {
            self.offered(&key.kind, vec![key.name.clone()], &mut |(path, period), leaf| {
                periods.extend(period);
                if keys.last().is_none_or(|(last, _)| *last != path) {
                    keys.push((path, leaf));
                }
            });
            named(&key.kind, &mut vec![key.name.clone()], &mut |path, leaf| {
                if keys.iter().all(|(known, _)| *known != path) {
                    keys.push((path, leaf));
                }
            });
        }
        for found in &found {
            if keys.iter().all(|(known, _)| *known != found.path) {
                let beside = keys.iter().rposition(|(known, _)| known.first() == found.path.first());
                keys.insert(beside.map_or(keys.len(), |at| at + 1), (found.path.clone(), leaf_of(sheet, found)));
            }
        }
        periods.sort_unstable();
        periods.dedup();
        let mut columns = vec![plain_column(KEY), plain_column(ABOUT), plain_column(VALUE)];
        columns.extend(periods.iter().map(|period| plain_column(&period.to_string())));
        let way: Vec<String> = sheet.path.clone();
        let mut rows: Vec<GridRow<'f>> = Vec::new();
        for (path, leaf) in keys {
            let mut row = self.form_row(sheet, &path, leaf);
            for found in found.iter().filter(|found| found.path == path) {
                let beside = period(found).and_then(|own| periods.iter().position(|known| *known == own));
                let column = beside.map_or(2, |n| n + 3);
                row.cells.push((column, to_cell(found.leaf, found.value, self.unit)));
                places.insert(full(&way, found), CellPlace { sheet: n, row: rows.len() + 1, column });
            }
            rows.push(row);
        }
        if section.is_some_and(Node::is_empty) {
            let name = format!("[{}]", sheet.path.join("."));
            let raw = to_cell(&RAW, &Node::Table(Vec::new()), self.unit);
            rows.push(GridRow { leaf: Some(&RAW), cells: vec![(0, Cell::Text(name)), (2, raw)], ..GridRow::default() });
        }
        places.insert(way, CellPlace { sheet: n, row: 0, column: 0 });
        Grid { sheet, columns, rows, comment: None }
    }

    fn form_row<'f>(&self, sheet: &Sheet, path: &[String], leaf: &'f Leaf) -> GridRow<'f> {
        let key = find(&sheet.keys, path);
        let about = key.map(|key| key.about.clone()).unwrap_or_default();
        let (words, exact) = (header(sheet, path), dotted(path));
        let note = Some(exact.clone()).filter(|exact| *exact != words);
        let mut name = Cell::Text(words);
        // A name of the plan's own may be the word that says of a row that it is a sum.
        if is_total(&name) {
            name = Cell::Text(quoted(&exact));
        }
        let mut cells = vec![(0, name)];
        if !about.is_empty() {
            cells.push((1, to_cell(&TEXT, &text(&about), self.unit)));
        }
        let required = path.len() == 1 && key.is_some_and(|key| key.required);
        GridRow { leaf: Some(leaf), required, key: note, comments: Vec::new(), cells }
    }
}
