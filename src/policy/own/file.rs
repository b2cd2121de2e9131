//! The file of a round, read and resolved against the round it extends.

use std::collections::BTreeSet;
use std::sync::Arc;

use schemars::JsonSchema;
use toml::de::DeTable;

use super::base::Base;
use super::complaint::Complaint;
use super::tree::{self, Table, entries, string};
use super::{carry, cite, merge, older, read, sense};
use crate::policy::built_in::round_ids;
use crate::policy::floors::Floor;
use crate::policy::known::RoundRef;
use crate::policy::round::Round;
use crate::span::Span;

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
/// that name the round it extends.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub struct FileKeys {
    /// The round of which this file says only what differs.
    #[schemars(extend("examples" = round_ids().collect::<Vec<_>>()))]
    pub extends: Option<String>,
    /// The parts left out of the round it extends: the path to each, entries by their id (`topics.housing`).
    pub without: Vec<String>,
    /// Older form of `[[floors]]`: the floor of the NHS contribution to adult social care.
    #[schemars(extend("deprecated" = true))]
    pub social_care: Option<Floor>,
    /// Older form of `[[floors]]`: the floor of NHS-commissioned out-of-hospital services.
    #[schemars(extend("deprecated" = true))]
    pub out_of_hospital: Option<Floor>,
    /// The parts of the round.
    #[serde(flatten)]
    pub round: Round,
}

/// A round a project wrote itself.
#[derive(Clone, Debug)]
pub struct OwnRound {
    /// The round, whole: what it extends is in it.
    pub round: Arc<Round>,
    /// The file it is written in, as messages say it.
    pub file: String,
    /// The round it extends.
    pub extends: Option<String>,
    /// The ids of the clauses its own file has; the others are of the round it extends.
    pub own_clauses: BTreeSet<String>,
    /// The paths it leaves out of the round it extends, as the file writes them.
    pub without: Vec<String>,
}

/// A round that was read from a project's file.
#[derive(Clone, Debug)]
pub struct Resolved<'x> {
    /// The round as the run uses it.
    pub own: OwnRound,
    /// The same round for those that extend it.
    pub base: Base<'x>,
}

impl<'x> RoundFile<'x> {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// A complaint for every mistake of TOML; else for more than [`tree::MOST_ENTRIES`] entries of a kind, for a missing
    /// `id`, or for an `extends` that is no word.
    pub fn parse(text: &'x str) -> Result<Self, Vec<Complaint>> {
        let (root, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            let place = |error: &toml::de::Error| error.span().map_or(Span::at(0), tree::span_of);
            return Err(errors.iter().map(|error| Complaint::new(place(error), error.message())).collect());
        }
        let mut table = root.into_inner();
        if let Some((span, kind)) = tree::crowded(&table) {
            let most = tree::MOST_ENTRIES;
            let message = format!("there are too many entries of {kind} here: more than {most}");
            return Err(vec![Complaint::new(span, message).help("check that it is the file you meant")]);
        }
        let mut wrong = sense::texts(&table);
        let older = older::moved(&mut table, &mut wrong);
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

    /// Returns the round's id and its place in the file.
    pub fn id(&self) -> (&str, Span) {
        (&self.id.0, self.id.1)
    }

    /// Returns the id of the round it extends and its place in the file.
    pub fn extends(&self) -> Option<(&str, Span)> {
        self.extends.as_ref().map(|(id, span)| (id.as_str(), *span))
    }

    /// Returns a complaint that there is no round with the id it extends; nothing when it extends none.
    pub fn unknown_base(&self, known: &[&str]) -> Option<Complaint> {
        let (id, span) = self.extends()?;
        let complaint = Complaint::new(span, format!("there is no planning round `{id}` to extend"));
        Some(complaint.unknown(id, known.iter().copied()))
    }

    /// Resolves the round it means, `base` being the one it extends and `file` its name in messages.
    ///
    /// # Errors
    /// A complaint for everything that is wrong with it, in the order of the file.
    pub fn resolve(self, base: Option<&Base<'x>>, file: &str) -> Result<Resolved<'x>, Vec<Complaint>> {
        let mut wrong = sense::words(&self.table);
        let mut own = self.table.clone();
        own.remove("extends");
        let without = tree::words(own.remove("without"), &mut wrong);
        let mut table = Table::new();
        if let Some(base) = base {
            table = merge::left(base, &without, &mut wrong);
        } else {
            let message = "`without` leaves things out of a round that is extended, and none is";
            wrong.extend(without.iter().map(|(_, span)| Complaint::new(*span, message)));
        }
        let mut laid = own.clone();
        older::completed(&mut laid, &self.older, &table);
        merge::lay_over(&mut table, laid);
        if let Some(base) = base {
            carry::years(&mut table, &own, base, &mut wrong);
        }
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
        Ok(Resolved { own, base: Base { round: RoundRef::Own(round), table: tree::inherited(table) } })
    }
}
