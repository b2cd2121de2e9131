//! The report people read: a block a finding, a table of tests, the verdict last.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, Write};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity, SourceCode, ThemeStyles};
use textwrap::{WordSeparator, WordSplitter};

use super::escape::{columns_of, shortened, shown};
use super::excerpt::{Excerpt, Mark};
use super::paint::Ink;
use super::places::Places;
use super::table::{Ruled, number};
use super::words::{self, count};
use super::{Run, View, concise, ledger};
use crate::check::{Checked, FAMILIES, rule};
use crate::finding::{Basis, ClauseRef, Edit, Finding, Level, Outcome, Status, Test, Waiver};
use crate::span::Span;

/// How many findings get a block of their own.
const BLOCKS: usize = 200;
/// How many places of one finding are drawn.
const MARKS: usize = 20;
/// Columns of the names of the fields under a snippet.
const FIELD: usize = 10;

/// Write the report.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut blocks = if run.view.all { usize::MAX } else { BLOCKS };
    let several = run.plans.len() + run.unread > 1;
    for plan in run.plans {
        write_plan(run, plan, several, &mut blocks, out)?;
    }
    if several && !run.plans.is_empty() {
        if !run.view.quiet {
            writeln!(out, "\n{}", plans(run))?;
        }
        let fails = run.plans.iter().any(|plan| plan.fails(run.fail_on));
        write_verdict(run.view, fails, run.unread > 0, &words::sentence_of_all(run), out)?;
    }
    Ok(())
}

/// One plan: its findings, its tests, its verdict.
fn write_plan(run: &Run<'_>, plan: &Checked, several: bool, blocks: &mut usize, out: &mut dyn Write) -> io::Result<()> {
    let view = run.view;
    let tells = !plan.findings.is_empty() || view.verbose;
    if !view.quiet {
        if several && tells {
            writeln!(out, "{}\n", heading(&plan.path, view))?;
        }
        if view.statistics {
            write_section(&statistics(&plan.findings, view), out)?;
        } else {
            write_findings(plan, view, blocks, out)?;
        }
        if !several || view.verbose {
            write_section(&families(plan, view), out)?;
        }
        if view.verbose {
            write_section(&not_evaluated(plan, view), out)?;
        }
    }
    write_verdict(view, plan.fails(run.fail_on), false, &words::sentence(plan), out)?;
    if several && tells && !view.quiet { writeln!(out) } else { Ok(()) }
}

fn write_section(text: &str, out: &mut dyn Write) -> io::Result<()> {
    if text.is_empty() { Ok(()) } else { writeln!(out, "{text}") }
}

/// `FAIL …` or `PASS …`; with plans that could not be read there is no pass.
fn write_verdict(view: View, fails: bool, unread: bool, sentence: &str, out: &mut dyn Write) -> io::Result<()> {
    let (word, ink) = match (fails, unread) {
        (true, _) => (words::verdict(true), Ink::Bad),
        (false, true) => ("NONE", Ink::Doubtful),
        (false, false) => (words::verdict(false), Ink::Good),
    };
    writeln!(out, "{} {sentence}", view.paint().ink(ink, word))
}

/// `── plans/x.toml ─────`
fn heading(path: &str, view: View) -> String {
    let dash = if view.unicode { "─" } else { "-" };
    let path = shortened(path, view.width.saturating_sub(8), view.unicode);
    let rest = view.width.saturating_sub(columns_of(&path) + 4).min(120);
    format!("{} {} {}", dash.repeat(2), view.paint().ink(Ink::Strong, &path), view.paint().ink(Ink::Faint, dash.repeat(rest)))
}

/// The findings of one plan, in blocks while there are blocks left and then a line each.
fn write_findings(plan: &Checked, view: View, blocks: &mut usize, out: &mut dyn Write) -> io::Result<()> {
    if plan.findings.is_empty() {
        return Ok(());
    }
    let places = Places::new(plan.plan.tree.source());
    let drawer = Drawer::new(&plan.path, &places, view);
    let path = shown(&plan.path);
    let mut in_lines = plan.findings.len().saturating_sub(*blocks);
    for finding in &plan.findings {
        if *blocks > 0 {
            *blocks -= 1;
            writeln!(out, "{}", drawer.block(finding))?;
            continue;
        }
        if in_lines > 0 {
            let many = count(in_lines, "more finding", "more findings");
            writeln!(out, "{many}, a line each (--all shows them in full):")?;
            in_lines = 0;
        }
        writeln!(out, "{}", concise::line(finding, &path, &places))?;
    }
    if *blocks == 0 { writeln!(out) } else { Ok(()) }
}

