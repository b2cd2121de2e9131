//! Conditions, dates, signatures, transfers of care, metrics, topics and lists of words.

use std::collections::BTreeSet;

use super::fact::{Fact, listed, percent, years};
use crate::policy::{Better, Frequency, Metric, Replaced, Round, SigningBody, WordsOf};

/// The leave to sign later, in words.
const FOLLOWS: &str = "may follow after the deadline";

impl Round {
    pub(super) fn conditions_facts(&self) -> Vec<Fact> {
        let fact = |condition: &crate::policy::Condition| {
            let fact = Fact::new(&condition.id, &condition.name, Some(&condition.clause));
            let number = condition.number.map(|number| format!("condition {number}"));
            match (number, self.lists_of(condition)) {
                (None, None) => fact,
                (number, lists) => fact.text(number.into_iter().chain(lists).collect::<Vec<_>>().join(", ")),
            }
        };
        self.conditions.iter().map(fact).chain(self.condition_names()).collect()
    }

    /// Returns the facts that the numbers and names of conditions rest on clauses of their own.
    fn condition_names(&self) -> Vec<Fact> {
        let clauses: BTreeSet<&str> =
            self.conditions.iter().filter_map(|condition| condition.name_clause.as_deref()).collect();
        let fact = |clause: &str| {
            let own = self.conditions.iter().filter(|condition| condition.name_clause.as_deref() == Some(clause));
            let names: Vec<&str> = own.map(|condition| condition.name.as_str()).collect();
            let what = "number and name of each";
            Fact::new(format!("names.{clause}"), what, Some(clause)).text(listed(&names))
        };
        clauses.into_iter().map(fact).collect()
    }

    /// Returns the published lists that have a condition and those that do not, where the lists differ.
    fn lists_of(&self, condition: &crate::policy::Condition) -> Option<String> {
        let without: Vec<String> = self.lists_without(condition).map(str::to_owned).collect();
        let has = format!("listed by {}", listed(&condition.listed_by));
        match (condition.listed_by.is_empty(), without.is_empty()) {
            (true, _) => None,
            (false, true) => Some(has),
            (false, false) => Some(format!("{has}, not by {}", listed(&without))),
        }
    }

    pub(super) fn date_facts(&self) -> Vec<Fact> {
        let stage = |(n, stage): (usize, &crate::policy::Stage)| {
            let what = format!("{} is submitted by", stage.what);
            Fact::new(format!("submission.{}", n + 1), what, Some(&stage.clause)).text(stage.by.prose())
        };
        let mut facts: Vec<Fact> = self.stages.iter().enumerate().map(stage).collect();
        facts.extend(self.submission.as_ref().map(|day| Fact::day("submission", "the plan is submitted by", day)));
        for (n, update) in self.updates.iter().enumerate() {
            let id = |what: &str| format!("updates.{}{what}", n + 1);
            facts.push(Fact::day(&id(""), "its update is submitted by", &update.submission));
            let signed = |day| Fact::day(&id(".section-75"), "the agreement with the update is signed by", day);
            facts.extend(update.section_75.as_ref().map(signed));
            let asked: Vec<&str> =
                update.metrics.iter().map(|id| self.metric(id).map_or(&**id, |metric| &metric.name)).collect();
            let targets = Fact::new(id(".metrics"), "the update sets targets for", update.metrics_clause.as_deref());
            let named =
                (!asked.is_empty()).then(|| targets.text(format!("{}: {}", years(&update.years), listed(&asked))));
            facts.extend(named);
        }
        if let Some(agreement) = &self.section_75 {
            let (id, what) = match agreement.clause.as_str() {
                "section-256" => ("section-256", "a section 256 agreement pays the transfer"),
                _ => ("section-75", "a section 75 agreement makes the pool"),
            };
            facts.push(Fact::new(id, what, Some(&agreement.clause)));
            let signed = |day| Fact::day("section-75.by", "the section 75 agreement is signed by", day);
            facts.extend(agreement.by.as_ref().map(signed));
        }
        let passed = self.dfg.as_ref().and_then(|dfg| dfg.passed_by.as_ref());
        facts
            .extend(passed.map(|day| Fact::day("dfg.passed-by", "the Disabled Facilities Grant is passed on by", day)));
        facts
    }

