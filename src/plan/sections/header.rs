//! `[plan]` and `[area]`.
#![expect(missing_docs, reason = "the sentence of each key stands beside it")]

use super::people::SUBMISSIONS;
use crate::money::{Amount, Unit};
use crate::period::Year;
use crate::plan::field::{Field, List, Number, Numbers, PlanDate, Text};
use crate::plan::form::{Form, Section};
use crate::plan::kinds::{amount, counts, date, ons_code, path, round_word, section, text, version, word, years};
use crate::plan::shape::{Needs, Role, WordList};
use crate::plan::words::{MoneyUnit, PlanStatus, Tiers};
use crate::span::NodeId;

/// `[plan]`
#[derive(Debug, Default)]
pub struct Header {
    /// The node of the table, if there is one.
    pub node: Option<NodeId>,
    pub format: Field<Number>,
    pub round: Field<Text>,
    pub years: List<Field<Year>>,
    pub title: Field<Text>,
    pub status: Field<PlanStatus>,
    pub submitted: Field<PlanDate>,
    pub approved: Field<PlanDate>,
    pub approved_with: Field<Text>,
    pub approval_expected: Field<PlanDate>,
    pub rounded_to: Field<Amount>,
    pub money: Unit,
    /// The place where it names the unit, readable or not.
    pub unit_at: Option<NodeId>,
    /// The same place, where no unit or a wrong one is named, so that no bare amount can be read.
    pub no_unit: Option<NodeId>,
    pub narrative: Field<Text>,
    pub previous: Field<Text>,
}

/// The keys a plan needs at some of its stages.
const NEEDS: [Needs; 1] = [Needs {
    key: "status",
    word: PlanStatus::Submitted.word(),
    keys: &["submitted"],
    two_of: &[],
    unless: Some(SUBMISSIONS),
}];

/// The version of the format this program reads.
const FORMAT: i64 = 1;

impl Section for Header {
    fn read<F: Form>(form: &mut F) -> Self {
        let mut header = Self {
            node: Some(form.node()),
            format: form.field(version(FORMAT, "format", "The version of this file format: 1.").required()),
            round: form.field(
                round_word(WordList::Rounds, "round", "The planning round. It decides the years and the rules.")
                    .required(),
            ),
            years: form.field(years("years", "The years of its round that the plan covers; all of them if it does not say.")),
            title: form.field(text("title", "What people call the plan.")),
            status: form.field(word(
                "status",
                "How far the plan has come; a draft unless it says otherwise. Drafts are warned of what is still to be written.",
            )),
            submitted: form.field(date("submitted", "The day the plan was sent in; \"unknown\" where nobody knows it.")),
            approved: form.field(date("approved", "The day NHS England approved the plan.")),
            approved_with: form.field(text("approved_with", "The conditions with which it was approved, where there are any.")),
            approval_expected: form.field(date("approval_expected", "The day by which NHS England is expected to approve it.")),
            ..Self::default()
        };
        let says = "The unit of amounts written as bare numbers; pounds unless it says otherwise.";
        // `rounded_to` is itself in the plan's unit, so the unit must be known first.
        let unit = form.field(word::<MoneyUnit>("money", says).lasts());
        (header.money, header.no_unit) = form.set_unit(unit);
        header.unit_at = unit.node();
        let says = "No figure of the plan is more precise than this, such as \"£1k\".";
        header.rounded_to = form.field(amount("rounded_to", says).lasts());
        form.needs(header.status.get().map(|status| status.word()), &NEEDS);
        header.narrative = form.field(text("narrative", "Path or web address of the narrative plan."));
        header.previous =
            form.field(path("previous", "Path of last year's plan beside this one, never a web address."));
        header
    }
}

impl MoneyUnit {
    /// Returns the unit it names.
    pub const fn unit(self) -> Unit {
        match self {
            Self::Pounds => Unit::Pounds,
            Self::Thousands => Unit::Thousands,
            Self::Millions => Unit::Millions,
        }
    }
}

impl Header {
    /// Returns whether the plan says that it is a draft, in which gaps are warnings only. A status that cannot be read
    /// does not make it one.
    pub fn is_draft(&self) -> bool {
        matches!(self.status, Field::Absent | Field::Is(PlanStatus::Draft, _))
    }

    /// Returns whether it says that the plan was sent in, or is approved.
    pub fn is_sent_in(&self) -> bool {
        matches!(self.status, Field::Is(PlanStatus::Submitted | PlanStatus::Approved, _))
    }
}

/// `[area]`
#[derive(Debug, Default)]
pub struct Area {
    /// The node of the table, if there is one.
    pub node: Option<NodeId>,
    pub name: Field<Text>,
    pub code: Field<Text>,
    pub tiers: Field<Tiers>,
    pub region: Field<Text>,
    pub population: Population,
}

impl Section for Area {
    fn read<F: Form>(form: &mut F) -> Self {
        Self {
            node: Some(form.node()),
            name: form.field(text("name", "The name of the Health and Wellbeing Board area.").required().lasts()),
            code: form.field(ons_code("code", "The ONS code of the area: E and eight digits.").lasts()),
            tiers: form.field(word(
                "tiers",
                "Whether one council does everything (single) or districts lie below a county (two).",
            )),
            region: form.field(text("region", "The region the area lies in.").lasts()),
            population: form.field(
                section("population", "How many people live in the area; rates are worked out with it.").lasts(),
            ),
        }
    }
}

/// `area.population`
#[derive(Debug, Default)]
pub struct Population {
    pub everyone: Numbers,
    pub adults: Numbers,
    pub older: Numbers,
}

impl Section for Population {
    fn read<F: Form>(form: &mut F) -> Self {
        Self {
            everyone: form.field(counts(Role::History, "everyone", "People of all ages, by financial year.")),
            adults: form.field(counts(Role::History, "adults", "People aged 18 and over, by financial year.")),
            older: form.field(counts(Role::History, "older", "People aged 65 and over, by financial year.")),
        }
    }
}
