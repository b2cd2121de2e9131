//! The parts a plan does not have yet, section by section: a list of things to do, for the reports that people read.

use super::places::{Places, Spot};
use super::words::changed;
use crate::finding::{Finding, Kind, Level, Status};
use crate::plan::Plan;
use crate::plan::syntax::Tree;
use crate::text::escape::{columns_of, dots, shortened, shown};
use crate::text::words::count;

/// The columns that a path may have whatever is said of it.
const SHORTEST_PATH: usize = 24;

/// Returns a path within so many columns, if it can be had: its first step, and as many of its last as there is room for. No
/// step is cut, as a part of a name says nothing.
fn in_steps(path: &str, columns: usize, unicode: bool) -> String {
    if columns_of(&shown(path)) <= columns {
        return path.to_owned();
    }
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let ends = || rest.match_indices('.').map(|(at, _)| &rest[at + 1..]);
    let with = |end: &str| format!("{first}{}{end}", dots(unicode));
    let fits = |end: &&str| columns_of(&shown(&with(end))) <= columns;
    ends().find(fits).or_else(|| ends().next_back()).map_or_else(|| path.to_owned(), with)
}

/// A section of a plan with what it lacks.
#[derive(Debug)]
pub(super) struct AbsentSection<'a> {
    /// The first part of the dotted paths: `sources`.
    pub(super) name: String,
    /// The parts it lacks, in the order of the file.
    pub(super) parts: Vec<AbsentPart<'a>>,
}

/// One thing that is not there yet.
#[derive(Debug)]
pub(super) struct AbsentPart<'a> {
    /// The finding that says so.
    pub(super) finding: &'a Finding,
    /// The place it would be in, or that of its table.
    pub(super) spot: Spot,
    /// The dotted path below the section: `council.amount.2017-18`; empty for the section itself.
    pub(super) at: &'a str,
}

/// Returns whether a finding says that something is not there yet and counts, so that it has its place in the list.
pub(super) fn is_listed(finding: &Finding) -> bool {
    finding.kind == Kind::Absent && finding.status == Status::Failed
}

/// Groups what is not there yet by section, each where its first part is in the file.
pub(super) fn sections<'a>(absent: &[&'a Finding], plan: &'a Plan, places: &Places<'_>) -> Vec<AbsentSection<'a>> {
    let mut sections: Vec<AbsentSection<'a>> = Vec::new();
    for finding in absent {
        let (name, at) = section_of(finding, plan);
        let part = AbsentPart { finding, spot: places.spot(&finding.at), at };
        match sections.iter_mut().find(|section| section.name == name) {
            Some(section) => section.parts.push(part),
            None => sections.push(AbsentSection { name: name.to_owned(), parts: vec![part] }),
        }
    }
    sections
}

/// Returns the section a finding belongs to, and where below it: the first part of its path and the rest. What is said
/// of something that is no section, a floor, belongs to the section it points into.
pub(super) fn section_of<'a>(finding: &'a Finding, plan: &'a Plan) -> (&'a str, &'a str) {
    let (name, below) = finding.at.path.split_once('.').unwrap_or((&finding.at.path, ""));
    let start = finding.at.span.start as usize;
    if plan.tree.get(Tree::ROOT, name).is_some() || finding.at.span == plan.plan_span() {
        return (name, below);
    }
    let above = plan.tree.source().get(..start).unwrap_or_default();
    let line = plan.tree.source().get(above.rfind('\n').map_or(0, |at| at + 1)..).unwrap_or_default();
    let header = if line.starts_with('[') { Some(line) } else { above.rfind("\n[").map(|at| &above[at + 1..]) };
    let word = |text: &'a str| text.trim_start_matches('[').split(|c: char| !c.is_alphanumeric() && c != '_').next();
    match header.and_then(word).filter(|word| plan.tree.get(Tree::ROOT, word).is_some()) {
        Some(section) => (section, &finding.at.path),
        None => (name, below),
    }
}

impl AbsentSection<'_> {
    /// Returns what heads its parts: `sources: 4`.
    pub(super) fn title(&self) -> String {
        let name = if self.name.is_empty() { "the plan".into() } else { shown(&self.name) };
        format!("{name}: {}", self.parts.len())
    }
}

impl AbsentPart<'_> {
    /// Returns it in words: where it belongs, and what is said of it; an error by its rule.
    pub(super) fn text(&self) -> String {
        self.text_at(self.below())
    }

    /// Returns the same on one line of so many columns. Of the path less is shown before anything is cut off what is said.
    pub(super) fn text_within(&self, columns: usize, unicode: bool) -> String {
        let text = self.text();
        let long = columns_of(&shown(&text)).saturating_sub(columns);
        let path = columns_of(&shown(self.below())).saturating_sub(long).max(SHORTEST_PATH);
        shortened(&self.text_at(&in_steps(self.below(), path, unicode)), columns, unicode).into_owned()
    }

    /// Returns where it belongs below its section, where that is to be said.
    fn below(&self) -> &str {
        if self.at == self.finding.at.path { "" } else { self.at }
    }

    fn text_at(&self, at: &str) -> String {
        let Finding { level, rule, message, .. } = self.finding;
        let head = if *level == Level::Error { format!("{level}[{rule}] ") } else { String::new() };
        let separator = if at.is_empty() { "" } else { ": " };
        format!("{head}{at}{separator}{message}{}", changed(self.finding))
    }
}

/// Returns what heads the list: `12 parts are not here yet`.
pub(super) fn heading(many: usize) -> String {
    format!(
        "{} not here yet",
        if many == 1 { "1 part is".to_owned() } else { format!("{} are", count(many, "part", "parts")) }
    )
}

#[cfg(test)]
mod tests {
    use super::in_steps;

    #[test]
    fn a_path_loses_whole_steps_from_its_middle() {
        let path = "home-care.spend.nhs-minimum.amount.2026-27";
        for (columns, shown) in [
            (42, path),
            (41, "home-care…nhs-minimum.amount.2026-27"),
            (24, "home-care…amount.2026-27"),
            (1, "home-care…2026-27"),
        ] {
            assert_eq!(in_steps(path, columns, true), shown, "{columns}");
        }
        assert_eq!(in_steps("emergency-admissions.rationale", 9, true), "emergency-admissions.rationale");
        assert_eq!(in_steps("", 9, true), "");
    }
}
