//! A plan rolled forward into a later round: what lasts is kept, words of streams, metrics and conditions are those of
//! the new round, and whatever a person must decide anew is a gap that shows what the last plan said. No figure of the
//! last plan is put under a year of the new one; the one figure that is worked out is the floor of social care.

mod money;
mod outcomes;
mod people;
mod rolled;
mod schemes;
mod words;

use super::draft::{Draft, Request};
use super::figures::Figures;
use super::page::Page;
use crate::check::Checked;
use crate::plan::{Amounts, PartnerKind, Plan, Published, Tiers, is_baseline};
use crate::policy::Round;
use crate::write::Node;
use rolled::{Known, Roll, last_of};

/// A request to roll a plan forward: the plan, and the round it goes into.
#[derive(Clone, Copy, Debug)]
pub struct Carry<'a> {
    /// The plan as it was checked under its own round; it reads without complaints.
    pub from: &'a Checked,
    /// The new round, which starts after the plan's own.
    pub round: &'a Round,
    /// The figures government published for the area in the new round; partners by their ids in the plan where it has
    /// them.
    pub published: &'a [Published],
    /// The place where they were published, as the plan says it.
    pub origin: Option<&'a str>,
}

/// Returns the text of the plan rolled forward. It reads; what `check` finds in it are its gaps, and what a person
/// changed.
pub fn roll(asked: &Carry<'_>) -> String {
    let plan = &asked.from.plan;
    let was = asked.from.under.as_deref();
    let request = Request {
        round: asked.round,
        area: plan.area.name.str().unwrap_or_default(),
        code: plan.area.code.str(),
        tiers: tiers(plan),
        districts: &[],
        published: asked.published,
        origin: asked.origin,
    };
    let published = with_carried(asked.published, plan, asked.round);
    let request = Request { published: &published, ..request };
    let figures = Figures::published(&published);
    let bodies = super::people::bodies(&request, &figures, people::bodies(plan, &request, &figures));
    let before = before(plan, asked.round);
    let draft = Draft { request, round: asked.round, bodies, unit: plan.unit(), figures, before };
    let last = was.map_or_else(|| asked.round.first_year().previous(), Round::last_year);
    let old = Node::read(&plan.tree, crate::plan::syntax::Tree::ROOT);
    let known = Known::of(plan);
    let roll = Roll { draft, from: asked.from, plan, known, old, was, last };
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

/// Returns what was published and, where it was not, what was published in the year before of streams that are the same
/// as last year.
fn with_carried(published: &[Published], plan: &Plan, round: &Round) -> Vec<Published> {
    let last = round.first_year().previous();
    let mut all = published.to_vec();
    let is_new = |stream: &str| !published.iter().any(|figure| figure.stream == stream);
    for stream in round.streams.iter().filter(|stream| stream.same_as_last_year && is_new(&stream.id)) {
        let amounts = crate::plan::named(&plan.allocations.streams, &stream.id);
        let Some(amount) = amounts.and_then(|amounts| amounts.at(last).get().copied()) else { continue };
        all.extend(round.years.iter().map(|year| Published {
            partner: None,
            stream: stream.id.to_string(),
            year: *year,
            amount,
            origin: String::new(),
        }));
    }
    all
}

/// Returns the last figures of what government published, and of each district's grant.
fn before<'a>(plan: &'a Plan, round: &'a Round) -> Figures<'a, String> {
    let mut before = Figures::none();
    let known = crate::check::published_keys(round);
    let mut add = |partner: Option<&'a str>, stream: &'a str, amounts: &Amounts| {
        if let Some(said) = last_of(amounts).filter(|_| known.contains(&stream)) {
            before.add(partner, stream, said);
        }
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
