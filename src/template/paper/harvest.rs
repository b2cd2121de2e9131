//! The figures of a narrative, put to the places of a plan.

use std::collections::{BTreeMap, BTreeSet};

use super::asked::Paper;
use super::place::{Measure, Slot};
use super::prose::Prose;
use super::reader::{LONGEST, Reader};
use super::store::Harvest;
use super::table;
use crate::narrative::{Cell, Document, Figure, Role};

/// Returns the figures of a narrative in their places: those of its tables first, whose rows and columns say what they
/// are, and then those of its sentences.
pub(super) fn harvest(paper: &Paper<'_>) -> Harvest {
    let mut harvest = Harvest::new(area(paper.document));
    let reader = Reader::new(paper);
    let mut tables: BTreeMap<u32, Vec<&Figure>> = BTreeMap::new();
    let mut said: Vec<&Figure> = Vec::new();
    for figure in paper.figures {
        match paper.document.piece(figure.at.piece).map(|piece| piece.role) {
            Some(Role::Cell { table, .. }) => tables.entry(table).or_default().push(figure),
            _ => said.push(figure),
        }
    }
    for (table, figures) in tables {
        said.extend(table::harvest(&reader, table, &figures, &mut harvest));
    }
    said.sort_by_key(|figure| (figure.at.piece, figure.at.within));
    let mut prose = Prose::new(&reader);
    for figure in said {
        harvest.put(&reader, prose.slots(figure), figure);
    }
    harvest.keep_one_kind_of_period();
    // A metric of the area's own is one of this plan where it has a target in the round.
    let aims = |slot: &Slot| matches!(slot, Slot::Local { measure: Measure::Target, .. });
    let in_round = |slot: &&Slot| harvest.at(slot).iter().any(|one| reader.year_of_round(Some(one.period)).is_some());
    let aimed = harvest.slots().filter(|slot| aims(slot)).filter(in_round);
    let aimed: BTreeSet<String> = aimed.filter_map(Slot::local).map(str::to_owned).collect();
    harvest.keep(|slot| slot.local().is_none_or(|name| aimed.contains(name)));
    harvest
}

/// Returns the name of the area, where a row of a table says it.
fn area(document: &Document) -> Option<String> {
    let text = |piece: &u32| document.piece(*piece).map_or("", |piece| piece.text.trim());
    let cells = document.tables.iter().flat_map(|table| &table.rows).flat_map(|row| row.cells.windows(2));
    let named = |pair: &[Cell]| {
        let (label, name) = (text(&pair[0].piece?), text(&pair[1].piece?));
        let says = ["area", "health and wellbeing board", "constituent health and wellbeing boards"]
            .iter()
            .any(|says| label.trim_end_matches(':').eq_ignore_ascii_case(says));
        (says && !name.is_empty() && name.len() <= LONGEST).then(|| name.to_owned())
    };
    cells.into_iter().find_map(named)
}
