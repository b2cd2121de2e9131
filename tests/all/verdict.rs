//! The verdict as a user meets it: the word means what it says, no option makes it kinder, and every report has the same.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::common;
use crate::common::{Named, check, checked, plans, texts, today};
use bcf::check::{self, Checked, Ground, Settings, Word, check_text};
use bcf::finding::{Kind, Level, Outcome, Status};
use bcf::report::page::{Asked, page};
use bcf::report::{Beside, Run, View, checklist, human, json, junit, markdown, show};
use bcf::view::Picture;
use serde_json::Value;
use tempfile::TempDir;

const COUNTY: &str = include_str!("../../plans/example-county.toml");
const BOROUGH: &str = include_str!("../../plans/example-borough.toml");
const LATER: &str = include_str!("../../plans/example-county-2025-26.toml");

// ---- the words agree

/// Returns every plan, example and fixture, and the clean ones with each of the keys taken out that decide a floor.
fn everything() -> Vec<Named> {
    let fixtures = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rounds")).expect("fixtures");
    let fixtures = fixtures
        .map(|entry| entry.expect("an entry").path())
        .map(|path| Named { name: path.display().to_string(), text: fs::read_to_string(path).expect("a fixture") });
    let clean = [("county", COUNTY), ("borough", BOROUGH), ("later", LATER)];
    let without = clean.into_iter().flat_map(|(name, text)| {
        ["area_of_spend", "commissioner", "nhs_share"]
            .map(|key| Named { name: format!("{name} without {key}"), text: without(text, key) })
    });
    let drafts = clean.map(|(name, text)| Named { name: format!("{name} as a draft"), text: as_draft(text) });
    texts().into_iter().chain(fixtures).chain(without).chain(drafts).collect()
}

/// Returns a text without the lines, and the entries of inline tables, that give a key.
fn without(text: &str, key: &str) -> String {
    let inline = format!(" {key} = ");
    let cut = |line: &str| match line.split_once(&inline) {
        Some((before, rest)) => format!("{before}{}", rest.split_once(',').map_or("", |(_, rest)| rest)),
        None => line.to_owned(),
    };
    text.lines().filter(|line| !line.starts_with(key)).fold(String::new(), |text, line| text + &cut(line) + "\n")
}

fn as_draft(text: &str) -> String {
    text.replacen("status = \"submitted\"", "status = \"draft\"", 1).replacen(
        "status = \"approved\"",
        "status = \"draft\"",
        1,
    )
}

fn written(format: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    format(&mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("UTF-8")
}

/// Returns a run of these plans and nothing beside them.
fn run_of(plans: &[Checked]) -> Run<'_> {
    Run { plans, files: &[], across: &[], beside: Beside::default(), today: today(), view: View::plain(200) }
}

#[test]
fn every_report_has_the_same_word_and_ready_is_pass() {
    let mut words = std::collections::BTreeSet::new();
    for plan in common::one_in(2, everything().into_iter().step_by(3)) {
        let checked = checked(&plan.text);
        let verdict = checked.verdict();
        words.insert(verdict.word);
        let (capitals, word) = (verdict.word.capitals(), verdict.word.word());
        let run = run_of(std::slice::from_ref(checked));
        let last = |text: &str| text.trim_end().lines().last().unwrap_or_default().to_owned();
        let human = last(&written(|out| human::write(&run, out)));
        assert!(human.starts_with(&format!("{capitals} plan.toml")), "{}: {human}", plan.name);
        let markdown = written(|out| markdown::write(&run, out));
        assert!(markdown.contains(&format!("Better Care Fund: {capitals}\n")), "{}", plan.name);
        let json: Value = serde_json::from_str(&written(|out| json::write(&run, out))).expect("JSON");
        assert_eq!((&json["verdict"], &json["plans"][0]["verdict"]), (&word.into(), &word.into()), "{}", plan.name);
        assert_eq!(json["fails"], Value::Bool(verdict.fails), "{}", plan.name);
        let junit = written(|out| junit::write(&run, out));
        assert_eq!(junit.contains("<failure"), verdict.fails, "{}", plan.name);
        words_of_pictures(&plan.name, checked, verdict.word);
    }
    assert_eq!(words.len(), 3, "every word was tried: {words:?}");
}

