//! The laws every rule obeys, second part: what may be done to a plan's text without changing what is found.

use std::hint::black_box;
use std::sync::LazyLock;

use crate::common;
use crate::common::{
    Named, cases, check, checked, commented, examples, figures, is_money, one_in, reordered, replaced, said, texts,
};
use bcf::check::Checked;
use bcf::finding::Finding;
use bcf::plan::Plan;
use bcf::policy::Round;
use bcf::view::Picture;
use proptest::prelude::*;
use rayon::prelude::*;

static TEXTS: LazyLock<Vec<Named>> = LazyLock::new(texts);

/// Returns a text without the numbers of nameless entries and of those of one name, which count their places and so change
/// with the order; the first of a name has none.
fn without_numbers(text: &str) -> String {
    let mut parts = text.split('#');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| {
        let of_a_name = out.ends_with(|c: char| c.is_alphanumeric() || c == '-');
        let sign = if of_a_name { "" } else { "#" };
        out + sign + part.trim_start_matches(|c: char| c.is_ascii_digit())
    })
}

fn all_said(checked: &Checked) -> Vec<String> {
    let mut all: Vec<String> = checked.findings.iter().map(|finding| without_numbers(&said(finding))).collect();
    all.sort();
    all
}

/// Returns whether the findings depend on the order of the entries: references mean the first entry of an id, what a
/// syntax error swallows depends on where it is, and a name that is missing in several places is told at the first.
fn depends_on_order(checked: &Checked) -> bool {
    let is_at_the_first = |finding: &Finding| match finding.rule {
        "duplicate-id" | "invalid-toml" => true,
        "unknown-reference" => !finding.labels.is_empty(),
        _ => false,
    };
    checked.findings.iter().any(is_at_the_first)
}

fn difference(a: &[String], b: &[String]) -> String {
    let only = |these: &[String], those: &[String]| {
        these.iter().filter(|s| !those.contains(s)).cloned().collect::<Vec<_>>().join("\n  ")
    };
    format!("\nonly before:\n  {}\nonly after:\n  {}", only(a, b), only(b, a))
}

fn unchanged_by_order(text: &Named, order: &[u16]) -> Result<(), String> {
    let before = checked(&text.text);
    if depends_on_order(before) {
        return Ok(());
    }
    let after = check(&reordered(&text.text, order));
    let (before, after) = (all_said(before), all_said(&after));
    if before == after { Ok(()) } else { Err(format!("{}{}", text.name, difference(&before, &after))) }
}

#[test]
fn turning_every_text_round_changes_no_finding() {
    let backwards: Vec<u16> = (0..1_000_u16).rev().map(|n| n << 2).collect();
    let wrong: Vec<String> = TEXTS.iter().filter_map(|text| unchanged_by_order(text, &backwards).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn reordering_changes_no_finding(which in any::<prop::sample::Index>(), order in prop::collection::vec(any::<u16>(), 7..23)) {
        let text = &TEXTS[which.index(TEXTS.len())];
        unchanged_by_order(text, &order).map_err(TestCaseError::fail)?;
    }
}

/// Returns every bare amount as a string that carries the plan's unit, to the same digit.
fn in_quotes(text: &str) -> String {
    let plan = Plan::read(text.to_owned());
    let suffix = match plan.unit() {
        bcf::money::Unit::Pounds => "",
        bcf::money::Unit::Thousands => "k",
        bcf::money::Unit::Millions => "m",
    };
    let mut out = text.to_owned();
    for node in common::figures(&plan).into_iter().rev().filter(|node| common::is_money(&plan.path_of(*node))) {
        let raw = plan.tree.raw(node).replace('_', "");
        if raw.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            out.replace_range(plan.span_of(node).range(), &format!("\"£{raw}{suffix}\""));
        }
    }
    out
}

/// Returns every bare amount of pounds in thousands with three decimals, to the same pound.
fn in_thousands(text: &str) -> String {
    let plan = Plan::read(text.to_owned());
    let mut out = text.to_owned();
    if plan.unit() != bcf::money::Unit::Pounds {
        return out;
    }
    for node in common::figures(&plan).into_iter().rev().filter(|node| common::is_money(&plan.path_of(*node))) {
        let raw = plan.tree.raw(node).replace('_', "");
        if raw.len() > 3 && raw.bytes().all(|b| b.is_ascii_digit()) {
            let (thousands, pounds) = raw.split_at(raw.len() - 3);
            out.replace_range(plan.span_of(node).range(), &format!("\"£{thousands}.{pounds}k\""));
        }
    }
    out
}

#[test]
fn restating_the_amounts_changes_no_verdict() {
    let mut wrong = Vec::new();
    for text in one_in(3, TEXTS.iter()) {
        let before = all_said(checked(&text.text));
        for restated in [in_quotes(&text.text), in_thousands(&text.text)] {
            let after = all_said(&check(&restated));
            if before != after {
                wrong.push(format!("{}{}", text.name, difference(&before, &after)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn comments_and_blank_lines_change_no_path_and_no_message() {
    let mut wrong = Vec::new();
    for text in TEXTS.iter() {
        let before = checked(&text.text);
        // A syntax error may leave a quote open, and a comment inside it is none.
        if before.findings.iter().any(|finding| finding.rule == "invalid-toml") {
            continue;
        }
        let (before, after) = (all_said(before), all_said(&check(&commented(&text.text))));
        if before != after {
            wrong.push(format!("{}{}", text.name, difference(&before, &after)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The figures beyond which nothing can be calculated, and the least there is.
const LIMITS: [&str; 3] =
    ["79228162514264337593543950335", "-79228162514264337593543950335", "0.0000000000000000000000000001"];

#[test]
fn a_figure_of_any_size_is_calculated_with_or_told() {
    let none = Round::default();
    let as_they_are = examples().into_iter().filter(|example| example.name.ends_with(" fails"));
    as_they_are.collect::<Vec<_>>().par_iter().for_each(|Named { name, text }| {
        let plan = Plan::read(text.clone());
        // An amount of money has limits of its own, beyond which it is not read.
        for figure in one_in(8, figures(&plan).into_iter().filter(|figure| !is_money(&plan.path_of(*figure)))) {
            for limit in LIMITS {
                let checked = check(&replaced(text, plan.tree.span(figure), limit));
                assert!(!checked.tests.is_empty(), "{name}");
                black_box(Picture::of(&checked, checked.under.as_deref().unwrap_or(&none)));
            }
        }
    });
}
