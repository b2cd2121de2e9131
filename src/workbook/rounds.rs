//! The rounds a workbook's words and sheets are taken from where a plan names none.

use crate::policy::{self, Round};

/// Returns every round of the program.
pub(super) fn every_round() -> Vec<&'static Round> {
    policy::round_ids().filter_map(|id| policy::round(id).ok()).collect()
}
