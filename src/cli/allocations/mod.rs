//! The allocations government published for the areas of a region, from a CSV file.
//!
//! The columns are `area`, `partner`, `stream`, `year`, `amount`, in any order. `area` is the plan's `[area] name` or
//! `code`, or empty for a partner's whole over all its areas; `partner` one of its partners by id or name, or empty for
//! the area's own figure; `amount` plain pounds or money as plans write it. A figure acts as if the plan's
//! `[allocations]` held it. Where the plan says another, the published one is used, so that no plan passes by
//! misquoting its own minimum, and a note tells of the difference.

use std::collections::HashMap;
use std::sync::Arc;

use super::fault::Fault;
use super::known_rounds::every_round;
use crate::check::published_keys;
use crate::compare::PartnerTotal;
use crate::money::{self, Amount, Money, MoneyError};
use crate::period::Year;
use crate::plan::{Partner, Plan, Published, nearest};
use crate::policy::{Round, Rounds};
use crate::span::{BYTE_ORDER_MARK, LineIndex, Span};

const COLUMNS: [&str; 5] = ["area", "partner", "stream", "year", "amount"];
/// The most broken rows that are reported.
const MOST: usize = 20;

/// The rows of a file.
#[derive(Clone, Debug)]
pub(super) struct Allocations {
    /// The path as the config writes it.
    pub(super) file: String,
    rows: Vec<PublishedRow>,
    /// By area, in small letters.
    by_area: HashMap<String, Vec<usize>>,
}

#[derive(Clone, Debug)]
struct PublishedRow {
    partner: String,
    stream: String,
    year: Year,
    amount: Amount,
    line: usize,
}

impl Allocations {
    /// Reads the text of a file, called `file` in its config and `name` in messages.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its line.
    pub(super) fn read(text: &str, file: &str, name: &str, rounds: &Rounds) -> Result<Self, Vec<Fault>> {
        let text = text.trim_start_matches(BYTE_ORDER_MARK);
        let streams = streams(rounds).map_err(|fault| vec![fault])?;
        let mut table = Table {
            source: text.into(),
            name,
            streams: &streams,
            lines: LineIndex::new(text),
            faults: Vec::new(),
            seen: HashMap::new(),
        };
        let mut allocations = Self { file: file.to_owned(), rows: Vec::new(), by_area: HashMap::new() };
        table.read(text, &mut allocations);
        if table.faults.is_empty() { Ok(allocations) } else { Err(table.faults) }
    }

    /// Returns how many figures there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns how many areas have any.
    pub(super) fn areas(&self) -> usize {
        self.by_area.keys().filter(|area| !area.is_empty()).count()
    }

    /// Returns what was published for partners as a whole: the rows without an area.
    pub(super) fn totals(&self) -> impl Iterator<Item = PartnerTotal> + '_ {
        self.by_area.get("").into_iter().flatten().map(|&row| {
            let PublishedRow { partner, stream, year, amount, .. } = self.rows[row].clone();
            PartnerTotal { partner, stream, year, amount }
        })
    }

    /// Returns the areas that have figures, by name or code in small letters.
    pub(super) fn area_names(&self) -> impl Iterator<Item = &str> {
        self.by_area.keys().map(String::as_str)
    }

    fn of_area(&self, plan: &Plan) -> Vec<&PublishedRow> {
        let mut names: Vec<String> =
            [plan.area.name.str(), plan.area.code.str()].into_iter().flatten().map(folded).collect();
        names.dedup();
        // Rows without an area are of no plan's.
        names.retain(|name| !name.is_empty());
        let mut rows: Vec<usize> = names.iter().filter_map(|name| self.by_area.get(name)).flatten().copied().collect();
        rows.sort_unstable();
        rows.into_iter().map(|row| &self.rows[row]).collect()
    }

    /// Returns what was published for a plan's area in the round it is checked under.
    ///
    /// # Errors
    /// When two rows give one figure, one by the name and one by the code of the area or the partner.
    pub(super) fn of_plan(&self, plan: &Plan, round: &Round) -> Result<Vec<Published>, Fault> {
        let keys = published_keys(round);
        let partners = Partners::of(plan);
        let mut seen: HashMap<(Option<String>, &str, Year), usize> = HashMap::new();
        let mut figures = Vec::new();
        for row in
            self.of_area(plan).into_iter().filter(|row| keys.contains(&row.stream.as_str()) && counts(row, round))
        {
            let partner = (!row.partner.is_empty()).then(|| partners.id(&row.partner));
            if let Some(first) = seen.insert((partner.clone(), &row.stream, row.year), row.line) {
                let what = format!("`{}` of {} for one plan", row.stream, row.year.prose());
                return Err(Fault::new(format!(
                    "{} gives {what} in line {first} and again in line {}",
                    self.file, row.line
                ))
                .help("an area, or a partner, stands there by its name and by its code; keep one"));
            }
            let origin = format!("{} line {}", self.file, row.line);
            figures.push(Published { partner, stream: row.stream.clone(), year: row.year, amount: row.amount, origin });
        }
        Ok(figures)
    }
}

