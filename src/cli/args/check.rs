//! The arguments of `check` and `diff`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use schemars::JsonSchema;

use super::project::{BesideArgs, ProjectArgs, day};
use crate::cli::formats::{self, Target, target};
use crate::finding::Level;
use crate::period::Date;

const CHECK_EXAMPLES: &str = "\
Examples:
  bcf check                              every plan in this folder and below
  bcf check plan.toml -v                 also what could not be evaluated, and why
  bcf check --select dfg,money plans/    two families of rules only
  bcf check --fail-on warning plan.toml  warnings fail too
  bcf check plan.xlsx --mark checked.xlsx  also a copy of the workbook with the findings in it
  bcf check --staged                     every plan of the next commit, as it will be committed
  bcf check --format human --format json=out.json plan.toml
  bcf check plans/ --since main          only what is new since this branch left main fails
  bcf check plan.toml --waiver-for RULE  the entry to paste where a finding is accepted
  bcf check plans/ --write-baseline      let an old plan in: only new findings fail
  bcf check plans/ --baseline bcf-baseline.json
  git show main:plan.toml | bcf check - --stdin-filename plan.toml

The verdict: FAIL a finding of level error (or of a milder one that a stricter --fail-on names) that no valid waiver covers; INCOMPLETE no such finding, and either a finding that is milder only because the plan is a draft or a required test that was not made; PASS neither. No option makes the word kinder: what is known is said so, and rules left out make a pass incomplete.

Exit status: 1 a finding at or above --fail-on (default error) that is not known, or a required test that was not made and is not known, in a plan that is submitted or approved (with --complete, in a draft too), or with --since a plan that is hidden; 2 no verdict; else 0. With --fail-on never it is 1 only for a hidden plan.

What a bcf.toml excludes and what is untracked and ignored by git is passed over in folders and patterns; a named file is read.";

/// The arguments of `check`.
#[derive(Debug, Default, Args)]
#[command(after_help = CHECK_EXAMPLES)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(in crate::cli) struct CheckArgs {
    /// Plans, folders of plans, patterns such as 'plans/**/*.toml', or `-` for standard input [default: this folder]
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Pass over named files that are no plans or are excluded, for hooks that name every TOML file
    #[arg(long)]
    pub(in crate::cli) plans_only: bool,
    /// Check what is staged for the next commit, bcf.toml, allocations and own rounds too, whatever the working tree
    /// holds; without PATH every staged plan
    #[arg(long, conflicts_with_all = ["watch", "stdin_filename"])]
    pub(in crate::cli) staged: bool,
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = target, help_heading = "Output", help = formats::help())]
    pub(in crate::cli) format: Vec<Target>,
    /// Show the verdict only
    #[arg(short, long, conflicts_with_all = ["verbose", "all", "statistics"], help_heading = "Output")]
    pub(in crate::cli) quiet: bool,
    /// Also show what was not evaluated, and why, and in full what is not there yet
    #[arg(short, long, help_heading = "Output")]
    pub(in crate::cli) verbose: bool,
    /// Show every finding in full, also beyond the first 200
    #[arg(long, help_heading = "Output")]
    pub(in crate::cli) all: bool,
    /// Write out every line of every sum, also of tests that passed
    #[arg(long, help_heading = "Output")]
    pub(in crate::cli) evidence: bool,
    /// Do not try mends on copies of the plans: no likely causes, and no proposed edits but in JSON
    #[arg(long, help_heading = "Output")]
    pub(in crate::cli) no_causes: bool,
    /// Print the edits that are safe as a patch for `git apply`, in place of the report; the plans stay as they are
    #[arg(long, conflicts_with_all = ["format", "quiet", "verbose", "all", "evidence", "statistics", "no_causes", "watch"], help_heading = "Output")]
    pub(in crate::cli) patch: bool,
    /// Print, in place of the report, the `[[waivers]]` entry that would set the findings of a rule aside, below a path of
    /// the plan where one is named, with gaps for what only a person can say
    #[arg(long, value_name = "RULE[@PATH]", conflicts_with_all = ["format", "quiet", "verbose", "all", "evidence", "statistics", "no_causes", "watch", "patch", "mark", "plans_only", "complete", "fail_on", "no_waivers", "since", "baseline", "write_baseline"], help_heading = "Output")]
    pub(in crate::cli) waiver_for: Option<String>,
    /// Write a copy of the workbook that is checked, with a note and a shade on each cell that has a finding and a sheet
    /// that lists them; the workbook itself stays as it is
    #[arg(long, value_name = "FILE", conflicts_with_all = ["watch", "patch", "staged"], help_heading = "Output")]
    pub(in crate::cli) mark: Option<PathBuf>,
    /// Write over a marked copy that is there
    #[arg(long, requires = "mark", help_heading = "Output")]
    pub(in crate::cli) force: bool,
    /// Show how often each rule found something, instead of the findings
    #[arg(long, help_heading = "Output")]
    pub(in crate::cli) statistics: bool,
    /// Rules or families to check; all others are left out
    #[arg(long, value_name = "IDS", value_delimiter = ',', help_heading = "Rules")]
    pub(in crate::cli) select: Vec<String>,
    /// Rules or families to leave out
    #[arg(long, value_name = "IDS", value_delimiter = ',', help_heading = "Rules")]
    pub(in crate::cli) ignore: Vec<String>,
    /// Rules or families that are to be errors
    #[arg(short = 'D', long, value_name = "IDS", value_delimiter = ',', help_heading = "Rules")]
    pub(in crate::cli) deny: Vec<String>,
    /// Rules or families that are to be warnings
    #[arg(short = 'W', long, value_name = "IDS", value_delimiter = ',', help_heading = "Rules")]
    pub(in crate::cli) warn: Vec<String>,
    /// Rules or families to switch off
    #[arg(short = 'A', long, value_name = "IDS", value_delimiter = ',', help_heading = "Rules")]
    pub(in crate::cli) allow: Vec<String>,
    /// The least level that fails the check [default: the config's, or error]; never changes the exit status alone
    #[arg(long, value_name = "LEVEL", help_heading = "Rules")]
    pub(in crate::cli) fail_on: Option<FailOn>,
    /// Fail a draft that is not complete: one with gaps to fill, or a required test that could not be made
    #[arg(long, help_heading = "Rules")]
    pub(in crate::cli) complete: bool,
    /// Report what waivers in the plan would cover as if they were not there
    #[arg(long, help_heading = "Rules")]
    pub(in crate::cli) no_waivers: bool,
    /// Check under this round instead of each plan's own, to see what would break
    #[arg(long, value_name = "ROUND", help_heading = "Rules")]
    pub(in crate::cli) round: Option<String>,
    /// The day of the check, for waivers that expire [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, help_heading = "Rules")]
    pub(in crate::cli) today: Option<Date>,
    /// Findings, and missing tests, that were there when the branch left a git revision are known: only what is new, or
    /// worse, sets the exit status. The past is judged by its own settings; of the levels the stricter of both
    /// revisions count
    ///
    /// A plan that was there at the revision and is not checked any longer is reported: it fails the check where it is
    /// hidden (in a hidden folder, ignored by git, newly excluded, moved to where this check does not look) or no plan
    /// any longer; one that was deleted fails nothing.
    #[arg(long, value_name = "REV", help_heading = "Rules")]
    pub(in crate::cli) since: Option<String>,
    /// Check again whenever a plan is saved, and say what changed, until Ctrl-C
    #[arg(long, help_heading = "Output")]
    pub(in crate::cli) watch: bool,
    #[command(flatten)]
    pub(in crate::cli) beside: BesideArgs,
    #[command(flatten)]
    pub(in crate::cli) project: ProjectArgs,
    /// Findings, and tests that were not made, that are known and do not set the exit status
    #[arg(long, value_name = "FILE", help_heading = "Project")]
    pub(in crate::cli) baseline: Option<PathBuf>,
    /// Fail when the baseline knows findings that no longer occur
    #[arg(long, requires = "baseline", conflicts_with = "write_baseline", help_heading = "Project")]
    pub(in crate::cli) fail_on_stale: bool,
    /// Make what is found and not tested now what is known [default FILE: that of --baseline, or bcf-baseline.json]
    #[arg(long, value_name = "FILE", num_args = 0..=1, help_heading = "Project")]
    #[expect(clippy::option_option, reason = "not given, given, and given with a file are three things to clap")]
    pub(in crate::cli) write_baseline: Option<Option<PathBuf>>,
    /// The name of the plan that `-` reads
    #[arg(long, value_name = "NAME", help_heading = "Output")]
    pub(in crate::cli) stdin_filename: Option<String>,
}

