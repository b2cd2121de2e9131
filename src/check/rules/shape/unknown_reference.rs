//! `unknown-reference`: a reference to nothing.

use std::cell::OnceCell;
use std::collections::hash_map::Entry;

use foldhash::{HashMap, HashSet};

use crate::check::prelude::*;
use crate::check::{history, rules, vocabulary};
use crate::plan::shape::{Target, WordList};
use crate::plan::{Known, Metric};
use crate::policy::WordsOf;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-reference",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "a reference to nothing",
    why: "A spend line that names a source the plan does not have draws on no money, and a sign-off by an unknown body is nobody's.",
    fix: "Use the id of an entry the plan has, or add the entry.",
    example: r#"
[[partners]]
id = "council"
name = "Exampleton Council"
kind = "council"

[[sign_offs]]
partner = "counsil"
#         ^^^^^^^^^ there is no partner `counsil`
#         edit: "council"
"#,
    check,
    ..Rule::PLAIN
};

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let (there, mut guesses) = (There::default(), Guesses::default());
    let (mut failed, mut count) = (false, 0);
    for reference in facts.plan.notes.references() {
        let Known::There(target) = reference.to else { continue };
        // A waiver may outlive what it is about, which `waiver-unused` tells.
        if target == Target::Scope {
            continue;
        }
        count += 1;
        let word = facts.plan.word_of(reference);
        if !there.has(facts, target, &word) {
            failed = true;
            let at = if reference.is_key { Place::Key(reference.node) } else { reference.node.into() };
            tests.fail(failure(facts, target, &word, at, &mut guesses));
        }
    }
    tests.pass_lot(failed, count, "references");
}

/// The names of metrics and of schemes, each put together when the first reference asks for them.
#[derive(Default)]
struct There<'a> {
    metrics: OnceCell<HashSet<&'a str>>,
    schemes: OnceCell<HashSet<&'a str>>,
}

impl<'a> There<'a> {
    /// Returns whether a reference leads somewhere. What a missing section leaves without an answer is said once, of the
    /// section.
    fn has(&self, facts: &Facts<'a>, target: Target, word: &str) -> bool {
        let among = |names: &OnceCell<HashSet<&'a str>>| {
            names.get_or_init(|| names_of(facts, target).into_iter().collect()).contains(word)
        };
        match target {
            Target::Partner => facts.partner(word).is_some(),
            Target::Source => {
                facts.source(word).is_some() || facts.round.stream(word).is_some() || facts.lacks_section("sources")
            }
            Target::Metric => among(&self.metrics) || facts.lacks_section("metrics"),
            Target::Scheme => among(&self.schemes) || facts.lacks_section("schemes"),
            Target::Rule => crate::check::rule(word).is_some(),
            Target::Place => {
                let below = |section: &str| word.strip_prefix(section).is_some_and(|rest| rest.starts_with('.'));
                let lacking = |(section, _): (&str, _)| facts.lacks_section(section) && below(section);
                facts.plan.resolve(word).is_some() || facts.needed_sections().any(lacking)
            }
            Target::Scope => true,
        }
    }
}

/// Returns everything a reference may lead to, by name.
fn names_of<'a>(facts: &Facts<'a>, target: Target) -> Vec<&'a str> {
    let (plan, round) = (facts.plan, facts.round);
    match target {
        Target::Partner => facts.partner_ids().collect(),
        Target::Source => {
            let sources = plan.sources.iter().filter_map(|source| source.id.str());
            sources.chain(round.streams.iter().map(|stream| stream.id.as_str())).collect()
        }
        Target::Metric => {
            let metrics = plan.metrics.iter().filter_map(Metric::key);
            metrics.chain(round.metrics.iter().map(|metric| metric.id.as_str())).collect()
        }
        Target::Scheme => plan.schemes.iter().filter_map(|scheme| scheme.id.str()).collect(),
        Target::Rule => rules().map(|(_, rule)| rule.id).collect(),
        Target::Place | Target::Scope => Vec::new(),
    }
}

/// Returns what everything a reference may lead to is called, with the name to refer to it by.
fn called<'a>(facts: &Facts<'a>, target: Target) -> Vec<(&'a str, &'a str)> {
    let (plan, round) = (facts.plan, facts.round);
    match target {
        Target::Partner => plan.partners.iter().filter_map(|one| Some((one.name.str()?, one.id.str()?))).collect(),
        Target::Source => vocabulary::names_of(round, WordList::Streams),
        Target::Metric => vocabulary::names_of(round, WordList::Metrics),
        Target::Scheme => plan.schemes.iter().filter_map(|one| Some((one.name.str()?, one.id.str()?))).collect(),
        Target::Rule | Target::Place | Target::Scope => Vec::new(),
    }
}

/// Names what a reference leads to, as messages do.
const fn noun(target: Target) -> &'static str {
    match target {
        Target::Partner => "partner",
        Target::Source => "source or stream",
        Target::Metric => "metric",
        Target::Scheme => "scheme",
        Target::Rule => "rule",
        Target::Place | Target::Scope => "place in this plan",
    }
}

/// The names that words which lead nowhere may have been meant for, each looked for once, with whether the word is what it
/// is called.
#[derive(Default)]
struct Guesses<'a>(HashMap<(Target, String), Option<(&'a str, bool)>>);

impl<'a> Guesses<'a> {
    /// The number of words a name is looked for. Who has more of them is not helped by another guess, and each guess is a
    /// walk through all the names there are.
    const MOST: usize = 200;

    /// Returns the name a word may have been meant for, with true where the word is what it is called.
    fn of(&mut self, facts: &Facts<'a>, target: Target, word: &str) -> Option<(&'a str, bool)> {
        let full = self.0.len() >= Self::MOST;
        match self.0.entry((target, word.to_owned())) {
            Entry::Occupied(guess) => *guess.get(),
            Entry::Vacant(_) if full => None,
            Entry::Vacant(guess) => {
                let named = by_label(word, called(facts, target)).map(|id| (id, true));
                *guess.insert(named.or_else(|| Some((nearest(word, names_of(facts, target))?, false))))
            }
        }
    }
}

fn failure<'a>(facts: &Facts<'a>, target: Target, word: &str, at: Place, guesses: &mut Guesses<'a>) -> Failure {
    let what = noun(target);
    let failure = Failure::new(Case::of(what), at.clone(), format!("there is no {what} `{}`", shortened(word)));
    let list = match target {
        Target::Source => Some(WordsOf::Streams),
        Target::Metric => Some(WordsOf::Metrics),
        _ => None,
    };
    if let Some(became) = list.and_then(|list| history::became(facts, list, word)) {
        return failure.help(became.help);
    }
    let Some((near, is_called)) = guesses.of(facts, target, word) else {
        return failure.help(format!("name a {what} the plan has, or add it"));
    };
    let failure = failure.help(if is_called {
        format!("refer to it by its id: `{near}`")
    } else {
        format!("did you mean `{near}`?")
    });
    match at {
        Place::Value(node) => failure.edit(node, format!("\"{near}\"")),
        Place::Key(_) => failure.edit(at, segment(near)),
        Place::Absent(..) | Place::Bytes(..) => failure,
    }
}
