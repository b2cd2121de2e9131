//! The planning rounds: which there are, one of them whole, and what changed between two; for people, as Markdown, as data.

mod diff;
mod human;
mod json;
mod markdown;

use std::fmt::Write as _;

pub use diff::{diff_human, diff_json, diff_markdown};
pub use human::{list_of, whole};
pub use json::{list_json, whole_json};
pub use markdown::{list_markdown, whole_markdown};

use crate::period::{Date, Year};
use crate::policy::{Clause, OwnRound, Round};
use crate::text::words::{count, list};

/// The guide to writing a custom round, one page long.
pub const GUIDE: &str = include_str!("guide.md");

/// A round with what is known of it beside its data.
#[derive(Clone, Copy, Debug)]
pub struct ShownRound<'a> {
    /// The round.
    pub round: &'a Round,
    /// The file the round comes from, where a project wrote its own.
    pub own: Option<&'a OwnRound>,
    /// The round it extends, for a project's own that extends one.
    pub base: Option<&'a Round>,
}

impl<'a> ShownRound<'a> {
    /// Returns where it comes from: nothing for a round inside the program.
    fn origin(&self) -> Option<String> {
        let own = self.own?;
        let Some(base) = own.extends.as_deref() else { return Some(format!("a round of your own, in {}", own.file)) };
        let all = self.round.clauses.len();
        let theirs = all - self.round.clauses.iter().filter(|c| own.own_clauses.contains(c.id.as_str())).count();
        let mut text = format!("a round of your own, in {}: it extends {base}, ", own.file);
        let _ = write!(text, "from which it has {theirs} of its {}", count(all, "clause", "clauses"));
        if !own.without.is_empty() {
            let _ = write!(text, ", without {}", list(&own.without));
        }
        if let Some(base) = self.base.filter(|base| base.years != self.round.years) {
            let _ = write!(text, "; those were written for {}", years(&base.years));
        }
        Some(text)
    }

    /// Returns whether it is the round, or one of those, that a day lies in.
    fn is_current(&self, today: Date) -> bool {
        self.round.has_year(today.month().financial_year())
    }

    /// Returns the round a clause was taken over from.
    fn inherited(&self, clause: &Clause) -> Option<&'a str> {
        let own = self.own?;
        own.extends.as_deref().filter(|_| !own.own_clauses.contains(clause.id.as_str()))
    }
}

/// Returns which of the rounds a day lies in, in a sentence; where none, what can be done.
fn current(rounds: &[ShownRound<'_>], today: Date) -> String {
    let ids: Vec<&str> =
        rounds.iter().filter(|shown| shown.is_current(today)).map(|shown| shown.round.id.as_str()).collect();
    let (day, year) = (today.prose(), today.month().financial_year().prose());
    match ids.as_slice() {
        [] => format!("No round is current on {day}: none has {year}. `bcf rounds --guide` says how to write one."),
        ids => format!("Current on {day}: {}.", list(ids)),
    }
}

fn years(years: &[Year]) -> String {
    list(&years.iter().map(|year| year.prose()).collect::<Vec<_>>())
}

/// Returns `quoted`, or that it is merely recalled or reported, and by whom.
fn known(clause: &Clause) -> String {
    if clause.is_weak() { format!("{}, to be confirmed", clause.known()) } else { clause.known() }
}

/// Returns what is to be known of a clause beside its words: that it asks nothing, or why no rule checks what it asks.
fn aside(clause: &Clause) -> Option<String> {
    if !clause.asks {
        return Some("asks nothing of a plan".to_owned());
    }
    clause.unchecked.as_ref().map(|why| format!("not checked: {why}"))
}

/// Returns the clauses no fact is on.
fn beside<'a>(round: &'a Round, used: &[&str]) -> Vec<&'a Clause> {
    round.clauses.iter().filter(|clause| !used.contains(&clause.id.as_str())).collect()
}
