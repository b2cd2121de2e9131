//! The explanation of a rule, a clause or a family, for somebody who has just met it.

use super::View;
use super::human::{Drawer, clause_text};
use super::places::Places;
use super::text_page::Page;
use crate::check::{Checked, FAMILIES, Family, Rule, Settings, check_text, example_plan, rules};
use crate::finding::{Basis, Level};
use crate::policy::{Clause, Round};
use crate::text::words::list;
use crate::text::wrap::wrapped;

/// Returns everything about a rule: why it is there, where it is written, a failing example with its finding, how to
/// fix it, a passing one.
pub fn rule(family: &Family, rule: &Rule, rounds: &[&Round], settings: &Settings, view: View) -> String {
    let mut page = Page::new(view);
    let statutory = if rule.statutory { ", statutory" } else { "" };
    page.title(rule.id, &format!("{}{statutory}; family {}", level(rule, rounds), family.id));
    page.prose(rule.summary);
    page.heading("Why");
    page.prose(rule.why);
    page.heading("Where it is written");
    written(rule, rounds, &mut page);
    page.heading("A plan that breaks it");
    page.code(&rule.fails());
    finding(rule, settings, &mut page);
    page.heading("How to fix it");
    page.prose(rule.fix);
    page.heading("The same plan, mended");
    page.code(&rule.passes());
    page.heading("Setting it aside");
    page.prose(&aside(rule, rounds));
    page.finish()
}

/// Returns the level of a rule, and where it is lower: a finding that rests on a clause known from memory alone is at
/// most a warning.
fn level(rule: &Rule, rounds: &[&Round]) -> String {
    let (mut recalled, mut having) = (Vec::new(), 0);
    for (round, clause) in rounds.iter().filter_map(|round| Some((round, round.clause(rule.clause()?)?))) {
        having += 1;
        if clause.basis == Basis::Recalled {
            recalled.push(round.id.as_str());
        }
    }
    match (rule.level, recalled.as_slice()) {
        (level @ (Level::Warning | Level::Advice), _) | (level, []) => level.to_string(),
        (_, rounds) if rounds.len() == having => "warning (an error once a document confirms its clause)".to_owned(),
        (level, rounds) => format!("{level} (a warning in {}, where its clause is recalled)", list(rounds)),
    }
}

/// Writes the clause of each round that has it.
fn written(rule: &Rule, rounds: &[&Round], page: &mut Page) {
    let Some(id) = rule.clause() else {
        page.prose("In no one clause: it holds in every round, and a finding that rests on a clause names it.");
        return;
    };
    let having: Vec<_> = rounds.iter().filter_map(|round| round.clause(id).map(|clause| (round, clause))).collect();
    if having.is_empty() {
        page.prose(&format!("Clause `{id}`, which no round in this program has yet."));
    }
    for (round, clause) in having {
        clause_in(round, clause, page);
    }
}

fn clause_in(round: &Round, clause: &Clause, page: &mut Page) {
    page.prose(&format!("{}, clause `{}`: {}", round.id, clause.id, clause.says));
    page.prose(&clause_text(&round.citation(clause)));
}

/// Writes the findings of the engine on the failing example.
fn finding(rule: &Rule, settings: &Settings, page: &mut Page) {
    let checked: Checked = check_text("example.toml".to_owned(), example_plan(&rule.fails()), settings);
    let places = Places::new(checked.plan.tree.source());
    let drawer = Drawer::new(&checked.path, &places, page.view());
    if let Some(finding) = checked.findings.iter().find(|finding| finding.rule == rule.id) {
        page.raw("\n");
        page.raw(&drawer.block(finding));
    }
}

/// Returns who may set the rule aside, and how.
fn aside(rule: &Rule, rounds: &[&Round]) -> String {
    if !rule.statutory {
        return format!(
            "`--allow {0}` for one run, or a [[waivers]] entry in the plan with `rule = \"{0}\"`, the path of the figure, a reason, who gives it and until when.",
            rule.id
        );
    }
    let mut clauses = rounds.iter().filter_map(|round| round.clause(rule.clause()?));
    let body = clauses.find_map(|clause| clause.waived_by.as_deref()).unwrap_or("nhs-england");
    let who = if body == "district" {
        "the district council concerned".to_owned()
    } else {
        format!("a partner of kind `{body}`")
    };
    format!(
        "It is statutory: no option or configuration switches it off or lowers it. Only a [[waivers]] entry in the plan with `rule = \"{}\"` covers it, and its `by` must be {who}.",
        rule.id
    )
}

/// Returns the page of a clause: what it asks in each round, and the rules that check it.
pub fn clause(id: &str, rounds: &[&Round], view: View) -> String {
    let mut page = Page::new(view);
    page.title(id, "a clause of the planning rounds");
    for round in rounds {
        if let Some(clause) = round.clause(id) {
            page.heading(&round.name);
            clause_in(round, clause, &mut page);
            let also: Vec<_> =
                clause.also.iter().filter_map(|key| round.document(key)).map(|document| &document.title).collect();
            if !also.is_empty() {
                page.prose(&format!("Also in: {}", list(&also)));
            }
            if !clause.asks {
                page.prose("It asks nothing of a plan by itself: other clauses and rules use what it says.");
            }
            if let Some(why) = &clause.unchecked {
                page.prose(&format!("Not checked: {why}"));
            }
        }
    }
    page.heading("Rules that check it");
    let checking: Vec<_> = rules().filter(|(_, rule)| rule.clause() == Some(id)).map(|(_, rule)| rule).collect();
    if checking.is_empty() {
        page.prose("None directly: its figures serve other rules, or it is for a person to judge.");
    }
    summaries(&checking, &mut page);
    page.finish()
}

/// Returns the page of a family: its rules.
pub fn family(family: &Family, view: View) -> String {
    let mut page = Page::new(view);
    page.title(family.id, "a family of rules");
    page.prose(family.summary);
    page.heading("Rules");
    summaries(family.rules, &mut page);
    page.raw(&format!("\n  `bcf explain RULE` tells more of each; `--select {}` checks these alone.\n", family.id));
    page.finish()
}

/// Writes `id  level  summary` for each rule, aligned.
fn summaries(rules: &[&Rule], page: &mut Page) {
    let widest = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let room = page.view().width.saturating_sub(widest + 15).max(24);
    for rule in rules {
        let mark = match (rule.statutory, page.view().unicode) {
            (false, _) => "",
            (true, true) => " §",
            (true, false) => " !",
        };
        for (n, line) in wrapped(rule.summary, room).into_iter().enumerate() {
            let (id, level) = if n == 0 { (rule.id, format!("{}{mark}", rule.level)) } else { ("", String::new()) };
            page.raw(&format!("  {id:widest$}  {level:<9}  {line}\n"));
        }
    }
}

/// Returns everything that can be explained: rules, families and the clauses of `rounds`.
pub fn subjects<'r>(rounds: &[&'r Round]) -> Vec<&'r str> {
    let families = FAMILIES.iter().map(|family| family.id);
    let clauses = rounds.iter().flat_map(|round| round.clauses.iter().map(|clause| clause.id.as_str()));
    rules().map(|(_, rule)| rule.id).chain(families).chain(clauses).collect()
}
