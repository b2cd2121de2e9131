//! The ties of a narrative as `[[statements]]` of its plan, so that `bcf check` goes on testing them.

use std::io::{self, Write};

use super::{Told, is_tied};
use crate::narrative::{Figure, Measured};

/// Writes an entry for each figure that is tied to one of the plan or differs from it.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(told: &Told<'_>, out: &mut dyn Write) -> io::Result<()> {
    for figure in told.tie.figures.iter().filter(|figure| is_tied(figure)) {
        let Some(of) = &figure.of else { continue };
        let Some(value) = value(figure) else { continue };
        writeln!(out, "[[statements]]")?;
        writeln!(out, "where = {}", quoted(&place(figure)))?;
        writeln!(out, "says = \"restates\"")?;
        writeln!(out, "text = {}", quoted(&figure.text))?;
        writeln!(out, "of = {}", quoted(&of.path))?;
        writeln!(out, "value = {value}\n")?;
    }
    Ok(())
}

fn place(figure: &Figure) -> String {
    match figure.at.section.as_str() {
        "" => "before the first section".to_owned(),
        section => format!("section {section}"),
    }
}

/// Returns a value as a plan writes it: money in quotes, as precise as the narrative has it.
fn value(figure: &Figure) -> Option<String> {
    match figure.unit {
        Measured::Money => {
            let text: String = figure.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let own = crate::money::parse_text(&text).ok().filter(|own| own.pounds.to_decimal() == Some(figure.value));
            let plain = || crate::money::Money::from_decimal(figure.value).map(|amount| quoted(&amount.to_string()));
            // An amount in thousands is no more precise than they are.
            let thousands = || {
                let thousand = rust_decimal::Decimal::from(1000);
                let whole = figure.value.checked_div(thousand).filter(|units| units.fract().is_zero())?;
                Some(quoted(&format!("£{}k", crate::money::in_prose(whole.normalize()))))
            };
            if own.is_some() { Some(quoted(&text)) } else { thousands().or_else(plain) }
        }
        Measured::Percent | Measured::Number => Some(figure.value.to_string()),
        Measured::Date => None,
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