/// Draws the findings of one plan.
#[derive(Debug)]
pub struct Drawer<'a> {
    path: &'a str,
    places: &'a Places<'a>,
    view: View,
}

impl<'a> Drawer<'a> {
    /// For the plan at `path`.
    pub fn new(path: &'a str, places: &'a Places<'a>, view: View) -> Self {
        Self { path, places, view }
    }

    /// A finding whole: message, source, sum, help, edit, clause.
    pub fn block(&self, finding: &Finding) -> String {
        let mut out = self.picture(finding);
        if let Some(sum) = &finding.ledger {
            let style = ledger::Style {
                width: self.view.width,
                unicode: self.view.unicode,
                paint: self.view.paint(),
                whole: self.view.evidence,
            };
            for line in ledger::lines(sum, self.places, style) {
                out.push_str(line.trim_end());
                out.push('\n');
            }
        }
        for (name, text) in self.fields(finding) {
            self.field(name, &text, &mut out);
        }
        out
    }

    /// The message and the source lines, by miette.
    fn picture(&self, finding: &Finding) -> String {
        let marks = marks(finding);
        let shown_marks = &marks[..marks.len().min(MARKS + 1)];
        let excerpt = Excerpt::new(self.places, self.path, shown_marks, self.view.width, self.view.unicode);
        let picture = Picture { finding, excerpt, message: shown(&finding.message).into_owned() };
        let mut drawn = String::new();
        // Writing to a string cannot fail; a picture miette will not draw still has its message.
        if handler(finding, &picture, self.view).render_report(&mut drawn, &picture).is_err() {
            drawn = format!("  {}[{}]: {}\n", finding.level, finding.rule, picture.message);
        }
        let mut out = picture.excerpt.renumbered(&drawn);
        if marks.len() > shown_marks.len() {
            let more = count(marks.len() - shown_marks.len(), "more figure", "more figures");
            let note = format!("    and {more} of the sum, not drawn");
            out.push_str(&format!("{}\n", self.view.paint().ink(Ink::Faint, note)));
        }
        out
    }

    /// What stands under the picture, by name.
    fn fields(&self, finding: &Finding) -> Vec<(&'static str, String)> {
        let mut fields = Vec::new();
        fields.extend(finding.help.as_ref().map(|help| ("help", shown(help).into_owned())));
        fields.extend(finding.edit.as_ref().map(|edit| ("edit", self.edit(finding, edit))));
        fields.extend(finding.clause.as_ref().map(|clause| ("clause", clause_text(clause))));
        match &finding.status {
            Status::Failed => {}
            Status::Waived(waiver) => fields.push(("waived", self.waiver(waiver))),
            Status::Baselined => fields.push(("known", "the baseline has it, so it does not count".to_owned())),
        }
        fields
    }

    /// ``change `499_481` to `599_481` ``, with the line when the excerpt does not show it.
    fn edit(&self, finding: &Finding, edit: &Edit) -> String {
        let old = edit.at.span.of(self.places.source());
        let line = self.places.of(&edit.at).line;
        let at = if edit.at.span == finding.at.span { String::new() } else { format!(" in line {line}") };
        let quoted = |text: &str| format!("`{}`", shown(text.trim_matches('\n')));
        match (old.is_empty(), edit.with.is_empty()) {
            (true, _) => format!("insert {}{at}", quoted(&edit.with)),
            (false, true) => format!("delete {}{at}", quoted(old)),
            (false, false) => format!("change {}{at} to {}", quoted(old), quoted(&edit.with)),
        }
    }

    fn waiver(&self, waiver: &Waiver) -> String {
        let until = waiver.until.as_deref().map(|day| format!(" until {}", shown(day))).unwrap_or_default();
        let line = self.places.of(&waiver.at).line;
        format!("by {}{until} (line {line}): {}", shown(&waiver.by), shown(&waiver.reason))
    }

