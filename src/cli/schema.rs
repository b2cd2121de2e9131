//! `bcf schema`

use super::args::{SchemaArgs, SchemaOf};
use super::fault::Fault;
use super::rounds::every_round;
use super::{Exit, Io, print};
use crate::report::schema;

/// Print a JSON Schema.
pub(super) fn run(args: &SchemaArgs, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let schema = match args.of {
        SchemaOf::Plan => schema::plan(&every_round()?),
        SchemaOf::Output => schema::output(),
        SchemaOf::Config => schema::config(),
    };
    print(io, |out| schema::write(&schema, out))?;
    Ok(Exit::Clean)
}
