//! The Disabled Facilities Grant, by district.

use super::cells::{QUOTED, ROWS, cells, short, years};
use crate::money::Money;
use crate::report::show::{Block, cell};
use crate::text::escape::shortened;
use crate::text::words::list;
use crate::view::{Dfg, District, DistrictYear, Held, Picture, Retained};

pub(super) fn grant(picture: &Picture, dfg: &Dfg) -> Vec<Block> {
    let mut blocks = Vec::new();
    let head = |word: &str| years(picture).into_iter().map(move |year| format!("{word} {year}")).collect::<Vec<_>>();
    let header = [vec!["district".to_owned()], head("allocated"), head("passed on"), vec![String::new()]].concat();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for district in dfg.districts.iter().take(ROWS) {
        let allocated = district.years.iter().map(|year| cell(year.allocated));
        let passed = district.years.iter().map(|year| cell(year.passed));
        let status = district_status(district.years.iter().map(|year| year.held));
        rows.push(std::iter::once(short(&district.name)).chain(allocated).chain(passed).chain([status]).collect());
    }
    if !rows.is_empty() {
        let total = [vec!["the whole area".to_owned()], cells(&dfg.allocated), cells(&dfg.passed), vec![String::new()]];
        rows.push(total.concat());
        let texts = header.len() - 1;
        let title = "Disabled Facilities Grant, by district".to_owned();
        blocks.push(Block::Table { title, header, rows, numbers: 1, texts, total: true });
        if dfg.districts.len() > ROWS {
            blocks.push(Block::Says(format!("and {} more districts", dfg.districts.len() - ROWS)));
        }
    } else if !dfg.two_tier {
        let in_years = picture.years.iter().zip(&dfg.income).zip(&dfg.allocated);
        let says = in_years.map(|((year, income), allocated)| {
            format!("{} in {} ({} allocated)", cell(*income), year.prose(), cell(*allocated))
        });
        let says = list(&says.collect::<Vec<_>>());
        blocks.push(Block::Says(format!("Disabled Facilities Grant, in a single tier: {says}")));
    }
    let mut items: Vec<String> = dfg.retained.iter().map(|kept| retained(picture, kept)).collect();
    items.extend(dfg.districts.iter().filter_map(kept_of));
    items.extend(dfg.passed_on.as_ref().filter(|_| dfg.two_tier).map(|day| format!("passed on: {day}")));
    if !items.is_empty() {
        blocks.push(Block::Items(items));
    }
    blocks
}

fn district_status(held: impl Iterator<Item = Option<Held>>) -> String {
    let worst = held.flatten().max_by_key(|held| match held {
        Held::Missed => 3,
        Held::Waived => 2,
        Held::NotEvaluated => 1,
        Held::Met => 0,
    });
    match worst {
        Some(Held::Met) => "share met",
        Some(Held::Missed) => "SHORT",
        Some(Held::Waived) => "waived",
        Some(Held::NotEvaluated) => "not evaluated",
        None => "",
    }
    .to_owned()
}

/// Returns what of a district's share is kept by its agreement.
fn kept_of(district: &District) -> Option<String> {
    let kept = |year: &DistrictYear| year.kept.filter(|kept| *kept > Money::ZERO).map(|kept| (kept, year.year));
    let amounts = district.years.iter().filter_map(kept);
    let amounts: Vec<String> = amounts.map(|(kept, year)| format!("{kept} in {}", year.prose())).collect();
    (!amounts.is_empty()).then(|| format!("of the share of {}: {} kept", short(&district.name), list(&amounts)))
}

fn retained(picture: &Picture, kept: &Retained) -> String {
    let amounts: Vec<String> = picture
        .years
        .iter()
        .zip(&kept.cells)
        .map(|(year, figure)| format!("{} in {}", cell(*figure), year.prose()))
        .collect();
    let names = |names: &[String], none: &str| {
        let names: Vec<String> = names.iter().map(|name| short(name)).collect();
        if names.is_empty() { none.to_owned() } else { list(&names) }
    };
    let on = kept.agreed_on.as_ref().map(|on| format!(" ({on})")).unwrap_or_default();
    let usage =
        kept.usage.as_deref().map(|usage| format!(", for {}", shortened(usage, QUOTED, true))).unwrap_or_default();
    let capital = match kept.capital {
        Some(true) => ", capital",
        Some(false) => ", not capital",
        None => "",
    };
    let (from, by) = (names(&kept.districts, "no district named"), names(&kept.agreed_by, "nobody"));
    format!("kept by the county: {}, out of the shares of {from}, agreed by {by}{on}{usage}{capital}", list(&amounts))
}
