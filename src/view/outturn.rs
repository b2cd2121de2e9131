//! Plan against outturn: what each stream and scheme was to have, and what was spent of it in the end.

use std::borrow::Cow;

use super::Cell;
use super::scene::Scene;
use crate::money::Money;
use crate::plan::{Amounts, Field, Source};

/// The outturn: what became of the money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outturn {
    /// The streams and schemes of which the plan says what was spent, in its order.
    pub rows: Vec<OutturnRow>,
    /// The whole fund.
    pub whole: OutturnRow,
    /// The difference the plan itself gives, one cell a year.
    pub stated: Vec<Cell>,
    /// The amounts held back, one cell a year.
    pub withheld: Vec<Cell>,
    /// The names of those who bore the difference, or kept it.
    pub borne_by: Vec<String>,
    /// Anything else the plan says of it.
    pub note: Option<String>,
}

/// A part of the fund beside what was spent of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutturnRow {
    /// `stream`, `scheme` or `fund`
    pub of: &'static str,
    /// Its key; empty for the whole fund, and where it has none.
    pub key: String,
    /// As people call it.
    pub name: String,
    /// The planned amounts, one cell a year.
    pub planned: Vec<Cell>,
    /// The amounts spent, one cell a year.
    pub spent: Vec<Cell>,
    /// The amounts spent less those planned, in pounds, a year each; none where not every part of it says what was spent.
    pub differences: Vec<Option<Money>>,
}

/// An amount of the plan beside what was spent of it.
type Pair<'p> = (&'p Amounts, &'p Amounts);

impl Outturn {
    /// Returns it; nothing where the plan says nothing of what was spent.
    pub(super) fn of(scene: &Scene<'_>) -> Option<Self> {
        let own = &scene.plan.outturn;
        let mut rows = streams(scene);
        rows.extend(schemes(scene));
        if rows.is_empty() && own.node.is_none() {
            return None;
        }
        let spent = scene.cells(&own.spent);
        let planned = planned(scene);
        let difference = |(planned, spent): (&Cell, &Cell)| {
            let is_known = !planned.unreadable && !spent.unreadable;
            planned.pounds.zip(spent.pounds).filter(|_| is_known).map(|(planned, spent)| spent - planned)
        };
        let differences = planned.iter().zip(&spent).map(difference).collect();
        let whole =
            OutturnRow { of: "fund", key: String::new(), name: "the whole fund".into(), planned, spent, differences };
        let borne_by = own.borne_by.iter().filter_map(Field::str).map(|id| scene.facts.partner_name(id)).collect();
        Some(Self {
            rows,
            whole,
            stated: scene.cells(&own.difference),
            withheld: scene.cells(&own.withheld),
            borne_by,
            note: own.note.str().map(str::to_owned),
        })
    }
}

/// Returns what the whole fund was to spend: its lines, else its sources, else the pool as the plan states it.
fn planned(scene: &Scene<'_>) -> Vec<Cell> {
    let plan = scene.plan;
    let contingency = plan.contingency().map(|contingency| &contingency.amount);
    let lines = plan.schemes.iter().flat_map(|scheme| &scheme.spend).map(|line| &line.amount).chain(contingency);
    let sources = plan.sources.iter().map(|source| &source.amount);
    let pool = crate::plan::named(&plan.totals.named, crate::plan::StatedSum::Pool.word());
    let says = |cells: &Vec<Cell>| cells.iter().any(|cell| cell.pounds.is_some() || cell.unreadable);
    let ways = [sum(scene, lines), sum(scene, sources), sum(scene, pool)];
    ways.into_iter().find(says).unwrap_or_else(|| vec![Cell::default(); scene.years.len()])
}

fn sum<'p>(scene: &Scene<'_>, amounts: impl IntoIterator<Item = &'p Amounts>) -> Vec<Cell> {
    let mut cells = vec![Cell::default(); scene.years.len()];
    for amounts in amounts {
        cells.iter_mut().zip(scene.cells(amounts)).for_each(|(sum, cell)| *sum = sum.with(cell));
    }
    cells
}

fn streams(scene: &Scene<'_>) -> Vec<OutturnRow> {
    let mut groups: Vec<(Cow<'_, str>, Vec<&Source>)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for source in &scene.plan.sources {
        let key = source.streams_key();
        let place = *places.entry(key.clone()).or_insert(groups.len());
        if place == groups.len() {
            groups.push((key, Vec::new()));
        }
        groups[place].1.push(source);
    }
    let row = |(key, sources): (Cow<'_, str>, Vec<&Source>)| {
        let pairs: Vec<Pair<'_>> = sources.iter().map(|source| (&source.amount, &source.spent)).collect();
        let name = scene.facts.names_of_streams(&key);
        row(scene, "stream", (key.into_owned(), name), &pairs)
    };
    groups.into_iter().filter_map(row).collect()
}

fn schemes(scene: &Scene<'_>) -> Vec<OutturnRow> {
    let row = |scheme: &crate::plan::Scheme| {
        let pairs: Vec<Pair<'_>> = scheme.spend.iter().map(|line| (&line.amount, &line.spent)).collect();
        let id = scheme.id.str().unwrap_or_default().to_owned();
        let name = scheme.name.str().map_or_else(|| id.clone(), str::to_owned);
        row(scene, "scheme", (id, name), &pairs)
    };
    scene.plan.schemes.iter().filter_map(row).collect()
}

/// Returns the row of some amounts; nothing where none of them says what was spent.
fn row(scene: &Scene<'_>, of: &'static str, (key, name): (String, String), pairs: &[Pair<'_>]) -> Option<OutturnRow> {
    if pairs.iter().all(|(_, spent)| spent.is_absent()) {
        return None;
    }
    let difference = |year: &crate::period::Year| {
        pairs.iter().try_fold(Money::ZERO, |sum, (planned, spent)| match (planned.at(*year), spent.at(*year)) {
            (Field::Is(planned, _), Field::Is(spent, _)) => Some(sum + spent.pounds - planned.pounds),
            (Field::Absent, Field::Absent) => Some(sum),
            _ => None,
        })
    };
    let says = |year: &crate::period::Year| pairs.iter().any(|(_, spent)| !spent.at(*year).is_absent());
    let differences = scene.years.iter().map(|year| difference(year).filter(|_| says(year))).collect();
    let planned = sum(scene, pairs.iter().map(|(planned, _)| *planned));
    let spent = sum(scene, pairs.iter().map(|(_, spent)| *spent));
    Some(OutturnRow { of, key, name, planned, spent, differences })
}
