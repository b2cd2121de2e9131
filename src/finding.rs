//! The results of a check, as plain data: findings with their labels, ledger and edit, and the tests that did not fail.

mod mend;

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::money::Money;
use crate::period::Period;
use crate::span::{NodeId, Span};
use crate::text::words::list;
pub use mend::{Diagnosis, LikelyCause, Mend, Trial};

/// The level of a finding: how much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Worth knowing.
    Advice,
    /// The policy says *should*, or it is very likely a mistake.
    Warning,
    /// The policy says *must*, or an arithmetic identity is broken.
    Error,
}

impl Level {
    /// Returns the word formats use.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// The basis on which a clause of a policy is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Believed, but read nowhere that could be cited.
    Recalled,
    /// Read in somebody's account of the document, which itself was not at hand.
    Reported,
    /// Arithmetic on quoted figures.
    Derived,
    /// Read in the document, or in a published source that quotes it.
    Quoted,
}

impl Basis {
    /// Returns the word formats use.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Quoted => "quoted",
            Self::Derived => "derived",
            Self::Reported => "reported",
            Self::Recalled => "recalled",
        }
    }

    /// Returns true when it is too weak to be the sole ground of an error: what is merely believed, and what fewer than
    /// two independent `accounts` report.
    pub const fn is_weak(self, accounts: usize) -> bool {
        match self {
            Self::Recalled => true,
            Self::Reported => accounts < 2,
            Self::Derived | Self::Quoted => false,
        }
    }

    /// Returns how a clause is known, in a few words: `quoted`, or `reported by` those whose `accounts` say so.
    pub(crate) fn said<S: AsRef<str>>(self, accounts: &[S]) -> String {
        match (self, accounts) {
            (Self::Reported, [_, ..]) => format!("reported by {}", list(accounts)),
            _ => self.word().to_owned(),
        }
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// The clause a finding rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseRef {
    /// Its id in the round's data.
    pub id: String,
    /// The place in the document: "Annex A, condition 1".
    pub at: String,
    /// The document.
    pub source: String,
    /// The address at which the document, or the publication that quotes it, can be read; empty for recalled clauses.
    pub url: String,
    /// The basis on which it is known.
    pub basis: Basis,
    /// Those in whose accounts of the document it was read, where it is reported.
    pub reported_by: Vec<String>,
}

impl ClauseRef {
    /// Returns true when it is too weak to be the sole ground of an error.
    pub fn is_weak(&self) -> bool {
        self.basis.is_weak(self.reported_by.len())
    }

    /// Returns how it is known, in a few words: `quoted`.
    pub(crate) fn known(&self) -> String {
        self.basis.said(&self.reported_by)
    }
}

/// A place in a plan: its dotted path and the bytes a person would look at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Site {
    /// The dotted path; of an absent thing the one it would have.
    pub path: String,
    /// The bytes; of an absent thing the header of the table that should hold it.
    pub span: Span,
}

/// A figure or key beside the primary one, with a fragment that reads under its caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The fragment.
    pub text: String,
    /// The place.
    pub at: Site,
}

/// One figure of a sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerLine {
    /// The description of the figure.
    pub text: String,
    /// The amount it adds to the sum, in pounds.
    pub pounds: Money,
    /// The place of the figure, if it is in the plan.
    pub at: Option<Site>,
}

/// The sum that proves a money finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// The figures that were added up.
    pub lines: Vec<LedgerLine>,
    /// The sum of the figures, in pounds.
    pub actual: Money,
    /// The required sum, in pounds: a minimum, a maximum or an exact amount.
    pub required: Money,
    /// The largest difference that rounding could explain, in pounds.
    pub slack: Money,
    /// The origin of `required`.
    pub against: Against,
}

/// The origin of the amount a sum is compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Against {
    /// An amount that the round or another figure requires.
    #[default]
    Requirement,
    /// A figure the plan states for the same thing.
    Statement,
    /// A figure government published.
    Publication,
    /// The money there is to spend.
    Means,
    /// The first determination, where government may have determined more since: no figure need be wrong.
    Determination,
}

impl Against {
    /// Returns what a table of the sum calls it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Requirement => "required",
            Self::Statement => "stated",
            Self::Publication | Self::Determination => "published",
            Self::Means => "available",
        }
    }
}

impl Ledger {
    /// Returns the actual sum less the required one, in pounds: negative when short.
    pub fn difference(&self) -> Money {
        self.actual - self.required
    }
}

/// The smallest change of the plan's text that makes a failed test pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The text to replace.
    pub at: Site,
    /// The plan text to put there.
    pub with: String,
    /// The trial of it.
    pub trial: Trial,
}

