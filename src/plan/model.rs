//! A plan: its sections, declared once.

use super::doubt::Doubts;
use super::field::{Amounts, Complaint, Field, List, Named};
use super::form::{Form, Section};
use super::kinds::{entries, section};
use super::names::Names;
use super::notes::{Notes, Range};
use super::outside::{Outsiders, Published};
use super::sections::{
    ACCEPTED, Accepted, Agreement, Allocations, Area, Assurance, Capacity, Dfg, Earmarks, Engagement, Evidence, Header,
    Metric, Milestone, OutOfHospital, Outturn, Partner, Performance, Pooling, Risk, RiskPool, SUBMISSIONS, Scheme,
    SignOff, SocialCare, Source, Statement, Submission, Totals, Transfer, TransfersOfCare, Waiver,
};
use super::syntax::Tree;
use crate::cells::Cells;
use crate::span::NodeId;
use foldhash::HashMap;
use std::sync::Arc;

/// A plan as it was read.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the sentence of each section stands beside it")]
pub struct Plan {
    /// Its text and syntax.
    pub tree: Tree,
    /// The cells its text was made from, where it was a workbook.
    pub cells: Option<Arc<Cells>>,
    /// Complaints about what could not be read.
    pub complaints: Vec<Complaint>,
    /// True when there was no room for all of them.
    pub(crate) cut: bool,
    /// Every figure, date, reference and name of it.
    pub notes: Notes,
    /// The values that are not to be relied on, and are left unread.
    pub doubts: Doubts,
    pub header: Header,
    pub area: Area,
    pub partners: List<Partner>,
    pub submissions: List<Submission>,
    pub sign_offs: List<SignOff>,
    pub engagement: List<Engagement>,
    pub section_75: Agreement,
    pub section_256: Agreement,
    pub allocations: Allocations,
    pub sources: List<Source>,
    pub earmarks: Named<Amounts>,
    pub schemes: List<Scheme>,
    pub totals: Totals,
    pub social_care: SocialCare,
    pub out_of_hospital: OutOfHospital,
    pub dfg: Dfg,
    pub transfers_of_care: TransfersOfCare,
    pub capacity: List<Capacity>,
    pub metrics: List<Metric>,
    pub risk_pools: List<RiskPool>,
    pub performance: Performance,
    pub outturn: Outturn,
    pub risks: List<Risk>,
    pub milestones: List<Milestone>,
    pub evidence: List<Evidence>,
    pub assurance: List<Assurance>,
    pub statements: List<Statement>,
    pub accepted: List<Accepted>,
    pub waivers: List<Waiver>,
    pub(super) outside: Outsiders,
    /// The figures that were published of its area elsewhere.
    pub(super) published: Vec<Published>,
    pub(super) names: Names,
}

/// The key of the section that heads a plan.
pub const HEADER: &str = "plan";

impl Section for Plan {
    fn read<F: Form>(form: &mut F) -> Self {
        // `[plan]` first, wherever it is: it says in what unit and how precisely the rest is written.
        let header: Header = if form.is_headless() {
            Header::default()
        } else {
            form.field(section(HEADER, "The plan itself: its round, its status, the unit of its figures.").required())
        };
        form.set_precision(header.rounded_to.get().map(|amount| amount.pounds).unwrap_or_default());
        let plan = Self {
            header,
            // One finding is enough where even `[plan]` is missing.
            area: form.field(section("area", "The Health and Wellbeing Board area the plan is for.").required_beside(HEADER)),
            partners: form.field(entries("partners", "Every body the plan names, once.")),
            submissions: form.field(entries(SUBMISSIONS, "When the plan was sent in, and once more.")),
            sign_offs: form.field(entries("sign_offs", "Who signed, and when.")),
            engagement: form.field(entries("engagement", "Who was involved in developing the plan.")),
            section_75: form.field(section::<Pooling>("section_75", "The agreement that pools the money (section 75 of the NHS Act 2006).")).0,
            section_256: form.field(section::<Transfer>("section_256", "The agreement behind a transfer from the NHS to the council (2013-14).")).0,
            allocations: form.field(section("allocations", "What government published for this area, never what the plan proposes.")),
            sources: form.field(entries("sources", "Money coming in. Every line of spend draws on one of these.")),
            earmarks: form.field(section::<Earmarks>("earmarks", "What the NHS minimum holds for a purpose, where it is stated for the whole stream and not for one source.")).named,
            schemes: form.field(entries("schemes", "What the money is spent on.")),
            totals: form.field(section("totals", "Sums the published plan states, to be checked against its lines.")),
            social_care: form.field(section("social_care", "The NHS contribution to adult social care.")),
            out_of_hospital: form.field(section("out_of_hospital", "NHS-commissioned out-of-hospital services.")),
            dfg: form.field(section("dfg", "The Disabled Facilities Grant: what the districts are passed and what the county keeps.")),
            transfers_of_care: form.field(section("transfers_of_care", "How delayed transfers of care are to be reduced.")),
            capacity: form.field(entries("capacity", "Demand for services of intermediate and short-term care, and their capacity.")),
            metrics: form.field(entries("metrics", "What the plan is to improve, and by how much.")),
            risk_pools: form.field(entries("risk_pools", "Money held back against a risk, and who bears it.")),
            performance: form.field(section("performance", "Payment for performance (2014-16).")),
            outturn: form.field(section("outturn", "What was spent in the end, once it is known.")),
            risks: form.field(entries("risks", "The risk log.")),
            milestones: form.field(entries("milestones", "What is to be reached by when.")),
            evidence: form.field(entries("evidence", "Where the narrative meets a condition or covers a topic.")),
            assurance: form.field(entries("assurance", "What only a person can judge: whether it is met, who says so, and what will be done.")),
            statements: form.field(entries("statements", "Figures that appear elsewhere in the narrative, to be checked.")),
            accepted: form.field(entries(ACCEPTED, "Where the narrative and the plan are known to differ, and why.")),
            ..Self::default()
        };
        // A file without a header has no waivers: one could waive that very finding.
        let waivers = if form.is_headless() {
            List::default()
        } else {
            form.field(entries("waivers", "Findings that are accepted, by whom and why."))
        };
        Self { waivers, ..plan }
    }
}

impl Plan {
    /// Sets every target that is a range to its milder end: the larger number where less is better. `lower_is_better` says
    /// that of a metric, where it is known.
    pub(crate) fn settle_ranges(&mut self, lower_is_better: impl Fn(&Metric) -> Option<bool>) {
        if self.notes.ranges.is_empty() {
            return;
        }
        let ranges: HashMap<NodeId, Range> = self.notes.ranges.iter().map(|range| (range.from.1, *range)).collect();
        for metric in &mut self.metrics.items {
            let Some(lower) = lower_is_better(metric) else { continue };
            for (_, target) in &mut metric.target.entries {
                let Some(Range { from, to }) = target.node().and_then(|node| ranges.get(&node)) else { continue };
                let is_last = if lower { to.0.value > from.0.value } else { to.0.value < from.0.value };
                let (milder, at) = if is_last { *to } else { *from };
                *target = Field::Is(milder, at);
            }
        }
    }

    /// Gives up what only a check of the plan itself needs. It keeps its tree, what sums across plans, and the files it
    /// names.
    pub(crate) fn lighten(&mut self) {
        let Self { tree, cells, header, area, partners, sources, evidence, .. } = std::mem::take(self);
        *self = Self { tree, cells, header, area, partners, sources, evidence, ..Self::default() };
    }
}
