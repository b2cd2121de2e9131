//! The improved Better Care Fund and its successors.

use crate::check::rule::Family;

/// The family.
pub(super) static FAMILY: Family = Family { id: "grants", summary: "the improved Better Care Fund and its successors", rules: &[] };
