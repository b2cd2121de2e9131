//! The commands; the only room that reads files and writes to the terminal.

mod about;
mod allocations;
mod args;
mod baseline;
mod causes;
mod check;
mod companion;
mod compare;
#[cfg(feature = "terminal")]
mod completions;
mod config;
#[cfg(feature = "terminal")]
mod config_command;
mod config_file;
mod config_files;
mod defect;
mod diff;
mod disk;
#[cfg(feature = "terminal")]
mod docs;
#[cfg(feature = "book")]
mod docs_book;
mod draft;
mod dropped;
mod exclude;
mod exit;
#[cfg(feature = "terminal")]
mod explain;
#[cfg(feature = "workbook")]
mod export;
mod extension;
mod fault;
mod folders;
mod foreign;
mod formats;
mod gather;
mod git;
mod gone;
mod gone_staged;
mod ignored;
#[cfg(feature = "workbook")]
mod import;
mod init;
mod input;
mod io;
mod kept;
mod known_rounds;
mod loss;
#[cfg(feature = "lsp")]
mod lsp;
#[cfg(feature = "terminal")]
mod man;
#[cfg(feature = "workbook")]
mod mark;
mod memory;
#[cfg(feature = "terminal")]
mod narrative;
mod nature;
#[cfg(all(feature = "terminal", not(feature = "book")))]
mod no_book;
#[cfg(all(feature = "terminal", not(feature = "lsp")))]
mod no_lsp;
#[cfg(not(feature = "workbook"))]
mod no_mark;
#[cfg(not(feature = "workbook"))]
mod no_workbooks;
mod order;
mod output;
mod output_folder;
mod own_rounds;
#[cfg(feature = "workbook")]
mod own_tables;
mod paper;
mod past_text;
mod patch;
mod plan_text;
mod print;
#[cfg(feature = "terminal")]
mod program;
mod progress;
mod report;
mod repository;
mod rounds;
#[cfg(feature = "terminal")]
mod rules;
#[cfg(feature = "terminal")]
mod schema;
mod screen;
mod selectors;
mod set;
mod settings;
mod sheet;
mod short;
mod show;
mod since;
mod small;
mod staged;
mod store;
mod stricter;
mod surroundings;
mod tables;
mod utf8;
mod verdict;
#[cfg(feature = "terminal")]
mod verify;
#[cfg(feature = "terminal")]
mod verify_tie_out;
mod waiver_for;
mod wanted;
mod watch;
mod wrote;

use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{CommandFactory, Parser, ValueEnum};

use crate::period::Date;
use crate::report::lines::Lines;
use crate::text::escape::shown;
use args::{Cli, Command, Look, When};
pub use config_file::config_schema;
pub use defect::end_on_defect;
pub use disk::{About, Disk, Entry, Nature, Opening, Sink};
use print::print;
use screen::Screen;

pub use exit::Exit;
pub use folders::Folders;
pub use io::Io;
#[cfg(feature = "lsp")]
pub use lsp::Desk;
pub use memory::Memory;
pub use order::Order;
pub use sheet::sheet;

/// Runs the program on the real world, in which standard output may have been closed from the start.
pub fn main(was_closed: bool) -> ExitCode {
    end_on_defect();
    // Nobody holds stderr for long: a thread that has to say why the program ends must not wait for it.
    let (stdout, mut stderr) = (std::io::stdout(), std::io::stderr());
    let (mut open, mut closed) = (stdout.lock(), Closed);
    let columns = stdout.is_terminal().then(|| terminal_size::terminal_size().map_or(80, |(width, _)| width.0.into()));
    let mut io = Io {
        stdin: &mut std::io::stdin(),
        columns,
        stdout: if was_closed { &mut closed } else { &mut open },
        stderr_is_terminal: stderr.is_terminal(),
        ends_the_process: true,
        is_dropped: dropped::is_dropped(),
        stderr: &mut stderr,
        disk: Arc::new(Folders),
        env: &|name| std::env::var(name).ok(),
        today: today(),
        wait: &|pause| {
            std::thread::sleep(pause);
            true
        },
    };
    run(std::env::args_os(), &mut io).into()
}

/// Standard output where whoever started the program closed it, as `>&-` does in a shell.
struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::Error::other("it is closed"))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Returns the command line as it is declared: every command with its arguments.
pub fn command_line() -> clap::Command {
    Cli::command()
}

/// Runs a command line, the program's name first.
pub fn run(args: impl IntoIterator<Item = OsString>, io: &mut Io<'_>) -> Exit {
    in_lines(io, |io| read_and_perform(args.into_iter().collect(), io))
}

/// Runs a command that was given as data, on the day that was asked for, if any.
pub fn obey(order: Order, day: Option<Date>, io: &mut Io<'_>) -> Exit {
    let look = Look { color: When::Never, width: None };
    in_lines(io, |io| perform(&order.command(day), &Screen::new(&look, io), io))
}

/// Does something in a world in which, whoever writes to stderr and whatever it is, no line of it is a command to a runner
/// of CI.
fn in_lines(io: &mut Io<'_>, does: impl FnOnce(&mut Io<'_>) -> Exit) -> Exit {
    let Io { stdin, stdout, stderr, .. } = io;
    let stderr = &mut Lines::new(&mut **stderr);
    does(&mut Io { stdin: &mut **stdin, stdout: &mut **stdout, stderr, disk: io.disk.clone(), ..*io })
}

