//! The rule book as a table, as data, or as Markdown.

use std::io::{self, Write};

use serde::Serialize;

use super::View;
use super::fitted::{Fitted, Words, write_lines};
use super::json::to_writer;
use super::paint::Ink;
use crate::check::{FAMILIES, Rule};
use crate::policy::Round;
use crate::text::words::{count, list};

/// One rule with what the rounds say of it.
#[derive(Debug, Serialize)]
pub(crate) struct RuleEntry<'r> {
    id: &'static str,
    family: &'static str,
    level: &'static str,
    statutory: bool,
    summary: &'static str,
    clause: Option<&'static str>,
    basis: Vec<&'static str>,
    rounds: Vec<&'r str>,
}

/// Returns the rules that apply in at least one of `rounds`, family by family. With `all`, also those that apply in
/// none.
pub(crate) fn entries<'r>(rounds: &[&'r Round], all: bool) -> Vec<RuleEntry<'r>> {
    let rules = FAMILIES.iter().flat_map(|family| family.rules.iter().map(move |rule| (family.id, *rule)));
    rules.map(|(family, rule)| entry(family, rule, rounds)).filter(|entry| all || !entry.rounds.is_empty()).collect()
}

fn entry<'r>(family: &'static str, rule: &'static Rule, rounds: &[&'r Round]) -> RuleEntry<'r> {
    let clause_in = |round: &Round| rule.clause().and_then(|id| round.clause(id)).map(|clause| clause.basis.word());
    let applies = |round: &&Round| rule.level_in(round).is_some();
    let mut basis: Vec<_> = rounds.iter().copied().filter_map(clause_in).collect();
    basis.sort_unstable();
    basis.dedup();
    RuleEntry {
        id: rule.id,
        family,
        level: rule.level.word(),
        statutory: rule.statutory,
        summary: rule.summary,
        clause: rule.clause(),
        basis,
        rounds: rounds.iter().copied().filter(applies).map(|round| round.id.as_str()).collect(),
    }
}

impl RuleEntry<'_> {
    fn level(&self, unicode: bool) -> String {
        match (self.statutory, unicode) {
            (true, true) => format!("{} §", self.level),
            (true, false) => format!("{} (statutory)", self.level),
            (false, _) => self.level.to_owned(),
        }
    }

    fn clause(&self) -> &'static str {
        self.clause.unwrap_or("")
    }

    /// Returns the rounds' ids, or how many they are.
    fn rounds(&self, known: usize) -> String {
        match self.rounds.len() {
            0 => "none yet".to_owned(),
            n if n == known && known > 1 => "all".to_owned(),
            _ => list(&self.rounds),
        }
    }
}

/// Writes the rules for a terminal: a table, family by family.
///
/// # Errors
/// When `out` cannot be written.
pub(crate) fn human(entries: &[RuleEntry<'_>], known: usize, view: View, out: &mut dyn Write) -> io::Result<()> {
    let header = ["rule", "level", "clause", "basis", "rounds"];
    let row = |entry: &RuleEntry<'_>, indent: &str| {
        let (id, level) = (format!("{indent}{}", entry.id), entry.level(view.unicode));
        vec![id, level, entry.clause().to_owned(), entry.basis.join(", "), entry.rounds(known)]
    };
    let families: Vec<&[RuleEntry<'_>]> = entries.chunk_by(|a, b| a.family == b.family).collect();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for family in &families {
        rows.extend((!rows.is_empty()).then(Vec::new));
        rows.push(vec![family[0].family.to_owned()]);
        rows.extend(family.iter().map(|entry| row(entry, "  ")));
    }
    let texts = (header.len(), header.len());
    let table = Fitted::new(&header, &rows, texts, Words::Whole, view);
    if table.fits() {
        writeln!(out, "{}", table.text(false, 0))?;
    } else {
        for family in families {
            let rows: Vec<Vec<String>> = family.iter().map(|entry| row(entry, "")).collect();
            writeln!(out, "{}", view.paint().ink(Ink::Strong, family[0].family))?;
            writeln!(out, "{}", Fitted::new(&header, &rows, texts, Words::Whole, view).text(false, 0))?;
        }
    }
    let rules = count(entries.len(), "rule", "rules");
    let mark = if view.unicode { "statutory (§)" } else { "statutory" };
    let all = match entries.iter().filter(|entry| entry.statutory).count() {
        0 => format!("{rules}. `bcf explain RULE` tells more of each."),
        n => format!("{rules}, {n} of them {mark}: only a waiver by the body the clause names sets those aside."),
    };
    write_lines(&all, view, out)?;
    if entries.iter().any(|entry| entry.statutory) {
        write_lines("`bcf explain RULE` tells more of each.", view, out)?;
    }
    Ok(())
}

/// Writes it as a Markdown table.
///
/// # Errors
/// When `out` cannot be written.
pub(crate) fn markdown(entries: &[RuleEntry<'_>], known: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| rule | level | what is wrong | clause | basis | rounds |\n|---|---|---|---|---|---|")?;
    for entry in entries {
        let clause = entry.clause.map(|clause| format!("`{clause}`")).unwrap_or_default();
        let (level, basis, rounds) = (entry.level(true), entry.basis.join(", "), entry.rounds(known));
        let summary = entry.summary.replace('|', "\\|");
        writeln!(out, "| `{}` | {level} | {summary} | {clause} | {basis} | {rounds} |", entry.id)?;
    }
    Ok(())
}

/// The rule book as data.
#[derive(Serialize)]
struct Book<'a> {
    schema: &'static str,
    rules: &'a [RuleEntry<'a>],
}

/// Writes it as JSON.
///
/// # Errors
/// When `out` cannot be written.
pub(crate) fn json(entries: &[RuleEntry<'_>], out: &mut dyn Write) -> io::Result<()> {
    to_writer(&Book { schema: "bcf.rules/1", rules: entries }, 1, out)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::check::FAMILIES;
    use crate::policy::{round, round_ids};

    #[test]
    fn each_rule_applies_in_its_rounds_at_the_level_its_clause_carries() {
        let rounds: Vec<_> = round_ids().map(|id| round(id).unwrap()).collect();
        let ids: Vec<&str> = rounds.iter().map(|round| round.id.as_str()).collect();
        let mut table = format!("| rule | {} |\n|---|{}\n", ids.join(" | "), "---|".repeat(ids.len()));
        for rule in FAMILIES.iter().flat_map(|family| family.rules) {
            let level = |round| rule.level_in(round).map_or("", |level| level.word());
            let cells: Vec<&str> = rounds.iter().map(|round| level(round)).collect();
            writeln!(table, "| `{}` | {} |", rule.id, cells.join(" | ")).unwrap();
        }
        insta::assert_snapshot!(table);
    }
}
