//! `social-care-minimum-miscalculated`: the minimum the plan states is not its baseline uplifted.

use super::social_care_minimum_misstated;
use crate::check::floors;
use crate::check::prelude::*;
use crate::policy::Floor;

pub(crate) static RULE: Rule = Rule {
    id: "social-care-minimum-miscalculated",
    level: Level::Error,
    clauses: Clauses::One("social-care-uplift"),
    summary: "the social care minimum the plan states is not the baseline uplifted",
    why: "A minimum worked out with the wrong uplift, or with last year's twice, makes a contribution look sufficient that is not.",
    fix: "Work the minimum out again: the baseline, times one plus the uplift of every year up to then.",
    example: r#"
[social_care]
baseline = { 2016-17 = 8_000_000 }
minimum = { 2017-18 = 8_143_200, 2018-19 = 8_288_963 }
#                                          ^^^^^^^^^ the plan states a social care minimum of £8,288,963 for 2018/19,
#                                          and £8,000,000 uplifted is £8,297,921: the uplift of 2017/18 is used 2
#                                          times
#                                          edit: 8_297_921
"#,
    cases: &[r#"
# A slip is recognised as far as rounding goes: half a pound for the figure, and half for the product.
[social_care]
baseline = { 2016-17 = 8_000_000 }
minimum = { 2017-18 = 8_000_001 }
#                     ^^^^^^^^^ the plan states a social care minimum of £8,000,001 for 2017/18, and £8,000,000
#                     uplifted is £8,143,200: it is the baseline without any uplift
#                     edit: 8_143_200
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(floor) = facts.round.floor(SOCIAL_CARE) else { return };
    for year in facts.years() {
        let case = Case::in_year(year, "social-care minimum");
        let (stated, at) = match facts.plan.social_care.minimum.at(year) {
            Field::Is(amount, at) => (amount, at),
            Field::Absent => {
                tests.not_evaluated(case, format!("the plan states no `social_care.minimum` for {}", year.prose()));
                continue;
            }
            Field::Unreadable(node) => {
                tests.not_evaluated(case, facts.blocked_by(node, "cannot be read"));
                continue;
            }
        };
        test(facts, tests, floor, case, (year, stated, at));
    }
}

fn test(
    facts: &Facts<'_>,
    tests: &mut Tests<'_>,
    floor: &Floor,
    case: Case,
    (year, stated, at): (Year, Amount, NodeId),
) {
    if let Some(published) = floors::published(facts, floor, year) {
        let said =
            || Reason::free(format!("it is not the published one (`{}`)", social_care_minimum_misstated::RULE.id));
        let holds = stated.agrees(published.amount()) || follows_correction(facts, floor, year, stated);
        return if holds { tests.pass(case) } else { tests.not_evaluated(case, said()) };
    }
    if let Some(node) = floors::unreadable(facts, floor, year) {
        return tests.not_evaluated(case, facts.blocked_by(node, "cannot be read"));
    }
    let (Some(right), Some((baseline, node))) = (floors::uplifted(facts, floor, year), floors::baseline(facts, floor))
    else {
        return tests.not_evaluated(case, "neither a baseline nor a published minimum is given to check it against");
    };
    let Some((exact, rounded)) = floors::uplift(facts, floor, baseline.pounds, year) else {
        return tests.not_evaluated(case, "the baseline is too large to be uplifted");
    };
    // A stated figure and a calculated one: half its last digit, the slack carried through, half a unit for the product.
    let room = floors::uplift_room(facts, floor, baseline.pounds, year).unwrap_or(Money::ZERO);
    let slack = stated.precision.half() + right.slack + facts.plan.precision().half() + room;
    if [exact, rounded].iter().any(|product| (*product - stated.pounds).abs() <= slack) {
        return tests.pass(case);
    }
    if follows_own(facts, floor, year, stated) {
        return tests.pass(case);
    }
    let what = near_miss(floor, facts, baseline.pounds, (year, stated, slack))
        .map_or_else(String::new, |why| format!(": {why}"));
    let message = format!(
        "the plan states a social care minimum of {} for {}, and {} uplifted is {rounded}{what}",
        stated.pounds,
        year.prose(),
        baseline.pounds
    );
    let mut failure =
        Failure::new(case, at, message).label(node, "the baseline").compared(stated.pounds, rounded, slack);
    if floors::is_indication(facts, floor) {
        failure = failure.level(Level::Warning);
    }
    tests.fail(failure.help(format!("state {rounded}")).set(facts, at, rounded));
}

/// Returns whether a minimum is worked out from a baseline of the plan's own beside which another is published.
pub(super) fn follows_correction(facts: &Facts<'_>, floor: &Floor, year: Year, stated: Amount) -> bool {
    let Some((key, of)) = floor.published_baseline() else { return false };
    let (own, published) = (facts.plan.social_care.baseline.at(of), facts.allocation(key, of));
    let corrected = own.get().zip(published.get()).is_some_and(|(own, published)| !own.agrees(*published));
    corrected && follows_own(facts, floor, year, stated)
}

/// Returns whether it is worked out from the plan's own baseline. Where that is not the published one the partners may
/// have agreed it, which is for `social-care-baseline-changed` to say.
fn follows_own(facts: &Facts<'_>, floor: &Floor, year: Year, stated: Amount) -> bool {
    let own = floor.baseline_year.map(|year| facts.plan.social_care.baseline.at(year));
    let Some(Field::Is(own, _)) = own else { return false };
    let uplifted = |amount| floors::uplift(facts, floor, amount, year);
    let (Some((exact, rounded)), Some((carried, _))) = (uplifted(own.pounds), uplifted(own.slack)) else {
        return false;
    };
    let slack = stated.precision.half() + carried + facts.plan.precision().half();
    [exact, rounded].iter().any(|product| (*product - stated.pounds).abs() <= slack)
}

/// Returns what a person who got this figure most likely did.
pub(super) fn near_miss(
    floor: &Floor,
    facts: &Facts<'_>,
    baseline: Money,
    (year, stated, slack): (Year, Amount, Money),
) -> Option<String> {
    let near = |amount: Option<Money>| amount.is_some_and(|amount| (amount - stated.pounds).abs() <= slack);
    let factor = |year| {
        floor.uplift(year).and_then(|percent| percent.checked_div(Decimal::ONE_HUNDRED)?.checked_add(Decimal::ONE))
    };
    if near(Some(baseline)) {
        return Some("it is the baseline without any uplift".into());
    }
    let years: Vec<Year> = facts.round.years.iter().copied().filter(|y| *y <= year).collect();
    for one in &years {
        let times = |n: usize| (0..n).try_fold(baseline, |amount, _| amount.times(factor(*one)?));
        if years.len() > 1 && near(times(years.len())) {
            return Some(format!("the uplift of {} is used {} times", one.prose(), years.len()));
        }
        if years.len() > 1 && near(times(1)) {
            return Some(format!("only the uplift of {} is used", one.prose()));
        }
    }
    let later = facts
        .round
        .years
        .iter()
        .copied()
        .filter(|y| *y > year)
        .find(|y| near(factor(*y).and_then(|factor| baseline.times(factor))));
    later.map(|later| format!("the uplift of {} is used", later.prose()))
}
