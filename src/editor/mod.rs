//! A plan as an editor shows it, as plain data: the marks under its figures, what the cursor is on, what may be written
//! there, the changes that mend it, the places a name is used in, and its outline.
//!
//! Everything is asked of one value, a [`Sheet`]: a plan that was checked once, so that a keystroke costs one check
//! whatever is asked afterwards. How an editor is spoken to is no matter of this room: the language server and the page
//! both take its results as they are, and each result can be serialized.
//!
//! Places are bytes of the plan's text. [`Carets`](crate::span::Carets) turns them into the lines and characters of an
//! editor and back; a result that has many places, or other results in it, has a `map_at`, which gives the same result with
//! its places in another form.
//!
//! - `sheet`: the value. `marks`, `hover` with `note` and `totals`, `offers`, `actions`, `names`, `outline`: what it is asked.
//! - `under`: what is at a place of a plan. `typing`: what is being typed, in a text that need not read.
//!
//! The room is complete.

mod actions;
mod hover;
mod marks;
mod names;
mod note;
mod offers;
mod outline;
mod sheet;
mod totals;
mod typing;
mod under;

pub use actions::{Action, Change};
pub use hover::Hover;
pub use marks::{Mark, Related};
pub use names::NoRename;
pub use note::{Citation, Note, NoteKind};
pub use offers::{Offer, OfferKind};
pub use outline::{Fold, Lens, Sum, Symbol, SymbolKind};
pub use sheet::Sheet;
