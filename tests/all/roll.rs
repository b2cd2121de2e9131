//! A plan rolled forward: it reads, `check` names each of its gaps once, words are those of the new round, and no
//! figure of the last plan is under a year of the new one.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{bcf, check, one_in, plans, replaced};
use bcf::check::Checked;
use bcf::period::Period;
use bcf::plan::syntax::Kind;
use bcf::plan::{ComplaintKind, Place, Plan};
use bcf::policy::{self, Round};
use bcf::span::NodeId;
use bcf::template::{Carry, roll};

fn round(id: &str) -> &'static Round {
    policy::round(id).expect("a built-in round")
}

fn rolled(text: &str, into: &str) -> String {
    roll(&Carry { from: &check(text), round: round(into), published: &[], origin: None })
}

fn county() -> String {
    plans().into_iter().find(|plan| plan.name.ends_with("example-county.toml")).expect("the county").text
}

fn value<'c>(checked: &'c Checked, path: &str) -> Option<&'c str> {
    checked.plan.resolve(path).map(|node| checked.plan.tree.raw(node))
}

fn gaps(checked: &Checked) -> Vec<NodeId> {
    let tree = &checked.plan.tree;
    tree.nodes().filter(|node| tree.kind(*node) == Kind::String && tree.text(*node).starts_with('<')).collect()
}

/// Checks that every rule on a plan's shape accepts it except for its gaps, each of which is named once.
fn is_whole_but_for_gaps(checked: &Checked, name: &str) {
    let gaps = gaps(checked);
    for complaint in &checked.plan.complaints {
        let shape = matches!(complaint.kind, ComplaintKind::WrongType | ComplaintKind::UnreadableMoney);
        let at_gap = matches!(complaint.at, Place::Value(node) if gaps.contains(&node));
        assert!(shape && at_gap, "{name}: {complaint:?}");
    }
    let named = checked.findings.iter().filter(|finding| finding.rule == "placeholder-left-in");
    let mut named: Vec<usize> = named.map(|finding| finding.at.span.range().start).collect();
    named.sort_unstable();
    let places: Vec<usize> = gaps.iter().map(|node| checked.plan.tree.span(*node).range().start).collect();
    assert_eq!(named, places, "{name}: each gap once");
}

#[test]
fn every_plan_rolls_into_every_later_round_the_same_way_twice_and_every_gap_is_named() {
    for plan in one_in(3, plans()) {
        let old = check(&plan.text);
        let was = old.under.as_deref().expect("a known round");
        for id in policy::round_ids().filter(|id| round(id).first_year() > was.last_year()) {
            let text = rolled(&plan.text, id);
            assert_eq!(text, rolled(&plan.text, id), "{}", plan.name);
            is_whole_but_for_gaps(&check(&text), &format!("{} into {id}", plan.name));
        }
    }
}

#[test]
fn no_figure_of_the_last_plan_stands_under_a_year_of_the_new_one() {
    for id in ["bcf-2019-20", "bcf-2025-26"] {
        let checked = check(&rolled(&county(), id));
        let tree = &checked.plan.tree;
        for node in tree.nodes().filter(|node| matches!(tree.kind(*node), Kind::Integer | Kind::Float)) {
            let year = tree.key(node).and_then(|key| Period::parse(&key)).map(Period::financial_year);
            let new = year.is_some_and(|year| round(id).has_year(year));
            assert!(!new, "{} = {}", checked.plan.path_of(node), tree.raw(node));
        }
    }
}

