//! The NHS contribution to adult social care.

use crate::check::rule::Family;

/// The family.
pub(super) static FAMILY: Family = Family { id: "social-care", summary: "the NHS contribution to adult social care", rules: &[] };
