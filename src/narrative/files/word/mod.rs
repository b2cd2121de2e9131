//! Word files: the main part with what it refers to, its styles, its numbering, its notes.

mod body;
mod numbering;
mod styles;

use std::collections::HashMap;

use super::Refusal;
use super::flow::Flow;
use super::xml::walk;
use crate::archive::Archive;
use crate::archive::relations::{self, Relation, of_kind};
use crate::narrative::document::Document;
use body::Body;
use numbering::Numbering;
use styles::Styles;

/// Reads a Word file.
pub(super) fn read(mut archive: Archive<'_>) -> Result<Document, Refusal> {
    let own = relations_of(&mut archive, "")?;
    let main = of_kind(&own, "/officeDocument").map_or("word/document.xml", |to| to.part.as_str());
    let parts = relations_of(&mut archive, main)?;
    let mut part = |kind: &str| -> Result<Vec<u8>, Refusal> {
        let name = of_kind(&parts, kind).map(|to| to.part.as_str());
        Ok(name.map(|name| archive.part(name)).transpose()?.flatten().unwrap_or_default())
    };
    let styles = Styles::read(&part("/styles")?)?;
    let mut numbering = Numbering::read(&part("/numbering")?)?;
    let notes = [part("/footnotes")?, part("/endnotes")?];
    let body = archive.part(main)?.ok_or_else(Refusal::damaged)?;
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

/// Returns the relations of a part; the archive's own are those of the part "".
fn relations_of(archive: &mut Archive<'_>, part: &str) -> Result<Vec<Relation>, Refusal> {
    let text = archive.part(&relations::relations_of(part))?;
    text.map_or(Ok(Vec::new()), |text| relations::read(part, &text).ok_or_else(Refusal::damaged))
}
