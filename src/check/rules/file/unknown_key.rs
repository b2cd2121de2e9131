//! `unknown-key`: a key the plan format does not have.

use super::report_complaints;
use crate::check::history;
use crate::check::prelude::*;
use crate::check::vocabulary::Vocabulary;
use crate::plan::{ComplaintKind, Named};
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
};

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let mut failed = report_complaints(facts, tests, ComplaintKind::UnknownKey);
    if !facts.round.years.is_empty() {
        failed |= keys_of_the_round(facts, tests);
    }
    if !failed {
        tests.pass(Case::of("the whole file"));
    }
}

/// Tables whose keys are streams, floors or earmarks of the round.
fn keys_of_the_round(facts: &Facts<'_>, tests: &mut Tests<'_>) -> bool {
    let (plan, words) = (facts.plan, Vocabulary::of(facts.round));
    let mut failed = unknown(facts, tests, &plan.allocations.streams, &words.published);
    for (_, _, shares) in &plan.allocations.by_partner {
        failed |= unknown(facts, tests, shares, &words.published);
    }
    failed |= unknown(facts, tests, &plan.totals.named, &words.totals);
    failed |= unknown(facts, tests, &plan.totals.by_commissioner, &words.commissioners);
    // A round without earmarks of its own says nothing about what a source may hold.
    if !words.earmarks.is_empty() {
        failed |= unknown(facts, tests, &plan.earmarks, &words.earmarks);
        for source in &plan.sources {
            failed |= unknown(facts, tests, &source.of_which, &words.earmarks);
        }
    }
    failed
}

fn unknown<S>(facts: &Facts<'_>, tests: &mut Tests<'_>, named: &Named<S>, known: &[&str]) -> bool {
    let mut failed = false;
    for (name, node, _) in named {
        if known.contains(&&**name) {
            continue;
        }
        failed = true;
        let message = format!("the round has no `{}` here", shortened(name));
        // A stream of another round is called by its name, and is no misspelling of one of this round.
        let became = history::became(facts, WordsOf::Streams, name);
        let help = match (became, nearest(name, known.iter().copied())) {
            (Some(became), _) => became.help,
            (None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None) => {
                format!("the keys here are {}", known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", "))
            }
        };
        tests.fail(Failure::new(Case::default(), Place::Key(*node), message).help(help));
    }
    failed
}
