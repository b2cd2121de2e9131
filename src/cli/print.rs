//! The writers of a command to stdout and stderr.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::exit::Exit;
use super::fault::Fault;
use super::io::Io;
use super::screen::Screen;
use crate::report::lines::Lines;
use crate::text::escape::shown;
use crate::text::words::count;

/// The most faults of one file that are told. Who mends those sees the next, and a file of which every line is wrong is
/// not the file that was meant.
pub(super) const MOST: usize = 50;

/// Writes what keeps there from being a verdict to stderr: of each file the first [`MOST`] faults.
pub(super) fn no_verdict(faults: &[Fault], screen: &Screen, io: &mut Io<'_>) -> Exit {
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for fault in faults {
        let of_file = fault.file().map(|file| told.entry(file).or_default());
        let nth = of_file.map_or(0, |n| {
            *n += 1;
            *n
        });
        if nth <= MOST {
            fault.tell(screen, io);
        }
    }
    for (file, all) in told.into_iter().filter(|(_, all)| *all > MOST) {
        let more = count(all - MOST, "more thing", "more things");
        Fault::new(format!("{file} has {more} to mend, not shown")).help("mend those above first").tell(screen, io);
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
