//! The pages that are made: format, rules, clauses, rounds, commands, schemas.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::chapters::{GLOSSARY, STATUSES};
use super::contents::Contents;
use super::links;
use super::matter::Matter;
use crate::check::{EXAMPLE_DAY, FAMILIES};
use crate::plan::format;
use crate::policy::Round;
use crate::report::address::page_of;
use crate::report::marked::{fenced, marked, row};
use crate::report::rounds::{GUIDE, list_markdown, whole_markdown};
use crate::report::{Medium, explain, format as reference, rules};

/// Adds the part of the book that is looked up.
pub(super) fn write(matter: &Matter<'_>, contents: &mut Contents) {
    let rounds: Vec<&Round> = matter.rounds.iter().map(|shown| shown.round).collect();
    contents.part("Reference");
    format_pages(matter, &rounds, contents);
    rule_pages(&rounds, contents);
    clause_pages(&rounds, contents);
    round_pages(matter, contents);
    command_pages(matter, contents);
    schema_page(matter, contents);
    contents.page(0, "Exit statuses", "exit-statuses.md".to_owned(), STATUSES.to_owned());
    contents.page(0, "A round of your own", "own-round.md".to_owned(), GUIDE.to_owned());
    contents.page(0, "Glossary", "glossary.md".to_owned(), GLOSSARY.to_owned());
}

/// Returns what a writer writes. In memory it does not fail.
fn written(write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    let _ = write(&mut out);
    String::from_utf8_lossy(&out).into_owned()
}

fn format_pages(matter: &Matter<'_>, rounds: &[&Round], contents: &mut Contents) {
    let index = written(|out| reference::contents(&|name| format!("{name}.md"), out));
    contents.page(0, "The plan format", "format/index.md".to_owned(), index);
    for key in &format().keys {
        let body = written(|out| reference::whole_section(key, rounds, matter.example, out));
        contents.page(1, key.name, links::section(key.name), format!("# {}\n{body}", key.name));
    }
}

fn rule_pages(rounds: &[&Round], contents: &mut Contents) {
    let entries = rules::entries(rounds, true);
    let table = written(|out| rules::markdown(&entries, rounds.len(), out));
    let text = format!(
        "# The rules\n\nEach has an example that breaks it, with what the program prints of it. § marks the statutory ones: \
         only a waiver by the body that the clause names sets those aside.\n\n{table}"
    );
    contents.page(0, "The rules", "rules/index.md".to_owned(), text);
    for family in FAMILIES {
        contents.page(1, family.id, links::family(family.id), explain::family(family, Medium::Book));
        for rule in family.rules {
            let settings = explain::example_settings(rule, EXAMPLE_DAY);
            let text = explain::rule(family, rule, rounds, &settings, Medium::Book);
            contents.page(2, rule.id, page_of(rule.id), text);
        }
    }
}

fn clause_pages(rounds: &[&Round], contents: &mut Contents) {
    let ids: BTreeSet<&str> = rounds.iter().flat_map(|round| &round.clauses).map(|clause| clause.id.as_str()).collect();
    let mut index =
        "# Clauses\n\nWhat the rounds ask, each with where it is written and how that is known.\n\n".to_owned();
    index.push_str("| clause | rounds |\n|---|---|\n");
    for id in &ids {
        let having: Vec<String> = rounds
            .iter()
            .filter(|round| round.clause(id).is_some())
            .map(|round| format!("[{0}](../{1})", round.id, links::round(&round.id)))
            .collect();
        index.push_str(&row(&[format!("`{id}`"), having.join(", ")]));
    }
    contents.page(0, "Clauses", "clauses/index.md".to_owned(), index);
    for id in ids {
        contents.page(1, id, links::clause(id), explain::clause(id, rounds, Medium::Book));
    }
}

fn round_pages(matter: &Matter<'_>, contents: &mut Contents) {
    let table = written(|out| list_markdown(matter.rounds, matter.today, out));
    let index = format!("# Planning rounds\n\nA plan is checked under its own round.\n\n{table}");
    contents.page(0, "Planning rounds", "rounds/index.md".to_owned(), index);
    for shown in matter.rounds {
        let text = written(|out| whole_markdown(*shown, out));
        // A page has the headings of a part of a paper, a step higher.
        let raised = text.lines().fold(String::new(), |text, line| {
            let line = if line.starts_with("##") { &line[1..] } else { line };
            text + line + "\n"
        });
        contents.page(1, &marked(&shown.round.name), links::round(&shown.round.id), raised);
    }
}

fn command_pages(matter: &Matter<'_>, contents: &mut Contents) {
    let mut index = "# Commands\n\n| command | what it does |\n|---|---|\n".to_owned();
    for command in matter.commands {
        index.push_str(&row(&[format!("`bcf {}`", command.name), marked(&command.says)]));
    }
    contents.page(0, "Commands", "commands/index.md".to_owned(), index);
    for command in matter.commands {
        let help = fenced("text", &command.help);
        let text = format!("# bcf {}\n{help}", command.name);
        contents.page(1, &format!("bcf {}", command.name), links::command(&command.name), text);
    }
}

fn schema_page(matter: &Matter<'_>, contents: &mut Contents) {
    let mut text =
        "# JSON Schemas\n\nOf the files that are read and of what is written as JSON; `bcf schema` prints them.\n\n\
                    | schema | of what |\n|---|---|\n"
            .to_owned();
    for (name, says, _) in matter.schemas {
        let _ = writeln!(text, "| [`{name}`]({name}.json) | {} |", marked(says));
    }
    contents.page(0, "JSON Schemas", "schemas/index.md".to_owned(), text);
}
