//! `bcf verify`

use std::path::Path;

use super::args::VerifyArgs;
use super::fault::Fault;
use super::report::one_plan;
use super::screen::Screen;
use super::{Exit, Io, input, print};
use crate::report::escape::shown;
use crate::report::page::{Difference, Seal};

/// How many findings are told apart.
const TOLD: usize = 20;

/// Compare a page with a plan, and say what differs.
pub(super) fn run(args: &VerifyArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let name = input::name(&args.page);
    let page = text(&args.page, &name)?;
    let seal = Seal::read(&page).map_err(|broken| {
        Fault::new(format!("{name} {broken}")).help("`bcf report plan.toml -o report.html` writes one")
    })?;
    let today = args.today.unwrap_or(seal.today);
    let Some(mut checked) = one_plan(&args.plan, today, &args.project, screen, io)? else {
        return Ok(Exit::NoVerdict);
    };
    let plan = checked.path.clone();
    let differences = seal.differences(&page, &mut checked, today);
    let exit = if differences.is_empty() { Exit::Clean } else { Exit::Findings };
    let words = if differences.is_empty() { ("MATCHES", "is of") } else { ("DIFFERS", "is not as it would be of") };
    print(io, |out| {
        for line in told(&differences) {
            writeln!(out, "  {}", shown(&line))?;
        }
        writeln!(out, "{} {} {} {}, checked on {}", words.0, shown(&name), words.1, shown(&plan), today.prose())?;
        if !seal.is_of_this_version() {
            writeln!(
                out,
                "note: the page was made by bcf {}; what it says besides its findings and figures was not compared",
                shown(&seal.version)
            )?;
        }
        Ok(())
    })?;
    Ok(exit)
}

/// The page as text.
fn text(path: &Path, name: &str) -> Result<String, Fault> {
    if path.is_dir() {
        return Err(Fault::new(format!("{name} is a folder")).help("name the page that `bcf report` wrote"));
    }
    if !path.exists() {
        return Err(
            Fault::new(format!("there is no page {name}")).help("`bcf report plan.toml -o report.html` writes one")
        );
    }
    String::from_utf8(input::file(path, name)?)
        .map_err(|_| Fault::new(format!("{name} is no page that `bcf report` wrote: it is not UTF-8")))
}

/// What differs, a line each; of many findings the first.
fn told(differences: &[Difference]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut findings = 0;
    for difference in differences {
        let line = match difference {
            Difference::Altered => "the page was altered after it was written".to_owned(),
            Difference::Plan { page, now, same_results } => {
                let only = ". Every figure and finding is the same: only its layout, comments or line ends are others";
                let only = if *same_results { only } else { "" };
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
