//! The place of a rule's page, for whoever met a finding elsewhere.

use super::links;

/// The address that the book is published at, ending in `/`, where whoever built the program gave it.
const PUBLISHED: Option<&str> = option_env!("BCF_BOOK");

/// Returns the address of a rule's page, where the book is published.
pub fn address_of(rule: &str) -> Option<String> {
    PUBLISHED.map(|at| below(at, rule))
}

/// Returns where a rule's page is, in words.
pub(in crate::report) fn place_of(rule: &str) -> String {
    address_of(rule).unwrap_or_else(|| format!("`{}` of the book that `bcf docs book` writes", links::rule(rule)))
}

fn below(at: &str, rule: &str) -> String {
    format!("{}/{}", at.trim_end_matches('/'), links::rule(rule).replace(".md", ".html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_has_an_address_below_the_books() {
        let page = "https://example.org/bcf/rules/some-rule.html";
        assert_eq!(below("https://example.org/bcf/", "some-rule"), page);
        assert_eq!(below("https://example.org/bcf", "some-rule"), page);
    }
}
