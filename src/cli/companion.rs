//! The text that says what a workbook does not ask: found beside it by its name, or named by `--with`.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::fault::Fault;
use super::repository::name;
use super::utf8::utf8;
use crate::plan::syntax::Tree;
use crate::plan::{COMPANION, accompanies};

/// The ending of a companion's file.
const EXTENSION: &str = "toml";

/// A companion as it was read.
#[derive(Debug)]
pub(super) struct Beside {
    /// Its name in reports.
    pub(super) name: String,
    /// Its text.
    #[cfg_attr(not(feature = "workbook"), expect(dead_code, reason = "there is no workbook that it could accompany"))]
    pub(super) text: String,
}

/// Returns where a workbook's companion would be.
pub(super) fn near(workbook: &Path) -> PathBuf {
    workbook.with_extension(EXTENSION)
}

/// Returns the companion in a file beside a workbook, where it is one of that workbook; what is to be said of it where it
/// is another's.
///
/// # Errors
/// When it is a companion and not UTF-8.
pub(super) fn found(path: &Path, bytes: Vec<u8>, workbook: &Path) -> Result<Result<Option<Beside>, String>, Fault> {
    let Some(of) = of(&bytes) else { return Ok(Ok(None)) };
    let own = name(path);
    if !is_of(&of, workbook) {
        return Ok(Err(format!("{own} accompanies {of} and was not read with {}", name(workbook))));
    }
    Ok(Ok(Some(Beside { text: utf8(bytes, &own)?, name: own })))
}

/// Returns the companion that was named for a workbook, given its text.
///
/// # Errors
/// When it is no companion, or is another workbook's.
pub(super) fn named(path: &Path, text: String, workbook: &Path) -> Result<Beside, Fault> {
    let own = name(path);
    let Some(of) = accompanies(&Tree::parse(text.clone())) else {
        return Err(Fault::new(format!("{own} is no companion of a workbook: it does not begin with [{COMPANION}]"))
            .help(format!("let it begin with [{COMPANION}] and a line `of = \"{}\"`", file_name(workbook))));
    };
    if !is_of(&of, workbook) {
        return Err(Fault::new(format!("{own} accompanies {of} and not {}", name(workbook)))
            .help("name the workbook it accompanies, or change its `of`"));
    }
    Ok(Beside { name: own, text })
}

/// Returns the fault of a companion that was named as a plan.
pub(super) fn alone(own: &str, bytes: &[u8]) -> Option<Fault> {
    let of = of(bytes)?;
    let of = if of.is_empty() { "a workbook".to_owned() } else { of };
    Some(
        Fault::new(format!("{own} accompanies {of} and is no plan by itself"))
            .help("name the workbook; what stands in the companion is read with it"),
    )
}

/// Returns whether a text is a companion.
pub(super) fn is_companion(bytes: &[u8]) -> bool {
    of(bytes).is_some()
}

/// Returns the name of the workbook that a text accompanies.
fn of(bytes: &[u8]) -> Option<String> {
    memchr::memmem::find(bytes, COMPANION.as_bytes())?;
    let text = std::str::from_utf8(bytes).ok()?;
    accompanies(&Tree::parse(text.to_owned()))
}

/// Returns whether a workbook is the one a companion names; one that names none accompanies what it is beside.
fn is_of(of: &str, workbook: &Path) -> bool {
    of.is_empty() || Path::new(of).file_name().is_some_and(|of| of.eq_ignore_ascii_case(file_name(workbook)))
}

fn file_name(workbook: &Path) -> String {
    workbook.file_name().map(OsStr::to_string_lossy).unwrap_or_default().into_owned()
}
