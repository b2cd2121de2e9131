//! The answer of the program to a slip: what it finds, what it proposes, and what it calls the cause.

use bcf::check::{Checked, Settings, Surroundings, Watch, check_text, check_watched};
use bcf::diagnosis::diagnose;
use bcf::finding::{Edit, LikelyCause, Trial};
use bcf::period::Date;
use bcf::plan::Plan;
use bcf::plan::syntax::Tree;

use super::make::Slip;

/// The answer to one slip.
#[derive(Debug)]
pub(crate) struct Answer {
    /// True when the plan has a finding, or does not pass.
    pub(crate) noticed: bool,
    /// The findings.
    pub(crate) findings: usize,
    /// The findings and causes that are shown in full.
    pub(crate) in_full: usize,
    /// True when the edit that undoes the slip is among those shown.
    pub(crate) is_mended: bool,
    /// The edit that is called the likely cause.
    pub(crate) called: Called,
    /// The first message.
    pub(crate) said: String,
}

/// The edit that is called the likely cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Called {
    /// The one that undoes the slip.
    Right,
    /// Another, and not that.
    Wrong,
    /// None.
    None,
}

/// A day on which the plans are clean: it bears on waivers alone.
fn day() -> Date {
    Date::parse("2026-11-01").expect("a day")
}

/// Checks a text as the clean plans are.
pub(crate) fn checked(text: &str) -> Checked {
    check_text("plan.toml".to_owned(), text.to_owned(), &Settings::on(day()))
}

/// Checks the tree of a text as the clean plans are, while somebody looks on.
pub(crate) fn checked_again(tree: Tree, watch: &dyn Watch) -> Option<Checked> {
    let settings = Settings::on(day());
    check_watched("plan.toml".to_owned(), Plan::of(tree), &Surroundings::default(), &settings, watch)
}

/// Checks a text and looks for the causes of what is found.
pub(crate) fn diagnosed(text: &str) -> Checked {
    let mut plan = checked(text);
    diagnose(&mut plan, &checked_again);
    plan
}

/// Returns whether a plan has no finding and passes.
pub(crate) fn is_clean(text: &str) -> bool {
    let plan = checked(text);
    plan.findings.is_empty() && !plan.fails()
}

/// Checks a plan with a slip. `sound` is the text without it.
pub(crate) fn answer(sound: &str, slip: &Slip) -> Answer {
    let plan = diagnosed(&slip.text);
    let findings = plan.findings.len();
    let undoes = |edits: &[Edit]| is_same(&applied(&slip.text, edits), sound);
    let causes = &plan.diagnosis.causes;
    let in_causes = |n: usize| plan.cause_of(&plan.findings[n]).is_some_and(LikelyCause::is_of_several);
    let alone = (0..findings).filter(|n| !in_causes(*n));
    let several = plan.diagnosis.of_several().count();
    let called: Vec<bool> = causes.iter().filter_map(|cause| cause.mend()).map(|mend| undoes(&mend.edits)).collect();
    // A finding alone with its safe edit needs no cause beside it.
    let own = alone.clone().filter(|n| plan.cause_of(&plan.findings[*n]).is_none());
    let edits = own.filter_map(|n| plan.findings[n].edit.as_ref()).filter(|edit| edit.trial == Trial::Safe);
    let edits: Vec<bool> = edits.map(|edit| undoes(std::slice::from_ref(edit))).collect();
    let named = causes.iter().flat_map(|cause| &cause.mends).any(|mend| undoes(&mend.edits));
    let is_lone = findings == 1 && edits == [true];
    Answer {
        noticed: findings > 0 || plan.fails(),
        findings,
        in_full: several + alone.count(),
        is_mended: named || edits.contains(&true),
        called: match (called.contains(&true) || is_lone, called.is_empty()) {
            (true, _) => Called::Right,
            (false, false) => Called::Wrong,
            (false, true) => Called::None,
        },
        said: said(&plan),
    }
}

fn said(plan: &Checked) -> String {
    let causes = plan.diagnosis.causes.iter().map(|cause| format!("<{} x{}> ", cause.message, cause.mends.len()));
    let findings = plan.findings.iter().take(3).map(|finding| format!("{}: {}; ", finding.rule, finding.message));
    causes.chain(findings).collect()
}

/// Returns a text with edits, which are in its order.
pub(crate) fn applied(text: &str, edits: &[Edit]) -> String {
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(edit.at.span.range(), &edit.with);
    }
    text
}

/// Returns whether two plans say the same: separators of digits and blank lines are none.
fn is_same(a: &str, b: &str) -> bool {
    let lines = |text: &str| -> Vec<String> {
        let lines = text.lines().map(|line| line.replace('_', "")).filter(|line| !line.trim().is_empty());
        lines.collect()
    };
    let (a, b) = (lines(a), lines(b));
    a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| a == b || alike(a, b))
}

/// Returns whether two lines differ only in how their numbers are written.
fn alike(a: &str, b: &str) -> bool {
    let parts = |line: &str| -> Vec<String> {
        let is_part = |c: char| !(c.is_ascii_digit() || c == '.');
        let number = |word: &str| word.parse::<f64>().map_or_else(|_| word.to_owned(), |number| number.to_string());
        line.split_inclusive(is_part)
            .map(|part| {
                let (number_part, rest) = part.split_at(part.find(is_part).unwrap_or(part.len()));
                format!("{}{rest}", number(number_part))
            })
            .collect()
    };
    parts(a) == parts(b)
}

/// The head of the table.
pub(crate) const HEAD: &str =
    "slip                          n  noticed  findings mean/95th  in full mean/95th  mend shown  likely cause  wrong";

/// Returns a row of the table.
pub(crate) fn row(name: &str, answers: &[Answer]) -> String {
    let noticed: Vec<&Answer> = answers.iter().filter(|answer| answer.noticed).collect();
    let of = |n: usize, all: usize| format!("{:.0} %", 100.0 * share(n, all));
    let many = |count: fn(&Answer) -> usize| {
        let mut counts: Vec<usize> = noticed.iter().map(|answer| count(answer)).collect();
        counts.sort_unstable();
        let last = counts.get(counts.len() * 95 / 100).copied().unwrap_or_default();
        format!("{:.1} / {last}", share(counts.iter().sum(), counts.len()))
    };
    let counted = |is: fn(&Answer) -> bool| of(noticed.iter().filter(|answer| is(answer)).count(), noticed.len());
    format!(
        "{name:26} {:>4} {:>8} {:>19} {:>18} {:>11} {:>13} {:>6}",
        answers.len(),
        of(noticed.len(), answers.len()),
        many(|answer| answer.findings),
        many(|answer| answer.in_full),
        counted(|answer| answer.is_mended),
        counted(|answer| answer.called == Called::Right),
        counted(|answer| answer.called == Called::Wrong),
    )
}

fn share(n: usize, all: usize) -> f64 {
    let number = |n: usize| u32::try_from(n).map_or(f64::MAX, f64::from);
    if all == 0 { 0.0 } else { number(n) / number(all) }
}
