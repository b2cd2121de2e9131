//! Everything rules look at: the plan, its round, and the answers to questions that several rules ask of both.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use foldhash::{HashMap, HashMapExt};

use super::covered::covered;
use super::mixed::{Mixed, SPLIT};
use super::needed::Needed;
use super::reason::Reason;
use super::sent::Submissions;
use super::sum::Sum;
use super::vocabulary::{has_word, words_of};
use crate::money::{Amount, Money};
use crate::period::{Date, Year};
use crate::plan::shape::WordList;
use crate::plan::syntax::Tree;
use crate::plan::{
    Amounts, Doubt, Field, Known, List, Named, Partner, PartnerKind, Place, Plan, Reference, STREAMS_BETWEEN, Scheme,
    Source, Spend, Text, Tiers, named, nearest,
};
use crate::policy::{Payer, Round, Rounds, Stream};
use crate::span::NodeId;

/// The files beside a plan as far as they are known; the check itself never looks at them.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// Those of the files its evidence names that are not there; none where the plan has no folder, as it was read from
    /// standard input.
    pub missing: Option<BTreeSet<String>>,
    /// Last year's plan, where this one names it.
    pub previous: Previous,
}

/// Last year's plan, as far as it is known.
#[derive(Clone, Debug, Default)]
pub enum Previous {
    /// Nobody looked for it: the plan names none, or has no folder.
    #[default]
    Unknown,
    /// It cannot be read, for this reason.
    Unread(String),
    /// It was read.
    Read(Arc<Plan>),
}

/// The stream that has brought the NHS minimum in every round.
const NHS_MINIMUM: &str = "nhs-minimum";

/// The rounds of a check that was given no others.
static BUILT_IN: LazyLock<Rounds> = LazyLock::new(Rounds::default);

/// Everything rules look at: a plan, its round, and what follows from both.
pub struct Facts<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its round.
    pub round: &'a Round,
    /// The rounds there are; those inside the program where no others are given.
    pub rounds: &'a Rounds,
    /// The day of the check.
    pub today: Date,
    /// The files beside the plan.
    pub surroundings: &'a Surroundings,
    /// The use made of each waiver, once the rules they set aside have been tested.
    pub waivers: &'a [super::waiver_use::Use],
    /// Every spend line, in the order of the file.
    pub lines: Vec<SpendLine<'a>>,
    sources: HashMap<&'a str, &'a Source>,
    partners: HashMap<&'a str, &'a Partner>,
    /// The figures published for each partner.
    shares: HashMap<&'a str, &'a (Text, NodeId, Named<Amounts>)>,
    by_stream: HashMap<&'a str, Vec<usize>>,
    /// The years of the round that the plan covers.
    covered: Arc<[Year]>,
    /// The days on which the plan was sent in.
    pub(super) sent: Submissions<'a>,
    /// The sources that hold several streams in one figure.
    pub(super) mixed: Mixed<'a>,
    /// The parties to the section 75 agreement.
    parties: HashMap<&'a str, &'a Field<Text>>,
    /// True when the plan has a name, as a key, that the round does not know.
    has_strays: OnceCell<bool>,
    /// The sections the plan must have.
    pub(super) needed: OnceCell<Vec<Needed>>,
    pub(super) floors: super::floors::state::Cache,
}

/// A spend line with what it draws on.
#[derive(Clone, Copy)]
pub struct SpendLine<'a> {
    /// The scheme it belongs to.
    pub scheme: &'a Scheme,
    /// The line.
    pub spend: &'a Spend,
    /// The money it draws on.
    pub draw: Draw<'a>,
}

/// The reason why a partner is expected to put money in, with where the plan gives it.
#[derive(Clone, Copy, Debug)]
pub enum Stake {
    /// It is party to the section 75 agreement.
    Party(NodeId),
    /// Something was published for it: its entry in the allocations by partner.
    Published(NodeId),
}

