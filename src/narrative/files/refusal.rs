//! The reasons for which a file is not read as a narrative.

#[cfg(feature = "document")]
use crate::archive::Damage;

/// The reason a file is not read as a narrative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The words for the file, to be put behind its name: `is a PDF and no narrative`.
    pub message: String,
    /// The way to a file that is read.
    pub help: &'static str,
}

/// The largest size of the unpacked parts of a document that are read, in bytes: a narrative of sixty pages has a tenth.
#[cfg(feature = "document")]
pub(super) const LARGEST: u64 = 64 << 20;
/// The advice on a file that can be saved as a Word file.
pub(super) const SAVE: &str = "open it and save it as a Word file (.docx) or as text";

impl Refusal {
    pub(super) fn new(message: impl Into<String>, help: &'static str) -> Self {
        Self { message: message.into(), help }
    }

    /// Returns the refusal of what this build cannot read.
    #[cfg(not(feature = "document"))]
    pub(super) fn left_out() -> Self {
        Self::new(
            "is no plain text, and this bcf was built without documents",
            "save it as text, or use a bcf built with the feature `document`",
        )
    }
}

#[cfg(feature = "document")]
impl Refusal {
    pub(super) fn damaged() -> Self {
        Self::new("is damaged: it is no whole document", "get the file again, or open it and save it anew")
    }

    pub(super) fn too_large() -> Self {
        let most = LARGEST >> 20;
        Self::new(
            format!("is larger than a narrative can be (when it is unpacked, {most} MiB is the most)"),
            "check that it is the file you meant; give the part of it that is the narrative",
        )
    }

    pub(super) fn too_deep() -> Self {
        Self::new("has tables in tables deeper than a narrative can", SAVE)
    }
}

#[cfg(feature = "document")]
impl From<Damage> for Refusal {
    fn from(damage: Damage) -> Self {
        match damage {
            Damage::Broken | Damage::Twice => Self::damaged(),
            Damage::TooLarge => Self::too_large(),
        }
    }
}
