//! The allocations, the sources, what is set aside inside them.

use std::collections::{HashMap, HashSet};

use super::super::money::{allocations, earmarks_but, mandatory, source_head, sources_but};
use super::super::page::{Page, gap};
use super::rolled::{Roll, amount_gaps, carry, last_of};
use super::words::Fate;
use crate::plan::Source;
use crate::policy::{Stream, WordsOf};
use crate::write::{Ids, Node, key};

/// A source of the old plan as it goes on.
struct Carried<'r> {
    source: &'r Source,
    entry: &'r Node,
    old: &'r str,
    fate: Fate,
    /// The stream it is of now; none where a person must say.
    now: Option<&'r Stream>,
}

pub(super) fn write(roll: &Roll<'_>, page: &mut Page) {
    allocations(&roll.draft, page);
    source_head(&roll.draft, page);
    let carried = carried(roll);
    let merged = merged(&carried);
    for one in &carried {
        source(roll, one, &merged, page);
    }
    let there = streams_of(roll, &carried);
    let there: HashSet<&str> = there.iter().map(String::as_str).collect();
    let mut taken = Ids::default();
    carried.iter().filter_map(|one| one.source.id.str()).for_each(|id| taken.take(id));
    if mandatory(&roll.draft).any(|stream| !there.contains(stream.id.as_str())) {
        page.blank();
        page.comment("The last plan had no source of these.");
    }
    sources_but(&roll.draft, page, &there, &taken);
    let said: HashSet<&str> =
        carried.iter().flat_map(|one| &one.source.of_which).map(|(id, _, _)| id.as_ref()).collect();
    earmarks_but(&roll.draft, page, &said);
}

/// The sources that are of one stream now.
#[derive(Default)]
struct Merged<'r> {
    /// Their number.
    count: usize,
    /// The number of each partner among them.
    of_partner: HashMap<&'r str, usize>,
    /// The streams they were of, each once.
    old: Vec<&'r str>,
}

fn merged<'r>(carried: &[Carried<'r>]) -> HashMap<&'r str, Merged<'r>> {
    let mut merged: HashMap<&str, Merged<'_>> = HashMap::new();
    for one in carried {
        let Some(stream) = one.now else { continue };
        let merged = merged.entry(stream.id.as_str()).or_default();
        merged.count += 1;
        if let Some(partner) = one.source.partner.str() {
            *merged.of_partner.entry(partner).or_default() += 1;
        }
        // No more than the round has words for.
        if !merged.old.contains(&one.old) {
            merged.old.push(one.old);
        }
    }
    merged
}

fn carried<'r>(roll: &'r Roll<'_>) -> Vec<Carried<'r>> {
    let sources = roll.plan.sources.iter().zip(roll.entries("sources"));
    let one = |(source, entry): (&'r Source, &'r Node)| {
        let old = source.stream().unwrap_or_default();
        let fate = if source.is_mixed() { Fate::Kept } else { roll.fate(WordsOf::Streams, old) };
        let now = match fate.words(old).as_slice() {
            [only] => roll.draft.round.stream(only),
            _ => None,
        };
        Carried { source, entry, old, fate, now }
    };
    sources.map(one).collect()
}

/// Returns the streams that still have a source, by the old plan's sources.
pub(super) fn streams_carried(roll: &Roll<'_>) -> HashSet<String> {
    streams_of(roll, &carried(roll))
}

fn streams_of(roll: &Roll<'_>, carried: &[Carried<'_>]) -> HashSet<String> {
    let alone = carried.iter().filter_map(|one| Some(one.now?.id.as_str().to_owned()));
    let mixed = carried.iter().filter(|one| one.source.is_mixed()).flat_map(|one| streams_now(roll, one.source));
    alone.chain(mixed).collect()
}

/// Returns the streams that a source of several is of now, each once.
fn streams_now(roll: &Roll<'_>, source: &Source) -> Vec<String> {
    let mut seen = HashSet::new();
    let now = source.streams().flat_map(|old| roll.fate(WordsOf::Streams, old).words(old));
    now.filter(|word| seen.insert(word.clone())).collect()
}

