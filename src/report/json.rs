//! The machine's report: `bcf.check/1`, one finding or test a line, the same bytes for the same plan, options and day.

use std::cell::OnceCell;
use std::fmt;
use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::ser::{CompactFormatter, Formatter};
use sha2::Digest;

use super::places::Places;
use super::words;
use super::{Excluded, Gone, Run, Unread};
use crate::check::{Checked, Overruled, Written};
use crate::finding::{
    ClauseRef, Edit, Finding, Known, Label, Ledger, LedgerLine, Need, Outcome, Site, Status, Tally, Test, Waiver,
};
use crate::money::Money;
use crate::period::Period;
use crate::text::escape::{is_hidden, makes_command};

/// Write the report.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let verdict = words::verdict_of_all(run);
    let terms = || run.plans.iter().map(|plan| &plan.terms);
    let envelope = Envelope {
        schema: "bcf.check/1",
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        today: Shown(run.today),
        verdict: verdict.word.word(),
        fails: verdict.fails,
        lowered: once(terms().flat_map(|terms| &terms.lowered).map(|lowered| WrittenOut::of(&lowered.setting))),
        overruled: once(terms().flat_map(|terms| &terms.overruled).map(OverruledOut::of)),
        unread: run.beside.unread,
        gone: run.beside.gone,
        excluded: run.beside.excluded,
        across: super::across::json(run),
        plans: List(|| run.plans.iter().map(|plan| PlanOut { run, plan, places: OnceCell::new() })),
    };
    to_writer(&envelope, 2, out)
}

/// Write any value as this program writes JSON: each entry of the outer `lists` on a line of its own, hidden characters
/// escaped, a newline last.
///
/// # Errors
/// When `out` cannot be written.
pub fn to_writer<T: Serialize>(value: &T, lists: usize, out: &mut dyn Write) -> io::Result<()> {
    let lines = Lines { inner: CompactFormatter, lists, depth: 0 };
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, lines);
    value.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

/// Each of the entries once, in their order.
fn once<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    all.fold(Vec::new(), |mut kept, one| {
        if !kept.contains(&one) {
            kept.push(one);
        }
        kept
    })
}

/// A setting, and where it is written.
#[derive(PartialEq, Eq, Serialize)]
struct WrittenOut<'a> {
    what: &'a str,
    path: Option<&'a str>,
    line: Option<u32>,
}

impl<'a> WrittenOut<'a> {
    fn of(setting: &'a Written) -> Self {
        Self { what: &setting.what, path: setting.path.as_deref(), line: setting.line }
    }
}

/// A setting in which two revisions differ.
#[derive(PartialEq, Eq, Serialize)]
struct OverruledOut<'a> {
    heard: WrittenOut<'a>,
    unheard: WrittenOut<'a>,
    by_rule: bool,
}

impl<'a> OverruledOut<'a> {
    fn of(one: &'a Overruled) -> Self {
        Self { heard: WrittenOut::of(&one.heard), unheard: WrittenOut::of(&one.unheard), by_rule: one.by_rule }
    }
}

/// JSON in which no text holds a command of a runner of CI: outside of texts there is no `#`.
pub(super) fn without_commands(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for (at, c) in json.char_indices() {
        let command = c == '#' && makes_command(&json[..at], &json[at + 1..]);
        if command { out.push_str("\\u0023") } else { out.push(c) }
    }
    out
}

/// JSON with every entry of the outer `lists` on a line of its own.
struct Lines {
    inner: CompactFormatter,
    lists: usize,
    depth: usize,
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth += 1;
        self.inner.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth -= 1;
        self.inner.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.inner.begin_array_value(out, first)?;
        if self.depth <= self.lists { out.write_all(b"\n") } else { Ok(()) }
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        let safe = |text: &str| if text.is_ascii() { !text.contains('\u{7f}') } else { !text.contains(is_hidden) };
        if safe(text) && !text.contains('#') {
            return out.write_all(text.as_bytes());
        }
        let mut units = [0; 2];
        for (at, c) in text.char_indices() {
            if is_hidden(c) || (c == '#' && makes_command(&text[..at], &text[at + 1..])) {
                c.encode_utf16(&mut units).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}"))?;
            } else {
                out.write_all(c.encode_utf8(&mut [0; 4]).as_bytes())?;
            }
        }
        Ok(())
    }
}

