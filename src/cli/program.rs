//! The program's own command line, as it is told of.

use clap::{Command, CommandFactory};

use super::args::Cli;

/// Returns the program with all its commands.
pub(super) fn program() -> Command {
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    program
}

/// Returns the commands of the program, or of a command, that are shown.
pub(super) fn commands(program: &Command) -> impl Iterator<Item = &Command> {
    program.get_subcommands().filter(|command| !command.is_hide_set())
}

/// Returns `bcf check`
pub(super) fn full_name(command: &Command) -> &str {
    command.get_bin_name().unwrap_or(command.get_name())
}
