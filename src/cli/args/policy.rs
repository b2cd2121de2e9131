//! The arguments of the commands that show rules and rounds.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::project::{ProjectArgs, day};
use crate::check::rules::dfg::dfg_not_passported;
use crate::period::Date;

/// The arguments of `explain`.
#[derive(Debug, Args)]
#[command(after_help = format!("Examples:\n  bcf explain {}\n  bcf explain dfg\n  bcf explain sources.amount\n  bcf explain section 151                what there is about it", dfg_not_passported::RULE.id))]
pub(in crate::cli) struct ExplainArgs {
    /// A rule, a family, a clause, or a key or section of the plan format by its path; or words, and what fits them is
    /// listed
    #[arg(value_name = "RULE|FAMILY|CLAUSE|KEY|WORDS", required = true)]
    pub(in crate::cli) subject: Vec<String>,
    /// Only what this round asks
    #[arg(long, value_name = "ROUND")]
    pub(in crate::cli) round: Option<String>,
    /// The day for examples that depend on one [default: that of the examples]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(in crate::cli) today: Option<Date>,
    #[command(flatten)]
    pub(in crate::cli) project: ProjectArgs,
}

/// The arguments of `rules`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  bcf rules --round bcf-2017-19\n  bcf rules --format markdown > RULES.md")]
pub(in crate::cli) struct RulesArgs {
    /// Only the rules of this round
    #[arg(long, value_name = "ROUND")]
    pub(in crate::cli) round: Option<String>,
    /// Format of the list
    #[arg(long, default_value = "human")]
    pub(in crate::cli) format: ListFormat,
    #[command(flatten)]
    pub(in crate::cli) project: ProjectArgs,
}

/// A format of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ListFormat {
    /// A table
    Human,
    /// bcf.rules/1
    Json,
    /// A Markdown table
    Markdown,
}

const ROUNDS_EXAMPLES: &str = "\
Examples:
  bcf rounds                             the rounds there are
  bcf rounds bcf-2017-19                 one whole, each thing with its source
  bcf rounds bcf-2017-19 --format json   for another program
  bcf rounds diff bcf-2016-17 bcf-2017-19
  bcf rounds --today 2027-04-01          which is current that day
  bcf rounds --guide                     how to write a round of your own";

/// The arguments of `rounds`.
#[derive(Debug, Args)]
#[command(after_help = ROUNDS_EXAMPLES, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(in crate::cli) struct RoundsArgs {
    #[command(subcommand)]
    pub(in crate::cli) diff: Option<RoundsCommand>,
    /// The round to show
    #[arg(value_name = "ROUND")]
    pub(in crate::cli) round: Option<String>,
    /// Say how to write a project's own round, such as next year's
    #[arg(long, conflicts_with_all = ["round", "format"])]
    pub(in crate::cli) guide: bool,
    /// The day whose round the list marks as current [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, conflicts_with_all = ["round", "guide"])]
    pub(in crate::cli) today: Option<Date>,
    /// Format of the answer
    #[arg(long, default_value = "human")]
    pub(in crate::cli) format: RoundFormat,
    #[command(flatten)]
    pub(in crate::cli) project: ProjectArgs,
}

/// The commands of `rounds` beside showing them.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum RoundsCommand {
    /// Say what changed from one round to another
    ///
    /// Conditions, streams, floors, metrics, dates, topics and signatures; the clauses' wording and basis; the rules that
    /// begin to apply and those that cease to.
    Diff(RoundsDiffArgs),
}

/// The arguments of `rounds diff`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  bcf rounds diff bcf-2016-17 bcf-2017-19")]
pub(in crate::cli) struct RoundsDiffArgs {
    /// The round as it was
    #[arg(value_name = "OLD")]
    pub(in crate::cli) old: String,
    /// The round that followed it
    #[arg(value_name = "NEW")]
    pub(in crate::cli) new: String,
    /// Format of the answer
    #[arg(long, default_value = "human")]
    pub(in crate::cli) format: RoundFormat,
    #[command(flatten)]
    pub(in crate::cli) project: ProjectArgs,
}

/// A format of what is said of rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum RoundFormat {
    /// For people
    Human,
    /// bcf.rounds/1, bcf.round/1 or bcf.rounds-diff/1
    Json,
    /// For a paper or a comment
    Markdown,
}

/// The arguments of `schema`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  bcf schema plan > .bcf/plan.schema.json\n  bcf schema output")]
pub(in crate::cli) struct SchemaArgs {
    /// The kind of file to describe
    #[arg(value_name = "WHAT", default_value = "plan")]
    pub(in crate::cli) of: SchemaOf,
    #[command(flatten)]
    pub(in crate::cli) project: ProjectArgs,
}

/// The kinds of file that have a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SchemaOf {
    /// Plans
    Plan,
    /// The JSON report of check
    Output,
    /// The JSON of show
    Show,
    /// The JSON of checklist
    Checklist,
    /// The JSON of compare
    Compare,
    /// The JSON of diff
    Diff,
    /// The JSON of narrative
    Narrative,
    /// bcf.toml
    Config,
    /// A project's own round
    Round,
}

/// The arguments of `docs`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  bcf docs format > FORMAT.md\n  bcf docs book -o book && mdbook build book")]
pub(in crate::cli) struct DocsArgs {
    /// The subject of the reference
    #[arg(value_name = "WHAT")]
    pub(in crate::cli) of: DocsOf,
    /// The place to write it to: a file for the format, - being standard output; a folder for the book
    #[arg(short, long, value_name = "PATH", required_if_eq("of", "book"))]
    pub(in crate::cli) output: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) project: ProjectArgs,
}

/// The subjects that have a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum DocsOf {
    /// The plan format: every section and key, with the words of the rounds
    Format,
    /// The book: tutorials, guide, format, every rule with its example, every clause and round, commands and schemas, as
    /// pages for mdBook
    Book,
}
