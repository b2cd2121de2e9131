//! The checker as a program that a browser runs: three functions over bytes in memory, and no bindings.
//!
//! A message is the length of its head (four bytes, the lowest first), the head as JSON, and the bytes of the files that
//! the head names, one after the other. [`run::run`] is a command on files in memory; [`edit::edit`] what an editor
//! asks about a text.

mod edit;
mod frame;
mod run;

use serde::Deserialize;

use frame::{Files, Message};

/// A question of the page.
#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
enum Question {
    Run(run::Question),
    Edit(edit::Question),
}

/// Returns the answer to a message: one that is no question has its mistake for an answer.
#[must_use]
pub fn answer(message: &[u8]) -> Vec<u8> {
    let answered = Message::<Question>::read(message).and_then(|Message { head, files }| match head {
        Question::Run(question) => Ok(run::run(question, files)),
        Question::Edit(question) => edit::edit(&question, files).map(|told| frame::write(&told, &Files::default())),
    });
    answered.unwrap_or_else(|mistake| frame::write(&frame::Mistake { mistake }, &Files::default()))
}

/// The only door of the program, through which whole messages pass.
#[cfg(target_arch = "wasm32")]
#[expect(unsafe_code, reason = "a browser hands over addresses and lengths")]
mod door {
    use std::slice;

    /// Returns an address and a length as one number: the lower and the upper half.
    fn packed(bytes: &[u8]) -> u64 {
        (bytes.as_ptr() as usize as u64) | (bytes.len() as u64) << 32
    }

    /// Returns the address of so many bytes for a message.
    #[unsafe(no_mangle)]
    extern "C" fn room(length: usize) -> *mut u8 {
        Box::leak(vec![0_u8; length].into_boxed_slice()).as_mut_ptr()
    }

    /// Takes a message out of its room, and returns the address of the answer and its length, in the lower and the upper
    /// half.
    ///
    /// # Safety
    /// The address must come from [`room`], with the length that was asked for.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn call(address: *mut u8, length: usize) -> u64 {
        // SAFETY: the caller gives back what `room` gave out.
        let message = unsafe { Box::from_raw(slice::from_raw_parts_mut(address, length)) };
        packed(Box::leak(super::answer(&message).into_boxed_slice()))
    }

    /// Takes back an answer that was read.
    ///
    /// # Safety
    /// The address and the length must be those of one answer of [`call`], once.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn done(address: *mut u8, length: usize) {
        // SAFETY: the caller gives back what `call` gave out.
        drop(unsafe { Box::from_raw(slice::from_raw_parts_mut(address, length)) });
    }
}
