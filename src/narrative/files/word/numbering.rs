//! The numbers that a program puts before paragraphs: `12.1` of a heading is not in its text.

use std::collections::HashMap;

use super::super::Refusal;
use super::super::xml::{Go, Tag, Walker, walk};

/// The most characters around the numbers of a depth that are kept: `%1.%2.%3.%4.%5.%6.%7.%8.%9` and a word.
const LONGEST: usize = 60;
/// The depths of a list.
const DEPTHS: usize = 9;

/// A depth of a list: the number it begins at, how it writes numbers, and the text around them (`%1.%2`).
#[derive(Clone, Debug, Default)]
struct Depth {
    start: Option<u32>,
    format: String,
    text: String,
    style: Option<String>,
}

/// The lists of a document, and how far each is counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// The kinds of lists, by their ids.
    kinds: HashMap<String, Vec<Depth>>,
    /// The lists by their ids: the kind of each, and the numbers at which it begins otherwise.
    lists: HashMap<String, (String, HashMap<usize, u32>)>,
    counted: HashMap<String, [Option<u32>; DEPTHS]>,
    kind: Option<String>,
    list: Option<String>,
    depth: usize,
}

impl Numbering {
    pub(super) fn read(part: &[u8]) -> Result<Self, Refusal> {
        let mut numbering = Self::default();
        if !part.is_empty() {
            walk(part, &mut numbering)?;
        }
        Ok(numbering)
    }

    /// Counts a paragraph of a list. Returns its number as it is shown; nothing for one that is only marked.
    pub(super) fn count(&mut self, list: &str, depth: Option<u32>, style: Option<&str>) -> Option<String> {
        let (kind, starts) = self.lists.get(list)?;
        let depths = self.kinds.get(kind)?;
        let by_style = || depths.iter().position(|depth| style.is_some() && depth.style.as_deref() == style);
        let at = depth.map(|depth| depth as usize).or_else(by_style).unwrap_or(0).min(DEPTHS - 1);
        let start = |n: usize| starts.get(&n).copied().or_else(|| depths.get(n)?.start).unwrap_or(1);
        let counted = self.counted.entry(kind.clone()).or_default();
        counted[at] = Some(counted[at].map_or_else(|| start(at), |n| n.saturating_add(1)));
        counted[at + 1..].fill(None);
        let shape = depths.get(at)?;
        if matches!(shape.format.as_str(), "bullet" | "none" | "") {
            return None;
        }
        let mut shown = shape.text.clone();
        for (n, depth) in depths.iter().enumerate().take(at + 1) {
            let number = counted[n].unwrap_or_else(|| start(n));
            shown = shown.replace(&format!("%{}", n + 1), &written(number, &depth.format));
        }
        Some(shown)
    }
}

/// Returns a number as a list writes it.
fn written(number: u32, format: &str) -> String {
    let letters = |first: u8| {
        let times = (number.saturating_sub(1) / 26 + 1).min(4) as usize;
        let letter = u8::try_from(number.saturating_sub(1) % 26).unwrap_or(0);
        char::from(first + letter).to_string().repeat(times)
    };
    match format {
        "lowerLetter" => letters(b'a'),
        "upperLetter" => letters(b'A'),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        "decimalZero" => format!("{number:02}"),
        _ => number.to_string(),
    }
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 9] =
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut left = number.min(399);
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    text
}

impl Walker for Numbering {
    fn open(&mut self, tag: &Tag<'_>) -> Result<Go, Refusal> {
        match tag.name {
            "abstractNum" => self.kind = tag.get("abstractNumId"),
            "num" => {
                self.kind = None;
                self.list = tag.get("numId");
            }
            "abstractNumId" => {
                if let (Some(list), Some(kind)) = (&self.list, tag.get("val")) {
                    self.lists.insert(list.clone(), (kind, HashMap::new()));
                }
            }
            "lvl" | "lvlOverride" => self.depth = tag.number("ilvl").unwrap_or(0).min(8) as usize,
            "startOverride" => {
                let list = self.list.as_ref().and_then(|list| self.lists.get_mut(list));
                if let (Some((_, starts)), Some(start)) = (list, tag.number("val")) {
                    starts.insert(self.depth, start);
                }
            }
            name => {
                if let Some(kind) = &self.kind {
                    let depths = self.kinds.entry(kind.clone()).or_insert_with(|| vec![Depth::default(); DEPTHS]);
                    let depth = &mut depths[self.depth];
                    match name {
                        "start" => depth.start = tag.number("val"),
                        "numFmt" => depth.format = tag.get("val").unwrap_or_default(),
                        "lvlText" => depth.text = tag.get("val").unwrap_or_default().chars().take(LONGEST).collect(),
                        "pStyle" => depth.style = tag.get("val"),
                        _ => {}
                    }
                }
            }
        }
        Ok(Go::In)
    }

    fn close(&mut self, _: &'static str, name: &str) -> Result<(), Refusal> {
        match name {
            "abstractNum" => self.kind = None,
            "num" => self.list = None,
            _ => {}
        }
        Ok(())
    }
}
