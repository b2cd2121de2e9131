//! The checklist's honesty: what asks nothing is not listed, what a rule tests is not said to be untested, and what is
//! not met comes first.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use crate::common::{Named, check, check_only, entries, header, one_in, plans, texts};
use bcf::check::{Checked, Word, for_a_person};
use bcf::plan::Tiers;
use bcf::policy::{self, Round};
use bcf::template::{Request, template};
use bcf::view::{Checklist, Picture, Requirement, State};
use rayon::prelude::*;
use serde_json::Value;

/// Returns the checklist of a plan, with its round; nothing where that is not known.
fn gone_through(text: &str) -> Option<(Checked, Checklist)> {
    let checked = check(text);
    let round = checked.under.clone()?;
    let checklist = Picture::of(&checked, &round).checklist;
    Some((checked, checklist))
}

/// Returns a plan as `init` makes it.
fn fresh(round: &Round, tiers: Tiers) -> String {
    template(&Request { round, area: "Exampleton", code: None, tiers, districts: &[], published: &[], origin: None })
}

/// Returns a plan of each round with nothing in it, and two to be filled in.
fn beginnings() -> Vec<Named> {
    let rounds = || policy::round_ids().map(|id| policy::round(id).expect("a built-in round"));
    let named = |round: &Round, what: &str, text: String| Named { name: format!("{} {what}", round.id), text };
    let head = |round: &Round| format!("[plan]\nformat = 1\nround = \"{}\"\n[area]\nname = \"X\"\n", round.id);
    rounds()
        .flat_map(|round| {
            [
                named(round, "empty", head(round)),
                named(round, "single", fresh(round, Tiers::Single)),
                named(round, "two", fresh(round, Tiers::Two)),
            ]
        })
        .collect()
}

/// Returns the plans that the tests of the other rounds are about.
fn of_other_rounds() -> Vec<Named> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rounds");
    let files = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut all: Vec<Named> = files
        .map(|path| Named { name: path.display().to_string(), text: std::fs::read_to_string(path).expect("a file") })
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// Returns a text without each of its sections in turn.
fn without_a_section(plan: &Named) -> Vec<Named> {
    let parts = entries(&plan.text);
    let section = |part: &str| {
        let name = part.lines().find_map(header)?;
        name.split('.').next().filter(|name| *name != "plan").map(str::to_owned)
    };
    let sections: BTreeSet<String> = parts.iter().filter_map(|part| section(part)).collect();
    let left = |gone: &String| parts.iter().filter(|part| section(part).as_ref() != Some(gone)).cloned().collect();
    sections.iter().map(|gone| Named { name: format!("{} without {gone}", plan.name), text: left(gone) }).collect()
}

/// The checklists of plans of every round, whole and with a section missing, each with the name of its plan.
static GONE_THROUGH: LazyLock<Vec<(String, Checked, Checklist)>> = LazyLock::new(|| {
    let one = |plan: Named| gone_through(&plan.text).map(|(checked, checklist)| (plan.name, checked, checklist));
    all_plans().into_par_iter().filter_map(one).collect()
});

fn all_plans() -> Vec<Named> {
    let whole: Vec<Named> = texts().into_iter().chain(beginnings()).chain(of_other_rounds()).collect();
    let big = whole.iter().filter(|plan| !plan.name.ends_with(" fails") && !plan.name.ends_with(" passes"));
    let less = one_in(4, big.flat_map(without_a_section));
    one_in(4, whole).into_iter().chain(less).collect()
}

