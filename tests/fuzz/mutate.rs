//! Changes to a text such as people and strangers make, drawn by lot: a line moved, another value, a word of another file.

/// Numbers that look as if drawn by lot, the same for the same seed.
#[derive(Debug)]
pub(crate) struct Lot(u64);

impl Lot {
    pub(crate) fn new(seed: u64) -> Self {
        // Nothing else can be drawn from 0, and neighbours are to draw unlike each other.
        Self((seed ^ 0x9E37_79B9_7F4A_7C15).max(1))
    }

    fn draw(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.draw() >> 16).unwrap_or(0) % end.max(1)
    }

    pub(crate) fn of<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Returns a place in `text` between two characters.
    fn place(&mut self, text: &str) -> usize {
        let mut place = self.below(text.len() + 1);
        while !text.is_char_boundary(place) {
            place -= 1;
        }
        place
    }
}

/// The texts people and strangers write where a value belongs.
const VALUES: [&str; 44] = [
    "0",
    "-0",
    "-1",
    "1",
    "1e3",
    "0x10",
    "1_000",
    "999_999_999_999.99",
    "1_000_000_000_000",
    "0.001",
    "79228162514264337593543950335",
    "-79228162514264337593543950335",
    "0.0000000000000000000000000001",
    "inf",
    "nan",
    "\"£1,200\"",
    "\"about £22m\"",
    "\"£2,000,00\"",
    "\"-£5\"",
    "£1,200",
    "1,200",
    "TBC",
    "\"TBC\"",
    "\"\"",
    "\"\\u0000\\u202e\"",
    "\"£3.8bn\"",
    "true",
    "2017-09-11",
    "30/06/2017",
    "\"2017-11\"",
    "\"unknown\"",
    "\"2015-16-H2\"",
    "0000-01-01",
    "9999-12-31",
    "\"9999-12\"",
    "[]",
    "{}",
    "[[[",
    "{ 2017-18 = 1 }",
    "{ 9999-00 = 1, 0000-01 = 2 }",
    "[\"council\", \"council\"]",
    "\"adjustment\"",
    "\"local\"",
    "\"approved\"",
];

/// Bits of syntax and of other alphabets.
const BITS: [&str; 34] = [
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "\\",
    "\\u",
    "=",
    ".",
    ",",
    "\n",
    "\r",
    "\r\n",
    "#",
    "£",
    "\u{feff}",
    "\0",
    "é",
    "e\u{301}",
    "🏴\u{e0067}",
    "\u{202e}",
    "\t",
    "-",
    "_",
    "2017-18",
    "a.b.c = 1\n",
    "[plan]\n",
    "x = [\n",
    "日本",
];

/// Returns `text` with one thing changed. `others` are texts of its kind, and `words` those that stand in them.
pub(crate) fn changed(text: &str, others: &[String], words: &[String], lot: &mut Lot) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let n = lot.below(lines.len());
    match lot.below(12) {
        0 if !lines.is_empty() => drop(lines.remove(n)),
        1 if !lines.is_empty() => {
            let to = lot.below(lines.len());
            lines.insert(to, lines[n]);
        }
        2 if !lines.is_empty() => {
            let other = lot.below(lines.len());
            lines.swap(n, other);
        }
        3 => return with_value(text, lot),
        4 => return with_value(&with_digit(text, lot), lot),
        5 => return with_digit(text, lot),
        6 => return replaced(text, lot.place(text), 0, lot.of(&BITS)),
        7 => {
            let length = lot.below(8) + 1;
            return replaced(text, lot.place(text), length, "");
        }
        8 => return replaced(text, lines[..n].concat().len(), 0, &some_lines(others, lot)),
        9 => return text[..lot.place(text)].to_owned(),
        10 => return renamed(text, words, lot),
        _ => return replaced(text, lot.place(text), lot.below(40), lot.of(&BITS)),
    }
    lines.concat()
}

/// Returns some lines of another text.
fn some_lines(others: &[String], lot: &mut Lot) -> String {
    let Some(other) = others.get(lot.below(others.len())) else { return String::new() };
    let lines: Vec<&str> = other.split_inclusive('\n').collect();
    let from = lot.below(lines.len());
    let to = (from + 1 + lot.below(12)).min(lines.len());
    lines.get(from..to).unwrap_or_default().concat()
}

/// Returns `text` with a word of the program's in the place of another, everywhere or once.
fn renamed(text: &str, words: &[String], lot: &mut Lot) -> String {
    let known: Vec<&String> = words.iter().filter(|word| text.contains(word.as_str())).collect();
    if known.is_empty() {
        return text.to_owned();
    }
    let (word, other) = (lot.of(&known), &words[lot.below(words.len())]);
    if lot.below(2) == 0 { text.replace(word.as_str(), other) } else { text.replacen(word.as_str(), other, 1) }
}

/// Returns `text` with so many bytes from a place on replaced.
pub(crate) fn replaced(text: &str, at: usize, length: usize, with: &str) -> String {
    let mut end = (at + length).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    format!("{}{with}{}", &text[..at], &text[end..])
}

/// Returns `text` with another value behind one of its equals signs, commas (of a table of figures), colons (of data)
/// or tags (of a sheet).
fn with_value(text: &str, lot: &mut Lot) -> String {
    let signs = ["= ", ",", ":", ">"].into_iter().flat_map(|sign| text.match_indices(sign));
    let signs: Vec<usize> = signs.map(|(at, sign)| at + sign.len()).collect();
    if signs.is_empty() {
        return text.to_owned();
    }
    let at = lot.of(&signs);
    let length = text[at..].find([',', '\n', '}', '<']).unwrap_or(text.len() - at);
    replaced(text, at, length, lot.of(&VALUES))
}

/// Returns `text` with another digit.
fn with_digit(text: &str, lot: &mut Lot) -> String {
    let digits: Vec<usize> =
        text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at).collect();
    if digits.is_empty() { text.to_owned() } else { replaced(text, lot.of(&digits), 1, &lot.below(10).to_string()) }
}

/// Returns bytes that are no file of the program's at all.
#[allow(dead_code, reason = "the engine has noise of its own")]
pub(crate) fn noise(lot: &mut Lot) -> String {
    let length = lot.below(400);
    if lot.below(2) == 0 {
        return (0..length).map(|_| lot.of(&BITS)).collect();
    }
    let bytes: Vec<u8> = (0..length).map(|_| lot.draw().to_le_bytes()[3]).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}
