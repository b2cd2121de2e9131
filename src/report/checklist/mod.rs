//! The checklist of an assurer, condition by condition: for a terminal, as Markdown, and as data.

mod human;
mod json;
mod markdown;
mod todo;

pub use human::write as human;
pub(super) use json::ChecklistOut;
pub use json::write as json;
pub use markdown::write as markdown;
pub use todo::write as todo;

use super::show::Show;
use super::words;
use crate::check::Word;
use crate::finding::{ClauseRef, Level};
use crate::period::Period;
use crate::text::escape::shortened;
use crate::text::words::count;
use crate::view::{Checklist, Evidence, Group, Proof, Requirement, State, Where};

/// The longest text of a plan that is quoted.
const QUOTED: usize = 160;
/// The most tests of a requirement that are reported.
const TOLD: usize = 12;

/// A requirement as it is reported. Texts are as the plan has them: whoever draws them escapes them.
struct RequirementText {
    /// The requirement, in words.
    says: String,
    /// The clause of the requirement and its basis.
    clause: String,
    /// The state of the requirement and the reason for it.
    reason: Option<String>,
    /// The figures, the findings and the evidence.
    lines: Vec<String>,
}

impl RequirementText {
    fn of(requirement: &Requirement) -> Self {
        let mut lines = proofs(requirement);
        lines.extend(requirement.evidence.iter().map(evidence));
        // What a line below says is not said twice.
        let told = |proof: &Proof| proof.state != State::NotApplicable && proof.state == requirement.state;
        let said = |reason: &&str| {
            !requirement.proofs.iter().any(|proof| told(proof) && proof.says.as_deref() == Some(*reason))
        };
        Self {
            says: requirement.says.clone(),
            clause: clause(&requirement.clause),
            reason: requirement
                .reason
                .as_deref()
                .filter(said)
                .map(|reason| shortened(reason, 2 * QUOTED, true).into_owned()),
            lines,
        }
    }
}

/// Returns `sign-off; national condition 1 (quoted)`
fn clause(clause: &ClauseRef) -> String {
    let at = if clause.at.is_empty() { String::new() } else { format!("; {}", clause.at) };
    format!("{}{at} ({})", clause.id, clause.known())
}

/// Returns what the tests of a requirement say: each that failed or could not be made, each sum that held, and how many
/// others held.
fn proofs(requirement: &Requirement) -> Vec<String> {
    let open = |proof: &&Proof| matches!(proof.state, State::NotMet | State::Waived);
    let applied = || requirement.proofs.iter().filter(|proof| proof.decides || open(proof));
    let is_told = |proof: &&Proof| proof.state != State::Met || proof.planned.is_some();
    let mut lines: Vec<String> = applied().filter(is_told).take(TOLD).map(proof).collect();
    let more = applied().filter(is_told).count().saturating_sub(TOLD);
    if more > 0 {
        lines.push(format!("and {}", count(more, "more test", "more tests")));
    }
    let quiet: Vec<&Proof> = applied().filter(|proof| !is_told(proof) && !proof.is_pointer()).collect();
    lines.extend(passed(&quiet));
    lines
}

/// Returns what held without a sum, by what was tested: `met by East CCG (line 40), West CCG (line 52)`.
fn passed(quiet: &[&Proof]) -> Option<String> {
    let named: Vec<String> = quiet
        .iter()
        .filter_map(|proof| {
            let subject = proof.name.as_deref()?;
            let year = proof.year.map(|year| format!(", {}", year.prose())).unwrap_or_default();
            Some(format!("{}{year}{}", shortened(subject, 60, true), place(proof.at.as_ref())))
        })
        .take(TOLD)
        .collect();
    let more = quiet.len().saturating_sub(named.len());
    let more = (more > 0).then(|| count(more, "other test", "other tests"));
    let all: Vec<String> = named.into_iter().chain(more).collect();
    (!all.is_empty()).then(|| format!("holds: {}", all.join("; ")))
}

fn proof(proof: &Proof) -> String {
    let at = place(proof.at.as_ref());
    if let (State::NotMet | State::Waived | State::NotEvaluated, Some(says)) = (proof.state, &proof.says) {
        let what = match (proof.state, proof.level) {
            (State::NotMet, Some(level)) => format!("{level}[{}]: ", proof.rule),
            (State::Waived, _) => format!("waived[{}]: ", proof.rule),
            _ => format!("not evaluated: {}", about(proof)),
        };
        return format!("{what}{}{at}", shortened(says, 240, true));
    }
    let sums = match (proof.planned, proof.required) {
        (Some(planned), Some(required)) => {
            let headroom = planned - required;
            format!("{planned}, against {required}{}", apart(headroom))
        }
        _ => String::new(),
    };
    format!("{}{sums}{at}", about(proof))
}

