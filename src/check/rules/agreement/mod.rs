//! A jointly agreed plan: signatures, engagement, the narrative and the pooling agreement.

pub(crate) mod assurance_without_action;
pub(crate) mod condition_unaddressed;
pub(crate) mod evidence_file_missing;
pub(crate) mod housing_authority_not_involved;
pub(crate) mod narrative_missing;
pub(crate) mod not_submitted_in_time;
pub(crate) mod providers_not_engaged;
mod required;
pub(crate) mod section_75_late;
pub(crate) mod section_75_missing;
pub(crate) mod sign_off_late;
pub(crate) mod sign_off_missing;
pub(crate) mod sign_off_undated;
pub(crate) mod submitted_late;

use std::collections::{BTreeSet, HashMap};

use crate::check::dates::{is_implausible, unusable};
use crate::check::facts::{Stake, Strays};
use crate::check::prelude::*;
use crate::check::rule::{Family, Phase};
use crate::plan::{Agreement, Partner, SignOff};
use crate::policy::{Section75, SigningBody};
pub use required::{Signature, signatures};

/// The family of rules on whether the plan is jointly agreed: sign-offs, engagement, the narrative and pooling.
pub(super) static FAMILY: Family = Family {
    id: "agreement",
    summary: "a jointly agreed plan",
    phase: Phase::Policy,
    rules: &[
        &sign_off_missing::RULE,
        &sign_off_undated::RULE,
        &sign_off_late::RULE,
        &submitted_late::RULE,
        &not_submitted_in_time::RULE,
        &housing_authority_not_involved::RULE,
        &providers_not_engaged::RULE,
        &condition_unaddressed::RULE,
        &narrative_missing::RULE,
        &evidence_file_missing::RULE,
        &section_75_missing::RULE,
        &section_75_late::RULE,
        &assurance_without_action::RULE,
    ],
};

/// The board among the bodies of a round, and what a path calls one that is no partner.
const BOARD: &str = "board";

/// A body that must sign this plan.
struct Signatory<'a> {
    /// The round's entry for it.
    body: &'a SigningBody,
    /// The partners any of which is the body; none where a board is no partner.
    ids: Vec<&'a str>,
    /// Its name among people.
    name: String,
}

impl Signatory<'_> {
    /// Returns the name of a test of its signature, under the clause that asks for it where that is one of its own.
    fn case(&self) -> Case {
        Case::of(self.name.clone()).under_if(self.body.clause.as_deref())
    }

    /// Returns the path that the sign-off of a body would have, for a plan that lacks it.
    fn path(&self) -> String {
        format!("sign_offs.{}", crate::plan::segment(self.ids.first().copied().unwrap_or(BOARD)))
    }
}

/// Returns the kinds of partner that a body of the round may be: none for one that is no partner, such as an area team.
fn kinds(body: &str) -> &'static [PartnerKind] {
    match body {
        BOARD => &[PartnerKind::Board],
        "council" => &[PartnerKind::Council],
        "nhs" => &[PartnerKind::Ccg, PartnerKind::Icb],
        "icb" => &[PartnerKind::Icb],
        _ => &[],
    }
}

/// Returns the bodies that must sign, in the order of the round, then of the partners. An area team's approval is a
/// rule of its own.
fn signatories<'a>(facts: &Facts<'a>) -> Vec<Signatory<'a>> {
    let contributors = contributors(facts);
    let party = |id: &str| matches!(facts.stake(id), Some(Stake::Party(_)));
    let has_a_part = |body: &SigningBody, id: &str| match body.body.as_str() {
        "council" => party(id),
        _ => facts.stake(id).is_some(),
    };
    bodies_that(facts, |body, id| contributors.contains(id) || has_a_part(body, id))
}

/// Returns the bodies that have signed a plan without sources, of which nothing else says that they must.
fn signed_without_sources<'a>(facts: &Facts<'a>, asked: &[Signatory<'a>]) -> Vec<Signatory<'a>> {
    if !facts.plan.sources.is_empty() {
        return Vec::new();
    }
    let signed: BTreeSet<&str> = facts.plan.sign_offs.iter().filter_map(|sign_off| sign_off.partner.str()).collect();
    let asked: BTreeSet<&str> = asked.iter().flat_map(|who| who.ids.iter().copied()).collect();
    let mut found = bodies_that(facts, |_, id| signed.contains(id) && !asked.contains(id));
    found.retain(|who| who.body.body != BOARD);
    found
}

/// Returns the board, and the partners of the round's other bodies that `signs` is true of.
fn bodies_that<'a>(facts: &Facts<'a>, signs: impl Fn(&SigningBody, &str) -> bool) -> Vec<Signatory<'a>> {
    let partners = || facts.plan.partners.iter().filter_map(|partner| Some((partner.id.str()?, partner)));
    let first = |id: &str, node| facts.partner(id).is_some_and(|partner| partner.node == node);
    let mut found = Vec::new();
    for body in facts.round.sign_off.iter().flat_map(|sign_off| &sign_off.bodies) {
        let kinds = kinds(&body.body);
        let of_kind =
            partners().filter(|(id, partner)| kinds.iter().any(|kind| partner.is(*kind)) && first(id, partner.node));
        if body.body == BOARD {
            let ids: BTreeSet<&str> = of_kind.map(|(id, _)| id).collect();
            let name = ids.first().map_or_else(|| "the Health and Wellbeing Board".into(), |id| name_of(facts, id));
            found.push(Signatory { body, ids: ids.into_iter().collect(), name });
            continue;
        }
        found.extend(of_kind.filter(|(id, _)| signs(body, id)).map(|(id, _)| Signatory {
            body,
            ids: vec![id],
            name: name_of(facts, id),
        }));
    }
    found
}

