//! `bcf lsp` where the program was built without it.

use super::args::LspArgs;
use super::fault::Fault;

/// Returns why no editor is served.
pub(super) fn refused(asked: &LspArgs) -> Fault {
    let day = asked.today.map(|day| format!(" as on {}", day.prose())).unwrap_or_default();
    Fault::new(format!("this bcf was built without a language server and cannot check{day} what stands in an editor"))
        .help("use a bcf that was built with its default features")
}
