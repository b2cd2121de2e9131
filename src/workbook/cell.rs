//! One value and one cell, both ways. What a cell cannot hold exactly is written out behind `toml:`, so that nothing is
//! ever lost. A cell is read as the person who filled it in meant it, and told where that is not what it holds; where
//! nobody can know what was meant it is refused. A text that is no figure and no day stays one: whoever checks the plan
//! finds it there.

use rust_decimal::Decimal;

use super::figure::figure as figure_of;
use super::format::{Leaf, Sort};
use super::typed;
use crate::check::is_placeholder;
use crate::money::{self, Unit};
use crate::period::{Date, Month, Period, Year};
use crate::plan::{by_label, shortened};
use crate::text::escape::is_hidden;
use crate::write::{Node, Value, inline, is_plain};

pub(super) use super::figure::NumberLook;

/// The prefix of a cell that holds a value as the plan's text writes it.
pub(super) const EXACT: &str = "toml:";
/// The text that stands for a formula that nobody has calculated.
pub(super) const UNCALCULATED: &str = "a formula that has never been calculated";
/// The words that say of a row that it is the sum of those above it.
const TOTALS: [&str; 8] =
    ["total", "totals", "grand total", "sub total", "subtotal", "overall total", "total spend", "total expenditure"];

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

/// Returns the cell that holds a value, by preference one that people can work with.
pub(super) fn to_cell(leaf: &Leaf, node: &Node, unit: Unit) -> Cell {
    let node = in_unit(leaf, node, unit);
    let plain = match &node {
        Node::Value(value) => plain(value),
        _ => None,
    };
    let keeps =
        |cell: &Cell| matches!(from_cell(leaf, cell, unit), Ok(Some(back)) if back.node == node) && !is_total(cell);
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
            let digits = figure_of(value, *look, None).map_or_else(|| value.to_string(), |figure| figure.digits);
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

/// Returns whether a cell says of its row that it is the sum of those above it.
pub(super) fn is_total(cell: &Cell) -> bool {
    let Cell::Text(text) = cell else { return false };
    let plain = text.trim().trim_end_matches(':').to_lowercase();
    TOTALS.contains(&plain.split(['-', ' ']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").as_str())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn back(sort: Sort, toml: &str, unit: Unit) -> (Cell, String) {
        let leaf = Leaf::of(sort);
        let cell = to_cell(&leaf, &Node::parse(toml).unwrap(), unit);
        let node = from_cell(&leaf, &cell, unit).unwrap().unwrap().node;
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

    fn read(sort: Sort, cell: &Cell) -> Result<Option<(String, Option<Told>)>, CellError> {
        from_cell(&Leaf::of(sort), cell, Unit::Pounds).map(|read| read.map(|taken| (inline(&taken.node), taken.told)))
    }

    #[test]
    fn what_nobody_can_know_the_meaning_of_is_refused() {
        let plain = NumberLook::default();
        for cell in [
            Cell::Number(f64::NAN, plain),
            Cell::Number(0.625, NumberLook { percent: true, ..plain }),
            Cell::Number(36_682_000.0, NumberLook { scaled: true, ..plain }),
            Cell::Text("100 / 200".into()),
            Cell::Text("1\u{202e}2".into()),
            Cell::Truth(true),
            Cell::Broken("#REF!".into()),
        ] {
            assert!(read(Sort::Money, &cell).is_err(), "{cell:?}");
        }
        assert!(read(Sort::Date, &Cell::Number(42_989.0, plain)).is_err());
        assert!(read(Sort::Text, &Cell::Day { date: Date { year: 2017, month: 1, day: 2 }, month: false }).is_err());
    }

    #[test]
    fn what_people_type_is_read_as_they_mean_it() {
        let of = |sort, text: &str| read(sort, &Cell::Text(text.into())).unwrap().unwrap_or_default();
        let is = |toml: &str, told| (toml.to_owned(), told);
        assert_eq!(of(Sort::Money, "  "), (String::new(), None));
        assert_eq!(of(Sort::Money, "36682"), is("36_682", None));
        assert_eq!(of(Sort::Money, "36,682"), is("36_682", Some(Told::Figure)));
        assert_eq!(of(Sort::Money, "(£1,200)"), is("\"-£1,200\"", Some(Told::Figure)));
        assert_eq!(of(Sort::Money, "TBC"), is("\"TBC\"", None));
        assert_eq!(of(Sort::Money, "-"), is("\"-\"", None));
        assert_eq!(of(Sort::Number, "<figure>"), is("\"<figure>\"", None));
        assert_eq!(of(Sort::Truth, "Yes"), is("true", None));
        assert_eq!(of(Sort::Date, "11/09/2017"), is("2017-09-11", Some(Told::Day)));
        assert_eq!(of(Sort::Date, "November 2017"), is("\"2017-11\"", Some(Told::Day)));
        assert_eq!(of(Sort::Date, "TBC"), is("\"TBC\"", None));
        assert!(read(Sort::Date, &Cell::Text("09/13/2017".into())).is_err());
        let number = Cell::Number(6.0, NumberLook { decimals: 2, ..NumberLook::default() });
        assert_eq!(read(Sort::Text, &number), Ok(Some(is("\"6\"", None))));
    }

    #[test]
    fn words_are_known_by_what_they_are_called() {
        let leaf = Leaf {
            words: vec!["nhs".into(), "council".into()],
            labels: vec![("Local Authority".into(), "council".into())],
            ..Leaf::of(Sort::Text)
        };
        let of = |text: &str| {
            from_cell(&leaf, &Cell::Text(text.into()), Unit::Pounds)
                .unwrap()
                .map(|taken| (inline(&taken.node), taken.told))
        };
        assert_eq!(of("NHS"), Some(("\"nhs\"".into(), None)));
        assert_eq!(of("local authority"), Some(("\"council\"".into(), Some(Told::Name))));
        assert_eq!(of("nobody"), Some(("\"nobody\"".into(), None)));
        assert_eq!(back_of(&leaf, "Local Authority"), "toml:\"Local Authority\"");
        assert_eq!(back_of(&Leaf::of(Sort::Text), "Grand Total"), "toml:\"Grand Total\"", "it is no sum");
    }

    fn back_of(leaf: &Leaf, text: &str) -> String {
        shown(&to_cell(leaf, &Node::Value(Value::Text(text.into())), Unit::Pounds))
    }
}
