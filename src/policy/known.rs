//! A round inside the program, and a reference to one that may as well be a project's own.

use std::ops::Deref;
use std::sync::Arc;

use super::error::RoundError;
use super::inside::ROUNDS;
use super::round::Round;

/// Returns the round inside the program with this id; [`Rounds::get`](super::Rounds::get) also knows the rounds a project
/// adds.
///
/// # Errors
/// [`RoundError::Unknown`] when there is none.
pub fn round(id: &str) -> Result<&'static Round, RoundError> {
    ROUNDS.iter().find(|round| round.id == id).ok_or_else(|| RoundError::Unknown(id.to_owned()))
}

/// A shared reference to a round.
#[derive(Clone, Debug)]
pub enum RoundRef {
    /// One inside the program.
    BuiltIn(&'static Round),
    /// One of a project's own.
    Own(Arc<Round>),
}

impl Deref for RoundRef {
    type Target = Round;

    fn deref(&self) -> &Round {
        match self {
            Self::BuiltIn(round) => round,
            Self::Own(round) => round,
        }
    }
}
