//! The likely causes of a plan's findings, and the edits that are safe: mends are tried on copies of the plan's text,
//! each copy is checked, and what a mend does to the findings says what it is worth.
//!
//! - `slips`, `figures`, `around`, `days`, `years`, `words`, `spellings`, `copies`: the mends that are tried.
//! - `candidate`: what is known of each. `trial`: what it does. `rank`: the choice among those that explain findings.
//! - `doubtful`: the proposed edits that silence a finding and mend nothing.
//!
//! The work is bounded by fixed numbers, never by a clock, so that the same plan has the same causes anywhere.

mod around;
mod candidate;
mod copies;
mod days;
mod doubtful;
mod figures;
mod patch;
mod rank;
mod sentence;
mod slips;
mod spellings;
mod trial;
mod words;
mod years;

use foldhash::{HashMap, HashSet};
use rayon::prelude::*;

use crate::check::{Checked, Patient, Watch};
use crate::finding::{Diagnosis, Edit, Finding, LikelyCause, Mend, Site, Trial};
use crate::plan::Plan;
use crate::plan::syntax::Tree;
use crate::span::Span;
use candidate::{Candidate, Ground, Mistake, Rank};
use rank::{Choice, Explanation};
use trial::{Before, Effect, Hope};

pub use patch::patched;

/// Checks the tree of a plan's text as the plan was checked, while somebody looks on; nothing where that cannot be done or
/// they had enough before the end. Who is not asked may be passed over.
pub type Recheck<'a> = dyn Fn(Tree, &dyn Watch) -> Option<Checked> + Sync + 'a;

/// The most mends that are tried on one plan.
const TRIALS: usize = 240;
/// The most bytes of a plan's text that are checked again in all.
const BYTES: usize = 2 << 20;
/// The most proposed edits that are tried.
const PROPOSED: usize = 200;
/// The bytes that a copy of a plan takes while it is checked, for each of its text, beside what is found in it.
const COPY: usize = 24;

/// Tries mends of a plan's findings. The proposed edits that are safe are marked as that, those that are not are taken
/// back, and the plan is given the likely causes. A plan without findings that count is left alone.
pub fn diagnose(plan: &mut Checked, recheck: &Recheck<'_>) {
    if plan.counting().next().is_none() {
        return;
    }
    let before = Before::new(plan);
    let totals = figures::totals(&plan.plan);
    let at_once = at_once(plan);
    let (candidates, is_cut) = if at_once == 0 { (Vec::new(), true) } else { candidates(&before, &totals) };
    let tree = &plan.plan.tree;
    let proposed = proposed_alone(plan);
    let effect = |candidate: &Candidate| {
        let mended = tree.with(&candidate.edits);
        let hope = Hope::of(&before, candidate);
        let watch: &dyn Watch = if proposed.contains(&candidate.edits[..]) { &Patient } else { &hope };
        recheck(mended, watch).map(|after| before.effect(&after))
    };
    let together = candidates.chunks(at_once.max(1));
    let effects: Vec<Option<Effect>> =
        together.flat_map(|some| some.par_iter().map(effect).collect::<Vec<Option<Effect>>>()).collect();
    let tried: Vec<(&Candidate, Effect)> =
        candidates.iter().zip(effects).filter_map(|(candidate, effect)| Some((candidate, effect?))).collect();
    let choices = choices(&before, &tried);
    let told = choices.iter().filter(|choice| !choice.is_open && !is_said_by_its_finding(plan, choice));
    let causes = told.map(|choice| cause(plan, choice)).collect();
    let edits = edits(plan, &totals, &tried, &choices);
    for (finding, edit) in plan.findings.iter_mut().zip(edits) {
        finding.edit = edit;
    }
    plan.diagnosis = Diagnosis { causes, is_cut };
}

/// Returns the edits that findings propose, each by itself: of those it is asked too whether they are safe though they explain
/// nothing.
fn proposed_alone(plan: &Checked) -> HashSet<[(Span, String); 1]> {
    let edits = plan.findings.iter().filter_map(|finding| finding.edit.as_ref());
    edits.map(|edit| [(edit.at.span, edit.with.clone())]).collect()
}

