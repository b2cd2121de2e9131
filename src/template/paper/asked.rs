//! A request for a plan drafted from a narrative.

use crate::narrative::{Document, Figure};
use crate::plan::Tiers;
use crate::policy::Round;

/// A narrative to draft a plan from.
#[derive(Clone, Copy, Debug)]
pub struct Paper<'a> {
    /// The planning round.
    pub round: &'a Round,
    /// The area's name, where it is known.
    pub area: Option<&'a str>,
    /// Its ONS code, if it was given.
    pub code: Option<&'a str>,
    /// The tiers of local government, if they were given.
    pub tiers: Option<Tiers>,
    /// The names of its district councils, where they were given.
    pub districts: &'a [String],
    /// The name of the narrative's file.
    pub name: &'a str,
    /// The narrative.
    pub document: &'a Document,
    /// Its figures, held against nothing.
    pub figures: &'a [Figure],
}