/// Returns whether a row is about a year that plans of the round look at: one of its own, or the year a baseline is of.
fn counts(row: &PublishedRow, round: &Round) -> bool {
    let published = (row.stream.as_str(), row.year);
    let baseline = round.floors.iter().any(|floor| floor.published_baseline() == Some(published));
    round.has_year(row.year) || baseline
}

/// The partners of a plan as the rows of a file call them.
struct Partners<'p> {
    by_id: HashMap<String, &'p str>,
    by_name: HashMap<String, Option<&'p str>>,
}

impl<'p> Partners<'p> {
    fn of(plan: &'p Plan) -> Self {
        // Of two that are called the same it is the first.
        let partners = || plan.partners.items.iter().rev();
        let id = |partner: &'p Partner| Some((folded(partner.id.str()?), partner.id.str()?));
        let name = |partner: &'p Partner| Some((folded(partner.name.str()?), partner.id.str()));
        Self { by_id: partners().filter_map(id).collect(), by_name: partners().filter_map(name).collect() }
    }

    /// Returns the id of the partner whose id or else whose name a row gives, else what it gives.
    fn id(&self, named: &str) -> String {
        let folded = folded(named);
        let of_name = || self.by_name.get(&folded).copied().flatten();
        self.by_id.get(&folded).copied().or_else(of_name).unwrap_or(named).to_owned()
    }
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Returns whether a text begins as a table of allocations does.
pub(super) fn is_table(text: &str) -> bool {
    let first = text.trim_start_matches(BYTE_ORDER_MARK).lines().next().unwrap_or_default();
    let names: Vec<String> = first.split(',').map(|name| folded(name.trim().trim_matches('"'))).collect();
    COLUMNS.iter().all(|column| names.iter().any(|name| name == column))
}

/// Returns everything any round publishes.
fn streams(rounds: &Rounds) -> Result<Vec<String>, Fault> {
    let mut streams: Vec<String> = Vec::new();
    for round in every_round(rounds)? {
        streams.extend(published_keys(&round).into_iter().map(str::to_owned));
    }
    streams.sort_unstable();
    streams.dedup();
    Ok(streams)
}

/// A file being read.
struct Table<'a> {
    source: Arc<str>,
    name: &'a str,
    streams: &'a [String],
    lines: LineIndex,
    faults: Vec<Fault>,
    seen: HashMap<(String, String, String, Year), usize>,
}

/// A record of the file with the place it has there.
struct Record<'a> {
    fields: &'a csv::StringRecord,
    line: usize,
    span: Span,
    columns: [usize; 5],
}

impl Record<'_> {
    fn field(&self, column: usize) -> &str {
        self.fields.get(self.columns[column]).unwrap_or_default().trim()
    }
}