/// The kind of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Something that is there is wrong.
    Wrong,
    /// Something the round or the format asks for is not there at all, or is a gap still to fill.
    Absent,
}

impl Kind {
    /// Returns the word formats use.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Absent => "absent",
        }
    }
}

/// The status of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// It counts.
    Failed,
    /// A waiver in the plan covers it.
    Waived(Waiver),
    /// A baseline knew of it.
    Baselined,
}

impl Status {
    /// Every word formats use.
    pub const WORDS: [&str; 3] = ["failed", "waived", "baselined"];

    /// Returns the word formats use.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Failed => Self::WORDS[0],
            Self::Waived(_) => Self::WORDS[1],
            Self::Baselined => Self::WORDS[2],
        }
    }
}

/// The waiver that covers a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The reason, in the plan's words.
    pub reason: String,
    /// The body that gave it (a partner's id).
    pub by: String,
    /// Until when, as an ISO date.
    pub until: Option<String>,
    /// The place in the plan.
    pub at: Site,
}

/// A failed test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// The rule's family.
    pub family: &'static str,
    /// The level, after drafts, the basis of the clause and the settings had their effect.
    pub level: Level,
    /// The kind of a finding.
    pub kind: Kind,
    /// True when it is milder only because the plan is a draft: in a plan that is sent in it would be an error.
    pub is_gap: bool,
    /// The status, which says whether the finding counts.
    pub status: Status,
    /// The fact with its numbers: lower case, no full stop.
    pub message: String,
    /// The next action.
    pub help: Option<String>,
    /// The period it is about.
    pub year: Option<Period>,
    /// The subject of the test, such as a stream's name or a district's id.
    pub subject: Option<String>,
    /// The clause it rests on.
    pub clause: Option<ClauseRef>,
    /// The one figure or key a person would edit.
    pub at: Site,
    /// The place that identifies it from one version of a plan to the next: for a sum the subject of the sum, otherwise
    /// the dotted path, in which an entry without an id goes by what it must have. With the rule and the year it is the
    /// finding's identity.
    pub place: String,
    /// Every other figure in the sum.
    pub labels: Vec<Label>,
    /// The sum, for money findings.
    pub ledger: Option<Ledger>,
    /// The edit that mends it.
    pub edit: Option<Edit>,
    /// The edits that mend it together, where no single one does.
    pub together: Vec<Edit>,
    /// The earlier state of the finding, where it is known.
    pub known: Option<Known>,
}

/// The earlier state of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The source of that knowledge: `in the baseline`, `known since main`.
    pub from: String,
    /// The amounts before and now, in pounds, where they differ by more than rounding.
    pub change: Option<(Money, Money)>,
}

impl Finding {
    /// Creates a finding of what is wrong at a place, with nothing beside it.
    pub fn new(rule: &'static str, family: &'static str, level: Level, message: String, at: Site) -> Self {
        Self {
            rule,
            family,
            level,
            kind: Kind::Wrong,
            is_gap: false,
            status: Status::Failed,
            message,
            help: None,
            year: None,
            subject: None,
            clause: None,
            place: at.path.clone(),
            at,
            labels: Vec::new(),
            ledger: None,
            edit: None,
            together: Vec::new(),
            known: None,
        }
    }

    /// Returns what identifies the finding from one version of a plan to the next: rule, year and what it is of, so
    /// that it survives moved lines, figures moved between lines that count alike, and entries that change their order.
    pub fn fingerprint(&self) -> String {
        format!("{FORM}{}", fingerprint(self.rule, &self.place, self.year))
    }

    /// Returns what identified it before: rule, dotted path and year. Baselines and alerts of that form are still
    /// known.
    pub fn first_fingerprint(&self) -> String {
        fingerprint(self.rule, &self.at.path, self.year)
    }

    /// Returns how much it is: how far its sum is from what it should be, whatever the side.
    pub fn size(&self) -> Option<Money> {
        self.ledger.as_ref().map(|ledger| ledger.difference().abs())
    }

    /// Returns how much it was and is, where it is known from before and the two differ by more than rounding.
    pub fn change_from(&self, before: Option<Money>) -> Option<(Money, Money)> {
        let (before, now) = before.zip(self.size())?;
        let slack = self.ledger.as_ref().map_or(Money::ZERO, |ledger| ledger.slack);
        ((now - before).abs() > slack).then_some((before, now))
    }
}

/// The prefix of fingerprints made from the subject of a finding; those made from its path have none.
pub const FORM: &str = "2:";

/// Returns the first 16 bytes of the SHA-256 of a rule, a place and a period, in hexadecimal.
fn fingerprint(rule: &str, place: &str, year: Option<Period>) -> String {
    use sha2::Digest;
    let year = year.map(|year| year.to_string()).unwrap_or_default();
    let hash = sha2::Sha256::digest(format!("{rule}\n{place}\n{year}"));
    hex(&hash[..16])
}

