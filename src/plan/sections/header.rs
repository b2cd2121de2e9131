//! `[plan]` and `[area]`.

use crate::money::{Amount, Unit};
use crate::plan::field::{ComplaintKind, Field, Number, Numbers, PlanDate, Text};
use crate::plan::reader::Fields;
use crate::plan::words::{MoneyUnit, PlanStatus, Tiers};
use crate::span::NodeId;

/// `[plan]`
#[derive(Debug, Default)]
pub struct Header {
    /// The table, if there is one.
    pub node: Option<NodeId>,
    /// The version of the format.
    pub format: Field<Number>,
    /// The planning round.
    pub round: Field<Text>,
    /// What people call the plan.
    pub title: Field<Text>,
    /// How far it has come; a draft unless it says otherwise.
    pub status: Field<PlanStatus>,
    /// When it was sent in.
    pub submitted: Field<PlanDate>,
    /// When NHS England approved it.
    pub approved: Field<PlanDate>,
    /// No figure of the plan is more precise than this.
    pub rounded_to: Field<Amount>,
    /// The unit of bare amounts.
    pub money: Unit,
    /// The narrative plan's path or address.
    pub narrative: Field<Text>,
}

/// The version of the format this program reads.
const FORMAT: i64 = 1;

impl Header {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        let format = fields.number("format");
        let format = fields.require("format", format);
        if let Field::Is(version, node) = format
            && version.value != FORMAT.into()
        {
            let message = format!(
                "this is version {} of the plan format, and this program reads version {FORMAT}",
                version.value
            );
            fields.reader.complain(ComplaintKind::UnknownFormat, node, message).help =
                Some(format!("write `format = {FORMAT}`"));
        }
        let round = fields.required_text("round");
        let money = match fields.word::<MoneyUnit>("money").get() {
            Some(MoneyUnit::Thousands) => Unit::Thousands,
            Some(MoneyUnit::Millions) => Unit::Millions,
            Some(MoneyUnit::Pounds) | None => Unit::Pounds,
        };
        // `rounded_to` is itself in the plan's unit, so the unit must be known first.
        fields.reader.unit = money;
        let rounded_to = fields.money("rounded_to");
        Self {
            node: Some(fields.node),
            format,
            round,
            title: fields.text("title"),
            status: fields.word("status"),
            submitted: fields.date("submitted"),
            approved: fields.date("approved"),
            rounded_to,
            money,
            narrative: fields.text("narrative"),
        }
    }

    /// Whether what is still to be written is merely warned of. A status that cannot be read is no licence.
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
    /// The table, if there is one.
    pub node: Option<NodeId>,
    /// Its name.
    pub name: Field<Text>,
    /// Its ONS code.
    pub code: Field<Text>,
    /// Whether districts lie below its council.
    pub tiers: Field<Tiers>,
    /// Its region.
    pub region: Field<Text>,
    /// Its people, by year.
    pub population: Population,
}

/// `area.population`: people by year.
#[derive(Debug, Default)]
pub struct Population {
    /// Everyone.
    pub everyone: Numbers,
    /// 18 and over.
    pub adults: Numbers,
    /// 65 and over.
    pub older: Numbers,
}

impl Area {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        let code = fields.text("code");
        if let Field::Is(text, node) = &code
            && !is_ons_code(text)
        {
            let message = "an area's code is `E` and eight digits".to_owned();
            fields.reader.complain(ComplaintKind::WrongType, *node, message).help =
                Some("look the code up in the ONS list of local authorities, such as E10000018".into());
        }
        Self {
            node: Some(fields.node),
            name: fields.required_text("name"),
            code,
            tiers: fields.word("tiers"),
            region: fields.text("region"),
            population: fields
                .table("population", |people| Population {
                    everyone: people.counts("everyone"),
                    adults: people.counts("adults"),
                    older: people.counts("older"),
                })
                .unwrap_or_default(),
        }
    }
}

fn is_ons_code(text: &str) -> bool {
    text.strip_prefix('E').is_some_and(|digits| digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit()))
}
