//! The place in the format of what is being typed, in a text that may not read yet, so that tokens say it and no tree.

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use crate::plan::syntax::{Kind, Tree};
use crate::span::{BYTE_ORDER_MARK, NodeId, Span, floor};

/// The sides of a key that may be typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The name of a section, in a header.
    Header,
    /// A key.
    Key,
    /// A value, or an item of a list.
    Value,
}

/// The quotes around the value that is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    /// There are none.
    None,
    /// One before it, and none behind it.
    Open(char),
    /// Both are there.
    Both(char),
}

/// The place of what is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Typing {
    pub(super) side: Side,
    /// The keys that lead to the table a key is typed in, or to the value that is.
    pub(super) way: Vec<String>,
    /// The bytes that what is chosen takes the place of.
    pub(super) span: Span,
    pub(super) quotes: Quotes,
    /// The things the table has already: its keys, with their values as they are written where these are single words; of a
    /// list its items.
    pub(super) taken: Vec<(String, String)>,
    /// True when a sign of equality follows the key.
    pub(super) has_equals: bool,
}

/// Returns what is being typed at a byte of a plan's text; nothing inside a comment or a text of several lines.
pub(super) fn typing(tree: &Tree, offset: u32) -> Option<Typing> {
    let text = tree.source();
    let at = floor(text, offset as usize);
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let (start, way) = section(tree, line);
    let before = text[line..at].trim_start_matches(BYTE_ORDER_MARK).trim_start();
    if before.starts_with('[') && !before.contains(']') && !is_inside_a_value(&text[start..line]) {
        return Some(header(text, at, before));
    }
    let depth = way.len();
    let mut walk = Walk { text, start, at, frames: vec![Frame { way, ..Frame::default() }], typing: None };
    let mut typing = walk.run()?;
    // Of a table in braces all that it has is taken down already.
    if typing.side == Side::Key && (typing.way.len() == depth || typing.taken.is_empty()) {
        typing.taken.extend(below(tree, start, typing.way.get(depth..).unwrap_or_default(), typing.span));
    }
    Some(typing)
}

/// Returns the keys of a table, the way to it beginning in the one whose header ends at a byte: also those that a later
/// header or a dotted key gives it, but the one that is typed.
fn below(tree: &Tree, start: usize, way: &[String], typed: Span) -> Vec<(String, String)> {
    let line = tree.source()[..start].trim_end().rfind('\n').map_or(0, |end| end + 1);
    let is_it = |node: &NodeId| {
        let span = tree.span(*node).range();
        tree.kind(*node) == Kind::Table && line <= span.start && span.end <= start && tree.raw(*node).starts_with('[')
    };
    let section = tree.nodes().find(is_it);
    let table = section.and_then(|section| way.iter().try_fold(section, |node, key| tree.get(node, key)));
    let children = table.into_iter().flat_map(|table| tree.children(table));
    let others = children.filter(|child| tree.key_span(*child).is_some_and(|key| !key.meets(typed)));
    others.filter_map(|child| tree.key(child)).map(|key| (key.into_owned(), String::new())).collect()
}

/// Returns what is typed in a header, which may already be closed.
fn header(text: &str, at: usize, before: &str) -> Typing {
    let name = before.trim_start_matches('[').trim_start();
    let rest = text[at..].find([']', '#', '\n', '\r']).map_or(text.len(), |end| at + end);
    let rest = at + text[at..rest].trim_end().len();
    Typing {
        side: Side::Header,
        way: Vec::new(),
        span: Span::new(at - name.len(), rest),
        quotes: Quotes::None,
        taken: Vec::new(),
        has_equals: false,
    }
}

/// Returns whether the text behind a header ends inside a list or table that is still open.
fn is_inside_a_value(text: &str) -> bool {
    let depth = |token: Token| match token.kind() {
        TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => 1,
        TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => -1,
        _ => 0,
    };
    Source::new(text).lex().map(depth).sum::<i32>() > 0
}

