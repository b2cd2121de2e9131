//! The plan that is made of a template: values by their ways, and what is told of how they were read.

use std::collections::{BTreeMap, HashSet};

use super::figure::{Figure, Manner, node};
use super::page::Page;
use crate::cells::letters;
use crate::money::Unit;
use crate::period::Year;
use crate::plan::shortened;
use crate::policy::Round;
use crate::policy::templates::{Known, Template};
use crate::text::words::{count, list};
use crate::workbook::cell::Cell;
use crate::workbook::format::{Leaf, Sort, of_every_round};
use crate::workbook::grid::CellPlace;
use crate::workbook::import::reading::Reading;
use crate::workbook::room::Room;
use crate::workbook::taken::{CellError, from_cell};
use crate::write::{Node, Value};

/// The most cells a note names.
const NAMED: usize = 8;

/// The plan that is made of a template.
pub(super) struct Draft<'t> {
    pub(super) reading: Reading<'static>,
    pub(super) template: &'t Template,
    pub(super) known: Known<'t>,
    pub(super) round: &'static Round,
    /// The cells that were read in a manner somebody may want to know of, by sheet.
    manners: BTreeMap<(String, Manner), Vec<String>>,
    /// Those that are among them already: a cell may say two things of a plan.
    told: HashSet<(CellPlace, Manner)>,
}

/// The sections of a plan in the order they are written.
const SECTIONS: [&str; 13] = [
    "plan",
    "area",
    "partners",
    "sign_offs",
    "allocations",
    "sources",
    "schemes",
    "totals",
    "dfg",
    "metrics",
    "evidence",
    "assurance",
    "engagement",
];

/// Returns the keys and numbers of a way.
pub(super) fn way(parts: &[&str]) -> Vec<String> {
    parts.iter().map(|part| (*part).to_owned()).collect()
}

impl<'t> Draft<'t> {
    /// Starts a plan of a template's round.
    pub(super) fn new(template: &'t Template, known: Known<'t>, round: &'static Round, room: Room) -> Self {
        let mut reading = Reading::new(of_every_round(), room);
        for section in SECTIONS {
            reading.plan.under(section);
        }
        Self { reading, template, known, round, manners: BTreeMap::new(), told: HashSet::new() }
    }

    /// Returns the years of the round.
    pub(super) fn years(&self) -> &'static [Year] {
        &self.round.years
    }

    /// Notes a value and the cell it came from.
    pub(super) fn put(&mut self, way: &[String], at: CellPlace, value: Node) {
        self.reading.put(way, at, value);
    }

    /// Notes a text and the cell it came from.
    pub(super) fn word(&mut self, way: &[String], at: CellPlace, text: &str) {
        self.put(way, at, Node::Value(Value::Text(text.to_owned())));
    }

    /// Takes over a cell as text; nothing of one that is blank.
    pub(super) fn text(&mut self, way: Vec<String>, at: CellPlace, cell: &Cell) {
        match from_cell(&Leaf::of(Sort::Text), cell, Unit::Pounds) {
            Ok(None) => {}
            Ok(Some(taken)) => self.put(&way, at, taken.node),
            Err(wrong) => self.wrong(way, at, wrong),
        }
    }

    /// Notes that the value at the end of `way` cannot be read.
    pub(super) fn wrong(&mut self, way: Vec<String>, at: CellPlace, wrong: CellError) {
        self.reading.unreadable(way, at, wrong.message, wrong.help);
    }

    /// Takes over a figure of a page; returns whether there is one, readable or not.
    pub(super) fn figure(&mut self, page: &Page<'_>, way: Vec<String>, at: CellPlace, figure: Figure) -> bool {
        match figure {
            Figure::Blank => return false,
            Figure::Is(value, manner) => {
                self.tell(page, at, manner);
                self.put(&way, at, node(value));
            }
            Figure::Words(text) => self.text(way, at, &Cell::Text(text)),
            Figure::Wrong(wrong) => self.wrong(way, at, wrong),
        }
        true
    }

    /// Notes in what manner a cell was read.
    fn tell(&mut self, page: &Page<'_>, at: CellPlace, manner: Manner) {
        if manner != Manner::Plain && self.told.insert((at, manner)) {
            let cell = format!("{}{}", letters(at.column), at.row + 1);
            self.manners.entry((page.raw.name.trim().to_owned(), manner)).or_default().push(cell);
        }
    }

    /// Adds an entry to a list; returns its way.
    pub(super) fn entry(&mut self, list: &[&str], at: CellPlace) -> Vec<String> {
        let mut path = way(list);
        path.push(self.reading.add(&path, at).to_string());
        self.reading.places.insert(&path, at);
        path
    }

    /// Notes that a row of a page holds headers.
    pub(super) fn header(&mut self, page: &Page<'_>, row: usize) {
        let rows = self.reading.headers.entry(page.n).or_default();
        if let Err(at) = rows.binary_search(&row) {
            rows.insert(at, row);
        }
    }

    /// Says something of how a page was read.
    pub(super) fn note(&mut self, page: &Page<'_>, what: &str) {
        self.reading.notes.push(format!("{}: {what}", page.raw.name.trim()));
    }

    /// Returns whether the round has a floor.
    pub(super) fn has_floor(&self, id: &str) -> bool {
        self.round.floors.iter().any(|floor| *floor.id == *id)
    }

    /// Finishes the plan: leaves out the sections nothing was said of, and tells in what manner cells were read.
    pub(super) fn finish(&mut self) {
        if let Node::Table(sections) = &mut self.reading.plan {
            sections.retain(|(_, node)| !node.is_empty());
        }
        for ((sheet, manner), cells) in std::mem::take(&mut self.manners) {
            let told = match manner {
                Manner::Plain => continue,
                Manner::Rounded => "finer than a penny, rounded to the penny",
                Manner::WorkedOut => "of a formula that was never calculated, worked out from the numbers beside it",
                Manner::FromText => {
                    "text and no number, read as the amount it says, which the template's own sums leave out"
                }
            };
            let figures = count(cells.len(), "figure is", "figures are");
            self.reading.notes.push(format!("{sheet}: {figures} {told}: {}", some(&cells)));
        }
    }
}

/// Returns the first of these as a sentence lists them, and how many more there are.
pub(super) fn some(names: &[String]) -> String {
    if names.len() <= NAMED {
        return list(names);
    }
    let first: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
    format!("{} and {} more", first.join(", "), names.len() - NAMED)
}

/// Returns a text as it stands in a message.
pub(super) fn quoted(text: &str) -> String {
    format!("`{}`", shortened(text))
}
