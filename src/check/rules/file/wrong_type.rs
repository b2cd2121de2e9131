//! `wrong-type`: a value of another type, or a word that is not on the list.

use std::collections::BTreeSet;

use super::report_complaints;
use crate::check::history;
use crate::check::prelude::*;
use crate::check::rules::shape::placeholder_left_in::is_placeholder;
use crate::check::vocabulary::{has_word, names_of, words_of};
use crate::plan::shape::WordList;
use crate::plan::{ComplaintKind, Known, Partner};
use crate::policy::WordsOf;

pub(crate) static RULE: Rule = Rule {
    id: "wrong-type",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "a value of another type, or a word that is not on the list",
    why: "Where the format or the round has a list of words, another word counts towards nothing: a line whose `area_of_spend` is misspelt is in no floor.",
    fix: "Use one of the words the finding names.",
    example: r#"
[[partners]]
id = "council"
name = "Exampleton Council"
kind = "councl"
#      ^^^^^^^^ `councl` is not a word the format has here
#      edit: "council"
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let mut failed = report_complaints(facts, tests, ComplaintKind::WrongType);
    if !facts.round.years.is_empty() {
        failed |= words_of_the_round(facts, tests);
    }
    if !failed {
        tests.pass(Case::of("the whole file"));
    }
}

/// A list of the round: what its words are, and the clause to name where the list itself is no more than recalled.
struct List<'a> {
    what: &'static str,
    words: Vec<&'a str>,
    /// The names the round has for some of them, each with its word.
    names: Vec<(&'a str, &'a str)>,
    clause: Option<&'a str>,
    /// The list as other rounds have it, where a word may be one of theirs.
    history: Option<WordsOf>,
}

fn words_of_the_round(facts: &Facts<'_>, tests: &mut Tests<'_>) -> bool {
    let mut words = Words { facts, tests, failed: false };
    for reference in facts.plan.notes.references().iter().filter(|reference| !reference.is_key) {
        let Known::Listed(list) = reference.to else { continue };
        // An unknown round is a finding of its own.
        if list == WordList::Rounds {
            continue;
        }
        let word = facts.plan.word_of(reference);
        if !has_word(facts.round, list, &word) {
            words.unknown(&word, reference.node, &list_of(facts, list));
        }
    }
    commissioners(&mut words);
    words.failed
}

/// Returns a list as findings speak of it.
fn list_of<'a>(facts: &'a Facts<'_>, list: WordList) -> List<'a> {
    let (what, history) = match list {
        WordList::Streams => ("stream", Some(WordsOf::Streams)),
        WordList::Changes => ("high impact change", None),
        WordList::Conditions => ("national condition", Some(WordsOf::Conditions)),
        WordList::Topics => ("national condition or topic", Some(WordsOf::Conditions)),
        WordList::Metrics => ("national metric", Some(WordsOf::Metrics)),
        WordList::SchemeTypes => ("scheme type", Some(WordsOf::SchemeTypes)),
        WordList::Purposes => ("purpose of a grant", None),
        WordList::Earmarks => ("earmark", None),
        WordList::Published | WordList::Totals => ("stream or floor", None),
        WordList::Commissioners => ("commissioner", None),
        WordList::Services => ("service", None),
        WordList::Rounds => ("round", None),
    };
    let types = facts.round.scheme_types.as_ref().filter(|_| list == WordList::SchemeTypes);
    let clause = types.map(|types| types.clause.as_str());
    List { what, words: words_of(facts.round, list), names: names_of(facts.round, list), clause, history }
}

/// Tests that each partner that pays in for the NHS is of a kind the round has. Others may be named for what they once
/// did.
fn commissioners(words: &mut Words<'_, '_>) {
    let facts = words.facts;
    let Some(kinds) = &facts.round.commissioners else { return };
    let list = List {
        what: "NHS commissioner of kind",
        words: kinds.words.iter().map(|word| &**word).collect(),
        names: Vec::new(),
        clause: Some(&kinds.clause),
        history: Some(WordsOf::Commissioners),
    };
    let paying: BTreeSet<&str> = facts.plan.sources.iter().flat_map(Source::contributors).map(|(id, _)| id).collect();
    let pays = |partner: &&Partner| partner.id.str().is_some_and(|id| paying.contains(id));
    let (mut sound, mut unclear) = (None, None);
    for partner in facts.plan.partners.iter().filter(pays) {
        match &partner.kind {
            Field::Is(kind @ (PartnerKind::Ccg | PartnerKind::Icb), node) => {
                let known = list.words.is_empty() || list.words.contains(&kind.word());
                if !known {
                    words.unknown(kind.word(), *node, &list);
                }
                sound = Some(sound.unwrap_or(true) && known);
            }
            Field::Is(..) => {}
            Field::Absent => unclear = Some(facts.blocked_by(partner.node, "has no `kind`")),
            Field::Unreadable(node) => unclear = Some(facts.blocked_by(*node, "cannot be read")),
        }
    }
    let case = Case::of("NHS commissioners").under(&kinds.clause);
    match (sound, unclear) {
        (Some(false), _) => {}
        (_, Some(reason)) => words.tests.not_evaluated(case, reason),
        (Some(true), None) => words.tests.pass(case),
        (None, None) if facts.lacks_section("sources") => words.tests.not_evaluated(case, "the plan has no `sources`"),
        (None, None) => words.tests.not_evaluated(case, "no partner of the NHS pays in"),
    }
}

struct Words<'r, 't> {
    facts: &'r Facts<'r>,
    tests: &'r mut Tests<'t>,
    failed: bool,
}

impl Words<'_, '_> {
    fn unknown(&mut self, word: &str, node: NodeId, list: &List<'_>) {
        // A template's placeholder is named as one (`placeholder-left-in`), once.
        if is_placeholder(word) {
            return;
        }
        self.failed = true;
        let message = format!("the round has no {} `{}`", list.what, shortened(word));
        if let Some(became) = list.history.and_then(|history| history::became(self.facts, history, word)) {
            let mut failure = Failure::new(Case::default(), node, message).help(became.help);
            if let Some(clause) = became.clause.as_deref().or(list.clause) {
                failure = failure.clause(clause);
            }
            if let Some(instead) = became.instead {
                failure = failure.edit(node, format!("\"{instead}\""));
            }
            return self.tests.fail(failure);
        }
        let names = list.names.iter().copied().chain(list.words.iter().map(|word| (*word, *word)));
        let near = by_label(word, names).or_else(|| nearest(word, list.words.iter().copied()));
        let all = || list.words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ");
        let help = match near {
            Some(near) if list.words.len() > 8 => format!("did you mean `{near}`?"),
            Some(near) => format!("did you mean `{near}`? The words are {}", all()),
            None => format!("use one of {}", all()),
        };
        let mut failure = Failure::new(Case::default(), node, message).help(help);
        if let Some(clause) = list.clause {
            failure = failure.clause(clause);
        }
        if let Some(near) = near {
            failure = failure.edit(node, format!("\"{near}\""));
        }
        self.tests.fail(failure);
    }
}
