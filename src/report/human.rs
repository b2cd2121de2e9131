//! The report people read: a block a finding, a table of tests, the verdict last.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};
use std::io::{self, Write};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity, SourceCode, ThemeStyles};
use textwrap::{WordSeparator, WordSplitter};

use super::excerpt::{Excerpt, Mark};
use super::lines::Lines;
use super::paint::Ink;
use super::places::Places;
use super::table::{Ruled, number};
use super::words;
use super::{Run, View, absent, concise, ledger};
use crate::check::{Bearing, Checked, FAMILIES, rule, untested};
use crate::finding::{Basis, ClauseRef, Edit, Finding, Level, Outcome, Status, Test, Waiver};
use crate::span::Span;
use crate::text::escape::{columns_of, shortened, shortened_within, shown};
use crate::text::words::count;

/// How many findings get a block of their own.
const BLOCKS: usize = 200;
/// How many required tests that were not made are told.
const LACKING: usize = 8;
/// How many places of one finding are drawn.
pub(super) const MARKS: usize = 20;
/// Columns of the names of the fields under a snippet.
const FIELD: usize = 10;

/// Write the report.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let out = &mut Lines::new(out);
    let mut blocks = if run.view.all { usize::MAX } else { BLOCKS };
    let beside = &run.beside;
    let several = run.plans.len() + beside.unread.len() > 1;
    for (n, plan) in run.plans.iter().enumerate() {
        if n > 0 && tells(run, plan) {
            writeln!(out)?;
        }
        write_plan(run, plan, several, &mut blocks, out)?;
    }
    if run.only().is_none() && (!run.plans.is_empty() || !beside.gone.is_empty()) {
        if !run.view.quiet {
            if several && !run.plans.is_empty() {
                writeln!(out, "\n{}", plans(run))?;
                write_section(&super::across::text(run), out)?;
            }
            write_gone(run, out)?;
        }
        words::write_verdict(run.view, &words::verdict_of_all(run), &words::sentence_of_all(run), out)?;
    }
    Ok(())
}

/// The plans that are gone, a line each.
fn write_gone(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    for gone in run.beside.gone {
        let ink = if gone.fails { Ink::Bad } else { Ink::Notable };
        writeln!(out, "{} {}", run.view.paint().ink(ink, "gone:"), gone.line())?;
    }
    if run.beside.gone.is_empty() { Ok(()) } else { writeln!(out) }
}

/// Whether there is more to say of a plan than its verdict.
fn tells(run: &Run<'_>, plan: &Checked) -> bool {
    !run.view.quiet && (!plan.findings.is_empty() || run.view.verbose)
}

/// One plan: its findings, its tests, its verdict.
fn write_plan(run: &Run<'_>, plan: &Checked, several: bool, blocks: &mut usize, out: &mut dyn Write) -> io::Result<()> {
    let view = run.view;
    if !view.quiet {
        if several && tells(run, plan) {
            writeln!(out, "{}\n", heading(&plan.path, view))?;
        }
        if let (Some(round), Some(own)) = (plan.round.as_deref(), plan.other_round()) {
            writeln!(out, "{}\n", under_another(&plan.path, round, own, view))?;
        }
        if view.statistics {
            write_section(&statistics(&plan.findings, view), out)?;
        } else {
            write_findings(plan, view, blocks, out)?;
        }
        if !several || view.verbose {
            write_section(&families(plan, view), out)?;
        }
        if !view.verbose {
            write_section(&lacking(plan, view), out)?;
        }
        if view.verbose {
            write_section(&not_evaluated(plan, view), out)?;
        }
    }
    words::write_verdict(view, &plan.verdict(), &words::sentence(plan), out)
}

/// That a plan was not checked as what it says it is.
fn under_another(path: &str, round: &str, own: &str, view: View) -> String {
    let text = format!(
        "{} is checked under {}, not under the round it names, {}: what follows is what would break there.",
        shown(path),
        shown(round),
        shown(own)
    );
    wrapped(&text, view.width).join("\n")
}

fn write_section(text: &str, out: &mut dyn Write) -> io::Result<()> {
    if text.is_empty() { Ok(()) } else { writeln!(out, "{text}") }
}

