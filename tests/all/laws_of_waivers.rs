//! The waivers each body may give, as a plan's author sees it.

use bcf::finding::Status;

use crate::common;

/// Said where the districts' shares are not published: else it is said of each district that is short.
const ABOUT_THE_AREA: &str = "dfg-not-passported";
/// Said where they are.
const ABOUT_A_DISTRICT: &str = "dfg-district-short-paid";

/// Returns two districts, of whose grant the county keeps a part; and these waivers of a rule: by whom, and further
/// keys.
fn county(short: &[&str], rule: &str, waivers: &[(&str, &str)]) -> String {
    let amount = |district: &str| if short.contains(&district) { 300_000 } else { 500_000 };
    let share = |district: &str| {
        format!("[allocations.by_partner.{district}]\ndfg = {{ 2017-18 = 500_000, 2018-19 = 500_000 }}\n")
    };
    let line = |district: &str| {
        let published = if rule == ABOUT_THE_AREA { String::new() } else { share(district) };
        let paid = amount(district);
        format!(
            "{published}[[dfg.districts]]\ndistrict = \"{district}\"\namount = {{ 2017-18 = {paid}, 2018-19 = 500_000 }}\n"
        )
    };
    let partner = |id: &str, kind: &str| format!("[[partners]]\nid = \"{id}\"\nname = \"{id}\"\nkind = \"{kind}\"\n");
    let waiver = |(by, more): &(&str, &str)| {
        format!("[[waivers]]\nrule = \"{rule}\"\nreason = \"agreed\"\nby = \"{by}\"\n{more}\n")
    };
    let partners = [("county", "council"), ("blaby", "district"), ("oadby", "district"), ("nhse", "nhs-england")];
    let mut text = String::from(
        "[area]\nname = \"Exampleton\"\ntiers = \"two\"\n[allocations]\ndfg = { 2017-18 = 1_000_000, 2018-19 = 1_000_000 }\n",
    );
    text.extend(partners.map(|(id, kind)| partner(id, kind)));
    text.extend(["blaby", "oadby"].map(line));
    text.push_str("[[sources]]\nid = \"dfg\"\nkind = \"dfg\"\npartner = \"county\"\namount = { 2017-18 = 1_000_000, 2018-19 = 1_000_000 }\n");
    text.extend(waivers.iter().map(waiver));
    bcf::check::example_plan(&text)
}

/// Returns the rules of the plan's findings about its districts and waivers, waived ones in brackets.
fn found(short: &[&str], rule: &str, waivers: &[(&str, &str)]) -> Vec<String> {
    let about = |rule: &str| rule.starts_with("waiver") || rule == ABOUT_THE_AREA || rule == ABOUT_A_DISTRICT;
    let findings =
        common::check(&county(short, rule, waivers)).findings.into_iter().filter(|finding| about(finding.rule));
    let mut found: Vec<String> = findings
        .map(|finding| match finding.status {
            Status::Waived(_) => format!("({})", finding.rule),
            _ => finding.rule.to_owned(),
        })
        .collect();
    found.sort();
    found
}

#[test]
fn only_the_district_concerned_waives_its_shortfall() {
    let found = |short: &[&str], waivers: &[(&str, &str)]| found(short, ABOUT_A_DISTRICT, waivers);
    assert_eq!(found(&["blaby"], &[]), ["dfg-district-short-paid"]);
    assert_eq!(found(&["blaby"], &[("blaby", "")]), ["(dfg-district-short-paid)"]);
    for by in ["oadby", "county", "nhse"] {
        assert_eq!(found(&["blaby"], &[(by, "")]), ["dfg-district-short-paid", "waiver-unauthorised"], "{by}");
    }
    assert_eq!(found(&["blaby", "oadby"], &[("blaby", "")]), ["(dfg-district-short-paid)", "dfg-district-short-paid"]);
}

#[test]
fn what_the_whole_area_lacks_is_waived_by_every_district() {
    let found = |waivers: &[(&str, &str)]| found(&["blaby"], ABOUT_THE_AREA, waivers);
    assert_eq!(found(&[]), ["dfg-not-passported"]);
    assert_eq!(found(&[("blaby", "")]), ["dfg-not-passported", "waiver-unused"]);
    assert_eq!(found(&[("blaby", ""), ("oadby", "")]), ["(dfg-not-passported)"]);
    assert_eq!(
        found(&[("blaby", ""), ("oadby", "until = 2018-05-31")]),
        ["dfg-not-passported", "waiver-expired", "waiver-unused"]
    );
    assert_eq!(found(&[("county", "")]), ["dfg-not-passported", "waiver-unauthorised"]);
}

#[test]
fn a_waiver_that_has_ended_covers_nothing() {
    let found = |waiver: (&str, &str)| found(&["blaby"], ABOUT_A_DISTRICT, &[waiver]);
    assert_eq!(found(("blaby", "until = 2018-06-01")), ["(dfg-district-short-paid)"]);
    assert_eq!(found(("blaby", "until = \"2018-06\"")), ["(dfg-district-short-paid)"]);
    assert_eq!(found(("blaby", "until = 2018-05-31")), ["dfg-district-short-paid", "waiver-expired"]);
    assert_eq!(found(("blaby", "until = \"2018-05\"")), ["dfg-district-short-paid", "waiver-expired"]);
    assert_eq!(
        found(("county", "until = 2018-05-31")),
        ["dfg-district-short-paid", "waiver-expired", "waiver-unauthorised"]
    );
}

