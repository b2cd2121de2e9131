//! Colour, where the output wants any.

use std::fmt;

use crate::finding::Level;

/// Puts colour on text, or leaves it alone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paint(pub bool);

/// A colour by what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    /// A heading.
    Strong,
    /// Beside the point.
    Faint,
    /// Wrong.
    Bad,
    /// Doubtful.
    Doubtful,
    /// Worth knowing.
    Notable,
    /// In order.
    Good,
}

impl From<Level> for Ink {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::Bad,
            Level::Warning => Self::Doubtful,
            Level::Advice => Self::Notable,
        }
    }
}

impl Ink {
    const fn code(self) -> &'static str {
        match self {
            Self::Strong => "1",
            Self::Faint => "2",
            Self::Bad => "1;31",
            Self::Doubtful => "1;33",
            Self::Notable => "1;36",
            Self::Good => "1;32",
        }
    }
}

/// A text in a colour.
#[derive(Debug)]
pub(crate) struct Painted<T> {
    ink: Option<Ink>,
    text: T,
}

impl Paint {
    /// Returns `text` in `ink`.
    pub(crate) fn ink<T: fmt::Display>(self, ink: Ink, text: T) -> Painted<T> {
        Painted { ink: self.0.then_some(ink), text }
    }
}

impl<T: fmt::Display> fmt::Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(ink) = self.ink else { return self.text.fmt(f) };
        write!(f, "\x1b[{}m", ink.code())?;
        self.text.fmt(f)?;
        f.write_str("\x1b[0m")
    }
}
