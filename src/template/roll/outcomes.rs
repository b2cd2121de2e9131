//! The grant, the floors, the metrics, the risks, the evidence.

use super::super::delivery::{
    changes, grant, local_metrics, metric_gaps, performance, ring_fence, series, social_care_head, supporting, unit,
    write_metric,
};
use super::super::page::{Page, by_period, gap_after};
use super::rolled::{Roll, amount_gaps, as_it_was, carry, quote};
use super::words::Fate;
use crate::check::rules::social_care::social_care_below_minimum;
use crate::check::uplifted_to;
use crate::finding::Outcome;
use crate::money::{Amount, Money};
use crate::period::{Period, Year};
use crate::plan::{CONTINGENCY, Field, Metric, SOCIAL_CARE, Values};
use crate::policy::{self, Clause, WordsOf};
use crate::text::escape::shown;
use crate::text::words::capital;
use crate::write::Node;

pub(super) fn write(roll: &Roll<'_>, page: &mut Page) {
    page.part("What is done with it");
    page.blank();
    quote(roll.plan.dfg.usage.str().filter(|_| roll.draft.round.dfg.is_some()), page);
    grant(&roll.draft, page);
    if roll.plan.dfg.retained.iter().next().is_some() {
        page.blank();
        page.comment(
            "Not carried over: what the county keeps (dfg.retained), since the districts agree to it year by year.",
        );
    }
    social_care(roll, page);
    ring_fence(&roll.draft, page);
    if roll.plan.contingency().is_some() {
        page.blank();
        page.comment(&format!("Not carried over: {CONTINGENCY}, sized by the admissions the last plan was to avoid."));
    }
    if roll.old.get("performance").is_some() {
        page.blank();
        page.comment("Not carried over: performance, the payments of the last round.");
    }
    performance(&roll.draft, page);
    if roll.plan.transfers_of_care.bed_share.node.is_some() {
        page.blank();
        page.comment("Not carried over: transfers_of_care.bed_share, whose months are over.");
    }
    changes(&roll.draft, page);
    metrics(roll, page);
    rest(roll, page);
}

/// Returns the floor of social care in a year as published or as the check tested it, with true where that is the area's
/// own floor and false where it is the least the floor can be.
fn floor_of(roll: &Roll<'_>, year: Year) -> Option<(Amount, bool)> {
    if let Field::Is(amount, _) =
        crate::plan::named(&roll.plan.allocations.streams, "social-care").map_or(Field::Absent, |a| a.at(year))
    {
        return Some((amount, true));
    }
    let of =
        |rule: &str, at: Option<Period>| rule == social_care_below_minimum::RULE.id && at == Some(Period::Year(year));
    let failed =
        roll.from.findings.iter().filter(|f| of(f.rule, f.year)).filter_map(|f| Some(f.ledger.as_ref()?.required));
    let passed = roll.from.tests.iter().filter(|t| of(t.rule, t.year) && t.outcome == Outcome::Passed);
    let passed = passed.filter_map(|t| Some(t.ledger.as_ref()?.required));
    let pounds = failed.chain(passed).find(|required| *required > Money::ZERO)?;
    let precision = roll.plan.precision().max(Money::POUND);
    let slack = if precision > Money::POUND { precision.half() } else { Money::ZERO };
    let asked = roll.was.and_then(|was| was.floor(SOCIAL_CARE));
    let known = asked.is_some_and(|asked| !asked.uplift.is_empty() && asked.uplift_tolerance.is_none());
    Some((Amount { pounds, precision, slack }, known))
}

