//! What may be said on the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::finding::Level;
use crate::period::Date;

/// Checks a Better Care Fund plan against the national conditions of its planning round.
///
/// A plan is one TOML file: the sources of the pooled fund, the schemes it pays for, the metrics, the signatures. The
/// policy is inside the program and every finding says where it is written; nothing is fetched.
#[derive(Debug, Parser)]
#[command(name = "bcf", version, about, long_about, max_term_width = 110, subcommand_required = true, arg_required_else_help = true, after_help = EXAMPLES)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) look: Look,
    #[command(subcommand)]
    pub(super) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  bcf check plans/                       check every plan in a folder
  bcf check plan.toml --format json      for another program
  bcf explain dfg-not-passported         what a finding means and how to mend it
  bcf rounds bcf-2017-19                 everything a planning round asks, with sources

Exit status: 0 no finding at or above --fail-on, 1 at least one, 2 no verdict.";

const CHECK_EXAMPLES: &str = "\
Examples:
  bcf check                              every plan in this folder and below
  bcf check plan.toml -v                 also what could not be evaluated, and why
  bcf check --select dfg,money plans/    two families of rules only
  bcf check --fail-on warning plan.toml  warnings fail too
  bcf check --format human --format json=out.json plan.toml
  bcf check plans/ --write-baseline      let an old plan in: only new findings fail
  bcf check plans/ --baseline bcf-baseline.json
  git show main:plan.toml | bcf check - --stdin-filename plan.toml";

const CONFIG_EXAMPLES: &str = "\
Examples:
  bcf config
  bcf config plans/leicester.toml --format json

A bcf.toml may set:
  fail-on = \"warning\"             error (default), warning, advice or never
  allocations = \"allocations.csv\" columns area,partner,stream,year,amount; area is a name or a code,
                                   partner is empty for the area's own figure, amount in pounds
  [[rounds]]
  file = \"local.toml\"            a round of your own, see `bcf rounds --guide`
  [levels]
  metric-worsens = \"error\"        a rule or a family: error, warning, advice or off

The nearest one counts, from the plan upwards to the root of the repository. Where allocations.csv
and a plan differ, what was published is used. Statutory rules can be neither lowered nor switched off.";

