//! The Disabled Facilities Grant and how it reaches the districts.

use std::collections::HashMap;

use super::scene::{Scene, Where};
use super::{Cell, Held};
use crate::check::Checked;
use crate::check::rules::dfg::dfg_district_short_paid::RULE as SHARE;
use crate::finding::{Outcome, Status};
use crate::money::Money;
use crate::period::{Period, Year};
use crate::plan::{Amounts, DistrictShare, Field, List, PartnerKind, PlanDate, Text, named};

/// The grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dfg {
    /// True when districts lie below the council that holds it.
    pub two_tier: bool,
    /// The allocation published for the area, one cell a year.
    pub allocated: Vec<Cell>,
    /// The income of its sources, one cell a year.
    pub income: Vec<Cell>,
    /// The amount passed to the districts, one cell a year.
    pub passed: Vec<Cell>,
    /// The amount kept back, one cell a year.
    pub kept: Vec<Cell>,
    /// When the districts were paid, as prose writes it; none where the plan does not say.
    pub passed_on: Option<String>,
    /// The use the plan gives for it.
    pub usage: Option<String>,
    /// Every district of the plan: those with a line first, in the plan's order, then those without one.
    pub districts: Vec<District>,
    /// The amounts kept back, entry by entry.
    pub retained: Vec<Retained>,
}

/// A district.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct District {
    /// Its id; empty where a line does not say.
    pub id: String,
    /// Its name, else its id.
    pub name: String,
    /// Its grant, a year each.
    pub years: Vec<DistrictYear>,
    /// The place of its line; none where it has none.
    pub at: Option<Where>,
}

/// A district's grant in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistrictYear {
    /// The financial year.
    pub year: Year,
    /// Its published share.
    pub allocated: Cell,
    /// The amount it is passed.
    pub passed: Cell,
    /// The part of its share that it agreed may be kept, in pounds, as far as other districts have not used it up; none
    /// where that was not tested.
    pub kept: Option<Money>,
    /// The status of its share, as the engine judged it; none where that was not tested.
    pub held: Option<Held>,
}

/// Grant that is kept back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retained {
    /// The amount, one cell a year.
    pub cells: Vec<Cell>,
    /// The names of the districts it is kept from.
    pub districts: Vec<String>,
    /// The names of those that expressly agreed.
    pub agreed_by: Vec<String>,
    /// The date on which they agreed, as prose writes it.
    pub agreed_on: Option<String>,
    /// The purpose it is kept for.
    pub usage: Option<String>,
    /// True when it is capital; none where the plan does not say.
    pub capital: Option<bool>,
    /// The place in the plan.
    pub at: Where,
}

impl Dfg {
    /// Returns the grant's part of the picture; none where the plan has neither the grant nor an allocation of it nor a
    /// district's part.
    pub(super) fn of(scene: &Scene<'_>) -> Option<Self> {
        let plan = scene.plan;
        let stream = scene.round.dfg.as_ref().map_or("dfg", |dfg| &dfg.stream);
        let allocated = named(&plan.allocations.streams, stream);
        let sources: Vec<&Amounts> = scene.facts.sources_of(stream).map(|source| &source.amount).collect();
        let parts = [plan.dfg.districts.is_empty(), plan.dfg.retained.is_empty(), sources.is_empty()];
        if parts == [true; 3] && allocated.is_none() {
            return None;
        }
        let passed: Vec<&Amounts> = plan.dfg.districts.iter().map(|line| &line.amount).collect();
        let kept: Vec<&Amounts> = plan.dfg.retained.iter().map(|entry| &entry.amount).collect();
        Some(Self {
            two_tier: scene.facts.is_two_tier(),
            allocated: sum(scene, allocated),
            income: sum(scene, sources),
            passed: sum(scene, passed),
            kept: sum(scene, kept),
            passed_on: day(&plan.dfg.passed_on),
            usage: plan.dfg.usage.str().map(str::to_owned),
            districts: districts(scene, stream),
            retained: retained(scene),
        })
    }
}

