//! Findings, and required tests that were not made, that are known: they do not set the exit status.
//!
//! A baseline is a JSON file that people review in a pull request: per plan, each known finding by its fingerprint
//! (rule, dotted path and year, so that moved lines change nothing), with the number of times it occurs. What occurs
//! more often than that is new. Waived findings are not in it. Plans are named by their path from the baseline's
//! folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::args::CheckArgs;
use super::disk::Disk;
use super::fault::Fault;
use super::gather::{Gathered, Member};
use super::input;
use super::nature::Way;
use super::output::write_file;
use super::repository::{self, folder_of};
use super::since::mark_known;
use super::small::SMALL;
use super::wrote::{Said, options, typed};
use crate::check::{Checked, Settings, rule};
use crate::finding::{FORM, Finding, Outcome, Status, Test};
use crate::money::{Money, Unit, parse_number};
use crate::span::BYTE_ORDER_MARK;
use crate::text::escape::shown;
use crate::text::words::count;

/// The file that is written when none is named.
pub(super) const DEFAULT: &str = "bcf-baseline.json";
/// The form that is written.
const SCHEMA: &str = "bcf.baseline/2";
/// The form before it, by rule, path and year and without amounts, which is still read.
const FIRST: &str = "bcf.baseline/1";
/// The start of the schema of every baseline, with the opening quote of JSON.
const ANY_SCHEMA: &str = "\"bcf.baseline/";
/// The marks git begins lines with where it leaves a merge to people.
const CONFLICT: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// The source of findings known from a baseline, as reports say it.
const FROM: &str = "in the baseline";

/// A baseline as a file holds it.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Baseline {
    schema: String,
    /// By the plan's path, then in the order of rule, path and year.
    plans: BTreeMap<String, Vec<BaselineEntry>>,
    /// By the plan's path, what it is of, by which it is known again under another name: of plans without findings too.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    about: BTreeMap<String, PlanIdentity>,
}

/// The area and the round of a plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanIdentity {
    /// The area's code, or its name where it has none.
    area: String,
    round: String,
}

impl PlanIdentity {
    /// Returns the area and the round of a plan; none where the plan does not state both.
    fn of(checked: &Checked) -> Option<Self> {
        let area = &checked.plan.area;
        let (area, round) = (area.code.str().or(area.name.str())?, checked.named_round.as_deref()?);
        Some(Self { area: shown(area).into_owned(), round: shown(round).into_owned() })
    }
}

/// A known finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BaselineEntry {
    rule: String,
    path: String,
    year: Option<String>,
    fingerprint: String,
    /// The difference between a sum and what it should be, in pounds, whatever the side: more of it is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    difference: Option<String>,
    /// True when the entry is a required test that was not made, not a finding.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    untested: bool,
    times: usize,
    /// As it was when it was written down: for people.
    message: String,
}

impl BaselineEntry {
    fn of(finding: &Finding) -> Self {
        Self {
            rule: finding.rule.to_owned(),
            path: shown(&finding.at.path).into_owned(),
            year: finding.year.map(|year| year.to_string()),
            fingerprint: finding.fingerprint(),
            difference: finding.size().map(Money::plain),
            untested: false,
            times: 1,
            message: shown(&finding.message).into_owned(),
        }
    }

    /// Returns a required test that was not made; its path is what it is of.
    fn untested(test: &Test) -> Self {
        let reason = match &test.outcome {
            Outcome::NotEvaluated(reason) => shown(reason).into_owned(),
            Outcome::Passed | Outcome::NotApplicable(_) => String::new(),
        };
        Self {
            rule: test.rule.to_owned(),
            path: shown(test.subject.as_deref().unwrap_or_default()).into_owned(),
            year: test.year.map(|year| year.to_string()),
            fingerprint: test.fingerprint(),
            difference: None,
            untested: true,
            times: 1,
            message: reason,
        }
    }
}

/// The baseline that the options ask for.
#[derive(Debug)]
pub(super) struct KnownFindings {
    /// The one whose findings do not count, and where it is.
    read: Option<(PathBuf, Baseline)>,
    /// The one to write, with what it is now.
    write: Option<(PathBuf, Baseline)>,
    /// The command line that checks the same plans.
    check: String,
    /// The note about reading it, if there is one.
    note: Option<String>,
}

/// The result of applying a baseline to a run.
#[derive(Debug)]
pub(super) struct Applied {
    /// The notes for the user.
    pub(super) notes: Vec<String>,
    /// The baseline that was written, with what is said of it.
    pub(super) written: Option<(PathBuf, Way, Said)>,
    /// The number of its entries that no longer occur.
    pub(super) stale: usize,
}

