//! The rounds before 2017-19: streams that exist in one year of two, floors without an uplift, payments for performance,
//! and the transfer of 2013-14.

use crate::common;
use crate::common::said;

const BOROUGH: &str = include_str!("../rounds/borough-2014-16.toml");
const COUNTY: &str = include_str!("../rounds/county-2016-17.toml");
const TRANSFER: &str = include_str!("../../plans/leicestershire-nhs-transfer-2013-14.toml");

/// Returns a plan with some of its text replaced.
fn with(plan: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(plan.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "the plan has no `{from}`");
        text.replacen(from, to, 1)
    })
}

/// Returns the level, rule and year of every finding.
fn found(plan: &str, changes: &[(&str, &str)]) -> Vec<String> {
    let findings = common::check(&with(plan, changes)).findings;
    let year = |finding: &bcf::finding::Finding| finding.year.map(|year| format!(" {year}")).unwrap_or_default();
    findings.iter().map(|finding| format!("{} {}{}", finding.level.word(), finding.rule, year(finding))).collect()
}

#[test]
fn sound_plans_of_early_rounds_have_no_findings() {
    for plan in [BOROUGH, COUNTY] {
        let findings: Vec<String> = common::check(plan).findings.iter().map(said).collect();
        assert!(findings.is_empty(), "{findings:#?}");
    }
}

#[test]
fn nothing_is_asked_of_a_stream_in_a_year_that_lacks_it() {
    // What the plan leaves out of 2014/15 is never waited for: every test of money can be made.
    let checked = common::check(BOROUGH);
    let money = [
        "source-overspent",
        "source-unallocated",
        "total-mismatch",
        "minimum-misstated",
        "contribution-below-allocation",
    ];
    let unmade: Vec<_> = checked
        .tests
        .iter()
        .filter(|test| money.contains(&test.rule))
        .filter(|test| matches!(test.outcome, bcf::finding::Outcome::NotEvaluated(_)))
        .collect();
    assert!(unmade.is_empty(), "{unmade:#?}");
    assert_eq!(checked.tests.iter().filter(|test| test.rule == "total-mismatch").count(), 10);
    // A voluntary stream is in both years, so its line states both.
    assert_eq!(
        found(
            BOROUGH,
            &[("amount = { 2014-15 = 100_000, 2015-16 = 200_000 } },", "amount = { 2015-16 = 200_000 } },")]
        ),
        ["error year-not-stated 2014-15"]
    );
}

#[test]
fn money_of_a_stream_in_a_year_that_lacks_it_is_an_error() {
    for (from, to) in [
        ("of_which.care-act", "# of_which.care-act"),
        ("amount = { 2015-16 = 800_000 }\n", "amount = { 2014-15 = 1, 2015-16 = 800_000 }\n"),
    ] {
        let text = with(BOROUGH, &[(from, to)]);
        let outside: Vec<_> =
            common::check(&text).findings.into_iter().filter(|f| f.rule == "year-outside-round").collect();
        assert_eq!(outside.len(), usize::from(to.contains("2014-15")), "{to}");
        for finding in outside {
            assert_eq!(finding.message, "the Disabled Facilities Grant is not in bcf-2014-16 in 2014/15");
        }
    }
    // A nil says what the round says.
    let nil = ("amount = { 2015-16 = 800_000 }\n", "amount = { 2014-15 = 0, 2015-16 = 800_000 }\n");
    assert!(found(BOROUGH, &[nil]).is_empty());
    let published = ("nhs-minimum = { 2015-16", "nhs-minimum = { 2014-15 = 5, 2015-16");
    assert_eq!(found(BOROUGH, &[published]), ["error year-outside-round 2014-15"]);
    assert_eq!(found(BOROUGH, &[("minimum = { 2015-16 = 14", "minimum = { 2014-15 = 5, 2015-16 = 14")]), [""; 0]);
}

