//! `bcf docs book` where the program was built without it.

use std::path::Path;

use super::fault::Fault;
use super::repository;

/// Returns why no book is written.
pub(super) fn refused(folder: &Path) -> Fault {
    let name = repository::name(folder);
    Fault::new(format!("this bcf was built without the book and cannot write it into {name}"))
        .help("use a bcf that was built with its default features")
}