impl Applied {
    /// Returns what is reported of entries that no longer occur, and what to do about them.
    pub(super) fn stale(&self) -> Option<(String, &'static str)> {
        let words = match self.stale {
            0 => return None,
            1 => "1 baseline entry no longer occurs".to_owned(),
            stale => format!("{stale} baseline entries no longer occur"),
        };
        Some((words, "rewrite it with --write-baseline"))
    }
}

impl KnownFindings {
    /// Reads what `--baseline` and `--write-baseline` name. A file is only ever replaced by a baseline if it is one, or
    /// was one before somebody merged it.
    ///
    /// # Errors
    /// When the first is missing or broken, or the second is there and is no baseline.
    pub(super) fn read(args: &CheckArgs, disk: &dyn Disk) -> Result<Self, Fault> {
        if SMALL {
            if args.baseline.is_some() || args.write_baseline.is_some() {
                return Err(Fault::not_in_small("keep a baseline"));
            }
            return Ok(Self { read: None, write: None, check: String::new(), note: None });
        }
        let named = args.baseline.clone();
        let words: Vec<String> =
            ["bcf check".to_owned()].into_iter().chain(args.paths.iter().map(|path| typed(path))).collect();
        let check = words.join(" ") + &options(&args.beside, &args.project);
        if [&named, args.write_baseline.as_ref().unwrap_or(&None)]
            .into_iter()
            .flatten()
            .any(|path| path.as_os_str() == "-")
        {
            return Err(
                Fault::new("a baseline is a file, and `-` is none").help(format!("name one, such as {DEFAULT}"))
            );
        }
        let Some(target) = &args.write_baseline else {
            let read = named.map(|path| Baseline::read(&path, disk).map(|baseline| (path, baseline))).transpose()?;
            return Ok(Self { read, write: None, check, note: None });
        };
        let path = target.clone().or(named).unwrap_or_else(|| PathBuf::from(DEFAULT));
        let there = disk.has(&path);
        let before = if there { Baseline::read(&path, disk) } else { Ok(Baseline::default()) };
        let (before, note) = match before {
            Ok(before) => (before, None),
            Err(fault) if input::text(&path, disk).is_ok_and(|text| was_baseline(&text)) => {
                (Baseline::default(), Some(format!("{fault}; it is written anew, without what only it knew")))
            }
            Err(fault) => return Err(fault),
        };
        Ok(Self { read: None, write: Some((path, before)), check, note })
    }

    /// Returns the file that is read, and the one that will be written.
    pub(super) fn files(&self) -> (Option<&Path>, Option<&Path>) {
        let [read, write] = [&self.read, &self.write].map(|file| file.as_ref().map(|(path, _)| path.as_path()));
        (read, write)
    }

    /// Marks what is known, having written it down first where that was asked for.
    ///
    /// # Errors
    /// When the baseline cannot be written.
    pub(super) fn apply(&self, gathered: &mut Gathered, disk: &dyn Disk) -> Result<Applied, Fault> {
        let mut notes = std::mem::take(&mut gathered.notes);
        if SMALL {
            return Ok(Applied { notes, written: None, stale: 0 });
        }
        notes.extend(self.note.clone());
        let mut members = gathered.members();
        let mut written = None;
        if let Some((path, before)) = &self.write {
            let renewed = before.renewed(path, &members, disk);
            let way = renewed.write(path, disk)?;
            renewed.apply(path, &mut members, disk);
            let (findings, untested) = (renewed.times(false), renewed.times(true));
            let (findings, plans) =
                (count(findings, "finding", "findings"), count(renewed.plans.len(), "plan", "plans"));
            let tests = count(untested, "required test that was not made", "required tests that were not made");
            let tests = if untested > 0 { format!(" and {tests}") } else { String::new() };
            let next = format!("`{} --baseline {}` fails for what is new alone", self.check, typed(path));
            written = Some((path.clone(), way, Said { holds: format!("{findings}{tests} of {plans}"), next }));
        }
        if let Some((path, _)) = self.read.as_ref().filter(|(_, baseline)| baseline.is_first()) {
            let name = repository::name(path);
            notes.push(format!(
                "{name} is of the first form and cannot compare amounts; rewrite it with --write-baseline"
            ));
        }
        let stale = self.read.as_ref().map_or(0, |(path, baseline)| baseline.apply(path, &mut members, disk));
        Ok(Applied { notes, written, stale })
    }
}