    /// `  help: text`, wrapped under itself.
    fn field(&self, name: &str, text: &str, out: &mut String) {
        let paint = self.view.paint();
        let room = self.view.width.saturating_sub(FIELD).max(30);
        let ink = if name == "clause" { Ink::Faint } else { Ink::Notable };
        let mut name = format!("{:>width$}", format!("{name}:"), width = FIELD - 1);
        for paragraph in text.lines() {
            for line in wrapped(paragraph, room) {
                let name = std::mem::replace(&mut name, " ".repeat(FIELD - 1));
                out.push_str(&format!("{} {line}\n", paint.ink(if name.trim().is_empty() { Ink::Faint } else { ink }, name)));
            }
        }
    }
}

/// `text` in lines of at most `width` columns, broken at spaces only (long addresses stay whole).
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let options = textwrap::Options::new(width)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .break_words(false);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

/// Where it is written and how that is known, over two or three lines.
pub(super) fn clause_text(clause: &ClauseRef) -> String {
    let basis = match clause.basis {
        Basis::Quoted => "quoted",
        Basis::Derived => "derived from quoted figures",
        Basis::Recalled => "recalled, to be confirmed",
    };
    let parts: Vec<&str> = [clause.at.as_str(), clause.source.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    let written = if parts.is_empty() { clause.id.clone() } else { parts.join("; ") };
    let url = if clause.url.is_empty() { String::new() } else { format!("\n{}", shown(&clause.url)) };
    format!("{} ({basis}){url}", shown(&written))
}

/// The places to draw: the primary one, the labels, and the figures of the sum that no label has, each place once.
fn marks(finding: &Finding) -> Vec<Mark<'_>> {
    let mut seen: BTreeSet<Span> = BTreeSet::new();
    seen.insert(finding.at.span);
    let own = finding.labels.iter().find(|label| label.at.span == finding.at.span).map(|label| label.text.as_str());
    let mut marks = vec![Mark { span: finding.at.span, text: own }];
    for label in &finding.labels {
        if seen.insert(label.at.span) {
            marks.push(Mark { span: label.at.span, text: Some(&label.text) });
        }
    }
    for line in finding.ledger.iter().flat_map(|ledger| &ledger.lines) {
        if let Some(site) = line.at.as_ref().filter(|site| seen.insert(site.span)) {
            marks.push(Mark { span: site.span, text: Some(&line.text) });
        }
    }
    marks
}

/// A finding as miette wants it.
#[derive(Debug)]
struct Picture<'a> {
    finding: &'a Finding,
    excerpt: Excerpt,
    message: String,
}

impl fmt::Display for Picture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Picture<'_> {}

impl Diagnostic for Picture<'_> {
    fn severity(&self) -> Option<Severity> {
        Some(match self.finding.level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Advice => Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.labels().iter().cloned()))
    }
}

/// A handler that heads the message with `level[rule]:` and gives the primary mark the colour of the level.
fn handler(finding: &Finding, picture: &Picture<'_>, view: View) -> GraphicalReportHandler {
    let mut theme = if view.unicode { GraphicalTheme::unicode() } else { GraphicalTheme::ascii() };
    theme.styles = if view.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
    let (style, icon) = match finding.level {
        Level::Error => (theme.styles.error, &mut theme.characters.error),
        Level::Warning => (theme.styles.warning, &mut theme.characters.warning),
        Level::Advice => (theme.styles.advice, &mut theme.characters.advice),
    };
    *icon = format!("{}[{}]:", finding.level, finding.rule);
    let other = theme.styles.help;
    let inks = picture.excerpt.labels().iter().map(|label| if label.primary() { style } else { other });
    theme.styles.highlights = inks.collect();
    GraphicalReportHandler::new_themed(theme)
        .with_width(view.width.max(40))
        .with_links(false)
        .with_word_separator(WordSeparator::AsciiSpace)
        .with_word_splitter(WordSplitter::NoHyphenation)
        .without_syntax_highlighting()
}

