//! Text that cannot be read. Every round; mostly the reader's complaints.

pub(crate) mod invalid_toml;
pub(crate) mod missing_key;
pub(crate) mod unknown_format;
pub(crate) mod unknown_key;
pub(crate) mod unknown_round;
pub(crate) mod unreadable_money;
pub(crate) mod wrong_type;
pub(crate) mod year_outside_round;

mod form;

use crate::check::prelude::*;
use crate::check::rule::{Family, Phase};
use crate::check::rules::shape::placeholder_left_in::is_placeholder;
use crate::check::scale::{self, fitting, out_of_scale};
use crate::money::Unit;
use crate::plan::syntax::Kind;
use crate::plan::{Complaint, ComplaintKind, MoneyUnit};

/// The family of rules on text that cannot be read: syntax, keys, types, and rounds or formats nobody knows.
pub(super) static FAMILY: Family = Family {
    id: "file",
    summary: "what is written cannot be read",
    phase: Phase::Reading,
    rules: &[
        &invalid_toml::RULE,
        &unknown_key::RULE,
        &missing_key::RULE,
        &wrong_type::RULE,
        &unreadable_money::RULE,
        &unknown_round::RULE,
        &unknown_format::RULE,
        &year_outside_round::RULE,
    ],
};

/// Returns whether a text with a template's placeholder is there.
fn is_left_to_write(facts: &Facts<'_>, at: &Place) -> bool {
    let tree = &facts.plan.tree;
    matches!(at, Place::Value(node) if tree.kind(*node) == Kind::String && is_placeholder(tree.raw(*node)))
}

/// Reports the reader's complaints of one kind, or records a passed test where there are none.
fn complaints(facts: &Facts<'_>, tests: &mut Tests<'_>, kind: ComplaintKind) {
    if !report_complaints(facts, tests, kind) {
        tests.pass(Case::of("the whole file"));
    }
}

/// Reports the same without recording a passed test; returns whether there were any.
fn report_complaints(facts: &Facts<'_>, tests: &mut Tests<'_>, kind: ComplaintKind) -> bool {
    let mut any = false;
    for complaint in facts.plan.complaints.iter().filter(|complaint| complaint.kind == kind) {
        // What a template left to be written is no wrong figure but none at all (`placeholder-left-in`).
        if is_left_to_write(facts, &complaint.at) {
            continue;
        }
        any = true;
        let mut failure = Failure::new(Case::default(), complaint.at.clone(), complaint.message.clone());
        if let Some(help) = &complaint.help {
            failure = failure.help(help.clone());
        } else if let Some(form) = complaint.form {
            failure = form::shown(facts, form, &complaint.at, failure);
        }
        if let Some(unit) = unit_meant(facts, complaint) {
            let unit = scale::word(unit);
            let help = format!("in `{unit}` the figures are such as an area can have: did you mean that?");
            tests.fail(failure.help(help).edit(complaint.at.clone(), format!("\"{unit}\"")));
            continue;
        }
        if let Some((place, text)) = &complaint.label {
            failure = failure.label(place.clone(), text.clone());
        }
        if let (Some(with), Place::Value(_) | Place::Key(_)) = (&complaint.with, &complaint.at) {
            failure = failure.edit(complaint.at.clone(), with.clone());
        }
        tests.fail(failure);
    }
    any
}

/// Returns the unit that a word which is none was meant for, told by the size of the figures, where the nearest word is
/// not it.
fn unit_meant(facts: &Facts<'_>, complaint: &Complaint) -> Option<Unit> {
    let at = facts.plan.header.unit_at?;
    let is_word = complaint.kind == ComplaintKind::WrongType && complaint.at == Place::Value(at);
    let fits = |near: &str| {
        MoneyUnit::from_word(near.trim_matches('"')).is_some_and(|near| out_of_scale(facts, near.unit()).is_none())
    };
    let is_near = || complaint.with.as_deref().is_some_and(fits);
    if is_word && !is_near() { fitting(facts) } else { None }
}
