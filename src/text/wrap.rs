//! Text in lines.

use textwrap::{WordSeparator, WordSplitter};

/// Returns `text` in lines of at most `width` columns, broken at spaces only (long addresses stay whole).
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let options = textwrap::Options::new(width)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .break_words(false);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}
