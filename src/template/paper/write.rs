//! The sections of a plan drafted from a narrative.

use std::collections::{BTreeSet, HashMap, HashSet};

use rust_decimal::Decimal;

use super::super::draft::Draft;
use super::super::page::{Page, by_period, gap};
use super::super::{delivery, money};
use super::names::{Names, Words, words};
use super::place::{Measure, Placed, Slot};
use super::store::Harvest;
use crate::period::{Period, Year};
use crate::plan::{OUT_OF_HOSPITAL, SOCIAL_CARE};
use crate::policy::{Better, Metric};
use crate::text::escape::shown;
use crate::text::words::{capital, slug};
use crate::unit::Unit;
use crate::write::{Ids, key};

/// The ids of the partners by their names.
type Partners = HashMap<String, String>;

/// The most figures that could not be placed that are listed.
const LISTED: usize = 1_000;

pub(super) fn write(draft: &Draft<'_>, harvest: &Harvest, ids: &Partners, page: &mut Page) {
    page.part("Money in");
    allocations(draft, harvest, ids, page);
    sources(draft, harvest, ids, page);
    earmarks(draft, harvest, page);
    schemes(draft, harvest, page);
    risk_pool(draft, harvest, page);
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

/// Returns amounts by period as the plan writes them, with a gap for each period that has none, and where they were read.
fn series(placed: &[Placed], wanted: &[Period]) -> String {
    series_of("amount", placed, wanted)
}

/// Returns figures by period, a gap that asks for `what` where there is none.
fn series_of(what: &str, placed: &[Placed], wanted: &[Period]) -> String {
    let mut periods: BTreeSet<Period> = placed.iter().map(|one| one.period).collect();
    if wanted.iter().any(|period| periods.contains(period)) || periods.is_empty() {
        periods.extend(wanted);
    }
    let value = |period: &Period| {
        placed.iter().find(|one| one.period == *period).map_or_else(|| gap(what), |one| one.value.clone())
    };
    let values = by_period(periods.iter().map(|period| (*period, value(period))));
    let mut read: Vec<&str> = placed.iter().map(|one| one.read.as_str()).collect();
    read.dedup();
    if read.is_empty() { values } else { format!("{values} # {}", shown(&read.join("; "))) }
}

fn years(draft: &Draft<'_>) -> Vec<Period> {
    draft.round.years.iter().copied().map(Period::Year).collect()
}

fn allocations(draft: &Draft<'_>, harvest: &Harvest, ids: &Partners, page: &mut Page) {
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

fn partner<'i>(slot: &Slot, ids: &'i Partners) -> &'i str {
    let (Slot::District(name) | Slot::Source { partner: Some(name), .. }) = slot else { return "" };
    ids.get(name).map_or("", String::as_str)
}

