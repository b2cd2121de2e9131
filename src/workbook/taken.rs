//! A cell to a value. It is read as the person who filled it in meant it, and told where that is not what it holds; where
//! nobody can know what was meant it is refused. A text that is no figure and no day stays one: whoever checks the plan
//! finds it there.

use rust_decimal::Decimal;

use super::cell::{Cell, EXACT, NumberLook, UNCALCULATED};
use super::figure::figure as figure_of;
use super::format::{Leaf, Sort};
use super::typed;
use crate::check::is_placeholder;
use crate::money::{self, Unit};
use crate::period::{Date, Month, Period, Year};
use crate::plan::{by_label, shortened};
use crate::text::escape::is_hidden;
use crate::write::{Node, Value};

/// The value that a cell says of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) node: Node,
    /// The way it was read, where that is to be told.
    pub(super) told: Option<Told>,
    /// The distance from the figure to what the cell holds.
    pub(super) rest: Decimal,
}

/// The ways of reading a cell that are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Told {
    /// A figure as it is shown.
    Shown,
    /// An amount rounded to the penny.
    Penny,
    /// Text as a figure.
    Figure,
    /// Text as a day.
    Day,
    /// A name for the id of something, or its word.
    Name,
}

/// The reason a cell is no value, and the advice on mending it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CellError {
    pub(super) message: String,
    pub(super) help: String,
}

fn wrong<T>(message: impl Into<String>, help: impl Into<String>) -> Result<T, CellError> {
    Err(CellError { message: message.into(), help: help.into() })
}

/// Returns what a cell says; nothing when it is blank. Bare amounts are in `unit`.
pub(super) fn from_cell(leaf: &Leaf, cell: &Cell, unit: Unit) -> Result<Option<Taken>, CellError> {
    if let Cell::Broken(what) = cell {
        return if what == UNCALCULATED {
            let help = "open the workbook in a spreadsheet program, save it there, and read it again";
            wrong("a formula here has never been calculated", help)
        } else {
            wrong(format!("{what} is no value"), "mend the formula, or type the value; a day is written without a time")
        };
    }
    if let Cell::Text(text) = cell {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if let Some(exact) = text.strip_prefix(EXACT) {
            return match Node::parse(exact) {
                Some(node) => Ok(Some(Taken { node, told: None, rest: Decimal::ZERO })),
                None => wrong(
                    format!("what stands behind `{EXACT}` is no value"),
                    "write it as a plan's file would: \"text\" in quotes, or a number",
                ),
            };
        }
    }
    if let Cell::Text(text) = cell
        && is_gap(leaf, text)
    {
        let node = Node::Value(Value::Text(clean(text)?));
        return Ok(Some(Taken { node, told: None, rest: Decimal::ZERO }));
    }
    value(leaf, cell, unit).map(|read| {
        let Read { value, told, rest } = read;
        Some(Taken { node: Node::Value(value), told, rest })
    })
}

/// Returns whether a text stands where something else belongs, until somebody writes that: `<amount>`, `TBC`. In a list
/// it may be one of several.
pub(super) fn is_gap(leaf: &Leaf, text: &str) -> bool {
    !matches!(leaf.sort, Sort::Texts | Sort::Figures | Sort::Raw) && is_placeholder(text)
}

/// A value, the way it was read and its distance to what the cell holds.
struct Read {
    value: Value,
    told: Option<Told>,
    rest: Decimal,
}

impl Read {
    fn plain(value: Value) -> Self {
        Self { value, told: None, rest: Decimal::ZERO }
    }

    fn told(value: Value, told: Told) -> Self {
        Self { told: Some(told), ..Self::plain(value) }
    }
}

fn value(leaf: &Leaf, cell: &Cell, unit: Unit) -> Result<Read, CellError> {
    match leaf.sort {
        Sort::Text => word(leaf, cell),
        Sort::Texts => items(cell, |item| word(leaf, &Cell::Text(item.to_owned()))),
        Sort::Number => number(cell, None),
        Sort::Truth => truth(cell),
        Sort::Money => amount(cell, unit),
        Sort::Date => day(cell),
        Sort::Figure => figure(cell, unit),
        Sort::Figures => items(cell, |item| figure(&Cell::Text(item.to_owned()), unit)),
        Sort::Raw => wrong("nothing can be written here", "empty the cell; the key has rows or columns of its own"),
    }
}

