//! `bcf schema`

use super::args::{SchemaArgs, SchemaOf};
use super::config::here;
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
    if args.of == SchemaOf::Plan {
        let config = match here(&args.project, &io.disk) {
            Ok(config) => config,
            Err(faults) => return Ok(no_verdict(&faults, screen, io)),
        };
        if !config.own_rounds.is_empty() {
            let rounds = every_round(&config.rounds)?;
            let schema = schema::plan(&rounds.iter().map(|round| &**round).collect::<Vec<&Round>>());
            print(io, |out| schema::write(&schema, out))?;
            return Ok(Exit::Clean);
        }
    }
    print(io, |out| out.write_all(printed(args.of).as_bytes()))?;
    Ok(Exit::Clean)
}

/// Returns a schema as it is printed; that of plans where a project has no rounds of its own. A test makes each and holds
/// the files to that.
pub(super) fn printed(of: SchemaOf) -> &'static str {
    match of {
        SchemaOf::Plan => include_str!("schemas/plan.json"),
        SchemaOf::Output => include_str!("schemas/output.json"),
        SchemaOf::Show => include_str!("schemas/show.json"),
        SchemaOf::Checklist => include_str!("schemas/checklist.json"),
        SchemaOf::Compare => include_str!("schemas/compare.json"),
        SchemaOf::Diff => include_str!("schemas/diff.json"),
        SchemaOf::Narrative => include_str!("schemas/narrative.json"),
        SchemaOf::Config => include_str!("schemas/config.json"),
        SchemaOf::Round => include_str!("schemas/round.json"),
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::super::config_file::config_schema;
    use super::*;
    use crate::policy::{round, round_ids};

    /// Makes a schema.
    fn made(of: SchemaOf) -> serde_json::Value {
        match of {
            SchemaOf::Plan => schema::plan(&round_ids().map(|id| round(id).unwrap()).collect::<Vec<&Round>>()),
            SchemaOf::Output => schema::output(),
            SchemaOf::Show => schema::show(),
            SchemaOf::Checklist => schema::checklist(),
            SchemaOf::Compare => schema::compare(),
            SchemaOf::Diff => schema::diff(),
            SchemaOf::Narrative => schema::narrative(),
            SchemaOf::Config => config_schema(),
            SchemaOf::Round => schema::round(),
        }
    }

    #[test]
    fn the_schemas_that_are_printed_are_those_of_this_program() {
        let mut others = Vec::new();
        for of in SchemaOf::value_variants() {
            let mut text = Vec::new();
            schema::write(&made(*of), &mut text).unwrap();
            let name = of.to_possible_value().unwrap().get_name().to_owned();
            if std::env::var_os("BCF_RENEW").is_some() {
                let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/schemas");
                std::fs::write(folder.join(format!("{name}.json")), &text).unwrap();
            }
            if printed(*of).as_bytes() != text {
                others.push(name);
            }
        }
        let how = "BCF_RENEW=1 cargo test --lib cli::schema, then again";
        assert!(others.is_empty(), "of src/cli/schemas these are others: {others:?}; {how}");
    }
}
