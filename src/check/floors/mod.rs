//! The floors of spending of a round: what counts towards each, what it requires, and whether it is met.

mod counted;
mod list;
mod report;
mod required;
pub(super) mod state;

use std::borrow::Cow;

use super::facts::{Draw, Facts, Unattributed};
use super::reason::Reason;
use super::rule::FloorOf;
use super::sum::Sum;
use crate::money::{Amount, Money};
use crate::period::Year;
use crate::plan::{Field, Plan, Source};
use crate::policy::{Floor as Asked, Round};
use crate::span::NodeId;
use counted::{Counts, counts};
pub(super) use counted::{counted, unsaid};
pub use list::{FloorTest, Held, Spot, floor_rules, floors_of, subject_name};
pub(super) use report::{agrees_with, below_minimum, case_of, surplus_mismatch, total_mismatch};
pub(crate) use required::uplifted_to;
pub(super) use required::{baseline, how_words, is_indication, published, required, uplift, uplift_room, uplifted};
pub(super) use state::{Floor, How, Required, Unsaid, Verdict};

/// Returns the floors of a round that no rule of their own tests.
pub(super) fn of_no_other_rule(round: &Round) -> impl Iterator<Item = &Asked> {
    let is_named =
        |floor: &Asked| list::floor_rules().any(|(_, of)| matches!(of, FloorOf::Spending(Some(id)) if id == floor.id));
    round.floors.iter().filter(move |floor| !is_named(floor))
}

/// Returns a floor of the round in every year that has its stream.
pub(super) fn floors<'f>(facts: &'f Facts<'_>, asked: &Asked) -> &'f [Floor] {
    let all = || facts.years_of(&asked.stream).map(|year| floor(facts, asked, year)).collect();
    let place = facts.round.floors.iter().position(|own| own.id == asked.id);
    place.and_then(|place| facts.floors.0.get(place)).map_or(&[], |cell| cell.get_or_init(all))
}

fn floor(facts: &Facts<'_>, asked: &Asked, year: Year) -> Floor {
    let mut sum = counted(facts, asked, &[&asked.stream], year);
    if asked.counts.contingency && facts.plan.contingency().is_some() {
        sum.add(facts.contingency(year));
    }
    let required = required(facts, asked, year);
    let unsaid = unsaid(facts, asked, year);
    let verdict = verdict(facts, asked, year, &sum, required.as_ref(), &unsaid);
    let gap =
        required.as_ref().map_or(Money::ZERO, |required| required.pounds - sum.total - sum.slack - required.slack);
    let is_unknown = matches!(verdict, Verdict::Unknown(_));
    let hangs_on_silence = is_unknown && silence_decides(&sum, gap, &unsaid);
    Floor { year, counted: sum, required, unsaid, verdict, hangs_on_silence }
}

/// Returns whether lines that do not say what they are for could close a gap, and nothing else is unknown.
fn silence_decides(sum: &Sum, gap: Money, unsaid: &[Unsaid]) -> bool {
    let could: Money = unsaid.iter().map(|line| line.most).sum();
    gap > Money::ZERO && sum.unreadable.is_none() && !sum.unstated && could >= gap
}

fn verdict(
    facts: &Facts<'_>,
    asked: &Asked,
    year: Year,
    sum: &Sum,
    required: Option<&Required>,
    unsaid: &[Unsaid],
) -> Verdict {
    let Some(required) = required else {
        if let Some(node) = unreadable(facts, asked, year) {
            return Verdict::Unknown(facts.blocked_by(node, "cannot be read"));
        }
        let (key, year) = (&asked.id, year.prose());
        let stated = if Plan::can_state_minimum(key) { " or stated" } else { "" };
        let reason = Reason::from(format!("nothing is published{stated} as the {key} minimum of {year}"));
        return Verdict::Unknown(reason.lacking(published_path(asked)));
    };
    let lines_of_stream = facts.lines_of(&asked.stream).next().is_some();
    if let Some(source) = facts.mixed_with(&asked.stream).filter(|_| required.pounds > sum.total) {
        return Verdict::Unknown(facts.blocked_by(source.streams_at(), "cannot be read"));
    }
    if !lines_of_stream && sum.is_empty() {
        let section = if facts.lacks_section("sources") { "sources" } else { "schemes" };
        return Verdict::Unknown(
            Reason::from(format!("no spend line draws on {}", from(facts, asked))).lacking(section),
        );
    }
    let gap = required.pounds - sum.total;
    let slack = sum.slack + required.slack;
    let coarse =
        sum.coarsest.filter(|(_, precision)| *precision > required.precision && *precision > facts.plan.precision());
    if let (true, Some((node, precision))) = (gap.abs() <= slack, coarse) {
        return Verdict::TooCoarse(node, precision);
    }
    // A minimum that is more coarsely rounded than the lines can hide a shortfall just as a coarse line can.
    let finest = sum.coarsest.map_or(facts.plan.precision(), |(_, precision)| precision);
    let coarse = required.nodes.first().filter(|_| required.precision > finest.max(facts.plan.precision()));
    if let (true, Some(node)) = (gap > Money::ZERO && gap <= slack, coarse) {
        return Verdict::TooCoarse(*node, required.precision);
    }
    if gap <= Money::ZERO && required.how == How::Baseline {
        let year = year.prose();
        let reason = Reason::from(format!("it reaches the baseline, and the uplift of {year} is not known"));
        return Verdict::Unknown(reason.lacking(published_path(asked)));
    }
    if gap <= Money::ZERO {
        return own_figure(facts, asked, year, required).map_or(Verdict::Met, Verdict::Unproven);
    }
    if let Some(reason) = blocked(facts, asked, year, sum, gap - slack, unsaid) {
        return Verdict::Unknown(reason);
    }
    if gap > slack {
        return Verdict::Missed;
    }
    own_figure(facts, asked, year, required).map_or(Verdict::WithinRounding, Verdict::Unproven)
}

