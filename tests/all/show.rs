//! The tables people are shown of a plan: `bcf show` and `bcf checklist`, through the command line.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::common::World;
use bcf::cli::Exit;
use bcf::policy;
use serde_json::Value;

/// Runs a command line in a world without terminals, on a day of its own.
fn say(args: &[&str], stdin: &str) -> (Exit, String, String) {
    World { stdin: stdin.as_bytes(), ..World::default() }.run(args)
}

/// Returns the output of a command that must succeed.
fn told(args: &[&str], stdin: &str) -> String {
    let (exit, stdout, stderr) = say(args, stdin);
    assert_eq!((exit, stderr.as_str()), (Exit::Clean, ""), "{args:?}");
    stdout
}

fn json(args: &[&str], stdin: &str) -> Value {
    let (_, stdout, stderr) = say(&[args, &["--format", "json"]].concat(), stdin);
    assert_eq!(stderr, "", "{args:?}");
    serde_json::from_str(&stdout).expect("JSON")
}

/// Returns the plans under `plans/`, as they are named on a command line.
fn plans() -> Vec<String> {
    let files = fs::read_dir("plans").expect("a folder of plans").map(|entry| entry.expect("an entry").path());
    let plan = |path: &Path| path.extension().is_some_and(|extension| extension == "toml");
    let mut names: Vec<String> = files.filter(|path| plan(path)).map(|path| path.display().to_string()).collect();
    names.sort();
    names
}

/// Returns the pence of a decimal string.
fn pence(text: &Value) -> i128 {
    let text = text.as_str().expect("an amount");
    let (pounds, pence) = text.split_once('.').expect("two decimals");
    format!("{pounds}{pence}").parse().expect("an amount")
}

/// Returns the sum of the rows of a list by year, null counting as nothing.
fn sums(rows: &[Value], key: &str) -> BTreeMap<String, i128> {
    let mut sums = BTreeMap::new();
    for figure in rows.iter().flat_map(|row| row[key].as_array().expect("figures by year")) {
        let year = figure["year"].as_str().expect("a year").to_owned();
        *sums.entry(year).or_default() += figure["pounds"].as_str().map_or(0, |_| pence(&figure["pounds"]));
    }
    // A year in which nothing is stated is a year of nothing.
    sums.retain(|_, sum| *sum != 0);
    sums
}

#[test]
fn no_table_says_nothing() {
    let new = |round: &str| told(&["init", "--round", round, "--area", "Brackenmouth"], "");
    let started = policy::round_ids().map(new);
    let written = plans().into_iter().map(|plan| fs::read_to_string(plan).expect("a plan"));
    for plan in started.chain(written) {
        let (_, text, _) = say(&["show", "-", "--width", "200"], &plan);
        for table in text.split("\n\n").filter(|part| part.contains(" ──")) {
            let rows: Vec<&str> = table.lines().skip_while(|line| !line.contains("──")).skip(1).collect();
            let figures = rows.iter().flat_map(|row| row.split_whitespace());
            assert!(
                figures.into_iter().any(|word| word == "?" || word.contains(|c: char| ('1'..='9').contains(&c))),
                "{table}"
            );
            // What tells nothing apart is in the table of the streams already.
            let names: Vec<&str> = rows.iter().map(|row| row.trim()).filter(|row| !row.starts_with("total")).collect();
            assert!(!names.iter().all(|row| row.starts_with("not stated")), "{table}");
        }
    }
}

#[test]
fn a_real_plan_is_shown() {
    insta::assert_snapshot!(told(&["show", "plans/leicestershire-2017-19.toml", "--width", "100"], ""));
}

#[test]
fn a_plan_that_passes_is_shown_in_a_narrow_terminal() {
    insta::assert_snapshot!(told(&["show", "plans/example-county.toml", "--width", "80"], ""));
}

#[test]
fn a_real_plan_is_gone_through() {
    insta::assert_snapshot!(told(&["checklist", "plans/leicestershire-2017-19.toml", "--width", "100"], ""));
}

#[test]
fn nothing_is_wider_than_asked() {
    for plan in plans() {
        for (width, command) in [(60, "show"), (80, "show"), (140, "show"), (60, "checklist"), (100, "checklist")] {
            let text = told(&[command, &plan, "--width", &width.to_string()], "");
            // A dotted path is one word.
            let wide = text.lines().find(|line| line.chars().count() > width && line.trim().contains(' '));
            assert_eq!(wide, None, "{command} {plan} at {width}");
        }
    }
}

