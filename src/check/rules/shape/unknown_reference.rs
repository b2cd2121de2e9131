//! `unknown-reference`: a reference to nothing.

use foldhash::HashSet;

use crate::check::prelude::*;
use crate::check::{history, rules};
use crate::plan::shape::Target;
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
    let known = Everything::of(facts);
    let (mut failed, mut count) = (false, 0);
    for reference in facts.plan.notes.references() {
        let Known::There(target) = reference.to else { continue };
        // A waiver may outlive what it is about, which `waiver-unused` tells.
        if target == Target::Scope {
            continue;
        }
        count += 1;
        let word = facts.plan.word_of(reference);
        if !is_known(facts, &known, target, &word) {
            failed = true;
            let at = if reference.is_key { Place::Key(reference.node) } else { reference.node.into() };
            tests.fail(failure(facts, target, &word, at, known.of_target(target)));
        }
    }
    tests.pass_lot(failed, count, "references");
}

/// The names of everything a reference may lead to.
struct Everything<'a> {
    partners: Vec<&'a str>,
    sources: Vec<&'a str>,
    metrics: Vec<&'a str>,
    schemes: Vec<&'a str>,
    rules: Vec<&'a str>,
    /// The metrics and schemes once more, to be found among many.
    found: [HashSet<&'a str>; 2],
}

impl<'a> Everything<'a> {
    fn of(facts: &Facts<'a>) -> Self {
        let (plan, round) = (facts.plan, facts.round);
        let sources = plan.sources.iter().filter_map(|source| source.id.str());
        let streams = round.streams.iter().map(|stream| stream.id.as_str());
        let metrics = plan.metrics.iter().filter_map(Metric::key);
        let metrics: Vec<&str> = metrics.chain(round.metrics.iter().map(|metric| metric.id.as_str())).collect();
        let schemes: Vec<&str> = plan.schemes.iter().filter_map(|scheme| scheme.id.str()).collect();
        let found = [metrics.iter().copied().collect(), schemes.iter().copied().collect()];
        Self {
            partners: facts.partner_ids().collect(),
            sources: sources.chain(streams).collect(),
            metrics,
            schemes,
            rules: rules().map(|(_, rule)| rule.id).collect(),
            found,
        }
    }

    fn of_target(&self, target: Target) -> &[&'a str] {
        match target {
            Target::Partner => &self.partners,
            Target::Source => &self.sources,
            Target::Metric => &self.metrics,
            Target::Scheme => &self.schemes,
            Target::Rule => &self.rules,
            Target::Place | Target::Scope => &[],
        }
    }
}

/// Returns whether a reference leads somewhere. What a missing section leaves without an answer is said once, of the
/// section.
fn is_known(facts: &Facts<'_>, known: &Everything<'_>, target: Target, word: &str) -> bool {
    let [metrics, schemes] = &known.found;
    match target {
        Target::Partner => facts.partner(word).is_some(),
        Target::Source => {
            facts.source(word).is_some() || facts.round.stream(word).is_some() || facts.lacks_section("sources")
        }
        Target::Metric => metrics.contains(word) || facts.lacks_section("metrics"),
        Target::Scheme => schemes.contains(word) || facts.lacks_section("schemes"),
        Target::Rule => crate::check::rule(word).is_some(),
        Target::Place => {
            let below = |section: &str| word.strip_prefix(section).is_some_and(|rest| rest.starts_with('.'));
            let lacking = |(section, _): (&str, _)| facts.lacks_section(section) && below(section);
            facts.plan.resolve(word).is_some() || facts.needed_sections().any(lacking)
        }
        Target::Scope => true,
    }
}

/// Returns what a reference leads to, as messages say it.
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

fn failure(facts: &Facts<'_>, target: Target, word: &str, at: Place, known: &[&str]) -> Failure {
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
    match (nearest(word, known.iter().copied()), at) {
        (Some(near), Place::Value(node)) => {
            failure.help(format!("did you mean `{near}`?")).edit(node, format!("\"{near}\""))
        }
        (Some(near), _) => failure.help(format!("did you mean `{near}`?")),
        (None, _) => failure.help(format!("name a {what} the plan has, or add it")),
    }
}