/// The money a spend line draws on.
#[derive(Clone, Copy)]
pub enum Draw<'a> {
    /// A source.
    Source(&'a Source),
    /// A stream as a whole.
    Stream(&'a str),
    /// It does not say.
    Unstated,
    /// It says something that is neither, or cannot be read.
    Unknown(NodeId),
}

impl<'a> SpendLine<'a> {
    /// Returns the stream its money is of, if that can be known.
    pub fn stream(&self) -> Option<&'a str> {
        match self.draw {
            Draw::Source(source) => source.stream(),
            Draw::Stream(stream) => Some(stream),
            Draw::Unstated | Draw::Unknown(_) => None,
        }
    }

    /// Returns the source it draws on, where that holds several streams in one figure.
    pub fn mixed_source(&self) -> Option<&'a Source> {
        match self.draw {
            Draw::Source(source) => Some(source).filter(|source| source.is_mixed()),
            Draw::Stream(_) | Draw::Unstated | Draw::Unknown(_) => None,
        }
    }

    /// Returns what it draws on as tables key it: the stream, or the several of one figure; else what it says.
    pub fn drawn_on(&self) -> Cow<'a, str> {
        match self.draw {
            Draw::Source(source) => source.streams_key(),
            Draw::Stream(stream) => stream.into(),
            Draw::Unstated | Draw::Unknown(_) => self.spend.source.str().unwrap_or_default().into(),
        }
    }

    /// Returns whether it names this source.
    pub fn names(&self, source: &Source) -> bool {
        matches!(self.draw, Draw::Source(named) if named.node == source.node)
    }
}

impl<'a> Facts<'a> {
    /// Returns the facts of a plan on which no rule is run, so that no day is ever looked at.
    pub fn at_rest(plan: &'a Plan, round: &'a Round, surroundings: &'a Surroundings) -> Self {
        Self::new(plan, round, Date { year: 0, month: 1, day: 1 }, surroundings)
    }

