//! `bcf verify` of a narrative that is marked.

use super::args::{PictureArgs, VerifyArgs};
use super::exit::Exit;
use super::fault::Fault;
use super::io::Io;
use super::paper::{self, Paper};
use super::print::print;
use super::report::asked;
use super::screen::Screen;
use super::show::{Seen, look};
use crate::narrative::hold_with;
use crate::policy::Round;
use crate::report::page::tie_out::{TieDifference, TieOut, TieSeal};
use crate::text::escape::shown;

/// Compares a page with a plan and a narrative, and says what differs.
pub(super) fn run(args: &VerifyArgs, page: &str, name: &str, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let seal = TieSeal::read(page).map_err(|broken| {
        Fault::new(format!("{name} {broken}"))
            .help("`bcf narrative plan.toml narrative.docx -o tie-out.html` writes one")
    })?;
    let today = args.today.unwrap_or(seal.today);
    // The page says nothing of causes.
    let asked = PictureArgs { causes: false, ..asked(&args.plan, today, &args.beside, &args.project) };
    let Some(seen) = look(&asked, screen, io)? else { return Ok(Exit::NoVerdict) };
    let paper = Paper::read(&paper::place(args.narrative.as_ref(), &seen.checked, &args.plan, &io.disk)?, io)?;
    let none = Round::default();
    let Seen { mut checked, picture, .. } = seen;
    let plan = std::mem::replace(&mut checked.path, seal.plan.clone());
    let round = checked.under.clone();
    let tie = hold_with(paper.document, &checked, round.as_deref().unwrap_or(&none), &picture);
    let now = TieOut { checked: &checked, tie: &tie, narrative: &paper.name, sha256: &paper.sha256, today: seal.today };
    let differences = seal.differences(page, &now);
    let (word, is) =
        if differences.is_empty() { ("MATCHES", "is of") } else { ("DIFFERS", "is not as it would be of") };
    print(io, |out| {
        for difference in &differences {
            writeln!(out, "  {}", shown(&told(difference)))?;
        }
        let (name, plan, paper) = (shown(name), shown(&plan), shown(&paper.name));
        writeln!(out, "{word} {name} {is} {plan} and {paper}, held against each other on {}", today.prose())
    })?;
    Ok(if differences.is_empty() { Exit::Clean } else { Exit::Findings })
}

fn told(difference: &TieDifference) -> String {
    match difference {
        TieDifference::Altered => "the page was altered after it was written".to_owned(),
        TieDifference::Plan(page, now) => {
            format!("the plan is not the one of the page: its SHA-256 is {now}, and was {page}")
        }
        TieDifference::Narrative(page, now) => {
            format!("the narrative is not the one of the page: its SHA-256 is {now}, and was {page}")
        }
        TieDifference::Counts(page, now) => format!("now {now}; on the page {page}"),
        TieDifference::Figures => "what became of the figures is not what is on the page".to_owned(),
        TieDifference::Text => {
            "what the page says is not what this program writes, though its digests agree: it was altered and sealed anew"
                .to_owned()
        }
    }
}