fn apart(headroom: crate::money::Money) -> String {
    match headroom.cmp(&crate::money::Money::ZERO) {
        std::cmp::Ordering::Greater => format!(": {headroom} more"),
        std::cmp::Ordering::Equal => ": exactly".to_owned(),
        std::cmp::Ordering::Less => format!(": {} less, within rounding", headroom.abs()),
    }
}

/// Returns `social-care, 2017/18: `
fn about(proof: &Proof) -> String {
    let subject = proof.name.as_deref().map(|subject| shortened(subject, 60, true).into_owned());
    let parts: Vec<String> = subject.into_iter().chain(proof.year.map(Period::prose)).collect();
    if parts.is_empty() { String::new() } else { format!("{}: ", parts.join(", ")) }
}

/// Returns ` (line 40)`, ` (allocations.csv line 3)`
fn place(at: Option<&Where>) -> String {
    match at {
        Some(Where { line: Some(line), .. }) => format!(" (line {line})"),
        Some(Where { cell: Some(name), .. }) => format!(" ({name})"),
        Some(Where { origin: Some(origin), .. }) => format!(" ({origin})"),
        _ => String::new(),
    }
}

fn evidence(evidence: &Evidence) -> String {
    let text = |text: &Option<String>| text.as_deref().map(|text| shortened(text, QUOTED, true).into_owned());
    let says = text(&evidence.says).map(|says| format!(": {says}")).unwrap_or_default();
    let where_ = text(&evidence.place).unwrap_or_else(|| "nowhere named".to_owned());
    format!("evidence: {where_}{says}{}", place(Some(&evidence.at)))
}

/// Returns `1. Plans to be jointly agreed`
fn title(group: &Group) -> String {
    match (&group.condition, group.number) {
        (Some(_), Some(number)) => format!("National condition {number}: {}", group.name),
        (Some(_), None) => format!("National condition: {}", group.name),
        (None, _) => group.name.clone(),
    }
}

/// Findings that belong to no clause, in a few words each.
fn beside(checklist: &Checklist) -> Vec<String> {
    let errors = || checklist.beside.iter().filter(|proof| proof.level == Some(Level::Error));
    let mut lines: Vec<String> = errors().take(TOLD).map(proof).collect();
    let more = errors().count().saturating_sub(lines.len());
    if more > 0 {
        lines.push(format!("and {}", count(more, "more error", "more errors")));
    }
    let milder = checklist.beside.len() - errors().count();
    if milder > 0 {
        lines.push(format!("and {} that `bcf check` tells", count(milder, "milder finding", "milder findings")));
    }
    lines
}

/// Returns `READY`, which is the word PASS and nothing else; of the others the word, and what was found or not tested.
fn readiness(show: &Show<'_>) -> (&'static str, String) {
    let (counts, verdict) = (show.checked.counts(), show.checked.verdict());
    match verdict.word {
        Word::Pass => ("READY", String::new()),
        _ => ("NOT READY", format!(": {}, {}", verdict.capitals(), words::outcome(&counts, &verdict))),
    }
}

/// Returns how far the plan is from ready:
/// `31 of 40 requirements met; 3 not met, 1 waived, 2 not evaluated, 3 for a person to judge: NOT READY plans/x.toml (…)`.
fn last_line(show: &Show<'_>) -> String {
    let checklist = &show.picture.checklist;
    let counts = checklist.counts();
    let others: Vec<String> = [State::NotMet, State::Waived, State::NotEvaluated, State::Judged, State::ForAPerson]
        .into_iter()
        .filter(|state| counts.of(*state) > 0)
        .map(|state| format!("{} {}", counts.of(state), state.prose()))
        .collect();
    let others = if others.is_empty() { String::new() } else { format!("; {}", others.join(", ")) };
    let errors = checklist.beside.iter().filter(|proof| proof.level == Some(Level::Error)).count();
    let errors = if errors > 0 { format!("; {} beside them", count(errors, "error", "errors")) } else { String::new() };
    let asked = count(counts.asked(), "requirement", "requirements");
    let met = counts.of(State::Met);
    let ((ready, why), path) = (readiness(show), &show.picture.path);
    let (asked_as, terms) = (words::checked_as(show.checked), words::terms(&show.checked.terms));
    format!("{met} of {asked} met{others}{errors}: {ready} {path} ({asked_as}){why}{terms}")
}
