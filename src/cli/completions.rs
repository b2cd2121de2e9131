//! `bcf completions`

use clap::CommandFactory;

use super::args::{Cli, CompletionsArgs};
use super::fault::Fault;
use super::{Exit, Io, print};

/// Print what makes a shell complete this program's commands and options.
pub(super) fn run(args: &CompletionsArgs, io: &mut Io<'_>) -> Result<Exit, Fault> {
    // Into memory first: the generator takes a closed pipe for a bug.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "bcf", &mut script);
    print(io, |out| out.write_all(&script))?;
    Ok(Exit::Clean)
}
