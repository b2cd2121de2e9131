//! What nodes are, and what mistakes are.

use crate::span::{NodeId, Span};

/// How deep arrays and inline tables may be nested in a value.
pub const MAX_DEPTH: u32 = 128;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Keys and their values: the root, a section, an inline table, or one made by a dotted key.
    Table,
    /// A list of values; `[[x]]` makes an array whose elements are tables.
    Array,
    /// Text in quotes of any of the four sorts.
    String,
    /// A whole number.
    Integer,
    /// A number with a point or an exponent, `inf` or `nan`.
    Float,
    /// `true` or `false`.
    Boolean,
    /// A date, a time of day, or both.
    DateTime,
    /// Something that stands where a value belongs and is none. An error says why.
    Broken,
}

/// One mistake in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where it was made.
    pub span: Span,
    /// The fact, lower case, no full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// A second place that explains the first: the first use of a key, the line where a bracket should have closed.
    pub label: Option<(Span, String)>,
    /// The nearest node it belongs to.
    pub node: Option<NodeId>,
}

/// The table that holds everything.
pub(super) const ROOT: NodeId = NodeId(0);