/// `── plans/x.toml ─────`
fn heading(path: &str, view: View) -> String {
    let dash = if view.unicode { "─" } else { "-" };
    let path = shortened(path, view.width.saturating_sub(8), view.unicode);
    let rest = view.width.saturating_sub(columns_of(&path) + 4).min(120);
    format!(
        "{} {} {}",
        dash.repeat(2),
        view.paint().ink(Ink::Strong, &path),
        view.paint().ink(Ink::Faint, dash.repeat(rest))
    )
}

/// The findings of one plan, in blocks while there are blocks left and then a line each.
fn write_findings(plan: &Checked, view: View, blocks: &mut usize, out: &mut dyn Write) -> io::Result<()> {
    if plan.findings.is_empty() {
        return Ok(());
    }
    let places = Places::new(plan.plan.tree.source());
    let drawer = Drawer::new(&plan.path, &places, view);
    let path = shown(&plan.path);
    let (known, told): (Vec<&Finding>, Vec<&Finding>) =
        plan.findings.iter().partition(|finding| finding.status == Status::Baselined && !view.all);
    // What is wrong comes first; what is not there yet is a list of things to do, unless each is asked for in full.
    let (absent, wrong): (Vec<&Finding>, Vec<&Finding>) =
        told.into_iter().partition(|finding| absent::is_listed(finding));
    let in_full = view.all || view.verbose;
    let told: Vec<&Finding> = if in_full { wrong.iter().chain(&absent).copied().collect() } else { wrong };
    let mut in_lines = told.len().saturating_sub(*blocks);
    for finding in told {
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
    if *blocks == 0 {
        writeln!(out)?;
    }
    if !in_full {
        write_absent(&absent, plan, view, &places, out)?;
    }
    write_known(&known, view, |finding| concise::line(finding, &path, &places), out)
}

/// What is not there yet: a line each, by section.
fn write_absent(
    absent: &[&Finding],
    plan: &Checked,
    view: View,
    places: &Places<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    if absent.is_empty() {
        return Ok(());
    }
    let each = if absent.len() == 1 { "it" } else { "each" };
    let heading = format!("{} (-v shows {each} in full):", absent::heading(absent.len()));
    writeln!(out, "{}", view.paint().ink(Ink::Strong, heading))?;
    for section in absent::sections(absent, &plan.plan, places) {
        writeln!(out, "  {}", shortened(&section.title(), view.width.saturating_sub(2), view.unicode))?;
        for part in &section.parts {
            let (mut line, ink) = (format!("{:>8}", part.line), part.finding.level.into());
            let room = view.width.saturating_sub(line.len() + 2).max(30);
            // An error is never cut.
            let texts = match part.finding.level {
                Level::Error => wrapped(&shown(&part.text()), room),
                Level::Warning | Level::Advice => vec![shortened(&part.text(), room, view.unicode).into_owned()],
            };
            for text in texts {
                writeln!(out, "{}  {text}", view.paint().ink::<&str>(ink, &line))?;
                line = " ".repeat(line.len());
            }
        }
    }
    writeln!(out)
}

/// What the baseline knows: how much it is, so that it does not drown what is new, and a line each for who wants it.
fn write_known(
    known: &[&Finding],
    view: View,
    line: impl Fn(&Finding) -> String,
    out: &mut dyn Write,
) -> io::Result<()> {
    if known.is_empty() {
        return Ok(());
    }
    let from = words::known_as(known.iter().copied());
    let (many, is) = (count(known.len(), "finding", "findings"), if known.len() == 1 { "is" } else { "are" });
    if !view.verbose {
        return writeln!(out, "{many} {is} {from} (-v lists them, --all shows them in full)\n");
    }
    writeln!(out, "{many} {is} {from}:")?;
    known.iter().try_for_each(|finding| writeln!(out, "{}", line(finding)))?;
    writeln!(out)
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
            let _ = writeln!(out, "{}", self.view.paint().ink(Ink::Faint, note));
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
            Status::Failed if finding.known.is_none() => {}
            Status::Waived(waiver) => fields.push(("waived", self.waiver(waiver))),
            Status::Failed | Status::Baselined => fields.push(("known", words::known_from(finding))),
        }
        fields
    }

    /// ``change `499_481` to `599_481` ``, with the line when the excerpt does not show it.
    pub(super) fn edit(&self, finding: &Finding, edit: &Edit) -> String {
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
                let _ = writeln!(out, "{} {line}", paint.ink(ink, name));
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
        Basis::Recalled => "recalled: known from memory only, no document confirms it yet",
    };
    let parts: Vec<&str> =
        [clause.at.as_str(), clause.source.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    let written = if parts.is_empty() { clause.id.clone() } else { parts.join("; ") };
    let url = if clause.url.is_empty() { String::new() } else { format!("\n{}", shown(&clause.url)) };
    format!("{} ({basis}){url}", shown(&written))
}

