//! A narrative held against a plan, from its figures to its findings.

use std::collections::BTreeSet;

use super::builder;
use super::document::Document;
use super::index::{Around, Candidate, Index};
use super::scene::Scene;
use super::sight::{self, Signs};
use super::thing::{Entry, Place, Thing};
use super::things;
use super::tie::{At, Counts, Figure, Measured, Status, Tie, Unsaid};
use super::tying::{Tying, Verdict};
use super::words::{self, Spoken};
use super::{accepted, findings, own, prose};
use crate::check::Checked;
use crate::finding::Site;
use crate::plan::Plan;
use crate::policy::Round;
use crate::span::Span;
use crate::view::Picture;

/// The number of figures from which on a plan must find some of them in its narrative.
const MANY: usize = 40;
/// The part of them it must find: a quarter.
const PART: usize = 4;
/// The most characters of the title of a section by which it is named.
const TITLE: usize = 140;

/// Holds a narrative against a plan that was checked under `round`. The plan's `[[statements]]` are not looked at.
pub fn hold(document: Document, checked: &Checked, round: &Round) -> Tie {
    hold_with(document, checked, round, &Picture::of(checked, round))
}

/// Does the same for one who has the picture of the plan already.
pub fn hold_with(document: Document, checked: &Checked, round: &Round, picture: &Picture) -> Tie {
    let plan = &checked.plan;
    let things = things::things(plan, round, picture);
    let mut index = Index::new(&things);
    let signs = Signs::new(&mut index);
    let spoken: Vec<Vec<Spoken>> = document.pieces.iter().map(|piece| words::spoken(&piece.text)).collect();
    explain(&document, &spoken, &mut index);
    let sights = sight::look(&document, &spoken, &index, &signs);
    let scene = Scene::new(&document, &index, &signs, &sights);
    let tying = Tying { things: &things, index: &index };
    let mut around = Around::default();
    let mut figures = Vec::new();
    let mut verdicts = Vec::new();
    for (piece, sight) in sights.iter().enumerate() {
        let piece = builder::index(piece);
        for figure in 0..sight.read.figures.len() {
            let verdict = tying.verdict(&scene, piece, figure, &mut around);
            figures.push(figure_of(&scene, plan, &things, piece, figure, &verdict));
            verdicts.push(verdict);
        }
    }
    own::check(&scene, plan, &things, &verdicts, &mut figures);
    // Days are tied, and never more than that.
    let tells = |figure: &Figure| figure.unit != Measured::Date || figure.status == Status::Agrees;
    let (figures, verdicts): (Vec<Figure>, Vec<Verdict>) =
        figures.into_iter().zip(verdicts).filter(|(figure, _)| tells(figure)).unzip();
    let counts = Counts::of(&figures);
    let Given { unsaid, agreed, all } = Given::of(plan, &things, &figures, &verdicts);
    let mut findings = findings::findings(plan, &figures);
    let unused = accepted::accept(plan, &document, &figures, &mut findings);
    // What differs may be another area's figure of the same name.
    let is_of_this_plan = all < MANY || agreed * PART >= all;
    Tie { document, figures, counts, findings, unused, unsaid, is_of_this_plan }
}

/// Learns the short forms that a narrative explains.
fn explain(document: &Document, spoken: &[Vec<Spoken>], index: &mut Index) {
    for (piece, spoken) in document.pieces.iter().zip(spoken) {
        for (at, short) in spoken.iter().enumerate() {
            let in_brackets =
                piece.text[..short.start].ends_with('(') && piece.text[short.end..].starts_with([')', 's']);
            let letters = piece.text.get(short.start..short.end).unwrap_or_default().trim_end_matches('s');
            let length = letters.chars().count();
            if !in_brackets || !(2..=7).contains(&length) || !letters.chars().all(char::is_uppercase) {
                continue;
            }
            if let Some(long) = spelt_out(&spoken[..at], &letters.to_lowercase()) {
                index.explain(&short.word, &long);
            }
        }
    }
}

/// Returns the words before a short form whose initials it is.
fn spelt_out<'s>(before: &'s [Spoken], letters: &str) -> Option<Vec<&'s str>> {
    for count in letters.len()..=letters.len() + 2 {
        let taken = &before[before.len().checked_sub(count)?..];
        if words::initials_of(taken).iter().any(|initials| initials == letters) {
            return Some(taken.iter().map(|word| word.word.as_str()).filter(|word| !words::is_empty(word)).collect());
        }
    }
    None
}

