//! The looks of cells: a shade beside everything a cell's look has already, and those of the sheet of findings.

use std::collections::HashMap;

use super::xml::{Broken, Edited, Element, Outline, children};
use crate::finding::Level;

/// The shades of the levels: one for dark text and one for light text, which stays as it is.
const SHADES: [(Level, [&str; 2]); 3] = [
    (Level::Error, ["FFF8C9C4", "FF9C2B20"]),
    (Level::Warning, ["FFFFE7A3", "FF7A5B00"]),
    (Level::Advice, ["FFD6E6F5", "FF2B5C8A"]),
];
const WHITE: &str = "FFFFFFFF";
const DARK: &str = "FF1F3B57";
const BAD: &str = "FFA61B1B";
const GOOD: &str = "FF1B6E3C";
const LINK: &str = "FF0B5CAD";

/// A look of the sheet of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// A verdict: a pass or not.
    Verdict(bool),
    /// The header of a column.
    Header,
    /// A text.
    Text,
    /// A link to a cell.
    Link,
    /// The level of a finding whose cell is marked.
    Level(Level),
}

/// The looks that a new sheet has, in the order they are added in.
const LOOKS: [Look; 8] = [
    Look::Verdict(true),
    Look::Verdict(false),
    Look::Header,
    Look::Text,
    Look::Link,
    Look::Level(Level::Error),
    Look::Level(Level::Warning),
    Look::Level(Level::Advice),
];

impl Look {
    /// Returns what its font has beside the usual one: what stands before the size, the size and the colour.
    fn font(self) -> (&'static str, Option<u32>, Option<&'static str>) {
        match self {
            Self::Verdict(passes) => ("<b/>", Some(12), Some(if passes { GOOD } else { BAD })),
            Self::Header => ("<b/>", None, Some(WHITE)),
            Self::Text => ("", None, None),
            Self::Link => ("<u/>", None, Some(LINK)),
            Self::Level(_) => ("<b/>", None, None),
        }
    }
}

/// The looks of a workbook, and those that are added to them.
pub(super) struct Styles<'x> {
    text: &'x str,
    prefix: &'x str,
    fonts: Element<'x>,
    fills: Element<'x>,
    formats: Element<'x>,
    own_fonts: Vec<Font>,
    number_of_fills: usize,
    own: Vec<Element<'x>>,
    added: Vec<String>,
    shaded: HashMap<(usize, Level), usize>,
}

/// A font, as far as it matters here.
#[derive(Clone, Debug, Default)]
struct Font {
    name: Option<String>,
    size: Option<String>,
    is_light: bool,
}

impl<'x> Styles<'x> {
    /// Reads the looks of a workbook.
    ///
    /// # Errors
    /// When there is none to add to.
    pub(super) fn read(text: &'x str) -> Result<Self, Broken> {
        let outline = Outline::of(text)?;
        let part = |name| outline.part(name).cloned().ok_or(Broken);
        let (fonts, fills, formats) = (part("fonts")?, part("fills")?, part("cellXfs")?);
        let own = children(text, &formats)?;
        let own_fonts = children(text, &fonts)?.iter().map(|font| Font::read(text, font)).collect::<Result<_, _>>()?;
        let number_of_fills = children(text, &fills)?.len();
        let prefix = outline.root.open.prefix();
        let mut styles = Self {
            text,
            prefix,
            fonts,
            fills,
            formats,
            own_fonts,
            number_of_fills,
            own,
            added: Vec::new(),
            shaded: HashMap::new(),
        };
        if styles.own.is_empty() || styles.own_fonts.is_empty() {
            return Err(Broken);
        }
        for (n, look) in LOOKS.into_iter().enumerate() {
            let format = styles.format(n, look);
            styles.added.push(format);
        }
        Ok(styles)
    }

