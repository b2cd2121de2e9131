//! The ids of a round and what refers to them, so that nothing is there twice and nothing refers to what is not there.

use std::collections::HashSet;

use super::clauses::Clause;
use super::error::RoundError;
use super::floors::Floor;
use super::held::Text;
use super::misfits::{Misfit, misfits};
use super::performance::Performance;
use super::round::Round;
use super::signatures::SigningBody;
use crate::period::Year;

/// The most mistakes of one round that are told.
pub(super) const MOST: usize = 100;

/// A mistake in how the parts of a round's data fit together.
#[derive(Debug)]
pub(super) enum Problem {
    /// Two entries of one id.
    Twice { what: &'static str, id: String },
    /// A reference to what is not among those there are.
    Dangling { what: &'static str, id: String, known: Vec<String> },
    /// A part of a floor with which no plan could do what is meant.
    Misfit(Misfit),
}

impl Round {
    /// Checks that the data has nothing twice, refers to nothing it does not have, and has no floor that fits no plan.
    pub(super) fn consistent(&self) -> Result<(), RoundError> {
        if self.years.is_empty() {
            return Err(RoundError::Dangling("a year".into()));
        }
        match self.problems().into_iter().next() {
            None => Ok(()),
            Some(Problem::Twice { what, id }) => Err(RoundError::Twice(format!("the {what} `{id}`"))),
            Some(Problem::Misfit(misfit)) => Err(RoundError::Misfit(misfit.message)),
            Some(Problem::Dangling { what: "document", id, .. }) => {
                let by = self.clauses.iter().find(|clause| clause.documents().any(|key| key == id));
                let by = by.map_or_else(String::new, |clause| format!(" (clause `{}`)", clause.id));
                Err(RoundError::Dangling(format!("the document `{id}`{by}")))
            }
            Some(Problem::Dangling { what, id, .. }) => Err(RoundError::Dangling(format!("the {what} `{id}`"))),
        }
    }

    /// Returns everything that is there twice, every part of a floor that fits no plan, and every reference to what is not
    /// there: the first [`MOST`] of them.
    pub(super) fn problems(&self) -> Vec<Problem> {
        let twice = self.ids().into_iter().flat_map(|(what, ids)| {
            let mut seen = HashSet::new();
            let twice = ids.into_iter().filter(move |id| !seen.insert(*id));
            twice.map(move |id| Problem::Twice { what, id: id.to_owned() })
        });
        let streams: HashSet<&str> = self.streams.iter().map(|stream| stream.id.as_str()).collect();
        let clash = self.floors.iter().filter(|floor| streams.contains(floor.id.as_str()));
        let clash = clash.map(|floor| Problem::Twice { what: "stream or floor", id: floor.id.to_string() });
        let misfits = misfits(self).into_iter().map(Problem::Misfit);
        twice.chain(clash).chain(misfits).chain(self.dangling()).take(MOST).collect()
    }

    /// Returns the first [`MOST`] references to what is not there.
    fn dangling(&self) -> Vec<Problem> {
        let ids =
            |of: &str| self.ids().into_iter().find(|(what, _)| *what == of).map(|(_, ids)| ids).unwrap_or_default();
        let years: Vec<String> = self.years.iter().map(Year::to_string).collect();
        let uplifted =
            self.floors.iter().flat_map(|floor| floor.uplift.iter()).map(|(year, _)| year.as_str()).collect();
        let cited = self.clauses.iter().flat_map(Clause::documents);
        let lists = || self.condition_lists.iter().map(Text::as_str);
        let listed = self.conditions.iter().flat_map(|condition| &condition.listed_by).map(Text::as_str).collect();
        let references: [(&'static str, Vec<&str>, Vec<&str>); 5] = [
            ("document", cited.chain(lists()).collect(), ids("document")),
            ("list", listed, lists().collect()),
            ("clause", self.clause_ids_in_use(), ids("clause")),
            ("stream", self.stream_ids_in_use(), ids("stream")),
            ("year", uplifted, years.iter().map(String::as_str).collect()),
        ];
        let mut problems = Vec::new();
        for (what, used, known) in references {
            let mut told: HashSet<&str> = known.iter().copied().collect();
            let stray = used.into_iter().filter(|id| told.insert(*id)).take(MOST);
            problems.extend(stray.map(|id| {
                let known = known.iter().copied().map(str::to_owned).collect();
                Problem::Dangling { what, id: id.to_owned(), known }
            }));
        }
        let by = self.replaced.iter().flat_map(|replaced| replaced.by.iter().map(|word| (replaced.list, word)));
        let stray = by.filter(|(list, word)| !self.has_word(*list, word)).take(MOST);
        let problem =
            |(_, word): (_, &Text)| Problem::Dangling { what: "word", id: word.to_string(), known: Vec::new() };
        problems.extend(stray.map(problem));
        problems
    }

    /// Returns the ids that must each be unique, by what they are ids of.
    pub(super) fn ids(&self) -> [(&'static str, Vec<&str>); 8] {
        [
            ("document", self.documents.iter().map(|document| document.key.as_str()).collect()),
            ("clause", self.clauses.iter().map(|clause| clause.id.as_str()).collect()),
            ("condition", self.conditions.iter().map(|condition| condition.id.as_str()).collect()),
            ("stream", self.streams.iter().map(|stream| stream.id.as_str()).collect()),
            ("floor", self.floors.iter().map(|floor| floor.id.as_str()).collect()),
            ("earmark", self.earmarks.iter().map(|earmark| earmark.id.as_str()).collect()),
            ("metric", self.metrics.iter().map(|metric| metric.id.as_str()).collect()),
            ("topic", self.topics.iter().map(|topic| topic.id.as_str()).collect()),
        ]
    }

    /// Returns every clause id the data refers to.
    pub fn clause_ids_in_use(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = Vec::new();
        ids.extend(self.conditions.iter().flat_map(|c| [Some(c.clause.as_str()), c.name_clause.as_deref()]).flatten());
        ids.extend(self.streams.iter().flat_map(|s| [s.clause.as_deref(), s.payer_clause.as_deref()]).flatten());
        ids.extend(self.earmarks.iter().map(|e| e.clause.as_str()));
        ids.extend(self.topics.iter().map(|t| t.clause.as_str()));
        ids.extend(self.purposes.iter().map(|p| p.clause.as_str()));
        ids.extend(self.national.iter().map(|n| n.clause.as_str()));
        ids.extend(self.submission.iter().map(|d| d.clause.as_str()));
        ids.extend(self.scheme_types.iter().map(|s| s.clause.as_str()));
        ids.extend(self.services.iter().map(|list| list.clause.as_str()));
        ids.extend(self.outputs.iter().map(|outputs| outputs.clause.as_str()));
        ids.extend(self.bed_share.iter().map(|b| b.clause.as_str()));
        ids.extend(self.changes.iter().flat_map(|c| [c.clause.as_str(), &c.plans_clause]));
        ids.extend(
            self.updates
                .iter()
                .flat_map(|u| [Some(&u.submission), u.section_75.as_ref()])
                .flatten()
                .map(|d| d.clause.as_str()),
        );
        ids.extend(self.updates.iter().filter_map(|update| update.metrics_clause.as_deref()));
        ids.extend(self.caps.iter().map(|c| c.clause.as_str()));
        ids.extend(self.commissioners.iter().map(|c| c.clause.as_str()));
        ids.extend(self.replaced.iter().map(|r| r.clause.as_str()));
        for metric in &self.metrics {
            ids.push(&metric.clause);
            ids.extend(metric.expected.iter().map(|e| e.clause.as_str()));
            ids.extend(metric.parts_clause.as_deref());
            ids.extend(metric.aligned_clause.as_deref());
            ids.extend(metric.factors_clause.as_deref());
            ids.extend(metric.ceiling.iter().map(|c| c.clause.as_str()));
            ids.extend(metric.definition_clause.as_deref());
            ids.extend(metric.unit_clause.as_deref());
        }
        ids.extend(self.stages.iter().map(|stage| stage.clause.as_str()));
        ids.extend(self.local_metrics.iter().map(|local| local.clause.as_str()));
        ids.extend(self.performance.iter().flat_map(Performance::clause_ids));
        if let Some(sign_off) = &self.sign_off {
            ids.push(&sign_off.clause);
            ids.extend(sign_off.bodies.iter().flat_map(SigningBody::clause_ids));
            ids.extend(sign_off.grants.iter().map(|g| g.clause.as_str()));
        }
        if let Some(agreement) = &self.section_75 {
            ids.push(&agreement.clause);
            ids.extend(agreement.by.iter().map(|d| d.clause.as_str()));
        }
        ids.extend(self.floors.iter().flat_map(Floor::clause_ids));
        ids.extend(self.published.iter().filter_map(|part| part.clause.as_deref()));
        ids.extend(self.dfg.iter().filter_map(|d| d.passed_by.as_ref()).map(|d| d.clause.as_str()));
        if let Some(parts) = &self.grant_parts {
            ids.push(&parts.clause);
            ids.extend(parts.falling_clause.as_deref());
        }
        ids
    }

    /// Returns every stream id the data refers to.
    fn stream_ids_in_use(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = self.earmarks.iter().map(|earmark| earmark.stream.as_str()).collect();
        ids.extend(self.dfg.iter().map(|dfg| dfg.stream.as_str()));
        ids.extend(self.floors.iter().map(|floor| floor.stream.as_str()));
        let lists = [
            self.sign_off.as_ref().and_then(|sign_off| sign_off.grants.as_ref()).map(|grants| &grants.streams),
            self.grant_parts.as_ref().map(|parts| &parts.streams),
        ];
        let lists = lists.into_iter().flatten().chain(self.purposes.iter().map(|purposes| &purposes.streams));
        let lists = lists.chain(self.caps.iter().map(|cap| &cap.streams));
        let lists = lists.chain(self.floors.iter().map(|floor| &floor.not_offset_by));
        ids.extend(lists.flatten().map(Text::as_str));
        ids.extend(self.grant_parts.iter().filter_map(|parts| parts.falling.as_deref()));
        ids.extend(self.national.iter().filter_map(|fund| fund.stream.as_deref()));
        ids
    }
}
