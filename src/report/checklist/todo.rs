//! The list of things still to do, section by section: not started, in progress, done.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::human::lines;
use crate::finding::{Finding, Kind, Status};
use crate::plan::syntax::{Kind as Shape, NodeId, Tree};
use crate::report::View;
use crate::report::absent::{is_listed, section_of};
use crate::report::paint::Ink;
use crate::report::show::Show;
use crate::report::words;
use crate::span::Span;
use crate::text::escape::shown;
use crate::text::words::count;

/// The progress of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    NotStarted,
    Started,
    Done,
}

/// The headings in their order.
const HEADINGS: [(Progress, &str, Ink); 3] = [
    (Progress::NotStarted, "Not started", Ink::Doubtful),
    (Progress::Started, "In progress", Ink::Notable),
    (Progress::Done, "Done", Ink::Good),
];

/// A section with what is to be done in it.
#[derive(Debug)]
struct TodoSection {
    name: String,
    progress: Progress,
    absent: usize,
    wrong: usize,
}

/// Writes it.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(show: &Show<'_>, view: View, out: &mut dyn Write) -> io::Result<()> {
    let sections = sections(show);
    for (progress, heading, ink) in HEADINGS {
        let of: Vec<&TodoSection> = sections.iter().filter(|section| section.progress == progress).collect();
        if of.is_empty() {
            continue;
        }
        writeln!(out, "{}", view.paint().ink(ink, format!("{heading}: {}", of.len())))?;
        for section in of {
            lines(&told(section), "  ", "    ", view).iter().try_for_each(|line| writeln!(out, "{line}"))?;
        }
    }
    let verdict = show.checked.verdict();
    writeln!(out)?;
    words::write_verdict(view, &verdict, &words::sentence_as(show.checked, &verdict), out)
}

/// Returns `sources: 3 parts to fill in, 1 finding to look at`
fn told(section: &TodoSection) -> String {
    let absent = (section.absent > 0).then(|| count(section.absent, "part to fill in", "parts to fill in"));
    let wrong = (section.wrong > 0).then(|| count(section.wrong, "finding to look at", "findings to look at"));
    let said: Vec<String> = absent.into_iter().chain(wrong).collect();
    let said = if said.is_empty() { String::new() } else { format!(": {}", said.join(", ")) };
    format!("{}{said}", shown(&section.name))
}

/// Returns the sections of the plan in their order, then those it lacks.
fn sections(show: &Show<'_>) -> Vec<TodoSection> {
    let (plan, findings) = (&show.checked.plan, &show.checked.findings);
    let tree = &plan.tree;
    let counting = findings.iter().filter(|finding| finding.status == Status::Failed);
    let placed: Vec<(&Finding, &str)> = counting.map(|finding| (finding, section_of(finding, plan).0)).collect();
    let gaps: BTreeSet<Span> = findings.iter().filter(|finding| is_listed(finding)).map(|f| f.at.span).collect();
    let there = tree.children(Tree::ROOT).map(|node| (tree.key(node).unwrap_or_default().into_owned(), Some(node)));
    let mut names: Vec<(String, Option<NodeId>)> = there.collect();
    for (_, name) in placed.iter().filter(|(finding, name)| is_listed(finding) && !name.is_empty()) {
        if !names.iter().any(|(known, _)| known == name) {
            names.push(((*name).to_owned(), None));
        }
    }
    let of = |(name, node): (String, Option<NodeId>)| {
        let own = || placed.iter().filter(|(_, section)| *section == name).map(|(finding, _)| *finding);
        let absent = own().filter(|finding| is_listed(finding)).count();
        let wrong = own().filter(|finding| finding.kind == Kind::Wrong).count();
        let progress = match node {
            _ if absent + wrong == 0 => Progress::Done,
            None => Progress::NotStarted,
            Some(node) if absent > 0 && !is_written(tree, &gaps, node) => Progress::NotStarted,
            Some(_) => Progress::Started,
        };
        TodoSection { name, progress, absent, wrong }
    };
    names.into_iter().map(of).collect()
}

/// Returns whether somebody has written a figure, a day or a text of several words below a node: what a plan to fill in
/// has of its own are ids, single words and gaps.
fn is_written(tree: &Tree, gaps: &BTreeSet<Span>, node: NodeId) -> bool {
    match tree.kind(node) {
        Shape::Table | Shape::Array => tree.children(node).any(|child| is_written(tree, gaps, child)),
        Shape::String => !gaps.contains(&tree.span(node)) && tree.text(node).contains(char::is_whitespace),
        Shape::Broken | Shape::Boolean => false,
        _ => true,
    }
}
