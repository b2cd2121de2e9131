//! The figures of a narrative's tables, put to the places of a plan.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::super::page::{amount, money, number};
use super::asked::Paper;
use super::names::{Names, Words, commissioner, words};
use super::place::{Measure, Placed, Slot};
use crate::narrative::{Cell, Document, Figure, Measured, Piece, Role};
use crate::period::Period;
use crate::policy::Frequency;
use crate::unit::Unit;

/// Words over a column that holds reasons.
const REASONS: [&str; 5] = ["rationale", "methodology", "commentary", "comment", "reason"];
/// The most characters of a row's name that are told.
const LONGEST: usize = 60;
/// The part of a sum by which rounding may have moved it is one by this.
const ROUNDED: Decimal = Decimal::ONE_THOUSAND;
/// The fewest rows of districts that make a table one of districts.
const DISTRICTS: usize = 3;

/// The figures that were found in a narrative.
#[derive(Debug, Default)]
pub(super) struct Harvest {
    /// The slots in the order in which they were met.
    order: Vec<Slot>,
    placed: BTreeMap<Slot, Vec<Placed>>,
    /// Those that could not be placed, a line each.
    pub(super) rest: Vec<String>,
    /// The name of the area, where a table says it.
    pub(super) area: Option<String>,
}

impl Harvest {
    pub(super) fn of(paper: &Paper<'_>) -> Self {
        let mut harvest = Self { area: area(paper.document), ..Self::default() };
        let reader = Reader::new(paper);
        let mut tables: BTreeMap<u32, Vec<&Figure>> = BTreeMap::new();
        for figure in paper.figures {
            match paper.document.piece(figure.at.piece).map(|piece| piece.role) {
                Some(Role::Cell { table, .. }) => tables.entry(table).or_default().push(figure),
                _ => harvest.leave(&reader, figure),
            }
        }
        for (table, figures) in tables {
            reader.table(table, &figures, &mut harvest);
        }
        harvest.keep_one_kind_of_period();
        harvest
    }

    /// Keeps of a metric's values those of the kind of period that most are of: a year's value is no month's.
    fn keep_one_kind_of_period(&mut self) {
        let kind = |placed: &Placed| std::mem::discriminant(&placed.period);
        for (slot, placed) in &mut self.placed {
            if !matches!(slot, Slot::Metric { .. }) {
                continue;
            }
            let count = |one: &Placed| placed.iter().filter(|other| kind(other) == kind(one)).count();
            let Some(most) = placed.iter().rev().max_by_key(|one| count(one)).map(kind) else { continue };
            let (kept, left): (Vec<Placed>, Vec<Placed>) = placed.drain(..).partition(|one| kind(one) == most);
            *placed = kept;
            self.rest.extend(left.iter().map(|one| format!("{} of {}: {}", one.value, one.period.prose(), one.read)));
        }
    }

    /// Returns the slots in the order of the narrative.
    pub(super) fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.order.iter()
    }

    /// Returns what was placed in a slot, by period.
    pub(super) fn at(&self, slot: &Slot) -> &[Placed] {
        self.placed.get(slot).map_or(&[], Vec::as_slice)
    }

    /// Puts a figure to its place; one that has none, or of which another is there already, stays over.
    fn put(&mut self, reader: &Reader<'_>, slot: Option<Slot>, figure: &Figure) {
        let placed = slot.and_then(|slot| {
            let placed = reader.placed(figure)?;
            Some((slot.clone(), Placed { period: reader.period_in(&slot, placed.period), ..placed }))
        });
        let Some((slot, placed)) = placed else { return self.leave(reader, figure) };
        if !self.placed.contains_key(&slot) {
            self.order.push(slot.clone());
        }
        let there = self.placed.entry(slot).or_default();
        match there.iter().find(|other| other.period == placed.period) {
            Some(other) if other.value == placed.value => {}
            Some(_) => self.leave(reader, figure),
            None => there.push(placed),
        }
    }

    fn leave(&mut self, reader: &Reader<'_>, figure: &Figure) {
        let year = figure.year.map(|year| format!(" of {}", year.prose())).unwrap_or_default();
        self.rest.push(format!("{}{year}: {}", figure.text.trim(), reader.where_read(figure)));
    }
}