#[test]
fn what_ended_becomes_what_took_its_place_and_shows_the_last_figure() {
    let near = check(&rolled(&county(), "bcf-2019-20"));
    assert_eq!(value(&near, "sources.budget-grant.kind"), Some("\"ibcf\""));
    assert_eq!(value(&near, "sources.budget-grant.amount.2019-20"), Some("\"<amount; £6,102,918 in 2018/19>\""));
    assert_eq!(value(&near, "partners.north-ccg.kind"), Some("\"ccg\""));
    assert!(value(&near, "sources.winter-pressures.amount.2019-20").is_some());
    assert_eq!(value(&near, "metrics.residential-admissions.baseline.2018-19"), Some("585.2"));
    let text = rolled(&county(), "bcf-2025-26");
    let far = check(&text);
    assert_eq!(value(&far, "sources.improved-fund.kind"), Some("\"la-better-care-grant\""));
    assert_eq!(value(&far, "partners.north-ccg.kind"), Some("\"icb\""));
    assert!(text.contains("It was a ccg"));
    assert!(text.contains("delayed-transfers ended with bcf-2019-20"), "{text}");
    let said: BTreeSet<&str> =
        far.findings.iter().map(|finding| finding.rule).filter(|r| r.starts_with("unknown")).collect();
    assert!(said.is_empty(), "{said:?}");
}

const BEFORE: &str = "\
[plan]
format = 1
round = \"bcf-2022-23\"
title = \"Plan of 2022-23\"
[area]
name = \"Exampleton\"
[allocations]
social-care = { 2022-23 = 12_345_678 }
";

#[test]
fn the_floor_is_the_last_one_raised_year_by_year_to_the_pound() {
    // 12,345,678 × 1.0566 = 13,044,443.37; 13,044,443 × 1.0566 = 13,782,758.47.
    let checked = check(&rolled(BEFORE, "bcf-2023-25"));
    assert_eq!(value(&checked, "social_care.baseline.2022-23"), Some("12_345_678"));
    assert_eq!(value(&checked, "social_care.minimum.2023-24"), Some("13_044_443"));
    assert_eq!(value(&checked, "social_care.minimum.2024-25"), Some("13_782_758"));
    assert!(checked.findings.iter().all(|finding| finding.rule != "social-care-minimum-miscalculated"));
    let thousands = BEFORE.replace("format = 1", "format = 1\nmoney = \"thousands\"").replace("12_345_678", "12_346");
    let checked = check(&rolled(&thousands, "bcf-2023-25"));
    assert_eq!(value(&checked, "social_care.minimum.2023-24"), Some("\"£13,045k\""));
    // Where the uplift is not known, nor the year the one before, a person must say.
    assert_eq!(value(&check(&rolled(&county(), "bcf-2019-20")), "social_care.minimum.2019-20"), Some("\"<amount>\""));
    assert_eq!(
        value(&check(&rolled(&county(), "bcf-2023-25")), "social_care.baseline.2022-23"),
        Some("\"<baseline>\"")
    );
}

#[test]
fn hostile_text_stays_text() {
    let text = county()
        .replace("\"Wendleshire County Council\"", "\"\\u202Ea\\n[plan]\\u0007\"")
        .replace(
            "\"section 4.1\"",
            "\"x > y <b> = @ \\u0000 ££££££££££££££££££££££££££££££££££££££££££££££££££££££££\"",
        )
        .replace("rationale = \"", "rationale = \"\\u0007\\n[x]\\u202E");
    let checked = check(&rolled(&text, "bcf-2019-20"));
    is_whole_but_for_gaps(&checked, "hostile");
    assert_eq!(value(&checked, "partners.county.kind"), Some("\"council\""));
}

