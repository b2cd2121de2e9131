//! Earlier versions of plans, by the `git` binary.

mod batch;
mod files;
mod repository;
mod run;

pub(crate) use files::{Files, leads_out};
pub(crate) use repository::Repository;