/// Returns bytes in hexadecimal: a fingerprint, a SHA-256.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        use std::fmt::Write;
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The outcome of a test that is not a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It held.
    Passed,
    /// Its inputs could not be read or are not given: the reason.
    NotEvaluated(Box<str>),
    /// The round, or this plan, has nothing it applies to: the reason.
    NotApplicable(Box<str>),
}

impl Outcome {
    /// Every word formats use.
    pub const WORDS: [&str; 3] = ["passed", "not-evaluated", "not-applicable"];

    /// Returns the word formats use.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Passed => Self::WORDS[0],
            Self::NotEvaluated(_) => Self::WORDS[1],
            Self::NotApplicable(_) => Self::WORDS[2],
        }
    }
}

/// The need of the verdict for a test.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Need {
    /// It does not: nothing is decided by it, or another test or finding has decided it.
    #[default]
    Free,
    /// It would, but the clause it tests is only recalled: what is recalled makes no plan incomplete.
    ToBeConfirmed,
    /// It does: while it is not made, the plan is not complete.
    Required,
}

/// The cause that keeps a test from being made, so that whoever sets that aside is known to have set the test aside
/// with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cause {
    /// Nothing a finding is at.
    #[default]
    Unknown,
    /// A fault in this value, or inside it.
    At(NodeId),
    /// A finding at this dotted path, at a table above it, or at something in it.
    Path(Box<str>),
}

/// A test that was made, or could not be, and is not a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// The rule's id.
    pub rule: &'static str,
    /// The outcome of the test.
    pub outcome: Outcome,
    /// The period it is about.
    pub year: Option<Period>,
    /// The subject of the test, such as a stream's name or a district's id.
    pub subject: Option<Box<str>>,
    /// The place that identifies it from one version of a plan to the next, where it was not made and its subject does
    /// not.
    pub place: Option<Box<str>>,
    /// The clause it tests, where that is not its rule's.
    pub clause: Option<Box<str>>,
    /// The place of the value tested, where that is one place and not a sum.
    pub at: Option<NodeId>,
    /// The sum, for money tests. Its lines are bare until somebody asks for the evidence.
    pub ledger: Option<Box<Tally>>,
    /// The need of the verdict for it.
    pub need: Need,
    /// The cause that keeps it from being made, where it was not.
    pub cause: Cause,
    /// True when it is known that it is not made: a baseline or an earlier revision has it.
    pub known: bool,
}

impl Test {
    /// Returns whether the verdict needs it and it was not made.
    pub fn is_lacking(&self) -> bool {
        self.need == Need::Required && self.is_not_evaluated()
    }

    /// Returns whether it was not made.
    pub fn is_not_evaluated(&self) -> bool {
        matches!(self.outcome, Outcome::NotEvaluated(_))
    }

    /// Returns what identifies the test from one version of a plan to the next: rule, what it is of, and year.
    pub fn fingerprint(&self) -> String {
        let place = self.place.as_deref().or(self.subject.as_deref()).unwrap_or_default();
        let place = format!("not evaluated: {place}");
        fingerprint(self.rule, &place, self.year)
    }
}

/// The figures of a sum: the place of each, and the amount it adds in pounds. Copies share them until one is changed.
#[derive(Clone, Debug, Default, Eq)]
pub struct Figures(Option<Arc<Vec<(NodeId, Money)>>>);

impl Figures {
    /// Returns them to be changed, for this copy alone.
    pub fn own(&mut self) -> &mut Vec<(NodeId, Money)> {
        Arc::make_mut(self.0.get_or_insert_default())
    }
}

impl PartialEq for Figures {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl From<Vec<(NodeId, Money)>> for Figures {
    fn from(figures: Vec<(NodeId, Money)>) -> Self {
        Self(Some(Arc::new(figures)))
    }
}

impl Deref for Figures {
    type Target = [(NodeId, Money)];

    fn deref(&self) -> &Self::Target {
        self.0.as_ref().map_or(&[], |figures| figures)
    }
}

impl<'a> IntoIterator for &'a Figures {
    type Item = &'a (NodeId, Money);
    type IntoIter = std::slice::Iter<'a, (NodeId, Money)>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The figures of a money test, each by its place in the plan's tree, so that a passed test costs no text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The place of each figure and the amount it adds to the sum, in pounds.
    pub lines: Figures,
    /// The sum of the figures, in pounds.
    pub actual: Money,
    /// The required sum, in pounds.
    pub required: Money,
    /// The largest difference that rounding could explain, in pounds.
    pub slack: Money,
}
