//! The words reports share: outcomes, verdict lines, what a plan was checked as.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::io;

use super::paint::Ink;
use super::{Run, View};
use crate::check::{Checked, Counts, Grounds, Overruled, Terms, Verdict, Word, Written, covered};
use crate::finding::{Finding, Status};
use crate::text::escape::shown;
use crate::text::words::{count, list};

/// Returns what was found, and what had to be tested and was not: `3 errors, 1 warning`, `48 gaps to fill; 1 floor not
/// tested`, or `no findings`.
pub(crate) fn outcome(counts: &Counts, verdict: &Verdict) -> String {
    let grounds = &verdict.grounds;
    let gaps = grounds.gaps - grounds.known_gaps;
    let warnings = counts.warning.saturating_sub(gaps + grounds.untested_told);
    let mut parts = known(verdict);
    parts.extend(levels(counts.error, warnings, gaps, counts.advice));
    parts.extend(untested(grounds, grounds.gaps == 0));
    if parts.is_empty() { "no findings".to_owned() } else { parts.join("; ") }
}

/// Returns what had to be tested and was not: `1 floor not tested; 3 other required tests not made`. Beside gaps, which
/// say the same of the others, only the floors.
pub(super) fn untested(grounds: &Grounds, others: bool) -> Option<String> {
    let floors = counted(&[(grounds.floors_untested, "floor not tested", "floors not tested")]);
    let others = if !others {
        None
    } else if floors.is_some() {
        counted(&[(grounds.others_untested, "other required test not made", "other required tests not made")])
    } else {
        counted(&[(grounds.others_untested, "required test not made", "required tests not made")])
    };
    let parts: Vec<String> = floors.into_iter().chain(others).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// Returns where a finding is known from, and how much it was and is where that differs; nothing for one that is not.
pub(super) fn known_from(finding: &Finding) -> String {
    let Some(known) = &finding.known else { return String::new() };
    let change = known.change.map(|(before, now)| {
        let how = if now > before { "worse" } else { "better" };
        format!(", and {how}: {before} → {now}")
    });
    format!("{}{}", shown(&known.from), change.unwrap_or_default())
}

/// Returns in brackets how a finding that counts changed since it was known; nothing for one that is new.
pub(super) fn changed(finding: &Finding) -> String {
    let known = if finding.status == Status::Failed { known_from(finding) } else { String::new() };
    if known.is_empty() { known } else { format!(" ({known})") }
}

/// Returns where findings are known from: as all of them say, else only that they are.
pub(super) fn known_as<'a>(findings: impl Iterator<Item = &'a Finding>) -> String {
    let known = findings.filter(|finding| finding.status == Status::Baselined).filter_map(|f| f.known.as_ref());
    let from: BTreeSet<&str> = known.map(|known| known.from.as_str()).collect();
    match from.len() {
        1 => from.into_iter().collect(),
        _ => "known".to_owned(),
    }
}

/// Returns what is known of what keeps the word from being a pass, where all of it is.
fn known(verdict: &Verdict) -> Vec<String> {
    let grounds = &verdict.grounds;
    if !verdict.is_known {
        return Vec::new();
    }
    let failures = match (verdict.word, grounds.known_milder) {
        (Word::Fail, 0) => counted(&[(grounds.known_failures, "known error", "known errors")]),
        (Word::Fail, _) => counted(&[(grounds.known_failures, "known finding", "known findings")]),
        _ => counted(&[(grounds.known_gaps, "known gap to fill", "known gaps to fill")]),
    };
    let statutory = grounds.known_statutory;
    let of_them = if statutory > 0 { format!(", {statutory} of them statutory") } else { String::new() };
    failures.map(|failures| format!("{failures}{of_them}")).into_iter().chain(["0 new".to_owned()]).collect()
}

/// Returns how many of what there are, `3 errors, 1 warning`; nothing where there is none.
pub(super) fn levels(errors: usize, warnings: usize, gaps: usize, advice: usize) -> Option<String> {
    counted(&[
        (errors, "error", "errors"),
        (warnings, "warning", "warnings"),
        (gaps, "gap to fill", "gaps to fill"),
        (advice, "piece of advice", "pieces of advice"),
    ])
}

