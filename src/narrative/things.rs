//! The figures of a plan as things with names: each thing has a value by period, and every place that holds it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::tie::Measured;
use crate::money::{self, Amount};
use crate::period::{Period, Year};
use crate::plan::syntax::Kind;
use crate::plan::{Plan, PlanDate};
use crate::policy::Round;
use crate::span::NodeId;
use crate::unit::{Quantity, Unit};
use crate::view::Picture;

/// A thing a plan has figures of.
#[derive(Clone, Debug)]
pub(super) struct Thing {
    /// What it is called in a sentence.
    pub label: String,
    /// Each of the names it goes by, in full.
    pub names: Vec<String>,
    /// The names of whom it is of alone, by which a row of a table may go.
    pub whose: Vec<String>,
    /// The list it is one of; two things of one list may be taken for each other.
    pub family: String,
    /// The kind of number its values are.
    pub unit: Measured,
    /// What its values are to the plan.
    pub measure: Measure,
    /// Its values.
    pub entries: Vec<Entry>,
}

/// What a figure is to the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Measure {
    /// It is to be reached.
    Target,
    /// It was reached.
    Reached,
    /// Money that comes in.
    Income,
    /// Money that goes out.
    Spend,
    /// Anything else.
    Plain,
    /// A change from one year to the next.
    Change,
    /// A figure of the round.
    Policy,
}

/// The value of a thing in a period.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The period; none for a value that is of none.
    pub period: Option<Period>,
    /// The places that hold it.
    pub places: Vec<Place>,
}

/// A place that holds a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The value: pounds, percent, a number.
    pub value: Decimal,
    /// The most by which rounding can have moved it.
    pub slack: Decimal,
    /// The place in the plan; none for a value that was worked out, or is the round's.
    pub node: Option<NodeId>,
}

impl Entry {
    /// Returns whether the places hold one value, within their rounding.
    pub(super) fn is_one(&self) -> bool {
        let Some(first) = self.places.first() else { return true };
        self.places.iter().all(|place| (place.value - first.value).abs() <= place.slack.max(first.slack))
    }
}

/// Things in the making, by what they are: copies of one thing come together under one key.
#[derive(Default)]
struct Things {
    order: Vec<Thing>,
    known: BTreeMap<String, usize>,
}

/// A key of a thing and what it is called.
struct Of {
    key: String,
    label: String,
    names: Vec<String>,
    whose: Vec<String>,
    family: String,
    measure: Measure,
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

impl Thing {
    fn add(&mut self, period: Option<Period>, place: Place) {
        match self.entries.iter_mut().find(|entry| entry.period == period) {
            Some(entry) => entry.places.push(place),
            None => self.entries.push(Entry { period, places: vec![place] }),
        }
    }
}

/// Returns the things a plan has figures of, in its order, then what its figures come to and the figures of the round.
pub(super) fn things(plan: &Plan, round: &Round, picture: &Picture) -> Vec<Thing> {
    let namer = Namer { plan, round, picture };
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
    computed(picture, round, &mut things);
    changes(&mut things);
    super::policy::figures(round).into_iter().for_each(|thing| things.order.push(thing));
    things.order
}

/// A day the plan names.
#[derive(Clone, Debug)]
pub(super) struct Dated {
    /// The names of what it is the day of.
    pub names: Vec<String>,
    /// The day.
    pub date: PlanDate,
    /// The place in the plan.
    pub node: NodeId,
}

/// Returns the days the plan names.
pub(super) fn dates(plan: &Plan, round: &Round, picture: &Picture) -> Vec<Dated> {
    let namer = Namer { plan, round, picture };
    let dated = |(date, node): &(PlanDate, NodeId)| {
        let of = namer.leaf(*node)?;
        Some(Dated { names: of.names, date: *date, node: *node })
    };
    plan.notes.dates().iter().filter_map(dated).collect()
}

/// Returns a value of the plan.
fn place(plan: &Plan, node: NodeId, is_money: bool) -> Option<Place> {
    let raw = plan.tree.raw(node);
    if !is_money {
        let value: Decimal = raw.replace('_', "").parse().ok()?;
        let slack = Decimal::try_new(5, value.scale() + 1).ok()?;
        return Some(Place { value, slack, node: Some(node) });
    }
    let amount: Amount = match plan.tree.kind(node) {
        Kind::String => money::parse_text(&plan.tree.text(node)).ok()?,
        _ => money::parse_number(raw, plan.unit()).ok()?.no_finer_than(plan.precision()),
    };
    let slack = amount.precision.half().max(amount.slack).to_decimal()?;
    Some(Place { value: amount.pounds.to_decimal()?.normalize(), slack, node: Some(node) })
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

/// Gives figures of a plan their names.
struct Namer<'a> {
    plan: &'a Plan,
    round: &'a Round,
    picture: &'a Picture,
}

/// The sections whose numbers are no figures of the plan, or are what the narrative is held to.
const LEFT_OUT: [&str; 6] = ["plan", "statements", "waivers", "accepted", "area", "evidence"];

impl Namer<'_> {
    /// Returns the nodes that lead to a node, the highest first, without the root.
    fn way(&self, node: NodeId) -> Vec<NodeId> {
        let tree = &self.plan.tree;
        let mut way: Vec<NodeId> = std::iter::successors(Some(node), |node| tree.parent(*node)).collect();
        way.pop();
        way.reverse();
        way
    }

