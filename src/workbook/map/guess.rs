//! The map of a table as far as its headers and words let it be guessed, each line with how sure it is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::source::{OwnTable, OwnTables, Row, headers};
use crate::period::Year;
use crate::plan::nearest;
use crate::policy::Round;
use crate::text::words::{folded, words_alone};
use crate::workbook::cell::Cell;
use crate::workbook::fault::CellFault;
use crate::workbook::format::{Key, Kind, Leaf, Sheet, Sort, of_every_round};
use crate::workbook::labels::owner;
use crate::workbook::rounds::every_round;
use crate::workbook::sheets::Shape;
use crate::write::{key as quoted_key, quoted};

/// So many rows of a table may stand above its headers.
const TITLES: usize = 30;
/// So many columns of a row are looked at.
const COLUMNS: usize = 200;
/// The fewest columns that make a table one of a plan's lists.
const FEWEST: usize = 2;
/// The most words of a column that are looked at.
const WORDS: usize = 60;

/// The ways of knowing what a header or a word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sureness {
    /// It is near to what it is taken for.
    Guess,
    /// It says what it is taken for, among other things.
    Likely,
    /// It is what it is taken for.
    Sure,
}

impl Sureness {
    const fn word(self) -> &'static str {
        match self {
            Self::Sure => "sure",
            Self::Likely => "likely",
            Self::Guess => "a guess",
        }
    }
}

/// A table as it is guessed to be meant.
struct GuessedTable<'t> {
    table: &'t OwnTable,
    header: usize,
    sheet: &'static Sheet,
    /// The columns: the header, and the key it is taken for.
    columns: Vec<GuessedColumn>,
}

struct GuessedColumn {
    at: usize,
    header: String,
    key: Option<(String, Sureness)>,
}

/// Returns the map (TOML) that the tables of a file would be read by, called `name` in it.
///
/// # Errors
/// When no table looks like a list of a plan.
pub fn guess(own: &OwnTables, name: &str) -> Result<String, CellFault> {
    let mut tables: Vec<GuessedTable<'_>> = own.tables.iter().filter_map(GuessedTable::of).collect();
    // Two tables cannot be one list: the one of which more is known comes first.
    tables.sort_by_key(|table| std::cmp::Reverse(table.score()));
    let mut taken = BTreeSet::new();
    tables.retain(|table| taken.insert(table.sheet.name.as_str()));
    if tables.is_empty() {
        let help =
            "headers are to say what the columns are: `bcf docs format` names the keys of spend, schemes, sources";
        return Err(CellFault::whole("no table in it looks like a list of a plan", help));
    }
    let years: BTreeSet<Year> = tables.iter().flat_map(GuessedTable::years).collect();
    let mut map = format!(
        "# How `bcf import --map` reads the tables of {}. Look at each line, correct it where it is wrong, and keep the\n\
         # file: it is used again for the next version.\n\n[set.plan]\nformat = 1\n",
        crate::text::escape::shown(name)
    );
    match every_round().into_iter().rev().find(|round| covers(round, &years)) {
        Some(round) => {
            let _ = writeln!(map, "round = {}  # a guess: it has the years of the headers", quoted(&round.id));
        }
        None => map.push_str("# round = \"\"  # not known: `bcf rounds` lists those there are\n"),
    }
    map.push_str("status = \"draft\"\n\n[set.area]\n# name = \"\"  # not known: write the name of the area, without the first #\n");
    for table in &tables {
        table.write(&mut map);
    }
    Ok(map)
}

fn covers(round: &Round, years: &BTreeSet<Year>) -> bool {
    !years.is_empty() && years.iter().all(|year| round.has_year(*year))
}

impl<'t> GuessedTable<'t> {
    /// Returns the list a table is most likely to be, with its headers; nothing where it is like none.
    fn of(table: &'t OwnTable) -> Option<Self> {
        let lists = || of_every_round().iter().filter(|sheet| matches!(sheet.shape, Shape::Table | Shape::Nested(_)));
        let mut best: Option<Self> = None;
        for row in table.rows.iter().take(TITLES) {
            for sheet in lists() {
                let guessed = Self { table, header: row.0 + 1, sheet, columns: columns(sheet, row) };
                let enough = guessed.columns.iter().filter(|column| column.key.is_some()).count() >= FEWEST;
                let whole = owner(sheet).is_none_or(|(_, of)| guessed.has(of));
                if enough && whole && best.as_ref().is_none_or(|best| guessed.score() > best.score()) {
                    best = Some(guessed);
                }
            }
        }
        best
    }

