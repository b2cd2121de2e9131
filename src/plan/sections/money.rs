//! Money in, money out, and the sums the plan states of it.
#![expect(missing_docs, reason = "the sentence of each key stands beside it")]

use std::borrow::Cow;
use std::collections::HashSet;

use crate::money::Amount;
use crate::period::Year;
use crate::plan::conventions::is_surplus;
use crate::plan::field::{Amounts, Field, Figure, List, Named, Number, Numbers, PlanDate, Text};
use crate::plan::form::{Form, Section};
use crate::plan::kinds::{
    amount, amounts, counts, date, entries, figure, figures, id, named_amounts, number, optional_id, others, perhaps,
    refer_all, refers, round_word, round_words, section, text, truth, word, year,
};
use crate::plan::shape::{NamesOf, Needs, Role, Target, WordList};
use crate::plan::words::{AreaOfSpend, Commissioner, Provider, Says, StatedSum};
use crate::span::NodeId;

/// The key of figures by partner.
pub const BY_PARTNER: &str = "by_partner";

/// `[allocations]`: what government published for this area.
#[derive(Debug, Default)]
pub struct Allocations {
    /// The node of the table, if there is one.
    pub node: Option<NodeId>,
    pub source: Field<Text>,
    /// By stream or floor.
    pub streams: Named<Amounts>,
    pub by_partner: Named<Named<Amounts>>,
    pub changes: List<AllocationChange>,
}

impl Section for Allocations {
    fn read<F: Form>(form: &mut F) -> Self {
        let says = "The same for one CCG or district each, by the partner's id.";
        let published = NamesOf::Words(WordList::Published);
        let by_partner = named_amounts(published, Role::Published, BY_PARTNER, says);
        Self {
            node: Some(form.node()),
            source: form.field(text("source", "The document the allocations were published in.")),
            by_partner: form.field(by_partner.within(NamesOf::Ids(Target::Partner))),
            changes: form.field(entries("changes", "What government added to an allocation later, or took from it.")),
            streams: form.others(others(NamesOf::Words(WordList::Published), Role::Published)),
        }
    }
}

/// `[[allocations.changes]]`
#[derive(Debug)]
pub struct AllocationChange {
    /// The node of the entry's table.
    pub node: NodeId,
    pub stream: Field<Text>,
    pub year: Field<Year>,
    pub amount: Field<Amount>,
    pub on: Field<PlanDate>,
    pub partner: Field<Text>,
    pub source: Field<Text>,
}

impl Section for AllocationChange {
    const NOUN: &'static str = "change of an allocation";
    const SAYS: &'static str = "A later determination.";
    const KNOWN_BY: Option<&'static str> = Some("stream");

    fn read<F: Form>(form: &mut F) -> Self {
        let change = Self {
            node: form.node(),
            stream: form.field(
                round_word(WordList::Streams, "stream", "The stream of money whose allocation it changes.").required(),
            ),
            year: form.field(year("year", "The financial year it is for.").required()),
            amount: form.field(
                amount("amount", "By how much the allocation rises; below zero where it falls.").signed().required(),
            ),
            on: form.field(date("on", "The day it was determined.").required()),
            partner: form.field(refers(
                Target::Partner,
                "partner",
                "The CCG or district whose share it changes, by id.",
            )),
            source: form.field(text("source", "The document it was published in.")),
        };
        form.field(optional_id());
        change
    }
}

/// `[[sources]]`: money coming in.
#[derive(Debug)]
pub struct Source {
    /// The node of the entry's table.
    pub node: NodeId,
    pub id: Field<Text>,
    pub name: Field<Text>,
    pub kind: Field<Text>,
    pub kinds: List<Field<Text>>,
    /// The streams it names, each once, in the order they are written.
    streams: Vec<Text>,
    /// True where a stream that it names may have been lost.
    may_be_of_more: bool,
    pub partner: Field<Text>,
    pub partners: List<Field<Text>>,
    pub amount: Amounts,
    pub spent: Amounts,
    pub comment: Field<Text>,
    pub of_which: Named<Amounts>,
    pub certified_by: Field<Text>,
    pub certified_on: Field<PlanDate>,
}