/// Returns where the section that holds a line begins, behind its header, and the keys of the header.
fn section(tree: &Tree, line: usize) -> (usize, Vec<String>) {
    let text = tree.source();
    let mut end = line;
    while let Some(start) = text[..end].strip_suffix('\n').map(|above| above.rfind('\n').map_or(0, |at| at + 1)) {
        if let Some(keys) = header_of(&text[start..end]).filter(|_| !is_in_a_text(tree, start)) {
            return (end, keys);
        }
        end = start;
    }
    (0, Vec::new())
}

/// Returns whether a byte is inside a text of several lines.
fn is_in_a_text(tree: &Tree, at: usize) -> bool {
    let holds = |span: Span| span.range().contains(&at) && (span.start as usize) < at;
    tree.nodes().any(|node| tree.kind(node) == Kind::String && holds(tree.span(node)))
}

/// Returns the keys of a line that is a header.
pub(super) fn header_of(line: &str) -> Option<Vec<String>> {
    let line = line.trim_start_matches(BYTE_ORDER_MARK).trim();
    let line = if line.contains('#') { line.split('#').next()?.trim_end() } else { line };
    let inner = line.strip_prefix('[')?.strip_suffix(']')?;
    let inner = inner.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(inner).trim();
    let is_key = |key: &str| {
        let is_bare = key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        !key.is_empty() && (is_bare || key.starts_with(['"', '\'']))
    };
    let keys: Vec<&str> = inner.split('.').map(str::trim).collect();
    keys.iter().all(|key| is_key(key)).then(|| keys.into_iter().map(|key| bare(key).to_owned()).collect())
}

fn bare(key: &str) -> &str {
    key.trim_matches(['"', '\''])
}

/// A table or list that is open.
#[derive(Clone, Debug, Default)]
struct Frame {
    way: Vec<String>,
    is_list: bool,
    /// The keys before the sign of equality, and whether it was there.
    keys: Vec<String>,
    has_equals: bool,
    value: String,
    taken: Vec<(String, String)>,
}

impl Frame {
    fn below(&self) -> Vec<String> {
        self.way.iter().chain(&self.keys).cloned().collect()
    }

    fn next(&mut self) {
        let key = self.keys.first().cloned().filter(|_| !self.is_list).unwrap_or_default();
        if !key.is_empty() || !self.value.is_empty() {
            self.taken.push((key, std::mem::take(&mut self.value)));
        }
        self.keys.clear();
        self.has_equals = false;
    }
}

/// The way through a section, from its header to the end of the table or list that is typed in.
struct Walk<'t> {
    text: &'t str,
    /// The byte at which it begins.
    start: usize,
    /// The byte at which is typed.
    at: usize,
    frames: Vec<Frame>,
    /// The place of what is typed, with the depth of the table or list it is in, once it was met.
    typing: Option<(Typing, usize)>,
}

