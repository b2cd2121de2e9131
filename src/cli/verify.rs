//! `bcf verify`

use std::path::Path;

use super::args::VerifyArgs;
use super::disk::Disk;
use super::exit::Exit;
use super::fault::Fault;
use super::input;
use super::io::Io;
use super::print::print;
use super::report::asked;
use super::repository;
use super::screen::Screen;
use super::show::{Seen, look};
use crate::report::page::{Difference, OtherVersion, Seal};
use crate::text::escape::{shortened, shown};

/// The most findings that are listed one by one.
const TOLD: usize = 20;

/// The end of the message about a plan that differs only in its layout.
const SAME: &str = ". It says the same: only its layout, comments or the order of its keys are others. \
    The words of the page were not compared; `bcf report` writes it anew";
/// The most columns of another version's name that are shown.
const VERSION: usize = 40;

/// Compares a page with a plan, and says what differs.
pub(super) fn run(args: &VerifyArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let name = repository::name(&args.page);
    let page = text(&args.page, &name, &*io.disk)?;
    if let Some(other) = OtherVersion::read(&page) {
        return unverified(&other, &name, args, screen, io);
    }
    let seal = Seal::read(&page).map_err(|broken| {
        Fault::new(format!("{name} {broken}")).help("`bcf report plan.toml -o report.html` writes one")
    })?;
    let on = |day| asked(&args.plan, day, &args.beside, &args.project);
    let Some(mut seen) = look(&on(seal.today), screen, io)? else { return Ok(Exit::NoVerdict) };
    let plan = seen.checked.path.clone();
    let mut differences = seal.differences(&page, &mut seen.checked);
    let today = args.today.unwrap_or(seal.today);
    if today != seal.today {
        // What has become of it by that day is reported beside what the page was on its own.
        let Some(later) = seen.again(&on(today), screen, io)? else { return Ok(Exit::NoVerdict) };
        let more = seal.changes(&later.checked).into_iter().filter(|change| !differences.contains(change));
        let more: Vec<Difference> = more.collect();
        differences.extend(more);
    }
    let (word, is) = verdict(&differences);
    print(io, |out| {
        for line in told(&differences) {
            writeln!(out, "  {}", shown(&line))?;
        }
        writeln!(out, "{word} {} {is} {}, checked on {}", shown(&name), shown(&plan), today.prose())
    })?;
    Ok(if differences.is_empty() { Exit::Clean } else { Exit::Findings })
}

/// Returns the word for how a page and a plan differ, and what the page is.
fn verdict(differences: &[Difference]) -> (&'static str, &'static str) {
    match differences {
        [] => ("MATCHES", "is of"),
        // What the page says can be compared with no other text than the one it was made of.
        [Difference::Plan { same_values: true, .. }] => ("SAME FIGURES", "is of a plan that says the same as"),
        _ => ("DIFFERS", "is not as it would be of"),
    }
}

/// Reports a page that another version made: only that version can say whether the page is unaltered.
fn unverified(
    other: &OtherVersion,
    name: &str,
    args: &VerifyArgs,
    screen: &Screen,
    io: &mut Io<'_>,
) -> Result<Exit, Fault> {
    let today = args.today.unwrap_or(io.today);
    let asked = asked(&args.plan, today, &args.beside, &args.project);
    let Some(Seen { checked, .. }) = look(&asked, screen, io)? else { return Ok(Exit::NoVerdict) };
    let (plan, made_by) = (shown(&checked.path), shortened(&other.version, VERSION, screen.view.unicode));
    let of = if other.is_of(&checked) { "it names the SHA-256 of" } else { "it does not name the SHA-256 of" };
    print(io, |out| {
        writeln!(out, "  {of} {plan}; what else it says was not compared")?;
        let this = env!("CARGO_PKG_VERSION");
        let name = shown(name);
        writeln!(
            out,
            "UNVERIFIED {name} was made by bcf {made_by}, and this is bcf {this}: verify it with bcf {made_by}"
        )
    })?;
    Ok(Exit::NoVerdict)
}

/// Returns the page as text.
fn text(path: &Path, name: &str, disk: &dyn Disk) -> Result<String, Fault> {
    if disk.is_folder(path) {
        return Err(Fault::new(format!("{name} is a folder")).help("name the page that `bcf report` wrote"));
    }
    if !disk.has(path) {
        return Err(
            Fault::new(format!("there is no page {name}")).help("`bcf report plan.toml -o report.html` writes one")
        );
    }
    String::from_utf8(input::file(path, name, disk)?)
        .map_err(|_| Fault::new(format!("{name} is no page that `bcf report` wrote: it is not UTF-8")))
}

/// Returns what differs, a line each; of many findings the first.
fn told(differences: &[Difference]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut findings = 0;
    for difference in differences {
        let line = match difference {
            Difference::Altered => "the page was altered after it was written".to_owned(),
            Difference::Plan { page, now, same_values } => {
                let only = if *same_values { SAME } else { "" };
                format!("the plan is not the one of the page: its SHA-256 is {now}, and was {page}{only}")
            }
            Difference::Verdict(page, now) => format!("the verdict is {now}; on the page it is {page}"),
            Difference::New(finding) => format!("found now and not on the page: {finding}"),
            Difference::Gone(rule) => format!("on the page and not found now: {rule}"),
            Difference::Figures => "the figures of the tests are not those of the page".to_owned(),
            Difference::Text => {
                "what the page says is not what this program writes, though its digests agree: it was altered and sealed anew"
                    .to_owned()
            }
        };
        if matches!(difference, Difference::New(_) | Difference::Gone(_)) {
            findings += 1;
            if findings > TOLD {
                continue;
            }
        }
        lines.push(line);
    }
    if findings > TOLD {
        lines.push(format!("and {} more findings that differ", findings - TOLD));
    }
    lines
}
