//! The findings of a plan: what is wrong in blocks, what is not there yet in lines, what is known in a number.

use std::io::{self, Write};

use super::block::Drawer;
use crate::check::Checked;
use crate::finding::{Finding, Level, LikelyCause, Status};
use crate::report::paint::Ink;
use crate::report::places::{Places, Spot};
use crate::report::{View, absent, causes, concise, words};
use crate::text::escape::{columns_of, shortened, shown};
use crate::text::words::count;
use crate::text::wrap::wrapped;

/// Writes the findings of one plan, in blocks while there are blocks left and then a line each.
pub(super) fn write_findings(plan: &Checked, view: View, blocks: &mut usize, out: &mut dyn Write) -> io::Result<()> {
    if plan.findings.is_empty() {
        return Ok(());
    }
    let places = Places::of_plan(&plan.plan);
    let drawer = Drawer::new(&plan.path, &places, view);
    let path = shown(&plan.path);
    write_causes(plan, &drawer, |finding| concise::line(finding, &path, &places), out)?;
    let unexplained = plan.findings.iter().filter(|one| !plan.cause_of(one).is_some_and(LikelyCause::is_of_several));
    let (known, told): (Vec<&Finding>, Vec<&Finding>) =
        unexplained.partition(|finding| finding.status == Status::Baselined && !view.all);
    // What is wrong comes first; what is not there yet is a list of things to do, unless each is asked for in full.
    let (absent, wrong): (Vec<&Finding>, Vec<&Finding>) =
        told.into_iter().partition(|finding| absent::is_listed(finding));
    let in_full = view.all || view.verbose;
    let told: Vec<&Finding> = if in_full { wrong.iter().chain(&absent).copied().collect() } else { wrong };
    let mut in_lines = told.len().saturating_sub(*blocks);
    for finding in told {
        if *blocks > 0 {
            *blocks -= 1;
            writeln!(out, "{}", drawer.block_with(finding, plan.cause_of(finding)))?;
            continue;
        }
        if in_lines > 0 {
            let many = count(in_lines, "more finding", "more findings");
            writeln!(out, "{many}, a line each (--all shows them in full):")?;
            in_lines = 0;
        }
        writeln!(out, "{}", concise::line(finding, &path, &places))?;
    }
    if *blocks == 0 {
        writeln!(out)?;
    }
    if plan.diagnosis.is_cut {
        writeln!(out, "{}\n", causes::CUT)?;
    }
    if !in_full {
        write_absent(&absent, plan, view, &places, out)?;
    }
    write_known(&known, view, |finding| concise::line(finding, &path, &places), out)
}

/// Writes the likely causes, each with the findings it explains in a line.
fn write_causes(
    plan: &Checked,
    drawer: &Drawer<'_>,
    line: impl Fn(&Finding) -> String,
    out: &mut dyn Write,
) -> io::Result<()> {
    for cause in plan.diagnosis.of_several() {
        write!(out, "{}", drawer.cause(cause))?;
        for finding in cause.explains.iter().filter_map(|n| plan.findings.get(*n)) {
            writeln!(out, "  {}", line(finding))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Writes what is not there yet: a line each, by section.
fn write_absent(
    absent: &[&Finding],
    plan: &Checked,
    view: View,
    places: &Places<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    if absent.is_empty() {
        return Ok(());
    }
    let each = if absent.len() == 1 { "it" } else { "each" };
    let heading = format!("{} (-v shows {each} in full):", absent::heading(absent.len()));
    writeln!(out, "{}", view.paint().ink(Ink::Strong, heading))?;
    let sections = absent::sections(absent, &plan.plan, places);
    let place = place_width(&sections, view);
    for section in &sections {
        writeln!(out, "  {}", shortened(&section.title(), view.width.saturating_sub(2), view.unicode))?;
        for part in &section.parts {
            let spot = part.spot.bare();
            let mut line = match part.spot {
                Spot::Text(_) => format!("{spot:>8}"),
                Spot::Cell(_) => format!("    {spot:<place$}"),
            };
            let ink = part.finding.level.into();
            let room = view.width.saturating_sub(line.len() + 2).max(30);
            // An error is never cut.
            let texts = match part.finding.level {
                Level::Error => wrapped(&shown(&part.text()), room),
                Level::Warning | Level::Advice => vec![part.text_within(room, view.unicode)],
            };
            for text in texts {
                writeln!(out, "{}  {text}", view.paint().ink::<&str>(ink, &line))?;
                line = " ".repeat(line.len());
            }
        }
    }
    writeln!(out)
}

/// Returns how wide the places of a list are, so that what is said of each begins in one column; a place that is longer than
/// a third of a line stands out.
fn place_width(sections: &[absent::AbsentSection<'_>], view: View) -> usize {
    let places = sections.iter().flat_map(|section| &section.parts).map(|part| columns_of(&part.spot.bare()));
    places.filter(|columns| *columns <= view.width / 3).max().unwrap_or(0)
}

/// Writes what the baseline knows: how much it is, so that it does not drown what is new, and a line each for who wants it.
fn write_known(
    known: &[&Finding],
    view: View,
    line: impl Fn(&Finding) -> String,
    out: &mut dyn Write,
) -> io::Result<()> {
    if known.is_empty() {
        return Ok(());
    }
    let from = words::known_as(known.iter().copied());
    let (many, is) = (count(known.len(), "finding", "findings"), if known.len() == 1 { "is" } else { "are" });
    if !view.verbose {
        return writeln!(out, "{many} {is} {from} (-v lists them, --all shows them in full)\n");
    }
    writeln!(out, "{many} {is} {from}:")?;
    known.iter().try_for_each(|finding| writeln!(out, "{}", line(finding)))?;
    writeln!(out)
}
