//! The likely causes of findings and the edits that are safe: what is said of a mend is true of the plan with the mend.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;

use bcf::check::{Checked, Watch};
use bcf::diagnosis::diagnose;
use bcf::finding::{Finding, Level, Status, Trial};
use bcf::plan::syntax::Tree;

#[path = "../../examples/slips/answer.rs"]
#[expect(dead_code, reason = "the bench prints more of it")]
mod answer;
#[path = "../../examples/slips/make.rs"]
mod make;

use crate::common;
use answer::{Answer, Called, applied, checked, checked_again, diagnosed};

/// The plan that is looked into: it is clean, and small enough to be checked many times.
fn sound() -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("plans/example-county-2025-26.toml");
    fs::read_to_string(path).expect("the plan")
}

fn clean_plans() -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("plans");
    let mut plans: Vec<PathBuf> =
        fs::read_dir(folder).expect("the plans").map(|entry| entry.expect("an entry").path()).collect();
    plans.sort();
    let texts = plans.iter().filter_map(|path| fs::read_to_string(path).ok());
    texts.filter(|text| answer::is_clean(text)).collect()
}

fn identities(plan: &Checked) -> BTreeSet<(&'static str, String)> {
    plan.findings.iter().map(identity).collect()
}

fn identity(finding: &Finding) -> (&'static str, String) {
    (finding.rule, finding.fingerprint())
}

/// Returns the plans with a slip, one or two of each kind.
fn slips() -> Vec<make::Slip> {
    let sound = sound();
    make::KINDS.iter().flat_map(|kind| make::slips(kind, &sound, if kind.is_first { 2 } else { 1 }, 7)).collect()
}

#[test]
fn a_mend_does_what_is_said_of_it() {
    for slip in slips() {
        let plan = diagnosed(&slip.text);
        for cause in &plan.diagnosis.causes {
            assert!(!cause.explains.is_empty() && cause.mends.len() <= 5, "{}", slip.what);
            let explained: BTreeSet<_> = cause.explains.iter().map(|n| identity(&plan.findings[*n])).collect();
            for mend in &cause.mends {
                let after = checked(&applied(&slip.text, &mend.edits));
                let left: BTreeSet<_> = identities(&plan).difference(&explained).cloned().collect();
                assert_eq!(identities(&after), left, "{}: {}", slip.what, cause.message);
            }
        }
        for (finding, edit) in plan.findings.iter().filter_map(|finding| Some((finding, finding.edit.as_ref()?))) {
            assert_eq!(edit.trial, Trial::Safe, "{}", slip.what);
            let after = checked(&applied(&slip.text, std::slice::from_ref(edit)));
            assert!(!identities(&after).contains(&identity(finding)), "{}: {}", slip.what, edit.with);
            let blocked =
                |one: &Finding| plan.tests.iter().any(|test| test.is_not_evaluated() && test.rule == one.rule);
            let before = identities(&plan);
            let brought = after.findings.iter().filter(|one| !before.contains(&identity(one)) && !blocked(one));
            assert_eq!(brought.filter(|one| one.level >= Level::Warning).count(), 0, "{}: {}", slip.what, edit.with);
        }
    }
}

#[test]
fn most_slips_are_noticed_and_most_causes_are_named() {
    let plans = clean_plans();
    assert!(plans.len() >= 3, "too few plans under plans/ are clean");
    let answers = |is: fn(&make::Kind) -> bool, each: usize| -> Vec<Answer> {
        let kinds = || make::KINDS.iter().filter(|kind| is(kind));
        let slips = plans.iter().flat_map(|plan| kinds().map(move |kind| (plan, make::slips(kind, plan, each, 3))));
        slips.flat_map(|(plan, slips)| slips.into_iter().map(|slip| answer::answer(plan, &slip))).collect()
    };
    let percent = |some: usize, of: usize| 100 * some / of.max(1);
    let figures = answers(|kind| kind.is_first, 3 / common::share(3));
    let noticed: Vec<&Answer> = figures.iter().filter(|answer| answer.noticed).collect();
    let of = |is: fn(&Answer) -> bool| percent(noticed.iter().filter(|answer| is(answer)).count(), noticed.len());
    let row = answer::row("first figure slips", &figures);
    assert!(percent(noticed.len(), figures.len()) >= 82, "{row}");
    assert!(of(|answer| answer.is_mended) >= 85, "{row}");
    assert!(of(|answer| answer.called == Called::Right) >= 60, "{row}");
    assert!(of(|answer| answer.called == Called::Wrong) <= 4, "{row}");
    assert!(of(|answer| answer.in_full <= 3) >= 95, "{row}");
    let words = answers(|kind| kind.name.ends_with("misspelt") || kind.name == "unknown word", 2);
    let right = words.iter().filter(|answer| answer.called == Called::Right).count();
    assert!(percent(right, words.len()) >= 95, "{}", answer::row("words", &words));
}

