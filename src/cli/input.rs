//! Finding and reading plans.

use std::collections::HashSet;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::companion::{self, Beside, is_companion};
use super::disk::{Disk, Nature};
use super::fault::{Fault, LIMIT, reason};
use super::folders::Folders;
use super::foreign::foreign;
use super::git::Files;
use super::ignored::Ignored;
use super::io::Io;
use super::plan_text::{PlanText, is_plan_workbook, is_workbook};
use super::progress::with_progress;
use super::repository::{name, real};
use super::utf8::utf8;
use super::wanted::{EXTENSION, Keep, Wanted, is_hidden, is_workbook_by_name, pattern};
use crate::plan::syntax::Tree;
use crate::plan::{HEADER, Likeness, likeness, nearest};
use crate::report::Unread;
use crate::span::BYTE_ORDER_MARK;

/// The name of standard input where it has no other.
pub(super) const STDIN: &str = "<stdin>";

/// A plan to be read.
#[derive(Debug)]
pub(super) struct Input {
    /// The name of the input in reports.
    pub(super) name: String,
    from: From,
    /// The files that it and what is beside it are among.
    disk: Arc<dyn Disk>,
    /// The companion that was named for it; that beside it counts where none was.
    with: Option<PathBuf>,
}

/// The content of an input.
#[derive(Debug)]
pub(super) enum Found {
    /// A plan's text.
    Plan(PlanText),
    /// A folder's file that is no plan, or that counts by another file, and what is reported of it.
    Other { note: Option<String> },
    /// A folder's workbook that is no plan.
    Workbook,
}

#[derive(Debug)]
enum From {
    File(PathBuf),
    /// A folder's file: it counts only if it is a plan.
    Found(PathBuf),
    /// A file as the index has it. One that is not named counts only if it is a plan.
    Staged {
        files: Arc<Files>,
        inside: String,
        path: PathBuf,
        is_named: bool,
    },
    Text(Vec<u8>),
}

/// The result of looking for inputs.
#[derive(Debug, Default)]
pub(super) struct Sought {
    /// The inputs to read.
    pub(super) inputs: Vec<Input>,
    /// The faults of the paths.
    pub(super) faults: Vec<Fault>,
    /// The same for the reports.
    pub(super) unread: Vec<Unread>,
    /// The files passed over because git ignores them.
    pub(super) ignored: Ignored,
}

impl Sought {
    /// Returns how much was met so far.
    fn met(&self) -> usize {
        self.inputs.len() + self.faults.len() + self.ignored.files_passed_over.len()
    }

    /// Says which companion the workbooks are read with, where one was named.
    pub(super) fn with(&mut self, companion: Option<&PathBuf>) {
        for input in &mut self.inputs {
            input.with(companion);
        }
    }

    /// Notes a path that cannot be looked at.
    pub(super) fn missed(&mut self, path: &Path, fault: Fault) {
        self.unread.push(Unread::new(name(path), fault.to_string()));
        self.faults.push(fault);
    }
}

/// Returns everything `paths` mean, in the order of their names, each file once; and what is wrong with them.
pub(super) fn find(paths: &[PathBuf], stdin_name: Option<&str>, io: &mut Io<'_>) -> Sought {
    let disk = io.disk.clone();
    if paths.iter().any(|path| path.as_os_str() == "-") {
        return gather(paths, &disk, || stdin(stdin_name, io));
    }
    with_progress(io, |_| "looking for plans".to_owned(), |_| find_files(paths, &disk))
}

/// Returns the same where there is no standard input.
pub(super) fn find_files(paths: &[PathBuf], disk: &Arc<dyn Disk>) -> Sought {
    gather(paths, disk, || Err(Fault::new("standard input has been read")))
}

