//! The schemas say what the program does: of plans what the reader reads, of reports what is written.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::common;
use crate::common::{document, settings, to_text};
use bcf::check::{self, Checked, Held, Selector, Settings, Word};
use bcf::cli::config_schema;
use bcf::finding::{Basis, Kind, Level};
use bcf::plan::{ComplaintKind, Plan};
use bcf::policy::{self, Round};
use bcf::report::{Beside, Run, View, json, schema};
use bcf::view::State;
use jsonschema::Validator;
use rayon::prelude::*;
use serde_json::Value;
use toml::Value as Toml;

/// Returns every key of the format in one plan.
fn every_key() -> String {
    common::every_key(policy::round(check::EXAMPLE_ROUND).expect("a round"))
}

/// The rules that say what the reader and the rounds' lists do not take.
const OF_SHAPE: [&str; 6] =
    ["unknown-key", "missing-key", "wrong-type", "unreadable-money", "unknown-round", "unknown-format"];

fn rounds() -> Vec<&'static Round> {
    policy::round_ids().map(|id| policy::round(id).expect("a built-in round reads")).collect()
}

fn validator(schema: &Value) -> Validator {
    jsonschema::draft7::meta::validate(schema).expect("a schema of draft 7");
    let mut used = BTreeSet::new();
    references(schema, &mut used);
    assert!(used.iter().all(|name| schema["definitions"][name].is_object()), "{used:?}");
    jsonschema::draft7::new(schema).expect("a schema that can be used")
}

/// Collects the definitions that a schema refers to.
fn references<'s>(schema: &'s Value, all: &mut BTreeSet<&'s str>) {
    if let Some(reference) = schema["$ref"].as_str() {
        all.insert(reference.trim_start_matches("#/definitions/"));
    }
    schema.as_object().into_iter().flatten().for_each(|(_, part)| references(part, all));
    schema.as_array().into_iter().flatten().for_each(|part| references(part, all));
}

fn checked(text: String, settings: &Settings) -> Checked {
    check::check_text("plan.toml".into(), text, settings)
}

fn plans() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
    let mut plans: Vec<(String, String)> = fs::read_dir(folder)
        .expect("the plans")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| (path.display().to_string(), fs::read_to_string(path).expect("a plan")))
        .collect();
    plans.sort();
    plans
}

fn examples() -> Vec<(String, String)> {
    common::examples().into_iter().map(|example| (example.name, example.text)).collect()
}

/// Returns every plan, every example and the plan of every key, each with its name.
fn everything() -> Vec<(String, String)> {
    plans().into_iter().chain(examples()).chain([("every key".to_owned(), every_key())]).collect()
}

/// Returns TOML as JSON has it: a date is its text.
fn to_json(value: &Toml) -> Value {
    match value {
        Toml::String(text) => text.as_str().into(),
        Toml::Integer(number) => (*number).into(),
        Toml::Float(number) => (*number).into(),
        Toml::Boolean(truth) => (*truth).into(),
        Toml::Datetime(date) => date.to_string().into(),
        Toml::Array(items) => items.iter().map(to_json).collect(),
        Toml::Table(table) => table.iter().map(|(key, value)| (key.clone(), to_json(value))).collect(),
    }
}

/// Returns the complaints of the program about the shape of a plan: first the reader, then, if it takes everything, the
/// lists of the round.
fn complaints(text: String) -> Vec<String> {
    let plan = Plan::read(text.clone());
    assert!(plan.complaints.iter().all(|complaint| complaint.kind != ComplaintKind::InvalidToml), "{text}");
    if !plan.complaints.is_empty() {
        return plan.complaints.into_iter().map(|complaint| complaint.message).collect();
    }
    let mut settings = settings();
    settings.select = OF_SHAPE.iter().map(|id| Selector::parse(id).expect("a rule")).collect();
    settings.waivers = false;
    let found = checked(text, &settings).findings;
    found.iter().map(|finding| format!("{} {}: {}", finding.rule, finding.at.path, finding.message)).collect()
}

/// Returns the disagreement of the schema and the program about a plan, if there is one.
fn disagreement(validator: &Validator, what: &str, plan: &toml::Table, text: String) -> Option<String> {
    let json = to_json(&Toml::Table(plan.clone()));
    let (complaints, valid) = (complaints(text), validator.is_valid(&json));
    if complaints.is_empty() == valid {
        return None;
    }
    let errors: Vec<String> =
        validator.iter_errors(&json).map(|error| format!("{}: {error}", error.instance_path)).collect();
    Some(format!("{what}\n  program: {complaints:?}\n  schema: {errors:?}"))
}

