//! The page in three facts: what the plan spends, which floor is tightest, what is wrong.

use super::bars::amount;
use super::findings::with_code;
use super::html::Html;
use super::subject::Subject;
use super::words::{brief, capital, plural};
use crate::check::{Bearing, Verdict, Word, rule};
use crate::finding::{Finding, Kind, Level, Status, Test};
use crate::money::Money;
use crate::report::words;
use crate::text::words::list;
use crate::view::{Cell, Floor, Held};

/// The most findings that are named.
const NAMED: usize = 4;

/// Writes the section.
pub(super) fn section(subject: &Subject<'_>, html: &mut Html) {
    html.tag("section", &[("id", "brief"), ("aria-labelledby", "brief-title")], |html| {
        let verdict = subject.checked.verdict();
        let known = if verdict.is_known { "yes" } else { "no" };
        let data = [("class", "verdict"), ("data-verdict", verdict.word.word()), ("data-known", known)];
        html.tag("div", &data, |html| {
            html.leaf("h2", &[("id", "brief-title")], headline_of(subject, &verdict));
            html.leaf("p", &[], &counted(subject, &verdict));
            for said in words::milder(&subject.checked.terms) {
                html.leaf("p", &[], &format!("{}.", capital(&said)));
            }
        });
        html.tag("div", &[("class", "facts")], |html| {
            if verdict.word == Word::Incomplete {
                fact("What is missing", html, |html| missing(subject, &verdict, html));
            }
            fact("What it spends", html, |html| spends(subject, html));
            fact("Tightest floor", html, |html| tightest(subject, html));
            if verdict.word != Word::Incomplete || named(subject, Level::Advice).next().is_some() {
                fact("What is wrong", html, |html| wrong(subject, html));
            }
        });
    });
}

fn headline_of(subject: &Subject<'_>, verdict: &Verdict) -> &'static str {
    match (verdict.word, subject.checked.round.is_some()) {
        (Word::Fail, _) => "This plan fails the check",
        (_, false) | (Word::None, _) => "This plan could not be judged",
        (Word::Incomplete, true) => "This plan is not complete",
        (Word::Pass, true) => "This plan passes the check",
    }
}

/// Returns `4 errors, 11 warnings. 61 tests passed, 4 not evaluated.`
fn counted(subject: &Subject<'_>, verdict: &Verdict) -> String {
    let counts = subject.checked.counts();
    let (outcome, tests) = (words::outcome(&counts, verdict), words::tests(&counts, &verdict.grounds, "known"));
    format!("{}. {}.", capital(&outcome), capital(&tests))
}

/// Writes what keeps the plan from being complete: the required tests that were not made, the floors first, then the
/// gaps.
fn missing(subject: &Subject<'_>, verdict: &Verdict, html: &mut Html) {
    let grounds = &verdict.grounds;
    let big = match (grounds.floors_untested, grounds.gaps, grounds.others_untested) {
        (0, 0, 0) => words::milder(&subject.checked.terms).join("; "),
        (0, 0, n) => plural(n, "test not made", "tests not made"),
        (0, n, _) => plural(n, "gap to fill", "gaps to fill"),
        (n, ..) => plural(n, "floor not tested", "floors not tested"),
    };
    html.leaf("p", &[("class", "big")], &capital(&big));
    let all = missing_parts(subject);
    html.tag("ul", &[], |html| {
        for said in all.iter().take(NAMED) {
            html.tag("li", &[], |html| with_code(&capital(said), html));
        }
    });
    if all.len() > NAMED {
        let more = format!("and {}", plural(all.len() - NAMED, "more", "more"));
        html.tag("p", &[], |html| html.leaf("a", &[("href", "#findings")], &more));
    }
}

/// Returns what is missing, in words: why floors are not tested, then the gaps; without either, the other tests that
/// were not made.
fn missing_parts(subject: &Subject<'_>) -> Vec<String> {
    let says_untested = |id: &str| rule(id).is_some_and(|(_, rule)| rule.bearing == Bearing::Untested);
    let gaps = subject.checked.findings.iter().filter(|finding| finding.is_gap && finding.status == Status::Failed);
    let (told, gaps): (Vec<&Finding>, Vec<&Finding>) = gaps.partition(|finding| says_untested(finding.rule));
    let is_floor = |test: &&Test| rule(test.rule).is_some_and(|(_, rule)| rule.tests_spending_floor());
    let (floors, others): (Vec<&Test>, Vec<&Test>) = subject.checked.lacking().partition(is_floor);
    let untested = |tests: Vec<&Test>| tests.into_iter().map(crate::check::untested).collect::<Vec<_>>();
    let messages = |findings: Vec<&Finding>| findings.into_iter().map(|gap| gap.message.clone()).collect::<Vec<_>>();
    let rest = match (gaps.is_empty(), told.is_empty()) {
        (false, _) => messages(gaps),
        (true, false) => Vec::new(),
        (true, true) => untested(others),
    };
    let floors = if told.is_empty() { untested(floors) } else { messages(told) };
    [floors, rest].concat()
}

/// Returns the findings that count and are wrong, of this level or a graver one.
fn named<'a>(subject: &'a Subject<'_>, least: Level) -> impl Iterator<Item = &'a Finding> {
    let counts = |finding: &&Finding| finding.status == Status::Failed && finding.kind == Kind::Wrong;
    subject.checked.findings.iter().filter(counts).filter(move |finding| finding.level >= least)
}

fn fact(name: &str, html: &mut Html, inside: impl FnOnce(&mut Html)) {
    html.tag("div", &[("class", "fact")], |html| {
        html.leaf("h3", &[], name);
        inside(html);
    });
}

fn spends(subject: &Subject<'_>, html: &mut Html) {
    let money = &subject.picture.money;
    let is_stated = |cells: &[Cell]| cells.iter().any(|cell| cell.pounds.is_some() || cell.unreadable);
    if !is_stated(&money.spend) {
        html.leaf("p", &[("class", "big")], "Nothing stated");
        html.leaf("p", &[], "The plan has no amount of money on any scheme.");
        return;
    }
    html.tag("p", &[("class", "big")], |html| {
        for (n, (year, cell)) in subject.picture.years.iter().zip(&money.spend).enumerate() {
            html.tag("span", &[], |html| {
                html.say(if n > 0 { " " } else { "" });
                html.say(&cell.pounds.map_or_else(|| amount(*cell), brief));
                html.leaf("span", &[("class", "unit")], &format!(" in {}", year.prose()));
            });
        }
    });
    let income: Vec<String> = subject
        .picture
        .years
        .iter()
        .zip(&money.income)
        .map(|(year, cell)| format!("{} in {}", cell.pounds.map_or_else(|| amount(*cell), brief), year.prose()))
        .collect();
    html.leaf("p", &[], &format!("Coming in: {}.", list(&income)));
}

fn tightest(subject: &Subject<'_>, html: &mut Html) {
    let floors = &subject.picture.floors;
    let judged: Vec<&Floor> = floors.iter().filter(|floor| floor.headroom().is_some()).collect();
    let Some(floor) = headline(&judged) else {
        html.leaf("p", &[("class", "big")], "None could be tested");
        let why = floors.iter().find_map(|floor| floor.reason.as_deref());
        let why = why.unwrap_or("nothing of this plan is held against a minimum");
        html.tag("p", &[], |html| with_code(&format!("{}.", capital(why)), html));
        return;
    };
    html.tag("p", &[("class", "big")], |html| {
        html.say(&gap(floor));
        html.leaf("span", &[("class", "unit")], &format!(" {}", side(floor)));
    });
    html.leaf("p", &[], &format!("{}.", capital(&name_and_year(floor))));
    if floor.is_within_rounding() {
        html.leaf("p", &[], "It counts as met: the figures are rounded by more than that.");
    }
    let exact = exactly_met(&judged);
    if exact > 0 && floor.headroom() > Some(Money::ZERO) {
        html.leaf("p", &[], &format!("{} met to the pound.", plural(exact, "other floor is", "other floors are")));
    }
    let missed = floors.iter().filter(|floor| floor.held == Held::Missed).count();
    let open = floors.iter().filter(|floor| floor.held == Held::NotEvaluated).count();
    if missed > 1 {
        html.leaf("p", &[], &format!("{} missed in all.", plural(missed, "floor is", "floors are")));
    }
    if open > 0 {
        html.leaf("p", &[], &format!("{} could not be judged.", plural(open, "floor", "floors")));
    }
}

/// Returns the floor to name first: the tightest, but for those that are met to the pound, as a grant passed on in full
/// is.
pub(super) fn headline<'a>(judged: &[&'a Floor]) -> Option<&'a Floor> {
    judged.iter().find(|floor| floor.headroom() != Some(Money::ZERO)).or(judged.first()).copied()
}