/// Returns how many copies of a plan there is room for at once: any number, unless what it was made from bounds it.
fn at_once(plan: &Checked) -> usize {
    let all = plan.plan.cells.as_ref().and_then(|cells| cells.room);
    let (Some(all), Some(left)) = (all, plan.room) else { return usize::MAX };
    left / (COPY * plan.plan.tree.source().len() + all.saturating_sub(left)).max(1)
}

/// Returns what may be tried, the most promising first, and whether there is more than will be.
fn candidates(before: &Before<'_>, totals: &HashSet<Span>) -> (Vec<Candidate>, bool) {
    let plan = &before.plan.plan;
    let most = (BYTES / plan.tree.source().len().max(1)).min(TRIALS);
    if most == 0 {
        return (Vec::new(), true);
    }
    let mut more = figures::candidates(before, totals);
    more.extend(words::references(before));
    more.extend(before.plan.under.iter().flat_map(|round| years::candidates(before, round)));
    more.extend(days::candidates(before));
    // Where most findings meet is looked first, whatever the kind of mistake: of one kind there may be more than is tried.
    more.sort_by_key(|one| (std::cmp::Reverse(one.promise), one.rank));
    let mut last = more.split_off(more.len().min(most / 4));
    last.sort_by_key(|one| (one.rank, std::cmp::Reverse(one.promise)));
    more.extend(last);
    // First what may answer everything; and many proposed edits leave room for other mends.
    let mut all = words::units(before);
    all.extend(spellings::candidates(before));
    all.extend(copies::candidates(before));
    let mut proposed = proposed(before, totals);
    let rest = proposed.split_off(proposed.len().min(most / 2));
    let all = all.into_iter().chain(proposed).chain(more).chain(rest);
    let mut known: HashMap<Vec<(Span, String)>, usize> = HashMap::default();
    let mut each: Vec<Candidate> = Vec::new();
    for one in all {
        if let Some(n) = known.get(&one.edits) {
            merge(&mut each[*n], &one);
            continue;
        }
        known.insert(one.edits.clone(), each.len());
        each.push(one);
    }
    let is_cut = each.len() > most;
    each.truncate(most);
    (each, is_cut)
}

/// Adds what another ground says for the same mend.
fn merge(one: &mut Candidate, same: &Candidate) {
    if same.rank < one.rank {
        (one.rank, one.mistake) = (same.rank, same.mistake.clone());
    }
    one.is_rough &= same.is_rough;
}

/// Returns the edits that findings propose.
fn proposed(before: &Before<'_>, totals: &HashSet<Span>) -> Vec<Candidate> {
    let plan = &before.plan.plan;
    let edits = before.plan.counting().filter_map(|finding| finding.edit.as_ref());
    let one = |edit: &Edit| {
        let is_figure = edit.at.span.of(plan.tree.source()).contains(|c: char| c.is_ascii_digit());
        let (ground, mistake) =
            if is_figure { (Ground::Difference, Mistake::Off) } else { (Ground::Slip, Mistake::Word) };
        let candidate = Candidate::new(edit.at.span, edit.with.clone(), ground, mistake);
        let rank = Rank { is_total: totals.contains(&edit.at.span), ..candidate.rank };
        Candidate { rank, ..candidate }
    };
    edits.take(PROPOSED).map(one).chain(before.plan.counting().filter_map(together)).collect()
}

/// Returns the edits that a finding proposes together.
fn together(finding: &Finding) -> Option<Candidate> {
    let mut edits: Vec<(Span, String)> =
        finding.together.iter().map(|edit| (edit.at.span, edit.with.clone())).collect();
    edits.sort_unstable();
    let (at, with) = edits.first().cloned()?;
    Some(Candidate { edits, ..Candidate::new(at, with, Ground::Difference, Mistake::Off) })
}

