//! Commands on files in memory.

use std::sync::Arc;

use bcf::cli::{Exit, Io, Memory, Order};
use serde::{Deserialize, Serialize};

use crate::frame::{self, Day, Files, date};

/// A command to run.
#[derive(Deserialize)]
pub(crate) struct Question {
    order: Order,
    /// The day, as year, month and day of the month.
    today: Day,
    /// The day the plans are checked on, where another was asked for.
    #[serde(default)]
    day: Option<Day>,
}

/// The end of a command.
#[derive(Serialize)]
struct Answer {
    /// The exit status.
    exit: u8,
    /// The text for people on what went wrong.
    stderr: String,
}

/// The name under which the answer holds what the command printed.
const PRINTED: &str = "<stdout>";

/// Runs a command on files, and returns the message of what it printed and of the files it wrote.
pub(crate) fn run(question: Question, files: Files) -> Vec<u8> {
    let disk = Arc::new(Memory::new(files.clone()));
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut io = Io {
        stdin: &mut std::io::empty(),
        stdout: &mut stdout,
        stderr: &mut stderr,
        disk: Arc::clone(&disk) as _,
        env: &|_| None,
        columns: None,
        stderr_is_terminal: false,
        ends_the_process: false,
        is_dropped: false,
        today: date(question.today),
        wait: &|_| false,
    };
    let exit = match bcf::cli::obey(question.order, question.day.map(date), &mut io) {
        Exit::Clean => 0,
        Exit::Findings => 1,
        Exit::NoVerdict => 2,
    };
    let mut made = vec![(PRINTED.to_owned(), stdout)];
    let after = disk.files().into_iter().map(|(path, bytes)| (path.to_string_lossy().into_owned(), bytes));
    made.extend(after.filter(|file| !files.contains(file)));
    frame::write(&Answer { exit, stderr: String::from_utf8_lossy(&stderr).into_owned() }, &made)
}
