//! The grant, the floors' sections, the high impact changes, the metrics, the risks, the evidence.

use super::bodies::Part;
use super::draft::Draft;
use super::page::{Page, by_period, gap};
use crate::check::rules::dfg::{dfg_not_passported, dfg_use_not_set_out};
use crate::period::{Period, Year};
use crate::plan::{OUT_OF_HOSPITAL, SOCIAL_CARE, Tiers};
use crate::policy::{Frequency, Metric};
use crate::text::words::capital;
use crate::write::{key, quoted};

pub(super) fn write(draft: &Draft<'_>, page: &mut Page) {
    page.part("What is done with it");
    grant(draft, page);
    floors(draft, page);
    performance(draft, page);
    changes(draft, page);
    if !draft.round.metrics.is_empty() {
        page.part("Metrics");
        page.comment("Each with its targets and the reasons for them. `baseline`, `numerator` and `denominator` take values by period too; what has a numerator and a denominator is worked out again.");
        let mut said = "";
        for metric in draft.round.metrics.iter().filter(|metric| !metric.supporting) {
            page.blank();
            page.comment(&format!("{}, {}.", capital(&metric.name), unit(metric)));
            if metric.clause != said {
                page.clause(draft.round, &metric.clause);
                said = &metric.clause;
            }
            write_metric(draft, metric, page);
        }
        local_metrics(draft, page, 0);
        supporting(draft, page);
    }
    rest(draft, page);
}

pub(super) fn grant(draft: &Draft<'_>, page: &mut Page) {
    let Some(dfg) = &draft.round.dfg else { return };
    page.blank();
    page.comment("The Disabled Facilities Grant.");
    page.clause_of(draft.round, &dfg_use_not_set_out::RULE);
    if draft.request.tiers == Tiers::Two {
        page.clause_of(draft.round, &dfg_not_passported::RULE);
    }
    page.header_here("[dfg]");
    page.gap("use", "how the grant will be used");
    if draft.request.tiers == Tiers::Single {
        return;
    }
    if let Some(deadline) = &dfg.passed_by {
        page.clause(draft.round, &deadline.clause);
        page.gap("passed_on", "day the districts were paid");
    }
    for district in draft.bodies.of(Part::District) {
        page.header("[[dfg.districts]]");
        page.text("district", &district.id);
        page.raw("amount", &draft.amounts(&dfg.stream, Some(district), &draft.round.years));
    }
}

fn floors(draft: &Draft<'_>, page: &mut Page) {
    social_care_head(draft, page);
    if draft.round.floor(SOCIAL_CARE).is_some() {
        page.gap("note", "how the contribution is kept up");
    }
    ring_fence(draft, page);
}

pub(super) fn social_care_head(draft: &Draft<'_>, page: &mut Page) {
    if let Some(asked) = draft.round.floor(SOCIAL_CARE) {
        page.blank();
        page.comment("The NHS contribution to adult social care. `baseline` and `minimum`, by year, are what the plan itself states of it.");
        if let Some(clause) = &asked.baseline_clause {
            page.clause(draft.round, clause);
        }
        page.header_here("[social_care]");
    }
}

pub(super) fn ring_fence(draft: &Draft<'_>, page: &mut Page) {
    if let Some(asked) = draft.round.floor(OUT_OF_HOSPITAL) {
        page.blank();
        page.comment("NHS-commissioned services outside hospital.");
        page.header_here("[out_of_hospital]");
        if let Some(contingency) = &asked.contingency {
            page.clause(draft.round, &contingency.clause);
            page.gap("no_contingency_because", "why no contingency is held; or take this out and add a contingency");
        }
    }
}

pub(super) fn performance(draft: &Draft<'_>, page: &mut Page) {
    let Some(asked) = &draft.round.performance else { return };
    page.blank();
    page.comment("The part of the fund that is paid for performance.");
    page.clause(draft.round, &asked.clause);
    if let Some(reduction) = &asked.reduction {
        page.clause(draft.round, &reduction.clause);
    }
    page.header_here("[performance]");
    page.raw("amount", &by_period([(asked.year, gap("amount"))]));
    page.gap("reduction", "planned reduction of emergency admissions in percent");
    page.gap("baseline", "admissions before the plan");
    page.gap("cost_per_admission", "what one admission costs");
    page.gap("rationale", "why it is planned so");
    if let Some(halves) = &asked.halves {
        page.blank();
        page.clause(draft.round, &halves.clause);
        for on in [halves.first_on.to_string(), quoted(&format!("{}-H2", asked.year))] {
            page.header_here("[[performance.payments]]");
            page.raw("on", &on);
            page.gap("amount", "amount");
            page.blank();
        }
    }
}

pub(super) fn changes(draft: &Draft<'_>, page: &mut Page) {
    changes_with(draft, page, None);
}

