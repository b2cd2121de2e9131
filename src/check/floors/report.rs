//! The common part of the rules on floors: one test a year from the floor's verdict, and of the totals a plan states.

use super::{Asked, Floor, How, Verdict, floors, how_words};
use crate::check::prelude::*;
use crate::check::rules::money::too_coarse_to_tell;
use crate::check::rules::shape::missing_section;
use crate::plan::Figure;

/// Records one test a year of a floor. `beside` adds labels to money that a reader might think counts but does not.
pub(in crate::check) fn below_minimum(
    facts: &Facts<'_>,
    tests: &mut Tests<'_>,
    asked: &Asked,
    beside: impl Fn(Year) -> Vec<(NodeId, String)>,
) {
    if facts.lacks_section("schemes") {
        for year in facts.years_of(&asked.stream) {
            let reason =
                Reason::from(format!("the plan has no schemes ({})", missing_section::RULE.id)).lacking("schemes");
            tests.not_evaluated(case_of(asked, year).under(&asked.clause), reason);
        }
        return;
    }
    for floor in floors(facts, asked) {
        let case = case_of(asked, floor.year).under(&asked.clause);
        let required = floor.required.as_ref().map_or(Money::ZERO, |required| required.pounds);
        match &floor.verdict {
            Verdict::Met | Verdict::WithinRounding => tests.pass_sum(case, &floor.counted, required, floor.slack()),
            Verdict::TooCoarse(node, _) => {
                let why = format!("is too coarse to tell ({})", too_coarse_to_tell::RULE.id);
                tests.not_evaluated(case, facts.blocked_by(*node, &why));
            }
            Verdict::Unknown(reason) => tests.not_evaluated(case, reason.clone()),
            Verdict::Unproven(reason) => {
                tests.not_evaluated(case, reason.clone());
                tests.with_sum(&floor.counted, required, floor.slack());
            }
            Verdict::Missed => {
                let labels = beside(floor.year);
                let failure = missed(facts, asked, case, floor);
                tests.fail(labels.into_iter().fold(failure, |failure, (node, text)| failure.label(node, text)));
            }
        }
    }
}

/// Returns what tests of a floor in a year are about.
pub(in crate::check) fn case_of(asked: &Asked, year: Year) -> Case {
    Case::in_year(year, &asked.id).sum_of(&*asked.id)
}

fn missed(facts: &Facts<'_>, asked: &Asked, case: Case, floor: &Floor) -> Failure {
    let required = floor.required.as_ref().map_or(Money::ZERO, |required| required.pounds);
    let how = floor.required.as_ref().map_or("the minimum".into(), |required| how_words(required.how, facts, asked));
    let gap = required - floor.counted.total;
    let weak = facts.round.clause(&asked.counting).filter(|clause| clause.is_weak());
    let note = weak.map_or_else(String::new, |clause| format!(" (what counts is {}: `{}`)", clause.known(), clause.id));
    let message = format!(
        "{} in {} is {}, {gap} below {how} of {required}{note}",
        asked.spending,
        floor.year.prose(),
        floor.counted.total,
    );
    let largest = floor.counted.largest(facts.plan);
    let at = largest.or_else(|| floor.required.as_ref().and_then(|r| r.nodes.first().copied()));
    let place = at.map_or_else(|| facts.absent(facts.plan.schemes.node, "schemes"), Place::from);
    let mut failure = Failure::new(case, place, message).sum(&floor.counted, required, floor.slack());
    for node in floor.required.iter().flat_map(|required| &required.nodes) {
        failure = failure.label(*node, &*how);
    }
    for line in &floor.unsaid {
        failure = failure.label(line.figure, format!("not counted: it has no `{}`", line.key));
    }
    // Where only the national share is known, the area's own floor may be another.
    let known_by = floor.required.as_ref().map(|required| required.how);
    if let (Some(How::Share), Some(share)) = (known_by, &asked.share) {
        failure = failure.level(Level::Warning).clause(&share.clause);
    }
    if known_by == Some(How::Uplifted) && super::is_indication(facts, asked) {
        failure = failure.level(Level::Warning);
    }
    with_edit(
        facts,
        failure.help(format!("plan at least {gap} more of it, or correct the line that is wrong")),
        floor,
        gap,
    )
}

/// Offers to raise by `gap` the largest of the figures that count in full.
fn with_edit(facts: &Facts<'_>, failure: Failure, floor: &Floor, gap: Money) -> Failure {
    let written = |node: NodeId| match facts.plan.figure_at(node)? {
        Figure::Money(amount) => Some(amount.pounds),
        Figure::Number(_) | Figure::Day(_) => None,
    };
    let whole = floor.counted.lines.iter().filter(|(node, pounds)| written(*node) == Some(*pounds));
    let whole: Vec<&(NodeId, Money)> = whole.collect();
    let Some(most) = whole.iter().map(|(_, pounds)| *pounds).max() else { return failure };
    match facts.plan.lowest(whole.iter().filter(|(_, pounds)| *pounds == most).map(|(node, _)| *node)) {
        Some(node) => failure.set(facts, node, most + gap),
        None => failure,
    }
}