/// Returns a figure as it comes out.
fn figure_of(scene: &Scene<'_>, plan: &Plan, things: &[Thing], piece: u32, figure: usize, verdict: &Verdict) -> Figure {
    let lexed = &scene.sights[piece as usize].read.figures[figure];
    let own = &scene.document.pieces[piece as usize];
    let when = &verdict.said.when;
    let (from, to) = scene.sights[piece as usize].sentence(lexed.span.start);
    let sentence = Span { start: from, end: to.min(u32::try_from(own.text.len()).unwrap_or(u32::MAX)) };
    let mut places: Vec<&Place> =
        verdict.of.and_then(|at| entry(things, at)).into_iter().flat_map(|entry| &entry.places).collect();
    // Of several places the one that has the very value comes first.
    places.sort_by_key(|place| (place.value - lexed.value).abs());
    let mut sites: Vec<Site> = places.iter().filter_map(|place| site(plan, place)).collect();
    let value = places.first().map(|place| prose::planned(place.value, lexed.unit));
    let of = (!sites.is_empty()).then(|| sites.remove(0));
    let section = scene.document.sections_of(own).next().map(|section| start(section.name(), TITLE).to_owned());
    Figure {
        text: lexed.span.of(&own.text).to_owned(),
        value: lexed.value,
        step: lexed.step,
        unit: lexed.unit,
        year: when.periods.first().copied(),
        also_of: if when.strong { when.periods.iter().skip(1).copied().collect() } else { Vec::new() },
        status: verdict.status,
        kind: verdict.kind,
        at: At {
            piece,
            within: lexed.span,
            sentence,
            span: own.origin.span(lexed.span),
            section: section.unwrap_or_default(),
        },
        of,
        also: sites,
        plan: value,
        why: prose::why(things, verdict, lexed, places.first().copied()),
        foots: false,
    }
}

/// Returns the first characters of a text.
fn start(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

fn entry(things: &[Thing], at: Candidate) -> Option<&Entry> {
    things.get(at.thing as usize)?.entries.get(at.entry as usize)
}

/// Returns a place of the plan as findings carry it.
fn site(plan: &Plan, place: &Place) -> Option<Site> {
    place.node.map(|node| plan.site(&node.into()))
}

/// The figures of a plan, by what a narrative gives of them.
struct Given {
    /// Those that no figure of it agrees with or differs from.
    unsaid: Vec<Unsaid>,
    /// The number of those that a figure of it agrees with.
    agreed: usize,
    /// The number of all of them.
    all: usize,
}

impl Given {
    fn of(plan: &Plan, things: &[Thing], figures: &[Figure], verdicts: &[Verdict]) -> Self {
        let (mut agreed, mut said) = (BTreeSet::new(), BTreeSet::new());
        for (figure, verdict) in figures.iter().zip(verdicts) {
            match figure.status {
                Status::Agrees => agreed.extend(verdict.of),
                Status::Differs => said.extend(verdict.of.into_iter().chain(verdict.equals)),
                Status::SameValue | Status::NotInPlan => {}
            }
        }
        let mut given = Self { unsaid: Vec::new(), agreed: 0, all: 0 };
        for (n, thing) in things.iter().enumerate().filter(|(_, thing)| thing.unit != Measured::Date) {
            for (m, entry) in thing.entries.iter().enumerate() {
                // What was published elsewhere is no figure of the plan.
                let own = |place: &Place| place.node.filter(|node| !plan.is_outside(*node));
                let Some((place, node)) = entry.places.iter().find_map(|place| Some((place, own(place)?))) else {
                    continue;
                };
                if place.value.is_zero() {
                    continue;
                }
                let at = Candidate::of(n, m);
                given.all += 1;
                if agreed.contains(&at) {
                    given.agreed += 1;
                } else if !said.contains(&at) {
                    let value = prose::value(place.value, thing.unit);
                    given.unsaid.push(Unsaid { at: plan.site(&node.into()), name: thing.label.clone(), value });
                }
            }
        }
        given.unsaid.sort_by(|a, b| (a.at.span, &a.at.path).cmp(&(b.at.span, &b.at.path)));
        given
    }
}