/// How the output looks, for every command.
#[derive(Clone, Debug, Args)]
pub(super) struct Look {
    /// When to use colour; the usual variables of the environment are honoured
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub(super) color: When,
    /// Columns to fill [default: the terminal's, or COLUMNS, or 100]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000), global = true)]
    pub(super) width: Option<u16>,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    /// On a terminal
    Auto,
    /// In any case
    Always,
    /// In no case
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check plans against the conditions of their planning round
    ///
    /// Findings are shown with the figures they rest on, the smallest edit that mends them, and the clause they come from.
    Check(Box<CheckArgs>),
    /// Compare two versions of a plan by what they mean
    ///
    /// Money moved by stream, scheme, condition, area of spend and year; sources, schemes and metrics added, removed and
    /// changed; each floor before and after; findings new, fixed and still there. Moved lines and comments are no
    /// difference, nor are the same amounts in another unit.
    Diff(DiffArgs),
    /// Start a plan: everything a round asks for, ready to be filled in
    ///
    /// A commented file with every section of the round, what each clause says beside it, the allocations that were
    /// published for the area in their places, and a gap in angle brackets wherever a person must write something. `bcf
    /// check` names each gap until it is filled. With --from it starts from a plan of an earlier round.
    Init(InitArgs),
    /// Write a plan as an Excel workbook
    ///
    /// A sheet for each section, real numbers in the plan's unit, drop-downs of the round's words, and a locked sheet with
    /// what the check says. `bcf import` turns it back into a plan without losing a row or a penny.
    Export(ExportArgs),
    /// Turn an Excel workbook back into a plan
    ///
    /// Everything in the workbook that is no part of a plan, or not exact, is told with its sheet and cell, such as
    /// sources!F17, and then nothing is written. Comments and layout of an earlier file are not kept.
    Import(ImportArgs),
    /// Show a plan as tables
    ///
    /// Money in and out by stream and year, spending by condition, priority, area and commissioner, every scheme, every
    /// floor with its headroom, the Disabled Facilities Grant by district, metrics and risk pools. Every floor is as `bcf
    /// check` tested it.
    Show(ShowArgs),
    /// Go through what a round asks of a plan, condition by condition
    ///
    /// Each requirement: met, not met, waived, not evaluated, or for a person to judge; with the figures, the findings,
    /// the evidence the plan points to, and the clause. The last line says how far the plan is from ready.
    Checklist(ChecklistArgs),
    /// Set areas next to each other
    ///
    /// What is pooled, the headroom above each floor, spending a head by area of spend, and the metrics: a column for each
    /// plan.
    Compare(CompareArgs),
    /// Write a plan as a page for people who were not there when it was written
    ///
    /// Its money, floors, metrics, checklist and findings, in one HTML file that fetches nothing and runs no script. With
    /// --sign-off it ends in the signatures and the evidence of every test.
    Report(ReportArgs),
    /// Say whether a page still matches its plan
    ///
    /// The page may have been altered, the plan changed, or other things be found in it by now; each is told.
    Verify(VerifyArgs),
    /// Say what a rule, a clause or a family is about
    ///
    /// Why it exists, where it is written and on what basis, a failing example with its finding, how to mend it.
    Explain(ExplainArgs),
    /// Show the rule book
    ///
    /// Each rule with its level, its clause, how that is known, and the rounds it applies in.
    Rules(RulesArgs),
    /// Show the planning rounds, or one of them whole
    ///
    /// A round's conditions, streams, floors, dates and metrics, each with its source, and what is not covered. `bcf rounds
    /// diff OLD NEW` says what changed between two.
    Rounds(RoundsArgs),
    /// Print a JSON Schema: of plans, of the JSON report, of bcf.toml, or of a round of one's own
    ///
    /// With the schema of plans an editor completes keys and words, and says what each is for. See the README.
    Schema(SchemaArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Print the manual
    ///
    /// One page of everything, or with --dir a page for each command.
    Man(ManArgs),
    /// Show what a project's bcf.toml sets
    ///
    /// What is in force for a plan or a folder, and where each value came from.
    Config(ConfigArgs),
}

/// What `check` is told.
#[derive(Debug, Args)]
#[command(after_help = CHECK_EXAMPLES)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(super) struct CheckArgs {
    /// Plans, folders of plans, patterns such as 'plans/**/*.toml', or `-` for standard input [default: this folder]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Pass over named files that have no `[plan]` table, for hooks that name every TOML file
    #[arg(long)]
    pub(super) plans_only: bool,
    /// Format of the result, with =FILE into a file: human, concise, json, sarif, github, gitlab, junit or markdown. May be
    /// given several times [default: human, in GitHub Actions github]
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = target, help_heading = "Output")]
    pub(super) format: Vec<Target>,
    /// Show the verdict only
    #[arg(short, long, conflicts_with_all = ["verbose", "all", "statistics"], help_heading = "Output")]
    pub(super) quiet: bool,
    /// Also show what was not evaluated, and why
    #[arg(short, long, help_heading = "Output")]
    pub(super) verbose: bool,
    /// Show every finding in full, also beyond the first 200
    #[arg(long, help_heading = "Output")]
    pub(super) all: bool,
    /// Write out every line of every sum, also of tests that passed
    #[arg(long, help_heading = "Output")]
    pub(super) evidence: bool,
    /// Show how often each rule found something, instead of the findings
    #[arg(long, help_heading = "Output")]
    pub(super) statistics: bool,
    /// Rules or families to check; all others are left out
    #[arg(long, value_name = "IDS", value_delimiter = ',', help_heading = "Rules")]
    pub(super) select: Vec<String>,
    /// Rules or families to leave out
    #[arg(long, value_name = "IDS", value_delimiter = ',', help_heading = "Rules")]
    pub(super) ignore: Vec<String>,
    /// Rules or families that are to be errors
    #[arg(short = 'D', long, value_name = "IDS", value_delimiter = ',', help_heading = "Rules")]
    pub(super) deny: Vec<String>,
    /// Rules or families that are to be warnings
    #[arg(short = 'W', long, value_name = "IDS", value_delimiter = ',', help_heading = "Rules")]
    pub(super) warn: Vec<String>,
    /// Rules or families to switch off
    #[arg(short = 'A', long, value_name = "IDS", value_delimiter = ',', help_heading = "Rules")]
    pub(super) allow: Vec<String>,
    /// The least level that fails the check [default: the config's, or error]
    #[arg(long, value_name = "LEVEL", help_heading = "Rules")]
    pub(super) fail_on: Option<FailOn>,
    /// Report what waivers in the plan would cover as if they were not there
    #[arg(long, help_heading = "Rules")]
    pub(super) no_waivers: bool,
    /// Check under this round instead of each plan's own, to see what would break
    #[arg(long, value_name = "ROUND", help_heading = "Rules")]
    pub(super) round: Option<String>,
    /// The day of the check, for waivers that expire [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, help_heading = "Rules")]
    pub(super) today: Option<Date>,
    /// Fail only on findings that are new since a git revision; older ones are shown as in the baseline
    #[arg(long, value_name = "REV", help_heading = "Rules")]
    pub(super) since: Option<String>,
    /// Check again whenever a plan is saved, and say what changed, until Ctrl-C
    #[arg(long, help_heading = "Output")]
    pub(super) watch: bool,
    #[command(flatten)]
    pub(super) project: ProjectArgs,
    /// Known findings, which do not fail
    #[arg(long, value_name = "FILE", help_heading = "Project")]
    pub(super) baseline: Option<PathBuf>,
    /// Make what is found now the known findings [default FILE: that of --baseline, or bcf-baseline.json]
    #[arg(long, value_name = "FILE", num_args = 0..=1, help_heading = "Project")]
    #[expect(clippy::option_option, reason = "not given, given, and given with a file are three things to clap")]
    pub(super) write_baseline: Option<Option<PathBuf>>,
    /// What to call the plan that `-` reads
    #[arg(long, value_name = "NAME", help_heading = "Output")]
    pub(super) stdin_filename: Option<String>,
}