/// Returns whether a text is a baseline, of whatever version and however broken.
pub(super) fn is_one(text: &str) -> bool {
    text.trim_start_matches(BYTE_ORDER_MARK).trim_start().starts_with('{')
        && text.lines().take(8).any(|line| line.contains(ANY_SCHEMA))
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// When it is not there, cannot be read, or is none.
    pub(super) fn read(path: &Path, disk: &dyn Disk) -> Result<Self, Fault> {
        let name = repository::name(path);
        let broken = |why: &str| {
            Fault::new(format!("{name} is no baseline: {why}"))
                .help(format!("write one with `bcf check --write-baseline={DEFAULT}`, after the plans"))
        };
        let text = input::text(path, disk)?;
        let text = text.trim_start_matches(BYTE_ORDER_MARK);
        if let Some(line) = text.lines().position(|line| line.starts_with(CONFLICT[0])) {
            return Err(broken(&format!("a merge left it in conflict at line {}", line + 1)));
        }
        let baseline: Self = serde_json::from_str(text).map_err(|error| broken(&error.to_string()))?;
        if ![SCHEMA, FIRST].contains(&baseline.schema.as_str()) {
            return Err(broken(&format!("its schema is `{}` and not `{SCHEMA}`", baseline.schema)));
        }
        let mut seen = BTreeSet::new();
        let twice = baseline
            .plans
            .iter()
            .flat_map(|(plan, entries)| entries.iter().map(move |entry| (plan, &entry.fingerprint)));
        for (plan, fingerprint) in twice {
            if !seen.insert((plan, fingerprint)) {
                return Err(broken(&format!("it has the finding {fingerprint} of {plan} twice")));
            }
        }
        Ok(baseline)
    }

    /// Marks the findings it knows, and counts the entries that no longer occur: of rules that were run on plans that
    /// were checked, and of plans that are gone.
    pub(super) fn apply(&self, at: &Path, members: &mut [Member<'_>], disk: &dyn Disk) -> usize {
        let mut stale = 0;
        let mut checked = BTreeSet::new();
        let renamed = self.renamed(at, members, disk);
        for member in members {
            let key = key(at, member, disk);
            let key = renamed.get(&key).map_or(key, |before| (*before).to_owned());
            let known = self.plans.get(&key).map_or(&[][..], Vec::as_slice);
            stale += mark(known, member);
            checked.insert(key);
        }
        let gone = self.plans.iter().filter(|(plan, _)| !checked.contains(*plan) && is_gone(at, plan, disk));
        stale + gone.map(|(_, entries)| entries.len()).sum::<usize>()
    }

    /// Returns the plans of this run that it has under another name, each with that name: where a plan of it is gone,
    /// and exactly one that it does not know is of the same area and round, and of no other that is gone.
    fn renamed(&self, at: &Path, members: &[Member<'_>], disk: &dyn Disk) -> BTreeMap<String, &str> {
        let mut gone: BTreeMap<&PlanIdentity, Vec<&str>> = BTreeMap::new();
        for (plan, about) in self.about.iter().filter(|(plan, _)| is_gone(at, plan, disk)) {
            gone.entry(about).or_default().push(plan);
        }
        let mut new: BTreeMap<PlanIdentity, Vec<String>> = BTreeMap::new();
        for member in members {
            let key = key(at, member, disk);
            let is_known = self.plans.contains_key(&key) || self.about.contains_key(&key);
            if let Some(about) = PlanIdentity::of(member.plan).filter(|_| !is_known) {
                new.entry(about).or_default().push(key);
            }
        }
        let pairs = new.into_iter().filter_map(|(about, new)| match (&new[..], &gone.get(&about)?[..]) {
            ([new], [before]) => Some((new.clone(), *before)),
            _ => None,
        });
        pairs.collect()
    }

    /// Returns what it becomes after this run: the findings of the plans that were checked anew; what was not looked at
    /// (other plans that are still there, rules that were not run) stays as it is.
    pub(super) fn renewed(&self, at: &Path, members: &[Member<'_>], disk: &dyn Disk) -> Self {
        let mut plans: BTreeMap<String, Vec<BaselineEntry>> = self
            .plans
            .iter()
            .filter(|(plan, _)| !is_gone(at, plan, disk))
            .map(|(plan, entries)| (plan.clone(), entries.clone()))
            .collect();
        let (mut about, renamed) = (self.about.clone(), self.renamed(at, members, disk));
        about.retain(|plan, _| !is_gone(at, plan, disk));
        for member in members {
            let key = key(at, member, disk);
            about.extend(PlanIdentity::of(member.plan).map(|about| (key.clone(), about)));
            let before = renamed.get(&key).and_then(|before| self.plans.get(*before)).cloned();
            let slot = plans.entry(key).or_insert_with(|| before.unwrap_or_default());
            slot.retain(|entry| !was_run(member.settings, &entry.rule));
            slot.extend(entries(member.plan));
            slot.sort();
        }
        plans.retain(|_, entries| !entries.is_empty());
        Self { schema: SCHEMA.to_owned(), plans, about }
    }

    /// Writes it whole or not at all.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn write(&self, path: &Path, disk: &dyn Disk) -> Result<Way, Fault> {
        write_file(path, disk, |out| {
            serde_json::to_writer_pretty(&mut *out, self)?;
            writeln!(out)
        })
    }

    /// Returns whether it has findings in the form that cannot compare amounts.
    fn is_first(&self) -> bool {
        let is_first = |entry: &BaselineEntry| !entry.untested && !entry.fingerprint.starts_with(FORM);
        self.plans.values().flatten().any(is_first)
    }

    /// Returns how many findings, or tests that were not made, it has, each as often as it occurs.
    fn times(&self, untested: bool) -> usize {
        let entries = self.plans.values().flatten().filter(|entry| entry.untested == untested);
        entries.fold(0, |all, entry| all.saturating_add(entry.times))
    }
}

/// Tells whether a text that is no baseline was one: JSON once, with the schema of one, before a merge or an edit broke
/// it. A whole one of another version is no broken one.
fn was_baseline(text: &str) -> bool {
    let text = text.trim_start_matches(BYTE_ORDER_MARK);
    let whole: Option<serde_json::Value> = serde_json::from_str(text).ok();
    let other =
        whole.is_some_and(|value| value["schema"].as_str().is_some_and(|schema| ![SCHEMA, FIRST].contains(&schema)));
    let mut lines = text.lines().filter(|line| !CONFLICT.iter().any(|mark| line.starts_with(mark)));
    !other
        && text.contains(ANY_SCHEMA)
        && lines.find(|line| !line.trim().is_empty()).is_some_and(|line| line.trim().starts_with('{'))
}

/// Marks the findings and the tests of a plan that are known; how many of the known ones no longer occur.
fn mark(known: &[BaselineEntry], member: &mut Member<'_>) -> usize {
    let mut left: BTreeMap<&str, (usize, &BaselineEntry)> =
        known.iter().map(|entry| (entry.fingerprint.as_str(), (entry.times, entry))).collect();
    let mut take = |fingerprint: &str| {
        let (times, entry) = left.get_mut(fingerprint).filter(|(times, _)| *times > 0)?;
        *times -= 1;
        Some(*entry)
    };
    for finding in member.plan.findings.iter_mut().filter(|finding| finding.status == Status::Failed) {
        let Some(entry) = take(&finding.fingerprint()).or_else(|| take(&finding.first_fingerprint())) else { continue };
        let before = entry.difference.as_deref().and_then(|pounds| parse_number(pounds, Unit::Pounds).ok());
        let change = finding.change_from(before.map(|amount| amount.pounds));
        let is_known = change.is_none_or(|(before, now)| now <= before);
        mark_known(finding, is_known, change, FROM);
    }
    for test in member.plan.tests.iter_mut().filter(|test| test.is_lacking()) {
        test.known = take(&test.fingerprint()).is_some();
    }
    let occurs = |entry: &BaselineEntry| left.get(entry.fingerprint.as_str()).is_some_and(|(times, _)| *times == 0);
    known.iter().filter(|entry| was_run(member.settings, &entry.rule) && !occurs(entry)).count()
}

/// Returns each finding that counts or is known, and each required test that was not made, once, with the number of
/// times it occurs.
fn entries(plan: &Checked) -> Vec<BaselineEntry> {
    let mut entries: BTreeMap<String, BaselineEntry> = BTreeMap::new();
    let findings = plan.findings.iter().filter(|finding| !matches!(finding.status, Status::Waived(_)));
    for entry in findings.map(BaselineEntry::of).chain(plan.lacking().map(BaselineEntry::untested)) {
        entries.entry(entry.fingerprint.clone()).and_modify(|known| known.times += 1).or_insert(entry);
    }
    entries.into_values().collect()
}

/// Returns whether a rule was run. One that there no longer is can find nothing.
fn was_run(settings: &Settings, id: &str) -> bool {
    rule(id).is_none_or(|(family, rule)| settings.runs(family.id, rule.id))
}

/// Returns a plan's path from the folder of the baseline, with `/`. Standard input has its name.
fn key(baseline: &Path, member: &Member<'_>, disk: &dyn Disk) -> String {
    let Some(file) = member.file else { return member.plan.path.clone() };
    let (from, to) = (folder_of(baseline, disk), folder_of(file, disk));
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    let path: PathBuf = up.chain(to.components().skip(shared)).chain(file.file_name().map(Component::Normal)).collect();
    repository::name(&path)
}

/// Returns whether there is no plan of that name any more.
fn is_gone(baseline: &Path, plan: &str, disk: &dyn Disk) -> bool {
    plan != super::input::STDIN && !disk.has(&folder_of(baseline, disk).join(plan))
}
