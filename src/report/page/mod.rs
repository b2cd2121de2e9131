//! One plan as a page for people who were not there when it was written: its money, floors, metrics and findings.
//!
//! The page stands alone: nothing is fetched, no script runs, and what it says of the plan can be proved against the plan
//! later ([`Seal`]). Its figures are those the engine recorded and plain sums of the plan's own. One file a section.

mod about;
mod bars;
mod brief;
mod checklist;
mod dfg;
mod evidence;
mod findings;
mod floors;
mod flow;
mod frame;
mod html;
mod lines;
mod metrics;
mod money;
mod risk;
mod seal;
mod sign_off;
mod waivers;
mod words;

pub use seal::{Broken, Difference, OtherVersion, Seal};

use crate::check::{Checked, Facts, Surroundings};
use crate::finding::Status;
use crate::period::Date;
use crate::policy::Round;
use crate::report::places::Places;
use crate::view::Picture;
use html::Html;

/// What the page is of, and how it was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The day of the check.
    pub today: Date,
    /// Whether it ends in the signatures and the evidence of every test.
    pub sign_off: bool,
}

/// What every section is drawn from.
struct Sheet<'a> {
    checked: &'a Checked,
    round: &'a Round,
    picture: &'a Picture,
    facts: &'a Facts<'a>,
    places: Places<'a>,
    asked: Asked,
}

impl Sheet<'_> {
    /// A partner's name, else its id.
    fn partner_name(&self, id: &str) -> String {
        self.facts.partner_name(id)
    }

    /// What people call the area, else the plan, else its file.
    fn name(&self) -> &str {
        let picture = self.picture;
        picture.area.as_deref().or(picture.title.as_deref()).unwrap_or(&self.checked.path)
    }

    /// Whether a waiver of the plan covers something.
    fn has_waivers(&self) -> bool {
        !self.checked.plan.waivers.is_empty()
            || self.checked.findings.iter().any(|finding| matches!(finding.status, Status::Waived(_)))
    }
}

/// The page of a plan, sealed: the same plan, options and day give the same bytes.
pub fn page(checked: &Checked, asked: Asked) -> String {
    let none = Round::default();
    let round = checked.under.as_deref().unwrap_or(&none);
    let picture = Picture::of(checked, round);
    let around = Surroundings::Unknown;
    let facts = Facts::new(&checked.plan, round, asked.today, &around);
    let places = Places::new(checked.plan.tree.source());
    let sheet = Sheet { checked, round, picture: &picture, facts: &facts, places, asked };
    let mut html = Html::default();
    frame::document(&sheet, &mut html);
    seal::close(&html.into_source())
}