/// Tests by family, the families with something to tell.
fn families(plan: &Checked, view: View) -> String {
    let mut found: BTreeMap<&str, [usize; 6]> = BTreeMap::new();
    for finding in &plan.findings {
        let column = match finding.status {
            Status::Failed => 0,
            Status::Waived(_) => 2,
            Status::Baselined => 3,
        };
        found.entry(finding.family).or_default()[column] += 1;
    }
    let homes: BTreeMap<&str, &str> = crate::check::rules().map(|(family, rule)| (rule.id, family.id)).collect();
    for test in &plan.tests {
        let column = match test.outcome {
            Outcome::Passed => 1,
            Outcome::NotEvaluated(_) => 4,
            Outcome::NotApplicable(_) => 5,
        };
        found.entry(homes.get(test.rule).copied().unwrap_or("other")).or_default()[column] += 1;
    }
    let baselined = found.values().any(|counts| counts[3] > 0);
    let keep = |column: &usize| *column != 3 || baselined;
    let names = ["failed", "passed", "waived", "in baseline", "not evaluated", "not applicable"];
    let header: Vec<&str> = std::iter::once("tests").chain((0..6).filter(keep).map(|n| names[n])).collect();
    let mut table = Ruled::new(view, &header).numbers_from(1);
    let order = FAMILIES.iter().map(|family| family.id).chain(std::iter::once("other"));
    for family in order {
        if let Some(counts) = found.get(family) {
            let cells = (0..6).filter(keep).map(|n| number(counts[n], view.unicode));
            table.row(std::iter::once(family.to_owned()).chain(cells));
        }
    }
    if table.is_empty() { String::new() } else { table.text() }
}

/// What was not evaluated and why, each reason of a rule once.
fn not_evaluated(plan: &Checked, view: View) -> String {
    let mut reasons: BTreeMap<(&str, &str), Vec<&Test>> = BTreeMap::new();
    for test in &plan.tests {
        if let Outcome::NotEvaluated(reason) = &test.outcome {
            reasons.entry((test.rule, reason)).or_default().push(test);
        }
    }
    let mut out = String::new();
    for ((rule, reason), tests) in reasons {
        let times = if tests.len() > 1 { format!(" ({})", count(tests.len(), "test", "tests")) } else { String::new() };
        let text = format!("{rule}{times}: {}", shown(reason));
        for (n, line) in wrapped(&text, view.width.saturating_sub(6).max(30)).into_iter().enumerate() {
            out.push_str(&format!("  {}{line}\n", if n == 0 { "" } else { "  " }));
        }
    }
    if out.is_empty() { out } else { format!(" {}\n{out}", view.paint().ink(Ink::Strong, "not evaluated")) }
}

/// How often each rule found something, most first.
fn statistics(findings: &[Finding], view: View) -> String {
    let mut times: BTreeMap<&str, (usize, Level)> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.status == Status::Failed) {
        let entry = times.entry(finding.rule).or_insert((0, finding.level));
        *entry = (entry.0 + 1, entry.1.max(finding.level));
    }
    let mut rows: Vec<_> = times.into_iter().collect();
    rows.sort_by_key(|(id, (n, level))| (std::cmp::Reverse(*n), std::cmp::Reverse(*level), *id));
    let mut table = Ruled::new(view, &["times", "level", "rule", "what is wrong"]);
    for (id, (n, level)) in &rows {
        let summary = rule(id).map_or("", |(_, rule)| rule.summary);
        table.row([&format!("{n:>5}"), level.word(), *id, summary]);
    }
    if table.is_empty() { String::new() } else { table.text() }
}

/// The plans, a row each.
fn plans(run: &Run<'_>) -> String {
    let view = run.view;
    let header = ["plan", "verdict", "errors", "warnings", "advice", "waived", "passed", "not evaluated"];
    let mut table = Ruled::new(view, &header).numbers_from(2);
    for plan in run.plans {
        let counts = plan.counts();
        let path = shortened(&plan.path, view.width.saturating_sub(72).max(24), view.unicode);
        let numbers =
            [counts.error, counts.warning, counts.advice, counts.waived, counts.passed, counts.not_evaluated];
        let cells = numbers.into_iter().map(|n| number(n, view.unicode));
        let verdict = words::verdict(plan.fails(run.fail_on)).to_owned();
        table.row([path.into_owned(), verdict].into_iter().chain(cells));
    }
    table.text()
}
