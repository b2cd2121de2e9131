//! The sections a plan must have: those its round asks for, and those its other sections rest on.

use std::collections::BTreeSet;

use super::facts::Facts;
use super::needed::Needed;
use super::passporting;
use crate::finding::Level;
use crate::plan::shape::Target;
use crate::plan::syntax::Tree;
use crate::plan::{Complaint, ComplaintKind, Field, Known, PartnerKind, Place, Plan};
use crate::policy::{Clause, Condition};
use crate::span::NodeId;
#[cfg(feature = "workbook")]
use crate::{check::Surroundings, policy::Round};

/// The path of the high impact changes.
pub(super) const CHANGES: &str = "transfers_of_care.changes";

/// The number of partners up to which each that is named and not there is told by itself (`unknown-reference`), and not
/// that none is there.
const FEW: usize = 2;

/// The sections that rounds ask for, each with what it holds.
const SECTIONS: [(&str, &str); 10] = [
    ("partners", "who takes part in it"),
    ("sources", "where the money comes from"),
    ("schemes", "what the money is spent on"),
    ("metrics", "what the plan is to achieve"),
    ("sign_offs", "who agreed the plan"),
    ("engagement", "who was involved in drawing it up"),
    ("dfg", "what the districts are passed of the Disabled Facilities Grant"),
    ("transfers_of_care", "how transfers out of hospital are managed"),
    (CHANGES, "where each high impact change stands"),
    ("evidence", "where the narrative answers the conditions and topics of the round"),
];

/// The sections that every plan has, which no clause need ask for.
#[cfg(feature = "workbook")]
const OF_EVERY_PLAN: [&str; 3] = ["plan", "area", "allocations"];

/// Returns whether a round has a use for a section, of whatever plan: it is of every plan, or the round asks for it or says
/// what belongs there.
#[cfg(feature = "workbook")]
pub(crate) fn has_use_for(round: &Round, section: &str) -> bool {
    let (plan, around) = (Plan::default(), Surroundings::default());
    let facts = Facts::at_rest(&plan, round, &around);
    OF_EVERY_PLAN.contains(&section) || facts.asks_for_section(section)
}

impl<'a> Facts<'a> {
    /// Returns the sections the plan must have.
    pub(super) fn needed_sections(&self) -> &[Needed] {
        let needed = |(section, what): (&'static str, &'static str)| {
            let (clause, level) = self.asks_for(section)?;
            Some(Needed { section, what, clause: clause.map(Box::from), level })
        };
        self.needed.get_or_init(|| SECTIONS.into_iter().filter_map(needed).collect())
    }

    /// Returns whether the round has a use for a section: it asks for it, or says what belongs there.
    pub fn asks_for_section(&self, section: &str) -> bool {
        let round = self.round;
        let (first, below) = section.split_once('.').map_or((section, None), |(first, below)| (first, Some(below)));
        let has = match (first, below) {
            ("section_75", None) => round.section_75.is_some(),
            ("dfg", None) => round.dfg.is_some(),
            ("dfg", Some("districts")) => round.dfg.is_some() && self.is_two_tier(),
            ("earmarks", None) => !round.earmarks.is_empty(),
            ("performance", _) => round.performance.is_some(),
            (_, None) => round.floors.iter().any(|floor| Plan::section_of_floor(&floor.id) == Some(first)),
            _ => false,
        };
        has || self.needed_sections().iter().any(|needed| needed.section == section)
    }

    /// Returns whether the plan lacks a section it must have. One that a syntax error may have swallowed does not
    /// count.
    pub fn lacks_section(&self, section: &str) -> bool {
        self.has_no(section) && self.needed_sections().iter().any(|needed| needed.section == section)
    }

    /// Returns whether a section is not there.
    pub(super) fn has_no(&self, section: &str) -> bool {
        let plan = self.plan;
        match section {
            "partners" => plan.partners.is_empty() && !plan.partners.damaged,
            "sources" => plan.sources.is_empty() && !plan.sources.damaged,
            "schemes" => plan.schemes.is_empty() && !plan.schemes.damaged,
            "metrics" => plan.metrics.is_empty() && !plan.metrics.damaged,
            "sign_offs" => plan.sign_offs.is_empty() && !plan.sign_offs.damaged,
            "engagement" => plan.engagement.is_empty() && !plan.engagement.damaged,
            "evidence" => plan.evidence.is_empty() && !plan.evidence.damaged,
            "dfg" => plan.dfg.node.is_none() && !plan.tree.is_damaged(Tree::ROOT),
            "transfers_of_care" => plan.transfers_of_care.node.is_none(),
            CHANGES => {
                let changes = &plan.transfers_of_care.changes;
                plan.transfers_of_care.node.is_some() && changes.is_empty() && !changes.damaged
            }
            _ => false,
        }
    }

