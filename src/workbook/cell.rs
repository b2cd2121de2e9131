//! One value and one cell, both ways. What a cell cannot hold exactly is written out behind `toml:`, so that nothing is
//! ever lost; what a cell does not say exactly is refused, so that nothing is ever guessed.

use super::format::{Leaf, Sort};
use crate::check::is_placeholder;
use crate::money::{self, Unit};
use crate::period::{Date, Month, Period, Year};
use crate::plan::shortened;
use crate::text::escape::is_hidden;
use crate::write::{Node, Value, inline, is_plain};

/// The prefix of a cell that holds a value as the plan's text writes it.
pub(super) const EXACT: &str = "toml:";
/// As many digits as a number of a spreadsheet keeps.
const DIGITS: usize = 15;

/// The content of a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Text.
    Text(String),
    /// A number, and how it is shown.
    Number(f64, NumberLook),
    /// A day; only its month is shown where `month` says so.
    Day { date: Date, month: bool },
    /// True or false.
    Truth(bool),
    /// A value that no plan can hold: `#REF!`, a time of day.
    Broken(String),
}

/// The way a number is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct NumberLook {
    /// So many decimals.
    pub(super) decimals: u32,
    /// As a percentage: 0.625 as 62.5%.
    pub(super) percent: bool,
    /// In thousands or millions of what the cell holds.
    pub(super) scaled: bool,
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

/// Returns the cell that holds a value, by preference one that people can work with.
pub(super) fn to_cell(leaf: &Leaf, node: &Node, unit: Unit) -> Cell {
    let node = in_unit(leaf, node, unit);
    let plain = match &node {
        Node::Value(value) => plain(value),
        _ => None,
    };
    let keeps = |cell: &Cell| matches!(from_cell(leaf, cell), Ok(Some(back)) if back == node);
    plain.filter(keeps).unwrap_or_else(|| Cell::Text(format!("{EXACT}{}", inline(&node).replace("_x", "\\u005Fx"))))
}

fn plain(value: &Value) -> Option<Cell> {
    match value {
        Value::Text(text) => Some(Cell::Text(text.clone())),
        Value::Number(digits) => {
            let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            let decimals = u32::try_from(decimals).ok().filter(|decimals| *decimals <= 15)?;
            Some(Cell::Number(digits.parse().ok()?, NumberLook { decimals, ..NumberLook::default() }))
        }
        // Spreadsheets disagree about the first days of 1900.
        Value::Day(day) => {
            Date::parse(day).filter(|date| date.year > 1900).map(|date| Cell::Day { date, month: false })
        }
        Value::Truth(truth) => Some(Cell::Truth(*truth)),
        Value::List(items) => {
            let text = |item: &Value| match item {
                Value::Text(text) | Value::Number(text) => Some(text.clone()),
                _ => None,
            };
            items.iter().map(text).collect::<Option<Vec<_>>>().map(|texts| Cell::Text(texts.join("; ")))
        }
        Value::Other(_) => None,
    }
}

/// Returns money in quotes as a bare number, where the plan's unit says the same of it to the last digit.
fn in_unit(leaf: &Leaf, node: &Node, unit: Unit) -> Node {
    let number = || {
        let text = node.text().filter(|_| leaf.sort == Sort::Money)?;
        let suffix = match unit {
            Unit::Pounds => "",
            Unit::Thousands => "k",
            Unit::Millions => "m",
        };
        let (negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let lower = rest.strip_prefix('£')?.to_ascii_lowercase();
        let digits = lower.strip_suffix(suffix)?.replace(',', "");
        let digits = if negative { format!("-{digits}") } else { digits };
        let same = money::parse_text(text).ok()? == money::parse_number(&digits, unit).ok()?;
        (same && is_plain(&digits)).then_some(Node::Value(Value::Number(digits)))
    };
    number().unwrap_or_else(|| node.clone())
}

/// Returns what a cell shows.
pub(super) fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Broken(text) => text.clone(),
        Cell::Number(value, look) => {
            let (value, sign) = if look.percent { (value * 100.0, "%") } else { (*value, "") };
            let digits = digits(value, look.decimals).unwrap_or_else(|_| value.to_string());
            format!("{}{sign}", if value.abs() >= 10_000.0 { grouped(&digits) } else { digits })
        }
        Cell::Day { date, month: false } => date.to_string(),
        Cell::Day { date, month: true } => date.to_string()[..7].to_owned(),
        Cell::Truth(truth) => truth.to_string(),
    }
}

