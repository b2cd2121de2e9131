//! The words reports share: counts with their plurals, verdict lines.

use std::fmt::Write;

use super::Run;
use crate::check::{Checked, Counts};
use crate::report::escape::shown;

/// `1 error`, `2 errors`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// `a, b and c`.
pub fn list<S: AsRef<str>>(words: &[S]) -> String {
    match words {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// `3 errors, 1 warning`, or `no findings`.
pub fn findings(counts: &Counts) -> String {
    let parts: Vec<String> = [
        (counts.error, "error", "errors"),
        (counts.warning, "warning", "warnings"),
        (counts.advice, "piece of advice", "pieces of advice"),
    ]
    .into_iter()
    .filter(|(n, ..)| *n > 0)
    .map(|(n, one, many)| count(n, one, many))
    .collect();
    if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") }
}

/// `61 tests passed, 2 waived, 4 not evaluated`; only the first part when the others are nil.
pub fn tests(counts: &Counts) -> String {
    let mut text = format!("{} passed", count(counts.passed, "test", "tests"));
    for (n, word) in
        [(counts.waived, "waived"), (counts.baselined, "in the baseline"), (counts.not_evaluated, "not evaluated")]
    {
        if n > 0 {
            let _ = write!(text, ", {n} {word}");
        }
    }
    text
}

/// What a plan was checked as: `bcf-2017-19, draft`.
pub fn checked_as(checked: &Checked) -> String {
    let round = match (&checked.round, &checked.named_round) {
        (Some(round), _) => shown(round).into_owned(),
        (None, Some(named)) => format!("{}, an unknown round", shown(named)),
        (None, None) => "no round named".to_owned(),
    };
    let round = match checked.other_round() {
        Some(own) => format!("{round}, not its own {}", shown(own)),
        None => round,
    };
    if checked.draft { format!("{round}, draft") } else { round }
}

/// `FAIL` or `PASS`.
pub const fn verdict(fails: bool) -> &'static str {
    if fails { "FAIL" } else { "PASS" }
}

/// What follows the verdict's first word for one plan.
pub fn sentence(checked: &Checked) -> String {
    let counts = checked.counts();
    format!("{} ({}): {}; {}", shown(&checked.path), checked_as(checked), findings(&counts), tests(&counts))
}

/// What follows the verdict's first word for several plans.
pub fn sentence_of_all(run: &Run<'_>) -> String {
    let total = total(run.plans);
    let failed = run.plans.iter().filter(|plan| plan.fails()).count();
    let mut plans = format!("{failed} failed, {} passed", run.plans.len() - failed);
    if run.unread > 0 {
        let _ = write!(plans, ", {} could not be read", run.unread);
    }
    let all = count(run.plans.len() + run.unread, "plan", "plans");
    format!("{all}: {plans}; {}; {}", findings(&total), tests(&total))
}

/// With a capital first, as headings have it: messages begin with a small letter. An id such as `bcf-2017-19` stays as it is.
pub fn capital(text: &str) -> String {
    let id = text.split_whitespace().next().is_some_and(|word| word.contains(|c: char| c.is_ascii_digit()));
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if !id => first.to_uppercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

/// The counts of all plans together.
pub fn total(plans: &[Checked]) -> Counts {
    plans.iter().map(Checked::counts).fold(Counts::default(), |a, b| Counts {
        error: a.error + b.error,
        warning: a.warning + b.warning,
        advice: a.advice + b.advice,
        waived: a.waived + b.waived,
        baselined: a.baselined + b.baselined,
        passed: a.passed + b.passed,
        not_evaluated: a.not_evaluated + b.not_evaluated,
        not_applicable: a.not_applicable + b.not_applicable,
    })
}

#[cfg(test)]
mod tests_of_words {
    use super::*;

    #[test]
    fn plurals_are_right() {
        let counts = Counts { error: 1, advice: 2, passed: 1, not_evaluated: 3, ..Counts::default() };
        assert_eq!(findings(&counts), "1 error, 2 pieces of advice");
        assert_eq!(tests(&counts), "1 test passed, 3 not evaluated");
        assert_eq!(findings(&Counts::default()), "no findings");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }
}
