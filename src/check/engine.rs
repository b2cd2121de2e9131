//! Runs the rules over a plan.

use foldhash::{HashMap, HashMapExt};

use super::facts::{Facts, Surroundings};
use super::findings::Findings;
use super::reason::Reason;
use super::recorder::{Case, Tests};
use super::rule::{Family, Phase, Rule};
use super::rules::shape::{duplicate_entry, duplicate_id, implausible_amount};
use super::settings::Settings;
use super::verdict::{self, LeftOut, Terms};
use super::watch::{Patient, Watch};
use super::{Checked, doubts, in_sheets, not_asked, own_round, ranges, rules, waivers};
use crate::finding::{Diagnosis, Finding, Level, Test};
use crate::period::Period;
use crate::plan::{Doubt, Doubts, Plan};
use crate::policy::Round;

/// Checks a plan's text without any knowledge of the files beside it. `path` is its name in reports.
pub fn check_text(path: String, text: String, settings: &Settings) -> Checked {
    check(path, Plan::read(text), &Surroundings::default(), settings)
}

/// Checks a plan that has been read. This never fails: what cannot be judged is recorded as not evaluated.
pub fn check(path: String, plan: Plan, surroundings: &Surroundings, settings: &Settings) -> Checked {
    checked(path, plan, surroundings, settings, &Patient).0
}

/// Checks a plan as [`check`] does while somebody looks on; nothing where they had enough before its end.
pub fn check_watched(
    path: String,
    plan: Plan,
    surroundings: &Surroundings,
    settings: &Settings,
    watch: &dyn Watch,
) -> Option<Checked> {
    let (checked, is_ended) = checked(path, plan, surroundings, settings, watch);
    (!is_ended).then_some(checked)
}

/// Returns a plan with what was found in it, and whether the check was ended before all was.
fn checked(
    path: String,
    mut plan: Plan,
    surroundings: &Surroundings,
    settings: &Settings,
    watch: &dyn Watch,
) -> (Checked, bool) {
    let named_round = plan.header.round.str().map(str::to_owned);
    let under = settings.round.as_ref().or(named_round.as_ref()).and_then(|id| settings.rounds.get(id).ok());
    if let Some(round) = &under {
        ranges::settle(&mut plan, round);
    }
    let round = under.as_ref().map(|round| round.id.to_string());
    let run = Run { surroundings, settings, watch };
    let (Findings { all: mut findings, room, is_ended }, tests) = run.over(&mut plan, under.as_deref());
    in_sheets::say(&plan, &mut findings);
    let draft = plan.is_draft();
    let terms = if is_ended { Terms::default() } else { terms(under.as_deref(), settings) };
    let diagnosis = Diagnosis::default();
    (Checked { path, plan, round, named_round, under, draft, findings, room, tests, terms, diagnosis }, is_ended)
}

/// Returns the settings that bear on the verdict of a plan of `round`.
fn terms(round: Option<&Round>, settings: &Settings) -> Terms {
    Terms {
        fail_on: settings.fail_on,
        strictest: settings.strictest.into_iter().chain(settings.fail_on).min(),
        complete: settings.complete,
        day: settings.day_is_asked.then_some(settings.today),
        lowered: settings.lowering(round),
        overruled: settings.overruling(round),
        left_out: LeftOut::of(settings, round),
        own_round: round.map(|round| own_round::milder(round, &settings.rounds)).unwrap_or_default(),
    }
}

/// One run of the rules, with what it is given beside the plan.
struct Run<'r> {
    surroundings: &'r Surroundings,
    settings: &'r Settings,
    watch: &'r dyn Watch,
}

