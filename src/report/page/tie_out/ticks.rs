//! The figures that agree, each with its place in the plan.

use super::heads::{VALUE, heads};
use super::marks::agrees;
use super::sheet::Sheet;
use crate::narrative::Status;
use crate::report::page::html::Html;
use crate::report::page::words::plural;

/// Writes the section.
pub(super) fn section(sheet: &Sheet<'_>, html: &mut Html) {
    html.tag("section", &[("id", "ticks"), ("aria-labelledby", "ticks-title")], |html| {
        html.leaf("h2", &[("id", "ticks-title")], "What each tick stands on");
        let ticks: Vec<usize> = sheet.of_status(Status::Agrees).collect();
        if ticks.is_empty() {
            return html.leaf("p", &[], "No figure of the narrative was found in the plan.");
        }
        html.tag("details", &[], |html| {
            html.leaf("summary", &[], &plural(ticks.len(), "figure agrees", "figures agree"));
            html.tag(
                "div",
                &[("class", "scroll"), ("role", "region"), ("tabindex", "0"), ("aria-label", "Figures that agree")],
                |html| {
                    html.tag("table", &[("class", "ticks")], |html| {
                        html.leaf("caption", &[], "Same value, name and year");
                        heads(&["Narrative", "Section", "Plan", VALUE, sheet.places.column()], html);
                        html.tag("tbody", &[], |html| ticks.iter().for_each(|n| row(sheet, *n, html)));
                    });
                },
            );
        });
    });
}

fn row(sheet: &Sheet<'_>, n: usize, html: &mut Html) {
    let (figure, number) = (sheet.figure(n), sheet.number(n));
    html.tag("tr", &[("id", &format!("tick-{number}"))], |html| {
        html.tag("th", &[("scope", "row")], |html| {
            html.leaf("a", &[("href", &format!("#t{number}"))], figure.text.trim());
        });
        html.leaf("td", &[], &figure.at.section);
        html.tag("td", &[], |html| {
            match figure.of.as_ref().filter(|site| !site.path.is_empty()) {
                Some(site) => html.leaf("code", &[], &site.path),
                None => html.say("the round"),
            }
            if figure.kind != crate::narrative::Kind::Same {
                html.leaf("span", &[("class", "remark")], agrees(figure.kind));
            }
        });
        html.leaf("td", &[("class", "amount")], figure.plan.as_ref().map_or(&figure.text, |plan| &plan.said));
        let spot = figure.of.as_ref().filter(|site| !site.path.is_empty()).map(|site| sheet.places.spot(site).bare());
        html.leaf("td", &[], &spot.unwrap_or_default());
    });
}
