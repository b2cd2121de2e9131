//! The program, run in this process in a world that a test makes up.

use std::ffi::OsString;
use std::sync::Arc;

use bcf::cli::{Disk, Exit, Folders, Io};
use bcf::period::Date;

use super::today;

/// A world without terminals. What a test does not say is: nothing on standard input, the folders of this machine, an
/// empty environment, the day of every check.
pub(crate) struct World<'a> {
    pub(crate) stdin: &'a [u8],
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) env: &'a dyn Fn(&str) -> Option<String>,
    pub(crate) is_dropped: bool,
    pub(crate) today: Date,
}

impl Default for World<'_> {
    fn default() -> Self {
        Self { stdin: b"", disk: Arc::new(Folders), env: &|_| None, is_dropped: false, today: today() }
    }
}

impl World<'_> {
    /// Runs a command line, the program's name left out; how it ended, and what it wrote to stdout and stderr.
    pub(crate) fn run(self, args: impl IntoIterator<Item = impl Into<OsString>>) -> (Exit, String, String) {
        let args = args.into_iter().map(Into::into);
        self.act(|io| bcf::cli::run(std::iter::once(OsString::from("bcf")).chain(args), io))
    }

    /// Does something in it; how it ended, and what it wrote to stdout and stderr.
    pub(crate) fn act(self, act: impl FnOnce(&mut Io<'_>) -> Exit) -> (Exit, String, String) {
        let (mut stdin, mut stdout, mut stderr) = (self.stdin, Vec::new(), Vec::new());
        let mut io = Io {
            stdin: &mut stdin,
            stdout: &mut stdout,
            stderr: &mut stderr,
            disk: self.disk,
            env: self.env,
            columns: None,
            stderr_is_terminal: false,
            ends_the_process: false,
            is_dropped: self.is_dropped,
            today: self.today,
        };
        let exit = act(&mut io);
        let text = |bytes| String::from_utf8(bytes).expect("text");
        (exit, text(stdout), text(stderr))
    }
}