#[test]
fn what_cannot_be_rolled_forward_is_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (old, new) = (path("old.toml"), path("new.toml"));
    for (text, into, said) in [
        (county(), "bcf-2017-19", "is of round bcf-2017-19 already"),
        (county(), "bcf-2016-17", "does not come after it"),
        (county().replace("2018-19 = 21_894_552", "2018-19 = \"21m\""), "bcf-2019-20", "mend them first"),
        (format!("{}\n[area", county()), "bcf-2019-20", "old.toml:"),
        (county().replace("round = \"bcf-2017-19\"", "round = \"bcf-2017\""), "bcf-2019-20", "which is not known"),
    ] {
        std::fs::write(&old, text).expect("a file");
        let (status, _, stderr) = bcf(&["init", "--from", &old, "--round", into, "-o", &new]);
        assert!(status == Some(2) && stderr.contains(said), "{stderr}");
        assert!(!std::path::Path::new(&new).exists());
    }
    std::fs::write(&old, county()).expect("a file");
    assert_eq!(bcf(&["init", "--from", &old, "--round", "bcf-2019-20", "--area", "x"]).0, Some(2));
    let csv = path("allocations.csv");
    std::fs::write(&csv, "area,partner,stream,year,amount\nWendleshire,,dfg,2019-20,4000000\nWendleshire,North Wendleshire CCG,nhs-minimum,2019-20,22000000\n")
        .expect("a file");
    let (status, _, stderr) =
        bcf(&["init", "--from", &old, "--round", "bcf-2019-20", "--allocations", &csv, "-o", &new]);
    assert_eq!(status, Some(0), "{stderr}");
    let checked = check(&std::fs::read_to_string(&new).expect("a plan"));
    assert_eq!(value(&checked, "sources.facilities-grant.amount.2019-20"), Some("4_000_000"));
    assert_eq!(value(&checked, "sources.north-minimum.amount.2019-20"), Some("22_000_000"));
    assert_eq!(value(&checked, "allocations.by_partner.north-ccg.nhs-minimum.2019-20"), Some("22_000_000"));
}

#[test]
fn no_text_of_a_plan_breaks_the_one_it_is_rolled_into() {
    let nasty = r#""a\r\u0001\u007F\u0085b\r\nc # [x]\u2028\"''' = 1""#;
    let old = county();
    let plan = Plan::read(old.clone());
    let mut strings: Vec<NodeId> = plan.tree.nodes().filter(|node| plan.tree.kind(*node) == Kind::String).collect();
    // From the end, so that what is before stays where it is.
    strings.sort_by_key(|node| std::cmp::Reverse(plan.tree.span(*node).range().start));
    // Where a word of a list, an amount or a day belongs it is no text that could be carried over.
    let is_text = |node| Plan::read(replaced(&old, plan.tree.span(node), nasty)).complaints.is_empty();
    let mut keys = BTreeMap::new();
    let (mut text, mut texts) = (old.clone(), 0);
    for node in strings {
        let key = format!("{:?} {:?}", plan.path_of(node).split('.').next(), plan.tree.key(node));
        if key.contains("round") || !*keys.entry(key).or_insert_with(|| is_text(node)) {
            continue;
        }
        text = replaced(&text, plan.tree.span(node), nasty);
        texts += 1;
    }
    assert!(texts > 100, "{texts}");
    let new = Plan::read(rolled(&text, "bcf-2019-20"));
    assert!(new.tree.errors().is_empty(), "{:?}", new.tree.errors());
    assert_eq!(new.area.name.str(), Plan::read(text).area.name.str());
}

#[test]
fn what_is_counted_and_which_services_are_planned_for_lasts() {
    let plan = include_str!("../../plans/example-county-2025-26.toml");
    let scheme = "[[schemes]]\nid = \"new\"\nname = \"New\"\nobjective = \"people go home\"\n\
        outputs = { unit = \"packages\", planned = { 2025-26 = 120 } }\n";
    let capacity = "[[capacity]]\nservice = \"beds\"\ndemand = { 2025-04 = 40 }\ncapacity = { 2025-04 = 44 }\n";
    let text = rolled(&format!("{plan}\n{scheme}\n{capacity}"), "bcf-2026-27");
    let checked = check(&text);
    is_whole_but_for_gaps(&checked, "rolled");
    assert_eq!(value(&checked, "schemes.new.objective"), Some("\"people go home\""));
    assert_eq!(value(&checked, "schemes.new.outputs.unit"), Some("\"packages\""));
    assert_eq!(value(&checked, "schemes.new.outputs.planned.2026-27"), Some("\"<number>\""));
    assert_eq!(value(&checked, "capacity.beds.demand.2026-04"), Some("\"<number>\""));
    assert_eq!(value(&checked, "capacity.beds.capacity.2027-03"), Some("\"<number>\""));
    assert!(!text.contains("2025-04 ="), "no figure of the last plan");
}
