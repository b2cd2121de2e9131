//! The progress of a long run, shown on a terminal.

use std::io::Write;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use super::io::Io;
use crate::text::escape::shown;

/// Nothing is reported of what takes less.
const PATIENCE: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);

/// Does `work`, which counts what it has done. Where stderr is a terminal it shows after a second what `say` says of
/// that; nowhere else is anything said.
pub(super) fn with_progress<T: Send>(
    io: &mut Io<'_>,
    say: impl Fn(usize) -> String,
    work: impl FnOnce(&AtomicUsize) -> T + Send,
) -> T {
    if io.stderr_is_terminal { reported(io.stderr, say, work) } else { work(&AtomicUsize::new(0)) }
}

/// Does `work`. After a second `out` shows a line that is taken away at the end; a terminal that has gone misses nothing.
fn reported<T: Send>(
    out: &mut dyn Write,
    say: impl Fn(usize) -> String,
    work: impl FnOnce(&AtomicUsize) -> T + Send,
) -> T {
    let done = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let (working, ended) = mpsc::channel::<()>();
        let done = &done;
        let worker = scope.spawn(move || {
            // Dropped when the work is over, or has panicked.
            let _working = working;
            work(done)
        });
        let mut wait = PATIENCE;
        while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            wait = TICK;
            let _ = write!(out, "\r\x1b[K{}", shown(&say(done.load(Ordering::Relaxed)))).and_then(|()| out.flush());
        }
        if wait == TICK {
            let _ = write!(out, "\r\x1b[K").and_then(|()| out.flush());
        }
        worker.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_work_says_nothing_and_long_work_takes_its_line_away() {
        let mut out = Vec::new();
        let say = |done| format!("checked {done} of 3 plans");
        assert_eq!((reported(&mut out, say, |_| 7), out.as_slice()), (7, &b""[..]));
        let slow = |done: &AtomicUsize| {
            done.store(2, Ordering::Relaxed);
            std::thread::sleep(PATIENCE + 3 * TICK);
        };
        reported(&mut out, say, slow);
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("\r\x1b[Kchecked 2 of 3 plans") && text.ends_with("\r\x1b[K"), "{text:?}");
    }
}
