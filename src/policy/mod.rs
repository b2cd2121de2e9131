//! Planning rounds as data: one TOML file a round, each figure beside the clause that gives it.
//!
//! Nothing in here knows more of plans than the words of their spend lines, and no figure, date or list of a policy is
//! written in Rust: a new planning year is one file under `rounds/` and one line in `built_in.rs`, and a test makes the
//! values of it that the program holds (`inside`). A project may add rounds of its own ([`own`]); [`Rounds`] has them all.

mod accepted;
mod built_in;
mod calendar;
mod clauses;
mod conditions;
mod days;
mod error;
mod floors;
mod grants;
mod held;
mod inside;
mod known;
mod lists;
mod metrics;
mod misfits;
pub mod outline;
pub mod own;
mod performance;
mod references;
mod registry;
mod round;
mod said;
mod signatures;
mod streams;
mod succession;
pub mod templates;
mod transfers;
mod values;

pub use built_in::{absent_reason, round_ids};
pub use clauses::{Clause, Condition, Document, Topic};
pub use days::{Deadline, Stage, Update};
pub use error::RoundError;
pub use floors::{Contingency, Counts, FirstScheme, Floor, Share};
pub use grants::{Dfg, GrantParts, Purposes};
pub use held::{Held, List, Text};
pub use known::{RoundRef, round};
pub use lists::{Named, Output, Outputs, Replaced, WordList, WordsOf};
pub use metrics::{Better, DailyCeiling, Expected, Frequency, LocalMetrics, Metric};
pub use own::{OwnRound, read};
pub use performance::{AdmissionCost, Halves, Performance};
pub use registry::{Meant, Rounds, example_rounds, rounds_of_example};
pub use round::Round;
pub use said::Said;
pub use signatures::{GrantCertificate, Section75, SignOff, SigningBody};
pub use streams::{Accepted, Cap, Earmark, NationalFund, Payer, PublishedPart, Stream};
pub use succession::Elsewhere;
pub use transfers::{BedShare, Changes};
pub use values::Percent;

#[cfg(test)]
mod tests;
