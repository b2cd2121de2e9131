//! XML that is changed in places: every byte that no edit names stays as it was.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::{BytesStart, Event};

use crate::span::BYTE_ORDER_MARK;

/// An XML text that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Broken;

/// The kind of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It begins an element.
    Open,
    /// It ends an element.
    Close,
    /// It is the whole of an element.
    Empty,
}

/// A tag, with its place in the text.
#[derive(Clone, Debug)]
pub(super) struct Tag<'x> {
    pub(super) kind: Kind,
    pub(super) place: Range<usize>,
    /// The number of elements it is inside of.
    pub(super) depth: usize,
    /// The name as it is written, with its prefix.
    pub(super) name: &'x str,
    /// The name and the attributes.
    content: &'x str,
}

impl<'x> Tag<'x> {
    /// Returns the name without its prefix.
    pub(super) fn local(&self) -> &'x str {
        self.name.rsplit_once(':').map_or(self.name, |(_, local)| local)
    }

    /// Returns the prefix with its colon, to be written before the names of elements of the same kind.
    pub(super) fn prefix(&self) -> &'x str {
        &self.name[..self.name.len() - self.local().len()]
    }

    /// Returns whether it begins an element, whole or not.
    pub(super) fn begins(&self) -> bool {
        self.kind != Kind::Close
    }

    /// Returns the attributes as they are written: each name with its escaped value.
    fn attributes(&self) -> Vec<(String, String)> {
        let start = BytesStart::from_content(self.content, self.name.len());
        let mut all = start.attributes();
        let all = all.with_checks(false).filter_map(Result::ok);
        all.map(|attribute| (attribute.key.0.to_owned(), attribute.value.into_owned())).collect()
    }

    /// Returns the first attribute whose name `is` a certain one.
    fn find(&self, is: impl Fn(&str) -> bool) -> Option<(String, String)> {
        let start = BytesStart::from_content(self.content, self.name.len());
        let mut all = start.attributes();
        let found = all.with_checks(false).filter_map(Result::ok).find(|attribute| is(attribute.key.0))?;
        let value = unescape(&found.value).map_or_else(|_| found.value.to_string(), std::borrow::Cow::into_owned);
        Some((found.key.0.to_owned(), value))
    }

    /// Returns the value of an attribute by its whole name.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        self.find(|key| key == name).map(|(_, value)| value)
    }

    /// Returns the number an attribute is.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.get(name)?.trim().parse().ok()
    }

    /// Returns whether an attribute says yes.
    pub(super) fn says(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| matches!(value.trim(), "1" | "true" | "on"))
    }

    /// Returns the value of an attribute with a prefix, by its name without it: the id of a relationship.
    pub(super) fn get_prefixed(&self, local: &str) -> Option<String> {
        let is = |key: &str| key.split_once(':').is_some_and(|(prefix, name)| name == local && prefix != "xmlns");
        self.find(is).map(|(_, value)| value)
    }

    /// Returns the prefix, with its colon, that stands for a namespace here.
    pub(super) fn prefix_of(&self, namespace: &str) -> Option<String> {
        let all = self.attributes().into_iter();
        let mut named = all.filter(|(_, value)| value == namespace);
        named.find_map(|(key, _)| key.strip_prefix("xmlns:").map(|prefix| format!("{prefix}:")))
    }

    /// Returns the namespace of its own name, where it says so itself.
    pub(super) fn namespace(&self) -> Option<String> {
        match self.prefix().strip_suffix(':') {
            Some(prefix) => self.get(&format!("xmlns:{prefix}")),
            None => self.get("xmlns"),
        }
    }

    /// Returns it with some attributes set, or left out.
    pub(super) fn with(&self, set: &[(&str, Option<&str>)]) -> String {
        let mut text = format!("<{}", self.name);
        let mut put = |name: &str, value: &str| {
            let quote = if value.contains('"') { '\'' } else { '"' };
            text.extend([" ", name, "="]);
            text.push(quote);
            text.push_str(value);
            text.push(quote);
        };
        let there = self.attributes();
        for (name, value) in &there {
            match set.iter().find(|(key, _)| key == name) {
                None => put(name, value),
                Some((_, Some(value))) => put(name, value),
                Some((_, None)) => {}
            }
        }
        for (name, value) in set.iter().filter(|(key, _)| there.iter().all(|(name, _)| name != key)) {
            if let Some(value) = value {
                put(name, value);
            }
        }
        text + if self.kind == Kind::Empty { "/>" } else { ">" }
    }
}

