//! Somebody's own tables as a workbook of a plan: the cells stay in their rows and columns, below the plan's own headers.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::file::{MapFile, MapTable};
use super::source::{OwnTable, OwnTables, headers};
use crate::plan::{nearest, shortened};
use crate::text::words::folded;
use crate::workbook::cell::Cell;
use crate::workbook::fault::CellFault;
use crate::workbook::format::{Sheet, of_every_round};
use crate::workbook::labels::owner;
use crate::workbook::open::{ROWS, Raw};
use crate::workbook::sheets::Shape;
use crate::workbook::{LONGEST, is_too_long};

/// A cell, by its row and its column.
type At = (usize, usize);

/// A workbook of a plan, and where its cells are from.
#[derive(Default)]
pub(super) struct Translated {
    sheets: Vec<(String, BTreeMap<At, Cell>)>,
    /// The sheet and the row of headers that each sheet is from.
    pub(super) from: HashMap<String, (Option<String>, usize)>,
    /// The words of names of owners that are entries of a list without a table of its own.
    owners: Vec<(Vec<String>, String)>,
}

/// Returns the tables of a file as a map says they are to be read.
///
/// # Errors
/// Everything in the map that the file has not.
pub(super) fn translated(own: &OwnTables, map: &MapFile) -> Result<Translated, Vec<CellFault>> {
    let mut all = Translated::default();
    let mut faults = Vec::new();
    for (section, values) in &map.set {
        match once(section) {
            Ok(sheet) => all.form(&sheet.name, values),
            Err(fault) => faults.push(fault),
        }
    }
    for table in &map.table {
        if let Err(fault) = all.table(own, table) {
            faults.push(fault);
        }
    }
    all.owners(map);
    if faults.is_empty() { Ok(all) } else { Err(faults) }
}

impl Translated {
    /// Adds a section that the map itself holds.
    fn form(&mut self, section: &str, values: &toml::Table) {
        let mut cells =
            BTreeMap::from([((0, 0), Cell::Text("key".to_owned())), ((0, 1), Cell::Text("value".to_owned()))]);
        for (n, (key, value)) in values.iter().enumerate() {
            cells.insert((n + 1, 0), Cell::Text(key.clone()));
            cells.insert((n + 1, 1), Cell::Text(written(value)));
        }
        self.sheets.push((section.to_owned(), cells));
    }

    /// Adds a table.
    fn table(&mut self, own: &OwnTables, map: &MapTable) -> Result<(), CellFault> {
        let sheet = known(&map.into)?;
        let table = own.on(map.sheet.as_deref()).ok_or_else(|| {
            let name = map.sheet.as_deref().unwrap_or_default();
            CellFault::whole(format!("there is no sheet `{name}`"), "write into the map what the sheet is called")
        })?;
        let columns = columns(table, map)?;
        if self.from.contains_key(&sheet.name) {
            let help = "put the rows of both below each other on one sheet";
            return Err(CellFault::whole(format!("two tables of the map are to be `{}`", sheet.name), help));
        }
        let mut cells: BTreeMap<At, Cell> =
            columns.iter().map(|(at, key)| ((0, *at), Cell::Text(key.clone()))).collect();
        let mut names = Vec::new();
        let of = owner(sheet).map(|(path, of)| (path.to_vec(), of));
        for (row, own) in table.rows.iter().filter(|(row, _)| *row >= map.header) {
            for (at, cell) in own {
                let Some(key) = columns.get(at) else { continue };
                let cell = map.word(key, cell);
                if let (Some((path, name)), Cell::Text(text)) = (&of, &cell)
                    && name == key
                {
                    names.push((path.clone(), text.trim().to_owned()));
                }
                cells.insert((*row, *at), cell);
            }
        }
        self.owners.extend(names);
        self.from.insert(sheet.name.clone(), (table.sheet.clone(), map.header));
        self.sheets.push((sheet.name.clone(), cells));
        Ok(())
    }

    /// Adds the entries that rows belong to, where no table has them.
    fn owners(&mut self, map: &MapFile) {
        let mut seen = HashSet::new();
        let mut lists: Vec<(&Sheet, Vec<String>)> = Vec::new();
        for (path, name) in std::mem::take(&mut self.owners) {
            let list = of_every_round().iter().find(|sheet| sheet.path == path && sheet.shape == Shape::Table);
            let Some(list) = list.filter(|list| map.table.iter().all(|table| table.into != list.name)) else {
                continue;
            };
            if !name.is_empty() && !is_total(&name) && seen.insert((list.name.clone(), name.clone())) {
                match lists.iter_mut().find(|(known, _)| known.name == list.name) {
                    Some((_, names)) => names.push(name),
                    None => lists.push((list, vec![name])),
                }
            }
        }
        for (list, names) in lists {
            let keys: Vec<&str> =
                NAMED.into_iter().filter(|key| list.keys.iter().any(|own| own.name == *key)).collect();
            let mut cells = BTreeMap::new();
            for (at, key) in keys.iter().enumerate() {
                cells.insert((0, at), Cell::Text((*key).to_owned()));
                cells.extend(names.iter().enumerate().map(|(n, name)| ((n + 1, at), Cell::Text(name.clone()))));
            }
            self.sheets.push((list.name.clone(), cells));
        }
    }

