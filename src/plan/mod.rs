//! TOML text to a typed plan in which every leaf knows where it stands. The reader checks shape, rules check sense;
//! what cannot be read is collected as complaints and never stops the reading.

mod field;
mod floors;
mod likeness;
mod path;
mod published;
mod reader;
mod sections;
pub mod syntax;
mod words;

pub use field::{
    Amounts, Complaint, ComplaintKind, Field, List, Named, Number, Numbers, Place, PlanDate, Series, Text, Values,
    named,
};
pub use floors::{CONTINGENCY, OUT_OF_HOSPITAL, SOCIAL_CARE, is_baseline, is_surplus};
pub use likeness::{HEADER, Likeness, likeness, sections};
pub use path::{LISTS, segment};
pub use published::{Published, Replaced};
pub use reader::shortened;
pub use sections::*;
pub use words::*;

use crate::finding::Site;
use crate::money::{Money, Unit};
use crate::span::{NodeId, Span};
use path::Names;
use reader::{Fields, Reader};
use syntax::{Kind, Tree};

/// A plan as it was read.
#[derive(Debug)]
pub struct Plan {
    /// Its text and syntax.
    pub tree: Tree,
    /// What could not be read.
    pub complaints: Vec<Complaint>,
    /// `[plan]`
    pub header: Header,
    /// `[area]`
    pub area: Area,
    /// `[[partners]]`
    pub partners: List<Partner>,
    /// `[[sign_offs]]`
    pub sign_offs: List<SignOff>,
    /// `[[engagement]]`
    pub engagement: List<Engagement>,
    /// `[section_75]`
    pub section_75: Agreement,
    /// `[section_256]`
    pub section_256: Agreement,
    /// `[allocations]`
    pub allocations: Allocations,
    /// `[[sources]]`
    pub sources: List<Source>,
    /// `[[schemes]]`
    pub schemes: List<Scheme>,
    /// `[totals]`
    pub totals: Totals,
    /// `[[statements]]`
    pub statements: List<Statement>,
    /// `[dfg]`
    pub dfg: Dfg,
    /// `[social_care]`
    pub social_care: SocialCare,
    /// `[out_of_hospital]`
    pub out_of_hospital: OutOfHospital,
    /// `[transfers_of_care]`
    pub transfers_of_care: TransfersOfCare,
    /// `[[metrics]]`
    pub metrics: List<Metric>,
    /// `[[risk_pools]]`
    pub risk_pools: List<RiskPool>,
    /// `[performance]`
    pub performance: Performance,
    /// `[[risks]]`
    pub risks: List<Risk>,
    /// `[[milestones]]`
    pub milestones: List<Milestone>,
    /// `[[evidence]]`
    pub evidence: List<Evidence>,
    /// `[[waivers]]`
    pub waivers: List<Waiver>,
    /// `[earmarks]`
    pub earmarks: Named<Amounts>,
    outside: Vec<published::Outside>,
    names: Names,
}

impl Plan {
    /// Read a plan. This never fails: what is wrong with the text is in [`Plan::complaints`].
    pub fn read(source: String) -> Self {
        let tree = Tree::parse(source);
        let mut reader = Reader::new(&tree, syntax_complaints(&tree));
        let sections = reader.table(Tree::ROOT, Sections::read).unwrap_or_default();
        let complaints = std::mem::take(&mut reader.complaints);
        sections.into_plan(tree, complaints)
    }

    /// Whether what is still to be written is merely warned of.
    pub fn is_draft(&self) -> bool {
        self.header.is_draft()
    }

    /// Returns whether it says that it was sent in.
    pub fn is_sent_in(&self) -> bool {
        self.header.is_sent_in()
    }

    /// The unit of bare amounts.
    pub fn unit(&self) -> Unit {
        self.header.money
    }

    /// The precision of the plan: its unit, or what it says its figures are rounded to.
    pub fn precision(&self) -> Money {
        let rounded = self.header.rounded_to.get().map_or(Money::ZERO, |amount| amount.pounds);
        self.unit_precision().max(rounded)
    }

    /// One of its unit. Nobody's money comes in whole millions: there it is the last digit that a source is written to.
    pub fn unit_precision(&self) -> Money {
        let size = self.unit().size();
        if self.unit() != Unit::Millions {
            return size;
        }
        let bare = |node: &NodeId| matches!(self.tree.kind(*node), Kind::Integer | Kind::Float);
        let written = self.sources.iter().flat_map(|source| source.amount.readable());
        let written = written.filter(|(_, amount, node)| amount.pounds != Money::ZERO && bare(node));
        written.map(|(_, amount, _)| amount.precision).min().map_or(size, |finest| finest.min(size))
    }

