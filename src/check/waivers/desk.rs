//! The desk at which findings are held against waivers: however many waivers are about a finding, it is counted once for
//! all of one scope.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::Use;
use super::districts::{Concerned, Districts, Ids, listed};
use super::given::{Given, scopes};
use crate::check::facts::Facts;
use crate::check::rule::Rule;
use crate::finding::{self, Finding};
use crate::plan::PartnerKind;

/// The bodies that may set a finding aside.
pub(super) enum Bodies {
    One(Body),
    Districts(Concerned),
}

/// A body of which one alone may set a finding aside.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    Partner,
    NhsEngland,
}

impl Body {
    const ALL: [Self; 2] = [Self::Partner, Self::NhsEngland];

    fn gave(self, waiver: &Given<'_>) -> bool {
        self == Self::Partner || waiver.by.is(PartnerKind::NhsEngland)
    }
}

/// The waivers of one rule with one scope.
struct Lot<'f, 'a> {
    waivers: Vec<&'f Given<'a>>,
    by: HashMap<&'f str, Vec<&'f Given<'a>>>,
    /// The waiver that is named, of those by each [`Body`] that have not ended.
    named: [Option<&'f Given<'a>>; Body::ALL.len()],
    /// The number of findings they are about.
    findings: usize,
    /// The number of those that each [`Body`] may set aside.
    by_one: [usize; Body::ALL.len()],
    /// The districts concerned in the others, a set for each judgement.
    concerned: Vec<Ids>,
}

impl<'f, 'a> Lot<'f, 'a> {
    fn of(waivers: Vec<&'f Given<'a>>) -> Self {
        let mut by: HashMap<_, Vec<_>> = HashMap::new();
        for waiver in &waivers {
            by.entry(waiver.by_id).or_default().push(*waiver);
        }
        let named = Body::ALL.map(|body| named(waivers.iter().copied().filter(|waiver| body.gave(waiver))));
        Self { waivers, by, named, findings: 0, by_one: [0; Body::ALL.len()], concerned: Vec::new() }
    }

    /// Returns the number of findings that a waiver alone may set aside.
    fn alone(&self, waiver: &Given<'_>) -> usize {
        Body::ALL.iter().zip(self.by_one).filter(|(body, _)| body.gave(waiver)).map(|(_, findings)| findings).sum()
    }
}

/// Returns the waiver that is named of several that count: the same one, whatever their order in the plan.
fn named<'f, 'a>(waivers: impl Iterator<Item = &'f Given<'a>>) -> Option<&'f Given<'a>>
where
    'a: 'f,
{
    waivers
        .filter(|waiver| !waiver.expired)
        .min_by_key(|waiver| (waiver.by_id, waiver.reason, &waiver.until, waiver.index))
}

/// A judgement of the findings of one rule, in the same scopes, that concern the same districts.
struct Judgement {
    findings: usize,
    /// The waivers that count, once every district concerned has given one.
    valid: Vec<usize>,
    /// The districts that are still to waive the same.
    missing: Ids,
    /// The waiver that covers them, if one does.
    covering: Option<finding::Waiver>,
}

/// The waivers, found by rule and scope.
pub(super) struct Desk<'f, 'a> {
    facts: &'f Facts<'a>,
    lots: Vec<Lot<'f, 'a>>,
    by_scope: HashMap<(&'static str, &'f str), usize>,
    districts: Districts<'f, 'a>,
    /// The judgements by the narrowest lot that is about their findings, and the districts.
    judgements: HashMap<(usize, Concerned), Judgement>,
    /// The waivers of districts that are about a finding of their own.
    allowed: BTreeSet<usize>,
}

