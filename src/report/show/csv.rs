//! The picture of a plan as one tidy table: a figure a row, so that a spreadsheet can filter it.

use std::borrow::Cow;
use std::io::{self, Write};

use ::csv::Writer;

use super::Show;
use crate::money::Money;
use crate::period::Year;
use crate::text::escape::shown;
use crate::unit::Unit;
use crate::view::{Capacity, Cell, Dfg, Metric, Picture, RiskPool, Series, Where};

/// Writes it.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(show: &Show<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut sheet = Records { out: Writer::from_writer(out), picture: show.picture };
    sheet
        .out
        .write_record([
            "plan", "round", "table", "subject", "name", "group", "year", "measure", "value", "unit", "status",
            "clause", "basis", "note", "path", "line",
        ])
        .map_err(written)?;
    sheet.money()?;
    sheet.outturn()?;
    sheet.floors()?;
    if let Some(dfg) = &show.picture.dfg {
        sheet.grant(dfg)?;
    }
    show.picture.metrics.iter().try_for_each(|metric| sheet.metric(metric))?;
    show.picture.capacity.iter().try_for_each(|one| sheet.capacity(one))?;
    show.picture.risk_pools.iter().try_for_each(|pool| sheet.pool(pool))?;
    sheet.out.flush()
}

/// A row in the making. Texts are as the plan has them.
#[derive(Clone, Copy, Default)]
struct Record<'a> {
    table: &'a str,
    subject: &'a str,
    name: &'a str,
    /// The group of the row: a scheme's priority, a part's metric.
    group: &'a str,
    year: &'a str,
    measure: &'a str,
    /// A number, or nothing.
    value: &'a str,
    unit: &'a str,
    status: &'a str,
    clause: &'a str,
    basis: &'a str,
    note: &'a str,
    at: Option<&'a Where>,
}

struct Records<'a, W: Write> {
    out: Writer<W>,
    picture: &'a Picture,
}

/// Returns text that is safe in a cell: an apostrophe goes before what a spreadsheet would take for a formula, or a CI
/// runner for a command, and invisible characters are spelt out.
pub(in crate::report) fn text(text: &str) -> Cow<'_, str> {
    let shown = shown(text);
    if shown.trim_start().starts_with("::")
        || shown.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
    {
        return format!("'{shown}").into();
    }
    shown
}

