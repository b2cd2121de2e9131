//! Financial years, quarters and months, as plans write them.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

/// A financial year, April to March, written `2017-18`; held as the calendar year it starts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year(u16);

impl Year {
    /// Returns the financial year that starts in April of `start`.
    pub const fn starting(start: u16) -> Self {
        Self(start)
    }

    /// Reads `2017-18`; the second part must be the year after.
    pub fn parse(text: &str) -> Option<Self> {
        let (start, end) = text.split_at_checked(4)?;
        let (start, end) = (digits(start, 4)?, digits(end.strip_prefix('-')?, 2)?);
        ((start + 1) % 100 == end).then_some(Self(start))
    }

    /// Returns the calendar year in which it starts.
    pub const fn start(self) -> u16 {
        self.0
    }

    /// Returns the year before.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// Returns the year after.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// Returns its twelve months, April first.
    pub fn months(self) -> impl Iterator<Item = Month> {
        (0..12).map(move |n| Month { year: self.0 + u16::from(n >= 9), month: if n < 9 { n + 4 } else { n - 8 } })
    }

    /// Returns it as prose writes it: `2017/18`.
    pub fn prose(self) -> String {
        format!("{:04}/{:02}", self.0, (self.0 + 1) % 100)
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0, (self.0 + 1) % 100)
    }
}

/// A calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// The calendar year.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
}

impl Month {
    /// The names of the twelve, January first.
    pub(crate) const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];

    /// Returns the number of the month that goes by a name, or by at least three letters that its name begins with.
    pub(crate) fn called(name: &str) -> Option<u8> {
        let begins = |full: &str| full.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        let at = Self::NAMES.iter().position(|full| name.len() >= 3 && begins(full))?;
        u8::try_from(at + 1).ok()
    }

    /// Reads `2017-04`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let (year, month) = (digits(year, 4)?, digits(month, 2)?);
        let month = u8::try_from(month).ok().filter(|m| (1..=12).contains(m))?;
        Some(Self { year, month })
    }

    /// Returns how many days it has.
    pub const fn days(self) -> u8 {
        match self.month {
            4 | 6 | 9 | 11 => 30,
            2 if self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400)) => 29,
            2 => 28,
            _ => 31,
        }
    }

    /// Returns the financial year it falls in.
    pub const fn financial_year(self) -> Year {
        Year(if self.month >= 4 { self.year } else { self.year.saturating_sub(1) })
    }

    /// Returns its first day.
    pub const fn first_day(self) -> Date {
        Date { year: self.year, month: self.month, day: 1 }
    }

    /// Returns its last day.
    pub const fn last_day(self) -> Date {
        Date { year: self.year, month: self.month, day: self.days() }
    }

    /// Returns it as prose writes it: `November 2017`.
    pub fn prose(self) -> String {
        let name = Self::NAMES.get(usize::from(self.month).wrapping_sub(1)).copied().unwrap_or("?");
        format!("{name} {}", self.year)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// The period of a value in a series: a financial year, a quarter of one, or a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// `2017-18`
    Year(Year),
    /// `2017-18-Q1`: April to June is the first quarter.
    Quarter(Year, u8),
    /// `2017-04`
    Month(Month),
}

impl Period {
    /// Reads a year, a quarter or a month. From 2013 on there is no ambiguity: 13 and above is no month.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((year, quarter)) = text.split_once("-Q") {
            let quarter = digits(quarter, 1).and_then(|q| u8::try_from(q).ok()).filter(|q| (1..=4).contains(q))?;
            return Some(Self::Quarter(Year::parse(year)?, quarter));
        }
        Month::parse(text).map(Self::Month).or_else(|| Year::parse(text).map(Self::Year))
    }

    /// Returns the financial year it falls in.
    pub const fn financial_year(self) -> Year {
        match self {
            Self::Year(year) | Self::Quarter(year, _) => year,
            Self::Month(month) => month.financial_year(),
        }
    }

    /// Returns its last month, so that periods of different lengths can be put in order.
    pub fn last_month(self) -> Month {
        match self {
            Self::Year(year) | Self::Quarter(year, 4) => Month { year: year.next().start(), month: 3 },
            Self::Quarter(year, quarter) => Month { year: year.start(), month: 3 + 3 * quarter },
            Self::Month(month) => month,
        }
    }

    /// Returns it as prose writes it: `2017/18`, `quarter 1 of 2017/18`, `November 2017`.
    pub fn prose(self) -> String {
        match self {
            Self::Year(year) => year.prose(),
            Self::Quarter(year, quarter) => format!("quarter {quarter} of {}", year.prose()),
            Self::Month(month) => month.prose(),
        }
    }
}

