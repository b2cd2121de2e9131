//! `[[metrics]]`

use crate::period::Period;
use crate::plan::field::Number;
use crate::plan::field::{Field, Named, Series, Text, Values};
use crate::plan::reader::Fields;
use crate::plan::words::{Direction, Rag, Reporting, ValueUnit};
use crate::span::NodeId;

/// A metric with its series.
#[derive(Debug)]
pub struct Metric {
    /// The entry.
    pub node: NodeId,
    /// A national metric of the round, or `local`.
    pub kind: Field<Text>,
    /// Its id; the kind when it has none.
    pub id: Field<Text>,
    /// Its name.
    pub name: Field<Text>,
    /// Why its targets are what they are.
    pub rationale: Field<Text>,
    /// What its values count; the metric's own unit unless it says otherwise.
    pub unit: Field<ValueUnit>,
    /// Which way it improves, for local metrics.
    pub better: Field<Direction>,
    /// Before the plan.
    pub baseline: Values,
    /// What is planned.
    pub target: Values,
    /// What came out.
    pub outturn: Values,
    /// The numerator of the value at a period: of the target where one is stated, else the outturn, else the baseline.
    pub numerator: Values,
    /// The denominator likewise.
    pub denominator: Values,
    /// The outturn's own, where a period has both.
    pub outturn_numerator: Values,
    /// The outturn's own, where a period has both.
    pub outturn_denominator: Values,
    /// The baseline's own, where a period has both.
    pub baseline_numerator: Values,
    /// The baseline's own, where a period has both.
    pub baseline_denominator: Values,
    /// Targets of its parts.
    pub parts: Named<Values>,
    /// Non-elective admissions: the CCG plans' figure.
    pub operating_plan: Values,
    /// Non-elective admissions: what the BCF takes off it.
    pub additional_reduction: Values,
    /// Delayed transfers: the area's rate in February 2017, days a day for every 100,000 adults.
    pub feb_2017_daily_rate: Field<Number>,
    /// How a quarter's or year's figure was made.
    pub reporting: Field<Reporting>,
    /// As published.
    pub rag: Series<Period, Rag>,
}

impl Metric {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        let kind = fields.required_text("kind");
        Self {
            node: fields.node,
            kind,
            id: fields.text("id"),
            name: fields.text("name"),
            rationale: fields.text("rationale"),
            unit: fields.word("unit"),
            better: fields.word("better"),
            baseline: fields.values("baseline"),
            target: fields.values("target"),
            outturn: fields.values("outturn"),
            numerator: fields.values("numerator"),
            denominator: fields.values("denominator"),
            outturn_numerator: fields.values("outturn_numerator"),
            outturn_denominator: fields.values("outturn_denominator"),
            baseline_numerator: fields.values("baseline_numerator"),
            baseline_denominator: fields.values("baseline_denominator"),
            parts: fields.by_name("parts", |reader, _, node| reader.series(node, super::super::reader::Reader::number)),
            operating_plan: fields.values("operating_plan"),
            additional_reduction: fields.values("additional_reduction"),
            feb_2017_daily_rate: fields.number("feb_2017_daily_rate"),
            reporting: fields.word("reporting"),
            rag: fields.by_period("rag", super::super::reader::Reader::word),
        }
    }

    /// What names it: its id, else its kind.
    pub fn key(&self) -> Option<&str> {
        self.id.str().or_else(|| self.kind.str())
    }

    /// Its series that hold values of the metric itself, with the key of each.
    pub fn value_series(&self) -> [(&'static str, &Values); 3] {
        [("target", &self.target), ("outturn", &self.outturn), ("baseline", &self.baseline)]
    }
}
