//! The data that every section of the page is drawn from.

use crate::check::{Checked, Facts};
use crate::finding::Status;
use crate::period::Date;
use crate::policy::Round;
use crate::report::places::Places;
use crate::view::Picture;

/// The subject of a page and the options it was asked for with.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The day of the check.
    pub today: Date,
    /// True when the page ends in the signatures and the evidence of every test.
    pub sign_off: bool,
}

/// The data that every section is drawn from.
pub(super) struct Subject<'a> {
    pub(super) checked: &'a Checked,
    pub(super) round: &'a Round,
    pub(super) picture: &'a Picture,
    pub(super) facts: &'a Facts<'a>,
    pub(super) places: Places<'a>,
    pub(super) asked: Asked,
}

impl Subject<'_> {
    /// Returns a partner's name, else its id.
    pub(super) fn partner_name(&self, id: &str) -> String {
        self.facts.partner_name(id)
    }

    /// Returns what people call the area, else the plan, else its file.
    pub(super) fn name(&self) -> &str {
        let picture = self.picture;
        picture.area.as_deref().or(picture.title.as_deref()).unwrap_or(&self.checked.path)
    }

    /// Returns whether a waiver of the plan covers something.
    pub(super) fn has_waivers(&self) -> bool {
        !self.checked.plan.waivers.is_empty()
            || self.checked.findings.iter().any(|finding| matches!(finding.status, Status::Waived(_)))
    }
}