fn social_care(roll: &Roll<'_>, page: &mut Page) {
    let Some(asked) = roll.draft.round.floor(SOCIAL_CARE) else { return };
    let Some(year) = asked.baseline_year else { return };
    let floor = (year == roll.last).then(|| floor_of(roll, year)).flatten();
    let before = floor.filter(|(_, known)| !known).map(|(amount, _)| format!("at least {}", amount.pounds));
    page.blank();
    quote(roll.plan.social_care.note.str(), page);
    social_care_head(&roll.draft, page);
    let Some((baseline, _)) = floor.filter(|(_, known)| *known) else {
        page.raw("baseline", &by_period([(year, gap_after("baseline", before.as_deref()))]));
        page.raw("minimum", &amount_gaps(&roll.draft.round.years, None));
        return page.gap("note", "how the contribution is kept up");
    };
    page.comment(&format!("The baseline is the floor of {} in the last plan.", year.prose()));
    page.raw("baseline", &by_period([(year, roll.draft.money(baseline))]));
    let fine = |pounds: Money| {
        let precision = baseline.precision.max(Money::POUND);
        Amount { pounds: pounds.rounded_to(precision), precision, slack: baseline.slack }
    };
    let minimum = |year: Year| uplifted_to(roll.draft.round, asked, baseline.pounds, year).map(fine);
    let mut from = baseline.pounds;
    for year in &roll.draft.round.years {
        if let (Some(percent), Some(amount)) = (asked.uplift(*year), minimum(*year)) {
            page.comment(&format!("{from} raised by {percent}% is {} in {}.", amount.pounds, year.prose()));
            from = amount.pounds;
        }
    }
    let clause = asked.uplift_clause.as_deref().and_then(|id| roll.draft.round.clause(id));
    let is_weak = clause.is_some_and(Clause::is_weak);
    if asked.uplift_tolerance.is_some() || (is_weak && from != baseline.pounds) {
        page.comment("That is an indication: the area's published floor takes its place once it is known.");
    }
    let value = |year: &Year| minimum(*year).map_or_else(|| gap_after("amount", None), |a| roll.draft.money(a));
    page.raw("minimum", &by_period(roll.draft.round.years.iter().map(|year| (*year, value(year)))));
    page.gap("note", "how the contribution is kept up");
}

fn metrics(roll: &Roll<'_>, page: &mut Page) {
    let round = roll.draft.round;
    page.part("Metrics");
    page.comment("Each with its targets and the reasons for them. The last outturn the last plan knows is the baseline, else its last target; put the outturn there once it is known.");
    let national = |metric: &&Metric| metric.kind.str() != Some("local");
    for old in roll.plan.metrics.iter().filter(national) {
        let kind = old.kind.str().unwrap_or_default();
        if let Some(said) = roll.fate(WordsOf::Metrics, kind).said(kind, round) {
            page.comment(&format!("Not carried over: {}.", shown(&said)));
        }
    }
    for metric in &round.metrics {
        let old =
            || roll.plan.metrics.iter().zip(roll.entries("metrics")).filter(|(m, _)| m.kind.str() == Some(&metric.id));
        if metric.supporting && old().next().is_none() {
            continue;
        }
        page.blank();
        page.comment(&format!("{}, {}.", capital(&metric.name), unit(metric)));
        page.clause(round, &metric.clause);
        if old().next().is_none() {
            write_metric(&roll.draft, metric, page);
        }
        for (old, entry) in old() {
            carried(roll, old, entry, Some(metric), page);
        }
    }
    let mut locals = 0;
    for (old, entry) in roll.plan.metrics.iter().zip(roll.entries("metrics")) {
        if old.kind.str() == Some("local") {
            page.blank();
            carried(roll, old, entry, None, page);
            locals += 1;
        }
    }
    page.blank();
    local_metrics(&roll.draft, page, locals);
    supporting(&roll.draft, page);
}

