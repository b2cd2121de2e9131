//! The duties of a narrative that is marked: the page is sound and accessible, marks every figure once, and hides nothing.

use bcf::narrative::{Status, Tie, text};
use bcf::report::page::tie_out::{TieDifference, TieOut, TieSeal, tie_out};

use super::tags::Document;
use crate::common::today;
use crate::narrative_files::{NARRATIVE, PLAN, held};
use bcf::check::Checked;

/// A narrative whose every word would be markup, a script or a trick if it were not text.
const HOSTILE: &str = "# <script>alert(1)</script>\n\n### \"><b>\n\nThe pool of \u{202e}North <img src=x> is £55.3m\u{200b} &amp; 21,486.\n\n|</td>|<i>|\n|---|---|\n|a\u{7}|£1|\n||\n";

fn drawn(checked: &Checked, tie: &Tie) -> String {
    tie_out(&TieOut { checked, tie, narrative: "<paper>.md", sha256: "0".repeat(64).as_str(), today: today() })
}

#[test]
fn every_marked_narrative_is_sound_and_stands_alone() {
    for narrative in [NARRATIVE, HOSTILE, "", "Nothing but words.", "|a|b|\n|---|---|\n|c|5%|"] {
        let (checked, tie) = held(PLAN, text::read(narrative));
        let page = drawn(&checked, &tie);
        let document = Document::read(&page).unwrap_or_else(|wrong| panic!("{wrong}\n{page}"));
        let wrong = document.faults();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(page, drawn(&checked, &tie));
        for raw in ["<script", "<img", "<i>", "<b>", "\u{202e}", "\u{7}", "\u{200b}"] {
            assert!(!page.contains(raw), "{raw:?}");
        }
    }
}

#[test]
fn every_figure_is_marked_once_as_what_became_of_it() {
    let changed = NARRATIVE.replace("£55.3m", "£53.5m");
    let (checked, tie) = held(PLAN, text::read(&changed));
    let page = drawn(&checked, &tie);
    let paper = &page[page.find("<div class=\"paper\">").expect("a paper")..];
    let marked = |mark: &str| paper.matches(&format!("<span class=\"fig\" data-mark=\"{mark}\"")).count();
    let counts = tie.counts;
    assert!(counts.differs > 0 && counts.agrees > 40);
    assert_eq!(
        (marked("agrees"), marked("differs") + marked("close"), marked("same-value"), marked("not-in-plan")),
        (counts.agrees, counts.differs, counts.same_value, counts.not_in_plan)
    );
    assert_eq!(paper.matches("class=\"foots\"").count(), tie.figures.iter().filter(|figure| figure.foots).count());
    for figure in tie.figures.iter().filter(|figure| figure.status == Status::Differs) {
        let why = &figure.why[1..];
        let why = why.replace('\'', "&#39;");
        assert!(page.matches(&why).count() >= 2, "in the list and in the margin: {}", figure.why);
    }
}

#[test]
fn a_marked_narrative_says_what_it_is_of() {
    let (checked, tie) = held(PLAN, text::read(NARRATIVE));
    let sha256 = "0".repeat(64);
    let of = TieOut { checked: &checked, tie: &tie, narrative: "paper.md", sha256: &sha256, today: today() };
    let page = tie_out(&of);
    let seal = TieSeal::read(&page).expect("a seal");
    assert!(TieSeal::is_one(&page) && seal.whole);
    assert_eq!(seal.differences(&page, &of), []);
    let (other, changed) = held(&PLAN.replace("21_486", "21_468"), text::read(NARRATIVE));
    let now = TieOut { checked: &other, tie: &changed, ..of };
    let differences = seal.differences(&page, &now);
    assert!(
        matches!(differences.as_slice(), [TieDifference::Plan(..), TieDifference::Counts(..), ..]),
        "{differences:?}"
    );
    let altered = page.replace("It does not mean right.", "It does mean right.");
    let seal = TieSeal::read(&altered).expect("a seal");
    assert_eq!(seal.differences(&altered, &of), [TieDifference::Altered]);
}
