//! The grammar: a document is lines, a line is a header or a key with a value, a value may hold values.

use super::arena::{Arena, DAMAGED, INLINE, PLAIN};
use super::hints;
use super::kind::{Kind, MAX_DEPTH, ROOT, SyntaxError};
use super::lex::{self, bare_end, line_end, quoted, space_end};
use crate::span::BYTE_ORDER_MARK;
use crate::span::{NodeId, Span};

/// Reads a whole document. Returns the tree of what could be read, and the errors in the order of their places.
pub(super) fn parse(source: &str) -> (Arena, Vec<SyntaxError>) {
    if source.len() >= u32::MAX as usize {
        let error = SyntaxError {
            span: Span::default(),
            message: "the file is larger than 4 GiB".to_owned(),
            help: Some("split it into one file a plan".to_owned()),
            label: None,
            node: Some(ROOT),
        };
        let mut arena = Arena::new(0);
        arena[ROOT].flags |= DAMAGED;
        return (arena, vec![error]);
    }
    let mut parser = Parser::new(source);
    parser.document();
    // A bracket that is never closed is noticed at the end of the text but reported where it opens.
    parser.errors.sort_by_key(|error| error.span.start);
    (parser.arena, parser.errors)
}

/// The place of a value, which decides what ends it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Line,
    Array,
    Inline,
}

/// The ways in which a value ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    /// At its end.
    Done,
    /// With its line: an unclosed string took the rest of it.
    LineLost,
    /// With its statement: the next one begins at the present place, and the error has been reported.
    Bail,
}

/// Tells whether a comma must come before the next element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Comma {
    /// It was there, or this is the first element.
    Had,
    Needed,
    /// An unclosed string may have swallowed it.
    Maybe,
}

pub(super) struct Parser<'s> {
    pub(super) source: &'s str,
    pub(super) bytes: &'s [u8],
    pub(super) at: usize,
    pub(super) arena: Arena,
    pub(super) errors: Vec<SyntaxError>,
    /// The segments of the key that was read last.
    pub(super) path: Vec<Span>,
    /// The table that keys belong to.
    pub(super) table: NodeId,
    /// True when the line before was no statement, and that was reported.
    pub(super) junk: bool,
    /// The byte at which the statement began.
    pub(super) statement: usize,
    /// In the text that an unclosed string took: after the brackets that were found in it.
    pub(super) lost: usize,
    lone_return_told: bool,
    depth: u32,
    squares: u32,
    curlies: u32,
}

impl<'s> Parser<'s> {
    fn new(source: &'s str) -> Self {
        Self {
            source,
            bytes: source.as_bytes(),
            at: 0,
            arena: Arena::new(source.len()),
            errors: Vec::new(),
            path: Vec::new(),
            table: ROOT,
            junk: false,
            statement: 0,
            lost: 0,
            lone_return_told: false,
            depth: 0,
            squares: 0,
            curlies: 0,
        }
    }

