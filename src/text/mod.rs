//! Text as every output needs it: made safe to show, cut to a width, counted and listed in words.

pub(crate) mod digits;
pub mod escape;
pub(crate) mod kind;
pub(crate) mod words;
pub(crate) mod wrap;
