//! The arithmetic.

use crate::check::rule::Family;

/// The family.
pub(super) static FAMILY: Family = Family { id: "money", summary: "the arithmetic", rules: &[] };
