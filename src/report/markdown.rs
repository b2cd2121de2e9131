//! A comment on a pull request: the verdict, a table of findings, worst first, and each finding whole to unfold.
//!
//! Whatever comes from a plan is written so that neither Markdown nor HTML nor the forge (mentions, references, links)
//! finds anything in it. What people copy (places in files, and what is in them) is code, in which forges look for
//! none of that: nothing is put into it, and a copy is the original.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::found::{Found, PlanFile, plan_files, worst_first};
use super::human::Drawer;
use super::words;
use super::{Gone, Run, View, absent, causes, concise};
use crate::check::{Verdict, Word};
use crate::finding::{Finding, Kind, Level, LikelyCause, Status};
use crate::text::escape::{shortened, shown};
use crate::text::words::{capital, count};

/// The most characters of a comment; forges refuse those with more than 65,536.
pub const LIMIT: usize = 60_000;
/// The bytes kept free to say what was left out and to close an open block.
const RESERVE: usize = 1_000;
/// The header of a table of findings.
const HEAD: &str = "\n| level | rule | where | finding |\n|---|---|---|---|\n";
/// The most columns of a message and of a path that are shown in a table.
const COLUMNS: usize = 300;

/// Writes the report.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(page(run, LIMIT).as_bytes())
}

/// Returns the report in at most `limit` bytes. Details are left out first, then rows, and what is left out is counted.
pub fn page(run: &Run<'_>, limit: usize) -> String {
    let mut page = Page { text: String::new(), room: limit.saturating_sub(RESERVE) };
    page.verdict(run);
    if run.view.quiet {
        return page.text;
    }
    page.gone(run);
    if run.plans.len() > 1 {
        page.plans(run);
    }
    let plan_files = plan_files(run);
    let (absent, wrong): (Vec<_>, Vec<_>) =
        worst_first(&plan_files).into_iter().partition(|found| found.finding.kind == Kind::Absent);
    page.causes(&plan_files);
    let rows = page.rows(&wrong);
    let listed = page.absent(&plan_files, absent.len());
    let told = page.details(wrong.iter().chain(&absent));
    page.set_aside(&plan_files);
    let mut notes = Vec::new();
    let all = wrong.len() + absent.len();
    for (left, what) in [(wrong.len() - rows, "left out of the table"), (absent.len() - listed, "left out of the list")]
    {
        if left > 0 {
            notes.push(format!("{} {what}", count(left, "finding", "findings")));
        }
    }
    if told < all {
        notes.push(format!("the details of {} left out", count(all - told, "finding", "findings")));
    }
    if !notes.is_empty() {
        let _ = writeln!(page.text, "\nTo keep this short: {}; `bcf check` shows them all.", notes.join(", "));
    }
    page.text
}

/// A text that grows while there is room.
struct Page {
    text: String,
    room: usize,
}

impl Page {
    /// Adds `piece` if there is room for it.
    fn add(&mut self, piece: &str) -> bool {
        let fits = self.text.len() + piece.len() <= self.room;
        if fits {
            self.text.push_str(piece);
        }
        fits
    }

    fn verdict(&mut self, run: &Run<'_>) {
        let verdict = words::verdict_of_all(run);
        let (mark, word) = (sign(&verdict), verdict.capitals());
        let sentence = run.only().map_or_else(|| words::sentence_of_all(run), words::sentence);
        let _ = writeln!(
            self.text,
            "### {mark} Better Care Fund: {word}\n\n{}",
            escaped(&shortened(&sentence, 2 * COLUMNS, true))
        );
    }

    /// Writes the plans that are gone, one a line, in a third of the room.
    fn gone(&mut self, run: &Run<'_>) {
        let room = self.room;
        self.room = self.text.len() + room / 3;
        let gone = run.beside.gone;
        let line = |gone: &Gone| {
            let mark = if gone.fails { "❌" } else { "ℹ️" };
            format!("\n- {mark} {}", cell(&format!("{}: {}", gone.path, gone.why)))
        };
        let told = gone.iter().take_while(|gone| self.add(&line(gone))).count();
        if told < gone.len() {
            let _ = write!(self.text, "\n- and {}", count(gone.len() - told, "more plan", "more plans"));
        }
        self.text.push_str(if gone.is_empty() { "" } else { "\n" });
        self.room = room;
    }

