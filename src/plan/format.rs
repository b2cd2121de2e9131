//! The plan format, described once for all who ask.

use std::sync::LazyLock;

use super::describe::describe;
use super::model::Plan;
use super::shape::{Entry, Shape, Table};

/// Returns the plan format.
pub fn format() -> &'static Table {
    static FORMAT: LazyLock<Table> = LazyLock::new(describe::<Plan>);
    &FORMAT
}

/// Returns what the entries of a list are, by the keys that lead to it.
pub(super) fn entry(list: &[String]) -> Option<&'static Entry> {
    match format().at(list.iter().map(String::as_str)) {
        Some(Shape::Entries(entry)) => Some(entry),
        _ => None,
    }
}
