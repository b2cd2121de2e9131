//! The cover: the area, whether the board signed, who signs, and what the template says of its own completion.

use super::bodies::{self, BOARD, Bodies};
use super::draft::{Draft, quoted, some, way};
use super::page::{Page, Row};
use crate::cells::letters;
use crate::plan::{PartnerKind, Role, Word};
use crate::policy::templates::{Meaning, SheetRole};
use crate::workbook::cell::{Cell, shown};
use crate::workbook::grid::CellPlace;

/// Finds the area on the cover, or where another sheet repeats it.
pub(super) fn area(draft: &mut Draft<'_>, found: &mut Bodies, pages: &[Page<'_>]) {
    for page in pages.iter().filter(|page| !page.raw.hidden) {
        for row in &page.rows {
            let label = row.labels.iter().find(|(_, label)| draft.known.means(label, Meaning::Area));
            let Some((column, _)) = label else { continue };
            if let Some((at, Cell::Text(text))) = row.right_of(*column) {
                return bodies::area(draft, found, text.trim(), page.at(row.number, at));
            }
        }
    }
}

/// Reads what the cover says beside the area.
pub(super) fn read(draft: &mut Draft<'_>, bodies: &Bodies, page: &Page<'_>) {
    let signed = answer(draft, page, Meaning::BoardSigned);
    if let Some((at, false)) = signed {
        draft.reading.once.insert(format!("sign_offs.{BOARD}"), at);
    }
    let board_signed = signed.is_some_and(|(at, yes)| {
        // The table of who signs names the board itself.
        if yes && draft.known.all(|layout| &layout.signatures).all(|own| own.partner != BOARD) {
            sign(draft, BOARD, None, None, at);
        }
        yes
    });
    signatures(draft, bodies, page, board_signed);
    completed(draft, page);
    if let Some((at, text)) = beside(draft, page, Meaning::CapacityPlan) {
        capacity(draft, &text, at);
    }
}

/// Notes a place where the capacity and demand plan can be read, where the round asks for one.
pub(super) fn capacity(draft: &mut Draft<'_>, text: &str, at: CellPlace) {
    let mut sheets = draft.known.all(|layout| &layout.sheets).filter(|sheet| sheet.role == SheetRole::Capacity);
    let topic = sheets.find_map(|sheet| sheet.topic.as_deref());
    let Some(topic) = topic.filter(|id| draft.round.topics.iter().any(|own| *own.id == **id)) else { return };
    let entry = draft.entry(&["evidence"], at);
    let key = |key: &str| entry.iter().cloned().chain([key.to_owned()]).collect::<Vec<String>>();
    draft.word(&key("for"), at, topic);
    draft.word(&key("where"), at, text);
}

/// Returns the text right of a label, with its place.
fn beside(draft: &Draft<'_>, page: &Page<'_>, meaning: Meaning) -> Option<(CellPlace, String)> {
    page.rows.iter().find_map(|row| {
        let (column, _) = row.labels.iter().find(|(_, label)| draft.known.means(label, meaning))?;
        let (at, cell) = row.right_of(*column)?;
        Some((page.at(row.number, at), shown(cell).trim().to_owned())).filter(|(_, text)| !text.is_empty())
    })
}

fn answer(draft: &Draft<'_>, page: &Page<'_>, meaning: Meaning) -> Option<(CellPlace, bool)> {
    let (at, text) = beside(draft, page, meaning)?;
    match text.to_lowercase().as_str() {
        "yes" => Some((at, true)),
        "no" => Some((at, false)),
        _ => None,
    }
}

/// Notes a signature. On which day it was given is not asked.
fn sign(draft: &mut Draft<'_>, partner: &str, role: Option<&str>, name: Option<&str>, at: CellPlace) {
    let entry = draft.entry(&["sign_offs"], at);
    let key = |key: &str| entry.iter().cloned().chain([key.to_owned()]).collect::<Vec<String>>();
    draft.word(&key("partner"), at, partner);
    for (to, text) in [("role", role), ("name", name)] {
        if let Some(text) = text {
            draft.word(&key(to), at, text);
        }
    }
}