    /// Takes the sheets of the workbook out of it.
    ///
    /// # Errors
    /// When there is more than the sheets of a file can hold.
    pub(super) fn sheets(&mut self) -> Result<Vec<Raw>, CellFault> {
        std::mem::take(&mut self.sheets).into_iter().map(|(name, cells)| raw(&name, cells)).collect()
    }
}

/// Returns a sheet with some cells.
fn raw(name: &str, cells: BTreeMap<At, Cell>) -> Result<Raw, CellFault> {
    let too_large = |what: &str| {
        let message = format!("the tables are larger than a plan can be: `{}` has {what}", shortened(name));
        CellFault::whole(message, "leave out what is none of the plan")
    };
    let mut raw = Raw { name: name.to_owned(), ..Raw::default() };
    for (at, cell) in cells {
        // A sheet has no blank cells.
        if matches!(&cell, Cell::Text(text) if text.trim().is_empty()) {
            continue;
        }
        if matches!(&cell, Cell::Text(text) if is_too_long(text)) {
            return Err(too_large(&format!("a text of more than {LONGEST} characters")));
        }
        if !raw.push(at, cell) {
            return Err(too_large(&format!("more than {ROWS} rows")));
        }
    }
    Ok(raw)
}

/// Returns whether a name says that its row is a sum.
fn is_total(name: &str) -> bool {
    folded(name).trim_end_matches(':').split(' ').any(|word| TOTALS.contains(&word))
}

/// The words of sums.
const TOTALS: [&str; 3] = ["total", "totals", "subtotal"];
/// The keys that an entry goes by.
const NAMED: [&str; 2] = ["id", "name"];

/// Returns a value of a map as somebody would type it into a cell.
fn written(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Integer(number) => number.to_string(),
        toml::Value::Float(number) => number.to_string(),
        toml::Value::Boolean(truth) => truth.to_string(),
        toml::Value::Datetime(day) => day.to_string(),
        // No cell holds several; the section is read without it, and missed.
        toml::Value::Array(_) | toml::Value::Table(_) => String::new(),
    }
}

/// Returns the sheet of a section that there is once in a plan.
fn once(name: &str) -> Result<&'static Sheet, CellFault> {
    let sheets = || of_every_round().iter().filter(|sheet| sheet.shape == Shape::Form);
    sheets().find(|sheet| folded(&sheet.name) == folded(name)).ok_or_else(|| {
        let name = shortened(name);
        let help = match (nearest(&name, sheets().map(|sheet| sheet.name.as_str())), known(&name)) {
            (Some(near), _) => format!("did you mean `[set.{near}]`?"),
            (None, Ok(list)) => {
                format!("`{}` is a list: its rows come from a [[table]] with `into = \"{0}\"`", list.name)
            }
            (None, Err(_)) => "`set` is for what there is once in a plan: [set.plan], [set.area]".to_owned(),
        };
        CellFault::whole(format!("a plan has no section `{name}` that there is once"), help)
    })
}

/// Returns the sheet of a plan's workbook that is called so.
fn known(name: &str) -> Result<&'static Sheet, CellFault> {
    let sheets = of_every_round();
    let is =
        |sheet: &&Sheet| folded(&sheet.name) == folded(name) && matches!(sheet.shape, Shape::Table | Shape::Nested(_));
    sheets.iter().find(is).ok_or_else(|| {
        let near = nearest(name, sheets.iter().map(|sheet| sheet.name.as_str()));
        let help = near.map_or_else(
            || "`into` is a list of a plan: spend, schemes, sources".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        CellFault::whole(format!("a plan has no list `{name}`"), help)
    })
}

/// Returns the keys of the columns of a table.
fn columns(table: &OwnTable, map: &MapTable) -> Result<BTreeMap<usize, String>, CellFault> {
    let place = table.sheet.as_deref().unwrap_or_default();
    let fault = |message: String, help: &str| {
        if place.is_empty() { CellFault::whole(message, help) } else { CellFault::sheet(place, message, help) }
    };
    let head = table.rows.iter().find(|(row, _)| row + 1 == map.header);
    let head = head.map(headers).unwrap_or_default();
    let mut columns = BTreeMap::new();
    for (own, key) in &map.columns {
        let mut found = head.iter().filter(|(_, text)| folded(text) == folded(own.trim_end_matches('*')));
        let (Some((at, _)), None) = (found.next(), found.next()) else {
            let message = format!("row {} has no column `{own}`, or two of them", map.header);
            return Err(fault(message, "correct the header, or the map: `--guess` prints one for the table as it is"));
        };
        columns.insert(*at, key.clone());
    }
    Ok(columns)
}

impl MapTable {
    /// Returns a cell with the word of the format in the place of somebody's own.
    fn word(&self, key: &str, cell: &Cell) -> Cell {
        let Cell::Text(text) = cell else { return cell.clone() };
        let words = self.words.get(key);
        let meant = words.and_then(|words| words.iter().find(|(own, _)| folded(own) == folded(text)));
        Cell::Text(meant.map_or_else(|| text.clone(), |(_, word)| word.clone()))
    }
}
