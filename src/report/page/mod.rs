//! One plan as a page for people who were not there when it was written: its money, floors, metrics and findings.
//!
//! The page is complete in itself: nothing is fetched, no script runs, and what it says of the plan can be proved
//! against the plan later ([`Seal`]). Its figures are those the engine recorded and plain sums of the plan's own. One
//! file a section.

mod about;
mod bars;
mod brief;
mod capacity;
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
mod outturn;
mod risk;
mod seal;
mod sign_off;
mod subject;
pub mod tie_out;
mod verify;
mod waivers;
mod words;

pub use seal::{Broken, Difference, OtherVersion, Seal};
pub use subject::Asked;

use crate::check::{Checked, Facts, Surroundings};
use crate::policy::Round;
use crate::report::places::Places;
use crate::view::Picture;
use html::Html;
use subject::Subject;

/// Returns the page of a plan, sealed: the same plan, options and day give the same bytes.
pub fn page(checked: &Checked, asked: Asked) -> String {
    let none = Round::default();
    let round = checked.under.as_deref().unwrap_or(&none);
    let picture = Picture::of(checked, round);
    let around = Surroundings::default();
    let facts = Facts::new(&checked.plan, round, asked.today, &around);
    let places = Places::of_plan(&checked.plan);
    let subject = Subject { checked, round, picture: &picture, facts: &facts, places, asked };
    let mut html = Html::default();
    frame::document(&subject, &mut html);
    seal::close(&html.into_source())
}
