//! The findings: every finding with its lines of the plan, its sum, what to do and where it is written.

use super::html::Html;
use super::subject::Subject;
use super::words::{capital, plural};
use crate::check::Word;
use crate::finding::{Basis, ClauseRef, Edit, Finding, Kind, Ledger, LikelyCause, Status, Trial};
use crate::report::excerpt::{DrawnRow, Excerpt, Mark};
use crate::report::human::{Drawer, MARKS, marks};
use crate::report::{View, absent, causes, ledger};
use crate::text::words::list;

/// The most findings that are shown whole; the others take a row each.
const BLOCKS: usize = 200;
/// The most findings that take a row.
const ROWS: usize = 2_000;
/// Columns of a line of the plan before it is cut; on a narrow screen it wraps.
const COLUMNS: usize = 220;

/// Writes the section.
pub(super) fn section(subject: &Subject<'_>, html: &mut Html) {
    let findings = &subject.checked.findings;
    html.tag("section", &[("id", "findings"), ("aria-labelledby", "findings-title")], |html| {
        html.leaf("h2", &[("id", "findings-title")], &title(subject));
        if findings.is_empty() {
            html.leaf("p", &[], "No test of this plan failed.");
        }
        write_causes(subject, html);
        let mut room = BLOCKS;
        let of = |standing: Standing| findings.iter().filter(move |finding| standing_of(finding) == standing);
        let (absent, wrong): (Vec<&Finding>, Vec<&Finding>) =
            of(Standing::Counts).partition(|finding| finding.kind == Kind::Absent);
        if !wrong.is_empty() {
            html.leaf("h3", &[], &plural(wrong.len(), "thing is wrong or doubtful", "things are wrong or doubtful"));
            write_group(subject, &wrong, &mut room, html);
        }
        if !absent.is_empty() {
            not_here_yet(subject, &absent, &mut room, html);
        }
        for (standing, one, many) in ASIDE {
            let group: Vec<&Finding> = of(standing).collect();
            if !group.is_empty() {
                html.leaf("h3", &[], &plural(group.len(), one, many));
                write_group(subject, &group, &mut room, html);
            }
        }
    });
}

/// Writes the likely causes of several findings each.
fn write_causes(subject: &Subject<'_>, html: &mut Html) {
    let causes: Vec<&LikelyCause> = subject.checked.diagnosis.of_several().collect();
    if causes.is_empty() {
        return;
    }
    html.leaf(
        "h3",
        &[],
        &plural(causes.len(), "mistake explains several findings", "mistakes explain several findings"),
    );
    for cause in causes {
        html.tag("article", &[("class", "finding"), ("data-level", "error")], |html| {
            html.tag("h4", &[], |html| {
                html.leaf("span", &[("class", "tag"), ("data-kind", "error")], &capital(causes::head(cause)));
                html.say(" ");
                with_code(&capital(&cause.message), html);
            });
            let places: Vec<Mark<'_>> =
                cause.shown().map(|edit| Mark { at: Some(&edit.at), span: edit.at.span, text: None }).collect();
            excerpt(subject, &places, html);
            let drawer = Drawer::new("", &subject.places, View::plain(COLUMNS));
            html.tag("dl", &[("class", "fields")], |html| {
                for edit in cause.shown().filter(|edit| drawer.can_be_made(edit)) {
                    field("Edit", html, |html| with_code(&capital(&drawer.edit(edit, &[])), html));
                }
                if let Some(more) = causes::more(cause) {
                    field("And", html, |html| html.say(&more));
                }
                field("Answers", html, |html| html.say(&capital(&causes::answers(cause))));
            });
        });
    }
}

