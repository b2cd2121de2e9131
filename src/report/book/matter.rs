//! The knowledge a book is made of.

use crate::period::Date;
use crate::policy::Round;
use crate::report::rounds::ShownRound;

/// The knowledge a book is made of.
#[derive(Debug)]
pub struct Matter<'a> {
    /// Every round.
    pub rounds: &'a [ShownRound<'a>],
    /// The round that samples are of.
    pub example: &'a Round,
    /// The commands, as the program lists them.
    pub commands: &'a [CommandHelp],
    /// The schemas of files, each with what it is of.
    pub schemas: &'a [(String, String, &'static str)],
    /// The day whose round is marked as current.
    pub today: Date,
}

/// A command as the program tells of it.
#[derive(Debug)]
pub struct CommandHelp {
    /// The words behind `bcf`: `check`.
    pub name: String,
    /// Its work, in a line.
    pub says: String,
    /// The text that `--help` prints.
    pub help: String,
}
