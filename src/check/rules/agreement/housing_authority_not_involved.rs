//! `housing-authority-not-involved`: those who speak for housing had no part in the plan.

use std::collections::BTreeSet;

use super::{Evidenced, name_of};
use crate::check::facts::Strays;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "housing-authority-not-involved",
    level: Level::Error,
    clauses: Clauses::One("housing-authorities"),
    lenient_in_drafts: true,
    summary: "a housing authority had no part in the plan",
    why: "The pool holds the Disabled Facilities Grant, which housing authorities spend: they must be involved in drawing up and agreeing the plan. Where there are districts, those are the districts.",
    fix: "Record in `[[engagement]]` when and how each district was involved, or its sign-off. In a single-tier area engage a `housing` partner or say in the narrative (`for = \"housing\"`) how housing was involved.",
    example: r#"
[area]
name = "Exampleton"
tiers = "two"

[[partners]]
id = "sampleton"
name = "Sampleton District Council"
kind = "district"

[[partners]]
id = "hospital"
name = "Exampleton University Hospital"
kind = "nhs-provider"

[[engagement]]
#^^^^^^^^^^^^^ Sampleton District Council is a housing authority and was neither involved nor has it signed
partner = "hospital"
on = 2017-05-16

# + [[engagement]]
# + partner = "sampleton"
# + on = 2017-05-16
"#,
    cases: &[r#"
# In a single-tier area a partner for housing is engaged, or the narrative says how housing was involved.
[area]
name = "Exampleton"
tiers = "single"

[[partners]]
id = "hospital"
name = "Exampleton University Hospital"
kind = "nhs-provider"

[[engagement]]
#^^^^^^^^^^^^^ no housing partner was involved and no evidence says how housing was
partner = "hospital"
on = 2017-05-16

# + [[evidence]]
# + for = "housing"
# + where = "section 4"
"#],
    check,
    ..Rule::PLAIN
}
.kept();

/// The topic under which a narrative speaks of housing.
const TOPIC: &str = "housing";

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if let Field::Unreadable(node) = facts.plan.area.tiers {
        return tests.not_evaluated(Case::of("housing authorities"), facts.blocked_by(node, "cannot be read"));
    }
    let plan = facts.plan;
    if let Some(section) = ["partners", "engagement"].into_iter().find(|section| facts.has_no(section)) {
        // What the sign-offs and the evidence say may be enough.
        if facts.lacks_section(section) && !is_said_elsewhere(facts) {
            let reason = Reason::from(format!("the plan has no `{section}`")).lacking(section);
            return tests.not_evaluated(Case::of("housing authorities"), reason);
        }
    }
    let known: BTreeSet<&str> = facts.partner_ids().collect();
    let engaged = plan.engagement.iter().map(|entry| (&entry.partner, entry.node));
    let signed = plan.sign_offs.iter().map(|entry| (&entry.partner, entry.node));
    let involved: BTreeSet<&str> =
        engaged.clone().chain(signed.clone()).filter_map(|(partner, _)| partner.str()).collect();
    let strays = Strays::among(engaged, &known)
        .or_damaged(&plan.engagement)
        .or(Strays::among(signed, &known).or_damaged(&plan.sign_offs));
    if facts.is_two_tier() {
        two_tier(facts, tests, &involved, &strays);
    } else {
        single_tier(facts, tests, &involved, &strays);
    }
}

/// Returns whether each housing authority has signed or, in a single tier, the narrative speaks of housing.
fn is_said_elsewhere(facts: &Facts<'_>) -> bool {
    let signed = |id: &str| facts.plan.sign_offs.iter().any(|sign_off| sign_off.partner.str() == Some(id));
    if facts.is_two_tier() {
        return facts.partners_of(PartnerKind::District).filter_map(|partner| partner.id.str()).all(signed);
    }
    Evidenced::of(facts).words.contains(TOPIC)
}

fn two_tier(facts: &Facts<'_>, tests: &mut Tests<'_>, involved: &BTreeSet<&str>, strays: &Strays<'_>) {
    let mut seen = BTreeSet::new();
    for partner in facts.partners_of(PartnerKind::District) {
        let Some(id) = partner.id.str().filter(|id| seen.insert(*id)) else { continue };
        let name = name_of(facts, id);
        let case = Case::of(name.clone());
        if involved.contains(id) {
            tests.pass(case);
        } else if let Some(reason) = strays.blocking(facts, id) {
            tests.not_evaluated(case, reason);
        } else {
            let place = facts.absent(facts.plan.engagement.node, format!("engagement.{}", crate::plan::segment(id)));
            let message = format!("{name} is a housing authority and was neither involved nor has it signed");
            let help = format!(
                "add an `[[engagement]]` entry with `partner = \"{id}\"`, when and how it was involved, or its sign-off"
            );
            tests.fail(Failure::new(case, place, message).help(help).label(partner.node, "the district"));
        }
    }
    if seen.is_empty() {
        tests.not_evaluated(Case::of("housing authorities"), "no district is listed among the partners");
    }
}

fn single_tier(facts: &Facts<'_>, tests: &mut Tests<'_>, involved: &BTreeSet<&str>, strays: &Strays<'_>) {
    let case = Case::of("housing");
    let evidenced = Evidenced::of(facts);
    let housing = || facts.partners_of(PartnerKind::Housing).filter_map(|partner| partner.id.str());
    if evidenced.words.contains(TOPIC) || housing().any(|id| involved.contains(id)) {
        return tests.pass(case);
    }
    let unsure = involved.iter().filter_map(|id| facts.partner(id)).find(|partner| partner.kind.get().is_none());
    let unsure = unsure.map(|partner| facts.blocked_by(partner.node, "is of a kind that cannot be read"));
    let stray = housing().chain([""]).find_map(|id| strays.blocking(facts, id));
    if let Some(reason) = unsure.or(stray).or_else(|| evidenced.strays.blocking(facts, TOPIC)) {
        return tests.not_evaluated(case, reason);
    }
    let place = facts.absent(facts.plan.engagement.node, "engagement.housing");
    let message = "no housing partner was involved and no evidence says how housing was";
    let help = "add an `[[engagement]]` entry for a partner of kind `housing`, or `[[evidence]]` with `for = \"housing\"` and where it is told";
    tests.fail(Failure::new(case, place, message).level(Level::Warning).help(help));
}
