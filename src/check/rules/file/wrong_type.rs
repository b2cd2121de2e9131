//! `wrong-type`: a value of another type, or a word that is not on the list.

use std::collections::BTreeSet;

use super::report_complaints;
use crate::check::history;
use crate::check::prelude::*;
use crate::check::rules::shape::placeholder_left_in::is_placeholder;
use crate::check::vocabulary::Vocabulary;
use crate::plan::{ComplaintKind, Partner, Text};
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
};

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
    clause: Option<&'a str>,
    /// The list as other rounds have it, where a word may be one of theirs.
    history: Option<WordsOf>,
}

impl List<'_> {
    /// Whether the round has a word; one without the list takes any.
    fn has(&self, word: &str) -> bool {
        self.words.is_empty() || self.words.contains(&word)
    }
}

fn words_of_the_round(facts: &Facts<'_>, tests: &mut Tests<'_>) -> bool {
    let (plan, known) = (facts.plan, Vocabulary::of(facts.round));
    let list = |what, words: Vec<_>, history| List { what, words, clause: None, history };
    let streams = list("stream", known.streams, Some(WordsOf::Streams));
    let changes = list("high impact change", known.changes, None);
    let conditions = list("national condition", known.conditions, Some(WordsOf::Conditions));
    let topics = list("national condition or topic", known.topics, Some(WordsOf::Conditions));
    let metrics = list("national metric", known.metrics, Some(WordsOf::Metrics));
    let clause = facts.round.scheme_types.as_ref().map(|types| types.clause.as_str());
    let types = List { what: "scheme type", words: known.scheme_types, clause, history: Some(WordsOf::SchemeTypes) };
    let purposes = list("purpose of a grant", known.purposes, None);
    let mut words = Words { facts, tests, failed: false };
    for source in &plan.sources {
        words.one(&source.kind, &streams);
    }
    for scheme in &plan.schemes {
        words.one(&scheme.kind, &types);
        words.all(&scheme.changes.items, &changes);
        words.all(&scheme.conditions.items, &conditions);
        for line in &scheme.spend {
            words.all(&line.purposes.items, &purposes);
        }
    }
    for metric in &plan.metrics {
        words.one(&metric.kind, &metrics);
    }
    for change in &plan.transfers_of_care.changes {
        words.one(&change.change, &changes);
    }
    for evidence in &plan.evidence {
        words.one(&evidence.for_what, &topics);
    }
    commissioners(&mut words);
    words.failed
}

/// Of the partners that pay in for the NHS, each is of a kind the round has. Others may be named for what they once did.
fn commissioners(words: &mut Words<'_, '_>) {
    let facts = words.facts;
    let Some(kinds) = &facts.round.commissioners else { return };
    let list = List {
        what: "NHS commissioner of kind",
        words: kinds.words.iter().map(String::as_str).collect(),
        clause: Some(&kinds.clause),
        history: Some(WordsOf::Commissioners),
    };
    let paying: BTreeSet<&str> = facts.plan.sources.iter().flat_map(Source::contributors).map(|(id, _)| id).collect();
    let pays = |partner: &&Partner| partner.id.str().is_some_and(|id| paying.contains(id));
    let (mut sound, mut unclear) = (None, None);
    for partner in facts.plan.partners.iter().filter(pays) {
        match &partner.kind {
            Field::Is(kind @ (PartnerKind::Ccg | PartnerKind::Icb), node) => {
                words.word(kind.word(), *node, &list);
                sound = Some(sound.unwrap_or(true) && list.has(kind.word()));
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
    fn all(&mut self, fields: &[Field<Text>], list: &List<'_>) {
        for field in fields {
            self.one(field, list);
        }
    }

    fn one(&mut self, field: &Field<Text>, list: &List<'_>) {
        if let Field::Is(word, node) = field {
            self.word(word, *node, list);
        }
    }

    fn word(&mut self, word: &str, node: NodeId, list: &List<'_>) {
        if list.has(word) {
            return;
        }
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
        let near = nearest(word, list.words.iter().copied());
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
