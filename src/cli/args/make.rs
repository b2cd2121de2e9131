//! The arguments of the commands that write a plan or a workbook.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::look::PictureArgs;
use super::project::{BesideArgs, ProjectArgs};

const INIT_EXAMPLES: &str = "\
Examples:
  bcf init --example borough -o example.toml                         a plan that passes, to try things on
  bcf init --round bcf-2017-19 --area Brackenmouth -o plan.toml
  bcf init --round bcf-2017-19 --area Brackenmouth -o plan.xlsx      to fill in with Excel
  bcf init --round bcf-2017-19 --area Leicestershire --tiers two --allocations allocations.csv -o plan.toml
  bcf init --round bcf-2019-20 --from plan-2017-19.toml -o plan-2019-20.toml
  bcf init --round bcf-2017-19 --from-narrative narrative.docx -o plan.toml

The columns of allocations.csv are area,partner,stream,year,amount: area is a name or a code, partner
is empty for the area's own figure, stream an id or a name, year 2025-26 or 2025/26. It may be a workbook
too, have semicolons, or a column a stream or a year in place of stream, year and amount. A partner with a share of the Disabled Facilities Grant alone is
taken for a district.";

/// The arguments of `init`.
#[derive(Debug, Default, Args)]
#[command(after_help = INIT_EXAMPLES)]
pub(in crate::cli) struct InitArgs {
    /// The planning round
    #[arg(
        long,
        value_name = "ROUND",
        required_unless_present = "example",
        default_value = "",
        hide_default_value = true
    )]
    pub(in crate::cli) round: String,
    /// Write a made-up plan that passes instead, to look at and to try things on
    #[arg(long, value_name = "EXAMPLE", conflicts_with_all = ["round", "from", "from_narrative", "area", "code", "tiers", "district", "allocations", "with"])]
    pub(in crate::cli) example: Option<ExamplePlan>,
    /// A plan of an earlier round to roll forward
    ///
    /// Area, partners, schemes, risks and pools are kept, and streams, metrics and conditions that ended become what
    /// took their place. Every amount is a gap that shows the last year's; the social care baseline and minimum are
    /// worked out where the floor and the uplift are known; a metric's last outturn, else its last target, is its
    /// baseline. What was for the last round alone (totals, statements, milestones, waivers, dates) is left out.
    #[arg(long, value_name = "PLAN", conflicts_with_all = ["area", "code", "tiers", "district"])]
    pub(in crate::cli) from: Option<PathBuf>,
    /// A narrative to draft the plan from: what its tables and sentences say goes to its place, each figure with where it
    /// was read
    ///
    /// What a person must decide is a gap, and what could not be placed stands as comments at the end. No figure is in the
    /// draft that is not in the narrative; hold every one against it.
    #[arg(long, value_name = "NARRATIVE", conflicts_with_all = ["from", "allocations"])]
    pub(in crate::cli) from_narrative: Option<PathBuf>,
    /// The name of the Health and Wellbeing Board area; with --from it is the plan's, with --from-narrative what it says
    #[arg(long, value_name = "NAME", required_unless_present_any = ["from", "from_narrative", "example"], default_value = "", hide_default_value = true)]
    pub(in crate::cli) area: String,
    /// The ONS code of the area: E and eight digits
    #[arg(long, value_name = "CODE")]
    pub(in crate::cli) code: Option<String>,
    /// The tiers of the area: one council does everything, or districts lie below a county [default: two where
    /// districts are named, by the allocations or by --district, else single]
    #[arg(long, value_name = "TIERS")]
    pub(in crate::cli) tiers: Option<AreaTiers>,
    /// The name of a district council below the county; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) district: Vec<String>,
    /// The allocations government published, for a whole region or one area
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) allocations: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) beside: BesideArgs,
    #[command(flatten)]
    pub(in crate::cli) project: ProjectArgs,
    /// The plan to write, as a workbook where its name ends in .xlsx [default: standard output]
    #[arg(short, long, value_name = "FILE", default_value = "-", hide_default_value = true)]
    pub(in crate::cli) output: PathBuf,
    /// Write over a plan that is there
    #[arg(long)]
    pub(in crate::cli) force: bool,
}

/// The plans that are inside the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ExamplePlan {
    /// A county with districts
    County,
    /// A single council
    Borough,
}

/// The tiers of local government in an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum AreaTiers {
    /// One council does social care and housing
    Single,
    /// Districts lie below a county
    Two,
}

/// The arguments of `export`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  bcf export plan.toml -o plan.xlsx")]
pub(in crate::cli) struct ExportArgs {
    #[command(flatten)]
    pub(in crate::cli) picture: PictureArgs,
    /// The workbook to write, or `-` for standard output
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: PathBuf,
    /// Write over a workbook that is there
    #[arg(long)]
    pub(in crate::cli) force: bool,
}

const IMPORT_EXAMPLES: &str = "\
Examples:
  bcf import plan.xlsx -o plan.toml && bcf check plan.toml
  bcf import ours.xlsx --guess > map.toml       what the columns of a table of your own seem to be
  bcf import ours.xlsx --map map.toml -o plan.toml

A map holds [set.plan] and [set.area] with what the tables do not say, and a [[table]] for each: the sheet, the row of
its headers, the list of the plan it is (spend, schemes, sources), under columns the key of each header (a year
behind it: amount 2025-26), and under words the format's word for each of yours. Keep it, and use it again.";

/// The arguments of `import`.
#[derive(Debug, Args)]
#[command(after_help = IMPORT_EXAMPLES)]
pub(in crate::cli) struct ImportArgs {
    /// The workbook, or `-` for standard input; with --map or --guess also a table of comma-separated values
    #[arg(value_name = "WORKBOOK")]
    pub(in crate::cli) workbook: PathBuf,
    /// Read tables of your own as this map says: which column is which key of a plan, and which word which
    #[arg(long, value_name = "FILE", conflicts_with = "with")]
    pub(in crate::cli) map: Option<PathBuf>,
    /// Write the map that the tables would be read by, each line with how sure it is, in the place of a plan
    #[arg(long, conflicts_with_all = ["map", "with"])]
    pub(in crate::cli) guess: bool,
    #[command(flatten)]
    pub(in crate::cli) beside: BesideArgs,
    /// The plan to write [default: standard output]
    #[arg(short, long, value_name = "FILE", default_value = "-", hide_default_value = true)]
    pub(in crate::cli) output: PathBuf,
    /// Write over a plan that is there
    #[arg(long)]
    pub(in crate::cli) force: bool,
}
