//! Turns each change on, and runs the tests that reach it until one fails.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::cargo;
use crate::mutant::{Key, Mutant};
use crate::run::{Outcome, Runner, Test};

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Fate {
    /// A test failed, the one of that name.
    Killed(String),
    /// A test ran too long, the one of that name.
    Stopped(String),
    /// Every test passed that reaches it and was run; so many were.
    Survived(usize),
}

impl Fate {
    /// Returns the test that killed it.
    fn killer(&self) -> Option<&String> {
        match self {
            Self::Killed(test) | Self::Stopped(test) => Some(test),
            Self::Survived(_) => None,
        }
    }
}

/// What became of each change.
pub(crate) struct Fates {
    /// In the order of the changes.
    pub(crate) of: Vec<Fate>,
    /// The tests that were left out, each with the reason.
    pub(crate) left_out: Vec<String>,
}

/// How tests are run.
pub(crate) struct Manner {
    /// How many at a time.
    pub(crate) jobs: usize,
    /// The most one may take, in seconds of a processor's time.
    pub(crate) longest: u64,
    /// The most the tests of one change may take together, in seconds of a processor's time.
    pub(crate) patience: u32,
    /// The programs whose tests are run; all where none is named.
    pub(crate) tests: Vec<String>,
    /// Whether what the last run saw is taken for granted.
    pub(crate) again: bool,
}

/// Returns what becomes of each change.
///
/// # Errors
/// When the tests cannot be built or run.
pub(crate) fn all(scratch: &Path, mutants: &[&Mutant], manner: &Manner) -> Result<Fates> {
    let root = scratch.join("copy");
    let binaries = cargo::tests(&root, &scratch.join("target"), &manner.tests)?;
    let temporary = scratch.join("tmp");
    let _ = fs::remove_dir_all(&temporary);
    fs::create_dir_all(&temporary)?;
    let runner = Runner { root, temporary };
    let mut tests = Vec::new();
    for binary in &binaries {
        tests.extend(runner.list(binary)?);
    }
    let (tests, left_out) = measured(scratch, &runner, tests, manner, &names(mutants))?;
    let last = dead(scratch);
    let killed_by = |test: &Test| last.values().filter(|fate| fate.killer() == Some(&test.name)).count();
    let kills = Mutex::new(tests.iter().map(killed_by).collect::<Vec<usize>>());
    let before = if manner.again { last.clone() } else { BTreeMap::new() };
    let log = Mutex::new(fs::File::create(scratch.join(FATES))?);
    let done = AtomicUsize::new(0);
    let of = each(manner.jobs, mutants, |at, mutant| {
        let name = name(mutant);
        let fate = match before.get(&name) {
            Some(fate) => fate.clone(),
            None => fate(&runner, &tests, &kills, at + 1, manner.patience)?,
        };
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        eprintln!("{done}/{} #{} {name}: {fate:?}", mutants.len(), at + 1);
        let line = serde_json::to_string(&(name, &fate))?;
        writeln!(log.lock().expect("no worker panics"), "{line}")?;
        Ok(fate)
    })?;
    Ok(Fates { of, left_out })
}

/// The file of what became of each change, a line each.
const FATES: &str = "fates.jsonl";

/// The file of what each test reaches.
const TESTS: &str = "tests.json";

fn name(mutant: &Mutant) -> String {
    let Key { file, function, change, nth } = &mutant.key;
    format!("{file} {function}: {change} ({nth})")
}

fn names(mutants: &[&Mutant]) -> Vec<String> {
    mutants.iter().map(|mutant| name(mutant)).collect()
}

/// Returns the changes that died in the last run, as far as it came.
fn dead(scratch: &Path) -> BTreeMap<String, Fate> {
    let text = fs::read_to_string(scratch.join(FATES)).unwrap_or_default();
    let fates = text.lines().filter_map(|line| serde_json::from_str::<(String, Fate)>(line).ok());
    fates.filter(|(_, fate)| !matches!(fate, Fate::Survived(_))).collect()
}

/// What the tests of a run reach: the names of the changes in the order of their numbers, and the tests.
type Known = (Vec<String>, Vec<Test>);

