//! A jointly agreed plan.

use crate::check::rule::Family;

/// The family.
pub(super) static FAMILY: Family = Family { id: "agreement", summary: "a jointly agreed plan", rules: &[] };
