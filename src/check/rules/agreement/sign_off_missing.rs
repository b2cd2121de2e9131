//! `sign-off-missing`: a body that must sign has not.

use std::collections::HashSet;

use super::{Signatory, Signatures, asked_to_sign, mistaken_board};
use crate::check::facts::officer;
use crate::check::prelude::*;
use crate::plan::PlanStatus;

pub(crate) static RULE: Rule = Rule {
    id: "sign-off-missing",
    level: Level::Error,
    clauses: Clauses::One("sign-off"),
    lenient_in_drafts: true,
    summary: "a body that must sign the plan has not",
    why: "A plan is agreed when the Health and Wellbeing Board, each council and each CCG that puts money in have signed it; without one of them it is a proposal.",
    fix: "Add a `[[sign_offs]]` entry for the body when it has signed, with the day and the role.",
    example: r#"
[[partners]]
id = "board"
name = "Exampleton Health and Wellbeing Board"
kind = "board"

[[partners]]
id = "ccg"
name = "Exampleton CCG"
kind = "ccg"

[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }

[[sign_offs]]
#^^^^^^^^^^^^ Exampleton CCG has not signed the plan
partner = "board"
on = 2017-09-07

# + [[sign_offs]]
# + partner = "ccg"
# + on = 2017-09-06
"#,
    cases: &[
        r#"
# A board that nobody lists has not signed, and of a contributor that is no partner nobody knows whether it must.
[[partners]]
id = "council"
name = "Exampleton Council"
kind = "council"

[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }

[[sign_offs]]
#^^^^^^^^^^^^ the Health and Wellbeing Board has not signed the plan
partner = "council"
on = 2017-09-07
"#,
        r#"
# Who signed the agreement and not the plan has not signed the plan.
[[partners]]
id = "board"
name = "Exampleton Health and Wellbeing Board"
kind = "board"

[[sign_offs]]
#^^^^^^^^^^^^ Exampleton Health and Wellbeing Board has not signed the plan
partner = "board"
covers = ["section-75"]
on = 2017-09-07
"#,
        r#"
# A signature under the name of the board is the board's where the partner is of that kind.
[[partners]]
id = "board"
name = "Exampleton Health and Wellbeing Board"
kind = "other"
#      ^^^^^^^ the Health and Wellbeing Board has not signed the plan: Exampleton Health and Wellbeing Board is of kind
#      `other`
#      edit: "board"

[[sign_offs]]
partner = "board"
on = 2017-09-07
"#,
        r#"
# A party to the agreement signs, whether a source names it or not.
[[partners]]
id = "board"
name = "Exampleton Health and Wellbeing Board"
kind = "board"

[[partners]]
id = "west"
name = "West CCG"
kind = "ccg"

[section_75]
partners = ["west"]

[[sign_offs]]
#^^^^^^^^^^^^ West CCG has not signed the plan
partner = "board"
on = 2017-09-07
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(asked) = asked_to_sign(facts, tests) else { return };
    let signatures = Signatures::of(facts);
    let mut missing = HashSet::new();
    for who in asked {
        let signed = signatures.by(facts, &who);
        let case = who.case();
        let doubt = signed.doubt.or_else(|| unknown_board(facts, &who));
        if !signed.given.is_empty() {
            tests.pass(case.at(signed.given.first().map(|sign_off| sign_off.node)));
        } else if let Some(doubt) = doubt {
            tests.not_evaluated(case, doubt);
        } else if missing.insert(who.path()) {
            report(facts, tests, &who, &signatures);
        } else {
            // The round asks the same body for several roles.
            tests.not_evaluated(case, "another of its signatures is missing already");
        }
    }
    unknown_contributors(facts, tests);
}

fn report(facts: &Facts<'_>, tests: &mut Tests<'_>, who: &Signatory<'_>, signatures: &Signatures<'_>) {
    if let Some(failure) = of_another_kind(facts, who) {
        return tests.fail(failure);
    }
    let role = who.body.role.as_deref();
    let message = match role {
        Some(role) => format!("the {} of {} has not signed the plan", officer(role), who.name),
        None => format!("{} has not signed the plan", who.name),
    };
    let id = who.ids.first().copied().unwrap_or("…");
    let key = role.map(|role| format!(", `role = \"{role}\"`")).unwrap_or_default();
    let own = || who.ids.iter().filter_map(|id| signatures.by_partner.get(id)).flatten();
    let other = own().find(|sign_off| sign_off.covers(Cover::Plan));
    let help = match (who.ids.first(), role.zip(other.and_then(|sign_off| sign_off.role.get()))) {
        (Some(_), Some((role, other))) => format!(
            "the {} signs for {}, and no {} in that place: correct `role` where that is who signed, or add a `[[sign_offs]]` entry with `partner = \"{id}\"`{key} and the day in `on`",
            officer(role),
            who.name,
            officer(other.word()),
        ),
        (Some(_), None) => format!("add a `[[sign_offs]]` entry with `partner = \"{id}\"`{key} and the day in `on`"),
        (None, _) => "add the board to `[[partners]]` with `kind = \"board\"`, and its `[[sign_offs]]` entry".into(),
    };
    let sign_offs = &facts.plan.sign_offs;
    let mut failure = Failure::new(who.case(), facts.absent(sign_offs.node, who.path()), message).help(help);
    // Where the round lets it sign afterwards, its signature may still be to come.
    if who.body.may_follow && facts.plan.header.status.get() != Some(&PlanStatus::Approved) {
        failure = failure.level(Level::Warning);
    }
    for sign_off in own() {
        let what = if sign_off.covers(Cover::Plan) {
            "its sign-off of the plan in another role"
        } else {
            "its sign-off, which does not cover the plan"
        };
        failure = failure.label(sign_off.node, what);
    }
    tests.fail(failure);
}

/// Returns the failure of a board that is a partner of another kind, whose signature is not the board's.
fn of_another_kind(facts: &Facts<'_>, who: &Signatory<'_>) -> Option<Failure> {
    let (partner, kind, at) = mistaken_board(facts).filter(|_| who.ids.is_empty())?;
    let name = partner.name.str().map_or_else(|| who.name.clone().into(), shortened);
    let message = format!("{} has not signed the plan: {name} is of kind `{}`", who.name, kind.word());
    let board = PartnerKind::Board.word();
    let help = format!("give it the kind `{board}`, or name the board among the partners");
    let failure = Failure::new(who.case(), at, message).help(help).edit(at, format!("\"{board}\""));
    Some(if who.body.may_follow { failure.level(Level::Warning) } else { failure })
}

/// Returns a partner whose kind cannot be read may be the board that seems to be missing.
fn unknown_board(facts: &Facts<'_>, who: &Signatory<'_>) -> Option<Reason> {
    let unreadable = || facts.plan.partners.iter().find(|partner| partner.kind.get().is_none());
    let partner = who.ids.is_empty().then(unreadable).flatten()?;
    Some(facts.blocked_by(partner.kind.node().unwrap_or(partner.node), "may be the board, and its kind cannot be read"))
}

/// Records the contributors of whom it cannot be said whether they must sign.
fn unknown_contributors(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let contributors = facts.plan.sources.items.iter().flat_map(Source::contributors);
    let unknown = contributors.filter(|(id, _)| facts.partner(id).is_none_or(|partner| partner.kind.get().is_none()));
    let mut seen = HashSet::new();
    for (id, node) in unknown.filter(|(id, _)| seen.insert(*id)) {
        let reason = facts.blocked_by(node, "names no partner whose kind is known");
        tests.not_evaluated(Case::of(id), reason);
    }
}
