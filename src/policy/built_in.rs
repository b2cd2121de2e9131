//! The texts of the rounds inside the program, and the rounds that cannot be checked.

use serde::Deserialize;

#[cfg(test)]
use super::streams::Accepted;

/// The rounds inside the program: id and the text of its data file, oldest first.
pub(super) const BUILT_IN: &[(&str, &str)] = &[
    ("nhs-transfer-2013-14", include_str!("rounds/nhs-transfer-2013-14.toml")),
    ("bcf-2014-16", include_str!("rounds/bcf-2014-16.toml")),
    ("bcf-2016-17", include_str!("rounds/bcf-2016-17.toml")),
    ("bcf-2017-19", include_str!("rounds/bcf-2017-19.toml")),
    ("bcf-2019-20", include_str!("rounds/bcf-2019-20.toml")),
    ("bcf-2021-22", include_str!("rounds/bcf-2021-22.toml")),
    ("bcf-2022-23", include_str!("rounds/bcf-2022-23.toml")),
    ("bcf-2023-25", include_str!("rounds/bcf-2023-25.toml")),
    ("bcf-2025-26", include_str!("rounds/bcf-2025-26.toml")),
    ("bcf-2026-27", include_str!("rounds/bcf-2026-27.toml")),
];

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
    BUILT_IN.iter().map(|(id, _)| *id)
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
