//! The writers of a command to stdout and stderr.

use std::io::{self, Write};

use super::exit::Exit;
use super::fault::Fault;
use super::io::Io;
use super::screen::Screen;
use crate::report::lines::Lines;
use crate::text::escape::shown;

/// Writes what keeps there from being a verdict to stderr.
pub(super) fn no_verdict(faults: &[Fault], screen: &Screen, io: &mut Io<'_>) -> Exit {
    for fault in faults {
        fault.tell(screen, io);
    }
    Exit::NoVerdict
}

/// Writes notes beside the result to stderr.
pub(super) fn tell(notes: &[String], io: &mut Io<'_>) {
    for note in notes {
        // There is nobody left to tell when this cannot be written.
        let _ = writeln!(io.stderr, "note: {}", shown(note));
    }
}

/// Writes the result of a command to stdout, where no line of it is a command to a runner of CI: those of what programs
/// read begin with something else by themselves. A reader that has gone away is no fault.
///
/// # Errors
/// When it cannot be written.
pub(super) fn print(io: &mut Io<'_>, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Fault> {
    print_to(Lines::new(&mut *io.stdout), write)
}

/// Writes the result of a command with every byte as it is: commands that a runner is to obey, and workbooks.
///
/// # Errors
/// When it cannot be written.
pub(super) fn print_as_it_is(
    io: &mut Io<'_>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Fault> {
    print_to(&mut *io.stdout, write)
}

/// Writes to `out`, which ends up on standard output, in large pieces. A closed pipe is no error.
fn print_to(out: impl Write, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Fault> {
    let mut out = io::BufWriter::with_capacity(1 << 16, out);
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Fault::unwritable("standard output", &error)),
        _ => {
            // What is still buffered after a closed pipe has nowhere to go.
            let _ = out.into_parts();
            Ok(())
        }
    }
}

/// Writes a part of the result to stdout while the command goes on. Returns whether anybody still reads it.
///
/// # Errors
/// When it cannot be written.
pub(super) fn say(text: &[u8], io: &mut Io<'_>) -> Result<bool, Fault> {
    match Lines::new(&mut *io.stdout).write_all(text).and_then(|()| io.stdout.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(Fault::unwritable("standard output", &error)),
    }
}
