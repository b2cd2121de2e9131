//! The laws every rule obeys, third part: spans, panics and edits, over plans with any of their figures changed.

use std::sync::LazyLock;

use crate::common;
use crate::common::{Named, cases, check, checked, identity, replaced, share, texts};
use bcf::check::Checked;
use bcf::finding::{Finding, Site, Status};
use bcf::money::{self, Amount};
use bcf::plan::{Place, Plan};
use bcf::span::NodeId;
use proptest::prelude::*;
use proptest::sample::Index;

static TEXTS: LazyLock<Vec<Named>> = LazyLock::new(texts);
static PLANS: LazyLock<Vec<Named>> = LazyLock::new(common::plans);

/// Values at the limits of what a plan can say, and beyond them.
const EXTREMES: [&str; 30] = [
    "0",
    "-0.0",
    "1",
    "-1",
    "100",
    "100.01",
    "0.0000000000000000000000000001",
    "999_999_999_999",
    "999_999_999_999.99",
    "1_000_000_000_000",
    "-999_999_999_999",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551616",
    "79228162514264337593543950335",
    "-79228162514264337593543950335",
    "7922816251426433759354395033.5",
    "1e308",
    "nan",
    "-inf",
    "0x7fffffffffffffff",
    "\"£999,999,999,999\"",
    "\"about £999,999,999.99k\"",
    "\"£0.01\"",
    "\"\"",
    "\"\\u0000\\U0001F4B7 ünïcode £\"",
    "true",
    "9999-12-31",
    "[]",
    "{}",
];

/// A value of a plan changed: which one, and to what.
type Change = (Index, Index);

/// Returns a text with some of its values at their limits.
fn at_the_limits(text: &str, changes: &[Change]) -> String {
    let mut text = text.to_owned();
    for (which, extreme) in changes {
        let plan = Plan::read(text.clone());
        let leaves = common::leaves(&plan);
        if !leaves.is_empty() {
            text = replaced(
                &text,
                plan.span_of(leaves[which.index(leaves.len())]),
                EXTREMES[extreme.index(EXTREMES.len())],
            );
        }
    }
    text
}

/// Returns a text with some of its figures a little wrong: doubled, halved, a digit more or less, one more, nil, turned
/// round.
fn a_little_wrong(text: &str, changes: &[Change]) -> String {
    let mut text = text.to_owned();
    for (which, how) in changes {
        let plan = Plan::read(text.clone());
        let figures = common::figures(&plan);
        if figures.is_empty() {
            return text;
        }
        let node = figures[which.index(figures.len())];
        let digits = plan.tree.raw(node).replace('_', "");
        let Ok(value) = digits.parse::<rust_decimal::Decimal>() else { continue };
        let new = match how.index(7) {
            0 => value.saturating_mul(2.into()),
            1 => value.checked_div(2.into()).map_or(value, |half| half.round_dp(value.scale())),
            2 => value.saturating_mul(10.into()),
            3 => value.saturating_add(1.into()),
            4 => value.saturating_sub(1.into()),
            5 => 0.into(),
            _ => digits.chars().rev().collect::<String>().trim_matches('0').parse().unwrap_or(value),
        };
        text = replaced(&text, plan.span_of(node), &new.to_string());
    }
    text
}

fn sites(finding: &Finding) -> impl Iterator<Item = &Site> {
    let labels = finding.labels.iter().map(|label| &label.at);
    let lines = finding.ledger.iter().flat_map(|ledger| &ledger.lines).filter_map(|line| line.at.as_ref());
    let waiver = if let Status::Waived(waiver) = &finding.status { Some(&waiver.at) } else { None };
    std::iter::once(&finding.at)
        .chain(labels)
        .chain(lines)
        .chain(waiver)
        .chain(finding.edit.iter().map(|edit| &edit.at))
}

