//! Risks, aims and proof: risk pools, performance, risks, milestones, evidence, accepted differences, waivers.
#![expect(missing_docs, reason = "the sentence of each key stands beside it")]

use super::Payment;
use crate::money::Amount;
use crate::plan::field::{Amounts, Field, List, Number, PlanDate, Text};
use crate::plan::form::{Form, Section};
use crate::plan::kinds::{
    amount, amounts, date, due, entries, id, number, optional_id, refer_all, refers, round_word, score, text, truth,
    word,
};
use crate::plan::shape::{Role, Target, WordList};
use crate::plan::words::RiskPurpose;
use crate::span::NodeId;

/// `[[risk_pools]]`
#[derive(Debug)]
pub struct RiskPool {
    /// The node of the entry's table.
    pub node: NodeId,
    pub id: Field<Text>,
    pub purpose: Field<RiskPurpose>,
    pub source: Field<Text>,
    pub amount: Amounts,
    pub trigger: Field<Text>,
    pub governance: Field<Text>,
    pub shares: List<RiskShare>,
}

impl Section for RiskPool {
    const NOUN: &'static str = "risk pool";
    const SAYS: &'static str = "Money held back against a risk.";

    fn read<F: Form>(form: &mut F) -> Self {
        Self {
            node: form.node(),
            id: form.field(id("A name for the pool, in lower case with hyphens.").required().lasts()),
            purpose: form.field(word("purpose", "What it insures against.").lasts()),
            source: form.field(refers(Target::Source, "source", "The source it is held from, by id.")),
            amount: form.field(amounts(Role::Out, "amount", "How large it is, by financial year.")),
            trigger: form.field(text("trigger", "What releases the money.").lasts()),
            governance: form.field(text("governance", "Who decides.").lasts()),
            shares: form.field(entries("shares", "Who bears the risk; the shares come to 100.").lasts()),
        }
    }
}

/// `[[risk_pools.shares]]`
#[derive(Debug)]
pub struct RiskShare {
    /// The node of the entry's table.
    pub node: NodeId,
    pub partner: Field<Text>,
    pub percent: Field<Number>,
}

/// The fund itself, as the bearer of a risk.
const POOL: &str = "pool";

impl Section for RiskShare {
    const NOUN: &'static str = "share of a risk";
    const SAYS: &'static str = "A share.";
    const KNOWN_BY: Option<&'static str> = Some("partner");

    fn read<F: Form>(form: &mut F) -> Self {
        let partner = "Who bears it, by id; pool means the fund itself.";
        let share = Self {
            node: form.node(),
            partner: form.field(refers(Target::Partner, "partner", partner).or(POOL)),
            percent: form.field(number("percent", "How much of it, in percent.")),
        };
        form.field(optional_id());
        share
    }
}

/// `[performance]` (2014-16)
#[derive(Debug, Default)]
pub struct Performance {
    /// The node of the table, if there is one.
    pub node: Option<NodeId>,
    pub amount: Amounts,
    pub reduction: Field<Number>,
    pub baseline: Field<Number>,
    pub cost_per_admission: Field<Amount>,
    pub rationale: Field<Text>,
    pub payments: List<Payment>,
}

impl Section for Performance {
    fn read<F: Form>(form: &mut F) -> Self {
        let amount_says = "The part of the fund that is paid for performance, by financial year.";
        let reduction = "The planned reduction of emergency admissions, in percent.";
        Self {
            node: Some(form.node()),
            amount: form.field(amounts(Role::Part, "amount", amount_says)),
            reduction: form.field(number("reduction", reduction)),
            baseline: form.field(number("baseline", "Admissions before the plan.")),
            cost_per_admission: form.field(amount("cost_per_admission", "What one admission costs.")),
            rationale: form.field(text("rationale", "Why it is planned so.")),
            payments: form.field(entries("payments", "When the part is paid.")),
        }
    }
}

