//! The addresses of the pages, and links to them wherever a page names what another is about.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::matter::Matter;
use crate::check::rules;
use crate::plan::{format, keys};
use crate::report::address::page_of;

/// Returns the page of a family of rules.
pub(super) fn family(id: &str) -> String {
    format!("rules/families/{id}.md")
}

/// Returns the page of a clause.
pub(super) fn clause(id: &str) -> String {
    format!("clauses/{id}.md")
}

/// Returns the page of a round.
pub(super) fn round(id: &str) -> String {
    format!("rounds/{id}.md")
}

/// Returns the page of a section of the format.
pub(super) fn section(name: &str) -> String {
    format!("format/{name}.md")
}

/// Returns the page of a command.
pub(super) fn command(name: &str) -> String {
    format!("commands/{}.md", name.replace(' ', "-"))
}

/// The pages of what is written as code somewhere: rules, clauses, rounds, keys, commands.
pub(super) struct Addresses(HashMap<String, String>);

impl Addresses {
    /// Returns the addresses of a book. Of a rule and a clause that have one name the rule is meant.
    pub(super) fn new(matter: &Matter<'_>) -> Self {
        let mut pages = HashMap::new();
        for (path, _) in keys().into_iter().filter(|(path, _)| path.contains('.')) {
            let name = path.split('.').next().unwrap_or_default();
            pages.insert(path.clone(), section(name));
        }
        for key in &format().keys {
            pages.insert(format!("[{}]", key.name), section(key.name));
            pages.insert(format!("[[{}]]", key.name), section(key.name));
        }
        for shown in matter.rounds {
            pages.extend(shown.round.clauses.iter().map(|told| (told.id.to_string(), clause(&told.id))));
            pages.insert(shown.round.id.to_string(), round(&shown.round.id));
        }
        pages.extend(rules().map(|(_, told)| (told.id.to_owned(), page_of(told.id))));
        pages.extend(matter.commands.iter().map(|told| (format!("bcf {}", told.name), command(&told.name))));
        Self(pages)
    }

    /// Returns a page in which code that names another page is a link to it. Headings, links and blocks stay as they are.
    pub(super) fn linked(&self, text: &str, path: &str) -> String {
        let mut out = String::with_capacity(text.len() + text.len() / 4);
        let mut fence: Option<&str> = None;
        for line in text.split_inclusive('\n') {
            let ticks = line.trim_start().bytes().take_while(|byte| *byte == b'`').count();
            let is_plain = match fence {
                Some(open) => {
                    if ticks >= open.len() {
                        fence = None;
                    }
                    false
                }
                None if ticks >= 3 => {
                    fence = Some(&line.trim_start()[..ticks]);
                    false
                }
                None => !line.starts_with('#'),
            };
            if is_plain { self.line(line, path, &mut out) } else { out.push_str(line) }
        }
        out
    }

    fn line(&self, line: &str, path: &str, out: &mut String) {
        let mut rest = line;
        while let Some(start) = rest.find('`') {
            let inside = &rest[start + 1..];
            let Some(end) = inside.find('`') else { break };
            let (before, code) = (&rest[..start], &inside[..end]);
            out.push_str(before);
            match self.page(code).filter(|page| *page != path && !before.ends_with('[')) {
                Some(page) => {
                    let up = "../".repeat(path.matches('/').count());
                    let _ = write!(out, "[`{code}`]({up}{page})");
                }
                None => out.push_str(&rest[start..start + end + 2]),
            }
            rest = &inside[end + 1..];
        }
        out.push_str(rest);
    }

    /// Returns the page of what is written as code: an id, a path, or a command with its arguments.
    fn page(&self, code: &str) -> Option<&str> {
        let command = || {
            let mut words = code.split(' ');
            (words.next() == Some("bcf")).then(|| format!("bcf {}", words.next().unwrap_or_default()))
        };
        let page = self.0.get(code).or_else(|| self.0.get(&command()?));
        page.map(String::as_str)
    }
}
