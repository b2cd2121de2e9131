//! The findings that count, with their paths from the root of the repository: shared by the formats for a CI.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use sha2::Digest;

use super::Run;
use super::places::Places;
use crate::check::Checked;
use crate::finding::{Finding, Site, Status, hex};
use crate::span::{Position, Span};
use crate::text::escape::shown;

/// The place that is told of a workbook where lines are asked for.
const FIRST: Position = Position { line: 1, column: 1 };

/// A plan with its name from the root of the repository and its line index.
#[derive(Debug)]
pub(super) struct PlanFile<'a> {
    pub(super) plan: &'a Checked,
    pub(super) file: &'a str,
    pub(super) places: Places<'a>,
    /// The finding that represents the tests and gaps that alone make the exit status 1.
    stand_in: Option<Finding>,
}

impl PlanFile<'_> {
    /// Returns what represents the tests and gaps that alone make the exit status 1, where no finding does.
    pub(super) const fn stand_in(&self) -> Option<&Finding> {
        self.stand_in.as_ref()
    }
}

/// A finding that counts.
#[derive(Clone, Debug)]
pub(super) struct Found<'a> {
    pub(super) plan_file: &'a PlanFile<'a>,
    /// Which of the run's plans it is in.
    pub(super) plan: usize,
    pub(super) finding: &'a Finding,
}

/// Returns the plans of a run, in its order.
pub(super) fn plan_files<'a>(run: &Run<'a>) -> Vec<PlanFile<'a>> {
    let plan_file = |(n, plan): (usize, &'a Checked)| PlanFile {
        plan,
        file: run.file(n),
        places: Places::of_plan(&plan.plan),
        stand_in: plan.stand_in(),
    };
    run.plans.iter().enumerate().map(plan_file).collect()
}