/// Checks the words of the checklist, the tables and the page.
fn words_of_pictures(name: &str, checked: &Checked, word: Word) {
    let none = bcf::policy::Round::default();
    let picture = Picture::of(checked, checked.under.as_deref().unwrap_or(&none));
    let shown = show::Show { picture: &picture, checked, today: today() };
    let flat = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let list = flat(written(|out| checklist::human(&shown, View::plain(200), out)));
    let ready = if word == Word::Pass { ": READY plan.toml" } else { ": NOT READY plan.toml" };
    assert!(list.contains(ready), "{name}: {list}");
    let list: Value = serde_json::from_str(&written(|out| checklist::json(&shown, out))).expect("JSON");
    assert_eq!((&list["verdict"], &list["ready"]), (&word.word().into(), &Value::Bool(word == Word::Pass)), "{name}");
    let todo = flat(written(|out| checklist::todo(&shown, View::plain(200), out)));
    assert!(todo.contains(&format!("{} plan.toml (", word.capitals())), "{name}: {todo}");
    let tables = flat(written(|out| show::human(&shown, View::plain(200), out)));
    assert!(tables.contains(&format!("{} plan.toml (", word.capitals())), "{name}");
    let page = page(checked, Asked { today: today(), sign_off: false });
    assert!(page.contains(&format!("data-verdict=\"{}\"", word.word())), "{name}");
    let said = ["This plan passes the check", "This plan is not complete", "This plan fails the check"];
    let expected = match (word, checked.round.is_some()) {
        (Word::Fail, _) => Some(said[2]),
        (_, false) => None,
        (Word::Pass, _) => Some(said[0]),
        _ => Some(said[1]),
    };
    assert_eq!(said.into_iter().find(|said| page.contains(said)), expected, "{name}");
}

#[test]
fn a_pass_has_no_gap_no_error_and_no_required_test_that_was_not_made() {
    for plan in everything() {
        let checked = checked(&plan.text);
        let verdict = checked.verdict();
        let counts = |f: &&bcf::finding::Finding| !matches!(f.status, Status::Waived(_));
        let error = checked.findings.iter().filter(counts).any(|f| f.level == Level::Error);
        let gap = checked.findings.iter().filter(counts).any(|f| f.is_gap);
        let expected = match (error, gap || checked.lacking().next().is_some()) {
            (true, _) => Word::Fail,
            (false, true) => Word::Incomplete,
            (false, false) => Word::Pass,
        };
        assert_eq!(verdict.word, expected, "{}", plan.name);
    }
}

// ---- what is required

#[test]
fn the_clean_plans_pass_and_every_floor_of_theirs_was_tested() {
    for (name, text) in [("county", COUNTY), ("borough", BOROUGH), ("later", LATER)] {
        let checked = check(text);
        assert_eq!((checked.verdict().word, checked.fails()), (Word::Pass, false), "{name}");
        let floors = checked
            .tests
            .iter()
            .filter(|test| check::rule(test.rule).is_some_and(|(_, rule)| rule.tests_spending_floor()));
        assert!(floors.filter(|test| test.outcome == Outcome::Passed).count() > 0, "{name}");
        assert_eq!(check(&as_draft(text)).verdict().word, Word::Pass, "{name} as a draft");
    }
}

