//! The kind of a file, by its bytes.

use std::path::Path;

use super::Refusal;
#[cfg(feature = "document")]
use super::refusal::LARGEST;
use super::refusal::SAVE;
#[cfg(feature = "document")]
use crate::archive::Archive;
use crate::span::without_mark;
use crate::text::kind::{ARCHIVE, OLD_WORKBOOK, holds, is_locked};

/// The kinds of files that are read, each with what it is read from.
pub(super) enum Kind<'b> {
    Text,
    #[cfg(feature = "document")]
    Word(Archive<'b>),
    #[cfg(feature = "document")]
    OpenDocument(Archive<'b>),
    Page(#[cfg_attr(not(feature = "document"), expect(dead_code, reason = "it is refused then"))] &'b [u8]),
}

/// The advice on a PDF.
const NO_PDF: &str =
    "give the Word file it was made from, or its text with the layout kept: `pdftotext -layout FILE.pdf`";
/// The advice on a table of figures.
const TO_CHECK: &str = "name the written plan; figures in a workbook are the plan itself: `bcf check`";
/// The advice on a locked file.
const UNLOCK: &str = "open it, save it without a password, and give that";

/// The bytes within which a page of XML has said that it is one.
const HEAD: usize = 4_096;

/// Files by their first bytes, with what each is and what to do about it.
const STARTS: [(&[u8], &str, &str); 7] = [
    (b"%PDF", "is a PDF: where its words and columns stand cannot be told for sure", NO_PDF),
    (b"{\\rtf", "is a file of Rich Text Format (.rtf)", SAVE),
    (b"\x89PNG", "is a picture", "give the text itself"),
    (b"\xff\xd8\xff", "is a picture", "give the text itself"),
    (b"GIF8", "is a picture", "give the text itself"),
    (
        b"From: <Saved by",
        "is a web page with its pictures in one file (.mht)",
        "save it as a web page alone (.html), or as text",
    ),
    (
        b"MIME-Version:",
        "is a web page with its pictures in one file (.mht)",
        "save it as a web page alone (.html), or as text",
    ),
];

/// Returns what a file is.
///
/// # Errors
/// When it is known for something that is not read.
pub(super) fn kind<'b>(name: &str, bytes: &'b [u8]) -> Result<Kind<'b>, Refusal> {
    if is_lock(name) {
        return Err(Refusal::new("is what Word keeps beside an open file", "name the file without `~$`"));
    }
    if let Some((_, what, help)) = STARTS.iter().find(|(start, ..)| bytes.starts_with(start)) {
        return Err(Refusal::new(*what, help));
    }
    if bytes.starts_with(OLD_WORKBOOK) {
        return Err(old(bytes));
    }
    if bytes.starts_with(ARCHIVE) {
        return archive(bytes);
    }
    if is_page(name, bytes) {
        return Ok(Kind::Page(bytes));
    }
    if without_mark(bytes).trim_ascii_start().starts_with(b"<?xml") {
        return Err(Refusal::new("is a file of XML, and none that is read", SAVE));
    }
    Ok(Kind::Text)
}

fn is_lock(name: &str) -> bool {
    Path::new(name).file_name().is_some_and(|name| name.to_string_lossy().starts_with("~$"))
}

/// Returns whether a file begins as pages do, or is called one.
fn is_page(name: &str, bytes: &[u8]) -> bool {
    let start = without_mark(bytes).trim_ascii_start();
    let begins =
        |begin: &str| start.get(..begin.len()).is_some_and(|start| start.eq_ignore_ascii_case(begin.as_bytes()));
    let called = Path::new(name).extension().map(|extension| extension.to_string_lossy().to_lowercase());
    ["<!doctype html", "<html"].iter().any(|begin| begins(begin))
        || (begins("<?xml") && memchr::memmem::find(&start[..start.len().min(HEAD)], b"<html").is_some())
        || matches!(called.as_deref(), Some("html" | "htm" | "xhtml"))
}

/// Returns what a file of the old formats is, or one that is locked: all are packed the same.
fn old(bytes: &[u8]) -> Refusal {
    let has = |name: &str| holds(bytes, name);
    match () {
        () if is_locked(bytes) => Refusal::new("is locked with a password", UNLOCK),
        () if has("WordDocument") => Refusal::new("is a Word file of the old format (.doc)", SAVE),
        () if has("Workbook") => Refusal::new("is an old workbook (.xls) and no narrative", TO_CHECK),
        () if has("PowerPoint Document") => Refusal::new("is a presentation (.ppt) and no narrative", SAVE),
        () => Refusal::new("is a file of an old format, or a locked one", SAVE),
    }
}

/// Returns what an archive is.
#[cfg(feature = "document")]
fn archive(bytes: &[u8]) -> Result<Kind<'_>, Refusal> {
    let mut archive = Archive::open(bytes, LARGEST)?;
    let text = |part: Option<Vec<u8>>| String::from_utf8_lossy(&part.unwrap_or_default()).into_owned();
    let own = text(archive.part("mimetype")?);
    if let Some((_, kind)) = own.trim().split_once("opendocument.") {
        if text(archive.part("META-INF/manifest.xml")?).contains("encryption-data") {
            return Err(Refusal::new("is locked with a password", UNLOCK));
        }
        return match kind.split('-').next() {
            Some("text") => Ok(Kind::OpenDocument(archive)),
            Some("spreadsheet") => Err(Refusal::new("is a workbook and no narrative", TO_CHECK)),
            _ => Err(Refusal::new("is an OpenDocument file, and no text", SAVE)),
        };
    }
    let types = text(archive.part("[Content_Types].xml")?);
    let has = |kind: &str| types.contains(kind);
    match () {
        () if has("wordprocessingml.") || archive.has("word/document.xml") => Ok(Kind::Word(archive)),
        () if has("spreadsheetml.") => Err(Refusal::new("is a workbook and no narrative", TO_CHECK)),
        () if has("presentationml.") => Err(Refusal::new("is a presentation and no narrative", SAVE)),
        () if archive.has("Index/Document.iwa") => Err(Refusal::new("is a file of Pages", SAVE)),
        () if own.contains("epub") => Err(Refusal::new("is an e-book", SAVE)),
        () => Err(Refusal::new("is an archive and no narrative", "unpack it, and name the narrative in it")),
    }
}

#[cfg(not(feature = "document"))]
fn archive(_: &[u8]) -> Result<Kind<'_>, Refusal> {
    Err(Refusal::left_out())
}
