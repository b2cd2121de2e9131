//! The figures of the plan that the narrative never gives.

use super::heads::{VALUE, heads};
use super::sheet::Sheet;
use crate::report::page::html::Html;
use crate::report::page::words::plural;

/// The most figures that are listed.
const SHOWN: usize = 1_000;

/// Writes the section.
pub(super) fn section(sheet: &Sheet<'_>, html: &mut Html) {
    html.tag("section", &[("id", "unsaid"), ("aria-labelledby", "unsaid-title")], |html| {
        html.leaf("h2", &[("id", "unsaid-title")], "Figures of the plan that the narrative never gives");
        let unsaid = &sheet.of.tie.unsaid;
        if unsaid.is_empty() {
            return html.leaf("p", &[], "There is none: every figure of the plan is in the narrative.");
        }
        let many = plural(unsaid.len(), "figure of the plan is", "figures of the plan are");
        html.leaf(
            "p",
            &[],
            &format!("{many} not in the narrative. That is no fault: a narrative need not give every figure."),
        );
        html.tag(
            "div",
            &[("class", "scroll"), ("role", "region"), ("tabindex", "0"), ("aria-label", "Figures never given")],
            |html| {
                html.tag("table", &[("class", "ticks")], |html| {
                    html.leaf("caption", &[], "In the plan alone");
                    heads(&["Figure", "Plan", VALUE, sheet.places.column()], html);
                    html.tag("tbody", &[], |html| {
                        for one in unsaid.iter().take(SHOWN) {
                            html.tag("tr", &[], |html| {
                                html.leaf("th", &[("scope", "row")], &one.name);
                                html.tag("td", &[], |html| html.leaf("code", &[], &one.at.path));
                                html.leaf("td", &[("class", "amount")], &one.value);
                                html.leaf("td", &[], &sheet.places.spot(&one.at).bare());
                            });
                        }
                    });
                });
            },
        );
        if unsaid.len() > SHOWN {
            html.leaf("p", &[], &format!("And {}.", plural(unsaid.len() - SHOWN, "more", "more")));
        }
    });
}
