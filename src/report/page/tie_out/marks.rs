//! The marks of an auditor in a line of the narrative.

use super::sheet::Sheet;
use crate::narrative::{Figure, Kind, Status};
use crate::report::page::html::Html;

/// Writes the text of a piece with the marks of its figures.
pub(super) fn marked(sheet: &Sheet<'_>, piece: u32, html: &mut Html) {
    let text = sheet.of.tie.document.piece(piece).map_or("", |piece| piece.text.as_str());
    let mut at = 0;
    for n in sheet.figures_of(piece) {
        let within = sheet.figure(*n).at.within;
        let (start, end) = (within.start as usize, within.end as usize);
        let (Some(before), Some(own)) = (text.get(at..start), text.get(start..end)) else { continue };
        plain(before, html);
        mark(sheet, *n, own, html);
        at = end;
    }
    plain(text.get(at..).unwrap_or_default(), html);
}

/// Writes text of the narrative: its lines on lines, its blanks as one, without the marks that only say where a word may be
/// broken.
pub(super) fn plain(text: &str, html: &mut Html) {
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            html.void("br", &[]);
        }
        let mut kept = String::with_capacity(line.len());
        for c in line.chars() {
            match c {
                '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
                c if c.is_whitespace() => {
                    if !kept.ends_with(' ') {
                        kept.push(' ');
                    }
                }
                c => kept.push(c),
            }
        }
        html.say(&kept);
    }
}

fn mark(sheet: &Sheet<'_>, n: usize, text: &str, html: &mut Html) {
    let figure = sheet.figure(n);
    let number = sheet.number(n);
    match figure.status {
        Status::Agrees => {
            let id = format!("t{number}");
            let says = format!("{}: {}", agrees(figure.kind), in_plan(sheet, figure));
            html.tag("span", &[("class", "fig"), ("data-mark", "agrees"), ("id", &id)], |html| {
                plain(text, html);
                let to = format!("#tick-{number}");
                html.tag("a", &[("class", "tick"), ("href", &to), ("title", &says), ("aria-label", &says)], |html| {
                    html.say("✓");
                });
            });
        }
        Status::Differs => {
            let id = format!("d{number}");
            let attrs = [("class", "fig"), ("data-mark", sheet.weight(n).word()), ("id", id.as_str())];
            html.tag("span", &attrs, |html| {
                html.tag("mark", &[], |html| plain(text, html));
                let says = format!("difference {number}: {}", figure.why);
                let to = format!("#difference-{number}");
                html.tag("a", &[("class", "no"), ("href", &to), ("title", &says), ("aria-label", &says)], |html| {
                    html.say(&number.to_string());
                });
            });
        }
        Status::SameValue => {
            let says = format!("same value only: {}", in_plan(sheet, figure));
            html.tag("span", &[("class", "fig"), ("data-mark", "same-value"), ("title", &says)], |html| {
                plain(text, html);
                html.leaf("span", &[("class", "equal"), ("aria-hidden", "true")], "=");
                html.leaf("span", &[("class", "hidden")], &format!(" ({says})"));
            });
        }
        Status::NotInPlan => {
            html.tag("span", &[("class", "fig"), ("data-mark", "not-in-plan"), ("title", "not in the plan")], |html| {
                plain(text, html);
            });
        }
    }
    if figure.foots {
        let says = "foots: the narrative's own figures make it";
        html.tag("span", &[("class", "foots"), ("title", says)], |html| {
            html.leaf("span", &[("aria-hidden", "true")], "F");
            html.leaf("span", &[("class", "hidden")], " (foots)");
        });
    }
}

/// Returns in which way a figure agrees.
pub(super) const fn agrees(kind: Kind) -> &'static str {
    match kind {
        Kind::Rounded => "same value when it is rounded, name and year",
        Kind::Computed => "same value, name and year as what figures of the plan come to",
        Kind::AgreesWithPolicy => "same value as a figure of the round",
        _ => "same value, name and year",
    }
}

/// Returns the figure of the plan that one of the narrative is held against: its path, its value, where it stands.
pub(super) fn in_plan(sheet: &Sheet<'_>, figure: &Figure) -> String {
    let value = figure.plan.as_ref().map_or(&figure.text, |plan| &plan.said);
    match &figure.of {
        Some(site) if !site.path.is_empty() => format!("{} is {value} ({})", site.path, sheet.spot(site)),
        _ => value.clone(),
    }
}
