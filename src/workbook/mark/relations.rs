//! The relations of a part to others, by which a workbook finds its sheets and a sheet its notes.

use super::xml::{Broken, Edited, Outline, attribute};

const EMPTY: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>"
);

/// A relation of a part.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    pub(super) id: String,
    /// The address that says what it is.
    pub(super) kind: String,
    /// The name of the part it leads to.
    pub(super) part: String,
}

/// The relations of a part.
pub(super) struct Relations {
    text: String,
    all: Vec<Relation>,
    added: Vec<Relation>,
}

impl Relations {
    /// Reads the relations of a part; none where it has none.
    ///
    /// # Errors
    /// When the text is no XML.
    pub(super) fn read(part: &str, text: Option<String>) -> Result<Self, Broken> {
        let text = text.unwrap_or_else(|| EMPTY.to_owned());
        let outline = Outline::of(&text)?;
        let inside = outline.parts.iter().filter(|one| one.open.get("TargetMode").as_deref() != Some("External"));
        let read = |one: &super::xml::Element<'_>| {
            let get = |name| one.open.get(name);
            Some(Relation { id: get("Id")?, kind: get("Type")?, part: resolved(part, &get("Target")?) })
        };
        let all = inside.filter_map(read).collect();
        Ok(Self { all, text, added: Vec::new() })
    }

    /// Returns the first relation whose kind ends so.
    pub(super) fn of_kind(&self, ending: &str) -> Option<&Relation> {
        self.all.iter().find(|one| one.kind.ends_with(ending))
    }

    /// Returns the relation of this id.
    pub(super) fn of_id(&self, id: &str) -> Option<&Relation> {
        self.all.iter().find(|one| one.id == id)
    }

    /// Adds a relation and returns its id.
    pub(super) fn add(&mut self, kind: String, part: &str) -> String {
        let all = || self.all.iter().chain(&self.added);
        let mut ids = (1..).map(|n| format!("rIdBcf{n}"));
        let id = ids.find(|id| all().all(|one| one.id != *id)).unwrap_or_default();
        self.added.push(Relation { id: id.clone(), kind, part: part.to_owned() });
        id
    }

    /// Returns the text with what was added; nothing where nothing was.
    pub(super) fn written(&self) -> Result<Option<String>, Broken> {
        if self.added.is_empty() {
            return Ok(None);
        }
        let outline = Outline::of(&self.text)?;
        let prefix = outline.root.open.prefix();
        let one = |Relation { id, kind, part }: &Relation| {
            let part = attribute(part);
            format!("<{prefix}Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"/{part}\"/>")
        };
        let mut edited = Edited::new(&self.text);
        edited.grow(&outline.root, &[], "", &self.added.iter().map(one).collect::<String>());
        Ok(Some(edited.finish()))
    }
}

/// Returns the name of the part that holds the relations of another; those of the whole workbook have no part.
pub(super) fn relations_of(part: &str) -> String {
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

    #[test]
    fn what_is_added_has_an_id_of_its_own() {
        let mut relations = Relations::read("xl/a.xml", None).unwrap();
        let ids = ["x", "y"].map(|part| relations.add("kind".to_owned(), part));
        let text = relations.written().unwrap().unwrap();
        let again = Relations::read("xl/a.xml", Some(text)).unwrap();
        assert_eq!(ids.map(|id| again.of_id(&id).unwrap().part.clone()), ["x", "y"]);
    }
}
