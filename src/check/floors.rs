//! The two spending floors: what counts towards them, what they require, and whether they are met.

use std::cell::OnceCell;

use rust_decimal::Decimal;

use super::facts::{Draw, Facts, Line};
use super::reason::Reason;
use super::sum::Sum;
use crate::finding::Basis;
use crate::money::{Amount, Money};
use crate::period::Year;
use crate::plan::{AreaOfSpend, Commissioner, Field};
use crate::policy;
use crate::span::NodeId;

/// Which floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The NHS contribution to adult social care.
    SocialCare,
    /// NHS-commissioned out-of-hospital services.
    OutOfHospital,
}

impl Kind {
    /// Both.
    pub(super) const ALL: [Self; 2] = [Self::SocialCare, Self::OutOfHospital];

    /// Its name in `[allocations]` and `[totals]`.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::SocialCare => "social-care",
            Self::OutOfHospital => "out-of-hospital",
        }
    }

    /// What counts, as messages say it.
    pub(super) const fn spending(self) -> &'static str {
        match self {
            Self::SocialCare => "social care spending from the NHS minimum",
            Self::OutOfHospital => "NHS-commissioned out-of-hospital spending from the NHS minimum",
        }
    }
}

/// A line of a floor's stream that does not say what decides whether it counts.
#[derive(Clone, Debug)]
pub(super) struct Unsaid {
    /// Its figure.
    pub(super) figure: NodeId,
    /// The line.
    pub(super) line: NodeId,
    /// The most it could count for.
    pub(super) most: Money,
    /// The key it lacks.
    pub(super) key: &'static str,
    /// What stands under that key and cannot be read, where something does.
    pub(super) unreadable: Option<NodeId>,
}

/// Whether a line counts towards a floor.
enum Counts {
    /// Whole.
    Whole,
    /// This percentage of it.
    Percent(Decimal),
    /// Not at all.
    No,
    /// The line does not say enough: the key it lacks, and what stands there where it cannot be read.
    Unsaid(&'static str, Option<NodeId>),
}

/// What a floor requires in a year, and how that is known.
#[derive(Clone, Debug)]
pub(super) struct Required {
    /// The least that passes.
    pub(super) pounds: Money,
    /// How far rounding could move it.
    pub(super) slack: Money,
    /// How fine it is.
    pub(super) precision: Money,
    /// The figures it is made of.
    pub(super) nodes: Vec<NodeId>,
    /// How it is known.
    pub(super) how: How,
}

/// How a floor is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// Government published it.
    Published,
    /// The plan states it.
    Stated,
    /// It is the baseline, uplifted.
    Uplifted,
    /// It is the round's national share of the stream.
    Share,
    /// It is the baseline before any inflation, where the round does not know the uplift: the floor is at least that.
    Baseline,
}

impl How {
    /// As messages say it.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Published => "the published minimum",
            Self::Stated => "the minimum the plan states",
            Self::Uplifted => "the baseline uplifted",
            Self::Share => "the national share of the NHS minimum",
            Self::Baseline => "the baseline before any inflation",
        }
    }
}

/// How a floor came out.
#[derive(Clone, Debug)]
pub(super) enum Verdict {
    /// It is met.
    Met,
    /// It is missed by no more than rounding.
    WithinRounding,
    /// A figure is too coarse to tell.
    TooCoarse(NodeId, Money),
    /// It is missed.
    Missed,
    /// It is met by a figure of the plan's own, and nothing that was published says that this is right.
    Unproven(Reason),
    /// It cannot be judged.
    Unknown(Reason),
}

/// A floor in a year.
#[derive(Clone, Debug)]
pub(super) struct Floor {
    /// Which.
    pub(super) kind: Kind,
    /// When.
    pub(super) year: Year,
    /// What counts, the contingency included.
    pub(super) counted: Sum,
    /// What it requires, if that is known.
    pub(super) required: Option<Required>,
    /// Lines of the stream that do not say what they are for.
    pub(super) unsaid: Vec<Unsaid>,
    /// How it came out.
    pub(super) verdict: Verdict,
    /// Whether it would be decided if those lines said what they are for.
    pub(super) hangs_on_silence: bool,
}