    fn text(&self, table: NodeId, key: &str) -> Option<String> {
        let node = self.plan.tree.get(table, key)?;
        (self.plan.tree.kind(node) == Kind::String).then(|| self.plan.tree.text(node).into_owned())
    }

    fn partner(&self, id: &str) -> String {
        let partner = self.plan.partners.iter().find(|partner| partner.id.str() == Some(id));
        partner.and_then(|partner| partner.name.str()).unwrap_or(id).to_owned()
    }

    /// Returns what a word of the round is called there; else its own words.
    fn word(&self, id: &str) -> String {
        let round = self.round;
        let stream = round.stream(id).map(|stream| stream.name.as_str());
        let floor = || round.floor(id).map(|floor| floor.name.as_str());
        let earmark = || round.earmarks.iter().find(|earmark| earmark.id == id).map(|earmark| earmark.name.as_str());
        stream.or_else(floor).or_else(earmark).map_or_else(|| id.replace(['-', '_'], " "), str::to_owned)
    }

    /// Returns the thing a series is of.
    fn series(&self, table: NodeId) -> Option<Of> {
        let way = self.way(table);
        let keys: Vec<String> =
            way.iter().map(|node| self.plan.tree.key(*node).unwrap_or_default().into_owned()).collect();
        let key = |n: usize| keys.get(n).map_or("", String::as_str);
        match key(0) {
            "sources" if key(2) == "amount" => Some(self.source(*way.get(1)?)),
            "allocations" if key(1) == "by_partner" => Some(self.stream(key(3), Some(key(2)))),
            "allocations" => Some(self.stream(key(1), None)),
            "totals" if key(1) == "by_priority" => Some(self.row("priority", key(2), "totals.priority")),
            "totals" if keys.len() == 2 => Some(self.total(key(1))),
            "dfg" if key(1) == "districts" && key(3) == "amount" => {
                let district = self.text(*way.get(2)?, "district")?;
                Some(self.passed_on(&district))
            }
            "schemes" if key(2) == "spend" && key(4) == "amount" => Some(self.line(*way.get(1)?, *way.get(3)?)),
            "metrics" if keys.len() == 3 => self.metric(*way.get(1)?, key(2)),
            "metrics" if key(2) == "parts" => self.metric_part(*way.get(1)?, key(3)),
            "transfers_of_care" if key(1) == "bed_share" => Some(self.bed_share()),
            _ => self.leaf(table),
        }
    }

    /// Returns a stream of money, of one partner or of all.
    fn stream(&self, stream: &str, partner: Option<&str>) -> Of {
        let name = self.word(stream);
        let whole = partner.map(|id| self.partner(id));
        let mut names = vec![whole.as_ref().map_or_else(|| name.clone(), |partner| format!("{partner} {name}"))];
        if whole.is_none() {
            names.push(stream.to_owned());
        }
        Of {
            whose: whole.iter().cloned().collect(),
            key: format!("stream:{stream}{}", partner.map(|id| format!(":{id}")).unwrap_or_default()),
            label: whole.map_or_else(|| name.clone(), |partner| format!("{name} of {partner}")),
            names,
            family: if partner.is_some() { format!("stream:{stream}") } else { "stream".to_owned() },
            measure: Measure::Income,
        }
    }

    /// Returns what a district is passed of the grant: its allocation, unless the county keeps a part of it.
    fn passed_on(&self, district: &str) -> Of {
        let of = self.stream("dfg", Some(district));
        let kept = self.plan.dfg.retained.iter().flat_map(|retained| &retained.districts);
        if kept.filter_map(|own| own.str()).all(|own| own != district) {
            return of;
        }
        let label = format!("{} that is passed on", of.label);
        let names = of.names.iter().map(|name| format!("{name} passed on")).collect();
        Of { key: format!("passed:{district}"), label, names, whose: Vec::new(), ..of }
    }

