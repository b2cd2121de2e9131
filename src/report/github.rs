//! Annotations for GitHub Actions, worst first, and the report for people after them.

use std::fmt::Write as _;
use std::io::{self, Write};

use sha2::Digest;

use super::found::{Found, plan_files, worst_first};
use super::words::changed;
use super::{Beside, Run, human, markdown};
use crate::finding::{Level, hex};
use crate::text::escape::shown;
use crate::text::words::{count, list};

/// The most annotations of one level that GitHub shows for a step.
const SHOWN: usize = 10;
/// The most a step's summary may hold, with room for what GitHub counts as one.
const SUMMARY: usize = 1_000_000;

/// Writes the annotations and the report for people, in a stretch in which nothing is a workflow command.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let plan_files = plan_files(run);
    let all = worst_first(&plan_files);
    let (notices, rest): (Vec<_>, Vec<_>) = all.iter().partition(|found| found.finding.level == Level::Advice);
    beside(run).try_for_each(|line| writeln!(out, "{line}"))?;
    rest.into_iter().try_for_each(|found| writeln!(out, "{}", annotation(found)))?;
    if let Some(note) = not_shown(&all, &run.beside) {
        writeln!(out, "::notice title=bcf::{}", data(&note))?;
    }
    notices.into_iter().try_for_each(|found| writeln!(out, "{}", annotation(found)))?;
    let mut report = Vec::new();
    human::write(run, &mut report)?;
    let token = token(&report);
    writeln!(out, "::stop-commands::{token}")?;
    out.write_all(&report)?;
    writeln!(out, "::{token}::")
}

/// Returns the Markdown for a step's summary that holds `taken` bytes already; nothing when it is full.
pub fn summary(run: &Run<'_>, taken: u64) -> String {
    let room = SUMMARY.saturating_sub(usize::try_from(taken).unwrap_or(usize::MAX));
    if room < 10_000 { String::new() } else { format!("{}\n", markdown::page(run, room - 1)) }
}

const fn command(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice => "notice",
    }
}

/// Returns what could not be read and what is gone, which have no line in a plan.
fn beside<'a>(run: &Run<'a>) -> impl Iterator<Item = String> + use<'a> {
    let line = |level: Level, file: &str, title: &str, why: &str| {
        let (file, title) = (property(file), property(title));
        format!("::{} file={file},title={title}::{}", command(level), data(&shown(why)))
    };
    let unread = run.beside.unread.iter();
    let unread = unread.map(move |one| line(Level::Error, &one.file, "could not be read", &one.why));
    let gone = run.beside.gone.iter().map(move |one| {
        let level = if one.fails { Level::Error } else { Level::Advice };
        line(level, &one.file, "checked no longer", &one.line())
    });
    unread.chain(gone)
}

/// Returns `::error file=…,line=…::message`; columns only where the span is on one line, since GitHub refuses others.
fn annotation(found: &Found<'_>) -> String {
    let (finding, start, end) = (found.finding, found.start(), found.end());
    let mut text = format!("::{} file={},line={}", command(finding.level), property(found.plan_file.file), start.line);
    let cell = found.cell();
    if start.line == end.line && cell.is_empty() {
        let _ = write!(text, ",col={},endLine={},endColumn={}", start.column, end.line, end.column);
    } else {
        let _ = write!(text, ",endLine={}", end.line);
    }
    let _ = write!(text, ",title={}::{}", property(finding.rule), data(&format!("{cell}{}", shown(&finding.message))));
    text += &data(&changed(finding));
    if let Some(help) = &finding.help {
        let _ = write!(text, "%0Ahelp: {}", data(&shown(help)));
    }
    text
}