/// Runs every test with no change on, and returns those that pass, and why others are left out.
fn measured(
    scratch: &Path,
    runner: &Runner,
    tests: Vec<Test>,
    manner: &Manner,
    names: &[String],
) -> Result<(Vec<Test>, Vec<String>)> {
    let known = fs::read(scratch.join(TESTS)).ok().and_then(|text| serde_json::from_slice::<Known>(&text).ok());
    let known = known.filter(|(of, _)| manner.again && of == names).map(|(_, tests)| tests).unwrap_or_default();
    let known: BTreeMap<String, Test> = known.into_iter().map(|test| (test.name.clone(), test)).collect();
    let cells: Vec<Mutex<Option<Test>>> = tests.into_iter().map(|test| Mutex::new(Some(test))).collect();
    let measured = each(manner.jobs, &cells, |at, cell| {
        let mut test = cell.lock().expect("no worker panics").take().expect("each is taken once");
        if let Some(known) = known.get(&test.name) {
            (test.seconds, test.reached) = (known.seconds, known.reached.clone());
            return Ok((test, Outcome::Passed));
        }
        let outcome = runner.measure(&mut test, &scratch.join(format!("reached-{at}")), manner.longest)?;
        Ok((test, outcome))
    })?;
    let (passed, others): (Vec<_>, Vec<_>) = measured.into_iter().partition(|(_, outcome)| *outcome == Outcome::Passed);
    let why = |outcome| if outcome == Outcome::Failed { "it fails with no change on" } else { "it takes too long" };
    let left_out = others.into_iter().map(|(test, outcome)| format!("{}: {}", test.name, why(outcome))).collect();
    let tests: Vec<Test> = passed.into_iter().map(|(test, _)| test).collect();
    let seconds: f64 = tests.iter().map(|test| test.seconds).sum();
    eprintln!("{} tests pass, in {seconds:.0} seconds; left out: {left_out:#?}", tests.len());
    fs::write(scratch.join(TESTS), serde_json::to_vec(&(names, &tests))?)?;
    Ok((tests, left_out))
}

fn fate(runner: &Runner, tests: &[Test], kills: &Mutex<Vec<usize>>, number: usize, patience: u32) -> Result<Fate> {
    let mut reaching: Vec<usize> = (0..tests.len()).filter(|at| tests[*at].reached.contains(&number)).collect();
    {
        // What has killed much in little time is tried first; what never has comes late, however quick it is.
        let kills = kills.lock().expect("no worker panics");
        let price =
            |at: &usize| (tests[*at].seconds + 0.02) / (f64::from(u32::try_from(kills[*at]).unwrap_or(u32::MAX)) + 0.3);
        reaching.sort_by(|a, b| price(a).total_cmp(&price(b)));
    }
    let mut taken = 0.0;
    for (tried, at) in reaching.iter().enumerate() {
        if taken > f64::from(patience) {
            return Ok(Fate::Survived(tried));
        }
        taken += tests[*at].seconds;
        let outcome = runner.with(&tests[*at], number)?;
        if outcome != Outcome::Passed {
            kills.lock().expect("no worker panics")[*at] += 1;
        }
        let name = || tests[*at].name.clone();
        match outcome {
            Outcome::Passed => {}
            Outcome::Failed => return Ok(Fate::Killed(name())),
            Outcome::Stopped => return Ok(Fate::Stopped(name())),
        }
    }
    Ok(Fate::Survived(reaching.len()))
}

/// Returns what a function makes of each thing of a list, so many at a time, in the order of the list.
fn each<T: Sync, U: Send>(jobs: usize, list: &[T], of: impl Fn(usize, &T) -> Result<U> + Sync) -> Result<Vec<U>> {
    let next = AtomicUsize::new(0);
    let made: Mutex<BTreeMap<usize, U>> = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        let worker = || -> Result<()> {
            while let at = next.fetch_add(1, Ordering::Relaxed)
                && let Some(thing) = list.get(at)
            {
                let one = of(at, thing)?;
                made.lock().expect("no worker panics").insert(at, one);
            }
            Ok(())
        };
        let workers: Vec<_> = (0..jobs.max(1)).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().expect("no worker panics"))
    })?;
    Ok(made.into_inner().expect("no worker panics").into_values().collect())
}
