//! The rows of published tables.

use std::collections::HashMap;

use super::columns::{COLUMNS, Column, Columns, FigureColumn, Wrong};
use super::row::PublishedRow;
use super::words::{Streams, folded, year};
use crate::cli::fault::Fault;
use crate::cli::tables::{Place, Table, TableRow};
use crate::money::{self, Amount, Money, MoneyError};
use crate::period::Year;
use crate::plan::nearest;

/// The most broken rows that are reported.
const MOST: usize = 20;
/// So many rows of a table may stand above its headers: titles and notes.
const TITLES: usize = 30;
/// The words of a field that has no figure.
const NONE: [&str; 4] = ["-", "–", "n/a", "..."];

/// The start of a header of sums.
const TOTAL: &str = "total";

/// The figures that have been read: what each is of, and its place.
type Seen = HashMap<(String, String, String, Year), Place>;

/// Returns the figures of the tables of a file, called `name` in messages.
///
/// # Errors
/// Everything that is wrong with them, each with its place.
pub(super) fn rows(tables: &[Table], name: &str, streams: &Streams) -> Result<Vec<PublishedRow>, Vec<Fault>> {
    let mut reading =
        Reading { name, streams, rows: Vec::new(), faults: Vec::new(), seen: Seen::new(), tables_read: 0 };
    for table in tables {
        reading.table(table);
    }
    if reading.tables_read == 0 && reading.faults.is_empty() {
        let columns = COLUMNS.join(",");
        reading.faults.push(match tables {
            [table] if table.sheet.is_none() => {
                Fault::new(format!("{name} is empty")).help(format!("its first line is {columns}"))
            }
            _ => Fault::new(format!("{name} has no sheet with a table of published figures"))
                .help(format!("above the figures stand headers: {columns}, or a column a stream or a year")),
        });
    }
    if reading.faults.is_empty() { Ok(reading.rows) } else { Err(reading.faults) }
}

/// Tables that are being read.
struct Reading<'a> {
    name: &'a str,
    streams: &'a Streams,
    rows: Vec<PublishedRow>,
    faults: Vec<Fault>,
    seen: Seen,
    tables_read: usize,
}

impl Reading<'_> {
    fn table(&mut self, table: &Table) {
        let headers = |row: &TableRow| Columns::read(row.fields.iter(), self.streams);
        let found = table.rows.iter().take(TITLES).map(headers).enumerate().find(|(_, columns)| columns.is_table());
        let Some((n, columns)) = found else {
            // A sheet may be about something else; a file of one table is about this or wrong.
            if let (None, Some(first)) = (&table.sheet, table.rows.first()) {
                let wrong = headers(first).missing(&first.fields);
                self.wrong(table, first, wrong);
            }
            return;
        };
        self.tables_read += 1;
        let head = &table.rows[n];
        let is_strict = table.sheet.is_none() && columns.is_long;
        if let Some(wrong) = columns.wrong(&head.fields, is_strict) {
            return self.wrong(table, head, wrong);
        }
        if let Some(wrong) = unread(&columns, &table.rows[n + 1..]) {
            return self.wrong(table, head, wrong);
        }
        for row in &table.rows[n + 1..] {
            if self.faults.len() >= MOST {
                return;
            }
            let (fields, wanted) = (row.fields.len(), head.fields.len());
            if table.sheet.is_none() && fields != wanted {
                let help = "an amount or a name with a comma in it is put in quotes: \"£3,349,869\"";
                let message = format!("there are {fields} fields and not {wanted}");
                self.wrong(table, row, (0, message, help.to_owned()));
                continue;
            }
            for figure in &columns.figures {
                if let Err(wrong) = self.figure(table, row, &columns, figure) {
                    self.wrong(table, row, wrong);
                    break;
                }
            }
        }
    }

    fn wrong(&mut self, table: &Table, row: &TableRow, (column, message, help): Wrong) {
        let help = Some(help).filter(|help| !help.is_empty());
        let place = table.place(row, column);
        let fault = Fault::new(format!("{} {place}: {message}", self.name)).help_if(help);
        self.faults.push(match table.sheet {
            Some(_) => fault,
            None => fault.at(self.name, &table.source, row.span),
        });
    }

    /// Reads one figure of a row, where there is one.
    fn figure(&mut self, table: &Table, row: &TableRow, columns: &Columns, figure: &FigureColumn) -> Result<(), Wrong> {
        let said = row.field(figure.at);
        if !columns.is_long && (said.is_empty() || NONE.contains(&folded(said).as_str())) {
            return Ok(());
        }
        let field = |column| columns.at(column).map_or("", |at| row.field(at));
        let at = |column| columns.at(column).unwrap_or(figure.at);
        let [area, code, partner] = [Column::Area, Column::Code, Column::Partner].map(field);
        if area.is_empty() && code.is_empty() && partner.is_empty() {
            return Err((0, "it names neither an area nor a partner".to_owned(), String::new()));
        }
        let called = figure.stream.as_deref().unwrap_or_else(|| field(Column::Stream));
        let Some(stream) = self.streams.id(called) else {
            let near = nearest(called, self.streams.ids()).map(|near| format!("did you mean `{near}`?"));
            let help = near.unwrap_or_else(|| "`bcf rounds ROUND` lists the streams".to_owned());
            return Err((at(Column::Stream), format!("there is no stream and no floor `{called}`"), help));
        };
        let written = field(Column::Year);
        let Some(year) = figure.year.or_else(|| year(written)) else {
            let help = "it is written 2017-18".to_owned();
            return Err((at(Column::Year), format!("`{written}` is no financial year"), help));
        };
        let amount = pounds(said).map_err(|error| {
            let help = "it is plain pounds (3349869) or money as a plan writes it (\"£3,349,869\", £36,682k)";
            (figure.at, format!("`{said}` is no amount: {error}"), help.to_owned())
        })?;
        let place = table.place(row, figure.at);
        let own = if area.is_empty() { code } else { area };
        let key = (folded(own), folded(partner), stream.to_owned(), year);
        if let Some(first) = self.seen.get(&key) {
            let help = "keep one of the two".to_owned();
            return Err((figure.at, format!("it says again what {first} says"), help));
        }
        self.seen.insert(key, place.clone());
        let [area, code, partner] = [area, code, partner].map(str::to_owned);
        self.rows.push(PublishedRow { area, code, partner, stream: stream.to_owned(), year, amount, place });
        Ok(())
    }
}

/// Returns what is wrong with a column of figures of which nobody knows what they are: whoever passed over them would
/// leave a plan untested against them.
fn unread(columns: &Columns, rows: &[TableRow]) -> Option<Wrong> {
    let is_figure = |at: usize| rows.iter().any(|row| pounds(row.field(at)).is_ok());
    let mut unknown = columns.unknown.iter().filter(|(_, name)| !name.starts_with(TOTAL));
    let (at, name) = unknown.find(|(at, _)| is_figure(*at))?;
    let help = "call it what `bcf rounds ROUND` calls the stream or the floor, or delete the column";
    Some((*at, format!("there are figures below `{name}`, which is no stream, no floor and no year"), help.to_owned()))
}

/// Reads plain pounds, with or without thousands separated, or money with its unit. A published figure is not below
/// zero.
fn pounds(text: &str) -> Result<Amount, MoneyError> {
    let plain = text.starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.');
    let amount = if plain { money::parse_text(&format!("£{text}"))? } else { money::parse_text(text)? };
    if amount.pounds < Money::ZERO { Err(MoneyError::Negative) } else { Ok(amount) }
}
