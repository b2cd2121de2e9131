//! The tags that the parts of workbooks and of documents are made of.

use std::borrow::Cow;

#[cfg(feature = "workbook")]
use quick_xml::escape::unescape;
use quick_xml::events::BytesStart;

/// Returns the attributes of a tag as they are written, by their names without a prefix's.
pub(crate) fn attributes<'t>(tag: &'t BytesStart<'_>) -> impl Iterator<Item = (&'t str, &'t str)> {
    let mut written = tag.attributes();
    written.with_checks(false);
    written.flatten().filter_map(|one| match one.value {
        Cow::Borrowed(value) => Some((one.key.into_inner(), value)),
        Cow::Owned(_) => None,
    })
}

/// Returns an attribute of a tag as it is meant.
#[cfg(feature = "workbook")]
pub(crate) fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, String> {
    let value = attributes(tag).find(|(key, _)| *key == name).map(|(_, value)| value);
    value
        .map(|value| unescape(value).map(Cow::into_owned).map_err(|_| "a tag of it cannot be read".to_owned()))
        .transpose()
}
