//! Deflate without any compression (RFC 1951, 3.2.4), in the place of the slowest and best there is: bcf packs workbooks as
//! everybody does, and asks for nothing better.

use std::io::{self, Write};
use std::num::NonZeroU64;

/// The most bytes of a block.
const BLOCK: usize = 0xffff;

/// The effort that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The number of attempts, of which none is made.
    pub iteration_count: NonZeroU64,
}

impl Default for Options {
    fn default() -> Self {
        Self { iteration_count: NonZeroU64::MIN }
    }
}

/// The kind of blocks that is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub enum BlockType {
    /// The best.
    #[default]
    Dynamic,
}

/// Writes bytes as blocks that are as they are.
#[derive(Debug)]
pub struct DeflateEncoder<W: Write> {
    to: W,
    held: Vec<u8>,
}

impl<W: Write> DeflateEncoder<W> {
    /// Returns what writes to `to`.
    pub const fn new(_options: Options, _block_type: BlockType, to: W) -> Self {
        Self { to, held: Vec::new() }
    }

    /// Returns what it writes to.
    pub const fn get_ref(&self) -> &W {
        &self.to
    }

    /// Returns the same, to be changed.
    pub const fn get_mut(&mut self) -> &mut W {
        &mut self.to
    }

    /// Writes what is left, and returns what it was written to.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        let mut blocks = self.held.chunks(BLOCK).peekable();
        if blocks.peek().is_none() {
            self.to.write_all(&[1, 0, 0, 0xff, 0xff])?;
        }
        while let Some(block) = blocks.next() {
            let length = u16::try_from(block.len()).unwrap_or_default();
            self.to.write_all(&[u8::from(blocks.peek().is_none())])?;
            self.to.write_all(&length.to_le_bytes())?;
            self.to.write_all(&(!length).to_le_bytes())?;
            self.to.write_all(block)?;
        }
        Ok(self.to)
    }
}

impl<W: Write> Write for DeflateEncoder<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
