//! OpenDocument texts: the content with its styles.

mod body;
mod styles;

use super::Refusal;
use super::flow::Flow;
use super::refusal::LARGEST;
use super::xml::walk;
use crate::archive::Archive;
use crate::narrative::document::Document;
use body::Body;
use styles::Styles;

/// Reads an OpenDocument text.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Refusal> {
    let mut archive = Archive::open(bytes, LARGEST)?;
    let content = archive.part("content.xml")?.ok_or_else(Refusal::damaged)?;
    let mut styles = Styles::default();
    if let Some(part) = archive.part("styles.xml")? {
        walk(&part, &mut styles)?;
    }
    walk(&content, &mut styles)?;
    let mut flow = Flow::new();
    walk(&content, &mut Body::new(&mut flow, &styles))?;
    flow.finish()
}