/// The sentence for what was spent.
const SPENT: &str = "What was spent of it in the end, by financial year. No sum of the plan reads it.";
/// The sentence for a comment.
const COMMENT: &str = "What the plan says of it beside its figures.";

/// The sign between streams in the key of several.
pub const STREAMS_BETWEEN: &str = "+";

/// The stream that corrects others, and may be negative.
const ADJUSTMENT: &str = "adjustment";

impl Section for Source {
    const NOUN: &'static str = "source";
    const SAYS: &'static str = "Money one or several partners put in.";

    fn read<F: Form>(form: &mut F) -> Self {
        let kind = "The stream of money it belongs to. Only an adjustment may be negative.";
        let kinds = "The streams it belongs to, where it is several in one figure and the split is not stated.";
        let partners = "Who contribute it, by id, where several do and the split is not stated.";
        let amount = "How much it is, by financial year. 0 says nil; leaving a year out says it is not stated.";
        let of_which = "What is earmarked inside it, by purpose and financial year.";
        let earmarks = NamesOf::Words(WordList::Earmarks);
        let mut source = Self {
            node: form.node(),
            streams: Vec::new(),
            may_be_of_more: false,
            id: form.field(id("What lines of spend call it, in lower case with hyphens.").required().lasts()),
            name: form.field(text("name", "What people call it.").lasts()),
            kind: form.field(round_word(WordList::Streams, "kind", kind).required_unless("kinds")),
            kinds: form.field(round_words(WordList::Streams, "kinds", kinds)),
            partner: form.field(
                refers(Target::Partner, "partner", "Who contributes it, by id.").required_unless("partners").lasts(),
            ),
            partners: form.field(refer_all(Target::Partner, "partners", partners).lasts()),
            amount: form.field(amounts(Role::In, "amount", amount).signed_where("kind", ADJUSTMENT).required()),
            spent: form.field(amounts(Role::Spent, "spent", SPENT).signed_where("kind", ADJUSTMENT)),
            comment: form.field(text("comment", COMMENT)),
            of_which: form.field(named_amounts(earmarks, Role::Part, "of_which", of_which)),
            certified_by: form
                .field(text("certified_by", "Who certified the use of the grant: the section 151 officer's name.")),
            certified_on: form.field(date("certified_on", "The day it was certified.")),
        };
        let mut seen = HashSet::new();
        let named = std::iter::once(&source.kind).chain(source.kinds.iter()).filter_map(Field::str);
        source.streams = named.filter(|stream| seen.insert(*stream)).map(Text::from).collect();
        let is_lost = || source.kinds.damaged || source.kinds.iter().any(Field::is_unreadable);
        source.may_be_of_more = source.kind.is_unreadable() || is_lost();
        source
    }
}

impl Source {
    /// Returns the streams it names, each once, in the order they are written.
    pub fn streams(&self) -> impl Iterator<Item = &str> {
        self.streams.iter().map(|stream| &**stream)
    }

    /// Returns the one stream that it is of; nothing where it holds several in one figure, or does not say.
    pub fn stream(&self) -> Option<&str> {
        if let [only] = &*self.streams { Some(only) } else { None }
    }

