//! The styles of an OpenDocument text: which make headings, by themselves or by what they are based on, how headings are
//! numbered, and which text is raised or hidden.

use std::collections::HashMap;

use super::super::Refusal;
use super::super::chain::chain;
use super::super::xml::{Go, Tag, Walker};

/// The most depths of headings.
const DEPTHS: u32 = 10;

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    outline: Option<u8>,
    raised: bool,
    hidden: bool,
}

/// The number of the headings of a depth.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbered {
    /// True where there is one.
    pub(super) shown: bool,
    /// The numbers of how many depths it shows, its own the last.
    pub(super) depths: usize,
    /// The number it begins at.
    pub(super) start: u32,
}

/// The styles of a document by their names.
#[derive(Debug, Default)]
pub(super) struct Styles {
    known: HashMap<String, Style>,
    open: Option<String>,
    in_outline: bool,
    /// The numbering of the headings of each depth, from 0.
    pub(super) outline: Vec<Numbered>,
}

impl Styles {
    fn chain(&self, name: &str) -> impl Iterator<Item = &Style> {
        chain(&self.known, name, |style| style.based_on.as_deref())
    }

    /// Returns the level of the headings that a style makes, from 1.
    pub(super) fn heading(&self, name: &str) -> Option<u8> {
        self.chain(name).find_map(|style| style.outline).filter(|level| *level > 0)
    }

    pub(super) fn is_raised(&self, name: &str) -> bool {
        self.chain(name).any(|style| style.raised)
    }

    pub(super) fn is_hidden(&self, name: &str) -> bool {
        self.chain(name).any(|style| style.hidden)
    }

    fn level(&mut self, tag: &Tag<'_>) {
        let level = tag.number("level").unwrap_or(1).clamp(1, DEPTHS) as usize;
        if self.outline.len() < level {
            self.outline.resize(level, Numbered::default());
        }
        self.outline[level - 1] = Numbered {
            shown: tag.get("num-format").is_some_and(|format| !format.is_empty()),
            depths: tag.number("display-levels").unwrap_or(1).clamp(1, DEPTHS) as usize,
            start: tag.number("start-value").unwrap_or(1),
        };
    }
}

impl Walker for Styles {
    fn open(&mut self, tag: &Tag<'_>) -> Result<Go, Refusal> {
        match (tag.language, tag.name) {
            ("style", "style") => {
                let name = tag.get("name").unwrap_or_default();
                let style = Style {
                    based_on: tag.get("parent-style-name"),
                    outline: tag.number("default-outline-level").and_then(|level| u8::try_from(level).ok()),
                    ..Style::default()
                };
                self.known.insert(name.clone(), style);
                self.open = Some(name);
            }
            ("style", "text-properties") => {
                if let Some(style) = self.open.as_ref().and_then(|name| self.known.get_mut(name)) {
                    let position = tag.get("text-position").unwrap_or_default();
                    style.raised = position.starts_with("super")
                        || position.starts_with(|c: char| c.is_ascii_digit()) && !position.starts_with('0');
                    style.hidden = tag.get("display").as_deref() == Some("none");
                }
            }
            ("text", "outline-style") => self.in_outline = true,
            ("text", "outline-level-style") if self.in_outline => self.level(tag),
            ("office", "body") => return Ok(Go::Past),
            _ => {}
        }
        Ok(Go::In)
    }

    fn close(&mut self, language: &'static str, name: &str) -> Result<(), Refusal> {
        match (language, name) {
            ("style", "style") => self.open = None,
            ("text", "outline-style") => self.in_outline = false,
            _ => {}
        }
        Ok(())
    }
}
