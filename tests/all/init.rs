//! A plan made by `init`: it reads, `check` names each of its gaps once and nothing else, and filled in it is clean.

use std::collections::BTreeSet;

use crate::common::{World, bcf, cases, check, replaced, said};
use bcf::check::Checked;
use bcf::cli::Exit;
use bcf::plan::syntax::Kind;
use bcf::plan::{ComplaintKind, Partner, PartnerKind, Plan, Published, Tiers};
use bcf::policy::{self, Round};
use bcf::template::{Request, template};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const ROUND: &str = "bcf-2017-19";

fn round() -> &'static Round {
    policy::round(ROUND).expect("a built-in round")
}

fn made(round: &Round, tiers: Tiers, published: &[Published]) -> String {
    template(&Request { round, area: "Exampleton", code: None, tiers, districts: &[], published, origin: None })
}

#[test]
fn districts_that_are_named_are_partners_who_share_the_grant() {
    let named = ["Ashby District Council", "Barwell \"B\" Council", "ashby  district council"].map(str::to_owned);
    for id in policy::round_ids() {
        let round = policy::round(id).expect("a built-in round");
        let tiers = Tiers::Two;
        let request =
            Request { round, area: "Exampleton", code: None, tiers, districts: &named, published: &[], origin: None };
        let plan = Plan::read(template(&request));
        assert!(plan.tree.errors().is_empty(), "{id}");
        let is_district = |partner: &&Partner| partner.kind.get() == Some(&PartnerKind::District);
        let districts: Vec<_> = plan.partners.iter().filter(is_district).collect();
        let called: Vec<_> = districts.iter().filter_map(|partner| partner.name.str()).collect();
        assert_eq!(called, [&named[0], &named[1]], "{id}: each once, however it is written");
        if round.dfg.is_some() {
            let shares = plan.dfg.districts.iter().map(|share| share.district.str());
            assert!(shares.eq(districts.iter().map(|partner| partner.id.str())), "{id}");
        }
    }
}

/// Returns the gaps a person has to fill: the texts in angle brackets.
fn gaps(checked: &Checked) -> Vec<(usize, String)> {
    let tree = &checked.plan.tree;
    let gap = |node: &_| tree.kind(*node) == Kind::String && tree.text(*node).starts_with('<');
    let nodes = tree.nodes().filter(gap);
    nodes.map(|node| (tree.span(node).range().start, checked.plan.path_of(node))).collect()
}

#[test]
fn a_plan_of_any_round_reads_and_each_gap_is_named_once_and_nothing_else() {
    for id in policy::round_ids() {
        let round = policy::round(id).expect("a built-in round");
        for tiers in [Tiers::Single, Tiers::Two] {
            let text = made(round, tiers, &[]);
            let checked = check(&text);
            let shape = [ComplaintKind::WrongType, ComplaintKind::UnreadableMoney];
            let other = checked.plan.complaints.iter().find(|complaint| !shape.contains(&complaint.kind));
            assert_eq!(other, None, "{id}");
            let mut named: Vec<usize> = checked.findings.iter().map(|f| f.at.span.range().start).collect();
            named.sort_unstable();
            let gaps: Vec<usize> = gaps(&checked).into_iter().map(|(at, _)| at).collect();
            let strange: Vec<String> = checked
                .findings
                .iter()
                .filter(|finding| !gaps.contains(&finding.at.span.range().start))
                .map(said)
                .collect();
            assert!(strange.is_empty(), "{id}: {strange:#?}");
            assert_eq!(named, gaps, "{id}: each once");
        }
    }
}

