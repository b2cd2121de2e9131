//! SARIF 2.1.0, as code scanning reads it: one run, a result for every finding that counts.
//!
//! The same plan, options and day give the same bytes: there is no time, no absolute path and no random id in it.

mod parts;
mod result;
mod rule;

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, IntoInnerError, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use serde_json::{Value, json};

use self::parts::{ROOT, text, uri};
use self::result::result;
use self::rule::{RuleFound, rules};
use super::Run;
use super::found::{Found, PlanFile, fingerprints, plan_files, with_set_aside};
use super::json::{List, to_writer};
use super::line_hash::LineHashes;
use super::words;
use crate::check::Checked;
use crate::finding::{Finding, Level, Status};
use crate::text::escape::shown;
use crate::text::words::count;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The limits of code scanning on one run.
#[derive(Clone, Copy, Debug)]
struct Limits {
    results: usize,
    /// Of the file as it is uploaded, packed by gzip.
    bytes: usize,
}

/// The limits of GitHub.
const LIMITS: Limits = Limits { results: 25_000, bytes: 10_000_000 };

/// Writes the report. Of more than code scanning takes the least important results are left out, and counted.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_within(run, LIMITS, out)
}

/// Writes the report with as many results as the limits leave room for.
fn write_within(run: &Run<'_>, limits: Limits, out: &mut dyn Write) -> io::Result<()> {
    let plan_files = plan_files(run);
    let report = Results::new(run, &plan_files);
    let mut kept = report.all.len().min(limits.results);
    loop {
        let log = report.log(kept);
        let mut plain = Spool { room: limits.bytes, ..Spool::default() };
        to_writer(&log, 2, &mut plain)?;
        if plain.size <= limits.bytes {
            return out.write_all(&plain.text);
        }
        // Whoever uploads it packs it better than this, never worse; and the packer is slow with many small pieces.
        let mut packer = BufWriter::with_capacity(1 << 16, GzEncoder::new(Spool::default(), Compression::fast()));
        to_writer(&log, 2, &mut packer)?;
        let size = packer.into_inner().map_err(IntoInnerError::into_error)?.finish()?.size;
        if size <= limits.bytes || kept == 0 {
            return to_writer(&log, 2, out);
        }
        kept = fewer(kept, limits.bytes, size);
    }
}

/// Returns so many fewer that what took `size` takes no more than `limit`, were all of one size; and a few more, since
/// they are not.
fn fewer(kept: usize, limit: usize, size: usize) -> usize {
    let [all, limit, size] = [kept, limit, size.max(1)].map(|n| n as u128);
    usize::try_from(all * limit / size * 19 / 20).unwrap_or(usize::MAX).min(kept.saturating_sub(1))
}

/// Counts what is written, and keeps it while there is room.
#[derive(Default)]
struct Spool {
    room: usize,
    text: Vec<u8>,
    size: usize,
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.size += bytes.len();
        if self.size <= self.room {
            self.text.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The data a log is made from.
struct Results<'a> {
    run: &'a Run<'a>,
    plan_files: &'a [PlanFile<'a>],
    all: Vec<Found<'a>>,
    /// The place of each finding among all, the most important first.
    ranks: Vec<usize>,
    /// Its fingerprints.
    prints: Vec<Value>,
    rules: BTreeMap<&'static str, RuleFound<'a>>,
}

