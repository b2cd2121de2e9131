//! As Markdown, for a paper or a comment.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{ShownRound, aside, beside, known, years};
use crate::period::Date;
use crate::policy::Clause;
use crate::policy::outline::Section;
use crate::report::markdown::escaped;

/// Writes the rounds as a table.
///
/// # Errors
/// When `out` cannot be written.
pub fn list_markdown(rounds: &[ShownRound<'_>], today: Date, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| round | name | years | from | clauses |\n|---|---|---|---|---:|")?;
    for shown in rounds {
        let round = shown.round;
        let from = match shown.own {
            None => "bcf".to_owned(),
            Some(own) => {
                own.extends.as_ref().map_or_else(|| own.file.clone(), |base| format!("{}, extends {base}", own.file))
            }
        };
        let mark = if shown.is_current(today) { ", current" } else { "" };
        let (name, years) = (escaped(&round.name), format!("{}{mark}", years(&round.years)));
        writeln!(out, "| {} | {name} | {years} | {} | {} |", escaped(&round.id), escaped(&from), round.clauses.len())?;
    }
    Ok(())
}

/// Writes a whole round, each section as a table.
///
/// # Errors
/// When `out` cannot be written.
pub fn whole_markdown(shown: ShownRound<'_>, out: &mut dyn Write) -> io::Result<()> {
    let round = shown.round;
    let mut text = format!("## {}\n\n`{}`, {}\n", escaped(&round.name), round.id, years(&round.years));
    if let Some(origin) = shown.origin() {
        let _ = writeln!(text, "\n{}", escaped(&origin));
    }
    let outline = round.outline();
    for part in &outline {
        section(shown, part, &mut text);
    }
    let used: Vec<&str> =
        outline.iter().flat_map(|section| &section.facts).filter_map(|fact| fact.clause.as_deref()).collect();
    let others = beside(round, &used);
    if !others.is_empty() {
        text.push_str("\n### What else it asks\n\n| clause | what it asks | where |\n|---|---|---|\n");
        for clause in others {
            let aside = aside(clause).map(|aside| format!(" ({})", escaped(&aside))).unwrap_or_default();
            let (says, where_) = (escaped(&clause.says), written(shown, clause));
            let _ = writeln!(text, "| `{}` | {says}{aside} | {where_} |", clause.id);
        }
    }
    if !round.not_covered.is_empty() {
        text.push_str("\n### Not covered\n\n");
        for line in &round.not_covered {
            let _ = writeln!(text, "- {}", escaped(line));
        }
    }
    if !round.documents.is_empty() {
        text.push_str("\n### Documents\n\n");
        for document in &round.documents {
            let url = if document.url.is_empty() { String::new() } else { format!(" <{}>", document.url) };
            let _ = writeln!(text, "- `{}`: {}{url}", document.key, escaped(&document.title));
        }
    }
    out.write_all(text.as_bytes())
}

fn section(shown: ShownRound<'_>, section: &Section, text: &mut String) {
    let _ = write!(text, "\n### {}\n\n| | | clause | where |\n|---|---|---|---|\n", section.title);
    for fact in &section.facts {
        let clause = fact.clause.as_deref().and_then(|id| shown.round.clause(id));
        let id = fact.clause.as_ref().map(|id| format!("`{id}`")).unwrap_or_default();
        let where_ = clause.map(|clause| written(shown, clause)).unwrap_or_default();
        let _ = writeln!(text, "| {} | {} | {id} | {where_} |", escaped(&fact.what), escaped(&fact.value.to_string()));
    }
}

fn written(shown: ShownRound<'_>, clause: &Clause) -> String {
    let parts = [clause.at.as_str(), clause.source.as_str()].into_iter().filter(|part| !part.is_empty());
    let from = shown.inherited(clause).map(|base| format!(", from {base}")).unwrap_or_default();
    let place = parts.map(escaped).collect::<Vec<_>>().join("; ");
    let known = format!("{}{from}", known(clause));
    if place.is_empty() { known } else { format!("{place} ({known})") }
}