/// Checks that every span lies inside the text on character boundaries, and a money span reads as the figure reported.
fn spans_hold(text: &str, checked: &Checked) -> Result<(), String> {
    for finding in &checked.findings {
        for site in sites(finding) {
            let range = site.span.range();
            if range.start > range.end || text.get(range.clone()).is_none() {
                return Err(format!("{}: {range:?} is no stretch of the text ({})", finding.rule, site.path));
            }
        }
        for line in finding.ledger.iter().flat_map(|ledger| &ledger.lines) {
            let Some(at) = &line.at else { continue };
            let reads = amount(&checked.plan, at.span.of(text)).map(|amount| amount.pounds.abs());
            // A share of a joint line, or a product, is less or more than the figure it is made from.
            let shared = ["out-of-hospital", "earmarks"].contains(&finding.family);
            if reads != Some(line.pounds.abs()) && !(shared && reads.is_some()) {
                return Err(format!("{}: `{}` at {} is not {}", finding.rule, at.span.of(text), at.path, line.pounds));
            }
        }
    }
    Ok(())
}

fn amount(plan: &Plan, raw: &str) -> Option<Amount> {
    match raw.strip_prefix(['"', '\'']) {
        Some(inner) => money::parse_text(inner.trim_end_matches(['"', '\''])).ok(),
        None => money::parse_number(raw, plan.unit()).ok(),
    }
}

/// Checks that each edit a check proposes takes away the finding that proposed it.
fn edits_hold(text: &str, checked: &Checked, most: usize) -> Result<(), String> {
    for finding in checked.findings.iter().filter(|finding| finding.edit.is_some()).take(most) {
        let Some(edit) = &finding.edit else { continue };
        let after = check(&replaced(text, edit.at.span, &edit.with));
        let unread = |checked: &Checked| checked.findings.iter().filter(|finding| finding.family == "file").count();
        if unread(&after) > unread(checked) {
            return Err(format!("{} at {}: `{}` cannot be read", finding.rule, finding.at.path, edit.with));
        }
        if let Some(still) = after.findings.iter().find(|other| identity(other) == identity(finding)) {
            let (old, rule) = (edit.at.span.of(text), finding.rule);
            return Err(format!(
                "{rule} at {}: {}\n  {old} → {}\n  and then: {}",
                finding.at.path, finding.message, edit.with, still.message
            ));
        }
    }
    Ok(())
}

/// Checks that no two findings of a rule share a path and year.
fn identities_are_unique(checked: &Checked) -> Result<(), String> {
    let mut seen = std::collections::BTreeSet::new();
    match checked.findings.iter().find(|finding| !seen.insert(identity(finding))) {
        Some(twice) if twice.rule != "invalid-toml" => Err(format!("twice: {}", common::said(twice))),
        _ => Ok(()),
    }
}

