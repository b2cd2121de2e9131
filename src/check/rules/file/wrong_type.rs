//! `wrong-type`: a value of another type, or a word that is not on the list.

use super::report_complaints;
use crate::check::prelude::*;
use crate::check::rules::shape::placeholder_left_in::is_placeholder;
use crate::check::vocabulary::Vocabulary;
use crate::plan::{ComplaintKind, Text};

pub(super) static RULE: Rule = Rule {
    id: "wrong-type",
    level: Level::Error,
    clause: None,
    statutory: false,
    lenient_in_drafts: false,
    summary: "a value of another type, or a word that is not on the list",
    why: "Where the format or the round has a list of words, another word counts towards nothing: a line whose `area_of_spend` is misspelt is in no floor.",
    fix: "Use one of the words the finding names.",
    fails: r#"
[[partners]]
id = "council"
name = "Exampleton Council"
kind = "councl"
"#,
    passes: r#"
[[partners]]
id = "council"
name = "Exampleton Council"
kind = "council"
"#,
    check,
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
}

fn words_of_the_round(facts: &Facts<'_>, tests: &mut Tests<'_>) -> bool {
    let (plan, known) = (facts.plan, Vocabulary::of(facts.round));
    let list = |what, words: Vec<_>| List { what, words, clause: None };
    let streams = list("stream", known.streams);
    let changes = list("high impact change", known.changes);
    let conditions = list("national condition", known.conditions);
    let topics = list("national condition or topic", known.topics);
    let metrics = list("national metric", known.metrics);
    let clause = facts.round.scheme_types.as_ref().map(|types| types.clause.as_str());
    let types = List { what: "scheme type", words: known.scheme_types, clause };
    let purposes = list("purpose of a grant", known.purposes);
    let mut words = Words { tests, failed: false };
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
    words.failed
}

struct Words<'r, 't> {
    tests: &'r mut Tests<'t>,
    failed: bool,
}

impl Words<'_, '_> {
    fn all(&mut self, fields: &[Field<Text>], list: &List<'_>) {
        for field in fields {
            self.one(field, list);
        }
    }

    /// A round without the list takes any word.
    fn one(&mut self, field: &Field<Text>, list: &List<'_>) {
        let Field::Is(word, node) = field else { return };
        if list.words.is_empty() || list.words.contains(&&**word) {
            return;
        }
        // A template's placeholder is named as one (`placeholder-left-in`), once.
        if is_placeholder(word) {
            return;
        }
        self.failed = true;
        let near = nearest(word, list.words.iter().copied());
        let all = || list.words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ");
        let help = match near {
            Some(near) if list.words.len() > 8 => format!("did you mean `{near}`?"),
            Some(near) => format!("did you mean `{near}`? The words are {}", all()),
            None => format!("use one of {}", all()),
        };
        let message = format!("the round has no {} `{}`", list.what, shortened(word));
        let mut failure = Failure::new(Case::default(), *node, message).help(help);
        if let Some(clause) = list.clause {
            failure = failure.clause(clause);
        }
        if let Some(near) = near {
            failure = failure.edit(*node, format!("\"{near}\""));
        }
        self.tests.fail(failure);
    }
}
