//! A plan dropped on the program: the page of it is written beside it, and the window stays open until somebody has read
//! what it says.

use std::path::{Path, PathBuf};

use super::args::{BesideArgs, ProjectArgs, ReportArgs};
use super::disk::Disk;
use super::exit::Exit;
use super::fault::Fault;
use super::io::Io;
use super::print::tell;
use super::report;
use super::repository;
use super::screen::Screen;
use crate::report::page::Seal;
use crate::text::escape::shown;

/// The end of the name of the page.
const PAGE: &str = "-report.html";

/// Writes the page of a plan that was checked, over an older page of it and over nothing else, and waits for a key.
pub(super) fn page_beside(plan: &Path, checked: Exit, screen: &Screen, io: &mut Io<'_>) {
    if checked != Exit::NoVerdict && io.disk.is_file(plan) {
        let page = page_of(plan);
        let said = if is_free(&page, plan, &*io.disk) {
            write(plan, &page, screen, io).map(|()| format!("its page is {}", repository::name(&page)))
        } else {
            let name = repository::name(&page);
            Err(Fault::new(format!("{name} is there already and is no page of this plan: no page was written"))
                .help("move it away, or write one elsewhere with `bcf report`"))
        };
        match said {
            Ok(line) => tell(&[shown(&line).into_owned()], io),
            Err(fault) => fault.tell(screen, io),
        }
    }
    tell(&["press Enter to close this window".to_owned()], io);
    // Whether it was Enter, or nobody can type here, the window may close.
    let _ = io.stdin.read(&mut [0]);
}

/// Returns where the page of a plan goes: `plan-report.html` beside `plan.xlsx`.
fn page_of(plan: &Path) -> PathBuf {
    let mut name = plan.file_stem().unwrap_or_default().to_owned();
    name.push(PAGE);
    plan.with_file_name(name)
}

/// Returns whether nothing is lost there: there is no such file, or it is a page of this plan as it was.
fn is_free(page: &Path, plan: &Path, disk: &dyn Disk) -> bool {
    let is_of_plan = |seal: Seal| seal.whole && Path::new(&seal.plan).file_name() == plan.file_name();
    let text = |bytes| String::from_utf8(bytes).ok();
    !disk.has(page) || disk.bytes(page).ok().and_then(text).is_some_and(|text| Seal::read(&text).is_ok_and(is_of_plan))
}

fn write(plan: &Path, page: &Path, screen: &Screen, io: &mut Io<'_>) -> Result<(), Fault> {
    let args = ReportArgs {
        plan: plan.to_owned(),
        output: Some(page.to_owned()),
        sign_off: false,
        today: None,
        beside: BesideArgs::default(),
        project: ProjectArgs::default(),
    };
    report::run(&args, screen, io).map(|_| ())
}

/// Returns whether a file was dropped on the program, or opened with it: the program that started it is the desktop.
#[cfg(windows)]
pub(super) fn is_dropped() -> bool {
    use sysinfo::{ProcessRefreshKind, ProcessesToUpdate, System};
    let mut system = System::new();
    let mut name_of = |pid| {
        system.refresh_processes_specifics(ProcessesToUpdate::Some(&[pid]), true, ProcessRefreshKind::nothing());
        let process = system.process(pid)?;
        Some((process.name().to_string_lossy().to_lowercase(), process.parent()))
    };
    let own = sysinfo::get_current_pid().ok().and_then(&mut name_of);
    own.and_then(|(_, parent)| name_of(parent?)).is_some_and(|(name, _)| name == "explorer.exe")
}

/// Returns that no file was dropped on the program, where that opens no window of its own.
#[cfg(not(windows))]
pub(super) const fn is_dropped() -> bool {
    false
}
