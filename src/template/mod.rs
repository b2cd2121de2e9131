//! A plan to fill in, made from a round's data: every section the round asks for, what each clause says in a comment,
//! what government published in its place, and a gap wherever a person must write something. Each gap is text in angle
//! brackets where something else belongs, so that `check` names every one until it is filled.

mod delivery;
mod money;
mod page;
mod people;
mod roll;

use crate::check::Rule;
use crate::money::{Amount, Unit};
use crate::period::Year;
use crate::plan::{PartnerKind, Published, Tiers};
use crate::policy::{Round, Stream};
use page::{Page, by_period, gap};
pub use roll::{Carry, roll};

/// What a plan is wanted for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The planning round.
    pub round: &'a Round,
    /// The area's name.
    pub area: &'a str,
    /// Its ONS code, if it was given.
    pub code: Option<&'a str>,
    /// Whether districts lie below its council.
    pub tiers: Tiers,
    /// What government published for it; a partner is named as it was published.
    pub published: &'a [Published],
    /// Where that was published, as the plan says it.
    pub origin: Option<&'a str>,
}

/// A body of the plan.
#[derive(Debug)]
struct Body {
    id: String,
    /// None where a person must say.
    name: Option<String>,
    /// What to ask for where there is no name.
    asked: String,
    /// None where a person must say.
    kind: Option<PartnerKind>,
    role: Part,
    /// As the published figures call it.
    published: Option<String>,
}

/// What a body is to the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Board,
    Council,
    Nhs,
    District,
    Housing,
    NhsProvider,
    Provider,
    Team,
    /// Nothing a round asks for.
    Other,
}

/// What the parts of the template are written from.
struct Draft<'a> {
    request: Request<'a>,
    round: &'a Round,
    bodies: Vec<Body>,
    /// The unit of bare amounts.
    unit: Unit,
    /// What stood in an earlier plan for a stream or floor, of the area or a partner by its id.
    before: Vec<Before>,
}

/// The last figure of an earlier plan.
struct Before {
    partner: Option<String>,
    stream: String,
    /// As the gap shows it: "£1,234,000 in 2018/19".
    said: String,
}

/// The text of a plan for the request. It reads; what `check` finds in it are its gaps.
pub fn template(request: &Request<'_>) -> String {
    let draft = Draft {
        request: *request,
        round: request.round,
        bodies: people::bodies(request, Vec::new()),
        unit: Unit::Pounds,
        before: Vec::new(),
    };
    let mut page = Page::default();
    people::write(&draft, &mut page);
    money::write(&draft, &mut page);
    delivery::write(&draft, &mut page);
    page.finish()
}

impl Draft<'_> {
    fn of(&self, part: Part) -> impl Iterator<Item = &Body> {
        self.bodies.iter().filter(move |body| body.role == part)
    }

    /// What was published of a stream or a floor in a year, for the area or a partner.
    fn published(&self, stream: &str, partner: Option<&Body>, year: Year) -> Option<Amount> {
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

    /// What was published, by year, with a gap for each year in which nothing was.
    fn amounts(&self, stream: &str, partner: Option<&Body>, years: &[Year]) -> String {
        let before = self.before(stream, partner);
        let amount = |year: &Year| match self.published(stream, partner, *year) {
            Some(amount) => self.money(amount),
            None => page::gap_after("amount", before),
        };
        by_period(years.iter().map(|year| (*year, amount(year))))
    }

    /// What an earlier plan said last.
    fn before(&self, stream: &str, partner: Option<&Body>) -> Option<&str> {
        let of = partner.map(|body| body.id.as_str());
        let before = self.before.iter().find(|before| before.partner.as_deref() == of && before.stream == stream);
        before.map(|before| before.said.as_str())
    }

    /// An amount as the plan writes it: in pounds, whatever the unit of its bare amounts.
    fn money(&self, amount: Amount) -> String {
        let text = page::money(amount);
        if self.unit == Unit::Pounds || text.starts_with('"') { text } else { format!("\"{}\"", amount.pounds) }
    }

    /// Gaps for an amount of each year.
    fn amount_gaps(&self) -> String {
        by_period(self.round.years.iter().map(|year| (*year, gap("amount"))))
    }

    /// The years in which a stream is there.
    fn years(&self, stream: &Stream) -> Vec<Year> {
        if stream.years.is_empty() { self.round.years.clone() } else { stream.years.clone() }
    }

    /// Returns whether the round has what a rule tests.
    fn tests(&self, rule: &Rule) -> bool {
        rule.clause().is_some_and(|clause| self.round.clause(clause).is_some())
    }

    /// The condition that stands in a clause.
    fn condition(&self, clause: &str) -> Option<&str> {
        self.round.conditions.iter().find(|condition| condition.clause == clause).map(|condition| condition.id.as_str())
    }
}
