//! A round that never was needs one data file and no Rust: its years, streams, conditions, uplift, floors, deadlines,
//! metrics and words all take effect.

use std::sync::Arc;

use bcf::check::{Checked, Settings, check_text};
use bcf::period::Date;
use bcf::policy::{self, OwnRound, Rounds};

const ROUND: &str = include_str!("../rounds/bcf-2099-00.toml");
const PLAN: &str = include_str!("../rounds/plan-2099-00.toml");

/// Checks a plan where there is a round of this text.
fn check_under(round: &str, plan: &str) -> Checked {
    let mut settings = Settings::on(Date::parse("2099-03-01").expect("a date"));
    let round = policy::read(round).expect("the round reads");
    let own_clauses = round.clauses.iter().map(|clause| clause.id.to_string()).collect();
    let (file, extends, without) = ("bcf-2099-00.toml".to_owned(), None, Vec::new());
    settings.rounds = Rounds::with(vec![OwnRound { round: Arc::new(round), file, extends, own_clauses, without }]);
    check_text("plan.toml".into(), plan.to_owned(), &settings)
}

/// Returns the findings, each as "level rule: message".
fn found(round: &str, plan: &str) -> Vec<String> {
    let said = |f: &bcf::finding::Finding| format!("{} {}: {}", f.level.word(), f.rule, f.message);
    check_under(round, plan).findings.iter().map(said).collect()
}

/// Returns the text with one edit.
fn edited(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "it does not say {from}");
    text.replacen(from, to, 1)
}

#[test]
fn a_sound_plan_of_the_fictional_round_is_clean() {
    assert_eq!(found(ROUND, PLAN), [] as [String; 0]);
    assert_eq!(check_under(ROUND, PLAN).round.as_deref(), Some("bcf-2099-00"));
}