impl Floor {
    /// Whether it is known to be met or missed.
    pub(super) fn is_decided(&self) -> bool {
        matches!(self.verdict, Verdict::Met | Verdict::WithinRounding | Verdict::Missed)
    }

    /// How far rounding could move both sides.
    pub(super) fn slack(&self) -> Money {
        self.counted.slack + self.required.as_ref().map_or(Money::ZERO, |required| required.slack)
    }
}

/// The floors once they have been worked out: many rules ask for them.
#[derive(Debug, Default)]
pub(super) struct Cache([OnceCell<Vec<Floor>>; 2]);

/// A floor in every year of the round; nothing when the round has no such floor.
pub(super) fn floors<'f>(facts: &'f Facts<'_>, kind: Kind) -> &'f [Floor] {
    let all = || years(facts, kind).into_iter().map(|year| floor(facts, kind, year)).collect();
    facts.floors.0[kind as usize].get_or_init(all)
}

/// The clause of a floor; none when the round has no such floor.
pub(super) fn clause_of<'f>(facts: &'f Facts<'_>, kind: Kind) -> Option<&'f str> {
    match kind {
        Kind::SocialCare => facts.round.social_care.as_ref().map(|floor| floor.clause.as_str()),
        Kind::OutOfHospital => facts.round.out_of_hospital.as_ref().map(|floor| floor.clause.as_str()),
    }
}

/// The years of a floor; none when the round has no such floor.
pub(super) fn years(facts: &Facts<'_>, kind: Kind) -> Vec<Year> {
    stream(facts, kind).map_or_else(Vec::new, |stream| facts.years_of(stream).collect())
}

/// The stream whose lines count.
pub(super) fn stream<'a>(facts: &Facts<'a>, kind: Kind) -> Option<&'a str> {
    match kind {
        Kind::SocialCare => facts.round.social_care.as_ref().map(|floor| floor.stream.as_str()),
        Kind::OutOfHospital => facts.round.out_of_hospital.as_ref().map(|floor| floor.stream.as_str()),
    }
}

/// What counts towards a floor among the lines of some streams, without the contingency.
pub(super) fn counted(facts: &Facts<'_>, kind: Kind, streams: &[&str], year: Year) -> Sum {
    let mut sum = Sum::default();
    let half_a_unit = facts.plan.precision().half();
    for line in streams.iter().flat_map(|stream| facts.lines_of(stream)) {
        let amount = line.spend.amount.at(year);
        match counts(kind, line) {
            Counts::Whole => sum.add(amount),
            Counts::Percent(percent) => sum.add_percent(amount, percent, half_a_unit),
            Counts::No | Counts::Unsaid(..) => {}
        }
    }
    sum
}

/// The lines of a floor's stream that do not say what they are for.
pub(super) fn unsaid(facts: &Facts<'_>, kind: Kind, year: Year) -> Vec<Unsaid> {
    let lines = stream(facts, kind).into_iter().flat_map(|stream| facts.lines_of(stream));
    let unsaid = lines.filter_map(|line| {
        let Counts::Unsaid(key, unreadable) = counts(kind, line) else { return None };
        let (figure, most) = match line.spend.amount.at(year) {
            Field::Is(amount, node) if amount.pounds > Money::ZERO => (node, amount.pounds + amount.slack),
            Field::Unreadable(node) => (node, Money::LIMIT),
            Field::Is(..) | Field::Absent => return None,
        };
        Some(Unsaid { figure, line: line.spend.node, most, key, unreadable })
    });
    unsaid.collect()
}

