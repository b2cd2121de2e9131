//! `bcf init`

use std::path::Path;

use super::allocations::Allocations;
use super::args::{AreaTiers, InitArgs};
use super::config::here;
use super::fault::Fault;
use super::output::{refuse_taken, write_new};
use super::rounds::one_round;
use super::screen::Screen;
use super::{Exit, Io, input, no_verdict};
use crate::plan::{Place, Plan, Published, Tiers, nearest};
use crate::policy::{Round, Rounds};
use crate::template::{Request, template};
use crate::write::quoted;

/// Write a plan to fill in.
pub(super) fn run(args: &InitArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    refuse_taken(&args.output, args.force)?;
    let known = match here(&args.project) {
        Ok(config) => config.rounds.clone(),
        Err(faults) => return Ok(no_verdict(&faults, screen, io)),
    };
    let round = &*one_round(&known, &args.round)?;
    let area = args.area.trim();
    if area.is_empty() {
        return Err(Fault::new("the area has no name").help("give it as in --area Leicestershire"));
    }
    let read = match &args.allocations {
        Some(file) => published(file, args, round, &known),
        None => Ok(Vec::new()),
    };
    let published = match read {
        Ok(published) => published,
        Err(faults) => return Ok(no_verdict(&faults, screen, io)),
    };
    let grant = round.dfg.as_ref().map(|dfg| dfg.stream.as_str());
    let districts = published.iter().any(|figure| figure.partner.is_some() && Some(figure.stream.as_str()) == grant);
    let tiers = match args.tiers {
        Some(AreaTiers::Two) => Tiers::Two,
        None if districts => Tiers::Two,
        Some(AreaTiers::Single) | None => Tiers::Single,
    };
    let origin =
        args.allocations.as_ref().map(|file| file.file_name().unwrap_or_default().to_string_lossy().into_owned());
    let code = args.code.as_deref();
    let request = Request { round, area, code, tiers, published: &published, origin: origin.as_deref() };
    let text = template(&request);
    refuse_unreadable(&text)?;
    write_new(&args.output, text.as_bytes(), args.force, io)?;
    Ok(Exit::Clean)
}

/// What was published for the area in the round's years.
fn published(file: &Path, args: &InitArgs, round: &Round, known: &Rounds) -> Result<Vec<Published>, Vec<Fault>> {
    let name = input::name(file);
    let text = input::text(file).map_err(|fault| vec![fault])?;
    let allocations = Allocations::read(&text, &name, &name, known)?;
    let code = args.code.as_ref().map(|code| format!("code = {}\n", quoted(code))).unwrap_or_default();
    let plan = format!("[plan]\nround = {}\n[area]\nname = {}\n{code}", quoted(&round.id), quoted(args.area.trim()));
    let published = allocations.of_plan(&Plan::read(plan), round).map_err(|fault| vec![fault])?;
    if published.is_empty() {
        let area = args.area.trim().to_lowercase();
        let known = allocations.area_names().any(|name| name == area);
        let message = if known {
            format!("{name} has no figure of {} for {}", args.area, round.name)
        } else {
            format!("{name} has no figure for an area called {}", args.area)
        };
        let near = nearest(&area, allocations.area_names()).filter(|_| !known);
        let help = near.map_or_else(
            || "name the area as the file does, or leave --allocations out".to_owned(),
            |near| format!("did you mean {near}?"),
        );
        return Err(vec![Fault::new(message).help(help)]);
    }
    Ok(published)
}

/// The one thing on the command line that a plan's reader might not take is the code.
fn refuse_unreadable(text: &str) -> Result<(), Fault> {
    let plan = Plan::read(text.to_owned());
    let code = plan.area.code.node();
    let complained = |node| plan.complaints.iter().any(|complaint| complaint.at == Place::Value(node));
    if code.is_some_and(complained) {
        return Err(Fault::new("the code is no code of an area").help("it is E and eight digits, such as E10000018"));
    }
    Ok(())
}
