//! `dfg-not-passported`: the districts are passed less than the grant.

use super::{dfg_district_missing, no_district_listed};
use crate::check::passporting;
use crate::check::prelude::*;
use crate::check::rules::shape::year_not_stated;

pub(crate) static RULE: Rule = Rule {
    id: "dfg-not-passported",
    level: Level::Error,
    clauses: Clauses::One("dfg-passed-in-full"),
    aspect: Aspect::Floor(FloorOf::PassedOn),
    statutory: true,
    bearing: Bearing::Required,
    summary: "the districts are passed less than the grant",
    why: "In two-tier areas the districts do the adaptations, and the county must pass the whole grant on to them, except what they expressly agree it may keep.",
    fix: "Pass the whole grant on, or record in `[[dfg.retained]]` what the districts agreed may be kept.",
    example: r#"
[area]
name = "Exampleshire"
tiers = "two"

[[partners]]
id = "ashby"
name = "Ashby District Council"
kind = "district"

[[partners]]
id = "barwell"
name = "Barwell District Council"
kind = "district"

[allocations]
dfg = { 2017-18 = 1_000, 2018-19 = 1_100 }

[[dfg.districts]]
district = "ashby"
amount = { 2017-18 = 500, 2018-19 = 660 }
#                    ^^^ £900 of the Disabled Facilities Grant of £1,000 is passed on in 2017/18, £100 less than the
#                    grant
#                    edit: 600

[[dfg.districts]]
district = "barwell"
amount = { 2017-18 = 400, 2018-19 = 440 }
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if let Some(reason) = passporting::not_two_tier(facts) {
        return tests.not_applicable(Case::of("dfg"), reason);
    }
    for year in facts.years_of(passporting::stream(facts)) {
        let case = Case::in_year(year, "dfg").sum_of("dfg");
        let passed = passported(facts, year);
        let grant = passporting::grant_beside(facts, year, &passed);
        match blocked(facts, year, &grant, &passed) {
            Some(reason) => tests.not_evaluated(case, reason),
            None => test(facts, tests, case, year, &grant, &passed),
        }
    }
}

/// Returns what the districts are passed, and what they agreed may be kept.
fn passported(facts: &Facts<'_>, year: Year) -> Sum {
    let lines = facts.plan.dfg.districts.iter().filter(|line| !passporting::is_of_another(facts, line));
    Sum::of_year(lines.map(|line| &line.amount), year).with(&passporting::retained(facts, year, true))
}

fn blocked(facts: &Facts<'_>, year: Year, grant: &Sum, passed: &Sum) -> Option<Reason> {
    if let Some(reason) = passporting::not_set_out(facts) {
        return Some(reason);
    }
    if let Some(node) = grant.unreadable.or(passed.unreadable) {
        return Some(facts.blocked_by(node, "cannot be read"));
    }
    if grant.is_empty() {
        return Some(passporting::no_grant_known(facts, year));
    }
    if facts.partners_of(PartnerKind::District).next().is_none() && facts.plan.dfg.districts.is_empty() {
        return Some(
            Reason::from(format!("no district is listed ({})", no_district_listed::RULE.id)).lacking("partners"),
        );
    }
    let gap = grant.total - passed.total;
    let slack = grant.slack + passed.slack;
    if gap <= slack {
        return None;
    }
    if passed.unstated {
        let (year, rule) = (year.prose(), year_not_stated::RULE.id);
        let reason = format!("a district or retained amount does not state {year} ({rule})");
        return Some(Reason::from(reason).lacking("dfg"));
    }
    // What is said of a district is not said again of the area.
    let share =
        |district| facts.partner_allocation(district, passporting::stream(facts), year).get().map(|share| share.pounds);
    let missing: Option<Money> = passporting::without_line(facts).into_iter().map(|(id, _)| share(id)).sum();
    let Some(missing) = missing else {
        return Some(
            Reason::from(format!("a district has no line ({})", dfg_district_missing::RULE.id))
                .lacking("dfg.districts"),
        );
    };
    let short: Money = passporting::short_paid(facts, year).0.iter().map(passporting::ShortPaid::gap).sum();
    let disputed = passporting::retained(facts, year, false).total;
    let said = missing + short.max(disputed);
    (said > Money::ZERO && gap <= said + slack)
        .then(|| Reason::free("what is lacking has been said of the districts it is taken from"))
}

fn test(facts: &Facts<'_>, tests: &mut Tests<'_>, case: Case, year: Year, grant: &Sum, passed: &Sum) {
    let slack = grant.slack + passed.slack;
    let gap = grant.total - passed.total;
    if gap <= slack {
        return tests.pass_sum(case, passed, grant.total, slack);
    }
    let message = format!(
        "{} of the Disabled Facilities Grant of {} is passed on in {}, {gap} less than the grant",
        passed.total,
        grant.total,
        year.prose()
    );
    let at = passed.largest(facts.plan).map_or_else(|| facts.absent(facts.plan.dfg.node, "dfg.districts"), Place::from);
    let mut failure = Failure::new(case, at, message).sum(passed, grant.total, slack);
    for (node, pounds) in &grant.lines {
        failure = failure.label(*node, format!("{pounds} of grant"));
    }
    failure = failure.help(format!(
        "pass on the other {gap}, or record what the districts agreed may be kept in `[[dfg.retained]]`"
    ));
    tests.fail(match passed.lines.iter().find(|(node, _)| Some(*node) == passed.largest(facts.plan)) {
        Some((node, pounds)) => failure.set(facts, *node, *pounds + gap),
        None => failure,
    });
}
