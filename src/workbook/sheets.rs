//! The one table of the sheets: their names, their layout and their order.
//!
//! Their content comes from the plan format: the keys in its order, their kinds, their words and what each is for. A
//! section that is not listed here has a sheet too, behind those that are.

/// The layout of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A section that occurs once: a row a key, the value and the periods beside it.
    Form,
    /// A list: a row an entry, a column a key.
    Table,
    /// A list inside each entry of another: like a table, with a first column that says whose row it is.
    Nested(&'static str),
    /// Figures by period of each entry of a list: a row a series.
    Series(&'static str),
}

/// The sheet of a section, or of a list inside one.
#[derive(Clone, Copy, Debug)]
pub(super) struct SheetSpec {
    /// The sheet's name.
    pub(super) name: &'static str,
    /// Its dotted path in a plan.
    pub(super) path: &'static str,
    /// Its layout.
    pub(super) shape: Shape,
    /// True when it is left out of a workbook of a plan that has nothing there.
    pub(super) seldom: bool,
    /// The step of the work that it belongs to.
    pub(super) step: Step,
}

/// The steps in which a plan is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// The plan, its area and its people: in every plan.
    Plan,
    /// The money that comes in and what it is spent on: in every plan.
    Money,
    /// The sections that conditions ask for.
    Conditions,
    /// The metrics, and the risks.
    Outcomes,
    /// The agreement, who was asked, who signed, and where it is written.
    Agreement,
    /// Sums and figures stated elsewhere, what is known to differ from them, and waivers.
    Beside,
}

impl Step {
    /// Every step, in order.
    pub(super) const ALL: [Self; 6] =
        [Self::Plan, Self::Money, Self::Conditions, Self::Outcomes, Self::Agreement, Self::Beside];

    /// Returns what is done in it.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Plan => "The plan and the people",
            Self::Money => "The money",
            Self::Agreement => "The agreement",
            Self::Conditions => "What the conditions ask for",
            Self::Outcomes => "Metrics and risks",
            Self::Beside => "Beside the plan",
        }
    }

    /// Returns whether its sheets are shown in every workbook; others are where the round asks for them or the plan has
    /// something there.
    pub(super) const fn is_always_shown(self) -> bool {
        matches!(self, Self::Plan | Self::Money)
    }
}

const fn form(step: Step, path: &'static str) -> SheetSpec {
    SheetSpec { name: path, path, shape: Shape::Form, seldom: false, step }
}

const fn table(step: Step, name: &'static str, path: &'static str) -> SheetSpec {
    SheetSpec { name, path, shape: Shape::Table, seldom: false, step }
}

const fn nested(step: Step, name: &'static str, path: &'static str, of: &'static str) -> SheetSpec {
    SheetSpec { name, path, shape: Shape::Nested(of), seldom: false, step }
}

const fn seldom(sheet: SheetSpec) -> SheetSpec {
    SheetSpec { seldom: true, ..sheet }
}

/// The series of the metrics are on a separate sheet: with a column a month they would be eighty columns wide.
pub(super) const METRIC_VALUES: SheetSpec = SheetSpec {
    name: "metric values",
    path: "metrics",
    shape: Shape::Series("metric"),
    seldom: false,
    step: Step::Outcomes,
};

/// The sheets, in order.
pub(super) const SHEETS: &[SheetSpec] = &[
    form(Step::Plan, "plan"),
    form(Step::Plan, "area"),
    table(Step::Plan, "partners", "partners"),
    form(Step::Money, ALLOCATIONS),
    table(Step::Money, SOURCES, "sources"),
    table(Step::Money, "schemes", "schemes"),
    nested(Step::Money, SPEND, "schemes.spend", "scheme"),
    form(Step::Beside, "totals"),
    form(Step::Conditions, "social_care"),
    form(Step::Conditions, OUT_OF_HOSPITAL),
    form(Step::Conditions, EARMARKS),
    form(Step::Conditions, "dfg"),
    table(Step::Conditions, DISTRICTS, "dfg.districts"),
    table(Step::Conditions, RETAINED, "dfg.retained"),
    form(Step::Conditions, "transfers_of_care"),
    table(Step::Conditions, "changes", "transfers_of_care.changes"),
    table(Step::Outcomes, "metrics", "metrics"),
    METRIC_VALUES,
    seldom(form(Step::Outcomes, "performance")),
    seldom(table(Step::Outcomes, "performance payments", "performance.payments")),
    table(Step::Outcomes, "risks", "risks"),
    table(Step::Outcomes, "risk_pools", "risk_pools"),
    nested(Step::Outcomes, "risk shares", "risk_pools.shares", "risk_pool"),
    table(Step::Outcomes, "milestones", "milestones"),
    form(Step::Agreement, "section_75"),
    seldom(form(Step::Agreement, "section_256")),
    seldom(table(Step::Agreement, "section_256 payments", "section_256.payments")),
    table(Step::Agreement, "engagement", "engagement"),
    table(Step::Agreement, "sign_offs", "sign_offs"),
    table(Step::Agreement, "evidence", "evidence"),
    table(Step::Beside, "statements", "statements"),
    table(Step::Beside, "accepted", "accepted"),
    table(Step::Beside, "waivers", "waivers"),
];

/// The sheet of what was published.
pub(super) const ALLOCATIONS: &str = "allocations";
/// The sheet of the money that comes in.
pub(super) const SOURCES: &str = "sources";
/// The sheet of what it is spent on.
pub(super) const SPEND: &str = "spend";
/// The sheet of what the plan states for something inside a stream.
pub(super) const EARMARKS: &str = "earmarks";
/// The sheet of what the districts are passed.
pub(super) const DISTRICTS: &str = "dfg districts";
/// The sheet of what is kept of it by agreement.
pub(super) const RETAINED: &str = "dfg retained";
/// The sheet of the contingency.
pub(super) const OUT_OF_HOSPITAL: &str = "out_of_hospital";

/// The name of the sheet to start from.
pub(super) const README: &str = "read me";
/// The name of the sheet with the findings of the check.
pub(super) const CHECKS: &str = "checks";
/// A name of a marked copy that no sheet shows: it stays when the copy is saved, and goes with its sheet of findings.
pub(super) const MARKED: &str = "bcf_findings";
/// The name of the sheet of sums that follow what is typed.
pub(super) const GLANCE: &str = "at a glance";
/// The words of the drop-downs.
pub(super) const LISTS: &str = "lists";

/// Every sheet that is written and never read back.
pub(super) const NEVER_READ: [&str; 4] = [README, GLANCE, CHECKS, LISTS];
