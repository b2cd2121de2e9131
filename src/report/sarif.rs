//! SARIF 2.1.0, as code scanning reads it: one run, a result for every finding that counts.
//!
//! The same plan, options and day give the same bytes: there is no time, no absolute path and no random id in it.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use super::Run;
use super::escape::shown;
use super::found::{Found, Sheet, fingerprints, first_line, found, sha256, sheets};
use super::json::{List, to_writer};
use super::places::Places;
use super::words::count;
use crate::check::{Checked, rule};
use crate::finding::{ClauseRef, Edit, Finding, Level, Site};
use crate::span::Span;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What relative addresses start from: the root of the repository.
const ROOT: &str = "%SRCROOT%";
/// How many figures of one sum are listed.
const RELATED: usize = 100;

/// Write the report.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let sheets = sheets(run);
    let all = found(&sheets);
    let rules = rules(&all);
    let keys = fingerprints(&all);
    let index = |found: &Found<'_>| rules.keys().position(|id| *id == found.finding.rule);
    let results = || all.iter().zip(&keys).map(|(found, key)| result(found, index(found), key));
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [RunOut {
            tool: json!({ "driver": Driver { rules: rules.values().map(|found| descriptor(found.finding)).collect(), ..DRIVER } }),
            invocations: [invocation(run)],
            original_uri_base_ids: json!({ ROOT: { "description": { "text": "the root of the repository" } } }),
            artifacts: List(|| sheets.iter().map(artifact)),
            column_kind: "unicodeCodePoints",
            language: "en-GB",
            results: List(results),
            properties: json!({ "today": run.today.to_string() }),
        }],
    };
    to_writer(&log, 2, out)
}

#[derive(Serialize)]
struct Log<A, R> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [RunOut<A, R>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunOut<A, R> {
    tool: Value,
    invocations: [Value; 1],
    original_uri_base_ids: Value,
    artifacts: A,
    column_kind: &'static str,
    language: &'static str,
    results: R,
    properties: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<Value>,
}

const DRIVER: Driver = Driver {
    name: env!("CARGO_PKG_NAME"),
    version: env!("CARGO_PKG_VERSION"),
    semantic_version: env!("CARGO_PKG_VERSION"),
    rules: Vec::new(),
};

/// The rules that found something, by id, each with a finding of it: one that knows its clause, if any does.
fn rules<'a>(all: &[Found<'a>]) -> BTreeMap<&'static str, Found<'a>> {
    let mut rules: BTreeMap<&'static str, Found<'a>> = BTreeMap::new();
    for found in all {
        let known = rules.entry(found.finding.rule).or_insert_with(|| found.clone());
        if known.finding.clause.is_none() && found.finding.clause.is_some() {
            *known = found.clone();
        }
    }
    rules
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice => "note",
    }
}

/// What code scanning calls it.
const fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice => "recommendation",
    }
}

/// A rule as its results refer to it.
fn descriptor(finding: &Finding) -> Value {
    let Some((family, rule)) = rule(finding.rule) else {
        return json!({ "id": finding.rule, "properties": { "tags": [finding.family] } });
    };
    let clause = finding.clause.as_ref();
    let tags: Vec<&str> = [family.id].into_iter().chain(clause.map(|clause| clause.basis.word())).collect();
    let fenced = |plan: &str| format!("```toml\n{}\n```", plan.trim_matches('\n'));
    let markdown = format!(
        "{}\n\n**How to fix it.** {}\n\nA plan that breaks it:\n\n{}\n\nThe same plan, mended:\n\n{}",
        rule.why.trim(),
        rule.fix.trim(),
        fenced(rule.fails),
        fenced(rule.passes)
    );
    let mut out = json!({
        "id": rule.id,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.why.trim() },
        "help": { "text": format!("{}\n\nHow to fix it: {}", rule.why.trim(), rule.fix.trim()), "markdown": markdown },
        "defaultConfiguration": { "level": level(rule.level) },
        "properties": {
            "tags": tags,
            "family": family.id,
            "basis": clause.map(|clause| clause.basis.word()),
            "statutory": rule.statutory,
            "problem.severity": severity(rule.level),
        },
    });
    if let Some(url) = clause.map(|clause| clause.url.as_str()).filter(|url| url.starts_with("http") && url.is_ascii())
    {
        out["helpUri"] = json!(url);
    }
    out
}

/// Whether every plan was read; what was not, and what is gone.
fn invocation(run: &Run<'_>) -> Value {
    let told = |level: &str, file: &str, message: &str| {
        json!({
            "level": level,
            "message": { "text": text(message) },
            "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri(file), "uriBaseId": ROOT } } }],
        })
    };
    let beside = &run.beside;
    let unread = beside.unread.iter().map(|unread| told("error", &unread.file, &unread.why));
    let gone = beside.gone.iter();
    let gone = gone.map(|gone| told(if gone.fails { "error" } else { "note" }, &gone.file, &gone.line()));
    json!({
        "executionSuccessful": beside.unread.is_empty(),
        "toolExecutionNotifications": unread.chain(gone).collect::<Vec<Value>>(),
    })
}

fn artifact(sheet: &Sheet<'_>) -> Value {
    json!({
        "location": { "uri": uri(sheet.file), "uriBaseId": ROOT },
        "length": sheet.plan.plan.tree.source().len(),
        "roles": ["analysisTarget"],
        "encoding": "UTF-8",
        "hashes": { "sha-256": sha256(sheet.plan) },
        "properties": rounds(sheet.plan),
    })
}

/// The round a plan was checked under, and its own if that is another.
fn rounds(plan: &Checked) -> Value {
    let round = plan.round.as_ref().or(plan.named_round.as_ref()).map(|round| shown(round));
    let mut properties = json!({ "round": round });
    if let Some(own) = plan.other_round() {
        properties["own_round"] = json!(shown(own));
    }
    properties
}

