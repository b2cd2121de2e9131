//! Rules set aside by agreement.

use crate::check::rule::Family;

/// The family.
pub(super) static FAMILY: Family = Family { id: "waivers", summary: "rules set aside by agreement", rules: &[] };