/// Returns the name of the area, where a row of a table says it.
fn area(document: &Document) -> Option<String> {
    let text = |piece: &u32| document.piece(*piece).map_or("", |piece| piece.text.trim());
    let cells = document.tables.iter().flat_map(|table| &table.rows).flat_map(|row| row.cells.windows(2));
    let named = |pair: &[Cell]| {
        let (label, name) = (text(&pair[0].piece?), text(&pair[1].piece?));
        let label = label.to_lowercase();
        let says = ["area", "health and wellbeing board", "constituent health and wellbeing boards"]
            .contains(&label.trim_end_matches(':'));
        (says && !name.is_empty() && name.len() <= LONGEST).then(|| name.to_owned())
    };
    cells.into_iter().find_map(named)
}

/// The round's names, and the paper.
struct Reader<'p> {
    paper: &'p Paper<'p>,
    streams: Names,
    earmarks: Names,
    floors: Names,
    metrics: Names,
}

/// The facts known of a table as its rows are gone through.
#[derive(Default)]
struct Seen {
    floor: Option<String>,
    /// The streams of the rows since the last sum.
    streams: Vec<String>,
    /// True where a sum has followed them: the next row begins anew.
    summed: bool,
    /// The rows that are the sum of those above them, back to the last one.
    sums: BTreeSet<u32>,
    /// The streams that rows of bodies are of, as the name of their sum says.
    of_sum: BTreeMap<u32, String>,
}

impl<'p> Reader<'p> {
    fn new(paper: &'p Paper<'p>) -> Self {
        let round = paper.round;
        let counted = round.streams.iter().filter(|stream| !stream.adjustment);
        Self {
            streams: Names::of(counted.map(|stream| (&*stream.id, &*stream.name))),
            earmarks: Names::of(round.earmarks.iter().map(|earmark| (&*earmark.id, &*earmark.name))),
            floors: Names::of(round.floors.iter().map(|floor| (&*floor.id, &*floor.of))),
            metrics: Names::of(round.metrics.iter().map(|metric| (&*metric.id, &*metric.name))),
            paper,
        }
    }

