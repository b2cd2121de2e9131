//! Exact money that knows how precisely it was written.
//!
//! Amounts are whole pence in an `i128`: the largest amount a plan may state is under £1tn (10¹⁴ pence), so a sum of
//! every figure of a 4 GiB file stays twelve orders of magnitude below the type's limit. Rates and products, which are
//! not whole pence, are [`Decimal`]s and every operation on them is checked.

use std::borrow::Cow;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::generate::Contract;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

/// An amount of money in pence, exact, of either sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
// Plans have many amounts, each beside something small: the sixteen bytes need no place divisible by sixteen.
#[repr(Rust, packed(4))]
pub struct Money(i128);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// One pound.
    pub const POUND: Self = Self(100);
    /// The amount no single figure of a plan may reach: £1tn.
    pub const LIMIT: Self = Self(100_000_000_000_000);

    /// Returns an amount of whole pence.
    pub const fn from_pence(pence: i128) -> Self {
        Self(pence)
    }

    /// Returns an amount of whole pounds.
    pub const fn from_pounds(pounds: i64) -> Self {
        Self(pounds as i128 * 100)
    }

    /// Returns the pence in it.
    pub const fn pence(self) -> i128 {
        self.0
    }

    /// Returns the size of it, without the sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// Returns half of it, rounded towards zero where a penny does not split.
    #[must_use]
    pub const fn half(self) -> Self {
        Self(self.0 / 2)
    }

    /// Returns the pounds as a decimal; nothing when a sum is beyond what a decimal holds.
    pub fn to_decimal(self) -> Option<Decimal> {
        Decimal::try_from_i128_with_scale(self.0, 2).ok()
    }

    /// Returns the nearest penny to a decimal of pounds, halves away from nothing.
    pub fn from_decimal(pounds: Decimal) -> Option<Self> {
        let pence = pounds.checked_mul(Decimal::ONE_HUNDRED)?;
        pence.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero).to_i128().map(Self)
    }

    /// Returns the amount times `factor`, to the nearest penny.
    pub fn times(self, factor: Decimal) -> Option<Self> {
        Self::from_decimal(self.to_decimal()?.checked_mul(factor)?)
    }

    /// Returns the amount rounded to a whole number of `unit`s, halves away from zero. A unit of zero changes nothing.
    #[must_use]
    pub const fn rounded_to(self, unit: Self) -> Self {
        if unit.0 <= 0 {
            return self;
        }
        let half = if self.0 < 0 { -(unit.0 / 2) } else { unit.0 / 2 };
        Self((self.0 + half) / unit.0 * unit.0)
    }

    /// Returns the amount as machines read it: pounds with two decimals, `-100000.00`.
    pub fn plain(self) -> String {
        Plain(self).to_string()
    }
}

/// An amount as machines read it.
struct Plain(Money);

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pence = self.0.pence();
        let sign = if pence < 0 { "-" } else { "" };
        // Nearly every amount fits, and 64 bits are divided faster.
        match u64::try_from(pence.unsigned_abs()) {
            Ok(pence) => write!(f, "{sign}{}.{:02}", pence / 100, pence % 100),
            Err(_) => write!(f, "{sign}{}.{:02}", pence.unsigned_abs() / 100, pence.unsigned_abs() % 100),
        }
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&Plain(*self))
    }
}

impl JsonSchema for Money {
    fn schema_name() -> Cow<'static, str> {
        "amount".into()
    }

    /// Returns the schema of an amount: data is written with the pound sign and in any unit; reports have pounds and
    /// pence.
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        match generator.contract() {
            Contract::Serialize => json_schema!({
                "type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$", "description": "Money in pounds, to the penny.",
            }),
            _ => json_schema!({ "type": "string", "pattern": "£", "examples": ["£1,490"] }),
        }
    }
}