/// `[outturn]`: what became of the money.
#[derive(Debug, Default)]
pub struct Outturn {
    /// The node of the table, if there is one.
    pub node: Option<NodeId>,
    pub spent: Amounts,
    pub difference: Amounts,
    pub borne_by: List<Field<Text>>,
    pub withheld: Amounts,
    pub note: Field<Text>,
}

impl Section for Outturn {
    fn read<F: Form>(form: &mut F) -> Self {
        let spent = "What was spent of the whole fund in the end, by financial year.";
        let difference = "What was spent less what was planned, by financial year; below zero where less was spent.";
        let borne_by = "Who bore what was spent beyond the plan, or kept what was not spent, by id.";
        let withheld = "What was held back of the fund and not spent, by financial year.";
        Self {
            node: Some(form.node()),
            spent: form.field(amounts(Role::Spent, "spent", spent)),
            difference: form.field(amounts(Role::Spent, "difference", difference).signed()),
            borne_by: form.field(refer_all(Target::Partner, "borne_by", borne_by)),
            withheld: form.field(amounts(Role::Spent, "withheld", withheld)),
            note: form.field(text("note", "Anything else a reader should know.")),
        }
    }
}

/// `[[risks]]`
#[derive(Debug)]
pub struct Risk {
    /// The node of the entry's table.
    pub node: NodeId,
    pub id: Field<Text>,
    pub description: Field<Text>,
    pub likelihood: Field<Number>,
    pub impact: Field<Number>,
    pub owner: Field<Text>,
    pub mitigation: Field<Text>,
}

impl Section for Risk {
    const NOUN: &'static str = "risk";
    const SAYS: &'static str = "A risk to the plan.";

    fn read<F: Form>(form: &mut F) -> Self {
        Self {
            node: form.node(),
            id: form.field(optional_id()),
            description: form.field(text("description", "What may happen.").required().lasts()),
            likelihood: form.field(score("likelihood", "How likely it is, from 1 (low) to 5 (high).").lasts()),
            impact: form.field(score("impact", "How bad it would be, from 1 (low) to 5 (high).").lasts()),
            owner: form.field(text("owner", "Who answers for it.").lasts()),
            mitigation: form.field(text("mitigation", "What is done about it.").lasts()),
        }
    }
}

/// `[[milestones]]`
#[derive(Debug)]
pub struct Milestone {
    /// The node of the entry's table.
    pub node: NodeId,
    pub id: Field<Text>,
    pub name: Field<Text>,
    pub due: Field<PlanDate>,
    pub scheme: Field<Text>,
    pub owner: Field<Text>,
    pub done: Field<PlanDate>,
}

impl Section for Milestone {
    const NOUN: &'static str = "milestone";
    const SAYS: &'static str = "Something to be reached.";

    fn read<F: Form>(form: &mut F) -> Self {
        Self {
            node: form.node(),
            id: form.field(optional_id()),
            name: form.field(text("name", "What is to be reached.").required()),
            due: form.field(due("due", "When it is due: a day, a month, a quarter or a half-year.")),
            scheme: form.field(refers(Target::Scheme, "scheme", "The scheme it belongs to, by id.")),
            owner: form.field(text("owner", "Who answers for it.")),
            done: form.field(date("done", "When it was reached.")),
        }
    }
}

/// `[[evidence]]`
#[derive(Debug)]
pub struct Evidence {
    /// The node of the entry's table.
    pub node: NodeId,
    pub for_what: Field<Text>,
    pub place: Field<Text>,
    pub says: Field<Text>,
    pub id: Field<Text>,
}

impl Section for Evidence {
    const NOUN: &'static str = "evidence";
    const SAYS: &'static str = "A place in the narrative.";
    const KNOWN_BY: Option<&'static str> = Some("for");

    fn read<F: Form>(form: &mut F) -> Self {
        let for_what = "The national condition or the topic it is evidence for.";
        let place = "Where it can be read: a section, a page, a web address, or a file beside the plan.";
        Self {
            node: form.node(),
            for_what: form.field(round_word(WordList::Topics, "for", for_what).required()),
            place: form.field(text("where", place).required()),
            says: form.field(text("says", "What it says.")),
            id: form.field(optional_id()),
        }
    }
}

