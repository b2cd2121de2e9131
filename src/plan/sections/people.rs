//! The bodies of a plan and their agreement: partners, sign-offs, engagement, agreements.
#![expect(missing_docs, reason = "the sentence of each key stands beside it")]

use crate::money::Amount;
use crate::plan::field::{Field, List, PlanDate, Text};
use crate::plan::form::{Form, Section};
use crate::plan::kinds::{amount, date, entries, id, optional_id, refer_all, refers, text, word, words};
use crate::plan::shape::Target;
use crate::plan::words::{Cover, PartnerKind, Role, SentFor};
use crate::span::NodeId;

/// `[[partners]]`
#[derive(Debug)]
pub struct Partner {
    /// The node of the entry's table.
    pub node: NodeId,
    pub id: Field<Text>,
    pub name: Field<Text>,
    pub kind: Field<PartnerKind>,
}

impl Section for Partner {
    const NOUN: &'static str = "partner";
    const SAYS: &'static str = "A body the plan names.";

    fn read<F: Form>(form: &mut F) -> Self {
        let id_says = "What the rest of the file calls the body, in lower case with hyphens: elr-ccg.";
        let kind = "What kind of body it is. In a two-tier area every district council is one of kind district.";
        Self {
            node: form.node(),
            id: form.field(id(id_says).required()),
            name: form.field(text("name", "The body's name.").required()),
            kind: form.field(word("kind", kind).required()),
        }
    }
}

impl Partner {
    /// Returns whether it is of this kind.
    pub fn is(&self, kind: PartnerKind) -> bool {
        self.kind.get() == Some(&kind)
    }
}

/// The key of the list of submissions.
pub const SUBMISSIONS: &str = "submissions";

/// `[[submissions]]`
#[derive(Debug)]
pub struct Submission {
    /// The node of the entry's table.
    pub node: NodeId,
    pub on: Field<PlanDate>,
    pub for_what: Field<SentFor>,
    pub because: Field<Text>,
}

impl Section for Submission {
    const NOUN: &'static str = "submission";
    const SAYS: &'static str = "A day on which the plan was sent in.";

    fn read<F: Form>(form: &mut F) -> Self {
        let for_what = "What was sent in: the plan, its update for a later year or for money announced since, or the same plan once more after assurance.";
        Self {
            node: form.node(),
            on: form.field(date("on", "The day it was sent in; \"unknown\" where nobody knows it.").required()),
            for_what: form.field(word("for", for_what).required()),
            because: form.field(text("because", "Why it was sent in again.")),
        }
    }
}

/// `[[sign_offs]]`
#[derive(Debug)]
pub struct SignOff {
    /// The node of the entry's table.
    pub node: NodeId,
    pub partner: Field<Text>,
    pub role: Field<Role>,
    pub name: Field<Text>,
    pub on: Field<PlanDate>,
    pub delegated: Field<Text>,
    pub covers: List<Field<Cover>>,
    pub id: Field<Text>,
}

impl Section for SignOff {
    const NOUN: &'static str = "sign-off";
    const SAYS: &'static str = "A signature.";
    const KNOWN_BY: Option<&'static str> = Some("partner");

    fn read<F: Form>(form: &mut F) -> Self {
        let delegated = "Under what authority it was signed for the body, where it was delegated.";
        let covers = "What the signature covers; the plan unless it says otherwise.";
        let partner = refers(Target::Partner, "partner", "The partner whose sign-off it is, by id.");
        Self {
            node: form.node(),
            partner: form.field(partner.required().lasts()),
            role: form.field(word("role", "In what role the person signed.").lasts()),
            name: form.field(text("name", "Who signed.")),
            on: form.field(date("on", "The day it was signed.")),
            delegated: form.field(text("delegated", delegated)),
            covers: form.field(words("covers", covers).lasts()),
            id: form.field(optional_id()),
        }
    }
}

impl SignOff {
    /// Returns whether it covers this; without a list it covers the plan.
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
    /// The node of the entry's table.
    pub node: NodeId,
    pub partner: Field<Text>,
    pub on: Field<PlanDate>,
    pub how: Field<Text>,
    pub id: Field<Text>,
}

impl Section for Engagement {
    const NOUN: &'static str = "engagement";
    const SAYS: &'static str = "A body's involvement.";
    const KNOWN_BY: Option<&'static str> = Some("partner");

    fn read<F: Form>(form: &mut F) -> Self {
        Self {
            node: form.node(),
            partner: form.field(refers(Target::Partner, "partner", "Who was involved, by id.").required()),
            on: form.field(date("on", "When they were involved.")),
            how: form.field(text("how", "How they were involved.")),
            id: form.field(optional_id()),
        }
    }
}

/// `[section_75]` or `[section_256]`
#[derive(Debug, Default)]
pub struct Agreement {
    /// The node of the table, if there is one.
    pub node: Option<NodeId>,
    pub signed: Field<PlanDate>,
    pub due: Field<PlanDate>,
    /// The first and the last day it holds for; `[section_75]` alone has them.
    pub from: Field<PlanDate>,
    pub until: Field<PlanDate>,
    pub partners: List<Field<Text>>,
    pub note: Field<Text>,
    /// Payments by day; `[section_256]` alone has them.
    pub payments: List<Payment>,
}

impl Section for Agreement {
    fn read<F: Form>(form: &mut F) -> Self {
        Self {
            node: Some(form.node()),
            signed: form.field(date("signed", "The day it was signed.")),
            due: form.field(date("due", "The day by which it will be signed.")),
            from: Field::Absent,
            until: Field::Absent,
            partners: form.field(refer_all(Target::Partner, "partners", "Who is party to it, by id.")),
            note: form.field(text("note", "Anything else a reader should know.")),
            payments: List::default(),
        }
    }
}

/// `[section_75]`: an agreement for a time.
#[derive(Debug, Default)]
pub(crate) struct Pooling(pub(crate) Agreement);

impl Section for Pooling {
    fn read<F: Form>(form: &mut F) -> Self {
        let agreement = Agreement::read(form);
        Self(Agreement {
            from: form.field(date("from", "The first day it holds for.")),
            until: form.field(date("until", "The last day it holds for.")),
            ..agreement
        })
    }
}

/// `[section_256]`: an agreement with payments.
#[derive(Debug, Default)]
pub(crate) struct Transfer(pub(crate) Agreement);

impl Section for Transfer {
    fn read<F: Form>(form: &mut F) -> Self {
        let agreement = Agreement::read(form);
        Self(Agreement { payments: form.field(entries("payments", "What is paid when.")), ..agreement })
    }
}

/// A payment on a day.
#[derive(Debug)]
pub struct Payment {
    /// The node of the entry's table.
    pub node: NodeId,
    pub on: Field<PlanDate>,
    pub amount: Field<Amount>,
}

impl Section for Payment {
    const NOUN: &'static str = "payment";
    const SAYS: &'static str = "A payment.";

    fn read<F: Form>(form: &mut F) -> Self {
        form.field(optional_id());
        let on = "When it is paid: a day, a month or a half-year such as \"2015-16-H2\".";
        Self {
            node: form.node(),
            on: form.field(date("on", on)),
            amount: form.field(amount("amount", "How much is paid.")),
        }
    }
}