/// Runs the command that arguments are.
fn read_and_perform(args: Vec<OsString>, io: &mut Io<'_>) -> Exit {
    let args = short::with_command(args, &*io.disk);
    let cli = match Cli::try_parse_from(&args) {
        Ok(cli) => cli,
        // What is wrong with the arguments quotes them, and a stranger may have named the file that is one.
        Err(error) => {
            let fit = args.iter().map(|arg| shown(&arg.to_string_lossy()).into_owned());
            return usage(&Cli::try_parse_from(fit).err().unwrap_or(error), &args, io);
        }
    };
    let screen = Screen::new(&cli.look, io);
    let exit = perform(&cli.command, &screen, io);
    if let (true, Command::Check(check)) = (io.is_dropped, &cli.command) {
        check.paths.iter().take(1).for_each(|plan| dropped::page_beside(plan, exit, &screen, io));
    }
    exit
}

/// Runs a command.
fn perform(command: &Command, screen: &Screen, io: &mut Io<'_>) -> Exit {
    let done = match command {
        Command::Check(args) => check::run(args, screen, io),
        Command::Diff(args) => diff::run(args, screen, io),
        #[cfg(feature = "workbook")]
        Command::Export(args) => export::run(args, screen, io),
        #[cfg(feature = "workbook")]
        Command::Import(args) => import::run(args, screen, io),
        #[cfg(not(feature = "workbook"))]
        Command::Export(_) => Err(no_workbooks::refused("write")),
        #[cfg(not(feature = "workbook"))]
        Command::Import(_) => Err(no_workbooks::refused("read")),
        Command::Init(args) => init::run(args, screen, io),
        #[cfg(feature = "terminal")]
        Command::Show(args) => show::run(args, screen, io),
        #[cfg(feature = "terminal")]
        Command::Checklist(args) => show::run_checklist(args, screen, io),
        Command::Compare(args) => compare::run(args, screen, io),
        #[cfg(feature = "terminal")]
        Command::Narrative(args) => narrative::run(args, screen, io),
        Command::Report(args) => report::run(args, screen, io),
        #[cfg(feature = "terminal")]
        Command::Verify(args) => verify::run(args, screen, io),
        #[cfg(feature = "terminal")]
        Command::Explain(args) => explain::run(args, screen, io),
        #[cfg(feature = "terminal")]
        Command::Rules(args) => rules::run(args, screen, io),
        Command::Rounds(args) => rounds::run(args, screen, io),
        #[cfg(feature = "terminal")]
        Command::Schema(args) => schema::run(args, screen, io),
        #[cfg(feature = "terminal")]
        Command::Docs(args) => docs::run(args, screen, io),
        #[cfg(all(feature = "terminal", feature = "lsp"))]
        Command::Lsp(args) => lsp::run(args, today, io),
        #[cfg(all(feature = "terminal", not(feature = "lsp")))]
        Command::Lsp(args) => Err(no_lsp::refused(args)),
        #[cfg(feature = "terminal")]
        Command::Completions(args) => completions::run(args, io),
        #[cfg(feature = "terminal")]
        Command::Man(args) => man::run(args, io),
        #[cfg(feature = "terminal")]
        Command::Config(args) => config_command::run(args, screen, io),
    };
    done.unwrap_or_else(|fault| {
        fault.tell(screen, io);
        Exit::NoVerdict
    })
}

/// Writes what ends the reading of arguments: help and version to stdout, mistakes to stderr.
fn usage(error: &clap::Error, args: &[OsString], io: &mut Io<'_>) -> Exit {
    let text = error.render();
    let whole = about::is_asked(error, args).then(about::whole);
    let is_mistake = error.use_stderr();
    let terminal = if is_mistake { io.stderr_is_terminal } else { io.columns.is_some() };
    let when = asked_color(args);
    let colored = screen::colored(when, terminal, io.env);
    let write = |out: &mut dyn Write| match &whole {
        Some(whole) => out.write_all(whole.as_bytes()),
        None => out.write_all(screen::styled(&text, colored).as_bytes()),
    };
    if is_mistake {
        // There is nobody left to tell when a complaint cannot be written.
        let _ = write(&mut io.stderr).and_then(|()| io.stderr.flush());
        return Exit::NoVerdict;
    }
    match print(io, write) {
        Ok(()) => Exit::Clean,
        Err(fault) => {
            fault.tell(&Screen::new(&Look { color: when, width: None }, io), io);
            Exit::NoVerdict
        }
    }
}

/// Finds what `--color` says where the arguments as a whole could not be read, or ask for help.
fn asked_color(args: &[OsString]) -> When {
    let words: Vec<_> = args.iter().map(|arg| arg.to_string_lossy()).collect();
    let after = |(n, word): (usize, &Cow<'_, str>)| match word.strip_prefix("--color")? {
        "" => words.get(n + 1).map(ToString::to_string),
        value => value.strip_prefix('=').map(str::to_owned),
    };
    let said = words.iter().enumerate().find_map(after);
    said.and_then(|value| When::from_str(&value, false).ok()).unwrap_or(When::Auto)
}

/// Returns the day it is, in UTC: the same everywhere a plan is checked.
fn today() -> Date {
    let day = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    Date { year: day.year().unsigned_abs(), month: day.month().unsigned_abs(), day: day.day().unsigned_abs() }
}
