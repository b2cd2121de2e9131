//! Money moved: what each stream, scheme, condition, area of spend, commissioner and district had and has, by year.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::check::{Facts, SpendLine};
use crate::money::{Amount, Money};
use crate::period::Year;
use crate::plan::{Amounts, CONTINGENCY, Field};

/// A sum of figures on one side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The sum of the figures that can be read, in pounds; none where no figure is stated.
    pub pounds: Option<Money>,
    /// True when a figure of it cannot be read, so that the sum is not known.
    pub unreadable: bool,
}

impl Cell {
    fn add(&mut self, figure: Field<Amount>) {
        *self = self.with(figure.into());
    }

    /// Returns both together.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        if let Some(pounds) = other.pounds {
            *self.pounds.get_or_insert(Money::ZERO) += pounds;
        }
        self.unreadable |= other.unreadable;
        self
    }
}

impl From<Field<Amount>> for Cell {
    fn from(figure: Field<Amount>) -> Self {
        Self { pounds: figure.get().map(|amount| amount.pounds), unreadable: figure.is_unreadable() }
    }
}

/// One thing in one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyRow {
    /// Its id; empty where the lines name none.
    pub key: String,
    /// As people call it.
    pub name: String,
    /// The financial year.
    pub year: Year,
    /// Before.
    pub old: Cell,
    /// After.
    pub new: Cell,
}

impl MoneyRow {
    /// Returns the new amount less the old one, in pounds; an amount that is not stated counts as zero. None where
    /// either cannot be read in full.
    pub fn difference(&self) -> Option<Money> {
        let known = !self.old.unreadable && !self.new.unreadable;
        known.then(|| self.new.pounds.unwrap_or_default() - self.old.pounds.unwrap_or_default())
    }
}

/// Money by one kind of thing: only what differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyTable {
    /// `income`, `stream`, `scheme`, `condition`, `area_of_spend`, `commissioner`, `district`, `outturn`
    pub id: &'static str,
    /// The title of the table: "Money spent, by scheme".
    pub title: &'static str,
    /// The kind of thing a row is: "scheme".
    pub of: &'static str,
    /// The rows that differ, thing by thing and year by year.
    pub rows: Vec<MoneyRow>,
    /// Everything together in the years of those rows, what does not differ included. Empty where a figure may count
    /// under several things.
    pub totals: Vec<MoneyRow>,
}

/// The sums of one side.
#[derive(Default)]
struct Sums {
    order: Vec<String>,
    names: HashMap<String, String>,
    cells: BTreeMap<(String, Year), Cell>,
}

impl Sums {
    fn add(&mut self, key: &str, name: impl FnOnce() -> String, amounts: &Amounts) {
        if !self.names.contains_key(key) {
            self.names.insert(key.to_owned(), name());
            self.order.push(key.to_owned());
        }
        for (year, figure) in &amounts.entries {
            self.cells.entry((key.to_owned(), *year)).or_default().add(*figure);
        }
    }
}

/// The kinds of money compared: the key, the title, the name of a row, and true when the rows add up to a total.
const KINDS: [(&str, &str, &str, bool); 8] = [
    ("income", "Money coming in, by stream", "stream", true),
    ("stream", "Money spent, by stream", "stream", true),
    ("scheme", "Money spent, by scheme", "scheme", true),
    ("condition", "Money spent, by national condition", "condition", false),
    ("area_of_spend", "Money spent, by area of spend", "area of spend", true),
    ("commissioner", "Money spent, by commissioner", "commissioner", true),
    ("district", "Disabled Facilities Grant, by district", "district", true),
    ("outturn", "Spent in the end, by stream and scheme", "part of the fund", false),
];