fn counts(kind: Kind, line: &Line<'_>) -> Counts {
    let spend = line.spend;
    let unreadable = |is_unreadable: bool, node: Option<NodeId>| node.filter(|_| is_unreadable);
    let Some(area) = spend.area_of_spend.get() else {
        return Counts::Unsaid(
            "area_of_spend",
            unreadable(spend.area_of_spend.is_unreadable(), spend.area_of_spend.node()),
        );
    };
    match kind {
        Kind::SocialCare if *area == AreaOfSpend::SocialCare => Counts::Whole,
        Kind::SocialCare => Counts::No,
        Kind::OutOfHospital if *area == AreaOfSpend::Acute => Counts::No,
        Kind::OutOfHospital => match spend.commissioner.get() {
            None => Counts::Unsaid(
                "commissioner",
                unreadable(spend.commissioner.is_unreadable(), spend.commissioner.node()),
            ),
            Some(Commissioner::Nhs) => Counts::Whole,
            Some(Commissioner::Council) => Counts::No,
            Some(Commissioner::Joint) => {
                let broken = || unreadable(spend.nhs_share.is_unreadable(), spend.nhs_share.node());
                let share = spend.nhs_share.get();
                share.map_or_else(|| Counts::Unsaid("nhs_share", broken()), |share| Counts::Percent(share.value))
            }
        },
    }
}

fn floor(facts: &Facts<'_>, kind: Kind, year: Year) -> Floor {
    let streams: Vec<&str> = stream(facts, kind).into_iter().collect();
    let mut sum = counted(facts, kind, &streams, year);
    if kind == Kind::OutOfHospital && facts.plan.out_of_hospital.contingency.is_some() {
        sum.add(facts.contingency(year));
    }
    let required = required(facts, kind, year);
    let unsaid = unsaid(facts, kind, year);
    let verdict = verdict(facts, kind, year, &sum, required.as_ref(), &unsaid);
    let gap =
        required.as_ref().map_or(Money::ZERO, |required| required.pounds - sum.total - sum.slack - required.slack);
    let is_unknown = matches!(verdict, Verdict::Unknown(_));
    let hangs_on_silence = is_unknown && silence_decides(&sum, gap, &unsaid);
    Floor { kind, year, counted: sum, required, unsaid, verdict, hangs_on_silence }
}

/// Whether lines that do not say what they are for could close a gap, where nothing else is unknown.
fn silence_decides(sum: &Sum, gap: Money, unsaid: &[Unsaid]) -> bool {
    let could: Money = unsaid.iter().map(|line| line.most).sum();
    gap > Money::ZERO && sum.unreadable.is_none() && !sum.unstated && could >= gap
}

fn verdict(
    facts: &Facts<'_>,
    kind: Kind,
    year: Year,
    sum: &Sum,
    required: Option<&Required>,
    unsaid: &[Unsaid],
) -> Verdict {
    let Some(required) = required else {
        if let Some(node) = unreadable(facts, kind, year) {
            return Verdict::Unknown(facts.blocked_by(node, "cannot be read"));
        }
        let (key, year) = (kind.key(), year.prose());
        let reason = Reason::from(format!("nothing is published or stated as the {key} minimum of {year}"));
        return Verdict::Unknown(reason.lacking(published_path(kind)));
    };
    let lines_of_stream = stream(facts, kind).is_some_and(|stream| facts.lines_of(stream).next().is_some());
    if !lines_of_stream && sum.is_empty() {
        let section = if facts.lacks_section("sources") { "sources" } else { "schemes" };
        return Verdict::Unknown(Reason::from("no spend line draws on the NHS minimum").lacking(section));
    }
    let gap = required.pounds - sum.total;
    let slack = sum.slack + required.slack;
    let coarse =
        sum.coarsest.filter(|(_, precision)| *precision > required.precision && *precision > facts.plan.precision());
    if let (true, Some((node, precision))) = (gap.abs() <= slack, coarse) {
        return Verdict::TooCoarse(node, precision);
    }
    // A minimum that is given more coarsely than the lines are hides a shortfall as well as a line does.
    let finest = sum.coarsest.map_or(facts.plan.precision(), |(_, precision)| precision);
    let coarse = required.nodes.first().filter(|_| required.precision > finest.max(facts.plan.precision()));
    if let (true, Some(node)) = (gap > Money::ZERO && gap <= slack, coarse) {
        return Verdict::TooCoarse(*node, required.precision);
    }
    if gap <= Money::ZERO && required.how == How::Baseline {
        let year = year.prose();
        let reason = Reason::from(format!("it reaches the baseline, and the uplift of {year} is not known"));
        return Verdict::Unknown(reason.lacking(published_path(kind)));
    }
    if gap <= Money::ZERO {
        return own_figure(facts, kind, year, required).map_or(Verdict::Met, Verdict::Unproven);
    }
    if let Some(reason) = blocked(facts, kind, year, sum, gap - slack, unsaid) {
        return Verdict::Unknown(reason);
    }
    if gap > slack {
        return Verdict::Missed;
    }
    own_figure(facts, kind, year, required).map_or(Verdict::WithinRounding, Verdict::Unproven)
}

