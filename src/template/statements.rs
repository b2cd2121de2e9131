//! The ties of a narrative as `[[statements]]` of its plan, so that a check goes on testing them.

use std::collections::BTreeSet;

use super::page::{amount, in_words, number};
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

/// Returns a value as a plan of any unit writes it, as precise as the narrative has it.
fn value(figure: &Figure) -> Option<String> {
    match figure.unit {
        Measured::Money => Some(quoted(&in_words(amount(figure)?))),
        Measured::Percent | Measured::Number => Some(number(figure)),
        Measured::Date => None,
    }
}
