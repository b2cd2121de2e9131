//! The bodies of a template: who pays in, and whose board it is.

use std::collections::HashMap;

use super::draft::{Draft, way};
use crate::plan::{PartnerKind, Word};
use crate::policy::Payer;
use crate::text::words::{plainly, slug};
use crate::workbook::grid::CellPlace;
use crate::write::Ids;

/// The id of the board.
pub(super) const BOARD: &str = "board";
/// The id of the council that holds the fund.
const COUNCIL: &str = "council";

/// The bodies found so far.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    /// The kind and the id of each, in the order they were found.
    found: Vec<(PartnerKind, String)>,
    /// The number of each, by its name as labels are compared and its kind.
    by_name: HashMap<(String, PartnerKind), usize>,
    ids: Ids,
}

impl Bodies {
    /// Returns the id of the council or NHS body of this name that pays in a stream, as a new partner where there is none.
    pub(super) fn payer(&mut self, draft: &mut Draft<'_>, payer: Payer, name: &str, at: CellPlace) -> String {
        match payer {
            Payer::Nhs => {
                let kind = nhs_kind(draft, name);
                self.named(draft, kind, name, &slug(name, "nhs"), at)
            }
            Payer::Council => {
                let first = self.of(&[PartnerKind::Council]).next().is_none();
                let id = if first { COUNCIL.to_owned() } else { slug(name, COUNCIL) };
                self.named(draft, PartnerKind::Council, name, &id, at)
            }
        }
    }

    /// Returns the id of the body of this name and kind, as a new partner where there is none.
    pub(super) fn named(
        &mut self,
        draft: &mut Draft<'_>,
        kind: PartnerKind,
        name: &str,
        id: &str,
        at: CellPlace,
    ) -> String {
        let label = (plainly(name), kind);
        if let Some(n) = self.by_name.get(&label) {
            return self.found[*n].1.clone();
        }
        let id = self.ids.free(id);
        let entry = draft.entry(&["partners"], at);
        let key = |key: &str| entry.iter().cloned().chain([key.to_owned()]).collect::<Vec<String>>();
        draft.word(&key("id"), at, &id);
        draft.word(&key("name"), at, name);
        draft.word(&key("kind"), at, kind.word());
        self.by_name.insert(label, self.found.len());
        self.found.push((kind, id.clone()));
        id
    }

    /// Returns the ids of the bodies of a kind, in the order they were found.
    pub(super) fn of(&self, kinds: &[PartnerKind]) -> impl Iterator<Item = &str> {
        self.found.iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, id)| id.as_str())
    }

    /// Returns the id of the body of one of these kinds that goes by a name.
    pub(super) fn called(&self, kinds: &[PartnerKind], name: &str) -> Option<&str> {
        let label = plainly(name);
        let first = kinds.iter().filter_map(|kind| self.by_name.get(&(label.clone(), *kind))).min()?;
        Some(self.found[*first].1.as_str())
    }
}

/// Returns the kind of an NHS body: the one the round knows, or the one its name says.
fn nhs_kind(draft: &Draft<'_>, name: &str) -> PartnerKind {
    let only = draft.round.commissioners.as_ref().map(|list| list.words.as_slice());
    if let Some([only]) = only
        && let Some(kind) = PartnerKind::from_word(only)
    {
        return kind;
    }
    let label = plainly(name);
    let is_icb = label.split(' ').any(|word| word == "icb") || label.contains("integrated care board");
    if is_icb { PartnerKind::Icb } else { PartnerKind::Ccg }
}

/// Adds the board of an area, and the area itself.
pub(super) fn area(draft: &mut Draft<'_>, bodies: &mut Bodies, name: &str, at: CellPlace) {
    draft.word(&way(&["area", "name"]), at, name);
    draft.reading.once.insert("area.name".to_owned(), at);
    let board = format!("{name} Health and Wellbeing Board");
    bodies.named(draft, PartnerKind::Board, &board, BOARD, at);
}
