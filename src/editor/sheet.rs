//! A plan that was checked, and is asked about.

use crate::check::Checked;
use crate::diagnosis::{Recheck, diagnose};
use crate::plan::Plan;
use crate::policy::{Round, RoundRef, Rounds};

/// A plan that was checked once, for every question an editor asks about this version of its text.
///
/// A sheet is made from a check and the rounds that check knew:
///
/// ```text
/// let sheet = Sheet::of(check::check_text("plan.toml".into(), text, &settings), &settings.rounds);
/// let marks = sheet.marks();                 // what to underline
/// let hover = sheet.hover(offset);           // what the cursor is on
/// let offers = sheet.offers(offset);         // what may be written there
/// let beside = Surroundings::default();
/// sheet.diagnose(&|tree, watch| check_watched("plan.toml".into(), Plan::of(tree), &beside, &settings, watch));
/// let actions = sheet.actions(span);         // what mends it: nothing before `diagnose`
/// ```
///
/// [`Sheet::diagnose`] checks copies of the plan and takes many times as long as everything else: it is for when nobody
/// types, or for when changes are asked for.
#[derive(Debug)]
pub struct Sheet {
    checked: Checked,
    rounds: Rounds,
    is_diagnosed: bool,
}

impl Sheet {
    /// Returns the sheet of a plan that was checked; `rounds` are those that the check knew, so that their ids can be
    /// offered.
    pub fn of(checked: Checked, rounds: &Rounds) -> Self {
        Self { checked, rounds: rounds.clone(), is_diagnosed: false }
    }

    /// Returns the plan with its findings, for whoever tells more of it.
    pub const fn checked(&self) -> &Checked {
        &self.checked
    }

    /// Returns the plan.
    pub(super) const fn plan(&self) -> &Plan {
        &self.checked.plan
    }

    /// Returns the text it is of.
    pub fn text(&self) -> &str {
        self.checked.plan.tree.source()
    }

    /// Returns the round it was checked under, if that is known.
    pub(super) fn round(&self) -> Option<&Round> {
        self.checked.under.as_deref()
    }

    /// Returns the rounds a plan may name. They are read when this is first asked, and not with every check.
    pub(super) fn rounds(&self) -> Vec<RoundRef> {
        self.rounds.all().unwrap_or_default()
    }

    /// Tries what may mend its findings, so that the safe changes and the likely causes are known. `recheck` checks the
    /// tree of another text as this one was checked. Only the first call does anything.
    pub fn diagnose(&mut self, recheck: &Recheck<'_>) {
        if !self.is_diagnosed {
            self.is_diagnosed = true;
            diagnose(&mut self.checked, recheck);
        }
    }

    /// Returns whether [`Sheet::diagnose`] was called.
    pub const fn is_diagnosed(&self) -> bool {
        self.is_diagnosed
    }
}
