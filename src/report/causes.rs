//! The words about the likely causes of findings.

use crate::finding::LikelyCause;
use crate::text::words::count;

/// Returns what heads a cause: of mends that are as likely as each other none is called the cause.
pub(crate) fn head(cause: &LikelyCause) -> &'static str {
    match cause.mends.len() {
        1 => "likely cause",
        _ => "one mistake",
    }
}

/// Returns how much a cause explains: `the 7 findings below`.
pub(crate) fn answers(cause: &LikelyCause) -> String {
    match cause.explains.len() {
        1 => "the finding below".to_owned(),
        many => format!("the {} below", count(many, "finding", "findings")),
    }
}

/// Returns what says that there are more edits of a cause than are shown; nothing where there are not.
pub(super) fn more(cause: &LikelyCause) -> Option<String> {
    Some(cause.hidden())
        .filter(|hidden| *hidden > 0)
        .map(|hidden| format!("in {}", count(hidden, "more place", "more places")))
}

/// The sentence under the findings where not every mend was tried.
pub(super) const CUT: &str = "Not every possible mend was tried: put right what is sure, then check again.";
