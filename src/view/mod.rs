//! A checked plan as people look at it: its money, floors, grant, metrics, risk pools and requirements as plain data,
//! for whoever draws them.
//!
//! Nothing is judged here a second time: what is required, planned and left over comes from the tests the engine
//! recorded, and everything else is a plain sum of the plan's own figures.

mod areas;
mod capacity;
mod checklist;
mod clauses;
mod dfg;
mod floors;
mod metrics;
mod money;
mod outturn;
mod risk_pools;
mod scene;

pub(crate) use areas::{AreaColumn, AreaRow, AreaValue, Areas, Grid};
pub use capacity::Capacity;
pub use checklist::{Checklist, Counts, Evidence, Group, Proof, Requirement, State};
pub use dfg::{Dfg, District, DistrictYear, Retained};
pub use floors::Floor;
pub use metrics::{Expectation, Metric, Point, Series};
pub use money::{Flow, Money, Scheme, SpendRow, SpendTable, Stream};
pub use outturn::{Outturn, OutturnRow};
pub use risk_pools::{Contingency, RiskPool, Share};
pub use scene::Where;

pub use crate::check::Held;
pub use crate::compare::Cell;

use std::collections::BTreeSet;

use crate::check::{Checked, Facts, Phase, Surroundings, covered, rule};
use crate::finding::Finding;
use crate::period::Year;
use crate::plan::Plan;
use crate::policy::Round;
use crate::span::LineIndex;
use scene::Scene;

/// Everything there is to look at in one checked plan.
#[derive(Debug)]
pub struct Picture {
    /// The plan's path as it is shown.
    pub path: String,
    /// The title of the plan, if it has one.
    pub title: Option<String>,
    /// The area's name, if the plan says.
    pub area: Option<String>,
    /// The round's id, as the plan names it; none where it names none.
    pub round: Option<String>,
    /// The common name of the round; empty where this program does not know it.
    pub round_name: String,
    /// True when the plan is a draft.
    pub draft: bool,
    /// The years of every table: the round's, else those the plan's own figures name.
    pub years: Vec<Year>,
    /// The parts of the plan that cannot be shown, in the order of the file.
    pub unreadable: Vec<Unreadable>,
    /// Money in and out.
    pub money: Money,
    /// The outturn beside the plan; none where the plan does not say.
    pub outturn: Option<Outturn>,
    /// Every floor, tightest first.
    pub floors: Vec<Floor>,
    /// The Disabled Facilities Grant and its districts; none where the plan has no such grant.
    pub dfg: Option<Dfg>,
    /// Every metric of the plan, in its order, then the share of beds where the plan gives one.
    pub metrics: Vec<Metric>,
    /// Every service of which the plan states demand and capacity, in its order.
    pub capacity: Vec<Capacity>,
    /// Every risk pool of the plan, in its order.
    pub risk_pools: Vec<RiskPool>,
    /// The contingency against missed reductions of admissions, if the plan has one.
    pub contingency: Option<Contingency>,
    /// The checklist of an assurer.
    pub checklist: Checklist,
}

/// Something the plan says that cannot be read, and so is not in the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The place in the plan.
    pub at: Where,
    /// The reason, in the words of the finding.
    pub message: String,
}

impl Picture {
    /// Returns the picture of a plan that was checked under `round`. Where its round is not known give
    /// [`Round::default`]: the money is shown and nothing is judged.
    pub fn of(checked: &Checked, round: &Round) -> Self {
        let (plan, around) = (&checked.plan, Surroundings::default());
        let facts = Facts::at_rest(plan, round, &around);
        let scene = scene(checked, &facts);
        Self {
            path: checked.path.clone(),
            title: plan.header.title.str().map(str::to_owned),
            area: plan.area.name.str().map(str::to_owned),
            round: checked.named_round.clone(),
            round_name: round.name.to_string(),
            draft: checked.draft,
            unreadable: unreadable(&scene),
            money: Money::of(&scene),
            outturn: Outturn::of(&scene),
            floors: floors::floors(&scene),
            dfg: Dfg::of(&scene),
            metrics: metrics::metrics(&scene),
            capacity: capacity::capacity(&scene),
            risk_pools: risk_pools::risk_pools(&scene),
            contingency: risk_pools::contingency(&scene),
            checklist: Checklist::of(&scene),
            years: scene.years,
        }
    }
}

/// Returns the years of a plan's tables and its streams, for whoever has its facts and needs no more of the picture.
pub(crate) fn streams(checked: &Checked, facts: &Facts<'_>) -> (Vec<Year>, Vec<Stream>) {
    let scene = scene(checked, facts);
    (scene.years.clone(), money::streams(&scene))
}

fn scene<'a>(checked: &'a Checked, facts: &'a Facts<'a>) -> Scene<'a> {
    let (plan, round) = (&checked.plan, facts.round);
    Scene { checked, plan, round, facts, years: years(plan, round), lines: LineIndex::new(plan.tree.source()) }
}

/// Returns the years of the round; where there is none, those the money of the plan names.
fn years(plan: &Plan, round: &Round) -> Vec<Year> {
    if !round.years.is_empty() {
        return covered(plan, round);
    }
    let lines = plan.schemes.iter().flat_map(|scheme| &scheme.spend).map(|line| &line.amount);
    let amounts = plan.sources.iter().map(|source| &source.amount).chain(lines);
    let named: BTreeSet<Year> = amounts.flat_map(|amounts| amounts.entries.iter().map(|(year, _)| *year)).collect();
    named.into_iter().collect()
}

fn unreadable(scene: &Scene<'_>) -> Vec<Unreadable> {
    let of_reading = |id: &str| rule(id).is_some_and(|(family, _)| family.phase == Phase::Reading);
    let found = scene.checked.findings.iter().filter(|finding: &&Finding| of_reading(finding.rule));
    found.map(|finding| Unreadable { at: scene.at_site(&finding.at), message: finding.message.clone() }).collect()
}
