//! Money in and out, by year: each table's rows add up to its total, since what a line does not say is a row of its own.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::Cell;
use super::scene::{Scene, Where};
use crate::check::{Draw, SpendLine};
use crate::money::Money as Pounds;
use crate::period::Year;
use crate::plan::{CONTINGENCY, Field};

/// Money in and out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Money {
    /// Each stream with what comes in and what is spent of it.
    pub streams: Vec<Stream>,
    /// All streams together: what comes in.
    pub income: Vec<Cell>,
    /// All streams together: what is spent, the contingency included.
    pub spend: Vec<Cell>,
    /// The spending, by `condition`, `priority`, `area_of_spend` and `commissioner`; the total of each is
    /// [`Money::spend`].
    pub tables: Vec<SpendTable>,
    /// The spending of each stream under each condition, priority and area of spend, and on each scheme.
    pub flows: Vec<Flow>,
    /// Each scheme.
    pub schemes: Vec<Scheme>,
}

/// A stream of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    /// Its id; empty where sources or lines do not say.
    pub key: String,
    /// As people call it.
    pub name: String,
    /// True when it only corrects the pool and is not spent.
    pub adjustment: bool,
    /// The income of its sources, one cell a year.
    pub income: Vec<Cell>,
    /// The spending on lines and the contingency, one cell a year.
    pub spend: Vec<Cell>,
}

/// The spending by one kind of thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpendTable {
    /// `condition`, `priority`, `area_of_spend`, `commissioner`
    pub id: &'static str,
    /// The title of the table: "Spending by national condition".
    pub title: &'static str,
    /// The kind of thing a row is: "national condition".
    pub of: &'static str,
    /// Its rows; what is not stated comes last.
    pub rows: Vec<SpendRow>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpendRow {
    /// Its id (several conditions served together: `a+b`); empty where lines do not say.
    pub key: String,
    /// As people call it.
    pub name: String,
    /// A cell a year.
    pub cells: Vec<Cell>,
}

/// Money of a stream that is spent under something, in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The [`Stream::key`] it comes from.
    pub stream: String,
    /// The [`SpendTable::id`] of what it goes to: `condition`, `priority`, `area_of_spend` or `scheme`.
    pub table: &'static str,
    /// The [`SpendRow::key`] it goes to.
    pub to: String,
    /// The financial year.
    pub year: Year,
    /// The amount, in pounds; never zero.
    pub pounds: Pounds,
}

/// A scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Its id; empty where it has none. The contingency is `out_of_hospital.contingency`.
    pub id: String,
    /// Its name, else its id.
    pub name: String,
    /// The plan's own heading; empty where it has none.
    pub priority: String,
    /// The ids of the national conditions it serves.
    pub conditions: Vec<String>,
    /// Its type; empty where it has none.
    pub kind: String,
    /// The spending on it, one cell a year.
    pub cells: Vec<Cell>,
    /// The place in the plan.
    pub at: Where,
}

/// The name under which a line that does not say is counted.
const NOT_STATED: &str = "not stated";

impl SpendTable {
    /// Returns whether it tells spending apart: the contingency stands in every table alike.
    pub fn tells(&self) -> bool {
        self.rows.iter().any(|row| !row.key.is_empty() && row.key != CONTINGENCY)
    }
}

impl Scheme {
    /// Returns what it is told apart by: its id, else its name.
    fn key(&self) -> &str {
        if self.id.is_empty() { &self.name } else { &self.id }
    }
}

/// Returns the [`Scheme::key`] of a scheme of the plan.
fn key_of(scheme: &crate::plan::Scheme) -> String {
    scheme.id.str().or(scheme.name.str()).unwrap_or_default().to_owned()
}

/// The id of the table of schemes.
const SCHEME: &str = "scheme";

/// Rows in the making, in the order they are met.
#[derive(Default)]
struct Rows {
    rows: Vec<SpendRow>,
    places: HashMap<String, usize>,
}

impl Rows {
    fn add(&mut self, key: &str, name: impl FnOnce() -> String, cells: &[Cell]) {
        let place = *self.places.entry(key.to_owned()).or_insert(self.rows.len());
        if place == self.rows.len() {
            let blank = vec![Cell::default(); cells.len()];
            self.rows.push(SpendRow { key: key.to_owned(), name: name(), cells: blank });
        }
        add(&mut self.rows[place].cells, cells);
    }
}

/// Adds one cell a year to another.
fn add(sum: &mut [Cell], cells: &[Cell]) {
    sum.iter_mut().zip(cells).for_each(|(sum, cell)| *sum = sum.with(*cell));
}

/// The rows in which the money of one line is counted.
struct Counted {
    stream: String,
    stream_name: String,
    condition: (String, String),
    priority: (String, String),
    area: (String, String),
    commissioner: (String, String),
    /// The [`Scheme::key`] of its scheme.
    scheme: String,
    cells: Vec<Cell>,
}

