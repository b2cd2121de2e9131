//! `contributor-of-wrong-kind`: a stream is paid in by a body that does not pay it.

use super::{Misplaced, judged, misplaced};
use crate::check::prelude::*;
use crate::policy::Payer;

pub(crate) static RULE: Rule = Rule {
    id: "contributor-of-wrong-kind",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "a mandatory stream is paid in by a body of the wrong kind",
    why: "The NHS minimum comes from commissioners and the grants come to councils. A source under the wrong partner makes one partner's contribution too large, another's too small, and asks the wrong one to sign.",
    fix: "Name the partner that contributes the stream, or correct the partner's kind.",
    example: r#"
[[partners]]
id = "council"
name = "Exampleton Council"
kind = "council"

[[partners]]
id = "ccg"
name = "Exampleton CCG"
kind = "ccg"

[[sources]]
id = "facilities-grant"
kind = "dfg"
partner = "ccg"
#         ^^^^^ a council pays in the Disabled Facilities Grant, and Exampleton CCG is of kind `ccg`
#         edit: "council"
amount = { 2017-18 = 1_500, 2018-19 = 1_580 }
"#,
    cases: &[
        r#"
# A hospital pays in no minimum. Voluntary money may come from anybody, and of several contributors one may be right.
[[partners]]
id = "hospital"
name = "Exampleton Hospital"
kind = "nhs-provider"

[[partners]]
id = "east"
name = "East CCG"
kind = "ccg"

[[partners]]
id = "west"
name = "West CCG"
kind = "ccg"

[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "hospital"
#         ^^^^^^^^^^ the NHS pays in the NHS minimum contribution, and Exampleton Hospital is of kind `nhs-provider`
#         mend: "east"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }

[[sources]]
id = "more"
kind = "nhs-additional"
partner = "hospital"
amount = { 2017-18 = 900, 2018-19 = 900 }

[[sources]]
id = "shared"
kind = "nhs-minimum"
partners = ["hospital", "west"]
amount = { 2017-18 = 10_000, 2018-19 = 10_190 }
"#,
        r#"
# The grant that a county passes on may be shown district by district; no other grant goes to them.
[plan]
format = 1
round = "bcf-2025-26"

[area]
name = "Exampleshire"
tiers = "two"

[[partners]]
id = "county"
name = "Exampleshire County Council"
kind = "council"

[[partners]]
id = "northmoor"
name = "Northmoor District Council"
kind = "district"

[[sources]]
id = "northmoor-grant"
kind = "dfg"
partner = "northmoor"
amount = { 2025-26 = 2_904_318 }

[[sources]]
id = "care-grant"
kind = "la-better-care-grant"
partner = "northmoor"
#         ^^^^^^^^^^^ a council pays in the Local Authority Better Care Grant, and Northmoor District Council is of kind
#         `district`
#         edit: "county"
amount = { 2025-26 = 17_904_220 }
"#,
        r#"
# Where no source at hand says who pays a stream in, it is a warning at most.
[plan]
format = 1
round = "bcf-2021-22"

[area]
name = "Exampleton"

[[partners]]
id = "ccg"
name = "Exampleton CCG"
kind = "ccg"

[[sources]]
id = "facilities-grant"
kind = "dfg"
partner = "ccg"
#         ^^^^^ a council pays in the Disabled Facilities Grant, and Exampleton CCG is of kind `ccg` (to be confirmed)
amount = { 2021-22 = 1_500 }
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let (mut failed, mut count) = (false, 0);
    for source in &facts.plan.sources {
        let Some((stream, partner, _)) = judged(facts, source) else { continue };
        if partner.kind.get().is_none() {
            let node = partner.kind.node().unwrap_or(partner.node);
            tests.not_evaluated(Case::of(&stream.name), facts.blocked_by(node, "does not say what kind of body it is"));
            continue;
        }
        count += 1;
        if let Some(wrong) = misplaced(facts, source) {
            failed = true;
            tests.fail(failure(facts, &wrong));
        }
    }
    tests.pass_lot(failed, count, "sources whose contributor is known");
}

fn failure(facts: &Facts<'_>, wrong: &Misplaced<'_>) -> Failure {
    let Misplaced { stream, partner, kind, at } = wrong;
    let (payer, who) = match stream.payer {
        Payer::Nhs => ("the NHS pays", "the commissioner"),
        Payer::Council => ("a council pays", "the council"),
    };
    let name = partner.name.str().or(partner.id.str()).unwrap_or("the partner");
    let unsaid = if stream.payer_clause.is_none() { " (to be confirmed)" } else { "" };
    let message =
        format!("{payer} in the {}, and {} is of kind `{}`{unsaid}", stream.name, shortened(name), kind.word());
    let mut failure = Failure::new(Case::of(&stream.name), *at, message)
        .help(format!("name {who} that pays it in, or correct the kind of the partner"))
        .label_if(partner.kind.node(), "its kind");
    failure = match &stream.payer_clause {
        Some(clause) => failure.clause(clause),
        None => failure.level(Level::Warning),
    };
    let mut right =
        facts.plan.partners.iter().filter(|partner| stream.payer.kinds().iter().any(|kind| partner.is(*kind)));
    match (right.next().and_then(|partner| partner.id.str()), right.next()) {
        (Some(only), None) => failure.edit(*at, format!("\"{only}\"")),
        _ => failure,
    }
}
