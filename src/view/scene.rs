//! The data that the parts of the picture are drawn from, and the places of things in the plan.

use crate::cells::CellName;
use crate::check::{Checked, Facts};
use crate::compare::Cell;
use crate::finding::Site;
use crate::period::Year;
use crate::plan::{Amounts, Plan};
use crate::policy::Round;
use crate::span::{LineIndex, NodeId};

/// The place of a thing in a plan, or in a file that was published.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Where {
    /// Its dotted path.
    pub path: String,
    /// Its line in the plan, from 1; none for what is outside it, and for a plan in a workbook.
    pub line: Option<usize>,
    /// Its cell, where the plan is a workbook.
    pub cell: Option<CellName>,
    /// The file it was published in, where it is not the plan.
    pub origin: Option<String>,
}

/// The data from which the parts of the picture are drawn.
pub(super) struct Scene<'a> {
    pub(super) checked: &'a Checked,
    pub(super) plan: &'a Plan,
    pub(super) round: &'a Round,
    pub(super) facts: &'a Facts<'a>,
    pub(super) years: Vec<Year>,
    pub(super) lines: LineIndex,
}

impl Scene<'_> {
    /// Returns the place of a value of the plan.
    pub(super) fn at(&self, node: NodeId) -> Where {
        match self.plan.origin_of(node) {
            Some(origin) => {
                Where { path: self.plan.path_of(node), origin: Some(origin.to_owned()), ..Where::default() }
            }
            None => self.at_site(&self.plan.site(&node.into())),
        }
    }

    /// Returns the place of a finding.
    pub(super) fn at_site(&self, site: &Site) -> Where {
        let path = site.path.clone();
        if let Some(cells) = &self.plan.cells {
            let cell = cells.of(&path, site.span).map(|at| cells.name(at));
            return Where { path, cell, ..Where::default() };
        }
        Where { path, line: Some(self.lines.line_of(site.span.start) + 1), ..Where::default() }
    }

    /// Returns the figures of an amount in every year of the picture.
    pub(super) fn cells(&self, amounts: &Amounts) -> Vec<Cell> {
        self.years.iter().map(|year| amounts.at(*year).into()).collect()
    }
}