/// Returns the bodies that must sign, or nothing where the plan has no sign-offs. Then, and where a clause asks for the
/// signature of a body that the plan does not have, that is recorded under each clause, so that none seems untested.
fn asked_to_sign<'a>(facts: &Facts<'a>, tests: &mut Tests<'_>) -> Option<Vec<Signatory<'a>>> {
    let lacking = ["partners", "sign_offs"].into_iter().find(|section| facts.lacks_section(section));
    let found = lacking.is_none().then(|| signatories(facts));
    let bodies = facts.round.sign_off.iter().flat_map(|sign_off| &sign_off.bodies);
    let partners = bodies.filter(|body| !kinds(&body.body).is_empty());
    let clauses: BTreeSet<Option<&str>> = partners.map(|body| body.clause.as_deref()).collect();
    for clause in clauses {
        let is_its_own = |who: &Signatory<'_>| who.body.clause.as_deref() == clause;
        let reason = match &found {
            None => {
                let section = lacking.unwrap_or("sign_offs");
                Reason::from(format!("the plan has no `{section}`")).lacking(section)
            }
            Some(found) if found.iter().any(is_its_own) => continue,
            Some(_) => "the plan names nobody who must sign by it".into(),
        };
        tests.not_evaluated(Case::of("sign-offs").under_if(clause), reason);
    }
    found
}

/// Returns the partner that is called the board and is of another kind, with the kind and its place.
fn mistaken_board<'a>(facts: &Facts<'a>) -> Option<(&'a Partner, PartnerKind, NodeId)> {
    let partner = facts.partner(BOARD)?;
    match partner.kind {
        Field::Is(kind, node) if kind != PartnerKind::Board => Some((partner, kind, node)),
        _ => None,
    }
}

/// Returns a partner as messages call it.
fn name_of(facts: &Facts<'_>, id: &str) -> String {
    shortened(&facts.partner_name(id)).into_owned()
}

/// Returns the partners with a source that is not nil throughout.
fn contributors<'a>(facts: &Facts<'a>) -> BTreeSet<&'a str> {
    let nil = |source: &Source| {
        let figures = &source.amount.entries;
        !figures.is_empty()
            && figures.iter().all(|(_, figure)| figure.get().is_some_and(|amount| amount.pounds == Money::ZERO))
    };
    facts
        .plan
        .sources
        .items
        .iter()
        .filter(|source| !nil(source))
        .flat_map(Source::contributors)
        .map(|(id, _)| id)
        .collect()
}

/// The sign-offs of a plan by who gave them.
struct Signatures<'a> {
    by_partner: HashMap<&'a str, Vec<&'a SignOff>>,
    strays: Strays<'a>,
}

/// A body's signature, as far as it is known.
struct Signed<'a> {
    /// The sign-offs that are its own and cover the plan.
    given: Vec<&'a SignOff>,
    /// The reason why there may be another.
    doubt: Option<Reason>,
}

impl<'a> Signatures<'a> {
    fn of(facts: &Facts<'a>) -> Self {
        let mut by_partner: HashMap<&str, Vec<&SignOff>> = HashMap::new();
        for sign_off in &facts.plan.sign_offs.items {
            if let Some(id) = sign_off.partner.str() {
                by_partner.entry(id).or_default().push(sign_off);
            }
        }
        let named = facts.plan.sign_offs.items.iter().map(|sign_off| (&sign_off.partner, sign_off.node));
        // A board that is no partner is meant by that word, and by no other body's misspelt name.
        let known = facts.partner_ids().chain([BOARD]).collect();
        let strays = Strays::among(named, &known).or_damaged(&facts.plan.sign_offs);
        Self { by_partner, strays }
    }

    fn by(&self, facts: &Facts<'_>, who: &Signatory<'a>) -> Signed<'a> {
        let role = who.body.role.as_deref().and_then(Role::from_word);
        let own = || who.ids.iter().filter_map(|id| self.by_partner.get(id)).flatten().copied();
        let covers = |sign_off: &&SignOff| sign_off.covers(Cover::Plan);
        let in_role = |sign_off: &&SignOff| role.is_none() || sign_off.role.get() == role.as_ref();
        let given: Vec<&SignOff> = own().filter(covers).filter(in_role).collect();
        let unclear = own().find_map(|sign_off| unreadable_of(sign_off, role.is_some()));
        let unclear = unclear.map(|node| facts.blocked_by(node, "cannot be read"));
        // A board that signed under the word alone, though the plan has it under another id or not at all.
        let is_elsewhere = who.body.body == BOARD && facts.partner(BOARD).is_none();
        let is_nobody = (who.ids.is_empty() || is_elsewhere) && mistaken_board(facts).is_none();
        let nobody = is_nobody.then(|| self.by_partner.get(BOARD)?.first()?.partner.node()).flatten();
        let unclear = unclear.or_else(|| nobody.map(|node| facts.blocked_by(node, "is no partner")));
        let ids = || who.ids.iter().copied().chain(who.ids.is_empty().then_some(BOARD));
        let stray = || ids().find_map(|id| self.strays.blocking(facts, id));
        Signed { given, doubt: unclear.or_else(stray) }
    }
}

