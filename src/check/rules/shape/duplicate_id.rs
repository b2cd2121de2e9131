//! `duplicate-id`: the same id twice in a collection.

use foldhash::{HashMap, HashMapExt};

use crate::check::prelude::*;
use crate::plan::Text;

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
    let plan = facts.plan;
    let mut ids = Ids { tests, failed: false, count: 0 };
    ids.unique("partner", plan.partners.iter().map(|x| &x.id));
    ids.unique("source", plan.sources.iter().map(|x| &x.id));
    ids.unique("scheme", plan.schemes.iter().map(|x| &x.id));
    // A metric is known by its kind where it has no id.
    ids.unique("metric", plan.metrics.iter().map(|x| if x.id.is_absent() { &x.kind } else { &x.id }));
    ids.unique("risk pool", plan.risk_pools.iter().map(|x| &x.id));
    ids.unique("statement", plan.statements.iter().map(|x| &x.id));
    ids.unique("retained amount", plan.dfg.retained.iter().map(|x| &x.id));
    ids.unique("risk", plan.risks.iter().map(|x| &x.id));
    ids.unique("milestone", plan.milestones.iter().map(|x| &x.id));
    ids.unique("sign-off", plan.sign_offs.iter().map(|x| &x.id));
    ids.unique("engagement", plan.engagement.iter().map(|x| &x.id));
    ids.unique("evidence", plan.evidence.iter().map(|x| &x.id));
    ids.unique("waiver", plan.waivers.iter().map(|x| &x.id));
    for scheme in &plan.schemes {
        if scheme.spend.items.len() > 1 {
            ids.unique("spend line", scheme.spend.iter().map(|x| &x.id));
        }
    }
    let (failed, count) = (ids.failed, ids.count);
    tests.pass_lot(failed, count, "ids");
}

struct Ids<'r, 't> {
    tests: &'r mut Tests<'t>,
    failed: bool,
    count: usize,
}

impl Ids<'_, '_> {
    fn unique<'f>(&mut self, what: &str, fields: impl Iterator<Item = &'f Field<Text>>) {
        let mut first: HashMap<&str, NodeId> = HashMap::new();
        for (id, node) in fields.filter_map(Facts::reference) {
            self.count += 1;
            let Some(before) = first.get(id) else {
                first.insert(id, node);
                continue;
            };
            self.failed = true;
            let message = format!("a second {what} is called `{}`", shortened(id));
            let failure = Failure::new(Case::of(what), node, message).label(*before, "first used here");
            self.tests.fail(failure.help("give it an id of its own, or merge the two entries"));
        }
    }
}
