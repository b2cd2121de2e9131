//! Applies the waivers of a plan to its findings.
//!
//! A waiver sets aside the findings of one rule, in the whole plan or below `at`. Any partner may give one, except that
//! a statutory rule is waived only by the body its clause names. Every rule can be waived but those about waivers,
//! which are tested afterwards. A finding that concerns several districts is set aside when each of them has waived it,
//! since none may give up another's money.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::facts::Facts;
use super::passporting;
use super::recorder::Tests;
use super::rule::{Family, Phase, Rule};
use super::rules::dfg::dfg_not_passported;
use crate::finding::{self, Finding, Status};
use crate::period::{Period, Year};
use crate::plan::{self, Field, PartnerKind};

pub(super) use super::waiver_use::Use;

impl Use {
    fn of(given: Option<&Given<'_>>) -> Self {
        let expired = given.is_some_and(|given| given.expired);
        Self { unreadable: given.is_none(), expired, ..Self::default() }
    }
}

/// Marks the findings that waivers cover, and says what became of each waiver, in the order of the plan.
pub(super) fn apply(facts: &Facts<'_>, findings: &mut [Finding]) -> Vec<Use> {
    let waivers = facts.plan.waivers.iter().enumerate();
    let given: Vec<Option<Given<'_>>> = waivers.map(|(index, waiver)| Given::read(facts, index, waiver)).collect();
    let mut uses: Vec<Use> = given.iter().map(|given| Use::of(given.as_ref())).collect();
    if given.iter().all(Option::is_none) {
        return uses;
    }
    let mut desk = Desk::new(facts, &given);
    let mut tested: BTreeSet<&str> = BTreeSet::new();
    for finding in findings.iter_mut() {
        tested.insert(finding.rule);
        if let Some(covering) = desk.judge(finding, &mut uses) {
            finding.status = Status::Waived(covering);
        }
    }
    for finding in unasked(facts, &given, &tested) {
        desk.judge(&finding, &mut uses);
    }
    for (given, used) in given.iter().zip(&mut uses) {
        used.unauthorised = given.as_ref().and_then(|given| desk.refusal(given));
    }
    uses
}

/// A waiver that can be read.
struct Given<'a> {
    waiver: &'a plan::Waiver,
    index: usize,
    rule: &'static Rule,
    family: &'static Family,
    by: &'a plan::Partner,
    by_id: &'a str,
    reason: &'a str,
    /// The path it is limited to; empty for the whole plan.
    scope: String,
    until: Option<String>,
    expired: bool,
}

impl<'a> Given<'a> {
    fn read(facts: &Facts<'a>, index: usize, waiver: &'a plan::Waiver) -> Option<Self> {
        let (family, rule) = super::rule(waiver.rule.str()?)?;
        let by_id = waiver.by.str()?;
        let until = match &waiver.until {
            Field::Unreadable(_) => return None,
            Field::Absent => None,
            Field::Is(date, _) => date.latest(),
        };
        let scope = match &waiver.at {
            Field::Unreadable(_) => return None,
            Field::Absent => String::new(),
            Field::Is(at, _) => one_path(at),
        };
        Some(Self {
            waiver,
            index,
            rule,
            family,
            by: facts.partner(by_id)?,
            by_id,
            reason: waiver.reason.str()?,
            scope,
            until: until.map(|date| date.to_string()),
            expired: until.is_some_and(|date| date < facts.today),
        })
    }

    fn covering(&self, facts: &Facts<'_>) -> finding::Waiver {
        finding::Waiver {
            reason: self.reason.to_owned(),
            by: self.by_id.to_owned(),
            until: self.until.clone(),
            at: facts.plan.site(&self.waiver.node.into()),
        }
    }
}

/// The bodies that may set a finding aside.
enum Authority {
    /// Any partner.
    Anybody,
    /// A partner of this kind.
    NhsEngland,
    /// Each of these districts, for its own money.
    Districts(BTreeSet<String>),
}

impl Authority {
    fn allows(&self, by: &plan::Partner, id: &str) -> bool {
        match self {
            Self::Anybody => true,
            Self::NhsEngland => by.is(PartnerKind::NhsEngland),
            Self::Districts(concerned) => concerned.contains(id),
        }
    }
}

/// The waivers, found by rule and scope.
struct Desk<'f, 'a> {
    facts: &'f Facts<'a>,
    by_scope: HashMap<(&'static str, &'f str), Vec<&'f Given<'a>>>,
    districts: Districts<'f, 'a>,
    /// The waivers that are about a finding their body may set aside.
    allowed: BTreeSet<usize>,
    /// The districts concerned in the findings of the others.
    refused: HashMap<usize, BTreeSet<String>>,
}

