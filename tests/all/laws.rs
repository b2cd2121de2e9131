//! The laws every rule obeys, first part: its data.

use std::collections::BTreeSet;

use crate::common;
use crate::common::{check_beside, check_only, said};
use bcf::check::{self, Example};
use bcf::finding::{Outcome, Test};
use bcf::period::Date;
use bcf::policy::{self, Round};
use bcf::report::{Medium, View, explain};
use bcf::span::Span;

/// The family of the rules on what cannot be read.
const READING: &str = "file";

/// The rules with an example to which they do not apply, as it says.
const APPLIES_TO_NOTHING: [&str; 3] = ["dfg-districts-in-single-tier", "no-district-listed", "section-75-missing"];

/// Returns the first line of a place.
fn first_line(span: Span, text: &str) -> Span {
    let lines = span.of(text);
    Span::new(span.range().start, span.range().start + lines.find('\n').unwrap_or(lines.len()))
}

/// Returns what is wrong with an annotated example: what one rule alone finds in it, and its mended plan.
fn faults(rule: &check::Rule, annotated: &str) -> Vec<String> {
    let example = Example::read(annotated);
    let checked = check_only(rule.id, &example.plan);
    let findings = &checked.findings;
    let found = findings.iter().map(|f| (first_line(f.at.span, &example.plan), f.message.clone())).collect();
    let offered =
        findings.iter().filter_map(|f| f.edit.as_ref()).map(|edit| (edit.at.span, edit.with.clone())).collect();
    let mut faults = example.faults.clone();
    faults.extend(unlike("found", found, &example.findings, &example.plan));
    faults.extend(unlike("edit", offered, &example.edits, &example.plan));
    faults.extend(misread(rule, &example.plan));
    match example.mended() {
        Some(mended) => faults.extend(not_mended(rule, &example.plan, &mended)),
        None if findings.is_empty() && checked.counts().passed == 0 && !APPLIES_TO_NOTHING.contains(&rule.id) => {
            faults.push(format!("nothing of it passes: {:?}", example.about));
        }
        None => {}
    }
    faults
}

/// Returns what was found and is not annotated, and what is annotated and was not found; of two that are alike, each.
fn unlike(what: &str, mut found: Vec<(Span, String)>, said: &[(Span, String)], plan: &str) -> Vec<String> {
    let shown = |(span, text): &(Span, String)| format!("{text} ({:?} at byte {})", span.of(plan), span.range().start);
    let mut missed = Vec::new();
    for one in said {
        match found.iter().position(|other| other == one) {
            Some(at) => drop(found.swap_remove(at)),
            None => missed.push(format!("{what}, only annotated: {}", shown(one))),
        }
    }
    found.iter().map(|one| format!("{what}, not annotated: {}", shown(one))).chain(missed).collect()
}

/// Returns what a reader who takes the mended plan for a good one would find wrong with it.
fn not_mended(rule: &check::Rule, failing: &str, mended: &str) -> Vec<String> {
    let checked = check_beside(rule.id, mended, failing);
    let mut faults: Vec<String> =
        checked.findings.iter().map(|f| format!("found in the mended plan: {}", said(f))).collect();
    faults.extend(beyond(&unjudged(rule, &check_only(rule.id, failing)), unjudged(rule, &checked)));
    if !checked.tests.iter().any(|test| test.rule == rule.id && test.outcome == Outcome::Passed) {
        faults.push("nothing of the mended plan passes".to_owned());
    }
    faults.extend(beyond(&strays(failing), strays(mended)));
    faults
}

/// Returns what is said of the mended plan more often than of the failing one.
fn beyond(failing: &[String], mended: Vec<String>) -> Vec<String> {
    let mut before = failing.to_vec();
    let mut only = Vec::new();
    for one in mended {
        match before.iter().position(|other| *other == one) {
            Some(at) => drop(before.swap_remove(at)),
            None => only.push(format!("only in the mended plan: {one}")),
        }
    }
    only
}

/// Returns what a rule could not test, and why.
fn unjudged(rule: &check::Rule, checked: &check::Checked) -> Vec<String> {
    let reason = |test: &Test| match &test.outcome {
        Outcome::NotEvaluated(reason) => Some(format!("not evaluated: {reason}")),
        _ => None,
    };
    checked.tests.iter().filter(|test| test.rule == rule.id).filter_map(reason).collect()
}

/// Returns what a full check finds in a plan that cannot be read or leads nowhere.
fn strays(plan: &str) -> Vec<String> {
    let findings = common::check(plan).findings;
    let stray = findings.iter().filter(|finding| finding.family == READING || finding.rule == "unknown-reference");
    stray.map(|finding| format!("{}: {}", finding.rule, finding.message)).collect()
}

/// Returns what cannot be read in the example of a rule that is not about reading.
fn misread(rule: &check::Rule, plan: &str) -> Vec<String> {
    let about_reading = check::rule(rule.id).is_some_and(|(family, _)| family.id == READING);
    let findings = if about_reading { Vec::new() } else { check_only(READING, plan).findings };
    findings.iter().map(|finding| format!("cannot be read: {}", said(finding))).collect()
}

