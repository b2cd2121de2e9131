//! The texts that the reader accepts as money, years, periods and dates, as patterns and bounds.

use std::fmt::Write;

use serde_json::{Value, json};

/// Words before an amount in any case of letters, then the sign, the pound sign, digits and the unit.
///
/// The digits are as many as keep an amount below £1tn and no finer than a penny: fewer before the point and more
/// behind it the larger the unit.
fn money_pattern(signed: bool) -> String {
    let about: Vec<String> = ["approximately", "about", "around", "circa"].map(any_case).to_vec();
    let sign = if signed { r"(?:-£|\+?£[-+]?)" } else { r"\+?£\+?" };
    let units: Vec<String> = [("", 12, 2), ("k", 9, 5), ("m", 6, 8), ("bn", 3, 11)]
        .map(|(unit, digits, decimals)| format!(r"{}(?:\.[0-9]{{1,{decimals}}}0*)?{}", whole(digits), any_case(unit)))
        .to_vec();
    format!(r"^(?:(?:{}) \s*|[Cc]\.\s*)?{sign}(?:{})$", about.join("|"), units.join("|"))
}

/// Returns the pattern of up to `digits` digits, grouped by commas or not.
fn whole(digits: usize) -> String {
    let groups = digits / 3;
    let grouped = if groups > 1 { format!(r"|[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,{}}}", groups - 1) } else { String::new() };
    format!(r"(?:0*[0-9]{{1,{digits}}}{grouped})")
}

/// Returns the pattern of a word in any case of letters; patterns have no flags here.
fn any_case(word: &str) -> String {
    let mut pattern = String::new();
    for c in word.chars() {
        let _ = write!(pattern, "[{}{c}]", c.to_ascii_uppercase());
    }
    pattern
}

/// Returns the schema of an amount of money. Bare numbers are bounded as in a plan in pounds; the other units' bounds
/// are the reader's alone.
pub(super) fn money(signed: bool) -> Value {
    let mut schema = json!({
        "description": "Money: a number in the plan's unit, such as 1_200, or a string with its own unit, such as \"£1,200\", \"£36,682k\" or \"£8.6m\".",
        "type": ["number", "string"],
        "pattern": money_pattern(signed),
        "exclusiveMaximum": 1_000_000_000_000_i64,
    });
    if signed {
        schema["exclusiveMinimum"] = json!(-1_000_000_000_000_i64);
    } else {
        schema["minimum"] = json!(0);
    }
    schema
}

/// Returns the schema of a figure of a statement: a plain number, money in quotes, or a day.
pub(super) fn figure() -> Value {
    json!({
        "description": "A plain number, money in quotes, or a day: 1.5, 2017-09-11 or \"£8.6m\". A bare number is as precise as its last digit.",
        "type": ["number", "string"],
        "pattern": format!("{}|{}", money_pattern(true), day_pattern()),
    })
}

/// Returns the pattern of a day.
fn day_pattern() -> String {
    format!("^{MONTH}-(?:0[1-9]|[12][0-9]|3[01])$")
}

/// Returns the pattern of a year, such as `2017-18`: the second part is the year after.
fn year_pattern() -> String {
    let pairs: Vec<String> = (0..100).map(|n| format!("{n:02}-{:02}", (n + 1) % 100)).collect();
    format!("[0-9]{{2}}(?:{})", pairs.join("|"))
}

const MONTH: &str = "[0-9]{4}-(?:0[1-9]|1[0-2])";

/// Returns the pattern of the keys of values by year.
pub(super) fn year_key() -> String {
    format!("^{}$", year_pattern())
}

/// Returns the pattern of the keys of values by year, quarter or month.
pub(super) fn period_key() -> String {
    format!("^(?:{MONTH}|{}(?:-Q[1-4])?)$", year_pattern())
}

/// Returns the schema of a date: a day, a month, `unknown`, or a half-year; with `quarters` also a quarter.
pub(super) fn date(quarters: bool) -> Value {
    // `format` and a `type` in each form: some editors know a date of TOML by them.
    let text = |title: &str, pattern: String| json!({ "title": title, "type": "string", "pattern": pattern });
    let day = day_pattern();
    let mut forms = vec![
        json!({ "title": "a day, without quotes: 2017-09-11", "type": "string", "format": "date", "pattern": day }),
        text("a month, in quotes: \"2017-11\"", format!("^{MONTH}$")),
        json!({ "title": "it happened, the day is not known", "type": "string", "const": "unknown" }),
        text("a half-year, in quotes: \"2015-16-H2\"", format!("^{}-H[12]$", year_pattern())),
    ];
    if quarters {
        forms.push(text("a quarter, in quotes: \"2017-18-Q1\"", format!("^{}-Q[1-4]$", year_pattern())));
    }
    json!({ "description": "A day (2017-09-11, without quotes), a month (\"2017-11\") or \"unknown\".", "anyOf": forms })
}