/// Returns how many floors are met to the pound.
pub(super) fn exactly_met(judged: &[&Floor]) -> usize {
    judged.iter().filter(|floor| floor.headroom() == Some(Money::ZERO)).count()
}

/// Returns the distance from the minimum, without its sign.
pub(super) fn gap(floor: &Floor) -> String {
    brief(floor.headroom().unwrap_or_default().abs())
}

/// Returns `above the minimum`
pub(super) fn side(floor: &Floor) -> &'static str {
    match floor.headroom().unwrap_or_default() {
        headroom if headroom < Money::ZERO && floor.held == Held::Met => "below the minimum, which is within rounding",
        headroom if headroom < Money::ZERO => "below the minimum",
        Money::ZERO => "above the minimum: exactly met",
        _ => "above the minimum",
    }
}

/// Returns `social care in 2018/19`
pub(super) fn name_and_year(floor: &Floor) -> String {
    floor.year.map_or_else(|| floor.name.clone(), |year| format!("{} in {}", floor.name, year.prose()))
}

fn wrong(subject: &Subject<'_>, html: &mut Html) {
    let counts = |level| {
        subject.checked.findings.iter().filter(move |f: &&Finding| f.status == Status::Failed && f.level == level)
    };
    let (errors, warnings) = (counts(Level::Error).count(), counts(Level::Warning).count());
    let big = match (errors, warnings) {
        (0, 0) => "Nothing found".to_owned(),
        (0, n) => plural(n, "warning", "warnings"),
        (n, _) => plural(n, "error", "errors"),
    };
    html.leaf("p", &[("class", "big")], &big);
    let named: Vec<&Finding> = counts(Level::Error).chain(counts(Level::Warning)).take(NAMED).collect();
    if named.is_empty() {
        return;
    }
    html.tag("ul", &[], |html| {
        for finding in &named {
            html.tag("li", &[], |html| with_code(&capital(&finding.message), html));
        }
    });
    let rest = errors + warnings - named.len();
    if rest > 0 {
        html.tag("p", &[], |html| {
            html.leaf("a", &[("href", "#findings")], &format!("and {}", plural(rest, "more", "more")));
        });
    }
}
