//! Finds the table that a key or a header belongs to, and refuses to define a thing twice.

use super::arena::{DOTTED, HEADER, INLINE, TABLES};
use super::hints;
use super::kind::{Kind, ROOT};
use super::lex::{bare_end, bare_key, decode_key, line_end, space_end};
use super::parse::Parser;
use crate::span::{NodeId, Span};

impl Parser<'_> {
    fn look_up(&mut self, table: NodeId, key: Span) -> Option<NodeId> {
        let source = self.source;
        match bare_key(source, key) {
            Some(bare) => self.arena.find_growing(source, table, bare),
            None => self.arena.find_growing(source, table, decode_key(source, key).as_bytes()),
        }
    }

    fn name(&self, key: Span) -> String {
        hints::short(&decode_key(self.source, key))
    }

    /// Complains about `key`, and labels the place that had it first.
    fn conflict(&mut self, key: Span, first: NodeId, message: String, help: &str, label: &str) {
        let earlier = self.arena[first].key_span().unwrap_or(self.arena[first].span);
        self.error(key, first, message, help).label = Some((earlier, label.to_owned()));
    }

    /// Returns the node for the key in `path`, in `table` or in the tables its dots name. A key that is
    /// there already gets a node outside its table.
    pub(super) fn place(&mut self, table: NodeId) -> NodeId {
        let mut table = table;
        let steps = self.path.len() - 1;
        for step in 0..steps {
            table = self.step_by_dot(table, self.path[step]);
        }
        let key = self.path[steps];
        if let Some(first) = self.look_up(table, key) {
            let message = format!("`{}` is given twice", self.name(key));
            let help = "keep one of the two; if both are meant, give one another name";
            self.conflict(key, first, message, help, "first used here");
            return self.arena.detached(table, Some(key), Kind::Broken, Span::at(self.at));
        }
        self.arena.push(self.source, table, Some(key), Kind::Broken, Span::at(self.at), 0)
    }

    fn step_by_dot(&mut self, table: NodeId, key: Span) -> NodeId {
        let Some(found) = self.look_up(table, key) else {
            return self.arena.push(self.source, table, Some(key), Kind::Table, key, DOTTED);
        };
        let node = &self.arena[found];
        if node.kind == Kind::Table {
            if node.has(HEADER | INLINE) {
                let message = format!("`{}` is complete already and a dotted key adds to it", self.name(key));
                let help = "write the key where the rest of the table is";
                self.conflict(key, found, message, help, "the table is here");
            } else {
                self.arena[found].flags |= DOTTED;
            }
            return found;
        }
        let message = format!("`{}` has a value already and cannot hold keys", self.name(key));
        self.conflict(key, found, message, "give the key another name", "the value is here");
        self.arena.detached(table, Some(key), Kind::Table, key)
    }

    fn step_by_header(&mut self, table: NodeId, key: Span) -> NodeId {
        let Some(found) = self.look_up(table, key) else {
            return self.arena.push(self.source, table, Some(key), Kind::Table, key, 0);
        };
        let node = &self.arena[found];
        match node.kind {
            Kind::Table if !node.has(INLINE) => found,
            Kind::Array if node.has(TABLES) => self.arena.last_child(found).unwrap_or(found),
            kind => {
                let name = self.name(key);
                let last = self.arena.last_child(found).filter(|&last| self.arena[last].kind == Kind::Table);
                let (message, home) = match (kind, last) {
                    (Kind::Table, _) => (format!("`{name}` is complete already and a header adds to it"), Some(found)),
                    (Kind::Array, Some(last)) => {
                        (format!("`{name}` is complete already and a header adds to it"), Some(last))
                    }
                    _ => (format!("`{name}` has a value already and cannot hold keys"), None),
                };
                self.conflict(key, found, message, "write these keys where the value is", "the value is here");
                home.unwrap_or_else(|| self.arena.detached(table, Some(key), Kind::Table, key))
            }
        }
    }

    /// Reads a line that begins with `[`: the header of a table or of an entry of a list.
    pub(super) fn header(&mut self) {
        let open = self.at;
        let double = self.bytes.get(open + 1) == Some(&b'[');
        let width = 1 + usize::from(double);
        self.at = space_end(self.bytes, open + width);
        if !self.key_path() {
            return self.bad_header(open, width);
        }
        let named = self.at;
        let close = space_end(self.bytes, named);
        let closers = self.bytes[close..].iter().take(2).take_while(|&&byte| byte == b']').count();
        if closers == 0 && !matches!(self.bytes.get(close), None | Some(b'\n' | b'\r' | b'#')) {
            return self.bad_header(open, width);
        }
        let end = if closers == 0 { named } else { close + closers };
        let mut end = end;
        while closers > 0 && closers != width && self.bytes.get(space_end(self.bytes, end)) == Some(&b']') {
            end = space_end(self.bytes, end) + 1;
        }
        let span = Span::new(open, end);
        self.junk = false;
        if closers != width {
            let name = hints::short(&self.source[open + width..named]);
            let whole = if double { format!("[[{name}]]") } else { format!("[{name}]") };
            let (message, help) = if closers < width {
                ("the header is not closed", format!("write `{whole}`"))
            } else {
                let help = format!("write `{whole}` for a single table, or `[[{name}]]` for one of a list");
                ("the header has one closing bracket too many", help)
            };
            self.error(span, self.table, message, help);
        }
        self.at = end;
        self.table = self.open_table(double, span);
        self.end_line(None);
    }

    fn open_table(&mut self, double: bool, span: Span) -> NodeId {
        let mut table = ROOT;
        let steps = self.path.len() - 1;
        for step in 0..steps {
            table = self.step_by_header(table, self.path[step]);
        }
        let key = self.path[steps];
        let Some(found) = self.look_up(table, key) else {
            if !double {
                return self.arena.push(self.source, table, Some(key), Kind::Table, span, HEADER);
            }
            let array = self.arena.push(self.source, table, Some(key), Kind::Array, span, TABLES);
            return self.arena.push(self.source, array, None, Kind::Table, span, HEADER);
        };
        if double { self.append(table, found, key, span) } else { self.reopen(table, found, key, span) }
    }

    /// Handles `[x]` where there is an `x` already. Returns the table that its keys belong to.
    fn reopen(&mut self, table: NodeId, found: NodeId, key: Span, span: Span) -> NodeId {
        let node = &self.arena[found];
        match node.kind {
            Kind::Table if !node.has(HEADER | DOTTED | INLINE) => {
                let node = &mut self.arena[found];
                node.flags |= HEADER;
                node.span = span;
                node.move_key(self.source, key);
                found
            }
            Kind::Table => {
                let message = format!("the table `{}` is written twice", self.name(key));
                self.conflict(span, found, message, "move these keys under the first one", "first written here");
                found
            }
            Kind::Array => {
                let name = self.name(key);
                let message = format!("`{name}` is a list, and this header is for a single table");
                self.conflict(span, found, message, &format!("write `[[{name}]]`"), "the list begins here");
                self.arena.push(self.source, found, None, Kind::Table, span, HEADER)
            }
            _ => self.taken(table, found, key, span),
        }
    }

    /// Handles `[[x]]` where there is an `x` already. Returns the table that its keys belong to.
    fn append(&mut self, table: NodeId, found: NodeId, key: Span, span: Span) -> NodeId {
        let node = &self.arena[found];
        match node.kind {
            Kind::Array => {
                if !node.has(TABLES) {
                    let message = format!("the list `{}` is complete already and a header adds to it", self.name(key));
                    let help = "write the whole list one way: in brackets, or under headers";
                    self.conflict(span, found, message, help, "the list is here");
                }
            }
            Kind::Table => {
                let name = self.name(key);
                let message = format!("`{name}` is a single table, and this header is for one of a list");
                let help = format!("write `[[{name}]]` at the first one too, or name this one differently");
                self.conflict(span, found, message, &help, "the single table is here");
                self.arena.wrap(found);
            }
            _ => return self.taken(table, found, key, span),
        }
        self.arena.push(self.source, found, None, Kind::Table, span, HEADER)
    }

    fn taken(&mut self, table: NodeId, found: NodeId, key: Span, span: Span) -> NodeId {
        let message = format!("`{}` has a value already and cannot be a table", self.name(key));
        self.conflict(span, found, message, "give one of the two another name", "the value is here");
        self.arena.detached(table, Some(key), Kind::Table, span)
    }

    /// Complains of a header whose name cannot be read; the keys below it go to a table outside the plan.
    fn bad_header(&mut self, open: usize, width: usize) {
        let line = line_end(self.bytes, open);
        let from = open + width;
        let text = &self.source[from..line];
        let end = from + text.find([']', '#']).unwrap_or(text.len());
        let name = self.source[from..end].trim();
        if name.contains(['=', ',', '{', '[']) || self.bytes.get(from) == Some(&b'"') && end == line {
            self.at = open;
            return self.no_statement();
        }
        let closers = self.bytes[end..line].iter().take(width).take_while(|&&byte| byte == b']').count();
        let last = if closers == 0 { open + self.source[open..end].trim_end().len() } else { end + closers };
        let span = Span::new(open, last);
        if let Some(core) = self.visible_core(Span::new(from, end)) {
            self.tell_invisible(Span::new(from, end), self.table);
            self.at = core.start as usize;
            if self.key_path() {
                self.junk = false;
                self.at = span.end as usize;
                self.table = self.open_table(width == 2, span);
                return self.end_line(None);
            }
        }
        let message = if name.is_empty() {
            "the header has no name".to_owned()
        } else {
            format!("`{}` cannot name a table", hints::short(name))
        };
        let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
        let brackets = if width == 2 { ("[[", "]]") } else { ("[", "]") };
        let help = if name.is_empty() || name.len() > 60 || bare_end(plain.as_bytes(), 0) < plain.len() {
            "write the name of a section between the brackets, such as `[plan]`".to_owned()
        } else {
            let (left, right) = brackets;
            format!("names have letters, digits, `-` and `_` only: write `{left}{plain}{right}`")
        };
        self.error(span, ROOT, message, help);
        self.damage(ROOT);
        self.junk = false;
        self.table = self.arena.detached(ROOT, None, Kind::Table, span);
        self.damage(self.table);
        self.at = span.end as usize;
        self.skip_line();
    }
}
