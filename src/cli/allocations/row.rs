//! A published figure.

use crate::cli::tables::Place;
use crate::money::Amount;
use crate::period::Year;

/// A figure of a published table.
#[derive(Clone, Debug)]
pub(super) struct PublishedRow {
    pub(super) area: String,
    pub(super) code: String,
    pub(super) partner: String,
    pub(super) stream: String,
    pub(super) year: Year,
    pub(super) amount: Amount,
    pub(super) place: Place,
}