/// Returns `3 errors, 1 warning`; nothing where there is none.
fn counted(parts: &[(usize, &str, &str)]) -> Option<String> {
    let parts: Vec<String> = parts.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| count(*n, one, many)).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Returns how many tests ended how: `61 tests passed, 2 waived, 4 not evaluated`; only the first part when the others
/// are nil.
pub(crate) fn tests(counts: &Counts, grounds: &Grounds, known_as: &str) -> String {
    let mut text = format!("{} passed", count(counts.passed, "test", "tests"));
    for (n, word) in [
        (counts.waived, "waived"),
        (counts.baselined, known_as),
        (counts.not_evaluated, "not evaluated"),
        (grounds.to_be_confirmed, "to be confirmed"),
    ] {
        if n > 0 {
            let _ = write!(text, ", {n} {word}");
        }
    }
    text
}

/// Returns what a plan was checked as: `bcf-2017-19, draft`.
pub(crate) fn checked_as(checked: &Checked) -> String {
    let round = match (&checked.round, &checked.named_round) {
        (Some(round), _) => shown(round).into_owned(),
        (None, Some(named)) => format!("{}, an unknown round", shown(named)),
        (None, None) => "no round named".to_owned(),
    };
    let round = match checked.other_round() {
        Some(own) => format!("{round}, not its own {}", shown(own)),
        None => round,
    };
    let years = covers_fewer(checked).map(|years| format!(", {years} only")).unwrap_or_default();
    if checked.draft { format!("{round}{years}, draft") } else { format!("{round}{years}") }
}

/// Returns the years a plan covers, where those are not all of its round: "2024/25".
pub(crate) fn covers_fewer(checked: &Checked) -> Option<String> {
    let round = checked.under.as_deref()?;
    let years: Vec<String> = covered(&checked.plan, round).iter().map(|year| year.prose()).collect();
    (years.len() < round.years.len()).then(|| list(&years))
}

/// Returns the colour of a verdict: red only where something is wrong that is not known.
pub(crate) const fn ink(verdict: &Verdict) -> Ink {
    match (verdict.word, verdict.is_known) {
        (Word::Pass, _) => Ink::Good,
        (Word::Fail, false) => Ink::Bad,
        (Word::Fail | Word::Incomplete | Word::None, _) => Ink::Doubtful,
    }
}

/// Writes a verdict: its word in its colour, then what follows it.
pub(super) fn write_verdict(view: View, verdict: &Verdict, sentence: &str, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{} {sentence}", view.paint().ink(ink(verdict), verdict.capitals()))
}

/// Returns what follows the verdict's word for one plan.
pub(crate) fn sentence(checked: &Checked) -> String {
    sentence_as(checked, &checked.verdict())
}

/// Returns what follows a verdict's word for one plan.
pub(crate) fn sentence_as(checked: &Checked, verdict: &Verdict) -> String {
    format!("{} {}", shown(&checked.path), sentence_without_path(checked, verdict))
}

/// Returns the same where it is plain which plan is meant: `(bcf-2017-19): 1 error; 87 tests passed`.
pub(crate) fn sentence_without_path(checked: &Checked, verdict: &Verdict) -> String {
    format!("({}): {}", checked_as(checked), summary(checked, &checked.counts(), verdict))
}

/// Returns what was found in a plan and how its tests ended, in words: `1 error; 87 tests passed`.
pub(super) fn summary(checked: &Checked, counts: &Counts, verdict: &Verdict) -> String {
    let tests = tests(counts, &verdict.grounds, &known_as(checked.findings.iter()));
    format!("{}; {tests}{}", outcome(counts, verdict), terms(&checked.terms))
}

/// Returns what a reader of the verdict must know of what was asked: rules left out, levels lowered, a milder
/// round, settings that another revision has otherwise, another day.
pub(super) fn terms(terms: &Terms) -> String {
    let day = terms.day.map(|day| format!("as on {}", day.prose()));
    milder(terms).into_iter().chain(overruled(terms)).chain(day).fold(String::new(), |text, part| text + "; " + &part)
}

