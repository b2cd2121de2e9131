//! The command line: the arguments that all commands share, and the list of commands.

mod check;
mod look;
mod make;
#[cfg(feature = "terminal")]
mod narrative;
mod policy;
#[cfg(feature = "terminal")]
mod program;
mod project;

use clap::{Arg, ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::check::rules::dfg::dfg_not_passported;
pub(super) use check::*;
pub(super) use look::*;
pub(super) use make::*;
#[cfg(feature = "terminal")]
pub(super) use narrative::*;
pub(super) use policy::*;
#[cfg(feature = "terminal")]
pub(super) use program::*;
pub(super) use project::{BesideArgs, ProjectArgs};

/// Checks a Better Care Fund plan against the national conditions of its planning round.
///
/// A plan is one TOML file: the sources of the pooled fund, the schemes it pays for, the metrics, the signatures. The
/// policy is inside the program and every finding says where it is written; nothing is fetched.
#[derive(Debug, Parser)]
#[command(name = "bcf", version, about, long_about, max_term_width = 110, subcommand_required = true, arg_required_else_help = true, arg = verbose(), after_help = examples())]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) look: Look,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Returns the option that makes `--version` say more. It says nothing by itself, so that no command has to look at it.
fn verbose() -> Arg {
    let help = "With --version: also the commit, the target, the features and the planning rounds inside";
    Arg::new("verbose").short('v').long("verbose").action(ArgAction::SetTrue).requires("version").help(help)
}

/// Returns what the help of the program ends with.
fn examples() -> String {
    format!(
        "\
Examples:
  bcf check plans/                       check every plan in a folder
  bcf check plan.toml --format json      for another program
  bcf explain {}         what a finding means and how to mend it
  bcf report plan.toml -o report.html    a page for a board
  bcf init --round bcf-2025-26 --area Brackenmouth -o plan.toml
  bcf rounds bcf-2017-19                 everything a planning round asks, with sources

Exit status: 1 the check fails (`bcf check --help` says when), 2 no verdict, else 0.",
        dfg_not_passported::RULE.id
    )
}

/// The look of the output, for every command.
#[derive(Clone, Debug, Args)]
pub(super) struct Look {
    /// When to use colour; `NO_COLOR`, `CLICOLOR_FORCE`, `FORCE_COLOR` and `CLICOLOR` are heeded, in this order
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

/// The commands.
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
    /// A sheet to start from, a sheet for each section, real numbers in the plan's unit, drop-downs of the round's words,
    /// sums that follow what is typed, and what the check says. Gaps are yellow cells. `bcf import` turns it back into a plan without losing a row or a penny.
    Export(ExportArgs),
    /// Turn an Excel workbook back into a plan
    ///
    /// Everything in the workbook that is no part of a plan, or not exact, is listed with its sheet and cell, such as
    /// sources!F17, and then nothing is written. Comments and layout of an earlier file are not kept.
    Import(ImportArgs),
    #[cfg(feature = "terminal")]
    /// Show a plan as tables
    ///
    /// Money in and out by stream and year, spending by condition, priority, area and commissioner, every scheme, every
    /// floor with its headroom, the Disabled Facilities Grant by district, metrics and risk pools. Every floor is as `bcf
    /// check` tested it.
    Show(ShowArgs),
    #[cfg(feature = "terminal")]
    /// Go through what a round asks of a plan, condition by condition
    ///
    /// Each requirement: met, not met, waived, not evaluated, or for a person to judge; with the figures, the findings,
    /// the evidence the plan points to, and the clause. What is not met comes first. What only defines a word or states a
    /// national figure is no requirement. The last line says how far the plan is from ready.
    Checklist(ChecklistArgs),
    /// Set areas next to each other
    ///
    /// What is pooled, the headroom above each floor, spending a head by area of spend, and the metrics: a column for each
    /// plan.
    Compare(CompareArgs),
    #[cfg(feature = "terminal")]
    /// Hold the narrative against its plan, figure by figure
    ///
    /// Every figure of the narrative is tied to the figure of the plan it repeats, by its value and by the words and the
    /// year around it. What differs is reported with both places; the narrative's own sums and changes are worked out
    /// again.
    Narrative(NarrativeArgs),
    /// Write a plan as a page for people who were not there when it was written
    ///
    /// Its money, floors, metrics, checklist and findings, in one HTML file that fetches nothing and runs no script. With
    /// --sign-off it ends in the signatures and the evidence of every test.
    Report(ReportArgs),
    #[cfg(feature = "terminal")]
    /// Say whether a page still matches its plan
    ///
    /// The page may have been altered, the plan changed, or other things be found in it by now; each is reported. A
    /// page that another version of bcf made is not verified.
    Verify(VerifyArgs),
    #[cfg(feature = "terminal")]
    /// Say what a rule, a family, a clause or a key of the format is about
    ///
    /// For a rule: why it exists, where it is written and on what basis, a failing example with its finding, how to
    /// mend it. For a key or section of the plan format: what it is for, the values it takes, and the words there are.
    Explain(ExplainArgs),
    #[cfg(feature = "terminal")]
    /// Show the rule book
    ///
    /// Each rule with its level, its clause, how that is known, and the rounds it applies in.
    Rules(RulesArgs),
    /// Show the planning rounds, or one of them whole
    ///
    /// A round's conditions, streams, floors, dates and metrics, each with its source, and what is not covered. `bcf rounds
    /// diff OLD NEW` says what changed between two.
    Rounds(RoundsArgs),
    #[cfg(feature = "terminal")]
    /// Print a JSON Schema: of plans, of what commands write as JSON, of bcf.toml, or of a project's own round
    ///
    /// With the schema of plans an editor completes keys and words, and says what each is for.
    Schema(SchemaArgs),
    #[cfg(feature = "terminal")]
    /// Write a reference in Markdown: of the plan format, or of everything as a book
    Docs(DocsArgs),
    #[cfg(feature = "terminal")]
    /// Serve an editor: findings as you type, hover, completion, changes that mend
    ///
    /// It speaks the Language Server Protocol on standard input and output and is started by the editor, with the plans
    /// that are open in it. It writes no file: what it proposes the editor does, where you say so.
    Lsp(LspArgs),
    #[cfg(feature = "terminal")]
    /// Print completions for a shell
    Completions(CompletionsArgs),
    #[cfg(feature = "terminal")]
    /// Print the manual
    ///
    /// One page of everything, or with --dir a page for each command.
    Man(ManArgs),
    #[cfg(feature = "terminal")]
    /// Show what a project's bcf.toml sets
    ///
    /// What is in force for a plan or a folder, and where each value came from.
    Config(ConfigArgs),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }
}
