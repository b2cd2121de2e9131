//! Text as every output needs it: made safe to show, cut to a width, counted and listed in words.

pub mod escape;
pub mod words;
pub(crate) mod wrap;