/// The places to draw: the primary one, the labels, and the figures of the sum that no label has, each place once.
pub(super) fn marks(finding: &Finding) -> Vec<Mark<'_>> {
    let mut seen: BTreeSet<Span> = BTreeSet::new();
    seen.insert(finding.at.span);
    let lines = || finding.ledger.iter().flat_map(|ledger| &ledger.lines);
    let label = finding.labels.iter().find(|label| label.at.span == finding.at.span).map(|label| label.text.as_str());
    let counted = lines().find(|line| line.at.as_ref().is_some_and(|site| site.span == finding.at.span));
    let own = label.or(counted.map(|line| line.text.as_str()));
    let mut marks = vec![Mark { span: finding.at.span, text: own }];
    for label in &finding.labels {
        if seen.insert(label.at.span) {
            marks.push(Mark { span: label.at.span, text: Some(&label.text) });
        }
    }
    for line in lines() {
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

/// Writes a text of a list: its first line a little in, the others a little more.
fn hang(text: &str, view: View, out: &mut String) {
    for (n, line) in wrapped(text, view.width.saturating_sub(6).max(30)).into_iter().enumerate() {
        let _ = writeln!(out, "  {}{line}", if n == 0 { "" } else { "  " });
    }
}

/// The required tests that were not made, where nothing above says so: what is not there yet says it of a draft.
fn lacking(plan: &Checked, view: View) -> String {
    let grounds = plan.verdict().grounds;
    let floors_told = plan
        .findings
        .iter()
        .filter(|finding| finding.status == Status::Failed)
        .any(|finding| rule(finding.rule).is_some_and(|(_, rule)| rule.bearing == Bearing::Untested));
    if grounds.untested() == 0 || grounds.gaps > 0 || floors_told {
        return String::new();
    }
    let mut out = format!("{}\n", view.paint().ink(Ink::Strong, "required, and not tested (-v lists all):"));
    for test in plan.lacking().take(LACKING) {
        let text = format!("{}: {}", test.rule, untested(test));
        hang(&shown(&text), view, &mut out);
    }
    let more = grounds.untested().saturating_sub(LACKING);
    if more > 0 {
        let _ = writeln!(out, "  and {more} more");
    }
    out
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
        hang(&text, view, &mut out);
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

/// The columns of the table of plans, those first to go where there is no room last.
fn numbers(counts: &crate::check::Counts) -> [(&'static str, usize); 7] {
    [
        ("errors", counts.error),
        ("warnings", counts.warning),
        ("advice", counts.advice),
        ("in baseline", counts.baselined),
        ("waived", counts.waived),
        ("not evaluated", counts.not_evaluated),
        ("passed", counts.passed),
    ]
}

/// The plans, a row each; a column for what at least one of them has, as long as there is room for their names.
fn plans(run: &Run<'_>) -> String {
    /// Columns between two columns.
    const GAP: usize = 3;
    /// Room enough to know a plan by.
    const NAME: usize = 30;
    let view = run.view;
    let total = numbers(&words::total(run.plans));
    let mut kept: Vec<usize> = (0..total.len()).filter(|&n| total[n].1 > 0 || n == 0).collect();
    let longest = run.plans.iter().map(|plan| columns_of(&shown(&plan.path))).max().unwrap_or(0);
    let wide = |n: &usize| total[*n].0.len().max(total[*n].1.to_string().len()) + GAP;
    let room =
        |kept: &[usize]| view.width.saturating_sub("verdict".len() + 2 * GAP + kept.iter().map(wide).sum::<usize>());
    while kept.len() > 1 && room(&kept) < longest.min(NAME) {
        kept.pop();
    }
    let header: Vec<&str> = ["plan", "verdict"].into_iter().chain(kept.iter().map(|&n| total[n].0)).collect();
    let mut table = Ruled::new(view, &header).numbers_from(2);
    for plan in run.plans {
        let counts = numbers(&plan.counts());
        let path = shortened_within(&plan.path, room(&kept).max(8), view.unicode).into_owned();
        let verdict = plan.verdict().capitals();
        table.row([path, verdict].into_iter().chain(kept.iter().map(|&n| number(counts[n].1, view.unicode))));
    }
    table.text()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::samples::{SOURCE, checked, finding, label, short_of_a_hundred_thousand, site};
    use super::*;

    fn drawn(source: &str, finding: &Finding, view: View) -> String {
        Drawer::new("plans/x.toml", &Places::new(source), view).block(finding)
    }

    #[test]
    fn a_money_finding_shows_its_figures_its_sum_its_edit_and_its_clause() {
        insta::assert_snapshot!(drawn(SOURCE, &short_of_a_hundred_thousand(), View::plain(80)));
    }

    #[test]
    fn without_unicode_nothing_but_pounds_is_beyond_ascii() {
        let view = View { unicode: false, ..View::plain(80) };
        let text = drawn(SOURCE, &short_of_a_hundred_thousand(), view);
        assert!(text.replace('£', "").is_ascii(), "{text}");
    }

    #[test]
    fn colour_changes_nothing_but_colour() {
        let finding = short_of_a_hundred_thousand();
        let plain = drawn(SOURCE, &finding, View::plain(80));
        let colored = drawn(SOURCE, &finding, View { color: true, ..View::plain(80) });
        let mut stripped = String::new();
        for (n, part) in colored.split('\x1b').enumerate() {
            stripped.push_str(if n == 0 { part } else { part.split_once('m').map_or("", |(_, rest)| rest) });
        }
        let trimmed: Vec<&str> = stripped.lines().map(str::trim_end).collect();
        assert_eq!(trimmed, plain.lines().collect::<Vec<_>>());
    }

    #[test]
    fn labels_far_apart_share_one_box_without_what_lies_between() {
        let source = format!("a = 1\n{}b = 2\n", "# filler\n".repeat(500));
        let at = source.find("b = 2").unwrap() + 4;
        let mut finding = finding("too much", site("b", at, at + 1));
        finding.labels = vec![label("the other", "a", 4, 5)];
        insta::assert_snapshot!(drawn(&source, &finding, View::plain(80)), @r###"
 error[dfg-not-passported]: too much
    ╭─[plans/x.toml:502:5]
  1 │ a = 1
    ·     ┬
    ·     ╰── the other
    ⋮
501 │ # filler
502 │ b = 2
    ·     ─
    ╰────
"###);
    }

    #[test]
    fn hidden_characters_are_spelt_out_and_carets_stay_in_place() {
        let source = "\tname = \"a\u{202e}b\u{1b}[2J日\" , amount = 5\n";
        let at = source.find('5').unwrap();
        let mut finding = finding("bad \u{1b}[31m text", site("amount", at, at + 1));
        finding.labels = vec![label("a \u{200b} name", "name", 8, 22)];
        insta::assert_snapshot!(drawn(source, &finding, View::plain(80)), @r###"
 error[dfg-not-passported]: bad \u{1b}[31m text
  ╭─[plans/x.toml:1:31]
1 │     name = "a\u{202e}b\u{1b}[2J日" , amount = 5
  ·            ───────────┬───────────            ─
  ·                       ╰── a \u{200b} name
  ╰────
"###);
    }

    #[test]
    fn an_empty_span_at_the_end_of_the_file_is_drawn() {
        insta::assert_snapshot!(drawn("[plan]\n", &finding("it ends", site("", 7, 7)), View::plain(80)), @r###"
 error[dfg-not-passported]: it ends
  ╭─[plans/x.toml:2:1]
1 │ [plan]
2 │
  · ▲
  ╰────
"###);
        assert!(drawn("", &finding("it is empty", site("", 0, 0)), View::plain(80)).contains("it is empty"));
        assert!(drawn("a", &finding("it is elsewhere", site("", 90, 99)), View::plain(80)).contains("elsewhere"));
    }

    #[test]
    fn a_very_long_line_is_cut_around_each_span() {
        let source =
            format!("x = [{}]", (0..5_000).map(|n| format!("{{ amount = {n} }}")).collect::<Vec<_>>().join(", "));
        let at = |n: usize| source.find(&format!("= {n} ")).unwrap() + 2;
        let mut finding = finding("too much", site("x", at(4_000), at(4_000) + 4));
        finding.labels = vec![label("and this", "x", at(1_000), at(1_000) + 4)];
        let text = drawn(&source, &finding, View::plain(80));
        assert!(text.lines().all(|line| columns_of(line) <= 80), "{text}");
        insta::assert_snapshot!(text, @r###"
 error[dfg-not-passported]: too much
  ╭─[plans/x.toml:1:74907]
1 │ …unt = 999 }, { amount = 1000 }, { amount = 1001 }, { amount = 1002 }, { …
  ·                          ──┬─
  ·                            ╰── and this
1 │ …nt = 3999 }, { amount = 4000 }, { amount = 4001 }, { amount = 4002 }, { …
  ·                          ────
  ╰────
"###);
    }

    #[test]
    fn beyond_the_first_blocks_findings_take_a_line_each() {
        let mut plan = checked(SOURCE);
        plan.findings = vec![short_of_a_hundred_thousand(); BLOCKS + 3];
        let plans = [plan];
        let text = |all| {
            let mut out = Vec::new();
            write(&super::super::samples::run(&plans, View { all, ..View::plain(80) }), &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(text(false).matches("subtotal").count(), BLOCKS);
        assert!(text(false).contains("3 more findings, a line each"));
        assert_eq!(text(false).matches("plans/x.toml:4:22: error[dfg-not-passported]").count(), 3);
        assert_eq!(text(true).matches("subtotal").count(), BLOCKS + 3);
    }

    #[test]
    fn the_table_of_plans_fits_and_tells_them_apart() {
        let named = |path: &str| crate::check::Checked {
            path: path.to_owned(),
            findings: vec![short_of_a_hundred_thousand(); 3],
            ..checked(SOURCE)
        };
        let folder = "a/very/long/way/down/to/where/the/plans/of/this/region/are/kept";
        let plans =
            [named(&format!("{folder}/leicester.toml")), named(&format!("{folder}/rutland.toml")), named("x.toml")];
        for width in [40, 60, 80, 120] {
            let mut out = Vec::new();
            write(&super::super::samples::run(&plans, View { statistics: true, ..View::plain(width) }), &mut out)
                .unwrap();
            let text = String::from_utf8(out).unwrap();
            let table: Vec<&str> = text.lines().skip_while(|line| !line.starts_with("  plan")).take(5).collect();
            assert!(table.iter().all(|line| columns_of(line) <= width), "{width}:\n{}", table.join("\n"));
            assert!(
                table[2].contains("er.toml") && table[3].contains("nd.toml") && table[4].contains("x.toml"),
                "{}",
                table.join("\n")
            );
        }
    }

    #[test]
    fn the_verdict_is_the_last_line() {
        let mut plan = checked(SOURCE);
        plan.findings = vec![short_of_a_hundred_thousand()];
        let plans = [plan];
        let mut out = Vec::new();
        write(&super::super::samples::run(&plans, View::plain(80)), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let last = "FAIL plans/x.toml (bcf-2017-19): 1 error; 1 test passed, 1 not evaluated";
        assert_eq!(text.lines().last(), Some(last), "{text}");
    }

    proptest! {
        /// Whatever the text and wherever the spans, a finding is drawn, and nothing hidden reaches the output.
        #[test]
        fn drawing_never_fails(source in "([a-z£日\u{202e}\t\r\n \\[\\]=]|\r\n){0,300}", spans in prop::collection::vec((0_usize..400, 0_usize..60), 1..6), width in 40_usize..130) {
            let mut finding = finding("wrong", site("a", spans[0].0, spans[0].0 + spans[0].1));
            finding.labels = spans[1..].iter().map(|(at, length)| label("a label that says quite a lot of things", "b", *at, at + length)).collect();
            let text = drawn(&source, &finding, View::plain(width));
            prop_assert!(text.contains("wrong"));
            prop_assert!(!text.contains(|c| c != '\n' && crate::text::escape::is_hidden(c)));
        }
    }
}