#[test]
fn a_plan_is_of_the_schemas_shape_when_and_only_when_the_reader_has_no_complaint() {
    // Some rules' examples are plans of a round that no list has.
    let all = policy::example_rounds().all().expect("the rounds of examples");
    let validator = validator(&schema::plan(&all.iter().map(|round| &**round).collect::<Vec<_>>()));
    let mut wrong = Vec::new();
    for (name, text) in common::one_in(6, everything()) {
        // A text that is no TOML has no shape.
        if let Ok(plan) = text.parse::<toml::Table>() {
            wrong.extend(disagreement(&validator, &name, &plan, text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(complaints(every_key()), [""; 0]);
}

/// A way from the root: keys and positions.
type Way = Vec<Step>;

#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Item(usize),
}

/// Collects the ways to everything below `value`.
fn ways(value: &Toml, way: &Way, all: &mut Vec<Way>) {
    let mut below = |step: Step, child: &Toml| {
        let way: Way = way.iter().cloned().chain([step]).collect();
        all.push(way.clone());
        ways(child, &way, all);
    };
    match value {
        Toml::Table(table) => table.iter().for_each(|(key, child)| below(Step::Key(key.clone()), child)),
        Toml::Array(items) => items.iter().enumerate().for_each(|(n, child)| below(Step::Item(n), child)),
        _ => {}
    }
}

fn at<'v>(value: &'v mut Toml, way: &[Step]) -> &'v mut Toml {
    way.iter().fold(value, |value, step| match step {
        Step::Key(key) => &mut value[key.as_str()],
        Step::Item(n) => &mut value[*n],
    })
}

/// Returns the values that may be written in the place of any other.
fn other_values() -> Vec<Toml> {
    let texts = [
        "zzz",
        "£2,000,00",
        "-£5",
        "£1.005",
        "£1,000bn",
        "8.6 million",
        "c.£8M",
        "+£1",
        "2017-11",
        "2017-18-Q2",
        "unknown",
        "",
    ];
    let mut values: Vec<Toml> = texts.map(Toml::from).to_vec();
    values.extend([
        Toml::from(7),
        Toml::from(-1),
        Toml::from(2.5),
        Toml::from(true),
        Toml::from(2_000_000_000_000_i64),
    ]);
    values.extend(
        ["2017-09-11", "2017-09-11T10:00:00Z", "10:00:00"].map(|date| Toml::Datetime(date.parse().expect("a date"))),
    );
    values.extend([Toml::Array(vec![]), Toml::Array(vec![Toml::from("zzz")]), Toml::Table(toml::Table::new())]);
    values
}

/// Returns `plan` with one thing of a section changed, in every way there is, and what was done to it.
fn mutations(plan: &Toml, section: &str) -> Vec<(String, Toml)> {
    let mut all = Vec::new();
    ways(plan, &Vec::new(), &mut all);
    all.retain(|way| matches!(&way[0], Step::Key(key) if key == section));
    let mut mutations = Vec::new();
    let mut change = |what: String, edit: &dyn Fn(&mut Toml)| {
        let mut mutant = plan.clone();
        edit(&mut mutant);
        mutations.push((what, mutant));
    };
    for way in &all {
        let (last, parent) = way.split_last().expect("a step");
        let quoted = at(&mut plan.clone(), way).is_str();
        // JSON does not keep whether a date was in quotes, so no date is put where quotes belong.
        for other in other_values().into_iter().filter(|other| !(quoted && other.is_datetime())) {
            change(format!("{way:?} = {other}", other = to_text(&other)), &|plan| *at(plan, way) = other.clone());
        }
        if let Step::Key(key) = last {
            let table = |plan: &mut Toml, edit: &dyn Fn(&mut toml::Table)| {
                edit(at(plan, parent).as_table_mut().expect("a table"));
            };
            change(format!("without {way:?}"), &|plan| table(plan, &|t| drop(t.remove(key))));
            for renamed in [format!("{key}x"), key.to_uppercase() + "_", "2017-19".to_owned()] {
                change(format!("{way:?} as {renamed}"), &|plan| {
                    table(plan, &|t| drop(t.remove(key).map(|value| t.insert(renamed.clone(), value))));
                });
            }
        }
        change(format!("more in {way:?}"), &|plan| {
            if let Toml::Table(table) = at(plan, way) {
                table.insert("zzz".into(), Toml::from(1));
            }
        });
    }
    mutations
}

#[test]
fn whatever_is_changed_in_a_plan_the_schema_and_the_reader_agree() {
    let whole: toml::Table = every_key().parse().expect("the plan of every key");
    // The schema of its own round: that of all rounds lets through what another round has.
    let round = policy::round(whole["plan"]["round"].as_str().expect("a round")).expect("a round there is");
    let validator = validator(&schema::plan(&[round]));
    let head = |key: &str| matches!(key, "plan" | "area");
    // Section by section: no shape depends on another section.
    let of_section = |section: &str| {
        let kept = whole.iter().filter(|(key, _)| head(key) || *key == section);
        mutations(&Toml::Table(kept.map(|(key, value)| (key.clone(), value.clone())).collect()), section)
    };
    let mutants: Vec<(String, Toml)> = whole.keys().flat_map(|section| of_section(section)).collect();
    let wrong: Vec<String> = common::one_in(12, &mutants)
        .into_par_iter()
        .filter_map(|(what, mutant)| {
            let plan = mutant.as_table().expect("a plan");
            disagreement(&validator, what, plan, document(plan))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), mutants.len(), wrong[..wrong.len().min(40)].join("\n"));
    assert!(mutants.len() > 5_000, "{}", mutants.len());
}

/// Collects everything a schema says of the keys of tables: the key and its schema.
fn keys<'s>(schema: &'s Value, all: &mut Vec<(&'s str, &'s Value)>) {
    for (key, value) in schema.as_object().into_iter().flatten() {
        // Conditions say of a key only what it must be besides.
        if matches!(key.as_str(), "if" | "then" | "else") {
            continue;
        }
        if key == "properties" {
            all.extend(value.as_object().into_iter().flatten().map(|(key, schema)| (key.as_str(), schema)));
        }
        keys(value, all);
    }
    schema.as_array().into_iter().flatten().for_each(|part| keys(part, all));
}

