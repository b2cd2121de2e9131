//! Digits that changed places.

/// Returns the two places at which two texts differ, where each has there what the other has at the other place.
pub(crate) fn exchanged(a: &str, b: &str) -> Option<(usize, usize)> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let differ: Vec<usize> = (0..a.len().min(b.len())).filter(|n| a[*n] != b[*n]).collect();
    match differ[..] {
        [i, j] if a.len() == b.len() && a[i] == b[j] && a[j] == b[i] => Some((i, j)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_that_changed_places_are_found_and_nothing_else() {
        assert_eq!(exchanged("25700", "27500"), Some((1, 2)));
        assert_eq!(exchanged("621.6", "126.6"), Some((0, 2)));
        assert_eq!((exchanged("621.6", "126.1"), exchanged("621", "162")), (None, None));
        assert_eq!((exchanged("12", "12"), exchanged("12", "213")), (None, None));
    }
}