    /// Returns its stream as tables key it: `dfg`, or `dfg+social-care-capital` where it holds several in one figure.
    pub fn streams_key(&self) -> Cow<'_, str> {
        self.stream().map_or_else(|| self.streams.join(STREAMS_BETWEEN).into(), Cow::Borrowed)
    }

    /// Returns whether it holds several streams in one figure, so that nobody can say what is of which.
    pub const fn is_mixed(&self) -> bool {
        self.streams.len() > 1
    }

    /// Returns whether a stream that it names may have been lost.
    pub const fn may_be_of_more(&self) -> bool {
        self.may_be_of_more
    }

    /// Returns the place where it names its streams.
    pub fn streams_at(&self) -> NodeId {
        self.kinds.node.or_else(|| self.kind.node()).unwrap_or(self.node)
    }

    /// Returns whether a partner that it names may have been lost.
    pub fn may_be_of_others(&self) -> bool {
        self.partner.is_unreadable() || self.partners.damaged || self.partners.iter().any(Field::is_unreadable)
    }

    /// Returns the contributing partners' ids, with where each is named.
    pub fn contributors(&self) -> impl Iterator<Item = (&str, NodeId)> {
        let one = std::iter::once(&self.partner);
        one.chain(self.partners.iter()).filter_map(|field| field.str().zip(field.node()))
    }
}

/// `[earmarks]`
#[derive(Debug, Default)]
pub struct Earmarks {
    /// By earmark.
    pub named: Named<Amounts>,
}

impl Section for Earmarks {
    fn read<F: Form>(form: &mut F) -> Self {
        Self { named: form.others(others(NamesOf::Words(WordList::Earmarks), Role::Part)) }
    }
}

/// `[[schemes]]`: what the money is spent on.
#[derive(Debug)]
pub struct Scheme {
    /// The node of the entry's table.
    pub node: NodeId,
    pub id: Field<Text>,
    pub name: Field<Text>,
    pub priority: Field<Text>,
    pub kind: Field<Text>,
    pub subtype: Field<Text>,
    pub description: Field<Text>,
    pub objective: Field<Text>,
    pub outputs: Option<Outputs>,
    pub new: Field<bool>,
    pub conditions: List<Field<Text>>,
    pub metrics: List<Field<Text>>,
    pub changes: List<Field<Text>>,
    pub comment: Field<Text>,
    pub spend: List<Spend>,
}

/// The keys a scheme of a type needs that says nothing of it.
const DESCRIBED: [Needs; 1] = [Needs { key: "type", word: "other", keys: &["description"], two_of: &[], unless: None }];

impl Section for Scheme {
    const NOUN: &'static str = "scheme";
    const SAYS: &'static str = "Something the fund pays for.";

    fn read<F: Form>(form: &mut F) -> Self {
        let kind = "The scheme type of the round's list; other needs a description.";
        let spend = "What is spent on it, a line for each source, provider or kind of service.";
        let scheme = Self {
            node: form.node(),
            id: form.field(id("What the rest of the file calls it, in lower case with hyphens.").required().lasts()),
            name: form.field(text("name", "What people call it.").required().lasts()),
            priority: form.field(text("priority", "The plan's own heading for it, such as BCF 6.").lasts()),
            kind: form.field(round_word(WordList::SchemeTypes, "type", kind)),
            subtype: form.field(text("subtype", "The subtype of its type.")),
            description: form.field(text("description", "What it is.").lasts()),
            objective: form.field(text("objective", "What it is to achieve.").lasts()),
            outputs: form.field(perhaps("outputs", "What it delivers, in things that can be counted.")),
            new: form.field(truth("new", "Whether it is new in this plan.")),
            conditions: form.field(round_words(
                WordList::Conditions,
                "conditions",
                "The national conditions it serves.",
            )),
            metrics: form.field(refer_all(Target::Metric, "metrics", "The metrics it is to move, by kind or id.")),
            changes: form.field(round_words(WordList::Changes, "changes", "The high impact changes it delivers.")),
            comment: form.field(text("comment", COMMENT)),
            spend: form.field(entries("spend", spend)),
        };
        form.needs(scheme.kind.str(), &DESCRIBED);
        scheme
    }
}

/// The things a scheme delivers.
#[derive(Debug)]
pub struct Outputs {
    /// The node of the table.
    pub node: NodeId,
    pub unit: Field<Text>,
    pub planned: Numbers,
}

