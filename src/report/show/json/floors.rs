//! The floors of a plan.

use schemars::JsonSchema;
use serde::Serialize;

use super::parts::At;
use crate::money::Money;
use crate::period::Period;
use crate::report::json::{ClauseOut, Exact, RuleId};
use crate::view::{self, Held};

/// A floor in a year: the least a sum may be, and what the plan has.
#[derive(Serialize, JsonSchema)]
pub(super) struct FloorOut<'a> {
    /// The rule that tests it.
    rule: RuleId<'a>,
    /// The subject of the test, as the test records it: a stream's name, a district's id.
    subject: &'a str,
    /// The same as people call it.
    name: &'a str,
    /// The year, quarter or month it is about.
    year: Option<Period>,
    /// The status of the floor.
    status: Held,
    /// True when it is met only because rounding can explain the difference.
    within_rounding: bool,
    /// The least it may be; none where it was not evaluated.
    required: Option<Money>,
    /// The planned amount, in pounds; none where it was not evaluated.
    planned: Option<Money>,
    /// The amount above the minimum, in pounds; negative when the plan is short of it.
    headroom: Option<Money>,
    /// The headroom in percent of what is required, to a tenth; none where nothing is required.
    headroom_percent: Option<Exact>,
    /// The largest difference that rounding could explain, in pounds.
    slack: Option<Money>,
    /// The reason it was not evaluated; where it is missed, the message of the finding; where it is waived, the reason
    /// given.
    reason: Option<&'a str>,
    /// The clause that asks for it.
    clause: Option<ClauseOut<'a>>,
    /// The place of its largest figure.
    at: Option<At<'a>>,
}

impl<'a> From<&'a view::Floor> for FloorOut<'a> {
    fn from(floor: &'a view::Floor) -> Self {
        Self {
            rule: RuleId(floor.rule),
            subject: &floor.subject,
            name: &floor.name,
            year: floor.year,
            status: floor.held,
            within_rounding: floor.is_within_rounding(),
            required: floor.required,
            planned: floor.planned,
            headroom: floor.headroom(),
            headroom_percent: floor.percent().map(Exact),
            slack: floor.slack,
            reason: floor.reason.as_deref(),
            clause: floor.clause.as_ref().map(ClauseOut::from),
            at: floor.at.as_ref().map(At::from),
        }
    }
}