/// Which config is in force.
#[derive(Clone, Debug, Args)]
pub(super) struct ProjectArgs {
    /// The config to use [default: the nearest bcf.toml from the plan upwards]
    #[arg(long, value_name = "FILE", conflicts_with = "isolated", help_heading = "Project")]
    pub(super) config: Option<PathBuf>,
    /// Use no config
    #[arg(long, help_heading = "Project")]
    pub(super) isolated: bool,
}

/// The least level that fails the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// Errors fail
    Error,
    /// Warnings and errors fail
    Warning,
    /// Any finding fails
    Advice,
    /// Nothing fails
    Never,
}

impl FailOn {
    /// The level, if any.
    pub(super) const fn level(self) -> Option<Level> {
        match self {
            Self::Error => Some(Level::Error),
            Self::Warning => Some(Level::Warning),
            Self::Advice => Some(Level::Advice),
            Self::Never => None,
        }
    }
}

/// A format of a check's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Findings with their source and sums, for people
    Human,
    /// `path:line:col: level[rule] message`
    Concise,
    /// bcf.check/1
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions, and a summary of the step
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// A test case for every test
    Junit,
    /// For a comment on a pull request
    Markdown,
}

/// A format, and the file it goes to if not to stdout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) format: Format,
    pub(super) file: Option<PathBuf>,
}

