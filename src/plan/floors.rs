//! The sections of a plan that are about floors, by the id of the floor.

use super::{Amounts, Contingency, Plan};

/// The floor that `[social_care]` is about.
pub const SOCIAL_CARE: &str = "social-care";
/// The floor that `[out_of_hospital]` is about.
pub const OUT_OF_HOSPITAL: &str = "out-of-hospital";
/// The path of the contingency against missed reductions of admissions.
pub const CONTINGENCY: &str = "out_of_hospital.contingency";

impl Plan {
    /// The floors whose minimum the format has a place for.
    pub const STATED_MINIMA: [&str; 2] = [SOCIAL_CARE, OUT_OF_HOSPITAL];

    /// Returns the section that is about a floor.
    pub fn section_of_floor(floor: &str) -> Option<&'static str> {
        match floor {
            SOCIAL_CARE => Some("social_care"),
            OUT_OF_HOSPITAL => CONTINGENCY.split_once('.').map(|(section, _)| section),
            _ => None,
        }
    }

    /// Returns true when the format has a place for the minimum of a floor.
    pub fn can_state_minimum(floor: &str) -> bool {
        Self::STATED_MINIMA.contains(&floor)
    }

    /// Returns the minimum the plan itself states for a floor, where the format has a place for it.
    pub fn stated_minimum(&self, floor: &str) -> Option<&Amounts> {
        let minima = [&self.social_care.minimum, &self.out_of_hospital.minimum];
        Self::STATED_MINIMA.into_iter().zip(minima).find(|(own, _)| *own == floor).map(|(_, minimum)| minimum)
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
