//! The value that somebody meant who wrote it as people do and not as a plan has it: a day the English way round, a year
//! with a slash, an amount in words.

use super::syntax::{FOOTNOTES, Kind, scalar};
use crate::money::{self, Money, MoneyError, Unit};
use crate::period::{Date, Month, Year};

/// A way to write a value so that it can be read.
pub(super) struct Mend {
    /// The next action.
    pub(super) help: String,
    /// The text to put there, where it can be no other.
    pub(super) with: Option<String>,
}

/// The longest text that may be meant for a figure or a date, in bytes.
const LONGEST: usize = 60;

/// Returns a text that is short enough to be meant for a figure or a date, without the blanks around it.
fn short(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty() && text.len() <= LONGEST)
}

/// Returns the first of some texts as what to write, and all of them as what it may have been.
pub(super) fn one_of(texts: &[String]) -> Option<Mend> {
    let quoted: Vec<String> = texts.iter().map(|text| format!("`{text}`")).collect();
    let with = if let [only] = texts { Some(only.clone()) } else { None };
    (!texts.is_empty()).then(|| Mend { help: format!("did you mean {}?", quoted.join(" or ")), with })
}

/// Reads a day or a month as people write it: `30/06/2025`, `30 June 2025`, `June 2025`, a day that needs no quotes.
pub(super) fn date(text: &str) -> Option<Mend> {
    let text = short(text)?;
    if let Some(day) = day(text) {
        return Some(Mend { help: format!("write {day}, year first and without quotes"), with: Some(day.to_string()) });
    }
    let month = format!("\"{}\"", month(text)?);
    Some(Mend { help: format!("write {month}, year first"), with: Some(month) })
}

/// Returns the words and numbers of a text.
fn parts(text: &str) -> Vec<&str> {
    text.split(['/', '.', '-', '–', ' ', ',']).filter(|part| !part.is_empty()).collect()
}

fn is_year(part: &str) -> bool {
    part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit())
}

fn day(text: &str) -> Option<Date> {
    let [first, second, third] = parts(text)[..] else { return None };
    let (year, day) = if is_year(first) { (first, third) } else { (third, first) };
    let day = ["st", "nd", "rd", "th"].iter().find_map(|ending| day.strip_suffix(ending)).unwrap_or(day);
    let day: u8 = day.parse().ok()?;
    Date::parse(&format!("{:04}-{:02}-{day:02}", full_year(year)?, month_number(second)?))
}

fn month(text: &str) -> Option<Month> {
    let [first, second] = parts(text)[..] else { return None };
    let (year, month) = if is_year(first) { (first, second) } else { (second, first) };
    Month::parse(&format!("{:04}-{:02}", full_year(year)?, month_number(month)?))
}

/// Returns a year of four digits, or of two of this century.
fn full_year(text: &str) -> Option<u16> {
    let digits: u16 = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()?;
    match text.len() {
        4 => Some(digits),
        2 => Some(2000 + digits),
        _ => None,
    }
}

/// Returns a month by its number, its name or at least three letters of it.
fn month_number(text: &str) -> Option<u8> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    Month::called(text)
}

/// Returns the year a text is, or those that it becomes by changing over two digits that stand together, as `2107-18` becomes 2017-18.
fn changed_over(text: &str) -> Vec<Year> {
    if let Some(year) = Year::parse(text) {
        return vec![year];
    }
    let letters: Vec<char> = text.chars().collect();
    let changed = (1..letters.len()).filter_map(|n| {
        let mut letters = letters.clone();
        letters.swap(n - 1, n);
        // Nobody plans for the first centuries.
        letters.first().filter(|first| **first != '0')?;
        Year::parse(&letters.into_iter().collect::<String>())
    });
    changed.collect()
}