/// Returns what keeps a sign-off from being known to cover the plan.
fn unreadable_of(sign_off: &SignOff, role_matters: bool) -> Option<NodeId> {
    let covers = &sign_off.covers;
    let listed = covers.iter().find(|cover| cover.is_unreadable()).and_then(Field::node);
    let covered = listed.or(covers.node.filter(|_| covers.damaged));
    let role = sign_off.role.node().filter(|_| role_matters && sign_off.role.is_unreadable());
    covered.filter(|_| !sign_off.covers(Cover::Plan)).or(role)
}

/// The last day a body may sign, and what sets it.
struct Limit<'a> {
    day: Date,
    clause: Option<&'a str>,
    because: String,
    label: Option<(NodeId, &'static str)>,
}

/// Returns the round's day for the body, or the day the plan was submitted when that is earlier.
fn limit<'a>(facts: &Facts<'a>, body: &'a SigningBody) -> Option<Limit<'a>> {
    let deadline = facts.last_sent().map_or_else(|| facts.round.submission_for(None), |sent| facts.deadline_of(sent));
    let deadline = match (body.by, deadline) {
        (Some(day), _) => Some((day, None)),
        (None, Some(deadline)) => Some((deadline.by, Some(deadline.clause.as_str()))),
        (None, None) => None,
    };
    let submitted = match facts.sent_in() {
        Field::Is(date, node) if !is_implausible(facts, *date) => date.latest().map(|day| (day, *node)),
        _ => None,
    };
    match (deadline, submitted) {
        (Some((by, _)), Some((day, node))) if day < by => Some(sent(day, node)),
        (Some((day, clause)), _) => {
            let what = if body.by.is_some() { "its last day," } else { "the deadline of" };
            Some(Limit { day, clause, because: format!("{what} {}", day.prose()), label: None })
        }
        (None, Some((day, node))) => Some(sent(day, node)),
        (None, None) => None,
    }
}

fn sent(day: Date, node: NodeId) -> Limit<'static> {
    Limit {
        day,
        clause: None,
        because: format!("the plan was submitted on {}", day.prose()),
        label: Some((node, "submitted")),
    }
}

/// Returns whether a date is after a last day; nothing for a month that contains it.
fn is_late(date: PlanDate, limit: Date) -> Option<bool> {
    let (first, last) = date.earliest().zip(date.latest())?;
    if last <= limit {
        return Some(false);
    }
    (first > limit).then_some(true)
}

/// Returns the date a field gives, with its place, or nothing where it gives none.
///
/// # Errors
/// Why it gives one that nothing can be measured by.
fn dated(facts: &Facts<'_>, field: &Field<PlanDate>) -> Result<Option<(PlanDate, NodeId)>, Reason> {
    match (unusable(facts, field), field) {
        (Some(reason), _) => Err(reason),
        (None, Field::Is(PlanDate::Unknown, _)) => Err("the day is not known".into()),
        (None, Field::Is(date, node)) => Ok(Some((*date, *node))),
        (None, _) => Ok(None),
    }
}

/// Returns the day in words: "on 7 September 2017", "in September 2017".
fn when(date: PlanDate) -> String {
    match date {
        PlanDate::Day(day) => format!("on {}", day.prose()),
        other => format!("in {}", other.prose()),
    }
}

/// Returns the agreement the round asks for: its section of the plan, what people call it, and what the plan says of
/// it.
fn agreement<'a>(facts: &Facts<'a>, asked: &Section75) -> (&'static str, &'static str, &'a Agreement) {
    if asked.clause == "section-256" {
        ("section_256", "section 256 agreement", &facts.plan.section_256)
    } else {
        ("section_75", "section 75 agreement", &facts.plan.section_75)
    }
}

/// The words that evidence is given for, and those that may have been meant for another.
struct Evidenced<'a> {
    words: BTreeSet<&'a str>,
    strays: Strays<'a>,
}

impl<'a> Evidenced<'a> {
    fn of(facts: &Facts<'a>) -> Self {
        let evidence = &facts.plan.evidence;
        let round = facts.round;
        let known =
            round.conditions.iter().map(|c| c.id.as_str()).chain(round.topics.iter().map(|t| t.id.as_str())).collect();
        let words = evidence.items.iter().filter_map(|entry| entry.for_what.str()).collect();
        let strays = Strays::among(evidence.items.iter().map(|entry| (&entry.for_what, entry.node)), &known)
            .or_damaged(evidence);
        Self { words, strays }
    }
}
