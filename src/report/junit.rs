//! `JUnit` XML: a suite for every plan, a case for every test, so that a reader sees what passed.
//!
//! A finding at or above `--fail-on` is a failure; one below it is a case that passed and says so. What was not
//! evaluated, does not apply, was waived or is in the baseline is skipped, with the reason.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::found::{PlanFile, plan_files};
use super::human::{Drawer, Edits};
use super::words::{self, checked_as};
use super::{Beside, Run, View, concise};
use crate::check::rules;
use crate::finding::{Finding, Level, Outcome, Status, Test};
use crate::period::Period;
use crate::text::escape::shown;
use crate::text::words::count;

/// The most findings of a plan that are drawn with their source and sum; the others are a line each.
const DRAWN: usize = 200;

/// The most files that could not be read that have a case of their own.
const LISTED: usize = 100;
/// The element inside a case without a verdict, one that failed, and one that was not made.
const ERROR: &str = "error";
const FAILURE: &str = "failure";
const SKIPPED: &str = "skipped";

/// Writes the report.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let plan_files = plan_files(run);
    let suites: Vec<Suite<'_>> = plan_files.iter().map(Suite::new).collect();
    let beside = Besides::new(&run.beside);
    let sum = |of: fn(&Suite<'_>) -> usize| suites.iter().map(of).sum::<usize>();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    let [errors, failed, left] = beside.counts();
    let (tests, failures, skipped) =
        (sum(|s| s.cases.len()) + beside.cases.len(), sum(|s| s.failures) + failed, sum(|s| s.skipped) + left);
    let totals = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\"");
    writeln!(out, "<testsuites name=\"bcf check\" {totals}>")?;
    suites.iter().try_for_each(|suite| suite.write(out))?;
    beside.write(out)?;
    writeln!(out, "</testsuites>")
}

/// A file that is no case of a suite of its own: the element of `JUnit`, the case's name, the reason.
type Beyond = (&'static str, String, String);

/// The files that could not be read and the plans that are gone: a case each.
struct Besides {
    cases: Vec<Beyond>,
}

impl Besides {
    fn new(beside: &Beside<'_>) -> Self {
        let unread = beside.unread.iter();
        let unread = unread.map(|one| (ERROR, format!("{} can be read", one.file), one.why.clone()));
        let gone = beside.gone.iter();
        let gone = gone.map(|one| {
            let end = if one.fails { FAILURE } else { SKIPPED };
            (end, format!("{} is still checked", one.file), one.why.clone())
        });
        let mut cases: Vec<Beyond> = capped(unread, beside.unread.len(), "could not be read").collect();
        cases.extend(gone);
        Self { cases }
    }

    fn counts(&self) -> [usize; 3] {
        [ERROR, FAILURE, SKIPPED].map(|end| self.cases.iter().filter(|(of, ..)| *of == end).count())
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.cases.is_empty() {
            return Ok(());
        }
        let ([errors, failures, skipped], tests) = (self.counts(), self.cases.len());
        let totals = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\"");
        writeln!(out, "<testsuite name=\"plans\" {totals}>")?;
        let mut names = HashMap::new();
        for (end, name, why) in &self.cases {
            let (name, why) = (attribute(&unique(name.clone(), &mut names)), attribute(why));
            writeln!(out, "<testcase name=\"{name}\" classname=\"plans\"><{end} message=\"{why}\"/></testcase>")?;
        }
        writeln!(out, "</testsuite>")
    }
}

/// Returns the first cases, and one for all the others.
fn capped(cases: impl Iterator<Item = Beyond>, all: usize, what: &str) -> impl Iterator<Item = Beyond> {
    let more = all.saturating_sub(LISTED);
    let rest = format!("{} {what}", count(more, "more file", "more files"));
    cases.take(LISTED).chain((more > 0).then(|| (ERROR, "the other files can be read".to_owned(), rest)))
}

/// A plan and its cases.
struct Suite<'a> {
    plan_file: &'a PlanFile<'a>,
    cases: Vec<Case<'a>>,
    failures: usize,
    skipped: usize,
}