/// Returns the financial years that a text may be meant for: `2023/24`, `2023-2024` and `FY23-24` for one, `2021-21` and
/// `2021` for the one that begins and the one that ends with it.
pub(super) fn years(text: &str) -> Vec<Year> {
    let Some(text) = short(text) else { return Vec::new() };
    let changed = changed_over(text);
    if !changed.is_empty() {
        return changed;
    }
    let text = text.trim_start_matches(['F', 'f', 'Y', 'y', ' ']);
    let numbers: Vec<&str> = text.split(['/', '-', '–', '—', ' ']).filter(|part| !part.is_empty()).collect();
    let years = |first: &str, last: Option<&str>| -> Option<Vec<u16>> {
        let first = full_year(first)?;
        let Some(last) = last else { return Some(vec![first, first.checked_sub(1)?]) };
        let digits: u16 = last.bytes().all(|byte| byte.is_ascii_digit()).then(|| last.parse().ok()).flatten()?;
        let last = match last.len() {
            1 => first / 10 * 10 + digits,
            2 => first / 100 * 100 + digits,
            4 => digits,
            _ => return None,
        };
        // A year ends in the century after now and then: 1999-00.
        let last = if last + 50 < first { last + 100 } else { last };
        Some(if last == first + 1 { vec![first] } else { vec![first, last.checked_sub(1)?] })
    };
    let starts = match numbers[..] {
        [first] => years(first, None),
        [first, last] => years(first, Some(last)),
        _ => None,
    };
    starts
        .unwrap_or_default()
        .into_iter()
        .map(Year::starting)
        .filter(|year| Year::parse(&year.to_string()).is_some())
        .collect()
}

/// Returns the years, quarters or months that a text may be meant for, as a plan writes them.
pub(super) fn periods(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    for quarter in 1..=4 {
        let name = format!("q{quarter}");
        if lower.starts_with(&name) || lower.ends_with(&name) {
            let rest = lower.replacen(&name, "", 1);
            return years(rest.trim_matches([' ', '-', '/', ',']))
                .iter()
                .map(|year| format!("{year}-Q{quarter}"))
                .collect();
        }
    }
    match short(text).and_then(month) {
        Some(month) => vec![month.to_string()],
        None => years(text).iter().map(ToString::to_string).collect(),
    }
}

/// Returns whether a text says that there is no figure.
fn is_nothing(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "-" | "--" | "–" | "—" | "nil" | "none" | "nothing" | "zero")
}

fn no_figure(of: &str) -> Mend {
    Mend { help: format!("write 0 for nothing, or leave the key out until {of} is known"), with: None }
}

/// Reads a number that stands in quotes: `"95.9%"`, `"0,62"`, `"1,234"`, `"93.4"`.
pub(super) fn number(text: &str) -> Option<Mend> {
    let text = short(text)?;
    if is_nothing(text) {
        return Some(no_figure("it"));
    }
    let figure = text.trim_end_matches(FOOTNOTES).trim_end();
    let bare = figure.strip_suffix('%').map_or(figure, str::trim_end);
    let written = plain(bare)?;
    let help = if bare.len() < figure.len() {
        format!("leave the % off: write {written}, without quotes")
    } else if figure.len() < text.len() {
        format!("leave the footnote's mark off: write {written}, without quotes")
    } else {
        format!("write {written}, without quotes")
    };
    Some(Mend { help, with: Some(written) })
}

/// Returns a number as a plan writes it: with a point before its decimals, and `_` between thousands if anything.
fn plain(text: &str) -> Option<String> {
    let (sign, figure) = text.strip_prefix(['-', '−']).map_or(("", text), |figure| ("-", figure));
    let written = match figure.split_once(',') {
        // The comma of the continent, where it can be no other.
        Some((whole, rest)) if !figure.contains('.') && !rest.contains(',') && (whole == "0" || rest.len() < 3) => {
            format!("{whole}.{rest}")
        }
        Some(_) if is_grouped(figure) => figure.replace(',', "_"),
        Some(_) => return None,
        None => figure.to_owned(),
    };
    let is_plain = written.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_'));
    (is_plain && matches!(scalar(&written), Some(Kind::Integer | Kind::Float))).then(|| format!("{sign}{written}"))
}

/// Returns whether commas stand between groups of three digits, as far as there are any.
fn is_grouped(figure: &str) -> bool {
    let whole = figure.split_once('.').map_or(figure, |(whole, _)| whole);
    let mut groups = whole.split(',');
    groups.next().is_some_and(|first| (1..=3).contains(&first.len())) && groups.all(|group| group.len() == 3)
}

