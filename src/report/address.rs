//! The place of a rule's page in the book, for whoever met a finding elsewhere.

/// The address that the book is published at, ending in `/`, where whoever built the program gave it.
const PUBLISHED: Option<&str> = option_env!("BCF_BOOK");

/// Returns the page of a rule below the pages' folder.
pub(super) fn page_of(rule: &str) -> String {
    format!("rules/{rule}.md")
}

/// Returns the address of a rule's page, where the book is published.
pub(super) fn address_of(rule: &str) -> Option<String> {
    PUBLISHED.map(|at| below(at, rule))
}

/// Returns where a rule's page is, in words.
pub(super) fn place_of(rule: &str) -> String {
    address_of(rule).unwrap_or_else(|| format!("`{}` of the book that `bcf docs book` writes", page_of(rule)))
}

fn below(at: &str, rule: &str) -> String {
    format!("{}/{}", at.trim_end_matches('/'), page_of(rule).replace(".md", ".html"))
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
