//! `bcf completions`

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, Command, CommandFactory, ValueEnum};

use super::args::{Cli, CompletionsArgs};
use super::exit::Exit;
use super::fault::Fault;
use super::formats::Format;
use super::io::Io;
use super::print::print;
use crate::check::{FAMILIES, rules};
use crate::policy::{round, round_ids};

/// The words an argument takes.
type Words = fn() -> Vec<PossibleValue>;

/// The arguments that take words from a list, by the command they belong to; without one, in every command.
const OFFERED: [(Option<&str>, &[&str], Words); 5] = [
    (None, &["select", "ignore", "deny", "warn", "allow"], rules_and_families),
    (None, &["round"], rounds),
    // bash offers the words of all places at each of them, and would offer these twice.
    (Some("rounds diff"), &["old"], rounds),
    (Some("explain"), &["subject"], rules_and_families),
    (Some("check"), &["format"], formats),
];

/// Prints what makes a shell complete this program's commands, options and the words they take.
pub(super) fn run(args: &CompletionsArgs, io: &mut Io<'_>) -> Result<Exit, Fault> {
    // Into memory first: the generator takes a closed pipe for a bug.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut with_words(Cli::command(), ""), "bcf", &mut script);
    print(io, |out| out.write_all(&script))?;
    Ok(Exit::Clean)
}

/// Lets the arguments of a command list the words they take. The command line itself is read without these lists: a
/// word that is on none is reported with the nearest that is, and a project has rounds of its own.
fn with_words(command: Command, called: &str) -> Command {
    let below = |inner: Command| {
        let name = format!("{called} {}", inner.get_name());
        with_words(inner, name.trim_start())
    };
    command.mut_args(|arg| offering(arg, called)).mut_subcommands(below)
}

/// Gives an argument of the command called so the words it takes, if they are on a list.
fn offering(arg: Arg, command: &str) -> Arg {
    let is_meant =
        |of: Option<&str>, args: &[&str]| of.is_none_or(|of| of == command) && args.contains(&arg.get_id().as_str());
    match OFFERED.iter().find(|(of, args, _)| is_meant(*of, args)) {
        Some((.., words)) => arg.value_parser(PossibleValuesParser::new(words())),
        None => arg,
    }
}

/// Lists the families and the rules, each with what it is about.
fn rules_and_families() -> Vec<PossibleValue> {
    let families = FAMILIES.iter().map(|family| (family.id, family.summary));
    let rules = rules().map(|(_, rule)| (rule.id, rule.summary));
    families.chain(rules).map(|(id, summary)| PossibleValue::new(id).help(summary)).collect()
}

/// Lists the rounds inside the program with their names.
fn rounds() -> Vec<PossibleValue> {
    let name = |id| round(id).map(|round| round.name.to_string()).unwrap_or_default();
    round_ids().map(|id| PossibleValue::new(id).help(name(id))).collect()
}

/// Lists the formats of a check.
fn formats() -> Vec<PossibleValue> {
    Format::value_variants().iter().filter_map(ValueEnum::to_possible_value).collect()
}
