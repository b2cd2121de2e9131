//! Two streams of one grant that a plan shows as one.

use super::facts::Facts;
use super::reason::Reason;
use super::sum::Sum;
use crate::money::Money;

/// One part of a grant that holds the money of another.
pub(super) struct Merged<'a> {
    /// The stream without a source.
    pub(super) missing: &'a str,
    /// The stream whose source holds the money of both.
    pub(super) holder: &'a str,
}

/// Returns the merged parts, if the plan merges them. It does where one stream agrees with the sum of both allocations
/// in every year that gives them, and the allocation of the other is not zero in all of those years.
///
/// # Errors
/// The reason why that cannot be said.
pub(super) fn merged<'a>(facts: &Facts<'a>) -> Result<Option<Merged<'a>>, Reason> {
    let Some(parts) = &facts.round.grant_parts else { return Ok(None) };
    let has = |stream: &str| facts.has_source_of(stream);
    let (held, lacking): (Vec<&str>, Vec<&str>) = parts.streams.iter().map(|word| &**word).partition(|id| has(id));
    let (&[holder], &[missing]) = (&held[..], &lacking[..]) else { return Ok(None) };
    if let Some(reason) = facts.sources_lost() {
        return Err(reason);
    }
    let (mut compared, mut proven) = (false, false);
    for year in facts.years() {
        let published = Sum::of(parts.streams.iter().map(|stream| facts.allocation(stream, year)));
        let own = facts.stream_sum(holder, year);
        if !published.is_whole() || !own.is_whole() {
            continue;
        }
        compared = true;
        if !own.agrees_with(&published) {
            return Ok(None);
        }
        // Where nothing is published for the missing part, a source as large as the other says nothing.
        proven |= facts.allocation(missing, year).get().is_some_and(|amount| amount.pounds > Money::ZERO);
    }
    if compared {
        Ok(proven.then_some(Merged { missing, holder }))
    } else {
        Err("no year has a published amount of both parts and a readable source".into())
    }
}
