//! Plan against outturn.

use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{FigureOut, by_year, stated};
use crate::money::Money;
use crate::period::Year;
use crate::view;

/// The outturn: what became of the money.
#[derive(Serialize, JsonSchema)]
pub(super) struct OutturnOut<'a> {
    /// The streams and schemes of which the plan says what was spent, in its order.
    rows: Vec<OutturnRowOut<'a>>,
    /// The whole fund.
    whole: OutturnRowOut<'a>,
    /// The difference the plan itself gives, a year each; below zero where less was spent.
    stated: Vec<FigureOut>,
    /// The amounts held back, a year each.
    withheld: Vec<FigureOut>,
    /// The names of those who bore the difference, or kept it.
    borne_by: &'a [String],
    /// Anything else the plan says of it.
    note: Option<&'a str>,
}

/// A part of the fund beside what was spent of it.
#[derive(Serialize, JsonSchema)]
struct OutturnRowOut<'a> {
    /// One of stream, scheme and fund.
    of: &'static str,
    /// Its key; none for the whole fund, and where it has none.
    key: Option<&'a str>,
    /// As people call it.
    name: &'a str,
    /// The planned amounts, a year each.
    planned: Vec<FigureOut>,
    /// The amounts spent, a year each.
    spent: Vec<FigureOut>,
    /// The amounts spent less those planned, a year each.
    differences: Vec<DifferenceOut>,
}

/// A difference of a year.
#[derive(Serialize, JsonSchema)]
struct DifferenceOut {
    /// The financial year.
    year: Year,
    /// The difference; none where not every part says what was spent.
    pounds: Option<Money>,
}

impl<'a> OutturnOut<'a> {
    /// Describes the outturn of a picture, whose cells are of `years`.
    pub(super) fn new(outturn: &'a view::Outturn, years: &[Year]) -> Self {
        let row = |row: &'a view::OutturnRow| OutturnRowOut {
            of: row.of,
            key: stated(&row.key),
            name: &row.name,
            planned: by_year(&row.planned, years),
            spent: by_year(&row.spent, years),
            differences: years
                .iter()
                .zip(&row.differences)
                .map(|(year, pounds)| DifferenceOut { year: *year, pounds: *pounds })
                .collect(),
        };
        Self {
            rows: outturn.rows.iter().map(row).collect(),
            whole: row(&outturn.whole),
            stated: by_year(&outturn.stated, years),
            withheld: by_year(&outturn.withheld, years),
            borne_by: &outturn.borne_by,
            note: outturn.note.as_deref(),
        }
    }
}
