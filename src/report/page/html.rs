//! HTML that is well formed and escaped by construction: names of tags and attributes are the program's own words,
//! everything else is text, and a tag that is opened is closed.

use crate::text::escape::shown;

/// Attributes of a tag: names of the program's own, values of anybody's.
pub(super) type Attrs<'a> = &'a [(&'static str, &'a str)];

/// A piece of a page.
#[derive(Debug, Default)]
pub(super) struct Html {
    text: String,
}

/// Tags that end a line of the page's source.
const BLOCKS: [&str; 34] = [
    "html",
    "head",
    "body",
    "header",
    "main",
    "footer",
    "nav",
    "section",
    "article",
    "div",
    "figure",
    "figcaption",
    "details",
    "summary",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "svg",
    "g",
    "style",
    "title",
];

impl Html {
    /// Returns the page's source so far.
    pub(super) fn into_source(self) -> String {
        self.text
    }

    /// Writes a tag and its content.
    pub(super) fn tag(&mut self, name: &'static str, attrs: Attrs<'_>, inside: impl FnOnce(&mut Self)) {
        self.start(name, attrs);
        inside(self);
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
        self.end_line(name);
    }

    /// Writes a tag that holds a text and nothing else.
    pub(super) fn leaf(&mut self, name: &'static str, attrs: Attrs<'_>, text: &str) {
        self.tag(name, attrs, |html| html.say(text));
    }

    /// Writes a tag that holds nothing: `meta`, `line`.
    pub(super) fn void(&mut self, name: &'static str, attrs: Attrs<'_>) {
        self.start(name, attrs);
        self.text.push('\n');
    }

    /// Writes a text, escaped, whoever wrote it.
    pub(super) fn say(&mut self, text: &str) {
        push_escaped(&mut self.text, text);
    }

    /// Writes the program's own source unescaped: its style sheet, its document type. Nothing that was read can come
    /// here.
    pub(super) fn own(&mut self, source: &'static str) {
        self.text.push_str(source);
    }

    fn start(&mut self, name: &'static str, attrs: Attrs<'_>) {
        self.text.push('<');
        self.text.push_str(name);
        for (attr, value) in attrs {
            self.text.push(' ');
            self.text.push_str(attr);
            self.text.push_str("=\"");
            push_escaped(&mut self.text, value);
            self.text.push('"');
        }
        self.text.push('>');
    }

    fn end_line(&mut self, name: &str) {
        if BLOCKS.contains(&name) {
            self.text.push('\n');
        }
    }
}

/// Writes `text` as text and nothing else: what HTML acts on is a character reference, what no eye sees is spelt out.
fn push_escaped(out: &mut String, text: &str) {
    let text = shown(text);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // At the start of a line of a log two of them would begin a command.
            ':' if chars.peek() == Some(&':') => out.push_str("&#58;"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_said_is_text() {
        let mut html = Html::default();
        html.tag("p", &[("title", "\"><script>")], |html| html.say("</p><b>&'\u{202e}\u{0}\n"));
        assert_eq!(
            html.into_source(),
            "<p title=\"&quot;&gt;&lt;script&gt;\">&lt;/p&gt;&lt;b&gt;&amp;&#39;\\u{202e}\\u{0}\\u{a}</p>\n"
        );
    }

    #[test]
    fn what_is_opened_is_closed() {
        let mut html = Html::default();
        html.tag("ul", &[], |html| html.leaf("li", &[], "one"));
        html.void("br", &[]);
        assert_eq!(html.into_source(), "<ul><li>one</li>\n</ul>\n<br>\n");
    }
}
