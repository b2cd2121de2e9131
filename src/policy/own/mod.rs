//! A round of one's own: a file in the shape of those under `rounds/`, whole or with only what differs from a round it
//! extends.
//!
//! What extends a round follows four rules. A word or a list of words takes the place of the inherited one. Tables are laid
//! over each other key by key, and so are the entries of a list that go by an `id` (a `body`, among those who sign). A
//! clause or a document takes the inherited one's place whole, as its words, its source and its basis belong together.
//! `without` names what is left out. Two things are refused: a figure of one's own under a clause that somebody else wrote, and,
//! where the years are other ones, dates that are still the old ones.

mod carry;
mod cite;
mod merge;
mod older;
mod read;
mod sense;
mod tree;

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use self::tree::{Table, entries, string};
use super::{Floor, OwnRound, Round, RoundError};
use crate::span::Span;

/// The word the command line has for comparing rounds, which none can be called.
const TAKEN: &str = "diff";

/// Something that is wrong with a round's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// A word that is not known and those that are, where that is what is wrong.
    pub unknown: Option<(String, Vec<String>)>,
    /// Where it stands in the file.
    pub span: Span,
}

impl Complaint {
    fn new(span: Span, message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, unknown: None, span }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    fn unknown(self, word: &str, known: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { unknown: Some((word.to_owned(), known.into_iter().map(Into::into).collect())), ..self }
    }
}

/// A round's file that is TOML, its meaning not yet looked at.
#[derive(Clone, Debug)]
pub struct RoundFile<'x> {
    table: Table<'x>,
    /// The floors it has in the older form.
    older: older::Older,
    id: (String, Span),
    extends: Option<(String, Span)>,
}

/// A planning round: what it asks, and where each thing is written. The keys of its file are those of a [`Round`] and those
/// that say upon which it is written.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub struct FileKeys {
    /// The round of which this file says only what differs.
    #[schemars(extend("examples" = super::round_ids().collect::<Vec<_>>()))]
    pub extends: Option<String>,
    /// What is left out of the round it extends: the path to each, entries by their id (`topics.housing`).
    pub without: Vec<String>,
    /// Older form of `[[floors]]`: the floor of the NHS contribution to adult social care.
    #[schemars(extend("deprecated" = true))]
    pub social_care: Option<Floor>,
    /// Older form of `[[floors]]`: the floor of NHS-commissioned out-of-hospital services.
    #[schemars(extend("deprecated" = true))]
    pub out_of_hospital: Option<Floor>,
    /// What the round asks.
    #[serde(flatten)]
    pub round: Round,
}

/// A round that another may extend: read, and as the tables it was read from.
#[derive(Clone, Debug)]
pub struct Base<'x> {
    round: Arc<Round>,
    table: Table<'x>,
}

/// A round that was read from a project's file.
#[derive(Clone, Debug)]
pub struct Resolved<'x> {
    /// What the run needs of it.
    pub own: OwnRound,
    /// The same for those that extend it.
    pub base: Base<'x>,
}

impl Base<'static> {
    /// A round inside the program.
    ///
    /// # Errors
    /// When there is none with this id.
    pub fn built_in(id: &str) -> Result<Self, RoundError> {
        let text = super::BUILT_IN.iter().find(|(known, _)| *known == id).map(|(_, text)| *text);
        let text = text.ok_or_else(|| RoundError::Unknown(id.to_owned()))?;
        let table = tree::inherited(modern(text)?);
        Ok(Self { round: Arc::new(super::read(text)?), table })
    }
}

impl<'x> RoundFile<'x> {
    /// Read the text of a file.
    ///
    /// # Errors
    /// Every mistake of TOML there is; else that it has no `id`, or that what it extends is no word.
    pub fn parse(text: &'x str) -> Result<Self, Vec<Complaint>> {
        let (root, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            let place = |error: &toml::de::Error| error.span().map_or(Span::at(0), tree::span_of);
            return Err(errors.iter().map(|error| Complaint::new(place(error), error.message())).collect());
        }
        let mut table = root.into_inner();
        let older = older::moved(&mut table);
        let mut wrong = sense::texts(&table);
        let id = match tree::word(&table, "id") {
            Ok(Some(id)) => id,
            Ok(None) => {
                let help = "its first line is something like id = \"exampleshire-2026-27\"";
                wrong.push(Complaint::new(Span::at(0), "the round has no `id`").help(help));
                return Err(wrong);
            }
            Err(complaint) => return Err(vec![complaint]),
        };
        if let Some(complaint) = sense::round_id(&id.0, id.1) {
            wrong.push(complaint);
        }
        match tree::word(&table, "extends") {
            Ok(extends) if wrong.is_empty() => Ok(Self { table, older, id, extends }),
            Ok(_) => Err(wrong),
            Err(complaint) => Err([wrong, vec![complaint]].concat()),
        }
    }

