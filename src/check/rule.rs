//! What a rule is: data and one function.

use crate::check::facts::Facts;
use crate::check::tests::Tests;
use crate::finding::Level;

/// One rule of the rule book. `explain`, the table of rules, the README and the tests are all made from it.
#[derive(Debug)]
pub struct Rule {
    /// kebab-case, names the bad thing, reads after "allow"; once released it never changes meaning.
    pub id: &'static str,
    /// How much a finding of it matters, before drafts, basis and settings have their say.
    pub level: Level,
    /// The clause of the round it checks; the rule applies in the rounds whose data has the clause. None: in every round.
    pub clause: Option<&'static str>,
    /// Whether only a waiver in the plan, by the body the clause names, can set it aside.
    pub statutory: bool,
    /// Whether a draft plan is merely warned: what it looks for is still to be written.
    pub lenient_in_drafts: bool,
    /// What is wrong, in a line: "the pool is smaller than the published minimum".
    pub summary: &'static str,
    /// Why anybody should care, for a finance analyst.
    pub why: &'static str,
    /// What to do about it.
    pub fix: &'static str,
    /// A plan that breaks it (as few lines as it takes). `[plan]` with `format` and `round` and `[area]` are supplied
    /// when the text has no `[plan]`.
    pub fails: &'static str,
    /// The same plan, mended.
    pub passes: &'static str,
    /// Make the tests.
    pub check: fn(&Facts<'_>, &mut Tests<'_>),
}

/// A folder of rules and a selector.
#[derive(Debug)]
pub struct Family {
    /// `dfg`
    pub id: &'static str,
    /// What it is about, in a line.
    pub summary: &'static str,
    /// Its rules, in the order of the rule book.
    pub rules: &'static [&'static Rule],
}

/// The round rules' examples are written for, unless they name another.
pub const EXAMPLE_ROUND: &str = "bcf-2017-19";

/// An example as a whole plan: one that has no `[plan]` gets the least that reads before it.
pub fn example_plan(example: &str) -> String {
    if example.contains("[plan]") {
        return example.trim_start().to_owned();
    }
    let area = if example.contains("[area]") { "" } else { "\n[area]\nname = \"Exampleton\"\n" };
    format!("[plan]\nformat = 1\nround = \"{EXAMPLE_ROUND}\"\nstatus = \"submitted\"\n{area}\n{}", example.trim_start())
}
