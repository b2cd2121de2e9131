//! `bcf` checks a Better Care Fund plan against the conditions of its planning round.
//!
//! The rooms, lowest first; each may use only those before it:
//!
//! - [`span`], [`cells`], [`money`], [`period`], [`text`], [`unit`](mod@unit): places in a text, exact amounts, years and months,
//!   text made safe to show, units of metrics; they know nothing of plans. Nor does `archive`: what workbooks and documents
//!   are packed in, unpacked within limits.
//! - [`finding`]: the results of a check, as plain data.
//! - [`plan`]: TOML text to a typed plan in which every leaf knows where it is; every complaint is collected.
//! - [`policy`]: the planning rounds as data, each figure beside the clause that gives it.
//! - [`check`]: the engine and the rules; it neither prints nor reads files nor fails.
//! - [`diagnosis`]: the likely causes of findings, and the edits that are safe.
//! - [`compare`]: two checked plans by what they mean: money moved, floors before and after, findings new and fixed.
//! - [`view`]: a checked plan as people look at it: money, floors, grant, metrics, requirements, as plain data.
//! - [`narrative`]: the narrative of a plan held against it, figure by figure.
//! - [`report`]: one file a format.
//! - `write`: a plan's values as data that can be changed, and the TOML text they are written as.
//! - [`editor`]: a checked plan as an editor shows it: marks, hover, what may be written, changes, names, outline.
//! - `server`: an editor is answered from [`editor`], in the protocol it speaks. The feature `lsp` leaves it out.
//! - [`template`]: a plan to fill in, made from a round's data or rolled forward from the last round's.
//! - `workbook`: a plan as a spreadsheet and back; it reads no files. The feature of that name leaves it out.
//! - [`cli`]: the commands; the only room that reads files and writes to the terminal.

#![forbid(unsafe_code)]
#![cfg_attr(
    not(feature = "terminal"),
    expect(dead_code, reason = "what serves a command that is left out is left out by the linker")
)]

#[cfg(any(feature = "workbook", feature = "document"))]
pub(crate) mod archive;
pub mod cells;
pub mod check;
pub mod cli;
pub mod compare;
pub mod diagnosis;
pub mod editor;
pub mod finding;
pub mod money;
pub mod narrative;
pub mod period;
pub mod plan;
pub mod policy;
pub mod report;
#[cfg(feature = "lsp")]
pub mod server;
pub mod span;
pub mod template;
pub mod text;
pub mod unit;
pub mod view;
#[cfg(feature = "workbook")]
pub mod workbook;
pub(crate) mod write;
