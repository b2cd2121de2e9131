//! A mistake in the text of a plan costs one error at its place, and the rest is read as if it were not there.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bcf::plan::syntax::{Kind, NodeId, SyntaxError, Tree};

/// A sound text with a place for a mistake at each `@`.
const SOUND: &str = "\
first = 1
@
second = { a = 1, b = [1, 2] }
@
[table]
inside = \"x\"
@
[[list]]
n = 1
@
[[list]]
m = '''
several
lines'''
@
last = [
  1,
  2, # two
]
@
";

/// Lines that are no TOML: each holds one mistake.
const MISTAKES: [&str; 90] = [
    "The board met in June.",
    "=",
    "= 5",
    "f =",
    "f = # later",
    "f = , ",
    "f 1",
    "f \"x\"",
    "f: \"x\"",
    "f:5",
    "f\"x\"",
    "f : 5 # five",
    "f: The board",
    "f-g h = 1",
    "2017/18 = 5",
    "£k = { a = 1 }",
    "\u{201c}f\u{201d} = 1",
    "\u{a0}f = 1",
    "f\u{200b} = 1",
    "f = \u{a0}1",
    "f = 1\u{a0}",
    "\u{a0}",
    "# \u{7} and \u{7}",
    "f = \"x\u{7}y\"",
    "f = \"C:\\plans\"",
    "\"a\\plans\" = 1",
    "f = \"x",
    "f = 'x # y",
    "f = \"x\u{201d}",
    "f = \"\"\"x",
    "f = \"\"\"x\ny\nz",
    "f = \"\"\"x\ny\nz\n\n",
    "f = [\"\"\"x\ny\n",
    "f = \"x\" y",
    "f = \"x\" # y\n]",
    "f = \"the \"new\" fund\"",
    "f = 1 2",
    "f = 1,",
    "f = 1 ]",
    "f = 1 }",
    "f = [1] ]",
    "f = 1 g = 2",
    "f = tbc",
    "f = 30/06/2017",
    "f = 30/0/2017",
    "f = 29/02/2016",
    "f = 29/02/2017",
    "f = 29/02/1900",
    "f = 29/02/2000",
    "f = 2017-02-30",
    "f = 2017-18",
    "f = 2017/2018",
    "f = 2017/018",
    "f = 1,200",
    "f = 123,456",
    "f = 1234,567",
    "f = £5.",
    "f = £,5",
    "f = -£1_200",
    "f = £1,200 # so",
    "f = 8.6 million",
    "f = [£1,200, 3]",
    "f = [£1,20, 3]",
    "f = [1 2]",
    "f = [1\"x\"]",
    "f = [1, tbc 2]",
    "f = [1 x 2]",
    "f = [\"the \"new\" fund\"]",
    "f = [1,, 2]",
    "f = [, 1]",
    "f = [1, 2}",
    "f = [1, 2",
    "f = [1,",
    "f = [1, [2, 3]",
    "f = [\n  1, # one\n  2",
    "f = [\"x, 1]",
    "f = [\n  \"x,\n  \"y\",\n]",
    "f = { a = 1, b = 2",
    "f = { a = 1 b = 2 }",
    "f = { a = 1,200, b = 2 }",
    "f = { a = 1, , b = 2 }",
    "f = { , a = 1 }",
    "f = { a = , b = 2 }",
    "f = { a 1, b = 2 }",
    "f = { a = 1, tbc, b = 2 }",
    "f = { a = 1, 2017/18 = 5, b = 2 }",
    "f = { a = 1, b = [2, 3 }",
    "f = { a = 1]",
    "f = { a = \"x, b = 2 }",
    "f = { a = 1, a = 2 }",
];

/// Lines that look as if they held more than one mistake.
const MORE: [&str; 7] = [
    "f = [\"a\" b",
    "f = [1[2], 3]",
    "met [in] June",
    "f = { a = 1\n  b = 2",
    "f = { a = 1m b = 2 }",
    "f = { a = x b = 2 }",
    "f = { a = 1, é",
];

/// Headers that name no table, or one that is there: each is one mistake, and the keys below it are somewhere else.
const HEADERS: [&str; 16] = [
    "[]",
    "[[]]",
    "[a b]",
    "[[a b]]",
    "[a.]",
    "[f\ng = 1",
    "[f.h\ng = 1",
    "[[f\ng = 1",
    "[[f]\ng = 1",
    "[f]]\ng = 1",
    "[f] g",
    "[f\u{200b}]\ng = 1",
    "[[f\u{a0}]]\ng = 1",
    "[first]\ng = 1",
    "[list]\ng = 1",
    "[[table]]\ng = 1",
];

