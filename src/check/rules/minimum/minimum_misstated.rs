//! `minimum-misstated`: what the plan says it had to pool is not what government published.

use crate::check::determinations::{Determinations, lost};
use crate::check::prelude::*;
use crate::policy::Stream;

pub(crate) static RULE: Rule = Rule {
    id: "minimum-misstated",
    level: Level::Error,
    clauses: Clauses::One("pool-minimum"),
    aspect: Aspect::Statement,
    bearing: Bearing::Required,
    summary: "the stated minimum is not the sum of the mandatory streams",
    why: "Everybody measures the pool against this figure; too low a minimum makes any pool look generous.",
    fix: "State the sum of the published allocations of all mandatory streams, and no voluntary money.",
    example: r"
[allocations]
nhs-minimum = { 2017-18 = 20_000 }
dfg = { 2017-18 = 1_500 }
ibcf = { 2017-18 = 1_000 }
ibcf-budget-2017 = { 2017-18 = 5_000 }

[totals]
minimum = { 2017-18 = 21_500 }
#                     ^^^^^^ the minimum is stated as £21,500 in 2017/18, but the mandatory streams come to £27,500;
#                     it matches the NHS minimum contribution and the Disabled Facilities Grant alone
#                     edit: 27_500
",
    cases: &[
        r#"
# What was determined later may be in it.
[allocations]
nhs-minimum = { 2017-18 = 20_000, 2018-19 = 20_000 }
dfg = { 2017-18 = 1_500, 2018-19 = 1_580 }
ibcf = { 2017-18 = 1_000, 2018-19 = 2_010 }
ibcf-budget-2017 = { 2017-18 = 5_000, 2018-19 = 3_300 }

[[allocations.changes]]
stream = "dfg"
year = "2017-18"
amount = 90
on = 2017-06-30

[[allocations.changes]]
stream = "dfg"
year = "2018-19"
amount = 90
on = 2017-06-30

[totals]
minimum = { 2017-18 = 27_590, 2018-19 = 26_981 }
#                                       ^^^^^^ the minimum is stated as £26,981 in 2018/19, but the mandatory streams
#                                       come to £26,890
#                                       edit: 26_890
"#,
        r#"
# What was counted, or left out, is named where one can tell: the nearer of two streams that come near, or voluntary money.
[allocations]
nhs-minimum = { 2017-18 = 20_000, 2018-19 = 20_000 }
dfg = { 2017-18 = 1_500, 2018-19 = 1_580 }
ibcf = { 2017-18 = 1_000, 2018-19 = 2_010 }
ibcf-budget-2017 = { 2017-18 = 5_000, 2018-19 = 3_300 }

[[sources]]
id = "more"
kind = "nhs-additional"
partner = "ccg"
amount = { 2017-18 = 900 }

[totals]
minimum = { 2017-18 = 28_400, 2018-19 = "£22k" }
#                     ^^^^^^ the minimum is stated as £28,400 in 2017/18, but the mandatory streams come to £27,500;
#                     it matches only when the additional NHS contribution, which is voluntary, is counted with the
#                     NHS minimum contribution and the Disabled Facilities Grant and the improved Better Care Fund and
#                     the improved Better Care Fund (Spring Budget 2017)
#                     edit: 27_500
#                                       ^^^^^^ the minimum is stated as £22,000 in 2018/19, but the mandatory streams
#                                       come to £26,890; it matches the NHS minimum contribution and the improved
#                                       Better Care Fund alone
#                                       edit: "£27k"
"#,
        r#"
# What was determined later of a stream of which nothing was published before is no part of the plan's own figure.
[allocations]
nhs-minimum = { 2017-18 = 20_000 }
ibcf = { 2017-18 = 1_000 }
ibcf-budget-2017 = { 2017-18 = 5_000 }

[[allocations.changes]]
stream = "dfg"
year = "2017-18"
amount = 90
on = 2017-06-30

[[sources]]
id = "dfg"
kind = "dfg"
partner = "council"
amount = { 2017-18 = 1_500 }

[totals]
minimum = { 2017-18 = 27_590 }
#                     ^^^^^^ the minimum is stated as £27,590 in 2017/18, but the mandatory streams come to £27,500
#                     (nothing is published here for the Disabled Facilities Grant, so the plan's own figure counts)
#                     edit: 27_500
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(minimum) = crate::plan::named(&facts.plan.totals.named, "minimum") else {
        return tests.not_applicable(Case::default(), "the plan states no `totals.minimum`");
    };
    for (year, field) in minimum.entries.iter().filter(|(year, _)| facts.round.has_year(*year)) {
        let case = Case::in_year(*year, "the minimum");
        match (*field, streams(facts, *year)) {
            (Field::Unreadable(node), _) => tests.not_evaluated(case, facts.blocked_by(node, "cannot be read")),
            (_, Ok(streams)) if streams.is_empty() => {
                tests.not_applicable(case, format!("the round sets no minimum for {}", year.prose()));
            }
            (_, Err(reason)) => tests.not_evaluated(case, reason),
            (Field::Is(stated, at), Ok(streams)) => test(facts, tests, case, (*year, stated, at), &streams),
            (Field::Absent, _) => {}
        }
    }
}

/// A mandatory stream with what it counts for.
struct Counted<'a> {
    stream: &'a Stream,
    sum: Sum,
    /// True when government published it; else it is the plan's own figure.
    published: bool,
}

