//! `bcf man`

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use super::args::{Cli, ManArgs};
use super::disk::Disk;
use super::exit::Exit;
use super::fault::Fault;
use super::io::Io;
use super::loss::{Output, refuse_loss};
use super::nature::into_folder;
use super::output::write_file;
use super::print::print;

/// Prints one page of everything, or write a page for each command into a folder.
pub(super) fn run(args: &ManArgs, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    if let Some(dir) = &args.dir {
        pages(&program, dir, &*io.disk)?;
    } else {
        // In memory this does not fail; what does is the printing.
        let page = whole(&program).map_err(|error| Fault::unwritable("the manual", &error))?;
        print(io, |out| out.write_all(&page))?;
    }
    Ok(Exit::Clean)
}

/// Returns the program's page, and below it each command as a section.
fn whole(program: &Command) -> io::Result<Vec<u8>> {
    let mut out = head(program)?;
    for command in commands(program) {
        let parts = once(&parts(&without_globals(command))?).replace("\n.SH ", "\n.SS ");
        write!(out, ".SH \"{}\"{parts}", full_name(command).to_uppercase())?;
    }
    Ok(out)
}

/// Returns the title, the name and the parts of a command.
fn head(command: &Command) -> io::Result<Vec<u8>> {
    let name = full_name(command).replace(' ', "-");
    let man =
        Man::new(command.clone().display_name(&name)).title(&name).source(concat!("bcf ", env!("CARGO_PKG_VERSION")));
    let mut out = Vec::new();
    man.render_title(&mut out)?;
    let mut rest = Vec::new();
    man.render_name_section(&mut rest)?;
    rest.extend(parts(command)?);
    out.extend(once(&rest).trim_start_matches('\n').as_bytes());
    Ok(out)
}

/// Returns how it is called, what it does, its options, its examples.
fn parts(command: &Command) -> io::Result<Vec<u8>> {
    let man = Man::new(command.clone());
    let mut out = Vec::new();
    man.render_synopsis_section(&mut out)?;
    man.render_description_section(&mut out)?;
    man.render_options_section(&mut out)?;
    examples(command, &mut out)?;
    Ok(out)
}

/// Returns rendered sections without the definitions of quotation marks that each of them repeats, since those of the
/// title are enough. The result begins with a newline.
fn once(sections: &[u8]) -> String {
    let text = String::from_utf8_lossy(sections);
    let lines = text.lines().filter(|line| !line.starts_with(".ie \\n(.g") && !line.starts_with(".el .ds"));
    lines.fold(String::new(), |text, line| text + "\n" + line) + "\n"
}

fn commands(program: &Command) -> impl Iterator<Item = &Command> {
    program.get_subcommands().filter(|command| !command.is_hide_set())
}

/// Returns `bcf check`
fn full_name(command: &Command) -> &str {
    command.get_bin_name().unwrap_or(command.get_name())
}

/// Returns the command without the options that every command has, which the program's own section tells.
fn without_globals(command: &Command) -> Command {
    command.clone().mut_args(|arg| if arg.is_global_set() { arg.hide(true) } else { arg })
}

/// Writes the examples and the exit status, their lines kept as they are.
fn examples(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    let Some(text) = command.get_after_help() else { return Ok(()) };
    let mut roff = roff::Roff::new();
    roff.control("SH", ["EXAMPLES"]).control("nf", []);
    for line in text.to_string().lines().filter(|line| !matches!(*line, "Examples:" | "Example:")) {
        roff.text([roff::roman(line)]);
    }
    roff.control("fi", []);
    roff.to_writer(page)
}

/// Writes a page for each command, each written whole or not at all.
fn pages(program: &Command, dir: &Path, disk: &dyn Disk) -> Result<(), Fault> {
    into_folder(dir, disk)?;
    disk.make_folder(dir).map_err(|error| Fault::unwritable_file(dir, &error))?;
    let page = |command: &Command| dir.join(format!("{}.1", full_name(command).replace(' ', "-")));
    let all = || std::iter::once(program).chain(commands(program));
    let files: Vec<PathBuf> = all().map(page).collect();
    let outputs: Vec<Output<'_>> = files.iter().map(|file| Output::report(file, &[])).collect();
    refuse_loss(&outputs, disk, Vec::new)?;
    all().zip(&files).try_for_each(|(command, file)| write_file(file, disk, |out| out.write_all(&head(command)?)))
}
