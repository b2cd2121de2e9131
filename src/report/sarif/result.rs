//! A finding as a result: its place, its sum and its fix.

use serde_json::{Value, json};

use super::parts::{ROOT, level, text, uri};
use crate::finding::{ClauseRef, Edit, Finding, Site, Status, Trial};
use crate::report::found::{Found, first_line};
use crate::report::human::Drawer;
use crate::report::places::Places;
use crate::report::{View, causes, words};
use crate::span::Span;
use crate::text::escape::shown;
use crate::text::words::count;

/// The most figures of one sum that are listed.
pub(super) const RELATED: usize = 100;

/// Describes a finding as a result. `rule` is the index of its rule, `is_compared` true in a run that knows findings from
/// before.
pub(super) fn result(found: &Found<'_>, rule: Option<usize>, prints: &Value, is_compared: bool) -> Value {
    let finding = found.finding;
    let mut location = location(found, &finding.at, None);
    let member = json!({ "fullyQualifiedName": shown(&finding.at.path), "kind": "member" });
    match location.get_mut("logicalLocations").and_then(Value::as_array_mut) {
        Some(cell) => cell.push(member),
        None => location["logicalLocations"] = json!([member]),
    }
    let mut out = json!({
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "kind": "fail",
        "level": level(finding.level),
        "message": { "text": format!("{}{}", text(&finding.message), words::changed(finding)) },
        "locations": [location],
        "partialFingerprints": prints,
        "properties": properties(finding),
    });
    // An alert of what is waived or known stays open or dismissed; left out, it would be closed as fixed.
    if let Status::Waived(waiver) = &finding.status {
        let justification = format!("waived by {}: {}", waiver.by, waiver.reason);
        out["suppressions"] =
            json!([{ "kind": "inSource", "status": "accepted", "justification": shown(&justification) }]);
    }
    if is_compared {
        let is_known = finding.status == Status::Baselined;
        out["baselineState"] = json!(if is_known { "unchanged" } else { "new" });
    }
    let mut related = related(found);
    related.extend(cause(found, related.len()));
    if !related.is_empty() {
        out["relatedLocations"] = Value::Array(related);
    }
    // A fix is a change of text, which a workbook is not.
    let is_text = found.plan_file.places.cells().is_none();
    if let Some(edit) = finding.edit.as_ref().filter(|edit| is_text && edit.trial == Trial::Safe) {
        out["fixes"] = json!([fix(found, edit)]);
    }
    out
}

/// Returns the facts about a finding that SARIF has no key for.
fn properties(finding: &Finding) -> Value {
    let clause = |clause: &ClauseRef| {
        let mut out =
            json!({ "id": clause.id, "at": clause.at, "source": clause.source, "basis": clause.basis.word() });
        if !clause.reported_by.is_empty() {
            out["reported_by"] = clause.reported_by.iter().map(|who| shown(who)).collect();
        }
        out
    };
    json!({
        "family": finding.family,
        "help": finding.help.as_deref().map(shown),
        "year": finding.year.map(|year| year.to_string()),
        "subject": finding.subject.as_deref().map(shown),
        "clause": finding.clause.as_ref().map(clause),
        "fingerprint": finding.fingerprint(),
    })
}

/// Returns the rest of the sum.
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

/// Returns the places of what is likely its cause, numbered from `first`.
fn cause(found: &Found<'_>, first: usize) -> Vec<Value> {
    let Some(cause) = found.plan_file.plan.cause_of(found.finding) else { return Vec::new() };
    let drawer = Drawer::new("", &found.plan_file.places, View::plain(0));
    let edits = cause.shown().filter(|edit| drawer.can_be_made(edit)).enumerate();
    let place = |(n, edit): (usize, &Edit)| {
        let message = format!("{}: {}: {}", causes::head(cause), cause.message, drawer.edit(edit, &[edit.at.span]));
        let mut out = location(found, &edit.at, Some(text(&message)));
        out["id"] = json!(first + n);
        out
    };
    edits.map(place).collect()
}

/// Returns the first line of a place, with a message about it.
fn location(found: &Found<'_>, site: &Site, message: Option<String>) -> Value {
    let mut out = json!({ "physicalLocation": { "artifactLocation": here(found) } });
    if let Some(name) = found.plan_file.places.cell(site) {
        if !name.cell.is_empty() {
            out["logicalLocations"] = json!([{ "name": name.cell, "fullyQualifiedName": shown(&name.to_string()) }]);
        }
    } else {
        let (start, end) = first_line(&found.plan_file.places, site.span);
        out["physicalLocation"]["region"] =
            json!({ "startLine": start.line, "startColumn": start.column, "endLine": start.line, "endColumn": end });
    }
    if let Some(message) = message {
        out["message"] = json!({ "text": message });
    }
    out
}

/// Returns the address of the plan of a finding.
fn here(found: &Found<'_>) -> Value {
    json!({ "uri": uri(found.plan_file.file), "uriBaseId": ROOT, "index": found.plan })
}

/// Returns the edit that mends it. It replaces the whole span, however many lines that has.
fn fix(found: &Found<'_>, edit: &Edit) -> Value {
    let old = edit.at.span.of(found.plan_file.places.source());
    let words = match (old.is_empty(), edit.with.is_empty()) {
        (true, _) => format!("insert {}", edit.with.trim_matches('\n')),
        (false, true) => format!("delete {}", old.trim_matches('\n')),
        (false, false) => format!("change {old} to {}", edit.with),
    };
    let mut replacement = json!({ "deletedRegion": whole(&found.plan_file.places, edit.at.span) });
    if !edit.with.is_empty() {
        replacement["insertedContent"] = json!({ "text": edit.with });
    }
    json!({
        "description": { "text": text(&words) },
        "artifactChanges": [{ "artifactLocation": here(found), "replacements": [replacement] }],
    })
}

/// Returns the region of a whole span.
fn whole(places: &Places<'_>, span: Span) -> Value {
    let (start, end) = (places.position(span.start), places.position(span.end));
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}
