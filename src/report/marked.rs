//! The program's own words as Markdown: code stays code, and all else is text.

use std::fmt::Write as _;

/// Returns a sentence in Markdown: what stands between backticks is code, an address is a link, and nothing else means
/// anything.
pub(super) fn marked(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let parts: Vec<&str> = text.split('`').collect();
    // A backtick without another is one.
    let is_even = parts.len() % 2 == 1;
    for (n, part) in parts.iter().enumerate() {
        match (n % 2, is_even) {
            (0, true) => said(part, &mut out),
            (_, true) => {
                let _ = write!(out, "`{}`", part.replace('|', "\\|"));
            }
            (_, false) => {
                out.push_str(if n > 0 { "\\`" } else { "" });
                said(part, &mut out);
            }
        }
    }
    out
}

/// Adds a text without code.
fn said(text: &str, out: &mut String) {
    for (n, word) in text.split(' ').enumerate() {
        if n > 0 {
            out.push(' ');
        }
        let address = word.trim_end_matches(['.', ',', ';', ')']);
        let is_address = address.starts_with("https://") || address.starts_with("http://");
        if is_address && address.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'|')) {
            let _ = write!(out, "<{address}>");
            plain(&word[address.len()..], out);
        } else {
            plain(word, out);
        }
    }
}

/// Adds characters, each as itself.
fn plain(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '$' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
}

/// Returns a block of code, with a fence that nothing in it closes.
pub(super) fn fenced(language: &str, text: &str) -> String {
    let runs = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat((runs + 1).max(3));
    format!("\n{fence}{language}\n{}\n{fence}\n", text.trim_matches('\n'))
}

/// Returns a row of a table.
pub(super) fn row(cells: &[String]) -> String {
    cells.iter().fold("|".to_owned(), |line, cell| format!("{line} {} |", cell.replace('\n', " "))) + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_stays_code_and_all_else_is_text() {
        for (text, written) in [
            ("`a|b` is *not* `c_d`", "`a\\|b` is \\*not\\* `c_d`"),
            ("one ` alone", "one \\` alone"),
            ("a [[waivers]] entry of <amount> & more", "a \\[\\[waivers\\]\\] entry of &lt;amount&gt; &amp; more"),
            ("see https://example.org/a_b.", "see <https://example.org/a_b>."),
        ] {
            assert_eq!(marked(text), written);
        }
        assert_eq!(fenced("text", "a ```` b\n"), "\n`````text\na ```` b\n`````\n");
    }
}
