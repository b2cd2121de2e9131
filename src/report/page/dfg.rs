//! The Disabled Facilities Grant, district by district.

use super::bars::{Bar, BarRow, Bars, amount};
use super::html::Html;
use super::subject::Subject;
use super::words::{brief, capital, left_out, plural};
use crate::text::words::list;
use crate::view::{Dfg, District, DistrictYear, Held, Retained};

/// The most districts that are shown.
const SHOWN: usize = 100;

/// Writes the section.
pub(super) fn section(subject: &Subject<'_>, html: &mut Html) {
    let Some(dfg) = &subject.picture.dfg else { return };
    html.tag("section", &[("id", "dfg"), ("aria-labelledby", "dfg-title")], |html| {
        html.leaf("h2", &[("id", "dfg-title")], &title(subject, dfg));
        said(dfg, html);
        if !dfg.districts.is_empty() {
            by_district(subject, dfg, html);
        }
        area(subject, dfg, html);
        if !dfg.retained.is_empty() {
            html.leaf("h3", &[], "Kept by the county");
            html.tag("ul", &[("class", "spaced")], |html| {
                dfg.retained.iter().take(SHOWN).for_each(|kept| html.leaf("li", &[], &retained(subject, kept)));
            });
        }
    });
}

/// Returns the title: "Seven districts are passed £3.3m of Disabled Facilities Grant in 2017/18"
fn title(subject: &Subject<'_>, dfg: &Dfg) -> String {
    let year = subject.picture.years.first().map(|year| year.prose()).unwrap_or_default();
    let first = |cells: &[crate::view::Cell]| cells.first().and_then(|cell| cell.pounds);
    let passing = dfg.districts.iter().filter(|district| district.at.is_some()).count();
    match (first(&dfg.passed), first(&dfg.income).or(first(&dfg.allocated))) {
        (Some(passed), _) if passing > 0 => {
            let are = if passing == 1 { "is" } else { "are" };
            format!(
                "{} {are} passed {} of Disabled Facilities Grant in {year}",
                capital(&plural(passing, "district", "districts")),
                brief(passed)
            )
        }
        (_, Some(grant)) => format!("The Disabled Facilities Grant is {} in {year}", brief(grant)),
        _ => "Disabled Facilities Grant".to_owned(),
    }
}

fn said(dfg: &Dfg, html: &mut Html) {
    if let Some(usage) = &dfg.usage {
        html.tag("p", &[], |html| {
            html.leaf("strong", &[], "Use, in the plan's words: ");
            html.say(usage);
        });
    }
    if let Some(day) = &dfg.passed_on {
        html.leaf("p", &[], &format!("The districts were paid on {day}."));
    } else if dfg.two_tier {
        html.leaf("p", &[], "The plan does not say when the districts were paid.");
    }
}

fn by_district(subject: &Subject<'_>, dfg: &Dfg, html: &mut Html) {
    let row =
        |district: &District| BarRow { name: capital(&district.name), bars: district.years.iter().map(bar).collect() };
    let bars = Bars {
        caption: "Grant passed to each district; the line across a bar is its published share".to_owned(),
        of: "District".to_owned(),
        heads: subject.picture.years.iter().map(|year| year.prose()).collect(),
        rows: dfg.districts.iter().take(SHOWN).map(row).collect(),
        total: Some(dfg.passed.clone()),
        note: left_out(dfg.districts.len(), SHOWN, "district", "districts"),
    };
    bars.write(html);
}

fn bar(year: &DistrictYear) -> Bar {
    let share = || format!("of a share of {}", amount(year.allocated));
    let note = match year.held {
        Some(Held::Missed) => Some(format!("short: {}", share())),
        Some(Held::Waived) => Some(format!("waived: {}", share())),
        _ if year.allocated.pounds.is_none() => None,
        _ => (year.allocated.pounds != year.passed.pounds).then(share),
    };
    Bar { cell: year.passed, mark: year.allocated.pounds, note }
}

/// Writes the grant of the area, as published, as it comes in and as it is passed on.
fn area(subject: &Subject<'_>, dfg: &Dfg, html: &mut Html) {
    let rows = [
        ("Published for the area", &dfg.allocated),
        ("Coming into the pool", &dfg.income),
        ("Passed to districts", &dfg.passed),
        ("Kept by the county", &dfg.kept),
    ];
    let stated = |cells: &[crate::view::Cell]| cells.iter().any(|cell| cell.pounds.is_some() || cell.unreadable);
    let row = |(name, cells): (&str, &Vec<crate::view::Cell>)| BarRow {
        name: name.to_owned(),
        bars: cells.iter().map(|cell| Bar::from(*cell)).collect(),
    };
    let bars = Bars {
        caption: "The grant of the whole area".to_owned(),
        of: "Grant".to_owned(),
        heads: subject.picture.years.iter().map(|year| year.prose()).collect(),
        rows: rows.into_iter().filter(|(_, cells)| stated(cells)).map(row).collect(),
        total: None,
        note: None,
    };
    if !bars.rows.is_empty() {
        bars.write(html);
    }
}

fn retained(subject: &Subject<'_>, kept: &Retained) -> String {
    let amounts: Vec<String> = subject
        .picture
        .years
        .iter()
        .zip(&kept.cells)
        .map(|(year, cell)| format!("{} in {}", amount(*cell), year.prose()))
        .collect();
    let agreed = match (kept.agreed_by.is_empty(), &kept.agreed_on) {
        (true, _) => "no district is named as having agreed".to_owned(),
        (false, None) => format!("agreed by {}", list(&kept.agreed_by)),
        (false, Some(day)) => format!("agreed by {} on {day}", list(&kept.agreed_by)),
    };
    let usage = kept.usage.as_deref().map(|usage| format!(", for {usage}")).unwrap_or_default();
    let capital = if kept.capital == Some(true) { " (capital)" } else { "" };
    format!("{} out of {}{usage}{capital}; {agreed}", list(&amounts), list(&kept.districts))
}