    /// Returns the clause that asks for a section, where one does, and how grave it is that it is not there; nothing
    /// where the plan may do without.
    fn asks_for(&self, section: &str) -> Option<(Option<&'a str>, Level)> {
        let round = self.round;
        let of_condition = || round.condition_of_section(section).map(|condition| condition.clause.as_str());
        let needs = |needed: bool| needed.then(|| (of_condition(), Level::Error));
        match section {
            "partners" => needs(match self.partners_named() {
                0 => round.sign_off.is_some(),
                named => named > FEW,
            }),
            "metrics" => needs(!round.metrics.is_empty()),
            "sign_offs" => needs(round.sign_off.is_some()),
            "transfers_of_care" => needs(of_condition().is_some()),
            CHANGES => round.changes.as_ref().map(|changes| (Some(changes.clause.as_str()), Level::Error)),
            "dfg" => self.asks_for_passing_on(),
            "engagement" => self.asks_for_engagement(),
            "evidence" => self.asks_for_evidence(),
            _ => needs(true),
        }
    }

    /// Returns how many partners the plan names.
    fn partners_named(&self) -> usize {
        let references = self.plan.notes.references().iter();
        let named = references.filter(|reference| reference.to == Known::There(Target::Partner));
        named.map(|reference| self.plan.word_of(reference)).collect::<BTreeSet<_>>().len()
    }

    /// Returns what asks a county to say what it passes on: the grant goes to its districts.
    fn asks_for_passing_on(&self) -> Option<(Option<&'a str>, Level)> {
        let clause = self.round.clause("dfg-passed-in-full")?;
        let has_districts = self.partners_of(PartnerKind::District).next().is_some();
        (has_districts && passporting::not_two_tier(self).is_none()).then_some((Some(&*clause.id), Level::Error))
    }

    /// Returns what asks a plan to say who was involved: first the housing authorities, where one has not signed.
    fn asks_for_engagement(&self) -> Option<(Option<&'a str>, Level)> {
        let signed: BTreeSet<&str> =
            self.plan.sign_offs.items.iter().filter_map(|sign_off| sign_off.partner.str()).collect();
        let mut districts = self.partners_of(PartnerKind::District).filter_map(|partner| partner.id.str());
        let housing = self.round.clause("housing-authorities").filter(|_| self.is_two_tier());
        if let Some(clause) = housing.filter(|_| districts.any(|id| !signed.contains(id))) {
            return Some((Some(&*clause.id), Level::Error));
        }
        let providers = self.round.clause("providers-engaged")?;
        Some((Some(&*providers.id), Level::Warning))
    }

    /// Returns the gravest of what a plan without evidence leaves open: a topic that must be covered, or a condition
    /// that nothing else speaks to.
    fn asks_for_evidence(&self) -> Option<(Option<&'a str>, Level)> {
        let round = self.round;
        let topics = round.topics.iter().filter(|topic| topic.listed);
        let topics =
            topics.map(|topic| (topic.clause.as_str(), if topic.must { Level::Error } else { Level::Warning }));
        let is_open = |condition: &&Condition| !self.is_served(condition);
        let conditions = round.conditions.iter().filter(is_open).map(|condition| {
            let is_of_all_lists = round.lists_without(condition).next().is_none();
            (condition.clause.as_str(), if is_of_all_lists { Level::Error } else { Level::Warning })
        });
        let open = topics.chain(conditions).map(|(clause, level)| {
            let is_weak = round.clause(clause).is_some_and(Clause::is_weak);
            (!is_weak, level, clause)
        });
        // Of several as grave as each other the first counts.
        let gravest = open.reduce(|gravest, one| if (one.0, one.1) > (gravest.0, gravest.1) { one } else { gravest });
        gravest.map(|(_, level, clause)| (Some(clause), level))
    }

    /// Returns the section that is there under a misspelt name.
    pub(super) fn misspelt_section(&self, section: &str) -> Option<NodeId> {
        let is_meant = |complaint: &&Complaint| {
            complaint.kind == ComplaintKind::UnknownKey && complaint.with.as_deref() == Some(section)
        };
        self.plan.complaints.iter().filter(is_meant).find_map(|complaint| match complaint.at {
            Place::Key(node) => Some(node).filter(|node| self.plan.tree.parent(*node) == Some(Tree::ROOT)),
            _ => None,
        })
    }

    /// Returns whether a scheme or a section of the plan speaks to a national condition.
    pub(super) fn is_served(&self, condition: &Condition) -> bool {
        let named = self.plan.schemes.iter().flat_map(|scheme| &scheme.conditions);
        let is_named = named.filter_map(Field::str).any(|word| word == &*condition.id);
        let stands = |section: &str| {
            self.plan.tree.get(Tree::ROOT, section).is_some() || self.misspelt_section(section).is_some()
        };
        is_named || condition.sections.iter().any(|section| stands(section))
    }
}
