//! The way of the Disabled Facilities Grant of a two-tier area to its districts, worked out once for the rules on it.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashMapExt, HashSet};

use super::cover::cover;
use super::determinations::Determinations;
use super::facts::Facts;
use super::reason::Reason;
use super::sum::Sum;
use crate::money::{Amount, Money};
use crate::period::Year;
use crate::plan::{Field, PartnerKind, Retained};
use crate::span::NodeId;

/// Returns why the rules on districts do not apply, if they do not.
pub(super) fn not_two_tier(facts: &Facts<'_>) -> Option<&'static str> {
    if !facts.is_two_tier() {
        return Some("the area has a single tier");
    }
    (!has_money(facts)).then_some("the plan has no Disabled Facilities Grant")
}

/// Returns why nothing can be said of what the districts are passed, where the plan says nothing of it at all.
pub(super) fn not_set_out(facts: &Facts<'_>) -> Option<Reason> {
    facts.lacks_section("dfg").then(|| Reason::from("the plan has no `dfg`").lacking("dfg"))
}

/// Returns the id of the grant's stream.
pub(super) fn stream<'a>(facts: &Facts<'a>) -> &'a str {
    facts.round.dfg.as_ref().map_or("dfg", |dfg| &dfg.stream)
}

/// Returns whether the plan has grant money in some year: published, held or passed on.
pub(super) fn has_money(facts: &Facts<'_>) -> bool {
    facts.years_of(stream(facts)).any(|year| has_money_in(facts, year)) || !facts.plan.dfg.districts.is_empty()
}

/// Returns whether there is grant money in a year.
pub(super) fn has_money_in(facts: &Facts<'_>, year: Year) -> bool {
    let some = |field: Field<Amount>| match field {
        Field::Is(amount, _) => amount.pounds > Money::ZERO,
        Field::Unreadable(_) => true,
        Field::Absent => false,
    };
    let stream = stream(facts);
    some(facts.allocation(stream, year)) || facts.holding(&[stream]).any(|source| some(source.amount.at(year)))
}

/// Returns the area's grant: as published, else as its sources hold it.
pub(super) fn area_grant(facts: &Facts<'_>, year: Year) -> Sum {
    match facts.allocation(stream(facts), year) {
        Field::Absent => facts.whole_stream(stream(facts), year),
        published => Sum::of([published]),
    }
}

/// Returns the grant beside what is passed on of it: as determined at first, or with what was added later. Either may be
/// passed on.
pub(super) fn grant_beside(facts: &Facts<'_>, year: Year, passed: &Sum) -> Sum {
    let first = area_grant(facts, year);
    if facts.allocation(stream(facts), year).is_absent() {
        return first;
    }
    Determinations::of(facts, stream(facts), None, year, first).nearest(passed)
}

/// Returns the reason for tests that need the grant of a year, which neither an allocation nor a source gives.
pub(super) fn no_grant_known(facts: &Facts<'_>, year: Year) -> Reason {
    let reason = format!("neither an allocation nor a source says what the grant of {} is", year.prose());
    Reason::from(reason).lacking(format!("allocations.{}", stream(facts)))
}

/// Returns what is passed to each district that has a line, by district id.
pub(super) fn passed<'a>(facts: &Facts<'a>, year: Year) -> BTreeMap<&'a str, Sum> {
    let mut paid: BTreeMap<&str, Sum> = BTreeMap::new();
    for line in &facts.plan.dfg.districts.items {
        if let Some(district) = line.district.str() {
            paid.entry(district).or_default().add(line.amount.at(year));
        }
    }
    paid
}

/// Returns the districts listed among the partners that no line pays.
pub(super) fn without_line<'a>(facts: &Facts<'a>) -> Vec<(&'a str, NodeId)> {
    let paid: BTreeSet<&str> = facts.plan.dfg.districts.items.iter().filter_map(|line| line.district.str()).collect();
    let districts =
        facts.partners_of(PartnerKind::District).filter_map(|partner| Some((partner.id.str()?, partner.node)));
    districts.filter(|(id, _)| !paid.contains(id)).collect()
}

