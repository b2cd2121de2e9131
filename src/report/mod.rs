//! One file a format, each `fn(&Run, &mut dyn Write) -> io::Result<()>`. No format decides the exit status.

use crate::check::Checked;
use crate::finding::Level;
use crate::period::Date;

/// What there is to report, and how it is to look.
#[derive(Debug)]
pub struct Run<'a> {
    /// The plans, in the order they are reported.
    pub plans: &'a [Checked],
    /// The day of the check.
    pub today: Date,
    /// The level from which a finding fails the check; none means nothing does.
    pub fail_on: Option<Level>,
    /// How it is to look.
    pub view: View,
}

/// How a report is to look.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Whether to colour.
    pub color: bool,
    /// Whether characters beyond ASCII may be used for drawing.
    pub unicode: bool,
    /// Columns of the output.
    pub width: usize,
    /// Only the verdict, not the passed and the not evaluated.
    pub quiet: bool,
    /// Every finding in full, however many there are.
    pub all: bool,
    /// Write out the lines of passed tests' sums.
    pub evidence: bool,
}
