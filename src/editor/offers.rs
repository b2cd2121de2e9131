//! The things that may be written at a place: sections, keys that are not there yet, words of the round, ids with their names, the
//! years still missing.

use std::collections::HashSet;

use serde::Serialize;

use super::sheet::Sheet;
use super::typing::{Quotes, Side, Typing, typing};
use crate::check::{Lists, covered, for_a_person, rule};
use crate::finding::Status;
use crate::plan::shape::{Key, Names, NamesOf, Need, Needs, Series, Shape, Table, Target, Value, WordList};
use crate::plan::syntax::Tree;
use crate::plan::{format, is_baseline, keys, segment};
use crate::policy::Round;
use crate::span::Span;
use crate::write::quoted;

/// The most figures of the plan that are offered where one is to be named.
const PLACES: usize = 500;

/// The kinds of what is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OfferKind {
    /// A section of the plan.
    Section,
    /// A key.
    Key,
    /// A word of a list.
    Word,
    /// The id of something in the plan.
    Id,
    /// A year.
    Year,
    /// A place in the plan.
    Place,
}

/// Something that may be written at a place. `At` is how places are given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Offer<At = Span> {
    /// The word as it is shown.
    pub label: String,
    /// The kind.
    pub kind: OfferKind,
    /// A sentence on it, or the name of what it stands for; empty where there is none.
    pub about: String,
    /// The text to put there.
    pub with: String,
    /// The text it takes the place of, on one line, with the cursor in it.
    pub at: At,
    /// True when the table must have it.
    pub is_needed: bool,
}

impl<At> Offer<At> {
    /// Returns the same offer with its place given another way.
    pub fn map_at<To>(self, to: impl FnOnce(At) -> To) -> Offer<To> {
        let Self { label, kind, about, with, at, is_needed } = self;
        Offer { label, kind, about, with, at: to(at), is_needed }
    }
}

impl Sheet {
    /// Returns what may be written at a byte of the plan's text: what the table must have first, then in the order of the
    /// format. It is told by the text alone and by the names of the plan, so that the line that is typed need not read.
    pub fn offers(&self, offset: u32) -> Vec<Offer> {
        let Some(typing) = typing(&self.plan().tree, offset) else { return Vec::new() };
        let rounds: Vec<&Round> = self.round().into_iter().collect();
        let offering = Offering { sheet: self, lists: Lists::of(&rounds), typing: &typing };
        let mut all = match typing.side {
            Side::Header => offering.sections(),
            Side::Key if typing.way.is_empty() => offering.first_sections(),
            Side::Key => offering.keys(),
            Side::Value => offering.values(),
        };
        all.sort_by_key(|offer| !offer.is_needed);
        all
    }
}

struct Offering<'a> {
    sheet: &'a Sheet,
    lists: Lists<'a>,
    typing: &'a Typing,
}