#[test]
fn a_waiver_that_has_ended_says_how_many_findings_it_covered() {
    let help = |short: &[&str], rule: &str| {
        let text = county(short, rule, &[("nhse", "until = 2018-05-31")]);
        let findings = common::check(&text).findings.into_iter();
        let mut ended = findings.filter(|finding| finding.rule == "waiver-expired");
        ended.next().and_then(|finding| finding.help).unwrap_or_default()
    };
    assert!(help(&["blaby"], "rationale-missing").starts_with("take it out"));
    assert!(help(&["blaby"], ABOUT_A_DISTRICT).starts_with("mend the finding"));
    assert!(help(&["blaby", "oadby"], ABOUT_A_DISTRICT).starts_with("mend the 2 findings"));
}

#[test]
fn a_waiver_reaches_as_far_as_its_place() {
    let found = |at: &str| found(&["blaby"], ABOUT_A_DISTRICT, &[("blaby", &format!("at = '{at}'"))]);
    for at in [
        "dfg",
        "dfg.districts",
        "dfg.districts.blaby",
        "dfg.districts.\"blaby\".amount",
        "dfg.districts.blaby.amount.2017-18",
    ] {
        assert_eq!(found(at), ["(dfg-district-short-paid)"], "{at}");
    }
    for at in ["dfg.districts.bla", "dfg.districts.oadby", "dfg.districts.blaby.amount.2018-19", "sources"] {
        assert_eq!(found(at), ["dfg-district-short-paid", "waiver-unused"], "{at}");
    }
}

#[test]
fn a_waiver_of_a_rule_nobody_asked_for_is_not_unused() {
    let text = county(&["blaby"], ABOUT_A_DISTRICT, &[("blaby", "")]);
    assert!(common::check_only("waivers", &text).findings.is_empty());
    let text = county(&[], ABOUT_A_DISTRICT, &[("blaby", "")]);
    assert_eq!(common::check_only("waivers", &text).findings.len(), 1);
}

#[test]
fn without_waivers_nothing_is_said_of_them() {
    let mut settings = common::settings();
    let text = county(&[], ABOUT_A_DISTRICT, &[("blaby", "")]);
    for waivers in [true, false] {
        settings.waivers = waivers;
        let checked = bcf::check::check_text("plan.toml".to_owned(), text.clone(), &settings);
        assert_eq!(checked.findings.iter().any(|finding| finding.family == "waivers"), waivers);
        assert_eq!(checked.tests.iter().any(|test| test.rule.starts_with("waiver")), waivers);
    }
}

/// Returns whether each finding of a rule is waived, in the order of the plan.
fn waived(rule: &str, text: &str) -> Vec<bool> {
    let findings = common::check(text).findings.into_iter().filter(|finding| finding.rule == rule);
    findings.map(|finding| matches!(finding.status, Status::Waived(_))).collect()
}

#[test]
fn a_waiver_of_one_year_leaves_the_other_whoever_else_waives() {
    let of_2017 = ("blaby", "at = 'dfg.districts.blaby.amount.2017-18'");
    let text = county(&["blaby"], ABOUT_A_DISTRICT, &[("oadby", ""), of_2017]);
    let both = text.replace("{ 2017-18 = 300000, 2018-19 = 500_000 }", "{ 2017-18 = 300000, 2018-19 = 300_000 }");
    assert_eq!(waived(ABOUT_A_DISTRICT, &both), [true, false]);
}

#[test]
fn what_the_area_lacks_is_waived_by_those_who_are_short_where_that_is_known() {
    let text = county(&["blaby"], ABOUT_A_DISTRICT, &[]);
    let text = text
        .replace("dfg = { 2017-18 = 500_000, 2018-19 = 500_000 }", "dfg = { 2017-18 = 400_000, 2018-19 = 500_000 }");
    for (by, covers) in [("blaby", true), ("oadby", false)] {
        let waiver = format!("\n[[waivers]]\nrule = \"{ABOUT_THE_AREA}\"\nreason = \"agreed\"\nby = \"{by}\"\n");
        assert_eq!(waived(ABOUT_THE_AREA, &(text.clone() + &waiver)), [covers], "{by}");
    }
}

#[test]
fn who_could_waive_is_said_where_there_is_nothing_to_waive() {
    let only = |rule: &str, by: &str| {
        let findings = common::check(&county(&[], rule, &[(by, "")])).findings.into_iter();
        let mut refused = findings.filter(|finding| finding.rule == "waiver-unauthorised");
        refused.next().and_then(|finding| finding.help)
    };
    let (of_districts, of_the_nhs) = (ABOUT_THE_AREA, "contribution-below-allocation");
    assert_eq!(only(of_the_nhs, "nhse"), None);
    assert_eq!(only(of_districts, "oadby"), None);
    assert_eq!(only(of_the_nhs, "county").as_deref(), Some("only a partner of kind `nhs-england` can waive it"));
    assert_eq!(only(of_districts, "nhse").as_deref(), Some("only the district concerned can waive it"));
}
