//! The two encodings that the parts of a workbook may have (ISO/IEC 29500-2, 8.1.4): the tables of all others would be a
//! tenth of the page. A part that names another cannot be read.

use std::borrow::Cow;

/// An encoding.
#[derive(Debug, PartialEq, Eq)]
pub struct Encoding {
    name: &'static str,
    /// Reads two bytes as a unit of UTF-16; none of UTF-8.
    unit: Option<fn([u8; 2]) -> u16>,
}

/// UTF-8.
pub static UTF_8: &Encoding = &Encoding { name: "UTF-8", unit: None };
/// UTF-16, the lower byte first.
pub static UTF_16LE: &Encoding = &Encoding { name: "UTF-16LE", unit: Some(u16::from_le_bytes) };
/// UTF-16, the higher byte first.
pub static UTF_16BE: &Encoding = &Encoding { name: "UTF-16BE", unit: Some(u16::from_be_bytes) };

impl Encoding {
    /// Returns the encoding that a label names.
    #[must_use]
    pub fn for_label(label: &[u8]) -> Option<&'static Self> {
        let label = str::from_utf8(label).ok()?.trim();
        let is = |names: &[&str]| names.iter().any(|name| label.eq_ignore_ascii_case(name));
        if is(&["utf-8", "utf8"]) {
            Some(UTF_8)
        } else if is(&["utf-16", "utf-16le"]) {
            Some(UTF_16LE)
        } else {
            is(&["utf-16be"]).then_some(UTF_16BE)
        }
    }

    /// Returns its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns a text; nothing where the bytes are none.
    #[must_use]
    pub fn decode_without_bom_handling_and_without_replacement<'a>(&self, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
        let Some(unit) = self.unit else { return str::from_utf8(bytes).ok().map(Cow::Borrowed) };
        let (units, []) = bytes.as_chunks::<2>() else { return None };
        let text: Result<String, _> = char::decode_utf16(units.iter().map(|two| unit(*two))).collect();
        text.ok().map(Cow::Owned)
    }

    /// Returns a text, with a sign in the place of what is none, and whether there was such a thing.
    #[must_use]
    pub fn decode<'a>(&'static self, bytes: &'a [u8]) -> (Cow<'a, str>, &'static Self, bool) {
        match self.decode_without_bom_handling_and_without_replacement(bytes) {
            Some(text) => (text, self, false),
            None => (String::from_utf8_lossy(bytes), self, true),
        }
    }

    /// Returns what reads a text in parts.
    #[must_use]
    pub const fn new_decoder_without_bom_handling(&'static self) -> Decoder {
        Decoder { encoding: self }
    }
}

/// The end of reading a part of a text.
#[derive(Debug)]
pub enum DecoderResult {
    /// All was read.
    InputEmpty,
    /// There was no room for more.
    OutputFull,
    /// Something was no text.
    Malformed(u8, u8),
}

/// Reads a text that is there as a whole.
#[derive(Debug)]
pub struct Decoder {
    encoding: &'static Encoding,
}

impl Decoder {
    /// Returns its encoding.
    #[must_use]
    pub const fn encoding(&self) -> &'static Encoding {
        self.encoding
    }

    /// Returns the most bytes that a text of so many bytes has as UTF-8.
    #[must_use]
    pub const fn max_utf8_buffer_length_without_replacement(&self, bytes: usize) -> Option<usize> {
        bytes.checked_mul(3)
    }

    /// Reads a whole text.
    pub fn decode_to_string_without_replacement(
        &mut self,
        bytes: &[u8],
        text: &mut String,
        _last: bool,
    ) -> (DecoderResult, usize) {
        match self.encoding.decode_without_bom_handling_and_without_replacement(bytes) {
            Some(read) => {
                text.push_str(&read);
                (DecoderResult::InputEmpty, bytes.len())
            }
            None => (DecoderResult::Malformed(0, 0), 0),
        }
    }

    /// Refuses to read a part of a text: nothing of the page asks for one.
    pub const fn decode_to_utf8_without_replacement(
        &mut self,
        _bytes: &[u8],
        _text: &mut [u8],
        _last: bool,
    ) -> (DecoderResult, usize, usize) {
        (DecoderResult::Malformed(0, 0), 0, 0)
    }
}
