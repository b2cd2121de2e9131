//! A plan rolled forward into a later round: what lasts is kept, words of streams, metrics and conditions are those of
//! the new round, and whatever a person must decide anew is a gap that shows what the last plan said. No figure of the
//! last plan stands under a year of the new one; the one figure that is worked out is the floor of social care.

mod money;
mod outcomes;
mod people;
mod schemes;
mod words;

use super::draft::{Before, Body, Draft, Part, Request};
use super::page::Page;
use crate::check::Checked;
use crate::money::Amount;
use crate::period::Year;
use crate::plan::{Amounts, PartnerKind, Plan, Published, Tiers, is_baseline, key_at};
use crate::policy::{Round, WordsOf};
use crate::text::escape::shown;
use crate::write::{Node, inline};
use words::Fate;

/// What a plan is rolled forward from, and into what.
#[derive(Clone, Copy, Debug)]
pub struct Carry<'a> {
    /// The plan as it was checked under its own round; it reads without complaints.
    pub from: &'a Checked,
    /// The new round, which starts after the plan's own.
    pub round: &'a Round,
    /// What government published for the area in the new round; partners by their ids in the plan where it has them.
    pub published: &'a [Published],
    /// Where that was published, as the plan says it.
    pub origin: Option<&'a str>,
}

/// What the parts of a rolled plan are written from.
struct Roll<'a> {
    draft: Draft<'a>,
    from: &'a Checked,
    plan: &'a Plan,
    /// The old plan's values.
    old: Node,
    /// The round the plan was of.
    was: Option<&'a Round>,
    /// Its last year.
    last: Year,
}

/// The text of the plan rolled forward. It reads; what `check` finds in it are its gaps, and what a person changed.
pub fn roll(asked: &Carry<'_>) -> String {
    let plan = &asked.from.plan;
    let was = asked.from.under.as_deref();
    let request = Request {
        round: asked.round,
        area: plan.area.name.str().unwrap_or_default(),
        code: plan.area.code.str(),
        tiers: tiers(plan),
        published: asked.published,
        origin: asked.origin,
    };
    let bodies = super::people::bodies(&request, people::bodies(plan, &request));
    let draft = Draft { request, round: asked.round, bodies, unit: plan.unit(), before: before(plan, asked.round) };
    let last = was.map_or_else(|| asked.round.first_year().previous(), Round::last_year);
    let old = Node::read(&plan.tree, crate::plan::syntax::Tree::ROOT);
    let roll = Roll { draft, from: asked.from, plan, old, was, last };
    let mut page = Page::default();
    people::write(&roll, &mut page);
    money::write(&roll, &mut page);
    schemes::write(&roll, &mut page);
    outcomes::write(&roll, &mut page);
    page.finish()
}

fn tiers(plan: &Plan) -> Tiers {
    let district = |kind: Option<&PartnerKind>| kind == Some(&PartnerKind::District);
    let two = plan.partners.iter().any(|p| district(p.kind.get())) || plan.dfg.districts.iter().next().is_some();
    plan.area.tiers.get().copied().unwrap_or(if two { Tiers::Two } else { Tiers::Single })
}

/// The last figures of what government published, and of each district's grant.
fn before(plan: &Plan, round: &Round) -> Vec<Before> {
    let mut before = Vec::new();
    let known = crate::check::published_keys(round);
    let mut add = |partner: Option<&str>, stream: &str, amounts: &Amounts| {
        let Some(said) = last_of(amounts).filter(|_| known.contains(&stream)) else { return };
        before.push(Before { partner: partner.map(str::to_owned), stream: stream.to_owned(), said });
    };
    for (stream, _, amounts) in plan.allocations.streams.iter().filter(|(stream, _, _)| !is_baseline(stream)) {
        add(None, stream, amounts);
        // The last floor is what the next one is raised from.
        if let Some(baseline) = round.floor(stream).and_then(|floor| floor.baseline_key.as_deref()) {
            add(None, baseline, amounts);
        }
    }
    for (partner, _, shares) in &plan.allocations.by_partner {
        for (stream, _, amounts) in shares {
            add(Some(partner), stream, amounts);
        }
    }
    if let Some(dfg) = &round.dfg {
        for district in &plan.dfg.districts {
            add(district.district.str(), &dfg.stream, &district.amount);
        }
    }
    before
}

