//! `unknown-reference`: a reference to nothing.

use crate::check::history;
use crate::check::prelude::*;
use crate::check::{rules, walk};
use crate::plan::Text;
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
    let mut references = References { facts, tests, failed: false, count: 0 };
    references.partners();
    references.money();
    references.others();
    let (failed, count) = (references.failed, references.count);
    tests.pass_lot(failed, count, "references");
}

struct References<'a, 't, 'r> {
    facts: &'a Facts<'a>,
    tests: &'r mut Tests<'t>,
    failed: bool,
    count: usize,
}

impl<'a> References<'a, '_, '_> {
    fn partners(&mut self) {
        let plan = self.facts.plan;
        let mut fields: Vec<&Field<Text>> = Vec::new();
        walk::partner_references(plan, |field| fields.push(field));
        let shares = plan.risk_pools.iter().flat_map(|pool| &pool.shares).map(|share| &share.partner);
        fields.extend(shares.filter(|partner| partner.str() != Some("pool")));
        for (id, node) in fields.into_iter().filter_map(Facts::reference) {
            self.partner(id, node.into());
        }
        let keys = plan.allocations.by_partner.iter().map(|(id, node, _)| (id, node));
        for (id, node) in keys.chain(plan.totals.by_partner.iter().map(|(id, node, _)| (id, node))) {
            self.partner(id, Place::Key(*node));
        }
    }

    fn partner(&mut self, id: &str, at: Place) {
        let facts = self.facts;
        self.count += 1;
        if facts.partner(id).is_none() {
            self.report("partner", id, at, &mut facts.partner_ids());
        }
    }

    fn money(&mut self) {
        let facts = self.facts;
        let pools = facts.plan.risk_pools.iter().map(|pool| &pool.source);
        let drawn =
            facts.lines.iter().filter(|line| matches!(line.draw, Draw::Unknown(_))).map(|line| &line.spend.source);
        self.count += facts.lines.len();
        // What a missing section leaves without an answer is said once, of the section.
        let sourceless = facts.lacks_section("sources");
        for (id, node) in pools.chain(drawn).filter_map(Facts::reference) {
            if !sourceless && facts.source(id).is_none() && facts.round.stream(id).is_none() {
                let sources = facts.plan.sources.iter().filter_map(|source| source.id.str());
                let streams = facts.round.streams.iter().map(|stream| stream.id.as_str());
                self.report("source or stream", id, node.into(), &mut sources.chain(streams));
            }
        }
    }

    fn others(&mut self) {
        let (plan, round) = (self.facts.plan, self.facts.round);
        for (id, node) in plan.schemes.iter().flat_map(|scheme| &scheme.metrics).filter_map(Facts::reference) {
            let known = || {
                plan.metrics
                    .iter()
                    .filter_map(crate::plan::Metric::key)
                    .chain(round.metrics.iter().map(|m| m.id.as_str()))
            };
            self.count += 1;
            if !self.facts.lacks_section("metrics") && !known().any(|metric| metric == id) {
                self.report("metric", id, node.into(), &mut known());
            }
        }
        for (id, node) in plan.milestones.iter().map(|milestone| &milestone.scheme).filter_map(Facts::reference) {
            let known = || plan.schemes.iter().filter_map(|scheme| scheme.id.str());
            self.count += 1;
            if !self.facts.lacks_section("schemes") && !known().any(|scheme| scheme == id) {
                self.report("scheme", id, node.into(), &mut known());
            }
        }
        for (id, node) in plan.waivers.iter().map(|waiver| &waiver.rule).filter_map(Facts::reference) {
            self.count += 1;
            if crate::check::rule(id).is_none() {
                self.report("rule", id, node.into(), &mut rules().map(|(_, rule)| rule.id));
            }
        }
        for (path, node) in plan.statements.iter().map(|statement| &statement.of).filter_map(Facts::reference) {
            self.count += 1;
            let lacks = |(section, _): (&str, _)| {
                self.facts.lacks_section(section)
                    && path.strip_prefix(section).is_some_and(|rest| rest.starts_with('.'))
            };
            if plan.resolve(path).is_none() && !self.facts.needed_sections().any(lacks) {
                self.report("place in this plan", path, node.into(), &mut std::iter::empty());
            }
        }
    }

    fn report(&mut self, what: &str, id: &str, at: Place, known: &mut dyn Iterator<Item = &'a str>) {
        self.failed = true;
        let message = format!("there is no {what} `{}`", shortened(id));
        let mut failure = Failure::new(Case::of(what), at.clone(), message);
        let list = match what {
            "source or stream" => Some(WordsOf::Streams),
            "metric" => Some(WordsOf::Metrics),
            _ => None,
        };
        if let Some(became) = list.and_then(|list| history::became(self.facts, list, id)) {
            return self.tests.fail(failure.help(became.help));
        }
        failure = match (nearest(id, known), at) {
            (Some(near), Place::Value(node)) => {
                failure.help(format!("did you mean `{near}`?")).edit(node, format!("\"{near}\""))
            }
            (Some(near), _) => failure.help(format!("did you mean `{near}`?")),
            (None, _) => failure.help(format!("name a {what} the plan has, or add it")),
        };
        self.tests.fail(failure);
    }
}