impl fmt::Display for Money {
    /// Writes it as prose writes it: `£3,349,869`, with pence only when there are any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (pounds, pence) = (self.0.abs() / 100, self.0.abs() % 100);
        let sign = if self.0 < 0 { "-" } else { "" };
        let pounds = grouped(&pounds.to_string(), ',');
        f.pad(&if pence == 0 { format!("{sign}£{pounds}") } else { format!("{sign}£{pounds}.{pence:02}") })
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// The unit of a plan's bare amounts (`[plan] money`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// `pounds`
    #[default]
    Pounds,
    /// `thousands`
    Thousands,
    /// `millions`
    Millions,
}

impl Unit {
    /// Returns the amount of one unit.
    pub const fn size(self) -> Money {
        Money::from_pounds(match self {
            Self::Pounds => 1,
            Self::Thousands => 1_000,
            Self::Millions => 1_000_000,
        })
    }

    /// Returns how many decimals an amount to the penny has in it.
    pub const fn decimals(self) -> u32 {
        2 + self.power()
    }

    /// Returns the power of ten that makes pounds of it.
    const fn power(self) -> u32 {
        match self {
            Self::Pounds => 0,
            Self::Thousands => 3,
            Self::Millions => 6,
        }
    }
}

/// An amount with the precision it was written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The amount stated.
    pub pounds: Money,
    /// One unit of its last written digit, never under a penny.
    pub precision: Money,
    /// The largest distance of the true figure from it, in pounds: zero when it is precise to a pound or finer.
    pub slack: Money,
}

impl Amount {
    /// Returns an amount known to the penny.
    pub const fn exact(pounds: Money) -> Self {
        Self { pounds, precision: Money::from_pence(1), slack: Money::ZERO }
    }

    /// Returns the same amount, no more precise than `coarsest`. A nil stays exact.
    #[must_use]
    pub fn no_finer_than(self, coarsest: Money) -> Self {
        if coarsest <= self.precision || self.pounds == Money::ZERO {
            return self;
        }
        let slack = if coarsest > Money::POUND { coarsest.half() } else { Money::ZERO };
        Self { precision: coarsest, slack: self.slack.max(slack), ..self }
    }

    /// Returns whether two single figures of the same thing agree: the finer, rounded to the precision of the coarser,
    /// equals it. A figure that is only "about" right has twice the room.
    pub fn agrees(self, other: Self) -> bool {
        let room = self.precision.max(other.precision).half().max(self.slack).max(other.slack);
        (self.pounds - other.pounds).abs() <= room
    }
}

/// The reason a text is no amount of money. The words complete "is not an amount of money: …".
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Neither digits nor a known form.
    #[error("it is not a number of pounds")]
    Malformed,
    /// The commas are not between groups of three.
    #[error("its commas do not stand between groups of three digits")]
    Grouping,
    /// A string without a pound sign.
    #[error("an amount in quotes needs its £ sign")]
    NoPoundSign,
    /// An exponent, as spreadsheets export.
    #[error("it is written with an exponent")]
    Exponent,
    /// Neither a number nor infinity.
    #[error("it is not a number")]
    NotANumber,
    /// Words for the unit.
    #[error("the unit is written out")]
    Words,
    /// Finer than a penny.
    #[error("it is finer than a penny")]
    TooFine,
    /// £1tn or more.
    #[error("it is £1tn or more")]
    TooLarge,
    /// Below nothing where the field may not be.
    #[error("it is negative")]
    Negative,
}

/// Reads a bare TOML number in `unit`, from its source text.
///
/// # Errors
/// When it is no decimal number, has an exponent, is finer than a penny or is £1tn or more.
pub fn parse_number(text: &str, unit: Unit) -> Result<Amount, MoneyError> {
    let (negative, digits) = sign(text);
    // Nearly every number is one, and why another is not is asked afterwards.
    scaled(digits, b'_', unit.power(), negative).map_err(|why| {
        if digits.ends_with("nan") || digits.ends_with("inf") {
            MoneyError::NotANumber
        } else if !digits.starts_with("0x") && digits.contains(['e', 'E']) {
            MoneyError::Exponent
        } else {
            why
        }
    })
}

