//! The part about the page itself: its subject and how it can be proved.

use super::findings::with_code;
use super::html::Html;
use super::seal::Seal;
use super::subject::Subject;
use super::words::{capital, plural};
use crate::report::words;

/// The most of the round's gaps, and of what cannot be read, that are listed.
const SHOWN: usize = 50;

/// Writes the section.
pub(super) fn section(subject: &Subject<'_>, html: &mut Html) {
    html.tag("section", &[("id", "about"), ("aria-labelledby", "about-title")], |html| {
        html.leaf("h2", &[("id", "about-title")], "About this page");
        fields(&facts(subject), html);
        html.tag("p", &[], |html| {
            let command = "bcf verify PAGE PLAN";
            html.say("Every figure on this page is one the plan states, a plain sum of such figures, or one a test recorded. ");
            with_code(&format!("`{command}` says whether this page still matches the plan."), html);
        });
        not_covered(subject, html);
    });
}

/// Writes facts about a page: the name of each, what it is, and whether that is code.
pub(super) fn fields(facts: &[(&'static str, String, bool)], html: &mut Html) {
    html.tag("dl", &[("class", "fields about")], |html| {
        for (name, value, code) in facts {
            html.tag("div", &[], |html| {
                html.leaf("dt", &[], name);
                html.tag("dd", &[], |html| html.leaf(if *code { "code" } else { "span" }, &[], value));
            });
        }
    });
}

fn facts(subject: &Subject<'_>) -> Vec<(&'static str, String, bool)> {
    let seal = Seal::of(subject.checked, subject.asked);
    let (counts, verdict) = (subject.checked.counts(), subject.checked.verdict());
    vec![
        ("Plan", seal.plan, true),
        ("SHA-256 of the plan", seal.sha256, true),
        ("Planning round", words::checked_as(subject.checked), false),
        ("Day of the check", subject.asked.today.prose(), false),
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

fn not_covered(subject: &Subject<'_>, html: &mut Html) {
    if subject.round.not_covered.is_empty() {
        return;
    }
    html.leaf("h3", &[], "What the check does not cover");
    html.tag("ul", &[], |html| {
        for gap in subject.round.not_covered.iter().take(SHOWN) {
            html.leaf("li", &[], &capital(gap));
        }
        if subject.round.not_covered.len() > SHOWN {
            html.leaf("li", &[], &plural(subject.round.not_covered.len() - SHOWN, "more thing", "more things"));
        }
    });
}