/// Returns whether some line is for a district that cannot be identified: a district without a line may be meant.
pub(super) fn has_unknown_line(facts: &Facts<'_>) -> bool {
    let districts = &facts.plan.dfg.districts;
    districts.damaged || districts.iter().any(|line| line.district.str().is_none_or(|id| facts.partner(id).is_none()))
}

/// Returns the amounts that are kept back, by the district that agreed to them.
pub(super) fn agreed<'a>(facts: &Facts<'a>) -> HashMap<&'a str, Vec<&'a Retained>> {
    let mut agreed: HashMap<&str, Vec<&Retained>> = HashMap::new();
    for kept in &facts.plan.dfg.retained.items {
        for district in agreeing(kept) {
            agreed.entry(district).or_default().push(kept);
        }
    }
    agreed
}

/// Returns the districts that agreed to an amount that is kept back.
fn agreeing(retained: &Retained) -> HashSet<&str> {
    retained.agreed_by.iter().filter_map(Field::str).collect()
}

/// The amounts of a year that may be kept back and are not known.
pub(super) struct KeptUnknown<'a> {
    /// One that any district may have agreed to.
    of_any: Option<Reason>,
    /// The first that each district agreed to.
    of: HashMap<&'a str, NodeId>,
}

impl<'a> KeptUnknown<'a> {
    pub(super) fn of(facts: &Facts<'a>, year: Year) -> Self {
        let retained = &facts.plan.dfg.retained;
        let lost = || Reason::from("something in `dfg.retained` cannot be read").lacking("dfg.retained");
        let mut unknown = Self { of_any: retained.damaged.then(lost), of: HashMap::new() };
        for kept in retained {
            if kept.agreed_by.damaged {
                let node = kept.agreed_by.node.unwrap_or(kept.node);
                unknown.of_any.get_or_insert_with(|| facts.blocked_by(node, "cannot be read"));
            }
            let amount = kept.amount.at(year);
            if let Some(node) = amount.node().filter(|_| amount.is_unreadable()) {
                for district in agreeing(kept) {
                    unknown.of.entry(district).or_insert(node);
                }
            }
        }
        unknown
    }

    /// Returns why it is not known how much of a district's share may be kept: an amount it agreed to cannot be read, or
    /// who agreed to one.
    pub(super) fn by(&self, facts: &Facts<'_>, district: &str) -> Option<Reason> {
        let own = || self.of.get(district).map(|node| facts.blocked_by(*node, "cannot be read"));
        self.of_any.clone().or_else(own)
    }
}

/// Returns whether a line is for a partner that is known to be no district, so that its money is passed on to no
/// district.
pub(super) fn is_of_another(facts: &Facts<'_>, line: &crate::plan::DistrictShare) -> bool {
    let partner = line.district.str().and_then(|id| facts.partner(id));
    partner.is_some_and(|partner| partner.kind.get().is_some_and(|kind| *kind != PartnerKind::District))
}

/// Returns the districts of a retained amount that have not agreed.
pub(super) fn disagreeing(retained: &Retained) -> Vec<&str> {
    let agreeing = agreeing(retained);
    retained.districts.iter().filter_map(Field::str).filter(|id| !agreeing.contains(id)).collect()
}

/// Returns whether an amount that is kept back is agreed: at least one district agreed, and so did each it is kept
/// from.
pub(super) fn is_agreed(retained: &Retained) -> bool {
    disagreeing(retained).is_empty() && (!retained.agreed_by.is_empty() || retained.agreed_by.damaged)
}

/// Returns what is passed on or kept without what districts hand back: it is kept or passed on again, and not twice.
pub(super) fn less_returned(facts: &Facts<'_>, year: Year, mut passed: Sum) -> Sum {
    for returned in &facts.plan.dfg.returned {
        match returned.amount.at(year) {
            Field::Is(amount, node) => passed.take_away(Some(node), amount.pounds, amount.slack),
            Field::Unreadable(node) => passed.unreadable = passed.unreadable.or(Some(node)),
            Field::Absent => {}
        }
    }
    passed
}

