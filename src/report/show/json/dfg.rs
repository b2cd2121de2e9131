//! The Disabled Facilities Grant and its districts.

use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{At, FigureOut, by_year, stated};
use crate::money::Money;
use crate::period::Year;
use crate::view::{self, Held};

/// The Disabled Facilities Grant and how it reaches the districts.
#[derive(Serialize, JsonSchema)]
pub(super) struct DfgOut<'a> {
    /// True when districts lie below the council that holds it.
    two_tier: bool,
    /// The allocation published for the area, one figure a year.
    allocated: Vec<FigureOut>,
    /// The income of its sources, one figure a year.
    income: Vec<FigureOut>,
    /// The amount passed to the districts, one figure a year.
    passed: Vec<FigureOut>,
    /// The amount kept back, one figure a year.
    retained_by_county: Vec<FigureOut>,
    /// When the districts were paid, in words; none where the plan does not say.
    passed_on: Option<&'a str>,
    /// The use the plan gives for it.
    r#use: Option<&'a str>,
    /// Every district of the plan.
    districts: Vec<DistrictOut<'a>>,
    /// The amounts kept back, entry by entry.
    retained: Vec<RetainedOut<'a>>,
}

/// A district.
#[derive(Serialize, JsonSchema)]
struct DistrictOut<'a> {
    /// Its id; none where a line does not say.
    id: Option<&'a str>,
    /// Its name, else its id.
    name: &'a str,
    /// Its grant, a year each.
    by_year: Vec<DistrictYearOut>,
    /// The place of its line; none where it has none.
    at: Option<At<'a>>,
}

/// A district's grant in a year.
#[derive(Serialize, JsonSchema)]
struct DistrictYearOut {
    /// The financial year.
    year: Year,
    /// Its published share.
    allocated: Option<Money>,
    /// The amount it is passed, in pounds.
    passed: Option<Money>,
    /// The part of its share that it agreed may be kept, in pounds; none where that was not tested.
    kept: Option<Money>,
    /// True where a figure of it cannot be read.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unreadable: bool,
    /// The status of its share; none where that was not tested.
    status: Option<Held>,
}

/// Grant that is kept back.
#[derive(Serialize, JsonSchema)]
struct RetainedOut<'a> {
    /// The amount, one figure a year.
    by_year: Vec<FigureOut>,
    /// The names of the districts it is kept from.
    districts: &'a [String],
    /// The names of those that expressly agreed.
    agreed_by: &'a [String],
    /// The date on which they agreed, in words.
    agreed_on: Option<&'a str>,
    /// The purpose it is kept for.
    r#use: Option<&'a str>,
    /// True when it is capital; none where the plan does not say.
    capital: Option<bool>,
    /// The place in the plan.
    at: At<'a>,
}

impl<'a> DfgOut<'a> {
    /// Describes the grant of a picture, whose cells are of `years`.
    pub(super) fn new(dfg: &'a view::Dfg, years: &[Year]) -> Self {
        let year = |year: &view::DistrictYear| DistrictYearOut {
            year: year.year,
            allocated: year.allocated.pounds,
            passed: year.passed.pounds,
            kept: year.kept,
            unreadable: year.allocated.unreadable || year.passed.unreadable,
            status: year.held,
        };
        let district = |district: &'a view::District| DistrictOut {
            id: stated(&district.id),
            name: &district.name,
            by_year: district.years.iter().map(year).collect(),
            at: district.at.as_ref().map(At::from),
        };
        let retained = |kept: &'a view::Retained| RetainedOut {
            by_year: by_year(&kept.cells, years),
            districts: &kept.districts,
            agreed_by: &kept.agreed_by,
            agreed_on: kept.agreed_on.as_deref(),
            r#use: kept.usage.as_deref(),
            capital: kept.capital,
            at: At::from(&kept.at),
        };
        Self {
            two_tier: dfg.two_tier,
            allocated: by_year(&dfg.allocated, years),
            income: by_year(&dfg.income, years),
            passed: by_year(&dfg.passed, years),
            retained_by_county: by_year(&dfg.kept, years),
            passed_on: dfg.passed_on.as_deref(),
            r#use: dfg.usage.as_deref(),
            districts: dfg.districts.iter().map(district).collect(),
            retained: dfg.retained.iter().map(retained).collect(),
        }
    }
}