#[test]
fn a_clean_plan_is_checked_once_and_a_large_one_seldom() {
    let count = |text: &str| {
        let tries = Mutex::new(0);
        let mut plan = checked(text);
        diagnose(&mut plan, &|tree, watch| {
            *tries.lock().expect("the count") += tree.source().len();
            checked_again(tree, watch)
        });
        (tries.into_inner().expect("the count"), plan)
    };
    assert_eq!(count(&sound()).0, 0);
    let wrong = sound().replace("amount = { 2025-26 = 13_486_200 }", "amount = { 2025-26 = 13_468_200 }");
    let (small, plan) = count(&wrong);
    assert!(small > 0 && !plan.diagnosis.is_cut && plan.diagnosis.causes.len() == 1);
    let large = format!("{wrong}# {}\n", "x".repeat(1 << 20));
    let (bytes, plan) = count(&large);
    assert!(bytes <= 2 << 20, "{bytes}");
    assert!(plan.diagnosis.is_cut, "a plan of which not all was tried says so");
}

#[test]
fn a_trial_that_is_given_up_early_is_one_that_explains_nothing() {
    for slip in common::one_in(3, slips().into_iter().step_by(4)) {
        let to_the_end = |tree: Tree, _: &dyn Watch| Some(checked(tree.source()));
        let mut patient = checked(&slip.text);
        diagnose(&mut patient, &to_the_end);
        let found = diagnosed(&slip.text);
        assert_eq!(found.diagnosis, patient.diagnosis, "{}", slip.what);
        assert_eq!(found.findings, patient.findings, "{}", slip.what);
    }
}

#[test]
fn no_search_changes_a_finding_a_test_or_the_verdict() {
    for slip in common::one_in(3, slips().iter().step_by(3)) {
        let (before, after) = (checked(&slip.text), diagnosed(&slip.text));
        assert_eq!(before.verdict(), after.verdict(), "{}", slip.what);
        assert_eq!(before.tests, after.tests, "{}", slip.what);
        let bare = |finding: &Finding| Finding { edit: None, ..finding.clone() };
        let bare = |plan: &Checked| plan.findings.iter().map(bare).collect::<Vec<_>>();
        assert_eq!(bare(&before), bare(&after), "{}", slip.what);
        assert!(after.findings.iter().all(|finding| finding.status == Status::Failed));
    }
}

/// A folder with the plan and one slip in it.
struct Folder {
    folder: tempfile::TempDir,
}

impl Folder {
    fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("plan.toml"), text).expect("the plan");
        Self { folder }
    }

    fn bcf(&self, threads: &str, args: &[&str]) -> (String, i32) {
        let out = Command::new(env!("CARGO_BIN_EXE_bcf"))
            .current_dir(self.folder.path())
            .env("RAYON_NUM_THREADS", threads)
            .args(args)
            .output()
            .expect("the program");
        (String::from_utf8(out.stdout).expect("text"), out.status.code().unwrap_or_default())
    }
}

#[test]
fn a_patch_applies_and_leaves_the_plan_to_its_owner() {
    let sound = sound();
    let wrong = sound
        .replace("amount = { 2025-26 = 13_486_200 }", "amount = { 2025-26 = 13_468_200 }")
        .replace("provider = \"private\"", "provder = \"private\"");
    for text in [wrong.clone(), wrong.replace('\n', "\r\n"), wrong.trim_end().to_owned()] {
        let folder = Folder::new(&text);
        let (patch, exit) = folder.bcf("2", &["check", "plan.toml", "--patch", "--today", "2026-11-01"]);
        assert_eq!(exit, 1, "{patch}");
        assert_eq!(fs::read_to_string(folder.folder.path().join("plan.toml")).expect("the plan"), text);
        fs::write(folder.folder.path().join("plan.patch"), &patch).expect("the patch");
        let git =
            Command::new("git").current_dir(folder.folder.path()).args(["apply", "plan.patch"]).output().expect("git");
        assert!(git.status.success(), "{patch}\n{}", String::from_utf8_lossy(&git.stderr));
        let (report, exit) = folder.bcf("2", &["check", "plan.toml", "--today", "2026-11-01"]);
        assert_eq!(exit, 0, "{patch}\n{report}");
    }
    let (patch, exit) = Folder::new(&sound).bcf("1", &["check", "plan.toml", "--patch"]);
    assert_eq!((patch.as_str(), exit), ("", 0), "a sound plan has no patch");
}