impl Section for Outputs {
    fn read<F: Form>(form: &mut F) -> Self {
        Self {
            node: form.node(),
            unit: form.field(text("unit", "What is counted, such as hours of care or placements.").required().lasts()),
            planned: form.field(counts(Role::Part, "planned", "How many are planned, by financial year.")),
        }
    }
}

/// A spend line.
#[derive(Debug)]
pub struct Spend {
    /// The node of the entry's table.
    pub node: NodeId,
    pub id: Field<Text>,
    pub source: Field<Text>,
    pub amount: Amounts,
    pub spent: Amounts,
    pub area_of_spend: Field<AreaOfSpend>,
    pub commissioner: Field<Commissioner>,
    pub nhs_share: Field<Number>,
    pub council_share: Field<Number>,
    pub provider: Field<Provider>,
    pub purposes: List<Field<Text>>,
    pub capital: Field<bool>,
}

impl Section for Spend {
    const NOUN: &'static str = "spend line";
    const SAYS: &'static str = "A line of spend.";
    const KNOWN_BY: Option<&'static str> = Some("source");

    fn read<F: Form>(form: &mut F) -> Self {
        let source = "The source it draws on, by id, or a whole stream such as nhs-minimum.";
        let area = "What kind of service it buys. Without it the line counts towards no floor.";
        let commissioner = "Who commissions the service. Without it the line counts towards no floor.";
        Self {
            node: form.node(),
            id: form.field(optional_id()),
            source: form.field(refers(Target::Source, "source", source)),
            amount: form.field(amounts(Role::Out, "amount", "How much is spent, by financial year.").required()),
            spent: form.field(amounts(Role::Spent, "spent", SPENT)),
            area_of_spend: form.field(word("area_of_spend", area).lasts()),
            commissioner: form.field(word("commissioner", commissioner).lasts()),
            nhs_share: form.field(number("nhs_share", "The NHS part of a joint line, in percent.").lasts()),
            council_share: form
                .field(number("council_share", "The council's part of a joint line, in percent.").lasts()),
            provider: form.field(word("provider", "Who provides the service.").lasts()),
            purposes: form.field(round_words(
                WordList::Purposes,
                "purposes",
                "Which of the grant's purposes it serves.",
            )),
            capital: form.field(truth("capital", "Whether it is capital rather than revenue.").lasts()),
        }
    }
}

/// `[totals]`: sums the published plan states.
#[derive(Debug, Default)]
pub struct Totals {
    /// The node of the table, if there is one.
    pub node: Option<NodeId>,
    /// By stream, group or the format's own words.
    pub named: Named<Amounts>,
    pub by_priority: Named<Amounts>,
    pub by_partner: Named<Amounts>,
    pub by_commissioner: Named<Amounts>,
    /// The same of the years before the round, where they are there.
    pub previous: Option<Box<Totals>>,
}

/// `[totals.previous]`: a table like `[totals]`, without another such table in it.
#[derive(Default)]
struct Previous(Option<Box<Totals>>);

impl Section for Previous {
    fn read<F: Form>(form: &mut F) -> Self {
        // Rounds have different streams, so those of this one are not asked for.
        Self(Some(Box::new(Totals::stated(form, NamesOf::Any, Role::Before))))
    }
}

impl Section for Totals {
    fn read<F: Form>(form: &mut F) -> Self {
        let says = "The same sums of the years before the round, as the plan sets them beside its own.";
        let previous = form.field(section::<Previous>("previous", says)).0;
        Self { previous, ..Self::stated(form, NamesOf::Words(WordList::Totals), Role::Part) }
    }
}

