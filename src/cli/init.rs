//! `bcf init`

use std::path::Path;

use super::allocations::Allocations;
use super::args::{AreaTiers, BesideArgs, ExamplePlan, InitArgs, PictureArgs};
use super::config::{Config, NAME, here};
use super::disk::Disk;
use super::draft;
use super::exit::Exit;
use super::fault::Fault;
use super::input;
use super::io::Io;
use super::kept::read_for;
use super::known_rounds::one_round;
use super::loss::{Output, refuse_loss};
use super::output::write_result;
use super::print::no_verdict;
use super::repository;
use super::screen::Screen;
use super::settings::with_config;
use super::show::look;
use super::small::SMALL;
use super::wrote::{Said, options, typed};
use crate::check::Checked;
use crate::check::{Settings, check_text};
use crate::period::Date;
use crate::plan::{Place, Plan, Published, Tiers, nearest};
use crate::policy::{Round, Rounds};
use crate::report::places::{Places, Spot};
use crate::template::{BOROUGH, COUNTY, Carry, Request, roll, template};
use crate::text::words::count;
use crate::write::quoted;

/// The most places that cannot be read that are reported.
const MOST: usize = 20;

/// Writes a plan to fill in, or rolls one forward.
pub(super) fn run(args: &InitArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    // What the plan that is rolled forward reads is known later, and so is whether it would be lost.
    let first = if args.from.is_some() { output(args).named_later() } else { output(args) };
    refuse_loss(&[first], &*io.disk, || read_for(&args.project, read(args), [], &io.disk))?;
    let config = match here(&args.project, &io.disk) {
        Ok(config) => config,
        Err(faults) => return Ok(no_verdict(&faults, screen, io)),
    };
    if let Some(example) = args.example {
        if SMALL {
            return Err(Fault::not_in_small("write its examples"));
        }
        let text = match example {
            ExamplePlan::County => COUNTY,
            ExamplePlan::Borough => BOROUGH,
        };
        return written(text.to_owned(), args, &config, io);
    }
    let known = &config.rounds;
    let round = &*one_round(known, &args.round)?;
    if let Some(with) = args.beside.with.as_ref().filter(|_| args.from.is_none()) {
        input::bytes(with, &*io.disk)?;
        return Err(Fault::new("--with names the companion of a workbook, and no workbook is rolled forward")
            .help("name the workbook too: --from plan.xlsx"));
    }
    if let Some(from) = &args.from {
        return rolled(from, args, round, &config, screen, io);
    }
    if let Some(narrative) = &args.from_narrative {
        let text = draft::text(narrative, args, &districts(args)?, round, io)?;
        refuse_unreadable(&text)?;
        return written(text, args, &config, io);
    }
    let area = args.area.trim();
    if area.is_empty() {
        return Err(Fault::new("the area has no name").help("give it as in --area Leicestershire"));
    }
    let read = match &args.allocations {
        Some(file) => published(file, args.area.trim(), args.code.as_deref(), None, round, (known, &*io.disk)),
        None => Ok(Vec::new()),
    };
    let published = match read {
        Ok(published) => published,
        Err(faults) => return Ok(no_verdict(&faults, screen, io)),
    };
    let grant = round.dfg.as_ref().map(|dfg| dfg.stream.as_str());
    let shares = published.iter().any(|figure| figure.partner.is_some() && Some(figure.stream.as_str()) == grant);
    let districts = districts(args)?;
    let tiers = match args.tiers {
        Some(AreaTiers::Two) => Tiers::Two,
        None if shares || !districts.is_empty() => Tiers::Two,
        Some(AreaTiers::Single) | None => Tiers::Single,
    };
    let origin = origin(args);
    let code = args.code.as_deref();
    let (published, origin) = (&published[..], origin.as_deref());
    let request = Request { round, area, code, tiers, districts: &districts, published, origin };
    let text = template(&request);
    refuse_unreadable(&text)?;
    written(text, args, &config, io)
}

