//! Managing transfers of care.

use crate::check::rule::Family;

/// The family.
pub(super) static FAMILY: Family = Family { id: "transfers-of-care", summary: "managing transfers of care", rules: &[] };
