//! The rounds of a run: those inside the program and those a project wrote itself.

use std::sync::{Arc, LazyLock};

use super::built_in::{EXAMPLE, round_ids};
use super::error::RoundError;
use super::known::{RoundRef, round};
use super::own::{Base, OwnRound, RoundFile};
use super::round::Round;
use crate::period::{Year, digits};
use crate::plan::nearest;

/// The most years a round is taken to have where only its id is known.
const LONGEST_ROUND: u16 = 5;

/// Returns the rounds that examples of rules are written for: those inside the program, and one for what no national
/// round has. Nothing else knows that one, so that no plan of an area can be of it.
pub fn example_rounds() -> Rounds {
    static READ: LazyLock<Option<OwnRound>> = LazyLock::new(|| {
        let base = Base::built_in("bcf-2017-19").ok()?;
        let file = RoundFile::parse(EXAMPLE).ok()?;
        Some(file.resolve(Some(&base), "example-round.toml").ok()?.own)
    });
    Rounds::with(READ.iter().cloned().collect())
}

/// Returns the rounds that an example is checked with: the example round is read only where the example names it.
pub fn rounds_of_example(example: &str) -> Rounds {
    let id = EXAMPLE.lines().find_map(|line| line.strip_prefix("id = ")).unwrap_or_default();
    if example.contains(id) { example_rounds() } else { Rounds::default() }
}

/// The rounds of a run.
#[derive(Clone, Debug, Default)]
pub struct Rounds {
    own: Arc<Vec<OwnRound>>,
}

/// The round that may be meant by an id that no round has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// One of a year that none has yet: the year, and the id of the last round there is.
    Later(Year, String),
    /// The one with this id, which is nearly the same; it has the year that is named, if one is.
    Near(String),
    /// None that could be told.
    Unknown,
}

impl Rounds {
    /// Makes a registry of the rounds inside the program and these, whose ids differ from each other's and from the
    /// program's.
    pub fn with(own: Vec<OwnRound>) -> Self {
        Self { own: Arc::new(own) }
    }

    /// Returns the round with this id.
    ///
    /// # Errors
    /// [`RoundError::Unknown`] when there is none.
    pub fn get(&self, id: &str) -> Result<RoundRef, RoundError> {
        match self.own(id) {
            Some(own) => Ok(RoundRef::Own(own.round.clone())),
            None => round(id).map(RoundRef::BuiltIn),
        }
    }

    /// Finds a round of the project's own by its id.
    pub fn own(&self, id: &str) -> Option<&OwnRound> {
        self.own.iter().find(|own| own.round.id == id)
    }

    /// Returns the ids: the program's, oldest first, then the project's in the order of its config.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        round_ids().map(|id| -> &str { id }).chain(self.own.iter().map(|own| own.round.id.as_str()))
    }

    /// Returns every round, in the order of [`Self::ids`].
    ///
    /// # Errors
    /// When a round inside the program does not read, which a test rules out.
    pub fn all(&self) -> Result<Vec<RoundRef>, RoundError> {
        self.ids().map(|id| self.get(id)).collect()
    }

    /// Returns the round that may be meant by an id that no round has. A year that is named is taken at its word: a round
    /// of another year is no spelling of it.
    pub fn meant(&self, id: &str) -> Meant {
        let rounds: Vec<RoundRef> = self.all().unwrap_or_default();
        let year = year_named(id);
        let last = rounds.iter().max_by_key(|round| round.last_year());
        if let Some((year, last)) = year.zip(last).filter(|(year, last)| *year > last.last_year()) {
            return Meant::Later(year, last.id.to_string());
        }
        let of_year: Vec<&RoundRef> =
            rounds.iter().filter(|round| year.is_none_or(|year| round.has_year(year))).collect();
        // A year alone, as `2017/18`, is as much as to name the one round that has it.
        let only = match of_year[..] {
            [only] if year.is_some() && says_no_more(id, only) => Some(only.id.as_str()),
            _ => None,
        };
        let near = only.or_else(|| nearest(id, of_year.iter().map(|round| round.id.as_str())));
        near.map_or(Meant::Unknown, |near| Meant::Near(near.to_owned()))
    }
}

/// Returns whether an id has no other words than the id and the name of a round.
fn says_no_more(id: &str, round: &Round) -> bool {
    let words = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty());
        parts.map(str::to_lowercase).collect()
    };
    let own: Vec<String> = [round.id.as_str(), &round.name].into_iter().flat_map(words).collect();
    words(id).iter().all(|word| own.contains(word))
}

/// Returns the first year that an id names: of `bcf-2027-28`, `bcf-2027-29` and `bcf-2027-2029` that of 2027/28.
fn year_named(id: &str) -> Option<Year> {
    let parts: Vec<&str> = id.split(['-', '/', ' ', '_']).collect();
    let first = parts.iter().position(|part| digits(part, 4).is_some_and(|year| (2000..2100).contains(&year)))?;
    let start = digits(parts[first], 4)?;
    let end = parts.get(first + 1).map(|end| digits(end, 2).or_else(|| digits(end, 4).map(|year| year % 100)));
    let follows = |end: u16| (1..=LONGEST_ROUND).contains(&((end + 100 - start % 100) % 100));
    let is_one = end.is_none_or(|end| end.is_some_and(follows));
    is_one.then(|| Year::starting(start))
}
