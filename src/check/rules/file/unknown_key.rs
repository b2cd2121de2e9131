//! `unknown-key`: a key the plan format does not have.

use super::report_complaints;
use crate::check::history;
use crate::check::prelude::*;
use crate::check::vocabulary::{has_word, names_of, words_of};
use crate::plan::{ComplaintKind, Known};
use crate::policy::WordsOf;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-key",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "a key the plan format does not have",
    why: "A key nobody reads is most often a misspelt one, and then the figure under it is in no sum.",
    fix: "Use the key the finding names, or take it out.",
    example: r#"
[[partners]]
id = "council"
nmae = "Exampleton Council"
#^^^ the format has no key `nmae` here
# -
name = "Exampleton Council"
kind = "council"
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let mut failed = report_complaints(facts, tests, ComplaintKind::UnknownKey);
    if !facts.round.years.is_empty() {
        failed |= keys_of_the_round(facts, tests);
    }
    if !failed {
        tests.pass(Case::of("the whole file"));
    }
}

/// Checks tables whose keys are words of a list of the round: streams, floors, earmarks. A list without words, such as
/// the earmarks of a round that has none, says nothing about them.
fn keys_of_the_round(facts: &Facts<'_>, tests: &mut Tests<'_>) -> bool {
    let mut failed = false;
    for reference in facts.plan.notes.references().iter().filter(|reference| reference.is_key) {
        let Known::Listed(list) = reference.to else { continue };
        let name = facts.plan.word_of(reference);
        if has_word(facts.round, list, &name) {
            continue;
        }
        failed = true;
        let known = words_of(facts.round, list);
        let message = format!("the round has no `{}` here", shortened(&name));
        // A stream of another round is called by its name, and is no misspelling of one of this round.
        let became = history::became(facts, WordsOf::Streams, &name);
        let there = |key: &&str| {
            facts.plan.tree.parent(reference.node).is_some_and(|table| facts.plan.tree.get(table, key).is_some())
        };
        let near = || {
            let names = names_of(facts.round, list);
            let near = by_label(&name, names).or_else(|| nearest(&name, known.iter().copied()));
            near.filter(|near| !there(near))
        };
        let at = Place::Key(reference.node);
        let failure = Failure::new(Case::default(), at.clone(), message);
        tests.fail(match (became, near()) {
            (Some(became), _) => failure.help(became.help),
            (None, Some(near)) => failure.help(format!("did you mean `{near}`?")).edit(at, segment(near)),
            (None, None) => {
                let keys: Vec<String> = known.iter().map(|key| format!("`{key}`")).collect();
                failure.help(format!("the keys here are {}", keys.join(", ")))
            }
        });
    }
    failed
}