/// Returns what GitHub will not show as annotations.
fn not_shown(all: &[Found<'_>], beside: &Beside<'_>) -> Option<String> {
    let files = |level| match level {
        Level::Error => beside.unread.len() + beside.gone.iter().filter(|gone| gone.fails).count(),
        Level::Warning => 0,
        Level::Advice => beside.gone.iter().filter(|gone| !gone.fails).count(),
    };
    let of = |level| all.iter().filter(|found| found.finding.level == level).count() + files(level);
    let counts = [(Level::Error, "error", "errors"), (Level::Warning, "warning", "warnings")]
        .map(|(level, one, many)| (of(level).saturating_sub(SHOWN), one, many));
    let advice = of(Level::Advice);
    let noted = counts.iter().any(|(n, ..)| *n > 0) || advice > SHOWN;
    let advice = if noted { (advice + 1).saturating_sub(SHOWN) } else { 0 };
    let counts = counts.into_iter().chain([(advice, "piece of advice", "pieces of advice")]);
    let more: Vec<String> = counts.filter(|(n, ..)| *n > 0).map(|(n, one, many)| count(n, one, many)).collect();
    noted.then(|| {
        format!("GitHub shows {SHOWN} annotations of each kind; {} more are in the log of this step", list(&more))
    })
}

/// Returns a text escaped as the data of a command, which follows its `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Returns the value of a command's property.
fn property(text: &str) -> String {
    data(&shown(text)).replace(':', "%3A").replace(',', "%2C")
}

/// Returns a word that does not occur in `report`: what ends the stretch in which GitHub obeys no command. It is made
/// from the report, so that the same report gives the same bytes and nobody who writes a plan can know it beforehand.
fn token(report: &[u8]) -> String {
    let mut hash = sha2::Sha256::digest(report);
    loop {
        let token = format!("bcf-{}", hex(&hash[..16]));
        if !report.windows(token.len()).any(|part| part == token.as_bytes()) {
            return token;
        }
        hash = sha2::Sha256::digest(hash);
    }
}

#[cfg(test)]
mod tests {
    use super::super::View;
    use super::super::samples::{SOURCE, checked, finding, run, site};
    use super::*;
    use crate::check::Checked;
    use crate::check::rules::dfg::dfg_not_passported;

    fn written(plan: Checked) -> String {
        let mut out = Vec::new();
        write(&run(&[plan], View::plain(80)), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_a_plan_says_stays_inside_the_command() {
        let mut plan = checked(SOURCE);
        plan.path = "a,b:c %\n::x.toml".to_owned();
        plan.findings = vec![finding("50% of it\n::add-mask::x\r\u{1b}[31m", site("a", 0, 6))];
        let text = written(plan);
        let file = "::error file=a%2Cb%3Ac %25\\u{a}%3A%3Ax.toml,line=1,col=1,endLine=1,endColumn=7";
        let says = "50%25 of it\\u{a}::add-mask::x\\u{d}\\u{1b}[31m\n::stop-commands::bcf-";
        assert!(text.starts_with(&format!("{file},title={}::{says}", dfg_not_passported::RULE.id)), "{text}");
    }

    #[test]
    fn a_span_of_several_lines_has_no_columns() {
        let mut plan = checked(SOURCE);
        plan.findings = vec![finding("wrong", site("a", 0, 60))];
        let title = format!("title={}::wrong\n", dfg_not_passported::RULE.id);
        assert!(written(plan).starts_with(&format!("::error file=plans/x.toml,line=1,endLine=4,{title}")));
    }

    #[test]
    fn the_worst_come_first_and_what_github_drops_is_said_in_a_notice_it_keeps() {
        let mut plan = checked(SOURCE);
        let of = |level| move |_| crate::finding::Finding { level, ..finding("wrong", site("a", 0, 1)) };
        plan.findings = (0..12).map(of(Level::Advice)).chain((0..11).map(of(Level::Error))).collect();
        let text = written(plan);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[..11].iter().all(|line| line.starts_with("::error ")));
        let note =
            "::notice title=bcf::GitHub shows 10 annotations of each kind; 1 error and 3 pieces of advice more are";
        assert!(lines[11].starts_with(note), "{}", lines[11]);
        assert!(lines[12..24].iter().all(|line| line.starts_with("::notice file=")));
        assert!(lines[24].starts_with("::stop-commands::"));
    }

    #[test]
    fn the_report_for_people_stands_between_the_same_words() {
        let text = written(checked(SOURCE));
        let lines: Vec<&str> = text.lines().collect();
        let token = lines[0].strip_prefix("::stop-commands::").unwrap();
        assert_eq!(lines.last(), Some(&format!("::{token}::").as_str()));
        assert_eq!(text.matches(token).count(), 2);
    }
}