#[test]
fn what_decides_a_floor_cannot_be_left_out() {
    for (key, floors) in [("area_of_spend", 4), ("commissioner", 2)] {
        let text = without(COUNTY, key);
        let (sent, draft) = (check(&text), check(&as_draft(&text)));
        assert_eq!((sent.verdict().word, sent.fails()), (Word::Fail, true), "{key}");
        assert_eq!((draft.verdict().word, draft.fails()), (Word::Incomplete, false), "{key}");
        assert_eq!(draft.verdict().grounds.floors_untested, floors, "{key}");
        let silent: Vec<_> = sent.findings.iter().filter(|finding| finding.rule == "floor-not-tested").collect();
        assert_eq!(silent.len(), floors / 2, "one a floor and cause");
        for finding in silent {
            assert!(finding.at.path.ends_with(&format!(".{key}")) && finding.year.is_none(), "{}", finding.at.path);
            assert!(finding.message.contains("2017/18 and 2018/19"), "{}", finding.message);
            assert!(finding.labels.len() <= 8 && finding.help.as_ref().is_some_and(|help| help.contains(key)));
        }
    }
}

#[test]
fn a_floor_that_is_decided_whatever_silent_lines_say_is_decided() {
    // The smallest line of the floor's stream cannot bring it below its minimum, nor a miss above it.
    let line = "area_of_spend = \"social-care\"\n";
    let places: Vec<usize> = LATER.match_indices(line).map(|(at, _)| at).collect();
    let (mut passed, mut open) = (0, 0);
    for at in places {
        let mut text = LATER.to_owned();
        text.replace_range(at..at + line.len(), "");
        let checked = check(&as_draft(&text));
        let untested = checked.verdict().grounds.floors_untested;
        assert_eq!(checked.findings.iter().filter(|f| f.rule == "floor-not-tested").count(), untested);
        let word = if untested == 0 { Word::Pass } else { Word::Incomplete };
        assert_eq!(checked.verdict().word, word);
        *(if untested == 0 { &mut passed } else { &mut open }) += 1;
    }
    assert!(open > 0, "{passed} {open}");
}

#[test]
fn what_another_finding_says_is_not_said_of_the_floor_again() {
    let misspelt = COUNTY.replacen("area_of_spend = \"social-care\"", "area_of_spend = \"social-cair\"", 1);
    let other_key = COUNTY.replacen("area_of_spend = \"social-care\"", "area_of_spent = \"social-care\"", 1);
    for text in [misspelt, other_key] {
        let checked = check(&text);
        assert!(checked.verdict().word == Word::Fail);
        assert!(checked.findings.iter().all(|finding| finding.rule != "floor-not-tested"));
    }
}

#[test]
fn a_plan_that_is_sent_in_fails_without_published_allocations_and_a_draft_does_not() {
    let start = LATER.find("[allocations]").expect("the section");
    let end = start + LATER[start..].find("\n[[").expect("a section after it");
    let text = format!("{}{}", &LATER[..start], &LATER[end..]);
    let (sent, draft) = (check(&text), check(&as_draft(&text)));
    assert_eq!((sent.verdict().word, sent.fails()), (Word::Incomplete, true));
    assert_eq!((draft.verdict().word, draft.fails()), (Word::Incomplete, false));
    let stand_in = sent.stand_in().expect("no finding fails it");
    assert!(stand_in.at.path == "plan" && stand_in.message.contains("required and not tested"), "{}", stand_in.message);
    let first = sent.lacking().next().expect("a test that was not made");
    let (Some(subject), Some(year), Outcome::NotEvaluated(why)) = (&first.subject, first.year, &first.outcome) else {
        panic!("{first:?}")
    };
    let first = format!("the first of them: {subject} in {}: {why}", year.prose());
    assert!(stand_in.message.ends_with(&first), "{first}: {}", stand_in.message);
    // A waiver of what says that it cannot be tested sets the tests aside.
    let by = sent.plan.partners.iter().find_map(|partner| partner.id.str()).expect("a partner");
    let entry = format!("\n[[waivers]]\nrule = \"allocation-not-given\"\nreason = \"March\"\nby = \"{by}\"\n");
    let waived = check(&format!("{text}{entry}"));
    assert_eq!((waived.lacking().map(|test| test.rule).next(), waived.verdict().word), (None, Word::Pass));
}

#[test]
fn what_is_only_recalled_makes_no_plan_incomplete() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rounds/bcf-2019-20.toml")).unwrap();
    let checked = check(&as_draft(&without(&text, "area_of_spend")));
    let grounds = checked.verdict().grounds;
    assert!(grounds.to_be_confirmed > 0 && grounds.floors_untested == 0, "{grounds:?}");
    assert!(checked.tests.iter().any(|test| matches!(test.outcome, Outcome::NotEvaluated(_))));
}

