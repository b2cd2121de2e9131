//! The units of the values of a metric. Each unit is declared once, here, with all facts about it.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The unit of a metric's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A number of events or people.
    Count,
    /// A number of days.
    Days,
    /// Out of 100.
    Percent,
    /// For every 100,000 of the population in the period.
    Per100k,
    /// For every 100,000 of the population, in an average month of the period.
    Per100kPerMonth,
}

/// The kind of number a unit makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// A count: exact, and no quotient of two figures.
    Count,
    /// A part of a whole, out of so many.
    Share {
        /// The size of the whole.
        of: u32,
    },
    /// So many for every so many of the population.
    Rate {
        /// For how many of the population.
        per: u32,
        /// True when a value is that of an average month of its period, not of the whole period.
        monthly: bool,
    },
}

/// The facts about a unit.
struct About {
    /// As plans, rounds and reports write it.
    word: &'static str,
    /// In a list of units.
    name: &'static str,
    /// The words around the population where values are asked for: before the population behind a rate, and behind it.
    asked: [&'static str; 2],
    /// Under the name of a metric.
    title: &'static str,
    /// The kind of number it makes.
    quantity: Quantity,
    /// The words for values outside its range.
    range: &'static str,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 5] = [Self::Count, Self::Days, Self::Percent, Self::Per100k, Self::Per100kPerMonth];

    /// Every unit with its word.
    pub const WORDS: [(&'static str, Self); Self::ALL.len()] = {
        let mut words = [("", Self::Count); Self::ALL.len()];
        let mut n = 0;
        while n < words.len() {
            words[n] = (Self::ALL[n].word(), Self::ALL[n]);
            n += 1;
        }
        words
    };

    const fn about(self) -> &'static About {
        match self {
            Self::Count => &About {
                word: "count",
                name: "a number",
                asked: ["as a number", ""],
                title: "Number",
                quantity: Quantity::Count,
                range: "a count cannot be below 0",
            },
            Self::Days => &About {
                word: "days",
                name: "days",
                asked: ["in days", ""],
                title: "Days",
                quantity: Quantity::Count,
                range: "a count cannot be below 0",
            },
            Self::Percent => &About {
                word: "percent",
                name: "percent",
                asked: ["in percent", ""],
                title: "Percent",
                quantity: Quantity::Share { of: 100 },
                range: "a percentage lies between 0 and 100",
            },
            Self::Per100k => &About {
                word: "per-100k",
                name: "for every 100,000",
                asked: ["for every 100,000", ""],
                title: "For every 100,000 people",
                quantity: Quantity::Rate { per: 100_000, monthly: false },
                range: "a rate cannot be below 0",
            },
            Self::Per100kPerMonth => &About {
                word: "per-100k-per-month",
                name: "for every 100,000 in an average month",
                asked: ["for every 100,000", " in a month"],
                title: "For every 100,000 people, a month",
                quantity: Quantity::Rate { per: 100_000, monthly: true },
                range: "a rate cannot be below 0",
            },
        }
    }

    /// Returns its word, as plans, rounds and reports write it.
    pub const fn word(self) -> &'static str {
        self.about().word
    }

    /// Returns its name in a list of units: `for every 100,000`.
    pub const fn name(self) -> &'static str {
        self.about().name
    }

    /// Returns its name below the name of a metric: `For every 100,000 people`.
    pub const fn title(self) -> &'static str {
        self.about().title
    }

    /// Returns how values are asked for of a population: `for every 100,000 people of 65 and over in a month`.
    pub fn asked_of(self, people: &str) -> String {
        let [before, behind] = self.about().asked;
        match self.quantity() {
            Quantity::Rate { .. } => format!("{before} {people}{behind}"),
            Quantity::Count | Quantity::Share { .. } => before.to_owned(),
        }
    }

    /// Returns what kind of number it makes.
    pub const fn quantity(self) -> Quantity {
        self.about().quantity
    }

    /// Returns what its values cannot be, in words.
    pub const fn range(self) -> &'static str {
        self.about().range
    }

    /// Returns whether its values are those of an average month of their period.
    pub const fn is_monthly(self) -> bool {
        matches!(self.quantity(), Quantity::Rate { monthly: true, .. })
    }
}

impl Quantity {
    /// Returns the greatest value there can be, where there is one. The least is 0.
    pub const fn most(self) -> Option<u32> {
        match self {
            Self::Share { of } => Some(of),
            Self::Count | Self::Rate { .. } => None,
        }
    }
}

impl Serialize for Unit {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.word())
    }
}

impl<'de> Deserialize<'de> for Unit {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        const WORDS: [&str; Unit::ALL.len()] = {
            let mut words = [""; Unit::ALL.len()];
            let mut n = 0;
            while n < words.len() {
                words[n] = Unit::ALL[n].word();
                n += 1;
            }
            words
        };
        let text = String::deserialize(from)?;
        let known = Self::WORDS.iter().find(|(word, _)| *word == text);
        known.map(|(_, unit)| *unit).ok_or_else(|| de::Error::unknown_variant(&text, &WORDS))
    }
}

impl JsonSchema for Unit {
    fn schema_name() -> Cow<'static, str> {
        "unit".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": Self::ALL, "description": "The unit of the values of a metric." })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_has_a_place_of_its_own_and_reads_as_it_is_written() {
        for (n, unit) in Unit::ALL.into_iter().enumerate() {
            assert_eq!(unit as usize, n, "`{}`", unit.word());
            let written = serde_json::to_string(&unit).unwrap();
            assert_eq!(serde_json::from_str::<Unit>(&written).unwrap(), unit);
        }
        let wrong = serde_json::from_str::<Unit>("\"per-1k\"").unwrap_err().to_string();
        assert!(wrong.contains("unknown variant `per-1k`") && wrong.contains("`per-100k-per-month`"), "{wrong}");
    }
}
