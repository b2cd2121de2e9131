//! `periods-mixed`: months and quarters of one year in one series.

use std::collections::BTreeMap;

use super::measure::{self, Measure};
use crate::check::prelude::*;
use crate::plan::Values;

pub(crate) static RULE: Rule = Rule {
    id: "periods-mixed",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "months and quarters of one year in one series",
    why: "A quarter beside its own months says the same thing twice, and no two readers will add such a series up alike.",
    fix: "Give a year in months or in quarters, not in both.",
    example: r#"
[[metrics]]
kind = "delayed-transfers"
target = { 2017-04 = 270.0, 2017-05 = 270.0, 2017-18-Q2 = 775.0 }
#                                            ^^^^^^^^^^ the target of `delayed-transfers` gives 2017/18 in 2 months
#                                            and 1 quarter
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mend: 2017-18-Q1 = 805.0
"#,
    cases: &[r#"
# Months of one year beside quarters of another are two series; it is the kind there is less of that does not
# belong.
[[metrics]]
kind = "delayed-transfers"
target = { 2017-04 = 270.0, 2018-19-Q1 = 800.0, 2018-19-Q2 = 790.0, 2018-10 = 260.0 }
#                                                                   ^^^^^^^
#   the target of `delayed-transfers` gives 2018/19 in 1 month and 2 quarters
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if measure::blocked(facts, tests) {
        return;
    }
    let (mut failed, mut count) = (false, 0);
    for measure in Measure::all(facts) {
        let metric = measure.metric;
        let own = [
            ("target", &metric.target),
            ("outturn", &metric.outturn),
            ("baseline", &metric.baseline),
            ("numerator", &metric.numerator),
            ("denominator", &metric.denominator),
            ("outturn numerator", &metric.outturn_numerator),
            ("outturn denominator", &metric.outturn_denominator),
            ("baseline numerator", &metric.baseline_numerator),
            ("baseline denominator", &metric.baseline_denominator),
            ("operating plan", &metric.operating_plan),
            ("additional reduction", &metric.additional_reduction),
        ];
        let parts = metric.parts.iter().map(|(name, _, series)| (&**name, series));
        for (what, series) in own.into_iter().chain(parts).filter(|(_, series)| !series.is_absent()) {
            count += 1;
            failed |= mixed(tests, &measure, what, series);
        }
    }
    tests.pass_lot(failed, count, "series of metrics");
}

/// The periods of a year that are months, and those that are quarters.
type Halves = [Vec<(Period, NodeId)>; 2];

fn mixed(tests: &mut Tests<'_>, measure: &Measure<'_>, what: &str, series: &Values) -> bool {
    let mut years: BTreeMap<Year, Halves> = BTreeMap::new();
    for (period, node) in series.entries.iter().filter_map(|(period, field)| Some((*period, field.node()?))) {
        let half = match period {
            Period::Year(_) => continue,
            Period::Month(_) => 0,
            Period::Quarter(..) => 1,
        };
        years.entry(period.financial_year()).or_default()[half].push((period, node));
    }
    let mut failed = false;
    for (year, mut halves) in years {
        for half in &mut halves {
            half.sort_by_key(|(period, _)| period.last_month());
        }
        let [months, quarters] = &halves;
        let (Some(month), Some(quarter)) = (months.first(), quarters.first()) else { continue };
        // The finding is at the kind there is less of: that is what does not belong.
        let (odd, rest) = if months.len() < quarters.len() { (month, quarter) } else { (quarter, month) };
        failed = true;
        let counts = format!("{} and {}", counted(months.len(), "month"), counted(quarters.len(), "quarter"));
        let message = format!("the {} of {} gives {} in {counts}", shortened(what), measure.name(), year.prose());
        let failure = Failure::new(Case::in_year(year, measure.key()), Place::Key(odd.1), message);
        tests.fail(
            failure
                .label(Place::Key(rest.1), rest.0.prose())
                .help("give the year in months or in quarters, not in both"),
        );
    }
    failed
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
