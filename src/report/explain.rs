//! Explanations of rules, clauses and families, for somebody who has just met one.

use std::collections::BTreeSet;

use super::address::place_of;
use super::human::{Drawer, Edits, clause_text};
use super::places::Places;
use super::text_page::{Medium, Page};
use crate::check::{Checked, Clauses, Example, FAMILIES, Family, Rule, Selector, Settings, check, rules};
use crate::finding::Level;
use crate::period::Date;
use crate::plan::Plan;
use crate::policy::{Clause, Round, rounds_of_example};
use crate::span::Span;
use crate::text::words::list;

/// Returns how the example of a rule is checked to be shown: on a day, for that rule alone.
pub fn example_settings(rule: &Rule, day: Date) -> Settings {
    let mut settings = Settings::on(day);
    settings.rounds = rounds_of_example(rule.example);
    settings.select = Selector::parse(rule.id).into_iter().collect();
    settings
}

/// Returns everything about a rule: why, where it is written, a failing example with its finding, how to fix it, a
/// passing one, and the further examples.
pub fn rule(family: &Family, rule: &Rule, rounds: &[&Round], settings: &Settings, medium: Medium) -> String {
    let mut page = Page::new(medium);
    let statutory = if rule.statutory { ", statutory" } else { "" };
    page.title(rule.id, &format!("{}{statutory}; family {}", level(rule, rounds), family.id));
    page.prose(rule.summary);
    page.heading("Why");
    page.prose(rule.why);
    page.heading("Where it is written");
    written(rule, rounds, &mut page);
    page.heading("A plan that breaks it");
    let example = Example::read(rule.example);
    page.prose(&example.about);
    page.code(example.failing());
    findings(rule, &example, settings, &mut page);
    page.heading("How to fix it");
    page.prose(rule.fix);
    page.heading("The same plan, mended");
    page.code(&example.passing());
    cases(rule, &mut page);
    page.heading("Setting it aside");
    page.prose(&aside(rule, rounds));
    if let Medium::Terminal(_) = medium {
        page.heading("To read it elsewhere");
        page.prose(&place_of(rule.id));
    }
    page.finish()
}

/// Returns its level, and where it is lower: a finding that rests on a clause that is to be confirmed is at most a
/// warning.
fn level(rule: &Rule, rounds: &[&Round]) -> String {
    let (mut recalled, mut having) = (Vec::new(), 0);
    for (round, level) in rounds.iter().filter_map(|round| Some((round, rule.level_in(round)?))) {
        having += 1;
        if level < rule.level {
            recalled.push(round.id.as_str());
        }
    }
    match (rule.level, recalled.as_slice()) {
        (level @ (Level::Warning | Level::Advice), _) | (level, []) => level.to_string(),
        (_, rounds) if rounds.len() == having => "warning (an error once a document confirms its clause)".to_owned(),
        (level, rounds) => format!("{level} (a warning in {}, where its clause is to be confirmed)", list(rounds)),
    }
}

/// Writes the clauses of a rule in each round that has any: one in full, those of a list of the round a line each.
fn written(rule: &Rule, rounds: &[&Round], page: &mut Page) {
    match rule.clauses {
        Clauses::Every => {
            page.prose("In no one clause: it holds in every round, and a finding that rests on a clause names it.");
        }
        Clauses::One(id) => {
            let having: Vec<_> = rounds.iter().filter_map(|round| Some((*round, round.clause(id)?))).collect();
            if having.is_empty() {
                page.prose(&format!("Clause `{id}`, which no round in this program has yet."));
            }
            for (rounds, clause) in alike(having) {
                clause_in(&rounds, clause, page);
            }
        }
        Clauses::Of(_) => {
            let having: Vec<_> = rounds
                .iter()
                .flat_map(|round| clauses_of_list(rule, round).map(move |clause| (round, clause)))
                .collect();
            page.prose(if having.is_empty() {
                "In a clause for each entry of a list of the round, which no round in this program has yet."
            } else {
                "In a clause for each entry of a list of the round; a finding names its own."
            });
            for (round, clause) in having {
                page.prose(&format!("{}, clause `{}` ({}): {}", round.id, clause.id, clause.known(), clause.says));
            }
        }
    }
}

/// Returns the clauses of a rule that goes through a list of the round, each once.
fn clauses_of_list<'r>(rule: &Rule, round: &'r Round) -> impl Iterator<Item = &'r Clause> {
    let mut seen = BTreeSet::new();
    let ids = rule.clauses.in_round(round).unwrap_or_default();
    ids.into_iter().filter(move |id| seen.insert(*id)).filter_map(|id| round.clause(id))
}

/// Returns the clauses of one id that follow each other with the same words, citation and remarks as one, with the
/// rounds it stands in.
fn alike<'r>(having: Vec<(&'r Round, &'r Clause)>) -> Vec<(Vec<&'r Round>, &'r Clause)> {
    let said =
        |round: &Round, clause: &'r Clause| (&clause.says, clause_text(&round.citation(clause)), asides(round, clause));
    let mut out: Vec<(Vec<&Round>, &Clause)> = Vec::new();
    for (round, clause) in having {
        match out.last_mut() {
            Some((rounds, before)) if said(rounds[0], before) == said(round, clause) => rounds.push(round),
            _ => out.push((vec![round], clause)),
        }
    }
    out
}

fn clause_in(rounds: &[&Round], clause: &Clause, page: &mut Page) {
    let ids: Vec<&str> = rounds.iter().map(|round| round.id.as_str()).collect();
    page.prose(&format!("{}, clause `{}`: {}", list(&ids), clause.id, clause.says));
    if let Some(round) = rounds.first() {
        page.prose(&clause_text(&round.citation(clause)));
    }
}

