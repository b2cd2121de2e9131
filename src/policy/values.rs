//! The values a round's data is written in: percentages, ids, days, years and amounts of money.

use std::borrow::Cow;

use rust_decimal::Decimal;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

use super::held::List;
use crate::money::{self, Money};
use crate::period::{Date, Month, Year};

/// A percentage or rate, exact: written as a string in the data (`"1.79"`), so that no binary float touches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percent(pub Decimal);

impl JsonSchema for Percent {
    fn schema_name() -> Cow<'static, str> {
        "percent".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$", "examples": ["1.79"] })
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Decimal::from_str_exact(&text)
            .map(Self)
            .map_err(|_| de::Error::custom(format!("`{text}` is not a decimal number")))
    }
}

/// An id of a round's data, for its schema.
pub(super) enum Id {}

impl JsonSchema for Id {
    fn schema_name() -> Cow<'static, str> {
        "id".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$" })
    }
}

/// Reads a text with `parse`; the error says that it is not `what`.
fn read_with<'de, D: Deserializer<'de>, T>(
    from: D,
    what: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, D::Error> {
    let text = String::deserialize(from)?;
    parse(&text).ok_or_else(|| de::Error::custom(format!("`{text}` is not {what}")))
}

/// Reads an amount of money, in pounds.
pub(super) fn amount<'de, D: Deserializer<'de>>(from: D) -> Result<Money, D::Error> {
    read_with(from, "an amount of money", |text| money::parse_text(text).ok().map(|amount| amount.pounds))
}

/// Reads a day.
pub(super) fn date<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    read_with(from, "a date", Date::parse)
}

/// Reads a day that may be absent.
pub(super) fn optional_date<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    date(from).map(Some)
}

/// Reads a month.
pub(super) fn month<'de, D: Deserializer<'de>>(from: D) -> Result<Month, D::Error> {
    read_with(from, "a month", Month::parse)
}

/// Reads a financial year.
pub(super) fn year<'de, D: Deserializer<'de>>(from: D) -> Result<Year, D::Error> {
    read_with(from, "a financial year", Year::parse)
}

/// Reads a financial year that may be absent.
pub(super) fn optional_year<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Year>, D::Error> {
    year(from).map(Some)
}

/// Reads a list of financial years.
pub(super) fn years<'de, D: Deserializer<'de>>(from: D) -> Result<List<Year>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    texts
        .iter()
        .map(|text| Year::parse(text).ok_or_else(|| de::Error::custom(format!("`{text}` is not a financial year"))))
        .collect()
}