impl From<Year> for Period {
    fn from(year: Year) -> Self {
        Self::Year(year)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => year.fmt(f),
            Self::Quarter(year, quarter) => write!(f, "{year}-Q{quarter}"),
            Self::Month(month) => month.fmt(f),
        }
    }
}

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The calendar year.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Date {
    /// Reads `2017-09-11`; a day that no calendar has is nothing.
    pub fn parse(text: &str) -> Option<Self> {
        let (month, day) = text.split_at_checked(7)?;
        let month = Month::parse(month)?;
        let day = digits(day.strip_prefix('-')?, 2).and_then(|day| u8::try_from(day).ok())?;
        (1..=month.days()).contains(&day).then_some(Self { year: month.year, month: month.month, day })
    }

    /// Returns its month.
    pub const fn month(self) -> Month {
        Month { year: self.year, month: self.month }
    }

    /// Returns the day `months` later (or earlier), kept inside the month it lands in.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let count = (i32::from(self.year) * 12 + i32::from(self.month) - 1 + months).max(0);
        let month = Month {
            year: u16::try_from(count / 12).unwrap_or(u16::MAX),
            month: u8::try_from(count % 12 + 1).unwrap_or(12),
        };
        Self { year: month.year, month: month.month, day: self.day.min(month.days()) }
    }

    /// Returns how many days it is after another; below nothing where it is before.
    pub const fn days_after(self, other: Self) -> i64 {
        self.number() - other.number()
    }

    /// Returns its number in a count of days that runs on through all years.
    const fn number(self) -> i64 {
        // A year that begins in March has its odd day at its end.
        let (month, year) = ((self.month as i64 + 9) % 12, self.year as i64 - (self.month <= 2) as i64);
        let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        year * 365 + leap_days + (month * 153 + 2) / 5 + self.day as i64
    }

    /// Returns it as prose writes it: `11 September 2017`.
    pub fn prose(self) -> String {
        format!("{} {}", self.day, self.month().prose())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Year {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl JsonSchema for Year {
    fn schema_name() -> Cow<'static, str> {
        "year".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$", "examples": ["2026-27"] })
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl JsonSchema for Month {
    fn schema_name() -> Cow<'static, str> {
        "month".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$", "examples": ["2026-11"] })
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl JsonSchema for Period {
    fn schema_name() -> Cow<'static, str> {
        "period".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}(-Q[1-4])?$", "examples": ["2026-27-Q1"] })
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", "examples": ["2026-09-11"] })
    }
}

/// Returns a number of just so many digits.
pub(crate) fn digits(text: &str, count: usize) -> Option<u16> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_quarters_and_months_are_told_apart() {
        assert_eq!(Period::parse("2017-18"), Some(Period::Year(Year::starting(2017))));
        assert_eq!(Period::parse("2017-04"), Some(Period::Month(Month { year: 2017, month: 4 })));
        assert_eq!(Period::parse("2017-18-Q1"), Some(Period::Quarter(Year::starting(2017), 1)));
        assert_eq!(Period::parse("2099-00"), Some(Period::Year(Year::starting(2099))));
        for wrong in ["2017-19", "2017-13", "2017", "17-18", "2017-18-Q5", "2017-1８", "2017-18-Q"] {
            assert_eq!(Period::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_financial_year_runs_from_april_to_march() {
        let months: Vec<_> = Year::starting(2017).months().map(|m| m.to_string()).collect();
        assert_eq!((months.len(), months[0].as_str(), months[11].as_str()), (12, "2017-04", "2018-03"));
        assert!(Year::starting(2017).months().all(|m| m.financial_year() == Year::starting(2017)));
        assert_eq!(Month { year: 2018, month: 2 }.days(), 28);
        assert_eq!(Month { year: 2016, month: 2 }.days(), 29);
    }

    #[test]
    fn days_are_counted_through_months_and_years() {
        let after = |a: &str, b: &str| Date::parse(a).unwrap().days_after(Date::parse(b).unwrap());
        assert_eq!(after("2017-09-23", "2017-09-11"), 12);
        assert_eq!(after("2016-03-01", "2016-02-28"), 2);
        assert_eq!(after("2017-12-31", "2018-01-01"), -1);
        assert_eq!(after("2100-03-01", "2000-03-01"), 36_524);
    }

    #[test]
    fn a_day_no_calendar_has_is_refused() {
        assert!(Date::parse("2017-02-29").is_none() && Date::parse("2017-06-31").is_none());
        assert_eq!(Date::parse("2017-06-30").unwrap().prose(), "30 June 2017");
        assert_eq!(Date::parse("2017-12-31").unwrap().plus_months(2).to_string(), "2018-02-28");
    }
}
