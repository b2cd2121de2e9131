//! `duplicate-id`: the same id twice in a collection.

use std::borrow::Cow;
use std::collections::hash_map::Entry;

use foldhash::{HashMap, HashMapExt};

use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "duplicate-id",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "the same id twice in a collection",
    why: "References mean the first entry of an id. The second one's money still counts, and nothing can be said to draw on it.",
    fix: "Give the second entry an id of its own, or merge the two.",
    example: r#"
[[partners]]
id = "council"
#    ^^^^^^^^^ mend: "exampleton"
name = "Exampleton Council"
kind = "council"

[[partners]]
id = "council"
#    ^^^^^^^^^ a second partner is called `council`
#    mend: "sampleton"
name = "Sampleton Council"
kind = "council"
"#,
    check,
    ..Rule::PLAIN
};

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let (plan, tree) = (facts.plan, &facts.plan.tree);
    let (mut failed, ids) = (false, plan.notes.ids());
    let mut first: HashMap<(NodeId, Cow<'_, str>), NodeId> = HashMap::new();
    for node in ids {
        let Some(list) = tree.parent(*node).and_then(|entry| tree.parent(entry)) else { continue };
        match first.entry((list, tree.text(*node))) {
            Entry::Vacant(free) => {
                free.insert(*node);
            }
            Entry::Occupied(before) => {
                failed = true;
                let what = plan.noun_of(list);
                let message = format!("a second {what} is called `{}`", shortened(&before.key().1));
                let failure = Failure::new(Case::of(what), *node, message).label(*before.get(), "first used here");
                tests.fail(failure.help("give it an id of its own, or merge the two entries"));
            }
        }
    }
    tests.pass_lot(failed, ids.len(), "ids");
}