    /// The dotted path of a node.
    pub fn path_of(&self, node: NodeId) -> String {
        if let Some((path, _)) = self.outside_site(node) {
            return path.to_owned();
        }
        self.names.path(&self.tree, node)
    }

    /// Returns the path of a place as [`Self::site`] gives it, in which entries without an id go by the SHA-256 of what
    /// they must have instead of by their number, so that it stays when others come and go. `path` is the path itself.
    pub fn identity_of(&self, place: &Place, path: &str) -> String {
        let (node, below) = match place {
            Place::Value(node) | Place::Key(node) => (*node, ""),
            Place::Absent(node, key) => (*node, key.as_str()),
            Place::Bytes(..) => return path.to_owned(),
        };
        if !path.contains('#') || self.outside_site(node).is_some() {
            return path.to_owned();
        }
        let base = self.names.identity(&self.tree, node);
        match (base.is_empty(), below.is_empty()) {
            (_, true) => base,
            (true, false) => below.to_owned(),
            (false, false) => format!("{base}.{below}"),
        }
    }

    /// The node a dotted path names, if there is one.
    pub fn resolve(&self, path: &str) -> Option<NodeId> {
        self.names.resolve(&self.tree, path).or_else(|| self.resolve_outside(path))
    }

    /// The bytes of a node's value; of one that is not in the text the header it would stand under.
    pub fn span_of(&self, node: NodeId) -> Span {
        self.outside_site(node).map_or_else(|| self.tree.span(node), |(_, header)| header)
    }

    /// What a figure is, for the lines of a ledger: the name of the entry it belongs to.
    pub fn name_of(&self, node: NodeId) -> String {
        if let Some(origin) = self.origin_of(node) {
            return format!("{}, {origin}", self.path_of(node));
        }
        self.names.name(&self.tree, node)
    }

    /// A place as findings carry it.
    pub fn site(&self, place: &Place) -> Site {
        match place {
            Place::Value(node) => Site { path: self.path_of(*node), span: self.span_of(*node) },
            Place::Key(node) => {
                let span = self.tree.key_span(*node).unwrap_or_else(|| self.span_of(*node));
                Site { path: self.path_of(*node), span }
            }
            Place::Absent(header, key) => {
                let base = self.path_of(*header);
                let path = if base.is_empty() { key.clone() } else { format!("{base}.{key}") };
                Site { path, span: self.header_span(*header) }
            }
            Place::Bytes(span, path) => Site { path: path.clone(), span: *span },
        }
    }

    /// Where something the plan does not have would be reported: the header of `section`, else `[plan]`, else the first
    /// byte. `path` is the path it would have.
    pub fn absent(&self, section: Option<NodeId>, path: impl Into<String>) -> Place {
        let node = section.or(self.header.node);
        Place::Bytes(node.map_or(Span::at(0), |node| self.header_span(node)), path.into())
    }

    /// Returns the span of `[plan]`, else the first byte.
    pub fn plan_span(&self) -> Span {
        self.header.node.map_or(Span::at(0), |node| self.header_span(node))
    }

    /// Returns the span of what heads a table: its header, or its key when it is written inline.
    pub fn header_span(&self, node: NodeId) -> Span {
        if let Some((_, header)) = self.outside_site(node) {
            return header;
        }
        if node == Tree::ROOT {
            return self.header.node.map_or(Span::at(0), |node| self.tree.span(node));
        }
        let span = self.tree.span(node);
        let inline = self.tree.source().as_bytes().get(span.start as usize) == Some(&b'{');
        if inline { self.tree.key_span(node).unwrap_or(span) } else { span }
    }
}

/// The sections while the tree is still borrowed.
#[derive(Default)]
struct Sections {
    header: Header,
    area: Area,
    partners: List<Partner>,
    sign_offs: List<SignOff>,
    engagement: List<Engagement>,
    section_75: Agreement,
    section_256: Agreement,
    allocations: Allocations,
    sources: List<Source>,
    schemes: List<Scheme>,
    totals: Totals,
    statements: List<Statement>,
    dfg: Dfg,
    social_care: SocialCare,
    out_of_hospital: OutOfHospital,
    transfers_of_care: TransfersOfCare,
    metrics: List<Metric>,
    risk_pools: List<RiskPool>,
    performance: Performance,
    risks: List<Risk>,
    milestones: List<Milestone>,
    evidence: List<Evidence>,
    waivers: List<Waiver>,
    earmarks: Named<Amounts>,
}

