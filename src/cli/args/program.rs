//! The arguments of the commands about the program itself and its settings.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::project::{ProjectArgs, day};
use crate::check::rules::metrics::metric_worsens;
use crate::period::Date;

/// Returns what the help of `config` ends with.
fn config_examples() -> String {
    format!(
        "\
Examples:
  bcf config
  bcf config plans/leicester.toml --format json

A bcf.toml may set:
  fail-on = \"warning\"             error (default), warning, advice or never
  allocations = \"allocations.csv\" columns area,partner,stream,year,amount; area is a name or a code,
                                   partner is empty for the area's own figure, amount in pounds;
                                   without an area: a partner's whole over all its areas; also a workbook,
                                   or a column a stream or a year
  exclude = [\"archive/**\"]         plans that no check of a folder or pattern reads, from this file's folder
  [[rounds]]
  file = \"local.toml\"            a round of your own, see `bcf rounds --guide`
  [levels]
  {} = \"error\"        a rule or a family: error, warning, advice or off

The nearest one counts, from the plan upwards to the root of the repository. Where allocations.csv
and a plan differ, what was published is used. Statutory rules can be neither lowered nor switched off.",
        metric_worsens::RULE.id
    )
}

/// The arguments of `config`.
#[derive(Debug, Args)]
#[command(after_help = config_examples())]
pub(in crate::cli) struct ConfigArgs {
    /// The plan, or the folder, whose config is meant [default: this folder]
    #[arg(value_name = "PATH")]
    pub(in crate::cli) path: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) project: ProjectArgs,
    /// Format of the answer
    #[arg(long, default_value = "human")]
    pub(in crate::cli) format: ConfigFormat,
}

/// A format of the config in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ConfigFormat {
    /// A table
    Human,
    /// bcf.config/1
    Json,
}

/// The arguments of `lsp`.
#[derive(Debug, Args)]
#[command(
    after_help = "An editor starts it. For Neovim:\n  vim.lsp.start({ name = \"bcf\", cmd = { \"bcf\", \"lsp\" } })\n\nThe book that `bcf docs book` writes has the lines for Helix, Zed and VS Code."
)]
pub(in crate::cli) struct LspArgs {
    /// The day of the checks, for waivers that expire; an editor may set it too, as `today` of its initializationOptions
    /// [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(in crate::cli) today: Option<Date>,
    #[command(flatten)]
    pub(in crate::cli) project: ProjectArgs,
    /// Speak on standard input and output, as it does in any case: some editors say so
    #[arg(long, hide = true)]
    pub(in crate::cli) stdio: bool,
}

/// The arguments of `completions`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  bcf completions bash > ~/.local/share/bash-completion/completions/bcf\n  bcf completions fish > ~/.config/fish/completions/bcf.fish"
)]
pub(in crate::cli) struct CompletionsArgs {
    /// The shell
    pub(in crate::cli) shell: clap_complete::Shell,
}

/// The arguments of `man`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  bcf man | man -l -\n  bcf man --dir ~/.local/share/man/man1")]
pub(in crate::cli) struct ManArgs {
    /// Write a page for each command into this folder
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) dir: Option<PathBuf>,
}