#[test]
fn what_the_round_asks_for_in_its_second_year_is_asked_for() {
    let gone = "[[sources]]\nid = \"capital\"\nkind = \"social-care-capital\"\npartner = \"council\"\namount = { 2015-16 = 500_000 }\n";
    let missing = found(BOROUGH, &[(gone, ""), ("source = \"capital\"", "source = \"social-care-capital\"")]);
    assert!(missing.contains(&"error mandatory-stream-missing".to_owned()), "{missing:?}");
    let short = found(
        BOROUGH,
        &[(
            "partner = \"ccg\"\namount = { 2015-16 = 12_700_000 }",
            "partner = \"ccg\"\namount = { 2015-16 = 12_600_000 }",
        )],
    );
    assert!(short.contains(&"error contribution-below-allocation 2015-16".to_owned()), "{short:?}");
    // The transfer of 2014/15 comes before the pool: no minimum and no section 75 agreement speaks of it.
    let transfer = "[[sources]]\nid = \"transfer\"\nkind = \"nhs-transfer\"\npartner = \"ccg\"\namount = { 2014-15 = 4_000_000 }\n";
    let without = found(BOROUGH, &[(transfer, "")]);
    assert!(!without.iter().any(|finding| finding.contains("mandatory-stream-missing")), "{without:?}");
}

#[test]
fn a_condition_that_only_some_lists_have_is_warned_of() {
    let shared = ("for = \"acute-impact\"", "for = \"risk-sharing\"");
    assert_eq!(found(BOROUGH, &[shared]), ["error condition-unaddressed"]);
    let some = ("[[evidence]]\nfor = \"risk-sharing\"\nwhere = \"section 5b\"\n", "");
    assert_eq!(found(BOROUGH, &[some]), ["warning condition-unaddressed"]);
}

#[test]
fn a_plan_of_2014_is_late_after_the_last_day_of_all() {
    assert_eq!(found(BOROUGH, &[("submitted = 2014-09-19", "submitted = 2014-09-20")]), ["error submitted-late"]);
    // The board signs before the plan is sent in.
    assert_eq!(found(BOROUGH, &[("on = 2014-09-11", "on = 2014-09-22")]), ["error sign-off-late"]);
}

#[test]
fn a_round_may_ask_for_a_metric_of_the_areas_own() {
    let local = "kind = \"local\"\nid = \"dementia\"";
    let national = "kind = \"reablement\"\nid = \"dementia\"";
    assert!(found(BOROUGH, &[(local, national)]).contains(&"error metric-missing".to_owned()));
    let one_year = ("target = { 2014-15 = 60.0, 2015-16 = 66.7 }", "target = { 2015-16 = 66.7 }");
    assert_eq!(found(BOROUGH, &[one_year]), ["error target-missing 2014-15"]);
}

#[test]
fn what_rests_on_a_recalled_unit_is_no_more_than_a_warning() {
    let above = ("target = { 2014-15 = 62.0, 2015-16 = 63.0 }", "target = { 2014-15 = 62.0, 2015-16 = 163.0 }");
    assert_eq!(found(BOROUGH, &[above]), ["warning metric-out-of-range 2015-16"]);
    let stated = (
        "target = { 2014-15 = 62.0, 2015-16 = 63.0 }",
        "unit = \"percent\"\ntarget = { 2014-15 = 62.0, 2015-16 = 163.0 }",
    );
    assert_eq!(found(BOROUGH, &[stated]), ["error metric-out-of-range 2015-16"]);
    let below = ("target = { 2014-15 = 62.0, 2015-16 = 63.0 }", "target = { 2014-15 = 62.0, 2015-16 = -63.0 }");
    assert_eq!(found(BOROUGH, &[below]), ["error metric-out-of-range 2015-16"]);
}

