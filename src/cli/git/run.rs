//! The `git` binary as it is run: no shell, nothing of a user's taken for an option, no network.
//!
//! The repository may be a stranger's, and so may its settings: none of them gets to run a program. Only plumbing is
//! called, only of objects and of the index; no file of the working tree is ever given to git, since filters that
//! attributes name would be run on it.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::cli::fault::{Fault, reason};
use crate::cli::folders::Folders;
use crate::cli::repository;

/// The `git` of a folder.
#[derive(Clone, Debug)]
pub(crate) struct Git {
    folder: PathBuf,
    /// True when the folder is in a working tree. Where it is not, the variables that name a repository are heard: the
    /// hooks of a bare one set them.
    in_tree: bool,
    /// The index to use instead of the repository's own.
    index: Option<PathBuf>,
}

/// Settings of a repository by which git would run a program.
const HARMLESS: [&str; 8] = [
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.sshCommand=false",
    "core.gitProxy=",
    "core.alternateRefsCommand=false",
    "core.attributesFile=/dev/null",
    "core.askPass=",
    "credential.helper=",
];

/// The variable by which git tells a hook which index to use.
const INDEX: &str = "GIT_INDEX_FILE";
/// Variables of the environment that are the user's own settings, and no repository's.
const OWN: &str = "GIT_CONFIG_";
/// Variables that are not to lead away from the folder git is run in, but for where it is in no working tree.
const OF_BARE: [&str; 4] =
    ["GIT_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH"];

impl Git {
    /// Returns the git of a folder. It is run in the topmost folder of the working tree where there is one, so that no
    /// folder below can pass for a repository of its own.
    pub(crate) fn of(folder: &Path) -> Self {
        let (folder, in_tree) = topmost(folder);
        let mut git = Self { folder, in_tree, index: None };
        git.index = git.index_of_hook();
        git
    }

    /// Returns whether the git of a folder is this one; no process is asked.
    pub(crate) fn is_of(&self, folder: &Path) -> bool {
        topmost(folder) == (self.folder.clone(), self.in_tree)
    }

    /// Returns the index a hook is to use, where it is one of this repository: `git commit FILE` makes its own.
    fn index_of_hook(&self) -> Option<PathBuf> {
        let named = std::env::var_os(INDEX)?;
        let index = std::env::current_dir().ok()?.join(named);
        let own = self.line(&["rev-parse", "--absolute-git-dir"]).ok()??;
        let real = |path: &Path| path.canonicalize().ok();
        real(index.parent()?)?.starts_with(real(Path::new(&own))?).then_some(index)
    }

    /// Returns a command to which only what it is to do must be added. Paths are what they say and no patterns; nothing
    /// is asked, fetched or locked.
    pub(crate) fn command(&self) -> Command {
        let mut git = Command::new("git");
        git.args(["--no-pager", "--literal-pathspecs", "-C"]).arg(&self.folder).stdin(Stdio::null());
        for setting in HARMLESS {
            git.args(["-c", setting]);
        }
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            let heard = text.starts_with(OWN) || !self.in_tree && OF_BARE.contains(&&*text);
            if text.starts_with("GIT_") && !heard {
                git.env_remove(name);
            }
        }
        if let Some(index) = &self.index {
            git.env(INDEX, index);
        }
        git.envs([("LC_ALL", "C"), ("GIT_OPTIONAL_LOCKS", "0"), ("GIT_TERMINAL_PROMPT", "0")]);
        git.envs([("GIT_NO_LAZY_FETCH", "1"), ("GIT_ALLOW_PROTOCOL", "none"), ("GIT_ATTR_NOSYSTEM", "1")]);
        git
    }

    /// Runs git to its end.
    ///
    /// # Errors
    /// When git cannot be started.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, args: &[S]) -> Result<Output, Fault> {
        self.command().args(args).output().map_err(|error| not_run(&error))
    }

    /// Returns what git prints where it succeeds.
    ///
    /// # Errors
    /// When git cannot be started.
    pub(crate) fn line<S: AsRef<OsStr>>(&self, args: &[S]) -> Result<Option<String>, Fault> {
        let output = self.run(args)?;
        let text = String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_owned();
        Ok(output.status.success().then_some(text))
    }
}

/// Returns the topmost folder of the working tree a folder is in; else the folder itself, and false.
fn topmost(folder: &Path) -> (PathBuf, bool) {
    let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let top = repository::repository(&folder, &Folders).map(Path::to_owned);
    top.map_or((folder, false), |top| (top, true))
}

/// Returns why git could not be started.
pub(crate) fn not_run(error: &io::Error) -> Fault {
    if error.kind() == io::ErrorKind::NotFound {
        return Fault::new("git is not installed, or not on the PATH")
            .help("install git, or compare two files: `bcf diff OLD NEW`");
    }
    Fault::new(format!("git cannot be run: {}", reason(error)))
}

/// Returns what git itself said of a failure, its own prefix left out.
pub(crate) fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text
        .lines()
        .find(|line| line.starts_with("fatal:"))
        .or_else(|| text.lines().next())
        .unwrap_or("it did not say why");
    line.trim_start_matches("fatal: ").to_owned()
}

/// Returns what git advises of a repository that belongs to somebody else.
pub(crate) fn advice(output: &Output) -> Option<String> {
    let text = String::from_utf8_lossy(&output.stderr);
    let line =
        text.lines().map(str::trim).find(|line| line.starts_with("git config") && line.contains("safe.directory"));
    line.map(|line| format!("if you trust whoever it belongs to: `{line}`"))
}

/// Returns whether a text is the id of an object.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() >= 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
