//! `year-outside-round`: a year the round does not have.

use crate::check::prelude::*;
use crate::plan::{Named, Series};

pub(super) static RULE: Rule = Rule {
    id: "year-outside-round",
    level: Level::Error,
    clause: None,
    statutory: false,
    lenient_in_drafts: false,
    summary: "a year or period the round does not have",
    why: "An amount under a year outside the round is in no sum, and is most often a slip of the year. Baselines, outturns and the past of a metric may be earlier.",
    fix: "Move the figure under the year it belongs to, or take it out.",
    fails: r#"
[totals]
pool = { 2016-17 = 27_500 }
"#,
    passes: r#"
[totals]
pool = { 2017-18 = 27_500 }
"#,
    check,
};

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if facts.round.years.is_empty() {
        return tests.not_evaluated(Case::default(), "the plan's round is not known");
    }
    let mut outside = Outside { facts, tests, failed: false };
    outside.money();
    outside.delivery();
    outside.metrics();
    let failed = outside.failed;
    tests.pass_lot(failed, 1, "set of years");
}

struct Outside<'a, 't, 'r> {
    facts: &'a Facts<'a>,
    tests: &'r mut Tests<'t>,
    failed: bool,
}

impl Outside<'_, '_, '_> {
    fn money(&mut self) {
        let plan = self.facts.plan;
        for source in &plan.sources {
            self.years(&source.amount);
            self.named(&source.of_which);
        }
        for line in &self.facts.lines {
            self.years(&line.spend.amount);
        }
        for (name, _, amounts) in &plan.allocations.streams {
            // The published baseline is of the year before the round.
            if &**name != "social-care-baseline" {
                self.years(amounts);
            }
        }
        for (_, _, shares) in &plan.allocations.by_partner {
            self.named(shares);
        }
        for totals in [&plan.totals.named, &plan.totals.by_priority, &plan.totals.by_partner, &plan.totals.by_commissioner, &plan.earmarks] {
            self.named(totals);
        }
    }

    fn delivery(&mut self) {
        let plan = self.facts.plan;
        for district in &plan.dfg.districts {
            self.years(&district.amount);
        }
        for retained in &plan.dfg.retained {
            self.years(&retained.amount);
        }
        for pool in &plan.risk_pools {
            self.years(&pool.amount);
        }
        self.years(&plan.social_care.minimum);
        self.years(&plan.out_of_hospital.minimum);
        self.years(&plan.performance.amount);
        if let Some(contingency) = &plan.out_of_hospital.contingency {
            self.years(&contingency.amount);
            self.years(&contingency.reductions);
        }
    }

    /// Earlier periods of a metric are history; later ones belong to no plan of this round.
    fn metrics(&mut self) {
        let last = self.facts.round.last_year();
        for metric in &self.facts.plan.metrics {
            for series in [&metric.target, &metric.operating_plan, &metric.additional_reduction] {
                for (period, field) in &series.entries {
                    if period.financial_year() > last {
                        self.report(period.prose(), *period, field.node());
                    }
                }
            }
        }
    }

    fn named(&mut self, named: &Named<Amounts>) {
        for (_, _, amounts) in named {
            self.years(amounts);
        }
    }

    fn years<T>(&mut self, series: &Series<Year, T>) {
        for (year, field) in &series.entries {
            if !self.facts.round.has_year(*year) {
                self.report(year.prose(), (*year).into(), field.node());
            }
        }
    }

    fn report(&mut self, words: String, period: Period, node: Option<NodeId>) {
        let Some(node) = node else { return };
        self.failed = true;
        let round = self.facts.round;
        let years: Vec<String> = round.years.iter().map(|year| year.prose()).collect();
        let message = format!("{words} is not a year of {}", round.id);
        let failure = Failure::new(Case::in_period(period, "year"), Place::Key(node), message);
        self.tests.fail(failure.help(format!("its years are {}", years.join(" and "))));
    }
}
