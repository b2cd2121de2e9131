//! Whatever the files of a project say (its `bcf.toml`, allocations, baseline, rounds of its own and plan), a command
//! ends in a verdict whose report can be read, or in none with a reason that is fit to show; twice the same.

use std::fs;

use bcf::cli::Exit;
use tempfile::TempDir;

use super::parts::files;
use super::{Done, fit_to_show, holds, is_json, run, text};

/// The files a project may have here.
const FILES: [&str; 5] = ["bcf.toml", "allocations.csv", BASELINE, "round.toml", PLAN];
const PLAN: &str = "plan.toml";
const BASELINE: &str = "bcf-baseline.json";

/// The plan where the input has none.
const MINIMAL: &str = include_str!("../../../plans/minimal.toml");

pub(super) fn laws(bytes: &[u8]) -> Result<(), String> {
    let text = text(bytes);
    let files = files(&text);
    let folder = TempDir::new().map_err(|error| format!("there is no folder to work in: {error}"))?;
    // No file above this folder has a say: a folder of this name is the root of a repository.
    let made = fs::create_dir(folder.path().join(".git")).and_then(|()| {
        fs::write(folder.path().join(PLAN), MINIMAL)?;
        let known = files.iter().filter(|(name, _)| FILES.contains(name));
        known.clone().try_for_each(|(name, held)| fs::write(folder.path().join(name), held))
    });
    made.map_err(|error| format!("the files cannot be written: {error}"))?;
    let at = |name: &str| folder.path().join(name).display().to_string();
    let (plan, baseline) = (at(PLAN), at(BASELINE));
    let mut check = vec!["check", &plan, "--format", "json"];
    if files.iter().any(|(name, _)| *name == BASELINE) {
        check.extend(["--baseline", &baseline]);
    }
    let first = told(&check)?;
    holds(first == told(&check)?, || "the same files give other bytes".into())?;
    told(&["config", &plan, "--format", "json"])?;
    told(&["rounds", "--config", &at("bcf.toml"), "--format", "json"])?;
    told(&["check", &plan, "-v"])?;
    what_is_recorded_is_known(&plan, &baseline, first.exit)
}

/// Runs a command: without a verdict it tells why, and with one its JSON can be read.
fn told(args: &[&str]) -> Result<Done, String> {
    let done = run(args);
    let name = args[0];
    let stdout = fit_to_show(name, done.stdout.clone())?;
    let stderr = fit_to_show(&format!("{name} on standard error"), done.stderr.clone())?;
    if done.exit == Exit::NoVerdict {
        holds(!stderr.is_empty(), || format!("{name} gives no verdict and no reason"))?;
    } else if args.contains(&"json") {
        is_json(name, &stdout)?;
    }
    Ok(done)
}

/// Checks that a baseline makes every finding known: what failed before exits with 0.
fn what_is_recorded_is_known(plan: &str, baseline: &str, first: Exit) -> Result<(), String> {
    if first == Exit::NoVerdict {
        return Ok(());
    }
    let recorded = told(&["check", plan, "--format", "json", &format!("--write-baseline={baseline}")])?;
    if recorded.exit == Exit::NoVerdict {
        return Ok(());
    }
    let known = told(&["check", plan, "--format", "json", "--baseline", baseline, "--fail-on-stale"])?;
    holds(known.exit == Exit::Clean, || {
        format!("what was just recorded is not known: {}", String::from_utf8_lossy(&known.stderr))
    })
}
