//! The floors and what is delivered: Disabled Facilities Grant, social care, out-of-hospital services, transfers of
//! care, milestones.

use crate::money::Amount;
use crate::plan::field::{Amounts, Field, List, Numbers, PlanDate, Text, Values};
use crate::plan::reader::{Fields, Reader};
use crate::plan::words::Maturity;
use crate::span::NodeId;

/// `[dfg]`
#[derive(Debug, Default)]
pub struct Dfg {
    /// The table, if there is one.
    pub node: Option<NodeId>,
    /// When the districts were paid.
    pub passed_on: Field<PlanDate>,
    /// How it will be used.
    pub usage: Field<Text>,
    /// What each district is passed.
    pub districts: List<DistrictShare>,
    /// What the county keeps.
    pub retained: List<Retained>,
}

/// `[[dfg.districts]]`
#[derive(Debug)]
pub struct DistrictShare {
    /// The entry.
    pub node: NodeId,
    /// The district.
    pub district: Field<Text>,
    /// What it is passed, by year.
    pub amount: Amounts,
}

/// `[[dfg.retained]]`
#[derive(Debug)]
pub struct Retained {
    /// The entry.
    pub node: NodeId,
    /// Its id, if it has one.
    pub id: Field<Text>,
    /// What the county keeps, by year.
    pub amount: Amounts,
    /// Out of whose shares.
    pub districts: List<Field<Text>>,
    /// Which of them expressly agreed.
    pub agreed_by: List<Field<Text>>,
    /// When.
    pub agreed_on: Field<PlanDate>,
    /// What for.
    pub usage: Field<Text>,
    /// Whether it is capital.
    pub capital: Field<bool>,
}

impl Dfg {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            node: Some(fields.node),
            passed_on: fields.date("passed_on"),
            usage: fields.text("use"),
            districts: fields.list("districts", |share| {
                share.text("id");
                DistrictShare {
                    node: share.node,
                    district: share.required_text("district"),
                    amount: share.amounts("amount", false),
                }
            }),
            retained: fields.list("retained", Retained::read),
        }
    }
}

impl Retained {
    fn read(fields: &mut Fields<'_, '_>) -> Self {
        let districts = fields.texts("districts");
        if districts.node.is_none() && !districts.damaged {
            fields.missing("districts");
        }
        Self {
            node: fields.node,
            id: fields.text("id"),
            districts,
            amount: fields.amounts("amount", false),
            agreed_by: fields.texts("agreed_by"),
            agreed_on: fields.date("agreed_on"),
            usage: fields.text("use"),
            capital: fields.truth("capital"),
        }
    }
}

/// `[social_care]`
#[derive(Debug, Default)]
pub struct SocialCare {
    /// The table, if there is one.
    pub node: Option<NodeId>,
    /// The baseline the plan uses, by year.
    pub baseline: Amounts,
    /// The minimum as the plan states it, by year.
    pub minimum: Amounts,
    /// Who agreed a baseline that differs from the published one.
    pub baseline_agreed_by: List<Field<Text>>,
    /// Anything else.
    pub note: Field<Text>,
}

impl SocialCare {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            node: Some(fields.node),
            baseline: fields.amounts("baseline", false),
            minimum: fields.amounts("minimum", false),
            baseline_agreed_by: fields.texts("baseline_agreed_by"),
            note: fields.text("note"),
        }
    }
}

/// `[out_of_hospital]`
#[derive(Debug, Default)]
pub struct OutOfHospital {
    /// The table, if there is one.
    pub node: Option<NodeId>,
    /// The minimum as the plan states it, by year.
    pub minimum: Amounts,
    /// Money held back against missed reductions of admissions.
    pub contingency: Option<Contingency>,
    /// Why there is none.
    pub no_contingency_because: Field<Text>,
}

/// `out_of_hospital.contingency`
#[derive(Debug, Default)]
pub struct Contingency {
    /// The table.
    pub node: Option<NodeId>,
    /// How much, by year.
    pub amount: Amounts,
    /// Admissions to be avoided beyond the operating plan, by year.
    pub reductions: Numbers,
    /// The cost of an admission.
    pub cost_per_admission: Field<Amount>,
    /// What releases it.
    pub release: Field<Text>,
}

impl OutOfHospital {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            node: Some(fields.node),
            minimum: fields.amounts("minimum", false),
            contingency: fields.table("contingency", |fields| Contingency {
                node: Some(fields.node),
                amount: fields.amounts("amount", false),
                reductions: fields.counts("reductions"),
                cost_per_admission: fields.money("cost_per_admission"),
                release: fields.text("release"),
            }),
            no_contingency_because: fields.text("no_contingency_because"),
        }
    }
}

/// `[transfers_of_care]`
#[derive(Debug, Default)]
pub struct TransfersOfCare {
    /// The table, if there is one.
    pub node: Option<NodeId>,
    /// Who leads.
    pub lead: Field<Text>,
    /// Where each high impact change stands.
    pub changes: List<Change>,
    /// The planned percent of beds delayed, by month.
    pub bed_share: Values,
}

/// `[[transfers_of_care.changes]]`
#[derive(Debug)]
pub struct Change {
    /// The entry.
    pub node: NodeId,
    /// Which change.
    pub change: Field<Text>,
    /// How far it is in place.
    pub current: Field<Maturity>,
    /// How far it is to be.
    pub planned: Field<Maturity>,
    /// By when.
    pub by: Field<PlanDate>,
    /// Who answers for it.
    pub owner: Field<Text>,
    /// Why it is not adopted.
    pub not_adopted_because: Field<Text>,
}

impl TransfersOfCare {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            node: Some(fields.node),
            lead: fields.text("lead"),
            changes: fields.list("changes", |entry| {
                entry.text("id");
                Change {
                    node: entry.node,
                    change: entry.required_text("change"),
                    current: entry.word("current"),
                    planned: entry.word("planned"),
                    by: entry.date("by"),
                    owner: entry.text("owner"),
                    not_adopted_because: entry.text("not_adopted_because"),
                }
            }),
            bed_share: fields.by_period("bed_share", Reader::count),
        }
    }
}

/// `[[milestones]]`
#[derive(Debug)]
pub struct Milestone {
    /// The entry.
    pub node: NodeId,
    /// Its id, if it has one.
    pub id: Field<Text>,
    /// What is to be reached.
    pub name: Field<Text>,
    /// The scheme it belongs to.
    pub scheme: Field<Text>,
    /// Who answers for it.
    pub owner: Field<Text>,
    /// When it is due: a quarter, a month or a day.
    pub due: Field<PlanDate>,
    /// When it was reached.
    pub done: Field<PlanDate>,
}

impl Milestone {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            node: fields.node,
            id: fields.text("id"),
            name: fields.required_text("name"),
            scheme: fields.text("scheme"),
            owner: fields.text("owner"),
            due: fields.due("due"),
            done: fields.date("done"),
        }
    }
}