/// Reads an amount that carries its own unit: `£3,349,869`, `£36,682k`, `about £8.6m`, `-£12.50`.
///
/// # Errors
/// When it is anything else; nothing is guessed.
pub fn parse_text(text: &str) -> Result<Amount, MoneyError> {
    let (about, text) = strip_about(text);
    let (negative, rest) = sign(text);
    let Some(rest) = rest.strip_prefix('£') else {
        return Err(if rest.starts_with(|c: char| c.is_ascii_digit()) {
            MoneyError::NoPoundSign
        } else {
            MoneyError::Malformed
        });
    };
    let (negative, rest) = if negative { (true, rest) } else { sign(rest) };
    let number_end = rest.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(rest.len());
    let (number, suffix) = rest.split_at(number_end);
    let power = match suffix.to_ascii_lowercase().as_str() {
        "" => 0,
        "k" => 3,
        "m" => 6,
        "bn" => 9,
        other if other.trim_start().starts_with(['t', 'm', 'b']) => return Err(MoneyError::Words),
        other if other.starts_with('e') => return Err(MoneyError::Exponent),
        _ => return Err(MoneyError::Malformed),
    };
    let whole = number.split_once('.').map_or(number, |(whole, _)| whole);
    if whole.contains(',') && !well_grouped(whole) || number.split_once('.').is_some_and(|(_, f)| f.contains(',')) {
        return Err(MoneyError::Grouping);
    }
    let amount = scaled(number, b',', power, negative)?;
    Ok(if about { Amount { slack: amount.slack + amount.slack, ..amount } } else { amount })
}

/// The words that may precede an amount and double its slack.
const ABOUT: [&str; 5] = ["approximately", "about", "around", "circa", "c."];

fn strip_about(text: &str) -> (bool, &str) {
    for word in ABOUT {
        if let Some((head, rest)) = text.split_at_checked(word.len())
            && head.eq_ignore_ascii_case(word)
            && (word == "c." || rest.starts_with(' '))
        {
            return (true, rest.trim_start());
        }
    }
    (false, text)
}

fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn well_grouped(whole: &str) -> bool {
    whole
        .split(',')
        .enumerate()
        .all(|(n, group)| if n == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 })
}

/// Returns the amount of `digits × 10^power` pounds, where `separator` bytes between digits are ignored.
fn scaled(digits: &str, separator: u8, power: u32, negative: bool) -> Result<Amount, MoneyError> {
    let mut value: i128 = 0;
    let mut decimals: Option<u32> = None;
    let mut last_was_digit = false;
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => {
                value = value
                    .checked_mul(10)
                    .and_then(|v| v.checked_add(i128::from(byte - b'0')))
                    .ok_or(MoneyError::TooLarge)?;
                decimals = decimals.map(|d| d + 1);
            }
            b'.' if decimals.is_none() && last_was_digit => decimals = Some(0),
            _ if byte == separator && last_was_digit => {}
            _ => return Err(MoneyError::Malformed),
        }
        last_was_digit = byte.is_ascii_digit();
    }
    if !last_was_digit {
        return Err(MoneyError::Malformed);
    }
    let pounds = in_pence(value, power + 2, decimals.unwrap_or(0))?;
    if pounds >= Money::LIMIT {
        return Err(MoneyError::TooLarge);
    }
    let precision = in_pence(1, power + 2, decimals.unwrap_or(0)).unwrap_or(Money::from_pence(1));
    let nil = pounds == Money::ZERO && power <= 3;
    let slack = if nil || precision <= Money::POUND { Money::ZERO } else { precision.half() };
    Ok(Amount { pounds: if negative { -pounds } else { pounds }, precision, slack })
}

