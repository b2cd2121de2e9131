//! What must be in the pool.

use crate::check::rule::Family;

/// The family.
pub(super) static FAMILY: Family = Family { id: "minimum", summary: "what must be in the pool", rules: &[] };
