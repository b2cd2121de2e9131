//! The relations of a part to others, by which a document finds its parts, a workbook its sheets and a sheet its notes.

use quick_xml::escape::unescape;
use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::xml::attributes;

/// A relation of a part.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    /// Its id, which the part names it by.
    #[cfg_attr(not(feature = "workbook"), expect(dead_code, reason = "documents are read by the kinds of relations"))]
    pub(crate) id: String,
    /// The address that says what it is.
    pub(crate) kind: String,
    /// The name of the part it leads to.
    pub(crate) part: String,
}

/// Reads the relations of a part to others of the archive; nothing where the text is no XML.
pub(crate) fn read(part: &str, text: &[u8]) -> Option<Vec<Relation>> {
    let mut reader = Reader::from_reader(text);
    reader.config_mut().check_end_names = true;
    let (mut found, mut buffer, mut depth) = (Vec::new(), Vec::new(), 0_usize);
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).ok()?;
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                depth += usize::from(matches!(event, Event::Start(_)));
                let get = |name: &str| {
                    let (_, value) = attributes(tag).find(|(key, _)| *key == name)?;
                    unescape(value).ok().map(std::borrow::Cow::into_owned)
                };
                let one =
                    || Some(Relation { id: get("Id")?, kind: get("Type")?, part: resolved(part, &get("Target")?) });
                if get("TargetMode").as_deref() != Some("External") {
                    found.extend(one());
                }
            }
            Event::End(_) => depth = depth.checked_sub(1)?,
            Event::Eof if depth == 0 => return Some(found),
            Event::Eof | Event::DocType(_) => return None,
            _ => {}
        }
    }
}

/// Returns the first relation whose kind ends so.
pub(crate) fn of_kind<'r>(relations: &'r [Relation], ending: &str) -> Option<&'r Relation> {
    relations.iter().find(|one| one.kind.ends_with(ending))
}

/// Returns the name of the part that holds the relations of another; those of the whole workbook have no part.
pub(crate) fn relations_of(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    format!("{folder}_rels/{name}.rels")
}

/// Returns the name of the part that a target leads to from another.
fn resolved(from: &str, target: &str) -> String {
    let target = target.replace('\\', "/").replace("%20", " ");
    let mut way: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => from.split('/').collect(),
    };
    way.pop();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(way.pop()),
            step => way.push(step),
        }
    }
    way.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_found_from_where_it_is_named() {
        let from = "xl/worksheets/sheet1.xml";
        for target in ["../comments1.xml", "/xl/comments1.xml", "./../comments1.xml", "..\\comments1.xml"] {
            assert_eq!(resolved(from, target), "xl/comments1.xml", "{target}");
        }
        assert_eq!(resolved("", "xl/workbook.xml"), "xl/workbook.xml");
        assert_eq!(relations_of(from), "xl/worksheets/_rels/sheet1.xml.rels");
        assert_eq!(relations_of(""), "_rels/.rels");
    }
}