/// The last figure there is: "£1,234,000 in 2018/19".
fn last_of(amounts: &Amounts) -> Option<String> {
    let (year, amount, _) = amounts.readable().max_by_key(|(year, _, _)| *year)?;
    Some(format!("{} in {}", said(amount), year.prose()))
}

/// An amount as it was written.
fn said(amount: Amount) -> String {
    let text = super::page::money(amount);
    if text.starts_with('"') { text.trim_matches('"').to_owned() } else { amount.pounds.to_string() }
}

impl Roll<'_> {
    /// The entries of a list of the old plan.
    fn entries(&self, list: &str) -> &[Node] {
        items(self.old.get(list))
    }

    /// What became of a word.
    fn fate(&self, list: WordsOf, word: &str) -> Fate {
        words::fate(self.draft.round, list, word)
    }

    /// The body a partner of the plan is.
    fn body(&self, id: &str) -> Option<&Body> {
        self.draft.bodies.iter().find(|body| body.id == id)
    }
}

/// One gap for each year, showing the last figure.
fn amount_gaps(years: &[Year], before: Option<&str>) -> String {
    let gap = || super::page::gap_after("amount", before);
    super::page::by_period(years.iter().map(|year| (*year, gap())))
}

/// The entries of a list, written either way.
fn items(node: Option<&Node>) -> &[Node] {
    match node {
        Some(Node::List(items)) => items,
        _ => &[],
    }
}

/// The texts of a list.
fn texts(node: Option<&Node>) -> Vec<&str> {
    use crate::write::Value;
    match node {
        Some(Node::Value(Value::List(values))) => values
            .iter()
            .filter_map(|value| if let Value::Text(text) = value { Some(text.as_str()) } else { None })
            .collect(),
        _ => Vec::new(),
    }
}

/// Goes through the keys of a section in the order of the format. `own` writes those that are not merely taken over, and
/// says which they are; of the others those that last are written as they were.
fn carry(section: &str, entry: &Node, page: &mut Page, mut own: impl FnMut(&str, &mut Page) -> bool) {
    let table = key_at(section).and_then(|(_, key)| key.shape.table());
    for key in table.iter().flat_map(|table| &table.keys) {
        if own(key.name, page) || !key.lasts {
            continue;
        }
        if let Some(value) = entry.get(key.name) {
            page.raw(key.name, &inline(value));
        }
    }
}

/// No key needs more than to be taken over.
fn as_it_was(_: &str, _: &mut Page) -> bool {
    false
}

/// What the last plan said in words, for the person who writes it anew.
fn quote(text: Option<&str>, page: &mut Page) {
    if let Some(text) = text {
        page.comment(&format!("The last plan: {}", shown(text)));
    }
}

/// What a partner is to the plan.
fn part_of(kind: Option<PartnerKind>, request: &Request<'_>) -> Part {
    match kind {
        Some(PartnerKind::Board) => Part::Board,
        Some(PartnerKind::Council) => Part::Council,
        Some(PartnerKind::Ccg | PartnerKind::Icb) => Part::Nhs,
        Some(PartnerKind::District) => Part::District,
        Some(PartnerKind::Housing) => Part::Housing,
        Some(PartnerKind::NhsProvider) => Part::NhsProvider,
        Some(PartnerKind::CareProvider | PartnerKind::Voluntary) => Part::Provider,
        Some(PartnerKind::NhsEngland) => {
            let pays = request.round.commissioners.as_ref();
            let pays = pays.is_some_and(|list| list.words.iter().any(|w| w == PartnerKind::NhsEngland.word()));
            if pays { Part::Nhs } else { Part::Team }
        }
        _ => Part::Other,
    }
}