/// Returns the digits of a number in groups of three.
fn grouped(digits: &str) -> String {
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |whole| ("-", whole));
    let mut out = String::from(sign);
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

/// Returns the value in a cell; nothing when it is blank.
pub(super) fn from_cell(leaf: &Leaf, cell: &Cell) -> Result<Option<Node>, CellError> {
    if let Cell::Broken(what) = cell {
        let help = "mend the formula, or type the value; a day is written without a time";
        return wrong(format!("{what} is no value"), help);
    }
    if let Cell::Text(text) = cell {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if let Some(exact) = text.strip_prefix(EXACT) {
            return match Node::parse(exact) {
                Some(node) => Ok(Some(node)),
                None => wrong(
                    format!("what stands behind `{EXACT}` is no value"),
                    "write it as a plan's file would: \"text\" in quotes, or a number",
                ),
            };
        }
        // Who checks the plan is told that it is still to be filled in.
        if is_gap(leaf, text) {
            return clean(text).map(|text| Some(Node::Value(Value::Text(text))));
        }
    }
    let value = match leaf.sort {
        Sort::Text => text(cell)?,
        Sort::Texts => Value::List(items(cell, |item| Ok(Value::Text(item.to_owned())))?),
        Sort::Number => number(cell)?,
        Sort::Truth => truth(cell)?,
        Sort::Money => amount(cell)?,
        Sort::Date => day(cell)?,
        Sort::Figure => figure(cell)?,
        Sort::Figures => Value::List(items(cell, |item| figure(&Cell::Text(item.to_owned())))?),
        Sort::Raw => {
            return wrong("nothing can be written here", "empty the cell; the key has rows or columns of its own");
        }
    };
    Ok(Some(Node::Value(value)))
}

/// Returns whether a text stands where something else belongs, until somebody writes that: `<amount>`, `TBC`. In a list
/// it may be one of several.
pub(super) fn is_gap(leaf: &Leaf, text: &str) -> bool {
    !matches!(leaf.sort, Sort::Texts | Sort::Figures | Sort::Raw) && is_placeholder(text)
}

/// Returns a text trimmed for a plan, or the fault of one that holds an invisible character or a spreadsheet's escape.
fn clean(text: &str) -> Result<String, CellError> {
    let text = text.trim().replace("\r\n", "\n");
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
        Cell::Number(..) => match number(cell)? {
            Value::Number(digits) => Ok(Value::Text(digits)),
            other => Ok(other),
        },
        Cell::Truth(truth) => Ok(Value::Text(truth.to_string())),
        Cell::Day { .. } | Cell::Broken(_) => {
            wrong("a date stands where text belongs", "format the cell as text and type it again")
        }
    }
}

/// Returns the texts between semicolons.
fn items<T>(cell: &Cell, read: impl Fn(&str) -> Result<T, CellError>) -> Result<Vec<T>, CellError> {
    let Value::Text(text) = text(cell)? else { return Ok(Vec::new()) };
    text.split(';').map(str::trim).filter(|item| !item.is_empty()).map(read).collect()
}

