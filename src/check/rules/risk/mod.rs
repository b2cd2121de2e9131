//! Risk pools and the risk log.

use crate::check::rule::Family;

/// The family.
pub(super) static FAMILY: Family = Family { id: "risk", summary: "risk pools and the risk log", rules: &[] };
