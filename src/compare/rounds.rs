//! Two planning rounds: what the second asks that the first did not, asks no longer, or asks otherwise.

use crate::check::{Rule, rules};
use crate::finding::Level;
use crate::policy::outline::{Fact, Section};
use crate::policy::{Clause, Round};

/// The changes from one round to another.
#[derive(Debug)]
pub struct RoundComparison<'a> {
    /// The first.
    pub old: &'a Round,
    /// The second.
    pub new: &'a Round,
    /// The changes, kind by kind; a kind without changes is left out.
    pub sections: Vec<Changed<Fact>>,
    /// The clauses that are new, gone, worded anew or known otherwise.
    pub clauses: Changed<ClauseFact<'a>>,
    /// The rules that begin to apply.
    pub begin: Vec<Applying>,
    /// The rules that cease to.
    pub cease: Vec<Applying>,
}

/// The things of one kind that were added, taken away and changed.
#[derive(Debug)]
pub struct Changed<T> {
    /// `conditions`
    pub id: &'static str,
    /// "National conditions"
    pub title: &'static str,
    /// Only in the second.
    pub added: Vec<T>,
    /// Only in the first.
    pub removed: Vec<T>,
    /// In both, and not the same: before and after.
    pub changed: Vec<(T, T)>,
}

impl<T> Changed<T> {
    /// Returns whether nothing changed.
    pub fn is_same(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

/// A clause with the title of its document.
#[derive(Clone, Copy, Debug)]
pub struct ClauseFact<'a> {
    /// The clause.
    pub clause: &'a Clause,
    /// The document it is read in, if it is read in any.
    pub document: Option<&'a str>,
}

/// A rule that begins to apply or ceases to.
#[derive(Clone, Copy, Debug)]
pub struct Applying {
    /// Its id.
    pub rule: &'static str,
    /// The fault it looks for.
    pub summary: &'static str,
    /// The level of its findings.
    pub level: Level,
    /// The clause that makes it apply.
    pub clause: &'static str,
}

impl<'a> RoundComparison<'a> {
    /// Compares two rounds.
    pub fn new(old: &'a Round, new: &'a Round) -> Self {
        Self {
            old,
            new,
            sections: sections(old.outline(), new.outline()),
            clauses: clauses(old, new),
            begin: applying(new, old),
            cease: applying(old, new),
        }
    }

    /// Returns whether the two ask the same, whatever they are called.
    pub fn is_same(&self) -> bool {
        let rules = self.begin.is_empty() && self.cease.is_empty();
        rules && self.sections.is_empty() && self.clauses.is_same() && self.old.years == self.new.years
    }
}

fn sections(old: Vec<Section>, new: Vec<Section>) -> Vec<Changed<Fact>> {
    let mut gone: Vec<Section> = old;
    let mut all = Vec::new();
    for section in new {
        let before = gone.iter().position(|other| other.id == section.id).map(|n| gone.remove(n).facts);
        all.push(facts((section.id, section.title), before.unwrap_or_default(), section.facts));
    }
    all.extend(gone.into_iter().map(|section| facts((section.id, section.title), section.facts, Vec::new())));
    all.retain(|changed| !changed.is_same());
    all
}

fn facts((id, title): (&'static str, &'static str), mut old: Vec<Fact>, new: Vec<Fact>) -> Changed<Fact> {
    let mut changed = Changed { id, title, added: Vec::new(), removed: Vec::new(), changed: Vec::new() };
    for fact in new {
        match old.iter().position(|before| before.id == fact.id).map(|n| old.remove(n)) {
            None => changed.added.push(fact),
            // Another clause for the same thing is reported where the clauses are.
            Some(before) if before.what == fact.what && before.value == fact.value => {}
            Some(before) => changed.changed.push((before, fact)),
        }
    }
    changed.removed = old;
    changed
}

fn clauses<'a>(old: &'a Round, new: &'a Round) -> Changed<ClauseFact<'a>> {
    let of = |round: &'a Round, clause: &'a Clause| ClauseFact {
        clause,
        document: round.document(&clause.source).map(|document| document.title.as_str()),
    };
    let mut changed =
        Changed { id: "clauses", title: "Clauses", added: Vec::new(), removed: Vec::new(), changed: Vec::new() };
    for clause in &new.clauses {
        let now = of(new, clause);
        match old.clause(&clause.id).map(|clause| of(old, clause)) {
            None => changed.added.push(now),
            Some(before) if !before.parts().eq(&now.parts()) => changed.changed.push((before, now)),
            Some(_) => {}
        }
    }
    changed.removed = old.clauses.iter().filter(|c| new.clause(&c.id).is_none()).map(|c| of(old, c)).collect();
    changed
}

impl<'a> ClauseFact<'a> {
    /// Returns what may differ of a clause, by name.
    pub fn parts(&self) -> [(&'static str, &'a str); 7] {
        [
            ("says", &self.clause.says),
            ("basis", self.clause.basis.word()),
            ("at", &self.clause.at),
            ("source", self.document.unwrap_or_default()),
            ("asks", if self.clause.asks { "something of a plan" } else { "" }),
            ("waived_by", self.clause.waived_by.as_deref().unwrap_or_default()),
            ("unchecked", self.clause.unchecked.as_deref().unwrap_or_default()),
        ]
    }
}

/// Returns the rules that apply in `round` and not in `other`.
fn applying(round: &Round, other: &Round) -> Vec<Applying> {
    let only = |rule: &'static Rule| {
        let clause = rule.clause().filter(|id| round.clause(id).is_some() && other.clause(id).is_none())?;
        Some(Applying { rule: rule.id, summary: rule.summary, level: rule.level, clause })
    };
    rules().filter_map(|(_, rule)| only(rule)).collect()
}