/// One test.
struct Case<'a> {
    rule: &'static str,
    family: &'static str,
    year: Option<Period>,
    subject: Option<&'a str>,
    end: End<'a>,
}

/// The result of a case.
enum End<'a> {
    Passed,
    Failed(&'a Finding),
    /// A finding that is no failure.
    Told(&'a Finding),
    Skipped(String, Option<&'a Finding>),
}

impl<'a> Suite<'a> {
    fn new(plan_file: &'a PlanFile<'a>) -> Self {
        let order: HashMap<&str, (usize, &'static str)> =
            rules().enumerate().map(|(n, (family, rule))| (rule.id, (n, family.id))).collect();
        let findings = plan_file.plan.findings.iter().map(|finding| Case::found(finding, plan_file.plan.terms.fail_on));
        let tests = plan_file
            .plan
            .tests
            .iter()
            .map(|test| Case::tested(test, order.get(test.rule).map_or("other", |(_, family)| family)));
        let stand_in = plan_file.stand_in().map(|finding| Case::found(finding, Some(finding.level)));
        let mut cases: Vec<Case<'a>> = stand_in.into_iter().chain(findings).chain(tests).collect();
        cases.sort_by_key(|case| {
            (order.get(case.rule).map_or(usize::MAX, |(n, _)| *n), case.year.map(|year| year.to_string()))
        });
        let failures = cases.iter().filter(|case| matches!(case.end, End::Failed(_))).count();
        let skipped = cases.iter().filter(|case| matches!(case.end, End::Skipped(..))).count();
        Self { plan_file, cases, failures, skipped }
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let (name, tests) = (attribute(self.plan_file.file), self.cases.len());
        let totals =
            format!("tests=\"{tests}\" failures=\"{}\" errors=\"0\" skipped=\"{}\"", self.failures, self.skipped);
        writeln!(out, "<testsuite name=\"{name}\" file=\"{name}\" {totals}>")?;
        let round = attribute(&checked_as(self.plan_file.plan));
        writeln!(out, "<properties><property name=\"round\" value=\"{round}\"/></properties>")?;
        let drawer = Drawer::new(self.plan_file.file, &self.plan_file.places, View::plain(100)).with(Edits::None);
        let (mut names, mut drawn) = (HashMap::new(), 0);
        for case in &self.cases {
            let name = unique(case.name(), &mut names);
            let block = case.finding().filter(|_| drawn < DRAWN).map(|finding| drawer.block(finding));
            drawn += usize::from(block.is_some());
            self.write_case(case, &name, &block.unwrap_or_default(), out)?;
        }
        writeln!(out, "</testsuite>")
    }

    fn write_case(&self, case: &Case<'_>, name: &str, block: &str, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "<testcase name=\"{}\" classname=\"{}\"", attribute(name), case.family)?;
        let mut text = String::new();
        if let Some(finding) = case.finding() {
            write!(
                out,
                " file=\"{}\" line=\"{}\"",
                attribute(self.plan_file.file),
                self.plan_file.places.line_told(&finding.at)
            )?;
            let line = concise::line(finding, &shown(self.plan_file.file), &self.plan_file.places);
            text = escaped(&format!("{line}\n\n{block}"));
        }
        match &case.end {
            End::Passed => writeln!(out, "/>"),
            End::Failed(finding) => {
                let (message, level) = (attribute(&finding.message), finding.level);
                writeln!(out, "><failure message=\"{message}\" type=\"{level}\">{text}</failure></testcase>")
            }
            End::Told(_) => writeln!(out, "><system-out>{text}</system-out></testcase>"),
            End::Skipped(reason, finding) => {
                let told = finding.map_or(String::new(), |_| format!("<system-out>{text}</system-out>"));
                writeln!(out, "><skipped message=\"{}\"/>{told}</testcase>", attribute(reason))
            }
        }
    }
}

impl<'a> Case<'a> {
    fn found(finding: &'a Finding, fail_on: Option<Level>) -> Self {
        let end = match &finding.status {
            Status::Failed if fail_on.is_some_and(|least| finding.level >= least) => End::Failed(finding),
            Status::Failed => End::Told(finding),
            Status::Waived(waiver) => {
                End::Skipped(format!("waived by {}: {}", waiver.by, waiver.reason), Some(finding))
            }
            Status::Baselined => End::Skipped(words::known_from(finding), Some(finding)),
        };
        let (rule, family, subject) = (finding.rule, finding.family, finding.subject.as_deref());
        Self { rule, family, year: finding.year, subject, end }
    }

    fn tested(test: &'a Test, family: &'static str) -> Self {
        let end = match &test.outcome {
            Outcome::Passed => End::Passed,
            Outcome::NotEvaluated(reason) => End::Skipped(format!("not evaluated: {reason}"), None),
            Outcome::NotApplicable(reason) => End::Skipped(format!("not applicable: {reason}"), None),
        };
        Self { rule: test.rule, family, year: test.year, subject: test.subject.as_deref(), end }
    }

    const fn finding(&self) -> Option<&'a Finding> {
        match self.end {
            End::Failed(finding) | End::Told(finding) | End::Skipped(_, Some(finding)) => Some(finding),
            End::Passed | End::Skipped(_, None) => None,
        }
    }

    /// Returns `dfg-not-passported 2017-18 (blaby)`
    fn name(&self) -> String {
        let mut name = self.rule.to_owned();
        // Writing to a string cannot fail.
        let _ = self.year.map_or(Ok(()), |year| write!(name, " {year}"));
        let _ = self.subject.map_or(Ok(()), |subject| write!(name, " ({subject})"));
        name
    }
}

/// Returns `name`, or `name #2` for the second of that name.
fn unique(name: String, seen: &mut HashMap<String, usize>) -> String {
    let nth = seen.entry(name.clone()).or_default();
    *nth += 1;
    if *nth > 1 { format!("{name} #{nth}") } else { name }
}

/// Returns the value of an attribute: on one line, whatever it is made of.
fn attribute(text: &str) -> String {
    escaped(&shown(text))
}

/// Returns a text that is safe to show already, with the characters that XML would act on, or cannot hold, spelt out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // At the start of a line of a log two of them would begin a command.
            ':' if chars.peek() == Some(&':') => out.push_str("&#58;"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::samples::{SOURCE, checked, finding, run, short_of_a_hundred_thousand, site};
    use super::*;
    use crate::check::Checked;
    use crate::finding::Waiver;

    fn written(plan: Checked) -> String {
        let mut out = Vec::new();
        write(&run(&[plan], View::plain(80)), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_test_is_a_case_and_only_what_fails_the_check_is_a_failure() {
        let mut plan = checked(SOURCE);
        let waiver =
            Waiver { reason: "agreed".to_owned(), by: "nhse".to_owned(), until: None, at: site("waivers", 0, 1) };
        plan.findings = vec![
            short_of_a_hundred_thousand(),
            Finding { level: Level::Advice, ..finding("worth <knowing>", site("x", 0, 1)) },
            Finding { status: Status::Waived(waiver), ..short_of_a_hundred_thousand() },
        ];
        insta::assert_snapshot!(written(plan));
    }

    #[test]
    fn what_xml_cannot_hold_is_spelt_out() {
        let mut plan = checked(SOURCE);
        plan.path = "a\"<b>\n\u{ffff}\u{1}.toml".to_owned();
        plan.findings = vec![finding("]]> & '\u{0}' \u{fffe}\n", site("x", 0, 1))];
        let text = written(plan);
        assert!(text.contains("<testsuite name=\"a&quot;&lt;b&gt;\\u{a}\\u{ffff}\\u{1}.toml\""), "{text}");
        assert!(text.contains("message=\"]]&gt; &amp; &apos;\\u{0}&apos; \\u{fffe}\\u{a}\""), "{text}");
        roxmltree::Document::parse(&text).unwrap();
    }
}
