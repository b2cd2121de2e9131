//! What a run tells: the table, the survivors, and whether the list of their reasons is right.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::draw::Drawn;
use crate::kill::{Fate, Fates};
use crate::mutant::{Key, Mutant, Source};
use crate::survivors::{self, Excused, Kind};

/// The share of changes that must die, in percent.
const MUST_DIE: usize = 90;

/// What a run tells.
pub(crate) struct Report {
    pub(crate) text: String,
    /// Whether enough die, and each survivor has a reason and each reason a survivor.
    pub(crate) content: bool,
}

/// Prints a text.
pub(crate) fn print(text: &str) {
    print!("{text}");
}

/// Prints every change there is, a line each.
pub(crate) fn list(all: &[Mutant]) {
    for mutant in all {
        println!("{}:{}: {}: {}", mutant.key.file, mutant.line, mutant.key.function, mutant.key.change);
    }
}

/// Returns the report of a run.
pub(crate) fn report(sources: &[Source], drawn: &Drawn<'_>, fates: &Fates, excused: &BTreeMap<Key, Excused>) -> Report {
    let survivors: Vec<(&Mutant, usize)> = drawn
        .mutants
        .iter()
        .zip(&fates.of)
        .filter_map(|(mutant, fate)| match fate {
            Fate::Survived(tests) => Some((*mutant, *tests)),
            _ => None,
        })
        .collect();
    let mut text = String::new();
    for (mutant, tests) in &survivors {
        let source = sources.iter().find(|source| source.path == mutant.key.file);
        let diff = source.map(|source| mutant.diff(&source.text)).unwrap_or_default();
        let Key { file, function, change, .. } = &mutant.key;
        let why = match excused.get(&mutant.key) {
            Some(Excused { kind: Kind::Equivalent, reason, .. }) => format!("the same program: {reason}\n"),
            Some(Excused { reason, .. }) => format!("not worth a test: {reason}\n"),
            None => survivors::template(&mutant.key),
        };
        let _ =
            writeln!(text, "{file}:{} {function}: {change}; {tests} tests reach it and pass\n{diff}{why}", mutant.line);
    }
    let unexplained = survivors.iter().filter(|(mutant, _)| !excused.contains_key(&mutant.key)).count();
    let stale: Vec<&Key> = excused.keys().filter(|key| !survivors.iter().any(|(one, _)| one.key == **key)).collect();
    for key in &stale {
        let _ = writeln!(text, "listed, but dies or is drawn no longer: {key:?}");
    }
    for test in &fates.left_out {
        let _ = writeln!(text, "left out: {test}");
    }
    text.push_str(&table(drawn, fates));
    let (viable, survived) = (drawn.mutants.len(), survivors.len());
    let dead = viable - survived;
    let stopped = fates.of.iter().filter(|fate| matches!(fate, Fate::Stopped(_))).count();
    let share = dead * 1000 / viable.max(1);
    let _ = writeln!(
        text,
        "{} changes; {} drawn do not compile; {viable} viable: {dead} die ({}.{} %; {stopped} of them ran too long), \
         {survived} survive, {unexplained} without a reason; {} reasons without a survivor",
        drawn.of,
        drawn.not_viable,
        share / 10,
        share % 10,
        stale.len()
    );
    Report { text, content: dead * 100 >= viable * MUST_DIE && unexplained == 0 && stale.is_empty() }
}

/// Returns a row a part of the project.
fn table(drawn: &Drawn<'_>, fates: &Fates) -> String {
    let mut rows: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (mutant, fate) in drawn.mutants.iter().zip(&fates.of) {
        let parts: Vec<&str> = mutant.key.file.split('/').collect();
        let depth = if parts.get(2) == Some(&"rules") { 4 } else { 3 };
        let row = rows.entry(parts[..parts.len().min(depth)].join("/")).or_default();
        row.0 += 1;
        row.1 += usize::from(matches!(fate, Fate::Survived(_)));
    }
    let mut text = format!("{:<40} {:>6} {:>6} {:>8}\n", "part", "viable", "killed", "survivors");
    for (part, (viable, survived)) in rows {
        let _ = writeln!(text, "{part:<40} {viable:>6} {:>6} {survived:>8}", viable - survived);
    }
    text
}
