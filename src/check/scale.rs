//! The sizes that amounts of a plan can have: of each figure, and of all of them together in the unit they are in.

use std::cmp::Reverse;

use super::facts::Facts;
use crate::money::{self, Money, MoneyError, Unit};
use crate::period::{Period, Year};
use crate::plan::shape::Role;
use crate::plan::{Amounts, Field, MoneyUnit, Plan, Word, named};
use crate::policy::{Clause, NationalFund};
use crate::span::NodeId;

/// Returns the national fund that an amount is larger than: of its year, or of every year of the round where it is of
/// none. The soundest ground first: what is quoted carries an error, what is recalled a warning.
pub(super) fn exceeded<'a>(facts: &Facts<'a>, period: Option<Period>, pounds: Money) -> Option<&'a NationalFund> {
    let funds = || whole_funds(facts);
    let of_year = |fund: &&NationalFund| period.is_none_or(|period| Period::Year(fund.year) == period);
    if period.is_none() && funds().any(|fund| pounds.abs() <= fund.amount) {
        return None;
    }
    let exceeded = funds().filter(of_year).filter(|fund| pounds.abs() > fund.amount);
    let is_firm = |fund: &NationalFund| !facts.round.clause(&fund.clause).is_some_and(Clause::is_weak);
    match period {
        Some(_) => exceeded.max_by_key(|fund| (is_firm(fund), Reverse(fund.amount))),
        None => exceeded.max_by_key(|fund| (fund.amount, is_firm(fund))),
    }
}

/// Returns the smallest amount of the whole national fund, which an amount that exceeds any is larger than.
pub(super) fn least_fund(facts: &Facts<'_>) -> Option<Money> {
    whole_funds(facts).map(|fund| fund.amount).min()
}

/// Returns the amounts of the whole national fund.
fn whole_funds<'a>(facts: &Facts<'a>) -> impl Iterator<Item = &'a NationalFund> {
    facts.round.national.iter().filter(|fund| fund.stream.is_none())
}

/// Returns the figures that are larger than what all of England had of their stream, each with its year and amount.
pub(super) fn over_their_streams(facts: &Facts<'_>) -> Vec<(NodeId, Year, Money)> {
    let funds = facts.round.national.iter().filter_map(|fund| Some((fund, fund.stream.as_deref()?)));
    let over = funds.flat_map(|(fund, stream)| {
        let amounts = amounts_of(facts, stream).into_iter();
        amounts.filter_map(|amounts| match amounts.at(fund.year) {
            Field::Is(amount, node) if amount.pounds.abs() > fund.amount => Some((node, fund.year, amount.pounds)),
            _ => None,
        })
    });
    over.collect()
}

/// Returns what all of England had of a figure's stream in its year, where the figure is larger.
pub(super) fn exceeded_in_stream<'a>(
    facts: &Facts<'a>,
    node: NodeId,
    period: Option<Period>,
    pounds: Money,
) -> Option<&'a NationalFund> {
    let of_year = |fund: &&NationalFund| Some(Period::from(fund.year)) == period && pounds.abs() > fund.amount;
    facts.round.national.iter().filter(of_year).find(|fund| {
        let amounts = fund.stream.as_deref().map_or_else(Vec::new, |stream| amounts_of(facts, stream));
        amounts.iter().any(|amounts| amounts.at(fund.year).node() == Some(node))
    })
}

/// Returns all amounts of a stream: what was published, comes in, is spent, is passed on and is stated of it.
fn amounts_of<'a>(facts: &'a Facts<'_>, stream: &str) -> Vec<&'a Amounts> {
    let plan = facts.plan;
    let shares = plan.allocations.by_partner.iter().filter_map(|(_, _, shares)| named(shares, stream));
    let mut all: Vec<&Amounts> = named(&plan.allocations.streams, stream).into_iter().chain(shares).collect();
    all.extend(named(&plan.totals.named, stream));
    for source in facts.sources_of(stream) {
        all.push(&source.amount);
        all.extend(source.of_which.iter().map(|(_, _, amounts)| amounts));
    }
    all.extend(facts.lines_of(stream).map(|line| &line.spend.amount));
    if facts.round.dfg.as_ref().is_some_and(|dfg| dfg.stream == stream) {
        all.extend(plan.dfg.districts.iter().map(|share| &share.amount));
        all.extend(plan.dfg.retained.iter().map(|kept| &kept.amount));
    }
    all
}

/// The kinds of money whose figures are looked at, each by itself.
const ROLES: [Role; 4] = [Role::In, Role::Out, Role::Part, Role::Published];

/// The number of times an area's fund goes into that of England at most: the smallest area is nowhere near it.
const MOST_TIMES: i128 = 100_000;

/// The bare figures a plan has at least for their being small to say something.
const FIGURES: usize = 16;

/// Returns the sum that shows that a unit is not the one of the plan's bare figures: too large for all England, or too
/// small for an area.
pub(super) fn misfit<'a>(facts: &Facts<'a>, unit: Unit) -> Option<OutOfScale<'a>> {
    let too_large = if unit == Unit::Pounds { None } else { out_of_scale(facts, unit) };
    too_large.or_else(|| under_scale(facts, unit))
}

