//! What ties a page to its plan: digests of the plan, of what was found in it, and of the page itself.
//!
//! They stand in the page's `meta` tags. Nobody's secret is in them: they tell a page that was changed by accident or
//! carelessness from one that was not, and a page of an older plan from one of this. Who wants more draws the page again
//! and compares.

use std::collections::HashSet;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::Asked;
use crate::check::Checked;
use crate::finding::{Finding, Outcome, Test};
use crate::period::Date;
use crate::report::escape::shown;
use crate::report::found::hex;
use crate::report::words;

/// The form of the page's entries.
const FORM: &str = "bcf.page/1";
/// Stands where the page's own digest will, which is taken of the page with this in its place.
const BLANK: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// The last entry: the digest of the page itself.
const OWN: &str = "bcf-page-sha256";

/// What a page says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// The version of the program that made it.
    pub version: String,
    /// What the plan was called.
    pub plan: String,
    /// The SHA-256 of the plan's text.
    pub sha256: String,
    /// The day of the check.
    pub today: Date,
    /// Whether it has the signatures and the evidence.
    pub sign_off: bool,
    /// `FAIL` or `PASS`, with the counts.
    pub verdict: String,
    /// Each finding: its rule, its fingerprint, its level and whether it counts.
    pub findings: Vec<String>,
    /// The SHA-256 of everything that was found and tested, figures included.
    pub results: String,
    /// Whether the page's own digest is right.
    pub whole: bool,
}

/// Why a file is no page of this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// It has none of the entries.
    #[error("is no page that `bcf report` wrote")]
    NoPage,
    /// It has some of them.
    #[error("is a page of bcf that lacks what ties it to a plan, or holds it in a form this version does not read")]
    Entries,
}

/// How a page and a plan differ.
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
        /// Whether every finding and figure is as it was all the same.
        same_results: bool,
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
    /// What a page of this plan will say of itself.
    pub(super) fn of(checked: &Checked, asked: Asked) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            plan: shown(&checked.path).into_owned(),
            sha256: hex(&Sha256::digest(checked.plan.tree.source())),
            today: asked.today,
            sign_off: asked.sign_off,
            verdict: verdict(checked),
            findings: checked.findings.iter().map(identity).collect(),
            results: results(checked),
            whole: true,
        }
    }

    /// The entries as the page has them, the page's own digest last.
    pub(super) fn entries(&self) -> [(&'static str, String); 10] {
        let today = format!("{:04}-{:02}-{:02}", self.today.year, self.today.month, self.today.day);
        [
            ("generator", FORM.to_owned()),
            ("bcf-version", self.version.clone()),
            ("bcf-plan", self.plan.clone()),
            ("bcf-plan-sha256", self.sha256.clone()),
            ("bcf-day", today),
            ("bcf-sign-off", if self.sign_off { "yes" } else { "no" }.to_owned()),
            ("bcf-verdict", self.verdict.clone()),
            ("bcf-findings", self.findings.join(" ")),
            ("bcf-results-sha256", self.results.clone()),
            (OWN, BLANK.to_owned()),
        ]
    }

    /// Read what a page says of itself.
    ///
    /// # Errors
    /// When it is no page of this program, or lacks an entry.
    pub fn read(page: &str) -> Result<Self, Broken> {
        let entry = |name: &str| {
            let from = page.split_once(&start_of(name))?.1;
            from.split_once('"').map(|(value, _)| unescaped(value))
        };
        if entry("generator").is_none_or(|form| !form.starts_with("bcf.page/")) {
            return Err(Broken::NoPage);
        }
        let entry = |name| entry(name).ok_or(Broken::Entries);
        if entry("generator")? != FORM {
            return Err(Broken::Entries);
        }
        let own = entry(OWN)?;
        Ok(Self {
            version: entry("bcf-version")?,
            plan: entry("bcf-plan")?,
            sha256: entry("bcf-plan-sha256")?,
            today: Date::parse(&entry("bcf-day")?).ok_or(Broken::Entries)?,
            sign_off: entry("bcf-sign-off")? == "yes",
            verdict: entry("bcf-verdict")?,
            findings: entry("bcf-findings")?.split_whitespace().map(str::to_owned).collect(),
            results: entry("bcf-results-sha256")?,
            whole: page
                .split_once(&with_own(&own))
                .is_some_and(|(before, after)| own == hex(&Sha256::digest([before, &with_own(BLANK), after].concat()))),
        })
    }

    /// Whether this very program made the page, so that it would make the same again.
    pub fn is_of_this_version(&self) -> bool {
        self.version == env!("CARGO_PKG_VERSION")
    }

    /// How the page differs from a plan that was checked on the page's day (or, to look at what has become of it since, on
    /// another). `page` is the page's text; it is drawn again where that can tell anything.
    pub fn differences(&self, page: &str, checked: &mut Checked, today: Date) -> Vec<Difference> {
        let now = Self::of(checked, Asked { today, sign_off: self.sign_off });
        let mut found = Vec::new();
        if !self.whole {
            found.push(Difference::Altered);
        }
        if self.sha256 != now.sha256 {
            let same_results = self.results == now.results;
            found.push(Difference::Plan { page: self.sha256.clone(), now: now.sha256, same_results });
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
        if found.iter().all(|other| *other == Difference::Altered) && self.results != now.results {
            found.push(Difference::Figures);
        }
        if found.is_empty() && self.is_of_this_version() && today == self.today {
            checked.path.clone_from(&self.plan);
            let again = super::page(checked, Asked { today, sign_off: self.sign_off });
            found.extend((again != page).then_some(Difference::Text));
        }
        found
    }
}

/// Put the page's own digest where it belongs.
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
    let counts = checked.counts();
    format!("{}: {}; {}", words::verdict(checked.fails()), words::findings(&counts), words::tests(&counts))
}

/// `rule:fingerprint:level:status`
fn identity(finding: &Finding) -> String {
    format!("{}:{}:{}:{}", finding.rule, finding.fingerprint(), finding.level, finding.status.word())
}

fn said(finding: &Finding) -> String {
    format!("{}[{}] {}: {}", finding.level, finding.rule, finding.status.word(), shown(&finding.message))
}

/// The digest of everything that was found and tested.
fn results(checked: &Checked) -> String {
    let mut text = verdict(checked);
    for finding in &checked.findings {
        let sums = finding.ledger.as_ref().map(|sum| (sum.actual.pence(), sum.required.pence(), sum.slack.pence()));
        let _ = write!(text, "\n{}\u{0}{}\u{0}{sums:?}", identity(finding), finding.message);
    }
    for Test { rule, outcome, year, subject, ledger, .. } in &checked.tests {
        let sums = ledger.as_ref().map(|sum| (sum.actual.pence(), sum.required.pence(), sum.slack.pence()));
        let reason = match outcome {
            Outcome::Passed => "",
            Outcome::NotEvaluated(reason) | Outcome::NotApplicable(reason) => reason,
        };
        let _ = write!(text, "\n{rule}\u{0}{}\u{0}{reason}\u{0}{year:?}\u{0}{subject:?}\u{0}{sums:?}", outcome.word());
    }
    hex(&Sha256::digest(text))
}
