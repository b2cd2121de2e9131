//! The laws every rule obeys, fourth part: what it records beside what it finds.
//!
//! `INSTA_UPDATE=always cargo test --test all laws_of_tests::` writes the two snapshots anew; look at what changed.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use bcf::check::{self, Checked};
use bcf::finding::{Cause, Finding, Outcome, Tally, Test};
use bcf::period::Date;

use crate::common;

/// The rules that record a test only where a plan has the figures for one; of every other plan another rule speaks.
const MAY_BE_SILENT: [&str; 10] = [
    "dfg-district-short-paid",
    "earmark-exceeds-source",
    "floor-below-minimum",
    "floor-not-tested",
    "floor-within-rounding",
    "rounded-total",
    "statement-does-not-hold",
    "too-coarse-to-tell",
    "total-mismatch",
    "voluntary-money-counted",
];

#[test]
fn no_rule_passes_over_a_plan_in_silence() {
    let mut silent = BTreeSet::new();
    let mut wrong = Vec::new();
    for text in common::texts() {
        let checked = common::checked(&text.text);
        let tests = checked.tests.iter().map(|test| test.rule);
        let heard: BTreeSet<&str> = tests.chain(checked.findings.iter().map(|finding| finding.rule)).collect();
        for (_, rule) in check::rules().filter(|(_, rule)| !heard.contains(rule.id)) {
            silent.insert(rule.id);
            if !MAY_BE_SILENT.contains(&rule.id) {
                wrong.push(format!("{}: {}", text.name, rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "neither passed, failed, not evaluated nor not applicable:\n{}", wrong.join("\n"));
    assert_eq!(silent, BTreeSet::from(MAY_BE_SILENT), "these speak of every plan, and are listed");
}

/// Returns a test on a line.
fn recorded(checked: &Checked, test: &Test) -> String {
    let year = test.year.map(|year| format!(" {year}")).unwrap_or_default();
    let of = |part: &Option<Box<str>>| part.as_deref().map(|part| format!(" [{part}]")).unwrap_or_default();
    let subject = test.subject.as_deref().unwrap_or("-");
    let at = test.at.map(|node| format!(" at {}", checked.plan.path_of(node))).unwrap_or_default();
    let sum = test.ledger.as_deref().map(summed).unwrap_or_default();
    let outcome = match &test.outcome {
        Outcome::Passed => "passed".to_owned(),
        Outcome::NotEvaluated(why) => format!("not evaluated: {why}{}", caused(checked, &test.cause)),
        Outcome::NotApplicable(why) => format!("not applicable: {why}"),
    };
    format!("{}{year} {subject}{}{}{at}: {outcome}, {:?}{sum}", test.rule, of(&test.place), of(&test.clause), test.need)
}

fn caused(checked: &Checked, cause: &Cause) -> String {
    match cause {
        Cause::Unknown => String::new(),
        Cause::At(node) => format!(" (a finding at {})", checked.plan.path_of(*node)),
        Cause::Path(path) => format!(" (a finding about {path})"),
    }
}

fn summed(sum: &Tally) -> String {
    format!("; {} figures come to {} of {}, give or take {}", sum.lines.len(), sum.actual, sum.required, sum.slack)
}

/// The plans whose tests are kept: the sound ones, one that says next to nothing, and two of early rounds.
const KEPT: [&str; 6] = [
    "example-borough.toml",
    "example-county-2025-26.toml",
    "example-county.toml",
    "leicestershire-itf-2014-16.toml",
    "leicestershire-nhs-transfer-2013-14.toml",
    "minimal.toml",
];

/// Returns whether a test says no more than that the round asks for nothing of the kind.
fn is_unasked(test: &Test) -> bool {
    matches!(&test.outcome, Outcome::NotApplicable(why) if why.ends_with("has no such clause"))
}

#[test]
fn what_is_recorded_of_plans_of_several_rounds() {
    let mut out = String::new();
    for plan in common::plans().into_iter().filter(|plan| KEPT.iter().any(|kept| plan.name.ends_with(kept))) {
        let checked = common::checked(&plan.text);
        let name = plan.name.rsplit('/').next().unwrap_or_default();
        let _ = writeln!(out, "{name}: {:?}", checked.verdict().grounds);
        let lines: BTreeSet<String> =
            checked.tests.iter().filter(|test| !is_unasked(test)).map(|test| recorded(checked, test)).collect();
        for line in lines {
            let _ = writeln!(out, "  {line}");
        }
    }
    insta::assert_snapshot!(out);
}

/// Returns what a finding says beside its message: where it leads, what it rests on, and what to do.
fn beside(finding: &Finding, text: &str) -> String {
    let mut out = format!("  {} {} {}", finding.level.word(), finding.kind.word(), finding.place);
    let _ = writeln!(out, "{}", if finding.is_gap { ", a gap" } else { "" });
    if let Some(help) = &finding.help {
        let _ = writeln!(out, "    help: {help}");
    }
    if let Some(clause) = &finding.clause {
        let _ = writeln!(out, "    clause: {}", clause.id);
    }
    for label in &finding.labels {
        let first = label.at.span.of(text).lines().next().unwrap_or_default();
        let _ = writeln!(out, "    `{first}` at {}: {}", label.at.path, label.text);
    }
    if let Some(sum) = &finding.ledger {
        let lines: Vec<String> = sum.lines.iter().map(|line| format!("{} {}", line.text, line.pounds)).collect();
        let _ = writeln!(
            out,
            "    {:?} = {}, {} {}, give or take {}",
            lines,
            sum.actual,
            sum.against.word(),
            sum.required,
            sum.slack
        );
    }
    out
}

#[test]
fn what_a_rule_says_of_its_examples_beside_the_messages() {
    let mut out = String::new();
    for (_, rule) in check::rules() {
        for (n, example) in std::iter::once(&rule.example).chain(rule.cases).enumerate() {
            let plan = check::Example::read(example).plan;
            let _ = writeln!(out, "{} {n}", rule.id);
            let checked = common::check_only(rule.id, &plan);
            checked.findings.iter().for_each(|finding| out.push_str(&beside(finding, &plan)));
            for test in &checked.tests {
                let _ = writeln!(out, "  {}", recorded(&checked, test));
            }
        }
    }
    insta::assert_snapshot!(out);
}

/// The header of a plan that has none of its own.
const HEADER: &str = "plan = { format = 1, round = \"bcf-2017-19\", status = \"submitted\" }\n";

/// What a rule says of a plan in which something it needs is amiss: the rule, the plan, and what is said.
const AMISS: [(&str, &str, &[&str]); 20] = [
    (
        "sign-off-late",
        r#"
plan = { format = 1, round = "bcf-2017-19", status = "submitted", submitted = 2017-09-11 }
partners = [{ id = "board", name = "Exampleton Health and Wellbeing Board", kind = "board" }]
sign_offs = [{ partner = "board" }]
"#,
        &["not evaluated: `sign_offs.board` does not say when it was signed (a finding at sign_offs.board)"],
    ),
    (
        "condition-unaddressed",
        r#"
evidence = [
    { for = "jointly-agreed-plans", where = "section 4.1" },
    { for = "social-care-maintained", where = "section 4.2" },
    { for = "out-of-hospital-services", where = "section 4.3" },
    { for = "transfers-of-care", where = "section 4.4" },
]
"#,
        &[
            "not evaluated: `evidence.jointly-agreed-plans.for` is not understood and may mean it (a finding at evidence.jointly-agreed-plans.for)",
            "passed",
            "passed",
            "passed",
        ],
    ),
    // A grant that nobody knows is passed on to nobody; and what is enough is enough, whatever is left out.
    (
        "dfg-not-passported",
        r#"
area = { name = "Exampleshire", tiers = "two" }
partners = [{ id = "ashby", name = "Ashby", kind = "district" }]
dfg.districts = [{ district = "ashby", amount = { 2017-18 = 500, 2018-19 = 660 } }]
"#,
        &[
            "not evaluated: neither an allocation nor a source says what the grant of 2017/18 is (a finding about allocations.dfg)",
            "not evaluated: neither an allocation nor a source says what the grant of 2018/19 is (a finding about allocations.dfg)",
        ],
    ),
    (
        "dfg-not-passported",
        r#"
area = { name = "Exampleshire", tiers = "two" }
allocations.dfg = { 2017-18 = 500 }
"#,
        &[
            "not evaluated: no district is listed (no-district-listed) (a finding about partners)",
            "not evaluated: neither an allocation nor a source says what the grant of 2018/19 is (a finding about allocations.dfg)",
        ],
    ),
    (
        "dfg-not-passported",
        r#"
area = { name = "Exampleshire", tiers = "two" }
allocations.dfg = { 2017-18 = 500, 2018-19 = 660 }
dfg.districts = [
    { district = "ashby", amount = { 2017-18 = 500, 2018-19 = 660 } },
    { district = "barwell", amount = { 2017-18 = 0 } },
]
"#,
        &["passed", "passed"],
    ),
    (
        "dfg-overpassported",
        r#"
area = { name = "Exampleshire", tiers = "two" }
allocations.dfg = { 2017-18 = "?", 2018-19 = 660 }
dfg.districts = [{ district = "ashby", amount = { 2017-18 = 500, 2018-19 = 660 } }]
"#,
        &["not evaluated: `allocations.dfg.2017-18` cannot be read (a finding at allocations.dfg.2017-18)", "passed"],
    ),
    // An agreement that cannot be read may be for more, and a source of no known stream may hold what is lacking.
    (
        "dfg-spent-off-purpose",
        r#"
area = { name = "Exampleshire", tiers = "two" }
dfg.retained = ["100 for the store"]
sources = [{ id = "dfg", kind = "dfg", amount = { 2017-18 = 500 } }]
schemes = [{ id = "store", type = "prevention", spend = [{ source = "dfg", capital = true, amount = { 2017-18 = 500 } }] }]
"#,
        &["passed", "not evaluated: something in `dfg.retained` cannot be read (a finding about dfg.retained)"],
    ),
    (
        "earmark-below-share",
        r#"
allocations.carers-breaks = { 2017-18 = 740 }
sources = [
    { id = "minimum", kind = "nhs-minimum", amount = { 2017-18 = 20_000 }, of_which.carers-breaks = { 2017-18 = 730 } },
    { id = "rest", kind = "nhs-minimun", amount = { 2017-18 = 1_000 } },
]
"#,
        &[
            "not evaluated: no share is published in `allocations.care-act`",
            "not evaluated: no share is published in `allocations.care-act`",
            "not evaluated: `sources.rest.kind` names no stream of the round (a finding at sources.rest.kind)",
            "not evaluated: no share is published in `allocations.carers-breaks`",
            "not evaluated: no share is published in `allocations.reablement`",
            "not evaluated: no share is published in `allocations.reablement`",
        ],
    ),
    // A line that does not say what it is for decides a floor; where it has a key that nobody knows, that may be why.
    (
        "social-care-below-minimum",
        r#"
allocations.social-care = { 2017-18 = 500 }
schemes = [{ id = "a", spend = [{ source = "nhs-minimum", amount = { 2017-18 = 500 } }] }]
"#,
        &[
            "not evaluated: `schemes.a.spend.nhs-minimum.amount.2017-18` has no readable `area_of_spend` and could decide it (a finding about social-care.area_of_spend)",
            "not evaluated: nothing is published or stated as the social-care minimum of 2018/19 (a finding about allocations.social-care)",
        ],
    ),
    (
        "social-care-below-minimum",
        r#"
allocations.social-care = { 2017-18 = 500 }
schemes = [{ id = "a", spend = [{ source = "nhs-minimum", area = "social-care", amount = { 2017-18 = 500 } }] }]
"#,
        &[
            "not evaluated: `schemes.a.spend.nhs-minimum.amount.2017-18` has no readable `area_of_spend` and could decide it (a finding at schemes.a.spend.nhs-minimum)",
            "not evaluated: nothing is published or stated as the social-care minimum of 2018/19 (a finding about allocations.social-care)",
        ],
    ),
    (
        "contingency-unneeded",
        r#"
out_of_hospital.contingency = { amount = { 2017-18 = 500 }, reductions = { 2017-18 = "?" } }
"#,
        &["passed"],
    ),
    (
        "performance-share-wrong",
        r#"
plan = { format = 1, round = "bcf-2014-16", status = "submitted" }
sources = [{ id = "minimum", kind = "nhs-minimum", partner = "ccg", amount = { 2015-16 = 14_000_000 } }]
performance.amount = { 2015-16 = 3_684_211 }
"#,
        &["not evaluated: the plan has no source of the Disabled Facilities Grant"],
    ),
    // Money that was added to a round later is no part of the minimum of a plan that does not say when it was sent in.
    (
        "minimum-misstated",
        r#"
plan = { format = 1, round = "bcf-2022-23", status = "submitted" }
allocations = { nhs-minimum = { 2022-23 = 20_000 }, dfg = { 2022-23 = 1_500 }, ibcf = { 2022-23 = 1_000 } }
totals.minimum = { 2022-23 = 22_500 }
"#,
        &["passed"],
    ),
    (
        "minimum-misstated",
        r#"
plan = { format = 1, round = "bcf-2022-23", status = "submitted" }
allocations.nhs-minimum = { 2022-23 = 20_000 }
allocations.dfg = { 2022-23 = 1_500 }
allocations.ibcf = { 2022-23 = 1_000 }
allocations.discharge-council = { 2022-23 = 500 }
totals.minimum = { 2022-23 = 23_000 }
"#,
        &["passed"],
    ),
    (
        "target-short-of-expectation",
        r#"
plan = { format = 1, round = "bcf-2021-22", status = "submitted" }
"#,
        &["not evaluated: the plan has no `metrics` (missing-section)"],
    ),
    (
        "target-short-of-expectation",
        r#"
plan = { format = 1, round = "bcf-2021-22", status = "submitted" }
metrics = [{ kind = "discharge-to-usual-residence", unit = "?", target = { 2021-22 = 93.0 } }]
"#,
        &["not evaluated: the unit of `discharge-to-usual-residence` cannot be read"],
    ),
    (
        "target-short-of-expectation",
        r#"
plan = { format = 1, round = "bcf-2021-22", status = "submitted" }
metrics = [{ kind = "discharge-to-usual-residence", unit = "count", target = { 2021-22 = 93.0 } }]
"#,
        &["not evaluated: `discharge-to-usual-residence` is in another unit"],
    ),
    // A list of the round that is no more than recalled is named.
    (
        "wrong-type",
        r#"
schemes = [{ id = "home-care", name = "Home care", type = "domiciliary-car" }]
"#,
        &[
            "found: the round has no scheme type `domiciliary-car` (to be confirmed) [scheme-types]",
            "not evaluated: the plan has no `sources`",
        ],
    ),
    // What is beside the way to a place, or is an id that cannot be read, may be what is meant: the first of them.
    (
        "unknown-reference",
        r#"
area = { name = "Exampleton", regoin = "North" }
allocations = { dgf = { 2017-18 = 500 }, ibcf = { 2017-18 = 1_000 } }
sign_offs = [{ partner = "council" }]
statements = [
    { where = "1", says = "restates", of = "area.region.north", value = 1 },
    { where = "2", says = "restates", of = "allocations.ibcf.2018-19", value = 1 },
]
partners = [{ id = 1, kind = "council" }, { id = 2, kind = "ccg" }]
"#,
        &[
            "found: there is no place in this plan `allocations.ibcf.2018-19`",
            "not evaluated: `partners.#1.id` cannot be read and may be it (a finding at partners.#1.id)",
            "not evaluated: `area.regoin` is not known and may be it (a finding at area.regoin)",
        ],
    ),
    // Two figures may be too far apart to be subtracted.
    (
        "figure-restated-differently",
        r#"
metrics = [{ kind = "reablement", baseline = { 2016-17 = 79_228_162_514_264_337_593_543_950_335 } }]
[[statements]]
where = "section 8.3"
says = "restates"
of = "metrics.reablement.baseline.2016-17"
value = -79_228_162_514_264_337_593_543_950_335
"#,
        &[
            "found: the narrative (section 8.3) gives -79,228,162,514,264,337,593,543,950,335 for `metrics.reablement.baseline.2016-17`, which is 79,228,162,514,264,337,593,543,950,335",
        ],
    ),
];

#[test]
fn a_draft_is_late_from_the_day_after_its_last_day_for_ninety_days() {
    let (_, rule) = check::rule("not-submitted-in-time").expect("a rule");
    let mut settings = common::settings();
    let mut said_on = |month, day| {
        settings.today = Date { year: 2018, month, day };
        let checked = check::check_text("plan.toml".to_owned(), rule.fails(), &settings);
        let mut found = checked.findings.into_iter().filter(|finding| finding.rule == rule.id);
        found.next().map(|finding| finding.message.rsplit_once("was ").expect("how long").1.to_owned())
    };
    assert_eq!(said_on(5, 20), None);
    assert_eq!(said_on(5, 21).as_deref(), Some("1 day ago"));
    assert_eq!(said_on(5, 22).as_deref(), Some("2 days ago"));
    assert_eq!(said_on(8, 18).as_deref(), Some("90 days ago"));
    assert_eq!(said_on(8, 19), None);
}

#[test]
fn a_rule_says_what_keeps_it_from_judging() {
    for (rule, plan, expected) in AMISS {
        let header = if plan.contains("plan = ") { "" } else { HEADER };
        let checked = common::check_only(rule, &format!("{header}{plan}"));
        let found = checked.findings.iter().map(|finding| {
            let clause = finding.clause.as_ref().map(|clause| format!(" [{}]", clause.id)).unwrap_or_default();
            format!("found: {}{clause}", finding.message)
        });
        let tests = checked.tests.iter().filter_map(|test| match &test.outcome {
            Outcome::Passed => Some("passed".to_owned()),
            Outcome::NotEvaluated(why) => Some(format!("not evaluated: {why}{}", caused(&checked, &test.cause))),
            Outcome::NotApplicable(_) => None,
        });
        let said: Vec<String> = found.chain(tests).collect();
        assert_eq!(said, expected, "{rule}{plan}");
    }
}
