//! Knows no time, in the place of the crate of that name: what writes workbooks asks for it before it is told the day.

/// The clock.
#[derive(Debug)]
pub struct Date;

impl Date {
    /// Returns the beginning of time.
    #[must_use]
    pub const fn now() -> f64 {
        0.0
    }
}
