//! The head of every JSON report, and the schema that follows from it.

use std::borrow::Cow;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::period::Date;

/// A format of a report.
pub(in crate::report) trait Format {
    /// Its name and version: `bcf.check/1`.
    const NAME: &'static str;
    /// The title of its schema.
    const TITLE: &'static str;
    /// The description of the report, for its schema.
    const SAYS: &'static str;
}

/// A report under the head that all of them have.
#[derive(Serialize, JsonSchema)]
#[schemars(title = T::TITLE, description = T::SAYS)]
pub(in crate::report) struct Envelope<T: Format> {
    /// The name of this format. It changes only when a reader of it would have to.
    schema: Name<T>,
    /// The program that wrote the report.
    tool: Tool,
    /// The day of the check; waivers expire by it.
    today: Date,
    /// The report itself.
    #[serde(flatten)]
    report: T,
}

impl<T: Format> Envelope<T> {
    /// Puts the head before a report.
    pub(in crate::report) const fn new(today: Date, report: T) -> Self {
        Self { schema: Name::new(), tool: THIS, today, report }
    }
}

/// The name of a format.
pub(in crate::report) struct Name<T>(PhantomData<fn() -> T>);

impl<T> Name<T> {
    /// Returns the name of the format `T`.
    pub(in crate::report) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: Format> Serialize for Name<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(T::NAME)
    }
}

impl<T: Format> JsonSchema for Name<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::NAME.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "const": T::NAME })
    }
}

/// This program.
const THIS: Tool = Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };

/// The program that wrote a report.
#[derive(Serialize, JsonSchema)]
struct Tool {
    /// The name of the program.
    #[schemars(extend("const" = THIS.name))]
    name: &'static str,
    /// The version of the program.
    version: &'static str,
}