/// Returns the names of the district councils, blanks around them left out.
fn districts(args: &InitArgs) -> Result<Vec<String>, Fault> {
    if !args.district.is_empty() && matches!(args.tiers, Some(AreaTiers::Single)) {
        return Err(Fault::new("an area of one tier has no districts").help("leave out --district, or say --tiers two"));
    }
    let names = args.district.iter().map(|name| name.trim());
    Ok(names.filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

/// Writes the text of a plan, or the workbook of it where the name asks for one.
fn written(text: String, args: &InitArgs, config: &Config, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let settings = with_config(&Settings::on(io.today), None, config);
    let checked = check_text("the new plan".to_owned(), text, &settings);
    let said = said(args, checked.verdict().grounds.gaps);
    let bytes = if output(args).is_workbook() {
        workbook(&checked, io.today)?
    } else {
        checked.plan.tree.source().as_bytes().to_vec()
    };
    write_result(&args.output, &bytes, &said, io)?;
    Ok(Exit::Clean)
}

/// Returns what is said of the plan that was written.
fn said(args: &InitArgs, gaps: usize) -> Said {
    let plan = typed(&args.output);
    let check = format!("`bcf check {plan}{}`", options(&BesideArgs::default(), &args.project));
    if gaps == 0 {
        return Said::next(format!("{check} checks it"));
    }
    let paper = args.from_narrative.as_deref().filter(|paper| paper.as_os_str() != "-");
    let hold = paper.map(|paper| format!(", `bcf narrative {plan} {}` holds its figures against that", typed(paper)));
    Said {
        holds: count(gaps, "gap to fill in", "gaps to fill in"),
        next: format!("{check} names each{}", hold.unwrap_or_default()),
    }
}

/// Returns the workbook of a plan, checked as the project asks.
#[cfg(feature = "workbook")]
fn workbook(checked: &Checked, today: Date) -> Result<Vec<u8>, Fault> {
    super::export::workbook(checked, today)
}

/// Refuses to make a workbook.
#[cfg(not(feature = "workbook"))]
fn workbook(_: &Checked, _: Date) -> Result<Vec<u8>, Fault> {
    Err(super::no_workbooks::refused("write"))
}

/// Returns the plan that will be written.
fn output(args: &InitArgs) -> Output<'_> {
    Output::plan(&args.output, args.force)
}

/// Returns the files that are named to be read, beside the settings of this folder.
fn read(args: &InitArgs) -> impl Iterator<Item = &Path> {
    let named = [&args.from, &args.from_narrative, &args.allocations, &args.beside.with];
    named.into_iter().filter_map(Option::as_deref).chain([Path::new(NAME)])
}

/// Rolls a plan forward.
fn rolled(
    from: &Path,
    args: &InitArgs,
    round: &Round,
    config: &Config,
    screen: &Screen,
    io: &mut Io<'_>,
) -> Result<Exit, Fault> {
    if SMALL {
        return Err(Fault::not_in_small("roll a plan forward"));
    }
    let picture = PictureArgs {
        plan: from.to_owned(),
        no_waivers: false,
        today: None,
        stdin_filename: None,
        causes: false,
        beside: args.beside.clone(),
        project: args.project.clone(),
    };
    let Some(seen) = look(&picture, screen, io)? else { return Ok(Exit::NoVerdict) };
    let old = &seen.checked;
    refuse_loss(&[output(args)], &*io.disk, || seen.read(&args.project, &io.disk))?;
    if !old.plan.complaints.is_empty() {
        return Ok(no_verdict(&unreadable(old), screen, io));
    }
    refuse_order(old, round)?;
    let area = old.plan.area.name.str().unwrap_or_default().trim();
    let code = old.plan.area.code.str();
    let read = args
        .allocations
        .as_ref()
        .map(|file| published(file, area, code, Some(&old.plan), round, (&config.rounds, &*io.disk)));
    let published = match read.transpose() {
        Ok(published) => published.unwrap_or_default(),
        Err(faults) => return Ok(no_verdict(&faults, screen, io)),
    };
    let origin = origin(args);
    let text = roll(&Carry { from: old, round, published: &published, origin: origin.as_deref() });
    written(text, args, config, io)
}

/// Returns the first things in a plan that cannot be read, each at its place.
fn unreadable(checked: &Checked) -> Vec<Fault> {
    let source: std::sync::Arc<str> = checked.plan.tree.source().into();
    let shown = checked.plan.complaints.iter().take(MOST).map(|complaint| {
        let site = checked.plan.site(&complaint.at);
        match Places::of_plan(&checked.plan).spot(&site) {
            Spot::Text(_) => {
                let fault = Fault::new(&complaint.message).help_if(complaint.help.as_ref());
                fault.at(&checked.path, &source, site.span)
            }
            cell @ Spot::Cell(_) => Fault::new(format!("{}: {}", cell.in_file(&checked.path), complaint.message))
                .help_if(complaint.help.as_ref()),
        }
    });
    let mut faults: Vec<Fault> = shown.collect();
    let all = count(checked.plan.complaints.len(), "thing", "things");
    let it = if checked.plan.complaints.len() == 1 { "it" } else { "them" };
    faults.push(
        Fault::new(format!("{} is not rolled forward: {all} in it cannot be read", checked.path))
            .help(format!("mend {it} first, so that nothing is lost; nothing was written")),
    );
    faults
}

/// Refuses to roll a plan back, or from a round that is not known.
fn refuse_order(old: &Checked, round: &Round) -> Result<(), Fault> {
    let path = &old.path;
    let Some(was) = old.under.as_deref() else {
        let named = old.named_round.as_deref().unwrap_or_default();
        return Err(Fault::new(format!("{path} is of round `{named}`, which is not known"))
            .help("`bcf rounds` lists the rounds there are; name a round of your own in bcf.toml"));
    };
    if was.id == round.id {
        return Err(Fault::new(format!("{path} is of round {} already", was.id))
            .help("name a later round; `bcf rounds` lists them"));
    }
    if round.first_year() <= was.last_year() {
        let message = format!("{path} is of round {}, and {} does not come after it", was.id, round.id);
        return Err(
            Fault::new(message).help("a plan is rolled forward only: name a round that starts after its last year")
        );
    }
    Ok(())
}

/// Returns where the published figures come from, as a plan says it.
fn origin(args: &InitArgs) -> Option<String> {
    args.allocations.as_ref().map(|file| file.file_name().unwrap_or_default().to_string_lossy().into_owned())
}

/// Returns what was published for the area in the round's years.
fn published(
    file: &Path,
    area: &str,
    code: Option<&str>,
    old: Option<&Plan>,
    round: &Round,
    (known, disk): (&Rounds, &dyn Disk),
) -> Result<Vec<Published>, Vec<Fault>> {
    let name = repository::name(file);
    let bytes = input::bytes(file, disk).map_err(|fault| vec![fault])?;
    let allocations = Allocations::read(&bytes, &name, &name, known)?;
    let code = code.map(|code| format!("code = {}\n", quoted(code))).unwrap_or_default();
    let plan = format!("[plan]\nround = {}\n[area]\nname = {}\n{code}", quoted(&round.id), quoted(area));
    let plan = Plan::read(plan);
    let published = allocations.of_plan(old.unwrap_or(&plan), round).map_err(|fault| vec![fault])?;
    if published.is_empty() {
        let known = allocations.knows(area);
        let message = if known {
            format!("{name} has no figure of {area} for {}", round.name)
        } else {
            format!("{name} has no figure for an area called {area}")
        };
        let near = nearest(area, allocations.area_names()).filter(|_| !known);
        let help = near.map_or_else(
            || "name the area as the file does, or leave --allocations out".to_owned(),
            |near| format!("did you mean {near}?"),
        );
        return Err(vec![Fault::new(message).help(help)]);
    }
    Ok(published)
}

/// Checks the one thing on the command line that a plan's reader might not take: the code.
fn refuse_unreadable(text: &str) -> Result<(), Fault> {
    let plan = Plan::read(text.to_owned());
    let code = plan.area.code.node();
    let complained = |node| plan.complaints.iter().any(|complaint| complaint.at == Place::Value(node));
    if code.is_some_and(complained) {
        return Err(Fault::new("the code is no code of an area").help("it is E and eight digits, such as E10000018"));
    }
    Ok(())
}
