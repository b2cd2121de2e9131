//! A narrative held against its plan as one table: a figure a row.

use std::io::{self, Write};

use ::csv::Writer;

use super::Told;
use super::json::{planned, value};
use crate::report::places::Places;
use crate::report::show::safe_for_sheets as cell;

/// Writes it.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(told: &Told<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(told.text);
    let mut sheet = Writer::from_writer(out);
    sheet.write_record([
        "narrative",
        "section",
        "line",
        "text",
        "value",
        "unit",
        "year",
        "status",
        "kind",
        "of",
        "plan",
        "why",
    ])?;
    for figure in &told.tie.figures {
        let line = told.line(&places, figure).to_string();
        let year = figure.year.map(|year| year.to_string()).unwrap_or_default();
        let value = value(figure);
        let of = figure.of.as_ref().map_or("", |site| site.path.as_str());
        let plan = planned(figure).unwrap_or_default();
        let fields = [
            told.name,
            &figure.at.section,
            &line,
            &figure.text,
            &value,
            figure.unit.word(),
            &year,
            figure.status.word(),
            figure.kind.word(),
            of,
            &plan,
            &figure.why,
        ];
        sheet.write_record(fields.map(|field| cell(field).into_owned()))?;
    }
    sheet.flush()
}
