//! Who is in it, who agreed, who takes what risk: partners, sign-offs, engagement, agreements, risks, evidence, waivers.

use crate::money::Amount;
use crate::plan::field::{Amounts, Field, List, Number, PlanDate, Text};
use crate::plan::reader::Fields;
use crate::plan::words::{Cover, PartnerKind, RiskPurpose, Role};
use crate::span::NodeId;

/// `[[partners]]`
#[derive(Debug)]
pub struct Partner {
    /// The entry.
    pub node: NodeId,
    /// Its id.
    pub id: Field<Text>,
    /// Its name.
    pub name: Field<Text>,
    /// What kind of body it is.
    pub kind: Field<PartnerKind>,
}

impl Partner {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        let id = fields.required_text("id");
        let name = fields.required_text("name");
        let kind = fields.word("kind");
        Self { node: fields.node, id, name, kind: fields.require("kind", kind) }
    }

    /// Whether it is of this kind.
    pub fn is(&self, kind: PartnerKind) -> bool {
        self.kind.get() == Some(&kind)
    }
}

/// `[[sign_offs]]`
#[derive(Debug)]
pub struct SignOff {
    /// The entry.
    pub node: NodeId,
    /// The entry's own id, if it has one.
    pub id: Field<Text>,
    /// Whose sign-off it is.
    pub partner: Field<Text>,
    /// In what role it was signed.
    pub role: Field<Role>,
    /// Who signed.
    pub name: Field<Text>,
    /// When.
    pub on: Field<PlanDate>,
    /// Under what authority it was signed for the body.
    pub delegated: Field<Text>,
    /// What it covers; the plan unless it says otherwise.
    pub covers: List<Field<Cover>>,
}

impl SignOff {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            node: fields.node,
            id: fields.text("id"),
            partner: fields.required_text("partner"),
            role: fields.word("role"),
            name: fields.text("name"),
            on: fields.date("on"),
            delegated: fields.text("delegated"),
            covers: fields.words("covers"),
        }
    }

    /// Whether it covers this; without a list it covers the plan.
    pub fn covers(&self, what: Cover) -> bool {
        if self.covers.node.is_none() {
            what == Cover::Plan
        } else {
            self.covers.iter().any(|c| c.get() == Some(&what))
        }
    }
}

/// `[[engagement]]`
#[derive(Debug)]
pub struct Engagement {
    /// The entry.
    pub node: NodeId,
    /// The entry's own id, if it has one.
    pub id: Field<Text>,
    /// Who was involved.
    pub partner: Field<Text>,
    /// When.
    pub on: Field<PlanDate>,
    /// How.
    pub how: Field<Text>,
}

impl Engagement {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            node: fields.node,
            id: fields.text("id"),
            partner: fields.required_text("partner"),
            on: fields.date("on"),
            how: fields.text("how"),
        }
    }
}

/// `[section_75]` or `[section_256]`
#[derive(Debug, Default)]
pub struct Agreement {
    /// The table, if there is one.
    pub node: Option<NodeId>,
    /// When it was signed.
    pub signed: Field<PlanDate>,
    /// When it will be.
    pub due: Field<PlanDate>,
    /// Who is party to it.
    pub partners: List<Field<Text>>,
    /// Anything else.
    pub note: Field<Text>,
    /// What is paid when (2013-14).
    pub payments: List<Payment>,
}

/// A payment on a day.
#[derive(Debug)]
pub struct Payment {
    /// The entry.
    pub node: NodeId,
    /// When.
    pub on: Field<PlanDate>,
    /// How much.
    pub amount: Field<Amount>,
}

impl Payment {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        fields.text("id");
        Self { node: fields.node, on: fields.date("on"), amount: fields.money("amount") }
    }
}

impl Agreement {
    pub(crate) fn read(fields: &mut Fields<'_, '_>, with_payments: bool) -> Self {
        Self {
            node: Some(fields.node),
            signed: fields.date("signed"),
            due: fields.date("due"),
            partners: fields.texts("partners"),
            note: fields.text("note"),
            payments: if with_payments { fields.list("payments", Payment::read) } else { List::default() },
        }
    }
}

