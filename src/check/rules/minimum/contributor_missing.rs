//! `contributor-missing`: an NHS commissioner that has a part in the fund is named by no source.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::misplaced;
use crate::check::facts::{Stake, Strays};
use crate::check::prelude::*;
use crate::plan::Partner;
use crate::policy::Payer;

pub(crate) static RULE: Rule = Rule {
    id: "contributor-missing",
    level: Level::Warning,
    ground: Ground::Itself,
    summary: "a CCG or ICB with a part in the fund contributes nothing",
    why: "Who is party to the agreement, or has a published share, puts money in. Where no source names it, its money is left out or stands under another's name.",
    fix: "Add the partner's source, or name it in the source that holds its money.",
    example: r#"
[[partners]]
id = "east"
name = "East CCG"
kind = "ccg"

[[partners]]
id = "west"
name = "West CCG"
kind = "ccg"

[section_75]
partners = ["east", "west"]
#                   ^^^^^^ West CCG is party to the section 75 agreement, and no source names it

[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "east"
# -
# + partners = ["east", "west"]
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }
"#,
    cases: &[
        r#"
# A published share is a part in the fund too; one of nothing is not.
[allocations.by_partner.east]
nhs-minimum = { 2017-18 = 0 }

[allocations.by_partner.west]
#                       ^^^^ something is published for West CCG, and no source names it
nhs-minimum = { 2017-18 = 8_000 }

[[partners]]
id = "east"
name = "East CCG"
kind = "ccg"

[[partners]]
id = "west"
name = "West CCG"
kind = "ccg"

[[partners]]
id = "north"
name = "North CCG"
kind = "ccg"

[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "north"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }
"#,
        r#"
# While groups give way to a board, the one that pays stands for both.
[plan]
format = 1
round = "bcf-2022-23"

[area]
name = "Exampleton"

[[partners]]
id = "ccg"
name = "Exampleton CCG"
kind = "ccg"

[[partners]]
id = "icb"
name = "NHS Exampleton ICB"
kind = "icb"

[section_75]
partners = ["ccg", "icb"]

[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "icb"
amount = { 2022-23 = 20_000 }
"#,
        r#"
# Of two bodies of one kind, the one that pays does not stand for the other.
[plan]
format = 1
round = "bcf-2022-23"

[area]
name = "Exampleton"

[[partners]]
id = "north"
name = "NHS North ICB"
kind = "icb"

[[partners]]
id = "south"
name = "NHS South ICB"
kind = "icb"

[section_75]
partners = ["north", "south"]
#                    ^^^^^^^ NHS South ICB is party to the section 75 agreement, and no source names it

[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "north"
amount = { 2022-23 = 20_000 }
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if facts.lacks_section("sources") {
        return tests.not_evaluated(Case::default(), "the plan has no `sources`");
    }
    let named: BTreeSet<&str> = facts.plan.sources.iter().flat_map(Source::contributors).map(|(id, _)| id).collect();
    let (strays, expected) = (strays(facts), expected(facts));
    if expected.is_empty() {
        return tests.not_applicable(Case::default(), "nothing says of a CCG or ICB that it has a part in the fund");
    }
    let paying = kinds_of(facts, &named);
    let standing = OnceCell::new();
    for (id, partner, stake) in expected {
        let case = Case::of(facts.partner_name(id));
        let stands_for_it = || standing.get_or_init(|| stands_for_it(facts)).clone();
        if named.contains(id) || succeeds(facts, partner, &paying) {
            tests.pass(case);
        } else if let Some(reason) = strays.blocking(facts, id).or_else(stands_for_it) {
            tests.not_evaluated(case, reason);
        } else {
            tests.fail(failure(facts, case, (id, partner, stake)));
        }
    }
}

/// Returns the NHS commissioners that are expected to put money in.
fn expected<'a>(facts: &Facts<'a>) -> Vec<(&'a str, &'a Partner, Stake)> {
    let is_nhs = |partner: &&Partner| Payer::Nhs.kinds().iter().any(|kind| partner.is(*kind));
    let of = |partner: &'a Partner| {
        let id = partner.id.str().filter(|id| facts.partner(id).is_some_and(|first| first.node == partner.node))?;
        Some((id, partner, facts.stake(id)?))
    };
    facts.plan.partners.iter().filter(is_nhs).filter_map(of).collect()
}

/// Returns the kinds of NHS commissioners among the bodies that pay in.
fn kinds_of(facts: &Facts<'_>, named: &BTreeSet<&str>) -> Vec<PartnerKind> {
    let pays = |kind: &PartnerKind| named.iter().filter_map(|id| facts.partner(id)).any(|payer| payer.is(*kind));
    Payer::Nhs.kinds().iter().copied().filter(pays).collect()
}

/// Returns whether another kind of commissioner pays in a round in which one kind gave way to the other.
fn succeeds(facts: &Facts<'_>, partner: &Partner, paying: &[PartnerKind]) -> bool {
    let changes = facts.round.commissioners.as_ref().is_some_and(|kinds| kinds.words.len() > 1);
    changes && paying.iter().any(|kind| !partner.is(*kind))
}

/// Returns the contributors that no partner is: each may be meant for one that seems to be missing.
fn strays<'a>(facts: &Facts<'a>) -> Strays<'a> {
    let sources = &facts.plan.sources;
    let known = facts.partner_ids().collect();
    let fields = sources.iter().flat_map(|source| {
        let one = Some(&source.partner).filter(|field| !field.is_absent() || source.partners.node.is_none());
        one.into_iter().chain(source.partners.iter()).map(|field| (field, source.node))
    });
    let lists = |strays: Strays<'a>, source: &'a Source| strays.or_damaged(&source.partners);
    sources.iter().fold(Strays::among(fields, &known).or_damaged(sources), lists)
}

/// Returns a source of the NHS under the name of another body, which may stand for the one that is missing.
fn stands_for_it(facts: &Facts<'_>) -> Option<Reason> {
    let wrong = facts.plan.sources.iter().filter_map(|source| misplaced(facts, source));
    let node = wrong.filter(|wrong| wrong.stream.payer == Payer::Nhs).map(|wrong| wrong.at).next()?;
    Some(facts.blocked_by(node, "names a body of the wrong kind, and may be meant for it"))
}

fn failure(facts: &Facts<'_>, case: Case, (id, partner, stake): (&str, &Partner, Stake)) -> Failure {
    let name = facts.partner_name(id);
    let name = shortened(&name);
    let (at, message) = match stake {
        Stake::Party(node) => {
            (Place::Value(node), format!("{name} is party to the section 75 agreement, and no source names it"))
        }
        Stake::Published(node) => {
            (Place::Key(node), format!("something is published for {name}, and no source names it"))
        }
    };
    Failure::new(case, at, message)
        .help(format!("add its source, or name `{id}` in the source that holds its money"))
        .label(partner.node, "the partner")
}