#[test]
fn every_key_is_described_for_the_reader_of_an_editor() {
    for (name, schema) in [
        ("plan", schema::plan(&rounds())),
        ("output", schema::output()),
        ("show", schema::show()),
        ("checklist", schema::checklist()),
        ("compare", schema::compare()),
        ("diff", schema::diff()),
        ("config", config_schema()),
        ("round", schema::round()),
    ] {
        validator(&schema);
        let mut all = Vec::new();
        keys(&schema, &mut all);
        assert!(!all.is_empty());
        for (key, of_key) in all {
            let described =
                |says: &Value| says["description"].as_str().is_some_and(|text| text.len() >= 8 && text.ends_with('.'));
            assert!(described(of_key), "{name}: {key}: {of_key}");
        }
    }
}

#[test]
fn reports_are_of_the_schema_they_name() {
    let validator = validator(&schema::output());
    let mut settings = settings();
    for (name, text) in common::one_in(10, everything()) {
        for (waivers, evidence) in [(true, false), (false, true)] {
            settings.waivers = waivers;
            let plans = [checked(text.clone(), &settings)];
            let view = View { evidence, ..View::plain(80) };
            let run =
                Run { plans: &plans, beside: Beside::default(), today: settings.today, files: &[], across: &[], view };
            let mut out = Vec::new();
            json::write(&run, &mut out).expect("memory to write to");
            let report: Value = serde_json::from_slice(&out).expect("JSON");
            let wrong: Vec<String> =
                validator.iter_errors(&report).map(|e| format!("{}: {e}", e.instance_path)).collect();
            assert!(wrong.is_empty(), "{name}\n{}", wrong.join("\n"));
        }
    }
}

/// Keys of reports that are there only where there is something to say; an amount without its percentage is one too.
const AT_TIMES: [&str; 7] =
    ["/across", "/origin", "/overruled", "/own_round", "/tests/reason", "/unreadable", "/values/percent"];

/// Returns the JSON a command prints of each plan.
fn printed(command: &[&str], of: &[&[&str]]) -> Vec<Value> {
    let whole = |plans: &&[&str]| {
        let args = [command, plans, &["--format", "json", "--isolated"]].concat();
        serde_json::from_str(&bcf(&args).1).unwrap_or_else(|error| panic!("{args:?}: {error}"))
    };
    of.par_iter().map(whole).collect()
}

