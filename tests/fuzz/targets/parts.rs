//! Several files in one text, so that an input that is made of several can be kept, read and changed as one: a line
//! `--- NAME` stands before each.

/// The start of the line before a file.
pub(super) const MARK: &str = "--- ";

/// Returns the files of a text: names with what they hold. What stands before the first name belongs to none.
pub(super) fn files(text: &str) -> Vec<(&str, String)> {
    let mut files: Vec<(&str, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        match (line.strip_prefix(MARK), files.last_mut()) {
            (Some(name), _) => files.push((name.trim(), String::new())),
            (None, Some((_, held))) => held.push_str(line),
            (None, None) => {}
        }
    }
    files
}