    /// Returns the facts of a plan, with one pass over its spend lines.
    pub fn new(plan: &'a Plan, round: &'a Round, today: Date, surroundings: &'a Surroundings) -> Self {
        let sources = first_by(&plan.sources.items, |source| source.id.str());
        let partners = first_by(&plan.partners.items, |partner| partner.id.str());
        let parties = first_by(&plan.section_75.partners.items, Field::str);
        let shares = first_by(&plan.allocations.by_partner, |(partner, _, _)| Some(&**partner));
        let draw = |spend: &'a Spend| match &spend.source {
            Field::Absent => Draw::Unstated,
            Field::Unreadable(node) => Draw::Unknown(*node),
            Field::Is(name, node) => match (sources.get(&**name), round.stream(name)) {
                (Some(source), _) => Draw::Source(source),
                (None, Some(stream)) => Draw::Stream(&stream.id),
                (None, None) => Draw::Unknown(*node),
            },
        };
        let of_scheme = |scheme: &'a Scheme| scheme.spend.iter().map(move |spend| (scheme, spend));
        let lines: Vec<SpendLine<'a>> = plan
            .schemes
            .iter()
            .flat_map(of_scheme)
            .map(|(scheme, spend)| SpendLine { scheme, spend, draw: draw(spend) })
            .collect();
        let mut by_stream: HashMap<&str, Vec<usize>> = HashMap::new();
        for (n, line) in lines.iter().enumerate() {
            if let Some(stream) = line.stream() {
                by_stream.entry(stream).or_default().push(n);
            }
        }
        Self {
            plan,
            round,
            rounds: &BUILT_IN,
            today,
            surroundings,
            waivers: &[],
            lines,
            sources,
            partners,
            shares,
            by_stream,
            covered: covered(plan, round).into(),
            sent: Submissions::of(plan),
            mixed: Mixed::among(&plan.sources.items, |stream| round.stream(stream).is_some()),
            parties,
            has_strays: OnceCell::new(),
            needed: OnceCell::new(),
            floors: super::floors::state::Cache::of(round),
        }
    }

    /// Returns whether the plan names another round than the one it is checked under.
    pub fn is_of_another_round(&self) -> bool {
        !self.round.id.is_empty() && self.plan.header.round.str().is_some_and(|own| own != self.round.id)
    }

    /// Returns the years of the round that no amount of the plan gives, for a plan that names another round; for a plan
    /// of this round, none.
    pub fn years_of_no_figure(&self) -> Vec<Year> {
        if !self.is_of_another_round() {
            return Vec::new();
        }
        let mut missing = self.round.years.to_vec();
        for series in self.plan.notes.series().filter(|series| series.is_money && series.table.is_some()) {
            missing.retain(|year| series.lacks((*year).into()));
        }
        missing
    }

    /// Returns the years of the round that the plan covers.
    pub fn years(&self) -> impl Iterator<Item = Year> + use<> {
        let years = Arc::clone(&self.covered);
        (0..years.len()).map(move |n| years[n])
    }

    /// Returns whether the plan covers a year of its round.
    pub fn covers(&self, year: Year) -> bool {
        self.covered.contains(&year)
    }

    /// Returns the source a reference means: the first with the id.
    pub fn source(&self, id: &str) -> Option<&'a Source> {
        self.sources.get(id).copied()
    }

    /// Returns the partner a reference means: the first with the id.
    pub fn partner(&self, id: &str) -> Option<&'a Partner> {
        self.partners.get(id).copied()
    }

    /// Returns the name of a partner, else its id.
    pub fn partner_name(&self, id: &str) -> String {
        self.partner(id).and_then(|partner| partner.name.str()).unwrap_or(id).to_owned()
    }

    /// Returns the partners of a kind.
    pub fn partners_of(&self, kind: PartnerKind) -> impl Iterator<Item = &'a Partner> {
        self.plan.partners.items.iter().filter(move |partner| partner.is(kind))
    }

    /// Returns the ids of all partners, for the nearest name.
    pub fn partner_ids(&self) -> impl Iterator<Item = &'a str> {
        self.plan.partners.items.iter().filter_map(|partner| partner.id.str())
    }

    /// Returns the sources of a stream alone.
    pub fn sources_of(&self, stream: &str) -> impl Iterator<Item = &'a Source> {
        self.plan.sources.items.iter().filter(move |source| source.stream() == Some(stream))
    }

    /// Returns the lines that draw on a stream alone, by one of its sources or as a whole.
    pub fn lines_of(&self, stream: &str) -> impl Iterator<Item = &SpendLine<'a>> {
        self.by_stream.get(stream).into_iter().flatten().map(|n| &self.lines[*n])
    }

    /// Returns the lines of a scheme.
    pub fn lines_of_scheme(&self, scheme: &Scheme) -> impl Iterator<Item = &SpendLine<'a>> {
        // Lines are in the order of their schemes, which are in the order of their nodes.
        let start = self.lines.partition_point(|line| line.scheme.node < scheme.node);
        self.lines[start..].iter().take_while(move |line| line.scheme.node == scheme.node)
    }

    /// Returns whether the area has districts below its council: as it says, else by its partners and its grant lines.
    pub fn is_two_tier(&self) -> bool {
        match self.plan.area.tiers.get() {
            Some(tiers) => *tiers == Tiers::Two,
            None => self.partners_of(PartnerKind::District).next().is_some() || !self.plan.dfg.districts.is_empty(),
        }
    }

    /// Returns the amount published for the area as a whole under a stream's or floor's name.
    pub fn allocation(&self, name: &str, year: Year) -> Field<Amount> {
        match self.misspelt_section("allocations") {
            Some(node) => Field::Unreadable(node),
            None => self.named_amount(&self.plan.allocations.streams, WordList::Published, name, year),
        }
    }

    /// Returns the amount under a name in a year. Where nothing is under it and something under a name that is not
    /// known, that may be it, and cannot be read.
    pub(super) fn named_amount(&self, list: &Named<Amounts>, words: WordList, name: &str, year: Year) -> Field<Amount> {
        match named(list, name) {
            Some(amounts) => amounts.at(year),
            None => self.stray_for(list, words, name).map_or(Field::Absent, Field::Unreadable),
        }
    }

    /// Returns the name that is not known and may have been meant for `name`: one that is nearly the same, or one that is
    /// like nothing the round has.
    fn stray_for(&self, list: &Named<Amounts>, words: WordList, name: &str) -> Option<NodeId> {
        if !self.has_strays() {
            return None;
        }
        let stray = |(known, ..): &&(Text, NodeId, Amounts)| {
            !has_word(self.round, words, known)
                && nearest(known, words_of(self.round, words)).is_none_or(|near| near == name)
        };
        list.iter().find(stray).map(|(_, node, _)| *node)
    }

    fn has_strays(&self) -> bool {
        let is_stray = |reference: &Reference| match reference.to {
            Known::Listed(list) => reference.is_key && !has_word(self.round, list, &self.plan.word_of(reference)),
            Known::There(_) => false,
        };
        *self.has_strays.get_or_init(|| self.plan.notes.references().iter().any(is_stray))
    }

    /// Returns the amount published for a partner under a stream's or floor's name.
    pub fn partner_allocation(&self, partner: &str, name: &str, year: Year) -> Field<Amount> {
        let shares = self.shares.get(partner);
        shares.map_or(Field::Absent, |(_, _, shares)| self.named_amount(shares, WordList::Published, name, year))
    }

    /// Returns the first source that holds a stream together with others in one figure.
    pub fn mixed_with(&self, stream: &str) -> Option<&'a Source> {
        self.mixed.with(stream)
    }

    /// Returns the sum of a stream's sources in a financial year, unreadable where one of them holds others with it.
    pub fn stream_sum(&self, stream: &str, year: Year) -> Sum {
        let mut sum = Sum::of(self.sources_of(stream).map(|source| source.amount.at(year)));
        sum.unreadable = sum.unreadable.or_else(|| self.mixed_with(stream).map(Source::streams_at));
        sum
    }

    /// Returns the contingency's amount in a year, which is a use of the stream of the floor that counts it.
    pub fn contingency(&self, year: Year) -> Field<Amount> {
        self.plan.contingency().map_or(Field::Absent, |contingency| contingency.amount.at(year))
    }

    /// Returns the stream the contingency is held from: that of the floor that counts it; in a round without one the
    /// stream that brings the NHS minimum.
    pub fn contingency_stream(&self) -> &'a str {
        let floor = self.round.floors.iter().find(|floor| floor.counts.contingency);
        floor.map_or(NHS_MINIMUM, |floor| &floor.stream)
    }

    /// Returns whether the contingency is held from this stream.
    pub fn holds_contingency(&self, stream: &str) -> bool {
        self.plan.contingency().is_some() && self.contingency_stream() == stream
    }

    /// Returns the voluntary streams.
    pub fn voluntary(&self) -> Vec<&'a str> {
        self.round.streams.iter().filter(|s| s.is_voluntary()).map(|s| s.id.as_str()).collect()
    }

    /// Returns the stream's name as messages say it.
    pub fn stream_name<'s>(&'s self, id: &'s str) -> &'s str {
        self.round.stream(id).map_or(id, |stream| &stream.name)
    }

    /// Returns the name of the stream that a table keys so, or of the several that it gives in one figure.
    pub fn names_of_streams(&self, key: &str) -> String {
        if self.round.stream(key).is_some() {
            return self.stream_name(key).to_owned();
        }
        key.split(STREAMS_BETWEEN).map(|id| self.stream_name(id)).collect::<Vec<_>>().join(" and ")
    }

    /// Returns why a partner is expected to put money in, where it is: it is party to the section 75 agreement, or
    /// something was published for it.
    pub fn stake(&self, partner: &str) -> Option<Stake> {
        let party = self.parties.get(partner).and_then(|party| party.node());
        let published = || {
            let (_, node, shares) = self.shares.get(partner)?;
            let mut figures = shares.iter().flat_map(|(_, _, amounts)| amounts.readable());
            figures.any(|(_, amount, _)| amount.pounds != Money::ZERO).then_some(Stake::Published(*node))
        };
        party.map(Stake::Party).or_else(published)
    }

    /// Returns whether NHS commissioners pay a stream in.
    pub fn paid_by_nhs(&self, stream: &str) -> bool {
        self.round.stream(stream).is_some_and(|stream| stream.payer == Payer::Nhs)
    }

    /// Returns whether the plan must have the stream. A stream that was added to the round later is only asked of plans
    /// that were sent in since.
    pub fn is_asked(&self, stream: &Stream) -> bool {
        let Some(added) = stream.added_after else { return true };
        self.sent_in().get().and_then(|date| date.earliest()).is_some_and(|day| day > added)
    }

    /// Returns whether a plan was sent in before a stream was added, so that it need not have it. Without the day
    /// that is not known, so the answer is false.
    pub fn was_sent_before(&self, stream: &Stream) -> bool {
        let sent = self.sent_in().get().and_then(|date| date.latest());
        stream.added_after.zip(sent).is_some_and(|(added, sent)| sent <= added)
    }

    /// Returns the same sum, unreadable where a source whose stream is not known may belong to it.
    pub fn whole_stream(&self, stream: &str, year: Year) -> Sum {
        let mut sum = self.stream_sum(stream, year);
        sum.unreadable = sum.unreadable.or_else(|| self.unplaced_source());
        sum
    }

    /// Returns what lines of unknown source, or of a source of unknown stream, could add to a balance or a floor in a
    /// year: their amounts, with the first of them.
    pub fn unattributed(&self, year: Year, counts: impl Fn(&SpendLine<'a>) -> bool) -> Unattributed {
        let mut found = Unattributed::default();
        for line in &self.lines {
            let is_known = line.stream().is_some_and(|stream| self.round.stream(stream).is_some());
            if is_known || !counts(line) {
                continue;
            }
            match line.spend.amount.at(year) {
                Field::Is(amount, node) => {
                    found.pounds += amount.pounds;
                    found.slack += amount.slack;
                    found.first.get_or_insert(node);
                }
                Field::Unreadable(node) => {
                    found.first.get_or_insert(node);
                    found.unbounded = true;
                }
                // The line says neither how much nor from where: it could be any money of the year.
                Field::Absent => {
                    found.first.get_or_insert(line.spend.node);
                    found.unbounded = true;
                }
            }
        }
        found
    }

    /// Returns what keeps a figure of the plan's text from being relied on: the figure itself, or the unit it is in.
    pub fn doubtful(&self, figure: NodeId) -> Option<NodeId> {
        let plan = self.plan;
        let itself = plan.doubts.about(figure).map(|_| figure);
        itself.or_else(|| plan.header.no_unit.filter(|_| plan.is_bare(figure) && plan.is_money(figure)))
    }

    /// Returns whether a table has a key that the format does not have: it may be the one it lacks.
    pub fn has_unknown_key(&self, table: NodeId) -> bool {
        self.plan.complaints.iter().any(|complaint| complaint.with_unknown_key(&self.plan.tree) == Some(table))
    }

    /// Returns the reason that the value at `node` keeps a test from being made. `why` says what is wrong with it.
    pub fn blocked_by(&self, node: NodeId, why: &str) -> Reason {
        let doubt = self.plan.doubts.about(node).map(Doubt::words);
        let split = self.mixed.is_named_at(node).then_some(SPLIT);
        let why = doubt.or(split).unwrap_or(why);
        Reason::from(format!("`{}` {why}", self.plan.path_of(node))).because_of(node)
    }

    /// Returns the place of something the plan does not have, below `section`.
    pub fn absent(&self, section: Option<NodeId>, path: impl Into<String>) -> Place {
        self.plan.absent(section, path)
    }

    /// Returns a text field's value and place, for rules that look at every reference.
    pub fn reference(field: &Field<Text>) -> Option<(&str, NodeId)> {
        field.str().zip(field.node())
    }
}

