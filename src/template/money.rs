//! The allocations, the sources, the earmarks, the schemes, the totals.

use std::collections::HashSet;

use super::bodies::{Body, Part};
use super::draft::Draft;
use super::page::{Page, by_period, gap, list};
use crate::check::rules::transfer::health_benefit_not_stated;
use crate::period::Year;
use crate::policy::{Payer, Stream};
use crate::write::{Ids, key};

pub(super) fn write(draft: &Draft<'_>, page: &mut Page) {
    allocations(draft, page);
    sources(draft, page);
    earmarks(draft, page);
    schemes(draft, page);
    totals(draft, page);
}

/// Returns the streams every area has.
pub(super) fn mandatory<'d>(draft: &'d Draft<'_>) -> impl Iterator<Item = &'d Stream> {
    draft.round.streams.iter().filter(|stream| stream.mandatory && !stream.adjustment)
}

pub(super) fn allocations(draft: &Draft<'_>, page: &mut Page) {
    page.part("Money in");
    page.comment("What government published for this area, never what the plan proposes: the sources and the floors are checked against it.");
    for stream in mandatory(draft) {
        page.comment(&format!("{}: {}.", stream.id, stream.name));
    }
    page.header_here("[allocations]");
    match draft.request.origin {
        Some(origin) => page.text("source", origin),
        None => page.gap("source", "title of the document the allocations were published in"),
    }
    let round = draft.round;
    let mut written: HashSet<String> = HashSet::new();
    let mut line = |page: &mut Page, stream: &str, years: &[Year]| {
        if written.insert(stream.to_owned()) {
            page.raw(&key(stream), &draft.amounts(stream, None, years));
        }
    };
    for stream in mandatory(draft) {
        line(page, &stream.id, &draft.years(stream));
    }
    for floor in &round.floors {
        if let Some((key, year)) = floor.published_baseline() {
            line(page, key, &[year]);
        }
        line(page, &floor.id, &round.years);
    }
    for stream in draft.figures.streams(None) {
        line(page, stream, &of_stream(draft, None, stream));
    }
    shares(draft, page);
}

/// Returns the years a figure was published for.
fn of_stream(draft: &Draft<'_>, partner: Option<&Body>, stream: &str) -> Vec<Year> {
    let mut years: Vec<Year> = draft.figures_of(stream, partner).iter().map(|figure| figure.year).collect();
    years.sort_unstable();
    years.dedup();
    years
}

/// Writes what was published for each partner.
fn shares(draft: &Draft<'_>, page: &mut Page) {
    // An earlier plan may have two partners of one id, which is a finding; a table that is written twice is no TOML.
    let mut written = HashSet::new();
    for body in draft.bodies.iter().filter(|body| written.insert(body.id.as_str())) {
        let streams = match body.published.as_deref() {
            Some(name) => draft.figures.streams(Some(name)),
            None => draft.before.streams(Some(&body.id)),
        };
        if streams.is_empty() {
            continue;
        }
        page.header(&format!("[allocations.by_partner.{}]", key(&body.id)));
        for &stream in streams {
            let mut years = of_stream(draft, Some(body), stream);
            if years.is_empty() {
                years =
                    draft.round.stream(stream).map_or_else(|| draft.round.years.to_vec(), |stream| draft.years(stream));
            }
            page.raw(&key(stream), &draft.amounts(stream, Some(body), &years));
        }
    }
}

fn sources(draft: &Draft<'_>, page: &mut Page) {
    source_head(draft, page);
    sources_but(draft, page, &HashSet::new(), &Ids::default());
}

pub(super) fn source_head(draft: &Draft<'_>, page: &mut Page) {
    page.blank();
    page.comment("What each partner puts in, a source for each stream and partner, every year of it; 0 says that there is nothing. Where an allocation was published it stands here as the least there can be.");
    let voluntary: Vec<String> = draft
        .round
        .streams
        .iter()
        .filter(|stream| !stream.mandatory)
        .map(|stream| format!("{} ({})", stream.id, stream.name))
        .collect();
    if !voluntary.is_empty() {
        page.comment(&format!("Further kinds, where there is such money: {}.", voluntary.join(", ")));
    }
}