/// Why a floor that is reached is not known to be met: what it requires is a figure of the plan's own, and nothing that
/// was published says that it is right.
fn own_figure(facts: &Facts<'_>, kind: Kind, year: Year, required: &Required) -> Option<Reason> {
    let own = match required.how {
        How::Stated => true,
        How::Uplifted => required
            .nodes
            .iter()
            .any(|node| facts.plan.social_care.baseline.entries.iter().any(|(_, own)| own.node() == Some(*node))),
        How::Published | How::Share | How::Baseline => false,
    };
    let what = required.how.words();
    let reason = || format!("it reaches {what}, and nothing published for {} says that it is right", year.prose());
    own.then(|| Reason::from(reason()).lacking(published_path(kind)))
}

/// Why a floor that is short on what counts cannot be said to be missed.
fn blocked(facts: &Facts<'_>, kind: Kind, year: Year, sum: &Sum, gap: Money, unsaid: &[Unsaid]) -> Option<Reason> {
    if let Some(node) = sum.unreadable {
        return Some(facts.blocked_by(node, "cannot be read"));
    }
    if sum.unstated {
        let mut lines = stream(facts, kind).into_iter().flat_map(|stream| facts.lines_of(stream));
        let silent =
            lines.find(|line| !matches!(counts(kind, line), Counts::No) && line.spend.amount.at(year).is_absent());
        let reason = Reason::from(format!("a line that counts does not state {}", year.prose()));
        return Some(silent.iter().fold(reason, |reason, line| reason.because_of(line.spend.node)));
    }
    if let Some(line) = unsaid.first().filter(|_| silence_decides(sum, gap, unsaid)) {
        return Some(silent(facts, kind, line, &format!("has no readable `{}` and could decide it", line.key)));
    }
    let could: Money = unsaid.iter().map(|line| line.most).sum();
    let may_count = |line: &Line<'_>| !matches!(counts(kind, line), Counts::No);
    let unattributed = facts.unattributed(year, may_count);
    let node = unattributed.first.filter(|_| unattributed.could_fill(gap - could))?;
    let line = facts.lines.iter().find(|line| line.spend.amount.at(year).node() == Some(node));
    let why = match line.map(|line| line.draw) {
        Some(Draw::Unstated) => "is of a line that names no source and could decide it",
        _ => "is of a line whose source is not known and could decide it",
    };
    Some(facts.blocked_by(node, why).because_of(line.map_or(node, |line| line.spend.node)))
}

/// Why a test cannot be made that a line says too little for.
pub(super) fn silent(facts: &Facts<'_>, kind: Kind, line: &Unsaid, why: &str) -> Reason {
    let reason = facts.blocked_by(line.figure, why);
    match line.unreadable {
        Some(node) => reason.because_of(node),
        None if facts.has_unknown_key(line.line) => reason.because_of(line.line),
        None => reason.lacking(silence_path(kind, line.key)),
    }
}

