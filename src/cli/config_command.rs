//! `bcf config`

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::args::{ConfigArgs, ConfigFormat, FailOn};
use super::config::{Config, NAME, level_word, of_folder};
use super::exclude;
use super::exit::Exit;
use super::fault::Fault;
use super::input;
use super::io::Io;
use super::plan_text::PlanText;
use super::print::{no_verdict, print};
use super::repository;
use super::repository::folder_of;
use super::screen::Screen;
use crate::plan::Plan;
use crate::report::View;
use crate::report::fitted::write_lines;
use crate::report::json::to_writer;
use crate::report::table::Ruled;
use crate::text::words::count;

/// The settings in force, value by value.
#[derive(Serialize)]
struct InForce<'a> {
    schema: &'static str,
    #[serde(rename = "config")]
    file: Option<&'a str>,
    values: Vec<Setting>,
}

/// A value and where it came from.
#[derive(Serialize)]
struct Setting {
    key: String,
    value: String,
    /// Nothing for a default.
    file: Option<String>,
    line: Option<u32>,
    /// The note about the value, if there is one.
    note: Option<String>,
}

impl Setting {
    fn set(config: &Config, key: impl Into<String>, value: impl Into<String>, line: u32) -> Self {
        Self { key: key.into(), value: value.into(), file: config.name.clone(), line: Some(line), note: None }
    }

    fn default(key: &str, value: &str) -> Self {
        Self { key: key.to_owned(), value: value.to_owned(), file: None, line: None, note: None }
    }

    fn origin(&self) -> String {
        match (&self.file, self.line) {
            (Some(file), Some(line)) => format!("{file}:{line}"),
            _ => "default".to_owned(),
        }
    }
}

/// Shows the config of a plan or a folder.
pub(super) fn run(args: &ConfigArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let path = args.path.as_deref().unwrap_or(Path::new("."));
    let is_folder = io.disk.is_folder(path);
    let folder = folder_of(&if is_folder { path.join(NAME) } else { path.to_owned() }, &*io.disk);
    let config = match of_folder(&args.project, &folder, &io.disk) {
        Ok(config) => config,
        Err(faults) => return Ok(no_verdict(&faults, screen, io)),
    };
    let plan = if is_folder {
        None
    } else {
        Some(PlanText::of(input::bytes(path, &*io.disk)?, &repository::name(path))?.read())
    };
    let in_force =
        InForce { schema: "bcf.config/1", file: config.name.as_deref(), values: values(&config, plan.as_ref())? };
    print(io, |out| match args.format {
        ConfigFormat::Human => human(&in_force, screen.view, out),
        ConfigFormat::Json => to_writer(&in_force, 1, out),
    })?;
    Ok(Exit::Clean)
}

fn values(config: &Config, plan: Option<&Plan>) -> Result<Vec<Setting>, Fault> {
    let fail_on = match &config.fail_on {
        Some(set) => Setting::set(config, "fail-on", set.value.word(), set.line),
        None => Setting::default("fail-on", FailOn::Error.word()),
    };
    let mut values = vec![fail_on];
    for set in &config.levels {
        values.push(Setting::set(config, format!("levels.{}", set.value.name), level_word(set.value.level), set.line));
    }
    values.push(match &config.allocations {
        None => Setting::default("allocations", "none"),
        Some(set) => {
            let (figures, areas) =
                (count(set.value.len(), "figure", "figures"), count(set.value.areas(), "area", "areas"));
            let round = plan.and_then(|plan| config.rounds.get(plan.header.round.str()?).ok());
            let own = plan.zip(round).map(|(plan, round)| set.value.of_plan(plan, &round)).transpose()?;
            let own = own.map(|own| format!(", {} of them for this plan", own.len())).unwrap_or_default();
            let note = Some(format!("{figures} of {areas}{own}"));
            Setting { note, ..Setting::set(config, "allocations", set.value.file.as_str(), set.line) }
        }
    });
    for (pattern, line) in config.exclude.written() {
        values.push(Setting::set(config, exclude::KEY, pattern, line));
    }
    let ids = config.rounds.ids().skip(crate::policy::round_ids().count());
    for (set, id) in config.own_rounds.iter().zip(ids) {
        let base = config.rounds.own(id).and_then(|own| own.extends.as_deref());
        let note = base.map_or_else(|| id.to_owned(), |base| format!("{id}, extends {base}"));
        values.push(Setting { note: Some(note), ..Setting::set(config, "rounds", set.value.as_str(), set.line) });
    }
    Ok(values)
}

fn human(in_force: &InForce<'_>, view: View, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Ruled::new(view, &["key", "value", "from"]);
    for value in &in_force.values {
        let note = value.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
        table.row([&value.key, &format!("{}{note}", value.value), &value.origin()]);
    }
    writeln!(out, "{}", table.text())?;
    match in_force.file {
        Some(_) => write_lines("Options of the command line are heard first.", view, out),
        None => write_lines(&format!("No {NAME} is in force, so all rules have their own levels."), view, out),
    }
}
