//! The arguments of the commands that show a plan.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::project::{BesideArgs, ProjectArgs, day};
use crate::period::Date;

const SHOW_EXAMPLES: &str = "\
Examples:
  bcf show plan.toml
  bcf show plan.toml --width 140
  bcf show plan.toml --format csv > plan.csv       one long table, a figure a row, for a spreadsheet
  bcf show plan.toml --format markdown > plan.md
  git show main:plan.toml | bcf show - --stdin-filename plan.toml

Exit status: 0 the plan is shown, whatever a check finds in it; 2 it cannot be read. What of it cannot be read is said.";

const CHECKLIST_EXAMPLES: &str = "\
Examples:
  bcf checklist plan.toml
  bcf checklist plan.toml --todo                   what is still to be done, section by section
  bcf checklist plan.toml --format markdown > checklist.md
  bcf checklist plan.toml --format json | jq .counts

READY is the word PASS of `bcf check`, no more and no less.

Exit status: 0 the checklist is shown, ready or not; 2 the plan cannot be read. `bcf check` is what fails a build.";

/// Which plan is looked at, and as of when.
#[derive(Debug, Default, Args)]
pub(in crate::cli) struct PictureArgs {
    /// The plan: a file, or `-` for standard input
    #[arg(value_name = "PLAN")]
    pub(in crate::cli) plan: PathBuf,
    /// Judge as if the waivers in the plan were not there
    #[arg(long)]
    pub(in crate::cli) no_waivers: bool,
    /// The day of the check, for waivers that expire [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(in crate::cli) today: Option<Date>,
    /// The name of the plan that `-` reads
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) stdin_filename: Option<String>,
    /// True when the causes of findings are looked for: no option, but the question of the one report that shows them.
    #[arg(skip)]
    pub(in crate::cli) causes: bool,
    #[command(flatten)]
    pub(in crate::cli) beside: BesideArgs,
    #[command(flatten)]
    pub(in crate::cli) project: ProjectArgs,
}

/// The arguments of `show`.
#[derive(Debug, Args)]
#[command(after_help = SHOW_EXAMPLES)]
pub(in crate::cli) struct ShowArgs {
    #[command(flatten)]
    pub(in crate::cli) picture: PictureArgs,
    /// Format of the tables
    #[arg(long, default_value = "human")]
    pub(in crate::cli) format: ShowFormat,
}

/// A format of a plan's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ShowFormat {
    /// Tables that fit the terminal
    Human,
    /// For programs: bcf.show/1, of several plans bcf.compare/1
    Json,
    /// One long table, a figure a row
    Csv,
    /// Markdown tables
    Markdown,
}

/// The arguments of `compare`.
#[derive(Debug, Args)]
#[command(after_help = COMPARE_EXAMPLES)]
pub(in crate::cli) struct CompareArgs {
    /// Plans, or folders of plans
    #[arg(value_name = "PLAN", required = true)]
    pub(in crate::cli) plans: Vec<PathBuf>,
    /// Judge as if the waivers in the plans were not there
    #[arg(long)]
    pub(in crate::cli) no_waivers: bool,
    /// The day of the check, for waivers that expire [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(in crate::cli) today: Option<Date>,
    /// Format of the tables
    #[arg(long, default_value = "human")]
    pub(in crate::cli) format: ShowFormat,
    #[command(flatten)]
    pub(in crate::cli) beside: BesideArgs,
    #[command(flatten)]
    pub(in crate::cli) project: ProjectArgs,
}

/// Below the help of `compare`.
const COMPARE_EXAMPLES: &str = "\
Examples:
  bcf compare plans/example-county.toml plans/example-borough.toml
  bcf compare plans/ --format csv > areas.csv

Spending a head divides by [area] population.everyone of the year; a plan without it has none.

Exit status: 0 the plans are shown, whatever their verdicts; 2 one cannot be read, or there are not two.";

/// The arguments of `checklist`.
#[derive(Debug, Args)]
#[command(after_help = CHECKLIST_EXAMPLES)]
pub(in crate::cli) struct ChecklistArgs {
    #[command(flatten)]
    pub(in crate::cli) picture: PictureArgs,
    /// Format of the checklist
    #[arg(long, default_value = "human")]
    pub(in crate::cli) format: ChecklistFormat,
    /// Only what is still to be done, section by section: not started, in progress, done
    #[arg(long, conflicts_with = "format")]
    pub(in crate::cli) todo: bool,
}

/// A format of a checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ChecklistFormat {
    /// For people
    Human,
    /// bcf.checklist/1
    Json,
    /// With a box to tick for each requirement
    Markdown,
}

const REPORT_EXAMPLES: &str = "\
Examples:
  bcf report plan.toml -o report.html
  bcf report plan.toml --sign-off -o pack.html    with signatures and the evidence of every test
  bcf verify pack.html plan.toml                  whether the page still matches the plan

Exit status: 0 the page is written, whatever it says of the plan, 2 it is not.";

/// The arguments of `report`.
#[derive(Debug, Args)]
#[command(after_help = REPORT_EXAMPLES)]
pub(in crate::cli) struct ReportArgs {
    /// The plan, or `-` for standard input
    #[arg(value_name = "PLAN")]
    pub(in crate::cli) plan: PathBuf,
    /// The file to write the page to [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// End in the signatures the round asks for and in the evidence of every test
    #[arg(long)]
    pub(in crate::cli) sign_off: bool,
    /// The day of the check, for waivers that expire [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(in crate::cli) today: Option<Date>,
    #[command(flatten)]
    pub(in crate::cli) beside: BesideArgs,
    #[command(flatten)]
    pub(in crate::cli) project: ProjectArgs,
}

const VERIFY_EXAMPLES: &str = "\
Examples:
  bcf verify report.html plan.toml
  bcf verify tie-out.html plan.toml narrative.docx

The last line begins with
  MATCHES        the page is what this program writes of this very plan
  SAME FIGURES   it is of a plan that says the same and is laid out otherwise, as after export and import;
                 the words of the page were not compared
  DIFFERS        and the lines above say how
  UNVERIFIED     another version of bcf made it, and that version has to verify it

Exit status: 0 MATCHES, 1 SAME FIGURES or DIFFERS, 2 UNVERIFIED, or it is no page of bcf or cannot be read.";

/// The arguments of `verify`.
#[derive(Debug, Args)]
#[command(after_help = VERIFY_EXAMPLES)]
pub(in crate::cli) struct VerifyArgs {
    /// The page that `bcf report` or `bcf narrative` wrote
    #[arg(value_name = "PAGE")]
    pub(in crate::cli) page: PathBuf,
    /// The plan it is of
    #[arg(value_name = "PLAN")]
    pub(in crate::cli) plan: PathBuf,
    /// The narrative it is of too, where `bcf narrative` wrote it [default: the one the plan names]
    #[arg(value_name = "NARRATIVE")]
    pub(in crate::cli) narrative: Option<PathBuf>,
    /// Also say what has become of the plan by this day [default: the day of the page]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(in crate::cli) today: Option<Date>,
    #[command(flatten)]
    pub(in crate::cli) beside: BesideArgs,
    #[command(flatten)]
    pub(in crate::cli) project: ProjectArgs,
}