/// The figure a floor rests on that cannot be read, if there is one: no other can stand in for it.
pub(super) fn unreadable(facts: &Facts<'_>, kind: Kind, year: Year) -> Option<NodeId> {
    let broken = |field: Field<Amount>| field.node().filter(|_| field.is_unreadable());
    if let Some(node) = broken(facts.allocation(kind.key(), year)) {
        return Some(node);
    }
    if published(facts, kind, year).is_some() {
        return None;
    }
    match kind {
        Kind::SocialCare => {
            broken(facts.allocation("social-care-baseline", facts.round.social_care.as_ref()?.baseline_year))
        }
        Kind::OutOfHospital => broken(facts.plan.out_of_hospital.minimum.at(year)),
    }
}

/// Where a plan gives what was published of a floor.
fn published_path(kind: Kind) -> String {
    format!("allocations.{}", kind.key())
}

/// Where it is said that lines of a floor's stream lack a key.
pub(super) fn silence_path(kind: Kind, key: &str) -> String {
    format!("{}.{key}", kind.key())
}

/// What a floor requires in a year.
pub(super) fn required(facts: &Facts<'_>, kind: Kind, year: Year) -> Option<Required> {
    if unreadable(facts, kind, year).is_some() {
        return None;
    }
    let published = published(facts, kind, year);
    match kind {
        Kind::SocialCare => {
            let both = facts.round.social_care.as_ref().is_some_and(|floor| floor.uplift_above_published);
            match (published, both) {
                (Some(published), false) => Some(published),
                (Some(published), true) => {
                    Some(uplifted(facts, year).filter(|worked| worked.pounds > published.pounds).unwrap_or(published))
                }
                (None, _) => uplifted(facts, year).or_else(|| before_inflation(facts)),
            }
        }
        Kind::OutOfHospital => published.or_else(|| stated(facts, year)).or_else(|| share(facts, year)),
    }
}

/// The published floor: the area's, else the sum of its commissioners' where each has one.
pub(super) fn published(facts: &Facts<'_>, kind: Kind, year: Year) -> Option<Required> {
    if let Field::Is(amount, node) = facts.allocation(kind.key(), year) {
        return Some(figure(amount, node, How::Published));
    }
    let mut sum = Sum::default();
    let stream = stream(facts, kind)?;
    let mut partners: Vec<&str> =
        facts.sources_of(stream).flat_map(crate::plan::Source::contributors).map(|(id, _)| id).collect();
    partners.sort_unstable();
    partners.dedup();
    for partner in partners {
        sum.add(facts.partner_allocation(partner, kind.key(), year));
    }
    let (whole, precision) = (sum.is_whole() && !sum.is_empty(), sum.coarsest.map_or(Money::POUND, |(_, p)| p));
    let nodes = sum.lines.iter().map(|(node, _)| *node).collect();
    whole.then_some(Required { pounds: sum.total, slack: sum.slack, precision, nodes, how: How::Published })
}

fn figure(amount: Amount, node: NodeId, how: How) -> Required {
    Required { pounds: amount.pounds, slack: amount.slack, precision: amount.precision, nodes: vec![node], how }
}

fn stated(facts: &Facts<'_>, year: Year) -> Option<Required> {
    match facts.plan.out_of_hospital.minimum.at(year) {
        Field::Is(amount, node) => Some(figure(amount, node, How::Stated)),
        _ => None,
    }
}

/// The national share of the published allocation of the stream, else of what its sources hold.
fn share(facts: &Facts<'_>, year: Year) -> Option<Required> {
    let floor = facts.round.out_of_hospital.as_ref()?;
    let percent = floor.share.as_ref()?.percent.0;
    let base = match facts.allocation(&floor.stream, year) {
        published @ Field::Is(..) => Sum::of([published]),
        _ => facts.stream_sum(&floor.stream, year),
    };
    let factor = percent.checked_div(Decimal::ONE_HUNDRED)?;
    let whole = base.is_whole() && !base.is_empty();
    let nodes = base.lines.iter().map(|(node, _)| *node).collect();
    let (pounds, slack) = (base.total.times(factor)?, base.slack.times(factor)? + facts.plan.precision().half());
    whole.then_some(Required { pounds, slack, precision: facts.plan.precision(), nodes, how: How::Share })
}