/// `json`, `json=out.json`
fn target(text: &str) -> Result<Target, String> {
    let (format, file) = text.split_once('=').map_or((text, None), |(format, file)| (format, Some(file)));
    let known =
        || Format::value_variants().iter().filter_map(ValueEnum::to_possible_value).map(|v| v.get_name().to_owned());
    let format = Format::from_str(format, false).map_err(|_| {
        format!("there is no format `{format}`; there are {}", crate::report::words::list(&known().collect::<Vec<_>>()))
    })?;
    if file == Some("") {
        return Err("a file name is missing after `=`".to_owned());
    }
    Ok(Target { format, file: file.map(PathBuf::from) })
}

fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "a day is written like 2018-06-01".to_owned())
}

const DIFF_EXAMPLES: &str = "\
Examples:
  bcf diff old.toml new.toml             two files
  bcf diff main plan.toml                the same file at a git revision
  bcf diff v1:plan.toml v2:plan.toml     two revisions, paths from the root of the repository
  bcf diff HEAD:plan.toml :plan.toml     what is staged
  bcf diff main plan.toml --format markdown > comment.md

/dev/null stands for a plan that does not exist. A file called like a revision is the file.

Exit status: 0 no new finding at or above --fail-on, 1 at least one, 2 no verdict.";

/// What `diff` is told.
#[derive(Debug, Args)]
#[command(after_help = DIFF_EXAMPLES)]
pub(super) struct DiffArgs {
    /// The plan as it was: a file, `-`, REV:PATH, or a git revision of NEW
    #[arg(value_name = "OLD")]
    pub(super) old: OsString,
    /// The plan as it is: a file, `-`, or REV:PATH
    #[arg(value_name = "NEW")]
    pub(super) new: OsString,
    /// Format of the result
    #[arg(long, default_value = "human")]
    pub(super) format: DiffFormat,
    /// Show the verdict only
    #[arg(short, long)]
    pub(super) quiet: bool,
    /// The least level of a new finding that fails [default: the config's, or error]
    #[arg(long, value_name = "LEVEL")]
    pub(super) fail_on: Option<FailOn>,
    /// Report what waivers in the plans would cover as if they were not there
    #[arg(long)]
    pub(super) no_waivers: bool,
    /// The day of the checks, for waivers that expire [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(super) today: Option<Date>,
    #[command(flatten)]
    pub(super) project: ProjectArgs,
}

/// A format of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// Tables and lists, for people
    Human,
    /// For a comment on a pull request
    Markdown,
    /// bcf.diff/1
    Json,
}

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
  bcf checklist plan.toml --format markdown > checklist.md
  bcf checklist plan.toml --format json | jq .counts

Exit status: 0 the checklist is shown, ready or not; 2 the plan cannot be read. `bcf check` is what fails a build.";

/// Which plan is looked at, and as of when.
#[derive(Debug, Args)]
pub(super) struct PictureArgs {
    /// The plan: a file, or `-` for standard input
    #[arg(value_name = "PLAN")]
    pub(super) plan: PathBuf,
    /// Judge as if the waivers in the plan were not there
    #[arg(long)]
    pub(super) no_waivers: bool,
    /// The day of the check, for waivers that expire [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(super) today: Option<Date>,
    /// What to call the plan that `-` reads
    #[arg(long, value_name = "NAME")]
    pub(super) stdin_filename: Option<String>,
    #[command(flatten)]
    pub(super) project: ProjectArgs,
}

/// What `show` is told.
#[derive(Debug, Args)]
#[command(after_help = SHOW_EXAMPLES)]
pub(super) struct ShowArgs {
    #[command(flatten)]
    pub(super) picture: PictureArgs,
    /// Format of the tables
    #[arg(long, default_value = "human")]
    pub(super) format: ShowFormat,
}

/// A format of a plan's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ShowFormat {
    /// Tables that fit the terminal
    Human,
    /// For programs: bcf.show/1, of several plans bcf.compare/1
    Json,
    /// One long table, a figure a row
    Csv,
    /// Markdown tables
    Markdown,
}

