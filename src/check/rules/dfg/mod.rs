//! The Disabled Facilities Grant.

use crate::check::rule::Family;

/// The family.
pub(super) static FAMILY: Family = Family { id: "dfg", summary: "the Disabled Facilities Grant", rules: &[] };
