//! The floors: required and planned amounts, tightest first.

use super::bars::track;
use super::brief::{exactly_met, gap, headline, name_and_year, side};
use super::findings::with_code;
use super::html::Html;
use super::subject::Subject;
use super::words::{capital, plural};
use crate::money::Money;
use crate::view::{Floor, Held};

/// The most floors that are shown before the rest is to be unfolded.
const FIRST: usize = 8;
/// The most floors the page shows.
const ALL: usize = 300;
/// The position of the line that marks the requirement, in hundredths of a percent of the bar's room.
const REQUIRED: i128 = 7_500;

/// Writes the section.
pub(super) fn section(subject: &Subject<'_>, html: &mut Html) {
    let (judged, open): (Vec<&Floor>, Vec<&Floor>) =
        subject.picture.floors.iter().partition(|floor| floor.headroom().is_some());
    html.tag("section", &[("id", "floors"), ("aria-labelledby", "floors-title")], |html| {
        html.leaf("h2", &[("id", "floors-title")], &title(&judged));
        if headline(&judged).is_some_and(|floor| floor.headroom() > Some(Money::ZERO)) && exactly_met(&judged) > 0 {
            let exact = plural(exactly_met(&judged), "floor is", "floors are");
            html.leaf(
                "p",
                &[],
                &format!("{} met to the pound, as a grant that is passed on in full is.", capital(&exact)),
            );
        }
        if !judged.is_empty() {
            let few = &judged[..judged.len().min(FIRST)];
            table(few, "The tightest floors: what is planned against what is required", html);
            if judged.len() > few.len() {
                let rest = &judged[few.len()..judged.len().min(ALL)];
                html.tag("details", &[], |html| {
                    html.leaf("summary", &[], &capital(&plural(rest.len(), "further floor", "further floors")));
                    table(rest, "Further floors, tightest first", html);
                });
            }
            if judged.len() > ALL {
                html.leaf(
                    "p",
                    &[("class", "note")],
                    &format!("{} with more headroom are left out.", plural(judged.len() - ALL, "floor", "floors")),
                );
            }
        }
        unjudged(&open, html);
    });
}

/// Returns the title: "The tightest floor is social care in 2018/19: £0.2m above the minimum"
fn title(judged: &[&Floor]) -> String {
    match (headline(judged), exactly_met(judged)) {
        (None, _) => "No floor could be judged".to_owned(),
        (Some(floor), exact) if exact > 0 && floor.headroom() > Some(Money::ZERO) => {
            format!("The tightest floor with room to spare is {}: {} {}", name_and_year(floor), gap(floor), side(floor))
        }
        (Some(floor), _) => format!("The tightest floor is {}: {} {}", name_and_year(floor), gap(floor), side(floor)),
    }
}

fn table(floors: &[&Floor], caption: &str, html: &mut Html) {
    html.tag("table", &[("class", "floors"), ("role", "table")], |html| {
        html.leaf("caption", &[], caption);
        html.tag("thead", &[("role", "rowgroup")], |html| {
            html.tag("tr", &[("role", "row")], |html| {
                html.leaf("th", &[("scope", "col"), ("role", "columnheader")], "Floor");
                html.tag("th", &[("scope", "col"), ("role", "columnheader"), ("class", "room")], |html| {
                    html.leaf("span", &[], "Planned, against the line of what is required");
                });
                for head in ["Planned", "Required", "Headroom"] {
                    html.leaf("th", &[("scope", "col"), ("role", "columnheader"), ("class", "amount")], head);
                }
            });
        });
        html.tag("tbody", &[("role", "rowgroup")], |html| floors.iter().for_each(|floor| row(floor, html)));
    });
}

fn row(floor: &Floor, html: &mut Html) {
    let (planned, required) = (floor.planned.unwrap_or_default(), floor.required.unwrap_or_default());
    let held = floor.held.word();
    html.tag("tr", &[("role", "row"), ("data-held", held)], |html| {
        html.tag("th", &[("scope", "row"), ("role", "rowheader")], |html| {
            html.say(&capital(&floor.name));
            if let Some(year) = floor.year {
                html.leaf("span", &[("class", "year")], &format!(" {}", year.prose()));
            }
            if floor.held != Held::Met {
                html.say(" ");
                html.leaf("span", &[("class", "tag"), ("data-kind", held)], &capital(&held.replace('-', " ")));
            }
        });
        html.tag("td", &[("role", "cell"), ("class", "room")], |html| {
            let ratio = if required > Money::ZERO {
                planned.pence().max(0).saturating_mul(REQUIRED) / required.pence()
            } else {
                10_000
            };
            track(ratio, (required > Money::ZERO).then_some(REQUIRED), html);
        });
        for (head, amount) in
            [("Planned", planned.to_string()), ("Required", required.to_string()), ("Headroom", spare(floor))]
        {
            html.tag("td", &[("role", "cell"), ("class", "amount"), ("data-head", head)], |html| html.say(&amount));
        }
    });
}

/// Returns `+£200,000 (0.9%)`
fn spare(floor: &Floor) -> String {
    let Some(headroom) = floor.headroom() else { return "not known".to_owned() };
    let sign = if headroom > Money::ZERO { "+" } else { "" };
    let share = floor.percent().map_or_else(String::new, |percent| format!(" ({percent}%)"));
    format!("{sign}{headroom}{share}")
}

/// Floors nobody can judge yet, with what is missing.
fn unjudged(open: &[&Floor], html: &mut Html) {
    if open.is_empty() {
        return;
    }
    html.leaf("h3", &[], &format!("{} could not be judged", capital(&plural(open.len(), "floor", "floors"))));
    html.tag("ul", &[("class", "spaced")], |html| {
        for floor in open.iter().take(FIRST * 3) {
            html.tag("li", &[], |html| {
                html.leaf("strong", &[], &capital(&name_and_year(floor)));
                html.say(": ");
                with_code(floor.reason.as_deref().unwrap_or("no reason is recorded"), html);
            });
        }
        if open.len() > FIRST * 3 {
            html.leaf("li", &[], &format!("and {}", plural(open.len() - FIRST * 3, "more", "more")));
        }
    });
}