/// Returns every table with a row that differs.
pub(super) fn tables(facts: &[Facts<'_>; 2]) -> Vec<MoneyTable> {
    let [old, new] = [sums(&facts[0]), sums(&facts[1])];
    let both = old.iter().zip(&new).zip(KINDS);
    both.map(|((old, new), kind)| table(old, new, kind)).filter(|table| !table.rows.is_empty()).collect()
}

fn table(
    old: &Sums,
    new: &Sums,
    (id, title, of, adds_up): (&'static str, &'static str, &'static str, bool),
) -> MoneyTable {
    let years: BTreeSet<Year> = old.cells.keys().chain(new.cells.keys()).map(|(_, year)| *year).collect();
    let gone = old.order.iter().filter(|key| !new.names.contains_key(*key));
    let keys: Vec<&String> = new.order.iter().chain(gone).collect();
    let names = distinct(&keys, old, new);
    let cell = |sums: &Sums, key: &str, year| sums.cells.get(&(key.to_owned(), year)).copied().unwrap_or_default();
    let mut rows = Vec::new();
    let mut totals: BTreeMap<Year, (Cell, Cell)> = BTreeMap::new();
    for (key, name) in keys.into_iter().zip(names) {
        for &year in &years {
            let (before, after) = (cell(old, key, year), cell(new, key, year));
            let total = totals.entry(year).or_default();
            *total = (total.0.with(before), total.1.with(after));
            if before != after {
                rows.push(MoneyRow { key: key.clone(), name: name.clone(), year, old: before, new: after });
            }
        }
    }
    let changed: BTreeSet<Year> = rows.iter().map(|row| row.year).collect();
    totals.retain(|year, _| adds_up && changed.contains(year));
    let total = |(year, (old, new))| MoneyRow { key: String::new(), name: "total".into(), year, old, new };
    MoneyTable { id, title, of, rows, totals: totals.into_iter().map(total).collect() }
}

/// Returns the names of things, with the id where two have one name.
fn distinct(keys: &[&String], old: &Sums, new: &Sums) -> Vec<String> {
    let name = |key: &String| new.names.get(key).or_else(|| old.names.get(key)).map_or("", String::as_str);
    let mut times: HashMap<&str, usize> = HashMap::new();
    for key in keys {
        *times.entry(name(key)).or_default() += 1;
    }
    let full = |key: &&String| match times.get(name(key)) {
        Some(2..) if !key.is_empty() => format!("{} ({key})", name(key)),
        _ => name(key).to_owned(),
    };
    keys.iter().map(full).collect()
}

/// Returns the sums of one plan, in the order of [`KINDS`].
fn sums(facts: &Facts<'_>) -> [Sums; 8] {
    let mut all: [Sums; 8] = Default::default();
    let [income, stream, scheme, condition, area, commissioner, district, outturn] = &mut all;
    for source in &facts.plan.sources {
        let key = source.streams_key();
        income.add(&key, || stream_name(facts, &key), &source.amount);
        outturn.add(&format!("sources.{key}"), || stream_name(facts, &key), &source.spent);
    }
    for line in &facts.lines {
        let amount = &line.spend.amount;
        let key = line.drawn_on();
        stream.add(&key, || stream_name(facts, &key), amount);
        let id = line.scheme.id.str().unwrap_or_default();
        scheme.add(
            id,
            || line.scheme.name.str().unwrap_or(if id.is_empty() { "no id" } else { id }).to_owned(),
            amount,
        );
        let spent = &line.spend.spent;
        outturn.add(&format!("schemes.{id}"), || line.scheme.name.str().unwrap_or(id).to_owned(), spent);
        add_conditions(facts, line, condition);
        let word = line.spend.area_of_spend.get().map_or("", |area| area.word());
        area.add(word, || stated(word), amount);
        let word = line.spend.commissioner.get().map_or("", |commissioner| commissioner.word());
        commissioner.add(word, || stated(word), amount);
    }
    if let Some(contingency) = facts.plan.contingency() {
        let key = facts.contingency_stream();
        stream.add(key, || stream_name(facts, key), &contingency.amount);
        scheme.add(CONTINGENCY, || "contingency".into(), &contingency.amount);
    }
    outturn.add("outturn", || "the whole fund".into(), &facts.plan.outturn.spent);
    for share in &facts.plan.dfg.districts {
        let id = share.district.str().unwrap_or_default();
        district.add(id, || if id.is_empty() { stated(id) } else { facts.partner_name(id) }, &share.amount);
    }
    for retained in &facts.plan.dfg.retained {
        district.add("dfg.retained", || "kept by the county".into(), &retained.amount);
    }
    all
}

/// Adds a line under each condition its scheme serves.
fn add_conditions(facts: &Facts<'_>, line: &SpendLine<'_>, sums: &mut Sums) {
    let amount = &line.spend.amount;
    let served: BTreeSet<&str> = line.scheme.conditions.iter().filter_map(Field::str).collect();
    if served.is_empty() {
        sums.add("", || "none named".into(), amount);
    }
    for id in served {
        let number =
            facts.round.conditions.iter().find(|condition| condition.id == id).and_then(|condition| condition.number);
        sums.add(id, || number.map_or_else(|| id.to_owned(), |number| format!("{number}: {id}")), amount);
    }
}

fn stream_name(facts: &Facts<'_>, id: &str) -> String {
    if id.is_empty() { stated(id) } else { facts.names_of_streams(id) }
}

fn stated(word: &str) -> String {
    if word.is_empty() { "not stated" } else { word }.to_owned()
}
