//! The figures of a plan as things with names: each thing has a value by period, and every place that holds it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::lex::LARGEST;
use super::namer::{Namer, Of};
use super::period;
use super::slips;
use super::thing::{Entry, Measure, Place, Thing};
use super::tie::Measured;
use crate::period::Period;
use crate::plan::syntax::Kind;
use crate::plan::{Figure, Plan, PlanDate};
use crate::policy::Round;
use crate::span::NodeId;
use crate::view::Picture;

/// Things in the making, by what they are: copies of one thing come together under one key.
#[derive(Default)]
struct Things {
    order: Vec<Thing>,
    known: BTreeMap<String, usize>,
}

impl Things {
    fn thing(&mut self, of: Of, unit: Measured) -> &mut Thing {
        let place = *self.known.entry(of.key).or_insert(self.order.len());
        if place == self.order.len() {
            let (label, family, measure) = (of.label, of.family, of.measure);
            self.order.push(Thing {
                label,
                names: Vec::new(),
                whose: Vec::new(),
                family,
                unit,
                measure,
                entries: Vec::new(),
            });
        }
        let thing = &mut self.order[place];
        for name in of.names {
            if !name.is_empty() && !thing.names.contains(&name) {
                thing.names.push(name);
            }
        }
        for name in of.whose {
            if !thing.whose.contains(&name) {
                thing.whose.push(name);
            }
        }
        thing
    }
}

/// Returns the things a plan has figures of, in its order, then what its figures come to and the figures of the round.
pub(super) fn things(plan: &Plan, round: &Round, picture: &Picture) -> Vec<Thing> {
    let namer = Namer::new(plan, round, picture);
    let mut things = Things::default();
    let mut seen = std::collections::BTreeSet::new();
    for series in plan.notes.series() {
        let Some(table) = series.table else { continue };
        let Some(of) = namer.series(table) else { continue };
        let unit = namer.unit(table, series.is_money);
        let thing = things.thing(of, unit);
        for figure in series.figures {
            seen.insert(figure.node);
            if let Some(place) = place(plan, figure.node, series.is_money) {
                thing.add(Some(figure.period), place);
            }
        }
    }
    for (node, _) in plan.notes.money() {
        if let (Some(of), Some(place)) = (namer.leaf(*node), place(plan, *node, true)) {
            seen.insert(*node);
            things.thing(of, Measured::Money).add(namer.day_beside(*node), place);
        }
    }
    numbers(plan, &namer, &seen, &mut things);
    dates(plan, &namer, &mut things);
    pair(plan, &namer, &mut things);
    computed(picture, round, &mut things);
    changes(&mut things);
    things.order.extend(super::policy::figures(round));
    things.order
}

/// Puts the amounts of a source and of the only line that spends it together where a slip lies between them: one of the
/// two was meant to be the other.
fn pair(plan: &Plan, namer: &Namer<'_>, things: &mut Things) {
    let mut lines: BTreeMap<&str, Vec<(NodeId, NodeId)>> = BTreeMap::new();
    for scheme in &plan.schemes {
        for line in &scheme.spend {
            lines.entry(line.source.str().unwrap_or_default()).or_default().push((scheme.node, line.node));
        }
    }
    for source in &plan.sources {
        let Some([(scheme, line)]) = source.id.str().and_then(|id| lines.get(id)).map(Vec::as_slice) else { continue };
        let known = |key: &str| things.known.get(key).copied();
        let (own, spent) = (known(&namer.source(source.node).key), known(&namer.line(*scheme, *line).key));
        let (Some(own), Some(spent)) = (own, spent) else { continue };
        for n in 0..things.order[own].entries.len() {
            let entry = &things.order[own].entries[n];
            let other = things.order[spent].entries.iter().position(|other| other.period == entry.period);
            let Some(other) = other else { continue };
            let places = |entry: &Entry| entry.places.clone();
            let (a, b) = (places(entry), places(&things.order[spent].entries[other]));
            let is_slip = |a: &Place, b: &Place| {
                (a.value - b.value).abs() > a.slack.max(b.slack) && slips::is_between(a.value, b.value)
            };
            if let (Some(first), Some(second)) = (a.first(), b.first())
                && is_slip(first, second)
            {
                things.order[own].entries[n].places.extend(b);
                things.order[spent].entries[other].places.extend(a);
            }
        }
    }
}