#[test]
fn the_part_for_performance_is_the_areas_share_or_what_its_admissions_cost() {
    let part = |amount: &str, more: &str| {
        let halves = "payments = [{ on = 2015-04-01, amount = \"£1,842,106\" }, { on = \"2015-16-H2\", amount = \"£1,842,105\" }]";
        found(
            BOROUGH,
            &[
                ("amount = { 2015-16 = 3_684_211 }", &format!("amount = {{ 2015-16 = {amount} }}\n{more}")),
                (halves, ""),
            ],
        )
    };
    assert!(part("3_684_210", "").is_empty() && part("\"£3.7m\"", "").is_empty());
    assert_eq!(part("3_684_213", ""), ["warning performance-share-wrong 2015-16"]);
    // Voluntary money is no part of the national fund: 14.2m of pool would have a part of 3,736,842.
    assert_eq!(part("3_736_842", ""), ["warning performance-share-wrong 2015-16"]);
    // 3.5% of 20,000 admissions at £1,490.
    let sized = "baseline = 20_000\ncost_per_admission = 1_490";
    assert!(part("1_043_000", sized).is_empty());
    assert_eq!(part("1_193_000", sized), ["warning performance-share-wrong 2015-16"]);
    // A reduction to a tenth of a percent and a cost to £10 leave room of £14,900 and £3,500, and a pound of rounding.
    let rough = "baseline = 20_000\ncost_per_admission = \"£1.49k\"";
    assert!(part("1_024_599", rough).is_empty() && part("1_061_401", rough).is_empty());
    assert_eq!(part("1_024_598", rough), ["warning performance-share-wrong 2015-16"]);
    // Never more than the share.
    assert_eq!(part("10_430_000", "baseline = 200_000\ncost_per_admission = 1_490").len(), 1);
}

#[test]
fn payments_for_performance_are_halves_on_their_days() {
    let paid = |first: &str, second: &str| {
        let old = "payments = [{ on = 2015-04-01, amount = \"£1,842,106\" }, { on = \"2015-16-H2\", amount = \"£1,842,105\" }]";
        let payments = format!("payments = [{{ on = {first} }}, {{ on = {second} }}]");
        found(BOROUGH, &[(old, &payments)])
    };
    let half = "amount = \"£1,842,105\"";
    assert_eq!(
        paid(&format!("2015-04-01, {half}"), &format!("2015-12-01, {half}")),
        ["error performance-payments-mismatch"]
    );
    let first = "2015-04-01, amount = \"£1,842,106\"";
    assert!(paid(first, &format!("\"2016-03\", {half}")).is_empty());
    assert!(paid("\"2015-04\", amount = \"£1,842,106\"", &format!("2015-10-01, {half}")).is_empty());
    assert_eq!(paid(first, &format!("2015-09-30, {half}")), ["warning performance-halves-unequal"]);
    assert_eq!(paid(first, &format!("2016-04-01, {half}")), ["warning performance-halves-unequal"]);
    assert_eq!(
        paid("2015-04-01, amount = 3_000_000", "\"2015-16-H2\", amount = 684_211"),
        ["warning performance-halves-unequal"]
    );
    // A day that is not known may be right.
    assert!(paid(first, &format!("\"unknown\", {half}")).is_empty());
}

#[test]
fn a_smaller_fall_of_admissions_than_expected_wants_a_reason() {
    assert_eq!(found(BOROUGH, &[("reduction = 3.5", "reduction = 3.4")]), ["warning reduction-below-expectation"]);
    assert!(found(BOROUGH, &[("reduction = 3.5", "reduction = 3.4\nrationale = \"few to begin with\"")]).is_empty());
}

