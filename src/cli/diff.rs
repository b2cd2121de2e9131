//! `bcf diff`

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{DiffArgs, DiffFormat};
use super::companion;
use super::config::{Configs, NAME, of_folder};
use super::disk::Disk;
use super::exit::Exit;
use super::fault::Fault;
use super::gather::{Project, checked};
use super::git::{Files, Repository};
use super::input::{self, Input};
use super::io::Io;
use super::past_text::past_text;
use super::plan_text::{PlanText, is_workbook};
use super::print::{no_verdict, print};
use super::repository::{self, folder_of};
use super::screen::Screen;
use super::settings::with_config;
use super::small::SMALL;
use super::store::Store;
use super::stricter::stricter;
use super::wanted::may_be_plan;
use crate::check::Settings;
use crate::compare::{Comparison, Side};
use crate::report::View;
use crate::report::diff::{self, Difference};

/// A side as it was read; without a text there is no such plan.
struct Version {
    name: String,
    text: Option<PlanText>,
    /// The place at which git has it, or would have it.
    place: Option<(Arc<Files>, PathBuf)>,
}

/// Compares two versions of a plan and report; the exit status is decided before anything is written.
pub(super) fn run(args: &DiffArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    if SMALL && args.format != DiffFormat::Markdown {
        return Err(Fault::not_in_small("compare plans but as Markdown"));
    }
    let mut options = Settings::on(args.today.unwrap_or(io.today));
    options.waivers = !args.no_waivers;
    options.day_is_asked = args.today.is_some();
    let (old, new) = versions(args, io)?;
    if old.text.is_none() && new.text.is_none() {
        return Err(Fault::new(format!("there is no plan: neither {} nor {} exists", old.name, new.name)));
    }
    let (past, now) = match projects(args, &options, &old, &new, &io.disk) {
        Ok(projects) => projects,
        Err(faults) => return Ok(no_verdict(&faults, screen, io)),
    };
    // What is beside a plan is beside one of the two only, so neither is asked of its files.
    let checked = |version: &Version, project: &Project| {
        let text = version.text.clone();
        text.map(|text| checked(&version.name, None, project, text).map(|(checked, _)| checked)).transpose()
    };
    let (before, after) = (checked(&old, &past)?, checked(&new, &now)?);
    let today = options.today;
    let old = Side { name: old.name, checked: before.as_ref() };
    let new = Side { name: new.name, checked: after.as_ref() };
    let comparison = Comparison::new(old, new, today);
    let difference = Difference { comparison: &comparison, today, verdict: comparison.verdict() };
    let exit = if difference.verdict.fails { Exit::Findings } else { Exit::Clean };
    let view = View { quiet: args.quiet, ..screen.view };
    print(io, |out| match args.format {
        DiffFormat::Markdown => diff::markdown(&difference, out),
        // It was refused when it was asked for.
        _ if SMALL => Ok(()),
        DiffFormat::Human => diff::human(&difference, view, out),
        DiffFormat::Json => diff::json(&difference, out),
    })?;
    Ok(exit)
}

/// Returns what each side is judged by: a version that git has by the config git has beside it, files by the one that
/// is there. Of two revisions the stricter level that fails, and the stricter level of each rule, count for the new
/// side.
fn projects(
    args: &DiffArgs,
    options: &Settings,
    old: &Version,
    new: &Version,
    disk: &Arc<dyn Disk>,
) -> Result<(Project, Project), Vec<Fault>> {
    let config = |version: &Version| match &version.place {
        None => of_folder(&args.project, &folder(args, &**disk), disk),
        Some((files, path)) => {
            let mut faults = Vec::new();
            let mut configs = Configs::of_past(&Store::Git(files.clone()), &args.project)?;
            configs.of(&configs.folder_of(path), &mut faults).ok_or(faults)
        }
    };
    let (past, now) = (config(old)?, config(new)?);
    let both = old.place.is_some() || new.place.is_some();
    let settings =
        if both { stricter(options, args.fail_on, &now, &past) } else { with_config(options, args.fail_on, &now) };
    Ok((Project::new(past, options, args.fail_on), Project { config: now, settings }))
}

/// Returns the folder whose config counts for files: that of the new plan, else of the old one, else the one we are in.
fn folder(args: &DiffArgs, disk: &dyn Disk) -> PathBuf {
    let sides = [&args.new, &args.old].map(Path::new);
    let here = sides.into_iter().find(|side| {
        let is_below = |side: &Path| side.parent().is_some_and(|p| p != Path::new("") && disk.is_folder(p));
        disk.is_file(side) || !disk.exists(side) && is_below(side)
    });
    folder_of(here.unwrap_or(Path::new(NAME)), disk)
}

fn versions(args: &DiffArgs, io: &mut Io<'_>) -> Result<(Version, Version), Fault> {
    if args.old == "-" && args.new == "-" {
        return Err(Fault::new("only one of the two plans can come from standard input"));
    }
    let with = args.beside.with.as_deref();
    if let Some(with) = with {
        // It accompanies one of the two.
        let text = input::text(with, &*io.disk)?;
        let old = companion::named(with, text.clone(), Path::new(&args.old));
        old.or_else(|_| companion::named(with, text, Path::new(&args.new)))?;
    }
    match version(&args.old, with, io)? {
        Some(old) => {
            let new = version(&args.new, with, io)?.ok_or_else(|| missing(&args.new, &*io.disk))?;
            Ok((old, new))
        }
        None => at_revision(args, &io.disk),
    }
}

