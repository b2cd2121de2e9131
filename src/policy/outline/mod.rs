//! A round laid out for people and programs: sections of facts, each with the clause it rests on.
//!
//! Whatever shows a round or compares two reads this and nothing else, so a new part of the data is laid out in one
//! place.

mod asks;
mod fact;
mod money;
mod performance;

pub use fact::{Fact, Section, Value};

use super::round::Round;

impl Round {
    /// Returns everything the round says, section by section; a section with nothing in it is left out.
    pub fn outline(&self) -> Vec<Section> {
        let sections = [
            ("conditions", "National conditions", self.conditions_facts()),
            ("streams", "Streams of money", self.stream_facts()),
            ("floors", "Floors", self.floor_facts()),
            ("grants", "Grants and earmarks", self.grant_facts()),
            ("dates", "Dates", self.date_facts()),
            ("sign-offs", "Signatures", self.sign_off_facts()),
            ("transfers", "Transfers of care", self.transfer_facts()),
            ("metrics", "Metrics", self.metric_facts()),
            ("performance", "Paid for performance", self.performance_facts()),
            ("topics", "What the narrative covers", self.topic_facts()),
            ("lists", "Lists of words", self.list_facts()),
            ("national", "National figures", self.national_facts()),
        ];
        let sections = sections.into_iter().map(|(id, title, facts)| Section { id, title, facts });
        sections.filter(|section| !section.facts.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{round, round_ids};

    #[test]
    fn a_round_is_laid_out_whole() {
        for id in round_ids() {
            let round = round(id).unwrap();
            let outline = round.outline();
            let facts: Vec<&Fact> = outline.iter().flat_map(|section| &section.facts).collect();
            for clause in round.clause_ids_in_use() {
                assert!(facts.iter().any(|fact| fact.clause.as_deref() == Some(clause)), "{id}: `{clause}` is nowhere");
            }
            for section in &outline {
                let mut ids: Vec<&str> = section.facts.iter().map(|fact| fact.id.as_str()).collect();
                ids.sort_unstable();
                assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{id}: {}: {ids:?}", section.id);
            }
        }
    }
}
