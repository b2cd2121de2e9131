//! The sums a plan states in `[totals]`, each with the figures it should be the sum of.

use foldhash::{HashMap, HashMapExt};

use crate::check::prelude::*;
use crate::plan::StatedSum;
use crate::policy::Stream;

/// One key of `[totals]`.
pub(super) struct Total<'a> {
    /// Its name in messages: "the pool".
    pub(super) words: String,
    /// The end of its tests' names, and the words for what it is compared with, where that is stated beside it.
    pub(super) by: Option<(&'static str, &'static str)>,
    /// The one year that is compared; every year the total states where it says none.
    pub(super) only: Option<Year>,
    /// The amounts it states, by year.
    pub(super) stated: &'a Amounts,
    /// The parts it should be the sum of.
    pub(super) parts: Vec<Part<'a>>,
    /// The streams in it, where it is a sum of whole streams.
    pub(super) streams: Vec<&'a str>,
    /// The reason why its parts are not known, if they are not.
    pub(super) blocked: Option<Reason>,
}

/// An amount by year that is part of a total.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    amounts: &'a Amounts,
    /// The stream it is of, where that is known: a year in which the round does not have the stream may be left out.
    stream: Option<&'a str>,
}

impl<'a> Part<'a> {
    /// Returns an amount that is stated beside the total.
    pub(super) const fn stated(amounts: &'a Amounts) -> Self {
        Self { amounts, stream: None }
    }

    fn of_source(source: &'a Source) -> Self {
        Self { amounts: &source.amount, stream: source.stream() }
    }

    fn of_line(line: &SpendLine<'a>) -> Self {
        Self { amounts: &line.spend.amount, stream: line.stream() }
    }
}

/// One figure of `[totals]` beside the sum of its parts.
pub(in crate::check::rules) struct Comparison {
    /// The name of the test.
    pub(in crate::check::rules) case: Case,
    /// The year.
    pub(in crate::check::rules) year: Year,
    /// The stated amount, and its place.
    pub(in crate::check::rules) stated: (Amount, NodeId),
    /// The sum of the parts.
    pub(in crate::check::rules) sum: Sum,
    /// The most by which rounding could hold them apart, in pounds.
    pub(in crate::check::rules) room: Money,
}

/// The result of a comparison.
pub(super) enum Verdict {
    /// No comparison, for this reason.
    Unknown(Case, Reason),
    /// Agreement to the penny.
    Exact(Comparison),
    /// Within rounding.
    Rounded(Comparison),
    /// No agreement.
    Wrong(Comparison),
}

impl<'a> Total<'a> {
    /// Compares every year of the round that the total states.
    pub(super) fn verdicts(&self, facts: &Facts<'_>) -> Vec<Verdict> {
        let is_asked = |year: Year| self.only.map_or_else(|| facts.round.has_year(year), |only| only == year);
        let years = self.stated.entries.iter().filter(|(year, _)| is_asked(*year));
        years.map(|(year, field)| self.verdict(facts, *year, *field)).collect()
    }

    /// Returns the amounts it should be the sum of in a year.
    pub(super) fn amounts(&self, facts: &Facts<'_>, year: Year) -> Vec<&'a Amounts> {
        let parts = self.parts.iter().filter(|part| !facts.may_leave_out(part.stream, part.amounts, year));
        parts.map(|part| part.amounts).collect()
    }

    /// Returns the words for what it is compared with.
    pub(super) fn come_to(&self, sum: &Sum) -> &'static str {
        match self.by {
            Some((_, come_to)) => come_to,
            None if sum.lines.len() == 1 => "its one part is",
            None => "its parts come to",
        }
    }

