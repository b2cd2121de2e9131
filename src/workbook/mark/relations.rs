//! The relations of a part of a workbook, to which others are added.

use super::xml::{Broken, Edited, Outline, attribute};
use crate::archive::relations::{self, Relation};

const EMPTY: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>"
);

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
        let all = relations::read(part, text.as_bytes()).ok_or(Broken)?;
        Ok(Self { all, text, added: Vec::new() })
    }

    /// Returns the first relation whose kind ends so.
    pub(super) fn of_kind(&self, ending: &str) -> Option<&Relation> {
        relations::of_kind(&self.all, ending)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_has_an_id_of_its_own() {
        let mut relations = Relations::read("xl/a.xml", None).unwrap();
        let ids = ["x", "y"].map(|part| relations.add("kind".to_owned(), part));
        let text = relations.written().unwrap().unwrap();
        let again = Relations::read("xl/a.xml", Some(text)).unwrap();
        assert_eq!(ids.map(|id| again.of_id(&id).unwrap().part.clone()), ["x", "y"]);
    }
}
