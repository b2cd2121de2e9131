//! The rule book: one folder a family, one file a rule.

mod file;
mod shape;

use super::rule::Family;

/// The families, in the order of the rule book.
pub static FAMILIES: &[&Family] = &[&file::FAMILY, &shape::FAMILY];
