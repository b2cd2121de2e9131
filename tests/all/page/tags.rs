//! A page taken apart into its tags, strictly, and what may be wrong with it.

use std::collections::HashSet;

/// A tag that was opened.
#[derive(Debug)]
pub(crate) struct Tag {
    name: String,
    attrs: Vec<(String, String)>,
    /// The tags it is inside of, by their place.
    inside: Vec<usize>,
}

/// The tags of a page, in their order.
#[derive(Debug)]
pub(crate) struct Document(Vec<Tag>);

const VOID: [&str; 2] = ["meta", "br"];
const FORBIDDEN: [&str; 10] = ["script", "link", "img", "iframe", "object", "embed", "form", "base", "video", "audio"];

impl Document {
    /// Reads a page. Every tag must be closed, in its order.
    pub(crate) fn read(page: &str) -> Result<Self, String> {
        let mut tags: Vec<Tag> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut rest = page.strip_prefix("<!DOCTYPE html>\n").ok_or("no document type")?;
        while let Some(start) = rest.find('<') {
            let end = rest[start..].find('>').ok_or("a tag without an end")? + start;
            let inner = &rest[start + 1..end];
            rest = &rest[end + 1..];
            if let Some(name) = inner.strip_prefix('/') {
                let last = open.pop().map(|place| tags[place].name.clone());
                if last.as_deref() != Some(name) {
                    return Err(format!("</{name}> closes {last:?}"));
                }
                continue;
            }
            let tag = Tag::read(inner, &open)?;
            let name = tag.name.clone();
            tags.push(tag);
            if name == "style" {
                rest = &rest[rest.find("</style>").ok_or("an open style")?..];
            }
            if !VOID.contains(&name.as_str()) {
                open.push(tags.len() - 1);
            }
        }
        if open.is_empty() { Ok(Self(tags)) } else { Err("a tag is left open".to_owned()) }
    }

    /// Returns the faults of the page.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut ids = HashSet::new();
        let twice = self.0.iter().filter_map(|tag| tag.attr("id")).filter(|id| !ids.insert(*id));
        wrong.extend(twice.map(|id| format!("id {id} twice")));
        wrong.extend(self.headings());
        for (place, tag) in self.0.iter().enumerate() {
            wrong.extend(self.fault_of(place, tag, &ids).map(|what| format!("{}: {what} ({:?})", tag.name, tag.attrs)));
        }
        wrong
    }

    fn fault_of(&self, place: usize, tag: &Tag, ids: &HashSet<&str>) -> Option<String> {
        let names = |ids_of: &str| ids_of.split(' ').all(|id| ids.contains(id));
        let has = |name: &str| self.0.iter().any(|inner| inner.name == name && inner.inside.contains(&place));
        let follows =
            |name: &str, class: &str| self.0[place..].iter().any(|t| t.name == name && t.attr("class") == Some(class));
        if FORBIDDEN.contains(&tag.name.as_str())
            || tag.attrs.iter().any(|(name, _)| name.starts_with("on") || name == "src")
        {
            return Some("forbidden".to_owned());
        }
        match tag.name.as_str() {
            "a" => {
                let href = tag.attr("href").unwrap_or_default();
                let found = href
                    .strip_prefix('#')
                    .map_or(href.starts_with("https://") || href.starts_with("http://"), |id| ids.contains(id));
                (!found).then(|| "leads nowhere".to_owned())
            }
            "svg" if tag.attr("role") != Some("img") || !tag.attr("aria-labelledby").is_some_and(names) => {
                Some("has no words".to_owned())
            }
            "figure" if !has("figcaption") => Some("has no caption".to_owned()),
            "figure" if tag.attr("class") == Some("flow") => {
                (!follows("table", "bars")).then(|| "has no table".to_owned())
            }
            "figure" if has("svg") && !has("table") => Some("has no table".to_owned()),
            "section" if !tag.attr("aria-labelledby").is_some_and(names) => Some("has no name".to_owned()),
            "table" if !has("caption") || !has("th") => Some("has no caption or no heads".to_owned()),
            "th" if !matches!(tag.attr("scope"), Some("col" | "row")) => Some("has no scope".to_owned()),
            _ => None,
        }
    }

    /// Returns one `h1`, and no level left out.
    fn headings(&self) -> Vec<String> {
        let level = |tag: &Tag| tag.name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok());
        let levels: Vec<u8> = self.0.iter().filter_map(level).collect();
        let mut wrong: Vec<String> = levels
            .windows(2)
            .filter(|pair| pair[1] > pair[0] + 1)
            .map(|pair| format!("h{} after h{}", pair[1], pair[0]))
            .collect();
        if levels.first() != Some(&1) || levels.iter().skip(1).any(|level| *level == 1) {
            wrong.push("not one h1, first".to_owned());
        }
        wrong
    }
}

impl Tag {
    fn read(inner: &str, open: &[usize]) -> Result<Self, String> {
        let (name, mut rest) = inner.split_once(' ').unwrap_or((inner, ""));
        let mut attrs = Vec::new();
        while !rest.is_empty() {
            let (attr, after) = rest.split_once("=\"").ok_or_else(|| format!("<{inner}>"))?;
            let (value, after) = after.split_once('"').ok_or_else(|| format!("<{inner}>"))?;
            attrs.push((attr.trim().to_owned(), value.to_owned()));
            rest = after.trim_start();
        }
        if !name.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(format!("a tag <{inner}>"));
        }
        Ok(Self { name: name.to_owned(), attrs, inside: open.to_vec() })
    }

    fn attr(&self, name: &str) -> Option<&str> {
        self.attrs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}
