//! `social-care-baseline-changed`: the baseline differs from the published one without the agreement that takes.

use crate::check::prelude::*;
use crate::policy::Floor;

pub(crate) static RULE: Rule = Rule {
    id: "social-care-baseline-changed",
    level: Level::Warning,
    clauses: Clauses::One("social-care-baseline"),
    summary: "the social care baseline differs from the published one, and not everybody who must agree has",
    why: "A lower baseline lowers the floor of every year. It may be corrected only where the council and every NHS commissioner agree.",
    fix: "Use the published baseline, or list who agreed the correction in `baseline_agreed_by`.",
    example: r#"
[allocations]
social-care-baseline = { 2016-17 = 8_000 }

[social_care]
baseline = { 2016-17 = 7_900 }
#                      ^^^^^ the baseline is £7,900, the published one is £8,000, and nobody is said to have agreed
#                      (to be confirmed)
#                      edit: 8_000
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some((key, year)) = facts.round.floor(SOCIAL_CARE).and_then(Floor::published_baseline) else { return };
    let plan = &facts.plan.social_care;
    let case = Case::in_year(year, "social-care baseline");
    let (own, published) = (plan.baseline.at(year), facts.allocation(key, year));
    let (Field::Is(own, at), Field::Is(published, published_at)) = (own, published) else {
        return tests.not_evaluated(
            case,
            format!("the plan does not give both its own and the published baseline of {}", year.prose()),
        );
    };
    if own.agrees(published) {
        return tests.pass(case);
    }
    let agreed = |id: &str| plan.baseline_agreed_by.iter().any(|partner| partner.str() == Some(id));
    let kinds = [PartnerKind::Council, PartnerKind::Ccg, PartnerKind::Icb];
    let must_agree = kinds.into_iter().flat_map(|kind| facts.partners_of(kind)).filter_map(|partner| partner.id.str());
    let missing: Vec<String> = must_agree.filter(|id| !agreed(id)).map(|id| facts.partner_name(id)).collect();
    if missing.is_empty() && !plan.baseline_agreed_by.is_empty() {
        return tests.pass(case);
    }
    let who = if missing.is_empty() {
        "nobody is said to have agreed".into()
    } else {
        format!("{} {} not agreed it", missing.join(" and "), if missing.len() == 1 { "has" } else { "have" })
    };
    let message = format!("the baseline is {}, the published one is {}, and {who}", own.pounds, published.pounds);
    let failure = Failure::new(case, at, message).label(published_at, "the published baseline").compared(
        own.pounds,
        published.pounds,
        Money::ZERO,
    );
    tests.fail(
        failure
            .help("use the published baseline, or list the council and every NHS commissioner in `baseline_agreed_by`")
            .set(facts, at, published.pounds),
    );
}
