//! Numbers as they are written.

/// A number as it is written: digits with commas between groups, and decimals.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    /// Its first digit.
    pub start: usize,
    /// One past its last.
    pub end: usize,
    /// The place of its decimal point.
    pub point: Option<usize>,
    /// True where it has a comma between groups.
    pub grouped: bool,
}

impl Number {
    /// Reads the number that begins at a digit.
    pub(super) fn at(bytes: &[u8], start: usize) -> Self {
        let run = |from: usize| from + bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
        let mut end = run(start);
        let mut grouped = false;
        if end - start <= 3 {
            while bytes.get(end) == Some(&b',') && run(end + 1) - (end + 1) == 3 {
                end = run(end + 1);
                grouped = true;
            }
        }
        let point =
            (bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit)).then_some(end);
        if let Some(point) = point {
            end = run(point + 1);
        }
        Self { start, end, point, grouped }
    }

    /// Returns whether it is a whole number without groups.
    pub(super) const fn is_bare(&self) -> bool {
        self.point.is_none() && !self.grouped
    }

    /// Returns it where it is whole and small.
    pub(super) fn small(&self, text: &str) -> Option<u32> {
        if self.is_bare() { text[self.start..self.end].parse().ok() } else { None }
    }
}
