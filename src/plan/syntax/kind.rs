//! The kinds of nodes and mistakes.

use crate::span::{NodeId, Span};

/// The greatest depth to which arrays and inline tables may be nested in a value.
pub const MAX_DEPTH: u32 = 128;

/// The kinds of nodes.
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
    /// Something that is no value where one belongs. An error says why.
    Broken,
}

/// One mistake in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The place of the mistake.
    pub span: Span,
    /// The fact, lower case, no full stop.
    pub message: String,
    /// The next action.
    pub help: Option<String>,
    /// A second place that explains the first: the first use of a key, the line where a bracket should have closed.
    pub label: Option<(Span, String)>,
    /// The nearest node it belongs to.
    pub node: Option<NodeId>,
}

/// The table that holds everything.
pub(super) const ROOT: NodeId = NodeId(0);
