//! What a rule is: data and one function.

use crate::check::facts::Facts;
use crate::finding::{Finding, Kind, Level, Test};

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
    /// Whether it looks for something that is not there at all. What is lenient in drafts always does.
    pub absent: bool,
    /// What gives it the right to be an error.
    pub ground: Ground,
    /// What its tests and findings mean for the verdict.
    pub bearing: Bearing,
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

/// What gives a rule the right to be an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// A clause: its own, or those of the entries of the round's list it goes through. Where that is only recalled, a
    /// finding is a warning.
    Clause,
    /// Itself: how plans are written, or add up. A clause it has only says in which rounds there is something to test.
    Itself,
}

/// What a rule means for the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearing {
    /// Its tests are not needed.
    Free,
    /// Its tests are needed: while one is not made, the plan is not complete. A test can be freed of that.
    Required,
    /// So are its tests, and each is of a floor, which the verdict names.
    Floor,
    /// Its findings only say that something cannot be tested, which answers nothing: what they block stays required,
    /// until they are waived.
    Untested,
}

impl Bearing {
    /// Returns whether the verdict needs the tests of such a rule.
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Required | Self::Floor)
    }
}

impl Rule {
    /// What most rules are; the file of a rule says where it differs.
    pub(super) const PLAIN: Self = Self {
        id: "",
        level: Level::Error,
        clause: None,
        statutory: false,
        lenient_in_drafts: false,
        absent: false,
        ground: Ground::Clause,
        bearing: Bearing::Free,
        summary: "",
        why: "",
        fix: "",
        fails: "",
        passes: "",
        check: |_, _| {},
    };

    /// What a finding of it says is the matter.
    pub const fn kind(&self) -> Kind {
        if self.absent || self.lenient_in_drafts { Kind::Absent } else { Kind::Wrong }
    }
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

/// Records the tests of one rule.
pub struct Tests<'t> {
    pub(super) family: &'static Family,
    pub(super) rule: &'static Rule,
    pub(super) facts: &'t Facts<'t>,
    pub(super) findings: &'t mut Vec<Finding>,
    pub(super) made: &'t mut Vec<Test>,
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
