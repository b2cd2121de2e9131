//! The percentages and days of a round by the clause that gives them, for those who repeat one.

use rust_decimal::Decimal;

use super::round::Round;
use crate::period::Date;

/// A fact of a round that can be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// A day by which something was to be done.
    Day(Date),
    /// A percentage.
    Percent(Decimal),
}

impl Round {
    /// Returns the days and percentages that a clause gives, each once. National amounts are not among them: some only
    /// bound what a clause says.
    pub fn said_by(&self, clause: &str) -> Vec<Said> {
        let mut all: Vec<(&str, Said)> = Vec::new();
        let passed = self.dfg.iter().filter_map(|dfg| dfg.passed_by.as_ref());
        let days = self.submissions().chain(self.section_75_days()).chain(passed);
        all.extend(days.map(|day| (day.clause.as_str(), Said::Day(day.by))));
        all.extend(self.stages.iter().map(|stage| (stage.clause.as_str(), Said::Day(stage.by))));
        for floor in &self.floors {
            let uplifts = floor.uplift.iter().map(|(_, uplift)| Said::Percent(uplift.0));
            all.extend(floor.uplift_clause.iter().flat_map(|id| uplifts.clone().map(move |said| (id.as_str(), said))));
            all.extend(floor.share.iter().map(|share| (share.clause.as_str(), Said::Percent(share.percent.0))));
        }
        all.extend(self.caps.iter().map(|cap| (cap.clause.as_str(), Said::Percent(cap.percent.0))));
        let mut said: Vec<Said> = Vec::new();
        for (_, fact) in all.into_iter().filter(|(id, _)| *id == clause) {
            if !said.contains(&fact) {
                said.push(fact);
            }
        }
        said
    }
}