    /// Writes the plans, one a row, in a third of the room.
    fn plans(&mut self, run: &Run<'_>) {
        let room = self.room;
        self.room = self.text.len() + room / 3;
        self.add("\n| plan | verdict | errors | warnings | advice | tests passed |\n|---|---|--:|--:|--:|--:|\n");
        let mut rows = 0;
        for (n, plan) in run.plans.iter().enumerate() {
            let (counts, verdict) = (plan.counts(), plan.verdict().capitals());
            let numbers =
                [counts.error, counts.warning, counts.advice, counts.passed].map(|n| n.to_string()).join(" | ");
            rows += usize::from(self.add(&format!("| {} | {verdict} | {numbers} |\n", escaped(&named(run.file(n))))));
        }
        if rows < run.plans.len() {
            let _ = writeln!(self.text, "\nand {}", count(run.plans.len() - rows, "more plan", "more plans"));
        }
        self.room = room;
    }

    /// Writes the likely causes, a line each, while there is room for them in a third of the page.
    fn causes(&mut self, plan_files: &[PlanFile<'_>]) {
        let room = self.room;
        self.room = self.text.len() + (room - self.text.len()) / 3;
        for plan_file in plan_files {
            let causes = plan_file.plan.diagnosis.of_several();
            let told = causes.clone().take_while(|cause| self.add(&cause_line(plan_file, cause))).count();
            let left = causes.count() - told;
            if left > 0 {
                let _ = write!(self.text, "\n- and {}\n", count(left, "more cause", "more causes"));
            }
        }
        self.room = room;
    }

    /// Returns the table of what is wrong, in the order of the file; how many there was room for, the worst before the
    /// others.
    fn rows(&mut self, wrong: &[Found<'_>]) -> usize {
        if wrong.is_empty() {
            return 0;
        }
        let mut room = self.room.saturating_sub(self.text.len() + HEAD.len());
        let mut fits = |row: &str| room.checked_sub(row.len()).map(|left| room = left).is_some();
        let rows = wrong.iter().map(|found| (found.order(), row(found)));
        let mut rows: Vec<((usize, u32), String)> = rows.take_while(|(_, row)| fits(row)).collect();
        rows.sort_by_key(|(order, _)| *order);
        self.add(HEAD);
        rows.iter().filter(|(_, row)| self.add(row)).count()
    }

    /// Returns the list of what is not there yet, by plan and section; how many there was room for.
    fn absent(&mut self, plan_files: &[PlanFile<'_>], many: usize) -> usize {
        if many == 0 || !self.add(&format!("\n**{}**\n{HEAD}", absent::heading(many))) {
            return 0;
        }
        let mut listed = 0;
        for plan_file in plan_files {
            let own: Vec<&Finding> =
                plan_file.plan.findings.iter().filter(|finding| absent::is_listed(finding)).collect();
            for section in absent::sections(&own, &plan_file.plan.plan, &plan_file.places) {
                if !self.add(&format!("| | | **{}** | |\n", cell(&section.title()))) {
                    return listed;
                }
                for part in &section.parts {
                    let found = Found { plan_file, plan: 0, finding: part.finding };
                    if !self.add(&row(&found)) {
                        return listed;
                    }
                    listed += 1;
                }
            }
        }
        listed
    }

    /// Returns each finding to unfold; how many there was room for.
    fn details<'f>(&mut self, all: impl Iterator<Item = &'f Found<'f>>) -> usize {
        all.take_while(|found| self.add(&details(found))).count()
    }

    /// Writes the findings that do not count, and why.
    fn set_aside(&mut self, plan_files: &[PlanFile<'_>]) {
        let of = |plan_file: &'_ PlanFile<'_>| {
            plan_file.plan.findings.iter().filter(|finding| finding.status != Status::Failed).count()
        };
        let all: usize = plan_files.iter().map(of).sum();
        let open = format!("\n<details><summary>{} set aside</summary>\n\n", count(all, "finding", "findings"));
        if all == 0 || !self.add(&open) {
            return;
        }
        let mut left = all;
        for plan_file in plan_files {
            let lines = plan_file.plan.findings.iter().filter(|finding| finding.status != Status::Failed);
            left -= lines.take_while(|finding| self.add(&aside(plan_file, finding))).count();
        }
        if left > 0 {
            let _ = writeln!(self.text, "- and {left} more");
        }
        self.text.push_str("\n</details>\n");
    }
}

/// Returns the sign of a verdict: red only where something is wrong that is not known.
const fn sign(verdict: &Verdict) -> &'static str {
    match (verdict.word, verdict.is_known) {
        (Word::Pass, _) => "✅",
        (Word::Fail, false) => "❌",
        (Word::Fail | Word::Incomplete, _) => "🟠",
        (Word::None, _) => "❔",
    }
}

const fn mark(level: Level) -> &'static str {
    match level {
        Level::Error => "❌ error",
        Level::Warning => "⚠️ warning",
        Level::Advice => "ℹ️ advice",
    }
}

/// Writes the finding as a row of the table.
fn row(found: &Found<'_>) -> String {
    let finding = found.finding;
    let (level, place, message) = (mark(finding.level), escaped(&place(found)), cell(&finding.message));
    format!("| {level} | `{}` | {place} | {message} |\n", finding.rule)
}

/// Returns where a finding is: `path:line:column`.
fn place(found: &Found<'_>) -> String {
    found.plan_file.places.spot(&found.finding.at).in_file(&named(found.plan_file.file))
}

/// Shortens the name of a file to what is shown of it.
fn named(file: &str) -> Cow<'_, str> {
    shortened(file, COLUMNS, true)
}