fn gather(paths: &[PathBuf], disk: &Arc<dyn Disk>, mut stdin: impl FnMut() -> Result<Input, Fault>) -> Sought {
    let mut sought = Sought::default();
    for path in asked(paths) {
        let found = if path.as_os_str() == "-" {
            stdin().map(|input| sought.inputs.push(input))
        } else {
            one(path, disk, &mut sought)
        };
        if let Err(fault) = found {
            sought.missed(path, fault);
        }
    }
    sought.inputs.sort_by(|a, b| a.name.cmp(&b.name));
    let mut seen = HashSet::new();
    sought.inputs.retain(|input| match &input.from {
        From::File(path) | From::Found(path) => seen.insert(disk.real_or_as_it_is(path)),
        From::Staged { .. } | From::Text(_) => true,
    });
    sought
}

/// Returns the paths that were asked for, each once; this folder where there is none.
pub(super) fn asked(paths: &[PathBuf]) -> impl Iterator<Item = &Path> {
    let here = paths.is_empty().then(|| Path::new("."));
    let mut seen = HashSet::new();
    here.into_iter().chain(paths.iter().map(PathBuf::as_path)).filter(move |path| seen.insert(*path))
}

fn stdin(name: Option<&str>, io: &mut Io<'_>) -> Result<Input, Fault> {
    let name = name.unwrap_or(STDIN).to_owned();
    let bytes = limited(&mut *io.stdin, 0, &name)?;
    Ok(Input { name, from: From::Text(bytes), disk: io.disk.clone(), with: None })
}

/// Adds a file, or the plans of a folder.
fn one(path: &Path, disk: &Arc<dyn Disk>, sought: &mut Sought) -> Result<(), Fault> {
    let nature = match disk.nature(path) {
        Ok(nature) => nature,
        // What is there by this very name is meant, brackets and all.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return pattern(path)
                .map_or_else(|| Err(absent(path, &error, &**disk)), |pattern| matching(&pattern, disk, sought));
        }
        Err(error) => return Err(absent(path, &error, &**disk)),
    };
    let name = name(path);
    let from = match nature {
        Nature::Folder => {
            walk(path, Keep::Plans, disk, sought);
            return Ok(());
        }
        // It gives what it has once, as standard input does, and is as little beside anything.
        Nature::OpenPipe => From::Text(file(path, &name, &**disk)?),
        _ => From::File(path.to_owned()),
    };
    sought.inputs.push(Input { name, from, disk: disk.clone(), with: None });
    Ok(())
}

/// Adds every plan a pattern matches, and those in the folders it matches. It is compared with what [`walk`] finds
/// below its part without wildcards, so that it meets no more than a folder does: no hidden folders, no links to
/// folders.
fn matching(pattern: &str, disk: &Arc<dyn Disk>, sought: &mut Sought) -> Result<(), Fault> {
    let wanted = Wanted::new(pattern)?;
    if !disk.is_folder(&wanted.root) {
        let root = wanted.root.display();
        return Err(Fault::new(format!("nothing matches {pattern}: there is no folder {root}")));
    }
    let before = sought.met();
    walk(&wanted.root, Keep::Matching(&wanted), disk, sought);
    if sought.met() > before {
        return Ok(());
    }
    Err(Fault::new(format!("nothing matches {pattern}"))
        .help("`*` stands for any name, `**` for any folders: 'plans/**/*.toml'"))
}

/// Collects the files to keep in a folder and below. Hidden folders and links to folders are not entered, so that no
/// loop is.
fn walk(folder: &Path, keep: Keep<'_>, disk: &Arc<dyn Disk>, sought: &mut Sought) {
    let asked = real(folder, &**disk);
    let mut todo = vec![(folder.to_owned(), 0, keep)];
    while let Some((folder, depth, keep)) = todo.pop() {
        let Some(keep) = keep.inside(&folder, depth) else { continue };
        match disk.list(&folder) {
            Err(error) => sought.missed(&folder, unreadable(&folder, &error)),
            Ok(entries) => {
                for entry in entries {
                    let name = entry.path.file_name().unwrap_or_default();
                    if !entry.is_folder {
                        found(&entry.path, keep, &asked, disk, sought);
                    } else if !is_hidden(&name.to_string_lossy()) {
                        todo.push((entry.path, depth + 1, keep));
                    }
                }
            }
        }
    }
}