/// Returns what is to be known of a clause beside its words and where it is written.
fn asides(round: &Round, clause: &Clause) -> Vec<String> {
    let also = clause.also.iter().filter_map(|key| round.document(key)).map(|document| &document.title);
    let also: Vec<_> = also.collect();
    let mut out = Vec::new();
    if !also.is_empty() {
        out.push(format!("Also in: {}", list(&also)));
    }
    if !clause.asks {
        out.push("It asks nothing of a plan by itself: other clauses and rules use what it says.".to_owned());
    }
    out.extend(clause.unchecked.as_ref().map(|why| format!("Not checked: {why}")));
    out
}

/// Draws what the engine finds in the failing example.
fn findings(rule: &Rule, example: &Example, settings: &Settings, page: &mut Page) {
    let plan = Plan::read(example.plan.clone());
    let checked: Checked = check("example.toml".to_owned(), plan, &rule.surroundings(), settings);
    let places = Places::of_plan(&checked.plan);
    let drawer = Drawer::new(&checked.path, &places, page.view()).with(Edits::All);
    for finding in checked.findings.iter().filter(|finding| finding.rule == rule.id) {
        page.printed(&drawer.block(finding));
    }
}

/// Writes the further plans of a rule, each with what is found in it.
fn cases(rule: &Rule, page: &mut Page) {
    if !rule.cases.is_empty() {
        page.heading("More of it");
    }
    for (n, case) in rule.cases.iter().enumerate() {
        let case = Example::read(case);
        if n > 0 {
            page.gap();
        }
        page.prose(&case.about);
        page.code(case.failing());
        for (at, message) in &case.findings {
            page.prose(&format!("Found at {}: {message}.", place(&case, *at)));
        }
        if case.findings.is_empty() {
            page.prose("Nothing is found.");
        }
    }
}

/// Returns how a place of an example is called: what is there, and in which line of the text that is shown.
fn place(example: &Example, at: Span) -> String {
    let said = at.of(&example.plan);
    let supplied = example.plan.len() - example.failing().len();
    let line = example.plan.get(supplied..at.range().start).map(|before| before.matches('\n').count() + 1);
    line.map_or_else(|| format!("`{said}`"), |line| format!("`{said}` (line {line})"))
}

/// Returns who may set the rule aside, and how.
fn aside(rule: &Rule, rounds: &[&Round]) -> String {
    if !rule.statutory {
        return format!(
            "`--allow {0}` for one run, or a [[waivers]] entry in the plan with `rule = \"{0}\"`, the path of the figure, a reason, who gives it and until when: `bcf check PLAN --waiver-for {0}` prints the entry to fill in.",
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
        "It is statutory: no option or configuration switches it off or lowers it. Only a [[waivers]] entry in the plan with `rule = \"{0}\"` covers it, and its `by` must be {who}: `bcf check PLAN --waiver-for {0}` prints the entry to fill in.",
        rule.id
    )
}

/// Returns what a clause asks in each round, and the rules that check it.
pub fn clause(id: &str, rounds: &[&Round], medium: Medium) -> String {
    let mut page = Page::new(medium);
    page.title(id, "a clause of the planning rounds");
    let having = rounds.iter().filter_map(|round| Some((*round, round.clause(id)?))).collect();
    for (rounds, clause) in alike(having) {
        page.heading(&list(&rounds.iter().map(|round| &round.name).collect::<Vec<_>>()));
        clause_in(&rounds, clause, &mut page);
        rounds.first().into_iter().flat_map(|round| asides(round, clause)).for_each(|aside| page.prose(&aside));
    }
    page.heading("Rules that check it");
    let checking: Vec<_> = rules()
        .map(|(_, rule)| rule)
        .filter(|rule| rule.clause() == Some(id) || rounds.iter().any(|round| rule.rests_on(id, round)))
        .collect();
    if checking.is_empty() {
        page.prose("None directly: its figures serve other rules, or it is for a person to judge.");
    }
    summaries(&checking, &mut page);
    page.finish()
}

/// Returns what a family is about, and its rules.
pub fn family(family: &Family, medium: Medium) -> String {
    let mut page = Page::new(medium);
    page.title(family.id, "a family of rules");
    page.prose(family.summary);
    page.heading("Rules");
    summaries(family.rules, &mut page);
    page.gap();
    page.prose(&format!("`bcf explain RULE` tells more of each; `--select {}` checks these alone.", family.id));
    page.finish()
}

/// Writes `id  level  summary`, a rule each, aligned.
fn summaries(rules: &[&Rule], page: &mut Page) {
    let row = |rule: &&Rule| {
        let mark = match (rule.statutory, page.view().unicode) {
            (false, _) => "",
            (true, true) => " §",
            (true, false) => " !",
        };
        (rule.id, format!("{}{mark}", rule.level), rule.summary)
    };
    let rows: Vec<_> = rules.iter().map(row).collect();
    page.worded_rows(&rows);
}

/// Returns everything that can be explained: rules, families and the clauses of `rounds`.
pub fn subjects<'r>(rounds: &[&'r Round]) -> Vec<&'r str> {
    let families = FAMILIES.iter().map(|family| family.id);
    let clauses = rounds.iter().flat_map(|round| round.clauses.iter().map(|clause| clause.id.as_str()));
    rules().map(|(_, rule)| rule.id).chain(families).chain(clauses).collect()
}