#[test]
fn a_waived_cause_keeps_its_plans_exit_status() {
    // A figure of a floor that cannot be read, set aside by a partner, leaves the floor untested and the plan incomplete.
    let unread = COUNTY.replacen("amount = { 2017-18 = 6", "amount = { 2017-18 = \"?\", 2016-17 = 6", 1);
    let checked = check(&unread);
    assert_eq!((checked.verdict().word, checked.fails()), (Word::Fail, true));
    let by = checked.plan.partners.iter().find_map(|partner| partner.id.str()).expect("a partner").to_owned();
    let rules: std::collections::BTreeSet<&str> =
        checked.findings.iter().filter(|finding| finding.level == Level::Error).map(|finding| finding.rule).collect();
    let waivers =
        rules.iter().map(|rule| format!("\n[[waivers]]\nrule = \"{rule}\"\nreason = \"known\"\nby = \"{by}\"\n"));
    let waived = check(&format!("{unread}{}", waivers.collect::<String>()));
    assert!(!waived.fails(), "{:?}", waived.failing().map(|f| f.rule).collect::<Vec<_>>());
}

// ---- arithmetic without a clause

#[test]
fn a_rule_that_stands_on_a_clause_has_one_and_the_rest_stand_on_themselves() {
    for (family, rule) in check::rules() {
        if ["file", "shape", "money"].contains(&family.id) {
            assert_eq!(rule.ground, Ground::Itself, "{}", rule.id);
        }
        if rule.lenient_in_drafts {
            assert_eq!(rule.kind(), Kind::Absent, "{}", rule.id);
        }
    }
}

#[test]
fn more_than_the_plans_own_grant_is_wrong_though_the_clause_is_recalled() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rounds/bcf-2023-25.toml")).unwrap();
    let checked = check(&text);
    let line = checked.plan.dfg.districts.iter().next().expect("a district");
    let (_, figure) = line.amount.entries[0];
    let span = checked.plan.span_of(figure.node().expect("a figure"));
    let over = check(&common::replaced(&text, span, "90_000"));
    let found: Vec<_> = over.findings.iter().filter(|finding| finding.rule == "dfg-overpassported").collect();
    assert!(!found.is_empty() && found.iter().all(|f| f.level == Level::Error && !f.message.contains("confirmed")));
}

// ---- the rule book tells the truth about itself

#[test]
fn only_rules_that_say_so_make_required_tests() {
    for plan in everything() {
        let checked = checked(&plan.text);
        for test in &checked.tests {
            let (_, rule) = check::rule(test.rule).expect("a rule");
            let needed = test.need != bcf::finding::Need::Free;
            assert!(!needed || rule.requires_tests(), "{}: {}", plan.name, test.rule);
        }
    }
}

#[test]
fn a_draft_is_milder_only_where_something_is_absent() {
    for plan in everything() {
        for finding in &checked(&plan.text).findings {
            assert!(!finding.is_gap || finding.kind == Kind::Absent, "{}: {}", plan.name, finding.message);
        }
    }
}

// ---- through the command line

struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        fs::create_dir(place.0.path().join(".git")).expect("a folder");
        for (name, text) in files {
            place.write(name, text);
        }
        place
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).expect("a file");
    }

    fn run(&self, args: &[&str]) -> (i32, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bcf"));
        let ran = command
            .args(common::without_causes(args))
            .args(["--width", "400"])
            .current_dir(self.0.path())
            .env_remove("GITHUB_ACTIONS");
        let Output { status, stdout, .. } = ran.output().expect("the program");
        (status.code().unwrap_or(-1), String::from_utf8(stdout).expect("UTF-8"))
    }

    /// Returns the exit status and the verdict line.
    fn check(&self, args: &[&str]) -> (i32, String) {
        let (code, out) = self.run(&[&["check"], args].concat());
        (code, out.trim_end().lines().last().unwrap_or_default().to_owned())
    }
}