/// The tags of a text, one after the other.
pub(super) struct Tags<'x> {
    text: &'x str,
    reader: Reader<&'x [u8]>,
    /// The place in the whole text where reading began.
    from: usize,
    depth: usize,
}

impl<'x> Tags<'x> {
    /// Returns the tags of a whole text.
    pub(super) fn of(text: &'x str) -> Self {
        Self::between(text, 0..text.len())
    }

    /// Returns the tags inside an element.
    pub(super) fn inside(text: &'x str, element: &Element<'x>) -> Self {
        Self::between(text, element.inner())
    }

    fn between(text: &'x str, place: Range<usize>) -> Self {
        let mut reader = Reader::from_str(&text[place.clone()]);
        reader.config_mut().check_end_names = true;
        Self { text, reader, from: place.start, depth: 0 }
    }

    /// Returns the next tag.
    ///
    /// # Errors
    /// When the text is no XML.
    pub(super) fn next(&mut self) -> Result<Option<Tag<'x>>, Broken> {
        loop {
            let start = self.at()?;
            let kind = match self.reader.read_event().map_err(|_| Broken)? {
                Event::Start(_) => Kind::Open,
                Event::End(_) => Kind::Close,
                Event::Empty(_) => Kind::Empty,
                Event::Eof if self.depth == 0 => return Ok(None),
                Event::Eof => return Err(Broken),
                _ => continue,
            };
            if kind == Kind::Close {
                self.depth = self.depth.checked_sub(1).ok_or(Broken)?;
            }
            let place = start..self.at()?;
            let content = self.text.get(place.clone()).ok_or(Broken)?.trim_start_matches(['<', '/']);
            let content = content.trim_end_matches('>').trim_end_matches('/');
            let name = content.split(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
            let tag = Tag { kind, place, depth: self.depth, name, content };
            if kind == Kind::Open {
                self.depth += 1;
            }
            return Ok(Some(tag));
        }
    }

    fn at(&self) -> Result<usize, Broken> {
        usize::try_from(self.reader.buffer_position()).map(|at| self.from + at).map_err(|_| Broken)
    }
}

/// An element: the tag that begins it, and the place of the one that ends it.
#[derive(Clone, Debug)]
pub(super) struct Element<'x> {
    pub(super) open: Tag<'x>,
    /// The tag that ends it; nothing behind the first one where that is the whole of it.
    pub(super) close: Range<usize>,
}

impl Element<'_> {
    /// Returns the place of what is inside it.
    pub(super) fn inner(&self) -> Range<usize> {
        self.open.place.end..self.close.start
    }

    /// Returns the place of the whole of it.
    pub(super) fn place(&self) -> Range<usize> {
        self.open.place.start..self.close.end
    }
}

/// Returns the elements of a text that are inside of `depth` others, in order.
///
/// # Errors
/// When the text is no XML.
fn at_depth<'x>(mut tags: Tags<'x>, depth: usize) -> Result<Vec<Element<'x>>, Broken> {
    let mut all: Vec<Element<'x>> = Vec::new();
    while let Some(tag) = tags.next()? {
        match tag.kind {
            _ if tag.depth != depth => {}
            Kind::Close => all.last_mut().ok_or(Broken)?.close = tag.place,
            _ => {
                let end = tag.place.end;
                all.push(Element { open: tag, close: end..end });
            }
        }
    }
    Ok(all)
}

/// Returns the elements right inside another.
pub(super) fn children<'x>(text: &'x str, element: &Element<'x>) -> Result<Vec<Element<'x>>, Broken> {
    at_depth(Tags::inside(text, element), 0)
}

/// The root of a text, and the elements right inside it.
pub(super) struct Outline<'x> {
    pub(super) root: Element<'x>,
    pub(super) parts: Vec<Element<'x>>,
}

impl<'x> Outline<'x> {
    /// Reads it.
    ///
    /// # Errors
    /// When the text is no XML.
    pub(super) fn of(text: &'x str) -> Result<Self, Broken> {
        let root = at_depth(Tags::of(text), 0)?.into_iter().next().ok_or(Broken)?;
        let parts = children(text, &root)?;
        Ok(Self { root, parts })
    }

    /// Returns the part of this name.
    pub(super) fn part(&self, local: &str) -> Option<&Element<'x>> {
        self.parts.iter().find(|part| part.open.local() == local)
    }
}

/// A text and what is to be changed of it.
pub(super) struct Edited<'x> {
    text: &'x str,
    edits: Vec<(Range<usize>, String)>,
}

