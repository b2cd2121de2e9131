//! A file that is written is the old one or the new one, whole, whatever fails on the way; and what is written outlasts
//! a loss of power.

#![cfg(all(unix, feature = "workbook"))]

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::common::{World, one_in, reads_this_machine, unbroken};
use crate::paths::{Argument, Project, arguments};
use bcf::cli::{Disk, Exit, Folders, Opening, Sink};

/// A step of writing a file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Open(PathBuf, Opening),
    Write(PathBuf),
    Sync(PathBuf),
    Permissions,
    Rename(PathBuf, PathBuf),
    SyncFolder(PathBuf),
    Remove(PathBuf),
}

/// The file systems of this machine, of which one step fails.
#[derive(Clone, Debug, Default)]
struct Failing {
    /// The number of the step that fails, if one does.
    at: Option<usize>,
    steps: Arc<Mutex<Vec<Step>>>,
}

impl Failing {
    fn step(&self, step: Step) -> io::Result<()> {
        let mut steps = self.steps.lock().expect("no thread panicked");
        steps.push(step);
        if Some(steps.len() - 1) == self.at { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
}

impl Disk for Failing {
    reads_this_machine!();

    fn open(&self, path: &Path, how: Opening) -> io::Result<Box<dyn Sink>> {
        self.step(Step::Open(path.to_owned(), how))?;
        Ok(Box::new(FailingSink { disk: self.clone(), path: path.to_owned(), file: Folders.open(path, how)? }))
    }

    fn keep_permissions(&self, of: &Path, on: &Path) -> io::Result<()> {
        self.step(Step::Permissions)?;
        Folders.keep_permissions(of, on)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(Step::Rename(from.to_owned(), to.to_owned()))?;
        Folders.rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.step(Step::SyncFolder(folder.to_owned()))?;
        Folders.sync_folder(folder)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step(Step::Remove(path.to_owned()))?;
        Folders.remove(path)
    }
}

struct FailingSink {
    disk: Failing,
    path: PathBuf,
    file: Box<dyn Sink>,
}

impl Write for FailingSink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(error) = self.disk.step(Step::Write(self.path.clone())) {
            // A disk is full in the middle of what is written.
            self.file.write_all(&bytes[..bytes.len() / 2])?;
            return Err(error);
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Sink for FailingSink {
    fn sync(&mut self) -> io::Result<()> {
        self.disk.step(Step::Sync(self.path.clone()))?;
        self.file.sync()
    }
}

/// Runs a command line of a project. Returns how it ended and what it wrote to stderr.
fn run(folder: &Path, args: &[impl AsRef<str>], disk: impl Disk + 'static, summary: Option<&Path>) -> (Exit, String) {
    // Files of the project are named as such wherever the test is run.
    let word = |arg: &str| match arg.rsplit_once('=').unwrap_or(("", arg)) {
        ("", name) if name.contains('.') && !name.contains('/') => folder.join(name).into_os_string(),
        _ => arg.into(),
    };
    let env = |name: &str| summary.filter(|_| name == "GITHUB_STEP_SUMMARY").map(|path| path.display().to_string());
    let here = World { disk: Arc::new(disk), env: &env, ..World::default() };
    let (exit, _, stderr) = here.run(args.iter().map(|arg| word(arg.as_ref())));
    (exit, unbroken(&stderr))
}

fn project() -> Project {
    Project::new(|folder, args| assert_eq!(run(folder, args, Folders, None).0, Exit::Clean, "{args:?}"))
}

/// Returns every argument of every command by which a file is written.
fn written() -> Vec<(Argument, &'static str)> {
    arguments().into_iter().filter_map(|argument| argument.writes().map(|file| (argument.clone(), file))).collect()
}

/// Returns the names in a folder.
fn names(folder: &Path) -> Vec<PathBuf> {
    let mut names: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    names.sort();
    names
}

/// Lets each step of a command that writes `path` fail in turn. Returns the steps when none does.
fn each_step_fails(argument: &Argument, project: &Project, path: &Path) -> Vec<Step> {
    let old = fs::read(path).ok();
    let args = argument.run_with(path.to_str().expect("a path"), None);
    let before = names(project.folder());
    for at in 0.. {
        let disk = Failing { at: Some(at), ..Failing::default() };
        let (exit, said) = run(project.folder(), &args, disk.clone(), None);
        let steps = std::mem::take(&mut *disk.steps.lock().expect("no thread panicked"));
        let now = fs::read(path).ok();
        if at >= steps.len() {
            assert!(exit < Exit::NoVerdict && now.is_some() && now != old, "{args:?}: {said}");
            return steps;
        }
        assert!(exit == Exit::NoVerdict && said.contains("the disk is full"), "{args:?} {:?}: {said}", steps[at]);
        if let Step::SyncFolder(_) = steps[at] {
            // The new one is in its place, and that is where the promise ends.
            assert!(now.is_some() && now != old, "{args:?}");
            match &old {
                Some(old) => fs::write(path, old).expect("a file"),
                None => fs::remove_file(path).expect("a file"),
            }
        }
        assert!(fs::read(path).ok() == old, "{args:?} lost the old file by {:?}", steps[at]);
        assert_eq!(names(project.folder()), before, "{args:?} {:?}", steps[at]);
    }
    unreachable!("a number is larger than that of the steps")
}

/// Checks that what takes a place is on the disk before, and its name after.
fn is_safe(steps: &[Step], path: &Path) {
    let at = |wanted: &dyn Fn(&Step) -> bool| steps.iter().rposition(wanted).unwrap_or_else(|| panic!("{steps:?}"));
    let renamed = at(&|step| matches!(step, Step::Rename(_, to) if to == path));
    let Step::Rename(beside, _) = &steps[renamed] else { unreachable!() };
    let written = at(&|step| matches!(step, Step::Write(at) if at == beside));
    let synced = at(&|step| matches!(step, Step::Sync(at) if at == beside));
    let folder = at(&|step| matches!(step, Step::SyncFolder(folder) if Some(folder.as_path()) == path.parent()));
    assert!(written < synced && synced < renamed && renamed < folder, "{steps:?}");
    let into = |step: &Step| matches!(step, Step::Write(at) if at == path);
    assert!(!steps.iter().any(into), "it is written into what is there: {steps:?}");
}

#[test]
fn whatever_step_fails_the_old_file_stays_whole_and_nothing_lies_beside_it() {
    let project = project();
    let written = written();
    assert!(written.len() > 5, "{written:?}");
    for (argument, over) in one_in(4, &written) {
        let over = fs::canonicalize(project.at(over)).expect("a file");
        is_safe(&each_step_fails(argument, &project, &over), &over);
        let new = over.with_file_name("new");
        is_safe(&each_step_fails(argument, &project, &new), &new);
        fs::remove_file(&new).expect("a file");
    }
}

#[test]
fn what_is_added_to_a_file_leaves_what_it_holds_whatever_fails() {
    let project = project();
    let (summary, args) = (project.at("summary.md"), ["check", "plan.toml", "--format=github"]);
    for at in 0.. {
        fs::write(&summary, "what an earlier step said\n").expect("a file");
        let disk = Failing { at: Some(at), ..Failing::default() };
        let (exit, said) = run(project.folder(), &args, disk.clone(), Some(&summary));
        let now = fs::read_to_string(&summary).expect("a file");
        assert!(now.starts_with("what an earlier step said\n"), "{now}");
        let steps = std::mem::take(&mut *disk.steps.lock().expect("no thread panicked"));
        if at >= steps.len() {
            assert!(exit < Exit::NoVerdict && now.len() > 100, "{said}");
            assert!(matches!(steps[..], [Step::Open(..), .., Step::Sync(_)]), "{steps:?}");
            return;
        }
        assert!(exit == Exit::NoVerdict && said.contains("summary.md cannot be written: the disk is full"), "{said}");
    }
}

#[test]
fn a_page_of_the_manual_that_fails_leaves_the_others_whole() {
    let project = project();
    let folder = project.at("man");
    let args = ["man".to_owned(), format!("--dir={}", folder.display())];
    for at in 0..20 {
        let disk = Failing { at: Some(at), ..Failing::default() };
        let (exit, said) = run(project.folder(), &args, disk.clone(), None);
        assert!(exit == Exit::NoVerdict && said.contains("bcf") && said.contains("the disk is full"), "{at}: {said}");
        let pages = names(&folder);
        assert!(pages.iter().all(|page| fs::read_to_string(page).expect("a page").ends_with('\n')));
        assert!(pages.iter().all(|page| page.extension().is_some_and(|own| own == "1")), "{pages:?}");
    }
}

#[test]
fn permissions_and_links_are_kept_and_what_a_run_left_behind_is_in_nobodys_way() {
    let project = project();
    let (file, link) = (project.at("page.html"), project.at("link.html"));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("permissions");
    symlink("page.html", &link).expect("a link");
    let left = project.at(".bcf-0.tmp");
    fs::write(&left, "half").expect("a file");
    let long = "n".repeat(250) + ".html";
    let before = fs::read(&file).expect("a file");
    for name in ["link.html", &long] {
        let args = ["report", "plan.toml", "--sign-off", "-o", name];
        let (exit, said) = run(project.folder(), &args, Folders, None);
        assert!(exit == Exit::Clean && said.starts_with("wrote ") && said.contains(&format!("{name}: ")), "{said}");
    }
    assert!(fs::read(&file).expect("a file") != before);
    assert_eq!(fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_link(&link).expect("a link"), Path::new("page.html"));
    assert_eq!(fs::read_to_string(&left).expect("a file"), "half");
}

#[test]
fn what_cannot_be_written_is_told_before_anything_is() {
    let project = project();
    fs::set_permissions(project.at("page.html"), fs::Permissions::from_mode(0o444)).expect("permissions");
    let before = project.everything();
    for (name, words) in [("page.html", "page.html is read-only"), ("nowhere/new.html", "there is no folder")] {
        let target = project.at(name);
        let other = format!("--format=json={}", project.at("first.json").display());
        let target = format!("--format=human={}", target.display());
        let disk = Failing::default();
        let (exit, said) = run(project.folder(), &["check", "plan.toml", &other, &target], disk.clone(), None);
        assert!(exit == Exit::NoVerdict && said.contains(words) && said.contains("help:"), "{said}");
        assert_eq!(std::mem::take(&mut *disk.steps.lock().expect("no thread panicked")), []);
    }
    assert!(project.everything() == before);
}
