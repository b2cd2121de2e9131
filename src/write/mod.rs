//! A plan's values as data that can be changed, and the TOML text they are written as: figures keep the digits they were
//! written with, and layout and comments are not theirs.

#[cfg(feature = "workbook")]
mod document;
mod ids;
mod value;

pub(crate) use ids::Ids;
pub(crate) use value::{Node, Value, inline, key, quoted};
#[cfg(feature = "workbook")]
pub(crate) use {document::document, value::is_plain};
