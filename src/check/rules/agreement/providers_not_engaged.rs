//! `providers-not-engaged`: those who provide the services had no part in the plan.

use std::collections::BTreeSet;

use crate::check::facts::Strays;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "providers-not-engaged",
    level: Level::Warning,
    clauses: Clauses::One("providers-engaged"),
    absent: true,
    summary: "no NHS provider, or no care or voluntary provider, was involved",
    why: "The plan moves work between hospitals, community services and care homes; those who run them should have seen it.",
    fix: "Record in `[[engagement]]` when and how providers were involved, with a partner of each kind.",
    example: r#"
[[partners]]
id = "hospital"
name = "Exampleton University Hospital"
kind = "nhs-provider"

# + [[partners]]
# + id = "care-forum"
# + name = "Exampleton Care Forum"
# + kind = "care-provider"
# +
[[engagement]]
#^^^^^^^^^^^^^ no care or voluntary provider was involved in the plan
partner = "hospital"
on = 2017-05-02

# + [[engagement]]
# + partner = "care-forum"
# + on = 2017-05-09
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let engagement = &facts.plan.engagement;
    let involved: BTreeSet<&str> = engagement.iter().filter_map(|entry| entry.partner.str()).collect();
    let named = engagement.iter().map(|entry| (&entry.partner, entry.node));
    let strays = Strays::among(named, &facts.partner_ids().collect()).or_damaged(engagement);
    let unsure = involved.iter().filter_map(|id| facts.partner(id)).find(|partner| partner.kind.get().is_none());
    let unsure = unsure.map(|partner| facts.blocked_by(partner.node, "is of a kind that cannot be read"));
    let kinds: [(&str, &str, &[PartnerKind]); 2] = [
        ("nhs-provider", "NHS provider", &[PartnerKind::NhsProvider]),
        ("care-provider", "care or voluntary provider", &[PartnerKind::CareProvider, PartnerKind::Voluntary]),
    ];
    for (key, what, kinds) in kinds {
        let case = Case::of(format!("{what}s"));
        if facts.lacks_section("engagement") {
            tests.not_evaluated(case, Reason::from("the plan has no `engagement`").lacking("engagement"));
            continue;
        }
        let ids = || kinds.iter().flat_map(|kind| facts.partners_of(*kind)).filter_map(|partner| partner.id.str());
        let stray = || ids().chain([""]).find_map(|id| strays.blocking(facts, id));
        if ids().any(|id| involved.contains(id)) {
            tests.pass(case);
        } else if let Some(reason) = unsure.clone().or_else(stray) {
            tests.not_evaluated(case, reason);
        } else {
            let place = facts.absent(engagement.node, format!("engagement.{key}"));
            let words = kinds.iter().map(|kind| format!("`{}`", kind.word())).collect::<Vec<_>>().join(" or ");
            let help =
                format!("add an `[[engagement]]` entry for a partner of kind {words}: when and how it was involved");
            tests.fail(Failure::new(case, place, format!("no {what} was involved in the plan")).help(help));
        }
    }
}
