//! The floors and what is delivered: social care, out-of-hospital services, Disabled Facilities Grant, transfers of care.
#![expect(missing_docs, reason = "the sentence of each key stands beside it")]

use crate::money::Amount;
use crate::plan::field::{Amounts, Field, List, Numbers, PlanDate, Text, Values};
use crate::plan::form::{Form, Section};
use crate::plan::kinds::{
    amount, amounts, counts, date, entries, optional_id, perhaps, refer_all, refers, round_word, shares, text, truth,
    word,
};
use crate::plan::shape::{Role, Target, WordList};
use crate::plan::words::Maturity;
use crate::span::NodeId;

/// `[social_care]`
#[derive(Debug, Default)]
pub struct SocialCare {
    /// The node of the table, if there is one.
    pub node: Option<NodeId>,
    pub baseline: Amounts,
    pub minimum: Amounts,
    pub baseline_agreed_by: List<Field<Text>>,
    pub note: Field<Text>,
}

/// The sentence for a floor's minimum.
const MINIMUM: &str = "The minimum as the plan states it, by financial year.";

impl Section for SocialCare {
    fn read<F: Form>(form: &mut F) -> Self {
        let baseline = "The baseline the plan uses, by financial year.";
        let agreed = "Who agreed a baseline that differs from the published one, by id.";
        Self {
            node: Some(form.node()),
            baseline: form.field(amounts(Role::History, "baseline", baseline)),
            minimum: form.field(amounts(Role::Part, "minimum", MINIMUM)),
            baseline_agreed_by: form.field(refer_all(Target::Partner, "baseline_agreed_by", agreed)),
            note: form.field(text("note", "Anything else a reader should know.")),
        }
    }
}

/// `[out_of_hospital]`
#[derive(Debug, Default)]
pub struct OutOfHospital {
    /// The node of the table, if there is one.
    pub node: Option<NodeId>,
    pub minimum: Amounts,
    pub contingency: Option<Contingency>,
    pub no_contingency_because: Field<Text>,
}

impl Section for OutOfHospital {
    fn read<F: Form>(form: &mut F) -> Self {
        let contingency = "Money held back in case admissions do not fall as planned.";
        Self {
            node: Some(form.node()),
            minimum: form.field(amounts(Role::Part, "minimum", MINIMUM)),
            contingency: form.field(perhaps("contingency", contingency)),
            no_contingency_because: form.field(text("no_contingency_because", "Why no money is held back.")),
        }
    }
}

/// `out_of_hospital.contingency`
#[derive(Debug, Default)]
pub struct Contingency {
    /// The node of the table.
    pub node: Option<NodeId>,
    pub amount: Amounts,
    pub reductions: Numbers,
    pub cost_per_admission: Field<Amount>,
    pub release: Field<Text>,
}

impl Section for Contingency {
    fn read<F: Form>(form: &mut F) -> Self {
        let reductions = "Admissions to be avoided beyond the operating plan, by financial year.";
        Self {
            node: Some(form.node()),
            amount: form.field(amounts(Role::Out, "amount", "How much is held back, by financial year.")),
            reductions: form.field(counts(Role::Part, "reductions", reductions)),
            cost_per_admission: form.field(amount("cost_per_admission", "What one admission costs.")),
            release: form.field(text("release", "What releases the money.")),
        }
    }
}

/// `[dfg]`
#[derive(Debug, Default)]
pub struct Dfg {
    /// The node of the table, if there is one.
    pub node: Option<NodeId>,
    pub passed_on: Field<PlanDate>,
    pub usage: Field<Text>,
    pub districts: List<DistrictShare>,
    pub retained: List<Retained>,
    pub returned: List<Returned>,
}

impl Section for Dfg {
    fn read<F: Form>(form: &mut F) -> Self {
        Self {
            node: Some(form.node()),
            passed_on: form.field(date("passed_on", "The day the districts were paid.")),
            usage: form.field(text("use", "How the grant will be used.")),
            districts: form.field(entries("districts", "What each district is passed.")),
            retained: form.field(entries("retained", "What the county keeps of the districts' shares.")),
            returned: form.field(entries("returned", "What a district hands back of what it was passed.")),
        }
    }
}

/// `[[dfg.districts]]`
#[derive(Debug)]
pub struct DistrictShare {
    /// The node of the entry's table.
    pub node: NodeId,
    pub district: Field<Text>,
    pub amount: Amounts,
}

impl Section for DistrictShare {
    const NOUN: &'static str = "district's share";
    const SAYS: &'static str = "A district's share.";
    const KNOWN_BY: Option<&'static str> = Some("district");

    fn read<F: Form>(form: &mut F) -> Self {
        let share = Self {
            node: form.node(),
            district: form.field(refers(Target::Partner, "district", "The district council, by id.").required()),
            amount: form.field(amounts(Role::Out, "amount", "What it is passed, by financial year.")),
        };
        form.field(optional_id());
        share
    }
}