impl Money {
    pub(super) fn of(scene: &Scene<'_>) -> Self {
        let counted = counted(scene);
        let none = || vec![Cell::default(); scene.years.len()];
        let (mut income, mut spend) = (none(), none());
        let streams = streams_of(scene, &counted);
        for stream in &streams {
            add(&mut income, &stream.income);
            add(&mut spend, &stream.spend);
        }
        Self {
            tables: tables(scene, &counted),
            flows: flows(scene, &counted),
            schemes: schemes(scene),
            streams,
            income,
            spend,
        }
    }

    /// Returns the table with this id.
    pub fn table(&self, id: &str) -> Option<&SpendTable> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// Returns the spending scheme by scheme, as a table of which the total is [`Money::spend`] too.
    pub fn by_scheme(&self) -> SpendTable {
        let mut rows = Rows::default();
        for scheme in &self.schemes {
            rows.add(scheme.key(), || scheme.name.clone(), &scheme.cells);
        }
        SpendTable { id: SCHEME, title: "Spending by scheme", of: "scheme", rows: rows.rows }
    }
}

/// Returns each stream of a plan.
pub(super) fn streams(scene: &Scene<'_>) -> Vec<Stream> {
    streams_of(scene, &counted(scene))
}

fn counted(scene: &Scene<'_>) -> Vec<Counted> {
    scene.facts.lines.iter().map(|line| of_line(scene, line)).chain(of_contingency(scene)).collect()
}

/// Returns the round's streams that the plan has, in the round's order, then what else it names.
fn streams_of(scene: &Scene<'_>, counted: &[Counted]) -> Vec<Stream> {
    let (mut income, mut spend) = (Rows::default(), Rows::default());
    for source in &scene.plan.sources {
        let key = source.streams_key();
        income.add(&key, || stream_name(scene, &key), &scene.cells(&source.amount));
    }
    for line in counted {
        spend.add(&line.stream, || line.stream_name.clone(), &line.cells);
    }
    let mut seen = HashSet::new();
    let all = income.rows.iter().chain(&spend.rows).filter(|row| seen.insert(row.key.as_str()));
    let mut keys: Vec<(String, String)> = all.map(|row| (row.key.clone(), row.name.clone())).collect();
    let rank = |key: &str| {
        let known = scene.round.streams.iter().position(|stream| stream.id == key);
        (key.is_empty(), known.unwrap_or(scene.round.streams.len()))
    };
    keys.sort_by_key(|(key, _)| rank(key));
    let cells = |rows: &Rows, key: &str| {
        let blank = || vec![Cell::default(); scene.years.len()];
        rows.places.get(key).map_or_else(blank, |place| rows.rows[*place].cells.clone())
    };
    let stream = |(key, name): (String, String)| Stream {
        income: cells(&income, &key),
        spend: cells(&spend, &key),
        adjustment: scene.round.stream(&key).is_some_and(|stream| stream.adjustment),
        key,
        name,
    };
    keys.into_iter().map(stream).collect()
}

fn tables(scene: &Scene<'_>, counted: &[Counted]) -> Vec<SpendTable> {
    type Of = fn(&Counted) -> &(String, String);
    let kinds: [(&str, &str, &str, Of); 4] = [
        ("condition", "Spending by national condition", "national condition", |line| &line.condition),
        ("priority", "Spending by priority", "priority", |line| &line.priority),
        ("area_of_spend", "Spending by area of spend", "area of spend", |line| &line.area),
        ("commissioner", "Spending by commissioner", "commissioner", |line| &line.commissioner),
    ];
    let table = |(id, title, of, key): (&'static str, &'static str, &'static str, Of)| {
        let mut rows = Rows::default();
        for line in counted {
            let (key, name) = key(line);
            rows.add(key, || name.clone(), &line.cells);
        }
        let mut rows = rows.rows;
        match id {
            "condition" => rows.sort_by_key(|row| (rank_of_conditions(scene, &row.key), row.key.clone())),
            _ => rows.sort_by_key(|row| (row.key.is_empty(), row.key == CONTINGENCY)),
        }
        SpendTable { id, title, of, rows }
    };
    kinds.into_iter().map(table).collect()
}

/// Returns a key for sorting: single conditions in the round's order, then several together, then the contingency, then
/// none.
fn rank_of_conditions(scene: &Scene<'_>, key: &str) -> (usize, Vec<usize>) {
    let place = |id: &str| scene.round.conditions.iter().position(|condition| condition.id == id);
    let places: Vec<usize> = key.split('+').map(|id| place(id).unwrap_or(usize::MAX)).collect();
    let class = match key {
        "" => 3,
        CONTINGENCY => 2,
        _ => usize::from(places.len() > 1),
    };
    (class, places)
}

