//! Candidates that change a figure: what closes a failed sum, and what one slip of the hand may have made of it.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashSet};
use rust_decimal::Decimal;

use super::candidate::{Candidate, Ground, Mistake, Rank};
use super::slips::{self, Meant, Slip};
use super::trial::Before;
use crate::finding::{Against, Finding, Ledger, Status};
use crate::money::{self, Money};
use crate::period::Year;
use crate::plan::Plan;
use crate::plan::shape::Role;
use crate::plan::syntax::Kind;
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
}

/// Returns the candidates for every figure that findings name.
pub(super) fn candidates(before: &Before<'_>, totals: &HashSet<Span>) -> Vec<Candidate> {
    let plan = &before.plan.plan;
    let mut all = Vec::new();
    for (span, suspect) in suspects(before) {
        let found = match suspect.pounds {
            Some(pounds) => of_money(plan, &suspect, pounds),
            None => of_number(plan, &suspect),
        };
        let is_total = totals.contains(&span);
        all.extend(found.into_iter().map(|Found { with, ground, mistake, is_rough }| Candidate {
            rank: Rank { ground, is_total, is_rough },
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
            let (wants, ratios) = (Vec::new(), Vec::new());
            suspects.insert(span, Suspect { node, pounds, wants, ratios, is_open: false, findings });
        }
    }
    let findings = before.plan.findings.iter().filter(|finding| finding.status == Status::Failed);
    findings.take(FINDINGS).for_each(|finding| add_wants(finding, plan.tree.source(), &mut suspects));
    suspects
}

/// Adds what a finding wants of each figure it names.
fn add_wants(finding: &Finding, source: &str, suspects: &mut BTreeMap<Span, Suspect>) {
    let sites = std::iter::once(&finding.at).chain(finding.labels.iter().map(|label| &label.at));
    let Some(ledger) = &finding.ledger else {
        let ratio = ratio(finding, source);
        for site in sites {
            if let Some(suspect) = suspects.get_mut(&site.span) {
                suspect.is_open = true;
                suspect.ratios.extend(ratio.filter(|_| site.span != finding.at.span));
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
    for site in sites.filter(|site| !lines.contains_key(&site.span)) {
        if let Some(suspect) = suspects.get_mut(&site.span) {
            suspect.want(ledger, None);
        }
    }
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
        self.wants.push(Want { pounds: own + change, slack: ledger.slack, bound });
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

fn of_money(plan: &Plan, suspect: &Suspect, pounds: Money) -> Vec<Found> {
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
    for want in suspect.wants.iter().filter(|want| want.pounds > Money::ZERO) {
        let agreed =
            suspect.wants.iter().filter(|other| (other.pounds - want.pounds).abs() <= want.slack + other.slack);
        let slip = slips::rounded(want.pounds, pounds, plan.precision());
        let with = money::rewrite(precise(plan, *want), raw, plan.unit());
        let closing = Found::closing(with, slip, agreed.count() > 1);
        found.push(match before.filter(|(_, amount)| want.takes_exactly(*amount)) {
            Some((year, _)) if closing.ground != Ground::Slip => {
                Found { ground: Ground::Confirmed, mistake: Mistake::YearBefore(year), ..closing }
            }
            _ => closing,
        });
    }
    found
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

/// Returns what is wanted as precisely as the plan's figures are written, where that is close enough.
fn precise(plan: &Plan, want: Want) -> Money {
    let rounded = want.pounds.rounded_to(plan.precision());
    if want.takes(rounded) { rounded } else { want.pounds }
}

fn of_number(plan: &Plan, suspect: &Suspect) -> Vec<Found> {
    let slips = slips::of_number(&plan.tree, suspect.node).into_iter();
    let mut found: Vec<Found> = slips.map(|meant| Found::of_slip(meant, Ground::Slip)).collect();
    let raw = plan.tree.raw(suspect.node);
    let Some(own) = slips::number(raw) else { return found };
    for (stated, made) in &suspect.ratios {
        // What it is added to, what it is divided by, and what divides it.
        let sum = stated.checked_sub(*made).and_then(|off| own.checked_add(off));
        let product = own.checked_mul(*stated).and_then(|times| times.checked_div(*made));
        let quotient = own.checked_mul(*made).and_then(|times| times.checked_div(*stated));
        let places = raw.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let wanted = [sum, product, quotient].into_iter().flatten();
        let wanted = wanted.map(|wanted| wanted.round_dp(u32::try_from(places).unwrap_or_default()));
        for wanted in wanted.filter(|wanted| *wanted > Decimal::ZERO && *wanted != own) {
            let slip = slips::rounded_number(wanted, own, places);
            found.push(Found::closing(money::rewrite_number(wanted.normalize(), raw), slip, false));
        }
    }
    found
}

/// Returns the figures that are totals, limits or publications rather than entries.
pub(super) fn totals(plan: &Plan) -> HashSet<Span> {
    let series = plan.notes.series().filter(|series| matches!(series.role, Role::Part | Role::Published));
    let changes = plan.allocations.changes.iter().filter_map(|change| change.amount.node());
    series
        .flat_map(|series| series.figures)
        .map(|figure| figure.node)
        .chain(changes)
        .map(|node| plan.span_of(node))
        .collect()
}