impl<'f, 'a> Desk<'f, 'a> {
    fn new(facts: &'f Facts<'a>, given: &'f [Option<Given<'a>>]) -> Self {
        let mut by_scope: HashMap<_, Vec<_>> = HashMap::new();
        for one in given.iter().flatten() {
            by_scope.entry((one.rule.id, one.scope.as_str())).or_default().push(one);
        }
        Self { facts, by_scope, districts: Districts::new(facts), allowed: BTreeSet::new(), refused: HashMap::new() }
    }

    fn authority(&mut self, rule: &Rule, finding: &Finding) -> Authority {
        if !rule.statutory {
            return Authority::Anybody;
        }
        if waived_by(self.facts, rule, Some(finding)) != DISTRICT {
            return Authority::NhsEngland;
        }
        Authority::Districts(self.districts.concerned_in(rule, finding))
    }

    /// Returns the waiver that covers a finding, if one does, and counts in `uses` each waiver that is about the
    /// finding.
    fn judge(&mut self, finding: &Finding, uses: &mut [Use]) -> Option<finding::Waiver> {
        let about: Vec<&Given<'_>> = scopes(&finding.at.path)
            .filter_map(|scope| self.by_scope.get(&(finding.rule, scope)))
            .flatten()
            .copied()
            .collect();
        let authority = self.authority(about.first()?.rule, finding);
        let mut valid = Vec::new();
        for one in about {
            uses[one.index].about += 1;
            if !authority.allows(one.by, one.by_id) {
                let concerned =
                    if let Authority::Districts(concerned) = &authority { concerned.clone() } else { BTreeSet::new() };
                self.refused.entry(one.index).or_default().extend(concerned);
                continue;
            }
            self.allowed.insert(one.index);
            if !one.expired {
                valid.push(one);
            }
        }
        if let Authority::Districts(concerned) = &authority {
            let missing: Vec<&String> =
                concerned.iter().filter(|district| !valid.iter().any(|one| one.by_id == **district)).collect();
            if !missing.is_empty() {
                for one in valid {
                    uses[one.index].waits_for.extend(missing.iter().copied().cloned());
                }
                return None;
            }
        }
        for one in &valid {
            uses[one.index].covers += 1;
        }
        // Of several waivers the same one is named, whatever their order in the plan.
        let named = valid.into_iter().min_by_key(|one| (one.by_id, one.reason, one.until.clone(), one.index))?;
        Some(named.covering(self.facts))
    }

    /// Returns who could have given a waiver of a statutory rule, where the body that did could not.
    fn refusal(&self, given: &Given<'_>) -> Option<String> {
        if !given.rule.statutory || self.allowed.contains(&given.index) || given.by.kind.is_unreadable() {
            return None;
        }
        let refused = self.refused.get(&given.index);
        let by_district = waived_by(self.facts, given.rule, None) == DISTRICT;
        match refused {
            Some(concerned) if !concerned.is_empty() => Some(format!("the district concerned ({})", listed(concerned))),
            None if by_district && given.by.is(PartnerKind::District) => None,
            None if !by_district && given.by.is(PartnerKind::NhsEngland) => None,
            _ if by_district => Some("the district concerned".to_owned()),
            _ => Some("a partner of kind `nhs-england`".to_owned()),
        }
    }
}

/// Returns ids as a message lists them.
pub(super) fn listed(ids: &BTreeSet<String>) -> String {
    ids.iter().map(|id| format!("`{}`", plan::shortened(id))).collect::<Vec<_>>().join(", ")
}

/// Returns a path in its normal form, with no more quotes than it needs, so that two paths of one place are equal.
pub(super) fn one_path(path: &str) -> String {
    let mut segments = Vec::new();
    let mut start = 0;
    for scope in scopes(path).skip(1) {
        let segment = &path[start..scope.len()];
        let quoted =
            segment.strip_prefix('"').and_then(|rest| rest.split_once('"')).filter(|(key, _)| !key.contains('\\'));
        segments
            .push(quoted.map_or_else(|| segment.to_owned(), |(key, number)| format!("{}{number}", plan::segment(key))));
        start = scope.len() + 1;
    }
    segments.join(".")
}

/// Returns the path and everything above it, and the whole plan.
fn scopes(path: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let ends = path.char_indices().filter(move |(at, c)| {
        if *c == '"' && !path[..*at].ends_with('\\') {
            quoted = !quoted;
        }
        *c == '.' && !quoted
    });
    let above = ends.map(|(at, _)| &path[..at]);
    let whole = (!path.is_empty()).then_some(path);
    std::iter::once("").chain(above).chain(whole)
}