impl Run<'_> {
    fn over(&self, plan: &mut Plan, round: Option<&Round>) -> (Findings, Vec<Test>) {
        let none = Round::default();
        let own = round.unwrap_or(&none);
        let facts = self.facts(plan, own);
        let doubts = doubts_of(&facts, self.settings);
        if doubts.is_empty() {
            return self.rules(facts, round.is_some());
        }
        let all = |plan: &Plan| self.rules(self.facts(plan, own), round.is_some());
        if plan.cells.is_none() {
            let mut doubting = plan.doubting(doubts);
            ranges::settle(&mut doubting, own);
            return all(&doubting);
        }
        // A workbook explains the room of one plan and not of two.
        let again = |plan: &mut Plan, doubts: Doubts| {
            *plan = std::mem::take(plan).again(doubts);
            ranges::settle(plan, own);
        };
        again(plan, doubts);
        let found = all(plan);
        again(plan, Doubts::default());
        found
    }

    fn facts<'f>(&'f self, plan: &'f Plan, round: &'f Round) -> Facts<'f> {
        Facts::new(plan, round, self.settings.today, self.surroundings)
    }

    fn rules(&self, facts: Facts<'_>, known: bool) -> (Findings, Vec<Test>) {
        let mut facts = facts;
        let (plan, settings) = (facts.plan, self.settings);
        facts.rounds = &settings.rounds;
        let mut findings = Findings::of(plan);
        let mut tests = Vec::new();
        self.phases(&facts, known, |phase| phase != Phase::Waivers, &mut findings, &mut tests);
        if findings.is_ended {
            return (findings, tests);
        }
        let uses = if settings.waivers { waivers::apply(&facts, &mut findings.all) } else { Vec::new() };
        facts.waivers = &uses;
        if settings.waivers {
            self.phases(&facts, known, |phase| phase == Phase::Waivers, &mut findings, &mut tests);
        }
        for finding in &mut findings.all {
            if let Some((level, true)) = settings.judged(finding.family, finding.rule, finding.level) {
                finding.level = level;
                finding.is_gap = false;
            }
        }
        let threshold = settings.strictest.into_iter().chain(settings.fail_on).min().unwrap_or(Level::Error);
        not_asked::set_aside(plan, threshold.min(Level::Error), &mut findings.all, &mut tests);
        verdict::free_waived(plan, &findings.all, &mut tests);
        findings.all.sort_by(|a, b| order(a).cmp(&order(b)));
        set_apart(&mut findings.all);
        (findings, tests)
    }

    /// Runs the rules of some phases, until whoever looks on had enough.
    fn phases(
        &self,
        facts: &Facts<'_>,
        known: bool,
        is_now: impl Fn(Phase) -> bool,
        findings: &mut Findings,
        tests: &mut Vec<Test>,
    ) {
        let (settings, watch) = (self.settings, self.watch);
        let wanted = |family: &Family, rule: &Rule| is_now(family.phase) && settings.runs(family.id, rule.id);
        for is_first in [true, false] {
            for (family, rule) in rules().filter(|(_, rule)| watch.is_first(rule.id) == is_first) {
                if !wanted(family, rule) {
                    continue;
                }
                let (found, made) = (findings.all.len(), tests.len());
                test(facts, known, family, rule, findings, tests);
                if !watch.goes_on(&findings.all[found..], &tests[made..]) {
                    findings.is_ended = true;
                    return;
                }
            }
        }
    }
}

/// Returns the doubts about the values of a plan. Where a rule that says one is switched off, or waived, the value is
/// taken as it is.
fn doubts_of(facts: &Facts<'_>, settings: &Settings) -> Doubts {
    let found = doubts::found(facts);
    if found.is_empty() {
        return found;
    }
    let is_said = |rule: &Rule| {
        let family = rules::FAMILIES.iter().find(|family| family.rules.iter().any(|own| own.id == rule.id));
        let is_on = family.is_some_and(|family| settings.judged(family.id, rule.id, rule.level).is_some());
        is_on && !(settings.waivers && doubts::is_waived(facts, rule))
    };
    let amounts = is_said(&implausible_amount::RULE);
    let copies = is_said(&duplicate_id::RULE) && is_said(&duplicate_entry::RULE);
    let is_raised = |doubt: &Doubt| match doubt {
        Doubt::Implausible(..) | Doubt::Unit => amounts,
        Doubt::Copy(_) => copies,
    };
    found.iter().filter(|(_, doubt)| is_raised(doubt)).collect()
}

/// Numbers findings that have the same rule, year and place, in the order of the file, so that no two share an
/// identity.
fn set_apart(findings: &mut [Finding]) {
    let mut seen: HashMap<(&'static str, Option<Period>, String), usize> = HashMap::new();
    for finding in findings {
        let nth = seen.entry((finding.rule, finding.year, finding.place.clone())).or_default();
        *nth += 1;
        if *nth > 1 {
            finding.place = format!("{}#{nth}", finding.place);
        }
    }
}

/// Returns the key that sorts findings in the order of the file; its other parts only make the order total.
fn order(finding: &Finding) -> impl Ord + '_ {
    (finding.at.span.start, &finding.at.path, finding.rule, finding.year.map(Period::last_month), &finding.message)
}

/// Runs one rule, or records why it cannot be run.
fn test(
    facts: &Facts<'_>,
    known: bool,
    family: &'static Family,
    rule: &'static Rule,
    findings: &mut Findings,
    tests: &mut Vec<Test>,
) {
    let mut made = Tests { family, rule, facts, findings, made: tests };
    if !known && family.phase != Phase::Reading {
        made.not_evaluated(Case::default(), Reason::from("the plan's round is not known").lacking("plan.round"));
    } else if rule.clause().is_some_and(|clause| known && facts.round.clause(clause).is_none()) {
        made.not_applicable(Case::default(), format!("{} has no such clause", facts.round.id));
    } else {
        (rule.check)(facts, &mut made);
    }
}
