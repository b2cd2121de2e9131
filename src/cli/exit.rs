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

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::NoVerdict => 2,
        })
    }
}
