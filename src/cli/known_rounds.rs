//! The rounds a project knows, by id.

use super::fault::Fault;
use crate::plan::nearest;
use crate::policy::{RoundError, RoundRef, Rounds};

/// Returns the round with this id.
///
/// # Errors
/// When there is none, with the nearest id there is.
pub(super) fn one_round(rounds: &Rounds, id: &str) -> Result<RoundRef, Fault> {
    rounds.get(id).map_err(|error| match error {
        RoundError::Unknown(_) => {
            let help = nearest(id, rounds.ids()).map_or_else(
                || "`bcf rounds` lists those there are".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            Fault::new(error.to_string()).help(help)
        }
        broken => Fault::new(format!("the round {id} inside this program is broken: {broken}"))
            .help("this is a fault of bcf; please report it"),
    })
}

/// Returns every round there is.
pub(super) fn every_round(rounds: &Rounds) -> Result<Vec<RoundRef>, Fault> {
    rounds.ids().map(|id| one_round(rounds, id)).collect()
}
