//! The seal that ties a page to its plan: digests of the plan, of what was found in it, and of the page itself.
//!
//! They are in the page's `meta` tags. Nobody's secret is in them: they tell a page that was changed by accident or
//! carelessness from one that was not, and a page of an older plan from one of this. Who wants more draws the page again
//! and compares.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::subject::Asked;
use crate::check::Checked;
use crate::finding::{Finding, Outcome, Test, hex};
use crate::money::Money;
use crate::period::Date;
use crate::plan::syntax::{Kind, Tree};
use crate::report::words;
use crate::span::NodeId;
use crate::text::escape::shown;

/// The form of the page's entries, and the entry that says so.
const FORM: &str = "bcf.page/1";
/// The form of the entries of a narrative that is marked.
pub(super) const TIE_OUT: &str = "bcf.tie-out/1";
pub(super) const GENERATOR: &str = "generator";
/// The entries that every version has: which it is, and the digest of the plan.
pub(super) const VERSION: &str = "bcf-version";
pub(super) const PLAN: &str = "bcf-plan-sha256";
/// The placeholder for the page's own digest, which is taken of the page with this in its place.
pub(super) const BLANK: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// The last entry: the digest of the page itself.
pub(super) const OWN: &str = "bcf-page-sha256";

/// The seal of a page: the facts it states about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// The version of the program that made it.
    pub version: String,
    /// The name of the plan.
    pub plan: String,
    /// The SHA-256 of the plan's text.
    pub sha256: String,
    /// The SHA-256 of what the plan says, however it is laid out.
    pub values: String,
    /// The day of the check.
    pub today: Date,
    /// True when the page has the signatures and the evidence.
    pub sign_off: bool,
    /// `FAIL` or `PASS`, with the counts.
    pub verdict: String,
    /// Each finding: its rule, its fingerprint, its level and whether it counts.
    pub findings: Vec<String>,
    /// The SHA-256 of everything that was found and tested, figures included.
    pub results: String,
    /// True when the page's own digest is right.
    pub whole: bool,
}

/// The facts a page made by another version of the program states about itself. Only that version can read the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherVersion {
    /// The version.
    pub version: String,
    /// The SHA-256 of the plan's text.
    pub sha256: String,
}

/// The reason a file is no page of this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// It has none of the entries.
    #[error("is no page that `bcf report` wrote")]
    NoPage,
    /// It has some of them.
    #[error("is a page of bcf that lacks what ties it to a plan, or holds it in a form this version does not read")]
    Entries,
}

/// A difference between a page and a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The page is not as it was written.
    Altered,
    /// The plan is not the one the page was made of: its digest on the page, and now.
    Plan {
        /// The digest the page has.
        page: String,
        /// The digest of the plan as it is.
        now: String,
        /// True when the plan says the same and only its layout differs.
        same_values: bool,
    },
    /// The verdict on the page, and now.
    Verdict(String, String),
    /// Found now and not on the page: what says it in full.
    New(String),
    /// On the page and not found now: its rule.
    Gone(String),
    /// The figures of the tests are not those of the page.
    Figures,
    /// All of that agrees, and the page still says other things than this program would.
    Text,
}

