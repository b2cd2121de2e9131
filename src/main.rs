//! The `bcf` program: everything is in the library.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Tells whether standard output was closed when the program was started, as `>&-` does in a shell, which cannot be known
/// everywhere.
static WAS_CLOSED: AtomicBool = AtomicBool::new(false);

#[cfg(unix)]
ctor::declarative::ctor! {
    /// Looks at standard output before Rust does: a closed one becomes `/dev/null`, lest a file that is opened later takes
    /// its place.
    #[ctor(unsafe)]
    fn look() {
        WAS_CLOSED.store(rustix::io::fcntl_getfd(rustix::stdio::stdout()).is_err(), Relaxed);
    }
}

fn main() -> std::process::ExitCode {
    bcf::cli::main(WAS_CLOSED.load(Relaxed))
}
