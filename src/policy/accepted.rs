//! The words that plans may use as keys although nothing in their round has them as its id.

use super::inside::EVERY_ROUND;
use super::round::Round;
use super::streams::Accepted;

impl Round {
    /// Returns the words that plans may use as keys although nothing in the round has them as its id.
    pub fn accepted(&self) -> &Accepted {
        self.accepted.as_ref().unwrap_or(&EVERY_ROUND)
    }
}