#[test]
fn whatever_a_plan_lacks_each_requirement_of_its_round_is_tested_or_says_why_it_is_not() {
    let mut wrong = BTreeSet::new();
    for (name, checked, checklist) in &*GONE_THROUGH {
        let round = checked.under.as_deref().expect("a known round");
        for requirement in checklist.requirements() {
            let clause = round.clause(&requirement.clause.id).expect("a clause of the round");
            assert!(clause.asks, "{name}: `{}` asks nothing", clause.id);
            if requirement.proofs.is_empty() && clause.unchecked.is_none() {
                wrong.insert(format!("{name}: nothing is recorded of `{}`", clause.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_rule_that_was_not_run_is_not_said_to_be_none() {
    for plan in beginnings() {
        let checked = check_only("invalid-toml", &plan.text);
        let round = checked.under.clone().expect("a known round");
        for requirement in Picture::of(&checked, &round).checklist.requirements() {
            let asked = round.clause(&requirement.clause.id).expect("a clause of the round");
            let told = (requirement.state, requirement.reason.as_deref());
            let expected = match asked.unchecked.as_deref() {
                Some(why) => (State::ForAPerson, Some(why)),
                None => (State::NotEvaluated, Some("the rules that test it were not run")),
            };
            assert_eq!(told, expected, "{}: {}", plan.name, asked.id);
        }
    }
}

#[test]
fn what_is_not_met_comes_first_and_all_else_keeps_the_order_of_the_round() {
    let mut mixed = 0;
    for (name, checked, checklist) in &*GONE_THROUGH {
        let round = checked.under.as_deref().expect("a known round");
        let place = |requirement: &Requirement| round.clauses.iter().position(|c| c.id == requirement.clause.id);
        let is_met = |requirement: &Requirement| requirement.state != State::NotMet;
        for group in &checklist.groups {
            assert!(group.requirements.is_sorted_by_key(|asked| (is_met(asked), place(asked))), "{name}");
            mixed += usize::from(group.requirements.iter().map(is_met).collect::<BTreeSet<_>>().len() > 1);
        }
        let number = |id: &Option<String>| {
            let place = |id: &String| round.conditions.iter().position(|condition| condition.id == *id);
            id.as_ref().map_or(usize::MAX, |id| place(id).expect("a condition"))
        };
        let groups = || checklist.groups.iter();
        assert!(
            groups().is_sorted_by_key(|group| (group.requirements.iter().all(is_met), number(&group.condition))),
            "{name}"
        );
    }
    assert!(mixed > 5, "some groups have both");
}

/// Returns the output of a command on a plan, run in a new folder with these files.
fn bcf(files: &[(&str, &str)], args: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("a file");
    }
    let run = Command::new(env!("CARGO_BIN_EXE_bcf")).args(args).current_dir(folder.path()).output().expect("it runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("text")
}

/// Returns the requirements of a plan in the order they are listed in: the clause, its state and the reason.
fn listed(files: &[(&str, &str)]) -> Vec<[String; 3]> {
    let json: Value = serde_json::from_str(&bcf(files, &["checklist", "plan.toml", "--format", "json"])).expect("JSON");
    let groups = json["groups"].as_array().expect("groups").iter();
    let all = groups.flat_map(|group| group["requirements"].as_array().expect("requirements"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    all.map(|asked| [text(&asked["clause"]["id"]), text(&asked["state"]), text(&asked["reason"])]).collect()
}

fn county() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/example-county-2025-26.toml"))
        .expect("a plan")
}

/// Returns the state of a clause and the reason for it.
fn state(plan: &str, clause: &str) -> (String, String) {
    let listed = listed(&[("plan.toml", plan)]);
    let [_, state, reason] = listed.into_iter().find(|asked| asked[0] == clause).expect("a clause that is listed");
    (state, reason)
}

#[test]
fn a_definition_and_a_national_figure_are_no_requirement() {
    let listed = listed(&[("plan.toml", &county())]);
    for clause in
        ["discharge-delay", "supporting-metrics", "discharge-not-ring-fenced", "scheme-types", "national-fund"]
    {
        assert!(listed.iter().all(|asked| asked[0] != clause), "{clause}");
    }
    let human = bcf(&[("plan.toml", &county())], &["checklist", "plan.toml"]);
    let page = bcf(&[("plan.toml", &county())], &["report", "plan.toml"]);
    for text in [human, page] {
        assert!(!text.contains("discharge ready date") && !text.contains("asks for nothing"), "{text}");
        assert!(!text.contains("no rule tests it"), "{text}");
    }
}

#[test]
fn who_else_signs_and_who_pays_in_for_the_nhs_is_tested() {
    for clause in ["chief-executives", "s151-officer", "nhs-commissioners"] {
        assert_eq!(state(&county(), clause).0, "met", "{clause}");
    }
    let officer = county().replace("role = \"s151-officer\"", "role = \"director\"");
    assert_eq!(state(&officer, "s151-officer").0, "not-met");
    assert_eq!(state(&officer, "chief-executives").0, "met");
    let delegated = county().replacen(
        "role = \"chief-executive\"",
        "role = \"chief-executive\"\ndelegated = \"a scheme of delegation\"",
        1,
    );
    assert_eq!(state(&delegated, "chief-executives").0, "not-met", "it cannot be delegated");
    let groups = county().replace("kind = \"icb\"", "kind = \"ccg\"");
    assert_eq!(state(&groups, "nhs-commissioners").0, "not-met");
}

#[test]
fn without_a_section_its_clauses_are_not_evaluated_and_say_why() {
    let parts = entries(&county());
    let without = |section: &str| {
        let left = parts.iter().filter(|part| part.lines().find_map(header) != Some(section));
        left.cloned().collect::<String>()
    };
    for clause in ["sign-off", "chief-executives", "s151-officer"] {
        let (state, reason) = state(&without("sign_offs"), clause);
        assert_eq!((state.as_str(), reason.as_str()), ("not-evaluated", "the plan has no `sign_offs`"), "{clause}");
    }
    let (state, reason) = state(&without("sources"), "nhs-commissioners");
    assert_eq!((state.as_str(), reason.as_str()), ("not-evaluated", "the plan has no `sources`"));
}

/// A round of an area's own in which a clause asks nothing.
const OWN: &str = r#"
id = "thornshire-2025-26"
name = "Better Care Fund 2025-26 in Thornshire"
extends = "bcf-2025-26"
documents = [{ key = "board", title = "Thornshire Health and Wellbeing Board, paper of 6 June 2025, item 7" }]

[[clauses]]
id = "assurance-statements"
says = "The assurance statements are those of the national planning template."
at = "paragraph 12"
source = "board"
basis = "quoted"
asks = false
"#;

#[test]
fn a_round_of_ones_own_says_itself_which_clauses_ask_nothing() {
    let plan = county().replace("round = \"bcf-2025-26\"", "round = \"thornshire-2025-26\"");
    let config = ("bcf.toml", "[[rounds]]\nfile = \"own.toml\"\n");
    let clauses = |own: &str| -> Vec<String> {
        let listed = listed(&[("plan.toml", &plan), config, ("own.toml", own)]);
        listed.into_iter().map(|[clause, ..]| clause).collect()
    };
    let (silent, asking) =
        (clauses(OWN), clauses(&OWN.replace("asks = false", "unchecked = \"it is on the template\"")));
    assert!(
        !silent.contains(&"assurance-statements".to_owned()) && asking.contains(&"assurance-statements".to_owned())
    );
    assert_eq!(silent.len() + 1, asking.len());
    let shown = bcf(&[config, ("own.toml", OWN)], &["rounds", "thornshire-2025-26"]);
    assert!(shown.contains("asks nothing of a plan"), "{shown}");
    let compared = bcf(&[config, ("own.toml", OWN)], &["rounds", "diff", "bcf-2025-26", "thornshire-2025-26"]);
    assert!(
        compared.contains("asks, was: something of a plan") && compared.contains("asks, now: nothing"),
        "{compared}"
    );
}

#[test]
fn a_judgement_is_shown_and_stands_in_for_no_test() {
    let judge = |clause: &str, met: bool, more: &str| {
        let text = include_str!("../../plans/example-county-2025-26.toml");
        let entry =
            format!("\n[[assurance]]\nclause = \"{clause}\"\nmet = {met}\nby = \"board\"\non = 2025-03-20\n{more}");
        let (checked, list) = gone_through(&format!("{text}{entry}")).expect("a known round");
        let state = list.requirements().find(|one| one.clause.id == clause).map(|one| (one.state, one.reason.clone()));
        (checked.verdict().word, checked.findings.first().map(|finding| finding.rule), state.expect("the clause"))
    };
    let board = "by Thornshire Health and Wellbeing Board on 20 March 2025";
    let met = judge("narrative-plan", true, "where = \"minute 5\"\n");
    assert_eq!(met, (Word::Pass, None, (State::Judged, Some(format!("{board} (minute 5)")))));
    let action = "action = \"it is rewritten\"\nby_when = 2025-05-31\n";
    let (word, found, (state, reason)) = judge("narrative-plan", false, action);
    assert_eq!((word, found, state), (Word::Incomplete, None, State::NotMet));
    assert_eq!(reason, Some(format!("judged {board}; to be met by 31 May 2025: it is rewritten")));
    let (word, found, (state, _)) = judge("narrative-plan", false, "action = \"it is rewritten\"\n");
    assert_eq!((word, found, state), (Word::Fail, Some("assurance-without-action"), State::NotMet));
    // Of what rules test nobody's word counts; it is no clause to judge.
    let (word, found, (state, _)) = judge("pool-minimum", false, action);
    assert_eq!((word, found, state), (Word::Fail, Some("unknown-reference"), State::Met));
}

#[test]
fn what_may_be_judged_is_what_the_checklist_leaves_for_a_person() {
    for plan in plans() {
        let Some((checked, list)) = gone_through(&plan.text) else { continue };
        let judged = checked.under.as_deref().map(for_a_person).unwrap_or_default();
        for one in list.requirements().filter(|one| one.state == State::ForAPerson) {
            // What a milder rule asks about is tested by others.
            let is_question = one.proofs.iter().any(|proof| proof.state == State::NotMet);
            assert!(is_question || judged.contains(&one.clause.id.as_str()), "{}: {}", plan.name, one.clause.id);
        }
    }
}