#[test]
fn a_rule_alone_finds_in_its_examples_what_they_say_there_and_nothing_once_they_are_mended() {
    let mut wrong = Vec::new();
    for (_, rule) in check::rules() {
        for example in std::iter::once(&rule.example).chain(rule.cases) {
            wrong.extend(faults(rule, example).into_iter().map(|fault| format!("{}: {fault}", rule.id)));
        }
        let example = Example::read(rule.example);
        if example.findings.is_empty() || example.mended().is_none() {
            wrong.push(format!("{}: its example fails in nothing, or is not mended", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_mend_that_breaks_the_plan_or_leaves_the_rule_nothing_to_test_is_a_fault() {
    for (id, mend, instead, fault) in [
        ("metric-out-of-range", "mend: 87.0", "mend: \"87.0", "only in the mended plan: invalid-toml"),
        (
            "evidence-file-missing",
            "mend: \"governance.pdf\"",
            "mend: \"section 8\"",
            "nothing of the mended plan passes",
        ),
    ] {
        let (_, rule) = check::rule(id).expect("a rule");
        let faults = faults(rule, &rule.example.replace(mend, instead));
        assert!(faults.iter().any(|said| said.starts_with(fault)), "{id}: {faults:?}");
    }
}

/// Returns what `explain` says of a rule, as words whatever lines they are in.
fn explained(family: &check::Family, rule: &check::Rule) -> String {
    let mut settings = check::Settings::on(Date::parse("2026-11-28").expect("a date"));
    settings.select = check::Selector::parse(rule.id).into_iter().collect();
    words(&explain::rule(family, rule, &rounds(), &settings, Medium::Terminal(View::plain(100))))
}

/// Returns the words of a text, whatever lines they are in.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn explain_shows_what_the_examples_of_a_rule_say() {
    let mut wrong = Vec::new();
    for (family, rule) in check::rules() {
        let shown = explained(family, rule);
        assert_eq!(shown.contains("More of it"), !rule.cases.is_empty(), "{}", rule.id);
        let cases: Vec<Example> = rule.cases.iter().map(|case| Example::read(case)).collect();
        let nothing = cases.iter().filter(|case| case.findings.is_empty()).count();
        assert_eq!(shown.matches("Nothing is found.").count(), nothing, "{}", rule.id);
        for said in cases.iter().flat_map(|case| case.findings.iter().map(|(_, said)| said).chain([&case.about])) {
            if !shown.contains(&words(said)) {
                wrong.push(format!("{}: {said}", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_rule_of_one_clause_rests_on_no_other() {
    for round in rounds() {
        for (_, rule) in check::rules() {
            let ids = round.clauses.iter().map(|clause| clause.id.as_str());
            let of: Vec<&str> = ids.filter(|clause| rule.rests_on(clause, round)).collect();
            let one: Vec<&str> = rule.clause().into_iter().filter(|clause| round.clause(clause).is_some()).collect();
            match rule.clauses {
                check::Clauses::Every => assert!(of.is_empty(), "{} {}: {of:?}", round.id, rule.id),
                check::Clauses::One(_) => assert_eq!(of, one, "{} {}", round.id, rule.id),
                check::Clauses::Of(_) => {}
            }
        }
    }
}

/// Returns the rounds that are listed directly before each place where a text says something.
fn rounds_before<'a>(text: &'a str, said: &str) -> Vec<&'a str> {
    let words = |at: usize| text[..at].split_whitespace().rev().map(|word| word.trim_end_matches(','));
    let ids: Vec<&str> = policy::round_ids().collect();
    let listed = |at| words(at).take_while(|word| ids.contains(word) || *word == "and").collect::<Vec<_>>();
    text.match_indices(said).flat_map(|(at, _)| listed(at)).collect()
}

#[test]
fn explain_cites_every_clause_a_rule_may_rest_on() {
    for (family, rule) in check::rules() {
        let shown = explained(family, rule);
        for round in rounds() {
            for clause in rule.clauses.in_round(round).unwrap_or_default() {
                let cited = rounds_before(&shown, &format!(", clause `{clause}`"));
                assert!(cited.contains(&round.id.as_str()), "{}: {}, clause `{clause}`", rule.id, round.id);
            }
        }
    }
}

#[test]
fn ids_are_unique_kebab_case_and_the_names_of_their_files() {
    let mut seen = BTreeSet::new();
    for (family, rule) in check::rules() {
        assert!(seen.insert(rule.id), "{} is there twice", rule.id);
        assert!(rule.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{}", rule.id);
        let file = format!("src/check/rules/{}/{}.rs", family.id.replace('-', "_"), rule.id.replace('-', "_"));
        assert!(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(&file).exists(), "{file}");
    }
}

fn rounds() -> Vec<&'static Round> {
    policy::round_ids().map(|id| policy::round(id).expect("a built-in round reads")).collect()
}

#[test]
fn a_rules_clause_is_in_some_round() {
    let rounds = rounds();
    for (_, rule) in check::rules() {
        if let Some(clause) = rule.clause() {
            assert!(rounds.iter().any(|round| round.clause(clause).is_some()), "{}: no round has `{clause}`", rule.id);
        }
    }
}

#[test]
fn every_clause_is_used_or_says_why_not() {
    let mut wrong = Vec::new();
    for round in rounds() {
        let mut used: BTreeSet<&str> = check::rules().filter_map(|(_, rule)| rule.clause()).collect();
        used.extend(round.clause_ids_in_use());
        for clause in &round.clauses {
            let excused = !clause.asks || clause.unchecked.as_deref().is_some_and(|why| !why.is_empty());
            if !excused && !used.contains(clause.id.as_str()) {
                wrong.push(format!("{}: no rule uses `{}`", round.id, clause.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Returns the clauses by which a round's data says what counts, what a figure of all England is, what a word means, who
/// pays, and what ended or went before; one that is named twice is returned twice.
fn telling(round: &Round) -> Vec<&str> {
    let mut ids: Vec<&str> = Vec::new();
    ids.extend(round.floors.iter().map(|floor| floor.counting.as_str()));
    ids.extend(round.floors.iter().filter_map(|floor| Some(floor.share.as_ref()?.clause.as_str())));
    ids.extend(round.national.iter().map(|fund| fund.clause.as_str()));
    ids.extend(round.scheme_types.iter().map(|types| types.clause.as_str()));
    ids.extend(round.stages.iter().map(|stage| stage.clause.as_str()));
    ids.extend(round.replaced.iter().map(|replaced| replaced.clause.as_str()));
    ids.extend(round.performance.iter().filter_map(|performance| performance.sized_clause.as_deref()));
    ids.extend(
        round
            .metrics
            .iter()
            .flat_map(|metric| [&metric.definition_clause, &metric.unit_clause, &metric.factors_clause])
            .flatten()
            .map(|id| &**id),
    );
    ids.extend(round.conditions.iter().filter_map(|condition| condition.name_clause.as_deref()));
    let bodies = round.sign_off.iter().flat_map(|sign_off| &sign_off.bodies);
    ids.extend(bodies.flat_map(|body| [&body.follow_clause, &body.late_clause]).flatten().map(|id| &**id));
    ids.extend(round.streams.iter().filter_map(|stream| stream.payer_clause.as_deref()));
    ids.extend(round.metrics.iter().filter(|metric| metric.supporting).map(|metric| metric.clause.as_str()));
    // What was paid before there was a pool is asked of no plan.
    ids.extend(round.streams.iter().filter(|stream| stream.before_pool).filter_map(|stream| stream.clause.as_deref()));
    ids
}

/// Returns the clauses by which a round's data asks something, and those that rules test by name.
fn asking(round: &Round) -> BTreeSet<&str> {
    let mut used = round.clause_ids_in_use();
    for told in telling(round) {
        let place = used.iter().position(|id| *id == told).unwrap_or_else(|| panic!("{}: `{told}`", round.id));
        used.swap_remove(place);
    }
    used.into_iter().chain(check::rules().filter_map(|(_, rule)| rule.clause())).collect()
}

#[test]
fn a_clause_asks_nothing_exactly_where_no_rule_and_no_part_of_its_round_asks_anything_by_it() {
    let mut wrong = Vec::new();
    for round in rounds() {
        let (telling, asking) = (telling(round), asking(round));
        for clause in &round.clauses {
            let id = clause.id.as_str();
            if !clause.asks && asking.contains(id) {
                wrong.push(format!("{}: `{id}` asks something and says it does not", round.id));
            }
            if clause.asks && telling.contains(&id) && !asking.contains(id) {
                wrong.push(format!("{}: `{id}` asks nothing and does not say so", round.id));
            }
            if !clause.asks && clause.unchecked.is_some() {
                wrong.push(format!("{}: `{id}` asks nothing, so that nothing of it is unchecked", round.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_rule_says_what_it_is_about() {
    for (_, rule) in check::rules() {
        for (what, text) in [("summary", rule.summary), ("why", rule.why), ("fix", rule.fix)] {
            assert!(!text.trim().is_empty(), "{} has no {what}", rule.id);
        }
        assert!(!rule.summary.ends_with('.'), "{}: a summary is a fragment", rule.id);
    }
}

#[test]
fn messages_are_fragments_in_lower_case() {
    let mut wrong = BTreeSet::new();
    for text in common::texts() {
        for finding in &common::checked(&text.text).findings {
            let message = finding.message.as_str();
            // A name or an amount may come first; a sentence may not.
            if message.is_empty() || message.ends_with('.') || message.starts_with(|c: char| c.is_whitespace()) {
                wrong.insert(format!("{}: {message}", finding.rule));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
