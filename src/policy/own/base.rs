//! The round that another extends.

use super::tree::{Table, inherited};
use super::whole::modern;
use crate::policy::built_in::texts;
use crate::policy::error::RoundError;
use crate::policy::known::{RoundRef, round};

/// A round that another may extend: read, and as the tables it was read from.
#[derive(Clone, Debug)]
pub struct Base<'x> {
    pub(super) round: RoundRef,
    pub(super) table: Table<'x>,
}

impl Base<'static> {
    /// Reads a round inside the program.
    ///
    /// # Errors
    /// [`RoundError::Unknown`] when there is none with this id.
    pub fn built_in(id: &str) -> Result<Self, RoundError> {
        let text = texts().find(|(known, _)| *known == id).map(|(_, text)| text);
        let text = text.ok_or_else(|| RoundError::Unknown(id.to_owned()))?;
        Ok(Self { round: RoundRef::BuiltIn(round(id)?), table: inherited(modern(text)?) })
    }
}
