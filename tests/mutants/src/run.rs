//! Runs tests, one a process, with no change on or with one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

use crate::cargo::Binary;

/// The most memory a process of a test may have, in KiB: a change may well ask for all there is.
const MEMORY: u64 = 6_000_000;

/// The size of the file in which a test tells what it reached, in bytes: one a change, as in the switch.
const REACHED: usize = 4096;

/// How a shell tells of a process that was killed, or used its time up.
const STOPPED: [i32; 2] = [128 + 9, 128 + 24];

/// One test.
#[derive(Serialize, Deserialize)]
pub(crate) struct Test {
    pub(crate) name: String,
    #[serde(skip)]
    binary: PathBuf,
    #[serde(skip)]
    args: Vec<String>,
    /// How much of a processor's time it takes with no change on, in seconds.
    pub(crate) seconds: f64,
    /// The numbers of the changes it reaches.
    pub(crate) reached: Vec<usize>,
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

    /// Runs a test with no change on, and fills in its time and what it reaches. It may take so many seconds.
    ///
    /// # Errors
    /// When it cannot be run.
    pub(crate) fn measure(&self, test: &mut Test, file: &Path, longest: u64) -> Result<Outcome> {
        fs::write(file, vec![0; REACHED])?;
        let reached = file.to_string_lossy();
        let (outcome, seconds) = self.run(test, &[("BCF_MUTANTS_REACHED", &reached)], longest)?;
        test.seconds = seconds;
        let bytes = fs::read(file)?;
        test.reached = (0..bytes.len()).filter(|number| bytes[*number] == 1).collect();
        fs::remove_file(file)?;
        Ok(outcome)
    }

    /// Runs a test with a change on.
    ///
    /// # Errors
    /// When it cannot be run.
    pub(crate) fn with(&self, test: &Test, number: usize) -> Result<Outcome> {
        let limit = 10 + whole(5.0 * test.seconds);
        Ok(self.run(test, &[("BCF_MUTANT", &number.to_string())], limit)?.0)
    }

    /// Runs a test whose processes may each use so many seconds of a processor's time, and returns how many it used in
    /// all. The clock on the wall has eight times as many, since others use the machine as well.
    fn run(&self, test: &Test, variables: &[(&str, &str)], limit: u64) -> Result<(Outcome, f64)> {
        let limits =
            format!("ulimit -v {MEMORY}; ulimit -t {limit}; \"$@\" >/dev/null 2>&1; code=$?; times; exit $code");
        let output = Command::new("timeout")
            .args(["--signal=KILL", &(limit * 40).to_string(), "sh", "-c", &limits, "sh"])
            .arg(&test.binary)
            .args(&test.args)
            .current_dir(&self.root)
            .env("CARGO_MANIFEST_DIR", &self.root)
            .env("TMPDIR", &self.temporary)
            .envs([
                ("BCF_TESTS", "all"),
                ("INSTA_UPDATE", "no"),
                ("PROPTEST_MAX_SHRINK_ITERS", "0"),
                ("RUST_BACKTRACE", "0"),
            ])
            .env("INSTA_WORKSPACE_ROOT", &self.root)
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()
            .context("timeout, of the GNU core utilities, runs")?;
        let seconds = used(&String::from_utf8_lossy(&output.stdout)).unwrap_or_default();
        let outcome = match output.status.code() {
            Some(0) => Outcome::Passed,
            None => Outcome::Stopped,
            Some(code) if STOPPED.contains(&code) => Outcome::Stopped,
            Some(_) => Outcome::Failed,
        };
        Ok((outcome, seconds))
    }
}

fn whole(seconds: f64) -> u64 {
    Duration::from_secs_f64(seconds).as_secs()
}

/// Returns the seconds that the children of a shell used, from what its `times` prints: a line for itself, a line for
/// them, each `0m0.010s 0m0.020s`.
fn used(times: &str) -> Option<f64> {
    let seconds = |part: &str| -> Option<f64> {
        let (minutes, seconds) = part.strip_suffix('s')?.split_once('m')?;
        Some(minutes.parse::<f64>().ok()? * 60.0 + seconds.parse::<f64>().ok()?)
    };
    times.lines().nth(1)?.split_whitespace().map(seconds).sum()
}
