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
}

const fn form(path: &'static str) -> SheetSpec {
    SheetSpec { name: path, path, shape: Shape::Form, seldom: false }
}

const fn table(name: &'static str, path: &'static str) -> SheetSpec {
    SheetSpec { name, path, shape: Shape::Table, seldom: false }
}

const fn nested(name: &'static str, path: &'static str, of: &'static str) -> SheetSpec {
    SheetSpec { name, path, shape: Shape::Nested(of), seldom: false }
}

const fn seldom(sheet: SheetSpec) -> SheetSpec {
    SheetSpec { seldom: true, ..sheet }
}

/// The series of the metrics are on a separate sheet: with a column a month they would be eighty columns wide.
pub(super) const METRIC_VALUES: SheetSpec =
    SheetSpec { name: "metric values", path: "metrics", shape: Shape::Series("metric"), seldom: false };

/// The sheets, in order.
pub(super) const SHEETS: &[SheetSpec] = &[
    form("plan"),
    form("area"),
    table("partners", "partners"),
    table("sign_offs", "sign_offs"),
    table("engagement", "engagement"),
    form("section_75"),
    seldom(form("section_256")),
    seldom(table("section_256 payments", "section_256.payments")),
    form("allocations"),
    table("sources", "sources"),
    form("earmarks"),
    table("schemes", "schemes"),
    nested("spend", "schemes.spend", "scheme"),
    form("totals"),
    form("social_care"),
    form("out_of_hospital"),
    form("dfg"),
    table("dfg districts", "dfg.districts"),
    table("dfg retained", "dfg.retained"),
    form("transfers_of_care"),
    table("changes", "transfers_of_care.changes"),
    table("metrics", "metrics"),
    METRIC_VALUES,
    table("risk_pools", "risk_pools"),
    nested("risk shares", "risk_pools.shares", "risk_pool"),
    seldom(form("performance")),
    seldom(table("performance payments", "performance.payments")),
    table("risks", "risks"),
    table("milestones", "milestones"),
    table("evidence", "evidence"),
    table("statements", "statements"),
    table("waivers", "waivers"),
];

/// Sheets that are written and never read back.
pub(super) const README: &str = "read me";
/// The name of the sheet with the findings of the check.
pub(super) const CHECKS: &str = "checks";
/// A name of a marked copy that no sheet shows: it stays when the copy is saved, and goes with its sheet of findings.
pub(super) const MARKED: &str = "bcf_findings";
/// The words of the drop-downs.
pub(super) const LISTS: &str = "lists";
