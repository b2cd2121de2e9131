//! The part about the page itself: what it is of and how it can be proved.

use super::seal::TieSeal;
use super::sheet::Sheet;
use crate::report::page::about::fields;
use crate::report::page::findings::with_code;
use crate::report::page::html::Html;

/// Writes the section.
pub(super) fn section(sheet: &Sheet<'_>, html: &mut Html) {
    let seal = TieSeal::of(&sheet.of);
    html.tag("section", &[("id", "about"), ("aria-labelledby", "about-title")], |html| {
        html.leaf("h2", &[("id", "about-title")], "About this page");
        let facts = [
            ("Narrative", seal.narrative, true),
            ("SHA-256 of the narrative", seal.narrative_sha256, true),
            ("Plan", seal.plan, true),
            ("SHA-256 of the plan", seal.sha256, true),
            ("Day", sheet.of.today.prose(), false),
            ("Made by", format!("bcf {}", seal.version), false),
        ];
        fields(&facts, html);
        html.tag("p", &[], |html| {
            with_code("`bcf verify PAGE PLAN NARRATIVE` says whether this page is still that of the two.", html);
        });
    });
}
