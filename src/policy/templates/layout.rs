//! Describes the sheets of a template: labels, and the meaning of each in a plan.

use serde::Deserialize;

use super::marks::{Label, Marks};
use crate::finding::Basis;
use crate::policy::held::{List, Text};

/// The sheets of a template as far as they are known.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Layout {
    /// The sheets, by what stands on them.
    pub sheets: List<SheetMarks>,
    /// Single labels.
    pub marks: List<Mark>,
    /// The people who sign, by their labels.
    pub signatures: List<SignatureMarks>,
    /// The blocks of the income.
    pub blocks: List<Block>,
    /// The sums of the blocks.
    pub sums: List<SumMarks>,
    /// The columns of the table of expenditure.
    pub columns: List<Column>,
    /// The floors of the required spending.
    pub floors: List<FloorMarks>,
    /// The words of the drop-downs.
    pub words: List<Words>,
    /// The blocks of the metrics.
    pub metrics: List<MetricMarks>,
    /// The rows in a metric's block.
    pub rows: List<RowMarks>,
    /// The planning requirements.
    pub requirements: List<Requirement>,
    /// The parts of a plan that it does not ask.
    pub not_asked: List<NotAsked>,
}

/// The parts a sheet may have in a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SheetRole {
    /// Who, and how far it is completed.
    Cover,
    /// Money coming in.
    Income,
    /// Money going out.
    Expenditure,
    /// The metrics.
    Metrics,
    /// The answers to the planning requirements.
    Requirements,
    /// Capacity and demand.
    Capacity,
}

/// A sheet, by the labels that stand on it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct SheetMarks {
    /// Its part.
    pub role: SheetRole,
    /// The topic that figures on it are evidence for, where they are for one.
    pub topic: Option<Text>,
    /// The least number of its labels that must be there.
    pub least: usize,
    /// The labels.
    #[serde(flatten)]
    pub marks: Marks,
}

/// The meanings of single labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// The area stands beside it.
    Area,
    /// The answer beside it says whether the board signed.
    BoardSigned,
    /// Below it stands of each sheet whether it is completed.
    Completed,
    /// A row that sums others.
    Total,
    /// A column of contributions.
    Contribution,
    /// A column of comments.
    Comment,
    /// A question about a block that follows.
    Question,
    /// A column of floors.
    Minimum,
    /// A column of what is planned against a floor.
    Planned,
    /// A column of reasons for a metric.
    Rationale,
    /// A column of how a metric is to be met.
    How,
    /// A period that is past, or all but.
    Actual,
    /// A period that is planned.
    Plan,
    /// A column of first names.
    FirstName,
    /// A column of surnames.
    Surname,
    /// A column of titles of people.
    PersonTitle,
    /// A column of organisations.
    Organisation,
    /// The capacity and demand plan is named beside it.
    CapacityPlan,
    /// A column of codes of requirements.
    Code,
    /// A column of requirements in words.
    Requirement,
    /// A column of answers to them.
    Meets,
    /// A column of where they are met.
    Document,
    /// A column of what is done where they are not.
    Action,
    /// A column of when they will be.
    Timeframe,
}

/// A single label.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Mark {
    /// Its meaning.
    pub of: Meaning,
    /// Its wordings.
    #[serde(flatten)]
    pub marks: Marks,
}

/// A row of the table of who signs.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct SignatureMarks {
    /// The kind of body that signs: `board`, `council`, `nhs`.
    pub partner: Text,
    /// The role, as a plan writes it.
    pub role: Text,
    /// Its label.
    #[serde(flatten)]
    pub marks: Marks,
}

/// A block of the income.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Block {
    /// The stream its rows are of.
    pub stream: Text,
    /// True when its rows are shares of districts.
    #[serde(default)]
    pub districts: bool,
    /// True when its amounts are filled in by government.
    #[serde(default)]
    pub published: bool,
    /// Its heading.
    #[serde(flatten)]
    pub marks: Marks,
}

/// A sum of the income.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct SumMarks {
    /// The key of `[totals]` it is.
    pub to: Text,
    /// Its label.
    #[serde(flatten)]
    pub marks: Marks,
}

/// A column of the table of expenditure.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Column {
    /// The key of the plan format it is, without the numbers of entries; none for what nothing in a plan holds.
    pub to: Option<Text>,
    /// Its heading.
    #[serde(flatten)]
    pub marks: Marks,
}

/// A floor of the required spending.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct FloorMarks {
    /// Its id.
    pub floor: Text,
    /// Its label.
    #[serde(flatten)]
    pub marks: Marks,
}

/// The words of a drop-down.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Words {
    /// The key of the plan format they stand under.
    pub of: Text,
    /// The word of a plan for each label.
    #[serde(deserialize_with = "super::marks::by_label")]
    pub labels: List<(Label, Text)>,
    /// The basis on which they are known.
    pub basis: Basis,
}

/// A block of the metrics.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct MetricMarks {
    /// The metric.
    pub kind: Text,
    /// The unit of its values, where it is not the metric's own.
    pub unit: Option<Text>,
    /// Its heading, without its number.
    #[serde(flatten)]
    pub marks: Marks,
}

/// A row in a metric's block.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RowMarks {
    /// The series of a metric it is: `value`, or a key of the plan format.
    pub to: Text,
    /// Its label.
    #[serde(flatten)]
    pub marks: Marks,
}

/// A planning requirement.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Requirement {
    /// Its code, where it has one.
    pub code: Option<Label>,
    /// The conditions and topics that an answer speaks to.
    #[serde(default)]
    pub evidence: List<Text>,
    /// The clause that an answer judges, where it is one for a person.
    pub clause: Option<Text>,
    /// Its words.
    #[serde(flatten)]
    pub marks: Marks,
}

/// A part of a plan that a template does not ask.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NotAsked {
    /// The name people use.
    pub name: Text,
    /// Its dotted paths; `*` is any entry.
    pub at: List<Text>,
    /// The basis on which that is known.
    pub basis: Basis,
}
