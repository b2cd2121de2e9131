//! A part of a document, walked from its first element to its last.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::Refusal;
use crate::archive::xml::attributes;

/// The languages whose elements are told apart, each by words that its address has.
const LANGUAGES: [(&str, &str); 9] = [
    ("w", "wordprocessingml"),
    ("mc", "markup-compatibility"),
    ("m", "officeDocument/2006/math"),
    ("text", "opendocument:xmlns:text"),
    ("table", "opendocument:xmlns:table"),
    ("draw", "opendocument:xmlns:drawing"),
    ("office", "opendocument:xmlns:office"),
    ("style", "opendocument:xmlns:style"),
    // What LibreOffice has beyond the standard: fields that text is in.
    ("loext", "office:xmlns:loext"),
];

/// The element that begins: its language, its name, its attributes.
pub(super) struct Tag<'t> {
    pub(super) language: &'static str,
    pub(super) name: &'t str,
    start: &'t BytesStart<'t>,
}

impl Tag<'_> {
    /// Returns an attribute, whatever the prefix of its name.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let local = |key: &str| key.rsplit(':').next() == Some(name);
        let (_, value) = attributes(self.start).find(|(key, _)| local(key) && !key.starts_with("xmlns"))?;
        quick_xml::escape::unescape(value).ok().map(std::borrow::Cow::into_owned)
    }

    /// Returns an attribute that is a number from 0.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.get(name)?.trim().parse().ok()
    }

    /// Returns whether a switch is on: it is where nothing says that it is off.
    pub(super) fn is_on(&self) -> bool {
        !matches!(self.get("val").as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// The way on from an element that begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Go {
    /// Into it.
    In,
    /// Past it: neither what is in it nor its end is met.
    Past,
}

/// The one who walks.
pub(super) trait Walker {
    /// Meets an element that begins.
    fn open(&mut self, tag: &Tag<'_>) -> Result<Go, Refusal>;
    /// Meets the end of one that was gone into.
    fn close(&mut self, language: &'static str, name: &str) -> Result<(), Refusal>;
    /// Meets text.
    fn text(&mut self, _: &str) -> Result<(), Refusal> {
        Ok(())
    }
}

/// Walks through a part.
///
/// # Errors
/// When it is no XML, or what the walker says.
pub(super) fn walk(part: &[u8], walker: &mut impl Walker) -> Result<(), Refusal> {
    let mut reader = NsReader::from_reader(part);
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    let mut depth = 0_usize;
    // The number of elements that are open inside one that is passed by, with it.
    let mut outside = 0_usize;
    loop {
        buffer.clear();
        let (space, event) = reader.read_resolved_event_into(&mut buffer).map_err(|_| Refusal::damaged())?;
        match event {
            Event::Start(_) if outside > 0 => outside += 1,
            Event::End(_) if outside > 0 => outside -= 1,
            Event::Start(start) => {
                let name = start.local_name();
                let tag = Tag { language: language(&space), name: name.as_ref(), start: &start };
                match walker.open(&tag)? {
                    Go::In => depth += 1,
                    Go::Past => outside = 1,
                }
            }
            Event::End(end) => {
                depth = depth.checked_sub(1).ok_or_else(Refusal::damaged)?;
                walker.close(language(&space), end.local_name().as_ref())?;
            }
            Event::Eof if depth == 0 && outside == 0 => return Ok(()),
            Event::DocType(_) | Event::Eof => return Err(Refusal::damaged()),
            _ if outside > 0 => {}
            Event::Text(text) => walker.text(&text)?,
            Event::CData(text) => walker.text(&text)?,
            Event::GeneralRef(name) => match (resolve_predefined_entity(&name), name.resolve_char_ref()) {
                (Some(text), _) => walker.text(text)?,
                (None, Ok(Some(c))) => walker.text(c.encode_utf8(&mut [0; 4]))?,
                _ => return Err(Refusal::damaged()),
            },
            _ => {}
        }
    }
}

fn language(space: &ResolveResult<'_>) -> &'static str {
    let ResolveResult::Bound(space) = space else { return "" };
    let address: &str = space.as_ref();
    LANGUAGES.iter().find(|(_, words)| address.contains(words)).map_or("", |(name, _)| name)
}