/// Returns the sum of what counts and what would count in other streams, all of them or one alone, where that sum
/// agrees with `stated`.
pub(in crate::check) fn agrees_with(
    facts: &Facts<'_>,
    asked: &Asked,
    year: Year,
    stated: Amount,
    others: &[&str],
) -> Option<Sum> {
    let own = super::counted(facts, asked, &[&asked.stream], year);
    let with = |others: &[&str]| {
        let extra = super::counted(facts, asked, others, year);
        let both = own.clone().with(&extra);
        (extra.total != Money::ZERO && both.agrees(stated)).then_some(both)
    };
    with(others).or_else(|| others.iter().find_map(|one| with(&[*one])))
}

/// Tests a stated total against what counts, once a year.
pub(in crate::check) fn total_mismatch(
    facts: &Facts<'_>,
    tests: &mut Tests<'_>,
    asked: &Asked,
    explain: impl Fn(Year, Amount) -> Option<String>,
) {
    let Some(stated) = named(&facts.plan.totals.named, &asked.id) else {
        return tests.not_applicable(Case::of(&asked.id), format!("the plan states no `totals.{}`", asked.id));
    };
    for year in facts.years() {
        let case = Case::in_year(year, &asked.id);
        let (stated, at) = match stated.at(year) {
            Field::Is(amount, at) => (amount, at),
            Field::Absent => continue,
            Field::Unreadable(node) => {
                tests.not_evaluated(case, facts.blocked_by(node, "cannot be read"));
                continue;
            }
        };
        let sum = super::counted(facts, asked, &[&asked.stream], year);
        compare(facts, tests, asked, case, (year, stated, at), &sum, &explain);
    }
}

/// Returns why what counts towards a floor is not known whole, if it is not.
fn lacks(facts: &Facts<'_>, asked: &Asked, year: Year, sum: &Sum) -> Option<Reason> {
    let unsaid = super::unsaid(facts, asked, year);
    if let Some(line) = unsaid.first() {
        let why = format!("does not say what it is for: no readable `{}`", line.key);
        return Some(super::silent(facts, asked, line, &why));
    }
    if let Some(node) = sum.unreadable {
        return Some(facts.blocked_by(node, "cannot be read"));
    }
    if sum.unstated {
        return Some(format!("a line that counts does not state {}", year.prose()).into());
    }
    sum.is_empty().then(|| Reason::from("no spend line counts towards it").lacking("schemes"))
}

/// Returns why more may count towards a floor than is known to, if it may.
fn may_be_more(facts: &Facts<'_>, asked: &Asked, year: Year) -> Option<Reason> {
    let unattributed = super::unattributed(facts, asked, year).first;
    let line =
        || unattributed.map(|node| facts.blocked_by(node, "is of a line whose source is not known and may count"));
    facts.lines_lost().or_else(line)
}

/// Compares a stated total with what counts.
fn compare(
    facts: &Facts<'_>,
    tests: &mut Tests<'_>,
    asked: &Asked,
    case: Case,
    (year, stated, at): (Year, Amount, NodeId),
    sum: &Sum,
    explain: &impl Fn(Year, Amount) -> Option<String>,
) {
    if let Some(reason) = lacks(facts, asked, year, sum) {
        // Where the floor itself is decided, what the plan states of it decides nothing more.
        let decided = floors(facts, asked).iter().any(|floor| floor.year == year && floor.is_decided());
        return tests.not_evaluated(case, reason.free_if(decided));
    }
    let slack = sum.slack_against(stated);
    if sum.agrees(stated) {
        return tests.pass_sum(case, sum, stated.pounds, slack);
    }
    if let Some(reason) = may_be_more(facts, asked, year) {
        return tests.not_evaluated(case, reason);
    }
    let why = explain(year, stated).map_or_else(String::new, |why| format!("; {why}"));
    let message =
        format!("the plan states {} for {}, and its lines come to {}{why}", stated.pounds, year.prose(), sum.total);
    let failure = Failure::new(case, at, message)
        .sum(sum, stated.pounds, slack)
        .against(Against::Statement)
        .help("state what the lines that count come to, or correct the line that is wrong");
    tests.fail(failure.set(facts, at, sum.total));
}

/// Records one test a year of what a plan states beyond a floor: what counts less what is required.
pub(in crate::check) fn surplus_mismatch(facts: &Facts<'_>, tests: &mut Tests<'_>, asked: &Asked) {
    let Some(key) = asked.surplus_key.as_deref() else { return };
    let Some(surplus) = named(&facts.plan.totals.named, key) else { return };
    for year in facts.years() {
        let case = Case::in_year(year, key);
        match (surplus.at(year), super::required(facts, asked, year)) {
            (Field::Absent, _) => {}
            (Field::Unreadable(node), _) => tests.not_evaluated(case, facts.blocked_by(node, "cannot be read")),
            (Field::Is(..), None) => tests.not_evaluated(case, "there is no minimum to take away"),
            // The area's own minimum may be another than the national share.
            (Field::Is(..), Some(required)) if required.how == How::Share => {
                tests.not_evaluated(case, "the minimum to take away is neither published nor stated");
            }
            (Field::Is(stated, at), Some(required)) => {
                let mut sum = super::counted(facts, asked, &[&asked.stream], year);
                if !sum.is_empty() {
                    sum.take_away(required.nodes.first().copied(), required.pounds, required.slack);
                }
                compare(facts, tests, asked, case, (year, stated, at), &sum, &|_, _| None);
            }
        }
    }
}