fn carried(roll: &Roll<'_>, old: &Metric, entry: &Node, metric: Option<&policy::Metric>, page: &mut Page) {
    quote(old.rationale.str(), page);
    let was = roll.was.and_then(|was| was.metric(old.kind.str()?));
    // Without a unit of its own its values are in the metric's, which may have changed.
    let same = old.unit.get().is_some() || metric.is_none() || was.map(|w| w.unit) == metric.map(|m| m.unit);
    let known = last_values(roll, old).filter(|_| same);
    let what = known.as_ref().map_or("nothing", |(_, what)| what);
    if known.is_some() && what != "outturn" {
        page.comment(&format!("The baseline is the last plan's {what}, since it gives no outturn."));
    }
    page.header_here("[[metrics]]");
    carry("metrics", entry, page, as_it_was);
    let values: Vec<(Period, String)> = known.map(|(values, _)| values).unwrap_or_default();
    let long = values.len() > 4;
    if !values.is_empty() && !long {
        page.raw("baseline", &by_period(values.iter().map(|(period, value)| (*period, value.clone()))));
    }
    if let Some(metric) = metric {
        metric_gaps(&roll.draft, metric, page);
    } else {
        page.gap("rationale", "why the targets are what they are");
        let years: Vec<Period> = roll.draft.round.years.iter().copied().map(Period::Year).collect();
        series("target", &years, page);
    }
    if long {
        page.header("[metrics.baseline]");
        for (period, value) in &values {
            page.raw(&period.to_string(), value);
        }
    }
}

/// Returns the values of the latest year that has any, as they were written: the outturn, else the target.
fn last_values(roll: &Roll<'_>, old: &Metric) -> Option<(Vec<(Period, String)>, &'static str)> {
    let in_plan = |(period, _, _): &(Period, _, _)| period.financial_year() <= roll.last;
    let latest =
        |values: &Values| values.readable().filter(in_plan).map(|(period, _, _)| period.financial_year()).max();
    let year = latest(&old.outturn).max(latest(&old.target))?;
    let (values, what) =
        if latest(&old.outturn) == Some(year) { (&old.outturn, "outturn") } else { (&old.target, "target") };
    let of_year = values.readable().filter(|(period, _, _)| period.financial_year() == year);
    Some((of_year.map(|(period, _, node)| (period, roll.plan.tree.raw(node).to_owned())).collect(), what))
}

fn rest(roll: &Roll<'_>, page: &mut Page) {
    page.part("Risks and evidence");
    page.comment("The risk log as it was: score each anew, take out what is over and add what has come.");
    for entry in roll.entries("risks") {
        page.header("[[risks]]");
        carry("risks", entry, page, as_it_was);
    }
    if roll.entries("risks").is_empty() {
        super::super::delivery::risk(page);
    }
    capacity(roll, page);
    page.blank();
    page.comment("Where the written plan answers each national condition and covers each topic: a section, a page, a web address, or a file beside this one.");
    let round = roll.draft.round;
    let conditions = round.conditions.iter().map(|c| (&c.id, &c.name, &c.clause));
    let topics = round.topics.iter().map(|t| (&t.id, &t.name, &t.clause));
    for (id, name, clause) in conditions.chain(topics) {
        page.blank();
        page.comment(&format!("{}.", capital(name)));
        page.clause(round, clause);
        page.header_here("[[evidence]]");
        page.text("for", id);
        page.raw("where", &gap_after("section or page", place(roll, id).as_deref()));
    }
}

/// Returns the place where the last plan had what is asked for now, or what that took the place of.
fn place(roll: &Roll<'_>, id: &str) -> Option<String> {
    let became =
        |word: &str| matches!(roll.fate(WordsOf::Conditions, word), Fate::Became(by) if by.iter().any(|b| b == id));
    let same = roll.plan.evidence.iter().find(|evidence| evidence.for_what.str() == Some(id));
    let old = same.or_else(|| roll.plan.evidence.iter().find(|evidence| evidence.for_what.str().is_some_and(became)));
    old.and_then(|evidence| evidence.place.str()).map(|place| format!("last time {place}"))
}

/// Writes the services of which the last plan stated demand and capacity, each with gaps for the months of the round.
fn capacity(roll: &Roll<'_>, page: &mut Page) {
    let months: Vec<Period> = roll.draft.round.years.iter().flat_map(|year| year.months()).map(Period::Month).collect();
    for entry in roll.entries("capacity") {
        page.blank();
        page.header_here("[[capacity]]");
        carry("capacity", entry, page, as_it_was);
        for what in ["demand", "capacity"] {
            page.header(&format!("[capacity.{what}]"));
            for month in &months {
                page.gap(&month.to_string(), "number");
            }
        }
    }
}
