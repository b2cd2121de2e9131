//! The subject of the page: a narrative, the plan it was held against, and what came out.

use crate::check::Checked;
use crate::narrative::Tie;
use crate::period::Date;

/// A narrative held against a plan, to be drawn.
#[derive(Clone, Copy, Debug)]
pub struct TieOut<'a> {
    /// The plan, checked.
    pub checked: &'a Checked,
    /// The narrative with what became of its figures.
    pub tie: &'a Tie,
    /// The name of the narrative's file.
    pub narrative: &'a str,
    /// The SHA-256 of its bytes.
    pub sha256: &'a str,
    /// The day they were held against each other.
    pub today: Date,
}
