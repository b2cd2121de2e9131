//! The allocations government published for the areas of a region, from a table: CSV or a workbook.
//!
//! The columns are `area`, `partner`, `stream`, `year`, `amount`, in any order; or the figures stand in a column a stream
//! or a year, below headers that say which. `area` is the plan's `[area] name` or `code`, or empty for a partner's whole
//! over all its areas; `partner` one of its partners by id or name, or empty for the area's own figure; `stream` an id or
//! a name of it in any round; the amount plain pounds or money as plans write it. A figure acts as if the plan's
//! `[allocations]` held it. Where the plan says another, the published one is used, so that no plan passes by
//! misquoting its own minimum, and a note tells of the difference.

mod columns;
mod read;
mod row;
mod words;

use std::collections::{BTreeMap, HashMap};

use super::fault::Fault;
use super::tables::{Place, tables};
use crate::check::published_keys;
use crate::compare::PartnerTotal;
use crate::period::Year;
use crate::plan::{Partner, Plan, Published};
use crate::policy::{Round, Rounds};
use crate::span::BYTE_ORDER_MARK;
use row::PublishedRow;
use words::{Streams, area_key, folded};

/// The rows of a file.
#[derive(Clone, Debug)]
pub(super) struct Allocations {
    /// The path as the config writes it.
    pub(super) file: String,
    rows: Vec<PublishedRow>,
    /// By the name and the code of the area, however they are spelt.
    by_area: BTreeMap<String, Vec<usize>>,
    areas: usize,
}

impl Allocations {
    /// Reads a file, called `file` in its config and `name` in messages.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its line or its cell.
    pub(super) fn read(bytes: &[u8], file: &str, name: &str, rounds: &Rounds) -> Result<Self, Vec<Fault>> {
        let streams = Streams::of(rounds).map_err(|fault| vec![fault])?;
        let rows = read::rows(&tables(bytes, name)?, name, &streams)?;
        let (mut by_area, mut areas): (BTreeMap<String, Vec<usize>>, usize) = (BTreeMap::new(), 0);
        for (n, row) in rows.iter().enumerate() {
            // A row is known by its name and by its code; one that has neither is of no area.
            let (name, code) = (area_key(&row.area), area_key(&row.code));
            let first = if name.is_empty() { &code } else { &name };
            let second = Some(&code).filter(|code| *code != first && !code.is_empty());
            areas += usize::from(!first.is_empty() && !by_area.contains_key(first));
            for key in [Some(first), second].into_iter().flatten() {
                by_area.entry(key.clone()).or_default().push(n);
            }
        }
        Ok(Self { file: file.to_owned(), rows, by_area, areas })
    }

    /// Returns how many figures there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns how many areas have any.
    pub(super) fn areas(&self) -> usize {
        self.areas
    }

    /// Returns what was published for partners as a whole: the rows without an area.
    pub(super) fn totals(&self) -> impl Iterator<Item = PartnerTotal> + '_ {
        self.by_area.get("").into_iter().flatten().map(|&row| {
            let PublishedRow { partner, stream, year, amount, .. } = self.rows[row].clone();
            PartnerTotal { partner, stream, year, amount }
        })
    }

    /// Returns the areas that have figures, by name or code in small letters.
    pub(super) fn area_names(&self) -> impl Iterator<Item = &str> {
        self.by_area.keys().map(String::as_str)
    }

    /// Returns whether an area of this name or code has figures.
    pub(super) fn knows(&self, area: &str) -> bool {
        self.by_area.contains_key(&area_key(area))
    }

    fn of_area(&self, plan: &Plan) -> Vec<&PublishedRow> {
        let mut names: Vec<String> =
            [plan.area.name.str(), plan.area.code.str()].into_iter().flatten().map(area_key).collect();
        names.dedup();
        // Rows without an area are of no plan's.
        names.retain(|name| !name.is_empty());
        let mut rows: Vec<usize> = names.iter().filter_map(|name| self.by_area.get(name)).flatten().copied().collect();
        rows.sort_unstable();
        rows.dedup();
        rows.into_iter().map(|row| &self.rows[row]).collect()
    }

    /// Returns what was published for a plan's area in the round it is checked under.
    ///
    /// # Errors
    /// When two rows give one figure, one by the name and one by the code of the area or the partner.
    pub(super) fn of_plan(&self, plan: &Plan, round: &Round) -> Result<Vec<Published>, Fault> {
        let keys = published_keys(round);
        let partners = Partners::of(plan);
        let mut seen: HashMap<(Option<String>, &str, Year), &Place> = HashMap::new();
        let mut figures = Vec::new();
        for row in
            self.of_area(plan).into_iter().filter(|row| keys.contains(&row.stream.as_str()) && counts(row, round))
        {
            let partner = (!row.partner.is_empty()).then(|| partners.id(&row.partner));
            if let Some(first) = seen.insert((partner.clone(), &row.stream, row.year), &row.place) {
                let what = format!("`{}` of {} for one plan", row.stream, row.year.prose());
                return Err(Fault::new(format!("{} gives {what} in {first} and again in {}", self.file, row.place))
                    .help("an area, or a partner, stands there by its name and by its code; keep one"));
            }
            let origin = format!("{} {}", self.file, row.place);
            figures.push(Published { partner, stream: row.stream.clone(), year: row.year, amount: row.amount, origin });
        }
        Ok(figures)
    }
}

/// Returns whether a row is about a year that plans of the round look at: one of its own, or the year a baseline is of.
fn counts(row: &PublishedRow, round: &Round) -> bool {
    let published = (row.stream.as_str(), row.year);
    let baseline = round.floors.iter().any(|floor| floor.published_baseline() == Some(published));
    round.has_year(row.year) || baseline
}

/// The partners of a plan as the rows of a file call them.
struct Partners<'p> {
    by_id: HashMap<String, &'p str>,
    by_name: HashMap<String, Option<&'p str>>,
}

impl<'p> Partners<'p> {
    fn of(plan: &'p Plan) -> Self {
        // Of two that are called the same it is the first.
        let partners = || plan.partners.items.iter().rev();
        let id = |partner: &'p Partner| Some((folded(partner.id.str()?), partner.id.str()?));
        let name = |partner: &'p Partner| Some((folded(partner.name.str()?), partner.id.str()));
        Self { by_id: partners().filter_map(id).collect(), by_name: partners().filter_map(name).collect() }
    }

    /// Returns the id of the partner whose id or else whose name a row gives, else what it gives.
    fn id(&self, named: &str) -> String {
        let folded = folded(named);
        let of_name = || self.by_name.get(&folded).copied().flatten();
        self.by_id.get(&folded).copied().or_else(of_name).unwrap_or(named).to_owned()
    }
}

/// Returns whether a text begins as a table of allocations does.
pub(super) fn is_table(text: &str) -> bool {
    let first = text.trim_start_matches(BYTE_ORDER_MARK).lines().next().unwrap_or_default();
    let names: Vec<String> = first.split([',', ';', '\t']).map(|name| folded(name.trim().trim_matches('"'))).collect();
    columns::COLUMNS.iter().all(|column| names.iter().any(|name| name == column))
}
