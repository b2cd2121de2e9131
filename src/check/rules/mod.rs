//! The rule book: one folder a family, one file a rule.

mod agreement;
mod dfg;
mod earmarks;
mod file;
mod grants;
mod metrics;
mod minimum;
mod money;
mod out_of_hospital;
mod performance;
mod risk;
mod shape;
mod social_care;
mod transfer;
mod transfers_of_care;
mod waivers;

use super::rule::Family;
pub use agreement::{Signature, signatures};
pub(crate) use metrics::delays_kept_from;
pub(crate) use transfers_of_care::beds_kept_from;

/// The families, in the order of the rule book.
pub static FAMILIES: &[&Family] = &[
    &file::FAMILY,
    &shape::FAMILY,
    &money::FAMILY,
    &minimum::FAMILY,
    &agreement::FAMILY,
    &social_care::FAMILY,
    &out_of_hospital::FAMILY,
    &transfers_of_care::FAMILY,
    &dfg::FAMILY,
    &grants::FAMILY,
    &earmarks::FAMILY,
    &metrics::FAMILY,
    &risk::FAMILY,
    &performance::FAMILY,
    &transfer::FAMILY,
    &waivers::FAMILY,
];
