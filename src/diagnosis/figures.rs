//! Candidates that change a figure: what closes a failed sum, and what one slip of the hand may have made of it.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashSet};
use rust_decimal::{Decimal, RoundingStrategy};

use super::around::Around;
use super::candidate::{Candidate, Ground, Mistake, Rank};
use super::slips::{self, Meant, Slip};
use super::trial::Before;
use crate::finding::{Against, Finding, Ledger};
use crate::money::{self, Money};
use crate::period::Year;
use crate::plan::shape::Role;
use crate::plan::syntax::Kind;
use crate::plan::{Field, Plan, SeriesNote};
use crate::span::{NodeId, Span};

/// The most findings whose figures are looked at.
const FINDINGS: usize = 200;

/// A figure that findings name.
struct Suspect {
    node: NodeId,
    /// The amount, in pounds, of one that is money.
    pounds: Option<Money>,
    wants: Vec<Want>,
    /// Numbers stated and made, of the findings that name it and propose a number.
    ratios: Vec<(Decimal, Decimal)>,
    /// Numbers that others which a finding names beside it are, or come to.
    alike: Vec<Decimal>,
    /// The findings that name it and have no sum, so that anything may be wanted.
    is_open: bool,
    findings: usize,
}

/// An amount that a failed sum wants of a figure.
#[derive(Clone, Copy)]
struct Want {
    pounds: Money,
    slack: Money,
    /// The way it may go further: a minimum is met by more, a maximum by less.
    bound: Bound,
    /// True when the figure alone is compared with another.
    is_of_two: bool,
    /// True when it is one of several that are added up, and what lacks may as well be an entry that is not there.
    is_of_many: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    Exact,
    AtLeast,
    AtMost,
}

impl Want {
    /// Returns whether an amount closes the sum.
    fn takes_exactly(self, pounds: Money) -> bool {
        (pounds - self.pounds).abs() <= self.slack
    }

    fn takes(self, pounds: Money) -> bool {
        let close = self.takes_exactly(pounds);
        match self.bound {
            Bound::Exact => close,
            Bound::AtLeast => close || pounds > self.pounds,
            Bound::AtMost => close || pounds < self.pounds,
        }
    }

    /// Returns what is wanted to a precision, where that is close enough.
    fn as_precise_as(self, precision: Money) -> Money {
        let rounded = self.pounds.rounded_to(precision);
        if self.takes(rounded) { rounded } else { self.pounds }
    }
}

/// Returns the candidates for every figure that findings name.
pub(super) fn candidates(before: &Before<'_>, totals: &HashSet<Span>) -> Vec<Candidate> {
    let plan = &before.plan.plan;
    // Without its header nobody knows what its figures mean.
    if plan.header.node.is_none() {
        return Vec::new();
    }
    let mut all = Vec::new();
    let written = Written::of(plan);
    for (span, suspect) in suspects(before) {
        let found = match suspect.pounds {
            Some(pounds) => of_money(plan, &suspect, pounds, &written),
            None => of_number(plan, &suspect),
        };
        let is_total = totals.contains(&span);
        all.extend(found.into_iter().map(|Found { with, ground, mistake, is_rough }| Candidate {
            rank: Rank { ground, is_total },
            is_rough,
            promise: suspect.findings,
            ..Candidate::new(span, with, ground, mistake)
        }));
    }
    all
}

/// Returns the figures that findings name, in the order of the file.
fn suspects(before: &Before<'_>) -> BTreeMap<Span, Suspect> {
    let plan = &before.plan.plan;
    let amounts: HashMap<NodeId, Money> = plan
        .notes
        .amounts()
        .map(|(_, node, pounds)| (node, pounds))
        .chain(plan.notes.money().iter().copied())
        .collect();
    let named: HashSet<Span> = before.places().into_iter().collect();
    let mut suspects = BTreeMap::new();
    for node in plan.tree.nodes() {
        let span = plan.tree.span(node);
        let pounds = amounts.get(&node).copied();
        let is_number = matches!(plan.tree.kind(node), Kind::Integer | Kind::Float | Kind::DateTime);
        if named.contains(&span) && (pounds.is_some() || is_number) {
            let findings = before.at(span).len();
            let suspect = Suspect {
                node,
                pounds,
                wants: Vec::new(),
                ratios: Vec::new(),
                alike: Vec::new(),
                is_open: false,
                findings,
            };
            suspects.insert(span, suspect);
        }
    }
    before.plan.counting().take(FINDINGS).for_each(|finding| add_wants(finding, plan.tree.source(), &mut suspects));
    suspects
}