/// Returns the mends that explain findings best.
fn choices<'a>(before: &Before<'_>, tried: &[(&'a Candidate, Effect)]) -> Vec<Choice<'a>> {
    let explains = |(candidate, effect): &(&'a Candidate, Effect)| {
        let explains = before.explained(&candidate.places(), effect)?;
        let takes_away = candidate.edits.iter().all(|(_, with)| with.is_empty());
        // In another unit some questions of rounding are none.
        let is_mend = match candidate.mistake {
            Mistake::Copy | Mistake::Unit(_) => true,
            _ => !takes_away && !effect.evades,
        };
        is_mend.then_some(Explanation { candidate, explains })
    };
    rank::choose(tried.iter().filter_map(explains).collect())
}

/// Returns the edit of each finding: its own where it is safe and nothing speaks for another, that of its cause where it
/// alone has that cause, and its own untried where there was no room to try it.
fn edits(
    plan: &Checked,
    totals: &HashSet<Span>,
    tried: &[(&Candidate, Effect)],
    choices: &[Choice<'_>],
) -> Vec<Option<Edit>> {
    let effects = tried.iter().filter_map(|(candidate, effect)| match &candidate.edits[..] {
        [(at, with)] => Some(((*at, with.as_str()), effect)),
        _ => None,
    });
    let effects: HashMap<(Span, &str), &Effect> = effects.collect();
    let doubtful = doubtful::edits(plan, totals);
    let of = |n: usize, finding: &Finding| {
        if let Some(choice) = choices.iter().find(|choice| choice.explains.contains(&n)) {
            return match (&choice.of[..], &choice.explains[..]) {
                // Of what only closes a gap the finding itself proposes all that is sure.
                ([only], [_]) => lone(plan, only).filter(|edit| {
                    only.rank.ground != Ground::Difference
                        || is_same(edit, finding.edit.as_ref()) && !doubtful.contains(&n)
                }),
                ([only], _) => lone(plan, only).filter(|edit| is_same(edit, finding.edit.as_ref())),
                _ => None,
            };
        }
        let own = finding.edit.clone().filter(|_| !doubtful.contains(&n))?;
        match effects.get(&(own.at.span, own.with.as_str())) {
            None => Some(own),
            Some(effect) => effect.is_safe_for(n).then_some(Edit { trial: Trial::Safe, ..own }),
        }
    };
    plan.findings.iter().enumerate().map(|(n, finding)| of(n, finding)).collect()
}

/// Returns the edit of a mend in one place.
fn lone(plan: &Checked, candidate: &Candidate) -> Option<Edit> {
    match &candidate.edits[..] {
        [(at, with)] => Some(edit(&plan.plan, *at, with)),
        _ => None,
    }
}

fn is_same(edit: &Edit, other: Option<&Edit>) -> bool {
    other.is_some_and(|other| other.at.span == edit.at.span && other.with == edit.with)
}

/// Returns a choice as reports tell it.
fn cause(plan: &Checked, choice: &Choice<'_>) -> LikelyCause {
    let mend = |candidate: &&Candidate| Mend {
        edits: candidate.edits.iter().map(|(at, with)| edit(&plan.plan, *at, with)).collect(),
    };
    let mends = choice.of.iter().map(mend).collect();
    LikelyCause { message: sentence::of(plan, choice), mends, explains: choice.explains.clone() }
}

fn edit(plan: &Plan, at: Span, with: &str) -> Edit {
    let path = sentence::node_at(plan, at).map(|node| plan.path_of(node)).unwrap_or_default();
    Edit { at: Site { path, span: at }, with: with.to_owned(), trial: Trial::Safe }
}

/// Returns whether a cause says no more than its only finding does with its edit: nothing but the difference speaks for
/// it, or the finding names the mistake.
fn is_said_by_its_finding(plan: &Checked, choice: &Choice<'_>) -> bool {
    match (&choice.of[..], &choice.explains[..]) {
        ([only], [finding]) => {
            let own = plan.findings[*finding].edit.as_ref();
            let is_own = lone(plan, only).is_some_and(|edit| is_same(&edit, own));
            let is_said = match only.mistake {
                Mistake::Copy => true,
                Mistake::Word => is_own,
                _ => false,
            };
            is_said || only.rank.ground == Ground::Difference && only.edits.len() == 1
        }
        _ => false,
    }
}