/// A value by its `Display`, without a string in between.
struct Shown<T>(T);

impl<T: fmt::Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

/// An amount as machines read it.
struct Plain(Money);

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pence = self.0.pence();
        let sign = if pence < 0 { "-" } else { "" };
        match u64::try_from(pence.unsigned_abs()) {
            Ok(pence) => write!(f, "{sign}{}.{:02}", pence / 100, pence % 100),
            Err(_) => write!(f, "{sign}{}.{:02}", pence.unsigned_abs() / 100, pence.unsigned_abs() % 100),
        }
    }
}

/// A list written as it is walked.
pub(super) struct List<F>(pub(super) F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for List<F> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq((self.0)())
    }
}

#[derive(Serialize)]
struct Envelope<'a, P: Serialize> {
    schema: &'static str,
    tool: Tool,
    today: Shown<crate::period::Date>,
    verdict: &'static str,
    fails: bool,
    lowered: Vec<WrittenOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    overruled: Vec<OverruledOut<'a>>,
    unread: &'a [Unread],
    gone: &'a [Gone],
    excluded: &'a [Excluded],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    across: Vec<serde_json::Value>,
    plans: P,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// One plan; its line index is made when the first place is asked for.
struct PlanOut<'a> {
    run: &'a Run<'a>,
    plan: &'a Checked,
    places: OnceCell<Places<'a>>,
}

impl PlanOut<'_> {
    fn at<'s>(&'s self, site: &'s Site) -> At<'s> {
        At { path: &site.path, span: site.span, places: self.places() }
    }

    fn places(&self) -> &Places<'_> {
        self.places.get_or_init(|| Places::new(self.plan.plan.tree.source()))
    }
}

impl Serialize for PlanOut<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let (plan, counts) = (self.plan, self.plan.counts());
        let verdict = plan.verdict();
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("path", &plan.path)?;
        map.serialize_entry("round", &plan.round.as_ref().or(plan.named_round.as_ref()))?;
        if let Some(own) = plan.other_round() {
            map.serialize_entry("own_round", own)?;
        }
        map.serialize_entry("sha256", &Shown(Hex(sha2::Sha256::digest(plan.plan.tree.source()).into())))?;
        map.serialize_entry("verdict", verdict.word.word())?;
        map.serialize_entry("fails", &verdict.fails)?;
        map.serialize_entry("counts", &CountsOut(counts))?;
        map.serialize_entry(
            "findings",
            &List(|| plan.findings.iter().map(|finding| FindingOut { plan: self, finding })),
        )?;
        map.serialize_entry("tests", &List(|| plan.tests.iter().map(|test| TestOut { plan: self, test })))?;
        map.end()
    }
}

struct Hex([u8; 32]);

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

struct CountsOut(crate::check::Counts);

impl Serialize for CountsOut {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self(counts) = self;
        to.collect_map([
            ("error", counts.error),
            ("warning", counts.warning),
            ("advice", counts.advice),
            ("waived", counts.waived),
            ("baselined", counts.baselined),
            ("passed", counts.passed),
            ("not_evaluated", counts.not_evaluated),
            ("required_not_evaluated", counts.required_not_evaluated),
            ("not_applicable", counts.not_applicable),
        ])
    }
}

/// A place: dotted path, lines and columns, bytes.
struct At<'a> {
    path: &'a str,
    span: crate::span::Span,
    places: &'a Places<'a>,
}

impl Serialize for At<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let (start, end) = (self.places.position(self.span.start), self.places.position(self.span.end));
        let mut map = to.serialize_map(Some(7))?;
        map.serialize_entry("path", self.path)?;
        map.serialize_entry("line", &start.line)?;
        map.serialize_entry("column", &start.column)?;
        map.serialize_entry("end_line", &end.line)?;
        map.serialize_entry("end_column", &end.column)?;
        map.serialize_entry("start", &self.span.start)?;
        map.serialize_entry("end", &self.span.end)?;
        map.end()
    }
}

struct FindingOut<'a, 'p> {
    plan: &'a PlanOut<'p>,
    finding: &'a Finding,
}

