//! The arguments of `narrative`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::check::FailOn;
use super::project::{BesideArgs, ProjectArgs, day};
use crate::period::Date;

const NARRATIVE_EXAMPLES: &str = "\
Examples:
  bcf narrative plan.toml narrative.docx
  bcf narrative plan.toml narrative.docx -o tie-out.html             the narrative itself, every figure marked
  bcf narrative plan.toml narrative.docx --format csv > figures.csv
  bcf narrative plan.toml narrative.md --statements >> plan.toml     so that `bcf check` keeps testing them

A figure agrees when the plan has the same value of the same thing and year; that says nothing of whether it is right.

Exit status: 0 nothing differs at or above --fail-on, 1 something does, 2 there is no verdict: a file cannot be read, no \
figure is in it, or it is not this plan's narrative.";

/// The arguments of `narrative`.
#[derive(Debug, Args)]
#[command(after_help = NARRATIVE_EXAMPLES)]
pub(in crate::cli) struct NarrativeArgs {
    /// The plan
    #[arg(value_name = "PLAN")]
    pub(in crate::cli) plan: PathBuf,
    /// The narrative: a .docx, .odt, .html, .md or .txt file, or `-` for text from standard input [default: the file the
    /// plan names under narrative]
    #[arg(value_name = "NARRATIVE")]
    pub(in crate::cli) narrative: Option<PathBuf>,
    /// Also write the narrative as a page with every figure marked, as an auditor marks it
    #[arg(short, long, value_name = "FILE", conflicts_with = "statements")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// Format of the findings
    #[arg(long, default_value = "human")]
    pub(in crate::cli) format: NarrativeFormat,
    /// Print each tie and each difference as an entry of `[[statements]]` of the plan instead
    #[arg(long, conflicts_with = "format")]
    pub(in crate::cli) statements: bool,
    /// The least level that fails [default: warning]
    #[arg(long, value_name = "LEVEL")]
    pub(in crate::cli) fail_on: Option<FailOn>,
    /// The day of the check, for waivers that expire [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(in crate::cli) today: Option<Date>,
    #[command(flatten)]
    pub(in crate::cli) beside: BesideArgs,
    #[command(flatten)]
    pub(in crate::cli) project: ProjectArgs,
}

/// A format of what a narrative and its plan have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum NarrativeFormat {
    /// Each difference with the narrative's words and the plan's line
    Human,
    /// One line a difference
    Concise,
    /// Every figure, for programs: bcf.narrative/1
    Json,
    /// Every figure as one long table
    Csv,
    /// A comment: the counts and a table of differences
    Markdown,
}
