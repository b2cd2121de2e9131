//! The words of a note.

use super::marks::Mark;
use crate::text::escape::shown;

/// The most findings that the note of one cell tells of.
const MOST: usize = 12;
/// The most characters of one part of a finding: no note is longer than a cell.
const LONGEST: usize = 600;

/// A stretch of a note's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) bold: bool,
    pub(super) text: String,
}

/// Returns the text of a note with all findings of a cell, which come most severe first. `sheet` has them all.
pub(super) fn note(marks: &[&Mark], sheet: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    for (n, mark) in marks.iter().take(MOST).enumerate() {
        let gap = if n > 0 { "\n\n" } else { "" };
        runs.push(Run { bold: true, text: format!("{gap}{}: ", mark.word()) });
        let mut text = clipped(&mark.message);
        let fields =
            [("what to do: ", &mark.help), ("edit: ", &mark.edit), ("clause: ", &mark.clause), ("rule: ", &mark.rule)];
        for (before, part) in fields {
            if !part.is_empty() {
                text.extend(["\n", before, &clipped(part)]);
            }
        }
        runs.push(Run { bold: false, text });
    }
    let more = marks.len().saturating_sub(MOST);
    if more > 0 {
        let text = format!("\n\nand {more} more at this cell: see the sheet `{}`", shown(sheet));
        runs.push(Run { bold: false, text });
    }
    runs
}

/// Returns a text as it may be shown, cut where it is too long for a note.
fn clipped(text: &str) -> String {
    let text = shown(text);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    }
}
