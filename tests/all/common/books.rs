//! Workbooks of plans and examples, each made and read once for all tests.

use std::sync::LazyLock;

use bcf::check::Checked;
use bcf::policy;
use bcf::workbook::{Book, ExportError, export, read};
use rayon::prelude::*;

use super::{Named, checked, examples, one_in, plans, today};

/// A plan that went into a workbook and was read back.
pub(crate) struct Sent {
    pub(crate) name: String,
    pub(crate) before: &'static Checked,
    pub(crate) bytes: Vec<u8>,
    pub(crate) book: Book,
}

/// Returns a share of the plans and of every third example, as far as they can be written into a workbook.
pub(crate) fn sent() -> &'static [Sent] {
    static SENT: LazyLock<Vec<Sent>> = LazyLock::new(|| {
        let texts = one_in(6, plans().into_iter().chain(examples().into_iter().step_by(3)));
        texts.into_par_iter().filter_map(there_and_back).collect()
    });
    &SENT
}

/// Returns the workbook of a plan.
pub(crate) fn exported(checked: &Checked) -> Result<Vec<u8>, ExportError> {
    let round = checked.round.as_deref().and_then(|id| policy::round(id).ok());
    export(checked, "0 errors", round, today())
}

fn there_and_back(Named { name, text }: Named) -> Option<Sent> {
    let before = checked(&text);
    let bytes = match exported(before) {
        Ok(bytes) => bytes,
        Err(ExportError::Unreadable(lost)) if !lost.is_empty() && !before.plan.complaints.is_empty() => return None,
        Err(error) => panic!("{name}: {error}"),
    };
    let book = read(&bytes).unwrap_or_else(|faults| panic!("{name}: {faults:#?}"));
    Some(Sent { name, before, bytes, book })
}
