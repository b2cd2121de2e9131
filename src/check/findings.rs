//! The findings of a plan as they are made, of which no more are kept than there is room for.

use crate::finding::{ClauseRef, Finding, Label, Ledger, LedgerLine, Site};
use crate::plan::{Complaint, Plan};

/// The times that a finding has its place: in a list that grows by doubling, and again while it is sorted.
const PLACES: usize = 3;
/// The times that its texts are there: what identifies it is kept apart too.
const TEXTS: usize = 2;

/// The findings of a plan so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) all: Vec<Finding>,
    /// The bytes that are left for them; nothing where they may take any number.
    pub(super) room: Option<usize>,
    /// True where the check was ended before all rules were run.
    pub(super) is_ended: bool,
}

impl Findings {
    /// Returns none yet, with the room that what a plan was made from leaves for them.
    pub(super) fn of(plan: &Plan) -> Self {
        let room = plan.cells.as_ref().and_then(|cells| cells.room);
        let said = |room: usize| {
            let said = plan.complaints.iter().map(Complaint::bytes).sum();
            if plan.cut { 0 } else { room.saturating_sub(said) }
        };
        Self { room: room.map(said), all: Vec::new(), is_ended: false }
    }

    /// Returns whether there is room for another.
    pub(super) fn has_room(&self) -> bool {
        self.room != Some(0)
    }

    /// Adds one.
    pub(super) fn push(&mut self, finding: Finding) {
        if let Some(room) = &mut self.room {
            *room = room.saturating_sub(bytes(&finding));
        }
        self.all.push(finding);
    }
}

/// Returns how many bytes a finding takes.
fn bytes(finding: &Finding) -> usize {
    let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let clause = |clause: &ClauseRef| {
        let texts = [&clause.id, &clause.at, &clause.source, &clause.url];
        texts.into_iter().chain(&clause.reported_by).map(String::len).sum::<usize>()
    };
    let texts = finding.message.len()
        + text(&finding.help)
        + text(&finding.subject)
        + finding.at.path.len()
        + finding.place.len()
        + finding.clause.as_ref().map_or(0, clause)
        + finding.edit.as_ref().map_or(0, |edit| edit.with.len() + edit.at.path.len());
    let beside = finding.labels.iter().map(label).sum::<usize>() + finding.ledger.as_ref().map_or(0, ledger);
    PLACES * size_of::<Finding>() + TEXTS * (texts + beside)
}

fn label(label: &Label) -> usize {
    size_of::<Label>() + label.text.len() + label.at.path.len()
}

fn ledger(ledger: &Ledger) -> usize {
    let path = |site: &Site| site.path.len();
    let line = |line: &LedgerLine| size_of::<LedgerLine>() + line.text.len() + line.at.as_ref().map_or(0, path);
    ledger.lines.iter().map(line).sum()
}
