//! `bcf man`

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Command;
use clap_mangen::Man;

use super::args::ManArgs;
use super::exit::Exit;
use super::fault::Fault;
use super::io::Io;
use super::output_folder::write_folder;
use super::print::print;
use super::program::{commands, full_name, program};
use super::wrote::{Said, typed};

/// Prints one page of everything, or write a page for each command into a folder.
pub(super) fn run(args: &ManArgs, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let program = program();
    if let Some(dir) = &args.dir {
        let all = std::iter::once(&program).chain(commands(&program));
        let pages: io::Result<Vec<(PathBuf, Vec<u8>)>> = all.map(page).collect();
        let pages = pages.map_err(|error| Fault::unwritable("the manual", &error))?;
        let next = format!("`man {}` shows the first", typed(&dir.join(format!("{}.1", program.get_name()))));
        write_folder(dir, &pages, Vec::new, &Said::next(next), io)?;
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

/// Returns a page of its own for a command, and the name of its file.
fn page(command: &Command) -> io::Result<(PathBuf, Vec<u8>)> {
    Ok((PathBuf::from(format!("{}.1", full_name(command).replace(' ', "-"))), head(command)?))
}