/// The least level that fails the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, JsonSchema)]
#[schemars(inline, rename_all = "kebab-case")]
pub(in crate::cli) enum FailOn {
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
    pub(in crate::cli) const fn level(self) -> Option<Level> {
        match self {
            Self::Error => Some(Level::Error),
            Self::Warning => Some(Level::Warning),
            Self::Advice => Some(Level::Advice),
            Self::Never => None,
        }
    }
}

const DIFF_EXAMPLES: &str = "\
Examples:
  bcf diff old.toml new.toml             two files
  bcf diff main plan.toml                the same file at a git revision
  bcf diff main...HEAD plan.toml         where this branch left that revision
  bcf diff v1:plan.toml v2:plan.toml     two revisions, paths from the root of the repository
  bcf diff HEAD:plan.toml :plan.toml     what is staged
  bcf diff main plan.toml --format markdown > comment.md

/dev/null stands for a plan that does not exist. A file called like a revision is the file. A revision is judged by its
own bcf.toml, allocations and rounds; for the new side the stricter of both fail-on, and of both levels of a rule, count.

The verdict is on the new plan, what the old one had being known: FAIL (known) exits with 0.

Exit status: 1 a new finding at or above --fail-on, or a required test of a submitted plan that is newly not made; 2 no verdict; else 0.";

/// The arguments of `diff`.
#[derive(Debug, Args)]
#[command(after_help = DIFF_EXAMPLES)]
pub(in crate::cli) struct DiffArgs {
    /// The plan as it was: a file, `-`, REV:PATH, or a git revision of NEW
    #[arg(value_name = "OLD")]
    pub(in crate::cli) old: OsString,
    /// The plan as it is: a file, `-`, or REV:PATH
    #[arg(value_name = "NEW")]
    pub(in crate::cli) new: OsString,
    /// Format of the result
    #[arg(long, default_value = "human")]
    pub(in crate::cli) format: DiffFormat,
    /// Show the verdict only
    #[arg(short, long)]
    pub(in crate::cli) quiet: bool,
    /// The least level of a new finding that fails [default: the config's, or error]
    #[arg(long, value_name = "LEVEL")]
    pub(in crate::cli) fail_on: Option<FailOn>,
    /// Report what waivers in the plans would cover as if they were not there
    #[arg(long)]
    pub(in crate::cli) no_waivers: bool,
    /// The day of the checks, for waivers that expire [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(in crate::cli) today: Option<Date>,
    #[command(flatten)]
    pub(in crate::cli) beside: BesideArgs,
    #[command(flatten)]
    pub(in crate::cli) project: ProjectArgs,
}

/// A format of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum DiffFormat {
    /// Tables and lists, for people
    Human,
    /// For a comment on a pull request
    Markdown,
    /// bcf.diff/1
    Json,
}
