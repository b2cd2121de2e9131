//! The bodies that may set a finding aside: for whoever has to write the waiver.

use super::desk::{Bodies, Body, bodies};
use super::districts::Districts;
use crate::check::Checked;
use crate::check::facts::{Facts, Surroundings};
use crate::finding::Finding;
use crate::plan::PartnerKind;
use crate::policy::Round;

/// The bodies that may give the waiver of a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Givers {
    /// Any partner of the plan.
    Anyone,
    /// One partner of a kind, by its id; none where the plan has no such partner.
    Kind(&'static str, Option<String>),
    /// Each of these districts, by id, for its own money; none where the plan names no district.
    Districts(Vec<String>),
}

/// Returns who may give the waiver of each of some findings of a plan.
pub fn givers(checked: &Checked, findings: &[&Finding]) -> Vec<Givers> {
    let (none, alone) = (Round::default(), Surroundings::default());
    let facts = Facts::at_rest(&checked.plan, checked.under.as_deref().unwrap_or(&none), &alone);
    let mut districts = Districts::new(&facts);
    let of = |finding: &&Finding| {
        let Some((_, rule)) = crate::check::rule(finding.rule) else { return Givers::Anyone };
        match bodies(&facts, &districts, rule, finding) {
            Bodies::One(Body::Partner) => Givers::Anyone,
            Bodies::One(Body::NhsEngland) => {
                let kind = PartnerKind::NhsEngland;
                let id = facts.partners_of(kind).find_map(|partner| partner.id.str());
                Givers::Kind(kind.word(), id.map(str::to_owned))
            }
            Bodies::Districts(concerned) => Givers::Districts(districts.ids(&concerned).iter().cloned().collect()),
        }
    };
    findings.iter().map(of).collect()
}