impl Offering<'_> {
    fn offer(&self, label: &str, kind: OfferKind, about: &str, with: String) -> Offer {
        let (label, about) = (label.to_owned(), about.to_owned());
        Offer { label, kind, about, with, at: self.typing.span, is_needed: false }
    }

    fn is_free(&self, name: &str) -> bool {
        !self.typing.taken.iter().any(|(key, _)| key == name)
    }

    /// Returns the sections that may follow, with the brackets that close their headers.
    fn sections(&self) -> Vec<Offer> {
        let text = self.sheet.text();
        let Span { start, end } = self.typing.span;
        let before = text[..start as usize].trim_end();
        let close = if before.ends_with("[[") { "]]" } else { "]" };
        let closed = text[end as usize..].bytes().take_while(|byte| *byte == b']').count().min(close.len());
        let sections = self.section_paths(close == "]]");
        let offer = |(path, key): (String, &'static Key)| {
            self.offer(&path, OfferKind::Section, key.says, format!("{path}{}", &close[closed..]))
        };
        sections.into_iter().map(offer).collect()
    }

    /// Returns the sections with all their brackets, for a place above every header.
    fn first_sections(&self) -> Vec<Offer> {
        let tables = self.section_paths(false).into_iter().map(|section| (section, "[", "]"));
        let lists = self.section_paths(true).into_iter().map(|section| (section, "[[", "]]"));
        let of = |((path, key), open, close): ((String, &'static Key), &str, &str)| Offer {
            is_needed: key.need == Need::Required,
            ..self.offer(&path, OfferKind::Section, key.says, format!("{open}{path}{close}"))
        };
        tables.chain(lists).map(of).collect()
    }

    /// Returns the paths that may head a table, or a list's entry: of a table each but once, and an entry inside another
    /// only where there is one.
    fn section_paths(&self, is_list: bool) -> Vec<(String, &'static Key)> {
        let tree = &self.sheet.plan().tree;
        let is_of_entries = |path: &str| matches!(format().at(path.split('.')), Some(Shape::Entries(_)));
        let fits = |(path, key): &(String, &'static Key)| {
            let above = path.rsplit_once('.').map(|(above, _)| above);
            if is_list {
                return matches!(key.shape, Shape::Entries(_)) && above.is_none_or(|above| self.is_there(tree, above));
            }
            matches!(key.shape, Shape::Table(_) | Shape::Names(_))
                && !above.is_some_and(is_of_entries)
                && !self.is_there(tree, path)
        };
        keys().into_iter().filter(fits).collect()
    }

    /// Returns whether the plan has a section elsewhere than where is typed.
    fn is_there(&self, tree: &Tree, path: &str) -> bool {
        let node = path.split('.').try_fold(Tree::ROOT, |node, key| tree.get(node, key));
        node.is_some_and(|node| !tree.span(node).meets(self.typing.span))
    }

    /// Returns the keys of the table that are not there yet; of a series the years it lacks.
    fn keys(&self) -> Vec<Offer> {
        match format().at(self.typing.way.iter().map(String::as_str)) {
            Some(Shape::Series(series)) => self.years_of(series),
            Some(Shape::Names(names)) => self.names(names),
            Some(shape) => shape.table().map(|table| self.keys_of(table)).unwrap_or_default(),
            None => Vec::new(),
        }
    }

    fn keys_of(&self, table: &Table) -> Vec<Offer> {
        let offer = |key: &Key| Offer {
            is_needed: self.is_needed(table, key),
            ..self.offer(key.name, OfferKind::Key, key.says, self.key(key.name))
        };
        let mut all: Vec<Offer> = table.keys.iter().filter(|key| self.is_free(key.name)).map(offer).collect();
        all.extend(table.others.iter().flat_map(|names| self.names(names)));
        all
    }

    /// Returns whether the table must have a key, given what it has.
    fn is_needed(&self, table: &Table, key: &Key) -> bool {
        let is_by_word = |needs: &Needs| {
            needs.keys.contains(&key.name)
                && self.typing.taken.iter().any(|(name, value)| name == needs.key && value == needs.word)
        };
        let by_itself = match key.need {
            Need::Optional => false,
            Need::Required => true,
            Need::Unless(other) => self.is_free(other),
            Need::Beside(other) => !self.is_free(other),
        };
        by_itself || table.needs.iter().any(is_by_word)
    }

    /// Returns a key with the sign of equality, where there is none yet.
    fn key(&self, name: &str) -> String {
        let name = segment(name);
        if self.typing.has_equals { name.into_owned() } else { format!("{name} = ") }
    }

    fn names(&self, names: &Names) -> Vec<Offer> {
        let free = |name: &&str| self.is_free(name);
        match names.of {
            NamesOf::Words(list) => {
                let words = self.lists.words(list).words;
                words.into_iter().filter(free).map(|word| self.word(word, self.key(word))).collect()
            }
            NamesOf::Ids(target) => {
                let ids = self.sheet.plan().ids_of(target);
                ids.into_iter().filter(free).map(|id| self.id(target, id, self.key(id))).collect()
            }
            NamesOf::Any => Vec::new(),
        }
    }

    /// Returns the years of the round that the plan covers.
    fn years(&self) -> Vec<String> {
        let years = self.sheet.round().map(|round| covered(self.sheet.plan(), round)).unwrap_or_default();
        years.into_iter().map(|year| year.to_string()).collect()
    }

    fn years_of(&self, series: &Series) -> Vec<Offer> {
        let of_baseline = self.typing.way.last().is_some_and(|key| is_baseline(key));
        let years = match self.sheet.round() {
            Some(round) if of_baseline => vec![round.first_year().previous().to_string()],
            _ if !series.role.takes_the_round() => Vec::new(),
            _ => self.years(),
        };
        let free = years.iter().filter(|year| self.is_free(year));
        let offer = |year: &String| Offer {
            is_needed: series.role.is_complete(),
            ..self.offer(year, OfferKind::Year, "", self.key(year))
        };
        free.map(offer).collect()
    }

    /// Returns the words, ids, years and places that may be the value.
    fn values(&self) -> Vec<Offer> {
        let way = self.typing.way.iter().map(String::as_str);
        let value = match format().at(way.clone()) {
            Some(Shape::Value(value) | Shape::List(value)) => value,
            Some(Shape::Series(series)) => &series.each,
            _ => return Vec::new(),
        };
        let bare = |words: &[&str]| match self.typing.quotes {
            Quotes::None => {
                words.iter().map(|word| self.offer(word, OfferKind::Word, "", (*word).to_owned())).collect()
            }
            _ => Vec::new(),
        };
        let mut all: Vec<Offer> = match value {
            Value::Truth => bare(&["true", "false"]),
            Value::Version(version) => bare(&[&version.to_string()]),
            Value::Year => self.years().iter().map(|year| self.text(year, OfferKind::Year, "")).collect(),
            Value::RoundWord { list: WordList::Rounds, .. } => {
                self.sheet.rounds().iter().map(|round| self.text(&round.id, OfferKind::Word, &round.name)).collect()
            }
            Value::Reference { to, or } => self.references(*to, *or),
            _ => self.lists.choice(value).words.into_iter().map(|word| self.word(word, self.quoted(word))).collect(),
        };
        let is_taken =
            |offer: &Offer| self.typing.taken.iter().any(|(key, item)| key.is_empty() && *item == offer.label);
        all.retain(|offer| !is_taken(offer));
        all
    }

    /// Returns what a reference may name.
    fn references(&self, to: Target, or: Option<&str>) -> Vec<Offer> {
        let plan = self.sheet.plan();
        let ids = plan.ids_of(to).into_iter().map(|id| self.id(to, id, self.quoted(id)));
        let mut all: Vec<Offer> = ids.collect();
        match to {
            Target::Rule => all.extend(
                self.lists
                    .choice(&Value::Reference { to, or: None })
                    .words
                    .into_iter()
                    .map(|id| self.text(id, OfferKind::Word, rule(id).map_or("", |(_, rule)| rule.summary))),
            ),
            Target::Clause => {
                let clauses = self.sheet.round().map(|round| (round, for_a_person(round)));
                let clauses = clauses.iter().flat_map(|(round, ids)| ids.iter().filter_map(|id| round.clause(id)));
                all.extend(clauses.map(|clause| self.text(&clause.id, OfferKind::Word, &clause.at)));
            }
            Target::Scope => all.extend(self.places_of_findings()),
            Target::Place => {
                let amounts = plan.notes.amounts().filter(|(_, node, _)| !plan.is_outside(*node)).take(PLACES);
                all.extend(
                    amounts
                        .map(|(_, node, pounds)| self.text(&plan.path_of(node), OfferKind::Place, &pounds.to_string())),
                );
            }
            Target::Partner | Target::Source | Target::Metric | Target::Scheme => {}
        }
        let known: Vec<String> = all.iter().map(|offer| offer.label.clone()).collect();
        let words = to.words().map(|list| self.lists.words(list).words).unwrap_or_default();
        let words = words.into_iter().chain(or).filter(|word| !known.iter().any(|known| known == word));
        all.extend(words.map(|word| self.word(word, self.quoted(word))));
        all
    }

    /// Returns the places of the findings that a waiver could cover.
    fn places_of_findings(&self) -> Vec<Offer> {
        let mut seen = HashSet::new();
        let findings = self.sheet.checked().findings.iter().filter(|finding| finding.status == Status::Failed);
        let places = findings.filter(|finding| !finding.at.path.is_empty() && seen.insert(finding.at.path.as_str()));
        places.map(|finding| self.text(&finding.at.path, OfferKind::Place, &finding.message)).collect()
    }

    fn word(&self, word: &str, with: String) -> Offer {
        self.offer(word, OfferKind::Word, self.lists.name(word).unwrap_or_default(), with)
    }

    fn id(&self, target: Target, id: &str, with: String) -> Offer {
        self.offer(id, OfferKind::Id, self.sheet.called(target, id).unwrap_or_default(), with)
    }

    fn text(&self, text: &str, kind: OfferKind, about: &str) -> Offer {
        self.offer(text, kind, about, self.quoted(text))
    }

    /// Returns a text as the value there, with the quotes that lack.
    fn quoted(&self, text: &str) -> String {
        let whole = quoted(text);
        match self.typing.quotes {
            Quotes::None => whole,
            Quotes::Open('\'') => format!("{text}'"),
            Quotes::Open(_) => whole[1..].to_owned(),
            Quotes::Both('\'') => text.to_owned(),
            Quotes::Both(_) => whole[1..whole.len() - 1].to_owned(),
        }
    }
}
