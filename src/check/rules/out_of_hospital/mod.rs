//! NHS-commissioned out-of-hospital services.

use crate::check::rule::Family;

/// The family.
pub(super) static FAMILY: Family = Family { id: "out-of-hospital", summary: "NHS-commissioned out-of-hospital services", rules: &[] };