#[test]
fn what_every_command_prints_is_of_its_schema_and_nothing_else_is() {
    let paths: Vec<String> = common::one_in(5, plans()).into_iter().map(|(path, _)| path).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let (alone, pairs): (Vec<&[&str]>, Vec<&[&str]>) = (paths.chunks(1).collect(), paths.windows(2).collect());
    let day = ["--today", "2018-06-01"];
    for (schema, reports) in [
        (schema::output(), printed(&[&["check"], &day[..]].concat(), &alone)),
        (schema::show(), printed(&["show"], &alone)),
        (schema::checklist(), printed(&[&["checklist"], &day[..]].concat(), &alone)),
        (schema::diff(), printed(&[&["diff"], &day[..]].concat(), &pairs)),
        (schema::compare(), printed(&["compare"], &[&paths])),
    ] {
        let validator = validator(&schema);
        let mut seen = BTreeSet::new();
        for report in reports {
            let name = report["schema"].clone();
            let wrong: Vec<String> =
                validator.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path)).collect();
            assert!(wrong.is_empty() && name == schema["properties"]["schema"]["const"], "{}", wrong.join("\n"));
            for (way, spoiled) in spoilt(&report, &mut seen) {
                assert!(!validator.is_valid(&spoiled), "{name}: {way}");
            }
        }
        assert!(seen.len() > 5, "{seen:?}");
    }
}

/// Returns the report with a key left out, with one too many, or with a value of another type, each in a place of a
/// kind that is not `seen` yet.
fn spoilt(report: &Value, seen: &mut BTreeSet<String>) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    let mut open = vec![String::new()];
    while let Some(way) = open.pop() {
        let kind = way.split('/').filter(|step| step.parse::<usize>().is_err()).collect::<Vec<_>>().join("/");
        match report.pointer(&way) {
            Some(Value::Object(keys)) => {
                open.extend(keys.keys().map(|key| format!("{way}/{key}")));
                let mut with = |key: &str, change: &dyn Fn(&mut serde_json::Map<String, Value>)| {
                    if seen.insert(format!("{kind}/{key}")) {
                        let mut spoiled = report.clone();
                        change(spoiled.pointer_mut(&way).and_then(Value::as_object_mut).expect("a table"));
                        all.push((format!("{way}/{key}"), spoiled));
                    }
                };
                with("", &|table| drop(table.insert("zzz".to_owned(), Value::Null)));
                for key in keys.keys() {
                    with(key, &|table| table[key] = 1.5.into());
                    if !AT_TIMES.iter().any(|at| format!("{kind}/{key}").ends_with(at)) {
                        with(&format!("{key} left out"), &|table| drop(table.remove(key)));
                    }
                }
            }
            Some(Value::Array(items)) => open.extend((0..items.len()).map(|n| format!("{way}/{n}"))),
            _ => {}
        }
    }
    all
}

/// Checks that each of these is written as the word it has.
#[track_caller]
fn written_as_words<T: serde::Serialize>(all: &[T], word: fn(&T) -> &'static str) {
    for one in all {
        assert_eq!(serde_json::to_value(one).expect("JSON"), word(one));
    }
}

#[test]
fn words_are_written_as_the_program_says_them() {
    written_as_words(&[Level::Error, Level::Warning, Level::Advice], |level| level.word());
    written_as_words(&[Basis::Quoted, Basis::Derived, Basis::Reported, Basis::Recalled], |basis| basis.word());
    written_as_words(&[Kind::Wrong, Kind::Absent], |kind| kind.word());
    written_as_words(&[Word::Pass, Word::Incomplete, Word::None, Word::Fail], |word| word.word());
    written_as_words(&[Held::Met, Held::Missed, Held::Waived, Held::NotEvaluated], |held| held.word());
    written_as_words(&State::ALL, |state| state.word());
}

#[test]
fn settings_are_of_the_schema_when_they_name_what_there_is() {
    let validator = validator(&config_schema());
    let valid = |text: &str| validator.is_valid(&to_json(&Toml::Table(text.parse().expect("TOML"))));
    for fine in [
        "",
        "fail-on = \"never\"",
        "[[rounds]]\nfile = \"a.toml\"",
        "allocations = \"a.csv\"\n[levels]\nrisk = \"off\"\nduplicate-spend = \"error\"",
    ] {
        assert!(valid(fine), "{fine}");
    }
    for wrong in [
        "fail_on = \"error\"",
        "fail-on = \"errors\"",
        "[levels]\nrisks = \"off\"",
        "[levels]\nrisk = \"allow\"",
        "allocations = 1",
    ] {
        assert!(!valid(wrong), "{wrong}");
    }
    let statutory = check::rules().find(|(_, rule)| rule.statutory).map(|(_, rule)| rule.id).expect("a statutory rule");
    assert!(
        valid(&format!("[levels]\n{statutory} = \"error\"")) && !valid(&format!("[levels]\n{statutory} = \"off\""))
    );
}