fn sources(draft: &Draft<'_>, harvest: &Harvest, ids: &Partners, page: &mut Page) {
    money::source_head(draft, page);
    let (mut found, mut taken) = (HashSet::new(), Ids::default());
    for slot in harvest.slots() {
        let Slot::Source { stream, name, partner: by } = slot else { continue };
        let id = taken.free(&if by.is_some() { format!("{stream}-{}", partner(slot, ids)) } else { stream.clone() });
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
    let streams = Names::of(draft.round.streams.iter().map(|stream| (&*stream.id, &*stream.name)));
    let (mut taken, mut spent) = (Ids::default(), HashSet::new());
    for slot in harvest.slots() {
        let Slot::Scheme { name, priority } = slot else { continue };
        page.header("[[schemes]]");
        page.text("id", &taken.free(&slug(name, "scheme")));
        page.text("name", name);
        if draft.round.scheme_types.is_some() {
            page.gap("type", "scheme type");
        }
        if let Some(priority) = priority {
            page.text("priority", priority);
        }
        page.header("[[schemes.spend]]");
        page.gap("source", "id of the source that pays for it");
        page.gap("area_of_spend", "kind of service");
        page.gap("commissioner", "who commissions it");
        page.raw("amount", &series(harvest.at(slot), &years(draft)));
        spent.extend(streams.find(&words(name), &Words::new()).map(str::to_owned));
    }
    let none = HashSet::new();
    let found: HashSet<&str> = harvest.slots().filter_map(stream_of).collect();
    let is_all_told = is_all_told(draft, harvest);
    for mut scheme in money::needed(draft, if is_all_told { &none } else { &found }) {
        let is_there = |line: &money::SpendLine| line.whole && spent.contains(&line.stream);
        if taken.has(&scheme.id) || scheme.lines.iter().any(is_there) {
            continue;
        }
        let floor = Slot::Total(scheme.id.clone());
        for line in scheme.lines.iter_mut().filter(|_| !is_all_told) {
            let (name, placed) = if line.whole { whole(harvest, &line.stream) } else { (None, harvest.at(&floor)) };
            if !placed.is_empty() {
                line.amount = series(placed, &years(draft));
            }
            // It is called what the narrative calls the money.
            scheme.name = name.map_or_else(|| std::mem::take(&mut scheme.name), str::to_owned);
        }
        money::write_scheme(draft, &scheme, page);
    }
}

/// Returns whether the schemes of the narrative spend most of what comes in: what else is needed is part of them then.
fn is_all_told(draft: &Draft<'_>, harvest: &Harvest) -> bool {
    let year = draft.round.years.first().copied().map(Period::Year);
    let come = |is_wanted: fn(&Slot) -> bool| -> Decimal {
        let placed = harvest.slots().filter(|slot| is_wanted(slot)).flat_map(|slot| harvest.at(slot));
        placed.filter(|one| Some(one.period) == year).map(|one| one.worth).sum()
    };
    let spent = come(|slot| matches!(slot, Slot::Scheme { .. }));
    spent > Decimal::ZERO && spent * Decimal::TWO >= come(|slot| matches!(slot, Slot::Source { .. }))
}

/// Returns the stream that a slot is a source of.
fn stream_of(slot: &Slot) -> Option<&str> {
    match slot {
        Slot::Source { stream, .. } => Some(stream),
        _ => None,
    }
}

/// Returns what comes in from a stream, where the narrative has one figure of it a year, and what it calls it: all of it
/// is spent.
fn whole<'h>(harvest: &'h Harvest, stream: &str) -> (Option<&'h str>, &'h [Placed]) {
    let mut sources = harvest.slots().filter(|slot| stream_of(slot) == Some(stream));
    match (sources.next(), sources.next()) {
        (Some(only @ Slot::Source { name, .. }), None) => (Some(name), harvest.at(only)),
        _ => (None, harvest.at(&Slot::Total(stream.to_owned()))),
    }
}

fn risk_pool(draft: &Draft<'_>, harvest: &Harvest, page: &mut Page) {
    let placed = harvest.at(&Slot::RiskPool);
    if placed.is_empty() {
        return;
    }
    page.blank();
    page.comment("Money held back against a risk, and what releases it.");
    page.header_here("[[risk_pools]]");
    page.text("id", "risk-pool");
    page.gap("purpose", "savings, admissions, performance or other");
    page.raw("amount", &series(placed, &years(draft)));
    page.gap("trigger", "what releases the money");
}

fn totals(harvest: &Harvest, page: &mut Page) {
    let mut said = false;
    for slot in harvest.slots() {
        let Slot::Total(name) = slot else { continue };
        if !std::mem::replace(&mut said, true) {
            page.blank();
            page.comment("The sums that the narrative states; they are compared with their parts.");
            page.header_here("[totals]");
        }
        page.raw(&key(name), &series(harvest.at(slot), &[]));
    }
    let mut said = false;
    for slot in harvest.slots() {
        let Slot::Priority(name) = slot else { continue };
        if !std::mem::replace(&mut said, true) {
            page.header("[totals.by_priority]");
        }
        page.raw(&key(name), &series(harvest.at(slot), &[]));
    }
}