/// Returns the text somebody writes into a gap, by its place.
fn filled(path: &str) -> String {
    let year = path.rsplit('.').next().unwrap_or_default();
    let falls = if year == "2017-18" { "4_000_000" } else { "2_700_000" };
    let amount = |stream: &str| match stream {
        "nhs-minimum" => "20_000_000".to_owned(),
        "ibcf-budget-2017" => falls.to_owned(),
        "social-care-baseline" => "8_000_000".to_owned(),
        "social-care" => if year == "2017-18" { "8_143_200" } else { "8_297_920.80" }.to_owned(),
        "out-of-hospital" => "5_684_000".to_owned(),
        _ => "1_000_000".to_owned(),
    };
    let part: Vec<&str> = path.split('.').collect();
    match part.as_slice() {
        ["partners", "nhs", "kind"] => "\"ccg\"".to_owned(),
        ["sign_offs", .., "on"] => "2017-09-08".to_owned(),
        ["section_75", "due"] => "2017-11-30".to_owned(),
        ["allocations", "source"] => "\"the published allocations\"".to_owned(),
        ["earmarks", ..] => "100_000".to_owned(),
        ["schemes", _, "type"] => "\"prevention\"".to_owned(),
        ["schemes", "social-care", ..] => "9_000_000".to_owned(),
        ["schemes", "out-of-hospital", ..] => "6_000_000".to_owned(),
        ["schemes", "discharge", ..] => "5_000_000".to_owned(),
        ["schemes", .., "purposes", _] => "\"social-care-needs\"".to_owned(),
        ["allocations" | "sources", stream, ..] | ["schemes", _, "spend", stream, ..] => amount(stream),
        ["dfg", "districts", ..] => amount("dfg"),
        ["dfg", "passed_on"] => "2017-06-30".to_owned(),
        ["transfers_of_care", "bed_share", _] => "3.5".to_owned(),
        ["transfers_of_care", "changes", _, "by"] => "2018-03-31".to_owned(),
        ["transfers_of_care", "changes", _, "current"] => "\"plans-in-place\"".to_owned(),
        ["transfers_of_care", "changes", _, "planned"] => "\"established\"".to_owned(),
        ["metrics", _, "feb_2017_daily_rate"] => "8".to_owned(),
        ["metrics", _, "parts", "nhs", _] => "120".to_owned(),
        ["metrics", _, "parts", _, _] => "80".to_owned(),
        ["metrics", "reablement", "target", _] => "85".to_owned(),
        ["metrics", _, "target" | "operating_plan", _] => "200".to_owned(),
        ["risks", _, "likelihood" | "impact"] => "3".to_owned(),
        ["partners", id, "name"] => format!("\"Exampleton {id}\""),
        [
            _,
            ..,
            "how"
            | "use"
            | "note"
            | "lead"
            | "rationale"
            | "where"
            | "owner"
            | "mitigation"
            | "description"
            | "no_contingency_because",
        ] => "\"as the written plan says\"".to_owned(),
        _ => panic!("nobody knows what to write at {path}"),
    }
}

/// Returns the text with every gap filled in, the last first so that places stay true.
fn fill(text: &str) -> String {
    let checked = check(text);
    let tree = &checked.plan.tree;
    let nodes: Vec<_> = tree.nodes().filter(|node| tree.kind(*node) == Kind::String).collect();
    let gaps = nodes.into_iter().rev().filter(|node| tree.text(*node).starts_with('<'));
    gaps.fold(text.to_owned(), |text, node| replaced(&text, tree.span(node), &filled(&checked.plan.path_of(node))))
}

#[test]
fn filled_in_it_is_clean_as_a_draft_and_as_it_is_sent_in() {
    for tiers in [Tiers::Single, Tiers::Two] {
        let draft = fill(&made(round(), tiers, &[]));
        let sent = draft.replace("status = \"draft\"", "status = \"submitted\"\nsubmitted = 2017-09-11");
        for text in [draft, sent] {
            let findings: Vec<String> = check(&text).findings.iter().map(said).collect();
            assert!(findings.is_empty(), "{findings:#?}\n{text}");
        }
    }
}

const ALLOCATIONS: &str = "\
area,partner,stream,year,amount
Exampleton,,nhs-minimum,2017-18,20000000
Exampleton,,nhs-minimum,2018-19,\"£20,380k\"
Exampleton,North CCG,nhs-minimum,2017-18,12000000
Exampleton,South CCG,nhs-minimum,2017-18,8000000
Exampleton,,dfg,2017-18,1000000
Exampleton,Ashby District Council,dfg,2017-18,600000
Exampleton,Barwell Borough Council,dfg,2017-18,400000
Sampleton,,dfg,2017-18,5
";

#[test]
fn what_was_published_stands_in_its_places_and_names_the_partners() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("allocations.csv"), ALLOCATIONS).expect("a file");
    let (csv, plan) = (path("allocations.csv"), path("plan.toml"));
    let init = ["init", "--round", ROUND, "--allocations", &csv, "--area"];
    assert_eq!(bcf(&[&init[..], &["exampleton", "-o", &plan]].concat()).0, Some(0));
    let checked = check(&std::fs::read_to_string(&plan).expect("a plan"));
    let value = |at: &str| checked.plan.resolve(at).map(|node| checked.plan.tree.raw(node));
    assert_eq!(value("allocations.nhs-minimum.2018-19"), Some("\"£20,380k\""));
    assert_eq!(value("sources.nhs-minimum-north-ccg.amount.2017-18"), Some("12_000_000"));
    assert_eq!(value("sources.nhs-minimum-north-ccg.amount.2018-19"), Some("\"<amount>\""));
    assert_eq!(value("dfg.districts.barwell-borough-council.amount.2017-18"), Some("400_000"));
    assert_eq!(value("area.tiers"), Some("\"two\""));
    let kinds: BTreeSet<_> = checked.plan.partners.iter().filter_map(|partner| partner.kind.get()).collect();
    assert!(kinds.len() >= 5, "{kinds:?}");
    assert!(bcf(&[&init[..], &["Exampleton", "-o", &plan]].concat()).2.contains("is there already"));
    let (status, _, stderr) = bcf(&[&init[..], &["Examplton"]].concat());
    assert!(status == Some(2) && stderr.contains("did you mean exampleton?"), "{stderr}");
    let (status, _, stderr) = bcf(&["init", "--round", "bcf-2017-18", "--area", "x"]);
    assert!(status == Some(2) && stderr.contains("did you mean `bcf-2017-19`?"), "{stderr}");
    let (status, _, stderr) = bcf(&["init", "--round", ROUND, "--area", "x", "--code", "12"]);
    assert!(status == Some(2) && stderr.contains("E and eight digits"), "{stderr}");
}