    fn piece(&self, figure: &Figure) -> Option<&'p Piece> {
        self.paper.document.piece(figure.at.piece)
    }

    fn text(&self, piece: u32) -> &'p str {
        self.paper.document.piece(piece).map_or("", |piece| piece.text.as_str())
    }

    fn texts(&self, pieces: &[u32]) -> String {
        pieces.iter().map(|piece| self.text(*piece)).collect::<Vec<_>>().join(" ")
    }

    /// Returns the name of the row a figure is in, without the marks of notes.
    fn row(&self, cell: &Cell) -> String {
        // The first words of a row are its name, but for a number before them; `Nil` is a figure of another column.
        let is_name = |text: &&str| text.chars().filter(|c| c.is_alphabetic()).count() > 3;
        let texts = || cell.labels.iter().map(|piece| self.text(*piece));
        let label = texts().find(is_name).or_else(|| texts().next_back()).unwrap_or_default();
        let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
        label.trim_matches(|c: char| matches!(c, '*' | ':' | '^')).trim().to_owned()
    }

    /// Returns where a figure was read.
    fn where_read(&self, figure: &Figure) -> String {
        let section = if figure.at.section.is_empty() { "before the first section" } else { &figure.at.section };
        let cell = self.piece(figure).and_then(|piece| self.paper.document.cell_of(piece));
        let row = cell.map(|cell| self.row(cell)).filter(|row| !row.is_empty());
        let short = |row: String| {
            if row.chars().count() > LONGEST { row.chars().take(LONGEST).collect::<String>() + "…" } else { row }
        };
        match row {
            Some(row) => format!("{section}, row \"{}\"", short(row)),
            None => section.to_owned(),
        }
    }

    /// Returns a figure as the plan writes it, with its period.
    fn placed(&self, figure: &Figure) -> Option<Placed> {
        let value = match figure.unit {
            Measured::Money => money(amount(figure)?),
            Measured::Percent | Measured::Number => number(figure),
            Measured::Date => return None,
        };
        Some(Placed { period: figure.year?, value, read: self.where_read(figure) })
    }

    /// Returns the period of a value in its place: where a metric stands at the end of March is its value of the year.
    fn period_in(&self, slot: &Slot, period: Period) -> Period {
        let Slot::Metric { kind, .. } = slot else { return period };
        let by_year =
            self.paper.round.metrics.iter().any(|metric| *metric.id == **kind && metric.targets == Frequency::Year);
        match period {
            Period::Month(month) if by_year && month.month == 3 => Period::Year(period.financial_year()),
            period => period,
        }
    }

    /// Goes through the figures of a table.
    fn table(&self, table: u32, figures: &[&Figure], harvest: &mut Harvest) {
        let Some(own) = self.paper.document.tables.get(table as usize) else { return };
        let heads =
            own.rows.iter().filter(|row| row.is_header).flat_map(|row| &row.cells).filter_map(|cell| cell.piece);
        let heads: Vec<u32> = own.caption.iter().copied().chain(heads).collect();
        let around = words(&format!("{} {}", self.texts(&heads), self.section(figures.first())));
        let districts = self.districts(&around, figures);
        let mut seen = self.sums(figures);
        for figure in figures {
            let Some(cell) = self.piece(figure).and_then(|piece| self.paper.document.cell_of(piece)) else { continue };
            let slot = match figure.unit {
                Measured::Money if districts => self.district(cell, figures, &around),
                Measured::Money => self.money(cell, figure, &around, &mut seen),
                Measured::Percent | Measured::Number => self.metric(cell, figure, own.caption.as_slice()),
                Measured::Date => None,
            };
            harvest.put(self, slot, figure);
        }
    }

    fn section(&self, figure: Option<&&Figure>) -> String {
        let piece = figure.and_then(|figure| self.piece(figure));
        let section = piece.and_then(|piece| self.paper.document.sections_of(piece).next());
        section.map(|section| section.title.clone()).unwrap_or_default()
    }

    /// Returns whether a table is of what each district is passed of the grant.
    fn districts(&self, around: &Words, figures: &[&Figure]) -> bool {
        let Some(grant) = &self.paper.round.dfg else { return false };
        let rows: BTreeSet<String> = figures
            .iter()
            .filter_map(|figure| Some(self.row(self.paper.document.cell_of(self.piece(figure)?)?)))
            .collect();
        let plain =
            rows.iter().filter(|row| !row.is_empty() && self.streams.find(&words(row), &Words::new()).is_none());
        around.contains("district")
            && self.streams.find(around, &Words::new()) == Some(&*grant.stream)
            && plain.count() >= DISTRICTS
    }

    fn row_of(&self, figure: &Figure) -> Option<u32> {
        match self.piece(figure)?.role {
            Role::Cell { row, .. } => Some(row),
            _ => None,
        }
    }

    /// Finds the rows that are sums of those above them, within the rounding of each, and what their names say of those.
    fn sums(&self, figures: &[&Figure]) -> Seen {
        let mut rows: BTreeMap<u32, (&Cell, BTreeMap<Period, Decimal>)> = BTreeMap::new();
        for figure in figures.iter().filter(|figure| figure.unit == Measured::Money) {
            let cell = self.piece(figure).and_then(|piece| self.paper.document.cell_of(piece));
            if let (Some(row), Some(cell), Some(year)) = (self.row_of(figure), cell, figure.year) {
                rows.entry(row).or_insert_with(|| (cell, BTreeMap::new())).1.insert(year, figure.value);
            }
        }
        let mut seen = Seen::default();
        let mut run: Vec<(u32, &Cell, &BTreeMap<Period, Decimal>)> = Vec::new();
        for (row, (cell, values)) in &rows {
            let sum_of =
                |period: &Period| -> Decimal { run.iter().filter_map(|(.., values)| values.get(period)).sum() };
            let is_near =
                |(period, value): (&Period, &Decimal)| (sum_of(period) - *value).abs() * ROUNDED <= value.abs();
            if run.len() < 2 || !values.iter().all(is_near) {
                run.push((*row, *cell, values));
                continue;
            }
            seen.sums.insert(*row);
            let named = self.streams.find(&words(&self.row(cell)), &Words::new());
            for (row, cell, _) in run.drain(..) {
                let label = self.row(cell);
                let is_body =
                    commissioner(&label).is_some() && self.streams.find(&words(&label), &Words::new()).is_none();
                if let Some(stream) = named.filter(|_| is_body) {
                    seen.of_sum.insert(row, stream.to_owned());
                }
            }
        }
        seen
    }

    fn district(&self, cell: &Cell, figures: &[&Figure], around: &Words) -> Option<Slot> {
        let name = self.row(cell);
        let stream = &self.paper.round.dfg.as_ref()?.stream;
        if name.is_empty() || self.is_sum(cell, figures) {
            return around.contains("allocation").then(|| Slot::Allocation(stream.to_string()));
        }
        Some(Slot::District(name))
    }

    /// Returns whether a cell holds the sum of the others in its column.
    fn is_sum(&self, cell: &Cell, figures: &[&Figure]) -> bool {
        let column =
            figures.iter().filter_map(|figure| Some((self.paper.document.cell_of(self.piece(figure)?)?, figure.value)));
        let values: Vec<(&Cell, Decimal)> = column.filter(|(other, _)| other.column == cell.column).collect();
        let own = values.iter().find(|(other, _)| std::ptr::eq(*other, cell)).map(|(_, value)| *value);
        let all: Decimal = values.iter().map(|(_, value)| *value).sum();
        own.is_some_and(|own| values.len() > 2 && all - own == own)
    }

    /// Returns the place of an amount.
    fn money(&self, cell: &Cell, figure: &Figure, around: &Words, seen: &mut Seen) -> Option<Slot> {
        if cell.labels.is_empty() && cell.headers.is_empty()
            || matches!(figure.year, Some(Period::Month(_) | Period::Quarter(..)) | None)
        {
            return None;
        }
        let row = self.row(cell);
        let (near, group) = (words(&row), words(&self.texts(&cell.groups)));
        let funding: Words = group.union(around).cloned().collect();
        let is_funding = ["fund", "funding", "contribution", "source"].iter().any(|word| funding.contains(*word));
        if !is_funding && let Some(slot) = self.floor(&near, seen) {
            return Some(slot);
        }
        let at = self.row_of(figure);
        let is_total = row.is_empty() || near.contains("total") || at.is_some_and(|at| seen.sums.contains(&at));
        if is_total {
            return self.sum(&near, seen);
        }
        if let Some(earmark) = self
            .earmarks
            .find(&near, &Words::new())
            .filter(|_| near.contains("inclusive") || row.starts_with("of which"))
        {
            return Some(Slot::Earmark(earmark.to_owned()));
        }
        let by_sum = at.and_then(|at| seen.of_sum.get(&at).cloned());
        let stream = by_sum.or_else(|| self.streams.find(&near, &group).map(str::to_owned)).filter(|_| is_funding);
        if let Some(stream) = stream {
            if std::mem::take(&mut seen.summed) {
                seen.streams.clear();
            }
            if !seen.streams.contains(&stream) {
                seen.streams.push(stream.clone());
            }
            let partner = commissioner(&row).is_some() && near.len() > 2 && !near.contains("additional");
            let partner = partner.then(|| row.clone());
            return Some(Slot::Source { stream, name: row, partner });
        }
        let headers = words(&format!("{} {}", self.texts(&cell.headers), self.texts(&cell.groups)));
        let spends = |there: &Words| {
            ["scheme", "budget", "expenditure", "spend", "spent", "spending", "investment"]
                .iter()
                .any(|word| there.contains(*word))
        };
        (spends(around) || spends(&headers)).then_some(Slot::Scheme(row))
    }

    /// Returns the place of a row that is about a floor, or goes on about the one of the rows above it.
    fn floor(&self, near: &Words, seen: &mut Seen) -> Option<Slot> {
        if let Some(floor) = self.floors.covered(near, 60)
            && let Some(slot) = self.of_floor(floor, near)
        {
            seen.floor = Some(floor.to_owned());
            return Some(slot);
        }
        // A row behind them says by how much the one is above the other.
        let above = ["variance", "surplus", "headroom", "difference"].iter().any(|word| near.contains(*word));
        seen.floor.as_deref().filter(|_| above).and_then(|floor| self.of_floor(floor, near))
    }

    fn of_floor(&self, floor: &str, near: &Words) -> Option<Slot> {
        let has = |words: &[&str]| words.iter().any(|word| near.contains(*word));
        let own = self.paper.round.floors.iter().find(|known| &*known.id == floor)?;
        if has(&["total", "spend", "spending", "expenditure", "plan"]) {
            Some(Slot::Total(floor.to_owned()))
        } else if has(&["variance", "surplus", "headroom", "above", "difference"]) {
            own.surplus_key.as_ref().map(|key| Slot::Total(key.to_string()))
        } else if has(&["ring", "ringfence", "minimum", "required", "requirement"]) {
            Some(Slot::Minimum(floor.to_owned()))
        } else {
            None
        }
    }

    /// Returns the sum that a row without a name of its own states: that of the rows above it.
    fn sum(&self, near: &Words, seen: &mut Seen) -> Option<Slot> {
        seen.summed = true;
        let grants = |stream: &String| self.paper.round.streams.iter().any(|known| known.id == **stream && known.grant);
        match seen.streams.as_slice() {
            _ if near.contains("total")
                && ["fund", "funding", "pool", "bcf"].iter().any(|word| near.contains(*word)) =>
            {
                Some(Slot::Total("pool".to_owned()))
            }
            [only] => Some(Slot::Total(only.clone())),
            [_, ..] if seen.streams.iter().all(grants) => Some(Slot::Total("grants".to_owned())),
            _ => None,
        }
    }

    /// Returns the place of a value that is no money.
    fn metric(&self, cell: &Cell, figure: &Figure, caption: &[u32]) -> Option<Slot> {
        let headers = words(&self.texts(&cell.headers));
        let near = words(&format!("{} {}", self.texts(&cell.labels), self.texts(&cell.groups)));
        let all: Words = near.union(&words(&self.texts(caption))).cloned().collect();
        let is_month = matches!(figure.year, Some(Period::Month(_)));
        if figure.unit == Measured::Percent
            && is_month
            && self.paper.round.bed_share.is_some()
            && all.contains("bed")
            && all.contains("delayed")
        {
            return Some(Slot::BedShare);
        }
        let section = words(&self.section(Some(&figure)));
        let whole: Words = all.union(&section).cloned().collect();
        let by_section = || self.metrics.covered(&whole, 100).filter(|_| is_month);
        let kind = self.metrics.covered(&near, 60).or_else(by_section)?;
        let metric = self.paper.round.metrics.iter().find(|metric| &*metric.id == kind)?;
        let behind =
            self.piece(figure).map_or("", |piece| &piece.text[(figure.at.within.end as usize).min(piece.text.len())..]);
        let is_rate =
            behind.trim_start().starts_with("admissions per 100,000") || near.contains("per") && near.contains("month");
        let counts = metric.unit == Unit::Count;
        if (figure.unit == Measured::Percent) != (metric.unit == Unit::Percent)
            || counts && (is_rate || figure.text.contains('.'))
        {
            return None;
        }
        // What is said of the reasons has figures of many kinds.
        if REASONS.iter().any(|word| headers.contains(*word)) {
            return None;
        }
        let measure = self.said(&headers, figure).or_else(|| self.said(&near, figure))?;
        Some(Slot::Metric { kind: kind.to_owned(), measure })
    }

    /// Returns what words say a value is to its metric.
    fn said(&self, there: &Words, figure: &Figure) -> Option<Measure> {
        let has = |words: &[&str]| words.iter().any(|word| there.contains(*word));
        if has(&["target", "trajectory", "planned", "proposed", "plan", "ambition"]) {
            Some(Measure::Target)
        } else if has(&["actual", "outturn", "position", "final"]) {
            Some(Measure::Outturn)
        } else if has(&["performance", "baseline"]) {
            Some(self.reached(figure))
        } else {
            None
        }
    }

    /// Returns what a value that was reached is: before the round a baseline.
    fn reached(&self, figure: &Figure) -> Measure {
        let first = self.paper.round.years.first();
        let is_before = figure.year.zip(first).is_some_and(|(year, first)| year.financial_year() < *first);
        if is_before { Measure::Baseline } else { Measure::Outturn }
    }
}