impl Serialize for FindingOut<'_, '_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self { plan, finding } = self;
        let waiver = match &finding.status {
            Status::Waived(waiver) => Some(WaiverOut { plan, waiver }),
            _ => None,
        };
        let mut map = to.serialize_map(Some(16))?;
        map.serialize_entry("rule", finding.rule)?;
        map.serialize_entry("family", finding.family)?;
        map.serialize_entry("level", finding.level.word())?;
        map.serialize_entry("kind", finding.kind.word())?;
        map.serialize_entry("status", finding.status.word())?;
        map.serialize_entry("message", &finding.message)?;
        map.serialize_entry("help", &finding.help)?;
        map.serialize_entry("year", &year(finding.year))?;
        map.serialize_entry("subject", &finding.subject)?;
        map.serialize_entry("clause", &finding.clause.as_ref().map(ClauseOut::from))?;
        map.serialize_entry("at", &plan.at(&finding.at))?;
        map.serialize_entry("labels", &List(|| finding.labels.iter().map(|label| LabelOut::new(plan, label))))?;
        map.serialize_entry("ledger", &finding.ledger.as_ref().map(|ledger| LedgerOut::new(plan, ledger)))?;
        map.serialize_entry("edit", &finding.edit.as_ref().map(|edit| EditOut::new(plan, edit)))?;
        map.serialize_entry("waiver", &waiver)?;
        map.serialize_entry("known", &finding.known.as_ref().map(KnownOut::from))?;
        map.serialize_entry("fingerprint", &finding.fingerprint())?;
        map.end()
    }
}

fn year(year: Option<Period>) -> Option<Shown<Period>> {
    year.map(Shown)
}

#[derive(Serialize)]
struct ClauseOut<'a> {
    id: &'a str,
    at: &'a str,
    source: &'a str,
    url: &'a str,
    basis: &'static str,
}

impl<'a> From<&'a ClauseRef> for ClauseOut<'a> {
    fn from(clause: &'a ClauseRef) -> Self {
        Self { id: &clause.id, at: &clause.at, source: &clause.source, url: &clause.url, basis: clause.basis.word() }
    }
}

#[derive(Serialize)]
struct LabelOut<'a> {
    text: &'a str,
    at: At<'a>,
}

impl<'a> LabelOut<'a> {
    fn new(plan: &'a PlanOut<'_>, label: &'a Label) -> Self {
        Self { text: &label.text, at: plan.at(&label.at) }
    }
}

#[derive(Serialize)]
struct EditOut<'a> {
    at: At<'a>,
    with: &'a str,
    makes: &'static str,
}

impl<'a> EditOut<'a> {
    fn new(plan: &'a PlanOut<'_>, edit: &'a Edit) -> Self {
        Self { at: plan.at(&edit.at), with: &edit.with, makes: "passes" }
    }
}

/// What is known of a finding from before.
#[derive(Serialize)]
struct KnownOut<'a> {
    from: &'a str,
    before: Option<Shown<Plain>>,
    now: Option<Shown<Plain>>,
}

impl<'a> From<&'a Known> for KnownOut<'a> {
    fn from(known: &'a Known) -> Self {
        let amount = |of: fn((Money, Money)) -> Money| known.change.map(of).map(|money| Shown(Plain(money)));
        Self { from: &known.from, before: amount(|(before, _)| before), now: amount(|(_, now)| now) }
    }
}

struct WaiverOut<'a, 'p> {
    plan: &'a PlanOut<'p>,
    waiver: &'a Waiver,
}

impl Serialize for WaiverOut<'_, '_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(4))?;
        map.serialize_entry("reason", &self.waiver.reason)?;
        map.serialize_entry("by", &self.waiver.by)?;
        map.serialize_entry("until", &self.waiver.until)?;
        map.serialize_entry("at", &self.plan.at(&self.waiver.at))?;
        map.end()
    }
}

/// The sums of a ledger, after its lines.
#[derive(Serialize)]
struct Sums<L> {
    lines: L,
    actual: Shown<Plain>,
    required: Shown<Plain>,
    difference: Shown<Plain>,
    slack: Shown<Plain>,
}

impl<L> Sums<L> {
    fn new(lines: L, [actual, required, slack]: [Money; 3]) -> Self {
        let amount = |money| Shown(Plain(money));
        let difference = amount(actual - required);
        Self { lines, actual: amount(actual), required: amount(required), difference, slack: amount(slack) }
    }
}

struct LedgerOut<'a, 'p> {
    plan: &'a PlanOut<'p>,
    ledger: &'a Ledger,
}

