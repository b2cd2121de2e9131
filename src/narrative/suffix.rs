//! Scales and units behind numbers: `%`, `million`, `k`.

/// A scale or a unit behind a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Suffix {
    /// The power of ten.
    pub power: u32,
    /// True where the number is a part of a hundred.
    pub percent: bool,
    /// True where it is a scale behind a pound sign alone: `paragraph 5b` is no amount.
    pub of_money: bool,
    /// The bytes it has, blanks before it included.
    pub bytes: usize,
}

/// The words behind a number that are part of it, with the power of ten, whether they say percent, and whether they are
/// scales of money alone; the longer of two that begin alike first.
const SUFFIXES: [(&str, u32, bool, bool); 13] = [
    ("%", 0, true, false),
    ("per cent", 0, true, false),
    ("percent", 0, true, false),
    ("thousand", 3, false, false),
    ("million", 6, false, false),
    ("billion", 9, false, false),
    ("bn", 9, false, false),
    ("mn", 6, false, false),
    ("ml", 6, false, true),
    ("m", 6, false, false),
    ("b", 9, false, true),
    ("000s", 3, false, true),
    ("k", 3, false, false),
];

impl Suffix {
    /// Reads the one that a text begins with, which stands behind a number.
    pub(super) fn behind(rest: &str) -> Option<Self> {
        let trimmed = rest.trim_start_matches(' ');
        let blanks = rest.len() - trimmed.len();
        // A single letter belongs to the number only where it stands against it.
        let is = |word: &str| {
            let Some((head, rest)) = trimmed.split_at_checked(word.len()) else { return false };
            let ends = word == "%" || !rest.starts_with(char::is_alphanumeric);
            head.eq_ignore_ascii_case(word)
                && ends
                && (blanks == 0 || word == "%" && blanks == 1 || word.len() > 2 && blanks <= 1)
        };
        let (word, power, percent, of_money) = *SUFFIXES.iter().find(|(word, ..)| is(word))?;
        Some(Self { power, percent, of_money, bytes: blanks + word.len() })
    }
}
