//! The one table of the sheets: their names, their order, and the order of their columns.
//!
//! It says where things stand, not what there is: the keys, their kinds, their words and what each is for come from the
//! plan format's own schema. A key or a section that is not listed here has a place all the same, behind those that are.

/// How a sheet is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A section that stands once: a row a key, the value and the periods beside it.
    Form,
    /// A list: a row an entry, a column a key.
    Table,
    /// A list inside each entry of another: like a table, with a first column that says whose row it is.
    Nested(&'static str),
    /// Figures by period of each entry of a list: a row a series.
    Series(&'static str),
}

/// Where a section, or a list inside one, stands in a workbook.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// The sheet's name.
    pub(super) name: &'static str,
    /// Its dotted path in a plan.
    pub(super) path: &'static str,
    /// Its layout.
    pub(super) shape: Shape,
    /// Whether it is left out of a workbook when the plan has nothing there.
    pub(super) seldom: bool,
    /// The first keys, in order.
    pub(super) keys: &'static [&'static str],
}

const fn form(path: &'static str, keys: &'static [&'static str]) -> Place {
    Place { name: path, path, shape: Shape::Form, seldom: false, keys }
}

const fn table(name: &'static str, path: &'static str, keys: &'static [&'static str]) -> Place {
    Place { name, path, shape: Shape::Table, seldom: false, keys }
}

const fn nested(name: &'static str, path: &'static str, of: &'static str, keys: &'static [&'static str]) -> Place {
    Place { name, path, shape: Shape::Nested(of), seldom: false, keys }
}

const fn seldom(place: Place) -> Place {
    Place { seldom: true, ..place }
}

/// The series of the metrics stand on a sheet of their own: with a column a month they would be eighty columns wide.
pub(super) const METRIC_VALUES: Place =
    Place { name: "metric values", path: "metrics", shape: Shape::Series("metric"), seldom: false, keys: SERIES };

const SERIES: &[&str] = &[
    "baseline",
    "target",
    "outturn",
    "parts",
    "numerator",
    "denominator",
    "operating_plan",
    "additional_reduction",
    "rag",
];

/// The sheets, in order.
pub(super) const PLACES: &[Place] = &[
    form("plan", &["format", "round", "title", "status", "submitted", "approved", "money", "rounded_to", "narrative"]),
    form("area", &["name", "code", "tiers", "region", "population"]),
    table("partners", "partners", &["id", "name", "kind"]),
    table("sign_offs", "sign_offs", &["partner", "role", "name", "on", "delegated", "covers", "id"]),
    table("engagement", "engagement", &["partner", "on", "how", "id"]),
    form("section_75", &["signed", "due", "partners", "note"]),
    seldom(form("section_256", &["signed", "due", "partners", "note"])),
    seldom(table("section_256 payments", "section_256.payments", &["id", "on", "amount"])),
    form("allocations", &["source"]),
    table("sources", "sources", &["id", "name", "kind", "partner", "partners", "amount", "of_which"]),
    form("earmarks", &[]),
    table(
        "schemes",
        "schemes",
        &["id", "name", "priority", "type", "subtype", "description", "new", "conditions", "metrics", "changes"],
    ),
    nested(
        "spend",
        "schemes.spend",
        "scheme",
        &["id", "source", "amount", "area_of_spend", "commissioner", "nhs_share", "council_share", "provider"],
    ),
    form("totals", &[]),
    form("social_care", &["baseline", "minimum", "baseline_agreed_by", "note"]),
    form("out_of_hospital", &["minimum", "contingency", "no_contingency_because"]),
    form("dfg", &["passed_on", "use"]),
    table("dfg districts", "dfg.districts", &["district", "amount", "id"]),
    table("dfg retained", "dfg.retained", &["districts", "amount", "agreed_by", "agreed_on", "use", "capital", "id"]),
    form("transfers_of_care", &["lead", "bed_share"]),
    table(
        "changes",
        "transfers_of_care.changes",
        &["change", "current", "planned", "by", "owner", "not_adopted_because", "id"],
    ),
    table("metrics", "metrics", &["kind", "id", "name", "unit", "better", "reporting", "rationale"]),
    METRIC_VALUES,
    table("risk_pools", "risk_pools", &["id", "purpose", "source", "amount", "trigger", "governance"]),
    nested("risk shares", "risk_pools.shares", "risk_pool", &["partner", "percent", "id"]),
    seldom(form("performance", &["amount", "reduction", "baseline", "cost_per_admission", "rationale"])),
    seldom(table("performance payments", "performance.payments", &["id", "on", "amount"])),
    table("risks", "risks", &["id", "description", "likelihood", "impact", "owner", "mitigation"]),
    table("milestones", "milestones", &["id", "name", "due", "scheme", "owner", "done"]),
    table("evidence", "evidence", &["for", "where", "says", "id"]),
    table(
        "statements",
        "statements",
        &["id", "says", "where", "text", "value", "from", "to", "minus", "part", "whole", "limit", "parts", "of"],
    ),
    table("waivers", "waivers", &["rule", "reason", "by", "on", "until", "at", "id"]),
];

/// Tables whose keys are names: of streams, of earmarks, of the plan's own. `*` stands for one such name.
pub(super) const OPEN: &[&str] =
    &["allocations", "allocations.by_partner.*", "earmarks", "sources.of_which", "totals", "totals.by_commissioner"];

/// Keys whose values are ids of another sheet: the key, and the sheet whose first ids they are.
pub(super) const REFERENCES: &[(&str, &str)] = &[
    ("partner", "partners"),
    ("partners", "partners"),
    ("by", "partners"),
    ("district", "partners"),
    ("districts", "partners"),
    ("agreed_by", "partners"),
    ("baseline_agreed_by", "partners"),
    ("source", "sources"),
    ("scheme", "schemes"),
    ("risk_pool", "risk_pools"),
];

/// Sheets that are written and never read back.
pub(super) const README: &str = "read me";
/// What the check says of the plan.
pub(super) const CHECKS: &str = "checks";
/// The words of the drop-downs.
pub(super) const LISTS: &str = "lists";
