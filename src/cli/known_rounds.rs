//! The rounds a project knows, by id.

use super::fault::Fault;
use crate::policy::{Meant, RoundError, RoundRef, Rounds};
use crate::report::rounds::ShownRound;

/// Returns the round with this id.
///
/// # Errors
/// When there is none, with the nearest id there is.
pub(super) fn one_round(rounds: &Rounds, id: &str) -> Result<RoundRef, Fault> {
    rounds.get(id).map_err(|error| match error {
        RoundError::Unknown(_) => {
            let help = match rounds.meant(id) {
                Meant::Near(near) => format!("did you mean `{near}`?"),
                Meant::Later(year, last) => {
                    format!(
                        "{} comes after the last round there is, `{last}`; `bcf rounds --guide` says how to write one that extends it",
                        year.prose()
                    )
                }
                Meant::Unknown => "`bcf rounds` lists those there are".to_owned(),
            };
            Fault::new(error.to_string()).help(help)
        }
        broken => Fault::new(format!("the round {id} inside this program is broken: {broken}"))
            .help("this is a fault of bcf; please report it"),
    })
}

/// Returns rounds as they are shown beside each other: with the files of those that the project wrote.
pub(super) fn shown<'a>(all: &'a [RoundRef], rounds: &'a Rounds) -> Vec<ShownRound<'a>> {
    all.iter().map(|round| ShownRound { round, own: rounds.own(&round.id), base: None }).collect()
}

/// Returns every round there is.
pub(super) fn every_round(rounds: &Rounds) -> Result<Vec<RoundRef>, Fault> {
    rounds.ids().map(|id| one_round(rounds, id)).collect()
}
