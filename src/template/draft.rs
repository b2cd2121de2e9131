//! The material that the parts of the template are written from: the request, the bodies, the figures of an earlier plan.

use super::page::{by_period, gap, gap_after, money as text_of};
use crate::check::Rule;
use crate::money::{Amount, Unit};
use crate::period::Year;
use crate::plan::{PartnerKind, Published, Tiers};
use crate::policy::{Round, Stream};

/// A request for a plan to fill in.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The planning round.
    pub round: &'a Round,
    /// The area's name.
    pub area: &'a str,
    /// Its ONS code, if it was given.
    pub code: Option<&'a str>,
    /// The tiers of local government: two where districts lie below the council.
    pub tiers: Tiers,
    /// The figures government published for it; a partner is named as it was published.
    pub published: &'a [Published],
    /// The place where they were published, as the plan says it.
    pub origin: Option<&'a str>,
}

/// A body of the plan.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) id: String,
    /// The name; none where a person must give it.
    pub(super) name: Option<String>,
    /// The words of the gap where there is no name.
    pub(super) asked: String,
    /// The kind; none where a person must choose it.
    pub(super) kind: Option<PartnerKind>,
    pub(super) role: Part,
    /// The name in the published figures.
    pub(super) published: Option<String>,
}

/// The part a body has in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Board,
    Council,
    Nhs,
    District,
    Housing,
    NhsProvider,
    Provider,
    Team,
    /// A part no round asks for.
    Other,
}

/// The material that the parts of the template are written from.
pub(super) struct Draft<'a> {
    pub(super) request: Request<'a>,
    pub(super) round: &'a Round,
    pub(super) bodies: Vec<Body>,
    /// The unit of bare amounts.
    pub(super) unit: Unit,
    /// The last figures of an earlier plan for a stream or floor, of the area or a partner by its id.
    pub(super) before: Vec<Before>,
}

/// The last figure of an earlier plan.
pub(super) struct Before {
    pub(super) partner: Option<String>,
    pub(super) stream: String,
    /// The figure as the gap shows it: "£1,234,000 in 2018/19".
    pub(super) said: String,
}

impl Draft<'_> {
    /// Returns the bodies that are such a part of the plan.
    pub(super) fn of(&self, part: Part) -> impl Iterator<Item = &Body> {
        self.bodies.iter().filter(move |body| body.role == part)
    }

    /// Returns what was published of a stream or a floor in a year, for the area or a partner.
    pub(super) fn published(&self, stream: &str, partner: Option<&Body>, year: Year) -> Option<Amount> {
        let named = partner.map(|body| body.published.as_deref());
        let wanted = |figure: &&Published| {
            let same = match named {
                None => figure.partner.is_none(),
                Some(name) => name.is_some() && figure.partner.as_deref() == name,
            };
            same && figure.stream == stream && figure.year == year
        };
        self.request.published.iter().find(wanted).map(|figure| figure.amount)
    }

    /// Returns what was published, by year, with a gap for each year in which nothing was.
    pub(super) fn amounts(&self, stream: &str, partner: Option<&Body>, years: &[Year]) -> String {
        let before = self.before(stream, partner);
        let amount = |year: &Year| match self.published(stream, partner, *year) {
            Some(amount) => self.money(amount),
            None => gap_after("amount", before),
        };
        by_period(years.iter().map(|year| (*year, amount(year))))
    }

    /// Returns what an earlier plan said last.
    pub(super) fn before(&self, stream: &str, partner: Option<&Body>) -> Option<&str> {
        let of = partner.map(|body| body.id.as_str());
        let before = self.before.iter().find(|before| before.partner.as_deref() == of && before.stream == stream);
        before.map(|before| before.said.as_str())
    }

    /// Returns an amount as the plan writes it: in pounds, whatever the unit of its bare amounts.
    pub(super) fn money(&self, amount: Amount) -> String {
        let text = text_of(amount);
        if self.unit == Unit::Pounds || text.starts_with('"') { text } else { format!("\"{}\"", amount.pounds) }
    }

    /// Returns gaps for an amount of each year.
    pub(super) fn amount_gaps(&self) -> String {
        by_period(self.round.years.iter().map(|year| (*year, gap("amount"))))
    }

    /// Returns the years in which a stream is there.
    pub(super) fn years(&self, stream: &Stream) -> Vec<Year> {
        if stream.years.is_empty() { self.round.years.to_vec() } else { stream.years.to_vec() }
    }

    /// Returns whether the round has what a rule tests.
    pub(super) fn tests(&self, rule: &Rule) -> bool {
        rule.level_in(self.round).is_some()
    }

    /// Returns the condition a clause is of.
    pub(super) fn condition(&self, clause: &str) -> Option<&str> {
        self.round.conditions.iter().find(|condition| condition.clause == clause).map(|condition| condition.id.as_str())
    }
}