/// Adds a file below a folder that is asked for.
fn found(path: &Path, keep: Keep<'_>, asked: &Path, disk: &Arc<dyn Disk>, sought: &mut Sought) {
    if !keep.keeps(path) || sought.ignored.passes_over(path, asked, &**disk) {
        return;
    }
    match disk.nature(path) {
        Ok(Nature::Folder) => {}
        Ok(_) => sought.inputs.push(Input::file(path, disk).if_plan()),
        Err(error) => sought.missed(path, unreadable(path, &error)),
    }
}

impl Input {
    /// Returns a file that is named.
    pub(super) fn file(path: &Path, disk: &Arc<dyn Disk>) -> Self {
        Self { name: name(path), from: From::File(path.to_owned()), disk: disk.clone(), with: None }
    }

    /// Returns a file of the index, called `name` in reports.
    pub(super) fn staged(name: String, files: Arc<Files>, inside: &str, is_named: bool) -> Self {
        let path = files.top().join(inside);
        let from = From::Staged { files, inside: inside.to_owned(), path, is_named };
        // Git knows the folders of this machine alone.
        Self { name, from, disk: Arc::new(Folders), with: None }
    }

    /// Returns the same, passed over when it is a file without a `[plan]` table.
    pub(super) fn if_plan(self) -> Self {
        let from = match self.from {
            From::File(path) => From::Found(path),
            From::Staged { files, inside, path, .. } => From::Staged { files, inside, path, is_named: false },
            from => from,
        };
        Self { from, ..self }
    }

    /// Says which companion a workbook is read with, where one was named.
    pub(super) fn with(&mut self, companion: Option<&PathBuf>) {
        self.with = companion.cloned();
    }

    /// Returns the files that are read for it: its own, and its companion.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        let is_read = |near: &PathBuf| self.disk.bytes(near).is_ok_and(|bytes| is_companion(&bytes));
        let near = self.path().filter(|path| is_workbook_by_name(path)).map(companion::near).filter(is_read);
        [Some(self.place().to_owned()), self.with.clone().or(near)].into_iter().flatten().collect()
    }

    /// Returns the companion of a workbook, where it has one; what is to be said of a text beside it that is another's.
    pub(super) fn companion(&self) -> Result<Result<Option<Beside>, String>, Fault> {
        if let Some(with) = &self.with {
            return companion::named(with, text(with, &*self.disk)?, Path::new(&self.name))
                .map(|beside| Ok(Some(beside)));
        }
        let near = match &self.from {
            From::File(path) | From::Found(path) => {
                let near = companion::near(path);
                self.disk.bytes(&near).ok().map(|bytes| (near, bytes))
            }
            From::Staged { files, inside, path, .. } => {
                let inside = companion::near(Path::new(inside));
                let bytes = inside.to_str().map(|inside| files.read(inside)).transpose()?.flatten();
                bytes.map(|bytes| (companion::near(path), bytes))
            }
            From::Text(_) => None,
        };
        near.map_or(Ok(Ok(None)), |(path, bytes)| companion::found(&path, bytes, Path::new(&self.name)))
    }

    /// Returns the text of a plan, of a workbook with its companion.
    pub(super) fn text(&self, bytes: Vec<u8>) -> Result<PlanText, Fault> {
        if !is_workbook(&bytes) {
            let plan = PlanText::of(bytes, &self.name)?;
            let Some(with) = &self.with else { return Ok(plan) };
            let beside = companion::named(with, text(with, &*self.disk)?, Path::new(&self.name))?;
            return Ok(plan.noting(format!("{} was not read: {} is no workbook", beside.name, self.name)));
        }
        PlanText::with(bytes, &self.name, self.companion()?)
    }

    /// Returns the file it is read from; nothing for what is piped in.
    pub(super) fn path(&self) -> Option<&Path> {
        match &self.from {
            From::File(path) | From::Found(path) | From::Staged { path, .. } => Some(path),
            From::Text(_) => None,
        }
    }

    /// Returns where it is read from; `-` for what is piped in.
    pub(super) fn place(&self) -> &Path {
        self.path().unwrap_or(Path::new("-"))
    }

    /// Returns whether it was named, so that nothing passes it over.
    pub(super) const fn is_named(&self) -> bool {
        !matches!(self.from, From::Found(_) | From::Staged { is_named: false, .. })
    }

    /// Returns everything it holds, as it is.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, Fault> {
        match &self.from {
            From::Text(bytes) => Ok(bytes.clone()),
            From::File(path) | From::Found(path) => file(path, &self.name, &*self.disk),
            From::Staged { files, inside, .. } => files.read(inside)?.ok_or_else(|| files.absent(inside)),
        }
    }

    /// Returns the plan's text, or what a folder's file is that is no plan.
    pub(super) fn read(&self) -> Result<Found, Fault> {
        let (bytes, is_named) = (self.bytes()?, self.is_named());
        if !is_named {
            if is_workbook_by_name(Path::new(&self.name)) {
                return self.workbook_of_a_folder(bytes);
            }
            match what_is(&bytes) {
                Likeness::Plan | Likeness::Headless => {}
                Likeness::Other => return Ok(Found::Other { note: None }),
                Likeness::Perhaps(list) => return Ok(Found::Other { note: Some(passed_over(&self.name, list)) }),
            }
        }
        // To know whether it is a plan all the same takes a walk through it.
        if is_named
            && !is_workbook(&bytes)
            && let Some(fault) = foreign(&self.name, &bytes)
            && !is_plan(&bytes)
        {
            return Err(fault);
        }
        if is_named && let Some(fault) = companion::alone(&self.name, &bytes) {
            return Err(fault);
        }
        self.text(bytes).map(Found::Plan)
    }

    /// Returns a workbook that nobody named: it is read where it is a plan by what it says of itself, and no text beside
    /// it is the same plan.
    fn workbook_of_a_folder(&self, bytes: Vec<u8>) -> Result<Found, Fault> {
        if !is_plan_workbook(&bytes) {
            return Ok(Found::Workbook);
        }
        let text = self.path().map(|path| path.with_extension(EXTENSION));
        let is_told_twice = text.as_ref().is_some_and(|text| self.disk.bytes(text).is_ok_and(|bytes| is_plan(&bytes)));
        if let Some(text) = text.filter(|_| is_told_twice) {
            let note = format!("{} was not checked: {} beside it is checked in its place", self.name, name(&text));
            return Ok(Found::Other { note: Some(note) });
        }
        self.text(bytes).map(Found::Plan)
    }
}