/// Adds what a finding wants of each figure it names.
fn add_wants(finding: &Finding, source: &str, suspects: &mut BTreeMap<Span, Suspect>) {
    let sites = std::iter::once(&finding.at).chain(finding.labels.iter().map(|label| &label.at));
    let Some(ledger) = &finding.ledger else {
        let ratio = ratio(finding, source);
        let numbers = numbers(finding, source);
        for site in sites {
            if let Some(suspect) = suspects.get_mut(&site.span) {
                suspect.is_open = true;
                suspect.ratios.extend(ratio.filter(|_| site.span != finding.at.span));
                suspect.alike.extend(ratio.filter(|_| site.span == finding.at.span).map(|(_, made)| made));
                suspect.alike.extend(alike(&numbers, site.span));
            }
        }
        return;
    };
    let lines = ledger.lines.iter().filter_map(|line| Some((line.at.as_ref()?.span, line.pounds)));
    let lines: HashMap<Span, Money> = lines.collect();
    for (span, counted) in &lines {
        if let Some(suspect) = suspects.get_mut(span) {
            suspect.want(ledger, Some(*counted));
        }
    }
    // Of two figures that are compared, the one the finding is at is the one that is made to be the other.
    let is_compared = lines.is_empty();
    for site in sites.filter(|site| !lines.contains_key(&site.span)) {
        if let Some(suspect) = suspects.get_mut(&site.span) {
            let is_made = is_compared && site.span == finding.at.span && suspect.pounds == Some(ledger.actual);
            suspect.want(ledger, is_made.then_some(ledger.actual));
        }
    }
}

/// The most numbers a finding may name for them to be set against each other.
const NUMBERS: usize = 8;

/// Returns the numbers a finding names, its own first.
fn numbers(finding: &Finding, source: &str) -> Vec<(Span, Decimal)> {
    let sites = std::iter::once(&finding.at).chain(finding.labels.iter().map(|label| &label.at));
    let numbers = sites.filter_map(|site| Some((site.span, slips::number(site.span.of(source))?)));
    numbers.take(NUMBERS).collect()
}

/// Returns what one of the numbers of a finding would be if it were another of them, or if the first were the others
/// together.
fn alike(numbers: &[(Span, Decimal)], span: Span) -> Vec<Decimal> {
    let Some(((first, whole), parts)) = numbers.split_first() else { return Vec::new() };
    let others = numbers.iter().filter(|(other, _)| *other != span).map(|(_, number)| *number);
    let mut rest = parts.iter().filter(|(part, _)| *part != span).map(|(_, number)| *number);
    let rest = rest.try_fold(Decimal::ZERO, Decimal::checked_add);
    let summed = if *first == span { rest } else { rest.and_then(|rest| whole.checked_sub(rest)) };
    others.chain(summed).collect()
}

/// Returns the number a finding is at and the one it proposes there: what is stated, and what the figures it labels make.
fn ratio(finding: &Finding, source: &str) -> Option<(Decimal, Decimal)> {
    let edit = finding.edit.as_ref().filter(|edit| edit.at.span == finding.at.span)?;
    let (stated, made) = (slips::number(edit.at.span.of(source))?, slips::number(&edit.with)?);
    (!stated.is_zero() && !made.is_zero()).then_some((stated, made))
}

impl Suspect {
    /// Adds what closes a sum in which it counts for so much; or, without that, the amount the sum is compared with.
    fn want(&mut self, ledger: &Ledger, counted: Option<Money>) {
        let Some(own) = self.pounds else {
            self.is_open = true;
            return;
        };
        // What was determined later is no mistake: none of these figures need be wrong.
        if ledger.against == Against::Determination {
            return;
        }
        let missing = ledger.required - ledger.actual;
        let change = match counted {
            None => Some(-missing),
            Some(counted) if counted == own => Some(missing),
            Some(counted) if counted == -own => Some(-missing),
            // A share of it counts.
            Some(counted) => share(missing, own, counted),
        };
        let Some(change) = change.filter(|change| *change != Money::ZERO) else { return };
        let bound = match ledger.against {
            Against::Requirement if change > Money::ZERO => Bound::AtLeast,
            Against::Requirement => Bound::AtMost,
            Against::Statement | Against::Publication | Against::Means | Against::Determination => Bound::Exact,
        };
        let is_of_two = bound == Bound::Exact && ledger.lines.len() < 2;
        let is_of_many = counted.is_some() && ledger.lines.len() > 1;
        self.wants.push(Want { pounds: own + change, slack: ledger.slack, bound, is_of_two, is_of_many });
    }
}

fn share(missing: Money, own: Money, counted: Money) -> Option<Money> {
    let factor = own.to_decimal()?.checked_div(counted.to_decimal()?)?;
    missing.times(factor)
}

/// A figure as it may have been.
struct Found {
    with: String,
    ground: Ground,
    mistake: Mistake,
    /// True when it was made larger as it stands, though what made it smaller may have cost it its last digits.
    is_rough: bool,
}

