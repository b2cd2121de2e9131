//! The signatures a plan needs, as the rules see them, for whoever lays the plan out to be signed.

use std::collections::BTreeSet;

use super::{Signatures, kinds, signatories};
use crate::check::prelude::*;
use crate::plan::SignOff;

/// A signature the round asks for, with what the plan records of it.
#[derive(Debug)]
pub struct Signature<'a> {
    /// The body: "Leicestershire County Council".
    pub body: String,
    /// The role in which it signs (`s151-officer`), where the round names one.
    pub role: Option<&'a str>,
    /// The subject of the signature.
    pub covers: Cover,
    /// The sign-offs the plan has of it, in its order.
    pub given: Vec<&'a SignOff>,
    /// The people who certified grants without a sign-off: the name each source gives.
    pub certified_by: Vec<&'a str>,
}

/// Returns the signatures a plan needs: those of the plan by each body in the order of the round, then the certificate
/// for its grants.
pub fn signatures<'a>(facts: &Facts<'a>) -> Vec<Signature<'a>> {
    let given = Signatures::of(facts);
    let plan = signatories(facts).into_iter().map(|who| {
        let (given, role) = (given.by(facts, &who).given, who.body.role.as_deref());
        Signature { body: who.name, role, covers: Cover::Plan, given, certified_by: Vec::new() }
    });
    plan.chain(others(facts)).chain(certificate(facts)).collect()
}

/// Returns the signatures of bodies that are no partner of a plan, such as an area team.
fn others<'a>(facts: &Facts<'a>) -> impl Iterator<Item = Signature<'a>> {
    let (round, plan) = (facts.round, facts.plan);
    let bodies = round.sign_off.iter().flat_map(|sign_off| &sign_off.bodies);
    let outside = bodies.filter(|body| kinds(&body.body).is_empty());
    outside.map(move |body| {
        let role = Role::from_word(body.role.as_deref().unwrap_or(&body.body));
        let own = |sign_off: &&SignOff| role.is_some() && sign_off.role.get() == role.as_ref();
        Signature {
            body: format!("the {}", body.body.replace('-', " ")),
            role: body.role.as_deref(),
            covers: Cover::Plan,
            given: plan.sign_offs.iter().filter(own).collect(),
            certified_by: Vec::new(),
        }
    })
}

/// Returns the certificate for grants, where the plan has any.
fn certificate<'a>(facts: &Facts<'a>) -> Option<Signature<'a>> {
    let asked = facts.round.sign_off.as_ref()?.grants.as_ref()?;
    let plan = facts.plan;
    let sources: Vec<&Source> = facts.holding(&asked.streams).collect();
    let holders: BTreeSet<&str> = sources.iter().flat_map(|source| source.contributors()).map(|(id, _)| id).collect();
    let names: Vec<String> = holders.iter().map(|id| facts.partner_name(id)).collect();
    let role = Role::from_word(&asked.role);
    let own = |sign_off: &&SignOff| sign_off.role.get() == role.as_ref() && sign_off.covers(Cover::Grants);
    (!sources.is_empty()).then(|| Signature {
        body: names.join(" and "),
        role: Some(&asked.role),
        covers: Cover::Grants,
        given: plan.sign_offs.iter().filter(own).collect(),
        certified_by: sources
            .iter()
            .filter_map(|source| source.certified_by.str())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
    })
}