#[test]
fn causes_are_the_same_on_any_number_of_threads_and_absent_where_they_are_not_wanted() {
    let wrong = sound().replace("amount = { 2025-26 = 13_486_200 }", "amount = { 2025-26 = 13_468_200 }");
    let folder = Folder::new(&wrong);
    let outputs: RefCell<BTreeSet<String>> = RefCell::default();
    for threads in ["1", "2", "7"] {
        outputs.borrow_mut().insert(folder.bcf(threads, &["check", "plan.toml", "--format", "json"]).0);
    }
    assert_eq!(outputs.borrow().len(), 1);
    let json: serde_json::Value = serde_json::from_str(outputs.borrow().first().expect("one")).expect("JSON");
    let plan = &json["plans"][0];
    let [cause] = &plan["causes"].as_array().expect("a list")[..] else { panic!("one cause: {plan}") };
    assert_eq!(cause["edit"]["with"], "13_486_200");
    assert_eq!(cause["alternatives"], serde_json::json!([]));
    let prints: Vec<&serde_json::Value> =
        plan["findings"].as_array().expect("a list").iter().map(|one| &one["fingerprint"]).collect();
    assert_eq!(cause["explains"].as_array().expect("a list").iter().collect::<Vec<_>>(), prints);
    let (bare, _) = folder.bcf("2", &["check", "plan.toml", "--format", "json", "--no-causes"]);
    let bare: serde_json::Value = serde_json::from_str(&bare).expect("JSON");
    assert_eq!(bare["plans"][0]["causes"], serde_json::json!([]));
    for edit in bare["plans"][0]["findings"].as_array().expect("a list").iter().map(|one| &one["edit"]) {
        assert!(edit.is_null() || edit["verified"] == false, "{edit}");
    }
}

#[test]
fn a_figure_that_was_to_stay_as_it_was_is_told_by_the_year_before() {
    let county = include_str!("../../plans/example-county.toml");
    let same = "amount = { 2017-18 = 1_500_000, 2018-19 = 1_500_000 }";
    let slipped = diagnosed(&county.replacen(same, "amount = { 2017-18 = 1_500_000, 2018-19 = 1_391_417 }", 1));
    assert!(!slipped.findings.is_empty());
    let causes: Vec<&str> = slipped.diagnosis.causes.iter().map(|cause| cause.message.as_str()).collect();
    assert!(causes.iter().any(|cause| cause.ends_with("seems to be meant as it was in 2017/18")), "{causes:?}");
}

/// Returns the messages of the causes of a plan, and the number of places that the first changes.
fn causes(text: &str) -> (Vec<String>, usize) {
    let plan = diagnosed(text);
    let causes = plan.diagnosis.causes;
    let places = causes.first().and_then(|cause| cause.mend()).map_or(0, |mend| mend.edits.len());
    (causes.into_iter().map(|cause| cause.message).collect(), places)
}

const COUNTY: &str = include_str!("../../plans/example-county.toml");

#[test]
fn one_spelling_in_many_places_is_one_cause() {
    let spellings = [
        ("[[schemes.spend]]", "[[schemes.spand]]"),
        ("provider = \"", "provdier = \""),
        ("provider = \"private\"", "provider = \"privat\""),
        ("[allocations", "[alocations"),
    ];
    for (right, wrong) in spellings {
        let slipped = COUNTY.replace(right, wrong);
        let places = COUNTY.matches(right).count();
        assert!(places > 1, "{right}");
        let plan = diagnosed(&slipped);
        let [cause] = &plan.diagnosis.causes[..] else { panic!("{wrong}: {:?}", plan.diagnosis.causes) };
        let mend = cause.mend().expect("one mend");
        assert_eq!(mend.edits.len(), places, "{}", cause.message);
        assert_eq!(cause.explains.len(), plan.findings.len(), "{wrong}");
        assert_eq!(applied(&slipped, &mend.edits), COUNTY, "{wrong}");
    }
}

#[test]
fn a_day_in_no_calendar_has_its_digits_put_back_and_a_late_one_is_late() {
    let (said, places) = causes(&COUNTY.replacen("on = 2017-09-07", "on = 2017-90-07", 1));
    assert_eq!((said, places), (vec!["`on` of `Councillor A. Marlow` seems to have two digits swapped".to_owned()], 1));
    // With its digits changed over it would be long before every other day.
    let late = COUNTY.replacen("on = 2017-09-07", "on = 2017-10-07", 1);
    assert!(!diagnosed(&late).findings.is_empty());
    assert_eq!(causes(&late).0, [""; 0]);
}

#[test]
fn a_year_given_twice_is_told_by_what_the_other_lacks() {
    let slipped = COUNTY.replacen("{ 2017-18 = 1_275_000, 2018-19", "{ 2018-19 = 1_275_000, 2018-19", 1);
    assert_eq!(causes(&slipped).0, ["the year `2018-19` seems to be meant as `2017-18`"]);
}

