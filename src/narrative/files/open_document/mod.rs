//! OpenDocument texts: the content with its styles.

mod body;
mod styles;

use super::Refusal;
use super::flow::Flow;
use super::xml::walk;
use crate::archive::{Archive, UNFOLDED};
use crate::narrative::document::Document;
use body::Body;
use styles::Styles;

/// Reads an OpenDocument text.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Refusal> {
    let mut archive = Archive::open(bytes, UNFOLDED)?;
    let content = archive.part("content.xml")?.ok_or_else(Refusal::damaged)?;
    let mut styles = Styles::default();
    for part in [archive.part("styles.xml")?.unwrap_or_default(), content.clone()] {
        if !part.is_empty() {
            walk(&part, &mut styles)?;
        }
    }
    let mut flow = Flow::new();
    walk(&content, &mut Body::new(&mut flow, &styles))?;
    flow.finish()
}