/// Returns `value × 10^(power − decimals)` pence.
fn in_pence(value: i128, power: u32, decimals: u32) -> Result<Money, MoneyError> {
    if let Some(up) = power.checked_sub(decimals) {
        let factor = 10_i128.checked_pow(up).ok_or(MoneyError::TooLarge)?;
        return value.checked_mul(factor).map(Money).ok_or(MoneyError::TooLarge);
    }
    if value == 0 {
        return Ok(Money::ZERO);
    }
    match 10_i128.checked_pow(decimals - power) {
        Some(factor) if value % factor == 0 => Ok(Money(value / factor)),
        _ => Err(MoneyError::TooFine),
    }
}

/// Returns digits in groups of three, from the right, with `separator` between the groups.
pub fn grouped(digits: &str, separator: char) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// Returns a number as prose writes it: `136,385`, `-3.1`.
pub fn in_prose(number: Decimal) -> String {
    separated(number, ',')
}

/// Returns a number as plan text, with underscores where `like` (the source text of the figure it replaces) has them.
pub fn rewrite_number(number: Decimal, like: &str) -> String {
    if like.contains('_') { separated(number, '_') } else { number.to_string() }
}

fn separated(number: Decimal, separator: char) -> String {
    let text = number.abs().to_string();
    // There is nothing to separate.
    if text.len() <= 3 && !number.is_sign_negative() {
        return text;
    }
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let sign = if number.is_sign_negative() && !number.is_zero() { "-" } else { "" };
    format!("{sign}{}{rest}", grouped(whole, separator))
}

/// Returns `amount` as plan text in the manner of `like` (the source text of the figure it replaces): a quoted amount
/// stays quoted and in its unit while that can hold it, a bare number stays bare in the plan's unit.
pub fn rewrite(amount: Money, like: &str, unit: Unit) -> String {
    if let Some(inner) = like.strip_prefix(['"', '\'']) {
        let inner = inner.trim_end_matches(['"', '\'']).to_ascii_lowercase();
        let suffixes = [("bn", 9), ("k", 3), ("m", 6)];
        let (suffix, power) = suffixes.into_iter().find(|(suffix, _)| inner.ends_with(suffix)).unwrap_or(("", 0));
        return format!(
            "\"{}£{}{suffix}\"",
            if amount.pence() < 0 { "-" } else { "" },
            in_units(amount, power, Some(','))
        );
    }
    let separator = (like.contains('_') || amount.abs() >= Money::from_pounds(10_000)).then_some('_');
    format!("{}{}", if amount.pence() < 0 { "-" } else { "" }, in_units(amount, unit.power(), separator))
}