/// An edit of the sound plan, with the finding it gives.
const EDITS: &[(&str, &str, &str)] = &[
    // Years and words.
    (
        "north\"\namount = { 2099-00 = 300_000 }",
        "north\"\namount = { 2099-00 = 300_000, 2017-18 = 1 }",
        "error year-outside-round: 2017/18 is not a year of bcf-2099-00",
    ),
    (
        "type = \"robots\"",
        "type = \"wellbeing-centres\"",
        "error wrong-type: the round has no scheme type `wellbeing-centres`",
    ),
    (
        "kind = \"robot-care-grant\"",
        "kind = \"la-better-care-grant\"",
        "error wrong-type: the round has no stream `la-better-care-grant`",
    ),
    // Deadlines and signatures.
    (
        "submitted = 2099-02-20",
        "submitted = 2099-02-21",
        "error submitted-late: the plan was submitted on 21 February 2099, after the deadline of 20 February 2099",
    ),
    (
        "signed = 2099-09-09",
        "signed = 2099-09-10",
        "error section-75-late: the section 75 agreement was signed on 10 September 2099, after the last day, 9 September 2099",
    ),
    (
        "passed_on = 2099-05-05",
        "passed_on = 2099-05-06",
        "error dfg-passported-late: the districts were paid on 6 May 2099, after 5 May 2099",
    ),
    (
        "role = \"director\"\n",
        "",
        "error sign-off-missing: the director of Exampleshire County Council has not signed the plan",
    ),
    (
        "on = 2099-02-20",
        "on = 2099-02-20\ndelegated = \"to a robot\"",
        "error sign-off-late: the signature of the director for Exampleshire County Council was delegated",
    ),
    (
        "on = 2099-02-19",
        "on = 2099-02-21",
        "error sign-off-late: Exampleshire Health and Wellbeing Board signed on 21 February 2099",
    ),
    // Conditions and topics.
    (
        "conditions = [\"robots-supervised\"]\n",
        "",
        "error condition-unaddressed: nothing speaks to national condition 2",
    ),
    (
        "for = \"robot-ethics\"",
        "for = \"robots-supervised\"",
        "error narrative-missing: no evidence says where the narrative covers \"ethics of robots\", as it must",
    ),
    // Money: streams, uplift, floors, cap, purposes.
    (
        "amount = { 2099-00 = 2_000_000 }",
        "amount = { 2099-00 = 1_999_999 }",
        "error contribution-below-allocation: the NHS minimum contribution is £1,999,999 in 2099/00",
    ),
    (
        "minimum = { 2099-00 = 1_072_500 }",
        "minimum = { 2099-00 = 1_017_900 }",
        "error social-care-minimum-miscalculated: the plan states a social care minimum of £1,017,900 for 2099/00, and £1,000,000 uplifted is £1,072,500",
    ),
    (
        "commissioner = \"council\", amount = { 2099-00 = 1_072_500 }",
        "commissioner = \"council\", amount = { 2099-00 = 1_072_499 }",
        "error social-care-below-minimum: social care spending from the NHS minimum in 2099/00 is £1,072,499, £1 below the baseline uplifted of £1,072,500",
    ),
    (
        "commissioner = \"nhs\", amount = { 2099-00 = 630_000 }",
        "commissioner = \"nhs\", amount = { 2099-00 = 629_999 }",
        "error out-of-hospital-below-minimum: NHS-commissioned out-of-hospital spending from the NHS minimum in 2099/00 is £629,999, £1 below the published minimum of £630,000",
    ),
    (
        "purposes = [\"robots\"], amount = { 2099-00 = 1_000_000 }",
        "purposes = [\"robots\"], amount = { 2099-00 = 999_999 }",
        "error floor-below-minimum: spending on robots at home from the Robot Care Grant in 2099/00 is £999,999, £1 below the published minimum of £1,000,000",
    ),
    (
        "robots-at-home = { 2099-00 = 1_000_000 }",
        "robots-at-home-baseline = { 2098-99 = 910_000 }",
        "error floor-below-minimum: spending on robots at home from the Robot Care Grant in 2099/00 is £1,000,000, £1,000 below the baseline uplifted of £1,001,000",
    ),
    (
        "of_which.administration = { 2099-00 = 50_000 }",
        "of_which.administration = { 2099-00 = 50_001 }",
        "error earmark-above-cap: £50,001 for running the Robot Care Grant in 2099/00, £1 above the limit of £50,000: 5% of £1,000,000",
    ),
    ("purposes = [\"robots\"], ", "", "error grant-purpose-missing: `Care at home` spends from the Robot Care Grant"),
    (
        "north\"\namount = { 2099-00 = 300_000 }",
        "north\"\namount = { 2099-00 = 299_999 }",
        "error dfg-not-passported: ",
    ),
    (
        "nhs-minimum = { 2099-00 = 2_000_000 }",
        "nhs-minimum = { 2099-00 = \"£41bn\" }",
        "error implausible-amount: £41,000,000,000 in one figure for 2099/00; the fund of all England came to £40,000,000,000",
    ),
    // Transfers of care and metrics.
    ("2099-12 = 1.25", "2099-12 = 1.26", "warning bed-share-late: "),
    (
        "change = \"telepresence\"\ncurrent",
        "change = \"home-first\"\ncurrent",
        "error wrong-type: the round has no high impact change `home-first`",
    ),
    (
        "kind = \"robot-falls\"",
        "kind = \"local\"\nid = \"falls\"\nunit = \"percent\"\nbetter = \"lower\"",
        "error metric-missing: the plan has no metric `robot-falls`: robots that fall",
    ),
    (
        "target = { 2099-00 = 4.0 }",
        "target = { 2099-00 = 4.2 }",
        "warning target-short-of-expectation: the target of `robot-falls` for 2099/00 is 4.2, and nationally 4 is expected",
    ),
    ("2099-05 = 118.0, ", "", "error target-missing: `robot-waits` has no target for May 2099"),
    (
        "2099-11 = 96.0",
        "2099-11 = 96.1",
        "error delays-above-expectation: the target of `robot-waits` for November 2099 is 96.1",
    ),
];

