//! The difference of two plans as Markdown, for a comment on a pull request.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{DiffBlock, Difference, Item, blocks, sentence};
use crate::text::escape::shown;
use crate::text::words::count;

/// The most bytes a comment may hold, with room left for the verdict.
const LIMIT: usize = 58_000;

/// Writes it: never more than a comment may hold.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(difference: &Difference<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut text = format!("**{}** {}\n\n", difference.verdict.capitals(), escaped(&sentence(difference)));
    let mut cut = 0;
    for line in blocks(difference.comparison).iter().flat_map(block) {
        if cut > 0 || text.len() + line.len() > LIMIT {
            cut += 1;
        } else {
            text.push_str(&line);
            text.push('\n');
        }
    }
    if cut > 0 {
        let lines = count(cut, "line", "lines");
        // Writing to a string cannot fail.
        let _ = writeln!(text, "\n_{lines} more of this report left out; `bcf diff` shows them all._");
    }
    out.write_all(text.trim_end().as_bytes())?;
    out.write_all(b"\n")
}

/// Returns the lines of a block, an empty one last.
fn block(block: &DiffBlock) -> Vec<String> {
    let mut lines = match block {
        DiffBlock::Says(text) => vec![escaped(text)],
        DiffBlock::Heading(text) => vec![format!("#### {text}")],
        DiffBlock::Items(items) => items.iter().flat_map(item).collect(),
        DiffBlock::Table { title, header, rows, numbers } => {
            let rule =
                (0..header.len()).map(|n| if n < *numbers { "---" } else { "---:" }).collect::<Vec<_>>().join("|");
            let row = |row: &Vec<String>| {
                format!("| {} |", row.iter().map(|cell| escaped(cell)).collect::<Vec<_>>().join(" | "))
            };
            let head =
                [format!("#### {title}"), String::new(), format!("| {} |", header.join(" | ")), format!("|{rule}|")];
            head.into_iter().chain(rows.iter().map(row)).collect()
        }
    };
    lines.push(String::new());
    lines
}

fn item(item: &Item) -> Vec<String> {
    let sign = match item.mark.sign() {
        "+" => "➕",
        "-" => "➖",
        _ => "✏️",
    };
    let below = item.below.iter().map(|text| format!("  - {}", escaped(text)));
    std::iter::once(format!("- {sign} {}", escaped(&item.text))).chain(below).collect()
}

/// Returns a text that means nothing to Markdown, HTML or the host: no emphasis, links, cells, tags, mentions or
/// references.
fn escaped(text: &str) -> String {
    let text = shown(text);
    let mut out = String::with_capacity(text.len() + 16);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // A mention or a reference to an issue is made after rendering: only another character between keeps it off.
            '@' => out.push_str("@&#8203;"),
            '#' => out.push_str("#&#8203;"),
            // An address would become a link.
            ':' if chars.peek().is_some_and(|next| *next != ' ') => out.push_str("&#58;"),
            '.' if before.eq_ignore_ascii_case(&'w') => out.push_str("&#46;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
        before = c;
    }
    // What would begin a list, a quote or a rule at the start of a line.
    if out.starts_with(['-', '+', '=']) && !out.starts_with("-£") && !out.starts_with("+£") {
        out.insert(0, '\\');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_plan_is_markdown() {
        assert_eq!(
            escaped("[a](http://x) | <b> *c* `d` @me #1"),
            "\\[a\\](http&#58;//x) \\| &lt;b&gt; \\*c\\* \\`d\\` @&#8203;me #&#8203;1"
        );
        assert_eq!(escaped("www.example.org\n- x"), "www&#46;example.org\\\\u{a}- x");
        assert_eq!((escaped("-£5"), escaped("- x")), ("-£5".to_owned(), "\\- x".to_owned()));
    }
}