impl Seal {
    /// Returns what a page of this plan will say of itself.
    pub(super) fn of(checked: &Checked, asked: Asked) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            plan: shown(&checked.path).into_owned(),
            sha256: checked.plan.sha256(),
            values: values(&checked.plan.tree),
            today: asked.today,
            sign_off: asked.sign_off,
            verdict: verdict(checked),
            findings: checked.findings.iter().map(identity).collect(),
            results: results(checked),
            whole: true,
        }
    }

    /// Returns the entries as the page has them, the page's own digest last.
    pub(super) fn entries(&self) -> [(&'static str, String); 11] {
        [
            (GENERATOR, FORM.to_owned()),
            (VERSION, self.version.clone()),
            ("bcf-plan", self.plan.clone()),
            (PLAN, self.sha256.clone()),
            ("bcf-values-sha256", self.values.clone()),
            ("bcf-day", self.today.to_string()),
            ("bcf-sign-off", if self.sign_off { "yes" } else { "no" }.to_owned()),
            ("bcf-verdict", self.verdict.clone()),
            ("bcf-findings", self.findings.join(" ")),
            ("bcf-results-sha256", self.results.clone()),
            (OWN, BLANK.to_owned()),
        ]
    }

    /// Reads what a page says of itself.
    ///
    /// # Errors
    /// When it is no page of this program, or lacks an entry.
    pub fn read(page: &str) -> Result<Self, Broken> {
        if !is_page(page) {
            return Err(Broken::NoPage);
        }
        let entry = |name| entry(page, name).ok_or(Broken::Entries);
        if entry(GENERATOR)? != FORM {
            return Err(Broken::Entries);
        }
        entry(OWN)?;
        Ok(Self {
            version: entry(VERSION)?,
            plan: entry("bcf-plan")?,
            sha256: entry(PLAN)?,
            values: entry("bcf-values-sha256")?,
            today: Date::parse(&entry("bcf-day")?).ok_or(Broken::Entries)?,
            sign_off: entry("bcf-sign-off")? == "yes",
            verdict: entry("bcf-verdict")?,
            findings: entry("bcf-findings")?.split_whitespace().map(str::to_owned).collect(),
            results: entry("bcf-results-sha256")?,
            whole: is_whole(page),
        })
    }

    /// Returns how what the page was made of differs from a plan that was checked on whatever day.
    pub fn changes(&self, checked: &Checked) -> Vec<Difference> {
        let now = Self::of(checked, Asked { today: self.today, sign_off: self.sign_off });
        let mut found = Vec::new();
        if self.sha256 != now.sha256 {
            let same_values = self.values == now.values;
            found.push(Difference::Plan { page: self.sha256.clone(), now: now.sha256, same_values });
        }
        if self.verdict != now.verdict {
            found.push(Difference::Verdict(self.verdict.clone(), now.verdict));
        }
        let (before, after): (HashSet<&String>, HashSet<&String>) =
            (self.findings.iter().collect(), now.findings.iter().collect());
        let new = checked.findings.iter().zip(&now.findings).filter(|(_, id)| !before.contains(id));
        found.extend(new.map(|(finding, _)| Difference::New(said(finding))));
        let gone = self.findings.iter().filter(|id| !after.contains(id));
        found.extend(gone.map(|id| Difference::Gone(id.split(':').next().unwrap_or(id).to_owned())));
        let other_plan = |other: &Difference| !matches!(other, Difference::Plan { same_values: true, .. });
        if !found.iter().any(other_plan) && self.results != now.results {
            found.push(Difference::Figures);
        }
        found
    }
}

impl OtherVersion {
    /// Returns what a page says of itself, if it is one and another version made it.
    pub fn read(page: &str) -> Option<Self> {
        let (version, sha256) = (entry(page, VERSION)?, entry(page, PLAN)?);
        (is_page(page) && version != env!("CARGO_PKG_VERSION")).then_some(Self { version, sha256 })
    }

    /// Returns whether the page is of this plan, to the letter.
    pub fn is_of(&self, checked: &Checked) -> bool {
        self.sha256 == checked.plan.sha256()
    }
}

/// Returns whether a file says that it is a page of this program, of whatever version.
fn is_page(page: &str) -> bool {
    [FORM, TIE_OUT].iter().any(|form| has_form(page, form))
}

/// Returns whether a file says that it is a page of this form, of whatever version.
pub(super) fn has_form(page: &str, form: &str) -> bool {
    let name = |form: &str| form.split('/').next().map(str::to_owned);
    entry(page, GENERATOR).is_some_and(|said| said.contains('/') && name(&said) == name(form))
}

/// Returns what a page says under a name.
pub(super) fn entry(page: &str, name: &str) -> Option<String> {
    let from = page.split_once(&start_of(name))?.1;
    from.split_once('"').map(|(value, _)| unescaped(value))
}

