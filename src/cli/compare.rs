//! `bcf compare`

use super::args::{CompareArgs, ShowFormat};
use super::config::Configs;
use super::exit::Exit;
use super::fault::Fault;
use super::gather::{Asked, Gathered};
use super::input;
use super::io::Io;
use super::print::{no_verdict, print, tell};
use super::screen::Screen;
use super::small::SMALL;
use crate::check::{Checked, Hold, Settings};
use crate::policy::Round;
use crate::report::{areas, excluded};
use crate::view::{Areas, Picture};

/// Shows plans next to each other, each checked as `check` does.
pub(super) fn run(args: &CompareArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    if SMALL && args.format != ShowFormat::Markdown {
        return Err(Fault::not_in_small("compare areas but as Markdown"));
    }
    let mut settings = Settings::on(args.today.unwrap_or(io.today));
    settings.waivers = !args.no_waivers;
    let mut sought = input::find_files(&args.plans, &io.disk);
    sought.with(args.beside.with.as_ref());
    let (inputs, mut faults) = (sought.inputs, sought.faults);
    let asked = Asked { settings: &settings, fail_on: None, stdin_name: None, hold: Hold::All };
    let mut gathered = Gathered::default();
    match Configs::new(&args.project, &io.disk) {
        Ok(mut configs) => gathered = Gathered::of(&inputs, &asked, &mut configs, io),
        Err(unreadable) => faults.extend(unreadable),
    }
    faults.append(&mut gathered.faults);
    if !faults.is_empty() {
        return Ok(no_verdict(&faults, screen, io));
    }
    tell(&excluded(&gathered.excluded), io);
    if gathered.plans.len() < 2 {
        return Err(Fault::new("there are not two plans to compare")
            .help("name two or more, or a folder that has them: `bcf compare plans/`"));
    }
    let unknown = Round::default();
    let picture = |checked: &Checked| {
        let round = checked.under.as_deref();
        Picture::of(checked, round.unwrap_or(&unknown))
    };
    let pictures: Vec<Picture> = gathered.plans.iter().map(picture).collect();
    let compared = Areas::of(&gathered.plans, &pictures);
    print(io, |out| match args.format {
        ShowFormat::Markdown => areas::markdown(&compared, out),
        // It was refused when it was asked for.
        _ if SMALL => Ok(()),
        ShowFormat::Human => areas::human(&compared, screen.view, out),
        ShowFormat::Json => areas::json(&compared, settings.today, out),
        ShowFormat::Csv => areas::csv(&compared, out),
    })?;
    Ok(Exit::Clean)
}
