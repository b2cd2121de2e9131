//! Finds out whether a workbook is a national template, and which.

use crate::policy::templates::{OtherKind, Template, Templates, templates};
use crate::text::words::plainly;
use crate::workbook::fault::CellFault;
use crate::workbook::open::Raw;

/// A workbook of the fund.
pub(super) enum Known<'t> {
    /// A planning template that can be read.
    Template(&'t Templates, &'t Template),
    /// One that cannot, and why.
    Refused(CellFault),
}

/// Returns what a workbook is, where a title in the first rows of a sheet that is shown says so.
pub(super) fn recognise(raws: &[Raw]) -> Option<Known<'static>> {
    let templates = templates();
    let titles = titles(templates, raws);
    let planning = |title: &String| templates.each.iter().find(|template| template.titles.fit(title));
    if let Some(template) = titles.iter().find_map(planning) {
        return Some(Known::Template(templates, template));
    }
    let kind = |title: &String| templates.other_kinds().iter().find(|kind| kind.marks.fit(title));
    let title = titles.first()?;
    Some(Known::Refused(match titles.iter().find_map(kind) {
        Some(kind) => other(kind, title),
        None => unknown(title, templates),
    }))
}

/// Returns the titles of the fund in the first rows of the sheets that are shown, as labels are compared.
fn titles(templates: &Templates, sheets: &[Raw]) -> Vec<String> {
    let words = templates.title();
    let is_title = |label: &String| {
        words.fund.iter().any(|fund| fund.is_in(label)) && words.form.iter().any(|form| form.is_in(label))
    };
    let shown = sheets.iter().filter(|raw| !raw.hidden);
    let rows = shown.flat_map(|raw| raw.rows.iter().take_while(|(row, _)| *row < words.rows));
    let texts = rows.flat_map(|(_, cells)| cells.iter()).filter_map(|(_, cell)| match cell {
        crate::workbook::cell::Cell::Text(text) if text.len() < 200 => Some(plainly(text)),
        _ => None,
    });
    let mut titles: Vec<String> = texts.filter(is_title).collect();
    titles.dedup();
    titles
}

/// Returns whether texts name the fund at all, so that a look at the cells is worth its while.
pub(in crate::workbook) fn may_be_template(texts: &str) -> bool {
    let label = plainly(texts);
    templates().title().fund.iter().any(|fund| fund.is_in(&label))
}

fn other(kind: &OtherKind, title: &str) -> CellFault {
    CellFault::whole(format!("this is {}: its title is `{title}`", kind.says), kind.advice.clone())
}

fn unknown(title: &str, templates: &Templates) -> CellFault {
    let names: Vec<&str> = templates.each.iter().map(|template| template.name.as_str()).collect();
    let help = format!("this version of bcf reads the {}", crate::text::words::list(&names));
    CellFault::whole(format!("this is a template of the fund that is not known: its title is `{title}`"), help)
}