#[test]
fn what_the_fictional_round_asks_is_asked() {
    let mut wrong = Vec::new();
    for (from, to, expected) in EDITS {
        let found = found(ROUND, &edited(PLAN, from, to));
        if !found.iter().any(|said| said.starts_with(expected)) {
            wrong.push(format!("{expected}\n  but: {found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_figure_changed_in_the_data_changes_the_verdict() {
    let figures = [
        ("2099-00 = \"7.25\"", "2099-00 = \"7.26\"", "error social-care-below-minimum"),
        ("by = \"2099-02-20\"", "by = \"2099-02-19\"", "error submitted-late"),
        ("percent = \"1.25\"", "percent = \"1.2\"", "warning bed-share-late"),
        ("rate = \"3.2\"", "rate = \"3.1\"", "error delays-above-expectation"),
        ("percent = \"5\"", "percent = \"4.9\"", "error earmark-above-cap"),
        ("value = \"4\"", "value = \"3.5\"", "warning target-short-of-expectation"),
        ("words = [\"robots\", ", "words = [", "error wrong-type"),
        ("{ body = \"board\" }, ", "{ body = \"board\" }, { body = \"nhs\" }, ", "error sign-off-missing"),
    ];
    for (from, to, expected) in figures {
        let found = found(&edited(ROUND, from, to), PLAN);
        assert!(found.iter().any(|said| said.starts_with(expected)), "{to}: {found:#?}");
    }
    // Without a published floor the national share is used.
    let unpublished = edited(PLAN, "out-of-hospital = { 2099-00 = 630_000 }\n", "");
    let share = "warning out-of-hospital-below-minimum: NHS-commissioned out-of-hospital spending from the NHS minimum in 2099/00 is £630,000, £2,000 below the national share of the NHS minimum of £632,000";
    assert!(!found(ROUND, &unpublished).iter().any(|said| said.contains("below-minimum")));
    let more = found(&edited(ROUND, "percent = \"31.5\"", "percent = \"31.6\""), &unpublished);
    assert!(more.iter().any(|said| said.starts_with(share)), "{more:#?}");
    // A metric whose targets are for no year is asked for all the same.
    let of_no_year =
        edited(ROUND, "targets = \"year\"\ntarget-years = [\"2099-00\"]", "targets = \"year\"\ntarget-years = []");
    let local = edited(PLAN, "kind = \"robot-falls\"", "kind = \"local\"\nid = \"falls\"\nunit = \"percent\"");
    assert!(found(&of_no_year, &local).iter().any(|said| said.starts_with("error metric-missing")));
    // The same ground, recalled, is never the sole ground of an error.
    let date = "says = \"Plans are due by 20 February 2099.\"\nat = \"page 5\"\nsource = \"paper\"\nbasis = \"quoted\"";
    let recalled = edited(ROUND, date, "says = \"Plans are due by 20 February 2099.\"\nbasis = \"recalled\"");
    let late = edited(PLAN, "submitted = 2099-02-20", "submitted = 2099-02-21");
    let found = found(&recalled, &late);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("warning submitted-late") && found[0].ends_with("(to be confirmed)"), "{found:?}");
}

#[test]
fn a_published_floor_is_the_floor_unless_the_round_asks_for_the_uplift_where_that_comes_to_more() {
    let floor_of = |data: &str, pounds: &str| {
        let allocations = "social-care-baseline = { 2098-99 = 1_000_000 }";
        let given = format!("{allocations}\nsocial-care = {{ 2099-00 = {pounds} }}");
        let spent = edited(
            PLAN,
            "commissioner = \"council\", amount = { 2099-00 = 1_072_500 }",
            "commissioner = \"council\", amount = { 2099-00 = 1_072_400 }",
        );
        let mut found = found(data, &edited(&spent, allocations, &given));
        found.retain(|said| said.contains("social-care-below-minimum"));
        found
    };
    let above = edited(
        ROUND,
        "uplift = { 2099-00 = \"7.25\" }",
        "uplift = { 2099-00 = \"7.25\" }\nuplift-above-published = true",
    );
    let short =
        "error social-care-below-minimum: social care spending from the NHS minimum in 2099/00 is £1,072,400, £";
    assert_eq!(floor_of(ROUND, "1_072_400"), [""; 0]);
    assert_eq!(floor_of(&above, "1_072_400"), [format!("{short}100 below the baseline uplifted of £1,072,500")]);
    assert_eq!(floor_of(&above, "1_072_600"), [format!("{short}200 below the published minimum of £1,072,600")]);
}

/// The line of robots of the plan, with its source and the area it counts towards.
const ROBOTS: &str = "{ source = \"robots\", area_of_spend = \"social-care\", commissioner = \"council\", purposes = [\"robots\"], amount = { 2099-00 = 1_000_000 } }";

/// Returns the findings of rules on floors in the plan with its line of robots written otherwise.
fn found_of_floors(line: &str, floor: &str) -> Vec<String> {
    let plan = edited(&edited(PLAN, ROBOTS, line), "robots-at-home = { 2099-00 = 1_000_000 }", floor);
    let mut found = found(ROUND, &plan);
    found.retain(|said| ["floor", "coarse", "total"].iter().any(|word| said.contains(word)));
    found
}

#[test]
fn a_floor_no_rule_knows_by_name_is_met_missed_rounded_or_silent_by_its_data_alone() {
    let line = |more: &str| format!("{{ source = \"robots\", purposes = [\"robots\"], {more} }}");
    let counted = "area_of_spend = \"primary-care\", commissioner = \"council\", amount = { 2099-00 = \"£1,000k\" }";
    let floor = |amount: &str| format!("robots-at-home = {{ 2099-00 = {amount} }}");
    assert_eq!(found_of_floors(&line(counted), &floor("\"£1,000k\"")), [] as [String; 0]);
    let said = |line: &str, floor: &str, expected: &str| {
        let found = found_of_floors(line, floor);
        assert!(found.iter().any(|said| said.starts_with(expected)), "{expected}\n  but: {found:#?}");
    };
    let rounded =
        "advice floor-within-rounding: spending on robots at home from the Robot Care Grant in 2099/00 is £1,000 below";
    said(&line(counted), &floor("\"£1,001k\""), rounded);
    let coarse = counted.replace("£1,000k", "£1m");
    said(&line(&coarse), &floor("1_200_000"), "warning too-coarse-to-tell: spending on robots at home");
    // The area does not count; the commissioner does not; of what is joint a share does.
    let missed = |pounds: &str| {
        format!(
            "error floor-below-minimum: spending on robots at home from the Robot Care Grant in 2099/00 is £{pounds}, "
        )
    };
    said(&line(&counted.replace("primary-care", "acute")), &floor("1_000_000"), &missed("0"));
    said(&line(&counted.replace("\"council\"", "\"nhs\"")), &floor("1_000_000"), &missed("0"));
    let joint = counted.replace("\"council\"", "\"joint\", nhs_share = 40");
    said(&line(&joint), &floor("1_000_000"), &missed("400,000"));
    for (lacking, key) in
        [("area_of_spend = \"primary-care\", ", "area_of_spend"), ("commissioner = \"council\", ", "commissioner")]
    {
        let silent = format!(
            "error floor-not-tested: the robots-at-home floor cannot be tested in 2099/00: a line has no `{key}`"
        );
        said(&line(&counted.replace(lacking, "")), &floor("1_000_000"), &silent);
    }
    let none = "warning allocation-not-given: nothing published is given for the floor of robots in people's own homes";
    assert!(found(ROUND, &edited(PLAN, &floor("1_000_000"), "")).iter().any(|said| said.starts_with(none)));
    // Plans have no place to state its minimum, as they have for another.
    let silent = check_under(ROUND, &edited(PLAN, &floor("1_000_000"), ""));
    let reasons = silent.tests.iter().filter_map(|test| match &test.outcome {
        bcf::finding::Outcome::NotEvaluated(reason) => Some(&**reason),
        _ => None,
    });
    let reasons: Vec<&str> = reasons.filter(|reason| reason.contains("robots-at-home minimum")).collect();
    assert!(!reasons.is_empty(), "{:#?}", silent.tests);
    assert!(reasons.iter().all(|said| said.starts_with("nothing is published as the")), "{reasons:#?}");
    // What the plan states of it is tested as well.
    let stated = |key: &str, amount: &str| format!("{PLAN}\n[totals]\n{key} = {{ 2099-00 = {amount} }}\n");
    assert_eq!(found(ROUND, &stated("robots-at-home", "1_000_000")), [] as [String; 0]);
    for (key, amount) in [("robots-at-home", "1_000_001"), ("robots-at-home-surplus", "1")] {
        let wrong = found(ROUND, &stated(key, amount));
        assert!(
            matches!(&wrong[..], [one] if one.starts_with("error total-mismatch: the plan states £")),
            "{wrong:#?}"
        );
    }
}

/// Returns a folder with the fictional round in its project and two plans of it: the sound one, and one whose robots
/// cost a pound less than the floor.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let short = edited(PLAN, ROBOTS, &ROBOTS.replace("1_000_000", "999_999"));
    let config = "[[rounds]]\nfile = \"round.toml\"\n";
    for (name, text) in [("bcf.toml", config), ("round.toml", ROUND), ("sound.toml", PLAN), ("short.toml", &short)] {
        std::fs::write(folder.path().join(name), text).expect("a file");
    }
    std::fs::create_dir(folder.path().join(".git")).expect("a folder");
    folder
}

/// Returns the output of the program in the folder.
fn printed(folder: &tempfile::TempDir, args: &[&str]) -> String {
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_bcf"));
    let done = program.args(args).current_dir(folder.path()).env("COLUMNS", "200").output().expect("the program runs");
    assert!(done.stderr.is_empty(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("UTF-8")
}

#[test]
fn a_floor_no_rule_knows_by_name_is_in_every_report() {
    let folder = project();
    let day = ["--today", "2099-03-01"];
    let json = |args: &[&str]| -> serde_json::Value {
        serde_json::from_str(&printed(&folder, &[args, &["--format", "json"]].concat())).expect("JSON")
    };
    let name = "robots in people's own homes";
    let own = |floors: &serde_json::Value| {
        let floors = floors.as_array().expect("floors");
        floors.iter().find(|floor| floor["name"] == name).expect("the floor").clone()
    };
    let shown = own(&json(&["show", "short.toml"])["floors"]);
    assert_eq!((&shown["rule"], &shown["status"]), (&"floor-below-minimum".into(), &"missed".into()));
    assert_eq!((&shown["headroom"], &shown["clause"]["id"]), (&"-1.00".into(), &"robots-at-home".into()));
    let changed = own(&json(&["diff", "sound.toml", "short.toml", day[0], day[1]])["floors"]);
    assert_eq!((&changed["old"]["status"], &changed["new"]["status"]), (&"met".into(), &"missed".into()));
    for args in [
        &["show", "short.toml"][..],
        &["diff", "sound.toml", "short.toml", day[0], day[1]],
        &["checklist", "short.toml", day[0], day[1]],
        &["compare", "sound.toml", "short.toml"],
    ] {
        let text = printed(&folder, args);
        assert!(text.contains(name), "{args:?}\n{text}");
    }
    let page = printed(&folder, &["report", "short.toml", day[0], day[1]]);
    assert!(page.contains("Robots in people"), "{page}");
    // It is a required test and a floor: without figures the verdict says that a floor was not tested.
    let open = edited(PLAN, "robots-at-home = { 2099-00 = 1_000_000 }\n", "");
    std::fs::write(folder.path().join("open.toml"), open).expect("a plan");
    let text = printed(&folder, &["check", "open.toml", day[0], day[1]]);
    assert!(text.contains("1 floor"), "{text}");
    // The vocabulary of plans, the round's own page and the rule book have it.
    let round = json(&["rounds", "bcf-2099-00"]);
    assert_eq!(own(&round["floors"])["counts"]["areas"], serde_json::json!(["social-care", "primary-care"]));
    for (args, word) in [
        (&["schema", "plan"][..], "robots-at-home-baseline"),
        (&["rules", "--round", "bcf-2099-00"], "floor-below-minimum"),
        (&["rounds", "bcf-2099-00"], name),
        (&["init", "--round", "bcf-2099-00", "--area", "Exampleshire"], "robots-at-home"),
    ] {
        assert!(printed(&folder, args).contains(word), "{args:?}");
    }
}
