//! `metric-missing`: a national metric of the round with no entry.

use std::collections::BTreeSet;

use super::measure::{self, LOCAL, Measure};
use crate::check::prelude::*;
use crate::policy::Metric;

pub(crate) static RULE: Rule = Rule {
    id: "metric-missing",
    level: Level::Error,
    clauses: Clauses::One("metrics"),
    lenient_in_drafts: true,
    summary: "a national metric of the round has no entry",
    why: "Every area sets targets for the same national metrics, so that what the fund achieves can be compared.",
    fix: "Add a `[[metrics]]` entry of that kind with its targets.",
    example: r#"
[[metrics]]
#^^^^^^^^^^ the plan has no metric `delayed-transfers`: delayed transfers of care
#^^^^^^^^^^ the plan has no metric `non-elective-admissions`: non-elective admissions
#^^^^^^^^^^ the plan has no metric `residential-admissions`: admissions to residential and nursing homes
kind = "reablement"

# + [[metrics]]
# + kind = "non-elective-admissions"
# +
# + [[metrics]]
# + kind = "residential-admissions"
# +
# + [[metrics]]
# + kind = "delayed-transfers"
"#,
    cases: &[r#"
# Some rounds ask for a metric of the area's own beside the national ones.
[plan]
format = 1
round = "bcf-2016-17"
status = "submitted"
submitted = 2016-03-21

[area]
name = "Exampleton"

[[metrics]]
#^^^^^^^^^^ the plan has no local metric, and the area is to choose 1 metric
kind = "reablement"

[[metrics]]
kind = "non-elective-admissions"

[[metrics]]
kind = "residential-admissions"

[[metrics]]
kind = "delayed-transfers"

[[metrics]]
kind = "patient-experience"

# + [[metrics]]
# + kind = "local"
# + name = "Falls"
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if measure::blocked(facts, tests) {
        return others(facts)
            .into_iter()
            .for_each(|clause| tests.not_evaluated(Case::default().under(clause), measure::missing()));
    }
    local(facts, tests);
    let metrics = &facts.plan.metrics;
    for (national, clause) in facts.round.metrics.iter().filter_map(|national| asked(facts, national)) {
        let case = Case::of(&national.id).under(clause);
        if let Some(metric) = metrics.iter().find(|metric| metric.kind.str() == Some(&national.id)) {
            tests.pass(case.at(Some(metric.node)));
        } else if metrics.damaged {
            tests.not_evaluated(case, "a part of `metrics` cannot be read");
        } else if let Some(node) = may_be_it(facts, &national.id) {
            tests.not_evaluated(case, facts.blocked_by(node, "may be this metric and is no kind the round has"));
        } else {
            let place = facts.absent(metrics.node, format!("metrics.{}", national.id));
            let failure =
                Failure::new(case, place, format!("the plan has no metric `{}`: {}", national.id, national.name));
            tests.fail(
                failure.clause(clause).help(format!("add a `[[metrics]]` entry with `kind = \"{}\"`", national.id)),
            );
        }
    }
}

/// Returns a metric that the plan must have, with the clause that asks for it. One whose targets are all for years that
/// the plan does not cover is not asked for.
fn asked<'a>(facts: &Facts<'a>, national: &'a Metric) -> Option<(&'a Metric, &'a str)> {
    let targets = facts.asked_targets(national);
    let has_clause = targets.iter().any(|(_, clause)| *clause == national.clause.as_str());
    let clause = match targets.first() {
        _ if national.supporting => return None,
        Some((_, clause)) if !has_clause => clause,
        None if !national.target_years.is_empty() => return None,
        _ => national.clause.as_str(),
    };
    Some((national, clause))
}

/// Returns the clauses that ask for metrics beside the rule's own.
fn others<'a>(facts: &Facts<'a>) -> BTreeSet<&'a str> {
    let national = facts.round.metrics.iter().filter_map(|national| asked(facts, national)).map(|(_, clause)| clause);
    let all = national.chain(facts.round.local_metrics.iter().map(|asked| asked.clause.as_str()));
    all.filter(|clause| RULE.clause() != Some(clause)).collect()
}

/// Returns an entry whose kind cannot be read, or is none the round has and could be a misspelling of this one.
fn may_be_it(facts: &Facts<'_>, kind: &str) -> Option<NodeId> {
    let known = || facts.round.metrics.iter().map(|national| national.id.as_str());
    facts.plan.metrics.iter().find_map(|metric| match &metric.kind {
        Field::Absent => Some(metric.node),
        Field::Unreadable(node) => Some(*node),
        Field::Is(word, _) if &**word == "local" || facts.round.metric(word).is_some() => None,
        Field::Is(word, node) => nearest(word, known()).is_none_or(|near| near == kind).then_some(*node),
    })
}

/// Tests whether the area has as many metrics of its own as the round asks for.
fn local(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(asked) = &facts.round.local_metrics else { return };
    let case = Case::of(LOCAL).under(&asked.clause);
    let metrics = &facts.plan.metrics;
    let has = Measure::local(facts).len();
    let unclear = metrics.iter().find(|metric| metric.kind.str().is_none());
    if has >= asked.count {
        tests.pass(case);
    } else if metrics.damaged {
        tests.not_evaluated(case, "a part of `metrics` cannot be read");
    } else if let Some(metric) = unclear {
        tests.not_evaluated(case, facts.blocked_by(metric.node, "may be a local metric: its kind cannot be read"));
    } else {
        let has = if has == 0 { "no".to_owned() } else { format!("only {has}") };
        let metric = if asked.count == 1 { "metric" } else { "metrics" };
        let message = format!("the plan has {has} local metric, and the area is to choose {} {metric}", asked.count);
        let place = facts.absent(metrics.node, format!("metrics.{LOCAL}"));
        let failure = Failure::new(case, place, message).clause(&asked.clause);
        tests.fail(
            failure.help("add a `[[metrics]]` entry with `kind = \"local\"`, its `unit`, and which way is `better`"),
        );
    }
}