fn source(roll: &Roll<'_>, one: &Carried<'_>, merged: &HashMap<&str, Merged<'_>>, page: &mut Page) {
    let round = roll.draft.round;
    page.blank();
    if let Some(said) = one.fate.said(one.old, round) {
        page.comment(&format!("{}.", crate::text::escape::shown(&said)));
    }
    let merged = one.now.map(|stream| (stream, &merged[stream.id.as_str()]));
    if let Some((stream, merged)) = merged.filter(|(_, merged)| merged.old.len() > 1) {
        page.comment(&format!(
            "What was {} is all {} now: share it out between these sources, or make them one and mend the schemes that name them.",
            crate::text::escape::shown(&merged.old.join(" and ")),
            stream.id
        ));
    }
    if one.now.is_some_and(|stream| stream.same_as_last_year && *stream.id == *one.old) {
        page.comment("It is the amount of last year.");
    }
    page.header_here("[[sources]]");
    let mut lost: Vec<&str> = Vec::new();
    let is_mixed = one.source.is_mixed();
    carry("sources", one.entry, page, |key, page| {
        match key {
            "kind" | "kinds" if is_mixed != (key == "kinds") => {}
            "kind" => kind(one, page),
            "kinds" => match streams_now(roll, one.source) {
                none if none.is_empty() => kind(one, page),
                streams => page.texts(key, &streams),
            },
            "amount" => page.raw(key, &amount(roll, one, merged)),
            "of_which" => lost = set_aside(roll, one, page),
            _ => return false,
        }
        true
    });
    if !lost.is_empty() {
        let lost = crate::text::escape::shown(&lost.join(", ")).into_owned();
        page.comment(&format!("Not carried over: what is set aside in it for {lost}; {} asks for none.", round.name));
    }
    if one.entry.get("certified_by").is_some() || one.entry.get("certified_on").is_some() {
        page.comment("certified_by = \"…\"   (and certified_on, once the grant is certified)");
    }
}

/// Writes the stream a source is of now.
fn kind(one: &Carried<'_>, page: &mut Page) {
    match (one.now, &one.fate) {
        (Some(stream), _) => page.text("kind", &stream.id),
        (None, Fate::Became(by)) => page.gap("kind", &by.join(" or ")),
        (None, _) => page.gap("kind", "stream of the round, or take this source out"),
    }
}

/// Writes what is set aside inside a source; returns the earmarks the round does not have any more.
fn set_aside<'r>(roll: &Roll<'_>, one: &Carried<'r>, page: &mut Page) -> Vec<&'r str> {
    let round = roll.draft.round;
    let mut lost: Vec<&str> = Vec::new();
    for (id, _, amounts) in &one.source.of_which {
        if round.earmarks.iter().any(|earmark| *earmark.id == **id) {
            let gaps = amount_gaps(&round.years, last_of(amounts).as_deref());
            page.raw(&format!("of_which.{}", key(id)), &gaps);
        } else {
            lost.push(id);
        }
    }
    lost
}

/// Returns a gap for each year, or what was published where the source alone holds it.
fn amount(roll: &Roll<'_>, one: &Carried<'_>, merged: Option<(&Stream, &Merged<'_>)>) -> String {
    let draft = &roll.draft;
    let before = last_of(&one.source.amount);
    let Some((stream, merged)) = merged else { return amount_gaps(&draft.round.years, before.as_deref()) };
    let alone = |partner: &&str| merged.of_partner.get(partner) == Some(&1);
    let of = match one.source.partner.str().filter(alone) {
        _ if merged.count == 1 => Some(None),
        Some(partner) => draft.bodies.get(partner).map(Some),
        None => None,
    };
    let value = |year: crate::period::Year| {
        let published = of.and_then(|partner| draft.published(&stream.id, partner, year));
        let same = || one.source.amount.at(roll.draft.round.first_year().previous()).get().copied();
        let published = published.or_else(|| same().filter(|_| stream.same_as_last_year && *stream.id == *one.old));
        published
            .map_or_else(|| super::super::page::gap_after("amount", before.as_deref()), |amount| draft.money(amount))
    };
    let years = draft.years(stream);
    if years.is_empty() {
        return gap("amount by year");
    }
    super::super::page::by_period(years.iter().map(|year| (*year, value(*year))))
}
