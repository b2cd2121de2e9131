//! The part of the fund that is paid for performance.

use super::fact::{Fact, percent};
use crate::policy::Round;

impl Round {
    pub(super) fn performance_facts(&self) -> Vec<Fact> {
        let Some(performance) = &self.performance else { return Vec::new() };
        let part = format!("{} of {} in {}", performance.part, performance.fund, performance.year.prose());
        let mut facts =
            vec![Fact::new("performance", "the part paid for performance", Some(&performance.clause)).text(part)];
        if let Some(clause) = &performance.sized_clause {
            let what = "an area may size its part by the admissions it avoids";
            facts.push(Fact::new("performance.sized", what, Some(clause)));
        }
        if let Some(halves) = &performance.halves {
            let (from, by) = (halves.second_from.prose(), halves.second_by.prose());
            let days = format!("half on {}, half from {from} to {by}", halves.first_on.prose());
            facts.push(Fact::new("performance.halves", "when it is paid", Some(&halves.clause)).text(days));
        }
        if let Some(least) = &performance.reduction {
            let (what, text) = ("reduction of emergency admissions", percent(least.percent.0));
            facts.push(Fact::new("performance.reduction", what, Some(&least.clause)).text(format!("at least {text}")));
        }
        if let Some(cost) = &performance.admission_cost {
            let text = format!("{} to {} is plausible", cost.plausible_from, cost.plausible_to);
            let fact = Fact::new("performance.admission-cost", "cost of an admission", Some(&cost.clause));
            facts.push(fact.text(text));
        }
        facts
    }
}
