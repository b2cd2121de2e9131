//! The sections of a plan: what each holds, declared once. The format's documents all print
//! the sentence that a key is declared with, so the fields of these types have no docs that say the same again.

mod delivery;
mod header;
mod metrics;
mod money;
mod outcomes;
mod people;

pub use delivery::*;
pub use header::*;
pub use metrics::*;
pub use money::*;
pub use outcomes::*;
pub use people::*;
