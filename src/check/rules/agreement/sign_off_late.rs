//! `sign-off-late`: a body signed after its last day.

use std::collections::{BTreeSet, HashSet};

use super::{
    Limit, Signatory, Signatures, Signed, asked_to_sign, is_late, limit, signatories, signed_without_sources, when,
};
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
    cases: &[
        r#"
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
"#,
        r#"
# A plan that was sent in before anybody signed has one wrong day, not as many as there are signatures.
[plan]
format = 1
round = "bcf-2017-19"
submitted = 2017-08-11
#           ^^^^^^^^^^ the plan was submitted on 11 August 2017, and the first body signed on 4 September 2017

[area]
name = "Exampleton"

[[partners]]
id = "board"
name = "Exampleton Health and Wellbeing Board"
kind = "board"

[[partners]]
id = "council"
name = "Exampleton Council"
kind = "council"

[section_75]
partners = ["council"]

[[sign_offs]]
partner = "board"
on = 2017-09-08

[[sign_offs]]
partner = "council"
on = 2017-09-04
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(mut asked) = asked_to_sign(facts, tests) else { return };
    let others = signed_without_sources(facts, &asked);
    asked.extend(others);
    let judged = judged(facts, asked);
    let early = sent_in_before_all(facts, &judged);
    if let Some(early) = early {
        submitted_early(tests, &judged, early);
    }
    let mut failed = HashSet::new();
    for Judged { who, signed, outcome } in judged {
        let case = who.case();
        match outcome {
            // The round may ask the same body for several roles, and one sign-off may give them all.
            Outcome::Delegated(delegated, at) => {
                if failed.insert(at) {
                    barred(tests, &who, delegated, at);
                }
            }
            Outcome::InTime => tests.pass(case),
            Outcome::Late(limit, _) if early.is_some() && limit.label.is_some() => {
                let reason = Reason::from("the plan is said to have been submitted before anybody signed");
                tests.not_evaluated(case, reason.lacking("plan.submitted"));
            }
            Outcome::Late(limit, late) if failed.insert(late.1) => report(tests, &who, &signed, &limit, late),
            Outcome::Late(..) => tests.not_evaluated(case, "the same sign-off is late already"),
            Outcome::Unknown(reason) => tests.not_evaluated(case, reason),
        }
    }
}

/// A body that must sign, with how its signature stands to its last day.
struct Judged<'a> {
    who: Signatory<'a>,
    signed: Signed<'a>,
    outcome: Outcome<'a>,
}

enum Outcome<'a> {
    /// Its signature was delegated, which the round does not allow.
    Delegated(&'a SignOff, NodeId),
    /// It signed in time, or may follow.
    InTime,
    /// It signed late.
    Late(Limit<'a>, (PlanDate, NodeId)),
    /// That cannot be said.
    Unknown(Reason),
}

fn judged<'a>(facts: &Facts<'a>, asked: Vec<Signatory<'a>>) -> Vec<Judged<'a>> {
    let signatures = Signatures::of(facts);
    let judge = |who: Signatory<'a>| {
        let signed = signatures.by(facts, &who);
        let outcome = match (delegated(who.body, &signed), limit(facts, who.body)) {
            (Some((delegated, at)), _) => Outcome::Delegated(delegated, at),
            (None, _) if who.body.may_follow => Outcome::InTime,
            (None, None) => {
                Outcome::Unknown("the round sets no day and the plan does not say when it was submitted".into())
            }
            (None, Some(limit)) => match timing(facts, &signed, &limit) {
                Ok(None) => Outcome::InTime,
                Ok(Some(late)) => Outcome::Late(limit, late),
                Err(reason) => Outcome::Unknown(reason),
            },
        };
        Judged { who, signed, outcome }
    };
    asked.into_iter().map(judge).collect()
}

/// Returns the place of the day the plan was submitted, where that is before every signature that is measured by it, of
/// several: then that day is wrong, or all of them are late together.
fn sent_in_before_all(facts: &Facts<'_>, judged: &[Judged<'_>]) -> Option<NodeId> {
    let submitted = facts.sent_in().node()?;
    let mut late = BTreeSet::new();
    for Judged { who, outcome, .. } in judged {
        match outcome {
            Outcome::Late(limit, (_, at)) => {
                limit.label?;
                late.insert(*at);
            }
            Outcome::InTime if !who.body.may_follow => return None,
            Outcome::InTime | Outcome::Delegated(..) | Outcome::Unknown(_) => {}
        }
    }
    (late.len() > 1).then_some(submitted)
}

/// Returns whether the day the plan was submitted is told to be before every signature.
pub(in crate::check::rules) fn is_told_of_submission(facts: &Facts<'_>) -> bool {
    let can_tell = facts.round.clause("sign-off").is_some() && !facts.lacks_section("sign_offs");
    let mut asked = signatories(facts);
    let others = signed_without_sources(facts, &asked);
    asked.extend(others);
    can_tell && sent_in_before_all(facts, &judged(facts, asked)).is_some()
}

fn submitted_early(tests: &mut Tests<'_>, judged: &[Judged<'_>], submitted: NodeId) {
    let late: Vec<_> = judged.iter().filter_map(|one| late(one)).collect();
    let first = late.iter().map(|(_, _, (date, _))| *date).min_by_key(|date| date.earliest());
    let (Some((_, limit, _)), Some(first)) = (late.first(), first) else { return };
    let level = late.iter().map(|(one, ..)| level(&one.who, &one.signed)).max().unwrap_or(Level::Warning);
    let message = format!("{}, and the first body signed {}", limit.because, when(first));
    let failure = Failure::new(Case::of("submission"), submitted, message).level(level);
    let failure = failure.help("correct the day the plan was submitted, or the days of the signatures");
    let mut labelled = HashSet::new();
    tests.fail(
        late.iter()
            .filter(|(_, _, (_, at))| labelled.insert(*at))
            .fold(failure, |failure, (one, _, (_, at))| failure.label(*at, format!("{} signed later", one.who.name))),
    );
}

fn late<'j, 'a>(judged: &'j Judged<'a>) -> Option<(&'j Judged<'a>, &'j Limit<'a>, (PlanDate, NodeId))> {
    match &judged.outcome {
        Outcome::Late(limit, late) => Some((judged, limit, *late)),
        Outcome::Delegated(..) | Outcome::InTime | Outcome::Unknown(_) => None,
    }
}

/// Returns how grave it is that a body signed late: with authority the plan may have been agreed in time, and in some
/// rounds plans stood that a body signed later.
fn level(who: &Signatory<'_>, signed: &Signed<'_>) -> Level {
    let has_authority = signed.given.iter().any(|sign_off| is_said(&sign_off.delegated));
    let may_stand = who.body.may_follow_with_authority || who.body.late_clause.is_some();
    if may_stand || has_authority { Level::Warning } else { Level::Error }
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
        return unusable(facts, facts.sent_in()).map_or(Ok(None), Err);
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
    let level = level(who, signed);
    let message = format!("{} signed {}, after {}", who.name, when(date), limit.because);
    let help = match authority {
        Some(_) => "see that the authority was given in time, and waive this with it as the reason",
        None if who.body.not_delegable && who.body.late_clause.is_some() => {
            "correct the day; if it is right, the plan may stand: waive this with what came of it as the reason, as the signature cannot be delegated"
        }
        None if who.body.not_delegable => "correct the day; the signature cannot be delegated",
        // It is a warning either way.
        None if level == Level::Warning => {
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
