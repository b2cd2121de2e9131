//! `sign-off-late`: a body signed after its last day.

use std::collections::HashSet;

use super::{Limit, Signatory, Signatures, Signed, asked_to_sign, is_late, limit, signed_without_sources, when};
use crate::check::dates::{is_implausible, unusable};
use crate::check::facts::{is_said, officer};
use crate::check::prelude::*;
use crate::plan::SignOff;
use crate::policy::SigningBody;

pub(crate) static RULE: Rule = Rule {
    id: "sign-off-late",
    level: Level::Warning,
    clauses: Clauses::One("sign-off"),
    summary: "a body signed after its last day",
    why: "A plan is to be agreed before it is sent in. Where a body met later, somebody must have had its authority to agree the plan in time.",
    fix: "Correct the day. If it is right, record in `delegated` under what authority the plan was agreed for the body in time, and waive this with it as the reason.",
    example: r#"
[plan]
format = 1
round = "bcf-2017-19"
submitted = 2017-09-11

[area]
name = "Exampleton"

[[partners]]
id = "board"
name = "Exampleton Health and Wellbeing Board"
kind = "board"

[[sign_offs]]
partner = "board"
on = 2017-09-20
#    ^^^^^^^^^^ Exampleton Health and Wellbeing Board signed on 20 September 2017, after the deadline of 11 September
#    2017
# -
delegated = "chair, under minute 31"
# -
# + on = 2017-09-07
"#,
    cases: &[r#"
# In a plan without sources who has signed was asked to.
[[partners]]
id = "ccg"
name = "Exampleton CCG"
kind = "ccg"

[[sign_offs]]
partner = "ccg"
on = 2017-09-20
#    ^^^^^^^^^^ Exampleton CCG signed on 20 September 2017, after the deadline of 11 September 2017
#    mend: 2017-09-06
"#],
    check,
    ..Rule::PLAIN
};

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(mut asked) = asked_to_sign(facts, tests) else { return };
    let others = signed_without_sources(facts, &asked);
    asked.extend(others);
    let signatures = Signatures::of(facts);
    let mut failed = HashSet::new();
    for who in asked {
        let signed = signatures.by(facts, &who);
        let case = who.case();
        if let Some((delegated, at)) = delegated(who.body, &signed) {
            // The round may ask the same body for several roles, and one sign-off may give them all.
            if failed.insert(at) {
                barred(tests, &who, delegated, at);
            }
            continue;
        }
        if who.body.may_follow {
            tests.pass(case);
            continue;
        }
        let Some(limit) = limit(facts, who.body) else {
            tests.not_evaluated(case, "the round sets no day and the plan does not say when it was submitted");
            continue;
        };
        match timing(facts, &signed, &limit) {
            Ok(None) => tests.pass(case),
            // The round may ask the same body for several roles, and one sign-off may give them all.
            Ok(Some(late)) if failed.insert(late.1) => report(tests, &who, &signed, &limit, late),
            Ok(Some(_)) => tests.not_evaluated(case, "the same sign-off is late already"),
            Err(reason) => tests.not_evaluated(case, reason),
        }
    }
}

/// Returns a sign-off that was delegated, with the authority's place, where the round does not let the body's be and it
/// has no other.
fn delegated<'a>(body: &SigningBody, signed: &Signed<'a>) -> Option<(&'a SignOff, NodeId)> {
    let authority = |sign_off: &SignOff| sign_off.delegated.node().filter(|_| is_said(&sign_off.delegated));
    let all = body.not_delegable && signed.given.iter().all(|sign_off| authority(sign_off).is_some());
    let first = signed.given.first().filter(|_| all && signed.doubt.is_none())?;
    Some((first, authority(first)?))
}

fn barred(tests: &mut Tests<'_>, who: &Signatory<'_>, sign_off: &SignOff, at: NodeId) {
    let role = who.body.role.as_deref().map(|role| format!(" of the {}", officer(role))).unwrap_or_default();
    let message = format!("the signature{role} for {} was delegated, which the round does not allow", who.name);
    let failure = Failure::new(who.case(), at, message)
        .level(Level::Error)
        .help("record in `on` the day it was signed in person, and take `delegated` out");
    tests.fail(failure.label(sign_off.node, "the sign-off"));
}

/// Returns the body's earliest sign-off if all are late, nothing if one is in time, or why that cannot be said.
fn timing(facts: &Facts<'_>, signed: &Signed<'_>, limit: &Limit<'_>) -> Result<Option<(PlanDate, NodeId)>, Reason> {
    let dated = || signed.given.iter().filter_map(|sign_off| sign_off.on.get().copied().zip(sign_off.on.node()));
    if dated().any(|(date, _)| !is_implausible(facts, date) && is_late(date, limit.day) == Some(false)) {
        // What it says of the day the plan was sent in may be meant to be earlier.
        return unusable(facts, &facts.plan.header.submitted).map_or(Ok(None), Err);
    }
    if let Some(reason) = signed.given.iter().find_map(|sign_off| unusable(facts, &sign_off.on)) {
        return Err(reason);
    }
    if signed.given.is_empty() {
        return Err(signed.doubt.clone().unwrap_or_else(|| "it has not signed".into()));
    }
    if let Some(undated) =
        signed.given.iter().find(|sign_off| sign_off.on.get().is_none_or(|date| *date == PlanDate::Unknown))
    {
        return Err(facts.blocked_by(undated.node, "does not say when it was signed"));
    }
    if let Some((date, _)) = dated().find(|(date, _)| is_late(*date, limit.day).is_none()) {
        return Err(format!("{} contains the last day, {}", date.prose(), limit.day.prose()).into());
    }
    if let Some(doubt) = &signed.doubt {
        return Err(doubt.clone());
    }
    Ok(dated().min_by_key(|(date, node)| (date.earliest(), date.latest(), facts.plan.path_of(*node))))
}

fn report(
    tests: &mut Tests<'_>,
    who: &Signatory<'_>,
    signed: &Signed<'_>,
    limit: &Limit<'_>,
    (date, at): (PlanDate, NodeId),
) {
    let authority = signed.given.iter().find(|sign_off| is_said(&sign_off.delegated));
    let allowed = who.body.may_follow_with_authority || authority.is_some();
    let level = if allowed { Level::Warning } else { Level::Error };
    let message = format!("{} signed {}, after {}", who.name, when(date), limit.because);
    let help = match authority {
        Some(_) => "see that the authority was given in time, and waive this with it as the reason",
        None if who.body.not_delegable => "correct the day; the signature cannot be delegated",
        // It is a warning either way.
        None if allowed => {
            "correct the day; if it is right, record in `delegated` under what authority the plan was agreed in time, and waive this with it as the reason"
        }
        None => "correct the day, or record in `delegated` under what authority the plan was agreed in time",
    };
    let clause = who.body.clause.as_deref().or(limit.clause);
    let mut failure = Failure::new(who.case(), at, message).level(level).help(help).clause_if(clause);
    if let Some((node, text)) = limit.label {
        failure = failure.label(node, text);
    }
    let authority = authority.and_then(|sign_off| sign_off.delegated.node());
    tests.fail(failure.label_if(authority, "under delegated authority"));
}
