//! Two plans compared by what they mean, not by their lines: money moved, entries added, removed and changed, floors
//! before and after, findings new and fixed.

mod across;
mod changes;
mod entries;
mod findings;
mod floors;
mod money;
pub mod rounds;
mod side;

pub use across::{Across, PartnerTotal, PlanPart, Standing, across};
pub use changes::{Change, Value};
pub use entries::{Changed, Entries, WholeEntry};
pub use findings::{Findings, New, Still, known, known_tests, pairs};
pub use floors::{Floor, FloorState};
pub use money::{Cell, MoneyRow, MoneyTable};
pub use side::Side;

use crate::check::{Facts, Surroundings, Verdict};
use crate::period::Date;
use crate::plan::{Plan, PlanStatus};
use crate::policy::Round;
use changes::Trees;

/// Everything that differs.
#[derive(Debug)]
pub struct Comparison<'a> {
    /// Before.
    pub old: Side<'a>,
    /// After.
    pub new: Side<'a>,
    /// The settings that the rest depends on: the round, the unit, the rounding, the status.
    pub header: Vec<Change>,
    /// Money by stream, scheme, condition and so on: only tables with a row, only rows that differ.
    pub money: Vec<MoneyTable>,
    /// `[[sources]]`
    pub sources: Entries,
    /// `[[schemes]]`
    pub schemes: Entries,
    /// `[[metrics]]`
    pub metrics: Entries,
    /// Every floor either side was tested against.
    pub floors: Vec<Floor>,
    /// The findings.
    pub findings: Findings<'a>,
    /// Everything else the plan says.
    pub other: Vec<Change>,
}

impl<'a> Comparison<'a> {
    /// Compares two plans that were checked on the same day, each with its own settings.
    pub fn new(old: Side<'a>, new: Side<'a>, today: Date) -> Self {
        let nothing = Plan::read(String::new());
        let plan = |side: &Side<'a>| side.checked.map_or(&nothing, |checked| &checked.plan);
        let (before, after) = (plan(&old), plan(&new));
        let trees = Trees::new(before, after);
        let both = old.checked.is_some() && new.checked.is_some();
        let unknown = Round::default();
        let (old_round, new_round) = (round_of(&old).unwrap_or(&unknown), round_of(&new).unwrap_or(&unknown));
        let around = Surroundings::default();
        let facts = [Facts::new(before, old_round, today, &around), Facts::new(after, new_round, today, &around)];
        let found = |side: &Side<'a>| side.checked.map_or(&[][..], |checked| &checked.findings);
        Self {
            header: if both { header(before, after) } else { Vec::new() },
            money: money::tables(&facts),
            sources: entries::sources(&trees),
            schemes: entries::schemes(&trees),
            metrics: entries::metrics(&trees),
            floors: floors::floors([&old, &new], &facts),
            findings: Findings::new(found(&old), found(&new)),
            // Of a plan that is wholly new every line is; the entries and the money say what there is to say.
            other: if both { trees.rest() } else { Vec::new() },
            old,
            new,
        }
    }

    /// Returns whether the two mean the same.
    pub fn is_same(&self) -> bool {
        let entries = [&self.sources, &self.schemes, &self.metrics].iter().all(|entries| entries.is_same());
        let findings = self.findings.new.is_empty() && self.findings.fixed.is_empty();
        let shown = self.header.is_empty() && self.money.is_empty() && self.other.is_empty();
        entries && findings && shown && self.old.checked.is_some() == self.new.checked.is_some()
    }

    /// Decides the verdict on the new plan, what the old one had being known. A plan that is gone gets none.
    pub fn verdict(&self) -> Verdict {
        let Some(new) = self.new.checked else { return Verdict::of_all([], 1) };
        let Some(old) = self.old.checked else { return new.verdict() };
        let (findings, tests) = (known(&old.findings, &new.findings), known_tests(old, new));
        new.verdict_beside(&|n| findings[n].is_known, &|n| tests[n])
    }
}

/// Returns the round a side is judged by, where it is known.
fn round_of<'a>(side: &Side<'a>) -> Option<&'a Round> {
    side.checked.and_then(|checked| checked.under.as_deref())
}

/// Returns the years a plan says it covers.
fn years(plan: &Plan) -> Option<String> {
    let named: Vec<String> = plan.header.years.iter().filter_map(|year| Some(year.get()?.to_string())).collect();
    (!named.is_empty()).then(|| named.join(", "))
}

/// Returns what the figures and the findings are to be read by.
fn header(old: &Plan, new: &Plan) -> Vec<Change> {
    let says = |plan: &Plan| {
        let status = plan.header.status.get().copied().or(plan.header.status.is_absent().then_some(PlanStatus::Draft));
        [
            ("round", plan.header.round.str().map(|text| Value::Text(text.to_owned()))),
            ("money", Some(Value::Text(format!("{:?}", plan.unit()).to_lowercase()))),
            ("rounded_to", plan.header.rounded_to.get().map(|amount| Value::Money(amount.pounds))),
            ("years", years(plan).map(Value::Text)),
            ("status", status.map(|status| Value::Text(status.word().to_owned()))),
            ("approved_with", plan.header.approved_with.str().map(|text| Value::Text(text.to_owned()))),
        ]
    };
    let pairs = says(old).into_iter().zip(says(new));
    let differ = pairs.filter(|((_, old), (_, new))| old != new);
    differ.map(|((key, old), (_, new))| Change { path: format!("plan.{key}"), old, new }).collect()
}
