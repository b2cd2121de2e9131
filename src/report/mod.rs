//! One file a format, each `fn(&Run, &mut dyn Write) -> io::Result<()>`. No format decides the exit status.

mod absent;
mod across;
mod address;
pub(crate) mod areas;
mod beside;
#[cfg(feature = "book")]
pub mod book;
pub(crate) mod causes;
pub mod checklist;
pub mod concise;
pub mod diff;
pub(crate) mod excerpt;
pub mod explain;
pub(crate) mod fitted;
pub mod format;
mod found;
pub mod github;
pub mod gitlab;
pub mod human;
pub mod json;
pub mod junit;
pub(crate) mod ledger;
mod line_hash;
pub(crate) mod lines;
pub mod markdown;
mod marked;
pub mod narrative;
pub mod page;
pub(crate) mod paint;
pub(crate) mod places;
pub mod rounds;
pub(crate) mod rules;
#[cfg(test)]
mod samples;
pub mod sarif;
pub mod schema;
pub mod search;
mod sheet;
pub mod show;
pub(crate) mod table;
mod text_page;
pub(crate) mod watch;
pub(crate) mod words;

pub use beside::{Beside, Excluded, Gone, Unread, excluded};
pub use text_page::{BOOK_COLUMNS, Medium};

use crate::check::Checked;
use crate::compare::Across;
use crate::period::Date;

/// The subject of a report and the way it looks.
#[derive(Debug)]
pub struct Run<'a> {
    /// The plans, in the order they are reported.
    pub plans: &'a [Checked],
    /// The path of each plan from the root of its repository, with `/`, for the formats of a CI; where there is none, a
    /// plan's own path is taken.
    pub files: &'a [String],
    /// The contributions of commissioners across the plans, where several plans share one.
    pub across: &'a [Across],
    /// The files beside the plans: those that could not be read, that are gone, and that were left out.
    pub beside: Beside<'a>,
    /// The day of the check.
    pub today: Date,
    /// The way the report looks.
    pub view: View,
}

impl<'a> Run<'a> {
    /// Returns what the `n`th plan is called from the root of its repository.
    pub(crate) fn file(&self, n: usize) -> &'a str {
        let own = || self.plans.get(n).map_or("", |plan| plan.path.as_str());
        self.files.get(n).map_or_else(own, String::as_str)
    }

    /// Returns the only plan, where there is one and nothing else to say, so that its verdict is the run's.
    pub(crate) fn only(&self) -> Option<&'a Checked> {
        self.plans.first().filter(|_| self.plans.len() == 1 && self.beside.is_empty())
    }
}

/// The way a report looks.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub struct View {
    /// True when the report is coloured.
    pub color: bool,
    /// True when characters beyond ASCII may be used for drawing.
    pub unicode: bool,
    /// Columns of the output.
    pub width: usize,
    /// Only the verdict, not the findings and the tests.
    pub quiet: bool,
    /// Also what was not evaluated, and why.
    pub verbose: bool,
    /// Every finding in full, however many there are.
    pub all: bool,
    /// Write out every line of every sum.
    pub evidence: bool,
    /// True when the number of findings of each rule is shown instead of the findings.
    pub statistics: bool,
}

impl View {
    /// Returns the view of a file or a pipe: `width` columns, no colour.
    pub const fn plain(width: usize) -> Self {
        Self {
            color: false,
            unicode: true,
            width,
            quiet: false,
            verbose: false,
            all: false,
            evidence: false,
            statistics: false,
        }
    }

    /// Returns its colours.
    pub(crate) const fn paint(&self) -> paint::Paint {
        paint::Paint(self.color)
    }
}
