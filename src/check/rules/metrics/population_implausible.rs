//! `population-implausible`: numbers of people that cannot all be right.

use std::collections::{BTreeMap, BTreeSet};

use super::measure::{Measure, figure};
use crate::check::prelude::*;
use crate::plan::Series;
use crate::unit::Quantity;

pub(crate) static RULE: Rule = Rule {
    id: "population-implausible",
    level: Level::Warning,
    ground: Ground::Itself,
    summary: "a population larger than the one it is part of, or unlike the denominators of the same people",
    why: "Rates are worked out with the population. One that is a digit out makes every rate and every target look better or worse than it is.",
    fix: "Correct the population, or the denominator that differs from it.",
    example: r#"
[area]
name = "Exampleton"
population.adults = { 2017-18 = 171_400, 2018-19 = 172_900 }
population.older = { 2017-18 = 382_000, 2018-19 = 38_900 }
#                              ^^^^^^^ 382,000 people of 65 and over in 2017/18 are more than the 171,400 of 18 and over
#                              mend: 38_200
"#,
    cases: &[r#"
# Of two figures that differ by more than a tenth the one is named that fewer others of the same people are like.
[area]
name = "Exampleton"
population.older = { 2017-18 = 38_200, 2018-19 = 42_900 }

[[metrics]]
kind = "residential-admissions"
target = { 2017-18 = 281.3, 2018-19 = 596.4 }
numerator = { 2017-18 = 234, 2018-19 = 232 }
denominator = { 2017-18 = 83_200, 2018-19 = 39_000 }
#                         ^^^^^^ the denominator of `residential-admissions` for 2017/18 is 83,200; the area has 38,200
#                         people of 65 and over
#                         mend: 38_200
"#],
    check,
    ..Rule::PLAIN
}
.kept();

/// The age groups, each with its name and the words for its people, youngest first: each is part of those before it.
const GROUPS: [(&str, &str); 3] = [("everyone", "all ages"), ("adults", "18 and over"), ("older", "65 and over")];

/// A number of people of an age group.
struct People {
    period: Period,
    count: Decimal,
    at: NodeId,
    /// The metric whose denominator it is; none for the area's population.
    metric: Option<String>,
}

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let groups: Vec<Vec<People>> = GROUPS.iter().map(|(group, _)| people(facts, group)).collect();
    let counts: Vec<Vec<Decimal>> = groups.iter().map(|group| counts(group)).collect();
    let (mut said, mut count) = (BTreeSet::new(), 0);
    for (n, part) in groups.iter().enumerate() {
        for (m, whole) in groups.iter().enumerate().take(n).rev() {
            for (part_of, whole_of) in same_year(part, whole) {
                count += 1;
                if part_of.count > whole_of.count {
                    let at_part = likeness(&counts[n], part_of) <= likeness(&counts[m], whole_of);
                    let at = if at_part { part_of.at } else { whole_of.at };
                    if said.insert(at) {
                        tests.fail(outnumbered((n, part_of), (m, whole_of), at));
                    }
                }
            }
        }
    }
    for ((group, counts), (_, words)) in groups.iter().zip(&counts).zip(GROUPS) {
        for (population, other) in beside_denominators(group) {
            count += 1;
            let room = population.count / Decimal::TEN;
            if (other.count - population.count).abs() > room && !said.contains(&population.at) {
                let at_other = likeness(counts, other) < likeness(counts, population);
                let (wrong, right) = if at_other { (other, population) } else { (population, other) };
                if said.insert(wrong.at) {
                    tests.fail(unlike(wrong, right, words));
                }
            }
        }
    }
    tests.pass_lot(!said.is_empty(), count, "pairs of populations");
}

