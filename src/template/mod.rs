//! A plan to fill in, made from a round's data: every section the round asks for, what each clause says in a comment,
//! what government published in its place, and a gap wherever a person must write something. Each gap is text in angle
//! brackets where something else belongs, so that `check` names every one until it is filled.

mod bodies;
mod delivery;
mod draft;
mod examples;
mod figures;
mod money;
mod page;
mod paper;
mod people;
mod roll;
mod statements;
mod waivers;

use crate::money::Unit;
use bodies::Bodies;
use draft::Draft;
use figures::Figures;
use page::Page;

pub use draft::Request;
pub use examples::{BOROUGH, COUNTY};
pub use paper::{Paper, from_narrative};
pub use roll::{Carry, roll};
pub use statements::statements;
pub use waivers::waivers;

/// Returns the text of a plan for the request. It reads; what `check` finds in it are its gaps.
pub fn template(request: &Request<'_>) -> String {
    let figures = Figures::published(request.published);
    let draft = Draft {
        request: *request,
        round: request.round,
        bodies: people::bodies(request, &figures, Bodies::default()),
        unit: Unit::Pounds,
        figures,
        before: Figures::none(),
    };
    let mut page = Page::default();
    people::write(&draft, &mut page);
    money::write(&draft, &mut page);
    delivery::write(&draft, &mut page);
    page.finish()
}
