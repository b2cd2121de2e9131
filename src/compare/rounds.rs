//! Two planning rounds: what the second asks that the first did not, asks no longer, or asks otherwise.

use crate::check::{Rule, rules};
use crate::finding::Level;
use crate::policy::outline::{Fact, Section, Value};
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
            sections: sections((old, old.outline()), (new, new.outline())),
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

fn sections((old, before): (&Round, Vec<Section>), (new, after): (&Round, Vec<Section>)) -> Vec<Changed<Fact>> {
    let years = Places::of(old, new);
    let mut gone = before;
    let mut all = Vec::new();
    for section in after {
        let before = gone.iter().position(|other| other.id == section.id).map(|n| gone.remove(n).facts);
        all.push(facts((section.id, section.title), before.unwrap_or_default(), section.facts, &years));
    }
    all.extend(gone.into_iter().map(|section| facts((section.id, section.title), section.facts, Vec::new(), &years)));
    all.retain(|changed| !changed.is_same());
    all
}

/// The years of two rounds by their place, so that what each asks in its own first year is the same thing.
struct Places {
    old: Vec<[String; 2]>,
    new: Vec<[String; 2]>,
}

impl Places {
    /// Returns the years of two rounds that have as many; of others none, as their years do not answer to each other.
    fn of(old: &Round, new: &Round) -> Self {
        let answer = old.years.len() == new.years.len();
        let years = |round: &Round| round.years.iter().filter(|_| answer).copied().collect::<Vec<_>>();
        let written = |round: &Round| years(round).into_iter().map(|year| [year.to_string(), year.prose()]).collect();
        Self { old: written(old), new: written(new) }
    }

    /// Returns whether two texts say the same, each of its own round's years.
    fn same(&self, old: &str, new: &str) -> bool {
        placed(old, &self.old) == placed(new, &self.new)
    }

    /// Returns whether two facts say the same of the same thing.
    fn same_fact(&self, old: &Fact, new: &Fact) -> bool {
        let values = match (&old.value, &new.value) {
            (Value::Text(old), Value::Text(new)) => self.same(old, new),
            (old, new) => old == new,
        };
        values && self.same(&old.what, &new.what)
    }
}

/// Returns a text with each of the years by its place among them.
fn placed(text: &str, years: &[[String; 2]]) -> String {
    let by_place = |text: String, (n, year): (usize, &[String; 2])| {
        year.iter().fold(text, |text, written| text.replace(written.as_str(), &format!("{{{n}}}")))
    };
    years.iter().enumerate().fold(text.to_owned(), by_place)
}

fn facts(
    (id, title): (&'static str, &'static str),
    mut old: Vec<Fact>,
    new: Vec<Fact>,
    years: &Places,
) -> Changed<Fact> {
    let mut changed = Changed { id, title, added: Vec::new(), removed: Vec::new(), changed: Vec::new() };
    // A fact that has another id, as ids of figures hold their clause, is the one of the same name.
    let ids: Vec<String> = new.iter().map(|fact| fact.id.clone()).collect();
    let by_name = |before: &Fact, fact: &Fact| {
        years.same(&before.what, &fact.what) && !ids.iter().any(|id| years.same(&before.id, id))
    };
    for fact in new {
        let same_id = old.iter().position(|before| years.same(&before.id, &fact.id));
        let found = same_id.or_else(|| old.iter().position(|before| by_name(before, &fact)));
        match found.map(|n| old.remove(n)) {
            None => changed.added.push(fact),
            // Another clause for the same thing is reported where the clauses are.
            Some(before) if years.same_fact(&before, &fact) => {}
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