/// Returns the sound text with a mistake in one of its places.
fn with(mistake: &str, place: usize) -> String {
    let mut parts = SOUND.split("@\n").enumerate();
    let first = parts.next().map(|(_, part)| part.to_owned()).unwrap_or_default();
    parts.fold(first, |text, (n, part)| if n == place { text + mistake + "\n" + part } else { text + part })
}

/// The number of places.
fn places() -> usize {
    SOUND.matches('@').count()
}

/// Returns the keys and positions that lead to a node.
fn path(tree: &Tree, node: NodeId) -> String {
    let Some(parent) = tree.parent(node) else { return String::new() };
    let nth = || tree.children(parent).position(|child| child == node).map_or("?".into(), |nth| nth.to_string());
    let own = tree.key(node).map_or_else(nth, std::borrow::Cow::into_owned);
    match path(tree, parent) {
        above if above.is_empty() => own,
        above => format!("{above}.{own}"),
    }
}

/// Returns every value that is in the tree and is no table, by its path.
fn values(tree: &Tree) -> BTreeMap<String, (Kind, String)> {
    let inside = |node: &NodeId| {
        tree.parent(*node).is_some_and(|parent| tree.children(parent).any(|child| child == *node))
            && !matches!(tree.kind(*node), Kind::Table | Kind::Array)
    };
    tree.nodes().filter(inside).map(|node| (path(tree, node), (tree.kind(node), tree.raw(node).to_owned()))).collect()
}

/// Returns all that is told of a mistake.
fn told(tree: &Tree, error: &SyntaxError) -> String {
    let marked = |span: bcf::span::Span| format!("`{}`", span.of(tree.source()).escape_debug());
    let mut out = format!("{}: {}\n", marked(error.span), error.message);
    let _ = writeln!(out, "  help: {}", error.help.as_deref().unwrap_or("none"));
    if let Some((span, text)) = &error.label {
        let _ = writeln!(out, "  {}: {text}", marked(*span));
    }
    let damaged: Vec<String> =
        tree.nodes().filter(|node| tree.is_damaged(*node)).map(|node| path(tree, node)).collect();
    let _ =
        writeln!(out, "  in `{}`; damaged: {damaged:?}", error.node.map(|node| path(tree, node)).unwrap_or_default());
    out
}

#[test]
fn a_mistake_is_one_error_wherever_it_is_and_every_other_value_is_read() {
    let mut wrong = Vec::new();
    for (mistake, place) in MISTAKES.iter().flat_map(|mistake| (1..=places()).map(move |place| (*mistake, place))) {
        let (sound, tree) = (Tree::parse(with("", place)), Tree::parse(with(mistake, place)));
        assert!(sound.errors().is_empty(), "{:?}", sound.errors());
        let [_] = tree.errors() else {
            let told: Vec<String> = tree.errors().iter().map(|error| told(&tree, error)).collect();
            wrong.push(format!("{mistake:?} at {place}:\n{}", told.concat()));
            continue;
        };
        let read = values(&tree);
        let lost = values(&sound).into_iter().filter(|(path, value)| read.get(path) != Some(value));
        wrong.extend(lost.map(|(path, _)| format!("{mistake:?} at {place}: {path} is lost")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn windows_line_ends_change_nothing_that_is_told() {
    for mistake in MISTAKES.iter().chain(&MORE).chain(&HEADERS) {
        let told = |text: String| {
            let tree = Tree::parse(text);
            tree.errors().iter().map(|error| told(&tree, error)).collect::<String>()
        };
        let unix = with(mistake, 4);
        assert_eq!(told(unix.replace('\n', "\r\n")), told(unix), "{mistake:?}");
    }
}

#[test]
fn what_is_told_of_each_mistake() {
    let mut out = String::new();
    for mistake in MISTAKES.iter().chain(&MORE).chain(&HEADERS) {
        let tree = Tree::parse(with(mistake, 2));
        let _ = writeln!(out, "{}", mistake.escape_debug());
        for error in tree.errors() {
            out.push_str(&told(&tree, error));
        }
        let sound = values(&Tree::parse(with("", 2)));
        for (path, (kind, raw)) in values(&tree).into_iter().filter(|(path, value)| sound.get(path) != Some(value)) {
            let _ = writeln!(out, "  {path} = {} ({kind:?})", raw.escape_debug());
        }
        out.push('\n');
    }
    insta::assert_snapshot!(out);
}
