//! Which figure of the plan a figure of the narrative is, if it is one.

use rust_decimal::Decimal;

use super::builder;
use super::index::{Around, Candidate, Index};
use super::lex::Lexed;
use super::scene::Scene;
use super::sight::Said;
use super::slips;
use super::thing::{Entry, Measure, Place, Thing};
use super::tie::{Kind, Measured, Status};
use crate::period::Period;

/// The fate of a figure.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    pub status: Status,
    pub kind: Kind,
    /// The value of the plan it is tied to, or differs from.
    pub of: Option<Candidate>,
    /// The value of the plan it equals though it differs from another.
    pub equals: Option<Candidate>,
    pub said: Said,
}

/// The most things around a figure that a slip of it is looked for in.
const MOST: usize = 64;
/// The most values a figure equals that are looked at.
const EQUAL: usize = 256;

/// The plan's things, to tie figures to.
pub(super) struct Tying<'a> {
    pub things: &'a [Thing],
    pub index: &'a Index,
}

/// A value with how much speaks for it.
#[derive(Clone, Copy, Debug)]
struct Scored {
    at: Candidate,
    words: i32,
    year: i32,
    total: i32,
}

/// The points that the year and the measure add or take away.
const YEAR: i32 = 25;
const WEAK_YEAR: i32 = 15;
const MEASURE: i32 = 12;
const AWAY: i32 = 40;
/// The least part of its name that the words around a figure cover for a thing to be named by them.
const NAMED: i32 = 55;

