//! The columns of a published table, by their headers.

use std::collections::HashSet;

use super::words::{Streams, folded, with_year};
use crate::period::Year;
use crate::plan::nearest;

/// The columns that a table with a row a figure has.
pub(super) const COLUMNS: [&str; 5] = ["area", "partner", "stream", "year", "amount"];
/// Other headers of the columns, as tables of government and of its areas have them, and of a column for the code.
const CALLED: [(Column, &[&str]); 4] = [
    (Column::Area, &["health and wellbeing board", "hwb", "board", "local authority", "area name", "hwb name"]),
    (Column::Code, &["code", "ons code", "area code", "hwb code", "la code"]),
    (Column::Stream, &["funding stream"]),
    (Column::Year, &["financial year"]),
];
/// The words of a header that say nothing of what the figures are.
const FILLERS: [&str; 4] = ["(£)", "£", "allocation", "amount"];

/// A column that says whose, what or when a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// The area, by its name or its code.
    Area,
    /// The code of the area.
    Code,
    /// The partner.
    Partner,
    /// The stream.
    Stream,
    /// The financial year.
    Year,
}

/// A column of figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FigureColumn {
    /// Its place.
    pub(super) at: usize,
    /// The stream that its header names.
    pub(super) stream: Option<String>,
    /// The year that its header names.
    pub(super) year: Option<Year>,
}

/// The columns of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    named: Vec<(Column, usize)>,
    pub(super) figures: Vec<FigureColumn>,
    /// True when every row is one figure.
    pub(super) is_long: bool,
    /// Headers that name nothing.
    pub(super) unknown: Vec<(usize, String)>,
}

/// Something wrong with a header: its column, the message and the advice.
pub(super) type Wrong = (usize, String, String);

impl Columns {
    /// Reads the headers of a table.
    pub(super) fn read<'h>(headers: impl Iterator<Item = &'h str>, streams: &Streams) -> Self {
        let mut columns = Self::default();
        for (at, header) in headers.enumerate() {
            if let Some(column) = named(header) {
                columns.named.push((column, at));
            } else if folded(header) == COLUMNS[4] {
                columns.is_long = true;
                columns.figures.push(FigureColumn { at, stream: None, year: None });
            } else if let Some((stream, year)) = figures(header, streams) {
                columns.figures.push(FigureColumn { at, stream, year });
            } else if !header.trim().is_empty() {
                columns.unknown.push((at, folded(header)));
            }
        }
        columns.is_long &= columns.figures.len() == 1;
        columns
    }

    /// Returns where a column is.
    pub(super) fn at(&self, column: Column) -> Option<usize> {
        self.named.iter().find(|(own, _)| *own == column).map(|(_, at)| *at)
    }

    /// Returns whether it is a table of published figures at all.
    pub(super) fn is_table(&self) -> bool {
        let says_whose = [Column::Area, Column::Code, Column::Partner].iter().any(|column| self.at(*column).is_some());
        says_whose && !self.figures.is_empty()
    }

    /// Returns the first thing that is wrong with them. `is_strict` says that nobody else's columns may be among them.
    pub(super) fn wrong(&self, headers: &csv::StringRecord, is_strict: bool) -> Option<Wrong> {
        let header = |at: usize| folded(headers.get(at).unwrap_or_default());
        let all = format!("the columns are {}", COLUMNS.join(", "));
        let there: HashSet<String> = headers.iter().map(folded).collect();
        let free: Vec<&str> = COLUMNS.into_iter().filter(|column| !there.contains(*column)).collect();
        for (at, name) in &self.unknown {
            let near = nearest(name, free.iter().copied());
            if is_strict || near.is_some() {
                let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
                return Some((*at, format!("there is no column `{name}`"), format!("{near}{all}")));
            }
        }
        let named = self.named.iter().enumerate();
        let mut twice = named.filter(|(n, (column, _))| self.named[..*n].iter().any(|(own, _)| own == column));
        if let Some((_, (_, at))) = twice.next() {
            return Some((*at, format!("the column `{}` stands there twice", header(*at)), all));
        }
        let mut seen = HashSet::new();
        for figure in &self.figures {
            if !seen.insert((&figure.stream, figure.year)) {
                return Some((figure.at, format!("the column `{}` stands there twice", header(figure.at)), all));
            }
            let (stream, year) = (figure.stream.is_some(), figure.year.is_some());
            for (says, column, name) in [(stream, Column::Stream, COLUMNS[2]), (year, Column::Year, COLUMNS[3])] {
                if !says && self.at(column).is_none() {
                    let help = if self.is_long { all } else { format!("add it, or write the {name} into each header") };
                    return Some((figure.at, format!("the column `{name}` is missing"), help));
                }
            }
        }
        None
    }

    /// Returns what is wrong with headers that are those of no table of figures.
    pub(super) fn missing(&self, headers: &csv::StringRecord) -> Wrong {
        let known = |name: &&&str| headers.iter().any(|header| folded(header) == **name);
        let all = format!("the columns are {}", COLUMNS.join(", "));
        match (self.wrong(headers, true), COLUMNS.iter().find(|name| !known(name))) {
            (Some(wrong), _) => wrong,
            (None, missing) => {
                let name = missing.unwrap_or(&COLUMNS[4]);
                (0, format!("the column `{name}` is missing"), all)
            }
        }
    }
}

/// Returns the column that a header names.
fn named(header: &str) -> Option<Column> {
    let header = folded(header);
    let own = [Column::Area, Column::Partner, Column::Stream, Column::Year];
    let own = COLUMNS.iter().zip(own).find(|(name, _)| **name == header).map(|(_, column)| column);
    own.or_else(|| CALLED.iter().find(|(_, names)| names.contains(&header.as_str())).map(|(column, _)| *column))
}

/// Returns the stream and the year of the figures below a header that names one of the two, and nothing else.
fn figures(header: &str, streams: &Streams) -> Option<(Option<String>, Option<Year>)> {
    let (year, rest) = with_year(header);
    let own = streams.id(header).map(str::to_owned);
    if own.is_some() {
        return Some((own, None));
    }
    if let Some(stream) = streams.id(&rest) {
        return Some((Some(stream.to_owned()), year));
    }
    let plain = FILLERS.iter().fold(folded(&rest), |rest, filler| rest.replace(filler, " "));
    match (plain.trim(), streams.id(&plain)) {
        ("", _) if year.is_some() => Some((None, year)),
        (_, Some(stream)) => Some((Some(stream.to_owned()), year)),
        _ => None,
    }
}