    pub(super) fn sign_off_facts(&self) -> Vec<Fact> {
        let Some(sign_off) = &self.sign_off else { return Vec::new() };
        let mut facts = Vec::new();
        for (n, body) in sign_off.bodies.iter().enumerate() {
            let again = sign_off.bodies[..n].iter().filter(|before| before.body == body.body).count();
            let id = if again == 0 { body.body.to_string() } else { format!("{}.{}", body.body, again + 1) };
            let clause = body.clause.as_ref().unwrap_or(&sign_off.clause);
            let more = |part: &str, clause: &str, text: &str| {
                Fact::new(format!("{id}.{part}"), name_of(&body.body), Some(clause)).text(text)
            };
            let follow = body.follow_clause.as_deref().map(|clause| more("follow", clause, FOLLOWS));
            let late = body.late_clause.as_deref().map(|clause| more("late", clause, "a late signature stands"));
            let more = follow.into_iter().chain(late).collect::<Vec<_>>();
            facts.push(Fact::new(id, name_of(&body.body), Some(clause)).text(terms(body)));
            facts.extend(more);
        }
        if let Some(grants) = &sign_off.grants {
            let text = format!("certifies {}", listed(&grants.streams));
            facts.push(Fact::new("grants", grants.role.replace('-', " "), Some(&grants.clause)).text(text));
        }
        facts
    }

    pub(super) fn transfer_facts(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        if let Some(share) = &self.bed_share {
            let text = format!("at most {} of hospital beds by {}", percent(share.percent.0), share.by.prose());
            facts.push(Fact::new("bed-share", "delayed transfers", Some(&share.clause)).text(text));
        }
        if let Some(changes) = &self.changes {
            facts.extend(changes.list.iter().map(|change| {
                Fact::new(format!("changes.{}", change.id), "high impact change", Some(&changes.clause))
                    .text(&change.name)
            }));
            let what = "what a plan says of each high impact change";
            facts.push(Fact::new("changes", what, Some(&changes.plans_clause)));
        }
        facts
    }

    pub(super) fn metric_facts(&self) -> Vec<Fact> {
        let local = |local: &crate::policy::LocalMetrics| {
            let text = format!("at least {}, a target for {}", local.count, years(&local.target_years));
            Fact::new("local", "metrics of the area's own", Some(&local.clause)).text(text)
        };
        self.metrics.iter().flat_map(metric).chain(self.local_metrics.as_ref().map(local)).collect()
    }

    pub(super) fn topic_facts(&self) -> Vec<Fact> {
        let fact = |topic: &crate::policy::Topic| {
            let duty = match (topic.listed, topic.must) {
                (true, true) if topic.document => "must come with the plan",
                (true, true) => "must be there",
                (true, false) => "should be there",
                (false, _) => "where a rule asks for it",
            };
            Fact::new(&topic.id, &topic.name, Some(&topic.clause)).text(duty)
        };
        self.topics.iter().map(fact).collect()
    }

    pub(super) fn list_facts(&self) -> Vec<Fact> {
        let list = |list: &crate::policy::WordList| {
            Fact::new("scheme-types", "scheme types", Some(&list.clause)).words(&list.words)
        };
        let mut facts: Vec<Fact> = self.scheme_types.iter().map(list).collect();
        facts.extend(self.services.iter().map(|list| {
            Fact::new("services", "services whose capacity is planned", Some(&list.clause)).words(&list.words)
        }));
        if let Some(outputs) = &self.outputs {
            facts.extend(outputs.of.iter().map(|output| {
                let id = format!("outputs.{}", output.scheme_type);
                let what = format!("schemes of type {} state", output.scheme_type);
                Fact::new(id, what, Some(&outputs.clause)).text(output.things.to_string())
            }));
        }
        facts.extend(self.commissioners.iter().map(|kinds| {
            Fact::new("commissioners", "who pays in for the NHS", Some(&kinds.clause)).words(&kinds.words)
        }));
        facts.extend(self.replaced.iter().map(ended));
        facts
    }
}

