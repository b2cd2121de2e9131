//! Every floor with its headroom.

use std::collections::HashMap;

use super::cells::{ITEMS, QUOTED, ROWS, short, signed};
use crate::money::Money;
use crate::period::Period;
use crate::report::show::Block;
use crate::text::escape::shortened;
use crate::text::words::list;
use crate::view::{Floor, Held, Picture};

pub(super) fn floors(picture: &Picture) -> Vec<Block> {
    let is_open = |floor: &&Floor| floor.held == Held::NotEvaluated;
    let open: Vec<&Floor> = picture.floors.iter().filter(is_open).collect();
    // What a floor comes to is reported also where nothing published says what it should.
    let has_sum = |floor: &&Floor| !is_open(floor) || floor.headroom().is_some();
    let told: Vec<&Floor> = picture.floors.iter().filter(has_sum).collect();
    let header = ["floor", "year", "required", "planned", "headroom", "%", "", "clause"];
    let amount = |money: Option<Money>| money.map_or_else(|| "–".to_owned(), |money| money.to_string());
    let row = |floor: &&Floor| {
        let clause = floor.clause.as_ref();
        vec![
            short(&floor.name),
            floor.year.map(Period::prose).unwrap_or_default(),
            amount(floor.required),
            amount(floor.planned),
            floor.headroom().map(signed).unwrap_or_default(),
            floor.percent().map(|percent| percent.to_string()).unwrap_or_default(),
            status(floor).to_owned(),
            clause.map(|clause| format!("{} ({})", clause.id, clause.known())).unwrap_or_default(),
        ]
    };
    let mut blocks = Vec::new();
    if !told.is_empty() {
        let rows: Vec<_> = told.iter().take(ROWS).map(row).collect();
        let header = header.map(str::to_owned).to_vec();
        let title = "Floors, tightest first".to_owned();
        blocks.push(Block::Table { title, header, rows, numbers: 2, texts: 6, total: false });
        if told.len() > ROWS {
            blocks.push(Block::Says(format!("and {} with more headroom", told.len() - ROWS)));
        }
    }
    if told.iter().any(|floor| floor.is_within_rounding()) {
        blocks.push(Block::Says("met ±: short by no more than the rounding of its figures".into()));
    }
    let set_aside = told.iter().filter(|floor| floor.held == Held::Waived);
    let mut items: Vec<String> = set_aside.map(|floor| waived(floor)).collect();
    items.extend(not_evaluated(&open));
    if !items.is_empty() {
        if told.is_empty() {
            blocks.push(Block::Says("no floor could be evaluated".into()));
        }
        blocks.push(Block::Items(items));
    }
    blocks
}

/// Floors that were not evaluated, the years of one together where the reason is the same.
fn not_evaluated(floors: &[&Floor]) -> Vec<String> {
    let mut told: Vec<(&Floor, Vec<String>)> = Vec::new();
    let mut places: HashMap<(&str, Option<&str>), usize> = HashMap::new();
    for floor in floors {
        let place = *places.entry((&floor.name, floor.reason.as_deref())).or_insert(told.len());
        if place == told.len() {
            told.push((floor, Vec::new()));
        }
        told[place].1.extend(floor.year.map(Period::prose));
    }
    let item = |(floor, years): &(&Floor, Vec<String>)| {
        let years = if years.is_empty() { String::new() } else { format!(", {}", list(years)) };
        let why = floor.reason.as_deref().map(|reason| format!(": {}", shortened(reason, QUOTED, true)));
        format!("{}{years}: not evaluated{}", short(&floor.name), why.unwrap_or_default())
    };
    let more = (told.len() > ITEMS).then(|| format!("and {} more", told.len() - ITEMS));
    told.iter().take(ITEMS).map(item).chain(more).collect()
}

fn waived(floor: &Floor) -> String {
    let year = floor.year.map(|year| format!(", {}", year.prose())).unwrap_or_default();
    let why = floor.reason.as_deref().map(|reason| format!(": {}", shortened(reason, QUOTED, true)));
    format!("{}{year}: waived{}", short(&floor.name), why.unwrap_or_default())
}

/// Returns it as people say it: met, within rounding, missed.
fn status(floor: &Floor) -> &'static str {
    match floor.held {
        Held::Met if floor.is_within_rounding() => "met ±",
        Held::Met => "met",
        Held::Missed => "MISSED",
        Held::Waived => "waived",
        Held::NotEvaluated => "open",
    }
}
