//! One plan, checked as `check` would; and one file written, never over another by accident.

use std::path::Path;

use super::Io;
use super::args::ProjectArgs;
use super::config::Configs;
use super::fault::Fault;
use super::gather::{Asked, Gathered};
use super::input;
use super::output::write_file;
use super::print;
use crate::check::{Checked, Settings};
use crate::period::Date;

/// Read and check the plan at `path`, under the config of its project.
///
/// # Errors
/// Everything that keeps it from being read.
pub(super) fn checked(
    path: &Path,
    today: Date,
    project: &ProjectArgs,
    io: &mut Io<'_>,
) -> Result<(Checked, Vec<String>), Vec<Fault>> {
    if path.is_dir() {
        let message = format!("{} is a folder", input::name(path));
        return Err(vec![Fault::new(message).help("name the plan in it")]);
    }
    let settings = Settings::on(today);
    let mut configs = Configs::new(project.config.as_deref(), project.isolated)?;
    let (inputs, mut faults) = input::find(&[path.to_owned()], None, io);
    let asked = Asked { settings: &settings, fail_on: None, stdin_name: None };
    let mut gathered = Gathered::of(&inputs, &asked, &mut configs, io);
    faults.append(&mut gathered.faults);
    match gathered.plans.pop() {
        Some(plan) if faults.is_empty() && gathered.plans.is_empty() => Ok((plan, gathered.notes)),
        _ if faults.is_empty() => {
            let message = format!("{} names several plans, or none", input::name(path));
            Err(vec![Fault::new(message).help("name one plan")])
        }
        _ => Err(faults),
    }
}

/// Write `bytes` to a file, or to standard output for `-`. What is there already is written over only by `force`.
///
/// # Errors
/// When something is there, or it cannot be written.
pub(super) fn write(path: &Path, bytes: &[u8], force: bool, io: &mut Io<'_>) -> Result<(), Fault> {
    if path.as_os_str() == "-" {
        return print(io, |out| out.write_all(bytes));
    }
    refuse_taken(path, force)?;
    write_file(path, |out| out.write_all(bytes))
}

/// Refuse to write over a file without `--force`.
pub(super) fn refuse_taken(path: &Path, force: bool) -> Result<(), Fault> {
    let ordinary = path.metadata().is_ok_and(|about| about.is_file());
    if ordinary && !force {
        let message = format!("{} is there already", input::name(path));
        return Err(Fault::new(message).help("choose another name, or add --force to write over it"));
    }
    Ok(())
}