/// A path as a relative reference: every byte but letters, digits, `-._~` and `/` as `%XX`.
pub(super) fn uri(path: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(encode).collect()
}

/// Text as a message, in which `[…](…)` would be a link.
fn text(text: &str) -> String {
    let text = shown(text);
    if text.contains("](") {
        text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
    } else {
        text.into_owned()
    }
}

fn result(found: &Found<'_>, rule: Option<usize>, key: &str) -> Value {
    let finding = found.finding;
    let mut location = location(found, &finding.at, None);
    location["logicalLocations"] = json!([{ "fullyQualifiedName": shown(&finding.at.path), "kind": "member" }]);
    let mut out = json!({
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "kind": "fail",
        "level": level(finding.level),
        "message": { "text": text(&finding.message) },
        "locations": [location],
        "partialFingerprints": { "bcf/v1": key },
        "properties": properties(finding),
    });
    let related = related(found);
    if !related.is_empty() {
        out["relatedLocations"] = Value::Array(related);
    }
    if let Some(edit) = &finding.edit {
        out["fixes"] = json!([fix(found, edit)]);
    }
    out
}

fn properties(finding: &Finding) -> Value {
    let clause = |clause: &ClauseRef| json!({ "id": clause.id, "at": clause.at, "source": clause.source, "basis": clause.basis.word() });
    json!({
        "family": finding.family,
        "help": finding.help.as_deref().map(shown),
        "year": finding.year.map(|year| year.to_string()),
        "subject": finding.subject.as_deref().map(shown),
        "clause": finding.clause.as_ref().map(clause),
        "fingerprint": finding.fingerprint(),
    })
}

/// The rest of the sum.
fn related(found: &Found<'_>) -> Vec<Value> {
    let figures = found.figures();
    let more = figures.len().saturating_sub(RELATED);
    let figure = |(n, (site, label)): (usize, &(&Site, String))| {
        let note = if more > 0 && n + 1 == RELATED {
            format!(" (and {} not listed)", count(more, "more figure", "more figures"))
        } else {
            String::new()
        };
        let mut out = location(found, site, Some(format!("{}{note}", text(label))));
        out["id"] = json!(n);
        out
    };
    figures.iter().take(RELATED).enumerate().map(figure).collect()
}

fn location(found: &Found<'_>, site: &Site, message: Option<String>) -> Value {
    let (start, end_column) = first_line(&found.sheet.places, site.span);
    let region =
        json!({ "startLine": start.line, "startColumn": start.column, "endLine": start.line, "endColumn": end_column });
    let mut out = json!({ "physicalLocation": { "artifactLocation": here(found), "region": region } });
    if let Some(message) = message {
        out["message"] = json!({ "text": message });
    }
    out
}

fn here(found: &Found<'_>) -> Value {
    json!({ "uri": uri(found.sheet.file), "uriBaseId": ROOT, "index": found.plan })
}

/// The edit that mends it. It replaces the whole span, however many lines that has.
fn fix(found: &Found<'_>, edit: &Edit) -> Value {
    let old = edit.at.span.of(found.sheet.places.source());
    let words = match (old.is_empty(), edit.with.is_empty()) {
        (true, _) => format!("insert {}", edit.with.trim_matches('\n')),
        (false, true) => format!("delete {}", old.trim_matches('\n')),
        (false, false) => format!("change {old} to {}", edit.with),
    };
    let mut replacement = json!({ "deletedRegion": whole(&found.sheet.places, edit.at.span) });
    if !edit.with.is_empty() {
        replacement["insertedContent"] = json!({ "text": edit.with });
    }
    json!({
        "description": { "text": text(&words) },
        "artifactChanges": [{ "artifactLocation": here(found), "replacements": [replacement] }],
    })
}

fn whole(places: &Places<'_>, span: Span) -> Value {
    let (start, end) = (places.position(span.start), places.position(span.end));
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

#[cfg(test)]
mod tests {
    use super::super::View;
    use super::super::samples::{SOURCE, checked, label, run, short_of_a_hundred_thousand};
    use super::*;

    fn written(plan: crate::check::Checked) -> Value {
        let mut out = Vec::new();
        write(&run(&[plan], View::plain(80)), &mut out).unwrap();
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn a_result_has_its_place_its_sum_and_its_fix() {
        let mut plan = checked(SOURCE);
        plan.findings = vec![short_of_a_hundred_thousand()];
        insta::assert_snapshot!(serde_json::to_string_pretty(&written(plan)["runs"][0]["results"][0]).unwrap());
    }

    #[test]
    fn of_a_long_sum_a_hundred_figures_are_listed() {
        let mut plan = checked(SOURCE);
        let mut finding = short_of_a_hundred_thousand();
        finding.labels = (0..123).map(|n| label("a figure", "x", n, n + 1)).collect();
        plan.findings = vec![finding];
        let log = written(plan);
        let related = log["runs"][0]["results"][0]["relatedLocations"].as_array().unwrap();
        assert_eq!(related.len(), RELATED);
        assert_eq!(related[99]["message"]["text"], "a figure (and 24 more figures not listed)");
    }

    #[test]
    fn addresses_are_relative_references_and_messages_have_no_links() {
        assert_eq!(uri("a b/£,:#%?.toml"), "a%20b/%C2%A3%2C%3A%23%25%3F.toml");
        assert_eq!(text("see [here](http://x) \u{1b}"), "see \\[here\\](http://x) \\\\u{1b}");
        assert_eq!(text("the [plan] table"), "the [plan] table");
    }
}
