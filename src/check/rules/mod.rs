//! The rule book: one folder a family, one file a rule.

pub(crate) mod agreement;
pub(crate) mod dfg;
pub(crate) mod earmarks;
pub(crate) mod file;
pub(crate) mod grants;
pub(crate) mod metrics;
pub(crate) mod minimum;
pub(crate) mod money;
pub(crate) mod out_of_hospital;
pub(crate) mod performance;
pub(crate) mod risk;
pub(crate) mod shape;
pub(crate) mod social_care;
pub(crate) mod transfer;
pub(crate) mod transfers_of_care;
pub(crate) mod waivers;

use super::rule::Family;
pub use agreement::{Signature, signatures};
pub(crate) use metrics::delays_kept_from;
#[cfg(feature = "workbook")]
pub(crate) use shape::placeholder_left_in::is_placeholder;
#[cfg(feature = "workbook")]
pub(crate) use shape::placeholder_left_in::placeholder_signs;
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