/// Writes what is not there yet: a line each, by section, that unfolds to the whole while there is room for it.
fn not_here_yet(subject: &Subject<'_>, absent: &[&Finding], blocks: &mut usize, html: &mut Html) {
    html.leaf("h3", &[], &capital(&absent::heading(absent.len())));
    let mut room = ROWS;
    for section in absent::sections(absent, &subject.checked.plan, &subject.places) {
        html.leaf("h4", &[], &section.title());
        html.tag("ul", &[("class", "absent")], |html| {
            for part in section.parts.iter().take(room) {
                html.tag("li", &[], |html| {
                    if *blocks == 0 {
                        return line_of(part, html);
                    }
                    *blocks -= 1;
                    html.tag("details", &[], |html| {
                        html.tag("summary", &[], |html| line_of(part, html));
                        block(subject, part.finding, html);
                    });
                });
            }
        });
        room = room.saturating_sub(section.parts.len());
    }
    if absent.len() > ROWS {
        html.leaf("p", &[], &format!("and {}", plural(absent.len() - ROWS, "more", "more")));
    }
}

/// Writes where something belongs that is not there yet, and what.
fn line_of(part: &absent::AbsentPart<'_>, html: &mut Html) {
    html.leaf("span", &[("class", "unit")], &format!("{} ", part.spot.short()));
    with_code(&part.text(), html);
}

/// The group a finding belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Counts,
    Waived,
    Known,
}

/// The groups of what does not count, each with what it is called.
const ASIDE: [(Standing, &str, &str); 2] = [
    (Standing::Waived, "waived finding", "waived findings"),
    (Standing::Known, "finding that the baseline knows", "findings that the baseline knows"),
];

const fn standing_of(finding: &Finding) -> Standing {
    match finding.status {
        Status::Failed => Standing::Counts,
        Status::Waived(_) => Standing::Waived,
        Status::Baselined => Standing::Known,
    }
}

fn title(subject: &Subject<'_>) -> String {
    let (counts, verdict) = (subject.checked.counts(), subject.checked.verdict());
    let (gaps, told) = (verdict.grounds.gaps - verdict.grounds.known_gaps, verdict.grounds.untested_told);
    let parts = [
        (counts.error, "error to put right", "errors to put right"),
        (counts.warning.saturating_sub(gaps + told), "warning to look at", "warnings to look at"),
        (gaps, "gap to fill", "gaps to fill"),
        (verdict.grounds.floors_untested, "floor not tested", "floors not tested"),
    ];
    let told: Vec<String> =
        parts.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| plural(n, one, many)).collect();
    let nothing = match verdict.word {
        Word::Pass => "Nothing is wrong with this plan",
        _ => "Nothing is wrong with what could be tested",
    };
    match (told.as_slice(), counts.error, counts.advice) {
        ([], _, 0) => nothing.to_owned(),
        ([], _, advice) => format!("{nothing}; {}", plural(advice, "note", "notes")),
        (told, 0, _) => format!("No errors, and {}", list(told)),
        (told, ..) => capital(&list(told)),
    }
}

fn write_group(subject: &Subject<'_>, group: &[&Finding], room: &mut usize, html: &mut Html) {
    let (whole, rest) = group.split_at((*room).min(group.len()));
    *room -= whole.len();
    for finding in whole {
        block(subject, finding, html);
    }
    if !rest.is_empty() {
        in_rows(subject, rest, html);
    }
}

/// Writes a finding whole.
fn block(subject: &Subject<'_>, finding: &Finding, html: &mut Html) {
    let kind = finding.level.word();
    html.tag("article", &[("class", "finding"), ("data-level", kind)], |html| {
        html.tag("h4", &[], |html| {
            html.leaf("span", &[("class", "tag"), ("data-kind", kind)], &capital(kind));
            html.say(" ");
            with_code(&capital(&finding.message), html);
        });
        html.tag("p", &[("class", "where")], |html| {
            html.leaf("code", &[], finding.rule);
            html.say(&format!(" in {}", subject.places.spot(&finding.at).short()));
            if !finding.at.path.is_empty() {
                html.say(", ");
                html.leaf("code", &[], &finding.at.path);
            }
        });
        excerpt(subject, &marks(finding), html);
        if let Some(sum) = &finding.ledger {
            the_sum(subject, sum, html);
        }
        fields(subject, finding, html);
    });
}