/// Returns a text trimmed for a plan, or the fault of one that holds an invisible character or a spreadsheet's escape.
fn clean(text: &str) -> Result<String, CellError> {
    let text = text.trim().replace("\r\n", "\n").replace('\u{a0}', " ");
    match text.chars().find(|c| is_hidden(*c) && !matches!(c, '\n' | '\t')) {
        Some(c) => wrong(
            format!("the text holds an invisible character, U+{:04X}", u32::from(c)),
            "delete it, or type the text anew: it came with a copy from elsewhere",
        ),
        // A spreadsheet reads `_x0041_` as the letter A.
        None if text.contains("_x") && text.as_bytes().windows(7).any(is_escape) => {
            wrong("the text holds an escape of a spreadsheet's", format!("write it as {EXACT}\"…\""))
        }
        None => Ok(text),
    }
}

fn is_escape(bytes: &[u8]) -> bool {
    matches!(bytes, [b'_', b'x', digits @ .., b'_'] if digits.iter().all(u8::is_ascii_hexdigit))
}

fn text(cell: &Cell) -> Result<Value, CellError> {
    match cell {
        Cell::Text(text) => clean(text).map(Value::Text),
        // Not with the decimals it is shown with: the 6 of an id is a 6 wherever it stands.
        Cell::Number(value, look) => {
            let read = number(&Cell::Number(*value, NumberLook { decimals: 0, ..*look }), None)?;
            Ok(if let Value::Number(digits) = read.value { Value::Text(digits) } else { read.value })
        }
        Cell::Truth(truth) => Ok(Value::Text(truth.to_string())),
        Cell::Day { .. } | Cell::Broken(_) => {
            wrong("a date stands where text belongs", "format the cell as text and type it again")
        }
    }
}

/// Returns a text, of what has a list of words the word that goes by it.
fn word(leaf: &Leaf, cell: &Cell) -> Result<Read, CellError> {
    let value = text(cell)?;
    let Value::Text(text) = &value else { return Ok(Read::plain(value)) };
    if leaf.year {
        let year = typed::year(text).map(|year| Value::Text(year.to_string()));
        return Ok(Read::plain(year.unwrap_or(value)));
    }
    // Where the plan's own ids may be, they come first.
    if leaf.to.is_some() || leaf.words.iter().any(|known| known == text) {
        return Ok(Read::plain(value));
    }
    Ok(called(leaf, text)
        .map_or_else(|| Read::plain(value.clone()), |(word, told)| Read { told, ..Read::plain(Value::Text(word)) }))
}

/// Returns the word of a leaf that goes by a text: in other letters, or by what it is called, which is told.
pub(super) fn called(leaf: &Leaf, text: &str) -> Option<(String, Option<Told>)> {
    let own = by_label(text, leaf.words.iter().map(|word| (word.as_str(), word.as_str())));
    let label = || by_label(text, leaf.labels.iter().map(|(label, word)| (label.as_str(), word.as_str())));
    own.map(|word| (word.to_owned(), None)).or_else(|| label().map(|word| (word.to_owned(), Some(Told::Name))))
}

/// Returns what stands between semicolons.
fn items(cell: &Cell, read: impl Fn(&str) -> Result<Read, CellError>) -> Result<Read, CellError> {
    let Value::Text(text) = text(cell)? else { return Ok(Read::plain(Value::List(Vec::new()))) };
    let items = text.split(';').map(str::trim).filter(|item| !item.is_empty());
    let items: Vec<Read> = items.map(read).collect::<Result<_, _>>()?;
    let told = items.iter().find_map(|item| item.told);
    Ok(Read { told, ..Read::plain(Value::List(items.into_iter().map(|item| item.value).collect())) })
}

