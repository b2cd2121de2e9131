//! `bcf check --since REV`: what was found at the revision already is known, and does not count.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::fault::Fault;
use super::gather::Gathered;
use super::git::{Files, Repository};
use crate::check::Checked;
use crate::compare::{known, known_tests};
use crate::finding::{Finding, Known, Status};
use crate::money::Money;
use crate::report::escape::shown;

/// The files of the revision, by the folder a plan stands in, so that a repository is listed once.
struct Revision<'a> {
    rev: &'a str,
    folders: BTreeMap<PathBuf, (Repository, usize)>,
    files: Vec<(String, Files)>,
}

/// Mark the findings each plan had at `rev` already. A plan that did not exist then is new throughout. A finding that
/// was waived then, or of a lesser level, is new too.
pub(super) fn mark(rev: Option<&str>, gathered: &mut Gathered) -> Result<(), Fault> {
    let Some(rev) = rev else { return Ok(()) };
    let mut revision = Revision { rev, folders: BTreeMap::new(), files: Vec::new() };
    for n in 0..gathered.plans.len() {
        // Standard input stands for the file it is called after.
        let Some(path) = gathered.file(n) else {
            let fault = Fault::new("what standard input was at a revision cannot be known");
            return Err(fault.help("say which file it is: `--stdin-filename plan.toml`"));
        };
        if let Some(text) = revision.text(&path)? {
            let before = gathered.check_instead(n, text)?;
            set_aside(&before, &mut gathered.plans[n], &format!("known since {}", shown(rev)));
        }
    }
    Ok(())
}

fn set_aside(before: &Checked, now: &mut Checked, from: &str) {
    let (findings, tests) = (known(&before.findings, &now.findings), known_tests(before, now));
    for (finding, before) in now.findings.iter_mut().zip(findings) {
        mark_known(finding, before.is_known, before.change, from);
    }
    now.tests.iter_mut().zip(tests).for_each(|(test, known)| test.known |= known);
}

/// Mark a finding with what is known of it from before; one that got worse goes on counting.
pub(super) fn mark_known(finding: &mut Finding, is_known: bool, change: Option<(Money, Money)>, from: &str) {
    if finding.status != Status::Failed || !is_known && change.is_none() {
        return;
    }
    finding.known = Some(Known { from: from.to_owned(), change });
    if is_known {
        finding.status = Status::Baselined;
    }
}

impl Revision<'_> {
    /// A plan's text at the revision; nothing where it did not exist or was no text.
    fn text(&mut self, path: &Path) -> Result<Option<String>, Fault> {
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        if !self.folders.contains_key(&folder) {
            let repository = Repository::around(&folder)?;
            let n = self.files(&repository)?;
            self.folders.insert(folder.clone(), (repository, n));
        }
        let Some((repository, n)) = self.folders.get(&folder) else { return Ok(None) };
        let Some(inside) = repository.path_of(path) else { return Ok(None) };
        let bytes = self.files[*n].1.read(&inside)?;
        Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
    }

    fn files(&mut self, repository: &Repository) -> Result<usize, Fault> {
        if let Some(n) = self.files.iter().position(|(top, _)| *top == repository.top()) {
            return Ok(n);
        }
        self.files.push((repository.top(), repository.files(self.rev)?));
        Ok(self.files.len() - 1)
    }
}
