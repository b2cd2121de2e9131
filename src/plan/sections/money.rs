//! Where the money comes from, where it goes, and the sums the plan states of it.

use crate::money::Amount;
use crate::plan::field::{Amounts, ComplaintKind, Field, List, Named, Number, PlanDate, Text};
use crate::plan::floors::is_surplus;
use crate::plan::reader::{Fields, Reader};
use crate::plan::words::{AreaOfSpend, Commissioner, Provider, Says};
use crate::span::NodeId;

/// `[allocations]`: what government published for this area.
#[derive(Debug, Default)]
pub struct Allocations {
    /// The table, if there is one.
    pub node: Option<NodeId>,
    /// The document.
    pub source: Field<Text>,
    /// By stream or floor.
    pub streams: Named<Amounts>,
    /// By partner, then by stream or floor.
    pub by_partner: Named<Named<Amounts>>,
}

impl Allocations {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        let source = fields.text("source");
        let by_partner = fields.by_name("by_partner", |reader, _, node| {
            reader.table(node, |shares| shares.other_amounts(|_| false)).unwrap_or_default()
        });
        Self { node: Some(fields.node), source, by_partner, streams: fields.other_amounts(|_| false) }
    }
}

/// `[[sources]]`: money coming in.
#[derive(Debug)]
pub struct Source {
    /// The entry.
    pub node: NodeId,
    /// Its id.
    pub id: Field<Text>,
    /// Its name.
    pub name: Field<Text>,
    /// Its stream.
    pub kind: Field<Text>,
    /// Who contributes it.
    pub partner: Field<Text>,
    /// Who contribute it, where several do and the split is not stated.
    pub partners: List<Field<Text>>,
    /// How much, by year.
    pub amount: Amounts,
    /// Earmarks inside it.
    pub of_which: Named<Amounts>,
    /// Who certified it.
    pub certified_by: Field<Text>,
    /// When.
    pub certified_on: Field<PlanDate>,
}

impl Source {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        let id = fields.required_text("id");
        let kind = fields.required_text("kind");
        let partner = fields.text("partner");
        let partners = fields.texts("partners");
        if partner.is_absent() && partners.node.is_none() {
            fields.missing("partner");
        }
        let signed = kind.str() == Some("adjustment");
        Self {
            node: fields.node,
            id,
            kind,
            partner,
            partners,
            name: fields.text("name"),
            amount: fields.required_amounts("amount", signed),
            of_which: fields.by_name("of_which", |reader, _, node| amounts(reader, node)),
            certified_by: fields.text("certified_by"),
            certified_on: fields.date("certified_on"),
        }
    }

    /// The contributing partners' ids, with where each is named.
    pub fn contributors(&self) -> impl Iterator<Item = (&str, NodeId)> {
        let one = std::iter::once(&self.partner);
        one.chain(self.partners.iter()).filter_map(|field| field.str().zip(field.node()))
    }
}

fn amounts(reader: &mut Reader<'_>, node: NodeId) -> Amounts {
    reader.series(node, |reader, node| reader.money(node, false))
}

/// `[[schemes]]`: what the money is spent on.
#[derive(Debug)]
pub struct Scheme {
    /// The entry.
    pub node: NodeId,
    /// Its id.
    pub id: Field<Text>,
    /// Its name.
    pub name: Field<Text>,
    /// The plan's own heading.
    pub priority: Field<Text>,
    /// Its type, of the round's list.
    pub kind: Field<Text>,
    /// Its type's subtype.
    pub subtype: Field<Text>,
    /// What it is.
    pub description: Field<Text>,
    /// Whether it is new.
    pub new: Field<bool>,
    /// The metrics it is to move.
    pub metrics: List<Field<Text>>,
    /// The high impact changes it delivers.
    pub changes: List<Field<Text>>,
    /// The national conditions it serves.
    pub conditions: List<Field<Text>>,
    /// What is spent.
    pub spend: List<Spend>,
}

impl Scheme {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            node: fields.node,
            id: fields.required_text("id"),
            name: fields.required_text("name"),
            priority: fields.text("priority"),
            kind: fields.text("type"),
            subtype: fields.text("subtype"),
            description: fields.text("description"),
            new: fields.truth("new"),
            metrics: fields.texts("metrics"),
            changes: fields.texts("changes"),
            conditions: fields.texts("conditions"),
            spend: fields.list("spend", Spend::read),
        }
    }
}

/// A spend line.
#[derive(Debug)]
pub struct Spend {
    /// The entry.
    pub node: NodeId,
    /// The entry's own id, if it has one.
    pub id: Field<Text>,
    /// The source or stream it draws on.
    pub source: Field<Text>,
    /// How much, by year.
    pub amount: Amounts,
    /// What kind of service it buys.
    pub area_of_spend: Field<AreaOfSpend>,
    /// Who commissions it.
    pub commissioner: Field<Commissioner>,
    /// The NHS part of a joint line, in percent.
    pub nhs_share: Field<Number>,
    /// The council's part of a joint line, in percent.
    pub council_share: Field<Number>,
    /// Who provides it.
    pub provider: Field<Provider>,
    /// The grant's purposes it serves.
    pub purposes: List<Field<Text>>,
    /// Whether it is capital.
    pub capital: Field<bool>,
}

impl Spend {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            node: fields.node,
            id: fields.text("id"),
            source: fields.text("source"),
            amount: fields.required_amounts("amount", false),
            area_of_spend: fields.word("area_of_spend"),
            commissioner: fields.word("commissioner"),
            nhs_share: fields.number("nhs_share"),
            council_share: fields.number("council_share"),
            provider: fields.word("provider"),
            purposes: fields.texts("purposes"),
            capital: fields.truth("capital"),
        }
    }
}