/// Returns the sum of the sources that is smaller than any area's in every year of the plan. What was published of it
/// must be as small: an area knows its allocations, and figures that were made up for a test have none.
fn under_scale<'a>(facts: &Facts<'a>, unit: Unit) -> Option<OutOfScale<'a>> {
    let plan = facts.plan;
    // As they are written, since a plan whose unit is in doubt has no amounts.
    let dated = || plan.notes.series().filter(|series| series.is_money).flat_map(|series| series.figures);
    let bare =
        || dated().filter(|figure| plan.is_bare(figure.node)).filter_map(|figure| pounds(plan, figure.node, unit));
    let alone = || plan.notes.money().iter().map(|(node, pounds)| (*node, pounds.abs()));
    let bare_alone = || alone().filter(|(node, _)| plan.is_bare(*node)).map(|(_, pounds)| pounds);
    if unit == Unit::Millions || bare().take(FIGURES).count() < FIGURES {
        return None;
    }
    let mut first = None;
    for year in facts.years() {
        let Some(fund) = largest_fund(facts, year) else {
            // Nothing can be said of what comes in.
            if sum(facts, Role::In, year, unit).is_some() {
                return None;
            }
            continue;
        };
        let is_small = |pounds: Money| Some(pounds.pence().checked_mul(MOST_TIMES)? <= fund.amount.pence());
        // Beside one that is large the others are small for another reason, and one that is too large says so itself.
        // In nearly every plan the first figures are large, and no more are looked at.
        let is_large = |pounds: Money| is_small(Money::from_pence(pounds.pence() / 10)) != Some(true);
        let amounts = plan.notes.amounts().map(|(_, _, pounds)| pounds.abs());
        let is_over = |pounds: Money| pounds > fund.amount;
        if bare().chain(bare_alone()).any(is_large) || amounts.chain(alone().map(|(_, pounds)| pounds)).any(is_over) {
            return None;
        }
        let Some((_, pounds, _)) = sum(facts, Role::In, year, unit) else { continue };
        if pounds == Money::ZERO || !is_small(pounds)? || sum(facts, Role::Published, year, unit).is_none() {
            return None;
        }
        first = first.or(Some(OutOfScale { pounds, year, fund, is_under: true }));
    }
    first.filter(|_| fitting(facts).is_some_and(|fits| fits != unit))
}

/// The bare figures of one kind in a year, in a unit in which no area can have them.
pub(super) struct OutOfScale<'a> {
    /// The figures together.
    pub(super) pounds: Money,
    /// The year.
    pub(super) year: Year,
    /// The amount they exceed without the largest of them, or are too small a part of.
    pub(super) fund: &'a NationalFund,
    /// True where they are too small.
    pub(super) is_under: bool,
}

/// Returns the sum that shows that a unit is not the one of the plan's bare figures. One figure too many digits long
/// shows nothing of the others, so the figures must be too large without the largest of them, and those of two kinds
/// where the plan has more than one.
pub(super) fn out_of_scale<'a>(facts: &Facts<'a>, unit: Unit) -> Option<OutOfScale<'a>> {
    let (mut kinds, mut over) = (0, Vec::new());
    for role in ROLES {
        let years: Vec<(Year, Money, Money)> = facts.years().filter_map(|year| sum(facts, role, year, unit)).collect();
        kinds += usize::from(!years.is_empty());
        over.extend(years.into_iter().find_map(|(year, pounds, largest)| {
            let fund = largest_fund(facts, year)?;
            (pounds - largest > fund.amount).then_some(OutOfScale { pounds, year, fund, is_under: false })
        }));
    }
    let is_told = over.len() > 1 || over.len() == kinds;
    over.into_iter().next().filter(|_| is_told)
}

/// Returns the largest unit in which the plan's bare figures are none too large, where any could be.
pub(super) fn fitting(facts: &Facts<'_>) -> Option<Unit> {
    let has_fund = facts.years().any(|year| largest_fund(facts, year).is_some());
    [Unit::Millions, Unit::Thousands, Unit::Pounds]
        .into_iter()
        .find(|unit| has_fund && out_of_scale(facts, *unit).is_none())
}

/// Returns the word of a unit.
pub(super) fn word(unit: Unit) -> &'static str {
    MoneyUnit::ALL.iter().find(|(_, own)| own.unit() == unit).map_or("pounds", |(word, _)| word)
}

fn largest_fund<'a>(facts: &Facts<'a>, year: Year) -> Option<&'a NationalFund> {
    whole_funds(facts).filter(|fund| fund.year == year).max_by_key(|fund| fund.amount)
}

/// Returns what the bare figures of a kind come to in a year, and the largest of them; nothing where there are none.
fn sum(facts: &Facts<'_>, role: Role, year: Year, unit: Unit) -> Option<(Year, Money, Money)> {
    let plan = facts.plan;
    let figures = plan.notes.series().filter(|series| series.is_money && series.role == role);
    let of_year = figures.flat_map(|series| series.figures).filter(|figure| figure.period == Period::from(year));
    let bare = of_year.filter(|figure| plan.is_bare(figure.node));
    let pounds = bare.filter_map(|figure| pounds(plan, figure.node, unit));
    let sums = pounds.fold(None, |sums: Option<(Money, Money)>, pounds| {
        let (sum, largest) = sums.unwrap_or_default();
        Some((sum + pounds, largest.max(pounds)))
    });
    sums.map(|(sum, largest)| (year, sum, largest))
}

/// Returns what a bare figure is in a unit, without its sign; the most there can be, where it is more.
fn pounds(plan: &Plan, figure: NodeId, unit: Unit) -> Option<Money> {
    match money::parse_number(plan.tree.raw(figure), unit) {
        Ok(amount) => Some(amount.pounds.abs()),
        Err(MoneyError::TooLarge) => Some(Money::LIMIT),
        Err(_) => None,
    }
}
