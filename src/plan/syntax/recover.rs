//! Recovers where the text is no TOML: reports it once, and goes on at the next place that is.

use super::arena::DAMAGED;
use super::hints;
use super::kind::Kind;
use super::lex::{self, bare_end, line_end, quoted, space_end, word_end};
use super::parse::{Flow, Parser, Place};
use crate::span::{NodeId, Span};

/// The number of characters in which the end of a text in curly quotes is looked for.
const LONGEST_QUOTE: usize = 1_000;

/// Returns the closing bracket that belongs to an opening one.
fn closer(open: u8) -> u8 {
    if open == b'{' { b'}' } else { b']' }
}

impl Parser<'_> {
    pub(super) fn skip_line(&mut self) {
        self.at = line_end(self.bytes, self.at);
    }

    /// Returns the end of the line's text: before a comment and the blanks around it.
    fn text_end(&self, from: usize) -> usize {
        let line = &self.source[from..line_end(self.bytes, from)];
        let text = line.find('#').map_or(line, |at| &line[..at]);
        from + text.trim_end_matches([' ', '\t', '\r']).len()
    }

    /// Ends the line of a header or a `value`, after which nothing but a comment may follow.
    pub(super) fn end_line(&mut self, value: Option<NodeId>) {
        self.at = space_end(self.bytes, self.at);
        let start = self.at;
        let Some(byte) = self.peek().filter(|byte| !matches!(byte, b'\n' | b'\r' | b'#')) else { return };
        let owner = value.unwrap_or(self.table);
        if value.is_some() && self.entry_ahead(start) {
            let span = Span::new(start, self.text_end(start).max(start + 1));
            self.error(span, self.table, "a second key stands on this line", "begin a new line before it");
            return;
        }
        let quote = value.filter(|&node| self.arena[node].kind == Kind::String);
        let end = if quote.is_some() && byte != b',' {
            let line = line_end(self.bytes, start);
            let text = &self.source[start..line];
            if text.contains(['"', '\'']) { start + text.trim_end().len() } else { self.text_end(start) }
        } else {
            self.text_end(start)
        };
        let rest = Span::new(start, end.max(start + 1));
        self.skip_line();
        let text = rest.of(self.source);
        if let Some((span, message, help)) = hints::invisible(self.source, rest) {
            self.error(span, owner, message, help);
        } else if matches!(byte, b']' | b'}') {
            let message = format!("nothing is open for this `{}`", char::from(byte));
            self.error(rest, owner, message, "delete it");
        } else if text == "," {
            self.error(rest, owner, "a comma stands after the value", "delete it; each key has a line of its own");
        } else if let Some(node) = quote.filter(|_| text.contains(['"', '\'', '”', '’'])) {
            let span = self.arena[node].span;
            let message = "the text ends at its second quote, and more follows";
            let help = "put `\\` before each quote inside the text";
            self.error(rest, node, message, help).label = Some((span, "ends here".to_owned()));
            self.arena[node].kind = Kind::Broken;
            self.close(node, rest.end as usize);
        } else {
            let what = if value.is_some() { "value" } else { "header" };
            let message = format!("`{}` stands after the {what}", hints::short(text));
            self.error(rest, owner, message, "delete it, or put `#` before it to make it a remark");
        }
    }

    /// Recovers from a line whose key or `=` could not be read.
    pub(super) fn no_entry(&mut self) {
        let start = self.statement;
        let line = line_end(self.bytes, start);
        let text = &self.source[start..line];
        let opening = text.len() - text.trim_start_matches(['"', '\'']).len();
        let comment = text.find('#').unwrap_or(text.len());
        match text[opening..comment].find('=').map(|at| at + opening) {
            Some(0) => {
                let span = Span::new(start, start + 1);
                self.error(span, self.table, "no key stands before this `=`", "write a key before it");
                self.damage(self.table);
                self.skip_line();
            }
            Some(equals) => self.bad_key(start, start + equals),
            None => self.no_equals(start, start + comment),
        }
    }

    /// Reports what is before `=` as no key, and reads the value after it all the same.
    fn bad_key(&mut self, start: usize, equals: usize) {
        let whole = Span::new(start, start + self.source[start..equals].trim_end_matches([' ', '\t']).len());
        if let Some(core) = self.visible_core(whole) {
            self.at = core.start as usize;
            if self.key_path() && self.at == core.end as usize {
                self.tell_invisible(whole, self.table);
                self.at = equals;
                return self.entry_value();
            }
        }
        let text = whole.of(self.source);
        if text.trim_start().starts_with([']', '}', ',', '{']) || text.contains(['{', '[']) {
            self.at = start;
            return self.no_statement();
        }
        self.junk = false;
        let (message, help) = hints::key(text);
        self.error(whole, self.table, message, help);
        self.damage(self.table);
        let node = self.arena.detached(self.table, Some(whole), Kind::Broken, whole);
        self.at = equals + 1;
        self.value_of_line(node);
    }

    /// Reads a key whose `=` is missing or is a colon; any other line without `=` is no statement.
    fn no_equals(&mut self, start: usize, end: usize) {
        self.at = start;
        if !self.junk && self.key_path() {
            let key_end = self.at;
            let colon = usize::from(self.bytes.get(key_end) == Some(&b':'));
            let value = space_end(self.bytes, key_end + colon);
            let rest = self.source[value.min(end)..end].trim_end();
            let lower = self.bytes[start].is_ascii_lowercase() || self.bytes[start].is_ascii_digit();
            let blank = colon == 1 || value > key_end;
            let plain = lex::scalar(rest).is_some() && (lower || colon == 1);
            if blank && (plain || rest.starts_with(['"', '\'', '{']) || (rest.starts_with('[') && lower)) {
                let name = hints::short(&self.source[start..key_end]);
                let help = format!("write `{name} = …`");
                let (span, message) = if colon == 1 {
                    (Span::new(key_end, key_end + 1), "`:` stands where `=` belongs")
                } else {
                    (Span::new(start, key_end), "no `=` stands after this key")
                };
                self.error(span, self.table, message, help);
                self.at = value;
                let node = self.place(self.table);
                return self.value_of_line(node);
            }
        }
        self.at = start;
        self.no_statement();
    }

    /// Passes a line that is neither a header nor a key with a value. Of several in a row the first is reported.
    pub(super) fn no_statement(&mut self) {
        let start = self.at;
        let end = self.text_end(start).max(start + self.char_at(start));
        self.skip_line();
        if std::mem::replace(&mut self.junk, true) {
            return;
        }
        let span = Span::new(start, end);
        let text = span.of(self.source);
        self.damage(self.table);
        if let Some(b @ (b']' | b'}')) = self.bytes.get(start) {
            let message = format!("nothing is open for this `{}`", char::from(*b));
            self.error(span, self.table, message, "delete it, or look for the bracket that was closed too early");
        } else if let Some((span, message, help)) = hints::invisible(self.source, span).filter(|_| end - start < 8) {
            self.error(span, self.table, message, help);
        } else {
            let message = format!("`{}` is neither `key = value` nor a `[section]`", hints::short(text));
            let help = if text.contains('\t') {
                "this looks like cells of a spreadsheet; write one `key = value` a line"
            } else {
                "put `#` before it to make it a remark, or quotes around it if it belongs to the text above"
            };
            self.error(span, self.table, message, help);
        }
    }

    fn char_at(&self, at: usize) -> usize {
        self.source[at..].chars().next().map_or(0, char::len_utf8)
    }

    /// Returns the part of `span` without invisible characters around it, when there are any.
    pub(super) fn visible_core(&self, span: Span) -> Option<Span> {
        let text = span.of(self.source);
        let all = |c: char| c.is_ascii_whitespace() || hints::invisible_name(c).is_some();
        let core = text.trim_matches(all);
        let start = span.start as usize + (text.len() - text.trim_start_matches(all).len());
        let changed = core.len() < text.trim().len() || hints::invisible(self.source, span).is_some();
        (changed && !core.is_empty()).then(|| Span::new(start, start + core.len()))
    }

    pub(super) fn tell_invisible(&mut self, span: Span, node: NodeId) {
        if let Some((span, message, help)) = hints::invisible(self.source, span) {
            self.error(span, node, message, help);
        }
    }

    pub(super) fn missing_value(&mut self, node: NodeId) -> Flow {
        let key = self.arena[node].key_span().unwrap_or(Span::at(self.at));
        let end = self.source[..self.at].trim_end_matches([' ', '\t']).len();
        let name = hints::short(&lex::decode_key(self.source, key));
        let message = format!("no value stands after `{name} =`");
        let help = "write the value, or leave the key out until it is known";
        self.error(key.to(Span::at(end)), node, message, help);
        self.finish(node, Kind::Broken, end, end);
        Flow::Done
    }

    /// Returns whether the comma after a number that ends at `end` is a thousands separator and not the end of the value.
    pub(super) fn thousands_follow(&self, end: usize, place: Place) -> bool {
        let digits = self.bytes.get(end) == Some(&b',') && self.bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !digits || place != Place::Inline {
            return digits && place == Place::Line;
        }
        let word = word_end(self.bytes, end + 1);
        let next = self.bytes.get(space_end(self.bytes, word));
        !self.source[end..word].contains(['"', '\'']) && !matches!(next, Some(b'=' | b'.' | b'"' | b'\''))
    }

    /// Returns how far a value that is none reaches.
    pub(super) fn bare_extent(&self, start: usize, place: Place) -> usize {
        // No more of the line than the value needs: a line may hold many.
        let rest = &self.source[start..];
        let text = rest.char_indices().nth(LONGEST_QUOTE).map_or(rest, |(near, _)| &rest[..near]);
        let from = hints::smart_quoted(text.lines().next().unwrap_or_default()).unwrap_or(0);
        if place == Place::Line {
            return self.text_end(start + from).max(start + self.char_at(start));
        }
        let money = text.trim_start_matches(['-', '+', '~']).starts_with(['£', '$', '€', '(']);
        let mut equals = None;
        let mut end = start + from;
        while let Some(byte) = self.bytes.get(end) {
            match byte {
                b',' if place == Place::Inline && self.thousands_follow(end, place) => {}
                b',' if place == Place::Array && money && self.three_digits(end + 1) => {}
                b',' | b']' | b'}' | b'#' | b'\n' => break,
                b'=' => equals = equals.or(Some(end)),
                _ => {}
            }
            end += 1;
        }
        let whole = self.source[start..end].trim_end();
        // `{ a = 1m b = 2 }`: the last word before the second `=` is a key.
        let first_value = equals.filter(|_| place == Place::Inline).and_then(|equals| {
            let before = self.source[start..equals].trim_end();
            before.rfind([' ', '\t']).map(|at| before[..at].trim_end().len()).filter(|&len| len > 0)
        });
        start + first_value.unwrap_or(whole.len()).max(self.char_at(start))
    }

    fn three_digits(&self, at: usize) -> bool {
        let digits = self.bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        digits == 3
    }

    pub(super) fn unclosed_string(&mut self, node: NodeId, multiline: bool) -> Flow {
        let start = self.at;
        let line = line_end(self.bytes, start);
        let end = start + self.source[start..line].trim_end().len();
        let quote = char::from(self.bytes[start]);
        if multiline {
            let marks = quote.to_string().repeat(3);
            let message = format!("this text begins with `{marks}` and never ends");
            let help = format!("write `{marks}` where it ends");
            self.error(Span::new(start, start + 3), node, message, help);
            self.finish(node, Kind::Broken, start, end);
            self.damage(self.table);
            self.at = line;
            self.next_statement();
            return Flow::Bail;
        }
        let curly = self.source[start..end].ends_with(['”', '’', '“', '‘']);
        let help = if curly {
            format!("its last quote is a curly one: replace it with a straight `{quote}`")
        } else {
            format!("write `{quote}` at its end; text of several lines stands between \"\"\" and \"\"\"")
        };
        self.error(Span::new(start, end), node, "the quote is not closed on its line", help);
        self.finish(node, Kind::Broken, start, end);
        self.lost = start + 1;
        self.at = line;
        Flow::LineLost
    }

    /// Moves on to the next line that looks like a statement.
    fn next_statement(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'\n' {
                let start = space_end(self.bytes, self.at + 1);
                if self.statement_ahead(start) {
                    self.at = start;
                    return;
                }
            }
            self.at = self.at.max(line_end(self.bytes, self.at)).max(self.at + usize::from(byte == b'\n'));
            if self.peek() == Some(b'\r') {
                self.at += 1;
            }
        }
    }

    /// Passes a value that is nested too deep without reading it.
    pub(super) fn skip_nested(&mut self, node: NodeId) -> Flow {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'[' | b'{' => depth += 1,
                b']' | b'}' => {
                    depth -= 1;
                    if depth == 0 {
                        return self.finish(node, Kind::Broken, start, self.at + 1);
                    }
                }
                b'"' | b'\'' => {
                    self.at = quoted(self.bytes, self.at).end;
                    continue;
                }
                b'#' => {
                    self.skip_line();
                    continue;
                }
                b'\n' if self.statement_ahead(space_end(self.bytes, self.at + 1)) => break,
                _ => {}
            }
            self.at += 1;
        }
        let end = self.at;
        self.finish(node, Kind::Broken, start, end);
        Flow::Bail
    }

    /// Reports that the bracket of `node` is not closed, and that a new statement or the end of the file is here.
    pub(super) fn unclosed(&mut self, node: NodeId, content: usize) -> Flow {
        self.tell_unclosed(node, content);
        Flow::Bail
    }

    /// Reports that the bracket of `node` is not closed, and that the one around it is closed here.
    pub(super) fn left_open(&mut self, node: NodeId, content: usize) -> Flow {
        self.tell_unclosed(node, content);
        Flow::Done
    }

    fn tell_unclosed(&mut self, node: NodeId, content: usize) {
        let open = self.arena[node].span.start as usize;
        let opener = self.bytes[open];
        let (left, right) = (char::from(opener), char::from(closer(opener)));
        let last = self.source[..content].chars().next_back().map_or(0, char::len_utf8);
        let message = format!("this `{left}` is never closed");
        let help = format!("write `{right}` where it ends");
        let label = (Span::new(content - last, content), format!("`{right}` should follow by here"));
        self.error(Span::new(open, open + 1), node, message, help).label = Some(label);
        self.damage(node);
        self.close(node, content);
    }

    pub(super) fn wrongly_closed(&mut self, node: NodeId) -> Flow {
        let open = self.arena[node].span.start as usize;
        let opener = self.bytes[open];
        let (left, right) = (char::from(opener), char::from(closer(opener)));
        let span = Span::new(self.at, self.at + 1);
        let message = format!("`{}` closes what `{left}` opened", char::from(self.bytes[self.at]));
        self.error(span, node, message, format!("write `{right}` instead")).label =
            Some((Span::new(open, open + 1), "opened here".to_owned()));
        self.damage(node);
        self.at += 1;
        self.close(node, self.at);
        Flow::Done
    }

    /// Gives the statement up after a value inside `node` did, which reported why.
    pub(super) fn bail(&mut self, node: NodeId, start: usize) -> Flow {
        self.damage(node);
        let end = self.arena.last_child(node).map_or(0, |child| self.arena[child].span.end as usize);
        self.close(node, end.max(start));
        Flow::Bail
    }

    /// Returns whether `node` goes on after the line that an unclosed string took; if not, how it ended.
    pub(super) fn after_lost_line(&mut self, node: NodeId) -> Option<Flow> {
        self.damage(node);
        let open = self.arena[node].span.start as usize;
        let opener = self.bytes[open];
        let here = !self.source[open..self.at].contains('\n');
        let swallowed = self.source[self.lost..self.at].find(char::from(closer(opener)));
        if let Some(found) = swallowed.filter(|_| here) {
            self.lost += found + 1;
            self.close(node, self.at);
            return Some(Flow::LineLost);
        }
        let mut next = self.at;
        while let Some(byte) = self.bytes.get(next) {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => next += 1,
                b'#' => next = line_end(self.bytes, next),
                _ => break,
            }
        }
        let ended = if opener == b'{' && self.entry_ahead(next) {
            self.column(next) <= self.column(self.statement)
        } else {
            next >= self.bytes.len() || self.statement_ahead(next)
        };
        if ended {
            self.close(node, self.at);
            self.at = next;
            return Some(Flow::Bail);
        }
        let goes_on = opener == b'[' || matches!(self.bytes[next], b'}' | b',') || self.entry_ahead(next);
        if goes_on {
            return None;
        }
        self.close(node, self.at);
        Some(Flow::LineLost)
    }

    /// Passes text after an element on the same line that is no element itself, as one mistake. Returns whether there
    /// was such text.
    pub(super) fn text_after_element(&mut self, node: NodeId) -> bool {
        if matches!(self.peek(), Some(b'"' | b'\'' | b'[' | b'{')) || self.bare_value(Place::Array).is_some() {
            return false;
        }
        let start = self.at;
        let end = self.bare_extent(start, Place::Array);
        let last = self.arena.last_child(node);
        let span = Span::new(start, end);
        let message = format!("`{}` stands after the value", hints::short(span.of(self.source)));
        let help = "put a comma between one value and the next, and `\\` before a quote inside a text";
        self.error(span, last.unwrap_or(node), message, help);
        if let Some(last) = last {
            self.arena[last].kind = Kind::Broken;
            self.close(last, end);
        }
        self.at = end;
        true
    }

    /// Passes something in an inline table that is no entry, up to the next comma, bracket or line end.
    pub(super) fn no_inline_entry(&mut self, node: NodeId, start: usize, after_value: bool) {
        self.at = start;
        let stop = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b'\n' | b'#');
        let rest = &self.bytes[start..];
        let mut end = start + rest.iter().position(stop).unwrap_or(rest.len()).max(1);
        while !self.source.is_char_boundary(end) {
            end += 1;
        }
        let end = start + self.source[start..end].trim_end().len().max(self.char_at(start));
        let span = Span::new(start, end);
        self.arena[node].flags |= DAMAGED;
        self.at = end;
        let text = span.of(self.source);
        if let Some((span, message, help)) = hints::invisible(self.source, span) {
            self.error(span, node, message, help);
            return;
        }
        let key = text.find('=').map(|equals| text[..equals].trim_end()).filter(|key| !key.is_empty());
        if let Some(key) = key.filter(|_| !after_value) {
            let (message, help) = hints::key(key);
            self.error(Span::new(start, start + key.len()), node, message, help);
            return;
        }
        let message = if after_value {
            format!("`{}` stands after the value", hints::short(text))
        } else {
            format!("`{}` is no `key = value`", hints::short(text))
        };
        self.error(span, node, message, "between `{` and `}` write `key = value`, with a comma between two of them");
    }

    fn column(&self, at: usize) -> usize {
        let line = self.bytes[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
        at - line
    }

    /// Returns whether a key begins here, no further right than the statement it would belong to.
    pub(super) fn outdented_entry(&self) -> bool {
        self.entry_ahead(self.at) && self.column(self.at) <= self.column(self.statement)
    }

    /// Returns whether the text at `at` begins a header or `key =`.
    pub(super) fn statement_ahead(&self, at: usize) -> bool {
        if self.bytes.get(at) == Some(&b'[') { self.header_ahead(at) } else { self.entry_ahead(at) }
    }

    /// Returns whether `key =` begins at `at`.
    pub(super) fn entry_ahead(&self, at: usize) -> bool {
        self.path_ahead(at).is_some_and(|end| self.bytes.get(end) == Some(&b'='))
    }

    /// Returns whether a line of its own begins at `at` that is a header and could be no array.
    pub(super) fn header_ahead(&self, at: usize) -> bool {
        if self.bytes.get(at) != Some(&b'[') {
            return false;
        }
        let width = 1 + usize::from(self.bytes.get(at + 1) == Some(&b'['));
        let name = space_end(self.bytes, at + width);
        let word = word_end(self.bytes, name);
        if bare_end(self.bytes, name) == name || lex::scalar(&self.source[name..word]).is_some() {
            return false;
        }
        let Some(end) = self.path_ahead(name) else { return false };
        let closed = self.bytes[end..].iter().take(width).all(|&byte| byte == b']') && self.bytes.len() >= end + width;
        let after = space_end(self.bytes, end + width);
        closed && matches!(self.bytes.get(after), None | Some(b'\n' | b'\r' | b'#'))
    }

    /// Returns the first byte after the key at `at` and its blanks.
    fn path_ahead(&self, at: usize) -> Option<usize> {
        let mut at = at;
        loop {
            let end = match self.bytes.get(at)? {
                b'"' | b'\'' => {
                    let found = quoted(self.bytes, at);
                    (found.closed && !found.multiline).then_some(found.end)?
                }
                _ => bare_end(self.bytes, at),
            };
            if end == at {
                return None;
            }
            at = space_end(self.bytes, end);
            if self.bytes.get(at) != Some(&b'.') {
                return Some(at);
            }
            at = space_end(self.bytes, at + 1);
        }
    }
}