/// `[[dfg.retained]]`
#[derive(Debug)]
pub struct Retained {
    /// The node of the entry's table.
    pub node: NodeId,
    pub districts: List<Field<Text>>,
    pub amount: Amounts,
    pub agreed_by: List<Field<Text>>,
    pub agreed_on: Field<PlanDate>,
    pub usage: Field<Text>,
    pub capital: Field<bool>,
    pub id: Field<Text>,
}

impl Section for Retained {
    const NOUN: &'static str = "retained amount";
    const SAYS: &'static str = "Money the county keeps.";

    fn read<F: Form>(form: &mut F) -> Self {
        let districts = "Out of whose shares it is kept, by id.";
        let agreed_by = "Which of the districts expressly agreed, by id.";
        Self {
            node: form.node(),
            districts: form.field(refer_all(Target::Partner, "districts", districts).required()),
            amount: form.field(amounts(Role::Out, "amount", "How much the county keeps, by financial year.")),
            agreed_by: form.field(refer_all(Target::Partner, "agreed_by", agreed_by)),
            agreed_on: form.field(date("agreed_on", "The day they agreed.")),
            usage: form.field(text("use", "What it will be used for.")),
            capital: form.field(truth("capital", "Whether it is used as capital.")),
            id: form.field(optional_id()),
        }
    }
}

/// `[[dfg.returned]]`
#[derive(Debug)]
pub struct Returned {
    /// The node of the entry's table.
    pub node: NodeId,
    pub district: Field<Text>,
    pub amount: Amounts,
    pub agreed_on: Field<PlanDate>,
    pub usage: Field<Text>,
}

impl Section for Returned {
    const NOUN: &'static str = "returned amount";
    const SAYS: &'static str = "Money that a district hands back by agreement, such as an underspend.";
    const KNOWN_BY: Option<&'static str> = Some("district");

    fn read<F: Form>(form: &mut F) -> Self {
        let returned = Self {
            node: form.node(),
            district: form
                .field(refers(Target::Partner, "district", "The district that hands it back, by id.").required()),
            amount: form.field(
                amounts(Role::Part, "amount", "How much it hands back, by financial year of the grant.").required(),
            ),
            agreed_on: form.field(date("agreed_on", "The day it was agreed.")),
            usage: form.field(text("use", "What it will be used for.")),
        };
        form.field(optional_id());
        returned
    }
}

/// `[transfers_of_care]`
#[derive(Debug, Default)]
pub struct TransfersOfCare {
    /// The node of the table, if there is one.
    pub node: Option<NodeId>,
    pub lead: Field<Text>,
    pub bed_share: Values,
    pub changes: List<Change>,
}

impl Section for TransfersOfCare {
    fn read<F: Form>(form: &mut F) -> Self {
        let bed_share = "The planned share of hospital beds taken by delayed patients, in percent, by month.";
        Self {
            node: Some(form.node()),
            lead: form.field(text("lead", "Who leads.")),
            bed_share: form.field(shares(Role::History, "bed_share", bed_share)),
            changes: form.field(entries("changes", "Where each high impact change stands.")),
        }
    }
}

/// `[[transfers_of_care.changes]]`
#[derive(Debug)]
pub struct Change {
    /// The node of the entry's table.
    pub node: NodeId,
    pub change: Field<Text>,
    pub current: Field<Maturity>,
    pub planned: Field<Maturity>,
    pub by: Field<PlanDate>,
    pub owner: Field<Text>,
    pub not_adopted_because: Field<Text>,
}

impl Section for Change {
    const NOUN: &'static str = "high impact change";
    const SAYS: &'static str = "A high impact change.";
    const KNOWN_BY: Option<&'static str> = Some("change");

    fn read<F: Form>(form: &mut F) -> Self {
        let change = "Which high impact change it is.";
        let change = Self {
            node: form.node(),
            change: form.field(round_word(WordList::Changes, "change", change).required()),
            current: form.field(word("current", "How far it is in place now.")),
            planned: form.field(word("planned", "How far it is to be in place.")),
            by: form.field(date("by", "The day by which it is to be so far.")),
            owner: form.field(text("owner", "Who answers for it.")),
            not_adopted_because: form.field(text("not_adopted_because", "Why the area does not adopt it.")),
        };
        form.field(optional_id());
        change
    }
}

/// `[[capacity]]`
#[derive(Debug)]
pub struct Capacity {
    /// The node of the entry's table.
    pub node: NodeId,
    pub service: Field<Text>,
    pub demand: Values,
    pub capacity: Values,
}

impl Section for Capacity {
    const NOUN: &'static str = "service";
    const SAYS: &'static str =
        "A service of intermediate or short-term care, with what is needed of it and what there is.";
    const KNOWN_BY: Option<&'static str> = Some("service");

    fn read<F: Form>(form: &mut F) -> Self {
        Self {
            node: form.node(),
            service: form.field(round_word(WordList::Services, "service", "The service.").required().lasts()),
            demand: form.field(shares(Role::Part, "demand", "How much of it is expected to be needed, by month.")),
            capacity: form.field(shares(Role::Part, "capacity", "How much of it there will be, by month.")),
        }
    }
}
