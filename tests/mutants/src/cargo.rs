//! Cargo, run in the copy: which changes do not compile, and where the tests are.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::copy::Parts;

/// A line of what cargo prints.
#[derive(Deserialize)]
struct Line {
    reason: String,
    message: Option<Message>,
    executable: Option<PathBuf>,
    target: Option<Target>,
    profile: Option<Profile>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

#[derive(Deserialize)]
struct Profile {
    test: bool,
}

#[derive(Deserialize)]
struct Message {
    level: String,
    spans: Vec<Span>,
    children: Vec<Message>,
    rendered: Option<String>,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    byte_start: usize,
    byte_end: usize,
    is_primary: bool,
}

/// The name of the program of the library's own tests.
const LIBRARY: &str = "bcf";

/// A program of tests.
#[derive(Clone, Debug)]
pub(crate) struct Binary {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
}

/// Runs cargo in the copy and returns what it said, and whether it was content.
fn cargo(root: &Path, target: &Path, args: &[&str]) -> Result<(Vec<Line>, bool)> {
    let mut command = Command::new("cargo");
    command.args(args).arg("--message-format=json").current_dir(root).env("CARGO_TARGET_DIR", target);
    let output = command.stderr(Stdio::inherit()).output().context("cargo runs")?;
    let lines = String::from_utf8(output.stdout)?;
    let lines =
        lines.lines().filter(|line| line.starts_with('{')).map(serde_json::from_str).collect::<Result<_, _>>()?;
    Ok((lines, output.status.success()))
}

/// Returns the numbers of the changes that keep the library from compiling.
///
/// # Errors
/// When something else keeps it from compiling.
pub(crate) fn refused(root: &Path, target: &Path, parts: &Parts) -> Result<BTreeSet<usize>> {
    let (lines, content) = cargo(root, target, &["check", "--lib"])?;
    let errors: Vec<Message> =
        lines.into_iter().filter_map(|line| line.message).filter(|message| message.level == "error").collect();
    let refused: BTreeSet<usize> = errors.iter().flat_map(|error| to_blame(error, parts)).collect();
    if !content && refused.is_empty() {
        let told = errors.iter().filter_map(|error| error.rendered.as_deref()).collect::<String>();
        bail!("the copy does not compile, and no change is to blame:\n{told}");
    }
    Ok(refused)
}

/// Returns the changes that an error is about: those in whose code it is, else those in whose switch it is.
fn to_blame(error: &Message, parts: &Parts) -> BTreeSet<usize> {
    let spans: Vec<&Span> =
        error.spans.iter().chain(error.children.iter().flat_map(|child| child.spans.iter())).collect();
    let smallest = |primary: bool, own: bool| -> BTreeSet<usize> {
        let spans = spans.iter().filter(|span| span.is_primary == primary);
        spans.flat_map(|span| innermost(span, parts, own)).collect()
    };
    let ways = [(true, true), (false, true), (true, false), (false, false)];
    ways.into_iter().map(|(primary, own)| smallest(primary, own)).find(|found| !found.is_empty()).unwrap_or_default()
}

fn innermost(span: &Span, parts: &Parts, own: bool) -> Vec<usize> {
    let about: Vec<(&Range<usize>, usize)> = parts
        .get(&span.file_name)
        .into_iter()
        .flatten()
        .map(|part| (if own { &part.own } else { &part.switch }, part.number))
        .filter(|(range, _)| range.start <= span.byte_start && span.byte_end <= range.end)
        .collect();
    let least = about.iter().map(|(range, _)| range.len()).min();
    about.into_iter().filter(|(range, _)| Some(range.len()) == least).map(|(_, number)| number).collect()
}

/// Builds the programs of tests of these names, or all where none is named, and returns them, but for those that look at
/// the sources, which here are others.
///
/// # Errors
/// When they do not compile.
pub(crate) fn tests(root: &Path, target: &Path, names: &[String]) -> Result<Vec<Binary>> {
    let mut args = vec!["test", "--no-run"];
    for name in names {
        match name.as_str() {
            LIBRARY => args.push("--lib"),
            name => args.extend(["--test", name]),
        }
    }
    let (lines, content) = cargo(root, target, &args)?;
    if !content {
        let errors = lines.iter().filter_map(|line| line.message.as_ref()).filter(|message| message.level == "error");
        bail!("the tests do not compile:\n{}", errors.filter_map(|error| error.rendered.clone()).collect::<String>());
    }
    let artifacts = lines.into_iter().filter(|line| line.reason == "compiler-artifact");
    let tests = artifacts.filter(|line| line.profile.as_ref().is_some_and(|profile| profile.test));
    let binaries = tests.filter_map(|line| Some(Binary { name: line.target?.name, path: line.executable? }));
    Ok(binaries.filter(|binary| binary.name != "rooms").collect())
}