impl Found {
    /// Returns a figure as it was before a slip.
    fn of_slip(meant: Meant, ground: Ground) -> Self {
        let is_rough = matches!(meant.slip, Slip::Smaller(_));
        Self { with: meant.with, ground, mistake: Mistake::Figure(meant.slip), is_rough }
    }

    /// Returns what closes a sum or a quotient, given the slip that would explain it.
    fn closing(with: String, slip: Option<Slip>, is_confirmed: bool) -> Self {
        let (ground, mistake) = match (slip, is_confirmed) {
            (Some(slip), _) => (Ground::Slip, Mistake::Figure(slip)),
            (None, true) => (Ground::Confirmed, Mistake::Contradicted),
            (None, false) => (Ground::Difference, Mistake::Off),
        };
        Self { with, ground, mistake, is_rough: false }
    }
}

/// The amounts of a plan's text as they are written.
struct Written {
    /// The number of places that have an amount.
    places: HashMap<Money, usize>,
    /// The precision that half of the amounts have, or more than that.
    precision: Money,
}

impl Written {
    fn of(plan: &Plan) -> Self {
        let amounts = plan.notes.amounts().map(|(_, node, pounds)| (node, pounds));
        let mut places: HashMap<Money, usize> = HashMap::default();
        let mut precisions = Vec::new();
        for (node, pounds) in amounts.chain(plan.notes.money().iter().copied()) {
            *places.entry(pounds).or_default() += 1;
            precisions.extend(slips::amount(&plan.tree, node, plan.tree.raw(node), plan.unit()).map(|a| a.precision));
        }
        precisions.sort_unstable();
        let precision = precisions.get(precisions.len() / 2).copied().unwrap_or_else(|| plan.precision());
        Self { places, precision: precision.max(plan.rounded_to()) }
    }

    /// Returns how precise a figure is to be written: as it is, or as most are where they are finer.
    fn precision_at(&self, plan: &Plan, node: NodeId) -> Money {
        let own = slips::amount(&plan.tree, node, plan.tree.raw(node), plan.unit()).map(|amount| amount.precision);
        own.map_or(self.precision, |own| own.min(self.precision))
    }

    /// Returns whether two places have an amount.
    fn confirms(&self, pounds: Money) -> bool {
        self.places.get(&pounds).is_some_and(|places| *places > 1)
    }
}

fn of_money(plan: &Plan, suspect: &Suspect, pounds: Money, written: &Written) -> Vec<Found> {
    let fits = |meant: &Meant| {
        let meant = meant.pounds.unwrap_or_default();
        suspect.is_open || suspect.wants.iter().any(|want| want.takes(meant))
    };
    // More than a minimum, or less than a limit, is no sign of a slip.
    let is_exact = |meant: &Meant| {
        let meant = meant.pounds.unwrap_or_default();
        suspect.wants.iter().any(|want| want.takes_exactly(meant))
    };
    let slips = slips::of_money(&plan.tree, suspect.node, pounds, plan.unit());
    let ground = |meant: &Meant| if suspect.is_open || is_exact(meant) { Ground::Slip } else { Ground::Difference };
    let mut found: Vec<Found> = Vec::new();
    for meant in slips.into_iter().filter(fits) {
        let ground = ground(&meant);
        found.push(Found::of_slip(meant, ground));
    }
    let raw = plan.tree.raw(suspect.node);
    let before = year_before(plan, suspect.node);
    let precision = written.precision_at(plan, suspect.node);
    let mut closings = Vec::new();
    for want in suspect.wants.iter().filter(|want| want.pounds > Money::ZERO) {
        let agreed =
            suspect.wants.iter().filter(|other| (other.pounds - want.pounds).abs() <= want.slack + other.slack);
        let slip = slips::rounded(want.pounds, pounds, precision);
        if slip.is_none() && want.is_of_many && is_much_more(want.pounds, pounds) {
            continue;
        }
        let wanted = want.as_precise_as(precision);
        let with = money::rewrite(wanted, raw, plan.unit());
        let is_agreed = agreed.count() > 1 || want.is_of_two && written.confirms(wanted);
        // What others have too is not contradicted by them.
        let is_confirmed = is_agreed && !written.confirms(pounds) && is_within_half(pounds, wanted);
        let closing = Found::closing(with, slip, is_confirmed);
        closings.push(match before.filter(|(_, amount)| want.takes_exactly(*amount)) {
            Some((year, _)) if closing.ground != Ground::Slip => {
                Found { ground: Ground::Confirmed, mistake: Mistake::YearBefore(year), ..closing }
            }
            _ => closing,
        });
    }
    found.extend(closings);
    found
}

