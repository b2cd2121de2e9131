//! Changes bcf in hundreds of small ways and reports which of them no test notices.
//!
//! All changes are built at once, each behind a switch that an environment variable turns on, so that a change costs
//! no build. A copy of the project is made, the changes that are drawn are woven into it, those that do not compile are
//! taken out again, and each test is run once to see what it reaches. Then each change is turned on, and the tests that
//! reach it are run until one fails.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;

mod cargo;
mod copy;
mod draw;
mod find;
mod kill;
mod mutant;
mod operators;
mod report;
mod run;
mod survivors;
#[cfg(test)]
mod tests;
mod values;
mod weave;

/// Changes bcf in small ways and reports which of them no test notices.
///
/// Exits with 1 when too many changes survive, when one survives without a reason in `survivors.toml`, or when that
/// list has a change that dies or is drawn no longer.
#[derive(Parser)]
struct Args {
    /// How many changes to draw of those that compile
    #[arg(long, default_value_t = 400)]
    number: usize,
    /// Which ones: another seed draws others
    #[arg(long, default_value_t = 20_170_911)]
    seed: u64,
    /// Folder of the copy, of what is built and of the report [default: bcf-mutants below the folder of temporary files]
    #[arg(long)]
    scratch: Option<PathBuf>,
    /// How many tests to run at a time
    #[arg(long, default_value_t = 1)]
    jobs: usize,
    /// Leave out tests that take longer, in seconds of a processor's time: the changes that reach everything and
    /// survive are tried on every test
    #[arg(long, default_value_t = 60)]
    longest: u64,
    /// Give a change up as a survivor after tests that take so many seconds of a processor's time together
    #[arg(long, default_value_t = 600)]
    patience: u32,
    /// Run the tests of these programs alone, such as `all`; `bcf` are those in the library
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    tests: Vec<String>,
    /// Take for granted what the last run in this scratch folder saw: which changes die, and what each test reaches
    #[arg(long)]
    again: bool,
    /// Print every change there is, and do nothing
    #[arg(long)]
    list: bool,
}

fn main() -> Result<ExitCode> {
    let args = Args::parse();
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = own.parent().and_then(Path::parent).context("this is two folders below the project")?;
    let scratch = args.scratch.clone().unwrap_or_else(|| std::env::temp_dir().join("bcf-mutants"));
    let (sources, all) = draw::all(project)?;
    if args.list {
        report::list(&all);
        return Ok(ExitCode::SUCCESS);
    }
    let excused = survivors::read(&own.join("survivors.toml"))?;
    let drawn = draw::viable(project, &scratch, &sources, &all, args.number, args.seed)?;
    let Args { jobs, longest, patience, again, tests, .. } = args;
    let fates = kill::all(&scratch, &drawn.mutants, &kill::Manner { jobs, longest, patience, tests, again })?;
    let report = report::report(&sources, &drawn, &fates, &excused);
    std::fs::write(scratch.join("report.txt"), &report.text)?;
    report::print(&report.text);
    Ok(if report.content { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
