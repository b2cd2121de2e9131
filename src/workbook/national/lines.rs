//! The table of expenditure: a row a line of spend, and the schemes the rows are of.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

use rust_decimal::Decimal;

use super::draft::{Draft, quoted, way};
use super::figure::{Figure, money, node, percents, plain, uncalculated};
use super::page::{Page, Row, Seen};
use super::table::{AMOUNT, COMMENT, Known, OUTPUTS, SOURCE, Table};
use crate::money::Unit;
use crate::policy::templates::Meaning;
use crate::text::words::{plainly, slug};
use crate::workbook::cell::Cell;
use crate::workbook::format::{Leaf, Sort};
use crate::workbook::grid::CellPlace;
use crate::workbook::taken::{Taken, from_cell};
use crate::write::{Ids, Node, Value};

/// The beginning of the keys of a line.
const LINE: &str = "schemes.spend.";
/// The beginning of the keys of a scheme.
const SCHEME: &str = "schemes.";
const ID: &str = "schemes.id";
const NAME: &str = "schemes.name";
const DESCRIPTION: &str = "schemes.description";
const TYPE: &str = "schemes.type";
const NEW: &str = "schemes.new";
/// The keys of the shares of a joint line.
const SHARES: [&str; 2] = ["schemes.spend.nhs_share", "schemes.spend.council_share"];
/// The longest id of a scheme that nothing stands beside, in bytes: longer texts are somebody's words.
const LONGEST_ID: usize = 12;
/// The words between two comments on one scheme.
const BETWEEN: &str = "; ";
/// The longest name made of a description, in characters.
const NAME_LENGTH: usize = 80;

/// The sums of the rows so far, by column; nothing where one of them cannot be read, or is beyond what can be counted.
type Sums = HashMap<usize, Option<Decimal>>;

/// The schemes by what tells them apart: the id of the template, the name and the type.
#[derive(Default)]
struct Schemes {
    by_row: HashMap<(String, String, String), Vec<String>>,
    ids: Ids,
    /// The comments on the rows of each, by the way of its key.
    comments: BTreeMap<Vec<String>, Comments>,
}

/// The comments on the rows of a scheme.
struct Comments {
    /// All that differ, one after the other.
    whole: String,
    parts: HashSet<String>,
    /// The cell of the last of them.
    at: CellPlace,
    state: CommentState,
}

/// The number of comments on a scheme, as far as it matters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CommentState {
    One,
    Several,
    /// One of them cannot be read.
    Wrong,
}

/// Reads the rows below the headers; returns how many lines there are.
pub(super) fn read(draft: &mut Draft<'_>, page: &Page<'_>, table: &Table<'_>) -> usize {
    let mut schemes = Schemes::default();
    let mut sums = Sums::new();
    let mut lines = 0;
    for row in &page.rows[table.header + 1..] {
        let line = Line { page, row, table };
        if line.is_total(draft) {
            line.total(draft, &sums);
        } else if line.is_there() {
            lines += 1;
            line.read(draft, &mut schemes);
            for column in table.columns.iter().filter(|column| column.to == AMOUNT) {
                let sum = sums.entry(column.at).or_insert(Some(Decimal::ZERO));
                *sum = match money(page.seen(row, column.at)) {
                    Figure::Blank => *sum,
                    Figure::Is(value, _) => sum.and_then(|sum| sum.checked_add(value)),
                    Figure::Words(_) | Figure::Wrong(_) => None,
                };
            }
        } else {
            line.leftover(draft);
        }
    }
    for (key, comments) in schemes.comments.into_iter().filter(|(_, own)| own.state == CommentState::Several) {
        draft.word(&key, comments.at, &comments.whole);
    }
    let said = table.columns.iter().filter_map(|column| {
        let tail = column.to.strip_prefix(LINE).or_else(|| column.to.strip_prefix(SCHEME))?;
        let year = column.year.map(|year| format!(".{year}")).unwrap_or_default();
        Some((format!("{tail}{year}"), column.at))
    });
    draft.reading.columns.insert(page.n, said.collect());
    lines
}

/// A row of the table.
struct Line<'a, 'r, 't> {
    page: &'a Page<'r>,
    row: &'a Row<'r>,
    table: &'a Table<'t>,
}

