//! `bcf rounds`

use super::args::RoundsArgs;
use super::fault::Fault;
use super::screen::Screen;
use super::{Exit, Io, print};
use crate::plan::nearest;
use crate::policy::{Round, RoundError, RoundRef, Rounds};
use crate::report::rounds;

/// List the rounds, or show one whole.
pub(super) fn run(args: &RoundsArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    if let Some(id) = &args.round {
        let round = one_round(&known, id)?;
        print(io, |out| rounds::whole(&round, screen.view, out))?;
    } else {
        let all = every_round(&known)?;
        let all: Vec<&Round> = all.iter().map(|round| &**round).collect();
        print(io, |out| rounds::list_of(&all, screen.view, out))?;
    }
    Ok(Exit::Clean)
}

/// The round with this id.
pub(super) fn one_round(rounds: &Rounds, id: &str) -> Result<RoundRef, Fault> {
    rounds.get(id).map_err(|error| match error {
        RoundError::Unknown(_) => {
            let near = nearest(id, rounds.ids());
            let help = near.map_or_else(
                || "`bcf rounds` lists those there are".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            Fault::new(error.to_string()).help(help)
        }
        broken => Fault::new(format!("the round {id} inside this program is broken: {broken}"))
            .help("this is a fault of bcf; please report it"),
    })
}

/// Every round there is.
pub(super) fn every_round(rounds: &Rounds) -> Result<Vec<RoundRef>, Fault> {
    rounds.ids().map(|id| one_round(rounds, id)).collect()
}