impl Counted<'_> {
    /// Returns what it counts for with what was determined later.
    fn with_changes(&self, facts: &Facts<'_>, year: Year) -> Sum {
        if self.published {
            Determinations::of(facts, &self.stream.id, None, year, self.sum.clone()).last()
        } else {
            self.sum.clone()
        }
    }
}

fn streams<'a>(facts: &'a Facts<'_>, year: Year) -> Result<Vec<Counted<'a>>, Reason> {
    // Money added after a plan was sent in is no part of the minimum it stated.
    let stated = |stream: &&Stream| {
        facts.is_asked(stream) || facts.has_source_of(&stream.id) || !facts.published(stream, year).is_empty()
    };
    let mandatory = facts.round.mandatory().filter(|stream| Facts::has_stream(stream, year)).filter(stated);
    mandatory.map(|stream| counted(facts, stream, year)).collect()
}

fn counted<'a>(facts: &Facts<'_>, stream: &'a Stream, year: Year) -> Result<Counted<'a>, Reason> {
    let published = facts.published(stream, year);
    if let Some(node) = published.unreadable {
        return Err(facts.blocked_by(node, "cannot be read"));
    }
    if !published.is_empty() {
        return Ok(Counted { stream, sum: published, published: true });
    }
    let sum = facts.stream_sum(&stream.id, year);
    let amounts = facts.sources_of(&stream.id).map(|source| &source.amount);
    let reason = facts.sources_lost().or_else(|| facts.not_whole(&sum, year, amounts));
    match reason {
        Some(reason) => Err(reason),
        None if sum.is_empty() => {
            let reason = format!("the plan gives neither an allocation nor a source of the {}", stream.name);
            Err(Reason::from(reason).lacking(format!("allocations.{}", stream.id)))
        }
        None => Ok(Counted { stream, sum, published: false }),
    }
}