/// Returns why a floor that is reached is not known to be met: what it requires is a figure of the plan's own, and
/// nothing that was published says that it is right.
fn own_figure(facts: &Facts<'_>, asked: &Asked, year: Year, required: &Required) -> Option<Reason> {
    let stated = facts.plan.stated_baseline(&asked.id);
    let own_baseline: Vec<_> = stated.into_iter().flat_map(|stated| &stated.entries).map(|(_, own)| own).collect();
    let own = match required.how {
        How::Stated => true,
        How::Uplifted => required.nodes.iter().any(|node| own_baseline.iter().any(|own| own.node() == Some(*node))),
        How::Published | How::Share | How::Baseline => false,
    };
    let what = how_words(required.how, facts, asked);
    let reason = || format!("it reaches {what}, and nothing published for {} says that it is right", year.prose());
    own.then(|| Reason::from(reason()).lacking(published_path(asked)))
}

/// Returns why a floor that is short on what counts cannot be said to be missed.
fn blocked(facts: &Facts<'_>, asked: &Asked, year: Year, sum: &Sum, gap: Money, unsaid: &[Unsaid]) -> Option<Reason> {
    if let Some(node) = sum.unreadable {
        return Some(facts.blocked_by(node, "cannot be read"));
    }
    if let Some(reason) = facts.lines_lost() {
        return Some(reason);
    }
    if sum.unstated {
        let mut lines = facts.lines_of(&asked.stream);
        let silent = lines
            .find(|line| !matches!(counts(&asked.counts, line), Counts::No) && line.spend.amount.at(year).is_absent());
        let reason = Reason::from(format!("a line that counts does not state {}", year.prose()));
        return Some(silent.iter().fold(reason, |reason, line| reason.because_of(line.spend.node)));
    }
    if let Some(line) = unsaid.first().filter(|_| silence_decides(sum, gap, unsaid)) {
        return Some(silent(facts, asked, line, &format!("has no readable `{}` and could decide it", line.key)));
    }
    let could: Money = unsaid.iter().map(|line| line.most).sum();
    let unattributed = unattributed(facts, asked, year);
    let node = unattributed.first.filter(|_| unattributed.could_fill(gap - could))?;
    let line = facts.lines.iter().find(|line| line.spend.amount.at(year).node() == Some(node));
    let why = match line.map(|line| line.draw) {
        Some(Draw::Unstated) => "is of a line that names no source and could decide it",
        _ => "is of a line whose source is not known and could decide it",
    };
    Some(facts.blocked_by(node, why).because_of(line.map_or(node, |line| line.spend.node)))
}

/// Returns the money of lines whose stream is not known and which may count towards a floor.
pub(super) fn unattributed(facts: &Facts<'_>, asked: &Asked, year: Year) -> Unattributed {
    // What holds several streams in one figure, and not that of the floor, is none of its money.
    let is_of_others = |source: &Source| facts.is_placed(source) && source.streams().all(|own| own != asked.stream);
    facts.unattributed(year, |line| {
        !line.mixed_source().is_some_and(is_of_others) && !matches!(counts(&asked.counts, line), Counts::No)
    })
}

/// Returns why a test cannot be made because a line does not say what it is for. `why` ends the sentence.
pub(super) fn silent(facts: &Facts<'_>, asked: &Asked, line: &Unsaid, why: &str) -> Reason {
    let reason = facts.blocked_by(line.figure, why);
    match line.unreadable {
        _ if facts.has_unknown_key(line.line) => reason.because_of(line.line),
        Some(node) => reason.because_of(node),
        None => reason.lacking(silence_path(asked, line.key)),
    }
}

/// Returns the figure a floor rests on that cannot be read, if there is one: no other can replace it.
pub(super) fn unreadable(facts: &Facts<'_>, asked: &Asked, year: Year) -> Option<NodeId> {
    let broken = |field: Field<Amount>| field.node().filter(|_| field.is_unreadable());
    if let Some(node) = broken(facts.allocation(&asked.id, year)) {
        return Some(node);
    }
    if published(facts, asked, year).is_some() {
        return None;
    }
    let stated = facts.plan.stated_minimum(&asked.id).filter(|_| asked.stated);
    let stated = stated.and_then(|stated| broken(stated.at(year)));
    stated.or_else(|| asked.published_baseline().and_then(|(key, year)| broken(facts.allocation(key, year))))
}

/// Returns the stream a floor is spent from, as messages call it.
fn from<'f>(facts: &'f Facts<'_>, asked: &'f Asked) -> Cow<'f, str> {
    let named = || format!("the {}", facts.stream_name(&asked.stream));
    asked.from.as_deref().map_or_else(|| named().into(), Cow::Borrowed)
}

/// Returns where a plan gives what was published of a floor.
fn published_path(asked: &Asked) -> String {
    format!("allocations.{}", asked.id)
}

/// Returns where it is said that lines of a floor's stream lack a key.
pub(super) fn silence_path(asked: &Asked, key: &str) -> String {
    format!("{}.{key}", asked.id)
}
