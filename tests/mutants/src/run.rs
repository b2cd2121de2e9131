//! Runs tests, one a process, with no change on or with one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::cargo::Binary;

/// The most memory a process of a test may have, in KiB: a change may well ask for all there is.
const MEMORY: u64 = 6_000_000;

/// The size of the file in which a test tells what it reached, in bytes: one a change, as in the switch.
const REACHED: usize = 4096;

/// One test.
pub(crate) struct Test {
    pub(crate) name: String,
    binary: PathBuf,
    args: Vec<String>,
    /// How long it runs with no change on, in seconds.
    pub(crate) seconds: f64,
    /// Whether each change, by its number, is reached.
    pub(crate) reached: Vec<bool>,
}

/// How a test came out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Passed,
    Failed,
    /// It was stopped, since it ran too long.
    Stopped,
}

/// The places in which tests run.
#[derive(Clone)]
pub(crate) struct Runner {
    /// The copy of the project.
    pub(crate) root: PathBuf,
    /// The folder of what tests write.
    pub(crate) temporary: PathBuf,
}

impl Runner {
    /// Returns the tests of a program, not yet run.
    ///
    /// # Errors
    /// When it does not list them.
    pub(crate) fn list(&self, binary: &Binary) -> Result<Vec<Test>> {
        let output =
            Command::new(&binary.path).args(["--list", "--format", "terse"]).current_dir(&self.root).output()?;
        ensure!(output.status.success(), "{} does not list its tests", binary.name);
        let lines = String::from_utf8(output.stdout)?;
        let test = |name: &str| Test {
            name: format!("{}::{name}", binary.name),
            binary: binary.path.clone(),
            args: vec![name.to_owned(), "--exact".to_owned()],
            seconds: 0.0,
            reached: Vec::new(),
        };
        Ok(lines.lines().filter_map(|line| line.strip_suffix(": test")).map(test).collect())
    }

    /// Runs a test with no change on, and fills in its time and what it reaches.
    ///
    /// # Errors
    /// When it cannot be run.
    pub(crate) fn measure(&self, test: &mut Test, file: &Path) -> Result<Outcome> {
        fs::write(file, vec![0; REACHED])?;
        let begun = Instant::now();
        let outcome = self.run(test, &[("BCF_MUTANTS_REACHED", &file.to_string_lossy())], Duration::from_secs(600))?;
        test.seconds = begun.elapsed().as_secs_f64();
        test.reached = fs::read(file)?.into_iter().map(|byte| byte == 1).collect();
        Ok(outcome)
    }

    /// Runs a test with a change on.
    ///
    /// # Errors
    /// When it cannot be run.
    pub(crate) fn with(&self, test: &Test, number: usize) -> Result<Outcome> {
        let limit = Duration::from_secs_f64(10.0 + 5.0 * test.seconds);
        self.run(test, &[("BCF_MUTANT", &number.to_string())], limit)
    }

    /// Runs a test that may use so much of a processor's time; the clock on the wall has eight times as much, since
    /// others use the machine as well.
    fn run(&self, test: &Test, variables: &[(&str, &str)], limit: Duration) -> Result<Outcome> {
        let seconds = limit.as_secs().max(1);
        let limits = format!("ulimit -v {MEMORY}; ulimit -t {seconds}; exec \"$@\"");
        let begun = Instant::now();
        let status = Command::new("timeout")
            .args(["--signal=KILL", &(seconds * 8).to_string(), "sh", "-c", &limits, "sh"])
            .arg(&test.binary)
            .args(&test.args)
            .current_dir(&self.root)
            .env("CARGO_MANIFEST_DIR", &self.root)
            .env("TMPDIR", &self.temporary)
            .envs([("INSTA_UPDATE", "no"), ("PROPTEST_MAX_SHRINK_ITERS", "0"), ("RUST_BACKTRACE", "0")])
            .env("INSTA_WORKSPACE_ROOT", &self.root)
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .context("timeout, of the GNU core utilities, runs")?;
        Ok(match status.success() {
            true => Outcome::Passed,
            false if begun.elapsed() >= limit => Outcome::Stopped,
            false => Outcome::Failed,
        })
    }
}