/// Returns why it cannot be written, as the output says it: a reader that went away is kept apart from a full disk.
fn written(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

impl<W: Write> Records<'_, W> {
    fn line(&mut self, line: Record<'_>) -> io::Result<()> {
        let number = line.at.and_then(|at| at.line).map(|line| line.to_string()).unwrap_or_default();
        let words = [line.table, line.subject, line.name, line.group, line.year, line.measure];
        let more = [line.unit, line.status, line.clause, line.basis, line.note, line.at.map_or("", |at| &at.path)];
        let plan = [self.picture.path.as_str(), self.picture.round.as_deref().unwrap_or_default()];
        let cells = plan.into_iter().chain(words).map(text);
        // A number stays one, also where it is negative.
        let cells = cells.chain([line.value.into()]).chain(more.into_iter().map(text)).chain([number.into()]);
        let cells: Vec<Cow<'_, str>> = cells.collect();
        self.out.write_record(cells.iter().map(|cell| cell.as_bytes())).map_err(written)
    }

    /// Writes a row for each year with a figure that is stated or cannot be read.
    fn cells(&mut self, line: Record<'_>, cells: &[Cell]) -> io::Result<()> {
        let years: &[Year] = &self.picture.years;
        for (year, cell) in years.iter().zip(cells) {
            if cell.pounds.is_none() && !cell.unreadable {
                continue;
            }
            let value = cell.pounds.map(Money::plain).unwrap_or_default();
            let status = if cell.unreadable { "unreadable" } else { line.status };
            self.line(Record { year: &year.to_string(), value: &value, unit: "pounds", status, ..line })?;
        }
        Ok(())
    }

    fn money(&mut self) -> io::Result<()> {
        let money = &self.picture.money;
        for stream in &money.streams {
            let line = Record { table: "stream", subject: &stream.key, name: &stream.name, ..Record::default() };
            self.cells(Record { measure: "income", ..line }, &stream.income)?;
            self.cells(Record { measure: "spend", ..line }, &stream.spend)?;
        }
        for table in &money.tables {
            for row in &table.rows {
                let line = Record { table: table.id, subject: &row.key, name: &row.name, ..Record::default() };
                self.cells(Record { measure: "spend", ..line }, &row.cells)?;
            }
        }
        for scheme in &money.schemes {
            let conditions = scheme.conditions.join(", ");
            let line = Record {
                table: "scheme",
                subject: &scheme.id,
                name: &scheme.name,
                group: &scheme.priority,
                measure: "spend",
                note: &conditions,
                at: Some(&scheme.at),
                ..Record::default()
            };
            self.cells(line, &scheme.cells)?;
        }
        Ok(())
    }

    fn outturn(&mut self) -> io::Result<()> {
        let Some(outturn) = &self.picture.outturn else { return Ok(()) };
        for row in outturn.rows.iter().chain([&outturn.whole]) {
            let line =
                Record { table: "outturn", subject: &row.key, name: &row.name, group: row.of, ..Record::default() };
            self.cells(Record { measure: "planned", ..line }, &row.planned)?;
            self.cells(Record { measure: "spent", ..line }, &row.spent)?;
            let differences = row.differences.iter().map(|pounds| Cell { pounds: *pounds, unreadable: false });
            self.cells(Record { measure: "difference", ..line }, &differences.collect::<Vec<_>>())?;
        }
        Ok(())
    }

    fn floors(&mut self) -> io::Result<()> {
        for floor in &self.picture.floors {
            let year = floor.year.map(|year| year.to_string()).unwrap_or_default();
            let line = Record {
                table: "floor",
                subject: &floor.subject,
                name: &floor.name,
                group: floor.rule,
                year: &year,
                status: floor.held.word(),
                clause: floor.clause.as_ref().map_or("", |clause| &clause.id),
                basis: floor.clause.as_ref().map_or("", |clause| clause.basis.word()),
                note: floor.reason.as_deref().unwrap_or_default(),
                at: floor.at.as_ref(),
                ..Record::default()
            };
            let measures = [("required", floor.required), ("planned", floor.planned), ("headroom", floor.headroom())];
            for (measure, pounds) in measures {
                let value = pounds.map(Money::plain).unwrap_or_default();
                self.line(Record { measure, value: &value, unit: "pounds", ..line })?;
            }
            let percent = floor.percent().map(|percent| percent.to_string()).unwrap_or_default();
            self.line(Record { measure: "headroom-percent", value: &percent, unit: "percent", ..line })?;
        }
        Ok(())
    }

    fn grant(&mut self, dfg: &Dfg) -> io::Result<()> {
        let area = Record { table: "dfg", name: "the whole area", ..Record::default() };
        let sums = [("allocated", &dfg.allocated), ("income", &dfg.income), ("passed", &dfg.passed)];
        for (measure, cells) in sums {
            self.cells(Record { measure, ..area }, cells)?;
        }
        for district in &dfg.districts {
            for year in &district.years {
                let kept = Cell { pounds: year.kept, unreadable: false };
                let status = year.held.map_or("", crate::view::Held::word);
                let (name, own) =
                    (year.year.to_string(), [("allocated", year.allocated), ("passed", year.passed), ("kept", kept)]);
                for (measure, cell) in own {
                    let value = cell.pounds.map(Money::plain).unwrap_or_default();
                    let note = if cell.unreadable { "unreadable" } else { "" };
                    let line =
                        Record { table: "dfg", subject: &district.id, name: &district.name, ..Record::default() };
                    let line = Record { year: &name, measure, value: &value, unit: "pounds", status, note, ..line };
                    self.line(Record { at: district.at.as_ref(), ..line })?;
                }
            }
        }
        for kept in &dfg.retained {
            let (districts, agreed) = (kept.districts.join(", "), kept.agreed_by.join(", "));
            let note = if agreed.is_empty() { "agreed by nobody".to_owned() } else { format!("agreed by {agreed}") };
            let line = Record {
                table: "dfg",
                subject: "retained",
                name: &districts,
                measure: "retained",
                ..Record::default()
            };
            self.cells(Record { note: &note, at: Some(&kept.at), ..line }, &kept.cells)?;
        }
        Ok(())
    }

    fn metric(&mut self, metric: &Metric) -> io::Result<()> {
        let line = Record {
            table: "metric",
            subject: &metric.key,
            name: &metric.name,
            group: &metric.kind,
            unit: metric.unit.map_or("", Unit::word),
            at: Some(&metric.at),
            ..Record::default()
        };
        let all = [("baseline", &metric.baseline), ("target", &metric.target), ("outturn", &metric.outturn)];
        for (measure, series) in all {
            self.series(Record { measure, ..line }, series)?;
        }
        for (part, series) in &metric.parts {
            let measure = format!("target, {part}");
            self.series(Record { measure: &measure, ..line }, series)?;
        }
        Ok(())
    }

    fn series(&mut self, line: Record<'_>, series: &Series) -> io::Result<()> {
        for point in &series.0 {
            let value = point.value.map(|value| value.to_string()).unwrap_or_default();
            let status = if point.value.is_none() { "unreadable" } else { line.status };
            self.line(Record { year: &point.period.to_string(), value: &value, status, ..line })?;
        }
        Ok(())
    }

    fn capacity(&mut self, one: &Capacity) -> io::Result<()> {
        let line = Record { table: "capacity", subject: &one.service, at: Some(&one.at), ..Record::default() };
        self.series(Record { measure: "demand", ..line }, &one.demand)?;
        self.series(Record { measure: "capacity", ..line }, &one.capacity)
    }

    fn pool(&mut self, pool: &RiskPool) -> io::Result<()> {
        let purpose = pool.purpose.unwrap_or_default();
        let line =
            Record { table: "risk_pool", subject: &pool.id, group: purpose, at: Some(&pool.at), ..Record::default() };
        self.cells(Record { measure: "amount", ..line }, &pool.cells)?;
        for share in &pool.shares {
            let value = share.percent.map(|percent| percent.to_string()).unwrap_or_default();
            self.line(Record { name: &share.partner, measure: "share", value: &value, unit: "percent", ..line })?;
        }
        Ok(())
    }
}