/// Returns a number of at most so many decimals, or the text in its place.
fn number(cell: &Cell, finest: Option<u32>) -> Result<Read, CellError> {
    match cell {
        Cell::Number(_, shown) if shown.percent => wrong(
            "the cell is formatted as a percentage, and holds a hundredth of what it shows",
            "format it as a number and type the percentage without its sign: 62.5",
        ),
        Cell::Number(_, shown) if shown.scaled => wrong(
            "the cell's format shows thousands or millions of what it holds",
            "take the comma at the end out of its number format, and type the figure in the plan's unit",
        ),
        Cell::Number(value, look) => match figure_of(*value, *look, finest) {
            Some(figure) => {
                let told = if figure.rounded { Some(Told::Penny) } else { figure.as_shown.then_some(Told::Shown) };
                Ok(Read { value: Value::Number(figure.digits), told, rest: figure.rest })
            }
            None => wrong(format!("`{value}` is no figure: it comes from a calculation"), "type the figure"),
        },
        Cell::Text(text) => match typed::figure(text) {
            Some(digits) if digits == text.trim() => Ok(Read::plain(Value::Number(digits))),
            Some(digits) => Ok(Read::told(Value::Number(digits), Told::Figure)),
            None => wrong(
                format!("`{}` is text where a number should be", shortened(text.trim())),
                "type the number alone, in digits with a point before the decimals",
            ),
        },
        Cell::Day { .. } => wrong("a date stands where a number should be", "format the cell as a number"),
        Cell::Truth(_) => wrong("true or false stands where a number should be", "type the number"),
        Cell::Broken(what) => wrong(format!("{what} is no number"), "type the number"),
    }
}

fn truth(cell: &Cell) -> Result<Read, CellError> {
    match cell {
        Cell::Truth(truth) => Ok(Read::plain(Value::Truth(*truth))),
        Cell::Text(text) if ["true", "yes", "y"].contains(&text.trim().to_lowercase().as_str()) => {
            Ok(Read::plain(Value::Truth(true)))
        }
        Cell::Text(text) if ["false", "no", "n"].contains(&text.trim().to_lowercase().as_str()) => {
            Ok(Read::plain(Value::Truth(false)))
        }
        _ => wrong("this should be true or false", "choose one from the list of the cell"),
    }
}

/// Returns a number in the plan's unit, or text with its own.
fn amount(cell: &Cell, unit: Unit) -> Result<Read, CellError> {
    let Cell::Text(text) = cell else { return number(cell, Some(unit.decimals())) };
    if typed::is_several(text) {
        return wrong("two figures stand in one cell", "keep one here, and give the other a cell of its own");
    }
    match typed::amount(text).filter(|_| typed::figure(text).is_none()) {
        Some(amount) if amount == text.trim() => Ok(Read::plain(Value::Text(amount))),
        Some(amount) => Ok(Read::told(Value::Text(amount), Told::Figure)),
        None if typed::figure(text).is_some() => number(cell, None),
        // Whoever checks the plan says what is wrong with it.
        None => clean(text).map(|text| Read::plain(Value::Text(text))),
    }
}

fn figure(cell: &Cell, unit: Unit) -> Result<Read, CellError> {
    if let Cell::Day { month: false, .. } = cell { day(cell) } else { amount(cell, unit) }
}

/// Returns the amount of a value that was read; nothing of what is none.
pub(super) fn money_in(node: &Node, unit: Unit) -> Option<money::Money> {
    let amount = match node {
        Node::Value(Value::Number(digits)) => money::parse_number(digits, unit),
        Node::Value(Value::Text(text)) => money::parse_text(text),
        _ => return None,
    };
    amount.ok().map(|amount| amount.pounds)
}

fn day(cell: &Cell) -> Result<Read, CellError> {
    const HELP: &str = "type a day as 2017-09-11, a month as text: 2017-11, or unknown";
    match cell {
        Cell::Day { date, month: false } => Ok(Read::plain(Value::Day(date.to_string()))),
        Cell::Day { date, month: true } => Ok(Read::plain(Value::Text(date.to_string()[..7].to_owned()))),
        Cell::Text(text) => {
            let text = text.trim();
            let half = text.strip_suffix("-H1").or_else(|| text.strip_suffix("-H2")).and_then(Year::parse);
            let quarter = matches!(Period::parse(text), Some(Period::Quarter(..)));
            if Date::parse(text).is_some() {
                Ok(Read::plain(Value::Day(text.to_owned())))
            } else if text == "unknown" || Month::parse(text).is_some() || half.is_some() || quarter {
                Ok(Read::plain(Value::Text(text.to_owned())))
            } else if let Some(day) = typed::day(text) {
                Ok(Read::told(Value::Day(day.to_string()), Told::Day))
            } else if let Some(month @ Period::Month(_)) = typed::period(text) {
                Ok(Read::told(Value::Text(month.to_string()), Told::Day))
            } else {
                wrong(format!("`{}` is not a date", shortened(text)), HELP)
            }
        }
        Cell::Number(..) => {
            wrong("a number stands where a date should be", format!("format the cell as a date, or {HELP}"))
        }
        Cell::Truth(_) | Cell::Broken(_) => wrong("this is not a date", HELP),
    }
}