/// `[[risk_pools]]`
#[derive(Debug)]
pub struct RiskPool {
    /// The entry.
    pub node: NodeId,
    /// Its id.
    pub id: Field<Text>,
    /// What it insures against.
    pub purpose: Field<RiskPurpose>,
    /// The source it is held from.
    pub source: Field<Text>,
    /// How large it is, by year.
    pub amount: Amounts,
    /// Who bears it.
    pub shares: List<RiskShare>,
    /// What releases it.
    pub trigger: Field<Text>,
    /// Who decides.
    pub governance: Field<Text>,
}

/// `[[risk_pools.shares]]`
#[derive(Debug)]
pub struct RiskShare {
    /// The entry.
    pub node: NodeId,
    /// Who; `pool` means the fund itself.
    pub partner: Field<Text>,
    /// How much, in percent.
    pub percent: Field<Number>,
}

impl RiskPool {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            node: fields.node,
            id: fields.required_text("id"),
            purpose: fields.word("purpose"),
            source: fields.text("source"),
            amount: fields.amounts("amount", false),
            shares: fields.list("shares", |share| {
                share.text("id");
                RiskShare { node: share.node, partner: share.text("partner"), percent: share.number("percent") }
            }),
            trigger: fields.text("trigger"),
            governance: fields.text("governance"),
        }
    }
}

/// `[[risks]]`
#[derive(Debug)]
pub struct Risk {
    /// The entry.
    pub node: NodeId,
    /// Its id, if it has one.
    pub id: Field<Text>,
    /// What may happen.
    pub description: Field<Text>,
    /// How likely, 1 to 5.
    pub likelihood: Field<Number>,
    /// How bad, 1 to 5.
    pub impact: Field<Number>,
    /// What is done about it.
    pub mitigation: Field<Text>,
    /// Who answers for it.
    pub owner: Field<Text>,
}

impl Risk {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            node: fields.node,
            id: fields.text("id"),
            description: fields.required_text("description"),
            likelihood: score(fields, "likelihood"),
            impact: score(fields, "impact"),
            mitigation: fields.text("mitigation"),
            owner: fields.text("owner"),
        }
    }
}

/// A score from 1 to 5.
fn score(fields: &mut Fields<'_, '_>, key: &'static str) -> Field<Number> {
    let field = fields.number(key);
    match field {
        Field::Is(number, node) if !(1..=5).any(|n| number.value == n.into()) => {
            let message = format!("`{}` is not a score from 1 to 5", number.value);
            fields.reader.complain(crate::plan::field::ComplaintKind::WrongType, node, message).help =
                Some("score a risk with a whole number from 1 (low) to 5 (high)".into());
            Field::Unreadable(node)
        }
        other => other,
    }
}

/// `[[evidence]]`
#[derive(Debug)]
pub struct Evidence {
    /// The entry.
    pub node: NodeId,
    /// The entry's own id, if it has one.
    pub id: Field<Text>,
    /// The condition or topic it is for.
    pub for_what: Field<Text>,
    /// Where it can be read.
    pub place: Field<Text>,
    /// What it says.
    pub says: Field<Text>,
}

impl Evidence {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            node: fields.node,
            id: fields.text("id"),
            for_what: fields.required_text("for"),
            place: fields.required_text("where"),
            says: fields.text("says"),
        }
    }
}

/// `[[waivers]]`
#[derive(Debug)]
pub struct Waiver {
    /// The entry.
    pub node: NodeId,
    /// The entry's own id, if it has one.
    pub id: Field<Text>,
    /// The rule it sets aside.
    pub rule: Field<Text>,
    /// Why.
    pub reason: Field<Text>,
    /// Who gave it.
    pub by: Field<Text>,
    /// When.
    pub on: Field<PlanDate>,
    /// Until when.
    pub until: Field<PlanDate>,
    /// The place it is limited to.
    pub at: Field<Text>,
}

impl Waiver {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            node: fields.node,
            id: fields.text("id"),
            rule: fields.required_text("rule"),
            reason: fields.required_text("reason"),
            by: fields.required_text("by"),
            on: fields.date("on"),
            until: fields.date("until"),
            at: fields.text("at"),
        }
    }
}