impl Tying<'_> {
    /// Returns what became of a figure.
    pub(super) fn verdict(&self, scene: &Scene<'_>, piece: u32, figure: usize, around: &mut Around) -> Verdict {
        let said = scene.around(piece, figure, around);
        let mut verdict = Verdict { status: Status::NotInPlan, kind: Kind::None, of: None, equals: None, said };
        let lexed = scene.sights.get(piece as usize).and_then(|sight| sight.read.figures.get(figure));
        let Some(lexed) = lexed else { return verdict };
        let scores = around.scores(self.index, verdict.said.alone);
        let words = |thing: u32| scores.binary_search_by_key(&thing, |(thing, _)| *thing).map_or(0, |at| scores[at].1);
        let equal = self.best_equal(lexed, &verdict.said, &words);
        if let Some(best) = equal
            && best.total >= Self::enough(lexed, &verdict.said)
        {
            self.judge(best, &mut verdict, &scores, lexed);
            if verdict.status != Status::SameValue {
                return verdict;
            }
        }
        // A day that the plan does not have is only another day.
        if lexed.unit == Measured::Date {
            return Verdict { of: None, ..verdict };
        }
        if let Some((other, kind)) = self.slipped(lexed, &verdict.said, &scores) {
            (verdict.status, verdict.kind, verdict.of) = (Status::Differs, kind, Some(other));
            verdict.equals = equal.map(|best| best.at);
        } else if let Some(best) = equal {
            (verdict.status, verdict.kind, verdict.of) = (Status::SameValue, Kind::Same, Some(best.at));
        }
        verdict
    }

    fn thing(&self, at: Candidate) -> Option<(&Thing, &Entry)> {
        let thing = self.things.get(at.thing as usize)?;
        Some((thing, thing.entries.get(at.entry as usize)?))
    }

    /// Returns of the values that a figure equals within rounding the one that most speaks for.
    fn best_equal(&self, lexed: &Lexed, said: &Said, words: &impl Fn(u32) -> i32) -> Option<Scored> {
        let half = lexed.step / Decimal::TWO;
        let reach = half.max(self.index.slack(lexed.unit));
        let own = lexed.value.abs();
        let within = self.index.between(lexed.unit, own - reach, own + reach);
        let near = within.filter(|at| self.equals(lexed, *at)).take(EQUAL);
        let scored = near.filter_map(|at| self.score(lexed, said, at, words(at.thing)));
        // Of those that are alike the first of the plan.
        scored.fold(None, |best: Option<Scored>, next| match best {
            Some(best) if (best.total, std::cmp::Reverse(best.at)) >= (next.total, std::cmp::Reverse(next.at)) => {
                Some(best)
            }
            _ => Some(next),
        })
    }

    /// Returns whether a figure equals a value within the rounding of the coarser of both.
    fn equals(&self, lexed: &Lexed, at: Candidate) -> bool {
        let Some((_, entry)) = self.thing(at) else { return false };
        entry.places.iter().any(|place| {
            let room = (lexed.step / Decimal::TWO).max(place.slack);
            let off = (lexed.value.abs() - place.value.abs()).abs();
            // What is as large as its own rounding says nothing.
            off <= room && (off.is_zero() || place.value.abs() > room * Decimal::TWO)
        })
    }

    fn score(&self, lexed: &Lexed, said: &Said, at: Candidate, words: i32) -> Option<Scored> {
        let (thing, entry) = self.thing(at)?;
        if thing.measure == Measure::Change && !said.change {
            return None;
        }
        let year = year_score(entry.period, said);
        let measure = match (said.measure, thing.measure) {
            (Some(said), own) if said == own => MEASURE,
            (Some(Measure::Target), Measure::Reached) | (Some(Measure::Reached), Measure::Target) => -MEASURE,
            _ => 0,
        };
        let away =
            if said.away.iter().any(|word| !self.index.names(at.thing, *word)) && thing.measure != Measure::Policy {
                -AWAY
            } else {
                0
            };
        let rate = if lexed.is_rate && thing.entries.len() < 2 && words == 0 { -5 } else { 0 };
        let policy = match thing.measure {
            Measure::Policy if said.away.is_empty() => -20,
            // A national figure is the round's.
            Measure::Policy => YEAR,
            Measure::Change => -15,
            _ => 0,
        };
        Some(Scored { at, words, year, total: words + year + measure + away + rate + policy })
    }

    /// Returns the least score at which an equal value is the figure's: the more digits, the less need be said.
    fn enough(lexed: &Lexed, said: &Said) -> i32 {
        if lexed.unit == Measured::Date {
            return if lexed.digits > 6 { 40 } else { 75 };
        }
        let few = match lexed.digits {
            0 | 1 => 75,
            2 => 60,
            3 => 40,
            4 => 10,
            _ => -10,
        };
        // A plain number is more often something else than an amount or a share is.
        let plain = if lexed.unit == Measured::Number && lexed.digits < 4 { 15 } else { 0 };
        few + plain - if said.alone { 5 } else { 0 }
    }

    /// Says of an equal value whether the words around the figure contradict it.
    fn judge(&self, best: Scored, verdict: &mut Verdict, scores: &[(u32, i32)], lexed: &Lexed) {
        let Some((thing, entry)) = self.thing(best.at) else { return };
        verdict.of = Some(best.at);
        verdict.status = Status::Agrees;
        verdict.kind = match thing.measure {
            Measure::Policy => Kind::AgreesWithPolicy,
            _ if entry.places.iter().all(|place| place.node.is_none()) => Kind::Computed,
            _ if entry.places.iter().any(|place| place.value.abs() == lexed.value.abs()) => Kind::Same,
            _ => Kind::Rounded,
        };
        if thing.measure == Measure::Policy || lexed.unit == Measured::Date {
            return;
        }
        let against = self
            .other_year(best, &verdict.said, lexed)
            .or_else(|| self.other_measure(thing, entry, &verdict.said, lexed))
            .or_else(|| self.other_thing(best, thing, entry, &verdict.said, scores, lexed));
        if let Some((other, kind)) = against {
            (verdict.status, verdict.kind) = (Status::Differs, kind);
            (verdict.of, verdict.equals) = (Some(other), Some(best.at));
        } else if Self::is_doubtful(best, thing, &verdict.said, lexed) {
            verdict.status = Status::SameValue;
        } else if !entry.is_one() && thing.measure != Measure::Reached {
            (verdict.status, verdict.kind) = (Status::Differs, Kind::PlanDisagrees);
        }
    }

    /// Returns whether the year around a figure speaks against the value it equals.
    fn is_doubtful(best: Scored, thing: &Thing, said: &Said, lexed: &Lexed) -> bool {
        if best.year < -WEAK_YEAR && best.words < NAMED && lexed.digits < 5 {
            return true;
        }
        // The thing has another value in the year that stands over the figure.
        let over = |entry: &Entry| year_score(entry.period, said) > 0;
        best.year < 0 && thing.entries.iter().any(over)
    }

    /// Returns the value of the same thing in the year the text speaks of, where the figure is that of another year.
    fn other_year(&self, best: Scored, said: &Said, lexed: &Lexed) -> Option<(Candidate, Kind)> {
        // That many digits are those of one thing is itself a reason to think of it.
        let least = if lexed.digits >= 4 { NAMED / 2 } else { NAMED };
        if best.year >= 0 || !said.when.strong || best.words < least {
            return None;
        }
        let at = |period: &Period| self.entry_at(best.at.thing, *period, lexed);
        said.when.periods.iter().find_map(at).map(|other| (other, Kind::OtherYear))
    }

    /// Returns the entry of a thing in a period, where a figure is not equal to it.
    fn entry_at(&self, thing: u32, period: Period, lexed: &Lexed) -> Option<Candidate> {
        let entries = &self.things.get(thing as usize)?.entries;
        let entry = entries.iter().position(|entry| entry.period == Some(period))?;
        let at = Candidate { thing, entry: builder::index(entry) };
        (!self.equals(lexed, at)).then_some(at)
    }

    /// Returns the entry of a thing in a period, or in the year of it, where a figure is equal to none of that year's.
    fn entry_in(&self, thing: u32, period: Period, lexed: &Lexed) -> Option<Candidate> {
        let entries = &self.things.get(thing as usize)?.entries;
        let year = |entry: &Entry| entry.period.map(Period::financial_year);
        let place = |n: usize| Candidate { thing, entry: builder::index(n) };
        let of_year = || (0..entries.len()).filter(|n| year(&entries[*n]) == Some(period.financial_year()));
        if of_year().map(place).any(|at| self.equals(lexed, at)) {
            return None;
        }
        of_year().find(|n| entries[*n].period == Some(period)).or_else(|| of_year().next()).map(place)
    }

    /// Returns the target of the same thing, where the figure's row or column says target and it is what was reached; and
    /// the other way round.
    fn other_measure(&self, thing: &Thing, entry: &Entry, said: &Said, lexed: &Lexed) -> Option<(Candidate, Kind)> {
        let wanted = said.measure.filter(|measure| said.sure && *measure != thing.measure)?;
        if !matches!(thing.measure, Measure::Target | Measure::Reached) {
            return None;
        }
        let same = |other: &Thing| other.family == thing.family && other.measure == wanted && other.unit == thing.unit;
        let others = self.things.iter().enumerate().filter(|(_, other)| same(other));
        let mut found = others.filter_map(|(at, _)| self.entry_at(builder::index(at), entry.period?, lexed));
        found.next().map(|other| (other, Kind::OtherMeasure))
    }

    /// Returns the value of another thing of the same list that the figure's row names, where the figure is not named.
    fn other_thing(
        &self,
        best: Scored,
        thing: &Thing,
        entry: &Entry,
        said: &Said,
        scores: &[(u32, i32)],
        lexed: &Lexed,
    ) -> Option<(Candidate, Kind)> {
        if !said.alone || !said.labelled {
            return None;
        }
        // The row must name the other thing, and this one much less; the more so where they are no neighbours.
        let is_named = |(at, score): &&(u32, i32)| {
            let other = self.things.get(*at as usize).filter(|other| other.unit == thing.unit);
            let (least, margin) = match other {
                Some(other) if other.family == thing.family && lexed.digits >= 4 => (40, 25),
                Some(other) if other.family == thing.family => (85, 25),
                Some(other) if !matches!(other.measure, Measure::Policy | Measure::Change) => (85, 40),
                _ => return false,
            };
            *at != best.at.thing && *score >= least && score - best.words >= margin
        };
        let measure = |at: u32| self.things.get(at as usize).map(|other| other.measure);
        let mut others: Vec<&(u32, i32)> = scores.iter().filter(is_named).collect();
        others.sort_by_key(|(at, score)| (measure(*at) != Some(thing.measure), -score, *at));
        let mut found = others.into_iter().filter_map(|(at, _)| self.entry_in(*at, entry.period?, lexed));
        found.next().map(|other| (other, Kind::OtherThing))
    }

    /// Returns the value that a figure should be, where it is not equal to it and a slip explains that.
    fn slipped(&self, lexed: &Lexed, said: &Said, scores: &[(u32, i32)]) -> Option<(Candidate, Kind)> {
        let mut named: Vec<&(u32, i32)> = scores.iter().filter(|(_, score)| *score >= 20).collect();
        named.sort_by_key(|(thing, score)| (-score, *thing));
        named.truncate(MOST);
        let mut best: Option<(i32, i32, Candidate, Kind)> = None;
        for (at, words) in named {
            let Some(thing) = self.things.get(*at as usize) else { continue };
            if thing.unit != lexed.unit || matches!(thing.measure, Measure::Policy | Measure::Change) {
                continue;
            }
            for (n, entry) in thing.entries.iter().enumerate() {
                let candidate = Candidate { thing: *at, entry: builder::index(n) };
                let Some(points) = self.score(lexed, said, candidate, *words) else { continue };
                if points.year < 0 {
                    continue;
                }
                let Some((margin, kind)) =
                    entry.places.first().and_then(|place| Self::slip(lexed, said, place, points))
                else {
                    continue;
                };
                if best.is_none_or(|(most, total, ..)| (margin, points.total) > (most, total)) {
                    best = Some((margin, points.total, candidate, kind));
                }
            }
        }
        best.map(|(.., candidate, kind)| (candidate, kind))
    }

    /// Returns the slip between a figure and a value, and how far its score is over what is needed.
    fn slip(lexed: &Lexed, said: &Said, place: &Place, scored: Scored) -> Option<(i32, Kind)> {
        let kind = slips::slip(lexed, place);
        let margin = |kind: Kind| scored.total - slips::threshold(kind, lexed.digits);
        if let Some(kind) = kind.filter(|kind| margin(*kind) >= 0) {
            return Some((margin(kind), kind));
        }
        // A cell whose row and column name one figure has that figure, or something is wrong.
        let cell = said.alone && said.when.strong && scored.words >= 88 && scored.year == YEAR;
        cell.then(|| (0, kind.unwrap_or(Kind::Cell)))
    }
}

/// Returns how much the period of a value adds to it.
fn year_score(period: Option<Period>, said: &Said) -> i32 {
    let when = &said.when;
    let Some(period) = period else { return 0 };
    if when.periods.is_empty() {
        return 0;
    }
    if when.periods.contains(&period) {
        return if when.strong { YEAR } else { WEAK_YEAR };
    }
    // A month of the year, or the year of the month.
    let whole = |period: &Period| matches!(period, Period::Year(_));
    let within = |other: &Period| {
        other.financial_year() == period.financial_year() && (whole(other) || whole(&period) || is_part(*other, period))
    };
    if when.periods.iter().any(within) {
        return 5;
    }
    if when.strong { -30 } else { -8 }
}

/// Returns whether one of two periods of a year holds the other.
fn is_part(a: Period, b: Period) -> bool {
    match (a, b) {
        (Period::Quarter(_, quarter), Period::Month(month)) | (Period::Month(month), Period::Quarter(_, quarter)) => {
            (month.month + 8) % 12 / 3 + 1 == quarter
        }
        _ => false,
    }
}
