//! The waivers each body may give, as a plan's author sees it.

use crate::common;

use bcf::finding::Status;

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