/// Adds the days and the months that the plan names.
fn dates(plan: &Plan, namer: &Namer<'_>, things: &mut Things) {
    for (date, node) in plan.notes.dates() {
        let value = match date {
            PlanDate::Day(day) => period::day_number(*day),
            PlanDate::Month(month) => period::month_number(*month),
            PlanDate::Half(..) | PlanDate::Unknown => continue,
        };
        if let Some(of) = namer.day(*node) {
            let place = Place { value, slack: Decimal::ZERO, node: Some(*node) };
            things.thing(of, Measured::Date).add(None, place);
        }
    }
}

/// Returns a value of the plan; nothing for one that is larger than any figure of a narrative.
fn place(plan: &Plan, node: NodeId, is_money: bool) -> Option<Place> {
    let (value, slack) = match plan.figure_at(node)? {
        Figure::Money(amount) if is_money => {
            let slack = amount.precision.half().max(amount.slack);
            (amount.pounds.to_decimal()?.normalize(), slack.to_decimal()?)
        }
        Figure::Number(number) if !is_money => (number.value, number.slack()),
        _ => return None,
    };
    (value.abs() < LARGEST).then_some(Place { value, slack, node: Some(node) })
}

/// Adds the numbers that are under no period.
fn numbers(plan: &Plan, namer: &Namer<'_>, seen: &std::collections::BTreeSet<NodeId>, things: &mut Things) {
    let is_number =
        |node: &NodeId| matches!(plan.tree.kind(*node), Kind::Integer | Kind::Float) && !seen.contains(node);
    for node in plan.tree.nodes().filter(is_number) {
        let key = plan.tree.key(node).unwrap_or_default();
        if let (Some(of), Some(place)) = (namer.leaf(node), place(plan, node, false)) {
            let unit =
                if key.contains("percent") || key.contains("share") { Measured::Percent } else { Measured::Number };
            things.thing(of, unit).add(None, place);
        }
    }
}

/// Adds what figures of the plan come to, where it does not say so itself.
fn computed(picture: &Picture, round: &Round, things: &mut Things) {
    let money = &picture.money;
    let mut add = |of: Of, cells: &[crate::view::Cell]| {
        let thing = things.thing(of, Measured::Money);
        for (year, cell) in picture.years.iter().zip(cells) {
            let period = Some(Period::Year(*year));
            let known = thing.entries.iter().any(|entry| entry.period == period);
            if let Some(value) =
                cell.pounds.filter(|_| !cell.unreadable && !known).and_then(crate::money::Money::to_decimal)
            {
                let place = Place { value: value.normalize(), slack: Decimal::from(1), node: None };
                thing.add(period, place);
            }
        }
    };
    let of = |key: String, name: &str, family: &str, measure| Of {
        key,
        label: format!("{name} in all"),
        names: vec![name.to_owned(), format!("{name} total")],
        whose: Vec::new(),
        family: family.to_owned(),
        measure,
    };
    for stream in &money.streams {
        let name = round.stream(&stream.key).map_or(stream.name.as_str(), |known| known.name.as_str());
        add(of(format!("stream:{}", stream.key), name, "stream", Measure::Income), &stream.income);
    }
    let fund = || vec!["pool total".to_owned(), "total funding".to_owned(), format!("total {}", round.name)];
    add(Of { names: fund(), ..of("totals:pool".to_owned(), "the pool", "totals", Measure::Income) }, &money.income);
    for table in &money.tables {
        for row in table.rows.iter().filter(|row| !row.key.is_empty()) {
            add(of(format!("{}:{}", table.id, row.key), &row.name, table.id, Measure::Spend), &row.cells);
        }
    }
    for scheme in &money.schemes {
        add(of(format!("scheme:{}", scheme.id), &scheme.name, "schemes", Measure::Spend), &scheme.cells);
    }
}

/// Adds the change from each year to the next of what has values for both.
fn changes(things: &mut Things) {
    let mut all = Vec::new();
    for thing in &things.order {
        let mut entries = Vec::new();
        for entry in &thing.entries {
            let (Some(Period::Year(year)), [now, ..]) = (entry.period, &entry.places[..]) else { continue };
            let before = Some(Period::Year(year.previous()));
            let Some(before) = thing.entries.iter().find(|entry| entry.period == before) else { continue };
            let Some(value) = before.places.first().and_then(|was| now.value.checked_sub(was.value)) else { continue };
            if !value.is_zero() {
                let slack = now.slack + before.places[0].slack;
                let place = Place { value: value.abs(), slack, node: None };
                entries.push(Entry { period: Some(Period::Year(year)), places: vec![place] });
            }
        }
        if !entries.is_empty() {
            let label = format!("{}, change from the year before", thing.label);
            let measure = Measure::Change;
            all.push(Thing { label, measure, entries, family: "changes".to_owned(), ..thing.clone() });
        }
    }
    things.order.append(&mut all);
}
