//! Plurals, lists and capitals.

/// Returns a number with its noun: `1 error`, `2 errors`.
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Returns words as a sentence lists them: `a, b and c`.
pub(crate) fn list<S: AsRef<str>>(words: &[S]) -> String {
    match words {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// Returns a label as labels are compared: in lower case, its words alone with a space between, without apostrophes.
pub(crate) fn plainly(text: &str) -> String {
    let text: String = text.chars().filter(|c| !matches!(c, '\'' | '\u{2018}' | '\u{2019}')).collect();
    words_alone(&text, " ")
}

/// Returns the words of a text in lower case, joined by `between` whatever stood between them.
pub(crate) fn words_alone(text: &str, between: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(between)
}

/// Returns a text as names are compared that somebody typed: in lower case with one blank between its words.
pub(crate) fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Returns a name as an id: in lower case with hyphens, and `otherwise` where it has nothing an id can hold.
pub(crate) fn slug(name: &str, otherwise: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let id = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
    if id.is_empty() { otherwise.to_owned() } else { id }
}

/// Returns a text with a capital first, as headings have it: messages begin with a small letter. An id such as
/// `bcf-2017-19` is left as it is.
pub(crate) fn capital(text: &str) -> String {
    let id = text.split_whitespace().next().is_some_and(|word| word.contains(|c: char| c.is_ascii_digit()));
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if !id => first.to_uppercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_and_listed_as_sentences_have_them() {
        assert_eq!([0, 1, 2].map(|n| count(n, "error", "errors")), ["0 errors", "1 error", "2 errors"]);
        assert_eq!([&["a"][..], &["a", "b"], &["a", "b", "c"]].map(list), ["a", "a and b", "a, b and c"]);
    }

    #[test]
    fn a_heading_has_a_capital_and_an_id_stays_as_it_is() {
        assert_eq!(capital("money moves"), "Money moves");
        assert_eq!(capital("bcf-2017-19 asks"), "bcf-2017-19 asks");
    }
}