/// Writes a likely cause with its edits and what it explains.
fn cause_line(plan_file: &PlanFile<'_>, cause: &LikelyCause) -> String {
    let drawer = Drawer::new(plan_file.file, &plan_file.places, View::plain(100));
    let head = capital(causes::head(cause));
    let mut line = format!("\n- **{head}**: {}; it answers {}:\n", cell(&cause.message), causes::answers(cause));
    for edit in cause.shown().filter(|edit| drawer.can_be_made(edit)) {
        let place = escaped(&plan_file.places.spot(&edit.at).on_line(&named(plan_file.file)));
        let _ = writeln!(line, "  - {place}: {}", cell(&drawer.edit(edit, &[edit.at.span])));
    }
    if let Some(more) = causes::more(cause) {
        let _ = writeln!(line, "  - {more}");
    }
    line
}

/// Writes the finding as people see it elsewhere: source, sum, help, edit and clause.
fn details(found: &Found<'_>) -> String {
    let finding = found.finding;
    let drawer = Drawer::new(found.plan_file.file, &found.plan_file.places, View::plain(100));
    let (level, place, message) = (mark(finding.level), html(&place(found)), cell(&finding.message));
    let title = format!("{level} <code>{}</code> <code>{place}</code> {message}", finding.rule);
    let cause = found.plan_file.plan.cause_of(finding);
    let block = html(drawer.block_with(finding, cause).trim_end());
    format!("\n<details><summary>{title}</summary>\n\n<pre>\n{block}\n</pre>\n{}\n</details>\n", clause(finding))
}

/// Returns where the clause can be read.
fn clause(finding: &Finding) -> String {
    match &finding.clause {
        Some(clause) if clause.url.starts_with("https://") => {
            let (url, at) =
                (clause.url.replace('&', "&amp;").replace('"', "%22").replace(['<', '>'], ""), cell(&clause.at));
            format!("\n<a href=\"{}\">{}</a>\n", shown(&url), if at.is_empty() { cell(&clause.id) } else { at })
        }
        _ => String::new(),
    }
}

/// Writes a finding that does not count, with the reason.
fn aside(plan_file: &PlanFile<'_>, finding: &Finding) -> String {
    let at = plan_file.places.spot(&finding.at).in_file(&named(plan_file.file));
    format!("- {}: {}\n", escaped(&at), cell(&concise::said(finding)))
}

/// Writes text that is fit to show already inside the `<pre>` or `<code>` of a block of HTML: character references,
/// which a copy has as the characters they represent, and as no others.
fn html(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len() + text.len() / 4), |mut out, c| {
        push(&mut out, c);
        out
    })
}

/// Returns a text for a cell of a table, on one line and no longer than it should be.
pub(super) fn cell(text: &str) -> String {
    escaped(&shortened(text, COLUMNS, true))
}

/// Returns a text that is safe to show already, as text and nothing else. What Markdown or HTML would act on is a
/// character reference; what a forge would make a mention, a reference or a link of afterwards is parted by a space of
/// no width.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let refers = next.is_some_and(|next| next.is_alphanumeric() || matches!(next, '"' | '_' | '{' | '['));
        match c {
            // At the start of a line of a log two of them would begin a command.
            ':' if next == Some(':') => out.push_str("&#58;"),
            _ => push(&mut out, c),
        }
        let parted = match c {
            '@' | '#' | '!' | '$' | '~' | '&' | '%' => refers,
            ':' => next == Some('/'),
            'w' | 'W' => next == Some('.') && ends_with(&out, "www"),
            '-' => ends_with(&out, "gh-") && refers,
            _ => false,
        };
        if parted {
            out.push_str("&#8203;");
        }
    }
    out
}