/// Writes a source for each stream every area has but these, under ids that are not taken.
pub(super) fn sources_but(draft: &Draft<'_>, page: &mut Page, but: &HashSet<&str>, taken: &Ids) {
    for stream in mandatory(draft).filter(|stream| !but.contains(stream.id.as_str())) {
        let part = if stream.payer == Payer::Nhs { Part::Nhs } else { Part::Council };
        let payers: Vec<&Body> = draft.bodies.of(part).collect();
        for body in &payers {
            page.header("[[sources]]");
            page.text("id", &source_id(stream, body, payers.len(), taken));
            page.text("kind", &stream.id);
            page.text("partner", &body.id);
            let shared = payers.len() > 1 || !of_stream(draft, Some(body), &stream.id).is_empty();
            let partner = Some(*body).filter(|body| shared && body.published.is_some());
            page.raw("amount", &draft.amounts(&stream.id, partner, &draft.years(stream)));
        }
    }
}

fn source_id(stream: &Stream, body: &Body, payers: usize, taken: &Ids) -> String {
    let mut id = if payers > 1 { format!("{}-{}", stream.id, body.id) } else { stream.id.to_string() };
    while taken.has(&id) {
        id.push_str("-new");
    }
    id
}

pub(super) fn earmarks(draft: &Draft<'_>, page: &mut Page) {
    earmarks_but(draft, page, &HashSet::new());
}

/// Writes the round's earmarks but those that are written elsewhere.
pub(super) fn earmarks_but(draft: &Draft<'_>, page: &mut Page, but: &HashSet<&str>) {
    if draft.round.earmarks.iter().all(|earmark| but.contains(earmark.id.as_str())) {
        return;
    }
    page.blank();
    page.comment("What is set aside inside a stream; it is no money besides.");
    for earmark in &draft.round.earmarks {
        page.clause(draft.round, &earmark.clause);
    }
    page.header_here("[earmarks]");
    for earmark in draft.round.earmarks.iter().filter(|earmark| !but.contains(earmark.id.as_str())) {
        page.raw(&key(&earmark.id), &draft.amount_gaps());
    }
}

/// A scheme the round cannot do without.
pub(super) struct Scheme {
    pub(super) id: String,
    pub(super) name: String,
    conditions: Vec<String>,
    changes: Vec<String>,
    /// The type; none where a person chooses.
    kind: Option<String>,
    pub(super) lines: Vec<SpendLine>,
    clauses: Vec<String>,
}

/// A line of its spending.
pub(super) struct SpendLine {
    pub(super) stream: String,
    area: &'static str,
    commissioner: &'static str,
    purposes: bool,
    capital: bool,
    /// True where it spends the stream whole.
    pub(super) whole: bool,
    pub(super) amount: String,
}

fn schemes(draft: &Draft<'_>, page: &mut Page) {
    scheme_head(draft, page);
    for scheme in needed(draft, &HashSet::new()) {
        write_scheme(draft, &scheme, page);
    }
}

pub(super) fn scheme_head(draft: &Draft<'_>, page: &mut Page) {
    page.part("Money out");
    page.comment("What the money is spent on. Each line names the source, or the stream as a whole, that pays for it, what kind of service it buys and who commissions it; every source is spent to the last pound. Rename these schemes, divide them and add your own. A line may also say who provides the service (provider).");
    if let Some(types) = &draft.round.scheme_types {
        page.comment(&format!("Scheme types: {}.", types.words.join(", ")));
    }
    for purposes in &draft.round.purposes {
        let words: Vec<&str> = purposes.list.iter().map(|purpose| purpose.id.as_str()).collect();
        page.comment(&format!("Purposes of {}: {}.", purposes.streams.join(" and "), words.join(", ")));
    }
}

pub(super) fn write_scheme(draft: &Draft<'_>, scheme: &Scheme, page: &mut Page) {
    page.blank();
    for clause in &scheme.clauses {
        page.clause(draft.round, clause);
    }
    page.header_here("[[schemes]]");
    page.text("id", &scheme.id);
    page.text("name", &scheme.name);
    if draft.tests(&health_benefit_not_stated::RULE) {
        page.gap("description", "what benefit to health it brings");
    }
    match &scheme.kind {
        Some(kind) => page.text("type", kind),
        None if draft.round.scheme_types.is_some() => page.gap("type", "scheme type"),
        None => {}
    }
    if !scheme.conditions.is_empty() {
        page.texts("conditions", &scheme.conditions);
    }
    if !scheme.changes.is_empty() {
        page.texts("changes", &scheme.changes);
    }
    for line in &scheme.lines {
        page.header("[[schemes.spend]]");
        page.text("source", &line.stream);
        page.text("area_of_spend", line.area);
        page.text("commissioner", line.commissioner);
        if line.purposes {
            page.raw("purposes", &list(&["<purpose of the grant>"]));
        }
        if line.capital {
            page.raw("capital", "true");
        }
        page.raw("amount", &line.amount);
    }
}

