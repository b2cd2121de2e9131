//! A defect of the program itself is no verdict: exit status 2, two lines that ask for a report, and no file is touched.
//!
//! Nothing in the program can be made to panic on purpose, so this program is started again with a world that does.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use crate::common::{World, reads_this_machine};
use bcf::cli::{Disk, Folders, Opening, Sink, end_on_defect};
use rayon::prelude::*;

/// The variable that says where the world panics, and the one that says which file is written.
const WHERE: &str = "BCF_TEST_PANIC";
const FILE: &str = "BCF_TEST_FILE";

/// The start of the result, which is printed before the panic.
const PRINTED: &str = "printed before";

/// A stream that panics.
struct Panics;

impl Write for Panics {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        io::stdout().write_all(PRINTED.as_bytes())?;
        io::stdout().flush()?;
        panic!("a secret of the plan\n::error::and a command");
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The file systems of this machine, but for one step, which panics.
#[derive(Debug)]
struct PanickingDisk(String);

impl PanickingDisk {
    fn step(&self, step: &str) {
        assert!(self.0 != step, "a secret of the plan");
    }
}

impl Disk for PanickingDisk {
    reads_this_machine!();

    fn open(&self, path: &Path, how: Opening) -> io::Result<Box<dyn Sink>> {
        self.step(if how == Opening::New { "open" } else { "ask" });
        let file = Folders.open(path, how)?;
        Ok(Box::new(PanickingSink { writes: self.0 == "write", syncs: self.0 == "sync", file }))
    }

    fn keep_permissions(&self, of: &Path, on: &Path) -> io::Result<()> {
        self.step("permissions");
        Folders.keep_permissions(of, on)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step("rename");
        Folders.rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.step("folder");
        Folders.sync_folder(folder)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        Folders.remove(path)
    }
}

struct PanickingSink {
    writes: bool,
    syncs: bool,
    file: Box<dyn Sink>,
}

impl Write for PanickingSink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(&bytes[..bytes.len().div_ceil(2)]);
        assert!(!self.writes, "a secret of the plan");
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Sink for PanickingSink {
    fn sync(&mut self) -> io::Result<()> {
        assert!(!self.syncs, "a secret of the plan");
        self.file.sync()
    }
}

/// Panics where it is told to; it is no test but the program that the tests start.
#[test]
#[ignore = "it is started by the tests"]
fn a_process_that_panics() {
    let Ok(place) = std::env::var(WHERE) else { return };
    if place == "main" {
        // What it makes of the arguments of a test is no matter: afterwards it is prepared for the worst.
        bcf::cli::main(false);
        panic!("a secret of the plan");
    }
    end_on_defect();
    if place == "threads" {
        (0..64).into_par_iter().for_each(|n| assert!(n == usize::MAX, "a secret of the plan"));
    }
    let file = std::env::var(FILE).expect("a file");
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/plans/example-borough.toml");
    let here = World { disk: Arc::new(PanickingDisk(place)), ..World::default() };
    let to = if file.is_empty() { "-" } else { &file };
    let (_, stderr) = here.run_to(&mut Panics, ["report", plan, "-o", to]);
    unreachable!("nothing panicked: {stderr}");
}

/// Starts the process that panics somewhere, writing a file.
fn panicked(place: &str, file: &str) -> Output {
    let this = std::env::current_exe().expect("this program");
    let mut command = Command::new(this);
    command.args(["--exact", "defects::a_process_that_panics", "--ignored", "--nocapture"]);
    command.env(WHERE, place).env(FILE, file).env("RUST_BACKTRACE", "1").output().expect("it starts")
}

#[track_caller]
fn asks_for_a_report(place: &str, done: &Output) {
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(2), "{place}: {said}");
    let lines: Vec<&str> = said.lines().collect();
    let [.., first, second] = lines[..] else { panic!("{place}: {said}") };
    assert!(first.starts_with("error: there is no verdict: bcf ") && first.contains(".rs:"), "{place}: {said}");
    assert!(second.starts_with("help: ") && second.contains("report"), "{place}: {said}");
    assert!(!said.contains("secret") && !said.contains("panicked") && !said.contains("backtrace"), "{place}: {said}");
    assert!(lines.len() == 2 || place == "main", "{place}: {said}");
}

#[test]
fn a_panic_on_whatever_thread_is_no_verdict_and_two_lines() {
    for place in ["main", "threads", "print"] {
        let done = panicked(place, "");
        asks_for_a_report(place, &done);
        let printed = String::from_utf8_lossy(&done.stdout);
        assert!(place != "print" || printed.contains(PRINTED), "{printed}");
    }
}

#[test]
fn a_panic_while_a_file_is_written_leaves_the_old_one_whole_and_nothing_beside_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("page.html");
    for place in ["ask", "open", "write", "sync", "permissions", "rename", "folder"] {
        fs::write(&page, "old").expect("a file");
        asks_for_a_report(place, &panicked(place, page.to_str().expect("a path")));
        let now = fs::read_to_string(&page).expect("a file");
        // The last step comes after the new one has taken its place.
        assert!(if place == "folder" { now.trim_end().ends_with("</html>") } else { now == "old" }, "{place}: {now}");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "{place}");
    }
}
