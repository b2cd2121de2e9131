//! Word files: the main part with what it refers to, its styles, its numbering, its notes.

mod body;
mod numbering;
mod styles;

use std::collections::HashMap;

use super::Refusal;
use super::flow::Flow;
use super::refusal::LARGEST;
use super::xml::{Go, Tag, Walker, walk};
use crate::archive::Archive;
use crate::narrative::document::Document;
use body::Body;
use numbering::Numbering;
use styles::Styles;

/// Reads a Word file.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Refusal> {
    let mut archive = Archive::open(bytes, LARGEST)?;
    let main = related(&mut archive, "", "officeDocument")?.unwrap_or_else(|| "word/document.xml".to_owned());
    let mut part = |kind: &str| -> Result<Vec<u8>, Refusal> {
        let name = related(&mut archive, &main, kind)?;
        Ok(name.map(|name| archive.part(&name)).transpose()?.flatten().unwrap_or_default())
    };
    let styles = Styles::read(&part("styles")?)?;
    let mut numbering = Numbering::read(&part("numbering")?)?;
    let notes = [part("footnotes")?, part("endnotes")?];
    let body = archive.part(&main)?.ok_or_else(Refusal::damaged)?;
    let mut flow = Flow::new();
    let mut aside = [HashMap::new(), HashMap::new()];
    for (aside, part) in aside.iter_mut().zip(&notes) {
        if !part.is_empty() {
            let mut none = [HashMap::new(), HashMap::new()];
            let mut walker = Body::new(&mut flow, &styles, &mut numbering, &mut none);
            walk(part, &mut walker)?;
            *aside = walker.into_notes();
        }
    }
    walk(&body, &mut Body::new(&mut flow, &styles, &mut numbering, &mut aside))?;
    flow.finish()
}

/// Returns the name of the part that another has a relation of this kind to; the archive's own are those of the part "".
fn related(archive: &mut Archive<'_>, part: &str, kind: &str) -> Result<Option<String>, Refusal> {
    let (folder, name) = part.rfind('/').map_or(("", part), |at| part.split_at(at + 1));
    let mut relations = Relations { kind: format!("/{kind}"), target: None };
    match archive.part(&format!("{folder}_rels/{name}.rels"))? {
        Some(part) => walk(&part, &mut relations)?,
        None => return Ok(None),
    }
    Ok(relations.target.map(|target| match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("{folder}{target}"),
    }))
}

/// The walk through the relations of a part.
struct Relations {
    kind: String,
    target: Option<String>,
}

impl Walker for Relations {
    fn open(&mut self, tag: &Tag<'_>) -> Result<Go, Refusal> {
        if tag.name == "Relationship" && tag.get("Type").is_some_and(|kind| kind.ends_with(&self.kind)) {
            self.target = tag.get("Target");
        }
        Ok(Go::In)
    }

    fn close(&mut self, _: &'static str, _: &str) -> Result<(), Refusal> {
        Ok(())
    }
}
