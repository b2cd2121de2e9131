//! The digits of figures, and those that change places.

use fastrand::Rng;

/// Returns where the digits of a text stand.
pub(crate) fn digits(text: &str) -> Vec<usize> {
    text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect()
}

/// Swaps two digits beside each other that differ.
pub(crate) fn swapped(old: &str, rng: &mut Rng) -> Option<String> {
    let (places, bytes) = (digits(old), old.as_bytes());
    let is_free = |a: usize, b: usize| bytes[a] != bytes[b] && !(Some(&a) == places.first() && bytes[b] == b'0');
    let pairs: Vec<(usize, usize)> =
        places.iter().copied().zip(places.iter().copied().skip(1)).filter(|(a, b)| is_free(*a, *b)).collect();
    let (a, b) = *pairs.get(rng.usize(0..pairs.len().max(1)))?;
    let mut bytes = bytes.to_vec();
    bytes.swap(a, b);
    String::from_utf8(bytes).ok()
}
