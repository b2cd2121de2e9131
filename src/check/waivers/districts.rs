//! The districts that findings concern, as none may give up another's money.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::given::scopes;
use crate::check::facts::Facts;
use crate::check::passporting;
use crate::check::rule::Rule;
use crate::check::rules::dfg::dfg_not_passported;
use crate::finding::Finding;
use crate::period::{Period, Year};
use crate::plan::{self, PartnerKind};

/// A set of ids that many findings share.
pub(super) type Ids = Arc<BTreeSet<String>>;

/// The most ids that a message lists.
const LISTED: usize = 20;

/// Returns the ids of some sets as a message lists them.
pub(in crate::check) fn listed(sets: &[Ids]) -> String {
    let together: Ids = match sets {
        [one] => one.clone(),
        sets => Arc::new(sets.iter().flat_map(|ids| ids.iter().cloned()).collect()),
    };
    let first = together.iter().take(LISTED).map(|id| format!("`{}`", plan::shortened(id)));
    let more = together.len().checked_sub(LISTED).filter(|more| *more > 0).map(|more| format!("and {more} more"));
    first.chain(more).collect::<Vec<_>>().join(", ")
}

/// The districts each of which must set a finding aside, for its own money.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Concerned {
    /// Those that a place is about.
    At(String),
    /// Those short-paid or without a line in a year, or in any; else every one.
    In(Option<Year>),
}

/// The districts and what each is concerned in.
pub(super) struct Districts<'f, 'a> {
    facts: &'f Facts<'a>,
    all: Ids,
    /// Those concerned by the path of a district's line, or of a sum kept out of its share.
    at: HashMap<String, Ids>,
    /// Those concerned by year: short-paid or without a line, else all.
    in_year: HashMap<Option<Year>, Ids>,
}

impl<'f, 'a> Districts<'f, 'a> {
    pub(super) fn new(facts: &'f Facts<'a>) -> Self {
        let (plan, dfg) = (facts.plan, &facts.plan.dfg);
        let partners = facts.partners_of(PartnerKind::District).filter_map(|partner| partner.id.str());
        let all: BTreeSet<String> =
            partners.chain(dfg.districts.iter().filter_map(|line| line.district.str())).map(str::to_owned).collect();
        let one = |id: &str| Arc::new(BTreeSet::from([id.to_owned()]));
        let lines = dfg.districts.iter().filter_map(|line| Some((plan.path_of(line.node), one(line.district.str()?))));
        let mut at: HashMap<String, Ids> = lines.collect();
        for kept in &dfg.retained {
            let named = kept.districts.iter().filter_map(Facts::reference);
            at.extend(named.map(|(id, node)| (plan.path_of(node), one(id))));
            let disagreeing = passporting::disagreeing(kept).into_iter().map(str::to_owned);
            at.insert(plan.path_of(kept.node), Arc::new(disagreeing.collect()));
        }
        Self { facts, all: Arc::new(all), at, in_year: HashMap::new() }
    }

    /// Returns where it is said which districts a finding concerns: the line or the kept sum that it is about, else the year.
    pub(super) fn concerned_in(&self, rule: &Rule, finding: &Finding) -> Concerned {
        // A finding about the sum of all districts is at the largest figure, which need not be the district concerned.
        let is_of_all = rule.id == dfg_not_passported::RULE.id;
        let paths = scopes(&finding.at.path).filter(|_| !is_of_all);
        let nearest = paths.filter(|path| self.at.contains_key(*path)).last();
        match nearest.filter(|path| !self.at[*path].is_empty()) {
            Some(path) => Concerned::At(path.to_owned()),
            None => Concerned::In(finding.year.map(Period::financial_year)),
        }
    }

    /// Returns their ids.
    pub(super) fn ids(&mut self, concerned: &Concerned) -> Ids {
        match concerned {
            Concerned::At(path) => self.at.get(path).cloned().unwrap_or_default(),
            Concerned::In(year) => self.in_year(*year),
        }
    }

    fn in_year(&mut self, year: Option<Year>) -> Ids {
        let (facts, all) = (self.facts, &self.all);
        let ids = self.in_year.entry(year).or_insert_with(|| {
            let years: Vec<Year> = year.map_or_else(|| facts.years().collect(), |year| vec![year]);
            let short: BTreeSet<String> = years.into_iter().flat_map(|year| short_paid(facts, year)).collect();
            if short.is_empty() { all.clone() } else { Arc::new(short) }
        });
        ids.clone()
    }
}

/// Returns the districts short-paid or without a line in a year.
fn short_paid(facts: &Facts<'_>, year: Year) -> Vec<String> {
    let paid = passporting::passed(facts, year);
    let without = passporting::without_line(facts).into_iter().map(|(id, _)| id);
    let unstated = paid.iter().filter(|(_, sum)| sum.is_empty()).map(|(id, _)| *id);
    let (short, _) = passporting::short_paid(facts, year);
    short.iter().map(|short| short.district).chain(without).chain(unstated).map(str::to_owned).collect()
}
