//! The laws of the plan format: what a section declares is read, described, and looked at by the rules.

use std::collections::BTreeSet;

use crate::common::{document, every_key, one_in, share};
use bcf::check::{self, EXAMPLE_ROUND, Settings};
use bcf::period::Date;
use bcf::plan::shape::{Key, Names, NamesOf, Shape, Target, Value, WordList};
use bcf::plan::{self, Plan};
use bcf::policy;
use toml::Value as Toml;

/// A year no round has.
const FAR: &str = "2071-72";
/// A year so long past that no figure of it is history.
const PAST: &str = "1917-18";

/// Findings as rule and path.
fn found(plan: &toml::Table) -> BTreeSet<(&'static str, String)> {
    let settings = Settings::on(Date::parse("2018-06-01").expect("a date"));
    let checked = check::check_text("plan.toml".into(), document(plan), &settings);
    checked.findings.into_iter().map(|finding| (finding.rule, finding.at.path)).collect()
}

/// Returns the table that has the last key of a path; of a list its first entry.
fn holder<'t>(plan: &'t mut toml::Table, path: &[&str]) -> &'t mut toml::Table {
    let mut at = plan;
    for key in &path[..path.len() - 1] {
        at = match at.get_mut(*key).expect("a section") {
            Toml::Array(entries) => entries[0].as_table_mut().expect("an entry"),
            value => value.as_table_mut().expect("a table"),
        };
    }
    at
}

/// One absurd thing that can be written under a key, and the rule that must say so.
struct Absurd {
    what: &'static str,
    rule: &'static str,
    value: Toml,
}

fn absurd(what: &'static str, rule: &'static str, value: impl Into<Toml>) -> Absurd {
    Absurd { what, rule, value: value.into() }
}

/// Returns a table with one entry.
fn only(key: &str, value: impl Into<Toml>) -> Toml {
    Toml::Table([(key.to_owned(), value.into())].into_iter().collect())
}

/// Returns what is absurd under a key, by what the format says of its value.
fn absurdities(shape: &Shape, year: &str) -> Vec<Absurd> {
    match shape {
        Shape::Value(value) => absurd_value(value).into_iter().collect(),
        Shape::List(value) => {
            absurd_value(value).into_iter().map(|one| Absurd { value: Toml::Array(vec![one.value]), ..one }).collect()
        }
        Shape::Series(series) => {
            let one = if matches!(series.each, Value::Word(_)) { Toml::from("red") } else { Toml::from(1) };
            let far = absurd("a period no round has", "year-outside-round", only(FAR, one.clone()));
            let past = absurd("a period long past", "year-outside-round", only(PAST, one));
            let huge = matches!(series.each, Value::Money(_))
                .then(|| absurd("more than all England has", "implausible-amount", only(year, "£900bn")));
            [far, past].into_iter().chain(huge).collect()
        }
        Shape::Names(names) => absurd_names(names, year),
        Shape::Table(_) | Shape::Entries(_) => Vec::new(),
    }
}

fn absurd_value(value: &Value) -> Option<Absurd> {
    Some(match value {
        // A figure of a statement is not among them: a narrative may speak of all England's money.
        Value::Money(_) => absurd("more than all England has", "implausible-amount", "£900bn"),
        Value::Date { .. } => absurd(
            "a day no plan has",
            "implausible-date",
            "2071-11-28".parse::<toml::value::Datetime>().expect("a day"),
        ),
        Value::RoundWord { list: WordList::Rounds, .. } => absurd("a round there is not", "unknown-round", "nonsense"),
        // No round of the country has such a list, as none was at hand: each takes any word.
        Value::RoundWord { list: WordList::Services, .. } => return None,
        Value::RoundWord { .. } => absurd("a word no list has", "wrong-type", "nonsense"),
        Value::Reference { to, .. } if *to != Target::Scope => {
            absurd("a name nothing has", "unknown-reference", "nonsense")
        }
        _ => return None,
    })
}

fn absurd_names(names: &Names, year: &str) -> Vec<Absurd> {
    let known = match names.of {
        NamesOf::Words(_) => "nhs-minimum",
        NamesOf::Ids(_) | NamesOf::Any => "a-name",
    };
    let mut all: Vec<Absurd> = absurdities(&names.each, year);
    for one in &mut all {
        one.value = only(known, one.value.clone());
    }
    let rule = match names.of {
        NamesOf::Words(_) => "unknown-key",
        NamesOf::Ids(_) => "unknown-reference",
        NamesOf::Any => return all,
    };
    let value = if matches!(names.each, Shape::Names(_)) { only("nhs-minimum", only(year, 1)) } else { only(year, 1) };
    all.push(absurd("a name nothing has", rule, only("nonsense", value)));
    all
}

