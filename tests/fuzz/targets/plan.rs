//! Whatever is written in a plan, every place a check names is in the file, the same plan gives the same bytes, and every
//! report on it can be read and is fit to show.

use std::collections::HashSet;
use std::io::{self, Write};
use std::sync::LazyLock;

use bcf::check::Checked;
use bcf::compare::{Comparison, Side};
use bcf::finding::{Finding, Status};
use bcf::plan::Plan;
use bcf::plan::syntax::Tree;
use bcf::policy::Round;
use bcf::report::page::{Asked, Seal, page};
use bcf::report::{
    Beside, Run, View, checklist, concise, diff, github, gitlab, human, json, junit, markdown, sarif, show,
};
use bcf::span::{NodeId, Span};
use bcf::view::Picture;

use super::{checked, day, holds, is_json, text, written};

/// A plan that others are compared with.
const OTHER: &str = include_str!("../../../plans/leicestershire-itf-2014-16.toml");

pub(super) fn laws(bytes: &[u8]) -> Result<(), String> {
    let text = &text(bytes);
    nodes_lie_in_the_file(&Plan::read(text.clone()).tree)?;
    let mut plan = checked(text);
    for finding in &plan.findings {
        places_lie_in_the_file(text, finding)?;
    }
    findings_have_places_of_their_own(&plan)?;
    let reports = reports(&plan)?;
    looks(&plan)?;
    differences(&plan)?;
    a_page_is_of_its_plan(&mut plan)?;
    // What is told apart by the data is told apart by what is made of it.
    let again = report(&checked(text), JSON)?;
    holds(reports.contains(&again), || "the same plan gives other bytes".into())
}

fn nodes_lie_in_the_file(tree: &Tree) -> Result<(), String> {
    let text = tree.source();
    let mut todo = vec![Tree::ROOT];
    while let Some(node) = todo.pop() {
        lies_in(text, tree.span(node), &format!("node {node:?}"))?;
        if let Some(key) = tree.key_span(node) {
            lies_in(text, key, &format!("the key of node {node:?}"))?;
        }
        todo.extend::<Vec<NodeId>>(tree.children(node).collect());
    }
    for error in tree.errors() {
        lies_in(text, error.span, &error.message)?;
        if let Some((span, _)) = &error.label {
            lies_in(text, *span, &error.message)?;
        }
    }
    Ok(())
}

pub(super) fn lies_in(text: &str, span: Span, what: &str) -> Result<(), String> {
    let (start, end) = (span.start as usize, span.end as usize);
    holds(start <= end && text.get(start..end).is_some(), || format!("{span:?} is no part of the file: {what}"))
}

fn places_lie_in_the_file(text: &str, finding: &Finding) -> Result<(), String> {
    let labels = finding.labels.iter().map(|label| &label.at);
    let lines = finding.ledger.iter().flat_map(|ledger| &ledger.lines).filter_map(|line| line.at.as_ref());
    let edit = finding.edit.iter().map(|edit| &edit.at);
    let waiver = match &finding.status {
        Status::Waived(waiver) => Some(&waiver.at),
        _ => None,
    };
    let mut places = std::iter::once(&finding.at).chain(labels).chain(lines).chain(edit).chain(waiver);
    places.try_for_each(|place| lies_in(text, place.span, &format!("{} at {}", finding.rule, place.path)))
}

/// Checks that no two findings of a rule share a path and a year, so that a baseline can tell them apart. Where the
/// text is no TOML a path may mean two things.
fn findings_have_places_of_their_own(plan: &Checked) -> Result<(), String> {
    if !plan.plan.tree.errors().is_empty() {
        return Ok(());
    }
    let mut seen = HashSet::new();
    match plan.findings.iter().find(|finding| !seen.insert((finding.rule, &finding.at.path, finding.year))) {
        Some(finding) => Err(format!("{} stands twice at {}", finding.rule, finding.at.path)),
        None => Ok(()),
    }
}

