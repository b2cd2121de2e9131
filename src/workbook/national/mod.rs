//! Reads the national planning templates: sheets by what stands on them, columns by their headings, blocks by their
//! labels. No position of a cell is known beforehand, and no sheet that is hidden is read.

mod bodies;
mod cover;
mod draft;
mod figure;
mod heading;
mod income;
mod lines;
mod metrics;
mod page;
mod recognise;
mod required;
mod requirements;
mod roles;
mod table;

use super::fault::CellFault;
use super::import::reading::Reading;
use super::open::Raw;
use super::room::Room;
use crate::policy;
use crate::policy::templates::{SheetRole, Template};
use crate::text::words::count;
use bodies::Bodies;
use draft::Draft;
use page::Page;
use recognise::{Known, recognise};
use roles::Roles;

/// A template as it was read.
pub(super) struct National {
    pub(super) reading: Reading<'static>,
    /// The parts of a plan that it does not ask: the name of each, and its dotted paths.
    pub(super) not_asked: Vec<(String, Vec<String>)>,
}

/// Reads a workbook, where it is a national template; nothing where it is none.
pub(super) fn read(raws: &[Raw], room: Room) -> Option<Result<National, Vec<CellFault>>> {
    match recognise(raws)? {
        Known::Refused(fault) => Some(Err(vec![fault])),
        Known::Template(templates, template) => {
            let Ok(round) = policy::round(&template.round) else { return None };
            let pages: Vec<Page<'_>> = raws.iter().enumerate().map(|(n, raw)| Page::new(n, raw)).collect();
            Some(taken(Draft::new(template, templates.known(template), round, room), &pages))
        }
    }
}

/// Returns whether a workbook is a national template of any kind, known or not.
pub(super) fn is_template(raws: &[Raw]) -> bool {
    matches!(recognise(raws), Some(Known::Template(..)))
}

pub(super) use recognise::may_be_template;

fn taken(mut draft: Draft<'_>, pages: &[Page<'_>]) -> Result<National, Vec<CellFault>> {
    let roles = Roles::find(pages, draft.known)?;
    let mut bodies = Bodies::default();
    let first = pages.iter().find(|page| !page.raw.hidden).map_or_else(|| 0, |page| page.n);
    cover::head(&mut draft, super::grid::CellPlace { sheet: first, row: 0, column: 0 });
    cover::area(&mut draft, &mut bodies, pages);
    let (Some(income), Some(expenditure)) = (roles.get(SheetRole::Income), roles.get(SheetRole::Expenditure)) else {
        return Err(vec![without(draft.template, &roles)]);
    };
    income::read(&mut draft, &mut bodies, income);
    income::origin(&mut draft, income);
    let table = table::find(&mut draft, expenditure).map_err(|fault| vec![fault])?;
    required::read(&mut draft, expenditure, table.header);
    if lines::read(&mut draft, expenditure, &table) == 0 {
        return Err(vec![blank(draft.template, expenditure)]);
    }
    if let Some(cover) = roles.get(SheetRole::Cover) {
        cover::read(&mut draft, &bodies, cover);
    }
    if let Some(page) = roles.get(SheetRole::Metrics) {
        metrics::read(&mut draft, page);
    }
    if let Some(page) = roles.get(SheetRole::Requirements) {
        requirements::read(&mut draft, page);
    }
    if let Some(page) = roles.get(SheetRole::Capacity) {
        capacity(&mut draft, page);
    }
    notes(&mut draft, pages);
    draft.finish();
    let asked =
        |part: &policy::templates::NotAsked| (part.name.to_string(), part.at.iter().map(ToString::to_string).collect());
    let not_asked = draft.known.all(|layout| &layout.not_asked).map(asked).collect();
    Ok(National { reading: draft.reading, not_asked })
}

/// Takes over where the capacity and demand plan can be read: on a sheet with figures.
fn capacity(draft: &mut Draft<'_>, page: &Page<'_>) {
    let is_figure = |(_, cell): &(usize, super::cell::Cell)| matches!(cell, super::cell::Cell::Number(..));
    if let Some(row) = page.rows.iter().find(|row| row.cells.iter().any(is_figure)) {
        let text = format!("sheet {} of the template", draft::quoted(page.raw.name.trim()));
        cover::capacity(draft, &text, page.at(row.number, 0));
        draft.note(page, "its figures are not taken over; that they are there counts as evidence");
    }
}

/// Tells of rows that are not shown and count, and of formulas that nobody has calculated.
fn notes(draft: &mut Draft<'_>, pages: &[Page<'_>]) {
    for page in pages.iter().filter(|page| !page.raw.hidden) {
        let is_filled = |row: &&usize| page.rows.binary_search_by_key(*row, |own| own.number).is_ok();
        let rows: Vec<String> =
            page.raw.hidden_rows.iter().filter(is_filled).map(|row| (row + 1).to_string()).collect();
        if !rows.is_empty() {
            let hidden = count(rows.len(), "row is hidden and counts", "rows are hidden and count");
            draft.note(page, &format!("{hidden}: {}", draft::some(&rows)));
        }
    }
    let open: Vec<&Page<'_>> =
        pages.iter().filter(|page| !page.raw.hidden && !page.raw.uncalculated.is_empty()).collect();
    let many: usize = open.iter().map(|page| page.raw.uncalculated.len()).sum();
    if many > 0 {
        let names: Vec<String> = open.iter().map(|page| draft::quoted(page.raw.name.trim())).collect();
        let (formulas, on) = (count(many, "formula has", "formulas have"), draft::some(&names));
        draft.reading.notes.push(format!(
            "{formulas} never been calculated, on {on}: open the workbook in a spreadsheet program and save it there"
        ));
    }
}

/// Returns the fault of a template that lacks a sheet without which there is no plan.
fn without(template: &Template, roles: &Roles<'_, '_>) -> CellFault {
    let missing = if roles.get(SheetRole::Income).is_none() { "income" } else { "expenditure" };
    CellFault::whole(
        format!("this is the national {}, and no sheet that is shown holds its {missing}", template.name),
        "show the sheet again, or put it back as the template has it",
    )
}

/// Returns the fault of a template without a line of spending.
fn blank(template: &Template, page: &Page<'_>) -> CellFault {
    CellFault::whole(
        format!(
            "this is the national {}, and it is not filled in: `{}` has no line",
            template.name,
            page.raw.name.trim()
        ),
        "name the workbook that the area filled in",
    )
}