/// Writes the lines of the plan, the figures in question marked.
fn excerpt(subject: &Subject<'_>, all: &[Mark<'_>], html: &mut Html) {
    let drawn = &all[..all.len().min(MARKS + 1)];
    let excerpt = Excerpt::new(&subject.places, "", drawn, COLUMNS, true);
    html.tag("div", &[("class", "excerpt"), ("role", "group"), ("aria-label", subject.places.excerpt())], |html| {
        for row in excerpt.rows() {
            if row.is_after_gap {
                html.leaf("div", &[("class", "gap"), ("aria-hidden", "true")], "⋮");
            }
            source_row(&row, html);
        }
    });
    if all.len() > drawn.len() {
        let more = plural(all.len() - drawn.len(), "more figure", "more figures");
        html.leaf("p", &[("class", "note")], &format!("{more} of the sum are not drawn here."));
    }
}

fn source_row(row: &DrawnRow<'_>, html: &mut Html) {
    html.tag("div", &[("class", "row")], |html| {
        html.leaf("span", &[("class", "number")], &row.name);
        html.tag("code", &[], |html| {
            let mut at = 0;
            for (range, primary, _) in &row.marks {
                // Marks may lie inside one another; a character is said once.
                let (from, to) = (range.start.max(at), range.end.max(at));
                html.say(row.text.get(at..from).unwrap_or_default());
                if to > from {
                    let class = if *primary { "primary" } else { "other" };
                    html.leaf("mark", &[("class", class)], row.text.get(from..to).unwrap_or_default());
                }
                at = to;
            }
            html.say(row.text.get(at..).unwrap_or_default());
        });
        for said in row.marks.iter().filter_map(|(_, _, said)| *said) {
            html.leaf("span", &[("class", "said")], said);
        }
    });
}

/// Writes the sum that proves it.
fn the_sum(subject: &Subject<'_>, sum: &Ledger, html: &mut Html) {
    let (figures, sums) = ledger::rows(sum, &subject.places, false);
    html.tag("table", &[("class", "ledger")], |html| {
        html.leaf("caption", &[], "The sum");
        html.tag("thead", &[], |html| {
            html.tag("tr", &[], |html| {
                html.leaf("th", &[("scope", "col")], "Figure");
                html.leaf("th", &[("scope", "col"), ("class", "amount")], "Amount");
            });
        });
        for (class, rows) in [("figures", &figures), ("sums", &sums)] {
            html.tag("tbody", &[("class", class)], |html| {
                for row in rows {
                    html.tag("tr", &[], |html| {
                        html.tag("th", &[("scope", "row")], |html| {
                            html.say(&row.text);
                            if !row.line.is_empty() {
                                html.leaf("span", &[("class", "line")], &format!(" {}", row.line));
                            }
                        });
                        html.leaf("td", &[("class", "amount")], &row.amount);
                    });
                }
            });
        }
    });
}

/// Writes what to do, where it is written, who set it aside.
fn fields(subject: &Subject<'_>, finding: &Finding, html: &mut Html) {
    let drawer = Drawer::new("", &subject.places, View::plain(COLUMNS));
    html.tag("dl", &[("class", "fields")], |html| {
        if let Some(help) = &finding.help {
            field("What to do", html, |html| with_code(&capital(help), html));
        }
        if let Some(cause) = subject.checked.cause_of(finding).filter(|cause| !cause.is_of_several()) {
            lone_cause(&drawer, cause, html);
        }
        let safe = |edit: &&Edit| edit.trial == Trial::Safe && drawer.can_be_made(edit);
        if let Some(edit) = finding.edit.as_ref().filter(safe) {
            field("Smallest edit", html, |html| with_code(&capital(&drawer.edit(edit, &[finding.at.span])), html));
        }
        if let Some(clause) = &finding.clause {
            field("Where it is written", html, |html| written(clause, html));
        }
        if let Status::Waived(waiver) = &finding.status {
            let until = waiver.until.as_deref().map(|day| format!(" until {day}")).unwrap_or_default();
            let by = subject.partner_name(&waiver.by);
            field("Set aside", html, |html| html.say(&format!("by {by}{until}: {}", waiver.reason)));
        }
    });
}