/// Reads the table of who signs: a row whose role is known, with a name, is a signature.
fn signatures(draft: &mut Draft<'_>, bodies: &Bodies, page: &Page<'_>, board_signed: bool) {
    if draft.known.all(|layout| &layout.signatures).next().is_none() {
        return;
    }
    let known = draft.known;
    let is_head = |row: &Row<'_>| row.labels.iter().any(|(_, label)| known.means(label, Meaning::Surname));
    let Some(head) = page.rows.iter().position(is_head) else { return };
    draft.header(page, page.rows[head].number);
    let column =
        |meaning| page.rows[head].labels.iter().find(|(_, label)| known.means(label, meaning)).map(|(at, _)| *at);
    let parts = [Meaning::PersonTitle, Meaning::FirstName, Meaning::Surname].map(column);
    for row in &page.rows[head + 1..] {
        let Some((label_at, label)) = row.first() else { continue };
        let Some(own) = known.all(|layout| &layout.signatures).find(|own| own.marks.fit(label)) else { continue };
        let name: Vec<&str> = parts.iter().filter_map(|at| row.text((*at)?)).collect();
        let surname = parts[2].and_then(|at| row.text(at));
        if surname.is_none() || own.partner == BOARD && !board_signed || Role::from_word(&own.role).is_none() {
            continue;
        }
        let organisation = column(Meaning::Organisation).and_then(|at| row.text(at));
        if let Some(partner) = signer(bodies, &own.partner, organisation) {
            let at = page.at(row.number, parts[2].unwrap_or(label_at));
            sign(draft, &partner, Some(&own.role), Some(&name.join(" ")), at);
        }
    }
}

/// Returns the id of the body a signature is for: of several NHS bodies the one that goes by the name of the organisation.
fn signer(bodies: &Bodies, kind: &str, organisation: Option<&str>) -> Option<String> {
    let kinds: &[PartnerKind] = match kind {
        BOARD => &[PartnerKind::Board],
        "council" => &[PartnerKind::Council],
        _ => &[PartnerKind::Icb, PartnerKind::Ccg],
    };
    let called = organisation.and_then(|name| bodies.called(kinds, name));
    let ids: Vec<&str> = bodies.of(kinds).collect();
    let only = match ids.as_slice() {
        [only] => Some(*only),
        [first, ..] if kind == "council" => Some(*first),
        _ => None,
    };
    called.or(only).map(str::to_owned)
}

/// Tells of the sheets that the template itself says are not completed.
fn completed(draft: &mut Draft<'_>, page: &Page<'_>) {
    let known = draft.known;
    let is_head = |row: &Row<'_>| row.labels.iter().any(|(_, label)| known.means(label, Meaning::Completed));
    let Some(head) = page.rows.iter().position(is_head) else { return };
    let mut open = Vec::new();
    for row in &page.rows[head + 1..] {
        let Some((column, _)) = row.first() else { continue };
        let Some((at, cell)) = row.right_of(column) else { continue };
        if shown(cell).trim().eq_ignore_ascii_case("no") {
            let name = row.text(column).map(quoted).unwrap_or_default();
            open.push(format!("{name} ({}{})", letters(at), row.number + 1));
        }
    }
    if !open.is_empty() {
        draft.note(page, &format!("the template says itself that it is not completed: {}", some(&open)));
    }
}

/// Says what the plan is a plan of.
pub(super) fn head(draft: &mut Draft<'_>, at: CellPlace) {
    let round = draft.template.round.clone();
    draft.put(&way(&["plan", "format"]), at, crate::write::Node::Value(crate::write::Value::Number("1".to_owned())));
    draft.word(&way(&["plan", "round"]), at, &round);
}
