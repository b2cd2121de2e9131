//! `bcf report`

use std::path::{Path, PathBuf};

use super::args::{ProjectArgs, ReportArgs};
use super::config::Configs;
use super::fault::Fault;
use super::gather::{Asked, Gathered};
use super::input;
use super::output::write_file;
use super::screen::Screen;
use super::{Exit, Io, print};
use crate::check::{Checked, Settings};
use crate::period::Date;
use crate::report::page;

/// Write the page. A page of a plan that fails is still a page.
pub(super) fn run(args: &ReportArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let today = args.today.unwrap_or(io.today);
    let Some(checked) = one_plan(&args.plan, today, &args.project, screen, io)? else { return Ok(Exit::NoVerdict) };
    let page = page::page(&checked, page::Asked { today, sign_off: args.sign_off });
    match args.output.as_deref().filter(|file| file.as_os_str() != "-") {
        Some(file) => write_file(file, |out| out.write_all(page.as_bytes()))?,
        None => print(io, |out| out.write_all(page.as_bytes()))?,
    }
    Ok(Exit::Clean)
}

/// Read one plan and check it as `check` does; nothing where it cannot be, of which everything has been told.
pub(super) fn one_plan(
    path: &Path,
    today: Date,
    project: &ProjectArgs,
    screen: &Screen,
    io: &mut Io<'_>,
) -> Result<Option<Checked>, Fault> {
    if path.is_dir() {
        return Err(
            Fault::new(format!("{} is a folder", input::name(path))).help("name the plan in it; a page is of one plan")
        );
    }
    let mut configs = match Configs::new(project.config.as_deref(), project.isolated) {
        Ok(configs) => configs,
        Err(faults) => return Ok(tell(faults, screen, io)),
    };
    let (inputs, faults) = input::find(&[PathBuf::from(path)], None, io);
    if !faults.is_empty() {
        return Ok(tell(faults, screen, io));
    }
    let settings = Settings::on(today);
    let asked = Asked { settings: &settings, fail_on: None, stdin_name: None };
    let mut gathered = Gathered::of(&inputs, &asked, &mut configs, io);
    if gathered.plans.len() > 1 {
        return Err(Fault::new(format!("{} is more than one plan", input::name(path))).help("name one of them"));
    }
    let notes = std::mem::take(&mut gathered.notes);
    super::check::tell(&notes, io);
    match gathered.plans.pop() {
        Some(checked) if gathered.faults.is_empty() => Ok(Some(checked)),
        _ => Ok(tell(gathered.faults, screen, io)),
    }
}

fn tell(faults: Vec<Fault>, screen: &Screen, io: &mut Io<'_>) -> Option<Checked> {
    for fault in faults {
        fault.tell(screen, io);
    }
    None
}