impl<'f, 'a> Desk<'f, 'a> {
    pub(super) fn new(facts: &'f Facts<'a>, given: &'f [Option<Given<'a>>]) -> Self {
        let mut by_scope = HashMap::new();
        let mut lots: Vec<Vec<&Given<'_>>> = Vec::new();
        for waiver in given.iter().flatten() {
            let lot = *by_scope.entry((waiver.rule.id, waiver.scope.as_str())).or_insert_with(|| {
                lots.push(Vec::new());
                lots.len() - 1
            });
            lots[lot].push(waiver);
        }
        Self {
            facts,
            lots: lots.into_iter().map(Lot::of).collect(),
            by_scope,
            districts: Districts::new(facts),
            judgements: HashMap::new(),
            allowed: BTreeSet::new(),
        }
    }

    /// Returns the waiver that covers a finding, if one does, and counts the finding for those that are about it.
    pub(super) fn judge(&mut self, finding: &Finding) -> Option<finding::Waiver> {
        let about = scopes(&finding.at.path).filter_map(|scope| self.by_scope.get(&(finding.rule, scope)).copied());
        let about: Vec<usize> = about.collect();
        let narrowest = *about.last()?;
        for lot in &about {
            self.lots[*lot].findings += 1;
        }
        match bodies(self.facts, &self.districts, self.lots[narrowest].waivers.first()?.rule, finding) {
            Bodies::One(body) => {
                for lot in &about {
                    self.lots[*lot].by_one[body as usize] += 1;
                }
                let named = named(about.iter().filter_map(|lot| self.lots[*lot].named[body as usize]))?;
                Some(named.covering(self.facts))
            }
            Bodies::Districts(concerned) => {
                let grounds = (narrowest, concerned);
                if !self.judgements.contains_key(&grounds) {
                    let judgement = self.decide(&about, &grounds.1);
                    self.judgements.insert(grounds.clone(), judgement);
                }
                let judgement = self.judgements.get_mut(&grounds)?;
                judgement.findings += 1;
                judgement.covering.clone()
            }
        }
    }

    /// Judges the first finding that districts may set aside, of those alike.
    fn decide(&mut self, about: &[usize], concerned: &Concerned) -> Judgement {
        let districts = self.districts.ids(concerned);
        let (mut valid, mut missing) = (Vec::new(), BTreeSet::new());
        for district in &*districts {
            let given: Vec<&Given<'_>> =
                about.iter().filter_map(|lot| self.lots[*lot].by.get(district.as_str())).flatten().copied().collect();
            self.allowed.extend(given.iter().map(|waiver| waiver.index));
            let before = valid.len();
            valid.extend(given.into_iter().filter(|waiver| !waiver.expired));
            if valid.len() == before {
                missing.insert(district.clone());
            }
        }
        for lot in about {
            self.lots[*lot].concerned.push(districts.clone());
        }
        let covering = named(valid.iter().copied()).filter(|_| missing.is_empty());
        Judgement {
            findings: 0,
            covering: covering.map(|waiver| waiver.covering(self.facts)),
            valid: valid.into_iter().map(|waiver| waiver.index).collect(),
            missing: Arc::new(missing),
        }
    }

    /// Counts what each waiver is about, and what it covers or waits for.
    pub(super) fn count(&self, uses: &mut [Use]) {
        for lot in &self.lots {
            let concerned = lot.concerned.iter().any(|ids| !ids.is_empty()).then(|| listed(&lot.concerned));
            for waiver in &lot.waivers {
                let made = &mut uses[waiver.index];
                made.about += lot.findings;
                made.covers += if waiver.expired { 0 } else { lot.alone(waiver) };
                made.unauthorised = self.refusal(lot, waiver, concerned.as_deref());
            }
        }
        for judgement in self.judgements.values() {
            for index in &judgement.valid {
                if judgement.missing.is_empty() {
                    uses[*index].covers += judgement.findings;
                } else {
                    uses[*index].waits_for.push(judgement.missing.clone());
                }
            }
        }
    }

    /// Returns who could have given a waiver of a statutory rule, where the body that did could not.
    fn refusal(&self, lot: &Lot<'_, '_>, waiver: &Given<'_>, concerned: Option<&str>) -> Option<String> {
        let allowed = lot.alone(waiver) > 0 || self.allowed.contains(&waiver.index);
        if !waiver.rule.statutory || allowed || waiver.by.kind.is_unreadable() {
            return None;
        }
        let by_district = waived_by(self.facts, waiver.rule, None) == DISTRICT;
        if let Some(districts) = concerned {
            return Some(format!("the district concerned ({districts})"));
        }
        match lot.findings {
            0 if by_district && waiver.by.is(PartnerKind::District) => None,
            0 if !by_district && waiver.by.is(PartnerKind::NhsEngland) => None,
            _ if by_district => Some("the district concerned".to_owned()),
            _ => Some("a partner of kind `nhs-england`".to_owned()),
        }
    }
}

/// Returns the bodies that may set a finding of a rule aside.
pub(super) fn bodies(facts: &Facts<'_>, districts: &Districts<'_, '_>, rule: &Rule, finding: &Finding) -> Bodies {
    if !rule.statutory {
        return Bodies::One(Body::Partner);
    }
    if waived_by(facts, rule, Some(finding)) != DISTRICT {
        return Bodies::One(Body::NhsEngland);
    }
    Bodies::Districts(districts.concerned_in(rule, finding))
}

/// The word of the round's data for the district whose money it is.
const DISTRICT: &str = "district";

/// Returns the body that may waive a statutory rule: as the finding's clause says, else the rule's, else NHS England.
fn waived_by<'f>(facts: &'f Facts<'_>, rule: &Rule, finding: Option<&Finding>) -> &'f str {
    let own = finding.and_then(|finding| finding.clause.as_ref()).map(|clause| clause.id.as_str());
    let body = |id: &str| facts.round.clause(id).and_then(|clause| clause.waived_by.as_deref());
    own.and_then(body).or_else(|| rule.clause().and_then(body)).unwrap_or("nhs-england")
}