/// Returns every finding that counts, plan by plan in the order of the file.
pub(super) fn found<'a>(plan_files: &'a [PlanFile<'a>]) -> Vec<Found<'a>> {
    let mut all = with_set_aside(plan_files);
    all.retain(|found| found.finding.status == Status::Failed);
    all
}

/// Returns every finding, those too that are waived or known, plan by plan in the order of the file.
pub(super) fn with_set_aside<'a>(plan_files: &'a [PlanFile<'a>]) -> Vec<Found<'a>> {
    let of = |(plan, plan_file): (usize, &'a PlanFile<'a>)| {
        let all = plan_file.stand_in.iter().chain(&plan_file.plan.findings);
        all.map(move |finding| Found { plan_file, plan, finding })
    };
    plan_files.iter().enumerate().flat_map(of).collect()
}

/// Returns every finding that counts, the errors of all plans before the warnings of any.
pub(super) fn worst_first<'a>(plan_files: &'a [PlanFile<'a>]) -> Vec<Found<'a>> {
    let mut all = found(plan_files);
    all.sort_by_key(|found| Reverse(found.finding.level));
    all
}

/// Returns what identifies each finding among all of the run, with no line number in it: its own fingerprint, its file,
/// and which of its likes in that file it is.
pub(super) fn fingerprints(all: &[Found<'_>], own: fn(&Finding) -> String) -> Vec<String> {
    let mut seen: HashMap<(usize, String), usize> = HashMap::new();
    let mut files: HashMap<usize, String> = HashMap::new();
    let mut key = |found: &Found<'_>| {
        let file = files.entry(found.plan).or_insert_with(|| hex(&sha2::Sha256::digest(found.plan_file.file)[..4]));
        let own = own(found.finding);
        let nth = seen.entry((found.plan, own.clone())).or_default();
        *nth += 1;
        format!("{own}:{file}:{nth}")
    };
    all.iter().map(&mut key).collect()
}

impl<'a> Found<'a> {
    /// Returns what sorts findings by plan and in the order of the file.
    pub(super) fn order(&self) -> (usize, u32) {
        (self.plan, self.finding.at.span.start)
    }

    /// Returns the cell it is in before what is said of it, where it is in a workbook: `spend!F17: `.
    pub(super) fn cell(&self) -> String {
        let name = self.plan_file.places.cell(&self.finding.at).filter(|name| !name.cell.is_empty());
        name.map(|name| format!("{}: ", shown(&name.to_string()))).unwrap_or_default()
    }

    /// Returns where it begins; of a workbook the first line.
    pub(super) fn start(&self) -> Position {
        match self.plan_file.places.cells() {
            Some(_) => FIRST,
            None => self.plan_file.places.of(&self.finding.at),
        }
    }

    /// Returns where it ends, exclusive; of a workbook on the first line.
    pub(super) fn end(&self) -> Position {
        match self.plan_file.places.cells() {
            Some(_) => FIRST,
            None => self.plan_file.places.position(self.finding.at.span.end),
        }
    }

    /// Returns the other figures of the sum, each place once: the labels, then what only the ledger has.
    pub(super) fn figures(&self) -> Vec<(&'a Site, String)> {
        let finding = self.finding;
        let mut seen = BTreeSet::from([finding.at.span]);
        let labels = finding.labels.iter().map(|label| (&label.at, label.text.clone()));
        let lines = finding.ledger.iter().flat_map(|ledger| &ledger.lines);
        let lines = lines.filter_map(|line| Some((line.at.as_ref()?, format!("{}: {}", line.text, line.pounds))));
        labels.chain(lines).filter(|(site, _)| seen.insert(site.span)).collect()
    }
}

/// Returns a span cut to its first line: where it begins, and the column where it ends, exclusive.
pub(super) fn first_line(places: &Places<'_>, span: Span) -> (Position, u32) {
    let (start, end) = (places.position(span.start), places.position(span.end));
    if end.line == start.line {
        return (start, end.column.max(start.column));
    }
    let line = places.line_of(span.start as usize);
    let end = Span::at(places.line_start(line) + places.line(line).len()).start;
    (start, places.position(end).column.max(start.column))
}

#[cfg(test)]
mod tests {
    use super::super::View;
    use super::super::samples::{SOURCE, checked, finding, run, short_of_a_hundred_thousand, site};
    use super::*;

    #[test]
    fn a_span_of_several_lines_is_cut_to_the_first() {
        let source = "a = [£1,\r\n 2]\nb";
        let places = Places::new(source);
        let cut = |start, end| {
            let (start, end) = first_line(&places, Span::new(start, end));
            (start.line, start.column, end)
        };
        assert_eq!(cut(4, source.len()), (1, 5, 9), "up to the line ending, in characters");
        assert_eq!(cut(4, 7), (1, 5, 7));
        assert_eq!(cut(9, source.len()), (1, 9, 9), "a span that begins with the line ending is empty");
        assert_eq!(cut(source.len(), source.len()), (3, 2, 2));
    }

    #[test]
    fn equal_findings_have_fingerprints_of_their_own_that_know_no_lines() {
        let (mut plan, mut moved) = (checked(SOURCE), checked(&format!("# a line more\n{SOURCE}")));
        plan.findings =
            vec![finding("a", site("x", 1, 2)), finding("b", site("x", 30, 31)), finding("c", site("y", 1, 2))];
        moved.findings =
            vec![finding("a", site("x", 15, 16)), finding("b", site("x", 44, 45)), finding("c", site("y", 15, 16))];
        let of =
            |plan: Checked| fingerprints(&found(&plan_files(&run(&[plan], View::plain(80)))), Finding::fingerprint);
        let (before, after) = (of(plan), of(moved));
        assert_eq!(before, after);
        assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), 3);
    }

    #[test]
    fn each_place_of_a_sum_is_told_once() {
        let mut plan = checked(SOURCE);
        plan.findings = vec![short_of_a_hundred_thousand()];
        let plans = [plan];
        let plan_files = plan_files(&run(&plans, View::plain(80)));
        let figures: Vec<String> = found(&plan_files)[0].figures().into_iter().map(|(_, text)| text).collect();
        assert_eq!(figures, ["Charnwood gets £816,125"]);
    }
}