    /// The round's id, and where it says so.
    pub fn id(&self) -> (&str, Span) {
        (&self.id.0, self.id.1)
    }

    /// The id of the round it extends, and where it says so.
    pub fn extends(&self) -> Option<(&str, Span)> {
        self.extends.as_ref().map(|(id, span)| (id.as_str(), *span))
    }

    /// That what it extends is no round there is.
    pub fn unknown_base(&self, known: &[&str]) -> Option<Complaint> {
        let (id, span) = self.extends()?;
        let complaint = Complaint::new(span, format!("there is no planning round `{id}` to extend"));
        Some(complaint.unknown(id, known.iter().copied()))
    }

    /// The round it means, `base` being the one it extends. `file` is how messages call it.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the file.
    pub fn resolve(self, base: Option<&Base<'x>>, file: &str) -> Result<Resolved<'x>, Vec<Complaint>> {
        let mut wrong = sense::words(&self.table);
        let mut own = self.table.clone();
        own.remove("extends");
        let without = tree::words(own.remove("without"), &mut wrong);
        let mut table = if let Some(base) = base {
            merge::merged(base, own.clone(), &without, &mut wrong)
        } else {
            let message = "`without` leaves things out of a round that is extended, and none is";
            wrong.extend(without.iter().map(|(_, span)| Complaint::new(*span, message)));
            own.clone()
        };
        if let Some(base) = base {
            carry::years(&mut table, &own, base, &mut wrong);
        }
        older::completed(&mut table, &self.older, base.map(|base| &base.table));
        let read = read::round(table.clone(), &mut wrong);
        if let Some(round) = read.as_ref() {
            let place = sense::Finder { own: &own, without: &without, id: self.id.1 };
            wrong.extend(place.complaints(round));
            if let Some(base) = base {
                cite::cited((&own, &self.older), base, &table, &mut wrong);
            }
        }
        wrong.sort_by(|a, b| (a.span, &a.message).cmp(&(b.span, &b.message)));
        wrong.dedup();
        let Some(round) = read.filter(|_| wrong.is_empty()) else { return Err(wrong) };
        let round = Arc::new(round);
        let own = OwnRound {
            round: round.clone(),
            file: file.to_owned(),
            extends: self.extends.map(|(id, _)| id),
            own_clauses: entries(&own, "clauses")
                .filter_map(|(entry, _)| string(entry, "id"))
                .map(str::to_owned)
                .collect(),
            without: without.into_iter().map(|(path, _)| path).collect(),
        };
        Ok(Resolved { own, base: Base { round, table: tree::inherited(table) } })
    }
}

/// Reads a round that extends none from the text of its file.
pub(super) fn whole(text: &str) -> Result<Round, toml::de::Error> {
    let table = Spanned::new(0..text.len(), modern(text)?);
    Round::deserialize(toml::de::Deserializer::from(table)).map_err(|mut error| {
        error.set_input(Some(text));
        error
    })
}

/// Reads the tables of a file that extends no round, what it has in an older form moved and completed.
fn modern(text: &str) -> Result<Table<'_>, toml::de::Error> {
    let mut table = DeTable::parse(text)?.into_inner();
    let older = older::moved(&mut table);
    older::completed(&mut table, &older, None);
    Ok(table)
}

/// Whether a value says the same as another, wherever each stands.
fn same(a: &DeValue<'_>, b: &DeValue<'_>) -> bool {
    match (a, b) {
        (DeValue::String(a), DeValue::String(b)) => a == b,
        (DeValue::Boolean(a), DeValue::Boolean(b)) => a == b,
        (DeValue::Integer(a), DeValue::Integer(b)) => a.as_str() == b.as_str(),
        (DeValue::Array(a), DeValue::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a.get_ref(), b.get_ref()))
        }
        (DeValue::Table(a), DeValue::Table(b)) => {
            a.len() == b.len()
                && a.iter().all(|(key, value)| {
                    b.get(key.get_ref().as_ref()).is_some_and(|other| same(value.get_ref(), other.get_ref()))
                })
        }
        _ => false,
    }
}
