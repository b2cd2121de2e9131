//! The heads of the tables of figures.

use crate::report::page::html::Html;

/// The head over values, which stand at the right.
pub(super) const VALUE: &str = "Value";

/// Writes the heads of a table.
pub(super) fn heads(names: &[&str], html: &mut Html) {
    let attributes: [(&'static str, &str); 2] = [("scope", "col"), ("class", "amount")];
    html.tag("thead", &[], |html| {
        html.tag("tr", &[], |html| {
            for name in names {
                html.leaf("th", if *name == VALUE { &attributes } else { &attributes[..1] }, name);
            }
        });
    });
}