/// Returns a statutory floor missed by £1,000, and nothing else wrong.
fn missed() -> String {
    assert!(COUNTY.contains("747_455"));
    COUNTY.replacen("747_455", "746_455", 1)
}

#[test]
fn no_option_makes_the_word_kinder() {
    let place = Folder::new(&[("plan.toml", &missed())]);
    let (code, line) = place.check(&["plan.toml"]);
    assert!(code == 1 && line.starts_with("FAIL plan.toml"), "{line}");
    let (code, line) = place.check(&["plan.toml", "--fail-on", "never"]);
    assert!(code == 0 && line.starts_with("FAIL plan.toml") && line.ends_with("lowered by --fail-on never"), "{line}");
    place.run(&["check", "plan.toml", "--write-baseline"]);
    let (code, line) = place.check(&["plan.toml", "--baseline", "bcf-baseline.json"]);
    assert!(code == 0 && line.starts_with("FAIL (known) plan.toml"), "{line}");
    assert!(line.contains("1 known error, 1 of them statutory; 0 new"), "{line}");
    let (code, out) = place.run(&["check", "plan.toml", "--baseline", "bcf-baseline.json", "--format", "json"]);
    let json: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, &json["verdict"], &json["fails"]), (0, &"fail".into(), &false.into()));
    place.write("bcf.toml", "# quiet\nfail-on = \"never\"\n\n[levels]\nmetrics = \"advice\"\n");
    let (code, line) = place.check(&["plan.toml"]);
    assert!(code == 0 && line.starts_with("FAIL plan.toml"), "{line}");
    assert!(
        line.contains("metrics = \"advice\" (bcf.toml:5)") && line.contains("fail-on = \"never\" (bcf.toml:2)"),
        "{line}"
    );
    let (_, out) = place.run(&["check", "plan.toml", "--format", "json"]);
    let json: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(json["lowered"].as_array().map(Vec::len), Some(2));
    assert_eq!((&json["lowered"][1]["path"], &json["lowered"][1]["line"]), (&"bcf.toml".into(), &2.into()));
}

#[test]
fn rules_left_out_are_counted_and_leave_no_pass() {
    let place = Folder::new(&[("plan.toml", COUNTY)]);
    for (options, said) in [
        (&["--select", "metrics,dfg"][..], "2 of 16 families run"),
        (&["--ignore", "metrics"], "15 of 16 families run"),
        (&["--allow", "grant-purpose-missing"], " rules run; lowered by --allow grant-purpose-missing"),
    ] {
        let (code, line) = place.check(&[&["plan.toml"], options].concat());
        assert!(code == 0 && line.starts_with("INCOMPLETE plan.toml") && line.contains(said), "{line}");
    }
    // A rule that only warns and is not needed may be left out.
    let (code, line) = place.check(&["plan.toml", "--allow", "risk-unowned"]);
    assert!(
        code == 0 && line.starts_with("PASS plan.toml") && line.ends_with("lowered by --allow risk-unowned"),
        "{line}"
    );
    let (_, line) = place.check(&["plan.toml", "--today", "2018-06-01"]);
    assert!(line.ends_with("; as on 1 June 2018"), "{line}");
    let (_, line) = place.check(&["plan.toml", "--round", "bcf-2019-20"]);
    assert!(line.contains("not its own bcf-2017-19"), "{line}");
}

#[test]
fn of_several_plans_the_run_has_the_worst_word() {
    let draft = as_draft(&without(COUNTY, "area_of_spend"));
    let place = Folder::new(&[("a.toml", BOROUGH), ("b.toml", &draft)]);
    let word = |files: &[&str]| place.check(files).1.split(' ').next().unwrap_or_default().to_owned();
    assert_eq!(word(&["a.toml", "b.toml"]), "INCOMPLETE");
    assert!(place.check(&["a.toml", "b.toml"]).1.contains("2 plans: 0 failed, 1 not complete, 1 passed"));
    fs::write(place.0.path().join("c.toml"), b"[plan]\nx = \"\xa3\"").expect("a file");
    assert_eq!(word(&["a.toml", "b.toml", "c.toml"]), "NONE");
    place.write("d.toml", &missed());
    assert_eq!(word(&["a.toml", "b.toml", "c.toml", "d.toml"]), "FAIL");
}

