//! Candidates that mend a day which is in no calendar.

use super::around::days_but;
use super::candidate::{Candidate, Ground, Mistake};
use super::slips::{Slip, swaps};
use super::trial::Before;
use crate::period::Date;

/// Returns the candidates that change two digits of what is written as a day and is none, so that it is: the day that is
/// nearest to another of the plan.
pub(super) fn candidates(before: &Before<'_>) -> Vec<Candidate> {
    let tree = &before.plan.plan.tree;
    let mut others: Vec<Date> = days_but(tree, None).collect();
    others.sort_unstable();
    let places = before.plan.counting().map(|finding| finding.at.span);
    let meant = places.filter_map(|at| {
        let raw = at.of(tree.source());
        let looks_like = raw.len() == 10 && raw.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let days = swaps(raw).filter(|_| looks_like && Date::parse(raw).is_none());
        let days = days.filter_map(|with| Some((distance(&others, Date::parse(&with)?), with)));
        let (_, with) = days.min()?;
        Some(Candidate::new(at, with, Ground::Slip, Mistake::Figure(Slip::Swapped)))
    });
    meant.collect()
}

/// Returns how many days lie between a day and the nearest to it of several, which are in order.
fn distance(others: &[Date], day: Date) -> Option<i64> {
    let later = others.partition_point(|other| *other < day);
    let nearest = others[..later].last().into_iter().chain(others.get(later));
    nearest.map(|other| day.days_after(*other).abs()).min()
}