#[test]
fn a_floor_whose_uplift_is_not_known_is_missed_below_its_baseline_and_else_not_judged() {
    let unpublished = ("social-care = { 2016-17 = 11_000 }", "social-care-baseline = { 2015-16 = 11_000 }");
    assert!(found(COUNTY, &[unpublished]).is_empty());
    let short =
        [unpublished, ("amount = { 2016-17 = 11_100 }", "amount = { 2016-17 = 10_900 }"), ("= 24_090 }", "= 24_290 }")];
    assert_eq!(found(COUNTY, &short), ["error social-care-below-minimum 2016-17"]);
    let checked = common::check(&with(COUNTY, &[unpublished]));
    let floor = checked.tests.iter().find(|test| test.rule == "social-care-below-minimum").expect("a test");
    assert!(matches!(&floor.outcome, bcf::finding::Outcome::NotEvaluated(why) if why.contains("uplift of 2016/17")));
}

#[test]
fn the_ring_fence_of_2016_17_is_the_published_one_else_the_national_share() {
    let unpublished = ("out-of-hospital = { 2016-17 = 10_000 }\n", "");
    assert_eq!(found(COUNTY, &[unpublished]), ["warning allocation-not-given"]);
    // 28.42% of £35,190k is £10,001k.
    let community = "amount = { 2016-17 = 24_090 } }]";
    let acute = "amount = { 2016-17 = 9_000 } }, { source = \"minimum\", area_of_spend = \"acute\", amount = { 2016-17 = 15_090 } }]";
    assert_eq!(
        found(COUNTY, &[unpublished, (community, acute)]),
        ["warning allocation-not-given", "warning out-of-hospital-below-minimum 2016-17"]
    );
}

#[test]
fn a_county_shares_its_grant_out_in_2016_17() {
    let less =
        ("district = \"ashby\"\namount = { 2016-17 = 1_800 }", "district = \"ashby\"\namount = { 2016-17 = 1_700 }");
    // That the district must agree is recalled; that the whole is shared out is quoted.
    assert_eq!(found(COUNTY, &[less]), ["warning dfg-district-short-paid 2016-17"]);
    let shares = ("by_partner.ashby.dfg = { 2016-17 = 1_800 }\nby_partner.barwell.dfg = { 2016-17 = 1_200 }\n", "");
    assert_eq!(found(COUNTY, &[less, shares]), ["error dfg-not-passported 2016-17"]);
}

#[test]
fn agreements_of_2016_17_are_signed_by_the_end_of_june() {
    assert_eq!(found(COUNTY, &[("signed = 2016-06-28", "signed = 2016-07-01")]), ["error section-75-late"]);
    assert!(found(COUNTY, &[("signed = 2016-06-28", "signed = \"2016-06\"")]).is_empty());
}

#[test]
fn instalments_that_miss_the_transfer_say_what_would_explain_it() {
    let instalments = |first: &str, second: &str| {
        let text = with(TRANSFER, &[("£6.48m", first), ("£2.16m", second)]);
        let findings = common::check(&text).findings.into_iter().filter(|f| f.rule == "instalments-mismatch");
        findings.map(|finding| finding.message).collect::<Vec<_>>()
    };
    assert!(instalments("£6.48m", "£2.16m").is_empty());
    assert_eq!(
        instalments("£6.48m", "£2.61m"),
        ["the instalments come to £9,090,000, £449,000 more than the transfer of £8,641,000"]
    );
    assert_eq!(
        instalments("£6,480k", "£2,116k"),
        [
            "the instalments come to £8,596,000, £45,000 less than the transfer of £8,641,000: two digits of an instalment are swapped (£2,116,000 for £2,161,000)"
        ]
    );
    assert_eq!(
        instalments("£6.48k", "£2.16k"),
        [
            "the instalments come to £8,640, £8,632,360 less than the transfer of £8,641,000: they are a thousand times too small, so their unit is wrong"
        ]
    );
    assert_eq!(
        instalments("£4,321k", "£4,320k\" }, { amount = \"£4,320k"),
        [
            "the instalments come to £12,961,000, £4,320,000 more than the transfer of £8,641,000: an instalment of £4,320,000 is listed twice"
        ]
    );
}