    fn has(&self, key: &str) -> bool {
        self.columns.iter().any(|column| column.key.as_ref().is_some_and(|(own, _)| own == key))
    }

    /// Returns how much of it is known: more where money is among it.
    fn score(&self) -> usize {
        let of = |column: &GuessedColumn| match &column.key {
            Some((key, sureness)) => *sureness as usize + 1 + usize::from(key.contains(' ')),
            None => 0,
        };
        self.columns.iter().map(of).sum()
    }

    fn years(&self) -> Vec<Year> {
        let keys = self.columns.iter().filter_map(|column| column.key.as_ref());
        keys.filter_map(|(key, _)| Year::parse(key.rsplit_once(' ')?.1)).collect()
    }

    fn write(&self, map: &mut String) {
        let known = self.columns.iter().filter(|column| column.key.is_some()).count();
        map.push_str("\n[[table]]\n");
        if let Some(sheet) = &self.table.sheet {
            let _ = writeln!(map, "sheet = {}", quoted(sheet));
        }
        let (row, into) = (self.header, quoted(&self.sheet.name));
        let _ = writeln!(map, "header = {row}\ninto = {into}  # {known} of {} columns are known", self.columns.len());
        map.push_str("\n[table.columns]\n");
        for column in &self.columns {
            let own = quoted_key(&column.header);
            let _ = match &column.key {
                Some((key, sureness)) => writeln!(map, "{own} = {}  # {}", quoted(key), sureness.word()),
                None => writeln!(map, "# {own} = \"\"  # not known: it is left out"),
            };
        }
        for column in &self.columns {
            let Some((key, _)) = &column.key else { continue };
            let leaf = self.sheet.keys.iter().find(|own| own.name == *key).and_then(leaf);
            if let Some(leaf) = leaf.filter(|leaf| !leaf.words.is_empty()) {
                self.words(column.at, key, leaf, map);
            }
        }
    }

    /// Writes what the words of a column are taken for, where they are not the format's own.
    fn words(&self, column: usize, key: &str, leaf: &Leaf, map: &mut String) {
        let names = names(&leaf.words);
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        for (_, cells) in self.table.rows.iter().filter(|(row, _)| *row >= self.header) {
            for (_, cell) in cells.iter().filter(|(at, _)| *at == column) {
                if let Cell::Text(text) = cell
                    && seen.len() < WORDS
                    && !leaf.words.iter().any(|word| word == text.trim())
                {
                    let line = match word(text, leaf, &names) {
                        Some((word, sureness)) => {
                            format!("{} = {}  # {}\n", quoted_key(text.trim()), quoted(word), sureness.word())
                        }
                        None => format!("# {} = \"\"  # not known\n", quoted_key(text.trim())),
                    };
                    seen.insert(folded(text), line);
                }
            }
        }
        if !seen.is_empty() {
            let _ = writeln!(map, "\n[table.words.{}]", quoted_key(key));
            map.extend(seen.into_values());
        }
    }
}

/// Returns the columns of a row of headers, each with the key of a list it is taken for: each key once, the surest first.
fn columns(sheet: &Sheet, row: &Row) -> Vec<GuessedColumn> {
    let mut headers = headers(row);
    headers.truncate(COLUMNS);
    let mut all: Vec<(Sureness, usize, String)> = Vec::new();
    for (n, (_, header)) in headers.iter().enumerate() {
        let of = owner(sheet).map(|(_, of)| of);
        let own = of.and_then(|of| Some((likeness(header, of)?, of.to_owned())));
        let keys = sheet.keys.iter().filter_map(|key| meant(header, key));
        all.extend(keys.chain(own).map(|(sureness, key)| (sureness, n, key)));
    }
    all.sort_by_key(|(sureness, n, key)| (std::cmp::Reverse(*sureness), *n, std::cmp::Reverse(key.len())));
    let mut found: Vec<GuessedColumn> =
        headers.into_iter().map(|(at, header)| GuessedColumn { at, header, key: None }).collect();
    let mut taken = BTreeSet::new();
    for (sureness, n, key) in all {
        if found[n].key.is_none() && taken.insert(key.clone()) {
            found[n].key = Some((key, sureness));
        }
    }
    found.retain(|column| !column.header.is_empty());
    found
}