fn test(
    facts: &Facts<'_>,
    tests: &mut Tests<'_>,
    case: Case,
    (year, stated, at): (Year, Amount, NodeId),
    streams: &[Counted<'_>],
) {
    let stated_sum = Sum::of([Field::Is(stated, at)]);
    let sum = streams.iter().fold(Sum::default(), |sum, counted| sum.with(&counted.sum));
    // Later determinations may be in it: of some streams, or of all.
    let with = streams.iter().fold(Sum::default(), |sum, counted| sum.with(&counted.with_changes(facts, year)));
    let sum = if with.agrees(stated) { with } else { sum };
    let room = sum.room(&stated_sum);
    if sum.agrees(stated) {
        return tests.pass_sum(case, &sum, stated.pounds, room);
    }
    // What was determined later and cannot be read may be in it.
    let mut published = streams.iter().filter(|counted| counted.published);
    if let Some(reason) = published.find_map(|counted| lost(facts, &counted.stream.id, year)) {
        return tests.not_evaluated(case, reason);
    }
    let own: Vec<&str> =
        streams.iter().filter(|counted| !counted.published).map(|counted| counted.stream.name.as_str()).collect();
    let unpublished = match own.as_slice() {
        [] => String::new(),
        own => {
            format!(" (nothing is published here for the {}, so the plan's own figure counts)", own.join(" and the "))
        }
    };
    let matched =
        matched(facts, year, stated, streams).map_or_else(String::new, |streams| format!("; it matches {streams}"));
    let message = format!(
        "the minimum is stated as {} in {}, but the mandatory streams come to {}{unpublished}{matched}",
        stated.pounds,
        year.prose(),
        sum.total,
    );
    let mut failure = Failure::new(case, at, message).help(format!("state {}, or correct the allocations", sum.total));
    if !own.is_empty() {
        failure = failure.level(Level::Warning);
    }
    // To the precision of the figure there, where that is precise enough.
    let rounded = sum.total.rounded_to(stated.precision);
    let right = if sum.agrees(Amount { pounds: rounded, ..stated }) { rounded } else { sum.total };
    tests.fail(failure.sum(&sum, stated.pounds, room).against(Against::Statement).set(facts, at, right));
}

/// Returns which streams the stated minimum matches: some of the mandatory ones, or some with voluntary money.
fn matched(facts: &Facts<'_>, year: Year, stated: Amount, streams: &[Counted<'_>]) -> Option<String> {
    // Nil streams match with anything and explain nothing.
    let parts: Vec<(&str, &Sum)> =
        streams.iter().filter(|c| c.sum.total > Money::ZERO).map(|c| (c.stream.name.as_str(), &c.sum)).collect();
    let voluntary = facts.round.streams.iter().filter(|stream| stream.is_voluntary());
    let added: Vec<(&str, Sum)> =
        voluntary.map(|stream| (stream.name.as_str(), facts.stream_sum(&stream.id, year))).collect();
    let added: Vec<(&str, &Sum)> =
        added.iter().filter(|(_, sum)| sum.is_whole() && sum.total > Money::ZERO).map(|(n, s)| (*n, s)).collect();
    if parts.len() + added.len() > MOST_STREAMS {
        return None;
    }
    let without = subsets(&parts).into_iter().filter(|subset| subset.len() < parts.len());
    if let Some(names) = nearest_match(stated, without) {
        return Some(format!("the {} alone", names.join(" and the ")));
    }
    let with = added.iter().flat_map(|extra| {
        subsets(&parts).into_iter().map(|mut subset| {
            subset.push(*extra);
            subset
        })
    });
    let names = nearest_match(stated, with)?;
    let (extra, rest) = names.split_last()?;
    Some(format!("only when the {extra}, which is voluntary, is counted with the {}", rest.join(" and the ")))
}

/// More streams than a round has would take too long to combine.
const MOST_STREAMS: usize = 12;

/// Returns every choice of some of the parts.
fn subsets<'p>(parts: &[(&'p str, &'p Sum)]) -> Vec<Vec<(&'p str, &'p Sum)>> {
    let chosen =
        |bits: usize| parts.iter().enumerate().filter(|(n, _)| bits >> n & 1 == 1).map(|(_, part)| *part).collect();
    (1..1_usize << parts.len()).map(chosen).collect()
}

/// Returns the names of the choice that agrees with the stated figure and comes nearest to it.
fn nearest_match<'p>(stated: Amount, choices: impl Iterator<Item = Vec<(&'p str, &'p Sum)>>) -> Option<Vec<&'p str>> {
    let total = |choice: &[(&str, &Sum)]| choice.iter().fold(Sum::default(), |sum, (_, part)| sum.with(part));
    let near = |choice: Vec<(&'p str, &'p Sum)>| {
        let sum = total(&choice);
        let off = (sum.total - stated.pounds).abs();
        sum.agrees(stated).then(|| (off, choice.len(), choice.iter().map(|(name, _)| *name).collect::<Vec<_>>()))
    };
    choices.filter_map(near).min().map(|(_, _, names)| names)
}
