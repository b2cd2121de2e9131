//! `bcf rounds`

use super::args::{RoundFormat, RoundsArgs, RoundsCommand, RoundsDiffArgs};
use super::config::here;
use super::exit::Exit;
use super::fault::Fault;
use super::io::Io;
use super::known_rounds::{every_round, one_round, shown};
use super::print::{no_verdict, print};
use super::screen::Screen;
use super::small::SMALL;
use crate::compare::rounds::RoundComparison;
use crate::period::Date;
use crate::policy::{RoundRef, Rounds};
use crate::report::rounds::{self, ShownRound};

/// Lists the rounds, shows one in full, or compares two.
pub(super) fn run(args: &RoundsArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    if args.guide {
        if SMALL {
            return Err(Fault::not_in_small("say how a round is written"));
        }
        print(io, |out| out.write_all(rounds::GUIDE.as_bytes()))?;
        return Ok(Exit::Clean);
    }
    let project = match &args.diff {
        Some(RoundsCommand::Diff(diff)) => &diff.project,
        None => &args.project,
    };
    let known = match here(project, &io.disk) {
        Ok(config) => config.rounds.clone(),
        Err(faults) => return Ok(no_verdict(&faults, screen, io)),
    };
    match (&args.diff, &args.round) {
        (Some(RoundsCommand::Diff(args)), _) => compare(args, &known, screen, io),
        (None, Some(id)) => show(&one_round(&known, id)?, args.format, &known, screen, io),
        (None, None) => list(args.format, args.today.unwrap_or(io.today), &known, screen, io),
    }
}

fn list(format: RoundFormat, today: Date, known: &Rounds, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    if SMALL && format != RoundFormat::Json {
        return Err(Fault::not_in_small("show rounds but as JSON"));
    }
    let all = every_round(known)?;
    let all = shown(&all, known);
    print(io, |out| match format {
        RoundFormat::Json => rounds::list_json(&all, today, out),
        // It was refused when it was asked for.
        _ if SMALL => Ok(()),
        RoundFormat::Human => rounds::list_of(&all, today, screen.view, out),
        RoundFormat::Markdown => rounds::list_markdown(&all, today, out),
    })?;
    Ok(Exit::Clean)
}

fn show(
    round: &RoundRef,
    format: RoundFormat,
    known: &Rounds,
    screen: &Screen,
    io: &mut Io<'_>,
) -> Result<Exit, Fault> {
    let own = known.own(&round.id);
    let base = own.and_then(|own| known.get(own.extends.as_deref()?).ok());
    let shown = ShownRound { round, own, base: base.as_deref() };
    if SMALL {
        return Err(Fault::not_in_small("show a round"));
    }
    print(io, |out| match format {
        RoundFormat::Human => rounds::whole(shown, screen.view, out),
        RoundFormat::Json => rounds::whole_json(shown, out),
        RoundFormat::Markdown => rounds::whole_markdown(shown, out),
    })?;
    Ok(Exit::Clean)
}

fn compare(args: &RoundsDiffArgs, known: &Rounds, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    if SMALL {
        return Err(Fault::not_in_small("compare rounds"));
    }
    let (old, new) = (one_round(known, &args.old)?, one_round(known, &args.new)?);
    let changes = RoundComparison::new(&old, &new);
    print(io, |out| match args.format {
        RoundFormat::Human => rounds::diff_human(&changes, screen.view, out),
        RoundFormat::Json => rounds::diff_json(&changes, out),
        RoundFormat::Markdown => rounds::diff_markdown(&changes, out),
    })?;
    Ok(Exit::Clean)
}