    /// Returns the thing a source is: its stream, where it is the only source of it; the stream of its partner else.
    fn source(&self, entry: NodeId) -> Of {
        let name = self.text(entry, "name").unwrap_or_default();
        let kind = self.text(entry, "kind");
        let alone =
            |kind: &str| self.plan.sources.iter().filter(|source| source.streams().any(|own| own == kind)).count() == 1;
        let partner = self.text(entry, "partner");
        let lone = |kind: &str, partner: &str| {
            let same = |source: &&crate::plan::Source| {
                source.partner.str() == Some(partner) && source.streams().any(|own| own == kind)
            };
            self.plan.sources.iter().filter(same).count() == 1
        };
        let of = match (&kind, &partner) {
            (Some(kind), _) if alone(kind) => self.stream(kind, None),
            (Some(kind), Some(partner)) if lone(kind, partner) => self.stream(kind, Some(partner)),
            _ => Of {
                key: format!("source:{}", entry.0),
                label: name.clone(),
                names: Vec::new(),
                whose: Vec::new(),
                family: "stream".to_owned(),
                measure: Measure::Income,
            },
        };
        let mut names = of.names;
        names.insert(0, name.clone());
        Of { names, label: if name.is_empty() { of.label } else { name }, ..of }
    }

    /// Returns the thing a line of spend is: its scheme, where it is the only line.
    fn line(&self, scheme: NodeId, line: NodeId) -> Of {
        let name = self.text(scheme, "name").unwrap_or_default();
        let id = self.text(scheme, "id").unwrap_or_default();
        let lines = self.plan.tree.parent(line).map_or(0, |list| self.plan.tree.children(list).count());
        let source = self.text(line, "source").map(|source| self.word(&source)).unwrap_or_default();
        let alone = lines == 1;
        let named = if alone { name.clone() } else { format!("{name} {source}") };
        let mut names = vec![named.clone()];
        names.extend(self.text(scheme, "description").filter(|_| alone));
        Of {
            key: if alone { format!("scheme:{id}") } else { format!("line:{}", line.0) },
            label: named,
            names,
            whose: Vec::new(),
            family: "schemes".to_owned(),
            measure: Measure::Spend,
        }
    }

    fn row(&self, table: &str, key: &str, family: &str) -> Of {
        Of {
            key: format!("{table}:{key}"),
            label: key.to_owned(),
            names: vec![key.to_owned(), format!("total {key}")],
            whose: Vec::new(),
            family: family.to_owned(),
            measure: Measure::Spend,
        }
    }

    fn total(&self, key: &str) -> Of {
        if self.round.stream(key).is_some() {
            let of = self.stream(key, None);
            let total = format!("total {}", of.label);
            return Of { names: of.names.into_iter().chain([total]).collect(), ..of };
        }
        let name = self.word(key);
        Of {
            key: format!("totals:{key}"),
            label: format!("{name} in all"),
            names: vec![
                format!("total {name}"),
                name,
                format!("total {}", key.replace('-', " ")),
                key.replace('-', " "),
            ],
            whose: Vec::new(),
            family: "totals".to_owned(),
            measure: Measure::Plain,
        }
    }

    fn metric(&self, entry: NodeId, field: &str) -> Option<Of> {
        let own = self.text(entry, "kind").unwrap_or_default();
        let id = self.text(entry, "id").unwrap_or_else(|| own.clone());
        let seen = self.picture.metrics.iter().find(|metric| metric.key == id);
        let mut names: Vec<String> = seen.iter().map(|metric| metric.name.clone()).collect();
        names.extend(self.round.metric(&own).map(|metric| metric.name.to_string()));
        names.push(id.replace('-', " "));
        let base = field.trim_start_matches("outturn_").trim_start_matches("baseline_");
        let (part, measure) = match field {
            "target" | "operating_plan" => ("", Measure::Target),
            "baseline" | "outturn" => ("", Measure::Reached),
            _ if field.starts_with("outturn") || field.starts_with("baseline") => (base, Measure::Reached),
            _ => (base, Measure::Plain),
        };
        if field == "rag" {
            return None;
        }
        // What came out and what is called the baseline are the same thing, measured in the same period.
        let kind = if measure == Measure::Reached { format!("reached{part}") } else { field.to_owned() };
        let label = names.first().cloned().unwrap_or_default();
        let key = kind;
        let name = if measure == Measure::Reached { "outturn" } else { field };
        Some(Of {
            key: format!("metric:{}:{key}", entry.0),
            label: format!("{label}, {}", name.replace('_', " ")),
            names,
            whose: Vec::new(),
            family: format!("metric:{}{part}", entry.0),
            measure,
        })
    }

