//! The picture of a plan as JSON: `bcf.show/1`.

mod capacity;
mod dfg;
mod floors;
mod metrics;
mod money;
mod outturn;
mod parts;
mod risk_pools;

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use self::capacity::CapacityOut;
use self::dfg::DfgOut;
use self::floors::FloorOut;
use self::metrics::MetricOut;
use self::money::MoneyOut;
use self::outturn::OutturnOut;
pub(in crate::report) use self::parts::At;
use self::parts::stated;
use self::risk_pools::{ContingencyOut, PoolOut};
use super::Show;
use crate::period::Year;
use crate::report::json::{Envelope, Format, to_writer};
use crate::view::{self, Picture};

/// Writes the report.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(show: &Show<'_>, out: &mut dyn Write) -> io::Result<()> {
    to_writer(&Envelope::new(show.today, ShowOut::new(show)), 2, out)
}

/// A plan as people look at it.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct ShowOut<'a> {
    /// The path of the plan, with /.
    path: &'a str,
    /// The planning round the plan names; none where it names none.
    round: Option<&'a str>,
    /// The common name of the round; none where the program does not know it.
    round_name: Option<&'a str>,
    /// The area's name, if the plan says.
    area: Option<&'a str>,
    /// The title of the plan, if it has one.
    title: Option<&'a str>,
    /// True when the plan is a draft.
    draft: bool,
    /// The years of every table: the round's, else those the plan's own figures name.
    years: &'a [Year],
    /// The parts of the plan that cannot be read, and so are not shown, in the order of the file.
    unreadable: Vec<UnreadableOut<'a>>,
    /// Money in and out.
    money: MoneyOut<'a>,
    /// The outturn beside the plan; none where the plan does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    outturn: Option<OutturnOut<'a>>,
    /// Every floor, tightest first.
    floors: Vec<FloorOut<'a>>,
    /// The Disabled Facilities Grant and its districts; none where the plan has no such grant.
    dfg: Option<DfgOut<'a>>,
    /// Every metric of the plan, in its order, then the share of beds where the plan gives one.
    metrics: Vec<MetricOut<'a>>,
    /// Every service of which the plan states demand and capacity, in its order.
    capacity: Vec<CapacityOut<'a>>,
    /// Every risk pool of the plan, in its order.
    risk_pools: Vec<PoolOut<'a>>,
    /// The contingency against missed reductions of admissions, if the plan has one.
    contingency: Option<ContingencyOut<'a>>,
}

impl Format for ShowOut<'_> {
    const NAME: &'static str = "bcf.show/1";
    const TITLE: &'static str = "Plan as bcf shows it";
    const SAYS: &'static str = "The report of bcf show --format json.";
}

impl<'a> ShowOut<'a> {
    fn new(show: &Show<'a>) -> Self {
        let picture: &'a Picture = show.picture;
        let years = &picture.years;
        let unreadable =
            |entry: &'a view::Unreadable| UnreadableOut { message: &entry.message, at: At::from(&entry.at) };
        Self {
            path: &picture.path,
            round: picture.round.as_deref(),
            round_name: stated(&picture.round_name),
            area: picture.area.as_deref(),
            title: picture.title.as_deref(),
            draft: picture.draft,
            years,
            unreadable: picture.unreadable.iter().map(unreadable).collect(),
            money: MoneyOut::new(&picture.money, years),
            outturn: picture.outturn.as_ref().map(|outturn| OutturnOut::new(outturn, years)),
            floors: picture.floors.iter().map(FloorOut::from).collect(),
            dfg: picture.dfg.as_ref().map(|dfg| DfgOut::new(dfg, years)),
            metrics: picture.metrics.iter().map(MetricOut::from).collect(),
            capacity: picture.capacity.iter().map(CapacityOut::from).collect(),
            risk_pools: picture.risk_pools.iter().map(|pool| PoolOut::new(pool, years)).collect(),
            contingency: picture.contingency.as_ref().map(|pool| ContingencyOut::new(pool, years)),
        }
    }
}

/// Something the plan says that cannot be read.
#[derive(Serialize, JsonSchema)]
struct UnreadableOut<'a> {
    /// The reason, in the words of the finding.
    message: &'a str,
    /// The place in the plan.
    at: At<'a>,
}
