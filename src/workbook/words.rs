//! Keys as people read them: `by_partner` as "By partner". A header is found again whatever signs stand between its words
//! and however its letters are written.

use super::format::{Key, Kind, Sheet};
use crate::money::Unit;
use crate::plan::segment;
use crate::text::words::{self, capital};

/// Returns a text with its letters small and a space for each sign between its words.
pub(super) fn folded(text: &str) -> String {
    words::folded(&text.replace(['_', '-', '.'], " "))
}

/// Returns whether two texts may be the same, however their letters are written and whatever signs stand between: hardly any
/// two begin alike, and only those need be looked at whole.
pub(super) fn begin_alike(a: &str, b: &str) -> bool {
    let first = |text: &str| text.bytes().find(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
    match (first(a), first(b)) {
        (Some(a), Some(b)) if a.is_ascii() && b.is_ascii() => a.eq_ignore_ascii_case(&b),
        _ => true,
    }
}

/// Returns a key as people read it.
pub(super) fn words(key: &str) -> String {
    capital(&folded(key))
}

/// Returns the header of a path on a sheet: its keys in words, a name that the plan or the round gives as it is, and all of
/// it as a plan's file writes it where the words would mean another path or none.
pub(super) fn header(sheet: &Sheet, path: &[String]) -> String {
    let exact = dotted(path);
    let shown = if is_name(&sheet.keys, path) { exact.clone() } else { words(&exact) };
    if meant(sheet, &shown).is_some_and(|known| known == path) { shown } else { exact }
}

/// Returns the amounts of a unit in words.
pub(super) const fn of_unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Pounds => "pounds",
        Unit::Thousands => "thousands of pounds",
        Unit::Millions => "millions of pounds",
    }
}

/// Returns a path as a plan's file writes it.
pub(super) fn dotted(path: &[String]) -> String {
    path.iter().map(|name| segment(name)).collect::<Vec<_>>().join(".")
}

/// Returns the path of a sheet's keys that words mean.
pub(super) fn meant(sheet: &Sheet, text: &str) -> Option<Vec<String>> {
    let wanted = folded(text);
    let mut path = Vec::new();
    find(&sheet.keys, "", &wanted, &mut path).then_some(path)
}

/// Looks below some keys for the path whose words are wanted: those of each key, or what people call it. The words of
/// the keys above are where the wanted ones begin.
fn find(keys: &[Key], above: &str, wanted: &str, path: &mut Vec<String>) -> bool {
    let rest = wanted.get(above.len()..).unwrap_or_default();
    for key in keys {
        path.push(key.name.clone());
        let names = [Some(&key.name), key.label.as_ref()].into_iter().flatten();
        for name in names.filter(|name| begin_alike(name, rest)) {
            let own = folded(&format!("{above} {name}"));
            if own == wanted {
                return true;
            }
            if let Kind::Names { known, .. } | Kind::Table(known) = &key.kind
                && wanted.starts_with(&own)
                && find(known, &own, wanted, path)
            {
                return true;
            }
        }
        path.pop();
    }
    false
}

/// Returns whether a path begins with a name and no key of the format.
fn is_name(keys: &[Key], path: &[String]) -> bool {
    path.first().is_some_and(|first| keys.iter().any(|key| key.name == *first && key.named))
}

#[cfg(test)]
mod tests {
    use super::super::format;
    use super::*;

    #[test]
    fn the_words_of_every_key_mean_that_key_alone() {
        for sheet in format::of_every_round() {
            let mut paths: Vec<Vec<String>> = Vec::new();
            all(&sheet.keys, &[], &mut paths);
            for path in paths {
                let shown = header(sheet, &path);
                let exact = dotted(&path);
                assert!(meant(sheet, &shown).is_none_or(|known| known == path), "{}: {shown}", sheet.name);
                assert_eq!(folded(&shown), folded(&exact), "{}", sheet.name);
            }
        }
    }

    fn all(keys: &[Key], above: &[String], paths: &mut Vec<Vec<String>>) {
        for key in keys {
            let path: Vec<String> = above.iter().cloned().chain([key.name.clone()]).collect();
            if let Kind::Names { known, .. } | Kind::Table(known) = &key.kind {
                all(known, &path, paths);
            }
            paths.push(path);
        }
    }

    #[test]
    fn names_that_are_the_same_begin_alike() {
        let names =
            ["sources", "Sources", "\nSources ", "__sources", "£ paid", "£PAID", "Étage", "étage", "(a) b", "a b", ""];
        for (a, b) in names.iter().flat_map(|a| names.iter().map(move |b| (a, b))) {
            assert!(folded(a) != folded(b) || begin_alike(a, b), "{a:?} {b:?}");
        }
        assert!(!begin_alike("sources", "totals"));
    }

    #[test]
    fn a_key_reads_as_words() {
        assert_eq!(words("by_partner"), "By partner");
        assert_eq!(folded("  Amount   2025-26 "), "amount 2025 26");
    }
}