fn over_all(law: impl Fn(&str, &Checked) -> Result<(), String>) {
    let broken = |text: &Named| law(&text.text, checked(&text.text)).err().map(|why| format!("{}: {why}", text.name));
    let wrong: Vec<String> = TEXTS.iter().filter_map(broken).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_span_lies_in_the_text_and_reads_as_reported() {
    over_all(spans_hold);
}

#[test]
fn every_edit_mends_what_it_is_proposed_for() {
    over_all(|text, checked| edits_hold(text, checked, usize::MAX));
}

/// Of keys with two letters changed over nearly every one is named, with the edit that puts it right.
#[test]
fn a_misspelt_key_has_the_edit_that_puts_it_right() {
    let (mut told, mut right) = (0, 0);
    for Named { name, text } in PLANS.iter() {
        let plan = Plan::read(text.clone());
        let keyed = |node: &NodeId| plan.tree.key(*node).is_some_and(|key| key.len() > 3);
        for node in plan.tree.nodes().filter(keyed).step_by(9 * share(3)) {
            let key = plan.site(&Place::Key(node)).span;
            let written = key.of(text);
            let (start, end) = written.split_at(1);
            let mut letters: Vec<char> = end.chars().collect();
            letters.swap(0, 1);
            let wrong = format!("{start}{}", letters.into_iter().collect::<String>());
            let once = key.end <= plan.span_of(node).start && wrong != written && !written.contains(['"', '.']);
            let changed = check(&replaced(text, key, &wrong));
            let found =
                changed.findings.iter().find(|found| found.rule == "unknown-key" && found.at.span.start == key.start);
            if let Some(found) = found.filter(|_| once) {
                told += 1;
                let mended =
                    found.edit.as_ref().map(|edit| replaced(changed.plan.tree.source(), edit.at.span, &edit.with));
                right += usize::from(mended.as_ref() == Some(text));
                if mended.as_ref() != Some(text) {
                    println!("{name}: {wrong}: {:?}", found.help);
                }
            }
        }
    }
    assert!(told > 200 / share(3) && right * 20 >= told * 19, "{right} of {told}");
}

#[test]
fn no_two_findings_of_a_rule_share_a_path_and_year() {
    over_all(|_, checked| identities_are_unique(checked));
}

/// Returns an error where the advice of a finding has a piece of a plan's text that is not written as code: a workbook says
/// it in words of its own only where it is.
fn code_is_code(_: &str, checked: &Checked) -> Result<(), String> {
    for finding in &checked.findings {
        let help = finding.help.as_deref().unwrap_or_default();
        let words = help.split('`').step_by(2);
        if words.clone().any(|words| words.contains('[') || words.contains(" = ")) {
            return Err(format!("{}: {help}", finding.rule));
        }
    }
    Ok(())
}

#[test]
fn advice_that_shows_a_piece_of_a_plan_shows_it_as_code() {
    over_all(code_is_code);
}

fn some_changes(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec(any::<Change>(), count)
}

proptest! {
    #![proptest_config(cases(160))]

    #[test]
    fn an_example_at_its_limits_never_panics(which in any::<Index>(), changes in some_changes(1..5)) {
        let text = at_the_limits(&TEXTS[which.index(TEXTS.len())].text, &changes);
        spans_hold(&text, &check(&text)).map_err(TestCaseError::fail)?;
    }
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn a_plan_at_its_limits_never_panics(which in any::<Index>(), changes in some_changes(1..12)) {
        let text = at_the_limits(&PLANS[which.index(PLANS.len())].text, &changes);
        spans_hold(&text, &check(&text)).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn a_plan_cut_short_never_panics(which in any::<Index>(), at in any::<Index>()) {
        let text = &PLANS[which.index(PLANS.len())].text;
        let cut = (0..=at.index(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
        spans_hold(&text[..cut], &check(&text[..cut])).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn a_plan_without_some_of_its_entries_never_panics(which in any::<Index>(), gone in prop::collection::vec(any::<Index>(), 1..6)) {
        let mut entries = common::entries(&PLANS[which.index(PLANS.len())].text);
        for index in gone {
            let index = index.index(entries.len());
            entries.remove(index);
            if entries.is_empty() {
                break;
            }
        }
        let text = entries.concat();
        spans_hold(&text, &check(&text)).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn any_text_is_read_without_panic(text in "(\\PC|\n|\\[|\\]|=|\"|£){0,200}") {
        spans_hold(&text, &check(&text)).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn an_edit_of_a_changed_plan_mends_it(which in any::<Index>(), changes in some_changes(1..3)) {
        let text = a_little_wrong(&PLANS[which.index(PLANS.len())].text, &changes);
        let checked = check(&text);
        edits_hold(&text, &checked, 4).map_err(TestCaseError::fail)?;
        identities_are_unique(&checked).map_err(TestCaseError::fail)?;
    }
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn an_edit_of_a_changed_example_mends_it(which in any::<Index>(), changes in some_changes(1..4)) {
        let text = a_little_wrong(&TEXTS[which.index(TEXTS.len())].text, &changes);
        let checked = check(&text);
        edits_hold(&text, &checked, 4).map_err(TestCaseError::fail)?;
        identities_are_unique(&checked).map_err(TestCaseError::fail)?;
    }
}
