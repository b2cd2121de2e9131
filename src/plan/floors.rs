//! The sections of a plan that are about floors, by the id of the floor.

use super::{Amounts, Contingency, Plan};

/// The floor that `[social_care]` is about.
pub const SOCIAL_CARE: &str = "social-care";
/// The floor that `[out_of_hospital]` is about.
pub const OUT_OF_HOSPITAL: &str = "out-of-hospital";
/// The path of the contingency against missed reductions of admissions.
pub const CONTINGENCY: &str = "out_of_hospital.contingency";

impl Plan {
    /// Returns the minimum the plan itself states for a floor, where the format has a place for it.
    pub fn stated_minimum(&self, floor: &str) -> Option<&Amounts> {
        match floor {
            SOCIAL_CARE => Some(&self.social_care.minimum),
            OUT_OF_HOSPITAL => Some(&self.out_of_hospital.minimum),
            _ => None,
        }
    }

    /// Returns the baseline the plan itself states for a floor, where the format has a place for it.
    pub fn stated_baseline(&self, floor: &str) -> Option<&Amounts> {
        (floor == SOCIAL_CARE).then_some(&self.social_care.baseline)
    }

    /// Returns the contingency against missed reductions of admissions, if the plan holds one.
    pub fn contingency(&self) -> Option<&Contingency> {
        self.out_of_hospital.contingency.as_ref()
    }
}
