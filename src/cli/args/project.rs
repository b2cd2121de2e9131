//! The arguments that many commands share: the config, and the day.

use std::path::PathBuf;

use clap::Args;

use crate::period::Date;

/// Which config is in force.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct ProjectArgs {
    /// The config to use [default: the nearest bcf.toml from the plan upwards]
    #[arg(long, value_name = "FILE", conflicts_with = "isolated", help_heading = "Project")]
    pub(crate) config: Option<PathBuf>,
    /// Use no config
    #[arg(long, help_heading = "Project")]
    pub(crate) isolated: bool,
}

/// The file that is read with a workbook.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct BesideArgs {
    /// The companion of a workbook, a TOML file that begins with `[companion]` and says what the workbook does not ask
    /// [default: the one beside it, of the same name]
    #[arg(long, value_name = "FILE", help_heading = "Project")]
    pub(crate) with: Option<PathBuf>,
}

/// Reads a day as an option gives it.
///
/// # Errors
/// When it is none.
pub(super) fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "a day is written like 2018-06-01".to_owned())
}