fn grant(draft: &Draft<'_>, harvest: &Harvest, ids: &Partners, page: &mut Page) {
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
        let baseline = harvest.at(&Slot::Baseline(SOCIAL_CARE.to_owned()));
        if !baseline.is_empty() {
            page.raw("baseline", &series(baseline, &[]));
        }
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
        let slot = |other, measure| Slot::Metric { kind: metric.id.to_string(), other, measure };
        let is_there = |other| Measure::ALL.iter().any(|measure| !harvest.at(&slot(other, *measure)).is_empty());
        let others: Vec<Unit> = metric.other_units.iter().copied().filter(|unit| is_there(Some(*unit))).collect();
        let own = is_there(None);
        if !own && others.is_empty() && metric.supporting {
            continue;
        }
        page.blank();
        page.comment(&format!("{}, {}.", capital(&metric.name), delivery::unit(metric)));
        if !own && others.is_empty() {
            delivery::write_metric(draft, metric, page);
            continue;
        }
        if own {
            page.header_here("[[metrics]]");
            page.text("kind", &metric.id);
            values(harvest, metric, &|measure| slot(None, measure), page);
        }
        for (n, unit) in others.into_iter().enumerate() {
            page.blank();
            page.header_here("[[metrics]]");
            // Of one metric there is one entry; the same in another unit is a metric beside it.
            if own || n > 0 {
                let name = format!("{}, {}", capital(&metric.name), unit.name());
                local(&format!("{}-{}", metric.id, unit.word()), &name, unit, Some(metric.better), page);
            } else {
                page.text("kind", &metric.id);
                page.text("unit", unit.word());
            }
            values(harvest, metric, &|measure| slot(Some(unit), measure), page);
        }
    }
    locals(draft, harvest, page);
}

/// Writes what names a metric of the area's own.
fn local(id: &str, name: &str, unit: Unit, better: Option<Better>, page: &mut Page) {
    page.text("kind", "local");
    page.text("id", id);
    page.text("name", name);
    page.text("unit", unit.word());
    match better {
        Some(better) => page.text("better", better.word()),
        None => page.gap("better", "lower or higher"),
    }
}

/// The most values that stand on one line.
const IN_LINE: usize = 5;

/// Writes the values of a metric, many of them on a line each.
fn values(harvest: &Harvest, metric: &Metric, slot: &dyn Fn(Measure) -> Slot, page: &mut Page) {
    page.gap("rationale", "why the targets are what they are");
    let of = |measure| harvest.at(&slot(measure));
    for measure in Measure::ALL.into_iter().filter(|measure| (1..=IN_LINE).contains(&of(*measure).len())) {
        let placed = of(measure);
        page.raw(measure.key(), &series_of("number", placed, &wanted(metric, measure, placed)));
    }
    for measure in Measure::ALL.into_iter().filter(|measure| of(*measure).len() > IN_LINE) {
        page.header(&format!("[metrics.{}]", measure.key()));
        let mut placed: Vec<&Placed> = of(measure).iter().collect();
        placed.sort_by_key(|one| one.period);
        for one in placed {
            page.raw(&key(&one.period.to_string()), &format!("{} # {}", one.value, shown(&one.read)));
        }
    }
}

/// Writes the metrics of the area's own.
fn locals(draft: &Draft<'_>, harvest: &Harvest, page: &mut Page) {
    let mut taken = Ids::default();
    draft.round.metrics.iter().for_each(|metric| taken.take(&metric.id));
    let mut written = BTreeSet::new();
    for slot in harvest.slots() {
        let Slot::Local { name, unit, .. } = slot else { continue };
        if !written.insert((name, unit)) {
            continue;
        }
        page.blank();
        page.header_here("[[metrics]]");
        local(&taken.free(&slug(name, "local")), name, *unit, None, page);
        page.gap("rationale", "why the targets are what they are");
        for measure in Measure::ALL {
            let placed = harvest.at(&Slot::Local { name: name.clone(), unit: *unit, measure });
            if !placed.is_empty() {
                page.raw(measure.key(), &series(placed, &[]));
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
    let rest = harvest.rest();
    if rest.is_empty() {
        return;
    }
    page.part("Not placed");
    page.comment("Figures of the narrative that have no place above:");
    for line in rest.iter().take(LISTED) {
        page.comment(line);
    }
    if rest.len() > LISTED {
        page.comment(&format!("and {} more", rest.len() - LISTED));
    }
}
