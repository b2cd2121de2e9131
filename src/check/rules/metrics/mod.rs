//! The national metrics.

use crate::check::rule::Family;

/// The family.
pub(super) static FAMILY: Family = Family { id: "metrics", summary: "the national metrics", rules: &[] };
