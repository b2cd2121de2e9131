//! Headings with a year or a period in them.

use crate::period::{Month, Period, Year};

/// A heading without its year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Heading {
    /// Its other words.
    pub(super) words: String,
    /// The financial year it names.
    pub(super) year: Option<Year>,
    /// The year of the round it names by its number, from 0: `Yr 1`.
    pub(super) nth: Option<usize>,
}

impl Heading {
    /// Reads a heading, as labels are compared: `expenditure 23 24`, `contribution yr 2`.
    pub(super) fn read(label: &str) -> Self {
        let mut heading = Self::default();
        let tokens: Vec<&str> = label.split(' ').collect();
        let (mut words, mut n) = (Vec::new(), 0);
        while n < tokens.len() {
            let pair = tokens.get(n + 1).map(|next| (tokens[n], *next));
            let year = pair.and_then(|(one, two)| financial_year(one, two));
            let nth =
                pair.filter(|(one, _)| matches!(*one, "yr" | "year")).and_then(|(_, two)| two.parse::<usize>().ok());
            match (year, nth.filter(|nth| (1..=9).contains(nth))) {
                (Some(year), _) if heading.year.is_none() => heading.year = Some(year),
                (_, Some(nth)) => heading.nth = Some(nth - 1),
                _ => {
                    words.push(tokens[n]);
                    n += 1;
                    continue;
                }
            }
            n += 2;
        }
        heading.words = words.join(" ");
        heading
    }

    /// Returns the year it means, given those of the round.
    pub(super) fn year_of(&self, years: &[Year]) -> Option<Year> {
        self.year.or_else(|| years.get(self.nth?).copied())
    }
}

/// Returns the financial year of two numbers: `2023` and `24`, `23` and `24`, `2023` and `2024`.
fn financial_year(one: &str, two: &str) -> Option<Year> {
    let is_digits = |text: &str| matches!(text.len(), 2 | 4) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(one) || !is_digits(two) {
        return None;
    }
    let one = if one.len() == 2 { format!("20{one}") } else { one.to_owned() };
    Year::parse(&format!("{one}-{}", &two[two.len() - 2..]))
}

/// Returns the period a heading names: `2022 23 q1 actual`, `apr 24 plan`, `2025 26 plan q2 july 25 sept 25`.
pub(super) fn period(label: &str) -> Option<Period> {
    let tokens: Vec<&str> = label.split(' ').collect();
    let year = tokens.windows(2).find_map(|pair| financial_year(pair[0], pair[1]));
    let quarter = tokens.iter().find_map(|token| token.strip_prefix('q')?.parse::<u8>().ok());
    match (year, quarter.filter(|quarter| (1..=4).contains(quarter))) {
        (Some(year), Some(quarter)) => return Some(Period::Quarter(year, quarter)),
        (Some(year), None) => return Some(Period::Year(year)),
        (None, _) => {}
    }
    let month = |pair: &[&str]| {
        let month = Month::called(pair[0])?;
        let year = if pair[1].len() == 2 { format!("20{}", pair[1]) } else { pair[1].to_owned() };
        Month::parse(&format!("{year}-{month:02}"))
    };
    tokens.windows(2).find_map(month).map(Period::Month).or_else(|| of_a_day(&tokens))
}

/// Returns the month of a date as a spreadsheet shows it: `2023 04 01`, `2023 04`.
fn of_a_day(tokens: &[&str]) -> Option<Period> {
    let [year, month, ..] = tokens else { return None };
    Month::parse(&format!("{year}-{month}")).filter(|_| year.len() == 4).map(Period::Month)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words::plainly;

    #[test]
    fn a_heading_says_its_year_however_it_is_written() {
        let read = |text: &str| Heading::read(&plainly(text));
        for text in
            ["Expenditure 23/24 (£)", "Expenditure (£) 2023-24", "Expenditure 2023/24", "EXPENDITURE\n2023–2024"]
        {
            assert_eq!((read(text).words.as_str(), read(text).year), ("expenditure", Year::parse("2023-24")), "{text}");
        }
        assert_eq!(read("Gross Contribution Yr 2").nth, Some(1));
        assert_eq!(read("% NHS (if Joint Commissioner)").words, "nhs if joint commissioner");
    }

    #[test]
    fn a_period_is_a_month_a_quarter_or_a_year() {
        let of = |text: &str| period(&plainly(text)).map(|period| period.to_string());
        assert_eq!(of("2022-23 Q1\nActual").as_deref(), Some("2022-23-Q1"));
        assert_eq!(of("2025-26 Plan Q2\n(July 25-Sept 25)").as_deref(), Some("2025-26-Q2"));
        assert_eq!(of("Sep 24\nActual").as_deref(), Some("2024-09"));
        assert_eq!(of("2023-24 estimated").as_deref(), Some("2023-24"));
        assert_eq!(of("2023-04-01").as_deref(), Some("2023-04"));
        assert_eq!(of("Rationale"), None);
    }
}