/// Runs the program. Returns its exit status and its output.
fn bcf(args: &[&str]) -> (Option<i32>, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_bcf")).args(args).output().expect("the program runs");
    (done.status.code(), String::from_utf8(done.stdout).expect("UTF-8"))
}

#[test]
fn the_program_prints_the_schemas_and_a_plans_is_the_first() {
    let (status, plan) = bcf(&["schema"]);
    assert_eq!((status, serde_json::from_str(&plan).ok()), (Some(0), Some(schema::plan(&rounds()))));
    assert_eq!(bcf(&["schema", "plan"]).1, plan);
    for of in ["output", "show", "checklist", "compare", "diff", "config", "round"] {
        let (status, text) = bcf(&["schema", of]);
        assert!(status == Some(0) && serde_json::from_str::<Value>(&text).is_ok(), "{of}");
    }
    assert_eq!(bcf(&["schema", "plans"]), (Some(2), String::new()));
}

#[test]
fn completions_know_every_command_in_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (status, script) = bcf(&["completions", shell]);
        assert!(status == Some(0) && script.contains("explain") && script.contains("fail-on"), "{shell}");
        assert_eq!(bcf(&["completions", shell]).1, script);
    }
    assert_eq!(bcf(&["completions", "tcsh"]).0, Some(2));
}

/// Returns the completions bash offers for the last of these words of a command line.
fn offered(script: &Path, words: &[&str]) -> Vec<String> {
    let (last, before) = (words[words.len() - 1], words[words.len() - 2]);
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let line = format!("COMP_WORDS=({}); COMP_CWORD={}", quoted.join(" "), words.len() - 1);
    let asked = format!(
        "source '{}'; {line}; _bcf bcf '{last}' '{before}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        script.display()
    );
    let done = Command::new("bash").args(["--norc", "-c", &asked]).output().expect("bash");
    String::from_utf8(done.stdout).expect("UTF-8").lines().map(str::to_owned).collect()
}

#[test]
#[cfg(unix)]
fn a_shell_offers_rules_families_rounds_and_formats() {
    let script = Path::new(env!("CARGO_TARGET_TMPDIR")).join("completions.bash");
    fs::write(&script, bcf(&["completions", "bash"]).1).expect("a file");
    let ids: Vec<&str> = policy::round_ids().collect();
    for option in ["--select", "--ignore", "--deny", "--warn", "--allow", "-D", "-W", "-A"] {
        assert_eq!(
            offered(&script, &["bcf", "check", option, "social-care-b"]),
            ["social-care-below-minimum", "social-care-baseline-changed"]
        );
        assert!(offered(&script, &["bcf", "check", option, "money"]).contains(&"money".to_owned()), "{option}");
    }
    assert_eq!(offered(&script, &["bcf", "explain", "dfg-not"]), ["dfg-not-passported"]);
    for command in ["check", "rules", "init"] {
        assert_eq!(offered(&script, &["bcf", command, "--round", ""]), ids, "{command}");
    }
    assert_eq!(offered(&script, &["bcf", "rounds", "bcf-2025"]), ["bcf-2025-26"]);
    for words in [&["bcf", "rounds", "diff", "bcf-2023"][..], &["bcf", "rounds", "diff", "bcf-2022-23", "bcf-2023"]] {
        assert_eq!(offered(&script, words), ["bcf-2023-25"], "{words:?}");
    }
    assert!(offered(&script, &["bcf", "check", "--format", ""]).contains(&"sarif".to_owned()));
    for shell in ["zsh", "fish"] {
        let script = bcf(&["completions", shell]).1;
        for word in ["social-care-below-minimum", "bcf-2025-26", "gitlab"] {
            assert!(script.contains(word), "{shell} {word}");
        }
    }
}

#[test]
fn the_manual_is_one_page_or_a_page_a_command() {
    let (status, page) = bcf(&["man"]);
    assert!(status == Some(0) && page.contains(".SH \"BCF CHECK\"") && page.contains("\n.SS OPTIONS"), "{page}");
    assert_eq!(bcf(&["man"]).1, page);
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("man");
    assert_eq!(bcf(&["man", "--dir", &dir.to_string_lossy()]), (Some(0), String::new()));
    for name in ["bcf.1", "bcf-check.1", "bcf-schema.1"] {
        assert!(fs::read_to_string(dir.join(name)).is_ok_and(|page| page.contains(".SH NAME")), "{name}");
    }
    let file = dir.join("bcf.1");
    assert_eq!(bcf(&["man", "--dir", &file.to_string_lossy()]).0, Some(2));
}