    /// Compares one year.
    pub(super) fn verdict(&self, facts: &Facts<'_>, year: Year, field: Field<Amount>) -> Verdict {
        let case = Case::in_year(year, format!("{}{}", self.words, self.by.map_or("", |(by, _)| by)));
        let (amount, node) = match field {
            Field::Is(amount, node) => (amount, node),
            Field::Unreadable(node) => return Verdict::Unknown(case, facts.blocked_by(node, "cannot be read")),
            Field::Absent => return Verdict::Unknown(case, Reason::free("it is not stated")),
        };
        if let Some(reason) = &self.blocked {
            return Verdict::Unknown(case, reason.clone());
        }
        let parts = self.amounts(facts, year);
        if parts.is_empty() && amount.pounds == Money::ZERO {
            let (room, sum) = (amount.slack, Sum::default());
            return Verdict::Exact(Comparison { case, year, stated: (amount, node), room, sum });
        }
        if parts.is_empty() {
            return Verdict::Unknown(
                case,
                format!("the plan gives no figure that {} is the sum of", self.words).into(),
            );
        }
        let sum = Sum::of_year(parts.iter().copied(), year);
        if let Some(reason) = facts.not_whole(&sum, year, parts) {
            return Verdict::Unknown(case, reason);
        }
        let room = sum.room(&Sum::of([field]));
        let comparison = Comparison { case, year, stated: (amount, node), room, sum };
        match &comparison.sum {
            sum if sum.total == amount.pounds => Verdict::Exact(comparison),
            sum if sum.agrees(amount) => Verdict::Rounded(comparison),
            _ => Verdict::Wrong(comparison),
        }
    }
}

/// Returns every key of `[totals]` that is a plain sum of sources or spend lines. The social care and out-of-hospital
/// totals and the minimum have rules of their own.
pub(super) fn of_entries<'a>(facts: &'a Facts<'_>) -> Vec<Total<'a>> {
    let mut totals: Vec<Total<'a>> =
        facts.plan.totals.named.iter().filter_map(|(key, _, stated)| named_total(facts, key, stated)).collect();
    totals.extend(by_priority(facts));
    totals.extend(by_partner(facts));
    totals.extend(by_commissioner(facts));
    totals
}

fn named_total<'a>(facts: &'a Facts<'_>, key: &'a str, stated: &'a Amounts) -> Option<Total<'a>> {
    let streams = |wanted: &dyn Fn(&Stream) -> bool| -> Vec<&'a str> {
        facts.round.streams.iter().filter(|stream| wanted(stream)).map(|stream| stream.id.as_str()).collect()
    };
    let sum = StatedSum::from_word(key);
    let (words, streams) = match sum {
        // What the plan says it had to pool is no sum of its own figures.
        Some(StatedSum::Minimum) => return None,
        Some(StatedSum::Expenditure) => return Some(expenditure(facts, stated)),
        Some(StatedSum::Pool) => ("the pool".to_owned(), streams(&|_| true)),
        Some(StatedSum::Grants) => ("the sum of the grants".to_owned(), streams(&|stream| stream.grant)),
        Some(StatedSum::Additional) => {
            ("the sum of the additional contributions".to_owned(), streams(&Stream::is_voluntary))
        }
        None => (format!("the {}", facts.round.stream(key)?.name), vec![key]),
    };
    let whole_pool = sum == Some(StatedSum::Pool);
    let counts = |source: &&Source| whole_pool || source.streams().any(|kind| streams.contains(&kind));
    let parts = facts.plan.sources.iter().filter(counts).map(Part::of_source).collect();
    // A figure that holds a stream beyond those of the total cannot be counted in it.
    let mut split = facts.plan.sources.iter().filter(|_| !whole_pool).filter(counts);
    let split = split.find(|source| !source.streams().all(|kind| streams.contains(&kind)));
    let split = split.map(|source| facts.blocked_by(source.streams_at(), "cannot be read"));
    let lost = if whole_pool {
        facts.plan.sources.damaged.then(|| Reason::from("something in `sources` cannot be read").lacking("sources"))
    } else {
        facts.sources_lost()
    };
    Some(Total {
        words,
        by: None,
        only: None,
        stated,
        parts,
        streams,
        blocked: lacking(facts, "sources").or(lost).or(split),
    })
}

fn expenditure<'a>(facts: &'a Facts<'_>, stated: &'a Amounts) -> Total<'a> {
    let held = facts.round.floors.iter().find(|floor| floor.counts.contingency).map(|floor| floor.stream.as_str());
    let contingency = facts.plan.contingency();
    let contingency = contingency.map(|contingency| Part { amounts: &contingency.amount, stream: held });
    let blocked = lacking(facts, "schemes").or_else(|| facts.lines_lost());
    Total {
        words: "the expenditure".into(),
        by: None,
        only: None,
        stated,
        parts: facts.lines.iter().map(Part::of_line).chain(contingency).collect(),
        streams: Vec::new(),
        blocked,
    }
}