impl<'a, 'p> LedgerOut<'a, 'p> {
    fn new(plan: &'a PlanOut<'p>, ledger: &'a Ledger) -> Self {
        Self { plan, ledger }
    }
}

impl Serialize for LedgerOut<'_, '_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self { plan, ledger } = self;
        let lines = List(|| ledger.lines.iter().map(|line| LineOut::new(plan, line)));
        Sums::new(lines, [ledger.actual, ledger.required, ledger.slack]).serialize(to)
    }
}

#[derive(Serialize)]
struct LineOut<'a> {
    text: &'a str,
    pounds: Shown<Plain>,
    at: Option<At<'a>>,
}

impl<'a> LineOut<'a> {
    fn new(plan: &'a PlanOut<'_>, line: &'a LedgerLine) -> Self {
        Self { text: &line.text, pounds: Shown(Plain(line.pounds)), at: line.at.as_ref().map(|site| plan.at(site)) }
    }
}

struct TestOut<'a, 'p> {
    plan: &'a PlanOut<'p>,
    test: &'a Test,
}

impl Serialize for TestOut<'_, '_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let test = self.test;
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("rule", test.rule)?;
        map.serialize_entry("status", test.outcome.word())?;
        map.serialize_entry("required", &(test.need == Need::Required))?;
        if let Outcome::NotEvaluated(reason) | Outcome::NotApplicable(reason) = &test.outcome {
            map.serialize_entry("reason", reason)?;
        }
        map.serialize_entry("year", &year(test.year))?;
        map.serialize_entry("subject", &test.subject)?;
        map.serialize_entry("ledger", &test.ledger.as_ref().map(|tally| TallyOut { plan: self.plan, tally }))?;
        map.end()
    }
}

/// The sum of a passed test: how many lines it has, or with `--evidence` the lines.
struct TallyOut<'a, 'p> {
    plan: &'a PlanOut<'p>,
    tally: &'a Tally,
}

impl Serialize for TallyOut<'_, '_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self { plan, tally } = self;
        let sums = [tally.actual, tally.required, tally.slack];
        if plan.run.view.evidence {
            Sums::new(List(|| tally.lines.iter().map(|line| EvidenceOut { plan, line })), sums).serialize(to)
        } else {
            Sums::new(tally.lines.len(), sums).serialize(to)
        }
    }
}

struct EvidenceOut<'a, 'p> {
    plan: &'a PlanOut<'p>,
    line: &'a (crate::span::NodeId, Money),
}

impl Serialize for EvidenceOut<'_, '_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let (node, pounds) = *self.line;
        let plan = &self.plan.plan.plan;
        let site = (!plan.is_outside(node)).then(|| Site { path: plan.path_of(node), span: plan.span_of(node) });
        let text = plan.name_of(node);
        LineOut { text: &text, pounds: Shown(Plain(pounds)), at: site.as_ref().map(|site| self.plan.at(site)) }
            .serialize(to)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::View;
    use super::super::samples::{SOURCE, checked, run, short_of_a_hundred_thousand};
    use super::*;

    fn written(plans: &[Checked], view: View) -> String {
        let mut out = Vec::new();
        write(&run(plans, view), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_envelope_is_the_contracts() {
        let mut plan = checked(SOURCE);
        plan.findings = vec![short_of_a_hundred_thousand()];
        insta::assert_snapshot!(written(&[plan], View::plain(80)));
    }

    #[test]
    fn evidence_writes_the_lines_of_passed_tests_out() {
        let text = written(&[checked(SOURCE)], View { evidence: true, ..View::plain(80) });
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["plans"][0]["tests"][0]["ledger"]["lines"][0]["pounds"], "5.00");
        assert_eq!(value["plans"][0]["tests"][0]["ledger"]["difference"], "-1.50");
    }

    #[test]
    fn hidden_characters_are_escaped_and_read_back_the_same() {
        let mut plan = checked(SOURCE);
        plan.path = "a\u{202e}\u{9b}\u{e0041}\u{7f}£\"\n.toml".to_owned();
        let text = written(&[plan], View::plain(80));
        assert!(text.contains("a\\u202e\\u009b\\udb40\\udc41\\u007f£\\\"\\n.toml"), "{text}");
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["plans"][0]["path"], "a\u{202e}\u{9b}\u{e0041}\u{7f}£\"\n.toml");
    }
}
