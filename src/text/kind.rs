//! The kind of a file that is no text, by its first bytes.

/// The start of a workbook, and of every other archive.
pub(crate) const ARCHIVE: &[u8] = b"PK";
/// The start of a workbook of the old format, or of one that is locked.
pub(crate) const OLD_WORKBOOK: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// Returns whether a file starts as workbooks do.
pub(crate) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(OLD_WORKBOOK) || bytes.starts_with(ARCHIVE)
}

/// Returns whether a file of the old format is locked with a password, whatever program it is of.
pub(crate) fn is_locked(bytes: &[u8]) -> bool {
    holds(bytes, "EncryptedPackage")
}

/// Returns whether a file of the old format has a part of this name.
pub(crate) fn holds(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.bytes().flat_map(|byte| [byte, 0]).collect();
    memchr::memmem::find(bytes, &wide).is_some()
}