/// Returns what made the check milder than the rules are: rules left out, levels lowered, a round that asks for less.
pub(super) fn milder(terms: &Terms) -> Vec<String> {
    let mut parts = Vec::new();
    parts.extend(terms.left_out.matters.then(|| terms.left_out.prose()));
    let lowered: Vec<String> = terms.lowered.iter().map(|lowered| written(&lowered.setting)).collect();
    parts.extend((!lowered.is_empty()).then(|| format!("lowered by {}", list(&lowered))));
    parts.extend(terms.own_round.iter().map(|said| shown(said).into_owned()));
    parts
}

/// Returns which settings count where two revisions differ: `the stricter counts: fail-on = "error" (main:bcf.toml:1),
/// not fail-on = "never" (bcf.toml:1)`.
pub(super) fn overruled(terms: &Terms) -> Option<String> {
    let one = |Overruled { heard, unheard, by_rule, .. }: &Overruled| match (written(heard), written(unheard)) {
        (heard, unheard) if *by_rule => format!("rule by rule {heard} or {unheard}"),
        (heard, unheard) => format!("{heard}, not {unheard}"),
    };
    let all: Vec<String> = terms.overruled.iter().map(one).collect();
    (!all.is_empty()).then(|| format!("the stricter counts: {}", all.join("; ")))
}

/// Returns `metrics = "warning" (bcf.toml:4)`
fn written(setting: &Written) -> String {
    let what = shown(&setting.what);
    match (&setting.path, setting.line) {
        (Some(path), Some(line)) => format!("{what} ({}:{line})", shown(path)),
        (Some(path), None) => format!("{what} ({})", shown(path)),
        (None, _) => what.into_owned(),
    }
}

/// Returns the verdict on a run: the worst word there is.
pub(crate) fn verdict_of_all(run: &Run<'_>) -> Verdict {
    let read = Verdict::of_all(run.plans.iter().map(Checked::verdict), run.beside.unread.len());
    read.with_hidden(run.beside.fails())
}

/// Returns what follows the verdict's word for several plans.
pub(crate) fn sentence_of_all(run: &Run<'_>) -> String {
    let (total, verdict) = (total(run.plans), verdict_of_all(run));
    let of = |word| run.plans.iter().filter(|plan| plan.verdict().word == word).count();
    let mut plans = format!("{} failed", of(Word::Fail));
    let (incomplete, passed, unread) = (of(Word::Incomplete), of(Word::Pass), run.beside.unread.len());
    for (n, word, always) in
        [(incomplete, "not complete", false), (passed, "passed", true), (unread, "could not be read", false)]
    {
        if always || n > 0 {
            let _ = write!(plans, ", {n} {word}");
        }
    }
    let all = count(run.plans.len() + unread, "plan", "plans");
    let known = known_as(run.plans.iter().flat_map(|plan| &plan.findings));
    let said = format!("{all}: {plans}; {}; {}", outcome(&total, &verdict), tests(&total, &verdict.grounds, &known));
    run.beside.prose().into_iter().fold(said, |text, part| text + "; " + &part)
}

/// Returns the counts of all plans together.
pub(crate) fn total(plans: &[Checked]) -> Counts {
    plans.iter().map(Checked::counts).fold(Counts::default(), |a, b| Counts {
        error: a.error + b.error,
        warning: a.warning + b.warning,
        advice: a.advice + b.advice,
        waived: a.waived + b.waived,
        baselined: a.baselined + b.baselined,
        passed: a.passed + b.passed,
        not_evaluated: a.not_evaluated + b.not_evaluated,
        required_not_evaluated: a.required_not_evaluated + b.required_not_evaluated,
        not_applicable: a.not_applicable + b.not_applicable,
    })
}

#[cfg(test)]
mod tests_of_words {
    use super::*;

    #[test]
    fn plurals_are_right() {
        let counts = Counts { error: 1, advice: 2, passed: 1, not_evaluated: 3, ..Counts::default() };
        let verdict = Verdict::of_all([], 0);
        assert_eq!(outcome(&counts, &verdict), "1 error, 2 pieces of advice");
        assert_eq!(tests(&counts, &verdict.grounds, "known"), "1 test passed, 3 not evaluated");
        assert_eq!(outcome(&Counts::default(), &verdict), "no findings");
    }
}