impl Totals {
    fn stated<F: Form>(form: &mut F, names: NamesOf, role: Role) -> Self {
        let priority = "By the plan's own headings, as schemes name them under priority.";
        let partner = "What each partner contributes, by the partner's id.";
        let commissioner = "What each commissioner spends; a joint line counts whole under joint.";
        let commissioners = NamesOf::Words(WordList::Commissioners);
        let partners = NamesOf::Ids(Target::Partner);
        Self {
            node: Some(form.node()),
            by_priority: form.field(named_amounts(NamesOf::Any, role, "by_priority", priority)),
            by_partner: form.field(named_amounts(partners, role, BY_PARTNER, partner).signed()),
            by_commissioner: form.field(named_amounts(commissioners, role, "by_commissioner", commissioner)),
            named: form.others(
                others(names, role)
                    .signed(|name| name == ADJUSTMENT || name == StatedSum::Pool.word() || is_surplus(name)),
            ),
            previous: None,
        }
    }
}

/// `[[statements]]`: figures that appear elsewhere in the narrative.
#[derive(Debug)]
pub struct Statement {
    /// The node of the entry's table.
    pub node: NodeId,
    pub id: Field<Text>,
    pub says: Field<Says>,
    pub place: Field<Text>,
    pub text: Field<Text>,
    pub parts: List<Field<Figure>>,
    pub of: Field<Text>,
    /// Its single figures, by key.
    pub figures: Vec<(&'static str, Field<Figure>)>,
}

/// The keys that hold single figures.
const FIGURES: [(&str, &str); 11] = [
    ("value", "The figure the narrative states."),
    ("from", "The figure before, or the figure something is taken from."),
    ("to", "The figure after."),
    ("by", "By how much it rises; below zero where it falls."),
    ("minus", "What is taken from it."),
    ("part", "The part."),
    ("whole", "The whole it is a part of."),
    ("limit", "The limit it keeps."),
    ("numerator", "What is divided."),
    ("denominator", "What it is divided by."),
    ("per", "For how many the rate is stated; 100,000 unless it says otherwise."),
];

/// The keys a statement needs for what it says.
const NEEDS: [Needs; 8] = [
    needs(Says::Sum, &["parts", "value"]),
    needs(Says::Difference, &["from", "minus", "value"]),
    Needs { two_of: &["from", "to", "by"], ..needs(Says::PercentChange, &["value"]) },
    needs(Says::PercentOf, &["part", "whole", "value"]),
    needs(Says::Rate, &["numerator", "denominator", "value"]),
    needs(Says::AtLeast, &["value", "limit"]),
    needs(Says::AtMost, &["value", "limit"]),
    needs(Says::Restates, &["of", "value"]),
];

const fn needs(says: Says, keys: &'static [&'static str]) -> Needs {
    Needs { key: "says", word: says.word(), keys, two_of: &[], unless: None }
}

impl Section for Statement {
    const NOUN: &'static str = "statement";
    const SAYS: &'static str = "A figure of the narrative, and what it says of others.";

    fn read<F: Form>(form: &mut F) -> Self {
        let says = "What it says of its figures: that they add up, differ, rise by percent, are a share or a rate, keep a limit, or restate a figure of the plan.";
        let of = "The figure that is restated, as a dotted path into this plan (metrics.delayed-transfers.target.2017-04), or the clause of the round that gives it (submission-date).";
        let statement = Self {
            node: form.node(),
            id: form.field(optional_id()),
            says: form.field(word("says", says).required()),
            place: form.field(text("where", "Its place in the narrative.").required()),
            text: form.field(text("text", "Its words.")),
            figures: FIGURES.iter().map(|(name, says)| (*name, form.field(figure(name, says)))).collect(),
            parts: form.field(figures("parts", "The figures of a sum.")),
            of: form.field(refers(Target::Place, "of", of)),
        };
        form.needs(statement.says.get().map(|says| says.word()), &NEEDS);
        statement
    }
}

impl Statement {
    /// Returns the figure under a key.
    pub fn figure(&self, key: &str) -> Field<Figure> {
        self.figures.iter().find(|(known, _)| *known == key).map_or(Field::Absent, |(_, figure)| *figure)
    }
}