type Format = fn(&Run<'_>, &mut dyn Write) -> io::Result<()>;

/// The one that has everything.
const JSON: (&str, Format) = ("json", json::write);

/// The formats of a check, each with its name.
const FORMATS: [(&str, Format); 8] = [
    ("human", human::write),
    ("concise", concise::write),
    JSON,
    ("sarif", sarif::write),
    ("github", github::write),
    ("gitlab", gitlab::write),
    ("junit", junit::write),
    ("markdown", markdown::write),
];

/// Returns the report of every format.
pub(super) fn reports(plan: &Checked) -> Result<Vec<String>, String> {
    FORMATS.into_iter().map(|format| report(plan, format)).collect()
}

/// Returns the report of a format, which can be read by what reads it.
fn report(plan: &Checked, (name, format): (&str, Format)) -> Result<String, String> {
    let view = View { evidence: true, verbose: true, ..View::plain(80) };
    let (plans, today) = (std::slice::from_ref(plan), day());
    let run = Run { plans, beside: Beside::default(), today, files: &[], across: &[], view };
    let report = written(name, |out| format(&run, out))?;
    match name {
        "json" | "sarif" | "gitlab" => is_json(name, &report)?,
        "junit" => {
            roxmltree::Document::parse(&report).map_err(|error| format!("junit cannot be read: {error}"))?;
        }
        _ => {}
    }
    Ok(report)
}

/// Checks everything a plan can be looked at as.
pub(super) fn looks(plan: &Checked) -> Result<(), String> {
    let unknown = Round::default();
    let picture = Picture::of(plan, plan.under.as_deref().unwrap_or(&unknown));
    let show = show::Show { picture: &picture, checked: plan, today: day() };
    let view = View::plain(60);
    written("show", |out| show::human(&show, view, out))?;
    written("show as Markdown", |out| show::markdown(&show, out))?;
    written("show as CSV", |out| show::csv(&show, out))?;
    is_json("show as JSON", &written("show as JSON", |out| show::json(&show, out))?)?;
    written("checklist", |out| checklist::human(&show, view, out))?;
    written("checklist to do", |out| checklist::todo(&show, view, out))?;
    written("checklist as Markdown", |out| checklist::markdown(&show, out))?;
    is_json("checklist as JSON", &written("checklist as JSON", |out| checklist::json(&show, out))?)
}

/// Checks that a plan does not differ from itself, and that what it has beside another can be told.
fn differences(plan: &Checked) -> Result<(), String> {
    static BEFORE: LazyLock<Checked> = LazyLock::new(|| checked(OTHER));
    fn side(checked: &Checked) -> Side<'_> {
        Side { name: "plan.toml".into(), checked: Some(checked) }
    }
    let same = Comparison::new(side(plan), side(plan), day());
    holds(same.is_same(), || "a plan differs from itself".into())?;
    let comparison = Comparison::new(side(&BEFORE), side(plan), day());
    let difference = diff::Difference { comparison: &comparison, today: day(), verdict: comparison.verdict() };
    written("diff", |out| diff::human(&difference, View::plain(60), out))?;
    written("diff as Markdown", |out| diff::markdown(&difference, out))?;
    is_json("diff as JSON", &written("diff as JSON", |out| diff::json(&difference, out))?)
}

/// Checks that the page of a plan is fit to show, and that it is verified. Of two plans one has the page with the
/// signatures and the evidence, which takes as long as everything else together.
fn a_page_is_of_its_plan(plan: &mut Checked) -> Result<(), String> {
    let sign_off = plan.plan.tree.source().len().is_multiple_of(2);
    let page = page(plan, Asked { today: day(), sign_off });
    let page = written("the page", |out| out.write_all(page.as_bytes()))?;
    let seal = Seal::read(&page).map_err(|error| format!("the page {error}"))?;
    let differences = seal.differences(&page, plan);
    holds(differences.is_empty(), || format!("the page is not of its plan: {differences:?}"))
}
