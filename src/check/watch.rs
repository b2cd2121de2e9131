//! Looking on while a plan is checked.

use crate::finding::{Finding, Test};

/// One who looks on while a plan is checked, and wants no more of the check than it takes to be sure of something.
pub trait Watch {
    /// Returns whether a rule is to be run before the others, as it may be enough.
    fn is_first(&self, rule: &str) -> bool;

    /// Returns whether the check is to go on, given what one rule found. A finding has its place before those of one rule that
    /// have the same place are told apart.
    fn goes_on(&self, findings: &[Finding], tests: &[Test]) -> bool;
}

/// One who wants to know all.
#[derive(Debug)]
pub struct Patient;

impl Watch for Patient {
    fn is_first(&self, _: &str) -> bool {
        false
    }

    fn goes_on(&self, _: &[Finding], _: &[Test]) -> bool {
        true
    }
}
