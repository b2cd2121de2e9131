//! What the page is of and how it can be proved.

use super::findings::with_code;
use super::html::Html;
use super::seal::Seal;
use super::sheet::Sheet;
use super::words::{capital, plural};
use crate::report::words;

/// How many of the round's gaps, and of what cannot be read, are listed.
const SHOWN: usize = 50;

/// The section.
pub(super) fn section(sheet: &Sheet<'_>, html: &mut Html) {
    html.tag("section", &[("id", "about"), ("aria-labelledby", "about-title")], |html| {
        html.leaf("h2", &[("id", "about-title")], "About this page");
        html.tag("dl", &[("class", "fields about")], |html| {
            for (name, value, code) in facts(sheet) {
                html.tag("div", &[], |html| {
                    html.leaf("dt", &[], name);
                    html.tag("dd", &[], |html| html.leaf(if code { "code" } else { "span" }, &[], &value));
                });
            }
        });
        html.tag("p", &[], |html| {
            let command = "bcf verify PAGE PLAN";
            html.say("Every figure on this page is one the plan states, a plain sum of such figures, or one a test recorded. ");
            with_code(&format!("`{command}` says whether this page still matches the plan."), html);
        });
        not_covered(sheet, html);
    });
}

fn facts(sheet: &Sheet<'_>) -> Vec<(&'static str, String, bool)> {
    let seal = Seal::of(sheet.checked, sheet.asked);
    let (counts, verdict) = (sheet.checked.counts(), sheet.checked.verdict());
    vec![
        ("Plan", seal.plan, true),
        ("SHA-256 of the plan", seal.sha256, true),
        ("Planning round", words::checked_as(sheet.checked), false),
        ("Day of the check", sheet.asked.today.prose(), false),
        (
            "Tests",
            capital(&format!(
                "{}; {}",
                words::outcome(&counts, &verdict),
                words::tests(&counts, &verdict.grounds, "known")
            )),
            false,
        ),
        ("Made by", format!("bcf {}", seal.version), false),
    ]
}

fn not_covered(sheet: &Sheet<'_>, html: &mut Html) {
    if sheet.round.not_covered.is_empty() {
        return;
    }
    html.leaf("h3", &[], "What the check does not cover");
    html.tag("ul", &[], |html| {
        for gap in sheet.round.not_covered.iter().take(SHOWN) {
            html.leaf("li", &[], &capital(gap));
        }
        if sheet.round.not_covered.len() > SHOWN {
            html.leaf("li", &[], &plural(sheet.round.not_covered.len() - SHOWN, "more thing", "more things"));
        }
    });
}