/// What `compare` is told.
#[derive(Debug, Args)]
#[command(after_help = COMPARE_EXAMPLES)]
pub(super) struct CompareArgs {
    /// Plans, or folders of plans
    #[arg(value_name = "PLAN", required = true)]
    pub(super) plans: Vec<PathBuf>,
    /// Judge as if the waivers in the plans were not there
    #[arg(long)]
    pub(super) no_waivers: bool,
    /// The day of the check, for waivers that expire [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(super) today: Option<Date>,
    /// Format of the tables
    #[arg(long, default_value = "human")]
    pub(super) format: ShowFormat,
    #[command(flatten)]
    pub(super) project: ProjectArgs,
}

/// Below the help of `compare`.
const COMPARE_EXAMPLES: &str = "\
Examples:
  bcf compare plans/example-county.toml plans/example-borough.toml
  bcf compare plans/ --format csv > areas.csv

Spending a head divides by [area] population.everyone of the year; a plan without it has none.

Exit status: 0 the plans are shown, whatever their verdicts; 2 one cannot be read, or there are not two.";

/// What `checklist` is told.
#[derive(Debug, Args)]
#[command(after_help = CHECKLIST_EXAMPLES)]
pub(super) struct ChecklistArgs {
    #[command(flatten)]
    pub(super) picture: PictureArgs,
    /// Format of the checklist
    #[arg(long, default_value = "human")]
    pub(super) format: ChecklistFormat,
}

/// A format of a checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ChecklistFormat {
    /// For people
    Human,
    /// bcf.checklist/1
    Json,
    /// With a box to tick for each requirement
    Markdown,
}

const INIT_EXAMPLES: &str = "\
Examples:
  bcf init --round bcf-2017-19 --area Brackenmouth -o plan.toml
  bcf init --round bcf-2017-19 --area Leicestershire --tiers two --allocations allocations.csv -o plan.toml
  bcf init --round bcf-2019-20 --from plan-2017-19.toml -o plan-2019-20.toml

The columns of allocations.csv are area,partner,stream,year,amount: area is a name or a code, partner
is empty for the area's own figure. A partner with a share of the Disabled Facilities Grant alone is
taken for a district.";

/// What `init` is told.
#[derive(Debug, Args)]
#[command(after_help = INIT_EXAMPLES)]
pub(super) struct InitArgs {
    /// The planning round
    #[arg(long, value_name = "ROUND")]
    pub(super) round: String,
    /// A plan of an earlier round to roll forward
    ///
    /// Area, partners, schemes, risks and pools are kept, and streams, metrics and conditions that ended become what
    /// took their place. Every amount is a gap that shows the last year's; the social care baseline and minimum are
    /// worked out where the floor and the uplift are known; a metric's last outturn, else its last target, is its
    /// baseline. What was for the last round alone (totals, statements, milestones, waivers, dates) is left out.
    #[arg(long, value_name = "PLAN", conflicts_with_all = ["area", "code", "tiers"])]
    pub(super) from: Option<PathBuf>,
    /// The name of the Health and Wellbeing Board area; with --from it is the plan's
    #[arg(long, value_name = "NAME", required_unless_present = "from", default_value = "", hide_default_value = true)]
    pub(super) area: String,
    /// The ONS code of the area: E and eight digits
    #[arg(long, value_name = "CODE")]
    pub(super) code: Option<String>,
    /// Whether one council does everything or districts lie below a county [default: two where the allocations name
    /// districts, else single]
    #[arg(long, value_name = "TIERS")]
    pub(super) tiers: Option<AreaTiers>,
    /// What government published, for a whole region or one area
    #[arg(long, value_name = "FILE")]
    pub(super) allocations: Option<PathBuf>,
    #[command(flatten)]
    pub(super) project: ProjectArgs,
    /// The plan to write [default: standard output]
    #[arg(short, long, value_name = "FILE", default_value = "-", hide_default_value = true)]
    pub(super) output: PathBuf,
    /// Write over a plan that is there
    #[arg(long)]
    pub(super) force: bool,
}

