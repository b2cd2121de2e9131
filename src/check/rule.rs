//! The type of rules: what is declared of each, and the function that makes its tests.

use std::sync::Arc;

use crate::check::example::Example;
use crate::check::facts::{Facts, Previous, Surroundings};
use crate::check::findings::Findings;
use crate::finding::{Kind, Level, Test};
use crate::plan::Plan;
use crate::policy::Round;

/// One rule of the rule book. `explain`, the table of rules, the README and the tests are all made from it.
#[derive(Debug)]
pub struct Rule {
    /// The id: kebab-case, the name of the fault, so that it reads after "allow". Once released it never changes
    /// meaning.
    pub id: &'static str,
    /// The level of its findings, before it is lowered for a draft or a recalled clause, or changed by settings.
    pub level: Level,
    /// The clauses it may rest on, and with them the rounds it applies in.
    pub clauses: Clauses,
    /// The part of a requirement it looks at.
    pub aspect: Aspect,
    /// True when only a waiver in the plan, by the body the clause names, can set it aside.
    pub statutory: bool,
    /// True when its findings in a draft are warnings only, as what it looks for is still to be written.
    pub lenient_in_drafts: bool,
    /// True when it looks for something that is not there at all. A rule that is lenient in drafts always does.
    pub absent: bool,
    /// The ground on which its findings may be errors.
    pub ground: Ground,
    /// The meaning of its tests and findings for the verdict.
    pub bearing: Bearing,
    /// The fault it finds, in a line: "the pool is smaller than the published minimum".
    pub summary: &'static str,
    /// The reason to care, for a finance analyst.
    pub why: &'static str,
    /// The remedy.
    pub fix: &'static str,
    /// A plan that breaks it, in as few lines as it takes, annotated with what is found and what mends it.
    pub example: &'static str,
    /// More annotated plans: where it just holds or just fails, and where there is nothing for it to find.
    pub cases: &'static [&'static str],
    /// Last year's plan that the plans of its examples stand beside, where they name one.
    pub beside: &'static str,
    /// Makes the tests, and records each.
    pub check: fn(&Facts<'_>, &mut Tests<'_>),
}

/// The clauses a rule may rest on.
#[derive(Clone, Copy, Debug)]
pub enum Clauses {
    /// No one clause: it applies in every round, and a finding that rests on a clause names it.
    Every,
    /// The clause with this id: it applies in the rounds that have it.
    One(&'static str),
    /// The clauses of the entries of a list of the round: it applies in the rounds whose list has entries.
    Of(for<'r> fn(&'r Round) -> Vec<&'r str>),
}

impl Clauses {
    /// Returns the ids of the clauses in a round; nothing for a rule that applies in every round.
    pub fn in_round<'r>(&self, round: &'r Round) -> Option<Vec<&'r str>> {
        match self {
            Self::Every => None,
            Self::One(id) => Some(round.clause(id).map(|clause| clause.id.as_str()).into_iter().collect()),
            Self::Of(list) => Some(list(round)),
        }
    }
}

/// The part of a requirement a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// Compliance, or anything else.
    Plain,
    /// A sum, against the least it may be.
    Floor(FloorOf),
    /// A sum, against a share of what is required: a floor that does not decide whether the requirement is met.
    Share(FloorOf),
    /// The plan's statement of it, not compliance.
    Statement,
    /// The plan's pointer to its narrative: the text there is for a person to judge.
    Pointer,
}

impl Aspect {
    /// Returns whether it says nothing of whether the requirement is met, however grave its findings are.
    pub const fn is_aside(self) -> bool {
        matches!(self, Self::Share(_) | Self::Statement)
    }

    /// Returns what each test of the rule holds against the least it may be, where they do.
    pub const fn floor(self) -> Option<FloorOf> {
        match self {
            Self::Floor(of) | Self::Share(of) => Some(of),
            Self::Plain | Self::Statement | Self::Pointer => None,
        }
    }
}

/// The ground on which findings of a rule may be errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// A clause: its own, or those of the entries of the round's list it goes through. Where that is only recalled, a
    /// finding is a warning.
    Clause,
    /// Itself: how plans are written, or add up. A clause it has only says in which rounds there is something to test.
    Itself,
}

/// The meaning of a rule for the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearing {
    /// Its tests are not needed, unless they are of a floor of spending.
    Free,
    /// Its tests are needed: while one is not made, the plan is not complete. A test can be freed of that.
    Required,
    /// Its findings only say that something cannot be tested, which answers nothing: what they block stays required,
    /// until they are waived.
    Untested,
}