/// The baseline the floor is uplifted from: the published one, else the plan's own.
pub(super) fn baseline(facts: &Facts<'_>) -> Option<(Amount, NodeId)> {
    let year = facts.round.social_care.as_ref()?.baseline_year;
    let own = || facts.plan.social_care.baseline.at(year);
    match (facts.allocation("social-care-baseline", year), own()) {
        (Field::Is(amount, node), _) | (Field::Absent, Field::Is(amount, node)) => Some((amount, node)),
        _ => None,
    }
}

/// The baseline × the uplifts up to a year. Rounding each year's floor to the pound before the next is as right as not:
/// the lower of the two is required.
pub(super) fn uplifted(facts: &Facts<'_>, year: Year) -> Option<Required> {
    let (baseline, node) = baseline(facts)?;
    let (exact, rounded) = uplift(facts.round.social_care.as_ref()?, facts, baseline.pounds, year)?;
    let slack = uplift(facts.round.social_care.as_ref()?, facts, baseline.slack, year)?.0;
    let precision = facts.plan.unit_precision();
    // The least an area's own uplift could ask for.
    let least = exact.min(rounded) - uplift_room(facts, baseline.pounds, year)?;
    Some(Required { pounds: least, slack, precision, nodes: vec![node], how: How::Uplifted })
}

/// Whether a floor worked out by the uplift is an indication only: the uplift is recalled, or an area's own may differ.
pub(super) fn is_indication(facts: &Facts<'_>) -> bool {
    let Some(floor) = &facts.round.social_care else { return false };
    let clause = floor.uplift_clause.as_deref().and_then(|id| facts.round.clause(id));
    let recalled = clause.is_some_and(|clause| clause.basis == Basis::Recalled);
    recalled || floor.uplift_tolerance.is_some()
}

/// How far the uplifted floor of a year may move with the room an area's own uplift has.
pub(super) fn uplift_room(facts: &Facts<'_>, amount: Money, year: Year) -> Option<Money> {
    let floor = facts.round.social_care.as_ref()?;
    let Some(points) = &floor.uplift_tolerance else { return Some(Money::ZERO) };
    let exact = uplift(floor, facts, amount, year)?.0;
    let years = facts.years().filter(|y| *y <= year).count();
    exact.times(points.0.checked_div(Decimal::ONE_HUNDRED)?.checked_mul(Decimal::from(years))?)
}

/// The baseline itself, where the round does not know by how much it rises.
fn before_inflation(facts: &Facts<'_>) -> Option<Required> {
    facts.round.social_care.as_ref().filter(|floor| floor.uplift.is_empty())?;
    let (amount, node) = baseline(facts)?;
    Some(figure(amount, node, How::Baseline))
}

/// An amount uplifted to a year: unrounded, and rounded to the pound every year.
pub(super) fn uplift(
    floor: &policy::SocialCare,
    facts: &Facts<'_>,
    amount: Money,
    year: Year,
) -> Option<(Money, Money)> {
    uplift_over(floor, &facts.round.years, amount, year)
}

/// What the floor of a year is, to the pound, where the year before the round's first had this one; nothing where the
/// round does not know the uplift.
pub(crate) fn uplifted_to(round: &policy::Round, baseline: Money, year: Year) -> Option<Money> {
    uplift_over(round.social_care.as_ref()?, &round.years, baseline, year).map(|(_, rounded)| rounded)
}

fn uplift_over(floor: &policy::SocialCare, years: &[Year], amount: Money, year: Year) -> Option<(Money, Money)> {
    let mut exact = amount.to_decimal()?;
    let mut rounded = amount;
    for year in years.iter().filter(|y| **y <= year) {
        let factor = floor.uplift(*year)?.checked_div(Decimal::ONE_HUNDRED)?.checked_add(Decimal::ONE)?;
        exact = exact.checked_mul(factor)?;
        rounded = rounded.times(factor)?.rounded_to(Money::POUND);
    }
    Some((Money::from_decimal(exact)?, rounded))
}