impl<'a> Results<'a> {
    /// Gathers the findings that count, with their rank, their fingerprints and their rules.
    fn new(run: &'a Run<'a>, plan_files: &'a [PlanFile<'a>]) -> Self {
        let all = with_set_aside(plan_files);
        let mut order: Vec<usize> = (0..all.len()).collect();
        let counts = |n: &usize| all[*n].finding.status == Status::Failed;
        order.sort_by_key(|n| (Reverse(counts(n)), Reverse(all[*n].finding.level)));
        let mut ranks = vec![0; all.len()];
        for (rank, n) in order.into_iter().enumerate() {
            ranks[n] = rank;
        }
        let (prints, rules) = (prints(plan_files, &all), rules(run, &all));
        Self { run, plan_files, all, ranks, prints, rules }
    }

    /// Returns the log with the `kept` most important results, in the order of the files.
    fn log(&self, kept: usize) -> impl Serialize {
        let index = |found: &Found<'_>| self.rules.keys().position(|id| *id == found.finding.rule);
        // Of a run that knows something from before every result says whether it does.
        let is_compared = self.all.iter().any(|found| found.finding.known.is_some());
        let results = move || {
            let each = self.all.iter().zip(&self.prints).zip(&self.ranks).filter(move |(_, rank)| **rank < kept);
            each.map(move |((found, prints), _)| result(found, index(found), prints, is_compared))
        };
        let rules = self.rules.values().map(RuleFound::descriptor).collect();
        Log {
            schema: SCHEMA,
            version: "2.1.0",
            runs: [RunOut {
                tool: json!({ "driver": Driver { rules, ..DRIVER } }),
                invocations: [self.invocation(kept)],
                original_uri_base_ids: json!({ ROOT: { "description": { "text": "the root of the repository" } } }),
                artifacts: List(|| self.plan_files.iter().map(artifact)),
                column_kind: "unicodeCodePoints",
                language: "en-GB",
                results: List(results),
                properties: json!({ "today": self.run.today.to_string() }),
            }],
        }
    }

    /// Tells whether every plan was read, and what is left out.
    fn invocation(&self, kept: usize) -> Value {
        let left = (kept < self.all.len()).then(|| {
            let of = |level| {
                let all = self.all.iter().zip(&self.ranks);
                all.filter(|(found, rank)| **rank >= kept && found.finding.level == level).count()
            };
            let [error, warning, advice] = [Level::Error, Level::Warning, Level::Advice].map(of);
            let text = format!(
                "{} left out ({}): code scanning takes no more of one run; `bcf check` shows them all",
                count(self.all.len() - kept, "result is", "results are"),
                words::levels(error, warning, 0, advice).unwrap_or_default()
            );
            json!({ "level": "warning", "message": { "text": text } })
        });
        let beside = &self.run.beside;
        let unread = beside.unread.iter().map(|one| notification("error", &one.file, &one.why));
        let gone = beside.gone.iter();
        let gone = gone.map(|one| notification(if one.fails { "error" } else { "note" }, &one.file, &one.line()));
        let told: Vec<Value> = unread.chain(gone).chain(left).collect();
        json!({ "executionSuccessful": beside.unread.is_empty(), "toolExecutionNotifications": told })
    }
}

/// Returns what is reported of a file that has no results.
fn notification(level: &str, file: &str, message: &str) -> Value {
    json!({
        "level": level,
        "message": { "text": text(message) },
        "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri(file), "uriBaseId": ROOT } } }],
    })
}

/// Returns what identifies each result: this program's own key, and the line, which is what GitHub goes by.
fn prints(plan_files: &[PlanFile<'_>], all: &[Found<'_>]) -> Vec<Value> {
    let lines: Vec<OnceCell<LineHashes>> = plan_files.iter().map(|_| OnceCell::new()).collect();
    let print = |((found, first), own): ((&Found<'_>, String), String)| {
        let lines = lines[found.plan].get_or_init(|| LineHashes::new(found.plan_file.places.source()));
        let mut prints = json!({ "bcf/v1": first, "bcf/v2": own });
        if let Some(line) = lines.of(found.start().line).filter(|_| found.plan_file.places.cells().is_none()) {
            prints["primaryLocationLineHash"] = json!(line);
        }
        prints
    };
    let first = fingerprints(all, Finding::first_fingerprint);
    all.iter().zip(first).zip(fingerprints(all, Finding::fingerprint)).map(print).collect()
}

/// A log of one run.
#[derive(Serialize)]
struct Log<A, R> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [RunOut<A, R>; 1],
}

/// A run: the tool, the plans and the results.
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

/// The program as the tool of a run.
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

/// The type of a workbook.
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Describes a plan as an artifact of the run.
fn artifact(plan_file: &PlanFile<'_>) -> Value {
    let mut artifact = json!({
        "location": { "uri": uri(plan_file.file), "uriBaseId": ROOT },
        "length": plan_file.plan.plan.length(),
        "roles": ["analysisTarget"],
        "hashes": { "sha-256": plan_file.plan.plan.sha256() },
        "properties": rounds(plan_file.plan),
    });
    if plan_file.places.cells().is_some() {
        artifact["mimeType"] = json!(WORKBOOK);
    } else {
        artifact["encoding"] = json!("UTF-8");
    }
    artifact
}

