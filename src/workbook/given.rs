//! A value to a cell. What a cell cannot hold exactly is written out behind `toml:`, so that nothing is ever lost.

use super::cell::{Cell, EXACT, NumberLook, is_total};
use super::format::{Leaf, Sort};
use super::taken::from_cell;
use crate::money::{self, Unit};
use crate::period::Date;
use crate::write::{Node, Value, inline, is_plain};

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

#[cfg(test)]
mod tests {
    use super::super::cell::shown;
    use super::super::taken::{CellError, Told};
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
