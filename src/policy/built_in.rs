//! The texts of the rounds inside the program, and the rounds that cannot be checked.

use serde::Deserialize;

#[cfg(test)]
use super::streams::Accepted;

/// Lists the rounds inside the program, each by the id that its data file is called after.
macro_rules! built_in {
    ($($id:literal),* $(,)?) => {
        const IDS: &[&str] = &[$($id),*];
        const TEXTS: &[&str] = &[$(include_str!(concat!("rounds/", $id, ".toml"))),*];
    };
}

// The oldest first.
built_in!(
    "nhs-transfer-2013-14",
    "bcf-2014-16",
    "bcf-2016-17",
    "bcf-2017-19",
    "bcf-2019-20",
    "bcf-2021-22",
    "bcf-2022-23",
    "bcf-2023-25",
    "bcf-2025-26",
    "bcf-2026-27",
);

/// The text of the rounds plans may name that cannot be checked, with the reasons.
pub(super) const ABSENT: &str = include_str!("rounds/absent.toml");

/// The data that every round has unless it says otherwise.
#[cfg(test)]
pub(super) const EVERY_ROUND: &str = include_str!("every-round.toml");

/// The data of the example round, which is no national round.
pub(super) const EXAMPLE: &str = include_str!("example-round.toml");

/// The shape of `every-round.toml`.
#[cfg(test)]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EveryRound {
    pub(super) accepted: Accepted,
}

/// Returns the ids of the rounds inside the program, oldest first.
pub fn round_ids() -> impl Iterator<Item = &'static str> {
    IDS.iter().copied()
}

/// Returns the rounds inside the program, each with the text of its data file, oldest first.
pub(super) fn texts() -> impl Iterator<Item = (&'static str, &'static str)> {
    round_ids().zip(TEXTS.iter().copied())
}

/// Returns the reason why the round with this id is not inside the program, where the data gives one: "no plans had to
/// be submitted …".
pub fn absent_reason(id: &str) -> Option<String> {
    let absent: AbsentRounds = toml::from_str(ABSENT).ok()?;
    absent.rounds.into_iter().find(|round| round.id == id).map(|round| round.reason)
}

/// The shape of `absent.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AbsentRounds {
    pub(super) rounds: Vec<AbsentRound>,
}

/// A round that cannot be checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AbsentRound {
    pub(super) id: String,
    /// Completes "there is no planning round `…`: ".
    pub(super) reason: String,
}