#[test]
fn figures_in_a_unit_that_is_too_small_for_an_area_are_one_finding() {
    let borough = include_str!("../../plans/example-borough.toml");
    for without in ["money = \"pounds\"\n", ""] {
        let slipped = borough.replacen("money = \"thousands\"\n", without, 1);
        let plan = diagnosed(&slipped);
        let found: Vec<_> = plan.findings.iter().map(|one| (one.rule, one.at.path.as_str())).collect();
        assert_eq!(found, [("implausible-amount", "plan.money")]);
        let said = &plan.findings[0].message;
        assert!(said.contains("in pounds, all sources of the plan for 2017/18 come to £"), "{said}");
        assert_eq!(causes(&slipped), (vec!["the figures of the plan seem to be in thousands".to_owned()], 1));
    }
}

#[test]
fn what_an_entry_that_is_gone_leaves_is_blamed_on_no_other() {
    let source =
        common::entries(COUNTY).into_iter().find(|entry| entry.contains("id = \"south-minimum\"")).expect("one");
    let said = causes(&COUNTY.replacen(&source, "", 1)).0;
    assert!(said.iter().all(|cause| !cause.contains("contradicted")), "{said:?}");
}

#[test]
fn a_stated_minimum_is_told_by_what_was_published_and_by_the_narrative() {
    let slipped = COUNTY.replacen("\nminimum = { 2017-18 = 18_221_263", "\nminimum = { 2017-18 = 18_221_264", 1);
    let plan = diagnosed(&slipped);
    let [cause] = &plan.diagnosis.causes[..] else { panic!("{:?}", plan.diagnosis.causes) };
    assert_eq!(cause.explains.len(), plan.findings.len());
    assert_eq!(applied(&slipped, &cause.mend().expect("one").edits), COUNTY);
}

#[test]
fn no_edit_makes_a_plan_agree_with_a_scheme_that_was_forgotten() {
    let (before, rest) = COUNTY.split_once("[[schemes]]\nid = \"home-care\"").expect("the scheme");
    let (_, after) = rest.split_once("[[schemes]]").expect("the next");
    let forgotten = format!("{before}[[schemes]]{after}");
    let plan = diagnosed(&forgotten);
    assert!(plan.findings.len() > 5);
    let said: Vec<&Finding> = plan.findings.iter().filter(|finding| finding.edit.is_some()).collect();
    assert!(said.is_empty() && plan.diagnosis.causes.is_empty(), "{said:?} {:?}", plan.diagnosis.causes);
    assert!(bcf::diagnosis::patched(&plan, &checked_again).is_none());
}

#[test]
fn words_of_the_national_template_and_of_people_are_answered_with_those_of_the_round() {
    for (right, wrong) in [
        ("type = \"long-term-home-care\"", "type = \"Long-term home-based social care services\""),
        ("kind = \"nhs-minimum\"", "kind = \"Minimum NHS Contribution\""),
        ("role = \"s151-officer\"", "role = \"Section 151 officer\""),
        ("kind = \"icb\"", "kind = \"Integrated Care Board\""),
        ("round = \"bcf-2025-26\"", "round = \"2025/26\""),
    ] {
        let slipped = sound().replacen(right, wrong, 1);
        let plan = diagnosed(&slipped);
        let [finding] = &plan.findings[..] else { panic!("{wrong}: {:?}", plan.findings) };
        let edit = finding.edit.clone().expect(wrong);
        assert_eq!(applied(&slipped, &[edit]), sound(), "{wrong}");
    }
}

#[test]
fn several_months_over_a_rate_are_mended_together() {
    let borough = include_str!("../../plans/example-borough.toml");
    let over = [("2017-11 = 247.5", "2017-11 = 300.0"), ("2018-02 = 231.0", "2018-02 = 300.0")];
    let slipped = over.iter().fold(borough.to_owned(), |text, (right, wrong)| text.replacen(right, wrong, 1));
    // The parts of the target would have to follow.
    let tables = slipped.split("\n[").filter(|table| !table.starts_with("metrics.parts"));
    let slipped = tables.collect::<Vec<_>>().join("\n[");
    let plan = diagnosed(&slipped);
    let at = plan.findings.iter().position(|finding| finding.rule == "delays-above-expectation").expect("the finding");
    let cause = plan.diagnosis.causes.iter().find(|cause| cause.explains.contains(&at)).expect("its cause");
    let mend = cause.mend().expect("one mend");
    assert_eq!(mend.edits.len(), over.len(), "{}", cause.message);
    let after = checked(&applied(&slipped, &mend.edits));
    assert!(after.findings.iter().all(|finding| finding.rule != "delays-above-expectation"));
}