fn by_priority<'a>(facts: &'a Facts<'_>) -> Vec<Total<'a>> {
    if facts.plan.totals.by_priority.is_empty() {
        return Vec::new();
    }
    let mut groups: HashMap<&str, Vec<Part<'_>>> = HashMap::new();
    for line in &facts.lines {
        if let Some(priority) = line.scheme.priority.str() {
            groups.entry(priority).or_default().push(Part::of_line(line));
        }
    }
    let unread =
        facts.plan.schemes.iter().find_map(|scheme| scheme.priority.is_unreadable().then_some(scheme.priority.node()?));
    let unread = unread.map(|node| facts.blocked_by(node, "cannot be read"));
    let blocked = lacking(facts, "schemes").or_else(|| facts.lines_lost()).or(unread);
    let total = |name: &'a str, stated| Total {
        words: format!("the total of priority `{}`", shortened(name)),
        by: None,
        only: None,
        stated,
        parts: groups.get(name).cloned().unwrap_or_default(),
        streams: Vec::new(),
        blocked: blocked.clone(),
    };
    facts.plan.totals.by_priority.iter().map(|(name, _, stated)| total(name, stated)).collect()
}

fn by_partner<'a>(facts: &'a Facts<'_>) -> Vec<Total<'a>> {
    if facts.plan.totals.by_partner.is_empty() {
        return Vec::new();
    }
    let mut groups: HashMap<&str, Vec<Part<'_>>> = HashMap::new();
    let mut shared: HashMap<&str, &Source> = HashMap::new();
    let mut unread = None;
    for source in &facts.plan.sources {
        let of: Vec<(&str, NodeId)> = source.contributors().collect();
        if source.may_be_of_others() || of.is_empty() {
            unread.get_or_insert((source.node, "does not say who contributes it"));
        }
        // Whose money it is cannot be known, so no partner's total can.
        if let Some((_, node)) = of.iter().find(|(partner, _)| facts.partner(partner).is_none()) {
            unread.get_or_insert((*node, "names no partner of the plan"));
        }
        match of[..] {
            [(one, _)] => groups.entry(one).or_default().push(Part::of_source(source)),
            _ => of.iter().for_each(|(partner, _)| {
                shared.entry(partner).or_insert(source);
            }),
        }
    }
    let lost =
        facts.plan.sources.damaged.then(|| Reason::from("something in `sources` cannot be read").lacking("sources"));
    let unread = unread.map(|(node, why)| facts.blocked_by(node, why));
    let blocked = lacking(facts, "sources").or(lost).or(unread);
    let total = |partner: &'a str, stated| Total {
        words: format!("the contribution of {}", shortened(&facts.partner_name(partner))),
        by: None,
        only: None,
        stated,
        parts: groups.get(partner).cloned().unwrap_or_default(),
        streams: Vec::new(),
        blocked: blocked.clone().or_else(|| {
            let source = shared.get(partner)?;
            Some(facts.blocked_by(source.node, "does not state how its partners share it"))
        }),
    };
    facts.plan.totals.by_partner.iter().map(|(partner, _, stated)| total(partner, stated)).collect()
}

fn by_commissioner<'a>(facts: &'a Facts<'_>) -> Vec<Total<'a>> {
    if facts.plan.totals.by_commissioner.is_empty() {
        return Vec::new();
    }
    let unstated = facts.lines.iter().find(|line| line.spend.commissioner.get().is_none());
    let unstated = unstated.map(|line| facts.blocked_by(line.spend.node, "does not state its commissioner"));
    let blocked = lacking(facts, "schemes").or_else(|| facts.lines_lost()).or(unstated);
    let total = |(key, _, stated): &'a (crate::plan::Text, NodeId, Amounts)| {
        let commissioner = Commissioner::from_word(key)?;
        let lines = facts.lines.iter().filter(|line| line.spend.commissioner.get() == Some(&commissioner));
        Some(Total {
            words: format!("the spending commissioned by `{key}`"),
            by: None,
            only: None,
            stated,
            parts: lines.map(Part::of_line).collect(),
            streams: Vec::new(),
            blocked: blocked.clone(),
        })
    };
    facts.plan.totals.by_commissioner.iter().filter_map(total).collect()
}

fn lacking(facts: &Facts<'_>, section: &str) -> Option<Reason> {
    facts.lacks_section(section).then(|| Reason::from(format!("the plan has no `{section}`")).lacking(section))
}