/// Returns why it is not known what districts hand back in a year, if it is not.
pub(super) fn returned_lost(facts: &Facts<'_>, year: Year) -> Option<Reason> {
    let returned = &facts.plan.dfg.returned;
    if returned.damaged {
        return Some(Reason::from("something in `dfg.returned` cannot be read").lacking("dfg.returned"));
    }
    let mut figures = returned.iter().map(|returned| returned.amount.at(year));
    let unread = figures.find(Field::is_unreadable).and_then(|figure| figure.node());
    unread.map(|node| facts.blocked_by(node, "cannot be read"))
}

/// Returns what is kept back with the agreement of all it is kept from, and what is not.
pub(super) fn retained(facts: &Facts<'_>, year: Year, with_agreement: bool) -> Sum {
    let entries = facts.plan.dfg.retained.iter().filter(|entry| is_agreed(entry) == with_agreement);
    Sum::of(entries.map(|entry| entry.amount.at(year)))
}

/// The amount that a district is passed, beside its published share.
pub(super) struct ShortPaid<'a> {
    /// The district.
    pub(super) district: &'a str,
    /// The amount it is passed.
    pub(super) paid: Sum,
    /// Its published share.
    pub(super) share: Amount,
    /// The place of the share.
    pub(super) share_at: NodeId,
    /// The amount it agreed may be kept out of its share, as far as that is not used up by others, in pounds.
    pub(super) agreed: Money,
    /// The most by which rounding could move what it lacks, in pounds.
    pub(super) slack: Money,
}

impl ShortPaid<'_> {
    /// Returns how much it lacks.
    pub(super) fn gap(&self) -> Money {
        self.share.pounds - self.paid.total - self.agreed
    }

    /// Returns the least it must be passed: its share, less what it agreed may be kept.
    pub(super) fn required(&self) -> Money {
        self.share.pounds - self.agreed
    }
}

/// Returns how each district with a line and a published share comes out in a year: those short of it beyond what they
/// agreed may be kept, and those that are not.
pub(super) fn short_paid<'a>(facts: &Facts<'a>, year: Year) -> (Vec<ShortPaid<'a>>, Vec<ShortPaid<'a>>) {
    let mut all = Vec::new();
    for (district, paid) in passed(facts, year) {
        let share = facts.partner_allocation(district, stream(facts), year);
        if let (Field::Is(share, share_at), true) = (share, paid.is_whole()) {
            let slack = paid.slack + share.slack;
            all.push(ShortPaid { district, paid, share, share_at, agreed: Money::ZERO, slack });
        }
    }
    // A retained amount covers the shortfalls of its districts together, once: the smallest first, so that what is not
    // covered is at the district that lacks most.
    let is_short = |entry: &ShortPaid<'_>| entry.gap() > entry.slack;
    let (mut all, mut paid): (Vec<_>, Vec<_>) = all.into_iter().partition(is_short);
    all.sort_by(|a, b| (a.gap(), a.district).cmp(&(b.gap(), b.district)));
    let order: HashMap<&str, usize> = all.iter().enumerate().map(|(n, entry)| (entry.district, n)).collect();
    let kept = facts.plan.dfg.retained.iter().filter_map(|kept| {
        let amount = *kept.amount.at(year).get()?;
        let for_whom: BTreeSet<usize> = agreeing(kept).iter().filter_map(|id| order.get(id).copied()).collect();
        Some((amount.pounds + amount.slack, for_whom.into_iter().collect()))
    });
    let covered = cover(&all.iter().map(ShortPaid::gap).collect::<Vec<_>>(), kept.collect());
    for (entry, covered) in all.iter_mut().zip(covered) {
        entry.agreed = covered;
    }
    let (short, covered): (Vec<_>, Vec<_>) = all.into_iter().partition(is_short);
    paid.extend(covered);
    (short, paid)
}