#[test]
fn an_untested_test_that_is_known_fails_nothing() {
    let text = without(COUNTY, "area_of_spend");
    let place = Folder::new(&[("plan.toml", &text)]);
    assert_eq!(place.check(&["plan.toml"]).0, 1);
    place.run(&["check", "plan.toml", "--write-baseline"]);
    let (code, line) = place.check(&["plan.toml", "--baseline", "bcf-baseline.json"]);
    assert!(code == 0 && line.starts_with("FAIL (known)"), "{line}");
    assert!(
        fs::read_to_string(place.0.path().join("bcf-baseline.json")).expect("a file").contains("\"untested\": true")
    );
    // Another floor that stops being tested is not known, though every finding is.
    place.write("plan.toml", &without(&text, "commissioner"));
    let (code, line) = place.check(&["plan.toml", "--baseline", "bcf-baseline.json"]);
    assert!(code == 1 && line.starts_with("FAIL plan.toml"), "{line}");
    // One that no finding keeps from being made is known by itself.
    place.write("plan.toml", &COUNTY.replace("[totals]\n", "[totals]\nadjustment = { 2017-18 = 5 }\n"));
    let (code, line) = place.check(&["plan.toml"]);
    assert!(code == 1 && line.starts_with("INCOMPLETE plan.toml"), "{line}");
    place.run(&["check", "plan.toml", "--write-baseline"]);
    let (code, line) = place.check(&["plan.toml", "--baseline", "bcf-baseline.json"]);
    assert!(code == 0 && line.starts_with("INCOMPLETE (known)"), "{line}");
}

#[test]
fn nothing_is_known_where_nobody_said_so() {
    let one_gap = as_draft(COUNTY).replacen("rationale = \"", "rationale = \"<why> ", 1);
    assert_eq!(check(&one_gap).verdict().grounds.gaps, 1);
    for text in texts().into_iter().chain([Named { name: "one gap".into(), text: one_gap }]) {
        let draft = as_draft(&text.text);
        assert!(!check(&draft).verdict().is_known, "{draft}");
        assert!(!checked(&text.text).verdict().is_known, "{}", text.text);
    }
}

#[test]
fn a_draft_may_be_asked_to_be_complete() {
    let place = Folder::new(&[("plan.toml", &as_draft(&without(COUNTY, "area_of_spend"))), ("whole.toml", COUNTY)]);
    assert_eq!(place.check(&["plan.toml"]).0, 0);
    let (code, line) = place.check(&["plan.toml", "--complete"]);
    assert!(code == 1 && line.starts_with("INCOMPLETE plan.toml"), "{line}");
    // What makes it fail is counted, though it only says that something is not tested.
    let (code, line) = place.check(&["plan.toml", "--fail-on", "warning"]);
    assert!(code == 1 && line.contains(" warnings") && line.contains("floors not tested"), "{line}");
    assert_eq!(place.check(&["whole.toml", "--complete"]).0, 0);
    for format in ["junit", "gitlab", "sarif", "github", "concise"] {
        let (code, out) = place.run(&["check", "plan.toml", "--complete", "--format", format]);
        assert!(code == 1 && out.contains("the plan is not complete"), "{format}: {out}");
    }
}