impl Walk<'_> {
    fn run(&mut self) -> Option<Typing> {
        let tokens: Vec<Token> = Source::new(&self.text[self.start..]).lex().collect();
        for (n, token) in tokens.iter().enumerate() {
            let (kind, span) = (token.kind(), self.span(*token));
            let (is_at_end, is_before_end) = (self.at == span.end as usize, self.at < span.end as usize);
            if self.is_unread(kind, span) {
                return None;
            }
            if self.typing.is_none() && (is_before_end || is_at_end && is_word(kind)) {
                self.meet(kind, span);
            }
            if self.is_over(kind, span) {
                break;
            }
            self.take(kind, span);
            // Behind a comma or the end of a line something else begins; where that is a word, it is met next.
            if self.typing.is_none() && is_at_end && !tokens.get(n + 1).is_some_and(|next| is_word(next.kind())) {
                self.meet(TokenKind::Eof, Span::at(self.at));
            }
        }
        let (typing, depth) = self.typing.take()?;
        self.frames.truncate(depth);
        let mut frame = self.frames.pop()?;
        // Behind a dot a table of its own is typed in, of which the one around it says nothing.
        if typing.side == Side::Key && typing.way.len() > frame.way.len() {
            return Some(typing);
        }
        if typing.side != Side::Key || !frame.keys.is_empty() {
            frame.next();
        }
        Some(Typing { taken: without(frame.taken, &typing, self.text), ..typing })
    }

    /// Returns whether what is typed is in a comment or in a text of several lines.
    fn is_unread(&self, kind: TokenKind, span: Span) -> bool {
        let is_inside = (span.start as usize) < self.at && self.at < span.end as usize;
        match kind {
            TokenKind::MlBasicString | TokenKind::MlLiteralString => is_inside,
            TokenKind::Comment => is_inside || self.at == span.end as usize,
            _ => false,
        }
    }

    fn span(&self, token: Token) -> Span {
        Span::new(self.start + token.span().start(), self.start + token.span().end())
    }

    /// Takes down what is typed, at or in a token.
    fn meet(&mut self, kind: TokenKind, token: Span) {
        let depth = self.frames.len();
        let Some(frame) = self.frames.last() else { return };
        let is_word = is_word(kind) && token.touches(Span::at(self.at).start);
        let span = if is_word { token } else { Span::at(self.at) };
        let is_value = frame.is_list || frame.has_equals;
        let (quotes, span) = if is_word && is_value { quoted(self.text, span, self.at) } else { (Quotes::None, span) };
        let (side, way) = if is_value { (Side::Value, frame.below()) } else { (Side::Key, frame.below()) };
        let rest = self.text.get(span.end as usize..).unwrap_or_default();
        let has_equals = rest.trim_start_matches([' ', '\t']).starts_with('=');
        let typing = Typing { side, way, span, quotes, taken: Vec::new(), has_equals };
        self.typing = Some((typing, depth));
    }

    /// Returns whether what is typed in ends before a token: it is closed, or another section begins.
    fn is_over(&self, kind: TokenKind, span: Span) -> bool {
        let Some((_, depth)) = &self.typing else { return false };
        let closes = matches!(kind, TokenKind::RightCurlyBracket | TokenKind::RightSquareBracket);
        let is_first = self.text[..span.start as usize].trim_end_matches([' ', '\t']).ends_with('\n');
        let line = || self.text[span.start as usize..].lines().next().unwrap_or_default();
        let is_header = kind == TokenKind::LeftSquareBracket && is_first && header_of(line()).is_some();
        is_header || closes && self.frames.len() == *depth && *depth > 1
    }

    fn take(&mut self, kind: TokenKind, span: Span) {
        let depth = self.frames.len();
        let Some(frame) = self.frames.last_mut() else { return };
        let raw = bare(span.of(self.text));
        match kind {
            TokenKind::Equals => frame.has_equals = true,
            TokenKind::LeftCurlyBracket => {
                let way = frame.below();
                self.frames.push(Frame { way, ..Frame::default() });
            }
            TokenKind::LeftSquareBracket => {
                let way = frame.below();
                self.frames.push(Frame { way, is_list: true, ..Frame::default() });
            }
            TokenKind::RightCurlyBracket | TokenKind::RightSquareBracket if depth > 1 => drop(self.frames.pop()),
            TokenKind::Comma => frame.next(),
            TokenKind::Newline if depth == 1 => frame.next(),
            _ if is_word(kind) && (frame.has_equals || frame.is_list) => raw.clone_into(&mut frame.value),
            _ if is_word(kind) => frame.keys.push(raw.to_owned()),
            _ => {}
        }
    }
}

fn is_word(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString)
}

/// Returns the quotes around a value, and the place inside them.
fn quoted(text: &str, span: Span, at: usize) -> (Quotes, Span) {
    let raw = span.of(text);
    let Some(quote) = raw.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return (Quotes::None, span) };
    let inside = span.start as usize + 1;
    if at < inside {
        return (Quotes::None, span);
    }
    let is_closed = raw.len() > 1 && raw.ends_with(quote) && at < span.end as usize;
    if is_closed {
        (Quotes::Both(quote), Span::new(inside, span.end as usize - 1))
    } else {
        (Quotes::Open(quote), Span::new(inside, at))
    }
}