/// Returns the round a plan was checked under, and its own if that is another.
fn rounds(plan: &Checked) -> Value {
    let round = plan.round.as_ref().or(plan.named_round.as_ref()).map(|round| shown(round));
    let mut properties = json!({ "round": round });
    if let Some(own) = plan.other_round() {
        properties["own_round"] = json!(shown(own));
    }
    properties
}

#[cfg(test)]
mod tests {
    use super::super::View;
    use sha2::Digest;

    use super::super::samples::{SOURCE, checked, finding, label, run, short_of_a_hundred_thousand, site};
    use super::result::RELATED;
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
    fn a_result_is_known_by_its_key_and_by_its_line() {
        let mut plan = checked(SOURCE);
        plan.findings = vec![short_of_a_hundred_thousand()];
        let log = written(plan);
        let prints = &log["runs"][0]["results"][0]["partialFingerprints"];
        assert!(prints["bcf/v1"].is_string(), "{prints}");
        assert_eq!(prints["primaryLocationLineHash"], LineHashes::new(SOURCE).of(4).unwrap());
    }

    /// Findings of these levels, each at its own place, with as much to say.
    fn leveled(levels: &[Level], say: impl Fn(usize) -> String) -> Checked {
        let mut plan = checked(SOURCE);
        let at = |n: usize| site(&format!("x.{n}"), n, n + 1);
        let all = levels.iter().enumerate();
        plan.findings = all.map(|(n, level)| Finding { level: *level, ..finding(&say(n), at(n)) }).collect();
        plan
    }

    fn within(limits: Limits, plan: Checked) -> (Vec<u8>, Value) {
        let mut out = Vec::new();
        write_within(&run(&[plan], View::plain(80)), limits, &mut out).unwrap();
        let log = serde_json::from_slice(&out).unwrap();
        (out, log)
    }

    #[test]
    fn of_more_results_than_are_taken_the_least_important_are_left_out_and_counted() {
        use Level::{Advice, Error, Warning};
        let levels = [Warning, Advice, Error, Warning, Error, Advice, Warning];
        for (results, kept, told) in [
            (7, &["0", "1", "2", "3", "4", "5", "6"][..], None),
            (6, &["0", "1", "2", "3", "4", "6"], Some("1 result is left out (1 piece of advice)")),
            (3, &["0", "2", "4"], Some("4 results are left out (2 warnings, 2 pieces of advice)")),
            (1, &["2"], Some("6 results are left out (1 error, 3 warnings, 2 pieces of advice)")),
        ] {
            let plan = leveled(&levels, |n| n.to_string());
            let (_, log) = within(Limits { results, bytes: usize::MAX }, plan);
            let all = log["runs"][0]["results"].as_array().unwrap().iter();
            assert_eq!(all.map(|result| result["message"]["text"].as_str().unwrap()).collect::<Vec<_>>(), kept);
            let told_of = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"];
            let text = told_of[0]["message"]["text"].as_str();
            assert_eq!(text.and_then(|text| text.split_once(':')).map(|(text, _)| text), told, "{told_of}");
        }
    }

    #[test]
    fn what_is_uploaded_is_packed_and_no_larger_than_is_taken() {
        let packed_size = |bytes: &[u8]| {
            let mut packer = GzEncoder::new(Vec::new(), Compression::default());
            packer.write_all(bytes).unwrap();
            packer.finish().unwrap().len()
        };
        let levels: Vec<Level> = (0..300).map(|n| if n % 3 == 0 { Level::Error } else { Level::Advice }).collect();
        let limits = Limits { results: usize::MAX, bytes: 30_000 };
        // What says the same again and again is packed to nothing.
        let (text, log) = within(limits, leveled(&levels, |_| "x".repeat(500)));
        assert!(text.len() > limits.bytes && log["runs"][0]["results"].as_array().unwrap().len() == 300);
        let noise =
            |n: usize| (0..8).map(|part| crate::finding::hex(&sha2::Sha256::digest(format!("{n} {part}")))).collect();
        let (text, log) = within(limits, leveled(&levels, noise));
        let results = log["runs"][0]["results"].as_array().unwrap();
        let errors = results.iter().filter(|result| result["level"] == "error").count();
        assert!(packed_size(&text) <= limits.bytes, "{}", packed_size(&text));
        assert!(packed_size(&text) > limits.bytes / 2 && errors == results.len().min(100), "{errors}");
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
