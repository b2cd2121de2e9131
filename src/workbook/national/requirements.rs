//! The answers to the planning requirements: where each is met, or what is done where it is not.

use super::draft::{Draft, way};
use super::page::{Page, Row};
use crate::period::Month;
use crate::policy::templates::{Meaning, Requirement};
use crate::text::words::plainly;
use crate::workbook::cell::shown;

/// The columns of the table.
struct Columns {
    code: Option<usize>,
    requirement: Option<usize>,
    meets: usize,
    document: Option<usize>,
    action: Option<usize>,
    timeframe: Option<usize>,
}

/// Reads the sheet.
pub(super) fn read(draft: &mut Draft<'_>, page: &Page<'_>) {
    let Some((head, columns)) = page.rows.iter().enumerate().find_map(|(n, row)| Some((n, columns(draft, row)?)))
    else {
        return;
    };
    draft.header(page, page.rows[head].number);
    for row in &page.rows[head + 1..] {
        let answer = row.cell(columns.meets).map(|cell| plainly(&shown(cell)));
        let answer = answer.and_then(|answer| draft.known.word("requirements", &answer));
        let Some((answer, asked)) = answer.zip(requirement(draft, row, &columns)) else { continue };
        if answer == "yes" {
            met(draft, page, row, &columns, asked);
        } else {
            open(draft, page, row, &columns, asked);
        }
    }
}

fn columns(draft: &Draft<'_>, row: &Row<'_>) -> Option<Columns> {
    // A heading may name the round's years.
    let words = |label: &str| super::heading::Heading::read(label).words;
    let of = |meaning| {
        let known = |(_, label): &&(usize, String)| draft.known.means(&words(label), meaning);
        row.labels.iter().find(known).map(|(at, _)| *at)
    };
    Some(Columns {
        meets: of(Meaning::Meets)?,
        code: of(Meaning::Code),
        requirement: of(Meaning::Requirement),
        document: of(Meaning::Document),
        action: of(Meaning::Action),
        timeframe: of(Meaning::Timeframe),
    })
}

/// Returns the requirement a row is of, by its code or its words.
fn requirement<'t>(draft: &Draft<'t>, row: &Row<'_>, columns: &Columns) -> Option<&'t Requirement> {
    let code = columns.code.and_then(|at| row.label(at));
    let text = columns.requirement.and_then(|at| row.label(at)).unwrap_or_default();
    draft.known.all(|layout| &layout.requirements).find(|own| match &own.code {
        Some(own) => Some(own.text()) == code,
        None => own.marks.fit(text),
    })
}

/// Takes over where a requirement is met.
fn met(draft: &mut Draft<'_>, page: &Page<'_>, row: &Row<'_>, columns: &Columns, asked: &Requirement) {
    let Some((at, place)) = columns.document.and_then(|at| Some((at, row.text(at)?))) else { return };
    let at = page.at(row.number, at);
    for topic in &asked.evidence {
        let entry = draft.entry(&["evidence"], at);
        let key = |key: &str| entry.iter().cloned().chain(way(&[key])).collect::<Vec<String>>();
        draft.word(&key("for"), at, topic);
        draft.word(&key("where"), at, place);
    }
}

/// Takes over what is done where a requirement is not met; where no rule leaves it to a person, it is told.
fn open(draft: &mut Draft<'_>, page: &Page<'_>, row: &Row<'_>, columns: &Columns, asked: &Requirement) {
    let at = page.at(row.number, columns.meets);
    for topic in &asked.evidence {
        draft.reading.once.insert(format!("evidence.{topic}"), at);
    }
    let what = columns.code.or(columns.requirement).and_then(|at| row.text(at)).unwrap_or_default();
    let action = columns.action.and_then(|at| row.text(at));
    let until = columns.timeframe.and_then(|at| row.text(at));
    let beside = [action, until].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let beside = if beside.is_empty() { String::new() } else { format!(": {}", super::draft::quoted(&beside)) };
    draft.note(page, &format!("row {} says that {} is not met{beside}", row.number + 1, super::draft::quoted(what)));
    let clause = asked.clause.as_deref().filter(|clause| crate::check::for_a_person(draft.round).contains(clause));
    let Some(clause) = clause else { return };
    let entry = draft.entry(&["assurance"], at);
    let key = |key: &str| entry.iter().cloned().chain(way(&[key])).collect::<Vec<String>>();
    draft.word(&key("clause"), at, clause);
    draft.put(&key("met"), at, crate::write::Node::Value(crate::write::Value::Truth(false)));
    if let Some((place, text)) = columns.action.zip(action) {
        draft.word(&key("action"), page.at(row.number, place), text);
    }
    if let Some((place, month)) = columns.timeframe.zip(until.and_then(month)) {
        draft.word(&key("by_when"), page.at(row.number, place), &month.to_string());
    }
}

/// Returns the month a text names: `September 2023`.
fn month(text: &str) -> Option<Month> {
    let label = plainly(text);
    let (name, year) = label.split_once(' ')?;
    Month::parse(&format!("{year}-{:02}", Month::called(name)?)).filter(|_| year.len() == 4)
}
