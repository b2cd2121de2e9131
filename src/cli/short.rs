//! `bcf plan.toml` for `bcf check plan.toml`: what somebody types who knows no command, and what a file dropped on the
//! program becomes.

use std::ffi::OsString;
use std::path::Path;

use clap::CommandFactory;

use super::args::Cli;
use super::disk::Disk;

/// The command that is meant where none is named.
const CHECK: &str = "check";

/// Returns the arguments, the program's name first, with the command put in where the first of them that is no option is
/// none and is a file or a folder.
pub(super) fn with_command(mut args: Vec<OsString>, disk: &dyn Disk) -> Vec<OsString> {
    let mut after_option = false;
    let is_first = |arg: &OsString| {
        let word = arg.to_string_lossy();
        // What an option takes as its value is no path.
        let is_value = std::mem::replace(&mut after_option, takes_value(&word));
        !is_value && !word.starts_with('-')
    };
    let Some(first) = args.iter().skip(1).position(is_first).map(|first| first + 1) else { return args };
    // Asked first: most first words are commands and no paths, and the command line need not be built to know it.
    if disk.exists(Path::new(&args[first])) && !is_command(&args[first].to_string_lossy()) {
        args.insert(first, CHECK.into());
    }
    args
}

fn is_command(word: &str) -> bool {
    let cli = Cli::command();
    word == "help" || cli.get_subcommands().any(|command| command.get_name_and_visible_aliases().contains(&word))
}

/// Returns whether an option takes the next argument as its value.
fn takes_value(option: &str) -> bool {
    let Some(long) = option.strip_prefix("--") else { return false };
    Cli::command().get_arguments().any(|arg| arg.get_long() == Some(long) && arg.get_action().takes_values())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::folders::Folders;

    #[test]
    fn a_path_that_is_no_command_is_checked() {
        let of = |args: &[&str]| {
            let args = ["bcf"].iter().chain(args).map(OsString::from).collect();
            with_command(args, &Folders)
                .into_iter()
                .skip(1)
                .map(|arg| arg.into_string().unwrap())
                .collect::<Vec<_>>()
                .join(" ")
        };
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/plans");
        assert_eq!(of(&[path, "-v"]), format!("check {path} -v"));
        assert_eq!(of(&["--color", "never", path]), format!("--color never check {path}"));
        assert_eq!(of(&["--color=never", path]), format!("--color=never check {path}"));
        assert_eq!(of(&["check", path]), format!("check {path}"));
        assert_eq!(of(&["no-such-thing"]), "no-such-thing");
        assert_eq!(of(&["--help"]), "--help");
    }
}
