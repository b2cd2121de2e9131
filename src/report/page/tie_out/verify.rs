//! The check that a page is still that of its plan and its narrative.

use super::asked::TieOut;
use super::seal::{TieDifference, TieSeal};

impl TieSeal {
    /// Returns how a page differs from what would be drawn now, on the page's own day. `page` is the page's text; it is
    /// drawn again where that can tell anything. The names of the two files are those on the page: they may stand elsewhere
    /// now.
    pub fn differences(&self, page: &str, of: &TieOut<'_>) -> Vec<TieDifference> {
        let now = Self::of(of);
        let mut found: Vec<TieDifference> = (!self.whole).then_some(TieDifference::Altered).into_iter().collect();
        if self.sha256 != now.sha256 {
            found.push(TieDifference::Plan(self.sha256.clone(), now.sha256));
        }
        if self.narrative_sha256 != now.narrative_sha256 {
            found.push(TieDifference::Narrative(self.narrative_sha256.clone(), now.narrative_sha256));
        }
        if self.counts != now.counts {
            found.push(TieDifference::Counts(self.counts.clone(), now.counts));
        } else if self.results != now.results {
            found.push(TieDifference::Figures);
        }
        let drawn_today = TieOut { narrative: &self.narrative, today: self.today, ..*of };
        if found.is_empty() && super::tie_out(&drawn_today) != page {
            found.push(TieDifference::Text);
        }
        found
    }
}