    /// Returns a part of a metric, such as the delays that are the NHS's.
    fn metric_part(&self, entry: NodeId, part: &str) -> Option<Of> {
        let of = self.metric(entry, "target")?;
        let part = part.replace('-', " ");
        Some(Of {
            key: format!("{}:{part}", of.key),
            label: format!("{}, {part}", of.label),
            names: of.names.iter().map(|name| format!("{name} {part}")).collect(),
            family: format!("{}:{part}", of.family),
            ..of
        })
    }

    fn bed_share(&self) -> Of {
        let seen = self.picture.metrics.iter().find(|metric| metric.key == "bed-share");
        let says = crate::plan::key_at("transfers_of_care.bed_share").map_or("", |(_, key)| key.says);
        let name = seen.map_or("share of beds", |metric| metric.name.as_str()).to_owned();
        Of {
            key: "bed-share".to_owned(),
            label: name.clone(),
            names: vec![name, says.to_owned(), self.word("transfers_of_care")],
            whose: Vec::new(),
            family: "bed-share".to_owned(),
            measure: Measure::Target,
        }
    }

    /// Returns what any other value is of: the entry it belongs to and the keys that lead to it.
    fn leaf(&self, node: NodeId) -> Option<Of> {
        let way = self.way(node);
        let tree = &self.plan.tree;
        let top = tree.key(*way.first()?)?.into_owned();
        if LEFT_OUT.contains(&top.as_str()) {
            return None;
        }
        let mut words: Vec<String> = Vec::new();
        let mut names = Vec::new();
        for node in &way {
            if let Some(key) = tree.key(*node) {
                words.push(self.word(&key));
            } else {
                let called =
                    ["name", "id", "purpose", "how", "service", "for"].iter().filter_map(|key| self.text(*node, key));
                names.extend(called);
                let partner = ["partner", "district"].iter().find_map(|key| self.text(*node, key));
                names.extend(partner.map(|partner| self.partner(&partner)));
            }
        }
        let lone = way.iter().find(|node| tree.key(**node).is_none()).and_then(|entry| {
            let list = tree.parent(*entry)?;
            (tree.children(list).count() == 1).then(|| self.plan.noun_of(list).to_owned())
        });
        let words = words.join(" ");
        let label = names.first().cloned().unwrap_or_else(|| words.clone());
        let mut all: Vec<String> = names.iter().map(|name| format!("{name} {words}")).collect();
        all.extend(names.iter().filter(|name| name.contains(' ')).cloned());
        all.push(words);
        // The only one of a list is meant where its kind is named.
        all.extend(lone);
        Some(Of {
            key: format!("leaf:{}", node.0),
            label,
            names: all,
            whose: Vec::new(),
            family: top,
            measure: Measure::Plain,
        })
    }

    /// Returns the month of the day that stands beside a value in its entry.
    fn day_beside(&self, node: NodeId) -> Option<Period> {
        let entry = self.plan.tree.parent(node)?;
        let is_beside = |(_, day): &&(PlanDate, NodeId)| self.plan.tree.parent(*day) == Some(entry);
        let (date, _) = self.plan.notes.dates().iter().find(is_beside)?;
        date.latest().map(|day| Period::Month(day.month()))
    }

    /// Returns the kind of number the values of a series are.
    fn unit(&self, table: NodeId, is_money: bool) -> Measured {
        if is_money {
            return Measured::Money;
        }
        let way = self.way(table);
        let keys: Vec<_> = way.iter().filter_map(|node| self.plan.tree.key(*node)).collect();
        let is_part = keys.last().is_some_and(|key| key.contains("numerator") || key.contains("denominator"));
        if keys.iter().any(|key| key.contains("share")) {
            return Measured::Percent;
        }
        let metric = way.get(1).filter(|_| keys.first().is_some_and(|key| key == "metrics") && !is_part);
        let id = metric.and_then(|entry| self.text(*entry, "id").or_else(|| self.text(*entry, "kind")));
        let unit = id
            .and_then(|id| self.picture.metrics.iter().find(|metric| metric.key == id))
            .and_then(|metric| metric.unit);
        match unit.map(Unit::quantity) {
            Some(Quantity::Share { .. }) => Measured::Percent,
            _ => Measured::Number,
        }
    }
}

/// Returns the financial years that a period is part of, or that is part of it.
pub(super) fn year_of(period: Period) -> Year {
    period.financial_year()
}