/// Reads an amount of money that cannot be read for this reason. `signed` says that it may be below nothing.
pub(super) fn money(text: &str, why: MoneyError, signed: bool, unit: Unit) -> Option<Mend> {
    let text = short(text)?;
    if is_nothing(text) {
        return Some(no_figure("the figure"));
    }
    if why == MoneyError::Grouping {
        return grouping(text);
    }
    let unmarked = text.trim_end_matches(FOOTNOTES).trim_end();
    let bracketed = unmarked.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let figure = bracketed.unwrap_or(unmarked).trim();
    let (minus, figure) =
        figure.strip_prefix(['-', '−']).map_or((bracketed.is_some(), figure), |figure| (true, figure));
    let pounds = figure.trim_start().strip_prefix('£');
    let figure = pounds.unwrap_or(figure).trim_start();
    let end = figure.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.'))).unwrap_or(figure.len());
    let (number, words) = figure.split_at(end);
    let suffix = match words.trim().trim_end_matches('.').to_lowercase().as_str() {
        "" => "",
        "k" | "thousand" | "thousands" => "k",
        "m" | "mn" | "million" | "millions" => "m",
        "bn" | "b" | "billion" | "billions" => "bn",
        _ => return None,
    };
    let sign = if minus { "-" } else { "" };
    // Without a unit of its own a figure is in the plan's.
    let in_the_plans = pounds.is_none() && suffix.is_empty() && unit != Unit::Pounds;
    let written = if in_the_plans { plain(number)? } else { format!("\"{sign}£{number}{suffix}\"") };
    let written = if in_the_plans { format!("{sign}{written}") } else { written };
    let amount = money::parse_text(written.trim_matches('"')).or_else(|_| money::parse_number(&written, unit)).ok()?;
    let mark = if unmarked.len() < text.len() { "leave the footnote's mark off: " } else { "" };
    let brackets = if bracketed.is_some() { "brackets are for amounts below nothing: " } else { "" };
    if amount.pounds < Money::ZERO && !signed {
        let help = format!("{mark}{brackets}it would be {written}, but an amount here is nil or more; {CORRECTION}");
        return Some(Mend { help, with: None });
    }
    let whose = if in_the_plans { ", in the plan's unit" } else { "" };
    Some(Mend { help: format!("{mark}{brackets}write {written}{whose}"), with: Some(written) })
}

/// The place for an amount below nothing.
pub(super) const CORRECTION: &str = "a correction of the pool is a source of kind `adjustment`";