/// Returns what is taken beside what is typed itself.
fn without(mut taken: Vec<(String, String)>, typing: &Typing, text: &str) -> Vec<(String, String)> {
    let own = bare(typing.span.of(text));
    let is_own = |(key, value): &(String, String)| match typing.side {
        Side::Key => !own.is_empty() && key == own,
        Side::Value if key.is_empty() => !own.is_empty() && value == own,
        Side::Value => Some(key) == typing.way.last(),
        Side::Header => false,
    };
    if let Some(n) = taken.iter().position(is_own) {
        taken.remove(n);
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns what is typed at the bar in a text: the side, the way, the word and what is taken.
    fn at(text: &str) -> Option<(Side, String, String, String)> {
        let offset = u32::try_from(text.find('|').unwrap()).unwrap();
        let tree = Tree::parse(text.replace('|', ""));
        let typing = typing(&tree, offset)?;
        let taken = typing.taken.iter().map(|(key, value)| format!("{key}={value}"));
        let taken = taken.collect::<Vec<_>>().join(" ");
        Some((typing.side, typing.way.join("."), typing.span.of(tree.source()).to_owned(), taken))
    }

    #[test]
    fn keys_and_values_are_told_apart_wherever_they_stand() {
        let cases = [
            ("[[sources]]\nid = \"a\"\nki|\n", Side::Key, "sources", "ki", "id=a id="),
            ("[[sources]]\nki|\nid = \"a\"\n[[x]]\nname = 1", Side::Key, "sources", "ki", "id=a id="),
            ("[[sources]]\nki|nd = \"a\"\n", Side::Key, "sources", "kind", ""),
            ("[[sources]]\nkind = \"a\"\n|", Side::Key, "sources", "", "kind=a kind="),
            ("[[a]]\n|\n[[a.b]]\nc = 1\n[[a]]", Side::Key, "a", "", "b="),
            ("[[sources]]\nkind = \"nhs|", Side::Value, "sources.kind", "nhs", ""),
            ("[[sources]]\nkind = \"n|hs\" # x", Side::Value, "sources.kind", "nhs", ""),
            ("[[sources]]\nkind = |", Side::Value, "sources.kind", "", ""),
            ("[[sources]]\nkind = |\nid = \"b\"", Side::Value, "sources.kind", "", "id=b"),
            ("[[sources]]\namount = { 2017-18 = 1, |", Side::Key, "sources.amount", "", "2017-18=1"),
            ("[[sources]]\namount = { |, 2017-18 = 1 }\nid = 1", Side::Key, "sources.amount", "", "2017-18=1"),
            ("[[schemes]]\nspend = [\n  { source = \"|", Side::Value, "schemes.spend.source", "", ""),
            ("[[schemes]]\nspend = [\n  { source = \"x\", ar|", Side::Key, "schemes.spend", "ar", "source=x"),
            ("[[schemes]]\nconditions = [\"a\", \"b|\"]", Side::Value, "schemes.conditions", "b", "=a"),
            ("[[schemes]]\nspend = [{ a = 1 }]\nna|", Side::Key, "schemes", "na", "spend= spend="),
            ("[dfg]\nuse.|", Side::Key, "dfg.use", "", ""),
            ("[dfg]\nuse.a = 1\nuse.|", Side::Key, "dfg.use", "", "a="),
            ("\u{feff}[pl|an]\n", Side::Header, "", "plan", ""),
            ("[plan]\nformat = 1\n\n[[par|\n", Side::Header, "", "par", ""),
            ("[[pa|rt]]\n", Side::Header, "", "part", ""),
            ("|", Side::Key, "", "", ""),
            ("x = \"\"\"\n[a]\n\"\"\"\n|", Side::Key, "", "", "x="),
        ];
        for (text, side, way, typed, taken) in cases {
            let told = at(text).unwrap();
            assert_eq!(told, (side, way.to_owned(), typed.to_owned(), taken.to_owned()), "{text}");
        }
    }

    #[test]
    fn nothing_is_typed_in_a_comment_or_a_long_text() {
        for text in ["[plan]\n# fo|", "# |x\n", "[plan]\nformat = 1 # a|", "x = \"\"\"a\nb|\n\"\"\"\n"] {
            assert_eq!(at(text), None, "{text}");
        }
    }
}