/// Money of lines whose source is not known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unattributed {
    /// Their sum, in pounds.
    pub pounds: Money,
    /// The most by which rounding could move the sum, in pounds.
    pub slack: Money,
    /// The first of them.
    pub first: Option<NodeId>,
    /// True when one of them cannot be read, so that they could come to anything.
    pub unbounded: bool,
}

impl Unattributed {
    /// Returns whether they could fill a gap.
    pub fn could_fill(&self, gap: Money) -> bool {
        self.unbounded || (self.first.is_some() && self.pounds + self.slack >= gap)
    }
}

/// Returns a role as people say it: "section 151 officer".
pub(super) fn officer(role: &str) -> String {
    role.replace("s151-", "section 151 ").replace('-', " ")
}

fn first_by<'a, T>(items: &'a [T], id: impl Fn(&'a T) -> Option<&'a str>) -> HashMap<&'a str, &'a T> {
    let mut map = HashMap::with_capacity(items.len());
    for item in items {
        if let Some(id) = id(item) {
            map.entry(id).or_insert(item);
        }
    }
    map
}

impl<'a> Facts<'a> {
    /// Returns the first source whose stream cannot be known: its money could be of any.
    pub fn unplaced_source(&self) -> Option<NodeId> {
        self.plan.sources.iter().find(|source| !self.is_placed(source)).map(|source| {
            let unknown = |field: &&Field<Text>| field.str().is_none_or(|kind| self.round.stream(kind).is_none());
            let lost = source.kinds.iter().find(unknown).and_then(Field::node);
            lost.unwrap_or_else(|| source.streams_at())
        })
    }