/// Returns what is reported of a file that nobody named, is no plan and has one of a plan's lists: its `[plan]` may be
/// misspelt.
pub(super) fn passed_over(name: &str, list: &str) -> String {
    format!("{name} has [[{list}]] and no [{HEADER}] table: it was not checked; is [{HEADER}] misspelt?")
}

/// Returns what a folder's file is, however broken it is.
pub(super) fn what_is(bytes: &[u8]) -> Likeness {
    if is_plan_workbook(bytes) || is_plan(bytes) {
        return Likeness::Plan;
    }
    likeness(&Tree::parse(String::from_utf8_lossy(bytes).into_owned()))
}

/// Returns the text of a file that is no plan: a config, a table of allocations, a baseline.
pub(super) fn text(path: &Path, disk: &dyn Disk) -> Result<String, Fault> {
    utf8(bytes(path, disk)?, &name(path))
}

/// Returns the bytes of a file that is named beside the plans.
pub(super) fn bytes(path: &Path, disk: &dyn Disk) -> Result<Vec<u8>, Fault> {
    let name = name(path);
    let missing = |error| absent_unless_near(path, &error, "check its name and the folder it is in", disk);
    match disk.nature(path).map_err(missing)? {
        Nature::File(about) if about.bytes > LIMIT => {
            Err(Fault::new(format!("{name} is larger than {} MiB, which is more than is read", LIMIT >> 20))
                .help("check that it is the file you meant"))
        }
        Nature::File(_) => file(path, &name, disk),
        other => Err(other.refused(&name, "write what it gives into a file, and name that")),
    }
}