/// Returns the numbers of people of an age group: the area's, and the denominators of rates of them.
fn people(facts: &Facts<'_>, group: &str) -> Vec<People> {
    let area = &facts.plan.area.population;
    let own = match group {
        "everyone" => &area.everyone,
        "adults" => &area.adults,
        _ => &area.older,
    };
    let area = own.readable().map(|(year, number, at)| (year.into(), number, at, None));
    let mut all: Vec<People> =
        area.map(|(period, number, at, metric)| People { period, count: number.value, at, metric }).collect();
    for measure in Measure::all(facts) {
        let national = measure.national.filter(|national| national.population.as_deref() == Some(group));
        let is_rate = measure.unit().is_ok_and(|unit| matches!(unit.quantity(), Quantity::Rate { .. }));
        if !is_rate || national.is_none_or(|national| national.standardised) {
            continue;
        }
        let metric = measure.metric;
        let series = [&metric.denominator, &metric.outturn_denominator, &metric.baseline_denominator];
        let figures = series.into_iter().flat_map(Series::readable);
        let name = measure.name();
        all.extend(figures.map(|(period, number, at)| People {
            period,
            count: number.value,
            at,
            metric: Some(name.clone()),
        }));
    }
    all.retain(|people| people.count > Decimal::ZERO);
    all
}

/// Returns the area's populations of two age groups in the same year.
fn same_year<'p>(part: &'p [People], whole: &'p [People]) -> Vec<(&'p People, &'p People)> {
    let of_area = |people: &&People| people.metric.is_none();
    let wholes: BTreeMap<Period, &People> =
        whole.iter().filter(of_area).map(|people| (people.period, people)).collect();
    part.iter().filter(of_area).filter_map(|part| Some((part, *wholes.get(&part.period)?))).collect()
}

/// Returns each denominator of an age group with the area's population in its year.
fn beside_denominators(group: &[People]) -> Vec<(&People, &People)> {
    let area = group.iter().filter(|people| people.metric.is_none());
    let area: BTreeMap<Period, &People> = area.map(|people| (people.period, people)).collect();
    let others = group.iter().filter(|people| people.metric.is_some());
    others.filter_map(|other| Some((*area.get(&other.period.financial_year().into())?, other))).collect()
}

/// Returns the numbers of people of an age group, the least first.
fn counts(group: &[People]) -> Vec<Decimal> {
    let mut counts: Vec<Decimal> = group.iter().map(|people| people.count).collect();
    counts.sort_unstable();
    counts
}

/// Returns how many other numbers of an age group one of them differs from by no more than a tenth of it.
fn likeness(counts: &[Decimal], one: &People) -> usize {
    let room = one.count / Decimal::TEN;
    let below = counts.partition_point(|count| *count < one.count - room);
    // A number near the largest there is has none above it.
    let most = one.count.checked_add(room).unwrap_or(Decimal::MAX);
    counts.partition_point(|count| *count <= most).saturating_sub(below + 1)
}

fn outnumbered((n, part): (usize, &People), (m, whole): (usize, &People), at: NodeId) -> Failure {
    let [(group, part_words), (_, whole_words)] = [GROUPS[n], GROUPS[m]];
    let message = format!(
        "{} people of {part_words} in {} are more than the {} of {whole_words}",
        figure(part.count),
        part.period.prose(),
        figure(whole.count)
    );
    let other = if at == part.at { whole } else { part };
    Failure::new(Case::in_period(part.period, group), at, message)
        .help("check the digits of both")
        .label(other.at, format!("{} here", figure(other.count)))
}

fn unlike(wrong: &People, right: &People, words: &str) -> Failure {
    let (count, of) = (figure(wrong.count), wrong.period.prose());
    let message = match (&wrong.metric, &right.metric) {
        (Some(metric), _) => {
            format!(
                "the denominator of {metric} for {of} is {count}; the area has {} people of {words}",
                figure(right.count)
            )
        }
        (None, Some(metric)) => {
            format!("the area has {count} people of {words} in {of}; {metric} is divided by {}", figure(right.count))
        }
        (None, None) => format!("the area has {count} people of {words} in {of}"),
    };
    Failure::new(Case::in_period(wrong.period, words), wrong.at, message)
        .help("check the digits of both: they count the same people")
        .label(right.at, format!("{} here", figure(right.count)))
}
