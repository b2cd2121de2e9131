//! `[[metrics]]`
#![expect(missing_docs, reason = "the sentence of each key stands beside it")]

use crate::period::Period;
use crate::plan::field::{Field, Named, Number, Series, Text, Values};
use crate::plan::form::{Form, Section};
use crate::plan::kinds::{named_values, number, optional_id, ranges, ratings, round_word, text, values, word};
use crate::plan::shape::Role::History;
use crate::plan::shape::{NamesOf, WordList};
use crate::plan::words::{Direction, Rag, Reporting};
use crate::span::NodeId;
use crate::unit::Unit;

/// A metric with its series.
#[derive(Debug)]
pub struct Metric {
    /// The node of the entry's table.
    pub node: NodeId,
    pub kind: Field<Text>,
    pub id: Field<Text>,
    pub name: Field<Text>,
    pub unit: Field<Unit>,
    pub better: Field<Direction>,
    pub reporting: Field<Reporting>,
    pub rationale: Field<Text>,
    pub how: Field<Text>,
    pub disputed: Field<Text>,
    pub baseline: Values,
    pub target: Values,
    pub outturn: Values,
    pub parts: Named<Values>,
    pub numerator: Values,
    pub denominator: Values,
    pub operating_plan: Values,
    pub additional_reduction: Values,
    pub rag: Series<Period, Rag>,
    pub outturn_numerator: Values,
    pub outturn_denominator: Values,
    pub baseline_numerator: Values,
    pub baseline_denominator: Values,
    pub feb_2017_daily_rate: Field<Number>,
    pub same_day_share: Values,
    pub delayed_days: Values,
}

impl Section for Metric {
    const NOUN: &'static str = "metric";
    const SAYS: &'static str = "A metric with its values by period.";
    const KNOWN_BY: Option<&'static str> = Some("kind");

    fn read<F: Form>(form: &mut F) -> Self {
        let kind = round_word(WordList::Metrics, "kind", "A national metric of the round, or local.").or_id();
        Self {
            node: form.node(),
            kind: form.field(kind.required().lasts()),
            id: form.field(
                optional_id()
                    .saying("A name of its own; the kind when it has none. A second metric of a kind needs one."),
            ),
            name: form.field(text("name", "What people call it.").lasts()),
            unit: form
                .field(word("unit", "What its values count; the metric's own unit unless it says otherwise.").lasts()),
            better: form.field(word("better", "Which way a local metric improves.").lasts()),
            reporting: form.field(word(
                "reporting",
                "How the figure of a quarter or a year was made; in that period unless it says otherwise.",
            )),
            rationale: form.field(text("rationale", "Why its targets are what they are.")),
            how: form.field(text("how", "How the targets are to be met.")),
            disputed: form.field(text("disputed", "Why the data are questioned.")),
            baseline: form.field(values(History, "baseline", "The values before the plan.")),
            target: form.field(ranges(
                History,
                "target",
                "The values that are planned, each a number or a range { from = 4.5, to = 5 }, of which the milder end is tested.",
            )),
            outturn: form.field(values(History, "outturn", "The values that came out.")),
            parts: form.field(named_values(
                NamesOf::Any,
                History,
                "parts",
                "Targets of its parts, such as nhs, social-care and joint, each by period.",
            )),
            numerator: form.field(values(
                History,
                "numerator",
                "What is counted: of the target where one is stated, else of the outturn, else of the baseline.",
            )),
            denominator: form.field(values(
                History,
                "denominator",
                "What it is divided by: of the target where one is stated, else of the outturn, else of the baseline.",
            )),
            operating_plan: form.field(values(
                History,
                "operating_plan",
                "Non-elective admissions: the figure of the CCGs' operating plans.",
            )),
            additional_reduction: form.field(values(
                History,
                "additional_reduction",
                "Non-elective admissions: what the fund takes off the operating plans' figure.",
            )),
            rag: form.field(ratings(History, "rag", "How each period was rated, as published.")),
            outturn_numerator: form.field(values(
                History,
                "outturn_numerator",
                "What is counted in the outturn, where a period has a target too.",
            )),
            outturn_denominator: form.field(values(
                History,
                "outturn_denominator",
                "What the outturn is divided by, where a period has a target too.",
            )),
            baseline_numerator: form.field(values(
                History,
                "baseline_numerator",
                "What is counted in the baseline, where a period has a target too.",
            )),
            baseline_denominator: form.field(values(
                History,
                "baseline_denominator",
                "What the baseline is divided by, where a period has a target too.",
            )),
            feb_2017_daily_rate: form.field(number(
                "feb_2017_daily_rate",
                "Delayed transfers: the area's rate in February 2017, days a day for every 100,000 adults.",
            )),
            same_day_share: form.field(values(
                History,
                "same_day_share",
                "Average delay of discharges: the share discharged on the day they were ready, in percent, of the target where one is stated, else of the outturn, else of the baseline.",
            )),
            delayed_days: form.field(values(
                History,
                "delayed_days",
                "Average delay of discharges: the average days of those discharged later, of the target where one is stated, else of the outturn, else of the baseline.",
            )),
        }
    }
}

impl Metric {
    /// Returns what names it: its id, else its kind.
    pub fn key(&self) -> Option<&str> {
        self.id.str().or_else(|| self.kind.str())
    }

    /// Returns its series that hold values of the metric itself, with the key of each.
    pub fn value_series(&self) -> [(&'static str, &Values); 3] {
        [("target", &self.target), ("outturn", &self.outturn), ("baseline", &self.baseline)]
    }
}
