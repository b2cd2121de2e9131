//! A plan drafted from a narrative: what its tables and sentences say goes to its place in the plan, with where it was
//! read; what a person must decide is a gap; what could not be placed stands as comments at the end. No figure is in the
//! plan that is not in the paper.
//!
//! - `reader`, `names`: the paper with the round's names. `place`, `store`: the places, and the figures in them.
//! - `table` with `sums` and `values`, `prose` with `phrase` and `counts`: which figure goes where.
//! - `harvest`: all of it; `write`: the plan.

mod asked;
mod counts;
mod harvest;
mod names;
mod phrase;
mod place;
mod prose;
mod reader;
mod store;
mod sums;
mod table;
mod values;
mod write;

use std::collections::HashMap;

use super::bodies::{Bodies, Body, Part};
use super::draft::{Draft, Request};
use super::figures::Figures;
use super::page::Page;
use super::people;
use crate::money::Unit;
use crate::plan::{PartnerKind, Tiers};
use crate::text::words::{folded, slug};
pub use asked::Paper;
use harvest::harvest;
use place::Slot;
use store::Harvest;

/// Returns the text of a plan drafted from a narrative. It reads; what `check` finds in it are its gaps, and what the
/// narrative's own figures do not fit.
pub fn from_narrative(paper: &Paper<'_>) -> String {
    let harvest = harvest(paper);
    let area = paper.area.or(harvest.area.as_deref()).unwrap_or("<name of the area>");
    let districts = paper.districts;
    let has_districts = !districts.is_empty() || harvest.slots().any(|slot| matches!(slot, Slot::District(_)));
    let tiers = paper.tiers.unwrap_or(if has_districts { Tiers::Two } else { Tiers::Single });
    let request =
        Request { round: paper.round, area, code: paper.code, tiers, published: &[], districts, origin: None };
    let figures = Figures::published(&[]);
    let (found, ids) = bodies(&harvest, districts);
    let draft = Draft {
        request,
        round: paper.round,
        bodies: people::bodies(&request, &figures, found),
        unit: Unit::Pounds,
        figures,
        before: Figures::none(),
    };
    let mut page = Page::default();
    page.comment(&format!(
        "Drafted from {}, its figures as they were read: each has its place in the narrative behind it. Hold every one against the paper. What could not be placed is at the end.",
        paper.name
    ));
    page.blank();
    people::write(&draft, &mut page);
    write::write(&draft, &harvest, &ids, &mut page);
    page.finish()
}

/// Returns the bodies that the narrative names beside figures, and the id of each by its name.
fn bodies(harvest: &Harvest, districts: &[String]) -> (Bodies, HashMap<String, String>) {
    let mut bodies = Bodies::default();
    let mut ids = HashMap::new();
    for slot in harvest.slots() {
        let (name, kind, role) = match slot {
            Slot::Source { partner: Some(name), .. } => (name, names::commissioner(name), Part::Nhs),
            Slot::District(name) => (name, Some(PartnerKind::District), Part::District),
            _ => continue,
        };
        if ids.contains_key(name) {
            continue;
        }
        // A row has the short form of a name that was given whole.
        let given = districts.iter().find(|given| role == Part::District && begins(given, name));
        let whole = given.unwrap_or(name).clone();
        let known = bodies.iter().find(|body| body.name.as_ref() == Some(&whole)).map(|body| body.id.clone());
        let id = known.unwrap_or_else(|| {
            let id = bodies.free(&slug(&whole, "partner"));
            let name = Some(whole);
            bodies.push(Body { id: id.clone(), name, asked: String::new(), kind, role, published: None });
            id
        });
        ids.insert(name.clone(), id);
    }
    (bodies, ids)
}

/// Returns whether a name begins with the words of another.
fn begins(whole: &str, short: &str) -> bool {
    let (whole, short) = (folded(whole), folded(short));
    whole.strip_prefix(&short).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}
