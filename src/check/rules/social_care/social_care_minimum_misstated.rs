//! `social-care-minimum-misstated`: the minimum the plan states, the published one and the baseline do not agree.

use super::social_care_minimum_miscalculated::{follows_correction, near_miss};
use crate::check::floors::{self, Required};
use crate::check::prelude::*;
use crate::policy::Floor;

pub(crate) static RULE: Rule = Rule {
    id: "social-care-minimum-misstated",
    level: Level::Error,
    clauses: Clauses::One("social-care-maintained"),
    aspect: Aspect::Statement,
    ground: Ground::Itself,
    summary: "the social care minimum the plan states is not the published one, or that is not the published baseline uplifted",
    why: "Spending is held against the published minimum. Where that was copied wrongly, too low a contribution passes, and where the plan states another it judges itself by the wrong measure.",
    fix: "Copy the published figures again, and state the published minimum.",
    example: r#"
[allocations]
social-care = { 2017-18 = 8_143_200 }

[social_care]
minimum = { 2017-18 = 8_143_201 }
#                     ^^^^^^^^^ the plan states a social care minimum of £8,143,201 for 2017/18; the published one is
#                     £8,143,200
#                     edit: 8_143_200
"#,
    cases: &[
        r#"
# Of three figures that do not agree the one is wrong that the two others contradict.
[allocations]
social-care-baseline = { 2016-17 = 8_000_000 }
social-care = { 2017-18 = 814_320, 2018-19 = 8_297_921 }
#                         ^^^^^^^ the published social care minimum of 2017/18 is given as £814,320; the plan states
#                         £8,143,200, which is the baseline uplifted
#                         edit: 8_143_200

[social_care]
minimum = { 2017-18 = 8_143_200, 2018-19 = 8_927_921 }
#                                          ^^^^^^^^^ the plan states a social care minimum of £8,927,921 for 2018/19;
#                                          the published one is £8,297,921
#                                          edit: 8_297_921
"#,
        r#"
# A baseline that two minima contradict is named once.
[allocations]
social-care-baseline = { 2016-17 = 800_000 }
#                                  ^^^^^^^ the published social care baseline is given as £800,000, which uplifted
#                                  is £814,320 in 2017/18; the published minimum is £8,143,200
#                                  mend: 8_000_000
social-care = { 2017-18 = 8_143_200, 2018-19 = 8_297_921 }

[social_care]
minimum = { 2017-18 = 8_143_200, 2018-19 = 8_297_921 }
"#,
        r#"
# Where both figures are published the error is not the plan's own. Each year's uplift may be rounded or not.
[allocations]
social-care-baseline = { 2016-17 = 8_000_000 }
social-care = { 2017-18 = 8_000_000, 2018-19 = 8_297_921 }
#                         ^^^^^^^^^ the published social care minimum of 2017/18 is given as £8,000,000, and the
#                         published baseline of £8,000,000 uplifted is £8,143,200
#                         mend: 8_143_200
"#,
        r#"
# An area's own uplift may lie a little off the national one, but not as far as last year's figure.
[plan]
format = 1
round = "bcf-2025-26"

[area]
name = "Exampleton"

[allocations]
social-care-baseline = { 2024-25 = 17_530_000 }
#                                  ^^^^^^^^^^ the published social care baseline is given as £17,530,000, which
#                                  uplifted is £18,213,670 in 2025/26; the published minimum is £17,530,000
social-care = { 2025-26 = 17_530_000 }

[social_care]
minimum = { 2025-26 = 17_530_000 }
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

/// The baseline, uplifted.
struct Uplifted {
    /// The baseline, and where it is given.
    baseline: Amount,
    at: NodeId,
    is_published: bool,
    /// The product, unrounded and rounded every year.
    exact: Money,
    rounded: Money,
    /// The most by which rounding of the baseline, and an area's own uplift, could move it.
    slack: Money,
}

impl Uplifted {
    /// Returns whether a minimum may be it, once that is rounded as the minimum is.
    fn may_be(&self, minimum: Amount) -> bool {
        let slack = self.slack + minimum.precision.half().max(minimum.slack);
        [self.exact, self.rounded].iter().any(|product| (*product - minimum.pounds).abs() <= slack)
    }
}

/// The figures of a year that must agree.
struct Figures {
    year: Year,
    published: Required,
    stated: Option<(Amount, NodeId)>,
    uplifted: Option<Uplifted>,
}

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(floor) = facts.round.floor(SOCIAL_CARE) else { return };
    let mut said = None;
    for year in facts.years() {
        let case = Case::in_year(year, "social care minimum");
        match figures(facts, floor, year) {
            Err(reason) => tests.not_evaluated(case, reason),
            Ok(figures) => test(facts, tests, floor, case, &figures, &mut said),
        }
    }
}

/// Returns the figures of a year.
///
/// # Errors
/// Why nothing can be said of them.
fn figures(facts: &Facts<'_>, floor: &Floor, year: Year) -> Result<Figures, Reason> {
    let stated = match facts.plan.social_care.minimum.at(year) {
        Field::Unreadable(node) => return Err(facts.blocked_by(node, "cannot be read")),
        Field::Is(amount, at) => Some((amount, at)),
        Field::Absent => None,
    };
    if let Some(node) = floors::unreadable(facts, floor, year) {
        return Err(facts.blocked_by(node, "cannot be read"));
    }
    let published = floors::published(facts, floor, year);
    let published = published.ok_or_else(|| format!("no social care minimum is published for {}", year.prose()))?;
    let uplifted = uplifted(facts, floor, year);
    let proves = uplifted.as_ref().is_some_and(|uplifted| uplifted.is_published);
    if stated.is_none() && !proves {
        return Err("the plan states no minimum, and no baseline is published that could be uplifted".into());
    }
    Ok(Figures { year, published, stated, uplifted })
}

/// Returns the baseline uplifted, where the round's uplift is not merely recalled.
fn uplifted(facts: &Facts<'_>, floor: &Floor, year: Year) -> Option<Uplifted> {
    let clause = floor.uplift_clause.as_deref().and_then(|id| facts.round.clause(id))?;
    let (baseline, at) = floors::baseline(facts, floor).filter(|_| !clause.is_weak())?;
    let is_published = floor.published_baseline().is_some_and(|(key, of)| facts.allocation(key, of).node() == Some(at));
    let (exact, rounded) = floors::uplift(facts, floor, baseline.pounds, year)?;
    let carried = floors::uplift(facts, floor, baseline.slack, year)?.0;
    let slack = carried + floors::uplift_room(facts, floor, baseline.pounds, year)?;
    Some(Uplifted { baseline, at, is_published, exact, rounded, slack })
}

fn test(
    facts: &Facts<'_>,
    tests: &mut Tests<'_>,
    floor: &Floor,
    case: Case,
    figures: &Figures,
    said: &mut Option<Year>,
) {
    let published = figures.published.amount();
    let differs = figures
        .stated
        .filter(|(stated, _)| !stated.agrees(published) && !follows_correction(facts, floor, figures.year, *stated));
    let off = figures.uplifted.as_ref().filter(|uplifted| !uplifted.may_be(published));
    let proven = off.filter(|uplifted| uplifted.is_published);
    let inside = |node: &NodeId| !facts.plan.is_outside(*node);
    let copied = figures.published.nodes.first().copied().filter(inside);
    let failure = match (differs, off, proven) {
        (Some(own), Some(uplifted), _) if uplifted.may_be(own.0) && copied.is_some() => {
            copied.map(|at| copied_wrongly(facts, case.clone(), figures, (at, own)))
        }
        (Some(own), ..) => Some(misstated(facts, floor, case.clone(), figures, own)),
        (None, _, Some(uplifted)) => {
            if let Some(year) = said.replace(figures.year).filter(|_| figures.stated.is_some()) {
                return tests.not_evaluated(case, Reason::free(format!("it is said of {}", year.prose())));
            }
            let baseline = Some(uplifted.at).filter(|_| figures.stated.is_some()).filter(inside);
            let at = baseline.or(copied).or(figures.stated.map(|(_, at)| at));
            at.map(|at| published_apart(case.clone(), figures, uplifted, at))
        }
        (None, _, None) => return tests.pass(case),
    };
    match failure {
        Some(failure) if proven.is_some() => tests.fail(failure.clause_if(floor.uplift_clause.as_deref())),
        Some(failure) => tests.fail(failure),
        None => tests.not_evaluated(case, "the published figures contradict each other, and none stands in the plan"),
    }
}

fn misstated(
    facts: &Facts<'_>,
    floor: &Floor,
    case: Case,
    figures: &Figures,
    (stated, at): (Amount, NodeId),
) -> Failure {
    let right = &figures.published;
    let slack = right.slack.max(stated.slack);
    let baseline = figures.uplifted.as_ref().map(|uplifted| uplifted.baseline.pounds);
    let why = baseline.and_then(|baseline| near_miss(floor, facts, baseline, (figures.year, stated, slack)));
    let message = format!(
        "the plan states a social care minimum of {} for {}; the published one is {}{}",
        stated.pounds,
        figures.year.prose(),
        right.pounds,
        why.map_or_else(String::new, |why| format!(": {why}")),
    );
    let mut failure = Failure::new(case, at, message).compared(stated.pounds, right.pounds, slack);
    for node in &right.nodes {
        failure = failure.label(*node, "the published minimum");
    }
    failure.help(format!("state {}", right.pounds)).set(facts, at, right.pounds)
}

/// Returns the failure of a published minimum at `at` that the plan's own and the baseline contradict.
fn copied_wrongly(
    facts: &Facts<'_>,
    case: Case,
    figures: &Figures,
    (at, (stated, own)): (NodeId, (Amount, NodeId)),
) -> Failure {
    let published = figures.published.pounds;
    let message = format!(
        "the published social care minimum of {} is given as {published}; the plan states {}, which is the baseline uplifted",
        figures.year.prose(),
        stated.pounds
    );
    let failure = Failure::new(case, at, message)
        .compared(published, stated.pounds, stated.slack)
        .label(own, "the minimum the plan states")
        .label_if(figures.uplifted.as_ref().map(|uplifted| uplifted.at), "the baseline")
        .help("copy the published figure again");
    // Of several shares nobody can tell which was copied wrongly.
    if figures.published.nodes.len() == 1 { failure.set(facts, at, stated.pounds) } else { failure }
}

/// Returns the failure of two published figures that contradict each other: the baseline where the plan states the same
/// minimum, else the minimum.
fn published_apart(case: Case, figures: &Figures, uplifted: &Uplifted, at: NodeId) -> Failure {
    let (year, minimum) = (figures.year.prose(), figures.published.pounds);
    let (baseline, product) = (uplifted.baseline.pounds, uplifted.rounded);
    let message = if figures.stated.is_some() {
        format!(
            "the published social care baseline is given as {baseline}, which uplifted is {product} in {year}; the published minimum is {minimum}"
        )
    } else {
        format!(
            "the published social care minimum of {year} is given as {minimum}, and the published baseline of {baseline} uplifted is {product}"
        )
    };
    let mut failure = Failure::new(case, at, message).level(Level::Warning).help("copy both published figures again");
    for (node, what) in [(Some(uplifted.at), "the baseline"), (figures.published.nodes.first().copied(), "the minimum")]
    {
        failure = failure.label_if(node.filter(|node| *node != at), what);
    }
    failure
}