#[test]
fn a_fresh_plan_is_a_list_of_things_to_do() {
    let place = Folder::new(&[]);
    for round in common::one_in(3, bcf::policy::round_ids()) {
        let made = place.run(&["init", "--round", round, "--area", "Exampleton", "-o", "plan.toml", "--force"]);
        assert_eq!(made.0, 0, "{}", made.1);
        let mut command = Command::new(env!("CARGO_BIN_EXE_bcf"));
        let ran = command.args(["check", "plan.toml", "--width", "100"]).current_dir(place.0.path()).output();
        let ran = ran.expect("the program");
        let out = String::from_utf8(ran.stdout).expect("UTF-8");
        let last = out.lines().last().unwrap_or_default();
        assert!(ran.status.success() && last.starts_with("INCOMPLETE plan.toml"), "{round}: {last}");
        let gaps: usize = last.split("): ").nth(1).and_then(|rest| rest.split(' ').next()?.parse().ok()).expect("gaps");
        assert!(last.contains(" gaps to fill") && out.lines().count() <= gaps + 60, "{round}: {}", out.lines().count());
        let (code, todo) = place.run(&["checklist", "--todo", "plan.toml"]);
        assert!(code == 0 && todo.contains("Not started") && todo.contains("Done"), "{todo}");
    }
}

#[test]
fn a_difference_that_stops_a_floor_from_being_tested_fails() {
    let place = Folder::new(&[("old.toml", COUNTY), ("new.toml", &without(COUNTY, "area_of_spend"))]);
    let (code, out) = place.run(&["diff", "old.toml", "new.toml"]);
    assert!(code == 1 && out.contains("error[floor-not-tested]") && out.contains("4 floors not tested"), "{out}");
    let (code, out) = place.run(&["diff", "new.toml", "new.toml"]);
    assert!(code == 0 && out.trim_end().lines().last().is_some_and(|line| line.starts_with("FAIL (known)")), "{out}");
}

#[test]
fn a_local_round_that_asks_for_less_says_so() {
    let milder = "id = \"ours\"\nname = \"Ours\"\nextends = \"bcf-2017-19\"\nwithout = [\"out-of-hospital\"]\n";
    let whole = "id = \"alone\"\nname = \"Alone\"\nyears = [\"2017-18\", \"2018-19\"]\n";
    let wider = "id = \"wider\"\nname = \"Wider\"\nextends = \"bcf-2017-19\"\n[[clauses]]\nid = \"ours\"\nsays = \"More counts.\"\nbasis = \"recalled\"\nasks = false\n[[floors]]\nid = \"social-care\"\ncounting = \"ours\"\ncounts = { areas = [\"social-care\", \"other\"] }\n";
    let rounds = [("ours.toml", milder), ("wider.toml", wider), ("alone.toml", whole)];
    let config = rounds.map(|(file, _)| format!("[[rounds]]\nfile = \"{file}\"\n")).concat();
    let place = Folder::new(&[&[("bcf.toml", config.as_str())], &rounds[..]].concat());
    for (round, said) in [
        ("ours", "ours lowers the floor of out-of-hospital services"),
        ("wider", "wider lowers the floor of social care"),
        ("alone", "not a national round"),
    ] {
        place.write("plan.toml", &COUNTY.replacen("bcf-2017-19", round, 1));
        let (_, line) = place.check(&["plan.toml"]);
        assert!(line.contains(said), "{line}");
    }
}

#[test]
fn what_is_wrong_comes_before_what_is_not_there_yet() {
    for plan in plans() {
        let settings = Settings::on(today());
        let plans = [check_text("plan.toml".into(), plan.text, &settings)];
        let run = run_of(&plans);
        let text = written(|out| human::write(&run, out));
        let absent = plans[0].findings.iter().filter(|f| f.kind == Kind::Absent && f.status == Status::Failed).count();
        let wrong = plans[0].findings.len() - absent;
        let head = text.find(" not here yet (-v shows");
        assert_eq!(head.is_some(), absent > 0, "{}", plan.name);
        let before = head.map_or(text.as_str(), |at| &text[..at]);
        let blocks = |text: &str| text.lines().filter(|line| line.starts_with("  ") && line.contains("]: ")).count();
        assert!(blocks(before) >= wrong.min(200), "{}: {} of {wrong}", plan.name, blocks(before));
        let verbose = Run { view: View { verbose: true, ..run.view }, ..run };
        assert!(!written(|out| human::write(&verbose, out)).contains("not here yet"), "-v shows each in full");
    }
}