/// Returns a scheme for each floor and for each stream, those every area has and those that were found, that no floor's
/// scheme spends.
pub(super) fn needed(draft: &Draft<'_>, found: &HashSet<&str>) -> Vec<Scheme> {
    let round = draft.round;
    let mut schemes = Vec::new();
    let floor = |id: &str, name: &str, clause: &str, stream: &str, area, commissioner| Scheme {
        id: id.to_owned(),
        name: name.to_owned(),
        conditions: draft.condition(clause).into_iter().map(str::to_owned).collect(),
        changes: Vec::new(),
        kind: None,
        lines: vec![line(draft, stream, area, commissioner, None)],
        clauses: vec![clause.to_owned()],
    };
    for asked in &round.floors {
        let Some(first) = &asked.scheme else { continue };
        let (area, commissioner) = (first.area.word(), first.commissioner.word());
        schemes.push(floor(&asked.id, &first.name, &asked.clause, &asked.stream, area, commissioner));
    }
    if let Some(changes) = &round.changes {
        let stream = mandatory(draft).find(|stream| stream.payer == Payer::Nhs);
        if let Some(stream) = stream {
            let mut scheme =
                floor("discharge", "Leaving hospital", &changes.clause, &stream.id, "community-health", "nhs");
            scheme.changes = changes.list.iter().map(|change| change.id.to_string()).collect();
            let section = |c: &&crate::policy::Condition| c.sections.iter().any(|s| s == "transfers_of_care");
            scheme.conditions = round.conditions.iter().filter(section).map(|c| c.id.to_string()).collect();
            schemes.push(scheme);
        }
    }
    let is_there = |stream: &&Stream| stream.mandatory || found.contains(stream.id.as_str());
    for stream in draft.round.streams.iter().filter(|stream| !stream.adjustment).filter(is_there) {
        let spent = |scheme: &Scheme| scheme.lines.iter().any(|line| line.stream == stream.id);
        if !schemes.iter().any(spent) {
            schemes.push(whole(draft, stream));
        }
    }
    schemes
}

/// Returns a scheme that spends a stream whole.
fn whole(draft: &Draft<'_>, stream: &Stream) -> Scheme {
    let grant = draft.round.dfg.as_ref().filter(|dfg| dfg.stream == stream.id);
    let (area, commissioner) = match (grant, stream.payer) {
        (Some(_), _) => ("other", "council"),
        (None, Payer::Council) => ("social-care", "council"),
        (None, Payer::Nhs) => ("community-health", "nhs"),
    };
    Scheme {
        id: format!("{}-scheme", stream.id),
        name: stream.name.to_string(),
        conditions: Vec::new(),
        changes: Vec::new(),
        kind: grant.and_then(|dfg| dfg.scheme_types.first().map(String::from)),
        lines: vec![line(draft, &stream.id, area, commissioner, Some(stream))],
        clauses: stream.clause.iter().map(String::from).collect(),
    }
}

/// Returns a line; of a stream that is spent whole the published amounts are in it.
fn line(
    draft: &Draft<'_>,
    stream: &str,
    area: &'static str,
    commissioner: &'static str,
    whole: Option<&Stream>,
) -> SpendLine {
    let amount = match whole {
        Some(stream) => {
            let years = draft.years(stream);
            let amount = |year: &Year| {
                let there = years.contains(year);
                let published = draft.published(&stream.id, None, *year).map(|amount| draft.money(amount));
                published.unwrap_or_else(|| if there { gap("amount") } else { "0".to_owned() })
            };
            by_period(draft.round.years.iter().map(|year| (*year, amount(year))))
        }
        None => draft.amount_gaps(),
    };
    let purposes = draft.round.purposes.iter().any(|purposes| purposes.streams.iter().any(|s| s == stream));
    let capital = draft.round.dfg.as_ref().is_some_and(|dfg| dfg.stream == stream);
    SpendLine { stream: stream.to_owned(), area, commissioner, purposes, capital, whole: whole.is_some(), amount }
}

pub(super) fn totals(draft: &Draft<'_>, page: &mut Page) {
    page.blank();
    page.comment("The sums the written plan prints can stand here, and are compared with their parts:");
    let years = by_period(draft.round.years.iter().map(|year| (*year, "…".to_owned())));
    page.comment("[totals]");
    for key in ["pool", "expenditure", "minimum"] {
        page.comment(&format!("{key} = {years}"));
    }
}