#[test]
fn every_floor_shown_is_as_the_check_recorded_it() {
    for plan in plans() {
        let checked = json(&["check", &plan], "");
        let checked = &checked["plans"][0];
        let entries = |key: &str| checked[key].as_array().expect("a list").clone();
        let key = |test: &Value, ledger: &Value| {
            let text = |key: &str| test[key].as_str().unwrap_or_default().to_owned();
            let sum = |key: &str| ledger[key].as_str().unwrap_or_default().to_owned();
            [text("rule"), text("subject"), text("year"), sum("required"), sum("actual"), sum("difference")]
        };
        let recorded: BTreeSet<[String; 6]> =
            entries("findings").iter().chain(&entries("tests")).map(|test| key(test, &test["ledger"])).collect();
        let shown = json(&["show", &plan], "");
        let floors = shown["floors"].as_array().expect("floors");
        assert!(!plan.contains("leicestershire-2017") || floors.len() > 20, "{plan}");
        for floor in floors {
            let ledger = serde_json::json!({
                "required": floor["required"], "actual": floor["planned"], "difference": floor["headroom"]
            });
            assert!(recorded.contains(&key(floor, &ledger)), "{plan}: {floor}");
        }
        let headroom = |floor: &Value| {
            let percent = floor["headroom_percent"].as_str()?.parse::<f64>().expect("a number");
            Some(percent)
        };
        let order: Vec<f64> = floors.iter().filter_map(headroom).collect();
        assert!(order.is_sorted(), "{plan}: {order:?}");
    }
}

#[test]
fn every_table_of_money_adds_up_to_what_is_spent() {
    for plan in plans() {
        let shown = json(&["show", &plan], "");
        let money = &shown["money"];
        let rows = |value: &Value| value.as_array().expect("rows").clone();
        let total = sums(std::slice::from_ref(money), "spend");
        assert_eq!(sums(&rows(&money["streams"]), "spend"), total, "{plan}");
        assert_eq!(sums(&rows(&money["streams"]), "income"), sums(std::slice::from_ref(money), "income"), "{plan}");
        assert_eq!(sums(&rows(&money["schemes"]), "by_year"), total, "{plan}");
        let tables = rows(&money["tables"]);
        assert_eq!(tables.len(), 4);
        for table in &tables {
            assert_eq!(sums(&rows(&table["rows"]), "by_year"), total, "{plan} {}", table["id"]);
        }
        for table in ["condition", "priority"] {
            let flows = rows(&money["flows"]).into_iter().filter(|flow| flow["table"] == table);
            let flowing: i128 = flows.map(|flow| pence(&flow["pounds"])).sum();
            assert_eq!(flowing, total.values().sum::<i128>(), "{plan} {table}");
        }
    }
}

#[test]
fn every_clause_of_the_round_that_asks_something_is_in_the_checklist_once() {
    for plan in plans() {
        let checklist = json(&["checklist", &plan], "");
        let round = policy::round(checklist["round"].as_str().expect("a round")).expect("a round bcf knows");
        let groups = checklist["groups"].as_array().expect("groups");
        let listed = groups.iter().flat_map(|group| group["requirements"].as_array().expect("requirements"));
        let mut listed: Vec<&str> = listed.map(|asked| asked["clause"]["id"].as_str().expect("an id")).collect();
        let asking = round.clauses.iter().filter(|clause| clause.asks);
        let mut clauses: Vec<&str> = asking.map(|clause| clause.id.as_str()).collect();
        listed.sort_unstable();
        clauses.sort_unstable();
        assert_eq!(listed, clauses, "{plan}");
        let counts = &checklist["counts"];
        let count = |key: &str| counts[key].as_u64().expect("a count");
        let asked = ["met", "not_met", "waived", "not_evaluated", "for_a_person"].map(count).iter().sum::<u64>();
        assert_eq!(asked, count("requirements"));
        assert_eq!(asked + count("not_applicable"), clauses.len() as u64);
    }
}

#[test]
fn a_plan_without_findings_is_ready_and_one_missed_floor_is_not() {
    let text = fs::read_to_string("plans/example-borough.toml").expect("a plan");
    let ready = |text: &str| json(&["checklist", "-"], text);
    assert_eq!(ready(&text)["ready"], true);
    let late = text.replacen("submitted = ", "submitted = 2017-12-01 #", 1);
    let checklist = ready(&late);
    assert_eq!((&checklist["ready"], &checklist["counts"]["not_met"]), (&Value::from(false), &Value::from(1)));
    let last = told(&["checklist", "-", "--width", "300"], &late);
    let last = last.lines().last().expect("a last line");
    assert!(last.contains("1 not met") && last.contains("NOT READY <stdin> (bcf-2017-19)"), "{last}");
}

#[test]
fn what_only_points_to_the_narrative_is_for_a_person_to_judge() {
    let text = fs::read_to_string("plans/example-borough.toml").expect("a plan");
    let checklist = json(&["checklist", "-"], &text);
    let groups = checklist["groups"].as_array().expect("groups");
    let all = || groups.iter().flat_map(|group| group["requirements"].as_array().expect("requirements"));
    let states = |id: &str| all().find(|asked| asked["clause"]["id"] == id).map(|asked| asked["state"].clone());
    assert_eq!(states("vision-2020"), Some("for-a-person".into()));
    assert_eq!(states("approval"), Some("for-a-person".into()));
    assert_eq!(states("social-care-maintained"), Some("met".into()));
    assert_eq!(states("dfg-consent"), Some("not-applicable".into()));
}

