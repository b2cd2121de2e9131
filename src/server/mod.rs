//! The language server: what an editor asks, in the protocol it speaks, answered from [`editor`](crate::editor).
//!
//! It reads no files and knows no clock: a [`World`] checks the texts of documents. Messages are taken together as they
//! come, so that of several changes only the last text is checked, and nothing is told of an older one.
//!
//! - `world`: what it needs. `serve`: the loop, and the life of the server. `documents`: texts and their changes.
//! - `client`: what the editor can. `answers`: its questions. `speak`: results in the words of the protocol. `tell`:
//!   messages as they are written.

mod answers;
mod client;
mod documents;
mod serve;
mod speak;
mod tell;
mod world;

pub use serve::{End, UNREADABLE, serve};
pub use world::{Look, Subject, Trouble, World};