/// Adds a character; one that Markdown or HTML would act on as a reference to it.
fn push(out: &mut String, c: char) {
    match c {
        '&' | '<' | '>' | '"' | '\'' | '`' | '*' | '_' | '[' | ']' | '\\' | '|' | '~' | '#' | '!' | '$' | '@' => {
            // Writing to a string cannot fail.
            let _ = write!(out, "&#{};", u32::from(c));
        }
        _ => out.push(c),
    }
}

/// Tells whether `tail`, in letters of either size, ends the text.
fn ends_with(text: &str, tail: &str) -> bool {
    text.len() >= tail.len() && text.as_bytes()[text.len() - tail.len()..].eq_ignore_ascii_case(tail.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::super::places::Places;
    use super::super::samples::{SOURCE, checked, finding, run, short_of_a_hundred_thousand, site};
    use super::*;
    use crate::check::Checked;

    fn written(plans: &[Checked]) -> String {
        let mut out = Vec::new();
        write(&run(plans, View::plain(80)), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_comment_has_the_verdict_a_table_and_each_finding_to_unfold() {
        let mut plan = checked(SOURCE);
        plan.findings =
            vec![Finding { level: Level::Advice, ..finding("tidy", site("x", 0, 1)) }, short_of_a_hundred_thousand()];
        insta::assert_snapshot!(written(&[plan]));
    }

    #[test]
    fn nothing_a_plan_says_is_markup_a_mention_a_reference_or_a_link() {
        let text = escaped("a|b `c` *d* _e_ </details> @team #12 GH-7 [x](http://y) www.z $1 \\ 12% !");
        assert!(!text.contains(['|', '`', '*', '_', '<', '[', ']', '@', '\\', '$']), "{text}");
        for (from, to) in [
            ("@team", "&#64;&#8203;team"),
            ("#12", "&#35;&#8203;12"),
            ("GH-7", "GH-&#8203;7"),
            ("http://y", "http:&#8203;//y"),
            ("www.z", "www&#8203;.z"),
            ("12% of £5", "12% of £5"),
            ("plans/x.toml:4:22", "plans/x.toml:4:22"),
        ] {
            assert_eq!(escaped(from), to);
        }
    }

    #[test]
    fn what_people_copy_is_the_original() {
        let source = SOURCE.replace("# What", "# see https://www.example.org/a_b#12 @team GH-7 `x` *y* What");
        let mut plan = checked(&source);
        plan.findings = vec![finding("tidy", site("x", 0, 1))];
        let file = "plans/new www.review.toml".to_owned();
        plan.path.clone_from(&file);
        let plans = [plan];
        let text = written(&plans);
        let between = |start: &str, end: &str| -> Vec<&str> {
            text.split(start).skip(1).filter_map(|rest| Some(rest.split_once(end)?.0)).collect()
        };
        let copied = |text: &str| {
            let mut parts = text.split("&#");
            let first = parts.next().unwrap().to_owned();
            parts.fold(first, |out, part| {
                let (number, rest) = part.split_once(';').unwrap();
                out + char::from_u32(number.parse().unwrap()).unwrap().encode_utf8(&mut [0; 4]) + rest
            })
        };
        let places = Places::new(&source);
        let block = Drawer::new(&file, &places, View::plain(100)).block(&plans[0].findings[0]);
        assert_eq!(between("<pre>\n", "\n</pre>").into_iter().map(copied).collect::<Vec<_>>(), [block.trim_end()]);
        assert_eq!(between("<code>", "</code>").into_iter().map(copied).next_back().unwrap(), format!("{file}:1:1"));
        assert!(block.contains("https://www.example.org/a_b#12 @team GH-7 `x` *y*"), "{block}");
    }

    #[test]
    fn a_comment_is_never_too_long_and_counts_what_it_leaves_out() {
        let mut plan = checked(SOURCE);
        for (many, rows_left) in [(30, false), (3_000, true)] {
            let long = Finding { message: "a | long @story\n".repeat(30), ..short_of_a_hundred_thousand() };
            plan.findings = vec![long; many];
            let plans = [plan];
            let text = written(&plans);
            assert!(text.len() <= LIMIT, "{}", text.len());
            assert_eq!(text.contains("left out of the table"), rows_left, "{text}");
            assert!(text.contains("the details of") && text.trim_end().ends_with("`bcf check` shows them all."));
            assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
            [plan] = plans;
        }
        let many: Vec<Checked> = (0..2_000).map(|_| checked(SOURCE)).collect();
        assert!(written(&many).len() <= LIMIT && written(&many).contains("more plans"));
    }
}