#[test]
fn what_a_plan_is_made_from_is_not_written_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let old = std::fs::read_to_string("plans/example-county.toml").expect("a plan");
    let files = [("plan.toml", old.as_str()), ("a.csv", ALLOCATIONS)];
    for (name, text) in files {
        std::fs::write(path(name), text).expect("a file");
    }
    let (plan, csv, other) = (path("plan.toml"), path("a.csv"), path("./plan.toml"));
    let rolled = ["init", "--round", "bcf-2019-20", "--from", &plan, "--allocations", &csv];
    let fresh = ["init", "--round", ROUND, "--area", "Exampleton", "--allocations", &csv];
    for (args, output) in [(&rolled[..], &plan), (&rolled[..], &other), (&rolled[..], &csv), (&fresh[..], &csv)] {
        for force in [&["--force"][..], &[]] {
            let (status, _, stderr) = bcf(&[args, &["-o", output], force].concat());
            assert!(status == Some(2) && stderr.contains("is what is read: it would be lost"), "{stderr}");
        }
    }
    for (name, text) in files {
        assert_eq!(std::fs::read_to_string(path(name)).expect("a file"), text, "{name}");
    }
}

/// Returns names of letters, of signs that TOML or a terminal heeds, and of whatever else there is.
fn names() -> impl Strategy<Value = String> {
    let signs = "\r\n\t\"'\\#[]={},<>\u{0}\u{1}\u{8}\u{b}\u{1b}\u{7f}\u{85}\u{a0}\u{200b}\u{2028}\u{202e}\u{feff}";
    let one = prop_oneof![select(signs.chars().collect::<Vec<_>>()), any::<char>(), Just('a'), Just(' ')];
    vec(one, 0..24).prop_map(|chars| chars.into_iter().collect())
}

/// Runs `init` for an area. Returns how it ended, the plan, and what it wrote to stderr.
fn init(more: &[&str]) -> (Exit, String, String) {
    World::default().run(["init", "--round", ROUND].iter().chain(more))
}

#[test]
fn a_plan_reads_back_with_the_very_names_it_was_made_for() {
    proptest!(cases(300), |(area in names(), code in names())| {
        let (exit, text, told) = init(&[&format!("--area={area}")]);
        let area = area.trim();
        if area.is_empty() {
            prop_assert!(exit == Exit::NoVerdict && told.contains("the area has no name"), "{}", told);
        } else {
            let plan = Plan::read(text);
            prop_assert!(exit == Exit::Clean && plan.tree.errors().is_empty(), "{:?}", plan.tree.errors());
            prop_assert_eq!(plan.area.name.str(), Some(area));
        }
        // Of a code there is one form, and everything else is refused.
        let (exit, _, told) = init(&["--area=a", &format!("--code={code}")]);
        prop_assert!(exit == Exit::NoVerdict && told.contains("E and eight digits"), "{}", told);
    });
}

#[test]
fn a_plan_reads_back_with_what_was_published_whatever_it_is_called() {
    proptest!(cases(300), |(name in names(), origin in names())| {
        let round = round();
        let share = Published {
            partner: Some(name.clone()),
            stream: "nhs-minimum".to_owned(),
            year: round.first_year(),
            amount: bcf::money::parse_text("£1").expect("an amount"),
            origin: String::new(),
        };
        let (tiers, origin) = (Tiers::Two, Some(origin.as_str()));
        let request = Request { round, area: "Exampleton", code: None, tiers, districts: &[], published: &[share], origin };
        let plan = Plan::read(template(&request));
        prop_assert!(plan.tree.errors().is_empty(), "{:?}", plan.tree.errors());
        prop_assert!(plan.partners.iter().any(|partner| partner.name.str() == Some(&name)));
        prop_assert_eq!(plan.allocations.source.str(), origin);
    });
}
