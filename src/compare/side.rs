//! One of the two plans that are compared.

use crate::check::Checked;

/// One of the two.
#[derive(Debug)]
pub struct Side<'a> {
    /// The name of the plan: `plan.toml`, `main:plan.toml`.
    pub name: String,
    /// The plan; none where there is no such plan, so that the other one is wholly new or wholly gone.
    pub checked: Option<&'a Checked>,
}
