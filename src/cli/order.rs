//! A command as data: what a program without a command line, such as a page in a browser, asks for.

use std::path::PathBuf;

use serde::Deserialize;

use super::args::{
    AreaTiers, BesideArgs, CheckArgs, Command, CompareArgs, DiffArgs, DiffFormat, ExportArgs, ImportArgs, InitArgs,
    PictureArgs, ProjectArgs, ReportArgs, RoundFormat, RoundsArgs, ShowFormat,
};
use super::formats::{Format, Target};
use crate::period::Date;

/// A command with its files and choices. What it prints is what its words on the command line print, as JSON or Markdown
/// where there is a choice.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// Check plans and print what is found as JSON.
    Check {
        /// The plans.
        plans: Vec<PathBuf>,
        /// True when likely causes are looked for.
        causes: bool,
        /// The file for a marked copy of the one workbook that is checked.
        #[serde(default)]
        mark: Option<PathBuf>,
    },
    /// Compare two versions of a plan and print the difference as Markdown.
    Diff {
        /// The plan as it was.
        old: PathBuf,
        /// The plan as it is.
        new: PathBuf,
    },
    /// Set areas next to each other and print their tables as Markdown.
    Compare {
        /// The plans of the areas.
        plans: Vec<PathBuf>,
    },
    /// Print a plan as a page.
    Report {
        /// The plan.
        plan: PathBuf,
        /// True when the page ends in signatures and evidence.
        #[serde(default)]
        sign_off: bool,
        /// The file to write the page to in place of printing it.
        #[serde(default)]
        output: Option<PathBuf>,
    },
    /// Write a plan as a workbook.
    Export {
        /// The plan.
        plan: PathBuf,
        /// The workbook.
        output: PathBuf,
    },
    /// Write a workbook as a plan.
    Import {
        /// The workbook.
        workbook: PathBuf,
        /// The plan.
        output: PathBuf,
    },
    /// Start a plan.
    Init {
        /// The planning round.
        round: String,
        /// The name of the area.
        area: String,
        /// The names of the district councils of an area with two tiers; absent where it has one.
        #[serde(default)]
        districts: Option<Vec<String>>,
        /// The plan, or the workbook to fill in.
        output: PathBuf,
    },
    /// Print the planning rounds there are as JSON.
    Rounds,
}

/// The format of a check that is printed.
const PRINTED: Target = Target { format: Format::Json, file: None };

impl Order {
    /// Returns what the command line would have been read as, on the day that was asked for, if any.
    pub(super) fn command(self, today: Option<Date>) -> Command {
        let (beside, project) = (BesideArgs::default(), ProjectArgs::default());
        match self {
            Self::Check { plans, causes, mark } => Command::Check(Box::new(CheckArgs {
                paths: plans,
                format: vec![PRINTED],
                no_causes: !causes,
                mark,
                today,
                ..CheckArgs::default()
            })),
            Self::Diff { old, new } => Command::Diff(difference(old, new, today)),
            Self::Compare { plans } => {
                let format = ShowFormat::Markdown;
                Command::Compare(CompareArgs { plans, no_waivers: false, today, format, beside, project })
            }
            Self::Report { plan, sign_off, output } => {
                Command::Report(ReportArgs { plan, output, sign_off, today, beside, project })
            }
            Self::Export { plan, output } => {
                let picture = PictureArgs { plan, today, ..PictureArgs::default() };
                Command::Export(ExportArgs { picture, output, force: false })
            }
            Self::Import { workbook, output } => {
                Command::Import(ImportArgs { workbook, map: None, guess: false, beside, output, force: false })
            }
            Self::Init { round, area, districts, output } => Command::Init(InitArgs {
                round,
                area,
                tiers: Some(if districts.is_some() { AreaTiers::Two } else { AreaTiers::Single }),
                district: districts.unwrap_or_default(),
                output,
                ..InitArgs::default()
            }),
            Self::Rounds => {
                let format = RoundFormat::Json;
                Command::Rounds(RoundsArgs { diff: None, round: None, guide: false, today, format, project })
            }
        }
    }
}

fn difference(old: PathBuf, new: PathBuf, today: Option<Date>) -> DiffArgs {
    DiffArgs {
        old: old.into(),
        new: new.into(),
        format: DiffFormat::Markdown,
        quiet: false,
        fail_on: None,
        no_waivers: false,
        today,
        beside: BesideArgs::default(),
        project: ProjectArgs::default(),
    }
}
