//! The material that the parts of the template are written from: the request, the bodies, the figures of an earlier plan.

use super::bodies::{Bodies, Body};
use super::figures::Figures;
use super::page::{by_period, gap, gap_after, money as text_of};
use crate::check::Rule;
use crate::money::{Amount, Unit};
use crate::period::Year;
use crate::plan::{Published, Tiers};
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
    /// The names of its district councils, where it has any and they are known.
    pub districts: &'a [String],
    /// The figures government published for it; a partner is named as it was published.
    pub published: &'a [Published],
    /// The place where they were published, as the plan says it.
    pub origin: Option<&'a str>,
}

/// The material that the parts of the template are written from.
pub(super) struct Draft<'a> {
    pub(super) request: Request<'a>,
    pub(super) round: &'a Round,
    pub(super) bodies: Bodies,
    /// The unit of bare amounts.
    pub(super) unit: Unit,
    /// The figures government published.
    pub(super) figures: Figures<'a, &'a Published>,
    /// The last figures of an earlier plan for a stream or floor, of the area or a partner by its id, each as the gap
    /// shows it: "£1,234,000 in 2018/19".
    pub(super) before: Figures<'a, String>,
}

impl Draft<'_> {
    /// Returns what was published of a stream or a floor in a year, for the area or a partner.
    pub(super) fn published(&self, stream: &str, partner: Option<&Body>, year: Year) -> Option<Amount> {
        let figures = self.figures_of(stream, partner);
        figures.iter().find(|figure| figure.year == year).map(|figure| figure.amount)
    }

    /// Returns the figures that were published of a stream or a floor, for the area or a partner.
    pub(super) fn figures_of(&self, stream: &str, partner: Option<&Body>) -> &[&Published] {
        match partner.map(|body| body.published.as_deref()) {
            Some(None) => &[],
            Some(name) => self.figures.of(name, stream),
            None => self.figures.of(None, stream),
        }
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
        self.before.of(partner.map(|body| body.id.as_str()), stream).first().map(String::as_str)
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
