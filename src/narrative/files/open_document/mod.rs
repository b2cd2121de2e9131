//! OpenDocument texts: the content with its styles.

mod body;
mod styles;

use super::Refusal;
use super::flow::Flow;
use super::xml::walk;
use crate::archive::Archive;
use crate::narrative::document::Document;
use body::Body;
use styles::Styles;

/// Reads an OpenDocument text.
pub(super) fn read(mut archive: Archive<'_>) -> Result<Document, Refusal> {
    let content = archive.part("content.xml")?.ok_or_else(Refusal::damaged)?;
    let mut styles = Styles::default();
    if let Some(part) = archive.part("styles.xml")? {
        walk(&part, &mut styles)?;
    }
    let mut flow = Flow::new();
    walk(&content, &mut Body::new(&mut flow, styles))?;
    flow.finish()
}
