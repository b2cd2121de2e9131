//! A setting of a config and where it is.

/// A value a config sets, with its line, from 1.
#[derive(Clone, Debug)]
pub(super) struct Set<T> {
    pub(super) value: T,
    pub(super) line: u32,
}