/// Returns whether an amount is more than another by a twentieth of it; nothing says how much it should be.
pub(super) fn is_much_more(wanted: Money, pounds: Money) -> bool {
    pounds > Money::ZERO && (wanted - pounds).pence() > pounds.pence() / 20
}

/// Returns whether one amount is within half of another.
fn is_within_half(pounds: Money, wanted: Money) -> bool {
    let off = (wanted - pounds).abs();
    off <= pounds.abs() - off
}

/// Returns the amount of the year before in the series of a figure, with that year.
fn year_before(plan: &Plan, node: NodeId) -> Option<(Year, Money)> {
    let tree = &plan.tree;
    let year = Year::parse(&tree.key(node)?)?.previous();
    let sibling = tree.get(tree.parent(node)?, &year.to_string())?;
    let amount = match tree.kind(sibling) {
        Kind::String => money::parse_text(&tree.text(sibling)),
        _ => money::parse_number(tree.raw(sibling), plan.unit()),
    };
    Some((year, amount.ok()?.pounds))
}

fn of_number(plan: &Plan, suspect: &Suspect) -> Vec<Found> {
    let around = Around::of(plan, suspect.node);
    let slips = slips::of_number(&plan.tree, suspect.node, around.has_fractions);
    let raw = plan.tree.raw(suspect.node);
    let own = slips::number(raw);
    let alike = suspect.alike.iter().chain(around.beside()).copied().filter(|wanted| Some(*wanted) != own);
    let alike: Vec<Decimal> = alike.collect();
    let is_alike = |with: &str| slips::number(with).is_some_and(|number| alike.contains(&number));
    // What may be anything is not made stranger beside the others than it is.
    let is_open = suspect.ratios.is_empty();
    let fits = |meant: &Meant| !is_open || is_alike(&meant.with) || around.takes(raw, &meant.with);
    let slips = slips.into_iter().filter(fits);
    let mut found: Vec<Found> = slips.map(|meant| Found::of_slip(meant, Ground::Slip)).collect();
    // What a slip would make the same as another, or nearest to others, is likelier than what else it would make.
    if found.iter().any(|one| is_alike(&one.with)) {
        for one in &mut found {
            one.is_rough = !is_alike(&one.with);
        }
    } else if is_open {
        let nearest = around.nearest_of(found.iter().map(|one| one.with.as_str()));
        for (one, is_nearest) in found.iter_mut().zip(nearest) {
            one.is_rough |= !is_nearest;
        }
    }
    let Some(own) = own else { return found };
    let places = raw.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let mut closings = Vec::new();
    for wanted in alike {
        // Others being so is no sign that it should be, unless a slip explains that it is not.
        if let Some(slip) = slips::rounded_number(wanted, own, places) {
            closings.push(Found::closing(money::rewrite_number(wanted.normalize(), raw), Some(slip), false));
        }
    }
    for (stated, made) in &suspect.ratios {
        // What it is added to, what it is divided by, and what divides it.
        let sum = stated.checked_sub(*made).and_then(|off| own.checked_add(off));
        let product = own.checked_mul(*stated).and_then(|times| times.checked_div(*made));
        let quotient = own.checked_mul(*made).and_then(|times| times.checked_div(*stated));
        let wanted = [sum, product, quotient].into_iter().flatten();
        // What is made is rounded itself: the figure may be the one above or the one below.
        let scale = u32::try_from(places).unwrap_or_default();
        let ways = [RoundingStrategy::ToZero, RoundingStrategy::AwayFromZero];
        let wanted = wanted.flat_map(|wanted| ways.map(|way| wanted.round_dp_with_strategy(scale, way)));
        for wanted in wanted.filter(|wanted| *wanted > Decimal::ZERO && *wanted != own) {
            let slip = slips::rounded_number(wanted, own, places);
            let closing = Found::closing(money::rewrite_number(wanted.normalize(), raw), slip, false);
            closings.push(Found { is_rough: true, ..closing });
        }
    }
    found.extend(closings);
    found
}

/// Returns the figures that are totals, limits, publications or the narrative's words rather than entries.
pub(super) fn totals(plan: &Plan) -> HashSet<Span> {
    let is_stated = |series: &SeriesNote<'_>| match series.role {
        Role::Part | Role::Published => true,
        Role::History => series.is_money,
        _ => false,
    };
    let series = plan.notes.series().filter(is_stated);
    let changes = plan.allocations.changes.iter().filter_map(|change| change.amount.node());
    let said = plan.statements.iter().flat_map(|statement| {
        let figures = statement.figures.iter().map(|(_, figure)| figure);
        figures.chain(statement.parts.iter()).filter_map(Field::node)
    });
    series
        .flat_map(|series| series.figures)
        .map(|figure| figure.node)
        .chain(changes)
        .chain(said)
        .map(|node| plan.span_of(node))
        .collect()
}
