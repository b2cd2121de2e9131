//! The `bcf` program: everything is in the library.

#[cfg(unix)]
uucore::init_startup_state_capture!();

fn main() -> std::process::ExitCode {
    bcf::cli::main()
}