/// Whether districts lie below an area's council.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum AreaTiers {
    /// One council does social care and housing
    Single,
    /// Districts lie below a county
    Two,
}

/// What `export` is told.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  bcf export plan.toml -o plan.xlsx")]
pub(super) struct ExportArgs {
    #[command(flatten)]
    pub(super) picture: PictureArgs,
    /// The workbook to write, or `-` for standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: PathBuf,
    /// Write over a workbook that is there
    #[arg(long)]
    pub(super) force: bool,
}

/// What `import` is told.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  bcf import plan.xlsx -o plan.toml && bcf check plan.toml")]
pub(super) struct ImportArgs {
    /// The workbook, or `-` for standard input
    #[arg(value_name = "WORKBOOK")]
    pub(super) workbook: PathBuf,
    /// The plan to write [default: standard output]
    #[arg(short, long, value_name = "FILE", default_value = "-", hide_default_value = true)]
    pub(super) output: PathBuf,
    /// Write over a plan that is there
    #[arg(long)]
    pub(super) force: bool,
}

const REPORT_EXAMPLES: &str = "\
Examples:
  bcf report plan.toml -o report.html
  bcf report plan.toml --sign-off -o pack.html    with signatures and the evidence of every test
  bcf verify pack.html plan.toml                  whether the page still matches the plan

Exit status: 0 the page is written, whatever it says of the plan, 2 it is not.";

/// What `report` is told.
#[derive(Debug, Args)]
#[command(after_help = REPORT_EXAMPLES)]
pub(super) struct ReportArgs {
    /// The plan, or `-` for standard input
    #[arg(value_name = "PLAN")]
    pub(super) plan: PathBuf,
    /// Where to write the page [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// End in the signatures the round asks for and in the evidence of every test
    #[arg(long)]
    pub(super) sign_off: bool,
    /// The day of the check, for waivers that expire [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(super) today: Option<Date>,
    #[command(flatten)]
    pub(super) project: ProjectArgs,
}

/// What `verify` is told.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  bcf verify report.html plan.toml\n\nExit status: 0 the page matches the plan, 1 it does not, 2 it is no page of bcf or cannot be read."
)]
pub(super) struct VerifyArgs {
    /// The page that `bcf report` wrote
    #[arg(value_name = "PAGE")]
    pub(super) page: PathBuf,
    /// The plan it is of
    #[arg(value_name = "PLAN")]
    pub(super) plan: PathBuf,
    /// Check the plan as on this day [default: the day of the page]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(super) today: Option<Date>,
    #[command(flatten)]
    pub(super) project: ProjectArgs,
}

/// What `explain` is told.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  bcf explain dfg-not-passported\n  bcf explain dfg")]
pub(super) struct ExplainArgs {
    /// A rule, a clause or a family
    #[arg(value_name = "RULE|CLAUSE|FAMILY")]
    pub(super) subject: String,
    /// The day for examples that depend on one [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(super) today: Option<Date>,
    #[command(flatten)]
    pub(super) project: ProjectArgs,
}

/// What `rules` is told.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  bcf rules --round bcf-2017-19\n  bcf rules --format markdown > RULES.md")]
pub(super) struct RulesArgs {
    /// Only the rules of this round
    #[arg(long, value_name = "ROUND")]
    pub(super) round: Option<String>,
    /// Format of the list
    #[arg(long, default_value = "human")]
    pub(super) format: ListFormat,
    #[command(flatten)]
    pub(super) project: ProjectArgs,
}

/// A format of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// A table
    Human,
    /// bcf.rules/1
    Json,
    /// A Markdown table
    Markdown,
}

/// What `config` is told.
#[derive(Debug, Args)]
#[command(after_help = CONFIG_EXAMPLES)]
pub(super) struct ConfigArgs {
    /// The plan, or the folder, whose config is meant [default: this folder]
    #[arg(value_name = "PATH")]
    pub(super) path: Option<PathBuf>,
    #[command(flatten)]
    pub(super) project: ProjectArgs,
    /// Format of the answer
    #[arg(long, default_value = "human")]
    pub(super) format: ConfigFormat,
}

