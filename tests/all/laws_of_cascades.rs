//! One mistake, one finding: what a mistake makes impossible to judge is not judged, and what is right in an unusual way
//! is no mistake; as a plan's author sees it.

use bcf::finding::Level;

use crate::common;

const COUNTY: &str = include_str!("../../plans/example-county.toml");

/// Returns the example county with pieces of its text replaced.
fn county(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(COUNTY.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    })
}

/// Returns what is found at `warning` or worse, as `rule path`.
fn found(text: &str) -> Vec<String> {
    let findings = common::check(text).findings.into_iter().filter(|finding| finding.level >= Level::Warning);
    findings.map(|finding| format!("{} {}", finding.rule, finding.at.path)).collect()
}

#[test]
fn a_slip_in_a_year_is_one_finding_at_the_date() {
    for (old, new, path) in [
        ("submitted = 2017", "submitted = 2071", "plan.submitted"),
        ("submitted = 2017", "submitted = 1917", "plan.submitted"),
        ("approved = 2017", "approved = 1917", "plan.approved"),
        ("signed = 2017", "signed = 2071", "section_75.signed"),
        ("passed_on = 2017", "passed_on = 2071", "dfg.passed_on"),
        ("on = 2017-09-07", "on = 2071-09-07", "sign_offs.board.on"),
    ] {
        assert_eq!(found(&county(&[(old, new)])), [format!("implausible-date {path}")], "{new}");
    }
}

#[test]
fn money_of_a_partner_nobody_knows_is_in_no_partners_total() {
    let text =
        county(&[("kind = \"nhs-minimum\"\npartner = \"north-ccg\"", "kind = \"nhs-minimum\"\npartner = \"nroth\"")]);
    assert_eq!(found(&text), ["unknown-reference sources.north-minimum.partner"]);
}

#[test]
fn a_missing_section_is_the_one_finding_about_it() {
    for section in ["sources", "schemes", "metrics", "sign_offs", "transfers_of_care"] {
        let belongs = |entry: &&String| {
            common::header(entry.trim_start_matches(|c| c != '[')).is_some_and(|header| {
                header == section || header.strip_prefix(section).is_some_and(|rest| rest.starts_with('.'))
            })
        };
        let rest: String = common::entries(COUNTY).iter().filter(|entry| !belongs(entry)).cloned().collect();
        assert_eq!(found(&rest), [format!("missing-section {section}")], "{section}");
    }
}

#[test]
fn no_other_figure_replaces_a_floor_that_cannot_be_read() {
    for (old, rule, path) in [
        ("social-care = { 2017-18 = 18_221_263", "social-care-below-minimum", "allocations.social-care.2017-18"),
        (
            "out-of-hospital = { 2017-18 = 10_916_207",
            "out-of-hospital-below-minimum",
            "allocations.out-of-hospital.2017-18",
        ),
    ] {
        let checked = common::check(&county(&[(old, &old.replace("= 1", "= -1"))]));
        let unread = checked.tests.iter().find(|test| test.rule == rule && test.year.is_some()).expect("a test");
        assert!(format!("{:?}", unread.outcome).contains(path), "{:?}", unread.outcome);
    }
}

#[test]
fn a_surplus_is_not_held_against_a_national_share() {
    let text = county(&[
        ("out-of-hospital = { 2017-18 = 10_916_207, 2018-19 = 11_123_615 }\n", ""),
        ("minimum = { 2017-18 = 10_916_207, 2018-19 = 11_123_615 }\n", ""),
    ]);
    assert_eq!(found(&text), ["allocation-not-given allocations.out-of-hospital"]);
}

#[test]
fn a_minimum_worked_out_from_the_agreed_baseline_is_not_miscalculated() {
    let own = "baseline = { 2016-17 = 17_000_000 }\nminimum = { 2017-18 = 17_304_300, 2018-19 = 17_633_082 }";
    let published = "baseline = { 2016-17 = 17_900_838 }\nminimum = { 2017-18 = 18_221_263, 2018-19 = 18_567_467 }";
    let found = |agreed: &str| -> Vec<String> {
        let text = county(&[(published, &format!("{own}\n{agreed}"))]);
        found(&text).into_iter().filter(|found| found.starts_with("social-care")).collect()
    };
    assert!(found("baseline_agreed_by = [\"county\", \"north-ccg\", \"south-ccg\"]").is_empty());
    assert_eq!(found(""), ["social-care-baseline-changed social_care.baseline.2016-17"]);
}

#[test]
fn kept_grant_covers_its_districts_whatever_the_order_of_the_entries() {
    let both = "amount = { 2017-18 = 185_400, 2018-19 = 192_300 }\ndistricts = [\"alderbourne\", \"thornwick\"]\nagreed_by = [\"alderbourne\", \"thornwick\"]";
    let wide = "amount = { 2017-18 = 120_400, 2018-19 = 124_900 }\ndistricts = [\"alderbourne\", \"thornwick\"]\nagreed_by = [\"alderbourne\", \"thornwick\"]";
    let narrow =
        "amount = { 2017-18 = 65_000, 2018-19 = 67_400 }\ndistricts = [\"alderbourne\"]\nagreed_by = [\"alderbourne\"]";
    for (first, second) in [(wide, narrow), (narrow, wide)] {
        let more = format!("\n[[dfg.retained]]\n{second}\nuse = \"equipment store\"\ncapital = true\n");
        let text = county(&[(both, first)]) + &more;
        assert!(found(&text).is_empty(), "{first}: {:?}", found(&text));
    }
}

