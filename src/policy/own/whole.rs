//! A round that extends none, read from the text of its file.

use serde::Deserialize;
use serde::de::Error as _;
use toml::Spanned;
use toml::de::DeTable;

use super::older;
use super::tree::Table;
use crate::policy::error::RoundError;
use crate::policy::round::Round;

/// Reads a round from the text of a data file.
///
/// # Errors
/// [`RoundError::Unreadable`] when the text is no TOML or has an unknown key, [`RoundError::Dangling`] when it refers to
/// a clause or document it does not have, [`RoundError::Twice`] when it has two entries of one id.
pub fn read(text: &str) -> Result<Round, RoundError> {
    let round = unproven(text)?;
    round.consistent()?;
    Ok(round)
}

/// Reads a round from the text of a data file, without proving that what it refers to is there.
///
/// # Errors
/// When the text is no TOML or has an unknown key.
pub(in crate::policy) fn unproven(text: &str) -> Result<Round, toml::de::Error> {
    let table = Spanned::new(0..text.len(), modern(text)?);
    Round::deserialize(toml::de::Deserializer::from(table)).map_err(|mut error| {
        error.set_input(Some(text));
        error
    })
}

/// Reads the tables of a round file that extends no other. What is written in an older form of the file is moved to
/// where the present form has it, and completed.
pub(super) fn modern(text: &str) -> Result<Table<'_>, toml::de::Error> {
    let mut table = DeTable::parse(text)?.into_inner();
    let mut wrong = Vec::new();
    let older = older::moved(&mut table, &mut wrong);
    if let Some(complaint) = wrong.into_iter().next() {
        return Err(toml::de::Error::custom(complaint.message));
    }
    older::completed(&mut table, &older, &Table::new());
    Ok(table)
}