/// A format of the config in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ConfigFormat {
    /// A table
    Human,
    /// bcf.config/1
    Json,
}

const ROUNDS_EXAMPLES: &str = "\
Examples:
  bcf rounds                             the rounds there are
  bcf rounds bcf-2017-19                 one whole, each thing with its source
  bcf rounds bcf-2017-19 --format json   for another program
  bcf rounds diff bcf-2016-17 bcf-2017-19
  bcf rounds --guide                     how to write a round of your own";

/// What `rounds` is told.
#[derive(Debug, Args)]
#[command(after_help = ROUNDS_EXAMPLES, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(super) struct RoundsArgs {
    #[command(subcommand)]
    pub(super) diff: Option<RoundsCommand>,
    /// The round to show
    #[arg(value_name = "ROUND")]
    pub(super) round: Option<String>,
    /// Say how to write a round of one's own, such as next year's
    #[arg(long, conflicts_with_all = ["round", "format"])]
    pub(super) guide: bool,
    /// Format of the answer
    #[arg(long, default_value = "human")]
    pub(super) format: RoundFormat,
    #[command(flatten)]
    pub(super) project: ProjectArgs,
}

/// What `rounds` does beside showing them.
#[derive(Debug, Subcommand)]
pub(super) enum RoundsCommand {
    /// Say what changed from one round to another
    ///
    /// Conditions, streams, floors, metrics, dates, topics and signatures; the clauses' wording and basis; the rules that
    /// begin to apply and those that cease to.
    Diff(RoundsDiffArgs),
}

/// What `rounds diff` is told.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  bcf rounds diff bcf-2016-17 bcf-2017-19")]
pub(super) struct RoundsDiffArgs {
    /// The round as it was
    #[arg(value_name = "OLD")]
    pub(super) old: String,
    /// The round that followed it
    #[arg(value_name = "NEW")]
    pub(super) new: String,
    /// Format of the answer
    #[arg(long, default_value = "human")]
    pub(super) format: RoundFormat,
    #[command(flatten)]
    pub(super) project: ProjectArgs,
}

/// A format of what is said of rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum RoundFormat {
    /// For people
    Human,
    /// bcf.rounds/1, bcf.round/1 or bcf.rounds-diff/1
    Json,
    /// For a paper or a comment
    Markdown,
}

/// What `schema` is told.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  bcf schema plan > .bcf/plan.schema.json\n  bcf schema output")]
pub(super) struct SchemaArgs {
    /// What the schema is of
    #[arg(value_name = "WHAT", default_value = "plan")]
    pub(super) of: SchemaOf,
    #[command(flatten)]
    pub(super) project: ProjectArgs,
}

/// What there is a schema of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaOf {
    /// Plans
    Plan,
    /// The JSON report of check
    Output,
    /// bcf.toml
    Config,
    /// A round of one's own
    Round,
}

/// What `completions` is told.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  bcf completions bash > ~/.local/share/bash-completion/completions/bcf\n  bcf completions fish > ~/.config/fish/completions/bcf.fish"
)]
pub(super) struct CompletionsArgs {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}

/// What `man` is told.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  bcf man | man -l -\n  bcf man --dir ~/.local/share/man/man1")]
pub(super) struct ManArgs {
    /// Write a page for each command into this folder
    #[arg(long, value_name = "DIR")]
    pub(super) dir: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }

    #[test]
    fn a_format_may_name_a_file() {
        assert_eq!(target("json=a=b.json"), Ok(Target { format: Format::Json, file: Some("a=b.json".into()) }));
        assert!(
            target("jsn").is_err_and(|e| e.contains("human, concise, json, sarif, github, gitlab, junit and markdown"))
                && target("json=").is_err()
        );
    }
}
