//! The seal that ties a page to its plan and its narrative: digests of both, of what was found, and of the page itself.

use sha2::{Digest, Sha256};

use super::asked::TieOut;
use crate::finding::hex;
use crate::narrative::Tie;
use crate::period::Date;
use crate::report::page::seal::{BLANK, Broken, GENERATOR, OWN, PLAN, TIE_OUT, VERSION, entry, has_form, is_whole};
use crate::text::escape::shown;

/// The seal of a narrative that is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TieSeal {
    /// The version of the program that made it.
    pub version: String,
    /// The name of the plan.
    pub plan: String,
    /// The SHA-256 of the plan's text.
    pub sha256: String,
    /// The name of the narrative.
    pub narrative: String,
    /// The SHA-256 of the narrative's bytes.
    pub narrative_sha256: String,
    /// The day they were held against each other.
    pub today: Date,
    /// The number of figures that agree, differ, have the same value only, are not in the plan.
    pub counts: String,
    /// The SHA-256 of what became of every figure.
    pub results: String,
    /// True when the page's own digest is right.
    pub whole: bool,
}

/// A difference between a page and the plan and the narrative it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TieDifference {
    /// The page is not as it was written.
    Altered,
    /// The plan is not the one the page was made of: its digest on the page, and now.
    Plan(String, String),
    /// The narrative is not the one the page was made of: its digest on the page, and now.
    Narrative(String, String),
    /// The counts on the page, and now.
    Counts(String, String),
    /// The fate of some figure is not the one on the page, though the counts are the same.
    Figures,
    /// All of that agrees, and the page still says other things than this program would.
    Text,
}

impl TieSeal {
    /// Returns what a page of these will say of itself.
    pub(super) fn of(of: &TieOut<'_>) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            plan: shown(&of.checked.path).into_owned(),
            sha256: of.checked.plan.sha256(),
            narrative: shown(of.narrative).into_owned(),
            narrative_sha256: of.sha256.to_owned(),
            today: of.today,
            counts: counts(of.tie),
            results: results(of.tie),
            whole: true,
        }
    }

    /// Returns the entries as the page has them, the page's own digest last.
    pub(super) fn entries(&self) -> Vec<(&'static str, String)> {
        vec![
            (GENERATOR, TIE_OUT.to_owned()),
            (VERSION, self.version.clone()),
            ("bcf-plan", self.plan.clone()),
            (PLAN, self.sha256.clone()),
            ("bcf-narrative", self.narrative.clone()),
            ("bcf-narrative-sha256", self.narrative_sha256.clone()),
            ("bcf-day", self.today.to_string()),
            ("bcf-counts", self.counts.clone()),
            ("bcf-results-sha256", self.results.clone()),
            (OWN, BLANK.to_owned()),
        ]
    }

    /// Returns whether a file says that it is such a page.
    pub fn is_one(page: &str) -> bool {
        has_form(page, TIE_OUT)
    }

    /// Reads what a page says of itself.
    ///
    /// # Errors
    /// When it lacks an entry, or holds it in a form this version does not read.
    pub fn read(page: &str) -> Result<Self, Broken> {
        let entry = |name| entry(page, name).ok_or(Broken::Entries);
        if entry(GENERATOR)? != TIE_OUT {
            return Err(Broken::Entries);
        }
        Ok(Self {
            version: entry(VERSION)?,
            plan: entry("bcf-plan")?,
            sha256: entry(PLAN)?,
            narrative: entry("bcf-narrative")?,
            narrative_sha256: entry("bcf-narrative-sha256")?,
            today: Date::parse(&entry("bcf-day")?).ok_or(Broken::Entries)?,
            counts: entry("bcf-counts")?,
            results: entry("bcf-results-sha256")?,
            whole: is_whole(page),
        })
    }
}

fn counts(tie: &Tie) -> String {
    let counts = tie.counts;
    format!(
        "{} agree, {} differ, {} have the same value only, {} are not in the plan",
        counts.agrees, counts.differs, counts.same_value, counts.not_in_plan
    )
}

/// Returns the digest of what became of every figure.
fn results(tie: &Tie) -> String {
    let lines = tie.figures.iter().map(|figure| {
        let of = figure.of.as_ref().map_or("", |site| site.path.as_str());
        let place = (figure.at.piece, figure.at.within.start, figure.at.within.end);
        format!(
            "{place:?}\u{0}{}\u{0}{}\u{0}{}\u{0}{of}\u{0}{:?}\u{0}{}",
            figure.text,
            figure.status.word(),
            figure.kind.word(),
            figure.plan.as_ref().map(|plan| plan.said.as_str()),
            figure.why
        )
    });
    hex(&Sha256::digest(lines.collect::<Vec<_>>().join("\n")))
}
