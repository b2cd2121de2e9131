//! The waivers: every waiver with who gave it, until when, and what it covers.

use super::findings::with_code;
use super::html::Html;
use super::subject::Subject;
use super::words::{capital, plural};
use crate::check::{Phase, rule};
use crate::finding::{Finding, Status};
use crate::plan::{Field, Waiver};

/// The most waivers that are shown.
const SHOWN: usize = 500;
/// The most of the findings of one that are shown.
const COVERED: usize = 10;

/// Writes the section.
pub(super) fn section(subject: &Subject<'_>, html: &mut Html) {
    let waivers = &subject.checked.plan.waivers.items;
    html.tag("section", &[("id", "waivers"), ("aria-labelledby", "waivers-title")], |html| {
        html.leaf("h2", &[("id", "waivers-title")], &title(subject));
        let label = "What each waiver sets aside";
        html.tag("div", &[("class", "scroll"), ("tabindex", "0"), ("role", "group"), ("aria-label", label)], |html| {
            html.tag("table", &[("class", "wide")], |html| {
                html.leaf("caption", &[], label);
                html.tag("thead", &[], |html| {
                    html.tag("tr", &[], |html| {
                        for head in ["Rule", "Given by", "From", "Until", "Reason", "Covers"] {
                            html.leaf("th", &[("scope", "col")], head);
                        }
                    });
                });
                html.tag("tbody", &[], |html| {
                    waivers.iter().take(SHOWN).for_each(|waiver| row(subject, waiver, html));
                });
            });
        });
        if waivers.len() > SHOWN {
            let more = plural(waivers.len() - SHOWN, "more waiver is", "more waivers are");
            html.leaf("p", &[("class", "note")], &format!("{more} left out of this page."));
        }
    });
}

fn title(subject: &Subject<'_>) -> String {
    let waived = subject.checked.counts().waived;
    let waivers = subject.checked.plan.waivers.items.len();
    let given = plural(waivers, "waiver", "waivers");
    if waived == 0 {
        return format!("{} in the plan, none in force for a finding", capital(&given));
    }
    let sets = if waivers == 1 { "sets" } else { "set" };
    format!("{given} {sets} aside {}", plural(waived, "finding", "findings"))
}

fn row(subject: &Subject<'_>, waiver: &Waiver, html: &mut Html) {
    let site = subject.checked.plan.site(&waiver.node.into());
    let own = |path: &str| path == site.path || path.starts_with(&format!("{}.", site.path));
    let covers = |finding: &&Finding| matches!(&finding.status, Status::Waived(by) if own(&by.at.path));
    let covered: Vec<&Finding> = subject.checked.findings.iter().filter(covers).collect();
    let about_waivers = |id: &str| rule(id).is_some_and(|(family, _)| family.phase == Phase::Waivers);
    let faults: Vec<&Finding> =
        subject.checked.findings.iter().filter(|found| about_waivers(found.rule) && own(&found.at.path)).collect();
    let day = |field: &Field<crate::plan::PlanDate>, none: &str| {
        field.get().map_or_else(|| none.to_owned(), |day| day.prose())
    };
    html.tag("tr", &[], |html| {
        html.tag("th", &[("scope", "row")], |html| {
            html.leaf("code", &[], waiver.rule.str().unwrap_or("not stated"));
            if let Some(at) = waiver.at.str() {
                html.leaf("span", &[("class", "line")], &format!(" at {at}"));
            }
        });
        html.leaf("td", &[], &waiver.by.str().map_or_else(|| "not stated".to_owned(), |by| subject.partner_name(by)));
        html.leaf("td", &[("class", "date")], &day(&waiver.on, "not stated"));
        html.leaf("td", &[("class", "date")], &day(&waiver.until, "no end"));
        html.leaf("td", &[], waiver.reason.str().unwrap_or("not stated"));
        html.tag("td", &[], |html| {
            html.tag("ul", &[("class", "plain")], |html| {
                for finding in covered.iter().take(COVERED).chain(&faults) {
                    html.tag("li", &[], |html| with_code(&capital(&finding.message), html));
                }
                if covered.len() > COVERED {
                    html.leaf("li", &[], &format!("and {} more", covered.len() - COVERED));
                }
                if covered.is_empty() && faults.is_empty() {
                    html.leaf("li", &[], "nothing");
                }
            });
        });
    });
}