/// Returns the header of a plan's own workbook that somebody's header is taken for, where it is like a key.
fn meant(header: &str, key: &Key) -> Option<(Sureness, String)> {
    match &key.kind {
        Kind::Leaf(_) => Some((likeness(header, &key.name)?, key.name.clone())),
        Kind::By { each, months: false } => {
            let (year, rest) = with_year(header)?;
            let sureness = match likeness(&rest, &key.name) {
                Some(sureness) => sureness,
                // Money of a year is the amount, where nothing says otherwise.
                None if each.sort == Sort::Money && key.required => Sureness::Guess,
                None => return None,
            };
            Some((sureness, format!("{} {year}", key.name)))
        }
        _ => None,
    }
}

fn leaf(key: &Key) -> Option<&Leaf> {
    match &key.kind {
        Kind::Leaf(leaf) => Some(leaf),
        _ => None,
    }
}

/// Returns how sure it is that a header is meant for a key.
fn likeness(header: &str, key: &str) -> Option<Sureness> {
    let (header, key) = (words_alone(header, " "), words_alone(key, " "));
    if header == key {
        return Some(Sureness::Sure);
    }
    let has = |word: &str| header.split(' ').any(|own| own == word);
    if !key.is_empty() && key.split(' ').all(has) {
        return Some(Sureness::Likely);
    }
    (key.len() > 3 && nearest(&header, [key.as_str()]).is_some()).then_some(Sureness::Guess)
}

/// Returns the financial year in a header, as keys write it, and the rest of the header.
fn with_year(header: &str) -> Option<(Year, String)> {
    let plain = header.replace(['/', '–', '—'], "-");
    let starts = plain.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at);
    for at in starts {
        for length in [7, 9] {
            let Some(part) = plain.get(at..at + length) else { continue };
            let short = if length == 9 {
                format!("{}{}", &part[..5], part.get(7..).unwrap_or_default())
            } else {
                part.to_owned()
            };
            let is_whole = !plain[at + length..].starts_with(|c: char| c.is_ascii_digit());
            if let Some(year) = Year::parse(&short).filter(|_| is_whole && part.is_ascii()) {
                return Some((year, format!("{} {}", &plain[..at], &plain[at + length..])));
            }
        }
    }
    None
}

/// Returns what each word of a list is called in any round, with the word.
fn names(words: &[String]) -> Vec<(String, String)> {
    let streams = every_round().into_iter().flat_map(|round| round.streams.iter());
    let named = streams.map(|stream| (folded(&stream.name), stream.id.to_string()));
    let own = words.iter().map(|word| (folded(&word.replace(['-', '_'], " ")), word.clone()));
    own.chain(named).filter(|(_, word)| words.contains(word)).collect()
}

/// Returns the word of the format that somebody's word is taken for.
fn word<'w>(text: &str, leaf: &'w Leaf, names: &'w [(String, String)]) -> Option<(&'w str, Sureness)> {
    let wanted = folded(&text.replace(['-', '_'], " "));
    if let Some((_, word)) = names.iter().find(|(name, _)| *name == wanted) {
        return Some((word, Sureness::Sure));
    }
    let within = |name: &str| name.split(' ').all(|part| wanted.split(' ').any(|own| own == part));
    if let Some((_, word)) = names.iter().filter(|(name, _)| within(name)).max_by_key(|(name, _)| name.len()) {
        return Some((word, Sureness::Likely));
    }
    let near = nearest(&wanted, leaf.words.iter().map(String::as_str))?;
    Some((near, Sureness::Guess))
}
