//! A narrative as an auditor marks it: the paper itself, each figure beside what became of it, the differences on top and
//! in the margin, and at the end what the plan says and the narrative does not.
//!
//! A tick says that value, name and year are those of a figure of the plan, and never that the figure is right.

mod about;
mod asked;
mod brief;
mod differences;
mod heads;
mod marks;
mod paper;
mod seal;
mod sheet;
mod ticks;
mod unsaid;
mod verify;

pub use asked::TieOut;
pub use seal::{TieDifference, TieSeal};

use super::frame;
use super::html::Html;
use super::seal as sealed;
use sheet::Sheet;

/// The style sheet of what only this page has.
const STYLE: &str = include_str!("style.css");

type PageSection<'a> = frame::Section<Sheet<'a>>;

/// Returns the sections behind the first, in their order.
fn sections<'a>() -> [PageSection<'a>; 5] {
    [
        ("differences", "Differences", differences::section),
        ("narrative", "The narrative", paper::section),
        ("unsaid", "Figures the narrative never gives", unsaid::section),
        ("ticks", "What each tick stands on", ticks::section),
        ("about", "About this page", about::section),
    ]
}

/// Returns the page, sealed: the same plan, narrative and day give the same bytes.
pub fn tie_out(of: &TieOut<'_>) -> String {
    let sheet = Sheet::of(*of);
    let mut html = Html::default();
    let title = format!("{}: the narrative held against the plan", sheet.name());
    let entries = TieSeal::of(of).entries();
    frame::around(&title, &entries, &[STYLE], &mut html, |html| body(&sheet, html));
    sealed::close(&html.into_source())
}

fn body(sheet: &Sheet<'_>, html: &mut Html) {
    let parts =
        frame::Parts { skip: "Skip to the result", masthead, brief: brief::section, note: None, sections: &sections() };
    frame::whole(sheet, &parts, html);
}

fn masthead(sheet: &Sheet<'_>, html: &mut Html) {
    html.leaf("p", &[("class", "eyebrow")], "The narrative held against the plan");
    html.leaf("h1", &[], sheet.name());
    let (narrative, plan) = (sheet.of.narrative, &sheet.of.checked.path);
    let standing = format!("{narrative} against {plan} · {}", sheet.of.today.prose());
    html.leaf("p", &[("class", "standing")], &standing);
}