/// The subject of a floor. Floors with as much headroom as each other are shown in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FloorOf {
    /// The spending on something: the floor of the round with this id, or with none those that no other rule names.
    Spending(Option<&'static str>),
    /// The grant a county passes on to its districts together.
    PassedOn,
    /// The grant a county passes on to one district.
    District,
    /// The contribution to a stream, by the area or by one partner.
    Contribution,
    /// The amount a plan states for something inside a stream.
    Earmark,
}

impl FloorOf {
    /// Returns its place among the kinds, whichever floor it is.
    pub const fn kind(self) -> u8 {
        match self {
            Self::Spending(_) => 0,
            Self::PassedOn => 1,
            Self::District => 2,
            Self::Contribution => 3,
            Self::Earmark => 4,
        }
    }
}

impl Rule {
    /// The defaults of a rule: the file of each rule declares only what differs.
    pub(super) const PLAIN: Self = Self {
        id: "",
        level: Level::Error,
        clauses: Clauses::Every,
        aspect: Aspect::Plain,
        statutory: false,
        lenient_in_drafts: false,
        absent: false,
        ground: Ground::Clause,
        bearing: Bearing::Free,
        summary: "",
        why: "",
        fix: "",
        example: "",
        cases: &[],
        beside: "",
        check: |_, _| {},
    };

    /// Returns it as this program keeps it: one for a page in a browser tells nobody of its rules and has no examples.
    pub(crate) const fn kept(self) -> Self {
        if cfg!(feature = "terminal") {
            return self;
        }
        Self { why: "", fix: "", example: "", cases: &[], beside: "", ..self }
    }

    /// Returns whether a finding of it may rest on a clause of a round.
    pub fn rests_on(&self, clause: &str, round: &Round) -> bool {
        self.clauses.in_round(round).is_some_and(|clauses| clauses.contains(&clause))
    }

    /// Returns the id of the one clause it checks; nothing where it has none or several.
    pub const fn clause(&self) -> Option<&'static str> {
        match self.clauses {
            Clauses::One(id) => Some(id),
            Clauses::Every | Clauses::Of(_) => None,
        }
    }

    /// Returns whether each of its tests is of a floor of spending, which the verdict needs and names.
    pub const fn tests_spending_floor(&self) -> bool {
        matches!(self.aspect, Aspect::Floor(FloorOf::Spending(_)))
    }

    /// Returns whether the verdict needs its tests.
    pub const fn requires_tests(&self) -> bool {
        matches!(self.bearing, Bearing::Required) || self.tests_spending_floor()
    }

    /// Returns the plan of its example, which breaks the rule.
    pub fn fails(&self) -> String {
        Example::read(self.example).failing().to_owned()
    }

    /// Returns the same plan, mended.
    pub fn passes(&self) -> String {
        Example::read(self.example).passing()
    }

    /// Returns what the plans of its examples stand beside: last year's plan, and every file but those they name.
    pub fn surroundings(&self) -> Surroundings {
        let previous = match self.beside {
            "" => Previous::Unknown,
            text => Previous::Read(Arc::new(Plan::read(text.trim_start().to_owned()))),
        };
        Surroundings { missing: None, previous }
    }

    /// Returns the kind of fault that its findings report.
    pub const fn kind(&self) -> Kind {
        if self.absent || self.lenient_in_drafts { Kind::Absent } else { Kind::Wrong }
    }
}

/// The turn of rules in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// First: they look at how a plan is written, and are run even where its round is not known.
    Reading,
    /// Then: where the round is not known, they are recorded as not evaluated.
    Policy,
    /// Last: they look at what became of the waivers.
    Waivers,
}

/// A folder of rules and a selector.
#[derive(Debug)]
pub struct Family {
    /// The id, which is a selector too: `dfg`.
    pub id: &'static str,
    /// The subject of its rules, in a line.
    pub summary: &'static str,
    /// The turn of its rules in a run.
    pub phase: Phase,
    /// Its rules, in the order of the rule book.
    pub rules: &'static [&'static Rule],
}

/// Records the tests of one rule.
pub struct Tests<'t> {
    pub(super) family: &'static Family,
    pub(super) rule: &'static Rule,
    pub(super) facts: &'t Facts<'t>,
    pub(super) findings: &'t mut Findings,
    pub(super) made: &'t mut Vec<Test>,
}
