//! The names of a plan's figures: what the plan, the round and the format call them.

use foldhash::{HashMap, HashMapExt, HashSet};

use super::thing::Measure;
use super::tie::Measured;
use crate::period::{Date, Period};
use crate::plan::syntax::Kind;
use crate::plan::{Partner, Plan, PlanDate, path_segments};
use crate::policy::Round;
use crate::span::NodeId;
use crate::unit::{Quantity, Unit};
use crate::view::{Metric, Picture};

/// A key of a thing and what it is called.
pub(super) struct Of {
    pub key: String,
    pub label: String,
    pub names: Vec<String>,
    pub whose: Vec<String>,
    pub family: String,
    pub measure: Measure,
}

/// Gives figures of a plan their names.
pub(super) struct Namer<'a> {
    plan: &'a Plan,
    round: &'a Round,
    partners: HashMap<&'a str, &'a str>,
    metrics: HashMap<&'a str, &'a Metric>,
    /// The number of sources there are of a stream, and of a stream of a partner.
    sources: HashMap<(&'a str, Option<&'a str>), usize>,
    /// The districts of whose grant the county keeps a part.
    kept_from: HashSet<&'a str>,
    /// The last days that stand in an entry.
    days: HashMap<NodeId, Date>,
}

/// The sections whose numbers are no figures of the plan, or are what the narrative is held to.
const LEFT_OUT: [&str; 6] = ["plan", "statements", "waivers", "accepted", "area", "evidence"];

impl<'a> Namer<'a> {
    pub(super) fn new(plan: &'a Plan, round: &'a Round, picture: &'a Picture) -> Self {
        let mut sources = HashMap::new();
        for source in &plan.sources {
            for stream in source.streams() {
                *sources.entry((stream, None)).or_insert(0) += 1;
                *sources.entry((stream, Some(source.partner.str().unwrap_or_default()))).or_insert(0) += 1;
            }
        }
        let partner = |partner: &'a Partner| Some((partner.id.str()?, partner.name.str()?));
        let kept = plan.dfg.retained.iter().flat_map(|retained| &retained.districts);
        let day = |(date, node): &(PlanDate, NodeId)| Some((plan.tree.parent(*node)?, date.latest()?));
        Self {
            plan,
            round,
            partners: plan.partners.iter().filter_map(partner).collect(),
            metrics: picture.metrics.iter().map(|metric| (metric.key.as_str(), metric)).collect(),
            sources,
            kept_from: kept.filter_map(|district| district.str()).collect(),
            days: plan.notes.dates().iter().filter_map(day).collect(),
        }
    }

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
        self.partners.get(id).copied().unwrap_or(id).to_owned()
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
    pub(super) fn series(&self, table: NodeId) -> Option<Of> {
        let way = self.way(table);
        // What was published elsewhere has no way in the text, but the path it would have there.
        let outside = self.plan.is_outside(table).then(|| path_segments(&self.plan.path_of(table)));
        let keys: Vec<String> = match outside {
            Some(segments) => segments.into_iter().map(|(key, _)| key).collect(),
            None => way.iter().map(|node| self.plan.tree.key(*node).unwrap_or_default().into_owned()).collect(),
        };
        let key = |n: usize| keys.get(n).map_or("", String::as_str);
        match key(0) {
            "sources" if key(2) == "amount" => Some(self.source(*way.get(1)?)),
            "allocations" if key(1) == "by_partner" => Some(self.stream(key(3), Some(key(2)))),
            "allocations" => Some(self.stream(key(1), None)),
            "totals" if key(1) == "by_priority" => Some(Self::row("priority", key(2), "totals.priority")),
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
        if !self.kept_from.contains(district) {
            return of;
        }
        let label = format!("{} that is passed on", of.label);
        let names = of.names.iter().map(|name| format!("{name} passed on")).collect();
        Of { key: format!("passed:{district}"), label, names, whose: Vec::new(), ..of }
    }

    /// Returns the thing a source is: its stream, where it is the only source of it; the stream of its partner else.
    pub(super) fn source(&self, entry: NodeId) -> Of {
        let name = self.text(entry, "name").unwrap_or_default();
        let kind = self.text(entry, "kind");
        let alone = |kind: &str| self.sources.get(&(kind, None)) == Some(&1);
        let partner = self.text(entry, "partner");
        let lone = |kind: &str, partner: &str| self.sources.get(&(kind, Some(partner))) == Some(&1);
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
    pub(super) fn line(&self, scheme: NodeId, line: NodeId) -> Of {
        let name = self.text(scheme, "name").unwrap_or_default();
        let id = self.text(scheme, "id").unwrap_or_default();
        let lines = self.plan.tree.parent(line).map_or(0, |list| self.plan.tree.children(list).take(2).count());
        let source = self.text(line, "source").map(|source| self.word(&source)).unwrap_or_default();
        let alone = lines == 1;
        let label = if alone { name.clone() } else { format!("{name} {source}") };
        let mut names = vec![label.clone()];
        names.extend(self.text(scheme, "description").filter(|_| alone));
        Of {
            key: if alone { format!("scheme:{id}") } else { format!("line:{}", line.0) },
            label,
            names,
            whose: Vec::new(),
            family: "schemes".to_owned(),
            measure: Measure::Spend,
        }
    }

    fn row(table: &str, key: &str, family: &str) -> Of {
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
        let seen = self.metrics.get(id.as_str());
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
        let seen = self.metrics.get("bed-share");
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
    pub(super) fn leaf(&self, node: NodeId) -> Option<Of> {
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
            (tree.children(list).take(2).count() == 1).then(|| self.plan.noun_of(list).to_owned())
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

    /// Returns what a day is of: of an entry with words of its own, which keys and ids are not.
    pub(super) fn day(&self, node: NodeId) -> Option<Of> {
        let of = self.leaf(node)?;
        let entry = self.plan.tree.parent(node)?;
        let own = ["name", "how", "description", "use"].iter().filter_map(|key| self.text(entry, key));
        let whose = ["partner", "district"].iter().find_map(|key| self.text(entry, key)).map(|id| self.partner(&id));
        let change = self.text(entry, "change").map(|change| change.replace('-', " "));
        let names: Vec<String> = own.chain(change).chain(whose).collect();
        (!names.is_empty()).then(|| Of { label: names[0].clone(), names, ..of })
    }

    /// Returns the month of the day that stands beside a value in its entry.
    pub(super) fn day_beside(&self, node: NodeId) -> Option<Period> {
        let entry = self.plan.tree.parent(node)?;
        self.days.get(&entry).map(|day| Period::Month(day.month()))
    }

    /// Returns the kind of number the values of a series are.
    pub(super) fn unit(&self, table: NodeId, is_money: bool) -> Measured {
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
        let unit = id.and_then(|id| self.metrics.get(id.as_str())?.unit);
        match unit.map(Unit::quantity) {
            Some(Quantity::Share { .. }) => Measured::Percent,
            _ => Measured::Number,
        }
    }
}