/// Returns a number as it is shown: its own digits, and the decimals of its format.
fn number(cell: &Cell) -> Result<Value, CellError> {
    match cell {
        Cell::Number(_, shown) if shown.percent => wrong(
            "the cell is formatted as a percentage, and holds a hundredth of what it shows",
            "format it as a number and type the percentage without its sign: 62.5",
        ),
        Cell::Number(_, shown) if shown.scaled => wrong(
            "the cell's format shows thousands or millions of what it holds",
            "take the comma at the end out of its number format, and type the figure in the plan's unit",
        ),
        Cell::Number(value, shown) => digits(*value, shown.decimals).map(Value::Number),
        Cell::Text(text) => match plain_text(text) {
            Some(digits) => Ok(Value::Number(digits)),
            None => wrong(
                format!("`{}` is text where a number should be", shortened(text)),
                "type the number alone, in digits with a point before the decimals",
            ),
        },
        Cell::Day { .. } => wrong("a date stands where a number should be", "format the cell as a number"),
        Cell::Truth(_) => wrong("true or false stands where a number should be", "type the number"),
        Cell::Broken(what) => wrong(format!("{what} is no number"), "type the number"),
    }
}

/// Returns a number typed as text: plain digits, perhaps in groups of three.
fn plain_text(text: &str) -> Option<String> {
    let text = text.trim();
    let whole = text.split('.').next().unwrap_or_default().trim_start_matches('-');
    let mut groups = whole.split(',');
    let first = groups.next().map_or(0, str::len);
    let grouped = !whole.contains(',') || ((1..=3).contains(&first) && groups.all(|group| group.len() == 3));
    let digits = text.replace(',', "");
    let decimals = text.split_once('.').is_some_and(|(_, decimals)| decimals.contains(','));
    (grouped && !decimals && is_plain(&digits)).then_some(digits)
}

/// Returns the shortest digits that are this number, with at least so many decimals.
fn digits(value: f64, decimals: u32) -> Result<String, CellError> {
    let mut digits = format!("{value}");
    let significant = digits.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
    let trailing = if digits.contains('.') { 0 } else { digits.len() - digits.trim_end_matches('0').len() };
    if !value.is_finite() || significant.saturating_sub(trailing) > DIGITS {
        return wrong(
            format!("`{digits}` is no exact figure: it comes from a calculation"),
            "round it in the formula, =ROUND(…, 2), or type the figure",
        );
    }
    if value == 0.0 {
        "0".clone_into(&mut digits);
    }
    let has = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let wanted = decimals as usize;
    if has < wanted {
        if has == 0 {
            digits.push('.');
        }
        digits.extend(std::iter::repeat_n('0', wanted - has));
    }
    Ok(digits)
}

fn truth(cell: &Cell) -> Result<Value, CellError> {
    match cell {
        Cell::Truth(truth) => Ok(Value::Truth(*truth)),
        Cell::Text(text) if ["true", "yes"].contains(&text.trim().to_lowercase().as_str()) => Ok(Value::Truth(true)),
        Cell::Text(text) if ["false", "no"].contains(&text.trim().to_lowercase().as_str()) => Ok(Value::Truth(false)),
        _ => wrong("this should be true or false", "choose one from the list of the cell"),
    }
}

/// Returns a number in the plan's unit, or text with its own.
fn amount(cell: &Cell) -> Result<Value, CellError> {
    let Cell::Text(text) = cell else { return number(cell) };
    if let Some(digits) = plain_text(text) {
        return Ok(Value::Number(digits));
    }
    let text = text.trim();
    match money::parse_text(text) {
        Ok(_) => Ok(Value::Text(text.to_owned())),
        Err(why) => wrong(
            format!("`{}` is not an amount of money: {why}", shortened(text)),
            "type a number in the plan's unit, or money with its own unit: £1,200 or £8.6m; leave it blank until it is known",
        ),
    }
}

fn figure(cell: &Cell) -> Result<Value, CellError> {
    if let Cell::Day { month: false, .. } = cell { day(cell) } else { amount(cell) }
}

