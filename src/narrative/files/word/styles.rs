//! The styles of paragraphs: which make headings, and which a table of contents, by themselves or by what they are based
//! on.

use std::collections::HashMap;

use super::super::Refusal;
use super::super::chain::chain;
use super::super::xml::{Go, Tag, Walker, walk};

/// The level of a paragraph's outline, counted from 0, that says it is no heading.
const NO_HEADING: u32 = 9;

/// A style as its file has it.
#[derive(Clone, Debug, Default)]
struct Style {
    id: String,
    name: String,
    based_on: Option<String>,
    outline: Option<u32>,
    list: Option<String>,
    depth: Option<u32>,
}

/// The styles of a document by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    open: Option<Style>,
}

impl Styles {
    pub(super) fn read(part: &[u8]) -> Result<Self, Refusal> {
        let mut styles = Self::default();
        if !part.is_empty() {
            walk(part, &mut styles)?;
        }
        Ok(styles)
    }

    /// Goes through a style and those it is based on, the nearest first.
    fn chain(&self, id: &str) -> impl Iterator<Item = &Style> {
        chain(&self.styles, id, |style| style.based_on.as_deref())
    }

    /// Returns the level of the headings that a style makes, from 1.
    pub(super) fn heading(&self, id: &str) -> Option<u8> {
        let by_name = |style: &Style| {
            let level = style.name.to_lowercase().strip_prefix("heading ")?.trim().parse::<u32>().ok()?;
            level.checked_sub(1)
        };
        let outline = self.chain(id).find_map(|style| style.outline.or_else(|| by_name(style)));
        outline.and_then(level)
    }

    /// Returns whether a style is of entries of a table of contents.
    pub(super) fn is_contents(&self, id: &str) -> bool {
        self.chain(id).any(|style| {
            let name = style.name.to_lowercase();
            name.starts_with("toc ") || name.starts_with("contents ") || name.contains("table of figures")
        })
    }

    /// Returns the list a style numbers its paragraphs in, with the depth where it says one, and the style that says so.
    pub(super) fn list(&self, id: &str) -> Option<(&str, Option<u32>, &str)> {
        self.chain(id).find_map(|style| Some((style.list.as_deref()?, style.depth, style.id.as_str())))
    }
}

/// Returns the level of a heading by that of its outline, which is counted from 0.
pub(super) fn level(outline: u32) -> Option<u8> {
    u8::try_from(outline).ok().filter(|_| outline < NO_HEADING).map(|outline| outline + 1)
}

impl Walker for Styles {
    fn open(&mut self, tag: &Tag<'_>) -> Result<Go, Refusal> {
        let of = || tag.get("val");
        if tag.name == "style" {
            self.open = Some(Style { id: tag.get("styleId").unwrap_or_default(), ..Style::default() });
            return Ok(Go::In);
        }
        let Some(style) = &mut self.open else { return Ok(Go::In) };
        match tag.name {
            "name" => style.name = of().unwrap_or_default(),
            "basedOn" => style.based_on = of(),
            "outlineLvl" => style.outline = tag.number("val"),
            "numId" => style.list = of(),
            "ilvl" => style.depth = tag.number("val"),
            "pPrChange" | "tblStylePr" => return Ok(Go::Past),
            _ => {}
        }
        Ok(Go::In)
    }

    fn close(&mut self, _: &'static str, name: &str) -> Result<(), Refusal> {
        if name == "style"
            && let Some(style) = self.open.take()
        {
            self.styles.entry(style.id.clone()).or_insert(style);
        }
        Ok(())
    }
}
