//! `floor-not-tested`: spend lines do not say what decides whether a floor is met.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::floors::{Floor, Unsaid, floors, silence_path};
use crate::check::prelude::*;
use crate::policy::{self, Round};

pub(crate) static RULE: Rule = Rule {
    id: "floor-not-tested",
    level: Level::Error,
    clauses: Clauses::Of(clauses),
    statutory: true,
    lenient_in_drafts: true,
    bearing: Bearing::Untested,
    summary: "a floor cannot be tested, since spend lines do not say what decides it",
    why: "A line that does not say what it is for might count towards a floor or not. While such lines could decide it, nobody can say that the floor is met, and a plan may not pass for what it leaves out.",
    fix: "Write on each of these lines the key the finding names.",
    example: r#"
[allocations]
social-care = { 2017-18 = 8_143, 2018-19 = 8_298 }

[[schemes]]
id = "home-care"
name = "Home care"

[[schemes.spend]]
#^^^^^^^^^^^^^^^^ the social-care floor cannot be tested in 2017/18 and 2018/19: a line has no `area_of_spend`
source = "nhs-minimum"
amount = { 2017-18 = 8_500, 2018-19 = 8_700 }
# + area_of_spend = "social-care"
commissioner = "council"
"#,
    check,
    ..Rule::PLAIN
}
.kept();

/// The most lines shown beside the first.
const LABELS: usize = 8;

/// Returns the clauses of the round's floors.
fn clauses(round: &Round) -> Vec<&str> {
    round.floors.iter().map(|floor| floor.clause.as_str()).collect()
}

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let misspelt = with_unknown_keys(facts);
    // A word that cannot be read is a finding of its own as well.
    let is_silent = |line: &Unsaid| line.unreadable.is_none() && !misspelt.contains(&line.line);
    for asked in &facts.round.floors {
        let mut silent: BTreeMap<&str, Silence<'_>> = BTreeMap::new();
        for floor in floors(facts, asked) {
            if !floor.hangs_on_silence || !floor.unsaid.iter().all(is_silent) {
                continue;
            }
            for line in &floor.unsaid {
                let silence = silent.entry(line.key).or_default();
                silence.lines.entry(line.line).or_insert(line);
                silence.years.push(floor.year);
            }
        }
        for (key, silence) in &silent {
            tests.fail(failure(facts, asked, key, silence).clause(&asked.clause));
        }
        match silent.is_empty() {
            true if floors(facts, asked).iter().all(Floor::is_decided) => tests.pass(Case::of(&asked.id)),
            true => tests.not_applicable(Case::of(&asked.id), "another finding says why it cannot be"),
            false => {}
        }
    }
}

/// The lines that lack a key, and the years in which that keeps a floor from being tested.
#[derive(Default)]
struct Silence<'f> {
    lines: BTreeMap<NodeId, &'f Unsaid>,
    years: Vec<Year>,
}

/// Returns the tables with a key that is not known: it may be the one a line lacks, and is a finding of its own.
fn with_unknown_keys(facts: &Facts<'_>) -> BTreeSet<NodeId> {
    facts.plan.complaints.iter().filter_map(|complaint| complaint.with_unknown_key(&facts.plan.tree)).collect()
}

fn failure(facts: &Facts<'_>, asked: &policy::Floor, key: &str, silence: &Silence<'_>) -> Failure {
    let mut years: Vec<Year> = silence.years.clone();
    years.sort_unstable();
    years.dedup();
    let years: Vec<String> = years.into_iter().map(Year::prose).collect();
    let lines: Vec<&Unsaid> = silence.lines.values().copied().collect();
    let many = match lines.len() {
        1 => "a line has no".to_owned(),
        n => format!("{n} lines have no"),
    };
    let (floor, years) = (&asked.id, years.join(" and "));
    let message = format!("the {floor} floor cannot be tested in {years}: {many} `{key}`");
    let first = lines.first().map(|line| facts.plan.header_span(line.line)).unwrap_or_default();
    let place = Place::Bytes(first, silence_path(asked, key));
    let more = lines.len().saturating_sub(LABELS + 1);
    let more = if more > 0 { format!(", and on {more} more") } else { String::new() };
    let failure = Failure::new(Case::of(&asked.id), place, message)
        .help(format!("write `{key} = …` on each of these lines{more}"));
    let others = lines.iter().skip(1).take(LABELS);
    others.fold(failure, |failure, line| failure.label(line.figure, format!("no `{key}` either")))
}