/// Returns the findings of rules that waivers name but this run leaves out, so that their waivers do not seem unused.
fn unasked(facts: &Facts<'_>, given: &[Option<Given<'_>>], tested: &BTreeSet<&str>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen = tested.clone();
    for given in given.iter().flatten() {
        let rule = given.rule;
        let applies =
            rule.clause().is_none_or(|clause| facts.round.clause(clause).is_some()) && !facts.round.years.is_empty();
        if seen.insert(rule.id) && applies && given.family.phase != Phase::Waivers {
            (rule.check)(
                facts,
                &mut Tests { family: given.family, rule, facts, findings: &mut findings, made: &mut Vec::new() },
            );
        }
    }
    findings
}

/// The word of the round's data for the district whose money it is.
const DISTRICT: &str = "district";

/// Returns the body that may waive a statutory rule: as the finding's clause says, else the rule's, else NHS England.
fn waived_by<'f>(facts: &'f Facts<'_>, rule: &Rule, finding: Option<&Finding>) -> &'f str {
    let own = finding.and_then(|finding| finding.clause.as_ref()).map(|clause| clause.id.as_str());
    let body = |id: &str| facts.round.clause(id).and_then(|clause| clause.waived_by.as_deref());
    own.and_then(body).or_else(|| rule.clause().and_then(body)).unwrap_or("nhs-england")
}

/// The districts and what each is concerned in.
struct Districts<'f, 'a> {
    facts: &'f Facts<'a>,
    all: BTreeSet<String>,
    /// Those concerned by the path of a district's line, or of a sum kept out of its share.
    at: HashMap<String, BTreeSet<String>>,
    /// Those concerned by year: short-paid or without a line, else all.
    in_year: BTreeMap<Option<Year>, BTreeSet<String>>,
}

impl<'f, 'a> Districts<'f, 'a> {
    fn new(facts: &'f Facts<'a>) -> Self {
        let (plan, dfg) = (facts.plan, &facts.plan.dfg);
        let partners = facts.partners_of(PartnerKind::District).filter_map(|partner| partner.id.str());
        let all =
            partners.chain(dfg.districts.iter().filter_map(|line| line.district.str())).map(str::to_owned).collect();
        let one = |id: &str| BTreeSet::from([id.to_owned()]);
        let lines = dfg.districts.iter().filter_map(|line| Some((plan.path_of(line.node), one(line.district.str()?))));
        let mut at: HashMap<String, BTreeSet<String>> = lines.collect();
        for kept in &dfg.retained {
            let agreed: BTreeSet<&str> = kept.agreed_by.iter().filter_map(Field::str).collect();
            let named = || kept.districts.iter().filter_map(Facts::reference);
            at.extend(named().map(|(id, node)| (plan.path_of(node), one(id))));
            at.insert(
                plan.path_of(kept.node),
                named().map(|(id, _)| id).filter(|id| !agreed.contains(id)).map(str::to_owned).collect(),
            );
        }
        Self { facts, all, at, in_year: BTreeMap::new() }
    }

    /// Returns the district a line or a kept sum is about; else those short-paid or without a line in the year; else
    /// every one.
    fn concerned_in(&mut self, rule: &Rule, finding: &Finding) -> BTreeSet<String> {
        // A finding about the sum of all districts is at the largest figure, which need not be the district concerned.
        if rule.id != dfg_not_passported::RULE.id {
            let nearest = scopes(&finding.at.path).filter_map(|scope| self.at.get(scope)).last();
            if let Some(districts) = nearest.filter(|districts| !districts.is_empty()) {
                return districts.clone();
            }
        }
        let (facts, all) = (self.facts, &self.all);
        let year = finding.year.map(Period::financial_year);
        self.in_year
            .entry(year)
            .or_insert_with(|| {
                let years: Vec<Year> = year.map_or_else(|| facts.years().collect(), |year| vec![year]);
                let short: BTreeSet<String> = years.into_iter().flat_map(|year| short_paid(facts, year)).collect();
                if short.is_empty() { all.clone() } else { short }
            })
            .clone()
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

#[cfg(test)]
mod tests {
    use super::{one_path, scopes};

    #[test]
    fn a_place_lies_within_everything_above_it() {
        let all: Vec<_> = scopes("totals.by_priority.\"BCF 6.1\".2017-18").collect();
        assert_eq!(
            all,
            [
                "",
                "totals",
                "totals.by_priority",
                "totals.by_priority.\"BCF 6.1\"",
                "totals.by_priority.\"BCF 6.1\".2017-18"
            ]
        );
        assert_eq!(one_path("sources.\"minimum\".amount.\"2017-18\""), "sources.minimum.amount.2017-18");
        assert_eq!(one_path("a.\"b c\"#2.d"), "a.\"b c\"#2.d");
        assert_eq!(scopes("").collect::<Vec<_>>(), [""]);
        assert!(scopes("sign_offs.council#2").all(|scope| scope != "sign_offs.council"));
    }
}
