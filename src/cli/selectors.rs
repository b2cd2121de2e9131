//! Rules and families by name, as options and configs give them.

use super::fault::Fault;
use crate::check::{Selector, rules};
use crate::finding::Level;
use crate::text::words::list;

/// Returns what each name names.
///
/// # Errors
/// When one names neither a rule nor a family.
pub(super) fn selectors(names: &[String]) -> Result<Vec<Selector>, Fault> {
    names.iter().map(|name| selector(name)).collect()
}

/// Returns the rule or family called `name`.
///
/// # Errors
/// When there is neither.
pub(super) fn selector(name: &str) -> Result<Selector, Fault> {
    Selector::parse(name.trim()).map_err(|unknown| {
        Fault::unknown("rule and no family", &unknown.name, unknown.nearest, "`bcf rules` lists them all")
    })
}

/// Checks that a name may be given a level: a statutory rule can be neither switched off nor lowered, alone or with its
/// family.
///
/// # Errors
/// When it may not; `verb` says what was to be done to it.
pub(super) fn refuse_statutory(name: &str, level: Option<Level>, verb: &str) -> Result<(), Fault> {
    let meant = rules().filter(|(family, rule)| family.id == name.trim() || rule.id == name.trim());
    let statutory: Vec<String> = meant
        .filter(|(_, rule)| rule.statutory && level.is_none_or(|level| level < rule.level))
        .map(|(_, rule)| format!("`{}`", rule.id))
        .collect();
    if statutory.is_empty() {
        return Ok(());
    }
    let rest = rules().filter(|(family, rule)| family.id == name.trim() && !rule.statutory).count();
    let message = if statutory == [format!("`{}`", name.trim())] {
        format!("`{}` is statutory and cannot be {verb}", name.trim())
    } else {
        let are = if statutory.len() == 1 { "is" } else { "are" };
        format!("`{}` cannot be {verb} as a whole: {} {are} statutory", name.trim(), list(&statutory))
    };
    let waiver = "only a [[waivers]] entry in the plan, by the body its clause names, sets a statutory rule aside; `bcf explain RULE` says who that is";
    let help =
        if rest > 0 { format!("name the other rules of the family one by one; {waiver}") } else { waiver.to_owned() };
    Err(Fault::new(message).help(help))
}
