//! The sections of a plan, each with the function that reads it.

mod delivery;
mod header;
mod metrics;
mod money;
mod people;

pub use delivery::*;
pub use header::*;
pub use metrics::*;
pub use money::*;
pub use people::*;