/// A plan whose every name is hostile.
const HOSTILE: &str = r##"
[plan]
format = 1
round = "bcf-2017-19"
title = "=cmd|' /C calc'!A0 <script>alert(1)</script> \u001b[31m \u202e"

[area]
name = "@SUM(1+1) | *x* [y](http://z)"

[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 100, 2018-19 = 100 }

[[schemes]]
id = "one"
name = "=HYPERLINK(\"http://x\",\"y\")"
priority = "+1|2"
spend = [{ source = "minimum", amount = { 2017-18 = 60, 2018-19 = 100 } }]

[[schemes]]
id = "two"
name = "-2+3\t<b>"
spend = [{ source = "nowhere", amount = { 2017-18 = 70 } }, { amount = { 2017-18 = "many" } }]
"##;

#[test]
fn a_spreadsheet_finds_no_formula_and_numbers_stay_numbers() {
    let csv = told(&["show", "-", "--format", "csv"], HOSTILE);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let value = header.iter().position(|name| name == "value").expect("a column of values");
    let mut names = BTreeSet::new();
    for row in reader.records() {
        let row = row.expect("a row");
        for (n, cell) in row.iter().enumerate() {
            if n == value {
                assert!(cell.is_empty() || cell.parse::<f64>().is_ok(), "{cell}");
            } else {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
                assert!(!cell.contains(['\u{1b}', '\t', '\u{202e}']), "{cell:?}");
            }
        }
        names.insert(row[4].to_owned());
    }
    assert!(names.contains("'=HYPERLINK(\"http://x\",\"y\")") && names.contains("'-2+3\\u{9}<b>"), "{names:?}");
    let short = "[plan]\nformat = 1\nround = \"bcf-2017-19\"\nstatus = \"submitted\"\n[area]\nname = \"x\"\n[allocations]\ndfg = { 2017-18 = 10, 2018-19 = 10 }\n[[sources]]\nid = \"d\"\nkind = \"dfg\"\npartner = \"c\"\namount = { 2017-18 = 5, 2018-19 = 10 }\n";
    assert!(told(&["show", "-", "--format", "csv"], short).contains(",headroom,-5.00,pounds,missed,"));
}

#[test]
fn nothing_a_plan_says_is_markup_or_moves_the_cursor() {
    for command in ["show", "checklist"] {
        let markdown = told(&[command, "-", "--format", "markdown"], HOSTILE);
        assert!(
            !markdown.contains("<script>") && !markdown.contains("<b>") && !markdown.contains("](http"),
            "{markdown}"
        );
        let human = told(&[command, "-"], HOSTILE);
        for text in [markdown, human] {
            assert!(!text.contains(|c: char| c.is_control() && c != '\n' || c == '\u{202e}'), "{text}");
        }
    }
}

#[test]
fn what_a_line_does_not_say_is_a_row_of_its_own_and_what_cannot_be_read_is_marked() {
    let shown = json(&["show", "-"], HOSTILE);
    let streams = shown["money"]["streams"].as_array().expect("streams");
    let keys: Vec<&Value> = streams.iter().map(|stream| &stream["key"]).collect();
    assert_eq!(keys, [&Value::from("nhs-minimum"), &Value::from("nowhere"), &Value::Null]);
    assert_eq!(streams[2]["spend"][0], serde_json::json!({ "year": "2017-18", "pounds": null, "unreadable": true }));
    assert_eq!(
        shown["money"]["spend"][0],
        serde_json::json!({ "year": "2017-18", "pounds": "130.00", "unreadable": true })
    );
    assert!(shown["unreadable"].as_array().is_some_and(|all| all.iter().any(|entry| entry["at"]["line"] == 25)));
    let human = told(&["show", "-"], HOSTILE);
    assert!(human.contains("£130 + ?") && human.contains("? stands for a figure that cannot be read"), "{human}");
}

#[test]
fn a_plan_with_a_syntax_error_or_an_unknown_round_is_shown_as_far_as_it_can_be_read() {
    let broken = HOSTILE.replace("\"minimum\"\nkind", "\"minimum\"\nname = \"open\nkind");
    let text = told(&["show", "-"], &broken);
    assert!(text.contains("cannot be read as") && text.contains("\\u{9}<b>"), "{text}");
    let unknown = HOSTILE.replace("bcf-2017-19", "bcf-2031-33");
    let text = told(&["show", "-"], &unknown);
    assert!(text.contains("the plan's round is not known") && text.contains("£130 + ?"), "{text}");
    let last = told(&["checklist", "-"], &unknown);
    assert!(last.contains("0 of 0 requirements met") && last.contains("NOT READY"), "{last}");
}

#[test]
fn what_is_no_plan_is_not_shown() {
    for command in ["show", "checklist"] {
        for args in [&[command, "plans/absent.toml"][..], &[command, "plans"], &[command, "plans/*.toml"], &[command]] {
            let (exit, stdout, stderr) = say(args, "");
            assert_eq!((exit, stdout.as_str()), (Exit::NoVerdict, ""), "{args:?}");
            assert!(!stderr.is_empty(), "{args:?}");
        }
    }
}