/// `[totals]`: sums the published plan states.
#[derive(Debug, Default)]
pub struct Totals {
    /// The table, if there is one.
    pub node: Option<NodeId>,
    /// By stream, group or the format's own words.
    pub named: Named<Amounts>,
    /// By the plan's own headings.
    pub by_priority: Named<Amounts>,
    /// What each partner contributes.
    pub by_partner: Named<Amounts>,
    /// What each commissioner spends.
    pub by_commissioner: Named<Amounts>,
}

impl Totals {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        let signed = |reader: &mut Reader<'_>, _: &str, node| reader.series(node, |r, n| r.money(n, true));
        let by_priority = fields.by_name("by_priority", |reader, _, node| amounts(reader, node));
        let by_partner = fields.by_name("by_partner", signed);
        let by_commissioner = fields.by_name("by_commissioner", |reader, _, node| amounts(reader, node));
        let named = fields.other_amounts(|name| matches!(name, "adjustment" | "pool") || is_surplus(name));
        Self { node: Some(fields.node), named, by_priority, by_partner, by_commissioner }
    }
}

/// `[[statements]]`: figures that appear elsewhere in the narrative.
#[derive(Debug)]
pub struct Statement {
    /// The entry.
    pub node: NodeId,
    /// Its id, if it has one.
    pub id: Field<Text>,
    /// What it says of its figures.
    pub says: Field<Says>,
    /// Its place in the narrative.
    pub place: Field<Text>,
    /// Its words.
    pub text: Field<Text>,
    /// The figures of a sum.
    pub parts: List<Field<Figure>>,
    /// The figure a `restates` statement restates, as a dotted path.
    pub of: Field<Text>,
    /// Its other figures, by key.
    pub figures: Vec<(&'static str, Field<Figure>)>,
}

/// A figure of a statement: money, or a plain number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Money (a string).
    Money(Amount),
    /// A plain number.
    Number(Number),
}

/// The keys that hold single figures.
const FIGURE_KEYS: [&str; 10] =
    ["value", "from", "to", "minus", "part", "whole", "numerator", "denominator", "per", "limit"];

impl Statement {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        let says = fields.word("says");
        let statement = Self {
            node: fields.node,
            id: fields.text("id"),
            says: fields.require("says", says),
            place: fields.required_text("where"),
            text: fields.text("text"),
            parts: fields.array("parts", "a list of figures", |reader, node| Some(figure(reader, node))),
            of: fields.text("of"),
            figures: FIGURE_KEYS.iter().map(|key| (*key, read_figure(fields, key))).collect(),
        };
        for key in statement.needs() {
            let absent = match *key {
                "parts" => statement.parts.node.is_none(),
                "of" => statement.of.is_absent(),
                key => statement.figure(key).is_absent(),
            };
            if absent {
                fields.missing(key);
            }
        }
        statement
    }

    /// The keys a statement of its kind needs.
    fn needs(&self) -> &'static [&'static str] {
        match self.says.get() {
            Some(Says::Sum) => &["parts", "value"],
            Some(Says::Difference) => &["from", "minus", "value"],
            Some(Says::PercentChange) => &["from", "to", "value"],
            Some(Says::PercentOf) => &["part", "whole", "value"],
            Some(Says::Rate) => &["numerator", "denominator", "value"],
            Some(Says::AtLeast | Says::AtMost) => &["value", "limit"],
            Some(Says::Restates) => &["of", "value"],
            None => &[],
        }
    }

    /// The figure under a key.
    pub fn figure(&self, key: &str) -> Field<Figure> {
        self.figures.iter().find(|(known, _)| *known == key).map_or(Field::Absent, |(_, figure)| *figure)
    }
}

fn read_figure(fields: &mut Fields<'_, '_>, key: &'static str) -> Field<Figure> {
    match fields.node_of(key) {
        Some(node) => figure(fields.reader, node),
        None => Field::Absent,
    }
}

fn figure(reader: &mut Reader<'_>, node: NodeId) -> Field<Figure> {
    use crate::plan::syntax::Kind;
    match reader.tree.kind(node) {
        Kind::String => reader.money(node, true).map(Figure::Money),
        Kind::Integer | Kind::Float => reader.number(node).map(Figure::Number),
        Kind::Broken => Field::Unreadable(node),
        _ => {
            let message = "this should be a number, or money in quotes".to_owned();
            reader.complain(ComplaintKind::WrongType, node, message);
            Field::Unreadable(node)
        }
    }
}

/// `[performance]` (2014-16)
#[derive(Debug, Default)]
pub struct Performance {
    /// The table, if there is one.
    pub node: Option<NodeId>,
    /// The performance-related part, by year.
    pub amount: Amounts,
    /// When it is paid.
    pub payments: List<super::Payment>,
    /// The planned reduction of emergency admissions, in percent.
    pub reduction: Field<Number>,
    /// Why.
    pub rationale: Field<Text>,
    /// Admissions before.
    pub baseline: Field<Number>,
    /// The cost of an admission.
    pub cost_per_admission: Field<Amount>,
}

impl Performance {
    pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            node: Some(fields.node),
            amount: fields.amounts("amount", false),
            payments: fields.list("payments", super::Payment::read),
            reduction: fields.number("reduction"),
            rationale: fields.text("rationale"),
            baseline: fields.number("baseline"),
            cost_per_admission: fields.money("cost_per_admission"),
        }
    }
}
