//! The reference of the plan format, made from what its sections declare.

mod explain;
mod markdown;
mod sample;
mod words;

pub use explain::explain;
pub use markdown::{contents, markdown, whole_section};
pub use sample::sample;
