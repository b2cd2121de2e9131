//! Amounts inside the NHS minimum.

use crate::check::rule::Family;

/// The family.
pub(super) static FAMILY: Family = Family { id: "earmarks", summary: "amounts inside the NHS minimum", rules: &[] };