#[test]
fn a_total_reached_with_one_of_two_grants_is_told() {
    let text = county(&[
        ("2017-18 = 5_624_200", "2017-18 = 5_219_462"),
        ("social-care = { 2017-18 = 18_526_000", "social-care = { 2017-18 = 19_507_476"),
    ]);
    assert!(found(&text).contains(&"grant-offsets-social-care totals.social-care.2017-18".to_owned()));
}

#[test]
fn a_path_may_quote_what_needs_no_quotes() {
    let restates = |of: &str| {
        let statement = format!(
            "\n[[statements]]\nid = \"again\"\nsays = \"restates\"\nwhere = \"page 1\"\nof = '{of}'\nvalue = 1\n"
        );
        found(&(COUNTY.to_owned() + &statement))
    };
    for of in ["sources.\"north-minimum\".amount.\"2017-18\"", "schemes.carers.spend.\"north-minimum\".amount.2017-18"]
    {
        assert_eq!(restates(of), ["figure-restated-differently statements.again.value"], "{of}");
    }
    for of in ["sources.\"north-minimum\"x.amount.2017-18", "totals.\"pool\"#2.2017-18"] {
        assert_eq!(restates(of), ["unknown-reference statements.again.of"], "{of}");
    }
}

#[test]
fn a_plan_in_millions_is_as_precise_as_its_figures() {
    let millions = |text: &str| -> String {
        let plan = bcf::plan::Plan::read(text.to_owned());
        let money = common::figures(&plan).into_iter().filter(|node| common::is_money(&plan.path_of(*node)));
        let mut text = text.to_owned();
        let mut nodes: Vec<_> = money.collect();
        nodes.sort_by_key(|node| std::cmp::Reverse(plan.tree.span(*node).range().start));
        for node in nodes {
            let thousands: u32 = plan.tree.raw(node).replace('_', "").parse().expect("thousands");
            text =
                common::replaced(&text, plan.tree.span(node), &format!("{}.{:03}", thousands / 1000, thousands % 1000));
        }
        text.replace("money = \"thousands\"", "money = \"millions\"")
    };
    let borough = include_str!("../../plans/example-borough.toml");
    assert_eq!(found(&millions(borough)), [""; 0]);
    let wrong = borough.replace("out-of-hospital = { 2017-18 = 6_640", "out-of-hospital = { 2017-18 = 6_600");
    assert_eq!(found(&millions(&wrong)), found(&wrong));
    assert!(!found(&wrong).is_empty());
}

#[test]
fn a_district_s_officer_does_not_certify_the_county_s_grants() {
    let officer = "partner = \"county\"\nrole = \"s151-officer\"";
    let text = county(&[(officer, &officer.replace("county", "thornwick"))]);
    let text = text.replace("certified_by = \"J. Penhale\"\n", "");
    assert_eq!(found(&text), ["grant-not-certified sign_offs.county"]);
}

#[test]
fn a_plan_checked_under_another_round_is_told_of_its_years_once() {
    let mut settings = common::settings();
    settings.round = Some("bcf-2016-17".to_owned());
    let findings = bcf::check::check_text("plan.toml".into(), COUNTY.to_owned(), &settings).findings;
    let of_years: Vec<String> = findings
        .iter()
        .filter(|f| f.rule == "year-outside-round")
        .map(|f| format!("{}: {}", f.at.path, f.message))
        .collect();
    assert_eq!(
        of_years,
        [
            "plan.round: the plan has figures for 2017/18 and 2018/19, which bcf-2016-17 does not have: it is for 2016/17"
        ]
    );
}

/// The rules that ask whether there is money, which a figure nobody can read says as well, or whose other year tells; and
/// the one that what was published may excuse, though not while nobody can read it.
const ASK_FOR_NO_AMOUNT: [&str; 5] =
    ["mandatory-stream-missing", "no-district-listed", "grant-not-certified", "grant-parts-merged", "suspicious-jump"];

#[test]
fn a_figure_that_cannot_be_read_is_judged_by_no_rule() {
    let mut wrong = Vec::new();
    let judges = |(family, rule): &(&bcf::check::Family, &bcf::check::Rule)| {
        family.id != "file" && !ASK_FOR_NO_AMOUNT.contains(&rule.id)
    };
    for (_, rule) in bcf::check::rules().filter(judges) {
        for annotated in std::iter::once(&rule.example).chain(rule.cases) {
            let example = bcf::check::Example::read(annotated);
            let text = example.mended().unwrap_or(example.plan);
            let plan = bcf::plan::Plan::read(text.clone());
            let before = common::check_only(rule.id, &text).findings;
            for node in common::figures(&plan) {
                let unread = common::replaced(&text, plan.span_of(node), "\"?\"");
                let after = common::check_only(rule.id, &unread).findings;
                let new =
                    after.iter().filter(|f| !before.iter().any(|old| common::identity(old) == common::identity(f)));
                wrong.extend(new.map(|f| format!("{} {}: {}", rule.id, plan.path_of(node), f.message)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_scheme_listed_twice_is_found_whatever_stands_above_it() {
    let scheme = |id: &str, name: &str| {
        let spend = "[{ source = \"nhs-minimum\", amount = { 2017-18 = 500 } }]";
        format!("[[schemes]]\nid = \"{id}\"\nname = \"{name}\"\nspend = {spend}\n\n")
    };
    for above in ["Home aids", "Home care in the north", "A", ""] {
        let text = scheme("one", above) + &scheme("three", "Home care") + &scheme("two", "home care");
        let findings = common::check_only("duplicate-spend", &bcf::check::example_plan(&text)).findings;
        let at: Vec<&str> = findings.iter().map(|finding| &*finding.at.path).collect();
        assert_eq!(at, ["schemes.two.spend.nhs-minimum"], "{above:?}");
    }
}