    /// Returns whether every stream of a source is known.
    pub fn is_placed(&self, source: &Source) -> bool {
        let mut streams = source.streams().peekable();
        !source.may_be_of_more() && streams.peek().is_some() && streams.all(|kind| self.round.stream(kind).is_some())
    }

    /// Returns why nothing can be said of all of a stream's sources, if something of them is lost.
    pub fn sources_lost(&self) -> Option<Reason> {
        if self.plan.sources.damaged {
            return Some(Reason::from("something in `sources` cannot be read").lacking("sources"));
        }
        self.unplaced_source().map(|node| self.blocked_by(node, "names no stream of the round"))
    }

    /// Returns why nothing can be said of all spend lines, if some may be lost.
    pub fn lines_lost(&self) -> Option<Reason> {
        if self.plan.schemes.damaged {
            return Some(Reason::from("something in `schemes` cannot be read").lacking("schemes"));
        }
        let scheme = self.plan.schemes.iter().find(|scheme| scheme.spend.damaged)?;
        Some(self.blocked_by(scheme.spend.node.unwrap_or(scheme.node), "cannot be read in full"))
    }

    /// Returns why a sum of these amounts in a year is not known, if it is not.
    pub fn not_whole<'s>(
        &self,
        sum: &Sum,
        year: Year,
        amounts: impl IntoIterator<Item = &'s Amounts>,
    ) -> Option<Reason> {
        if let Some(node) = sum.unreadable {
            return Some(self.blocked_by(node, "cannot be read"));
        }
        if !sum.unstated {
            return None;
        }
        let gap = amounts.into_iter().find(|amounts| amounts.at(year).is_absent()).and_then(|amounts| amounts.node);
        Some(match gap {
            Some(node) => self.blocked_by(node, &format!("does not state {}", year.prose())),
            None => format!("an amount of {} is not stated", year.prose()).into(),
        })
    }

    /// Returns the partners that contribute a stream; of a grant that is passed on to districts, the districts.
    pub fn partners_of_stream(&self, stream: &Stream) -> Vec<&'a str> {
        let passed_on = self.is_passed_on(stream);
        let id = |partner: &'a Partner| partner.id.str();
        let payers = || -> Vec<&'a str> {
            let kinds = stream.payer.kinds();
            self.plan
                .partners
                .iter()
                .filter(|partner| kinds.iter().any(|kind| partner.is(*kind)))
                .filter_map(id)
                .collect()
        };
        if passed_on {
            return self.partners_of(PartnerKind::District).filter_map(id).collect();
        }
        let mut named: Vec<&str> =
            self.sources_of(&stream.id).flat_map(Source::contributors).map(|(id, _)| id).collect();
        named.sort_unstable();
        named.dedup();
        if named.is_empty() { payers() } else { named }
    }

    /// Returns whether a stream's published shares are those of the districts it is passed on to.
    pub fn is_passed_on(&self, stream: &Stream) -> bool {
        self.round.dfg.as_ref().is_some_and(|dfg| dfg.stream == stream.id) && self.is_two_tier()
    }

    /// Returns the shares of a stream published by partner, and whether every partner of the stream has one.
    pub fn published_shares(&self, stream: &Stream, year: Year) -> (Sum, bool) {
        let passed_on = self.is_passed_on(stream);
        let mut sum = Sum::default();
        let mut given: BTreeSet<&str> = BTreeSet::new();
        for (partner, node, shares) in &self.plan.allocations.by_partner {
            let share = named(shares, &stream.id).map_or(Field::Absent, |amounts| amounts.at(year));
            let kind = self.partner(partner).and_then(|partner| partner.kind.get());
            // Of what goes to districts, the share of an unknown partner may be one of theirs.
            if kind.is_none() && passed_on && !share.is_absent() {
                sum.unreadable.get_or_insert(*node);
                continue;
            }
            let district = kind == Some(&PartnerKind::District);
            if district == passed_on && !share.is_absent() {
                sum.add(share);
                given.insert(partner);
            }
        }
        let partners = self.partners_of_stream(stream);
        let complete = !partners.is_empty() && partners.iter().all(|partner| given.contains(partner));
        (sum, complete)
    }

    /// Returns what is published of a stream in a year: the area's allocation, else the shares of all its partners.
    /// Empty when nothing is.
    pub fn published(&self, stream: &Stream, year: Year) -> Sum {
        match self.allocation(&stream.id, year) {
            Field::Absent => match self.published_shares(stream, year) {
                (sum, is_complete) if is_complete || sum.unreadable.is_some() => sum,
                _ => Sum::default(),
            },
            area => Sum::of([area]),
        }
    }
}