/// Returns what a side names by itself: standard input, a file, nothing at all, or a file of a revision.
fn version(named: &OsStr, with: Option<&Path>, io: &mut Io<'_>) -> Result<Option<Version>, Fault> {
    let path = Path::new(named);
    let name = repository::name(path);
    if named == "-" {
        let bytes = input::limited(&mut *io.stdin, 0, "<stdin>")?;
        return plan("<stdin>".to_owned(), bytes).map(Some);
    }
    if named == "/dev/null" || named.eq_ignore_ascii_case("nul") {
        return Ok(Some(Version { name, text: None, place: None }));
    }
    if io.disk.has(path) {
        if io.disk.is_folder(path) {
            return Err(Fault::new(format!("{name} is a folder"))
                .help("name the plan in it; `bcf diff` compares one plan with one"));
        }
        return plan_of_file(path, with, &io.disk).map(Some);
    }
    let Some((rev, path)) = named.to_str().and_then(|named| named.split_once(':')).filter(|(_, path)| !path.is_empty())
    else {
        return Ok(None);
    };
    let repository = Repository::around(Path::new("."))?;
    let files = Arc::new(if rev.is_empty() { repository.index()? } else { repository.files(rev)? });
    let path = path.strip_prefix("./").unwrap_or(path);
    let bytes = files.read(path)?.ok_or_else(|| files.absent(path))?;
    let with = with.and_then(|with| repository.path_of(with));
    at(&files, path, Some(bytes), with.as_deref()).map(Some)
}

/// Returns `bcf diff main plan.toml`: the same path at that revision. There a plan may be missing, and here: it is new
/// or gone.
fn at_revision(args: &DiffArgs, disk: &Arc<dyn Disk>) -> Result<(Version, Version), Fault> {
    let path = Path::new(&args.new);
    let name = repository::name(path);
    let Some(rev) = args.old.to_str() else { return Err(missing(&args.old, &**disk)) };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if rev.is_empty() || !disk.is_folder(folder) || disk.is_folder(path) || args.new == "-" {
        return Err(missing(&args.old, &**disk));
    }
    let repository = Repository::around(folder)
        .map_err(|fault| if looks_like_a_file(rev) { missing(&args.old, &**disk) } else { fault })?;
    let files = repository
        .files(rev)
        .map_err(|fault| if looks_like_a_file(rev) { missing(&args.old, &**disk) } else { fault })?;
    let files = Arc::new(files);
    let Some(inside) = repository.path_of(path) else {
        return Err(Fault::new(format!("{name} is not in the repository around its folder")));
    };
    let was = if files.has(&inside) { None } else { files.renamed(&inside)? };
    let was = was.unwrap_or(&inside);
    let with = args.beside.with.as_deref();
    let old = at(&files, was, files.read(was)?, with.and_then(|with| repository.path_of(with)).as_deref())?;
    let is_there = disk.has(path);
    if !is_there && old.text.is_none() {
        return Err(missing(&args.new, &**disk));
    }
    let new = if is_there { plan_of_file(path, with, disk)? } else { Version { name, text: None, place: None } };
    Ok((old, new))
}

/// Returns the plan at a path of a revision, of a workbook with the companion it had there, which `with` may name.
fn at(files: &Arc<Files>, path: &str, bytes: Option<Vec<u8>>, with: Option<&str>) -> Result<Version, Fault> {
    let (name, place) = (files.name(path), Some((files.clone(), files.top().join(path))));
    let text = bytes.map(|bytes| {
        refuse_other(&name, &bytes)?;
        past_text(files, path, &name, bytes, with)
    });
    Ok(Version { text: text.transpose()?, name, place })
}

fn looks_like_a_file(text: &str) -> bool {
    may_be_plan(Path::new(text))
}

/// Returns a side that is nothing this command knows.
fn missing(named: &OsStr, disk: &dyn Disk) -> Fault {
    input::absent(Path::new(named), &std::io::ErrorKind::NotFound.into(), disk)
}

/// Returns the plan of a file, of a workbook with its companion: the one that was named where it is this workbook's.
fn plan_of_file(path: &Path, with: Option<&Path>, disk: &Arc<dyn Disk>) -> Result<Version, Fault> {
    let name = repository::name(path);
    let bytes = input::file(path, &name, &**disk)?;
    if !is_workbook(&bytes) {
        return plan(name, bytes);
    }
    let is_own = |with: &&Path| input::text(with, &**disk).and_then(|text| companion::named(with, text, path)).is_ok();
    let with = with.filter(is_own);
    let mut input = Input::file(path, disk);
    input.with(with.map(Path::to_owned).as_ref());
    Ok(Version { text: Some(input.text(bytes)?), name, place: None })
}

/// Refuses a text that is no plan.
fn refuse_other(name: &str, bytes: &[u8]) -> Result<(), Fault> {
    if is_workbook(bytes) || input::is_plan(bytes) {
        return Ok(());
    }
    Err(Fault::new(format!("{name} is no plan: it has no [plan] table")).help("check that it is the file you meant"))
}

fn plan(name: String, bytes: Vec<u8>) -> Result<Version, Fault> {
    refuse_other(&name, &bytes)?;
    let text = PlanText::of(bytes, &name)?;
    Ok(Version { name, text: Some(text), place: None })
}
