//! The document around the sections: its head, its contents and the order of the sections.

use super::html::Html;
use super::seal::Seal;
use super::subject::Subject;
use super::words::capital;
use super::{
    about, brief, capacity, checklist, dfg, evidence, findings, floors, metrics, money, risk, sign_off, waivers,
};
use crate::plan::{Header, PlanDate, PlanStatus};
use crate::report::words::covers_fewer;

/// The style sheet of the page.
const STYLE: &str = include_str!("style.css");
/// The content security policy: a browser may apply the page's own style, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// A section: its anchor, its name in the contents, how it is drawn.
pub(super) type Section<T> = (&'static str, &'static str, fn(&T, &mut Html));
type PageSection<'a> = Section<Subject<'a>>;

/// Writes the whole document.
pub(super) fn document(subject: &Subject<'_>, html: &mut Html) {
    let title = format!("{}: Better Care Fund plan", subject.name());
    let entries = Seal::of(subject.checked, subject.asked).entries();
    around(&title, &entries, &[], html, |html| body(subject, html));
}

/// Writes a document around its body: `entries` are what the page says of itself, `styles` what it needs beside the style
/// that every page has.
pub(super) fn around(
    title: &str,
    entries: &[(&'static str, String)],
    styles: &[&'static str],
    html: &mut Html,
    body: impl FnOnce(&mut Html),
) {
    html.own("<!DOCTYPE html>\n");
    html.tag("html", &[("lang", "en-GB")], |html| {
        html.tag("head", &[], |html| head(title, entries, styles, html));
        html.tag("body", &[], body);
    });
}

fn head(title: &str, entries: &[(&'static str, String)], styles: &[&'static str], html: &mut Html) {
    html.void("meta", &[("charset", "utf-8")]);
    html.void("meta", &[("http-equiv", "Content-Security-Policy"), ("content", POLICY)]);
    html.void("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
    html.void("meta", &[("name", "color-scheme"), ("content", "light dark")]);
    html.void("meta", &[("name", "referrer"), ("content", "no-referrer")]);
    html.leaf("title", &[], title);
    for (name, content) in entries {
        html.void("meta", &[("name", name), ("content", content)]);
    }
    html.tag("style", &[], |html| {
        html.own(STYLE);
        for style in styles {
            html.own(style);
        }
    });
}

/// Returns the sections this plan has.
fn sections<'a>(subject: &Subject<'a>) -> Vec<PageSection<'a>> {
    let picture = subject.picture;
    let all: [(bool, PageSection<'a>); 11] = [
        (true, ("money", "Money", money::section)),
        (!picture.floors.is_empty() && subject.checked.round.is_some(), ("floors", "Floors", floors::section)),
        (picture.dfg.is_some(), ("dfg", "Disabled Facilities Grant", dfg::section)),
        (!picture.metrics.is_empty(), ("metrics", "Metrics", metrics::section)),
        (!picture.capacity.is_empty(), ("capacity", "Capacity", capacity::section)),
        (!picture.risk_pools.is_empty() || picture.contingency.is_some(), ("risk", "Risk", risk::section)),
        (true, ("checklist", "Checklist", checklist::section)),
        (true, ("findings", "Findings", findings::section)),
        (subject.has_waivers(), ("waivers", "Waivers", waivers::section)),
        (subject.asked.sign_off, ("signatures", "Signatures", sign_off::section)),
        (subject.asked.sign_off, ("evidence", "Evidence", evidence::section)),
    ];
    let held = all.into_iter().filter(|(held, _)| *held).map(|(_, section)| section);
    held.chain([("about", "About this page", about::section as fn(&Subject<'a>, &mut Html))]).collect()
}

/// The note of a pack on a screen about how it comes onto paper.
const PAPER: &str =
    "For a PDF of this pack, print it from a browser and choose “Save as PDF” in the place of a printer.";

fn body(subject: &Subject<'_>, html: &mut Html) {
    let sections = sections(subject);
    let note = subject.asked.sign_off.then_some(PAPER);
    let parts = Parts { skip: "Skip to the report", masthead, brief: brief::section, note, sections: &sections };
    whole(subject, &parts, html);
}

/// The parts of a page.
pub(super) struct Parts<'s, T> {
    /// The words of the link past its head.
    pub(super) skip: &'static str,
    /// The lines of its head.
    pub(super) masthead: fn(&T, &mut Html),
    /// The first section, which has no name among the contents.
    pub(super) brief: fn(&T, &mut Html),
    /// A note below the contents.
    pub(super) note: Option<&'static str>,
    /// The sections behind it.
    pub(super) sections: &'s [Section<T>],
}

/// Writes all that a page shows: its head, its first section, its contents, its sections.
pub(super) fn whole<T>(of: &T, parts: &Parts<'_, T>, html: &mut Html) {
    html.leaf("a", &[("class", "skip"), ("href", "#main")], parts.skip);
    html.tag("header", &[("class", "masthead")], |html| {
        html.tag("div", &[("class", "inner")], |html| (parts.masthead)(of, html));
    });
    html.tag("main", &[("id", "main"), ("tabindex", "-1")], |html| {
        (parts.brief)(of, html);
        html.tag("nav", &[("aria-label", "Contents"), ("class", "contents")], |html| {
            html.tag("ul", &[], |html| {
                for (anchor, name, _) in parts.sections {
                    html.tag("li", &[], |html| html.leaf("a", &[("href", &format!("#{anchor}"))], name));
                }
            });
        });
        if let Some(note) = parts.note {
            html.leaf("p", &[("class", "paper")], note);
        }
        for (_, _, draw) in parts.sections {
            draw(of, html);
        }
    });
}

fn masthead(subject: &Subject<'_>, html: &mut Html) {
    html.leaf("p", &[("class", "eyebrow")], "Better Care Fund plan");
    html.leaf("h1", &[], subject.name());
    if let Some(title) = subject.picture.title.as_deref().filter(|title| *title != subject.name()) {
        html.leaf("p", &[("class", "title")], title);
    }
    html.leaf("p", &[("class", "standing")], &standing(subject));
}

/// Returns the round, how far the plan has come, and the day it was checked.
fn standing(subject: &Subject<'_>) -> String {
    let picture = subject.picture;
    let round = match (&picture.round, picture.round_name.as_str()) {
        (Some(id), "") => format!("round “{id}”, which this program does not know"),
        (None, "") => "no planning round named".to_owned(),
        (_, name) => name.to_owned(),
    };
    let years = covers_fewer(subject.checked).map(|years| format!(" · for {years}")).unwrap_or_default();
    let today = subject.asked.today.prose();
    format!("{}{years} · {} · checked on {today}", capital(&round), status(&subject.checked.plan.header))
}

/// Returns how far the plan has come.
fn status(header: &Header) -> String {
    let expected = || header.approval_expected.get().filter(|day| **day != PlanDate::Unknown);
    match header.status.get() {
        Some(PlanStatus::Submitted) => match expected() {
            Some(day) => format!("submitted, approval expected by {}", day.prose()),
            None => "submitted".to_owned(),
        },
        Some(PlanStatus::Approved) => match header.approved_with.str() {
            Some(conditions) => format!("approved, with conditions: {conditions}"),
            None => "approved".to_owned(),
        },
        _ => "draft".to_owned(),
    }
}