impl Table<'_> {
    fn read(&mut self, text: &str, into: &mut Allocations) {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut columns: Option<[usize; 5]> = None;
        for result in reader.records() {
            if self.faults.len() >= MOST {
                return;
            }
            let fields = match result {
                Ok(fields) => fields,
                Err(error) => return self.faults.push(Fault::new(format!("{} cannot be read: {error}", self.name))),
            };
            let (line, span) = self.place(&fields);
            let Some(columns) = columns else {
                match self.columns(&fields, span) {
                    Some(found) => columns = Some(found),
                    None => return,
                }
                continue;
            };
            if let Some((area, row)) = self.row(&Record { fields: &fields, line, span, columns }, fields.len()) {
                into.by_area.entry(folded(&area)).or_default().push(into.rows.len());
                into.rows.push(row);
            }
        }
        if columns.is_none() {
            self.faults.push(
                Fault::new(format!("{} is empty", self.name)).help(format!("its first line is {}", COLUMNS.join(","))),
            );
        }
    }

    /// Returns the line a record starts in, and the bytes it has there. Blank lines before it are none of it.
    fn place(&self, fields: &csv::StringRecord) -> (usize, Span) {
        let from =
            fields.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(usize::MAX)).min(self.source.len());
        let rest = self.source.get(from..).unwrap_or_default();
        let start = from + (rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        let end = self.source[start..].find(['\r', '\n']).map_or(self.source.len(), |length| start + length);
        let span = Span::new(start, end);
        (self.lines.line_of(span.start) + 1, span)
    }

    fn fault(&mut self, message: &str, help: Option<String>, (line, span): (usize, Span)) {
        let fault = Fault::new(format!("{} line {line}: {message}", self.name)).help_if(help);
        self.faults.push(fault.at(self.name, &self.source, span));
    }

    /// Returns where each column is.
    fn columns(&mut self, header: &csv::StringRecord, span: Span) -> Option<[usize; 5]> {
        let names: Vec<String> = header.iter().map(folded).collect();
        let mut wrong = None;
        if let Some(name) = names.iter().find(|name| !COLUMNS.contains(&name.as_str())) {
            let near = nearest(name, COLUMNS).map(|near| format!("did you mean `{near}`? "));
            wrong = Some((format!("there is no column `{name}`"), near.unwrap_or_default()));
        } else if let Some(name) =
            names.iter().enumerate().find_map(|(n, name)| names[..n].contains(name).then_some(name))
        {
            wrong = Some((format!("the column `{name}` stands there twice"), String::new()));
        } else if let Some(name) = COLUMNS.iter().find(|name| !names.iter().any(|known| known == *name)) {
            wrong = Some((format!("the column `{name}` is missing"), String::new()));
        }
        if let Some((message, near)) = wrong {
            self.fault(&message, Some(format!("{near}the columns are {}", COLUMNS.join(", "))), (1, span));
            return None;
        }
        Some(COLUMNS.map(|column| names.iter().position(|name| name == column).unwrap_or(0)))
    }

    fn row(&mut self, record: &Record<'_>, fields: usize) -> Option<(String, PublishedRow)> {
        let place = (record.line, record.span);
        let [area, partner, stream, year, amount] = [0, 1, 2, 3, 4].map(|column| record.field(column));
        if fields != COLUMNS.len() {
            let help = "an amount or a name with a comma in it is put in quotes: \"£3,349,869\"";
            self.fault(&format!("there are {fields} fields and not {}", COLUMNS.len()), Some(help.to_owned()), place);
            return None;
        }
        if area.is_empty() && partner.is_empty() {
            self.fault("it names neither an area nor a partner", None, place);
            return None;
        }
        if !self.streams.iter().any(|known| known == stream) {
            let near = nearest(stream, self.streams.iter().map(String::as_str));
            let help = near.map_or_else(
                || "`bcf rounds ROUND` lists the streams".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            self.fault(&format!("there is no stream and no floor `{stream}`"), Some(help), place);
            return None;
        }
        let Some(year) = Year::parse(year) else {
            self.fault(&format!("`{year}` is no financial year"), Some("it is written 2017-18".to_owned()), place);
            return None;
        };
        let amount = match pounds(amount) {
            Ok(amount) => amount,
            Err(error) => {
                let help = "it is plain pounds (3349869) or money as a plan writes it (\"£3,349,869\", £36,682k)";
                self.fault(&format!("`{amount}` is no amount: {error}"), Some(help.to_owned()), place);
                return None;
            }
        };
        let key = (folded(area), folded(partner), stream.to_owned(), year);
        if let Some(first) = self.seen.get(&key).copied() {
            self.fault(&format!("it says again what line {first} says"), Some("keep one of the two".to_owned()), place);
            return None;
        }
        self.seen.insert(key, record.line);
        let row =
            PublishedRow { partner: partner.to_owned(), stream: stream.to_owned(), year, amount, line: record.line };
        Some((area.to_owned(), row))
    }
}

/// Reads plain pounds, with or without thousands separated, or money with its unit. A published figure is not below
/// zero.
fn pounds(text: &str) -> Result<Amount, MoneyError> {
    let plain = text.starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.');
    let amount = if plain { money::parse_text(&format!("£{text}"))? } else { money::parse_text(text)? };
    if amount.pounds < Money::ZERO { Err(MoneyError::Negative) } else { Ok(amount) }
}