impl<'x> Edited<'x> {
    pub(super) fn new(text: &'x str) -> Self {
        Self { text, edits: Vec::new() }
    }

    /// Puts something in the place of a part of the text.
    pub(super) fn replace(&mut self, place: Range<usize>, with: impl Into<String>) {
        self.edits.push((place, with.into()));
    }

    /// Puts something in between.
    pub(super) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    /// Sets attributes of an element and adds to what is inside it, before and behind what is there.
    pub(super) fn grow(&mut self, element: &Element<'_>, set: &[(&str, Option<&str>)], first: &str, last: &str) {
        let open = &element.open;
        if open.kind == Kind::Empty && !(first.is_empty() && last.is_empty()) {
            let begun = Tag { kind: Kind::Open, ..open.clone() }.with(set);
            return self.replace(element.place(), format!("{begun}{first}{last}</{}>", open.name));
        }
        if !set.is_empty() {
            self.replace(open.place.clone(), open.with(set));
        }
        if !first.is_empty() {
            self.insert(open.place.end, first);
        }
        if !last.is_empty() {
            self.insert(element.close.start, last);
        }
    }

    /// Returns the changed text.
    pub(super) fn finish(mut self) -> String {
        // What is put before something comes before what takes its place.
        self.edits.sort_by_key(|(place, _)| (place.start, place.end));
        let more: usize = self.edits.iter().map(|(_, with)| with.len()).sum();
        let mut text = String::with_capacity(self.text.len() + more);
        let mut at = 0;
        for (place, with) in &self.edits {
            text.push_str(&self.text[at..place.start]);
            text.push_str(with);
            at = place.end;
        }
        text + &self.text[at..]
    }
}

/// Returns a text without the mark that says how it is encoded.
pub(super) fn unmarked(text: &str) -> &str {
    text.trim_start_matches(BYTE_ORDER_MARK)
}

/// Returns a text as the value of an attribute.
pub(super) fn attribute(text: &str) -> String {
    escape(&*allowed(text)).replace('\n', "&#10;").replace('\t', "&#9;")
}

/// Returns a text as a cell or a note holds it: nothing in it is taken for a tag, or for a character that is spelt out
/// as `_x0041_`.
pub(super) fn content(text: &str) -> String {
    let allowed = allowed(text);
    let mut plain = String::with_capacity(allowed.len());
    for (at, c) in allowed.char_indices() {
        let rest = allowed.as_bytes().get(at..at + 7).unwrap_or_default();
        let spelt = matches!(rest, [b'_', b'x', digits @ .., b'_'] if digits.iter().all(u8::is_ascii_hexdigit));
        plain.push_str(if spelt { "_x005F" } else { "" });
        plain.push(c);
    }
    escape(plain).into_owned()
}

/// Returns a text with the characters that XML cannot hold replaced.
fn allowed(text: &str) -> String {
    let is = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().map(|c| if is(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_edit_names_stays_as_it_was() {
        let text = "<?xml version='1.0'?>\r\n<x:a  b = 'say \"&amp;\"'><!-- <c/> --><x:c d=\"1\"/> <e>t</e></x:a >\n";
        let outline = Outline::of(text).unwrap();
        assert_eq!(Edited::new(text).finish(), text);
        assert_eq!(outline.parts.iter().map(|part| part.open.local()).collect::<Vec<_>>(), ["c", "e"]);
        let mut edited = Edited::new(text);
        edited.grow(outline.part("c").unwrap(), &[("d", None), ("n", Some("2"))], "<f/>", "");
        edited.grow(&outline.root, &[("n", Some("3"))], "", "<z/>");
        let wanted = "<?xml version='1.0'?>\r\n<x:a b='say \"&amp;\"' n=\"3\"><!-- <c/> --><x:c n=\"2\"><f/></x:c> <e>t</e><z/></x:a >\n";
        assert_eq!(edited.finish(), wanted);
        assert_eq!(outline.root.open.get("b").as_deref(), Some("say \"&\""));
    }

    #[test]
    fn what_is_no_xml_is_told() {
        for text in ["", "<a>", "<a></b>", "</a>", "<a><b></a></b>"] {
            assert!(Outline::of(text).is_err(), "{text}");
        }
    }

    #[test]
    fn nothing_in_a_text_is_taken_for_more_than_text() {
        assert_eq!(content("<&>_x0041_ _x41_ \u{1}\u{ffff}é"), "&lt;&amp;&gt;_x005F_x0041_ _x41_ \u{fffd}\u{fffd}é");
        assert_eq!(attribute("'\"\n"), "&apos;&quot;&#10;");
    }
}