fn day(cell: &Cell) -> Result<Value, CellError> {
    const HELP: &str = "type a day as 2017-09-11, a month as text: 2017-11, or unknown";
    match cell {
        Cell::Day { date, month: false } => Ok(Value::Day(date.to_string())),
        Cell::Day { date, month: true } => Ok(Value::Text(date.to_string()[..7].to_owned())),
        Cell::Text(text) => {
            let text = text.trim();
            let half = text.strip_suffix("-H1").or_else(|| text.strip_suffix("-H2")).and_then(Year::parse);
            let quarter = matches!(Period::parse(text), Some(Period::Quarter(..)));
            if Date::parse(text).is_some() {
                Ok(Value::Day(text.to_owned()))
            } else if text == "unknown" || Month::parse(text).is_some() || half.is_some() || quarter {
                Ok(Value::Text(text.to_owned()))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn back(sort: Sort, toml: &str, unit: Unit) -> (Cell, String) {
        let leaf = Leaf::of(sort);
        let cell = to_cell(&leaf, &Node::parse(toml).unwrap(), unit);
        let node = from_cell(&leaf, &cell).unwrap().unwrap();
        (cell, inline(&node))
    }

    #[test]
    fn a_value_comes_back_as_it_was_written() {
        for (sort, toml) in [
            (Sort::Money, "36_682"),
            (Sort::Money, "4.10"),
            (Sort::Money, "999_999_999_999.99"),
            (Sort::Money, "\"about £22m\""),
            (Sort::Money, "\"£12\""),
            (Sort::Number, "262.0"),
            (Sort::Number, "0.00"),
            (Sort::Number, "1234567890123456789"),
            (Sort::Text, "\"=1+1\""),
            (Sort::Text, "\" padded \""),
            (Sort::Text, "\"\""),
            (Sort::Text, "\"toml:1\""),
            (Sort::Text, "\"_x0041_\""),
            (Sort::Text, "\"a\\nb\""),
            (Sort::Texts, "[\"a;b\", \"c\"]"),
            (Sort::Texts, "[]"),
            (Sort::Figures, "[\"£1m\", 2.50, -3]"),
            (Sort::Date, "2017-09-11"),
            (Sort::Date, "\"2017-11\""),
            (Sort::Date, "1899-01-01"),
            (Sort::Raw, "{}"),
        ] {
            let toml = inline(&Node::parse(toml).unwrap());
            assert_eq!(back(sort, &toml, Unit::Thousands).1, toml);
        }
    }

    #[test]
    fn money_in_the_plans_own_unit_is_a_real_number() {
        let number = |toml, unit| match back(Sort::Money, toml, unit).0 {
            Cell::Number(value, _) => Some(value),
            _ => None,
        };
        assert_eq!(number("\"£3,349,869\"", Unit::Pounds), Some(3_349_869.0));
        assert_eq!(number("\"-£12k\"", Unit::Thousands), Some(-12.0));
        assert_eq!(number("\"£3,349,869\"", Unit::Thousands), None);
        assert_eq!(number("\"about £12\"", Unit::Pounds), None);
    }

    #[test]
    fn what_is_not_exact_is_refused() {
        let money = Leaf::of(Sort::Money);
        let read = |cell| from_cell(&money, &cell);
        let plain = NumberLook::default();
        for cell in [
            Cell::Number(0.1 + 0.2, plain),
            Cell::Number(f64::NAN, plain),
            Cell::Number(0.625, NumberLook { percent: true, ..plain }),
            Cell::Number(36_682_000.0, NumberLook { scaled: true, ..plain }),
            Cell::Text("8.6 million".into()),
            Cell::Text("1,2,3".into()),
            Cell::Truth(true),
            Cell::Broken("#REF!".into()),
        ] {
            assert!(read(cell.clone()).is_err(), "{cell:?}");
        }
        assert_eq!(read(Cell::Text("  ".into())), Ok(None));
        assert_eq!(read(Cell::Text("36,682".into())), Ok(Some(Node::parse("36682").unwrap())));
        assert!(from_cell(&Leaf::of(Sort::Date), &Cell::Number(42_989.0, plain)).is_err());
        assert!(from_cell(&Leaf::of(Sort::Date), &Cell::Text("11/09/2017".into())).is_err());
    }
}
