//! `duplicate-id`: the same id twice in a collection.

use std::borrow::Cow;
use std::collections::hash_map::Entry;

use foldhash::{HashMap, HashMapExt};

use crate::check::doubts::told;
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
    cases: &[r#"
# A source that was pasted twice is one finding, whatever counts it.
[allocations]
nhs-minimum = { 2017-18 = 20_000, 2018-19 = 20_380 }

[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }

[[sources]]
id = "minimum"
#    ^^^^^^^^^ the source `minimum` is there twice: this is a copy
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }

[totals]
nhs-minimum = { 2017-18 = 20_000, 2018-19 = 20_380 }
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let (plan, tree, told) = (facts.plan, &facts.plan.tree, told(facts, &RULE));
    let (mut failed, ids) = (false, plan.notes.ids());
    let mut first: HashMap<(NodeId, Cow<'_, str>), NodeId> = HashMap::new();
    for node in ids {
        let Some((entry, list)) = tree.parent(*node).and_then(|entry| Some((entry, tree.parent(entry)?))) else {
            continue;
        };
        match first.entry((list, tree.text(*node))) {
            Entry::Vacant(free) => {
                free.insert(*node);
            }
            Entry::Occupied(before) => {
                failed = true;
                let what = plan.noun_of(list);
                let name = shortened(&before.key().1);
                let failure = match told.original_of(entry) {
                    None => Failure::new(Case::of(what), *node, format!("a second {what} is called `{name}`"))
                        .help("give it an id of its own, or merge the two entries"),
                    Some(_) => Failure::new(
                        Case::of(what),
                        *node,
                        format!("the {what} `{name}` is there twice: this is a copy"),
                    )
                    .help("take one of the two out; until then nothing that counts it has been tested"),
                };
                tests.fail(failure.label(*before.get(), "first used here"));
            }
        }
    }
    tests.pass_lot(failed, ids.len(), "ids");
}
