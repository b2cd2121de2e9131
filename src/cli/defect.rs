//! A defect of the program itself: no verdict, and two lines that ask for a report.

use std::io::Write;
use std::panic::{PanicHookInfo, set_hook};
use std::process::exit;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::park;

use super::exit::Exit;
use super::output::leave_nothing_unfinished;
use crate::text::escape::shown;

/// Makes every panic of the process end it with exit status 2 and two lines on stderr, on whatever thread it is. What
/// was printed stays; no file is left half written. The text of a panic may quote a plan, and is not repeated.
pub fn end_on_defect() {
    static ENDING: AtomicBool = AtomicBool::new(false);
    set_hook(Box::new(|panic| {
        // What one thread began to say no other interrupts.
        while ENDING.swap(true, Ordering::SeqCst) {
            park();
        }
        leave_nothing_unfinished();
        // There is nobody left to tell when this cannot be written.
        let _ = std::io::stderr().write_all(said(panic).as_bytes());
        exit(Exit::NoVerdict.status().into());
    }));
}

/// The place of the last defect that was lived through.
#[cfg(feature = "lsp")]
static LAST: std::sync::Mutex<String> = std::sync::Mutex::new(String::new());

/// Makes a panic end nothing but what it happened in, for a server that has documents to keep: whoever catches it says
/// what [`last_defect`] returns.
#[cfg(feature = "lsp")]
pub(super) fn live_on_defect() {
    set_hook(Box::new(|panic| {
        *LAST.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = place(panic);
    }));
}

/// Returns what is to be said of the last defect that was lived through.
#[cfg(feature = "lsp")]
pub(super) fn last_defect() -> String {
    let at = LAST.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
    format!(
        "bcf {} has a defect{}, and there is no verdict on this text\nplease report this and, if you may, the plan, to whoever makes bcf",
        env!("CARGO_PKG_VERSION"),
        shown(&at)
    )
}

/// Returns where in the program a panic began.
fn place(panic: &PanicHookInfo<'_>) -> String {
    panic.location().map(|at| format!(" ({}:{}:{})", at.file(), at.line(), at.column())).unwrap_or_default()
}

/// Returns the two lines.
fn said(panic: &PanicHookInfo<'_>) -> String {
    let at = place(panic);
    format!(
        "error: there is no verdict: bcf {} has a defect{}\nhelp: please report these two lines, with the command and, if you may, the plan, to whoever makes bcf\n",
        env!("CARGO_PKG_VERSION"),
        shown(&at)
    )
}
