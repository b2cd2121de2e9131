//! Turns each change on, and runs the tests that reach it until one fails.

use std::collections::BTreeMap;
use std::fs;
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
    /// Every test passed that reaches it; so many do.
    Survived(usize),
}

/// What became of each change, and which tests told nothing.
pub(crate) struct Fates {
    /// In the order of the changes.
    pub(crate) of: Vec<Fate>,
    /// The tests that fail with no change on.
    pub(crate) failing: Vec<String>,
}

/// How often a test that reached a change killed it: what is likely and quick is tried first.
#[derive(Clone, Copy, Default)]
struct Record {
    runs: u32,
    kills: u32,
}

/// Returns what becomes of each change.
///
/// # Errors
/// When the tests cannot be built or run.
pub(crate) fn all(scratch: &Path, mutants: &[&Mutant], jobs: usize, again: bool) -> Result<Fates> {
    let root = scratch.join("copy");
    let binaries = cargo::tests(&root, &scratch.join("target"))?;
    let temporary = scratch.join("tmp");
    let _ = fs::remove_dir_all(&temporary);
    fs::create_dir_all(&temporary)?;
    let runner = Runner { root, temporary };
    let mut tests = Vec::new();
    for binary in &binaries {
        tests.extend(runner.list(binary)?);
    }
    let (tests, failing) = measured(scratch, &runner, tests, jobs)?;
    let last = scratch.join("fates.json");
    let before: BTreeMap<String, Fate> = match fs::read(&last) {
        Ok(text) if again => serde_json::from_slice(&text)?,
        _ => BTreeMap::new(),
    };
    let records = Mutex::new(vec![Record::default(); tests.len()]);
    let done = AtomicUsize::new(0);
    let of = each(jobs, mutants, |at, mutant| {
        let known = before.get(&words(&mutant.key)).filter(|fate| !matches!(fate, Fate::Survived(_)));
        let fate = match known {
            Some(fate) => fate.clone(),
            None => fate(&runner, &tests, &records, at + 1)?,
        };
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        eprintln!("{done}/{} #{} {}: {fate:?}", mutants.len(), at + 1, words(&mutant.key));
        Ok(fate)
    })?;
    let fates: BTreeMap<String, &Fate> = mutants.iter().map(|mutant| words(&mutant.key)).zip(&of).collect();
    fs::write(last, serde_json::to_vec_pretty(&fates)?)?;
    Ok(Fates { of, failing })
}

fn words(key: &Key) -> String {
    format!("{} {}: {} ({})", key.file, key.function, key.change, key.nth)
}

/// Runs every test with no change on, and returns those that pass, and the names of the others.
fn measured(scratch: &Path, runner: &Runner, tests: Vec<Test>, jobs: usize) -> Result<(Vec<Test>, Vec<String>)> {
    let cells: Vec<Mutex<Option<Test>>> = tests.into_iter().map(|test| Mutex::new(Some(test))).collect();
    let measured = each(jobs, &cells, |at, cell| {
        let mut test = cell.lock().expect("no test panics here").take().expect("each is taken once");
        let outcome = runner.measure(&mut test, &scratch.join(format!("reached-{at}")))?;
        fs::remove_file(scratch.join(format!("reached-{at}")))?;
        Ok((test, outcome))
    })?;
    let (passed, failed): (Vec<_>, Vec<_>) = measured.into_iter().partition(|(_, outcome)| *outcome == Outcome::Passed);
    let tests: Vec<Test> = passed.into_iter().map(|(test, _)| test).collect();
    let failing: Vec<String> = failed.into_iter().map(|(test, _)| test.name).collect();
    let seconds: f64 = tests.iter().map(|test| test.seconds).sum();
    eprintln!("{} tests pass in {seconds:.0} seconds, {} fail: {failing:?}", tests.len(), failing.len());
    Ok((tests, failing))
}

fn fate(runner: &Runner, tests: &[Test], records: &Mutex<Vec<Record>>, number: usize) -> Result<Fate> {
    let mut reaching: Vec<usize> = (0..tests.len()).filter(|at| tests[*at].reached[number]).collect();
    {
        let records = records.lock().expect("no test panics here");
        let promise = |at: usize| f64::from(records[at].kills + 1) / f64::from(records[at].runs + 2);
        let price = |at: &usize| (tests[*at].seconds + 0.01) / promise(*at);
        reaching.sort_by(|a, b| price(a).total_cmp(&price(b)));
    }
    for at in &reaching {
        let outcome = runner.with(&tests[*at], number)?;
        let mut records = records.lock().expect("no test panics here");
        records[*at].runs += 1;
        records[*at].kills += u32::from(outcome != Outcome::Passed);
        drop(records);
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