    /// Returns the parser of a document of which there are the nodes already, at a place.
    pub(super) fn resumed(source: &'s str, arena: Arena, at: usize) -> Self {
        Self { at, arena, ..Self::new(source) }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(super) fn error(
        &mut self,
        span: Span,
        node: NodeId,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> &mut SyntaxError {
        let index = self.errors.len();
        let (message, help) = (message.into(), Some(help.into()));
        self.errors.push(SyntaxError { span, message, help, label: None, node: Some(node) });
        &mut self.errors[index]
    }

    pub(super) fn damage(&mut self, node: NodeId) {
        self.arena[node].flags |= DAMAGED;
    }

    fn document(&mut self) {
        if self.source.starts_with(BYTE_ORDER_MARK) {
            self.at = BYTE_ORDER_MARK.len_utf8();
        }
        loop {
            self.at = space_end(self.bytes, self.at);
            self.statement = self.at;
            (self.depth, self.squares, self.curlies) = (0, 0, 0);
            match self.peek() {
                None => break,
                Some(b'\n' | b'\r') => self.newline(),
                Some(b'#') => self.comment(),
                Some(b'[') => self.header(),
                Some(_) => self.entry(),
            }
        }
    }

    /// Passes `\n`, `\r\n` or, with a complaint the first time, a lone `\r`.
    fn newline(&mut self) {
        if self.peek() == Some(b'\r') {
            self.at += 1;
            if self.peek() != Some(b'\n') {
                if !std::mem::replace(&mut self.lone_return_told, true) {
                    let span = Span::new(self.at - 1, self.at);
                    let help = "save the file with Windows or Unix line endings (CRLF or LF)";
                    self.error(span, self.table, "a carriage return without a line feed ends this line", help);
                }
                return;
            }
        }
        self.at += 1;
    }

    fn comment(&mut self) {
        let start = self.at;
        self.at = lex::comment_end(self.bytes, start);
        let Some(byte) = self.peek().filter(|&byte| byte != b'\n') else { return };
        if byte == b'\r' {
            return;
        }
        let span = Span::new(self.at, self.at + 1);
        let name = hints::control_name(byte);
        self.error(span, self.table, format!("{name} stands in a comment"), "delete it");
        while let Some(byte) = self.peek() {
            if matches!(byte, b'\n' | b'\r') {
                return;
            }
            self.at = lex::comment_end(self.bytes, self.at + 1);
        }
    }

    /// Passes blanks, comments and line ends. Returns whether there was a line end.
    fn trivia(&mut self) -> bool {
        let mut crossed = false;
        loop {
            self.at = space_end(self.bytes, self.at);
            match self.peek() {
                Some(b'\n' | b'\r') => {
                    self.newline();
                    crossed = true;
                }
                Some(b'#') => self.comment(),
                _ => return crossed,
            }
        }
    }

    fn entry(&mut self) {
        if !self.key_path() {
            return self.no_entry();
        }
        self.at = space_end(self.bytes, self.at);
        if self.peek() != Some(b'=') {
            return self.no_entry();
        }
        self.entry_value();
    }

    /// Reads the value of the key in `path`, from its `=` on.
    pub(super) fn entry_value(&mut self) {
        self.junk = false;
        self.at += 1;
        let node = self.place(self.table);
        self.value_of_line(node);
    }

    pub(super) fn value_of_line(&mut self, node: NodeId) {
        self.at = space_end(self.bytes, self.at);
        if self.value(node, Place::Line) == Flow::Done {
            self.end_line(Some(node));
        }
    }

    /// Reads a dotted key into `path`. Returns false when there is none; `at` may then be anywhere in the line.
    pub(super) fn key_path(&mut self) -> bool {
        self.path.clear();
        loop {
            let Some(segment) = self.key_segment() else { return false };
            self.path.push(segment);
            let next = space_end(self.bytes, self.at);
            if self.bytes.get(next) != Some(&b'.') {
                return true;
            }
            self.at = space_end(self.bytes, next + 1);
        }
    }

    fn key_segment(&mut self) -> Option<Span> {
        let start = self.at;
        if let Some(b'"' | b'\'') = self.peek() {
            let found = quoted(self.bytes, start);
            if !found.closed || found.multiline {
                return None;
            }
            self.at = found.end;
            let span = Span::new(start, found.end);
            if found.odd {
                self.validate(span, self.table);
            }
            return Some(span);
        }
        self.at = bare_end(self.bytes, start);
        (self.at > start).then(|| Span::new(start, self.at))
    }

    /// Complains when an escape or a character in a quoted string or key is not allowed.
    fn validate(&mut self, span: Span, node: NodeId) -> bool {
        let Some(fault) = lex::fault(self.source, span) else { return true };
        let (span, message, help) = hints::text_fault(self.source, span, fault);
        self.error(span, node, message, help);
        false
    }

    /// Reads the value at the present place into `node`.
    pub(super) fn value(&mut self, node: NodeId, place: Place) -> Flow {
        match self.peek() {
            Some(b'"' | b'\'') => self.string(node),
            Some(b'[') => self.nested(node, Self::array),
            Some(b'{') => self.nested(node, Self::inline),
            Some(b'0'..=b'9' | b'-' | b'+') => {
                let start = self.at;
                match lex::plain_number(self.bytes, start) {
                    Some((end, kind)) if self.value_ends(end, place) => self.finish(node, kind, start, end),
                    _ => self.bare(node, place),
                }
            }
            None | Some(b'\n' | b'\r' | b'#' | b',' | b']' | b'}') if place != Place::Line => self.missing_value(node),
            None | Some(b'\n' | b'\r' | b'#') => {
                self.junk = true;
                self.missing_value(node)
            }
            Some(_) => self.bare(node, place),
        }
    }

    pub(super) fn finish(&mut self, node: NodeId, kind: Kind, start: usize, end: usize) -> Flow {
        let made = &mut self.arena[node];
        (made.kind, made.span) = (kind, Span::new(start, end));
        self.at = end;
        Flow::Done
    }

    fn string(&mut self, node: NodeId) -> Flow {
        let start = self.at;
        let found = quoted(self.bytes, start);
        if !found.closed {
            return self.unclosed_string(node, found.multiline);
        }
        let span = Span::new(start, found.end);
        let good = !found.odd || self.validate(span, node);
        if !found.odd && !found.multiline {
            self.arena[node].flags |= PLAIN;
        }
        self.finish(node, if good { Kind::String } else { Kind::Broken }, start, found.end)
    }

    fn bare(&mut self, node: NodeId, place: Place) -> Flow {
        let start = self.at;
        if let Some((end, kind)) = self.bare_value(place) {
            return self.finish(node, kind, start, end);
        }
        let end = self.bare_extent(start, place);
        let (span, message, help) = hints::bare(self.source, Span::new(start, end), place == Place::Line);
        self.error(span, node, message, help);
        self.finish(node, Kind::Broken, start, end)
    }

    /// Returns whether what follows `end` is what may follow a value, or a stray comma or bracket.
    fn value_ends(&self, end: usize, place: Place) -> bool {
        match self.bytes.get(space_end(self.bytes, end)) {
            None | Some(b'\n' | b'\r' | b'#' | b']' | b'}') => true,
            Some(b',') => !self.thousands_follow(end, place),
            Some(_) => false,
        }
    }

    /// Returns the value without quotes at the present place, when it is one as far as it reaches.
    pub(super) fn bare_value(&self, place: Place) -> Option<(usize, Kind)> {
        let start = self.at;
        let word = lex::word_end(self.bytes, start);
        let after = space_end(self.bytes, word);
        // A date and a time may have a blank between them.
        if after > word && self.bytes.get(after).is_some_and(u8::is_ascii_digit) {
            let end = lex::word_end(self.bytes, after);
            if lex::scalar(&self.source[start..end]) == Some(Kind::DateTime) {
                return Some((end, Kind::DateTime));
            }
        }
        let kind = lex::scalar(&self.source[start..word])?;
        if self.value_ends(word, place) {
            return Some((word, kind));
        }
        let more = match self.bytes.get(after) {
            Some(b'[' | b'{' | b'"' | b'\'') => after > word,
            // A second value, or a second key, after a blank.
            Some(_) if after > word => {
                let next = lex::word_end(self.bytes, after);
                match place {
                    Place::Array => lex::scalar(&self.source[after..next]).is_some(),
                    Place::Line | Place::Inline => self.entry_ahead(after),
                }
            }
            _ => false,
        };
        more.then_some((word, kind))
    }

    /// Reads an array or an inline table, unless it is nested too deep.
    fn nested(&mut self, node: NodeId, read: fn(&mut Self, NodeId) -> Flow) -> Flow {
        let open = self.at;
        if self.depth == MAX_DEPTH {
            let message = format!("brackets are nested more than {MAX_DEPTH} deep");
            self.error(Span::new(open, open + 1), node, message, "a plan needs three levels; take brackets away");
            return self.skip_nested(node);
        }
        self.depth += 1;
        let curly = self.peek() == Some(b'{');
        *(if curly { &mut self.curlies } else { &mut self.squares }) += 1;
        let made = &mut self.arena[node];
        made.kind = if curly { Kind::Table } else { Kind::Array };
        made.flags |= INLINE;
        made.span = Span::at(open);
        self.at += 1;
        let flow = read(self, node);
        *(if curly { &mut self.curlies } else { &mut self.squares }) -= 1;
        self.depth -= 1;
        flow
    }

    /// Ends the span of `node` at `end`.
    pub(super) fn close(&mut self, node: NodeId, end: usize) {
        let start = self.arena[node].span.start as usize;
        self.arena[node].span = Span::new(start, end);
    }

    fn array(&mut self, node: NodeId) -> Flow {
        let mut comma = Comma::Had;
        let mut content = self.at;
        let mut told = false;
        loop {
            let crossed = self.trivia();
            told &= !crossed;
            match self.peek() {
                None => return self.unclosed(node, content),
                Some(b']') => return self.closed(node),
                Some(b'}') if self.curlies > 0 => return self.left_open(node, content),
                Some(b'}') => return self.wrongly_closed(node),
                Some(b',') => {
                    self.comma(node, &mut comma, &mut told);
                    content = self.at;
                    continue;
                }
                Some(_) => {}
            }
            if crossed && self.statement_ahead(self.at) {
                return self.unclosed(node, content);
            }
            if comma == Comma::Needed {
                if !crossed && self.text_after_element(node) {
                    content = self.at;
                    continue;
                }
                self.missing_comma(node, &mut told);
            }
            let start = self.at;
            let child = self.arena.push(self.source, node, None, Kind::Broken, Span::at(start), 0);
            comma = match self.value(child, Place::Array) {
                Flow::Done => Comma::Needed,
                Flow::LineLost => match self.after_lost_line(node) {
                    None => Comma::Maybe,
                    Some(flow) => return flow,
                },
                Flow::Bail => return self.bail(node, start),
            };
            content = self.at;
        }
    }

    fn inline(&mut self, node: NodeId) -> Flow {
        let mut comma = Comma::Had;
        let mut content = self.at;
        let mut told = false;
        loop {
            let crossed = self.trivia();
            told &= !crossed;
            match self.peek() {
                None => return self.unclosed(node, content),
                Some(b'}') => return self.closed(node),
                Some(b']') if self.squares > 0 => return self.left_open(node, content),
                Some(b']') => return self.wrongly_closed(node),
                Some(b',') => {
                    self.comma(node, &mut comma, &mut told);
                    content = self.at;
                    continue;
                }
                Some(_) => {}
            }
            if crossed && self.header_ahead(self.at) || comma == Comma::Needed && crossed && self.outdented_entry() {
                return self.unclosed(node, content);
            }
            let start = self.at;
            if !self.key_path() || self.bytes.get(space_end(self.bytes, self.at)) != Some(&b'=') {
                self.no_inline_entry(node, start, comma == Comma::Needed && !crossed);
                (comma, content) = (Comma::Maybe, self.at);
                continue;
            }
            if comma == Comma::Needed {
                let after = std::mem::replace(&mut self.at, start);
                self.missing_comma(node, &mut told);
                self.at = after;
            }
            self.at = space_end(self.bytes, self.at) + 1;
            let child = self.place(node);
            self.at = space_end(self.bytes, self.at);
            comma = match self.value(child, Place::Inline) {
                Flow::Done => Comma::Needed,
                Flow::LineLost => match self.after_lost_line(node) {
                    None => Comma::Maybe,
                    Some(flow) => return flow,
                },
                Flow::Bail => return self.bail(node, start),
            };
            content = self.at;
        }
    }

    fn closed(&mut self, node: NodeId) -> Flow {
        self.at += 1;
        self.close(node, self.at);
        Flow::Done
    }

    fn comma(&mut self, node: NodeId, comma: &mut Comma, told: &mut bool) {
        if *comma == Comma::Had && !std::mem::replace(told, true) {
            let first = self.arena.last_child(node).is_none();
            let message = if first { "a comma stands before the first value" } else { "two commas stand in a row" };
            self.error(Span::new(self.at, self.at + 1), node, message, "delete this comma");
        }
        *comma = Comma::Had;
        self.at += 1;
    }

    /// Reports a missing comma, once a line: `told` becomes true when that was done. A row without commas is one mistake.
    fn missing_comma(&mut self, node: NodeId, told: &mut bool) {
        if std::mem::replace(told, true) {
            return;
        }
        let end = match self.peek() {
            Some(b'"' | b'\'') => quoted(self.bytes, self.at).end,
            Some(b'[' | b'{') => self.at + 1,
            _ => lex::word_end(self.bytes, self.at).max(self.at + 1),
        };
        let end = end.min(line_end(self.bytes, self.at)).max(self.at + 1);
        let message = "a comma is missing before this";
        self.error(Span::new(self.at, end), node, message, "put a comma between one value and the next");
    }
}