fn flows(scene: &Scene<'_>, counted: &[Counted]) -> Vec<Flow> {
    let mut sums: BTreeMap<(&'static str, Year, &str, &str), Pounds> = BTreeMap::new();
    for line in counted {
        for (year, cell) in scene.years.iter().zip(&line.cells) {
            let Some(pounds) = cell.pounds.filter(|pounds| *pounds != Pounds::ZERO) else { continue };
            for (table, to) in [
                ("condition", &line.condition.0),
                ("priority", &line.priority.0),
                ("area_of_spend", &line.area.0),
                (SCHEME, &line.scheme),
            ] {
                *sums.entry((table, *year, &line.stream, to)).or_default() += pounds;
            }
        }
    }
    let flow = |((table, year, stream, to), pounds): ((&'static str, Year, &str, &str), Pounds)| Flow {
        stream: stream.to_owned(),
        table,
        to: to.to_owned(),
        year,
        pounds,
    };
    sums.into_iter().map(flow).collect()
}

fn of_line(scene: &Scene<'_>, line: &SpendLine<'_>) -> Counted {
    let stream = line.drawn_on();
    let word = |word: Option<&str>, of_the_format| {
        let key = word.unwrap_or_default();
        (key.to_owned(), stated(key, of_the_format))
    };
    Counted {
        stream: stream.clone().into_owned(),
        stream_name: match line.draw {
            Draw::Unknown(_) if !stream.is_empty() => format!("{stream} (unknown)"),
            _ => stream_name(scene, &stream),
        },
        condition: conditions(scene, &line.scheme.conditions.items),
        priority: word(line.scheme.priority.str(), false),
        scheme: key_of(line.scheme),
        area: word(line.spend.area_of_spend.get().map(|area| area.word()), true),
        commissioner: word(line.spend.commissioner.get().map(|commissioner| commissioner.word()), true),
        cells: scene.cells(&line.spend.amount),
    }
}

/// Returns the contingency, which is spent from its stream and has no line.
fn of_contingency(scene: &Scene<'_>) -> Option<Counted> {
    let contingency = scene.plan.contingency()?;
    let stream = scene.facts.contingency_stream();
    let own = || (CONTINGENCY.to_owned(), "contingency".to_owned());
    Some(Counted {
        stream: stream.to_owned(),
        stream_name: stream_name(scene, stream),
        condition: own(),
        priority: own(),
        area: own(),
        commissioner: own(),
        scheme: CONTINGENCY.to_owned(),
        cells: scene.cells(&contingency.amount),
    })
}

/// Returns the conditions a scheme serves, together: its money is counted once.
fn conditions(scene: &Scene<'_>, served: &[Field<Box<str>>]) -> (String, String) {
    let served: BTreeSet<&str> = served.iter().filter_map(Field::str).collect();
    let known = |id: &str| scene.round.conditions.iter().position(|condition| condition.id == id);
    let mut served: Vec<&str> = served.into_iter().collect();
    served.sort_by_key(|id| known(id).unwrap_or(usize::MAX));
    let number = |id: &str| {
        let condition = scene.round.conditions.iter().find(|condition| condition.id == id)?;
        Some((condition.number?, condition.name.as_str()))
    };
    let name = match served.as_slice() {
        [] => NOT_STATED.to_owned(),
        [id] => number(id).map_or_else(|| (*id).to_owned(), |(number, name)| format!("{number}. {name}")),
        several => {
            let words: Vec<String> =
                several.iter().map(|id| number(id).map_or_else(|| (*id).to_owned(), |(n, _)| n.to_string())).collect();
            let (last, first) =
                words.split_last().map_or((String::new(), &[][..]), |(last, first)| (last.clone(), first));
            format!("{} and {last} together", first.join(", "))
        }
    };
    (served.join("+"), name)
}

fn schemes(scene: &Scene<'_>) -> Vec<Scheme> {
    let mut all: Vec<Scheme> = scene.plan.schemes.iter().map(|scheme| of_scheme(scene, scheme)).collect();
    if let Some(contingency) = scene.plan.contingency()
        && let Some(node) = contingency.node
    {
        all.push(Scheme {
            id: CONTINGENCY.to_owned(),
            name: "contingency".to_owned(),
            priority: String::new(),
            conditions: Vec::new(),
            kind: String::new(),
            cells: scene.cells(&contingency.amount),
            at: scene.at(node),
        });
    }
    all
}

fn of_scheme(scene: &Scene<'_>, scheme: &crate::plan::Scheme) -> Scheme {
    let mut cells = vec![Cell::default(); scene.years.len()];
    for line in &scheme.spend {
        add(&mut cells, &scene.cells(&line.amount));
    }
    let text = |field: &Field<Box<str>>| field.str().unwrap_or_default().to_owned();
    let id = text(&scheme.id);
    Scheme {
        name: scheme.name.str().map_or_else(|| id.clone(), str::to_owned),
        id,
        priority: text(&scheme.priority),
        conditions: scheme.conditions.iter().filter_map(Field::str).map(str::to_owned).collect(),
        kind: text(&scheme.kind),
        cells,
        at: scene.at(scheme.node),
    }
}

fn stream_name(scene: &Scene<'_>, id: &str) -> String {
    if id.is_empty() { NOT_STATED.to_owned() } else { scene.facts.names_of_streams(id) }
}

/// Returns a word of the format as people say it, or the plan's own heading.
fn stated(word: &str, of_the_format: bool) -> String {
    match word {
        "" => NOT_STATED.to_owned(),
        "nhs" if of_the_format => "NHS".to_owned(),
        word if of_the_format => word.replace('-', " "),
        heading => heading.to_owned(),
    }
}
