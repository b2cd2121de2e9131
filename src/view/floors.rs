//! Every floor: the least a sum may be, what the plan has, and what is left over, as the engine recorded its tests.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::{Held, Scene, Where};
use crate::finding::{ClauseRef, Finding, Outcome, Status, Test};
use crate::money::Money;
use crate::period::Period;

/// The rules whose tests hold a sum against the least it may be, in the order floors of the same headroom come in.
pub const FLOORS: [&str; 6] = [
    "social-care-below-minimum",
    "out-of-hospital-below-minimum",
    "dfg-not-passported",
    "dfg-district-short-paid",
    "contribution-below-allocation",
    "earmark-below-share",
];

/// A floor in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Floor {
    /// The rule that tests it.
    pub rule: &'static str,
    /// What was tested, as the test records it: `social-care`, a stream's name, a district's id.
    pub subject: String,
    /// The same as people call it.
    pub name: String,
    /// The period.
    pub year: Option<Period>,
    /// How it came out.
    pub held: Held,
    /// The least it may be; none where it was not evaluated.
    pub required: Option<Money>,
    /// What the plan has of it; none where it was not evaluated.
    pub planned: Option<Money>,
    /// How far apart rounding could hold the two.
    pub slack: Option<Money>,
    /// Why it was not evaluated; where it is missed what the finding says; where it is waived the reason given.
    pub reason: Option<String>,
    /// The clause that asks for it.
    pub clause: Option<ClauseRef>,
    /// Where its largest figure stands.
    pub at: Option<Where>,
}

impl Floor {
    /// What the plan has beyond the least; negative when it is short.
    pub fn headroom(&self) -> Option<Money> {
        Some(self.planned? - self.required?)
    }

    /// The headroom in percent of what is required, to a tenth; none where nothing is required.
    pub fn percent(&self) -> Option<Decimal> {
        let (headroom, required) = (self.headroom()?.to_decimal()?, self.required?.to_decimal()?);
        let percent = headroom.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(required)?;
        let mut percent = percent.round_dp_with_strategy(1, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        percent.rescale(1);
        Some(percent)
    }

    /// Whether it is met only since rounding can hold the figures that far apart.
    pub fn is_within_rounding(&self) -> bool {
        self.held == Held::Met && self.headroom().is_some_and(|headroom| headroom < Money::ZERO)
    }
}

/// Every floor that was tested or could not be, tightest first; those not evaluated last.
pub(super) fn floors(scene: &Scene<'_>) -> Vec<Floor> {
    let found = scene.checked.findings.iter().filter_map(|finding| missed(scene, finding));
    let held = scene.checked.tests.iter().filter_map(|test| tested(scene, test));
    let mut floors: Vec<Floor> = found.chain(held).collect();
    floors.sort_by(tightest_first);
    floors
}

fn tightest_first(a: &Floor, b: &Floor) -> Ordering {
    let rank = |floor: &Floor| FLOORS.iter().position(|rule| *rule == floor.rule);
    // Without anything required there is no share of it to be short by.
    let unjudged = |floor: &Floor| (floor.headroom().is_none(), floor.required == Some(Money::ZERO));
    let order = unjudged(a).cmp(&unjudged(b)).then_with(|| by_share(a, b));
    order.then_with(|| (rank(a), a.year, &a.subject).cmp(&(rank(b), b.year, &b.subject)))
}

/// By headroom as a share of what is required, unrounded: `a / b < c / d` where `a × d < c × b`.
fn by_share(a: &Floor, b: &Floor) -> Ordering {
    let share = |headroom: Option<Money>, of: Option<Money>| headroom?.pence().checked_mul(of?.pence());
    share(a.headroom(), b.required).cmp(&share(b.headroom(), a.required))
}

fn missed(scene: &Scene<'_>, finding: &Finding) -> Option<Floor> {
    let rule = FLOORS.into_iter().find(|rule| *rule == finding.rule)?;
    let ledger = finding.ledger.as_ref()?;
    let subject = finding.subject.clone().unwrap_or_default();
    let (held, reason) = match &finding.status {
        Status::Waived(waiver) => (Held::Waived, waiver.reason.clone()),
        Status::Failed | Status::Baselined => (Held::Missed, finding.message.clone()),
    };
    Some(Floor {
        rule,
        name: name(scene, rule, &subject),
        subject,
        year: finding.year,
        held,
        required: Some(ledger.required),
        planned: Some(ledger.actual),
        slack: Some(ledger.slack),
        reason: Some(reason),
        clause: finding.clause.clone(),
        at: Some(scene.at_site(&finding.at)),
    })
}

fn tested(scene: &Scene<'_>, test: &Test) -> Option<Floor> {
    let rule = FLOORS.into_iter().find(|rule| *rule == test.rule)?;
    let (held, reason) = match &test.outcome {
        Outcome::Passed => (Held::Met, None),
        Outcome::NotEvaluated(reason) => (Held::NotEvaluated, Some(reason.clone())),
        Outcome::NotApplicable(_) => return None,
    };
    let ledger = test.ledger.as_ref();
    let largest =
        ledger.and_then(|tally| tally.lines.iter().max_by_key(|(node, pounds)| (*pounds, std::cmp::Reverse(*node))));
    let subject = test.subject.clone().unwrap_or_default();
    Some(Floor {
        rule,
        name: name(scene, rule, &subject),
        subject,
        year: test.year,
        held,
        required: ledger.map(|tally| tally.required),
        planned: ledger.map(|tally| tally.actual),
        slack: ledger.map(|tally| tally.slack),
        reason,
        clause: super::checklist::clause_of(test)
            .and_then(|id| scene.round.clause(id))
            .map(|clause| scene.round.citation(clause)),
        at: largest.map(|(node, _)| scene.at(*node)),
    })
}

/// A floor as people call it.
pub(super) fn name(scene: &Scene<'_>, rule: &str, subject: &str) -> String {
    match rule {
        "social-care-below-minimum" => "NHS contribution to adult social care".to_owned(),
        "out-of-hospital-below-minimum" => "NHS-commissioned out-of-hospital services".to_owned(),
        "dfg-not-passported" => "DFG passed on to the districts".to_owned(),
        "dfg-district-short-paid" => format!("DFG: {}", scene.facts.partner_name(subject)),
        "contribution-below-allocation" if subject.is_empty() => "contribution".to_owned(),
        // What is tested of a partner may be called by its id.
        _ => scene.facts.partner_name(subject),
    }
}
