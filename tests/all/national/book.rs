//! Made-up templates as texts: a line a row, `|` between cells, from column B on. A number is money, `60%` a percentage,
//! `'7` a text, `#REF!` an error, `=7` a formula of that.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet, XlsxError};

/// A sheet by its cells.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) hidden: bool,
    pub(super) cells: BTreeMap<(u32, u16), String>,
}

/// A template of several sheets.
#[derive(Clone, Debug)]
pub(super) struct Book(pub(super) Vec<Sheet>);

/// Returns the template of two years of a county with two districts and two boards of the NHS.
pub(super) fn two_years() -> Book {
    Book(vec![
        Sheet::read("1. Guidance", include_str!("two-years/guidance.txt")),
        Sheet::read("2. Cover", include_str!("two-years/cover.txt")),
        Sheet::read("4. Capacity & Demand", include_str!("two-years/capacity.txt")),
        Sheet::read("5. Income", include_str!("two-years/income.txt")),
        Sheet::read("6a. Expenditure", include_str!("two-years/expenditure.txt")),
        Sheet::read("7. Metrics", include_str!("two-years/metrics.txt")),
        Sheet::read("8. Planning Requirements", include_str!("two-years/requirements.txt")),
        Sheet { hidden: true, ..Sheet::read("Lists", include_str!("two-years/lists.txt")) },
    ])
}

/// Returns the template of one year of a council without districts.
pub(super) fn one_year() -> Book {
    Book(vec![
        Sheet::read("2. Cover", include_str!("one-year/cover.txt")),
        Sheet::read("4. Income", include_str!("one-year/income.txt")),
        Sheet::read("5. Expenditure", include_str!("one-year/expenditure.txt")),
        Sheet::read("6. Metrics", include_str!("one-year/metrics.txt")),
        Sheet::read("7. National Conditions", include_str!("one-year/conditions.txt")),
    ])
}

impl Sheet {
    pub(super) fn read(name: &str, text: &str) -> Self {
        let row = |(row, line): (u32, &str)| {
            let cells: Vec<_> = (1..).zip(line.split('|')).filter(|(_, text)| !text.trim().is_empty()).collect();
            cells.into_iter().map(move |(column, text)| ((row, column), text.trim().to_owned())).collect::<Vec<_>>()
        };
        let cells = (1..).zip(text.lines()).flat_map(row).collect();
        Self { name: name.to_owned(), hidden: false, cells }
    }

    fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(&self.name)?.set_hidden(self.hidden);
        let (money, percent) = (Format::new().set_num_format("£#,##0"), Format::new().set_num_format("0.0%"));
        for ((row, column), text) in &self.cells {
            let (row, column) = (*row, *column);
            let share = text.strip_suffix('%').and_then(|share| share.parse::<f64>().ok());
            match (text.parse::<f64>(), share) {
                (Ok(number), _) if number.abs() >= 10_000.0 => {
                    sheet.write_number_with_format(row, column, number, &money)?
                }
                (Ok(number), _) => sheet.write_number(row, column, number)?,
                (_, Some(share)) => sheet.write_number_with_format(row, column, share / 100.0, &percent)?,
                _ if text.starts_with('=') => {
                    let result = text.trim_start_matches('=');
                    sheet.write_formula(row, column, Formula::new(text.as_str()).set_result(result))?
                }
                _ if text.starts_with('#') => {
                    sheet.write_formula(row, column, Formula::new("=NA()").set_result(text.as_str()))?
                }
                _ => sheet.write_string(row, column, text.trim_start_matches('\'').replace("\\n", "\n"))?,
            };
        }
        Ok(())
    }

    /// Returns where a text stands.
    pub(super) fn find(&self, text: &str) -> (u32, u16) {
        let found = self.cells.iter().find(|(_, own)| own.as_str() == text);
        *found.unwrap_or_else(|| panic!("{text} is on {}", self.name)).0
    }
}

impl Book {
    /// Returns the bytes of the workbook.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut book = Workbook::new();
        let first = self.0.iter().position(|sheet| !sheet.hidden);
        for (n, sheet) in self.0.iter().enumerate() {
            let written = book.add_worksheet();
            sheet.write(written).expect("a sheet");
            // The sheet a book opens at cannot be hidden.
            if Some(n) == first {
                written.set_active(true).set_first_tab(true);
            }
        }
        book.save_to_buffer().expect("a workbook")
    }

    pub(super) fn sheet(&mut self, name: &str) -> &mut Sheet {
        self.0.iter_mut().find(|sheet| sheet.name == name).unwrap_or_else(|| panic!("{name} is there"))
    }

    /// Puts another text into the cell right of a label.
    #[must_use]
    pub(super) fn with(mut self, sheet: &str, at: (u32, u16), text: &str) -> Self {
        self.sheet(sheet).cells.insert(at, text.to_owned());
        self
    }

    /// Moves everything down and to the right.
    #[must_use]
    pub(super) fn shifted(mut self, rows: u32, columns: u16) -> Self {
        for sheet in &mut self.0 {
            let moved = |((row, column), text): (&(u32, u16), &String)| {
                // Titles stay in the first rows.
                let down = if *row > 3 { rows } else { 0 };
                ((row + down, column + columns), text.clone())
            };
            sheet.cells = sheet.cells.iter().map(moved).collect();
        }
        self
    }

    /// Changes every text of the sheets.
    #[must_use]
    pub(super) fn rewritten(mut self, change: impl Fn(&str) -> String) -> Self {
        for cell in self.0.iter_mut().flat_map(|sheet| sheet.cells.values_mut()) {
            if cell.parse::<f64>().is_err() && !cell.ends_with('%') && !cell.starts_with('#') {
                *cell = change(&cell.replace("\\n", "\n"));
            }
        }
        self
    }

    /// Reverses the columns of the table of expenditure, from its header on.
    #[must_use]
    pub(super) fn turned(mut self, name: &str) -> Self {
        let sheet = self.sheet(name);
        let (header, _) = sheet.find("Scheme ID");
        let last =
            sheet.cells.keys().filter(|(row, _)| *row == header).map(|(_, column)| *column).max().expect("columns");
        let turned = |((row, column), text): (&(u32, u16), &String)| {
            ((*row, if *row >= header { last + 1 - column } else { *column }), text.clone())
        };
        sheet.cells = sheet.cells.iter().map(turned).collect();
        self
    }
}
