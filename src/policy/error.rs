//! The reasons why there is no round to check under.

use super::built_in::absent_reason;

/// The reasons why there is no round to check under.
#[derive(Debug, thiserror::Error)]
pub enum RoundError {
    /// No round has this id.
    #[error("there is no planning round `{0}`{why}", why = absent_reason(.0).map(|why| format!(": {why}")).unwrap_or_default())]
    Unknown(String),
    /// The data file is no TOML or has a key or word the format of rounds does not have.
    #[error("the round's data cannot be read: {0}")]
    Unreadable(#[from] toml::de::Error),
    /// The data file refers to something it does not have.
    #[error("the round's data refers to {0}, which it does not have")]
    Dangling(String),
    /// The data file has two entries of one id or key.
    #[error("the round's data has {0} twice")]
    Twice(String),
    /// A floor of the data file has a part with which no plan could do what is meant.
    #[error("the round's data has a floor as no plan can: {0}")]
    Misfit(String),
}