/// Returns the digest of what a text of TOML says: layout, comments, the order of keys and the way a text or a number
/// is written change nothing. Of a text with mistakes every letter counts, since nobody knows what it says.
fn values(tree: &Tree) -> String {
    if !tree.errors().is_empty() {
        return hex(&Sha256::digest(tree.source()));
    }
    let mut out = String::new();
    push_value(tree, Tree::ROOT, &mut out);
    hex(&Sha256::digest(out))
}

fn push_value(tree: &Tree, node: NodeId, out: &mut String) {
    // Each part begins with what it is and how long, so that no two values are written alike.
    let mut push = |what: char, text: &str| {
        let _ = write!(out, "{what}{}:{text}", text.len());
    };
    match tree.kind(node) {
        Kind::String => push('s', &tree.text(node)),
        Kind::Integer | Kind::Float => push('n', &tree.raw(node).trim_start_matches('+').replace('_', "")),
        kind @ (Kind::Table | Kind::Array) => {
            let mut children: Vec<NodeId> = tree.children(node).collect();
            push(if kind == Kind::Table { 't' } else { 'a' }, &children.len().to_string());
            children.sort_by_cached_key(|child| tree.key(*child).map(Cow::into_owned));
            for child in children {
                if let Some(key) = tree.key(child) {
                    let _ = write!(out, "k{}:{key}", key.len());
                }
                push_value(tree, child, out);
            }
        }
        Kind::Boolean | Kind::DateTime | Kind::Broken => push('o', tree.raw(node)),
    }
}

/// Returns whether the page's own digest is right.
pub(super) fn is_whole(page: &str) -> bool {
    entry(page, OWN).is_some_and(|own| {
        page.split_once(&with_own(&own))
            .is_some_and(|(before, after)| own == hex(&Sha256::digest([before, &with_own(BLANK), after].concat())))
    })
}

/// Puts the page's own digest where it belongs.
pub(super) fn close(page: &str) -> String {
    let digest = hex(&Sha256::digest(page));
    page.replacen(&with_own(BLANK), &with_own(&digest), 1)
}

fn start_of(name: &str) -> String {
    format!("<meta name=\"{name}\" content=\"")
}

fn with_own(digest: &str) -> String {
    format!("{}{digest}\"", start_of(OWN))
}

fn unescaped(value: &str) -> String {
    let value = value
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#58;", ":");
    value.replace("&amp;", "&")
}

fn verdict(checked: &Checked) -> String {
    let (counts, verdict) = (checked.counts(), checked.verdict());
    let (outcome, tests) = (words::outcome(&counts, &verdict), words::tests(&counts, &verdict.grounds, "known"));
    format!("{}: {outcome}; {tests}", verdict.capitals())
}

/// Returns `rule:fingerprint:level:status`
fn identity(finding: &Finding) -> String {
    format!("{}:{}:{}:{}", finding.rule, finding.fingerprint(), finding.level, finding.status.word())
}

fn said(finding: &Finding) -> String {
    format!("{}[{}] {}: {}", finding.level, finding.rule, finding.status.word(), shown(&finding.message))
}

/// Returns the digest of everything that was found and tested, in whatever order it is in the plan.
fn results(checked: &Checked) -> String {
    let pence = |actual: Money, required: Money, slack: Money| (actual.pence(), required.pence(), slack.pence());
    let found = checked.findings.iter().map(|finding| {
        let sums = finding.ledger.as_ref().map(|sum| pence(sum.actual, sum.required, sum.slack));
        format!("{}\u{0}{}\u{0}{sums:?}", identity(finding), finding.message)
    });
    let tested = checked.tests.iter().map(|Test { rule, outcome, year, subject, ledger, .. }| {
        let reason = match outcome {
            Outcome::Passed => "",
            Outcome::NotEvaluated(reason) | Outcome::NotApplicable(reason) => reason,
        };
        let sums = ledger.as_ref().map(|sum| pence(sum.actual, sum.required, sum.slack));
        format!("{rule}\u{0}{}\u{0}{reason}\u{0}{year:?}\u{0}{subject:?}\u{0}{sums:?}", outcome.word())
    });
    let mut lines: Vec<String> = found.chain(tested).collect();
    lines.sort_unstable();
    lines.insert(0, verdict(checked));
    hex(&Sha256::digest(lines.join("\n")))
}