fn sum<'a>(scene: &Scene<'_>, amounts: impl IntoIterator<Item = &'a Amounts>) -> Vec<Cell> {
    let mut cells = vec![Cell::default(); scene.years.len()];
    for amounts in amounts {
        cells.iter_mut().zip(scene.cells(amounts)).for_each(|(sum, cell)| *sum = sum.with(cell));
    }
    cells
}

fn day(date: &Field<PlanDate>) -> Option<String> {
    date.get().map(|date| date.prose())
}

fn names(scene: &Scene<'_>, ids: &List<Field<Text>>) -> Vec<String> {
    ids.iter().filter_map(Field::str).map(|id| scene.facts.partner_name(id)).collect()
}

fn districts(scene: &Scene<'_>, stream: &str) -> Vec<District> {
    let tested = tested(scene);
    let listed = scene.facts.partners_of(PartnerKind::District).filter_map(|partner| partner.id.str());
    let lines = &scene.plan.dfg.districts;
    let mut own: HashMap<&str, Vec<&DistrictShare>> = HashMap::new();
    let mut ids: Vec<&str> = Vec::new();
    for (id, line) in lines
        .iter()
        .map(|line| (line.district.str().unwrap_or_default(), Some(line)))
        .chain(listed.map(|id| (id, None)))
    {
        own.entry(id)
            .or_insert_with(|| {
                ids.push(id);
                Vec::new()
            })
            .extend(line);
    }
    ids.into_iter().map(|id| district(scene, stream, id, &own[id], &tested)).collect()
}

fn district(scene: &Scene<'_>, stream: &str, id: &str, own: &[&DistrictShare], tested: &Tested<'_>) -> District {
    let passed = sum(scene, own.iter().map(|line| &line.amount));
    let year = |(year, passed): (&Year, Cell)| {
        let allocated = scene.facts.partner_allocation(id, stream, *year);
        let (held, required) = tested.get(&(*year, id)).copied().unzip();
        DistrictYear {
            year: *year,
            allocated: allocated.into(),
            passed,
            kept: allocated.get().zip(required.flatten()).map(|(share, required)| share.pounds - required),
            held,
        }
    };
    District {
        id: id.to_owned(),
        name: if id.is_empty() { "not stated".to_owned() } else { scene.facts.partner_name(id) },
        years: scene.years.iter().zip(passed).map(year).collect(),
        at: own.first().map(|line| scene.at(line.node)),
    }
}

/// The status of each district in each year and the amount it had to be passed: its share, less what it agreed may be
/// kept.
type Tested<'a> = HashMap<(Year, &'a str), (Held, Option<Money>)>;

fn tested<'a>(scene: &Scene<'a>) -> Tested<'a> {
    let checked: &'a Checked = scene.checked;
    let case = |year: Option<Period>, subject: Option<&'a str>| match (year, subject) {
        (Some(Period::Year(year)), Some(subject)) => Some((year, subject)),
        _ => None,
    };
    let found = checked.findings.iter().filter(|finding| finding.rule == SHARE.id).filter_map(|finding| {
        let held = if matches!(finding.status, Status::Waived(_)) { Held::Waived } else { Held::Missed };
        Some((
            case(finding.year, finding.subject.as_deref())?,
            (held, finding.ledger.as_ref().map(|ledger| ledger.required)),
        ))
    });
    let made = checked.tests.iter().filter(|test| test.rule == SHARE.id).filter_map(|test| {
        let held = match test.outcome {
            Outcome::Passed => Held::Met,
            Outcome::NotEvaluated(_) => Held::NotEvaluated,
            Outcome::NotApplicable(_) => return None,
        };
        Some((case(test.year, test.subject.as_deref())?, (held, test.ledger.as_ref().map(|tally| tally.required))))
    });
    made.chain(found).collect()
}

fn retained(scene: &Scene<'_>) -> Vec<Retained> {
    let entry = |entry: &crate::plan::Retained| Retained {
        cells: scene.cells(&entry.amount),
        districts: names(scene, &entry.districts),
        agreed_by: names(scene, &entry.agreed_by),
        agreed_on: day(&entry.agreed_on),
        usage: entry.usage.str().map(str::to_owned),
        capital: entry.capital.get().copied(),
        at: scene.at(entry.node),
    };
    scene.plan.dfg.retained.iter().map(entry).collect()
}
