//! The rules that found something, as a log describes them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::parts::level;
use crate::check::{Checked, rule};
use crate::finding::{Finding, Level};
use crate::report::Run;
use crate::report::address::address_of;
use crate::report::found::Found;

/// A rule that found something, with a finding of it and where its clause can be read.
pub(super) struct RuleFound<'a> {
    /// One that knows its clause, if any does.
    finding: &'a Finding,
    address: Option<String>,
}

/// Finds the rules that found something, by id.
pub(super) fn rules<'a>(run: &Run<'_>, all: &[Found<'a>]) -> BTreeMap<&'static str, RuleFound<'a>> {
    let mut rules: BTreeMap<&'static str, RuleFound<'a>> = BTreeMap::new();
    for found in all {
        let finding = found.finding;
        let told = rules.entry(finding.rule).or_insert(RuleFound { finding, address: None });
        if told.finding.clause.is_none() && finding.clause.is_some() {
            told.finding = finding;
        }
        if let (None, Some(clause)) = (&told.address, &finding.clause) {
            told.address = address(found.plan_file.plan, &clause.id).or_else(|| followed(&clause.url));
        }
    }
    for (id, told) in rules.iter_mut().filter(|(_, told)| told.address.is_none()) {
        let clause = rule(id).and_then(|(_, rule)| rule.clause());
        told.address = clause.and_then(|clause| run.plans.iter().find_map(|plan| address(plan, clause)));
    }
    rules
}

/// Finds where a clause of the round a plan was checked under can be read.
fn address(plan: &Checked, clause: &str) -> Option<String> {
    let round = plan.under.as_deref()?;
    followed(round.address(round.clause(clause)?)?)
}

/// Returns an address if every reader of the log can follow it.
fn followed(url: &str) -> Option<String> {
    (url.starts_with("http") && url.is_ascii()).then(|| url.to_owned())
}

/// Returns what code scanning calls it.
const fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice => "recommendation",
    }
}

impl RuleFound<'_> {
    /// Describes the rule as its results refer to it.
    pub(super) fn descriptor(&self) -> Value {
        let finding = self.finding;
        let Some((family, rule)) = rule(finding.rule) else {
            return json!({ "id": finding.rule, "properties": { "tags": [finding.family] } });
        };
        let basis = finding.clause.as_ref().map(|clause| clause.basis.word());
        let tags: Vec<&str> = [family.id].into_iter().chain(basis).collect();
        let fenced = |plan: &str| format!("```toml\n{}\n```", plan.trim_matches('\n'));
        let markdown = format!(
            "{}\n\n**How to fix it.** {}\n\nA plan that breaks it:\n\n{}\n\nThe same plan, mended:\n\n{}",
            rule.why.trim(),
            rule.fix.trim(),
            fenced(&rule.fails()),
            fenced(&rule.passes())
        );
        let text = format!("{}\n\nHow to fix it: {}", rule.why.trim(), rule.fix.trim());
        let mut out = json!({
            "id": rule.id,
            "shortDescription": { "text": rule.summary },
            "fullDescription": { "text": rule.why.trim() },
            "help": { "text": text, "markdown": markdown },
            "defaultConfiguration": { "level": level(rule.level) },
            "properties": {
                "tags": tags,
                "family": family.id,
                "basis": basis,
                "statutory": rule.statutory,
                "problem.severity": severity(rule.level),
            },
        });
        if let Some(address) = address_of(rule.id).or_else(|| self.address.clone()) {
            out["helpUri"] = json!(address);
        }
        out
    }
}
