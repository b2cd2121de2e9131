//! The ties of a narrative as `[[statements]]` of its plan, so that a check goes on testing them.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::money::{self, Money};
use crate::narrative::{Figure, Measured, Status, Tie};
use crate::write::quoted;

/// Returns an entry for each figure that is tied to one of the plan or differs from it.
pub fn statements(tie: &Tie) -> String {
    let (mut out, mut written) = (String::new(), BTreeSet::new());
    for figure in tie.figures.iter().filter(|figure| matches!(figure.status, Status::Agrees | Status::Differs)) {
        let (Some(of), Some(value)) = (&figure.of, value(figure)) else { continue };
        let keys = [
            ("where", quoted(&place(figure))),
            ("says", quoted("restates")),
            ("text", quoted(&figure.text)),
            ("of", quoted(&of.path)),
            ("value", value),
        ];
        let entry =
            keys.iter().fold("[[statements]]\n".to_owned(), |entry, (key, value)| entry + key + " = " + value + "\n");
        // What a section says twice is one statement.
        if written.insert(entry.clone()) {
            out.push_str(&entry);
            out.push('\n');
        }
    }
    out
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
        Measured::Money => Some(quoted(&amount(figure)?)),
        Measured::Percent | Measured::Number => Some(figure.value.to_string()),
        Measured::Date => None,
    }
}

fn amount(figure: &Figure) -> Option<String> {
    let text: String = figure.text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_own = |amount: &money::Amount| {
        amount.pounds.to_decimal().map(|own| own.normalize()) == Some(figure.value.normalize())
    };
    if money::parse_text(&text).is_ok_and(|amount| is_own(&amount)) {
        return Some(text);
    }
    // An amount whose header says thousands or millions is no more precise than they are.
    for (size, suffix) in [(1_000_000, "m"), (1_000, "k")] {
        let units = figure.value.checked_div(Decimal::from(size))?.normalize();
        let digits = figure.text.chars().filter(char::is_ascii_digit).count();
        let written = units.to_string();
        if written.chars().filter(char::is_ascii_digit).count() == digits && !text.ends_with(suffix) {
            return Some(format!("£{}{suffix}", money::in_prose(units)));
        }
    }
    Money::from_decimal(figure.value).map(|amount| amount.to_string())
}
