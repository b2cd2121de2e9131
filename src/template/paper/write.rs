//! The sections of a plan drafted from a narrative.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::draft::Draft;
use super::super::page::{Page, by_period, gap};
use super::super::{delivery, money};
use super::harvest::Harvest;
use super::place::{Measure, Placed, Slot};
use crate::period::{Period, Year};
use crate::plan::{OUT_OF_HOSPITAL, SOCIAL_CARE};
use crate::policy::Metric;
use crate::text::escape::shown;
use crate::text::words::{capital, slug};
use crate::write::key;

/// The ids of the partners by their names.
type Ids = HashMap<String, String>;

/// The most figures that could not be placed that are listed.
const LISTED: usize = 1_000;

pub(super) fn write(draft: &Draft<'_>, harvest: &Harvest, ids: &Ids, page: &mut Page) {
    page.part("Money in");
    allocations(draft, harvest, ids, page);
    sources(draft, harvest, ids, page);
    earmarks(draft, harvest, page);
    schemes(draft, harvest, page);
    totals(harvest, page);
    page.part("What is done with it");
    grant(draft, harvest, ids, page);
    floors(draft, harvest, page);
    delivery::performance(draft, page);
    transfers(draft, harvest, page);
    metrics(draft, harvest, page);
    delivery::rest(draft, page);
    rest(harvest, page);
}

/// Returns figures by period as the plan writes them, with a gap for each period that has none, and where they were read.
fn series(placed: &[Placed], wanted: &[Period]) -> String {
    let mut periods: BTreeSet<Period> = placed.iter().map(|one| one.period).collect();
    if wanted.iter().any(|period| periods.contains(period)) || periods.is_empty() {
        periods.extend(wanted);
    }
    let value = |period: &Period| {
        placed.iter().find(|one| one.period == *period).map_or_else(|| gap("amount"), |one| one.value.clone())
    };
    let values = by_period(periods.iter().map(|period| (*period, value(period))));
    let mut read: Vec<&str> = placed.iter().map(|one| one.read.as_str()).collect();
    read.dedup();
    if read.is_empty() { values } else { format!("{values} # {}", shown(&read.join("; "))) }
}

fn years(draft: &Draft<'_>) -> Vec<Period> {
    draft.round.years.iter().copied().map(Period::Year).collect()
}

fn allocations(draft: &Draft<'_>, harvest: &Harvest, ids: &Ids, page: &mut Page) {
    let there: Vec<&Slot> = harvest.slots().filter(|slot| matches!(slot, Slot::Allocation(_))).collect();
    if there.is_empty() {
        return money::allocations(draft, page);
    }
    page.comment("What government published for this area, as the narrative tells it.");
    page.header_here("[allocations]");
    page.gap("source", "title of the document the allocations were published in");
    for slot in &there {
        if let Slot::Allocation(stream) = slot {
            page.raw(&key(stream), &series(harvest.at(slot), &years(draft)));
        }
    }
    let Some(grant) = &draft.round.dfg else { return };
    let districts: Vec<&Slot> = harvest.slots().filter(|slot| matches!(slot, Slot::District(_))).collect();
    if !districts.is_empty() {
        page.header("[allocations.by_partner]");
        for slot in districts {
            let id = partner(slot, ids);
            page.raw(&format!("{}.{}", key(id), key(&grant.stream)), &series(harvest.at(slot), &years(draft)));
        }
    }
}

fn partner<'i>(slot: &Slot, ids: &'i Ids) -> &'i str {
    let (Slot::District(name) | Slot::Source { partner: Some(name), .. }) = slot else { return "" };
    ids.get(name).map_or("", String::as_str)
}

fn sources(draft: &Draft<'_>, harvest: &Harvest, ids: &Ids, page: &mut Page) {
    money::source_head(draft, page);
    let (mut found, mut taken) = (HashSet::new(), BTreeSet::new());
    for slot in harvest.slots() {
        let Slot::Source { stream, name, partner: by } = slot else { continue };
        let (base, mut n) = (if by.is_some() { format!("{stream}-{}", partner(slot, ids)) } else { stream.clone() }, 1);
        let mut id = base.clone();
        while !taken.insert(id.clone()) {
            n += 1;
            id = format!("{base}-{n}");
        }
        page.header("[[sources]]");
        page.text("id", &id);
        page.text("name", name);
        page.text("kind", stream);
        match by {
            Some(_) => page.text("partner", partner(slot, ids)),
            None => match payer(draft, stream) {
                Some(id) => page.text("partner", id),
                None => page.gap("partner", "id of the partner that pays it in"),
            },
        }
        page.raw("amount", &series(harvest.at(slot), &years(draft)));
        found.insert(stream.as_str());
    }
    let taken: HashSet<&str> = taken.iter().map(String::as_str).collect();
    money::sources_but(draft, page, &found, &taken);
}

/// Returns the one body that can pay a stream in.
fn payer<'d>(draft: &'d Draft<'_>, stream: &str) -> Option<&'d str> {
    use super::super::bodies::Part;
    let payer = draft.round.stream(stream)?.payer;
    let part = if payer == crate::policy::Payer::Nhs { Part::Nhs } else { Part::Council };
    let mut bodies = draft.bodies.of(part);
    let first = bodies.next()?;
    bodies.next().is_none().then_some(first.id.as_str())
}