/// Returns what digits that are not grouped in threes can be: all of them, or all and one that is missing.
fn grouping(text: &str) -> Option<Mend> {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    let last = whole.rsplit(',').next()?.chars().filter(char::is_ascii_digit).count();
    let all = money::grouped(&digits, ',');
    let help = if last < 3 {
        let missing = "0".repeat(3 - last);
        let longer = money::grouped(&format!("{digits}{missing}"), ',');
        let how_many = if last == 2 { "a digit is" } else { "digits are" };
        format!("check the digits: £{all} if a comma is too much, about £{longer} if {how_many} missing at the end")
    } else {
        format!("check the digits: is it £{all}?")
    };
    Some(Mend { help, with: None })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn days_and_months_are_read_as_people_write_them() {
        for (text, meant) in [
            ("30/06/2025", "2025-06-30"),
            ("1.4.25", "2025-04-01"),
            ("26th March 2025", "2025-03-26"),
            ("2025/06/30", "2025-06-30"),
            ("2025-06-30", "2025-06-30"),
            ("Sept 2025", "\"2025-09\""),
            ("06/2025", "\"2025-06\""),
            ("2025 June", "\"2025-06\""),
        ] {
            assert_eq!(date(text).and_then(|mend| mend.with).as_deref(), Some(meant), "{text}");
        }
        for text in ["31/06/2025", "13/2025", "soon", "", "2025-26", "0/0/0", "the 1st of May"] {
            assert!(date(text).is_none(), "{text}");
        }
    }

    #[test]
    fn years_are_read_as_people_write_them_and_one_that_may_be_either_is_both() {
        let meant = |text: &str| periods(text).join(" ");
        for (text, years) in [
            ("2023/24", "2023-24"),
            ("2023-2024", "2023-24"),
            ("FY23-24", "2023-24"),
            ("1999/00", "1999-00"),
            ("2107-18", "2017-18"),
            ("2017-81", "2017-18"),
            ("2021-21", "2021-22 2020-21"),
            ("2017-19", "2017-18 2018-19"),
            ("2025", "2025-26 2024-25"),
            ("Q1 2025/26", "2025-26-Q1"),
            ("2025-26 q4", "2025-26-Q4"),
            ("April 2025", "2025-04"),
            ("total", ""),
        ] {
            assert_eq!(meant(text), years, "{text}");
        }
    }

    #[test]
    fn figures_in_quotes_are_read_as_people_write_them() {
        let with = |text| number(text).and_then(|mend| mend.with).unwrap_or_default();
        let pairs = [
            ("95.9%", "95.9"),
            ("0,62", "0.62"),
            ("0,625", "0.625"),
            ("1,234", "1_234"),
            ("-3.5 %", "-3.5"),
            ("2,343*", "2_343"),
            ("12,5", "12.5"),
        ];
        for (text, meant) in pairs {
            assert_eq!(with(text), meant, "{text}");
        }
        for text in ["1,23,456", "nil", "-", "1e3", "5.", "twelve", "12 345"] {
            assert_eq!(with(text), "", "{text}");
        }
    }

    #[test]
    fn amounts_keep_their_unit_and_their_sign() {
        let meant = |text: &str, signed, unit| {
            let why = money::parse_text(text).expect_err(text);
            super::money(text, why, signed, unit).expect(text)
        };
        for (text, unit, with) in [
            ("374 million", Unit::Pounds, "\"£374m\""),
            ("£8.6 bn", Unit::Pounds, "\"£8.6bn\""),
            ("1,250,000", Unit::Pounds, "\"£1,250,000\""),
            // In quotes and without a unit it is as much as it would be without quotes.
            ("1,250", Unit::Thousands, "1_250"),
            ("£2,343*", Unit::Thousands, "\"£2,343\""),
        ] {
            assert_eq!(meant(text, false, unit).with.as_deref(), Some(with), "{text}");
        }
        let negative = meant("(1,200)", false, Unit::Pounds);
        assert!(negative.with.is_none() && negative.help.contains("\"-£1,200\"") && negative.help.contains(CORRECTION));
        assert_eq!(meant("(1,200)", true, Unit::Pounds).with.as_deref(), Some("\"-£1,200\""));
        let both = meant("£2,343,87", false, Unit::Pounds);
        assert!(
            both.with.is_none() && both.help.contains("£234,387") && both.help.contains("£2,343,870"),
            "{}",
            both.help
        );
    }

    proptest! {
        /// The text that is offered for a value which cannot be read can be.
        #[test]
        fn what_is_meant_reads(text in "[0-9£(),.%* /kmQ-]{0,14}|[0-9]{1,2}[/. -](Jan|0?[0-9])[/. -][0-9]{2,4}", signed: bool) {
            let with = |mend: Option<Mend>| mend.and_then(|mend| mend.with);
            if let Some(value) = with(date(&text)) {
                let is_month = value.strip_prefix('"').and_then(|rest| Month::parse(rest.strip_suffix('"')?)).is_some();
                prop_assert!(is_month || Date::parse(&value).is_some(), "{text} -> {value}");
            }
            if let Some(value) = with(number(&text)) {
                let digits = value.replace('_', "");
                prop_assert!(rust_decimal::Decimal::from_str_exact(&digits).is_ok(), "{text} -> {value}");
            }
            if let Err(why) = money::parse_text(&text)
                && let Some(value) = with(super::money(&text, why, signed, Unit::Pounds))
            {
                prop_assert!(money::parse_text(value.trim_matches('"')).is_ok(), "{text} -> {value}");
            }
            for period in periods(&text) {
                prop_assert!(crate::period::Period::parse(&period).is_some(), "{text} -> {period}");
            }
        }
    }
}