/// Writes how transfers of care are managed, with the shares of beds that are known.
pub(super) fn changes_with(draft: &Draft<'_>, page: &mut Page, bed_share: Option<&str>) {
    let Some(condition) = draft.round.condition_of_section("transfers_of_care") else { return };
    page.blank();
    let changes = draft.round.changes.as_ref();
    match changes {
        Some(changes) => {
            page.comment(
                "Managing transfers of care: where each high impact change stands, how far it is to go, and by when.",
            );
            page.clause(draft.round, &changes.plans_clause);
        }
        None => page.clause(draft.round, &condition.clause),
    }
    page.header_here("[transfers_of_care]");
    page.gap("lead", "who leads");
    if let Some(asked) = &draft.round.bed_share {
        page.clause(draft.round, &asked.clause);
        let asked_for = || by_period([(asked.by, gap("percent of beds delayed"))]);
        page.raw("bed_share", &bed_share.map_or_else(asked_for, str::to_owned));
    }
    for change in changes.iter().flat_map(|changes| &changes.list) {
        page.header("[[transfers_of_care.changes]]");
        page.text("change", &change.id);
        page.gap("current", "how far it is in place");
        page.gap("planned", "how far it is to be in place");
        page.gap("by", "day");
    }
}

pub(super) fn write_metric(draft: &Draft<'_>, metric: &Metric, page: &mut Page) {
    page.header_here("[[metrics]]");
    page.text("kind", &metric.id);
    metric_gaps(draft, metric, page);
}

/// Writes what a person writes of a national metric.
pub(super) fn metric_gaps(draft: &Draft<'_>, metric: &Metric, page: &mut Page) {
    page.gap("rationale", "why the targets are what they are");
    if metric.aligned_clause.is_some() {
        page.raw("operating_plan", &values(&years(metric)));
    }
    if let Some(ceiling) = &metric.ceiling {
        page.clause(draft.round, &ceiling.clause);
        page.gap("feb_2017_daily_rate", "days a day for every 100,000 adults in February 2017");
    }
    let periods = match metric.targets {
        Frequency::Year => years(metric),
        Frequency::Month => {
            metric.target_years.iter().flat_map(|year| year.months()).map(Period::Month).collect::<Vec<_>>()
        }
    };
    series("target", &periods, page);
    for part in &metric.parts_required {
        series(&format!("parts.{}", key(part)), &periods, page);
    }
}

/// Writes the metrics a plan may have and need not.
pub(super) fn supporting(draft: &Draft<'_>, page: &mut Page) {
    let named = |metric: &Metric| format!("{} ({}, {})", metric.id, metric.name, unit(metric));
    let metrics: Vec<String> = draft.round.metrics.iter().filter(|metric| metric.supporting).map(named).collect();
    if !metrics.is_empty() {
        page.blank();
        page.comment(&format!("A plan may also have these, and need not: {}.", metrics.join("; ")));
    }
}

/// Writes the metrics an area chooses for itself.
pub(super) fn local_metrics(draft: &Draft<'_>, page: &mut Page, but: usize) {
    let Some(asked) = &draft.round.local_metrics else { return };
    page.blank();
    page.clause(draft.round, &asked.clause);
    for n in (1..=asked.count).skip(but) {
        page.header_here("[[metrics]]");
        page.text("kind", "local");
        page.text("id", &format!("local-{n}"));
        page.gap("name", "name of a metric of the area's own");
        page.gap("better", "lower or higher");
        page.gap("rationale", "why the targets are what they are");
        let periods: Vec<Period> = asked.target_years.iter().copied().map(Period::Year).collect();
        series("target", &periods, page);
        page.blank();
    }
}

fn years(metric: &Metric) -> Vec<Period> {
    metric.target_years.iter().copied().map(|year: Year| Period::Year(year)).collect()
}

fn values(periods: &[Period]) -> String {
    by_period(periods.iter().map(|period| (*period, gap("number"))))
}

/// Writes a few values on one line, many on one each.
pub(super) fn series(name: &str, periods: &[Period], page: &mut Page) {
    if periods.is_empty() {
        return;
    }
    if periods.len() <= 4 {
        return page.raw(name, &values(periods));
    }
    page.header(&format!("[metrics.{name}]"));
    for period in periods {
        page.gap(&period.to_string(), "number");
    }
}

/// Returns what its values count, in words.
pub(super) fn unit(metric: &Metric) -> String {
    let people = match metric.population.as_deref() {
        Some("adults") => "people of 18 and over",
        Some("older") => "people of 65 and over",
        _ => "people",
    };
    metric.unit.asked_of(people)
}

pub(super) fn rest(draft: &Draft<'_>, page: &mut Page) {
    page.part("Risks and evidence");
    page.comment("The risk log: what may happen, how likely and how bad from 1 (low) to 5 (high), who answers for it and what is done. One entry each.");
    risk(page);
    page.blank();
    page.comment("Where the written plan answers each national condition and covers each topic: a section, a page, a web address, or a file beside this one.");
    let conditions = draft.round.conditions.iter().map(|c| (&c.id, &c.name, &c.clause));
    let topics = draft.round.topics.iter().map(|t| (&t.id, &t.name, &t.clause));
    for (id, name, clause) in conditions.chain(topics) {
        page.blank();
        page.comment(&format!("{}.", capital(name)));
        page.clause(draft.round, clause);
        page.header_here("[[evidence]]");
        page.text("for", id);
        page.gap("where", "section or page");
    }
}

pub(super) fn risk(page: &mut Page) {
    page.header_here("[[risks]]");
    page.gap("description", "what may happen");
    page.gap("likelihood", "from 1 to 5");
    page.gap("impact", "from 1 to 5");
    page.gap("owner", "who answers for it");
    page.gap("mitigation", "what is done about it");
}
