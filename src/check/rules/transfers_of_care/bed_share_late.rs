//! `bed-share-late`: too large a share of beds is still delayed in the round's month.

use super::{NO_SECTION, SECTION};
use crate::check::prelude::*;
use crate::check::rules::metrics::metric_out_of_range;
use crate::policy::BedShare;

pub(crate) static RULE: Rule = Rule {
    id: "bed-share-late",
    level: Level::Warning,
    clauses: Clauses::One("bed-share"),
    summary: "the share of beds that may be delayed is reached late or never",
    why: "The round says how small a share of hospital beds delayed transfers may take up, and by which month; a later trajectory has to be justified.",
    fix: "Plan for the share by the round's month, or correct the figures.",
    example: r"
[transfers_of_care]
bed_share = { 2017-11 = 3.8, 2018-03 = 3.5 }
#                       ^^^ 3.8% of beds are to be delayed in November 2017, above 3.5%; the plan gets there in March
#                       2018
#                       mend: 3.5
",
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let case = || Case::of("share of beds delayed");
    let Some(asked) = &facts.round.bed_share else {
        return tests.not_applicable(case(), "the round's data has no share of beds");
    };
    if facts.lacks_section(SECTION) {
        return tests.not_evaluated(case(), NO_SECTION);
    }
    let share = &facts.plan.transfers_of_care.bed_share;
    if share.is_absent() {
        return tests.not_evaluated(case(), "the plan has no `bed_share`");
    }
    let months = months(facts);
    let Some(last) = months.last() else {
        return tests.not_evaluated(case(), "the plan gives no share of beds for any month");
    };
    let before = || months.iter().rev().find(|month| month.0 <= asked.by);
    match share.at(Period::Month(asked.by)) {
        Field::Unreadable(node) => tests.not_evaluated(case(), facts.blocked_by(node, "cannot be read")),
        Field::Is(value, _) if value.value <= asked.percent.0 => tests.pass(case()),
        Field::Is(value, node) if metric_out_of_range::is_beyond_all(value) => {
            let why = format!("is out of range (`{}`)", metric_out_of_range::RULE.id);
            tests.not_evaluated(case(), facts.blocked_by(node, &why));
        }
        Field::Is(value, node) => {
            let message = format!(
                "{}% of beds are to be delayed in {}, above {}%",
                value.value,
                asked.by.prose(),
                asked.percent.0
            );
            report(tests, asked, &node.into(), &message, &months);
        }
        Field::Absent if before().is_some_and(|month| month.1 <= asked.percent.0) => tests.pass(case()),
        // A trajectory that ends before the month, or begins after it, still shows whether it gets there.
        Field::Absent => {
            let latest = before().map_or_else(String::new, |month| format!(": {}% in {}", month.1, month.0.prose()));
            let message =
                format!("no month up to {} has {}% of beds delayed or less{latest}", asked.by.prose(), asked.percent.0);
            let place = Place::Absent(share.node.unwrap_or(last.2), asked.by.to_string());
            report(tests, asked, &place, &message, &months);
        }
    }
}

/// Returns the first month from which on every month of the trajectory keeps to the round's share.
pub(crate) fn kept_from(facts: &Facts<'_>) -> Option<Month> {
    let most = facts.round.bed_share.as_ref()?.percent.0;
    months(facts).into_iter().fold(None, |kept, (month, share, _)| (share <= most).then(|| kept.unwrap_or(month)))
}

/// Returns the months of the trajectory in their order.
fn months(facts: &Facts<'_>) -> Vec<(Month, Decimal, NodeId)> {
    let readable = facts.plan.transfers_of_care.bed_share.readable();
    let mut months: Vec<_> = readable
        .filter_map(|(period, share, node)| match period {
            Period::Month(month) => Some((month, share.value, node)),
            _ => None,
        })
        .collect();
    months.sort_by_key(|(month, ..)| *month);
    months
}

fn report(tests: &mut Tests<'_>, asked: &BedShare, at: &Place, message: &str, months: &[(Month, Decimal, NodeId)]) {
    let percent = asked.percent.0;
    let later = months.iter().find(|(month, share, _)| *month > asked.by && *share <= percent);
    let message = match later {
        Some((month, ..)) => format!("{message}; the plan gets there in {}", month.prose()),
        None => format!("{message}; no later month gets there"),
    };
    let help = format!(
        "plan for {percent}% by {}, or give the reason in the narrative and waive this until it is reached",
        asked.by.prose()
    );
    let mut failure =
        Failure::new(Case::of("share of beds delayed"), at.clone(), message).help(help).clause(&asked.clause);
    failure = match (later, months.last()) {
        (Some((month, share, node)), _) => failure.label(*node, format!("{share}%, in {}", month.prose())),
        (None, Some((month, _, node))) if Place::Value(*node) != *at => {
            failure.label(*node, format!("still above {percent}% in {}", month.prose()))
        }
        _ => failure,
    };
    tests.fail(failure);
}
