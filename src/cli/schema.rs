//! `bcf schema`

use super::args::{SchemaArgs, SchemaOf};
use super::config::here;
use super::config_file::config_schema;
use super::exit::Exit;
use super::fault::Fault;
use super::io::Io;
use super::known_rounds::every_round;
use super::print::{no_verdict, print};
use super::screen::Screen;
use crate::policy::Round;
use crate::report::schema;

/// Prints a JSON Schema.
pub(super) fn run(args: &SchemaArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let schema = match args.of {
        SchemaOf::Plan => match here(&args.project) {
            Ok(config) => {
                let rounds = every_round(&config.rounds)?;
                schema::plan(&rounds.iter().map(|round| &**round).collect::<Vec<&Round>>())
            }
            Err(faults) => return Ok(no_verdict(&faults, screen, io)),
        },
        SchemaOf::Output => schema::output(),
        SchemaOf::Show => schema::show(),
        SchemaOf::Checklist => schema::checklist(),
        SchemaOf::Compare => schema::compare(),
        SchemaOf::Diff => schema::diff(),
        SchemaOf::Config => config_schema(),
        SchemaOf::Round => schema::round(),
    };
    print(io, |out| schema::write(&schema, out))?;
    Ok(Exit::Clean)
}