/// Returns the bytes of a file, or of a pipe that was opened for the program.
///
/// # Errors
/// When it is neither, is too large or cannot be read.
pub(super) fn file(path: &Path, name: &str, disk: &dyn Disk) -> Result<Vec<u8>, Fault> {
    let room = match disk.nature(path).map_err(|error| absent(path, &error, disk))? {
        Nature::File(about) if about.bytes > LIMIT => return Err(Fault::too_large(name)),
        // One byte more than it has, so that its end is met without asking for more room.
        Nature::File(about) => usize::try_from(about.bytes + 1).unwrap_or_default(),
        Nature::OpenPipe => 0,
        other => return Err(other.refused(name, "give a plan file, or pipe the plan in: `… | bcf check -`")),
    };
    limited(disk.read(path).map_err(|error| unreadable(path, &error))?, room, name)
}

/// Returns everything up to the limit. `room` is how many bytes it is likely to be.
pub(super) fn limited(from: impl Read, room: usize, name: &str) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::with_capacity(room);
    from.take(LIMIT + 1).read_to_end(&mut bytes).map_err(|error| unreadable(Path::new(name), &error))?;
    if bytes.len() as u64 > LIMIT { Err(Fault::too_large(name)) } else { Ok(bytes) }
}

fn unreadable(path: &Path, error: &io::Error) -> Fault {
    let fault = Fault::new(format!("{} cannot be read: {}", name(path), reason(error)));
    if error.kind() == io::ErrorKind::PermissionDenied {
        fault.help("ask its owner, or run as somebody who may read it")
    } else {
        fault
    }
}

/// Returns a path that is not there, with the nearest that is.
pub(super) fn absent(path: &Path, error: &io::Error, disk: &dyn Disk) -> Fault {
    let advice = "give a plan, a folder of plans, or `-` to read one from standard input";
    absent_unless_near(path, error, advice, disk)
}

/// Returns the same with other advice where nothing is near.
fn absent_unless_near(path: &Path, error: &io::Error, advice: &str, disk: &dyn Disk) -> Fault {
    if error.kind() != io::ErrorKind::NotFound {
        return unreadable(path, error);
    }
    if let Ok(link @ Nature::LinkToNothing(_)) = disk.nature(path) {
        return link.refused(&name(path), advice);
    }
    let fault = Fault::new(format!("there is no file or folder {}", path.display()));
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(entries) = disk.list(folder) else {
        return fault.help(format!("nor is there a folder {}", folder.display()));
    };
    let own = |path: &Path| path.file_name()?.to_str().map(str::to_owned);
    let names: Vec<String> = entries.iter().filter_map(|entry| own(&entry.path)).collect();
    let wanted = path.file_name().unwrap_or_default().to_string_lossy();
    match nearest(&wanted, names.iter().map(String::as_str)) {
        Some(near) => fault.help(format!("did you mean {}?", name(&folder.join(near)))),
        None => fault.help(advice),
    }
}

/// Returns whether a file of a folder has a `[plan]` table, however broken the rest of it is.
pub(super) fn is_plan(bytes: &[u8]) -> bool {
    if is_companion(bytes) {
        return false;
    }
    let text = String::from_utf8_lossy(bytes);
    let text = if text.contains('\0') { text.replace('\0', "") } else { text.into_owned() };
    let mut above_tables = true;
    text.trim_start_matches(BYTE_ORDER_MARK).lines().map(str::trim).any(|line| {
        if let Some(header) = line.strip_prefix('[') {
            above_tables = false;
            let end = header.find([']', '.']).unwrap_or(header.len());
            return header[..end].trim().trim_matches(['"', '\'']) == "plan";
        }
        let key = line.find(['=', '.']).map_or("", |end| line[..end].trim());
        above_tables && key.trim_matches(['"', '\'']) == "plan"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_known_by_its_table() {
        for plan in [
            "[plan]\n",
            "# x\r\n[ plan ] # y\n",
            "\u{feff}[plan]",
            "plan = { format = 1 }",
            "plan.format = 1",
            "x = [\n[plan]",
        ] {
            assert!(is_plan(plan.as_bytes()), "{plan}");
        }
        for other in ["", "[package]\nplan = 1", "[[plans]]", "planning = 1", "[a]\nplan.b = 1"] {
            assert!(!is_plan(other.as_bytes()), "{other}");
        }
    }
}
