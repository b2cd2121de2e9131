//! The world as a command sees it.

use std::io::{Read, Write};
use std::sync::Arc;
use std::time::Duration;

use super::disk::Disk;
use crate::period::Date;

/// Everything of the world a command may touch, so that a test can put another in its place.
pub struct Io<'a> {
    /// The stream that `-` reads from.
    pub stdin: &'a mut dyn Read,
    /// The stream that results go to.
    pub stdout: &'a mut dyn Write,
    /// The stream that everything else goes to.
    pub stderr: &'a mut dyn Write,
    /// The files.
    pub disk: Arc<dyn Disk>,
    /// The environment.
    pub env: &'a dyn Fn(&str) -> Option<String>,
    /// The columns of stdout; none when it is no terminal.
    pub columns: Option<usize>,
    /// True when stderr is a terminal.
    pub stderr_is_terminal: bool,
    /// True when the process ends with the command, so that it need give back no memory of its own.
    pub ends_the_process: bool,
    /// True when a file was dropped on the program, so that its window closes when it ends.
    pub is_dropped: bool,
    /// The day.
    pub today: Date,
    /// Waits so long; false where there is no more to wait for.
    pub wait: &'a dyn Fn(Duration) -> bool,
}

impl std::fmt::Debug for Io<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Io").field("columns", &self.columns).field("today", &self.today).finish_non_exhaustive()
    }
}