/// Returns whether a text says something: neither absent nor blank. One that cannot be read may say anything, so it
/// counts.
pub(super) fn is_said(field: &Field<Text>) -> bool {
    match field {
        Field::Absent => false,
        Field::Unreadable(_) => true,
        Field::Is(text, _) => !text.trim().is_empty(),
    }
}

/// The words of a list that are not known. Each may be a misspelling of what seems to be missing; that word is reported
/// once then, and nothing as missing.
pub(super) struct Strays<'a> {
    nearest: HashMap<&'a str, NodeId>,
    any: Option<NodeId>,
}

impl<'a> Strays<'a> {
    /// Returns the strays among `fields`, each with the entry it belongs to. `known` are the words that mean something.
    pub(super) fn among(
        fields: impl IntoIterator<Item = (&'a Field<Text>, NodeId)>,
        known: &BTreeSet<&'a str>,
    ) -> Self {
        let mut strays = Self { nearest: HashMap::new(), any: None };
        let mut seen = BTreeSet::new();
        for (field, entry) in fields {
            match field {
                Field::Absent => strays.any = strays.any.or(Some(entry)),
                Field::Unreadable(node) => strays.any = strays.any.or(Some(*node)),
                Field::Is(word, _) if known.contains(&**word) || !seen.insert(&**word) => {}
                Field::Is(word, node) => match nearest(word, known.iter().copied()) {
                    Some(near) => {
                        strays.nearest.entry(near).or_insert(*node);
                    }
                    None => strays.any = strays.any.or(Some(*node)),
                },
            }
        }
        strays
    }

    /// Adds that a part of the list was lost, where it was: any word may have been in it.
    #[must_use]
    pub(super) fn or_damaged<T>(mut self, list: &List<T>) -> Self {
        if list.damaged {
            self.any = self.any.or(Some(list.node.unwrap_or(Tree::ROOT)));
        }
        self
    }

    /// Adds the strays of another.
    #[must_use]
    pub(super) fn or(mut self, other: Self) -> Self {
        for (word, node) in other.nearest {
            self.nearest.entry(word).or_insert(node);
        }
        self.any = self.any.or(other.any);
        self
    }

    /// Returns why nothing can be said of `word` being absent, if one of the strays may have been meant for it.
    pub(super) fn blocking(&self, facts: &Facts<'_>, word: &str) -> Option<Reason> {
        self.nearest.get(word).copied().or(self.any).map(|node| Self::reason(facts, node))
    }

    fn reason(facts: &Facts<'_>, node: NodeId) -> Reason {
        if node == Tree::ROOT {
            return "part of the plan cannot be read".into();
        }
        facts.blocked_by(node, "is not understood and may mean it")
    }
}
