//! The `bcf` program: everything is in the library.

fn main() -> std::process::ExitCode {
    bcf::cli::main()
}
