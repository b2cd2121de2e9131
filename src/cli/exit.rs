//! The exit status of a command.

use std::process::ExitCode;

/// The result of a command, which decides the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// No finding at or above `--fail-on`.
    Clean,
    /// At least one.
    Findings,
    /// No verdict: bad usage, a file that cannot be read, nothing to check, output that cannot be written.
    NoVerdict,
}

impl Exit {
    /// Returns the status the program ends with.
    pub(super) const fn status(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::NoVerdict => 2,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.status())
    }
}