/// The keys under which something absurd may be written without a finding, with the reasons.
const EXCEPTIONS: [(&str, &str); 1] =
    [("waivers.at", "a waiver may be about a place that is gone, or not there yet: `waiver-unused` tells it")];

#[test]
fn something_absurd_under_any_key_is_found_there() {
    let round = policy::round(EXAMPLE_ROUND).expect("a round");
    let whole: toml::Table = every_key(round).parse().expect("the plan of every key");
    let (before, year) = (found(&whole), round.first_year().to_string());
    let (mut missed, mut tried) = (Vec::new(), 0);
    for (path, key) in one_in(3, plan::keys()) {
        for Absurd { what, rule, value } in absurdities(&key.shape, &year) {
            tried += 1;
            let way: Vec<&str> = path.split('.').collect();
            let mut mutant = whole.clone();
            holder(&mut mutant, &way).insert(key.name.to_owned(), value);
            let is_there =
                |(of, at): &&(&str, String)| *of == rule && at.split(['.', '#']).any(|name| name == key.name);
            // What an entry is known by is in the path of everything in it.
            let known_by = |(of, at): &&(&str, String)| *of == rule && at.contains("nonsense");
            let after = found(&mutant);
            if !after.difference(&before).any(|one| is_there(&one) || known_by(&one)) {
                missed.push(format!("{path}: {what} ({rule})"));
            }
        }
    }
    for (section, key) in
        plan::format().keys.iter().filter_map(|key| Some((key.name, key.shape.table()?.others.as_ref()?)))
    {
        for Absurd { what, rule, value } in absurd_names(key, &year) {
            tried += 1;
            let mut mutant = whole.clone();
            let table = mutant[section].as_table_mut().expect("a section");
            table.extend(value.as_table().expect("names").clone());
            if found(&mutant).difference(&before).all(|(of, at)| *of != rule || !at.starts_with(section)) {
                missed.push(format!("{section}.*: {what} ({rule})"));
            }
        }
    }
    assert!(tried > 100 / share(3), "{tried}");
    assert_eq!(missed, [""; 0]);
}

#[test]
fn what_may_be_absurd_is_in_the_format_and_has_a_reason() {
    for (path, why) in EXCEPTIONS {
        let (_, key) = plan::key_at(path).expect("a key");
        assert!(matches!(key.shape, Shape::Value(Value::Reference { to: Target::Scope, .. })) && why.len() > 20);
    }
    let scoped =
        |(_, key): &(String, &Key)| matches!(key.shape, Shape::Value(Value::Reference { to: Target::Scope, .. }));
    let exempt: Vec<String> = plan::keys().into_iter().filter(scoped).map(|(path, _)| path).collect();
    assert_eq!(exempt, EXCEPTIONS.map(|(path, _)| path));
}

#[test]
fn a_second_entry_of_one_name_is_found_in_every_list() {
    let round = policy::round(EXAMPLE_ROUND).expect("a round");
    let whole: toml::Table = every_key(round).parse().expect("the plan of every key");
    let is_list =
        |(_, key): &(String, &Key)| matches!(&key.shape, Shape::Entries(entry) if entry.table.key("id").is_some());
    let lists: Vec<(String, &Key)> = plan::keys().into_iter().filter(is_list).collect();
    assert!(lists.len() >= 17, "{}", lists.len());
    for (path, key) in lists {
        let way: Vec<&str> = path.split('.').collect();
        let mut twice = whole.clone();
        let list = holder(&mut twice, &way)[key.name].as_array_mut().expect("a list");
        list.push(list[0].clone());
        let found = found(&twice);
        assert!(found.iter().any(|(rule, at)| *rule == "duplicate-id" && at.contains(key.name)), "{path}: {found:?}");
    }
}

#[test]
fn the_plan_of_every_key_reads_and_its_paths_lead_back_to_the_format() {
    let round = policy::round(EXAMPLE_ROUND).expect("a round");
    let plan = Plan::read(every_key(round));
    assert_eq!(plan.complaints, []);
    for (path, key) in plan::keys() {
        let (found, same) = plan::key_at(&path).expect("its own path");
        assert_eq!((found.as_str(), same.name), (path.as_str(), key.name));
    }
    // Every place of a plan is a key of the format or below one.
    let tree = &plan.tree;
    for node in tree.nodes().filter(|node| tree.parent(*node).is_some()) {
        let path = plan.path_of(node);
        assert!(plan::key_at(&path).is_some(), "{path}");
    }
}

#[test]
fn every_key_says_what_it_is_for() {
    for (path, key) in plan::keys() {
        assert!(key.says.len() >= 8 && key.says.ends_with('.'), "{path}: {}", key.says);
        if let Shape::Entries(entry) = &key.shape {
            assert!(!entry.noun.is_empty() && entry.says.ends_with('.'), "{path}");
            assert!(entry.known_by.is_none_or(|by| entry.table.key(by).is_some()), "{path}");
        }
    }
}