/// `[[assurance]]`
#[derive(Debug)]
pub struct Assurance {
    /// The node of the entry's table.
    pub node: NodeId,
    pub clause: Field<Text>,
    pub met: Field<bool>,
    pub by: Field<Text>,
    pub on: Field<PlanDate>,
    pub place: Field<Text>,
    pub reason: Field<Text>,
    pub action: Field<Text>,
    pub by_when: Field<PlanDate>,
}

impl Section for Assurance {
    const NOUN: &'static str = "judgement";
    const SAYS: &'static str = "A person's judgement on what no rule can test.";

    fn read<F: Form>(form: &mut F) -> Self {
        let clause = "The clause of the round that was judged: one that the checklist leaves for a person.";
        Self {
            node: form.node(),
            clause: form.field(refers(Target::Clause, "clause", clause).required()),
            met: form.field(truth("met", "Whether the plan meets it.").required()),
            by: form.field(refers(Target::Partner, "by", "Who judged it, by id.")),
            on: form.field(date("on", "The day it was judged.")),
            place: form.field(text("where", "Where in the narrative it is met, or in which minutes it was judged.")),
            reason: form.field(text("reason", "Why it was judged so.")),
            action: form.field(text("action", "What will be done so that it is met.")),
            by_when: form.field(due("by_when", "The day by which it will be met.")),
        }
    }
}

/// The key of the list of accepted differences.
pub const ACCEPTED: &str = "accepted";

/// `[[accepted]]`: a known difference between the narrative and the plan.
#[derive(Debug)]
pub struct Accepted {
    /// The node of the entry's table.
    pub node: NodeId,
    pub text: Field<Text>,
    pub place: Field<Text>,
    pub because: Field<Text>,
    pub by: Field<Text>,
    pub id: Field<Text>,
}

impl Section for Accepted {
    const NOUN: &'static str = "accepted difference";
    const SAYS: &'static str = "A difference between the narrative and the plan that is known.";

    fn read<F: Form>(form: &mut F) -> Self {
        let text_says =
            "The narrative's words: the figure that differs, with as many words around it as tell it from others.";
        let place =
            "The section of the narrative it is in, by its number or heading; without it, wherever the words are.";
        Self {
            node: form.node(),
            text: form.field(text("text", text_says).required()),
            place: form.field(text("where", place)),
            because: form.field(text("because", "Why the two differ.").required()),
            by: form.field(refers(Target::Partner, "by", "The partner that accepts it, by id.").required()),
            id: form.field(optional_id()),
        }
    }
}

/// `[[waivers]]`
#[derive(Debug)]
pub struct Waiver {
    /// The node of the entry's table.
    pub node: NodeId,
    pub rule: Field<Text>,
    pub reason: Field<Text>,
    pub by: Field<Text>,
    pub on: Field<PlanDate>,
    pub until: Field<PlanDate>,
    pub at: Field<Text>,
    pub id: Field<Text>,
}

impl Section for Waiver {
    const NOUN: &'static str = "waiver";
    const SAYS: &'static str = "A rule that is set aside.";
    const KNOWN_BY: Option<&'static str> = Some("rule");

    fn read<F: Form>(form: &mut F) -> Self {
        let by = "The partner that set it aside, by id. For statutory rules only the body the rule names may.";
        let at = "The place in the plan it is limited to, as a dotted path; without it, the whole plan.";
        Self {
            node: form.node(),
            rule: form.field(refers(Target::Rule, "rule", "The rule that is set aside.").required()),
            reason: form.field(text("reason", "Why the rule is set aside.").required()),
            by: form.field(refers(Target::Partner, "by", by).required()),
            on: form.field(date("on", "The day it was given.")),
            until: form.field(date("until", "The last day it holds.")),
            at: form.field(refers(Target::Scope, "at", at)),
            id: form.field(optional_id()),
        }
    }
}
