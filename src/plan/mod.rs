//! TOML text to a typed plan in which every leaf knows its place. The reader checks shape, rules check sense;
//! what cannot be read is collected as complaints and never stops the reading.
//!
//! The format is declared once, section by section, in [`sections`](self): the reader, the description of the format and
//! the notes that rules go through all come from there.
//!
//! - `form`, `kinds`: how a section declares its keys, and the kinds of values they have.
//! - `sections`, `model`: the declarations.
//! - `reader`, `fields`, `read`: text to plan. `notes`: what is noted on the way. `doubt`: what is left unread.
//! - `shape`, `describe`, `format`: the format as data.
//! - `names`, `path`, `places`: what findings call the places of a plan.

mod conventions;
mod describe;
mod doubt;
mod field;
mod fields;
mod floors;
mod form;
mod format;
mod keys;
mod kinds;
mod likeness;
mod meant;
mod model;
mod names;
mod notes;
mod outside;
mod path;
mod places;
mod published;
mod read;
mod reader;
mod sections;
pub mod shape;
pub mod syntax;
mod words;

pub use conventions::{is_baseline, is_surplus};
pub use doubt::{Doubt, Doubts};
pub use field::{
    Amounts, Complaint, ComplaintKind, Field, Figure, Form, List, Named, Number, Numbers, Place, PlanDate, Series,
    Text, Values, named,
};
pub use floors::{CONTINGENCY, OUT_OF_HOSPITAL, SOCIAL_CARE};
pub use format::{entry_of, format, is_misspelt, key_at, keys};
pub use likeness::{COMPANION, Likeness, accompanies, likeness};
pub use model::{HEADER, Plan};
pub use notes::{FigureNote, Known, Notes, Reference, SeriesNote};
pub use outside::Published;
pub use path::{path_segments, segment};
pub use published::Replaced;
pub use reader::shortened;
pub(crate) use reader::{FROM, TO};
pub use sections::*;
pub use words::*;
