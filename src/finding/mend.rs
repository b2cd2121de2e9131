//! The mends of a plan: edits that were tried, and the likely causes of its findings, as plain data.

use super::Edit;

/// The trial of a proposed edit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trial {
    /// It was not tried.
    #[default]
    Untried,
    /// It was tried on a copy of the plan: its finding goes, and no other comes.
    Safe,
}

/// A mend: an edit, or several that belong together, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// The edits.
    pub edits: Vec<Edit>,
}

/// One mistake that explains findings: each mend of it does away with all of them and brings no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LikelyCause {
    /// The mistake, in a sentence: lower case, no full stop.
    pub message: String,
    /// The mends. One is the likely cause; of several that are equally likely none is.
    pub mends: Vec<Mend>,
    /// The findings it explains, by their place in the list.
    pub explains: Vec<usize>,
}

impl LikelyCause {
    /// Returns whether it explains several findings.
    pub fn is_of_several(&self) -> bool {
        self.explains.len() > 1
    }

    /// Returns the mend, where there is but one.
    pub fn mend(&self) -> Option<&Mend> {
        match &self.mends[..] {
            [mend] => Some(mend),
            _ => None,
        }
    }

    /// The most edits that a report shows of one cause: a spelling may stand in hundreds of places.
    const SHOWN: usize = 5;

    /// Returns the edits that are shown.
    pub fn shown(&self) -> impl Iterator<Item = &Edit> {
        self.mends.iter().flat_map(|mend| &mend.edits).take(Self::SHOWN)
    }

    /// Returns how many edits there are beside those that are shown.
    pub fn hidden(&self) -> usize {
        self.mends.iter().map(|mend| mend.edits.len()).sum::<usize>().saturating_sub(Self::SHOWN)
    }
}

/// The likely causes of a plan's findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnosis {
    /// The causes, in the order of the first finding of each.
    pub causes: Vec<LikelyCause>,
    /// True when not every mend was tried, as the plan is too large or has too many findings.
    pub is_cut: bool,
}

impl Diagnosis {
    /// Returns the causes that explain several findings each, so that they are told in their stead.
    pub fn of_several(&self) -> impl Iterator<Item = &LikelyCause> + Clone {
        self.causes.iter().filter(|cause| cause.is_of_several())
    }
}
