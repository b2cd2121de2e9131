//! `bcf lsp`

mod desk;

use std::io::{self, ErrorKind, Write};
use std::sync::mpsc;
use std::thread;

use lsp_server::{Message, Notification};

use super::args::LspArgs;
use super::defect::{last_defect, live_on_defect};
use super::exit::Exit;
use super::fault::Fault;
use super::input;
use super::io::Io;
use super::print::print_as_it_is;
use crate::period::Date;
use crate::server::{End, UNREADABLE, serve};
pub use desk::Desk;

/// Serves an editor on standard input and output. `today` is asked for the day of each check, since an editor stays open
/// for longer than a day.
pub(super) fn run(args: &LspArgs, today: impl Fn() -> Date + Sync, io: &mut Io<'_>) -> Result<Exit, Fault> {
    // One that is named and broken is told in the editor, and may be mended there; one that is not there may not.
    if let Some(config) = &args.project.config {
        input::bytes(config, &*io.disk)?;
    }
    live_on_defect();
    let (sender, messages) = mpsc::channel();
    let (editor, told) = mpsc::channel();
    let desk = Desk::new(args.project.clone(), args.today, &today, io.disk.clone());
    // Nobody waits for this thread: it may be reading when the program ends.
    thread::spawn(move || read(&mut std::io::stdin().lock(), &|message| sender.send(message).is_ok()));
    let end = thread::scope(|scope| {
        // With the thread its end of the way to the editor goes, and with that the last message has come.
        let serving = scope.spawn(move || serve(&messages, &editor, &desk));
        for body in told {
            print_as_it_is(io, |out| write(&body, out))?;
        }
        serving.join().map_err(|_| Fault::new(last_defect()))
    })?;
    Ok(match end {
        End::Asked => Exit::Clean,
        // The protocol wants a status of 1.
        End::Unasked => Exit::Findings,
    })
}

/// Writes a message, with the length of its body before it.
fn write(body: &str, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "Content-Length: {}\r\n\r\n{body}", body.len())
}

/// Reads messages until the editor ends the server or goes away. What is no message is told to the server in its place.
fn read(from: &mut impl std::io::BufRead, send: &dyn Fn(Message) -> bool) {
    loop {
        let message = match Message::read(from) {
            Ok(Some(message)) => message,
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                // The error quotes the whole text, which may be a plan.
                let what = error.to_string().chars().take_while(|c| *c != '`' && *c != ':').collect::<String>();
                Notification::new(UNREADABLE.to_owned(), what).into()
            }
            Ok(None) | Err(_) => return,
        };
        let is_last = matches!(&message, Message::Notification(told) if told.method == "exit");
        if !send(message) || is_last {
            return;
        }
    }
}