fn earmarks(draft: &Draft<'_>, harvest: &Harvest, page: &mut Page) {
    let there: Vec<&Slot> = harvest.slots().filter(|slot| matches!(slot, Slot::Earmark(_))).collect();
    let Some(_) = there.first() else { return money::earmarks(draft, page) };
    page.header("[earmarks]");
    for earmark in &draft.round.earmarks {
        let slot = Slot::Earmark(earmark.id.to_string());
        page.raw(&key(&earmark.id), &series(harvest.at(&slot), &years(draft)));
    }
}

fn schemes(draft: &Draft<'_>, harvest: &Harvest, page: &mut Page) {
    money::scheme_head(draft, page);
    let mut taken = BTreeSet::new();
    for slot in harvest.slots() {
        let Slot::Scheme(name) = slot else { continue };
        let (base, mut n) = (slug(name, "scheme"), 1);
        let mut id = base.clone();
        while !taken.insert(id.clone()) {
            n += 1;
            id = format!("{base}-{n}");
        }
        page.header("[[schemes]]");
        page.text("id", &id);
        page.text("name", name);
        if draft.round.scheme_types.is_some() {
            page.gap("type", "scheme type");
        }
        page.header("[[schemes.spend]]");
        page.gap("source", "id of the source that pays for it");
        page.gap("area_of_spend", "kind of service");
        page.gap("commissioner", "who commissions it");
        page.raw("amount", &series(harvest.at(slot), &years(draft)));
    }
    for scheme in money::needed(draft).iter().filter(|scheme| !taken.contains(&scheme.id)) {
        money::write_scheme(draft, scheme, page);
    }
}

fn totals(harvest: &Harvest, page: &mut Page) {
    let there: Vec<&Slot> = harvest.slots().filter(|slot| matches!(slot, Slot::Total(_))).collect();
    if there.is_empty() {
        return;
    }
    page.blank();
    page.comment("The sums that the narrative states; they are compared with their parts.");
    page.header_here("[totals]");
    for slot in there {
        if let Slot::Total(name) = slot {
            page.raw(&key(name), &series(harvest.at(slot), &[]));
        }
    }
}

fn grant(draft: &Draft<'_>, harvest: &Harvest, ids: &Ids, page: &mut Page) {
    let districts: Vec<&Slot> = harvest.slots().filter(|slot| matches!(slot, Slot::District(_))).collect();
    if districts.is_empty() {
        return delivery::grant(draft, page);
    }
    page.blank();
    page.comment("The Disabled Facilities Grant.");
    page.header_here("[dfg]");
    page.gap("use", "how the grant will be used");
    page.gap("passed_on", "day the districts were paid");
    for slot in districts {
        page.header("[[dfg.districts]]");
        page.text("district", partner(slot, ids));
        page.raw("amount", &series(harvest.at(slot), &years(draft)));
    }
}

fn floors(draft: &Draft<'_>, harvest: &Harvest, page: &mut Page) {
    let minimum = |floor: &str, page: &mut Page| {
        let placed = harvest.at(&Slot::Minimum(floor.to_owned()));
        if !placed.is_empty() {
            page.raw("minimum", &series(placed, &years(draft)));
        }
    };
    delivery::social_care_head(draft, page);
    if draft.round.floor(SOCIAL_CARE).is_some() {
        minimum(SOCIAL_CARE, page);
        page.gap("note", "how the contribution is kept up");
    }
    delivery::ring_fence(draft, page);
    if draft.round.floor(OUT_OF_HOSPITAL).is_some() {
        minimum(OUT_OF_HOSPITAL, page);
    }
}

fn transfers(draft: &Draft<'_>, harvest: &Harvest, page: &mut Page) {
    let placed = harvest.at(&Slot::BedShare);
    let shares = (!placed.is_empty()).then(|| series(placed, &[]));
    delivery::changes_with(draft, page, shares.as_deref());
}

fn metrics(draft: &Draft<'_>, harvest: &Harvest, page: &mut Page) {
    if draft.round.metrics.is_empty() {
        return;
    }
    page.part("Metrics");
    for metric in &*draft.round.metrics {
        let slot = |measure: Measure| Slot::Metric { kind: metric.id.to_string(), measure };
        let is_there = Measure::ALL.iter().any(|measure| !harvest.at(&slot(*measure)).is_empty());
        if !is_there && metric.supporting {
            continue;
        }
        page.blank();
        page.comment(&format!("{}, {}.", capital(&metric.name), delivery::unit(metric)));
        if !is_there {
            delivery::write_metric(draft, metric, page);
            continue;
        }
        page.header_here("[[metrics]]");
        page.text("kind", &metric.id);
        page.gap("rationale", "why the targets are what they are");
        for measure in Measure::ALL {
            let placed = harvest.at(&slot(measure));
            if !placed.is_empty() {
                page.raw(measure.key(), &series(placed, &wanted(metric, measure, placed)));
            }
        }
    }
}

/// Returns the periods that need a value of a metric where one year of them has it.
fn wanted(metric: &Metric, measure: Measure, placed: &[Placed]) -> Vec<Period> {
    let by_year = placed.iter().all(|one| matches!(one.period, Period::Year(_)));
    let years = |years: &[Year]| years.iter().copied().map(Period::Year).collect();
    if measure == Measure::Target && by_year { years(&metric.target_years) } else { Vec::new() }
}

fn rest(harvest: &Harvest, page: &mut Page) {
    if harvest.rest.is_empty() {
        return;
    }
    page.part("Not placed");
    page.comment("Figures of the narrative that have no place above:");
    for line in harvest.rest.iter().take(LISTED) {
        page.comment(line);
    }
    if harvest.rest.len() > LISTED {
        page.comment(&format!("and {} more", harvest.rest.len() - LISTED));
    }
}
