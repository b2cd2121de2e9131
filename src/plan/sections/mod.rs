//! The sections of a plan: what each holds, declared once. The sentence of a key is what every reader of the format is
//! told of it, so the fields of these types carry no other.

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