    /// Returns the colour of the tab of the sheet of findings.
    pub(super) fn tab(passes: bool) -> &'static str {
        if passes { GOOD } else { BAD }
    }

    /// Returns the looks of a workbook that has none of its own: the usual one alone.
    pub(super) fn plain(main: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<styleSheet xmlns=\"{main}\"><fonts><font>\
             <sz val=\"11\"/><name val=\"Calibri\"/></font></fonts><fills><fill><patternFill patternType=\"none\"/></fill>\
             <fill><patternFill patternType=\"gray125\"/></fill></fills><borders><border><left/><right/><top/><bottom/>\
             <diagonal/></border></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf numFmtId=\"0\" fontId=\"0\" \
             fillId=\"0\" borderId=\"0\" xfId=\"0\"/></cellXfs></styleSheet>"
        )
    }

    /// Returns the number of a look of the sheet of findings.
    pub(super) fn look(&self, look: Look) -> usize {
        self.own.len() + LOOKS.iter().position(|one| *one == look).unwrap_or_default()
    }

    /// Returns the number of the look that a cell of a certain look has with a shade.
    pub(super) fn shade(&mut self, base: usize, level: Level) -> usize {
        let base = if base < self.own.len() { base } else { 0 };
        if let Some(known) = self.shaded.get(&(base, level)) {
            return *known;
        }
        let own = &self.own[base];
        let font = own.open.number("fontId").and_then(|font| self.own_fonts.get(font as usize));
        let fill = self.fill(level, font.is_some_and(|font| font.is_light)).to_string();
        let open = own.open.with(&[("fillId", Some(&fill)), ("applyFill", Some("1"))]);
        let rest = &self.text[own.open.place.end..own.place().end];
        let number = self.own.len() + self.added.len();
        self.added.push(open + rest);
        self.shaded.insert((base, level), number);
        number
    }

    /// Returns the number of a fill that is added.
    fn fill(&self, level: Level, on_light: bool) -> usize {
        let level = SHADES.iter().position(|(one, _)| *one == level).unwrap_or_default();
        self.number_of_fills + 2 * level + usize::from(on_light)
    }

    fn format(&self, n: usize, look: Look) -> String {
        let prefix = self.prefix;
        let font = self.own_fonts.len() + n;
        let fill = match look {
            Look::Level(level) => self.fill(level, false),
            Look::Header => self.number_of_fills + 2 * SHADES.len(),
            _ => 0,
        };
        let wrap = if look == Look::Link { "" } else { " wrapText=\"1\"" };
        format!(
            "<{prefix}xf numFmtId=\"0\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" \
             applyFill=\"1\" applyAlignment=\"1\"><{prefix}alignment vertical=\"top\"{wrap}/></{prefix}xf>"
        )
    }

    /// Returns the text with what was added.
    pub(super) fn finish(self) -> String {
        let prefix = self.prefix;
        let colors = SHADES.iter().flat_map(|(_, colors)| colors).chain([&DARK]);
        let fills = colors.map(|color| {
            format!(
                "<{prefix}fill><{prefix}patternFill patternType=\"solid\"><{prefix}fgColor rgb=\"{color}\"/>\
                 <{prefix}bgColor indexed=\"64\"/></{prefix}patternFill></{prefix}fill>"
            )
        });
        let usual = self.own_fonts.first().cloned().unwrap_or_default();
        let fonts = LOOKS.into_iter().map(|look| usual.with(look, prefix));
        let mut edited = Edited::new(self.text);
        let mut add = |to: &Element<'_>, all: &str, count: usize| {
            edited.grow(to, &[("count", Some(&count.to_string()))], "", all);
        };
        add(&self.fonts, &fonts.collect::<String>(), self.own_fonts.len() + LOOKS.len());
        add(&self.fills, &fills.collect::<String>(), self.number_of_fills + 2 * SHADES.len() + 1);
        add(&self.formats, &self.added.concat(), self.own.len() + self.added.len());
        edited.finish()
    }
}

impl Font {
    fn read(text: &str, font: &Element<'_>) -> Result<Self, Broken> {
        let mut read = Self::default();
        for part in children(text, font)? {
            match part.open.local() {
                "name" => read.name = part.open.get("val"),
                "sz" => read.size = part.open.get("val"),
                "color" => {
                    let is = |name: &str, values: &[&str]| {
                        part.open.get(name).is_some_and(|value| values.contains(&value.as_str()))
                    };
                    // The first colour of a theme is that of its paper.
                    let named = is("theme", &["0"]) || is("indexed", &["1", "9"]);
                    read.is_light = named || part.open.get("rgb").is_some_and(|rgb| is_light(&rgb));
                }
                _ => {}
            }
        }
        Ok(read)
    }

    /// Returns it as a look has it.
    fn with(&self, look: Look, prefix: &str) -> String {
        let (before, size, color) = look.font();
        let before = before.replace('<', &format!("<{prefix}"));
        let size = size.map_or_else(|| self.size.clone().unwrap_or_else(|| "11".to_owned()), |size| size.to_string());
        let color = color.map(|color| format!("<{prefix}color rgb=\"{color}\"/>")).unwrap_or_default();
        let name = super::xml::attribute(self.name.as_deref().unwrap_or("Calibri"));
        let size = super::xml::attribute(&size);
        format!(
            "<{prefix}font>{before}<{prefix}sz val=\"{size}\"/>{color}<{prefix}name val=\"{name}\"/></{prefix}font>"
        )
    }
}

/// Returns whether a colour such as `FFEEEEEE` is too light to be read on a light shade.
fn is_light(rgb: &str) -> bool {
    let digits = rgb.get(rgb.len().saturating_sub(6)..).unwrap_or_default();
    let part = |at: usize| digits.get(at..at + 2).and_then(|part| u32::from_str_radix(part, 16).ok());
    let (Some(red), Some(green), Some(blue)) = (part(0), part(2), part(4)) else { return false };
    // How bright each looks, in parts of a thousand.
    299 * red + 587 * green + 114 * blue > 160 * 1000
}