impl Sections {
    fn read(fields: &mut Fields<'_, '_>) -> Self {
        // `[plan]` first, wherever it stands: it says in what unit and how precisely the rest is written.
        let headless = likeness::is_headless(fields);
        let header = if headless { Header::default() } else { fields.required_table(HEADER, Header::read) };
        fields.reader.coarsest = header.rounded_to.get().map_or(Money::ZERO, |amount| amount.pounds);
        // One finding is enough where even `[plan]` is missing.
        let area = match header.node {
            Some(_) => fields.required_table("area", Area::read),
            None => fields.table("area", Area::read).unwrap_or_default(),
        };
        Self {
            header,
            area,
            partners: fields.list("partners", Partner::read),
            sign_offs: fields.list("sign_offs", SignOff::read),
            engagement: fields.list("engagement", Engagement::read),
            section_75: fields.table("section_75", |f| Agreement::read(f, false)).unwrap_or_default(),
            section_256: fields.table("section_256", |f| Agreement::read(f, true)).unwrap_or_default(),
            allocations: fields.table("allocations", Allocations::read).unwrap_or_default(),
            sources: fields.list("sources", Source::read),
            schemes: fields.list("schemes", Scheme::read),
            totals: fields.table("totals", Totals::read).unwrap_or_default(),
            statements: fields.list("statements", Statement::read),
            dfg: fields.table("dfg", Dfg::read).unwrap_or_default(),
            social_care: fields.table("social_care", SocialCare::read).unwrap_or_default(),
            out_of_hospital: fields.table("out_of_hospital", OutOfHospital::read).unwrap_or_default(),
            transfers_of_care: fields.table("transfers_of_care", TransfersOfCare::read).unwrap_or_default(),
            metrics: fields.list("metrics", Metric::read),
            risk_pools: fields.list("risk_pools", RiskPool::read),
            performance: fields.table("performance", Performance::read).unwrap_or_default(),
            risks: fields.list("risks", Risk::read),
            milestones: fields.list("milestones", Milestone::read),
            evidence: fields.list("evidence", Evidence::read),
            // What names no plan sets nothing aside: it could set that aside.
            waivers: if headless { List::default() } else { fields.list("waivers", Waiver::read) },
            earmarks: fields.table("earmarks", |f| f.other_amounts(|_| false)).unwrap_or_default(),
        }
    }

    fn into_plan(self, tree: Tree, complaints: Vec<Complaint>) -> Plan {
        Plan {
            tree,
            complaints,
            header: self.header,
            area: self.area,
            partners: self.partners,
            sign_offs: self.sign_offs,
            engagement: self.engagement,
            section_75: self.section_75,
            section_256: self.section_256,
            allocations: self.allocations,
            sources: self.sources,
            schemes: self.schemes,
            totals: self.totals,
            statements: self.statements,
            dfg: self.dfg,
            social_care: self.social_care,
            out_of_hospital: self.out_of_hospital,
            transfers_of_care: self.transfers_of_care,
            metrics: self.metrics,
            risk_pools: self.risk_pools,
            performance: self.performance,
            risks: self.risks,
            milestones: self.milestones,
            evidence: self.evidence,
            waivers: self.waivers,
            earmarks: self.earmarks,
            outside: Vec::new(),
            names: Names::default(),
        }
    }
}

/// The syntax errors as complaints.
fn syntax_complaints(tree: &Tree) -> Vec<Complaint> {
    let names = Names::default();
    let path = |node: Option<NodeId>| node.map_or_else(String::new, |node| names.path(tree, node));
    let complaint = |error: &syntax::SyntaxError| Complaint {
        kind: ComplaintKind::InvalidToml,
        at: Place::Bytes(error.span, path(error.node)),
        message: error.message.clone(),
        help: error.help.clone(),
        label: error.label.clone().map(|(span, text)| (Place::Bytes(span, path(error.node)), text)),
        with: None,
    };
    tree.errors().iter().map(complaint).collect()
}