/// Returns the fact that a word of the round before has ended.
fn ended(old: &Replaced) -> Fact {
    let (id, what) = match old.list {
        WordsOf::Streams => ("streams", "stream no longer"),
        WordsOf::Metrics => ("metrics", "metric no longer"),
        WordsOf::Conditions => ("conditions", "national condition no longer"),
        WordsOf::SchemeTypes => ("scheme-types", "scheme type no longer"),
        WordsOf::Commissioners => ("commissioners", "NHS commissioner no longer"),
    };
    let text = match old.by.as_slice() {
        [] => format!("{}, and nothing in its place", old.word),
        by => format!("{}, and {} in its place", old.word, listed(by)),
    };
    Fact::new(format!("ended.{id}.{}", old.word), what, Some(&old.clause)).text(text)
}

fn name_of(body: &str) -> &str {
    match body {
        "board" => "the Health and Wellbeing Board",
        "council" => "each council",
        "nhs" => "each NHS commissioner",
        "icb" => "each integrated care board",
        "area-team" => "the NHS England area team",
        other => other,
    }
}

fn terms(body: &SigningBody) -> String {
    let mut terms = vec!["signs".to_owned()];
    terms.extend(
        body.role.as_ref().filter(|role| **role != body.body).map(|role| format!("by its {}", role.replace('-', " "))),
    );
    terms.extend(body.by.map(|day| format!("by {}", day.prose())));
    if body.may_follow {
        terms.push(FOLLOWS.to_owned());
    }
    if body.may_follow_with_authority {
        terms.push("may follow later under delegated authority".to_owned());
    }
    if body.not_delegable {
        terms.push("not under delegated authority".to_owned());
    }
    terms.join(", ")
}

fn metric(metric: &Metric) -> Vec<Fact> {
    let better = match metric.better {
        Better::Lower => "lower is better",
        Better::Higher => "higher is better",
    };
    let often = match metric.targets {
        Frequency::Year => "a target for",
        Frequency::Month => "monthly targets for",
    };
    let units: Vec<&str> = std::iter::once(&metric.unit).chain(&metric.other_units).map(|unit| unit.name()).collect();
    let asked = if metric.supporting {
        "supporting only, no target asked".to_owned()
    } else {
        format!("{often} {}", years(&metric.target_years))
    };
    let text = format!("{better}, {asked}; {}", units.join(" or "));
    let mut facts = vec![Fact::new(&metric.id, &metric.name, Some(&metric.clause)).text(text)];
    let more = |part: &str, what: &str, clause: Option<&str>| {
        Fact::new(format!("{}.{part}", metric.id), format!("{}, {what}", metric.name), clause)
    };
    if let Some(expected) = &metric.expected {
        let text = expected.value.0.normalize().to_string();
        facts.push(more("expected", "nationally expected", Some(&expected.clause)).text(text));
    }
    if let Some(clause) = &metric.definition_clause {
        facts.push(more("definition", "its unit and which way is better", Some(clause)));
    }
    if let Some(clause) = &metric.unit_clause {
        let units = std::iter::once(&metric.unit).chain(&metric.other_units).map(|unit| unit.word());
        facts.push(more("units", "in", Some(clause)).text(units.collect::<Vec<_>>().join(", ")));
    }
    if let Some(ceiling) = &metric.ceiling {
        let rate =
            format!("{} a day for every 100,000 adults from {}", ceiling.rate.0.normalize(), ceiling.from.prose());
        facts.push(more("ceiling", "at most", Some(&ceiling.clause)).text(rate));
    }
    if !metric.parts_required.is_empty() || metric.parts_clause.is_some() {
        let parts = more("parts", "with ambitions of their own", metric.parts_clause.as_deref());
        facts.push(parts.words(&metric.parts_required));
    }
    if let Some(clause) = &metric.factors_clause {
        let what = "the share not discharged on the day times the average days of the rest";
        facts.push(more("factors", what, Some(clause)));
    }
    if let Some(clause) = &metric.aligned_clause {
        facts.push(more("aligned", "as in the operating plans, less what the plan reduces further", Some(clause)));
    }
    facts
}
