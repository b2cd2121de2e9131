//! The choice among mends that explain findings: which is the likely cause, and which are as likely as each other.

use super::candidate::Candidate;

/// The most mends that are said to be as likely as each other.
const EQUALS: usize = 5;

/// A mend that explains findings.
pub(super) struct Explanation<'a> {
    pub(super) candidate: &'a Candidate,
    pub(super) explains: Vec<usize>,
}

/// Mends of the same findings that are equally likely, in the order of the file.
pub(super) struct Choice<'a> {
    pub(super) of: Vec<&'a Candidate>,
    pub(super) explains: Vec<usize>,
    /// True when none of them is named: there are too many, or they are values of one figure, of which any would do.
    pub(super) is_open: bool,
}

/// Returns for each group of findings the mends that explain them best.
pub(super) fn choose(mut left: Vec<Explanation<'_>>) -> Vec<Choice<'_>> {
    let mut choices = Vec::new();
    while let Some(best) = left.iter().min_by(|a, b| order(a).cmp(&order(b))) {
        let (rank, explains) = (best.candidate.rank, best.explains.clone());
        let overlaps = |other: &Explanation<'_>| other.explains.iter().any(|n| explains.binary_search(n).is_ok());
        let mut of: Vec<&Candidate> = left
            .iter()
            .filter(|other| other.candidate.rank == rank && other.explains == explains)
            .map(|other| other.candidate)
            .collect();
        of.sort_by(|a, b| a.edits.cmp(&b.edits));
        of.dedup_by(|a, b| a.edits == b.edits);
        let exact: Vec<&Candidate> = of.iter().copied().filter(|one| !one.is_rough).collect();
        of.retain(|one| !(one.is_rough && exact.iter().any(|other| other.places() == one.places())));
        let is_one_place = of.iter().all(|one| of.first().is_some_and(|first| one.places() == first.places()));
        let is_open = of.len() > EQUALS || of.len() > 1 && is_one_place;
        left.retain(|other| !overlaps(other));
        choices.push(Choice { of, explains, is_open });
    }
    choices.sort_by(|a, b| a.explains.cmp(&b.explains));
    choices
}

/// Returns the key that puts the mend that explains best first: the likeliest ground, then the most findings.
fn order<'a>(one: &'a Explanation<'_>) -> impl Ord + use<'a> {
    let rank = one.candidate.rank;
    (rank.ground, std::cmp::Reverse(one.explains.len()), rank, &one.candidate.edits)
}
