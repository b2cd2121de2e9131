//! `bcf check --watch` where the program was built for no terminal.

use super::args::CheckArgs;
use super::exit::Exit;
use super::fault::Fault;
use super::io::Io;
use super::no_terminal::refused;
use super::screen::Screen;

/// Returns that nothing is watched.
///
/// # Errors
/// Always.
pub(super) fn run(_: &CheckArgs, _: &Screen, _: &mut Io<'_>) -> Result<Exit, Fault> {
    Err(refused("watch plans"))
}
