//! Sums of money that may each go to some of several gaps, shared out so that as many gaps as can be are closed.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::money::Money;

/// A sum, and the gaps it may go to.
type Offer = (Money, Vec<usize>);

/// Returns how much of each gap the offers close together. Each pound is used once. The gaps are closed in their order,
/// and no gap loses money that it was given. The order of the offers makes no difference: where a later gap needs an
/// offer that was used for an earlier one, another offer takes its place there.
pub(super) fn cover(gaps: &[Money], offers: Vec<Offer>) -> Vec<Money> {
    let mut shares = Shares::new(gaps.len(), offers);
    let close = |(gap, need): (usize, &Money)| {
        let mut got = Money::ZERO;
        while got < *need {
            let Some(chain) = shares.chain(gap) else { break };
            got += shares.pass_along(&chain, *need - got);
        }
        got
    };
    gaps.iter().enumerate().map(close).collect()
}

/// The rest of each offer, and the shares taken of it.
struct Shares {
    left: Vec<Money>,
    /// The offers that may go to each gap.
    open_to: Vec<Vec<usize>>,
    /// The amount given, by offer and gap.
    given: BTreeMap<(usize, usize), Money>,
    /// The offers from which no chain leads to one with something left.
    spent: BTreeSet<usize>,
}

/// A gap, and the offer that is to go to it.
type Move = (usize, usize);

impl Shares {
    fn new(gaps: usize, offers: Vec<Offer>) -> Self {
        let mut open_to = vec![Vec::new(); gaps];
        for (offer, (_, for_whom)) in offers.iter().enumerate() {
            for gap in for_whom {
                open_to[*gap].push(offer);
            }
        }
        Self {
            left: offers.into_iter().map(|(left, _)| left).collect(),
            open_to,
            given: BTreeMap::new(),
            spent: BTreeSet::new(),
        }
    }

    /// Returns the gaps an offer has gone to.
    fn takers(&self, offer: usize) -> impl Iterator<Item = usize> {
        let given = self.given.range((offer, 0)..=(offer, usize::MAX));
        given.filter(|(_, pounds)| **pounds > Money::ZERO).map(|((_, gap), _)| *gap)
    }

    /// Returns the shortest chain that brings more money to a gap: an offer for it, the gap that offer went to, another
    /// offer for that one, and so on to an offer with something left.
    fn chain(&mut self, gap: usize) -> Option<Vec<Move>> {
        let mut reached: BTreeMap<usize, (usize, Option<usize>)> = BTreeMap::new();
        let mut seen = BTreeSet::from([gap]);
        let mut waiting = VecDeque::from([(gap, None)]);
        while let Some((at, through)) = waiting.pop_front() {
            for offer in &self.open_to[at] {
                if self.spent.contains(offer) || reached.contains_key(offer) {
                    continue;
                }
                reached.insert(*offer, (at, through));
                if self.left[*offer] > Money::ZERO {
                    let step = |offer: &usize| reached[offer].1;
                    let offers = std::iter::successors(Some(*offer), step);
                    let mut moves: Vec<Move> = offers.map(|offer| (reached[&offer].0, offer)).collect();
                    moves.reverse();
                    return Some(moves);
                }
                waiting.extend(self.takers(*offer).filter(|gap| seen.insert(*gap)).map(|gap| (gap, Some(*offer))));
            }
        }
        // No money is left anywhere these offers lead to, nor will be: no later chain can come out of them again.
        self.spent.extend(reached.into_keys());
        None
    }

    /// Moves as much along a chain as its narrowest link allows, and no more than `most`. Returns the amount.
    fn pass_along(&mut self, chain: &[Move], most: Money) -> Money {
        let Some((_, last)) = chain.last() else { return Money::ZERO };
        // Each offer leaves the gap the next one comes to.
        let leaves: Vec<(usize, usize)> = chain.windows(2).map(|pair| (pair[0].1, pair[1].0)).collect();
        let given = leaves.iter().filter_map(|leave| self.given.get(leave).copied());
        let amount = given.fold(most.min(self.left[*last]), Money::min);
        for (gap, offer) in chain {
            *self.given.entry((*offer, *gap)).or_default() += amount;
        }
        for leave in leaves {
            let given = self.given.entry(leave).or_default();
            *given = *given - amount;
        }
        self.left[*last] = self.left[*last] - amount;
        amount
    }
}

#[cfg(test)]
mod tests {
    use super::cover;
    use crate::money::Money;

    fn covered(gaps: &[i64], offers: &[(i64, &[usize])]) -> Vec<i128> {
        let gaps: Vec<Money> = gaps.iter().copied().map(Money::from_pounds).collect();
        let offers = offers.iter().map(|(amount, gaps)| (Money::from_pounds(*amount), gaps.to_vec())).collect();
        cover(&gaps, offers).into_iter().map(|money| money.pence() / 100).collect()
    }

    #[test]
    fn the_order_of_the_offers_makes_no_difference() {
        assert_eq!(covered(&[65, 120], &[(120, &[0, 1]), (65, &[0])]), [65, 120]);
        assert_eq!(covered(&[65, 120], &[(65, &[0]), (120, &[0, 1])]), [65, 120]);
        assert_eq!(covered(&[10, 20, 30], &[(30, &[0, 1, 2]), (20, &[0, 1]), (10, &[0])]), [10, 20, 30]);
        assert_eq!(covered(&[10, 20, 30], &[(25, &[0, 1, 2]), (20, &[0, 1]), (10, &[0])]), [10, 20, 25]);
    }

    #[test]
    fn no_pound_is_used_twice() {
        assert_eq!(covered(&[50, 50], &[(60, &[0, 1])]), [50, 10]);
        assert_eq!(covered(&[50], &[]), [0]);
    }
}
