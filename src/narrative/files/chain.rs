//! Styles that are based on others.

use std::collections::HashMap;

/// The most styles that one is based on, one on the other.
const CHAIN: usize = 64;

/// Goes through a style and those it is based on, the nearest first.
pub(super) fn chain<'s, S>(
    styles: &'s HashMap<String, S>,
    first: &str,
    based_on: impl Fn(&S) -> Option<&str>,
) -> impl Iterator<Item = &'s S> {
    std::iter::successors(styles.get(first), move |style| styles.get(based_on(style)?)).take(CHAIN)
}
