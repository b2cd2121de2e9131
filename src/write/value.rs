//! A plan's values between the text they are written in and the cells they go to: no meaning, only shape.

use std::fmt::Write;

use crate::money::grouped;
use crate::plan::syntax::{Kind, Tree};
use crate::span::NodeId;
use crate::text::escape::{is_hidden, makes_command};

/// A value, a table or a list of tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// A value that is no table.
    Value(Value),
    /// Keys and what is under them, in their order.
    Table(Vec<(String, Node)>),
    /// A list of tables; an empty list is a value.
    List(Vec<Node>),
}

/// A value as it is written, so that its precision stays with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Text, decoded.
    Text(String),
    /// A number in digits, without what separates them: `4.10`.
    Number(String),
    /// A day: `2017-09-11`.
    Day(String),
    /// True or false.
    Truth(bool),
    /// Several values.
    List(Vec<Value>),
    /// Anything else TOML has, as it was written.
    Other(String),
}

impl Node {
    /// Returns what is at a node of a tree without mistakes.
    pub(crate) fn read(tree: &Tree, node: NodeId) -> Self {
        match tree.kind(node) {
            Kind::Table => {
                let entry = |child| Some((tree.key(child)?.into_owned(), Self::read(tree, child)));
                Self::Table(tree.children(node).filter_map(entry).collect())
            }
            Kind::Array => {
                let items: Vec<Self> = tree.children(node).map(|child| Self::read(tree, child)).collect();
                let values = |item: &Self| match item {
                    Self::Value(value) => Some(value.clone()),
                    _ => None,
                };
                match items.iter().map(values).collect::<Option<Vec<Value>>>() {
                    Some(values) => Self::Value(Value::List(values)),
                    None => Self::List(items),
                }
            }
            Kind::String => Self::Value(Value::Text(tree.text(node).into_owned())),
            Kind::Boolean => Self::Value(Value::Truth(tree.raw(node) == "true")),
            Kind::Integer | Kind::Float => Self::Value(number(tree.raw(node))),
            Kind::DateTime if tree.raw(node).len() == "2017-09-11".len() => {
                Self::Value(Value::Day(tree.raw(node).to_owned()))
            }
            Kind::DateTime | Kind::Broken => Self::Value(Value::Other(tree.raw(node).to_owned())),
        }
    }

    /// Returns the value a piece of TOML writes; nothing when it is none.
    #[cfg(any(test, feature = "workbook"))]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let tree = Tree::parse(format!("x = {text}"));
        let mut children = tree.children(Tree::ROOT);
        let (node, second) = (children.next()?, children.next());
        (tree.errors().is_empty() && second.is_none()).then(|| Self::read(&tree, node))
    }

    /// Returns whether it holds nothing.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Value(value) => *value == Value::List(Vec::new()),
            Self::Table(entries) => entries.is_empty(),
            Self::List(items) => items.is_empty(),
        }
    }

    /// Returns the entries of a table; nothing of anything else.
    pub(crate) fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Table(entries) => entries,
            _ => &[],
        }
    }

    /// Returns what is under a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(known, _)| known == key).map(|(_, node)| node)
    }

    /// Returns the text, if it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Value(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Returns the node of a key, put there as an empty table if there is none.
    #[cfg(feature = "workbook")]
    pub(crate) fn under(&mut self, key: &str) -> &mut Self {
        if !matches!(self, Self::Table(_)) {
            *self = Self::Table(Vec::new());
        }
        let Self::Table(entries) = self else { return self };
        let at = entries.iter().position(|(known, _)| known == key).unwrap_or_else(|| {
            entries.push((key.to_owned(), Self::Table(Vec::new())));
            entries.len() - 1
        });
        &mut entries[at].1
    }
}

/// Returns a number in plain digits, or whatever else it is.
fn number(raw: &str) -> Value {
    let digits = raw.strip_prefix('+').unwrap_or(raw).replace('_', "");
    if is_plain(&digits) { Value::Number(digits) } else { Value::Other(raw.to_owned()) }
}

/// Returns true for digits with at most a sign before and a point between them.
pub(crate) fn is_plain(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let all = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits.split_once('.').map_or_else(|| all(digits), |(whole, decimals)| all(whole) && all(decimals))
}

/// Returns a node on one line, as TOML.
pub(crate) fn inline(node: &Node) -> String {
    match node {
        Node::Value(value) => written(value),
        Node::List(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Node::Table(entries) if entries.is_empty() => "{}".to_owned(),
        Node::Table(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(name, node)| format!("{} = {}", key(name), inline(node))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

fn written(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Number(digits) => spaced(digits),
        Value::Day(text) | Value::Other(text) => text.clone(),
        Value::Truth(truth) => truth.to_string(),
        Value::List(items) => format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(", ")),
    }
}

/// Returns digits in groups of three, where there are more than that.
fn spaced(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let (whole, decimals) =
        digits.split_once('.').map_or((digits, String::new()), |(whole, rest)| (whole, format!(".{rest}")));
    format!("{sign}{}{decimals}", grouped(whole, '_'))
}

/// Returns a key, quoted where it is not bare.
pub(crate) fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if bare { name.to_owned() } else { quoted(name) }
}

/// Returns text in quotes, with characters that an eye or a program would miss escaped.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for (at, c) in text.char_indices() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            // Writing into a string cannot fail.
            c if is_hidden(c) || (c == '#' && makes_command(&text[..at], &text[at + 1..])) => {
                let _ = write!(out, "\\U{:08X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_as_it_was() {
        for text in
            ["\"a \\\"b\\\" \\n\"", "36_682", "4.10", "-1_000.25", "2017-09-11", "[\"a\", 2, \"£1m\"]", "{ a = 1 }"]
        {
            assert_eq!(Node::parse(text).map(|node| inline(&node)).as_deref(), Some(text));
        }
        assert_eq!(Node::parse("1\ny = 2"), None);
        assert_eq!(Node::parse("1e3"), Some(Node::Value(Value::Other("1e3".into()))));
    }
}
