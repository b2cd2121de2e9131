//! The program, run in this process in a world that a test makes up.

use std::ffi::OsString;
use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use bcf::cli::{Disk, Exit, Folders, Io};
use bcf::period::Date;

use super::today;

/// A world. What a test does not say is: nothing on standard input, no terminal, the folders of this machine, an empty
/// environment, the day of every check, no time.
pub(crate) struct World<'a> {
    pub(crate) stdin: &'a [u8],
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) env: &'a dyn Fn(&str) -> Option<String>,
    /// The columns of the terminal that it is, if it is one.
    pub(crate) columns: Option<usize>,
    pub(crate) is_dropped: bool,
    pub(crate) today: Date,
    pub(crate) wait: &'a dyn Fn(Duration) -> bool,
}

impl Default for World<'_> {
    fn default() -> Self {
        Self {
            stdin: b"",
            disk: Arc::new(Folders),
            env: &|_| None,
            columns: None,
            is_dropped: false,
            today: today(),
            wait: &|_| false,
        }
    }
}

impl World<'_> {
    /// Runs a command line, the program's name left out; how it ended, and what it wrote to stdout and stderr.
    pub(crate) fn run(self, args: impl IntoIterator<Item = impl Into<OsString>>) -> (Exit, String, String) {
        self.act(command(args))
    }

    /// Runs a command line whose results go somewhere; how it ended, and what it wrote to stderr.
    pub(crate) fn run_to(
        self,
        stdout: &mut dyn Write,
        args: impl IntoIterator<Item = impl Into<OsString>>,
    ) -> (Exit, String) {
        self.writing_to(stdout, command(args))
    }

    /// Does something in it; how it ended, and what it wrote to stdout and stderr.
    pub(crate) fn act(self, act: impl FnOnce(&mut Io<'_>) -> Exit) -> (Exit, String, String) {
        let mut stdout = Vec::new();
        let (exit, stderr) = self.writing_to(&mut stdout, act);
        (exit, String::from_utf8(stdout).expect("text"), stderr)
    }

    fn writing_to(self, stdout: &mut dyn Write, act: impl FnOnce(&mut Io<'_>) -> Exit) -> (Exit, String) {
        let (mut stdin, mut stderr) = (self.stdin, Vec::new());
        let mut io = Io {
            stdin: &mut stdin,
            stdout,
            stderr: &mut stderr,
            disk: self.disk,
            env: self.env,
            columns: self.columns,
            stderr_is_terminal: self.columns.is_some(),
            ends_the_process: false,
            is_dropped: self.is_dropped,
            today: self.today,
            wait: self.wait,
        };
        let exit = act(&mut io);
        (exit, String::from_utf8(stderr).expect("text"))
    }
}

fn command(args: impl IntoIterator<Item = impl Into<OsString>>) -> impl FnOnce(&mut Io<'_>) -> Exit {
    let args = args.into_iter().map(Into::into);
    move |io| bcf::cli::run(std::iter::once(OsString::from("bcf")).chain(args), io)
}

/// A stream whose reader went away.
pub(crate) struct Unheard;

impl Write for Unheard {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