/// Returns the size of `amount` in units of 10^power pounds, with just the decimals it needs.
fn in_units(amount: Money, power: u32, separator: Option<char>) -> String {
    let unit = 10_i128.pow(power + 2);
    let (whole, rest) = (amount.pence().abs() / unit, amount.pence().abs() % unit);
    let whole = separator.map_or_else(|| whole.to_string(), |s| grouped(&whole.to_string(), s));
    if rest == 0 {
        return whole;
    }
    let decimals = format!("{rest:0width$}", width = power as usize + 2);
    let decimals = decimals.trim_end_matches('0');
    if power == 0 { format!("{whole}.{decimals:0<2}") } else { format!("{whole}.{decimals}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(t: &str) -> (i128, i128) {
        let amount = parse_text(t).unwrap_or_else(|e| panic!("{t}: {e}"));
        (amount.pounds.pence(), amount.slack.pence())
    }

    #[test]
    fn a_string_carries_its_own_unit_and_precision() {
        assert_eq!(text("£3,349,869"), (334_986_900, 0));
        assert_eq!(text("£36,682k"), (3_668_200_000, 50_000));
        assert_eq!(text("£8.6m"), (860_000_000, 5_000_000));
        assert_eq!(text("£3.8BN"), (380_000_000_000, 5_000_000_000));
        assert_eq!(text("£12.50"), (1_250, 0));
        assert_eq!(text("about £22m"), (2_200_000_000, 100_000_000));
        assert_eq!(text("c.£22M"), (2_200_000_000, 100_000_000));
        assert_eq!(text("-£5"), (-500, 0));
        assert_eq!(text("£0k"), (0, 0));
        assert_eq!(text("£0m"), (0, 50_000_000));
    }

    #[test]
    fn what_is_not_exactly_an_amount_is_refused() {
        for (wrong, why) in [
            ("£2,000,00", MoneyError::Grouping),
            ("£1234,567", MoneyError::Grouping),
            ("£8.6 million", MoneyError::Words),
            ("8.6m", MoneyError::NoPoundSign),
            ("£1e3", MoneyError::Exponent),
            ("£1.234", MoneyError::TooFine),
            ("£1,000bn", MoneyError::TooLarge),
            ("£", MoneyError::Malformed),
            ("£1.", MoneyError::Malformed),
            ("£.5m", MoneyError::Malformed),
            ("£12£13", MoneyError::Malformed),
            ("TBC", MoneyError::Malformed),
            ("today £22m", MoneyError::Malformed),
            ("about£22m", MoneyError::Malformed),
            ("£1.2.3m", MoneyError::Malformed),
        ] {
            assert_eq!(parse_text(wrong), Err(why), "{wrong}");
        }
        assert_eq!(parse_number("1e3", Unit::Pounds), Err(MoneyError::Exponent));
        assert_eq!(parse_number("nan", Unit::Pounds), Err(MoneyError::NotANumber));
        assert_eq!(parse_number("0.001", Unit::Pounds), Err(MoneyError::TooFine));
        assert_eq!(parse_number("170141183460469231731687303715884105727", Unit::Millions), Err(MoneyError::TooLarge));
        assert_eq!(parse_number("999_999_999_999.99", Unit::Pounds).unwrap().pounds.pence(), 99_999_999_999_999);
    }

    #[test]
    fn a_bare_number_is_as_precise_as_its_last_digit_in_the_unit() {
        let thousand = parse_number("36_682", Unit::Thousands).unwrap();
        assert_eq!((thousand.pounds.plain(), thousand.slack.plain()), ("36682000.00".into(), "500.00".into()));
        assert_eq!(parse_number("15.838", Unit::Thousands).unwrap().slack, Money::ZERO);
        assert_eq!(parse_number("22", Unit::Millions).unwrap().precision, Money::from_pounds(1_000_000));
        assert_eq!(parse_number("0", Unit::Thousands).unwrap().slack, Money::ZERO);
    }

    #[test]
    fn single_figures_agree_when_the_finer_rounds_to_the_coarser() {
        let thousands = |t| parse_number(t, Unit::Thousands).unwrap();
        assert!(!thousands("19_999").agrees(thousands("20_000")));
        assert!(thousands("20_000").agrees(parse_text("£20m").unwrap()));
        assert!(thousands("19_600").agrees(parse_text("£20m").unwrap()));
        assert!(!thousands("19_400").agrees(parse_text("£20m").unwrap()));
        assert!(!parse_text("£1").unwrap().agrees(parse_text("£2").unwrap()));
        assert!(parse_text("£12.49").unwrap().agrees(parse_text("£12").unwrap()));
        assert!(thousands("21_100").agrees(parse_text("about £22m").unwrap()));
    }

    #[test]
    fn a_rewritten_amount_keeps_its_manner() {
        let pounds = Money::from_pounds;
        assert_eq!(rewrite(pounds(599_481), "\"£499,481\"", Unit::Pounds), "\"£599,481\"");
        assert_eq!(rewrite(pounds(599_481), "499_481", Unit::Pounds), "599_481");
        assert_eq!(rewrite(pounds(20_000_500), "19_999", Unit::Thousands), "20_000.5");
        assert_eq!(rewrite(pounds(8_650_000), "\"£8.6m\"", Unit::Thousands), "\"£8.65m\"");
        assert_eq!(rewrite(Money::from_pence(1_250), "5", Unit::Pounds), "12.50");
    }
}