impl<'r> Line<'_, 'r, '_> {
    fn column(&self, to: &str) -> Option<&Known<'_>> {
        self.table.columns.iter().find(|column| column.to == to)
    }

    fn text(&self, to: &str) -> Option<&'r str> {
        self.row.text(self.column(to)?.at)
    }

    fn at(&self, column: usize) -> CellPlace {
        self.page.at(self.row.number, column)
    }

    /// Returns the place that stands for the row: its first cell that is known.
    fn place(&self) -> CellPlace {
        let known = |at: &usize| self.table.columns.iter().any(|column| column.at == *at);
        self.at(self.row.cells.iter().map(|(at, _)| *at).find(known).unwrap_or_default())
    }

    /// Returns whether it says anything of a line. Templates number their rows before there is anything in them.
    fn is_there(&self) -> bool {
        let says = self.table.columns.iter().filter(|column| column.to != ID && !column.to.ends_with(COMMENT));
        let mut seen = says.map(|column| (column, self.page.seen(self.row, column.at)));
        seen.any(|(column, seen)| match seen {
            Seen::Is(_) => true,
            Seen::Uncalculated => column.to == AMOUNT,
            Seen::Blank => false,
        })
    }

    fn is_total(&self, draft: &Draft<'_>) -> bool {
        let is_total = |(_, label): (usize, &str)| draft.known.means(label, Meaning::Total);
        self.row.first().is_some_and(is_total) && self.text(SOURCE).is_none()
    }

    /// Holds a row of totals against the rows above it.
    fn total(&self, draft: &mut Draft<'_>, sums: &Sums) {
        let mut is_held = false;
        for column in self.table.columns.iter().filter(|column| column.to == AMOUNT) {
            let Figure::Is(stated, _) = money(self.page.seen(self.row, column.at)) else { continue };
            let Some(sum) = sums.get(&column.at).copied().unwrap_or(Some(Decimal::ZERO)) else { continue };
            is_held = true;
            if stated != sum {
                let message = format!("the total is {} and its rows come to {}", pounds(stated), pounds(sum));
                let help = "let the total be the sum of its rows, or look for the row that is missing";
                draft.reading.stray(self.at(column.at), message, help);
            }
        }
        if is_held {
            draft.note(self.page, &format!("row {} is a total and was held against its rows", self.row.number + 1));
        }
    }

    /// Tells of a row that is no line and not blank.
    fn leftover(&self, draft: &mut Draft<'_>) {
        let is_id = |at: &usize| self.column(ID).is_some_and(|column| column.at == *at);
        let is_text = |(at, cell): &&(usize, Cell)| matches!(cell, Cell::Text(text) if !is_id(at) || text.trim().len() > LONGEST_ID);
        if let Some((at, cell)) = self.row.cells.iter().find(is_text) {
            let text = crate::workbook::cell::shown(cell);
            let place = self.page.name(self.row.number, *at);
            draft.reading.notes.push(format!("{place} is no line of spend and was left out: {}", quoted(&text)));
        }
    }

    fn read(&self, draft: &mut Draft<'_>, schemes: &mut Schemes) {
        let (scheme, is_new) = self.scheme(draft, schemes);
        let at = self.place();
        let mut list: Vec<&str> = scheme.iter().map(String::as_str).collect();
        list.push("spend");
        let line = draft.entry(&list, at);
        self.shares(draft, &line);
        for column in &self.table.columns {
            if SHARES.contains(&column.to) {
                continue;
            }
            let under = |above: &[String], to: &str| {
                let tail = to.split('.').map(str::to_owned);
                above.iter().cloned().chain(tail).collect::<Vec<String>>()
            };
            match column.to.strip_prefix(LINE) {
                Some(_) if column.to == AMOUNT => {}
                Some(to) => self.value(draft, column, under(&line, to)),
                None if [ID, NAME].contains(&column.to) => {}
                None if column.to.ends_with(COMMENT) => self.comment(draft, column, &scheme, &mut schemes.comments),
                None if is_new => {
                    let to = column.to.strip_prefix(SCHEME).unwrap_or(column.to);
                    self.value(draft, column, under(&scheme, to));
                }
                None => {}
            }
        }
        self.amounts(draft, &line);
    }

    /// Returns the scheme the row is of, and whether the row is the first of it.
    fn scheme(&self, draft: &mut Draft<'_>, schemes: &mut Schemes) -> (Vec<String>, bool) {
        let own = self.column(ID).and_then(|column| self.row.cell(column.at)).map(crate::workbook::cell::shown);
        let own = own.unwrap_or_default().trim().to_owned();
        let text = |to| self.text(to).map(plainly).unwrap_or_default();
        let called = if self.column(NAME).is_some() { text(NAME) } else { String::new() };
        let key = (own.clone(), called, text(TYPE));
        let is_known = !own.is_empty() || !key.1.is_empty();
        if let Some(scheme) = schemes.by_row.get(&key).filter(|_| is_known) {
            return (scheme.clone(), false);
        }
        let name = self.name();
        let base = if own.is_empty() { slug(&name, "scheme") } else { slug(&own, "scheme") };
        let id = schemes.ids.free(&base);
        if !own.is_empty() && id != base {
            let row = self.row.number + 1;
            draft.note(
                self.page,
                &format!("row {row} has the scheme ID {} of another scheme, and is read as `{id}`", quoted(&own)),
            );
        }
        let scheme = draft.entry(&["schemes"], self.place());
        let key_of = |key: &str| scheme.iter().cloned().chain([key.to_owned()]).collect::<Vec<String>>();
        let place = |to: &str| self.column(to).map(|column| self.at(column.at));
        draft.word(&key_of("id"), place(ID).unwrap_or(self.place()), &id);
        let named = [NAME, DESCRIPTION, TYPE].into_iter().find(|to| self.text(to).is_some());
        draft.word(&key_of("name"), named.and_then(place).unwrap_or(self.place()), &name);
        schemes.by_row.insert(key, scheme.clone());
        (scheme, true)
    }

    /// Returns what to call the scheme: its name, or how its description begins.
    fn name(&self) -> String {
        if let Some(name) = self.text(NAME) {
            return name.to_owned();
        }
        let text = self.text(DESCRIPTION).or_else(|| self.text(TYPE)).unwrap_or_default();
        let line = text.lines().next().unwrap_or_default().trim();
        if line.chars().count() <= NAME_LENGTH {
            return if line.is_empty() { format!("row {}", self.row.number + 1) } else { line.to_owned() };
        }
        let cut: String = line.chars().take(NAME_LENGTH).collect();
        let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(before, _)| before);
        format!("{}…", whole.trim_end_matches([',', ';', ':']))
    }

    /// Takes over a value of a column.
    fn value(&self, draft: &mut Draft<'_>, column: &Known<'_>, mut to: Vec<String>) {
        let at = self.at(column.at);
        let cell = match self.page.seen(self.row, column.at) {
            Seen::Blank => return,
            Seen::Uncalculated => return draft.wrong(to, at, uncalculated()),
            Seen::Is(cell) => cell,
        };
        if column.to == OUTPUTS {
            to.extend(column.year.map(|year| year.to_string()));
            draft.figure(self.page, to, at, plain(Seen::Is(cell), false));
            return;
        }
        let word = self.row.label(column.at).and_then(|label| draft.known.word(column.to, label));
        match word {
            Some(word) if column.to == NEW => draft.put(&to, at, Node::Value(Value::Truth(word == "true"))),
            Some(word) => draft.word(&to, at, word),
            None if column.to == NEW => {}
            None => draft.text(to, at, cell),
        }
    }

    /// Adds to the comment of a scheme. Its key has its place in the plan from the first on.
    fn comment(
        &self,
        draft: &mut Draft<'_>,
        column: &Known<'_>,
        scheme: &[String],
        comments: &mut BTreeMap<Vec<String>, Comments>,
    ) {
        let Some(cell) = self.row.cell(column.at).filter(|_| self.row.text(column.at).is_some()) else { return };
        let key: Vec<String> = scheme.iter().cloned().chain([COMMENT[1..].to_owned()]).collect();
        let at = self.at(column.at);
        let text = match from_cell(&Leaf::of(Sort::Text), cell, Unit::Pounds) {
            Ok(Some(Taken { node: Node::Value(Value::Text(text)), .. })) => text,
            Ok(_) => return,
            Err(wrong) => {
                comments.insert(
                    key.clone(),
                    Comments { at, whole: String::new(), parts: HashSet::new(), state: CommentState::Wrong },
                );
                return draft.wrong(key, at, wrong);
            }
        };
        match comments.entry(key) {
            Entry::Occupied(own) => {
                let own = own.into_mut();
                if own.state != CommentState::Wrong && !own.parts.contains(&text) {
                    own.whole.push_str(BETWEEN);
                    own.whole.push_str(&text);
                    own.parts.extend(text.split(BETWEEN).map(str::to_owned).chain([text.clone()]));
                    (own.at, own.state) = (at, CommentState::Several);
                }
            }
            Entry::Vacant(new) => {
                draft.word(new.key(), at, &text);
                let parts = text.split(BETWEEN).map(str::to_owned).chain([text.clone()]).collect();
                new.insert(Comments { whole: text, parts, at, state: CommentState::One });
            }
        }
    }

    /// Takes over the shares of a joint line: fractions and percentages are told apart by both together.
    fn shares(&self, draft: &mut Draft<'_>, line: &[String]) {
        let of = |to: &str| self.column(to).map(|column| (column.at, self.page.seen(self.row, column.at)));
        let figures: Vec<(&str, usize, Figure)> = SHARES
            .into_iter()
            .filter_map(|to| of(to).map(|(at, seen)| (to, at, plain(seen, true))))
            .filter(|(_, _, figure)| *figure != Figure::Blank)
            .collect();
        let raw = |at: &usize| match self.row.cell(*at) {
            Some(Cell::Number(value, _)) => Decimal::from_f64_retain(*value).map(|value| value.round_dp(6)),
            _ => None,
        };
        // Whole percents in cells that show percentages.
        let sum = figures.iter().try_fold(Decimal::ZERO, |sum, (_, at, _)| sum.checked_add(raw(at)?));
        let whole = sum == Some(Decimal::ONE_HUNDRED);
        let values: Vec<Decimal> = figures
            .iter()
            .filter_map(|(_, _, figure)| if let Figure::Is(value, _) = figure { Some(*value) } else { None })
            .collect();
        let shown_in_percent = |at: usize| matches!(self.row.cell(at), Some(Cell::Number(_, look)) if look.percent);
        let fractions =
            values.iter().all(|value| *value <= Decimal::ONE) && values.iter().any(|value| *value > Decimal::ZERO);
        let fractions = fractions && !figures.iter().any(|(_, at, _)| shown_in_percent(*at));
        if values.iter().all(Decimal::is_zero) && values.len() == figures.len() {
            return;
        }
        for (to, at, figure) in figures {
            let to = to.strip_prefix(LINE).unwrap_or(to);
            let key: Vec<String> = line.iter().cloned().chain([to.to_owned()]).collect();
            match figure {
                Figure::Is(..) if whole => drop(raw(&at).map(|value| draft.put(&key, self.at(at), node(value)))),
                Figure::Is(value, _) if fractions => drop(draft.figure(self.page, key, self.at(at), percents(value))),
                figure => drop(draft.figure(self.page, key, self.at(at), figure)),
            }
        }
    }

    /// Takes over the amounts; a blank beside a filled year is nil.
    fn amounts(&self, draft: &mut Draft<'_>, line: &[String]) {
        let amounts = || self.table.columns.iter().filter(|column| column.to == AMOUNT);
        if amounts().all(|column| matches!(self.page.seen(self.row, column.at), Seen::Blank)) {
            return;
        }
        for column in amounts() {
            let Some(year) = column.year else { continue };
            let key: Vec<String> = line.iter().cloned().chain(way(&["amount", &year.to_string()])).collect();
            let at = self.at(column.at);
            if !draft.figure(self.page, key.clone(), at, money(self.page.seen(self.row, column.at))) {
                draft.put(&key, at, node(Decimal::ZERO));
            }
        }
    }
}

/// Returns an amount as people write it.
fn pounds(value: Decimal) -> String {
    crate::money::Money::from_decimal(value).map_or_else(|| value.to_string(), |pounds| pounds.to_string())
}
