//! The narrative of a plan, read from its file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::disk::Disk;
use super::fault::Fault;
use super::input::{self, STDIN};
use super::io::Io;
use super::repository;
use super::store::Store;
use super::utf8::utf8;
use crate::check::Checked;
use crate::finding::hex;
use crate::narrative::files::{Refusal, unpack};
use crate::narrative::{self, Document};

/// A narrative as it was read.
pub(super) struct Paper {
    /// Its name in reports.
    pub(super) name: String,
    /// The SHA-256 of its bytes.
    pub(super) sha256: String,
    pub(super) document: Document,
    /// The file itself, where it is text.
    pub(super) text: Option<String>,
}

impl Paper {
    /// Reads a narrative, `-` from standard input.
    ///
    /// # Errors
    /// When it cannot be read, or is no narrative.
    pub(super) fn read(path: &Path, io: &mut Io<'_>) -> Result<Self, Fault> {
        let is_stdin = path.as_os_str() == "-";
        let name = if is_stdin { STDIN.to_owned() } else { repository::name(path) };
        let bytes = if is_stdin { input::limited(&mut *io.stdin, 0, &name)? } else { input::bytes(path, &*io.disk)? };
        let sha256 = hex(&Sha256::digest(&bytes));
        let refused = |refusal: Refusal| Fault::new(format!("{name} {}", refusal.message)).help(refusal.help);
        if let Some(document) = unpack(&name, &bytes).map_err(refused)? {
            return Ok(Self { name, sha256, document, text: None });
        }
        let text = utf8(bytes, &name)?;
        Ok(Self { sha256, document: narrative::text::read(&text), text: Some(text), name })
    }
}

/// Returns the narrative's file: the one that was named, else the one that the plan names, beside the plan.
///
/// # Errors
/// When neither names a file, or the plan names one that is not beside it: what a stranger's plan names is read from its
/// own repository alone.
pub(super) fn place(
    named: Option<&PathBuf>,
    checked: &Checked,
    plan: &Path,
    disk: &Arc<dyn Disk>,
) -> Result<PathBuf, Fault> {
    if let Some(named) = named {
        return Ok(named.clone());
    }
    let help = "name the narrative behind the plan, or its file under narrative in [plan]";
    let said = checked.plan.header.narrative.str();
    let said = said.ok_or_else(|| Fault::new(format!("{} names no narrative", checked.path)).help(help))?;
    if said.contains("://") {
        return Err(Fault::new(format!("{} names a narrative that is no file: {said}", checked.path)).help(help));
    }
    let store = Store::Folders(disk.clone());
    let folder = store.folder_of(plan);
    if !store.is_beside(&folder, Path::new(said)) {
        let message = format!("{} names a narrative that is not beside it: {said}", checked.path);
        return Err(Fault::new(message).help(help));
    }
    Ok(folder.join(said))
}
