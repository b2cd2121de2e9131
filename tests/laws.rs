//! The laws every rule obeys, first part: its data.

mod common;

use std::collections::BTreeSet;

use bcf::check::{self, Example};
use bcf::policy::{self, Round};
use bcf::span::Span;
use common::{check_only, said};

/// Returns the first line of a place.
fn first_line(span: Span, text: &str) -> Span {
    let lines = span.of(text);
    Span::new(span.range().start, span.range().start + lines.find('\n').unwrap_or(lines.len()))
}

/// Returns the faults of an annotated example, where one rule alone checks it and its mended plan.
fn faults(rule: &check::Rule, annotated: &str) -> Vec<String> {
    let example = Example::read(annotated);
    let findings = check_only(rule.id, &example.plan).findings;
    let shown = |span: Span| format!("{:?} at byte {}", span.of(&example.plan), span.start);
    let found = findings.iter().map(|f| (first_line(f.at.span, &example.plan), f.message.clone())).collect();
    let offered =
        findings.iter().filter_map(|f| f.edit.as_ref()).map(|edit| (edit.at.span, edit.with.clone())).collect();
    let mut faults = example.faults.clone();
    for (what, found, said) in [("found", found, &example.findings), ("edit", offered, &example.edits)] {
        let found: BTreeSet<(Span, String)> = found;
        let said: BTreeSet<(Span, String)> = said.iter().cloned().collect();
        faults.extend(
            found.difference(&said).map(|(at, text)| format!("{what}, not annotated: {text} ({})", shown(*at))),
        );
        faults.extend(
            said.difference(&found).map(|(at, text)| format!("{what}, only annotated: {text} ({})", shown(*at))),
        );
    }
    if let Some(mended) = example.mended() {
        let left = check_only(rule.id, &mended).findings;
        faults.extend(left.iter().map(|f| format!("found in the mended plan: {}", said(f))));
    }
    faults
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
fn ids_are_unique_kebab_case_and_the_names_of_their_files() {
    let mut seen = BTreeSet::new();
    for (family, rule) in check::rules() {
        assert!(seen.insert(rule.id), "{} stands twice", rule.id);
        assert!(rule.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{}", rule.id);
        let file = format!("src/check/rules/{}/{}.rs", family.id.replace('-', "_"), rule.id.replace('-', "_"));
        assert!(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(&file).exists(), "{file}");
    }
}

#[test]
fn a_rule_whose_tests_are_of_a_floor_looks_at_one() {
    for (_, rule) in check::rules().filter(|(_, rule)| rule.bearing == check::Bearing::Floor) {
        assert!(matches!(rule.aspect, check::Aspect::Floor(_)), "{}", rule.id);
    }
}

fn rounds() -> Vec<&'static Round> {
    policy::round_ids().map(|id| policy::round(id).expect("a built-in round reads")).collect()
}

#[test]
fn a_rules_clause_stands_in_some_round() {
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

/// Returns the clauses by which a round's data says what counts, what a figure of all England is, what a word means,
/// and what ended or went before; one that is there twice is here twice.
fn telling(round: &Round) -> Vec<&str> {
    let mut ids: Vec<&str> = Vec::new();
    ids.extend(round.floors.iter().map(|floor| floor.counting.as_str()));
    ids.extend(round.floors.iter().filter_map(|floor| Some(floor.share.as_ref()?.clause.as_str())));
    ids.extend(round.national.iter().map(|fund| fund.clause.as_str()));
    ids.extend(round.scheme_types.iter().map(|types| types.clause.as_str()));
    ids.extend(round.stages.iter().map(|stage| stage.clause.as_str()));
    ids.extend(round.replaced.iter().map(|replaced| replaced.clause.as_str()));
    ids.extend(round.performance.iter().filter_map(|performance| performance.sized_clause.as_deref()));
    ids.extend(round.metrics.iter().filter_map(|metric| metric.definition_clause.as_deref()));
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
        for finding in common::check(&text.text).findings {
            let message = finding.message.as_str();
            // A name or an amount may come first; a sentence may not.
            if message.is_empty() || message.ends_with('.') || message.starts_with(|c: char| c.is_whitespace()) {
                wrong.insert(format!("{}: {message}", finding.rule));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
