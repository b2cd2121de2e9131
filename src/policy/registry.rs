//! The rounds of a run: those inside the program and those a project wrote itself.

use std::ops::Deref;
use std::sync::Arc;

use super::{Round, RoundError, round, round_ids};

/// A round that is held by whoever needs it.
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

/// A round a project wrote itself.
#[derive(Clone, Debug)]
pub struct OwnRound {
    /// The round, whole: what it extends is in it.
    pub round: Arc<Round>,
    /// The file it is written in, as messages say it.
    pub file: String,
    /// The round it extends.
    pub extends: Option<String>,
    /// The ids of the clauses its own file has, in that file's order; the others are of the round it extends.
    pub own_clauses: Vec<String>,
    /// What it leaves out of the round it extends, as it says so.
    pub without: Vec<String>,
}

/// The rounds of a run.
#[derive(Clone, Debug, Default)]
pub struct Rounds {
    own: Arc<Vec<OwnRound>>,
}

impl Rounds {
    /// Those inside the program and these, whose ids differ from each other's and from the program's.
    pub fn with(own: Vec<OwnRound>) -> Self {
        Self { own: Arc::new(own) }
    }

    /// The round with this id.
    ///
    /// # Errors
    /// [`RoundError::Unknown`] when there is none.
    pub fn get(&self, id: &str) -> Result<RoundRef, RoundError> {
        match self.own(id) {
            Some(own) => Ok(RoundRef::Own(own.round.clone())),
            None => round(id).map(RoundRef::BuiltIn),
        }
    }

    /// What is known of a round of the project's own.
    pub fn own(&self, id: &str) -> Option<&OwnRound> {
        self.own.iter().find(|own| own.round.id == id)
    }

    /// The ids: the program's, oldest first, then the project's in the order of its config.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        round_ids().map(|id| -> &str { id }).chain(self.own.iter().map(|own| own.round.id.as_str()))
    }

    /// Every round, in the order of [`Self::ids`].
    ///
    /// # Errors
    /// When one inside the program does not read, which a test rules out.
    pub fn all(&self) -> Result<Vec<RoundRef>, RoundError> {
        self.ids().map(|id| self.get(id)).collect()
    }
}