/// Writes what is the cause of one finding: the mistake, or the edits that are equally likely.
fn lone_cause(drawer: &Drawer<'_>, cause: &LikelyCause, html: &mut Html) {
    if cause.mend().is_some() {
        return field("Likely cause", html, |html| with_code(&capital(&cause.message), html));
    }
    for edit in cause.mends.iter().flat_map(|mend| &mend.edits).filter(|edit| drawer.can_be_made(edit)) {
        field("One of", html, |html| with_code(&capital(&drawer.edit(edit, &[])), html));
    }
}

fn field(name: &str, html: &mut Html, text: impl FnOnce(&mut Html)) {
    html.tag("div", &[], |html| {
        html.leaf("dt", &[], name);
        html.tag("dd", &[], text);
    });
}

/// Writes a text in which the parts between backticks are code.
pub(super) fn with_code(text: &str, html: &mut Html) {
    let mut parts = text.split('`').peekable();
    let mut code = false;
    while let Some(part) = parts.next() {
        // A backtick that nothing closes is a backtick.
        if code && parts.peek().is_none() {
            html.say("`");
            html.say(part);
        } else if code {
            html.leaf("code", &[], part);
        } else {
            html.say(part);
        }
        code = !code;
    }
}

/// Writes where a clause can be read and how it is known.
pub(super) fn written(clause: &ClauseRef, html: &mut Html) {
    let basis = match clause.basis {
        Basis::Quoted => "quoted".to_owned(),
        Basis::Derived => "derived from quoted figures".to_owned(),
        Basis::Reported if !clause.is_weak() => clause.known(),
        Basis::Reported | Basis::Recalled => format!("{}, to be confirmed", clause.known()),
    };
    if clause.at.is_empty() && clause.source.is_empty() {
        html.leaf("code", &[], &clause.id);
    }
    html.say(&capital(&clause.at));
    if !clause.source.is_empty() {
        html.say(if clause.at.is_empty() { "" } else { "; " });
        source(clause, html);
    }
    html.say(&format!(" ({basis})"));
}

fn source(clause: &ClauseRef, html: &mut Html) {
    if clause.url.starts_with("https://") || clause.url.starts_with("http://") {
        html.leaf("a", &[("href", &clause.url), ("rel", "noreferrer")], &clause.source);
    } else {
        html.say(&clause.source);
    }
}

/// Findings beyond those shown whole, a row each.
fn in_rows(subject: &Subject<'_>, rest: &[&Finding], html: &mut Html) {
    let shown = &rest[..rest.len().min(ROWS)];
    let caption = format!("{}, a row each", capital(&plural(rest.len(), "further finding", "further findings")));
    html.tag("div", &[("class", "scroll"), ("tabindex", "0"), ("role", "group"), ("aria-label", &caption)], |html| {
        html.tag("table", &[], |html| {
            html.leaf("caption", &[], &caption);
            html.tag("thead", &[], |html| {
                html.tag("tr", &[], |html| {
                    for head in [subject.places.column(), "Finding", "Rule"] {
                        html.leaf("th", &[("scope", "col")], head);
                    }
                });
            });
            html.tag("tbody", &[], |html| {
                for finding in shown {
                    html.tag("tr", &[], |html| {
                        html.leaf("td", &[], &subject.places.spot(&finding.at).bare());
                        html.tag("td", &[], |html| with_code(&capital(&finding.message), html));
                        html.tag("td", &[], |html| html.leaf("code", &[], finding.rule));
                    });
                }
            });
        });
    });
    if rest.len() > shown.len() {
        let more = plural(rest.len() - shown.len(), "more finding is", "more findings are");
        html.leaf("p", &[("class", "note")], &format!("{more} left out of this page; “bcf check --all” shows them."));
    }
}
